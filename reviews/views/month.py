"""Months: all of them, and one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from reviews.article.written import WrittenSentence, WrittenText
from reviews.build_report import build_page, build_report
from reviews.models import MonthlyReview
from reviews.month.action_points import (
    action_point_facts,
    action_points_made,
    older_action_points,
    with_status,
)
from reviews.month.charts import list_query
from reviews.month.chronology import Day
from reviews.month.coverage import records_begun
from reviews.month.figures import Counts
from reviews.month.lists import (
    Lines,
    list_title,
    municipality_lines,
    organisation_lines,
    people_lines,
)
from reviews.month.periods import Span
from reviews.month.report import Report
from reviews.month.totals import Totals, count_spans
from reviews.month.years import make_year
from reviews.signature.withheld_meetings import ForReader
from reviews.views.review_context import (
    AS_OTHERS,
    issue_context,
    page_context,
    review_context,
)
from stakeholders.models import Location, OrganisationKind
from toolkit.months import month_of, months_back, step
from toolkit.pagination import ROWS, numbered_page
from toolkit.period_key import PeriodKey

SHOWN = 24
ARTICLE = "article"  # in the address: the page of the text of a long month
MOST_LISTED = 36  # months without a meeting that are listed one by one
TAGS: dict[str, str] = {
    MonthlyReview.Status.DRAFT: "tag--warn",
    MonthlyReview.Status.RETURNED: "tag--bad",
    MonthlyReview.Status.SIGNED: "tag--ok",
}


@dataclass(frozen=True)
class EmptyMonths:
    """Months in a row without a meeting and without a review, newest first; `months` are few enough to be listed."""

    first: Span
    last: Span
    count: int
    months: tuple[Span, ...]


@dataclass(frozen=True)
class MonthRow:
    period: Span
    counts: Counts
    review: MonthlyReview
    tag: str
    empty_after: EmptyMonths | None


@require_safe
def month_list(request: SignedInRequest) -> HttpResponse:
    """The months with a meeting or a review, newest first, 24 a page; those without are folded between them."""
    meetings = Meeting.objects.visible_to(request.user).counted()
    keys = meetings.order_by().annotate(key=PeriodKey("date")).values_list("key").distinct()
    met = sorted((date.fromisoformat(f"{key}-01") for (key,) in keys), reverse=True)
    latest = met[0] if met else None
    until = month_of(request.GET.get("until", "")) or latest
    months = [first for first in _with_something(met) if until and first <= until]
    shown, older = months[:SHOWN], months[SHOWN:]
    context = {
        "section": "months",
        "months": make_rows(meetings, shown, older[0] if older else None, timezone.localdate()),
        "any": bool(latest),
        "older": (older[0].year, older[0].month) if older else None,
        "is_latest": not latest or not until or until >= latest,
        "years": list(dict.fromkeys(first.year for first in met)),
    }
    return render(request, "reviews/month_list.html", context)


def _with_something(met: list[date]) -> list[date]:
    """Return the months with a meeting, and those between them that have a review, newest first."""
    if not met:
        return []
    reviews = MonthlyReview.objects.filter(month__range=(met[-1], met[0]))
    return sorted({*met, *reviews.values_list("month", flat=True)}, reverse=True)


def _empty_between(newer: date, older: date) -> EmptyMonths | None:
    """Return the months between two, or None when they follow one another; a long run is not listed."""
    count = 12 * (newer.year - older.year) + newer.month - older.month - 1
    last, first = step(newer, -1), step(older, 1)
    if count < 1 or last is None or first is None:
        return None
    listed = months_back(last, first) if count <= MOST_LISTED else ()
    months = tuple(Span(one.year, one.month) for one in listed)
    return EmptyMonths(Span(first.year, first.month), Span(last.year, last.month), count, months)


def make_rows(
    meetings: MeetingQuerySet, months: list[date], older: date | None, today: date
) -> list[MonthRow]:
    """Return the rows of `months`, newest first, each with the empty months after it; `older` follows the last."""
    if not months:
        return []
    spans = [Span(first.year, first.month) for first in months]
    counted = count_spans(meetings, spans, today, Location.objects.by_pk())
    reviews = MonthlyReview.objects.filter(month__in=months).defer("frozen", "text")
    latest = {r.month: r for r in reviews.select_related("signed_by").order_by("issue")}
    rows = []
    for span, first, following in zip(spans, months, [*months[1:], older], strict=True):
        review = latest.get(first) or MonthlyReview(month=first)
        empty = _empty_between(first, following) if following else None
        tag = TAGS.get(review.status, "")
        rows.append(MonthRow(span, counted[span], review, tag, empty))
    return rows


@require_safe
def month_detail(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """One month: the same for every reader; once signed, as it was signed."""
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    today, by = timezone.localdate(), request.GET.get("by")
    if review.is_signed or review.issue > 1:
        return _signed_month(
            request, review, build_report(year, month, today=today, by=by, review=review)
        )
    page = build_page(
        year, month, today=today, by=by, review=review, with_text=ARTICLE in request.GET
    )
    context = month_context(request.user, review, page.begun)
    context |= page_context(request.user, review, page)
    of_days = numbered_page(page.meetings, request.GET, name="days")
    context |= {"days_page": of_days, "days": page.days(of_days.rows)}
    if page.report.text and context["text_is_apart"]:
        parts = numbered_page(_parts(page.report.text), request.GET, name=ARTICLE, size=1)
        context |= {"article_page": parts, "paragraphs": parts.rows[0] if parts.rows else ()}
    return render(request, "reviews/month_detail.html", context)


def _parts(text: WrittenText) -> list[list[tuple[WrittenSentence, ...]]]:
    """Return the paragraphs of a text in parts of at most 100 sentences, or of one longer paragraph."""
    parts: list[list[tuple[WrittenSentence, ...]]] = []
    length = ROWS
    for paragraph in text.paragraphs:
        if length + len(paragraph) > ROWS:
            parts.append([])
            length = 0
        parts[-1].append(paragraph)
        length += len(paragraph)
    return parts


def _signed_month(request: SignedInRequest, review: MonthlyReview, live: Report) -> HttpResponse:
    """A month that is signed, or that was once and is begun anew."""
    as_others = AS_OTHERS in request.GET
    context = month_context(request.user, review, records_begun())
    context |= review_context(request.user, review, live, as_others=as_others)
    context |= {"as_others": as_others, **_shown_days(request, context["summary"].days)}
    context["restricted_count"] -= counted_although_restricted(context["for_reader"])
    return render(request, "reviews/month_detail.html", context)


@require_safe
def issue_detail(request: SignedInRequest, year: int, month: int, issue: int) -> HttpResponse:
    """An earlier signed issue, as it was signed; the latest one is the month itself."""
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    if issue == review.issue:
        return redirect(review)
    review = get_object_or_404(review.others(), issue=issue)
    context = month_context(request.user, review, records_begun())
    context |= issue_context(request, review)
    context |= _shown_days(request, context["summary"].days)
    context["restricted_count"] -= counted_although_restricted(context["for_reader"])
    return render(request, "reviews/month_detail.html", context)


def _shown_days(request: SignedInRequest, days: tuple[Day, ...]) -> dict[str, Any]:
    """Return the page of the chronology that the address asks for (?days=2), its entries by day."""
    entries = [(day, entry) for day in days for entry in day.entries]
    page = numbered_page(entries, request.GET, name="days")
    shown = [
        replace(day, entries=tuple(entry for _day, entry in pairs))
        for day, pairs in groupby(page.rows, key=itemgetter(0))
    ]
    return {"days_page": page, "days": shown}


def counted_although_restricted(found: ForReader | None) -> int:
    """Return how many meetings a signed month counts, as its reader has it, that were restricted since."""
    if found is None or found.report is None:
        return 0
    return sum(meeting.reference in found.restricted for meeting in found.report.records)


def month_context(user: User, review: MonthlyReview, began: date | None) -> dict[str, Any]:
    first = review.month
    logged = Meeting.objects.visible_to(user).logged().in_month(first.year, first.month)
    return {
        "section": "months",
        "period": Span(first.year, first.month),
        "review": review,
        "review_tag": TAGS.get(review.status, ""),
        "restricted_count": logged.restricted().count(),
        "restricted_query": list_query(first.year, first.month, restricted="only"),
        "is_future": first > timezone.localdate(),
        "began": began,
        "previous": step(first, -1),
        "next": step(first, 1),
    }


@dataclass(frozen=True)
class Listing:
    """All lines of a list, the number they add up to, what narrows it, and what was not understood."""

    lines: Sequence
    total: int
    or_more: bool = False
    only: str = ""
    ignored: str = ""


@require_safe
def period_rows(request: SignedInRequest, what: str, year: int, month: int = 0) -> HttpResponse:
    period = Span(year, month)
    found = LISTS[what](request, period)
    context = {
        "section": "months",
        "period": period,
        "what": what,
        "title": list_title(what, found.total, period, or_more=found.or_more),
        "listing": found,
        "total": found.total,
        "numbered": numbered_page(found.lines, request.GET),
    }
    return render(request, "reviews/period_rows.html", context)


def _organisations(request: SignedInRequest, period: Span) -> Listing:
    """All, or those of one kind: ?kind=embassy."""
    code = request.GET.get("kind", "")
    kind = OrganisationKind.objects.filter(code=code).first() if code.isprintable() else None
    meetings = Meeting.objects.visible_to(request.user)
    lines = organisation_lines(meetings, period, kind.code if kind else "")
    ignored = _("Kind") if code and not kind else ""
    return Listing(lines, len(lines), only=kind.name_plural if kind else "", ignored=ignored)


def _people(request: SignedInRequest, period: Span) -> Listing:
    meetings = Meeting.objects.visible_to(request.user)
    _organisations, people, or_more = Totals(meetings, [period]).met()[period]
    return Listing(people_lines(meetings, period), people, or_more)


def _municipalities(request: SignedInRequest, period: Span) -> Listing:
    lines = municipality_lines(Meeting.objects.visible_to(request.user), period)
    return Listing(lines, len(lines))


def _action_points(request: SignedInRequest, period: Span) -> Listing:
    """All made in the period, or ?status=overdue, open, closed; older: made before and still open."""
    status, today = request.GET.get("status", ""), timezone.localdate()
    labels = {
        "overdue": _("Overdue"),
        "open": _("Open, not overdue"),
        "closed": _("Done or dropped"),
        "older": _("Made earlier, still open"),
    }
    first, after = period.days
    if status == "older":
        rows = older_action_points(first, today)
    else:
        rows = action_points_made(first, after, today)
        rows = rows.filter(with_status(status, today)) if status in labels else rows
    lines = Lines(
        rows.count(),
        lambda first, stop: action_point_facts(rows[first:stop], today),
    )
    ignored = _("Status") if status and status not in labels else ""
    return Listing(lines, len(lines), only=labels.get(status, ""), ignored=ignored)


LISTS = {
    "organisations": _organisations,
    "people": _people,
    "municipalities": _municipalities,
    "action-points": _action_points,
}


@require_safe
def year_detail(request: SignedInRequest, year: int) -> HttpResponse:
    today = timezone.localdate()
    found = make_year(Meeting.objects.visible_to(request.user), year, today)
    context = {
        "section": "months",
        "year": found,
        "period": found.period,
        "previous": Span(year - 1) if year > 2 else None,
        "next": Span(year + 1) if year < 9998 else None,
        "is_future": year > today.year,
    }
    return render(request, "reviews/year_detail.html", context)
