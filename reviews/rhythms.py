"""Organisations with a target rhythm, on a day: when they were last met, who holds their posts, who is past it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Counterpart, Meeting
from reviews.report import SeatLine
from stakeholders.models import Appointment, Organisation
from stakeholders.rhythm import past_rhythm_in
from stakeholders.seats import seats_of


@dataclass(frozen=True)
class RhythmLine:
    """An organisation that is to be met every so many days; `last` as for a Square; `holders` as of the day."""

    name: str
    address: str
    every: int
    last: date | None
    is_month_only: bool
    days: int | None
    is_past: bool
    holders: tuple[str, ...]

    @property
    def met(self):
        """When it was last met, in words."""
        if not self.last:
            return _("no meeting on record")
        if self.is_month_only:
            return _("last met in %(month)s") % {"month": date_format(self.last, "F Y")}
        return _("last met on %(day)s") % {"day": date_format(self.last, "j F Y")}

    @property
    def rhythm(self):
        """The rhythm in words."""
        return ngettext("every day", "every %(n)s days", self.every) % {"n": self.every}


def meetings_before(after):
    """Return the meetings that everybody may know of on the day before `after`."""
    return Meeting.objects.counted().filter(date__lt=after)


def past_rhythm_lines(as_of, after):
    """Return the RhythmLines of those past their rhythm on `as_of`, longest since first; at most four queries."""
    met = meetings_before(after)
    past = list(past_rhythm_in(met, _rows(), as_of))
    return _lines(past, {row.pk for row in past}, met, as_of)


def rhythm_lines(as_of, after):
    """Return the RhythmLines of all that have a rhythm, those past it first; at most five queries."""
    met = meetings_before(after)
    rows = list(_rows())
    past = set(
        past_rhythm_in(met, Organisation.objects.current(), as_of).values_list("pk", flat=True)
    )
    return _lines(rows, past, met, as_of)


def seat_lines(lines):
    """Return those past their rhythm as SeatLines of a review."""
    return tuple(SeatLine(line.name, line.address, _why(line)) for line in lines if line.is_past)


def _why(line):
    said = _("to be met %(rhythm)s, %(met)s") % {"rhythm": line.rhythm, "met": line.met}
    return f"{'; '.join(line.holders)}: {said}" if line.holders else said


def _rows():
    rows = Organisation.objects.current().exclude(contact_every=None)
    return rows.select_related("parent")


def _lines(rows, past, met, as_of):
    if not rows:
        return []
    last, holders = _last_met(rows, met), _holders(rows, as_of)
    lines = [_line(row, row.pk in past, last, holders, as_of) for row in rows]
    lines.sort(key=lambda line: line.name)
    return sorted(lines, key=lambda line: (not line.is_past, line.last or date.min))


def _line(row, is_past, last, holders, as_of):
    day, has_day = last.get(row.pk, (None, False))
    day = day and min(day, as_of)
    return RhythmLine(
        name=str(row),
        address=row.get_absolute_url(),
        every=row.contact_every,
        last=day,
        is_month_only=bool(day) and not has_day,
        days=(as_of - day).days if has_day else None,
        is_past=is_past,
        holders=holders.get(row.pk, ()),
    )


def _last_met(rows, met):
    """Return {organisation: (last day, whether it is a day and not a month)}; a unit's meeting counts; one query."""
    pks = {row.pk for row in rows}
    theirs = Q(organisation__in=pks) | Q(organisation__parent__in=pks)
    found = {}
    fields = ("organisation", "organisation__parent", "meeting__date_precision")
    counterparts = Counterpart.objects.filter(theirs, meeting__in=met).order_by()
    for own, parent, precision, day in counterparts.values_list(*fields).annotate(
        last=Max(Coalesce("meeting__end_date", "meeting__date"))
    ):
        known = (day, precision == Meeting.Precision.DAY)
        for pk in pks & {own, parent}:
            found[pk] = max(found.get(pk, known), known)
    return found


def _holders(rows, as_of):
    """Return {organisation: ("Mr. A, Mayor of B", ...)} of `as_of`; one query."""
    held = Appointment.objects.on(as_of).filter(organisation__in=rows)
    seats = seats_of(held.select_related("person", "organisation__parent"), as_of)
    found = {}
    for seat in seats:
        names = tuple(f"{row.person}, {row.title}" for row in seat.holders)
        found[seat.organisation.pk] = found.get(seat.organisation.pk, ()) + names
    return found
