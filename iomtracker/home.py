"""What the home page shows: what needs its reader, and the latest month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from engagements.models import ActionPoint, Meeting, MeetingKind, ThematicArea
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.gaps import GAPS, GAPS_BY_CODE, incomplete
from engagements.models.meeting import MeetingQuerySet
from intake.models import Import, ImportRow
from iomtracker.data_quality.checks import INCOMPLETE, added, count_each, pairs_to_look_at
from iomtracker.data_quality.checks import KINDS as QUALITY
from reviews.models import MonthlyReview
from reviews.month.periods import Span
from reviews.month.totals import BY_AREA, BY_PLACE, ORGANISATIONS, Totals, municipalities_of, ranked
from reviews.signature.workflow import SIGN, obstacle
from stakeholders.models import Location
from stakeholders.models.likely_pair import LikelyPairQuerySet
from stakeholders.suggestions import MODELS

GAPS_SHOWN = 10
ACTION_POINTS_SHOWN = 50
LATEST_SHOWN = 5
REVIEWS_SHOWN = 3
IMPORTS_SHOWN = 3
PLACES_SHOWN = 3
PLACES_IN_WORDS = "place-in-words"  # the kind of data quality
QUICK_LINKS = {
    MeetingKind.Description.MEETING: ("people", gettext_lazy("Log a meeting")),
    MeetingKind.Description.VISIT: ("place", gettext_lazy("Log a field visit")),
    MeetingKind.Description.PARTICIPATION: ("flag", gettext_lazy("Log an event")),
    MeetingKind.Description.CALL: ("phone", gettext_lazy("Log a call")),
}
Status = MonthlyReview.Status
DRAFT, SUBMITTED, RETURNED = Status.DRAFT, Status.SUBMITTED, Status.RETURNED


@dataclass(frozen=True)
class QuickLink:
    kind: MeetingKind
    icon: str
    text: Promise


def quick_links() -> list[QuickLink]:
    """Return a link for each way of describing a meeting, with the first kind in use that has it."""
    kinds: dict[str, MeetingKind] = {}
    for kind in MeetingKind.objects.current():
        kinds.setdefault(kind.described_as, kind)
    return [
        QuickLink(kinds[description], icon, text)
        for description, (icon, text) in QUICK_LINKS.items()
        if description in kinds
    ]


def action_points_due(user: User, today: date) -> ActionPointQuerySet:
    """Return the open action points overdue or due within seven days: one's own; all for the head of office."""
    rows = ActionPoint.objects.visible_to(user).open().soon(today)
    if not user.is_head_of_office:
        rows = rows.filter(owner=user)
    return rows.select_related("meeting", "owner", "organisation__parent").order_by("due", "pk")


def meetings_with_gaps(user: User) -> MeetingQuerySet:
    mine = Meeting.staff.through.objects.filter(meeting=OuterRef("pk"), user=user)
    rows = Meeting.objects.editable_by(user).logged().filter(Q(created_by=user) | Exists(mine))
    missing = {f"gap_{gap.code}": gap.condition for gap in GAPS}
    return rows.filter(incomplete()).annotate(**missing).newest_first()


def missing_in(meetings: list[Meeting]) -> dict[int, str]:
    """Return {meeting: what is missing in it, in words} of `meetings_with_gaps`, without a query."""
    return {
        meeting.pk: " · ".join(str(gap.text) for gap in GAPS if getattr(meeting, f"gap_{gap.code}"))
        for meeting in meetings
    }


@dataclass(frozen=True)
class Issue:
    """An issue of a month's review, without what is in it."""

    month: date
    status: str
    number: int
    pk: int


def issues_of(user: User) -> list[Issue]:
    """Return all issues of reviews, for colleagues; one query."""
    if not user.is_colleague:
        return []
    rows = MonthlyReview.objects.order_by("issue")
    return [Issue(*row) for row in rows.values_list("month", "status", "issue", "pk")]


@dataclass(frozen=True)
class ReturnedMonth:
    """A month that the head of office gave back, with what was said; `by` and `on` are not always known."""

    month: date
    comment: str
    by: str = ""
    on: date | None = None


def returned_months(user: User, issues: list[Issue]) -> list[ReturnedMonth]:
    """Return the months returned to whoever handed them in, latest first; to all colleagues when that one left."""
    if all(issue.status != RETURNED for issue in issues):
        return []
    theirs = Q(submitted_by=user) | Q(submitted_by__is_active=False) | Q(submitted_by=None)
    rows = MonthlyReview.objects.filter(theirs, status=RETURNED).defer("frozen", "text")
    reviews = list(rows[:REVIEWS_SHOWN])
    returns = _returns(reviews)
    return [
        ReturnedMonth(row.month, row.comment, *returns.get(row.pk, ("", None))) for row in reviews
    ]


def _returns(reviews: list[MonthlyReview]) -> dict[int, tuple[str, date]]:
    """Return {review: (by whom, on what day it was last returned)}; at most one query."""
    if not reviews:
        return {}
    saves = MonthlyReview.history.filter(id__in=[review.pk for review in reviews])
    columns = ("id", "status", "history_date", "history_user__full_name", "history_user__username")
    found: dict[int, tuple[str, date]] = {}
    before: dict[int, str] = {}
    for pk, status, at, full_name, username in saves.order_by(
        "history_date", "history_id"
    ).values_list(*columns):
        if status == RETURNED != before.get(pk):
            found[pk] = (full_name or username or "", localdate(at))
        before[pk] = status
    return found


@dataclass(frozen=True)
class ReviewTask:
    """A month that waits for its signature; `is_ready` once it was submitted. `why` it can't be signed yet.

    `gone` is the number of meetings that its edited text rests on and that are no longer in the month.
    """

    month: date
    is_ready: bool
    meetings: int
    gaps: int
    why: str = ""
    gone: int = 0


def reviews_to_sign(user: User, every: list[Issue], latest: Any, today: date) -> list[ReviewTask]:
    """Return what waits for the head of office: months handed in, returned or begun anew, the latest when it is over.

    The latest issue of a month counts: a new one, begun over a signed one, waits until it is signed.
    """
    if not user.is_head_of_office:
        return []
    issues = {one.month: (one.status, one.number, one.pk) for one in every}
    months = {
        month
        for month, (status, issue, _pk) in issues.items()
        if status in (SUBMITTED, RETURNED) or (status == DRAFT and issue > 1)
    }
    over = latest and latest.month < today.replace(day=1)
    if over and issues.get(latest.month, (DRAFT,))[0] == DRAFT:
        months.add(latest.month)
    shown = sorted(months)[:REVIEWS_SHOWN]
    begun = MonthlyReview.objects.select_related("submitted_by").defer("frozen")
    known = [issues[month][2] for month in shown if month in issues]
    stored = begun.in_bulk(known) if known else {}
    reviews = [
        stored[issues[month][2]] if month in issues else MonthlyReview(month=month)
        for month in shown
    ]
    # What one handed in oneself and got back stands among the months returned.
    reviews = [r for r in reviews if r.status != RETURNED or r.submitted_by != user]
    returns = _returns([review for review in reviews if review.status == RETURNED])
    return [
        _review_task(review, returns.get(review.pk, ("", None))[1], today) for review in reviews
    ]


def _review_task(review: MonthlyReview, returned_on: date | None, today: date) -> ReviewTask:
    meetings = Meeting.objects.counted().in_month(review.month.year, review.month.month)
    counts = meetings.order_by().aggregate(n=Count("pk"), gaps=Count("pk", filter=incomplete()))
    gone = set(review.references)
    if gone:
        gone -= set(meetings.values_list("reference", flat=True))
    why = obstacle(SIGN, review, meetings=counts["n"], today=today)
    if not why and review.status == RETURNED:
        why = _why_returned(review, returned_on)
    is_ready = review.is_submitted and not why
    return ReviewTask(review.month, is_ready, counts["n"], counts["gaps"], why, len(gone))


def _why_returned(review: MonthlyReview, returned_on: date | None) -> str:
    values = {
        "name": review.submitted_by or "",
        "day": date_format(returned_on, "j F Y") if returned_on else "",
    }
    if review.submitted_by and returned_on:
        return (
            _("It was returned to %(name)s on %(day)s and has not been handed in again.") % values
        )
    return _("It was returned and has not been handed in again.")


def in_signed_months(meetings: list[Meeting], issues: list[Issue]) -> set[int]:
    """Return the keys of those of `meetings` whose month is signed."""
    signed = {issue.month for issue in issues if issue.status == Status.SIGNED}
    return {meeting.pk for meeting in meetings if meeting.date.replace(day=1) in signed}


@dataclass(frozen=True)
class RecordsTask:
    """Something that waits for the data manager, with how many there are of it, in words as `number`."""

    icon: str
    title: str
    detail: str
    url: str
    count: int
    number: str
    tag: str = ""


def records_to_mend(user: User, today: date) -> list[RecordsTask]:
    """Return what waits for the data manager: data quality, likely duplicates, imports left open."""
    if not user.is_data_manager:
        return []
    counts = count_each(user, today, pairs_to_look_at(), with_incomplete=True)
    found = [
        _missing_in_meetings(counts),
        _places_in_words(counts, user, today),
        _other_quality(counts),
        _duplicates(counts),
        _open_imports(),
    ]
    return [task for task in found if task.count]


def _missing_in_meetings(counts: dict[str, int]) -> RecordsTask:
    total = counts[INCOMPLETE]
    text = ngettext("%s meeting has something missing", "%s meetings have something missing", total)
    named = [(str(gap.label), counts[gap.code]) for gap in GAPS]
    number = added([total])
    return RecordsTask("warning", text % number, _counted(named), reverse("quality"), total, number)


def _places_in_words(counts: dict[str, int], user: User, today: date) -> RecordsTask:
    rows = QUALITY[PLACES_IN_WORDS].queue(user, today)
    total = counts[PLACES_IN_WORDS]
    text = ngettext(
        "%s place as text, to be put right", "%s places as text, to be put right", total
    )
    first = rows.values_list("place_text", flat=True)[:PLACES_SHOWN] if total else ()
    said = ", ".join(f"“{place}”" for place in first)
    url = reverse("quality_queue", args=[PLACES_IN_WORDS])
    number = added([total])
    return RecordsTask("place", text % number, said, url, total, number)


def _other_quality(counts: dict[str, int]) -> RecordsTask:
    own_lines = {*GAPS_BY_CODE, PLACES_IN_WORDS}
    kinds = [kind for code, kind in QUALITY.items() if code not in own_lines]
    named = [(str(kind.label), counts[kind.code]) for kind in kinds]
    numbers = [number for _label, number in named]
    total, number = sum(numbers), added(numbers)
    text = ngettext("%s other record needs a look", "%s other records need a look", total)
    return RecordsTask("warning", text % number, _counted(named), reverse("quality"), total, number)


def _counted(named: list[tuple[str, int]]) -> str:
    return " · ".join(f"{label}: {added([number])}" for label, number in named if number)


def _duplicates(counts: dict[str, int]) -> RecordsTask:
    numbers = {kind: counts[kind] for kind in MODELS}
    total, number = sum(numbers.values()), added(numbers.values())
    text = ngettext("%s likely duplicate", "%s likely duplicates", total) % number
    first = next((kind for kind in MODELS if numbers[kind]), "")
    address = f"{reverse('duplicate_list')}?kind={first}"
    likeliest = _likeliest(pairs_to_look_at()[first]) if first else ""
    return RecordsTask("copy", text, likeliest, address, total, number)


def _likeliest(queue: LikelyPairQuerySet) -> str:
    pair = queue[0]
    rows = MODELS[pair.kind].objects.in_bulk([pair.a, pair.b])
    names = {"one": rows[pair.a], "other": rows[pair.b]}
    return _("The likeliest: “%(one)s” and “%(other)s”") % names


def _open_imports() -> RecordsTask:
    rows = Import.objects.filter(status__in=Import.OPEN).defer("tables", "answers", "result")
    left = Count("rows", filter=Q(rows__state__in=ImportRow.TO_LOOK_AT))
    imports = list(rows.annotate(to_look_at=left).order_by("-pk"))
    text = ngettext("%d import is left open", "%d imports are left open", len(imports))
    said = " · ".join(map(_import_left_open, imports[:IMPORTS_SHOWN]))
    url = imports[0].get_absolute_url() if len(imports) == 1 else reverse("import_list")
    number = len(imports)
    return RecordsTask("document", text % number, said, url, number, str(number), _("Open"))


def _import_left_open(one: Any) -> str:
    values = {"file": one.name, "day": date_format(localdate(one.created_at), "j F Y")}
    if one.to_look_at:
        rows = ngettext("%d row to look at", "%d rows to look at", one.to_look_at) % one.to_look_at
        return _("%(file)s, %(rows)s, since %(day)s") % {**values, "rows": rows}
    return _("%(file)s, since %(day)s") % values


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; `width` is a percentage of the longest."""

    name: str
    meetings: int
    width: str


@dataclass(frozen=True)
class LatestMonth:
    month: date
    meetings: int
    organisations: int
    municipalities: int
    bars: list
    counties: int
    counties_without: list


def latest_month(today: date) -> LatestMonth | None:
    """Return the LatestMonth that has meetings up to `today`, or None when there is none."""
    counted = Meeting.objects.counted().filter(date__lte=today)
    last = counted.aggregate(last=Max("date"))["last"]
    if last is None:
        return None
    month = Span(last.year, last.month)
    totals, places = Totals(Meeting.objects.all(), [month]), Location.objects.by_pk()
    by_place, by_area, organisations = (
        found[month] for found in totals.ask(BY_PLACE, BY_AREA, ORGANISATIONS)
    )
    counties = [p for p in places.values() if p.is_current and p.level == Location.Level.COUNTY]
    reached = {place.county for pk in by_place if (place := places.get(pk or 0))}
    return LatestMonth(
        month=last.replace(day=1),
        meetings=by_place.total(),
        organisations=organisations,
        municipalities=len(municipalities_of(by_place, places)),
        bars=_bars(ranked(by_area, ThematicArea.objects.in_bulk())),
        counties=len(counties),
        counties_without=[county for county in counties if county not in reached],
    )


def _bars(totals: list[tuple[ThematicArea, int]]) -> list[Bar]:
    longest = max((number for _area, number in totals), default=1)
    return [Bar(area.name, number, f"{100 * number / longest:.1f}%") for area, number in totals]
