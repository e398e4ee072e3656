"""What the home page shows: what needs its reader, and the latest month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import ActionPoint, Meeting, MeetingKind, ThematicArea
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.gaps import incomplete
from engagements.models.meeting import MeetingQuerySet
from reviews.models import MonthlyReview
from reviews.month.charts import area_totals
from reviews.month.figures import count
from reviews.month.meetings import county_of, read_months
from stakeholders.models import Location

GAPS_SHOWN = 10
ACTION_POINTS_SHOWN = 50
LATEST_SHOWN = 5
REVIEWS_SHOWN = 3
QUICK_LINKS = {
    MeetingKind.Description.MEETING: ("people", _("Log a meeting")),
    MeetingKind.Description.VISIT: ("place", _("Log a field visit")),
    MeetingKind.Description.PARTICIPATION: ("flag", _("Log an event")),
    MeetingKind.Description.CALL: ("phone", _("Log a call")),
}
DRAFT, SUBMITTED = MonthlyReview.Status.DRAFT, MonthlyReview.Status.SUBMITTED


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
    return rows.filter(incomplete()).newest_first().for_list().prefetch_related("staff")


@dataclass(frozen=True)
class ReviewTask:
    """A month that waits for its signature; `is_ready` once it was submitted."""

    month: date
    is_ready: bool
    meetings: int
    gaps: int


def reviews_to_sign(user: User, latest: Any, today: date) -> list[ReviewTask]:
    """Return what waits for the head of office: months submitted or begun anew, the latest when it is over.

    The latest issue of a month counts: a new one, begun over a signed one, waits until it is signed.
    """
    if not user.is_head_of_office:
        return []
    rows = MonthlyReview.objects.order_by("issue").values_list("month", "status", "issue")
    issues = {month: (status, issue) for month, status, issue in rows}
    statuses = {month: status for month, (status, _issue) in issues.items()}
    months = {
        month
        for month, (status, issue) in issues.items()
        if status == SUBMITTED or (status == DRAFT and issue > 1)
    }
    over = latest and latest.month < today.replace(day=1)
    if over and statuses.get(latest.month, DRAFT) == DRAFT:
        months.add(latest.month)
    shown = sorted(months)[:REVIEWS_SHOWN]
    return [_review_task(month, statuses.get(month) == SUBMITTED) for month in shown]


def _review_task(month: date, is_ready: bool) -> ReviewTask:
    meetings = Meeting.objects.counted().in_month(month.year, month.month)
    counts = meetings.order_by().aggregate(n=Count("pk"), gaps=Count("pk", filter=incomplete()))
    return ReviewTask(month, is_ready, counts["n"], counts["gaps"])


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
    last = Meeting.objects.counted().filter(date__lte=today).newest_first().first()
    if last is None:
        return None
    key = (last.date.year, last.date.month)
    meetings = read_months(Meeting.objects.all(), [key])[key]
    counts = count(meetings, today)
    counties = list(Location.objects.counties())
    reached = {county_of(meeting) for meeting in meetings}
    return LatestMonth(
        month=last.date.replace(day=1),
        meetings=counts.meetings,
        organisations=counts.organisations,
        municipalities=counts.municipalities,
        bars=_bars(area_totals(meetings)),
        counties=len(counties),
        counties_without=[county for county in counties if county not in reached],
    )


def _bars(totals: list[tuple[ThematicArea, int]]) -> list[Bar]:
    longest = max((number for _area, number in totals), default=1)
    return [Bar(area.name, number, f"{100 * number / longest:.1f}%") for area, number in totals]
