"""What is shown of the meetings with an organisation or a person, as one reader may see them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import User
from engagements.models import ActionPoint, Meeting
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.models.person import PersonQuerySet
from toolkit.months import last_months


@dataclass(frozen=True)
class MonthCount:
    month: date
    meetings: int


@dataclass(frozen=True)
class Facts:
    meetings: int
    with_units_only: int
    last: Meeting | None
    days_ago: int | None
    strip: list[MonthCount]


@dataclass(frozen=True)
class OpenActionPoints:
    """The open action points between the office and a stakeholder, due first."""

    points: list[ActionPoint]
    today: date

    @property
    def ours(self) -> list[ActionPoint]:
        return [point for point in self.points if point.promised_by == "us"]

    @property
    def theirs(self) -> list[ActionPoint]:
        return [point for point in self.points if point.promised_by == "them"]

    @property
    def late(self) -> int:
        return sum(point.is_overdue(self.today) for point in self.points)


def with_units(organisation: Organisation) -> set[int]:
    """Return the ids of `organisation` and of all units below it, whatever the depth."""
    found, level = {organisation.pk}, [organisation.pk]
    while level:
        below = Organisation.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = [pk for pk in below if pk not in found]
        found.update(level)
    return found


def known_to(user: User) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).logged()


def meetings_with_organisations(ids: Iterable[int], user: User) -> MeetingQuerySet:
    """Return the logged meetings with one of the organisations `ids` that exist for `user`, each once."""
    rows = Meeting.organisations.through.objects.filter(organisation__in=ids).values("meeting")
    return known_to(user).filter(pk__in=rows)


def meetings_with_person(person: Person, user: User) -> MeetingQuerySet:
    return known_to(user).filter(people=person)


def meetings_around(organisation: Organisation, ids: set[int], user: User) -> MeetingQuerySet:
    """Return the meetings in the place of a local government that neither it nor one of `ids`, its units, was in."""
    is_local = organisation.kind.code == OrganisationKind.LOCAL
    if not is_local or not organisation.location or organisation.parent:
        return Meeting.objects.none()
    there = known_to(user).filter(location=organisation.location)
    return there.exclude(counterparts__organisation__in=ids).newest_first()


def with_contact(rows: QuerySet, user: User) -> QuerySet:
    """Add `last_met`, `last_met_precision` and `meeting_count` to organisations, or people.

    Counted are the logged meetings that exist for `user`.
    """
    column = "people" if rows.model is Person else "organisations"
    met = known_to(user).filter(**{column: OuterRef("pk")})
    newest = met.newest_first()
    counted = met.order_by().values(column).annotate(n=Count("pk", distinct=True)).values("n")
    return rows.annotate(
        last_met=Subquery(newest.values("date")[:1]),
        last_met_precision=Subquery(newest.values("date_precision")[:1]),
        meeting_count=Coalesce(Subquery(counted), 0),
    )


def source_of(person: Person, user: User) -> str:
    """Return where a person's data comes from; a meeting that does not exist for `user` is not named."""
    named = Meeting.objects.filter(reference=person.source)
    return "" if named.exists() and not named.visible_to(user).exists() else person.source


def facts_of(
    meetings: MeetingQuerySet, today: date, *, own: MeetingQuerySet | None = None
) -> Facts:
    """Return the Facts of `meetings`; `own` are those with the organisation itself, without its units."""
    total = meetings.count()
    last = meetings.filter(date__lte=today).newest_first().first()
    exact = last and not last.is_month_only and (last.end_date or last.date)
    return Facts(
        meetings=total,
        with_units_only=0 if own is None else total - own.count(),
        last=last,
        days_ago=(today - exact).days if exact else None,
        strip=meetings_by_month(meetings, today),
    )


def meetings_by_month(meetings: MeetingQuerySet, today: date) -> list[MonthCount]:
    """Return a MonthCount for each of the 12 months that end with `today`'s; one query."""
    months = last_months(today)
    rows = meetings.filter(date__gte=months[0]).order_by().values_list(TruncMonth("date"))
    counts = dict(rows.annotate(n=Count("pk")))
    return [MonthCount(month, counts.get(month, 0)) for month in months]


def people_met(meetings: MeetingQuerySet, ids: set[int]) -> PersonQuerySet:
    return Person.objects.filter(
        attendances__meeting__in=meetings.order_by().values("pk"),
        attendances__counterpart__organisation__in=ids,
    ).distinct()


def open_action_points(ids: set[int], meetings: MeetingQuerySet, user: User) -> list[ActionPoint]:
    """Return the open action points between the office and the organisations `ids`, due first."""
    ours = Q(promised_by="us", meeting__in=meetings.order_by().values("pk"))
    points = ActionPoint.objects.visible_to(user).open()
    return _listed(points.filter(ours | Q(organisation__in=ids)))


def open_action_points_with(meetings: MeetingQuerySet) -> list[ActionPoint]:
    return _listed(ActionPoint.objects.open().filter(meeting__in=meetings.order_by().values("pk")))


def count_open_points(rows: list[Organisation | Person], user: User) -> dict[int, int]:
    """Return {pk: open action points with them that exist for `user`}; at most two queries."""
    if not rows:
        return {}
    points = ActionPoint.objects.visible_to(user).open().order_by()
    if isinstance(rows[0], Person):
        return _counted(points.filter(meeting__people__in=rows), "meeting__people")
    ours = points.filter(promised_by="us", meeting__organisations__in=rows)
    theirs = points.filter(organisation__in=rows)
    counts = Counter(_counted(ours, "meeting__organisations"))
    return counts + Counter(_counted(theirs, "organisation"))


def _counted(points: ActionPointQuerySet, path: str) -> dict[int, int]:
    return dict(points.values_list(path).annotate(n=Count("pk", distinct=True)))


def _listed(action_points: ActionPointQuerySet) -> list[ActionPoint]:
    """With what the pages show of them; those without a day last."""
    rows = action_points.select_related("meeting", "owner", "organisation__parent", "person")
    return list(rows.order_by(F("due").asc(nulls_last=True), "pk"))
