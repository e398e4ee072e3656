"""Seats: a title in an organisation, with who holds it and who held it. Derived, never typed.

`seats_of` is pure: appointments in, seats out. A seat is vacant when somebody held it and nobody does now;
its holder is not yet met when no meeting with them is known since the day they took it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Appointment, Organisation
from stakeholders.models.appointment import AppointmentQuerySet
from toolkit.spelling import fold

LastMet = dict[int, tuple[date | None, date | None]]


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


def seats_of(
    appointments: Iterable[Appointment], today: date, met: LastMet | None = None
) -> list[Seat]:
    """Return the Seats that `appointments` make on `today`, in the order of organisation and title.

    `met` gives for a person (pk) the last day of a meeting with them, and the first of the month of their last
    meeting without a day. Who holds a post since an unknown day is never "new".
    """
    groups: dict[tuple[int, str], list[Appointment]] = {}
    for row in appointments:
        if row.started is None or row.started <= today:
            groups.setdefault((row.organisation_id, fold(row.title)), []).append(row)
    seats = [_seat(rows, today) for rows in groups.values()]
    if met is not None:
        seats = [replace(seat, not_met=_not_met(seat.holders, met)) for seat in seats]
    return sorted(seats, key=lambda seat: (seat.organisation.sort_key, fold(seat.title)))


def _seat(rows: list[Appointment], today: date) -> Seat:
    past = [row for row in rows if row.ended and row.ended < today]
    holders = [row for row in rows if row not in past]
    holders.sort(key=lambda row: (row.is_acting, row.started is None, row.pk))
    past.sort(key=lambda row: (row.ended, row.pk), reverse=True)
    newest = (holders or past)[0]
    return Seat(newest.organisation, newest.title, tuple(holders), tuple(past))


def _not_met(holders: tuple[Appointment, ...], met: LastMet) -> frozenset[int]:
    return frozenset(
        row.pk for row in holders if row.started and not _was_met(row.person_id, row.started, met)
    )


def _was_met(person: int, since: date, met: LastMet) -> bool:
    day, month = met.get(person, (None, None))
    return bool(day and day >= since) or bool(month and month >= since.replace(day=1))


# More people are picked out here: SQLite would look for each of them in each meeting.
FEW = 200


def last_met(people: set[int], meetings: MeetingQuerySet) -> LastMet:
    """Return {person: (last day met, first of the last month met in without a day)} in `meetings`; one query."""
    rows = meetings.order_by().values_list("people", "date_precision")
    if len(people) <= FEW:
        rows = rows.filter(people__in=people)
    found: LastMet = {}
    for person, precision, last in rows.annotate(last=Max(Coalesce("end_date", "date"))):
        day, month = found.get(person, (None, None))
        found[person] = (day, last) if precision == "month" else (last, month)
    return found


def seats_with_contact(
    meetings: MeetingQuerySet, appointments: AppointmentQuerySet, today: date
) -> list[Seat]:
    """Return the Seats of a queryset of appointments where `meetings` are all that is known; two queries."""
    rows = list(appointments.select_related("person", "organisation__parent"))
    new = {row.person_id for row in rows if row.started and (not row.ended or row.ended >= today)}
    return seats_of(rows, today, last_met(new, meetings) if new else {})


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


def own_first(seats: list[Seat], organisation: Organisation) -> list[Seat]:
    """Return the seats with those of `organisation` before its units', those that somebody holds before vacant ones."""
    return sorted(seats, key=lambda seat: (seat.organisation.pk != organisation.pk, seat.is_vacant))


def vacant_or_new(meetings: MeetingQuerySet, today: date) -> list[Seat]:
    """Return the Seats of current organisations that are vacant or have a holder not yet met, vacant first.

    `meetings` are all that is known.
    """
    others = Appointment.objects.filter(organisation=OuterRef("organisation"))
    moved = others.filter(Q(ended__lt=today) | Q(started__isnull=False))
    current = Organisation.objects.current()
    rows = Appointment.objects.filter(Exists(moved), organisation__in=current)
    seats = seats_with_contact(meetings, rows.order_by("pk"), today)
    found = [seat for seat in seats if seat.is_vacant or seat.is_new]
    return sorted(found, key=lambda seat: (not seat.is_vacant, -_since(seat).toordinal()))


def _since(seat: Seat) -> date:
    """Return the day since when a seat is vacant or has its newest holder."""
    begun = (held.started for held in seat.new_holders if held.started)
    return seat.vacant_since or max(begun, default=date.min)
