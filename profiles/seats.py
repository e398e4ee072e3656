"""Seats: a title in an organisation, with who holds it and who held it. Derived, never typed.

`seats_of` is pure: appointments in, seats out. A seat is vacant when somebody held it and nobody does now;
its holder is not yet met when no meeting with them is known since the day they took it.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Appointment, Organisation
from stakeholders.models.appointment import AppointmentQuerySet
from toolkit.text import fold


@dataclass(frozen=True)
class Seat:
    """One title in one organisation; `holders` and `past` are appointments, newest first."""

    organisation: object
    title: str
    holders: tuple
    past: tuple
    not_met: frozenset = frozenset()

    @property
    def is_vacant(self) -> bool:
        return bool(self.past) and not self.holders

    @property
    def is_new(self) -> bool:
        return bool(self.not_met)

    @property
    def vacant_since(self) -> date:
        return self.past[0].ended

    @property
    def new_holders(self) -> list[Appointment]:
        return [held for held in self.holders if held.pk in self.not_met]


def seats_of(appointments, today: date, met: dict | None = None) -> list[Seat]:
    """Return the Seats that `appointments` make on `today`, in the order of organisation and title.

    `met` gives for a person (pk) the last day of a meeting with them, and the first of the month of their last
    meeting without a day. Who holds a post since an unknown day is never "new".
    """
    groups: dict = {}
    for row in appointments:
        if row.started is None or row.started <= today:
            groups.setdefault((row.organisation_id, fold(row.title)), []).append(row)
    seats = [_seat(rows, today) for rows in groups.values()]
    if met is not None:
        seats = [replace(seat, not_met=_not_met(seat.holders, met)) for seat in seats]
    return sorted(seats, key=lambda seat: (fold(str(seat.organisation)), fold(seat.title)))


def _seat(rows: list[Appointment], today: date) -> Seat:
    past = [row for row in rows if row.ended and row.ended < today]
    holders = [row for row in rows if row not in past]
    holders.sort(key=lambda row: (row.is_acting, row.started is None, row.pk))
    past.sort(key=lambda row: (row.ended, row.pk), reverse=True)
    newest = (holders or past)[0]
    return Seat(newest.organisation, newest.title, tuple(holders), tuple(past))


def _not_met(holders: tuple[Appointment], met: dict) -> frozenset:
    return frozenset(row.pk for row in holders if row.started and not _was_met(row, met))


def _was_met(row, met: dict) -> bool:
    day, month = met.get(row.person_id, (None, None))
    by_day = day is not None and day >= row.started
    return by_day or (month is not None and month >= row.started.replace(day=1))


def last_met(people: set[int], meetings: MeetingQuerySet) -> dict:
    """Return {person: (last day met, first of the last month met in without a day)} in `meetings`; one query."""
    rows = meetings.filter(people__in=people).order_by().values_list("people", "date_precision")
    found: dict = {}
    for person, precision, day in rows.annotate(day=Max(Coalesce("end_date", "date"))):
        known = found.setdefault(person, [None, None])
        known[precision == "month"] = day
    return {person: tuple(days) for person, days in found.items()}


def seats_with_contact(appointments: AppointmentQuerySet, today: date, user: User) -> list[Seat]:
    return seats_in(Meeting.objects.visible_to(user).logged(), appointments, today)


def seats_in(
    meetings: MeetingQuerySet, appointments: AppointmentQuerySet, today: date
) -> list[Seat]:
    """Return the Seats of a queryset of appointments where `meetings` are all that is known; two queries."""
    rows = list(appointments.select_related("person", "organisation__parent"))
    new = {row.person_id for row in rows if row.started and (not row.ended or row.ended >= today)}
    return seats_of(rows, today, last_met(new, meetings) if new else {})


def own_first(seats, organisation) -> list[Seat]:
    """Return the seats with those of `organisation` before its units', those that somebody holds before vacant ones."""
    return sorted(seats, key=lambda seat: (seat.organisation.pk != organisation.pk, seat.is_vacant))


def vacant_or_new(today: date, user: User) -> list[Seat]:
    """Return the Seats of current organisations that are vacant or have a holder not yet met, vacant first."""
    return vacant_or_new_in(Meeting.objects.visible_to(user).logged(), today)


def vacant_or_new_in(meetings: MeetingQuerySet, today: date) -> list[Seat]:
    """Return the Seats that are vacant or new on `today` where `meetings` are all that is known."""
    twins = Appointment.objects.filter(organisation=OuterRef("organisation"))
    moved = twins.filter(Q(ended__lt=today) | Q(started__isnull=False))
    current = Organisation.objects.current()
    rows = Appointment.objects.filter(Exists(moved), organisation__in=current)
    seats = seats_in(meetings, rows.order_by(F("pk")), today)
    found = [seat for seat in seats if seat.is_vacant or seat.is_new]
    return sorted(found, key=lambda seat: (not seat.is_vacant, -_since(seat).toordinal()))


def _since(seat: Seat):
    """Return the day since when a seat is vacant or has its newest holder."""
    if seat.is_vacant:
        return seat.vacant_since
    return max((held.started for held in seat.new_holders), default=date.min)
