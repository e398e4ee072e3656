"""What is shown of the meetings with an organisation or a person, as one reader may see them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.models.action_point import ActionPointQuerySet
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.models.organisation import OrganisationQuerySet
from toolkit.months import last_months, months_before, step
from toolkit.pagination import Page


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


def with_units(organisation: Organisation, units: Iterable[Organisation] | None = None) -> set[int]:
    """Return the ids of `organisation` and of all units below it, whatever the depth; `units` are its own."""
    found = {organisation.pk}
    level = [organisation.pk] if units is None else [unit.pk for unit in units]
    found.update(level)
    while level:
        below = Organisation.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = [pk for pk in below if pk not in found]
        found.update(level)
    return found


def known_to(user: User) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).logged()


def meetings_with_organisations(ids: Iterable[int], user: User) -> MeetingQuerySet:
    """Return the logged meetings with one of the organisations `ids` that exist for `user`, each once."""
    return known_to(user).filter(pk__in=_meetings_of(ids).values("meeting"))


# From so many meetings on the newest are found sooner among those of everybody than by sorting their own.
MANY = 300


def newest_with_organisations(ids: Iterable[int], user: User, count: int) -> MeetingQuerySet:
    """Return the same meetings as `meetings_with_organisations`, `count` in number, to read the newest of them."""
    if count < MANY:
        return meetings_with_organisations(ids, user)
    return known_to(user).filter(Exists(_meetings_of(ids).filter(meeting=OuterRef("pk"))))


def _meetings_of(ids: Iterable[int]) -> QuerySet[Counterpart]:
    return Counterpart.objects.filter(organisation__in=ids).order_by()


def meetings_with_person(person: Person, user: User) -> MeetingQuerySet:
    return known_to(user).filter(people=person)


def newest_with_person(person: Person, user: User, count: int) -> MeetingQuerySet:
    """Return the same meetings as `meetings_with_person`, `count` in number, to read the newest of them."""
    if count < MANY:
        return meetings_with_person(person, user)
    attended = Attendance.objects.filter(person=person, meeting=OuterRef("pk")).order_by()
    return known_to(user).filter(Exists(attended))


def meetings_around(organisation: Organisation, ids: set[int], user: User) -> MeetingQuerySet:
    """Return the meetings in the place of a local government that neither it nor one of `ids`, its units, was in."""
    is_local = organisation.kind.code == OrganisationKind.LOCAL
    if not is_local or not organisation.location or organisation.parent:
        return Meeting.objects.none()
    there = known_to(user).filter(location=organisation.location)
    return there.exclude(Exists(_meetings_of(ids).filter(meeting=OuterRef("pk")))).newest_first()


@dataclass(frozen=True)
class Contact:
    """How often somebody was met, and when last; `is_month_only` where the day is not recorded."""

    meetings: int = 0
    last: date | None = None
    is_month_only: bool = False


NO_CONTACT = Contact()


def contacts_with(
    model: type[Organisation] | type[Person], among: Iterable[int] | QuerySet, user: User
) -> dict[int, Contact]:
    """Return {pk: Contact} of the rows of `model` with keys `among` that `user` knows to have been met; one query."""
    return _contacts(model, among, known_to(user))


def _contacts(
    model: type[Organisation] | type[Person],
    among: Iterable[int] | QuerySet,
    meetings: MeetingQuerySet,
) -> dict[int, Contact]:
    column = "people" if model is Person else "organisations"
    met = meetings.filter(**{f"{column}__in": among}).order_by()
    rows = met.values_list(column).annotate(
        n=Count("pk", distinct=True),
        last=Max("date"),
        # Of the meetings of a day, those whose day is known are the newest.
        day=Max("date", filter=~Q(date_precision="month")),
    )
    return {pk: Contact(n, last, is_month_only=day != last) for pk, n, last, day in rows}


LATELY = 3  # months in which those met last are looked for first


def lately_met(
    organisations: OrganisationQuerySet, user: User, today: date, most: int
) -> list[tuple[Organisation, Contact]]:
    """Return `most` of the organisations with their Contact, those met last first; two queries."""
    keys = organisations.order_by().values("pk")
    found = _contacts(
        Organisation, keys, known_to(user).filter(date__gte=months_before(today, LATELY))
    )
    if len(found) >= most:
        pairs = [(row, found[row.pk]) for row in organisations.filter(pk__in=found)]
        pairs.sort(key=lambda pair: (_backwards(pair[1].last), pair[0].sort_key, pair[0].pk))
        return pairs[:most]
    rows = with_contact(organisations, user)
    rows = rows.order_by(F("last_met").desc(nulls_last=True), "sort_key", "pk")[:most]
    return [
        (row, Contact(row.meeting_count, row.last_met, row.last_met_precision == "month"))
        for row in rows
    ]


def _backwards(day: date | None) -> int:
    return -day.toordinal() if day else 0


def with_contact(rows: QuerySet, user: User) -> QuerySet:
    """Add `last_met`, `last_met_precision` and `meeting_count` to organisations, or people, to order them by.

    Counted are the logged meetings that exist for `user`.
    """
    column = "people" if rows.model is Person else "organisations"
    met = known_to(user).filter(**{column: OuterRef("pk")})
    counted = met.order_by().values(column).annotate(n=Count("pk", distinct=True)).values("n")
    return rows.annotate(
        last_met=Subquery(met.newest_first().values("date")[:1]),
        last_met_precision=Subquery(met.newest_first().values("date_precision")[:1]),
        meeting_count=Coalesce(Subquery(counted), 0),
    )


def source_of(person: Person, user: User) -> str:
    """Return where a person's data comes from; a meeting that does not exist for `user` is not named."""
    if not person.source[:1].isdigit():  # a reference begins with its year
        return person.source
    named = Meeting.objects.filter(reference=person.source)
    return "" if named.exists() and not named.visible_to(user).exists() else person.source


@dataclass(frozen=True)
class Counts:
    """Numbers of meetings; `last` is the day of the last one that was not still to come."""

    total: int
    own: int
    last: date | None
    strip: list[MonthCount]


def count_meetings(
    meetings: MeetingQuerySet, today: date, *, own: Iterable[int] | None = None
) -> Counts:
    """Count `meetings`, and those of them with the organisations `own`; one query."""
    months = last_months(today)
    ends = [*months[1:], step(months[-1], 1)]
    counts = {"total": Count("pk"), "last": Max("date", filter=Q(date__lte=today))}
    counts |= {
        f"month_{number}": Count("pk", filter=Q(date__gte=first, date__lt=after))
        for number, (first, after) in enumerate(zip(months, ends, strict=True))
    }
    if own is not None:
        with_own = Exists(_meetings_of(own).filter(meeting=OuterRef("pk")))
        counts["own"] = Count("pk", filter=Q(with_own))
    found = meetings.order_by().aggregate(**counts)
    strip = [MonthCount(month, found[f"month_{number}"]) for number, month in enumerate(months)]
    return Counts(found["total"], found.get("own", found["total"]), found["last"], strip)


def facts_of(meetings: MeetingQuerySet, counts: Counts, shown: Page, today: date) -> Facts:
    """Return the Facts of `meetings`; the last is looked up unless it is on the page that is `shown`."""
    newest = None if shown.before else next((row for row in shown.rows if row.date <= today), None)
    if newest is None and counts.last:
        newest = meetings.filter(date=counts.last).newest_first().first()
    exact = newest and not newest.is_month_only and (newest.end_date or newest.date)
    return Facts(
        meetings=counts.total,
        with_units_only=counts.total - counts.own,
        last=newest,
        days_ago=(today - exact).days if exact else None,
        strip=counts.strip,
    )


def people_met(ids: set[int], user: User) -> list[int]:
    """Return the ids of those who spoke for one of the organisations `ids`, as `user` knows, by the alphabet."""
    spoke = Attendance.objects.filter(
        Meeting.objects.all().visible_rule(user, via="meeting"),
        meeting__status=Meeting.Status.LOGGED,
        counterpart__organisation__in=ids,
    )
    rows = spoke.order_by("person__sort_key", "person").values_list("person", flat=True)
    return list(rows.distinct())


def open_action_points(ids: set[int], user: User) -> list[ActionPoint]:
    """Return the open action points between the office and the organisations `ids`, due first."""
    met = Exists(_meetings_of(ids).filter(meeting=OuterRef("meeting")))
    points = ActionPoint.objects.visible_to(user).open()
    return _listed(points.filter(Q(promised_by="us") & Q(met) | Q(organisation__in=ids)))


def open_action_points_with(person: Person, user: User) -> list[ActionPoint]:
    met = Attendance.objects.filter(person=person, meeting=OuterRef("meeting")).order_by()
    return _listed(ActionPoint.objects.visible_to(user).open().filter(Exists(met)))


def count_open_points(rows: Sequence[Organisation | Person], user: User) -> dict[int, int]:
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
    rows = action_points.select_related("meeting", "owner", "organisation__parent", "person").only(
        "text", "promised_by", "due", "status", "meeting__reference", "meeting__sensitivity",
        "owner__full_name", "owner__username", "organisation__name", "organisation__parent__name",
        "person__honorific", "person__full_name", "person__anonymised_at",
    )  # fmt: skip
    return list(rows.order_by(F("due").asc(nulls_last=True), "pk"))
