"""The lists behind the numbers of a month or a year."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.models import Meeting
from reviews.figures import count
from reviews.lists import list_title, municipality_lines, organisation_lines, people_lines
from reviews.promises import promises_made, promises_older, with_status
from reviews.rows import read_months
from reviews.spans import Span
from stakeholders.models import OrganisationKind

SIZE = 200


@dataclass(frozen=True)
class Listing:
    """All lines of a list, the number they add up to, what narrows it, and what was not understood."""

    lines: list
    total: int
    or_more: bool = False
    only: str = ""
    ignored: str = ""


@require_safe
def period_rows(request, what, year, month=0):
    """What a figure of the month or year counts, each once."""
    period = Span(year, month)
    found = LISTS[what](request, period)
    context = {
        "section": "months",
        "period": period,
        "what": what,
        "title": list_title(what, found.total, period, or_more=found.or_more),
        "listing": found,
        "total": found.total,
        "page_obj": Paginator(found.lines, SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/period_rows.html", context)


def _meetings(request, period):
    meetings = Meeting.objects.visible_to(request.user)
    found = read_months(meetings, period.months)
    return [meeting for month in period.months for meeting in found[month]]


def _organisations(request, period):
    """All, or those of one kind: ?kind=embassy."""
    code = request.GET.get("kind", "")
    kind = OrganisationKind.objects.filter(code=code).first() if code.isprintable() else None
    lines = organisation_lines(_meetings(request, period), kind.code if kind else "")
    ignored = _("Kind") if code and not kind else ""
    return Listing(lines, len(lines), only=kind.name_plural if kind else "", ignored=ignored)


def _people(request, period):
    meetings = _meetings(request, period)
    lines = people_lines(meetings)
    or_more = count(meetings, timezone.localdate()).people_or_more
    return Listing(lines, sum(line.count for line in lines), or_more)


def _municipalities(request, period):
    lines = municipality_lines(_meetings(request, period), period)
    return Listing(lines, len(lines))


def _action_points(request, period):
    """All made in the period, or ?status=overdue, open, closed; older: made before and still open."""
    status, today = request.GET.get("status", ""), timezone.localdate()
    labels = {
        "overdue": _("Overdue"),
        "open": _("Open, not overdue"),
        "closed": _("Done or dropped"),
        "older": _("Made earlier, still open"),
    }
    first, after = period.days
    lines = (
        promises_older(first, today) if status == "older" else promises_made(first, after, today)
    )
    if status in labels and status != "older":
        lines = with_status(lines, status)
    ignored = _("Status") if status and status not in labels else ""
    return Listing(lines, len(lines), only=labels.get(status, ""), ignored=ignored)


LISTS = {
    "organisations": _organisations,
    "people": _people,
    "municipalities": _municipalities,
    "action-points": _action_points,
}
