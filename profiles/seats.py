"""Seats: a title in an organisation, with who holds it and who held it. Derived, never typed.

`seats_of` is pure: appointments in, seats out. A seat is vacant when somebody held it and nobody does now;
its holder is not yet met when no meeting with them is known since the day they took it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncMonth

from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Appointment, Organisation
from stakeholders.models.appointment import AppointmentQuerySet, held_on
from toolkit.key_list import KeyList
from toolkit.spelling import fold

SeatKey = tuple[int, str]  # organisation, folded title


@dataclass(frozen=True)
class Seat:
    """One title in one organisation; `holders` and `past` are appointments, newest first."""

    organisation: Organisation
    title: str
    holders: tuple[Appointment, ...]
    past: tuple[Appointment, ...]
    not_met: frozenset[int] = frozenset()

    @property
    def is_vacant(self) -> bool:
        return self.vacant_since is not None

    @property
    def is_new(self) -> bool:
        return bool(self.not_met)

    @property
    def vacant_since(self) -> date | None:
        """The last day that somebody held it; None while somebody does, or where nobody is known to have."""
        return self.past[0].ended if self.past and not self.holders else None

    @property
    def new_holders(self) -> list[Appointment]:
        return [held for held in self.holders if held.pk in self.not_met]


def seats_of(appointments: Iterable[Appointment], today: date) -> list[Seat]:
    """Return the Seats that `appointments` make on `today`, in the order of organisation and title.

    Who is not yet met is known of those that come `with_contact`.
    """
    groups: dict[SeatKey, list[Appointment]] = {}
    for row in appointments:
        if row.started is None or row.started <= today:
            groups.setdefault((row.organisation_id, fold(row.title)), []).append(row)
    seats = [_seat(rows, today) for rows in groups.values()]
    return sorted(seats, key=lambda seat: (seat.organisation.sort_key, fold(seat.title)))


def _seat(rows: list[Appointment], today: date) -> Seat:
    past = [row for row in rows if row.ended and row.ended < today]
    holders = [row for row in rows if row not in past]
    holders.sort(key=lambda row: (row.is_acting, row.started is None, row.pk))
    past.sort(key=lambda row: (row.ended, row.pk), reverse=True)
    newest = (holders or past)[0]
    not_met = frozenset(row.pk for row in holders if getattr(row, "is_not_met", False))
    return Seat(newest.organisation, newest.title, tuple(holders), tuple(past), not_met)


def with_contact(
    appointments: AppointmentQuerySet, meetings: MeetingQuerySet, today: date
) -> AppointmentQuerySet:
    """Add `is_not_met`: who holds a post was in none of `meetings`, all that are known, since they took it.

    Who holds a post since an unknown day is never "not met". A meeting without a day may have been on any of
    its month.
    """
    met = Q(date__gte=OuterRef("started")) | Q(end_date__gte=OuterRef("started"))
    met |= Q(date_precision="month") & Q(date__gte=OuterRef("month"))
    since = meetings.filter(met, people=OuterRef("person")).order_by()
    is_new = held_on(today) & Q(started__isnull=False)
    return appointments.alias(month=TruncMonth("started")).annotate(
        is_not_met=Case(When(is_new, then=~Exists(since)), default=False)
    )


def seats_with_contact(
    meetings: MeetingQuerySet, appointments: AppointmentQuerySet, today: date
) -> list[Seat]:
    """Return the Seats of a queryset of appointments where `meetings` are all that is known; one query."""
    rows = with_contact(appointments, meetings, today)
    return seats_of(rows.with_names(), today)


def with_unnamed(seats: list[Seat], organisations: Iterable[Organisation]) -> list[Seat]:
    """Return the seats, then those of `organisations` that nobody here is known to hold or to have held."""
    titles: dict[int, list[str]] = {}
    for seat in seats:
        titles.setdefault(seat.organisation.pk, []).append(seat.title)
    unnamed = [
        Seat(one, title, holders=(), past=())
        for one in organisations
        for title in one.vacant_seats(titles.get(one.pk, []))
    ]
    return [*seats, *unnamed]


def past_holders(seats: list[Seat]) -> list[Appointment]:
    """Return the appointments that have ended, newest first."""
    ended = [held for seat in seats for held in seat.past]
    return sorted(ended, key=lambda held: (held.ended, held.pk), reverse=True)


def own_first(seats: list[Seat], organisation: Organisation) -> list[Seat]:
    """Return the seats with those of `organisation` before its units', those that somebody holds before vacant ones."""
    return sorted(seats, key=lambda seat: (seat.organisation.pk != organisation.pk, seat.is_vacant))


class SeatList(Sequence[Seat]):
    """Seats in the order of `keys`; only those that are asked for are read."""

    def __init__(self, keys: list[SeatKey], meetings: MeetingQuerySet, today: date) -> None:
        self.keys, self.meetings, self.today = keys, meetings, today

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> Seat: ...
    @overload
    def __getitem__(self, index: slice) -> list[Seat]: ...
    def __getitem__(self, index: int | slice) -> Seat | list[Seat]:
        if isinstance(index, int):
            return self._read([self.keys[index]])[0]
        return self._read(self.keys[index])

    def __iter__(self) -> Iterator[Seat]:
        return iter(self._read(self.keys))

    def _read(self, keys: list[SeatKey]) -> list[Seat]:
        if not keys:
            return []
        wanted = set(keys)
        rows = Appointment.objects.filter(organisation__in=KeyList({one for one, _title in keys}))
        found = rows.order_by().values_list("pk", "organisation_id", "search")
        pks = [pk for pk, *key in found if tuple(key) in wanted]
        theirs = Appointment.objects.filter(pk__in=KeyList(pks)).order_by("pk")
        seats = seats_with_contact(self.meetings, theirs, self.today)
        by_key = {(seat.organisation.pk, fold(seat.title)): seat for seat in seats}
        return [by_key[key] for key in keys]


def vacant_seats(appointments: AppointmentQuerySet, today: date) -> list[SeatKey]:
    """Return the seats that `appointments` tell to be vacant, the latest first; one query."""
    begun = appointments.filter(Q(started__isnull=True) | Q(started__lte=today))
    held = Count("pk", filter=Q(ended__isnull=True) | Q(ended__gte=today))
    seats = begun.order_by().values("organisation", "search").alias(held=held).filter(held=0)
    return _latest_first(seats.annotate(since=Max("ended")))


def new_seats(
    meetings: MeetingQuerySet, appointments: AppointmentQuerySet, today: date
) -> list[SeatKey]:
    """Return the seats with a holder not yet met, the latest first; one query."""
    new = with_contact(appointments, meetings, today).filter(is_not_met=True)
    seats = new.order_by().values("organisation", "search")
    return _latest_first(seats.annotate(since=Max("started")))


def _latest_first(seats: QuerySet) -> list[SeatKey]:
    ordered = seats.order_by("-since", "organisation__sort_key", "search")
    return list(ordered.values_list("organisation", "search"))


def of_current_organisations() -> AppointmentQuerySet:
    return Appointment.objects.filter(organisation__in=Organisation.objects.current())


def vacant_or_new(meetings: MeetingQuerySet, today: date) -> SeatList:
    """Return the Seats of current organisations that are vacant or have a holder not yet met, vacant first.

    `meetings` are all that is known. Two queries, and two for those that are read.
    """
    rows = of_current_organisations()
    keys = [*vacant_seats(rows, today), *new_seats(meetings, rows, today)]
    return SeatList(keys, meetings, today)
