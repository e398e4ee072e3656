"""Coverage: where, and whom, the office has not reached; the same for every reader."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from accounts.access import SignedInRequest
from accounts.downloads import FORMATS, download
from countries.alphabet import sort_key
from engagements.models import Meeting
from profiles.history import count_meetings, facts_of, lately_met
from profiles.seats import SeatList, new_seats, of_current_organisations, vacant_seats
from profiles.timeline import days_of, lines_of, page_of_meetings
from reviews.documents.spreadsheets import coverage_columns
from reviews.month.charts import list_query
from reviews.month.coverage import (
    meetings_before,
    never_means,
    past_rhythm_lines,
    read_coverage,
    records_begun,
    rhythm_lines,
    why_unknown,
)
from reviews.month.periods import MONTH, Period, labels, make_period
from reviews.month.report import Square
from stakeholders.levels import FIRST_LEVEL, SECOND_LEVEL
from stakeholders.models import Appointment, Location, Organisation
from stakeholders.models.location import LEVELS_WITH_PAGE, within
from toolkit.months import month_of, step
from toolkit.pagination import numbered_page

TABS = {
    "places": gettext_lazy("Places"),
    "seats": gettext_lazy("Seats"),
    "organisations": gettext_lazy("Organisations"),
}
LONGEST_SINCE = "last"
# key of the address: (heading, what is compared, whether the greatest comes first)
SORTS = {
    "place": (SECOND_LEVEL, lambda square: sort_key(square.name), False),
    "county": (FIRST_LEVEL, lambda square: sort_key(square.county), False),
    LONGEST_SINCE: (
        gettext_lazy("Last meeting"),
        lambda square: (square.last or date.min, not square.is_month_only),
        False,
    ),
    "meetings": (gettext_lazy("Meetings"), lambda square: square.meetings, True),
}


@require_safe
def coverage(request: SignedInRequest) -> HttpResponse:
    period, ignored = period_from(request.GET, localdate())
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "places"
    show = {"places": _places, "seats": _seats, "organisations": _organisations}[tab]
    context = {
        "section": "coverage",
        "tab": tab,
        "tabs": TABS.items(),
        "period": period,
        "ignored": ignored,
        "before": step(period.month, -1),
        "next": period.after if period.after <= period.today else None,
    }
    return render(request, f"reviews/coverage/{tab}.html", context | show(request, period))


@require_GET
def coverage_download(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    if file_format not in FORMATS:
        raise Http404
    period, _ignored = period_from(request.GET, localdate())
    rows = in_order(read_coverage(period).squares, sort_from(request.GET))
    return download(
        request.user,
        file_format,
        name=f"coverage-{period.month.isoformat()[:7]}-{period.code}",
        what=_("Coverage"),
        columns=coverage_columns(),
        rows=rows,
        count=len(rows),
        filters=period.when,
    )


def period_from(params: QueryDict | dict, today: date) -> tuple[Period, list[str]]:
    """Return (the Period that the address names, a sentence for each part of it that is ignored)."""
    code, text = params.get("period") or MONTH, params.get("month", "")
    month = month_of(text)
    ignored = []
    if text and not month:
        ignored.append(_("The month in the address is not known, so this month is shown."))
    if code not in labels():
        ignored.append(_("The period in the address is not known, so one month is shown."))
        code = MONTH
    month = month or today
    return make_period(month.year, month.month, today, code), ignored


def sort_from(params: QueryDict) -> str:
    """Return the order that the address names: a key of SORTS, "-" before it for the other way round."""
    sort = params.get("sort", "")
    return sort if sort.removeprefix("-") in SORTS else LONGEST_SINCE


def in_order(squares: list[Square], sort: str) -> list[Square]:
    _heading, key, greatest_first = SORTS[sort.removeprefix("-")]
    by_name = sorted(squares, key=lambda square: sort_key(square.name))
    return sorted(by_name, key=key, reverse=greatest_first != sort.startswith("-"))


def _headings(sort: str) -> Iterator[tuple]:
    """Return (heading, the order that its link leads to, its aria-sort) of each column that sorts."""
    name, is_turned = sort.removeprefix("-"), sort.startswith("-")
    for key, (heading, _key, greatest_first) in SORTS.items():
        if key == name:
            state = "descending" if greatest_first != is_turned else "ascending"
            yield key, heading, key if is_turned else f"-{key}", state
        else:
            yield key, heading, key, ""


def _places(request: SignedInRequest, period: Period) -> dict[str, Any]:
    sort = sort_from(request.GET)
    covered = read_coverage(period)
    month = period.month
    return {
        "coverage": covered,
        "squares": in_order(covered.squares, sort),
        "headings": list(_headings(sort)),
        "periods": labels().items(),
        "list_query": list_query(month.year, month.month) if period.code == MONTH else "",
    }


def _seats(request: SignedInRequest, period: Period) -> dict[str, Any]:
    known = _known(period)
    if known["unknown"]:
        return known
    meetings, today = meetings_before(period.after), period.as_of
    seats = of_current_organisations()
    lists: dict[str, Sequence[Any]] = {
        "past": past_rhythm_lines(today, period.after),
        "vacant": SeatList(vacant_seats(seats, today), meetings, today),
        "new": SeatList(new_seats(meetings, seats, today), meetings, today),
    }
    return known | {
        name: numbered_page(rows, request.GET, name=name) for name, rows in lists.items()
    }


def _organisations(request: SignedInRequest, period: Period) -> dict[str, Any]:
    known = _known(period)
    if not known["unknown"]:
        known["lines"] = numbered_page(rhythm_lines(period.as_of, period.after), request.GET)
    return known


def _known(period: Period) -> dict[str, Any]:
    begun = records_begun()
    unknown = why_unknown(period, begun)
    return {"unknown": unknown, "never_means": never_means(begun) if begun and not unknown else ""}


ORGANISATIONS = 20


@require_safe
def place_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Location.objects.filter(level__in=LEVELS_WITH_PAGE).select_related("parent")
    place = get_object_or_404(rows, slug=slug)
    today, user = localdate(), request.user
    meetings = Meeting.objects.visible_to(user).logged().filter(within(place))
    there = Organisation.objects.current().filter(within(place))
    seats = Appointment.objects.filter(organisation__in=there)
    vacant = SeatList(vacant_seats(seats, today), meetings, today)
    page = page_of_meetings(meetings, request.GET)
    is_county = place.level == Location.Level.COUNTY
    context = {
        "section": "coverage",
        "place": place,
        "towns": place.children.municipalities() if is_county else [],
        "facts": facts_of(meetings, count_meetings(meetings, today), page, today),
        "page": page,
        "days": days_of(lines_of(page.rows).values()),
        "organisations": lately_met(there.select_related("parent"), user, today, ORGANISATIONS),
        "organisation_count": there.count(),
        "vacant": numbered_page(vacant, request.GET, name="vacant"),
    }
    return render(request, "reviews/place.html", context)
