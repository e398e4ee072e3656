"""Coverage: where the office was in a period, where only earlier, where never; the same for every reader.

What a place counts for is a rule of Location. What was before the first record is not "never": nothing is known of it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.alphabet import sort_key
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from profiles.contact_rhythm import (
    NEVER,
    Contact,
    contacts_in_time,
    is_overdue,
    last_contacts,
)
from profiles.seats import seats_of
from reviews.month.headlines import month_name
from reviews.month.lists import Lines
from reviews.month.map import Map, make_map
from reviews.month.periods import EVER, MONTH, Period
from reviews.month.report import CountyRow, Square
from reviews.month.totals import Places
from stakeholders.levels import second_level
from stakeholders.models import Appointment, Location, Organisation
from stakeholders.models.organisation import OrganisationQuerySet

Level = Location.Level


@dataclass
class Tally:
    """What is known of a place: meetings in the period, and the last contact."""

    meetings: int = 0
    last: date | None = None
    is_month_only: bool = False

    def see(self, last: date, is_month_only: bool) -> None:
        """Keep the later last contact, of two alike the one with a day."""
        if (last, not is_month_only) > (self.last or date.min, not self.is_month_only):
            self.last, self.is_month_only = last, is_month_only


@dataclass
class Tallies:
    """What a period's meetings add up to, place by place (pk); `begun` is the first day on record."""

    begun: date | None = None
    elsewhere: int = 0
    municipalities: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    counties: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Coverage:
    """A period, county by county. Without rows where nothing is known of it: `title` says why."""

    title: str
    since: str
    begun: date | None
    rows: tuple[CountyRow, ...]
    counties_without: tuple[str, ...]
    elsewhere: int
    map: Map

    @property
    def squares(self) -> list[Square]:
        return [square for row in self.rows for square in row.squares]


def read_coverage(
    period: Period,
    meetings: list[Meeting] | None = None,
    places: Places | None = None,
    counted: Counter[int | None] | None = None,
) -> Coverage:
    """Return the Coverage of a Period; three queries, one less for each of `places` and `counted`.

    Its `meetings` are given where they are not those on record now: those of a signed month. `counted`
    are its meetings by place (pk), where they were counted for more.
    """
    places = Location.objects.by_pk() if places is None else places
    if meetings is None:
        found = _tally(period, places, Q(), counted)
    else:  # of those on record, what was before and after
        others = Q(date__lt=period.first) | Q(date__gte=period.after)
        found = _tally(period, places, others, Counter())
    for meeting in meetings or []:
        place = places.get(meeting.location_id or 0)
        found.begun = min(meeting.date, found.begun or meeting.date)
        _count_in(found, place, 1)
        _add_last(found, place, meeting.end_date or meeting.date, meeting.is_month_only, period)
    return _make_coverage(period, places, found)


def _tally(
    period: Period, places: Places, condition: Q, here: Counter[int | None] | None
) -> Tallies:
    """Return the Tallies of a period over `places` by meetings on record; one or two queries.

    None reads what was before the period but by an index: the first day, and the last of each place.
    """
    counted = Meeting.objects.counted().filter(condition).order_by()
    before = counted.filter(date__lt=period.after)
    within = before.filter(date__gte=period.first) if period.first else before
    found = Tallies()
    if here is None:
        here = Counter(dict(within.values_list("location").annotate(n=Count("pk"))))
    for pk, number in here.items():
        _count_in(found, places.get(pk or 0), number)
    for place, first, day, month, end in _last_days(counted, before):
        found.begun = first
        _add_last(found, places[place], max(filter(None, (day, end)), default=None), False, period)
        _add_last(found, places[place], month, True, period)
    if not places:
        found.begun = counted.aggregate(first=Min("date"))["first"]
    return found


def _last_days(
    counted: MeetingQuerySet, before: MeetingQuerySet
) -> QuerySet[Location, tuple[int, Any, Any, Any, Any]]:
    """Return the places' last contacts: (place, the first day on record, the last day, month, end of several days)."""
    here = before.filter(location=OuterRef("pk"))
    by_date, precision = here.order_by("-date").values("date"), Meeting.Precision
    return Location.objects.order_by().values_list(
        "pk",
        Subquery(counted.order_by("date").values("date")[:1]),
        Subquery(by_date.filter(date_precision=precision.DAY)[:1]),
        Subquery(by_date.filter(date_precision=precision.MONTH)[:1]),
        Subquery(
            here.filter(end_date__isnull=False).order_by("-end_date").values("end_date")[:1],
        ),
    )


def _count_in(found: Tallies, place: Location | None, meetings: int) -> None:
    municipality = place and place.municipality
    county = place and place.county
    if county:
        found.counties[county.pk] += meetings
    if municipality:
        found.municipalities[municipality.pk].meetings += meetings
    else:
        found.elsewhere += meetings


def _add_last(
    found: Tallies, place: Location | None, last: date | None, is_month_only: bool, period: Period
) -> None:
    municipality = place and place.municipality
    if municipality and last:  # of one that goes on beyond the period, its last day
        found.municipalities[municipality.pk].see(min(last, period.as_of), is_month_only)


def _make_coverage(period: Period, places: dict[int, Location], found: Tallies) -> Coverage:
    """Return the Coverage of what was found; retired municipalities have no square."""
    every = sorted(places.values(), key=lambda place: (place.sort_key, place.pk))
    every_town = [place for place in every if place.level == Level.MUNICIPALITY]
    towns = [town for town in every_town if town.is_active]
    needed = {town.parent_id for town in towns}
    counties = [p for p in every if p.level == Level.COUNTY and (p.is_active or p.pk in needed)]
    is_known = not why_unknown(period, found.begun)
    rows = tuple(_row(county, towns, period, found) for county in counties) if is_known else ()
    squares = [square for row in rows for square in row.squares]
    return Coverage(
        title=_title(period, found.begun, squares),
        since=_since(period, found.begun, squares),
        begun=found.begun,
        rows=rows,
        counties_without=tuple(c.name for c in counties if is_known and not found.counties[c.pk]),
        elsewhere=found.elsewhere,
        map=make_map(
            [(county, found.counties[county.pk]) for county in counties],
            [(town, found.municipalities[town.pk].meetings) for town in every_town],
            period.when,
        ),
    )


def _row(county: Location, towns: list[Location], period: Period, found: Tallies) -> CountyRow:
    squares = (
        _square(town, county, period, found.municipalities[town.pk])
        for town in towns
        if town.parent_id == county.pk
    )
    return CountyRow(county.name, county.slug, tuple(squares))


def _square(town: Location, county: Location, period: Period, known: Tally) -> Square:
    status = "met" if known.meetings else "earlier" if known.last else "never"
    return Square(
        name=town.name,
        slug=town.slug,
        status=status,
        last=known.last,
        meetings=known.meetings,
        is_month_only=known.is_month_only,
        days=_days_since(known.last, known.is_month_only, period.as_of),
        county=county.name,
        pcode=town.pcode,
    )


def _days_since(last: date | None, is_month_only: bool, as_of: date) -> int | None:
    return None if last is None or is_month_only else (as_of - last).days


def records_begun() -> date | None:
    return Meeting.objects.counted().order_by().aggregate(first=Min("date"))["first"]


def why_unknown(period: Period, begun: date | None) -> str:
    """Say why nothing is known of a period, given the first day on record; "" where something is."""
    if period.is_to_come:
        return _("%(month)s is still to come") % {"month": period.name}
    if not begun:
        return _("No meeting is on record yet")
    if begun < period.after:
        return ""
    values = {"month": period.name, "begun": month_name(begun.year, begun.month)}
    return _("Meetings have been logged since %(begun)s: nothing is known of %(month)s") % values


def never_means(begun: date) -> str:
    values = {"begun": month_name(begun.year, begun.month)}
    return _("Meetings have been logged since %(begun)s, so “never” means since then.") % values


def _title(period: Period, begun, squares: list[Square]) -> str:
    if sentence := why_unknown(period, begun):
        return sentence
    if not squares:
        return _("No %(place)s is in the list of places") % {"place": second_level().singular}
    missing = sum(square.status != "met" for square in squares)
    values = {"n": missing, "total": len(squares), "months": period.code, "month": period.name}
    values["begun"] = month_name(begun.year, begun.month)
    values["places"] = second_level().plural
    return _sentences()[period.code][bool(missing)] % values


def _sentences() -> dict[str, tuple[str, str]]:
    """Return {code of a period: (all were met, some were not)}."""
    months = (
        _("All %(total)s %(places)s had a meeting in the %(months)s months to %(month)s"),
        _("%(n)s of %(total)s %(places)s had no meeting in the %(months)s months to %(month)s"),
    )
    return {
        MONTH: (
            _("All %(total)s %(places)s had a meeting in %(month)s"),
            _("%(n)s of %(total)s %(places)s had no meeting in %(month)s"),
        ),
        "3": months,
        "12": months,
        EVER: (
            _("All %(total)s %(places)s have had a meeting since %(begun)s"),
            _("%(n)s of %(total)s %(places)s have had no meeting since %(begun)s"),
        ),
    }


def _since(period: Period, begun, squares: list[Square]) -> str:
    if any(square.status == "never" for square in squares):
        return never_means(begun)
    if squares and period.first and period.first < begun.replace(day=1):
        text = _("Meetings have been logged since %(begun)s; nothing is known of the time before.")
        return text % {"begun": month_name(begun.year, begun.month)}
    return ""


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
    holders: tuple[str, ...] = ()

    @property
    def met(self) -> str:
        if not self.last:
            return _("no meeting on record")
        if self.is_month_only:
            return _("last met in %(month)s") % {"month": date_format(self.last, "F Y")}
        return _("last met on %(day)s") % {"day": date_format(self.last, "j F Y")}

    @property
    def rhythm(self) -> str:
        return ngettext("every day", "every %(n)s days", self.every) % {"n": self.every}

    @property
    def why(self) -> str:
        """Why to see it, with its holders where they are known."""
        why = _("to be met %(rhythm)s, %(met)s") % {"rhythm": self.rhythm, "met": self.met}
        return f"{'; '.join(self.holders)}: {why}" if self.holders else why


def meetings_before(after: date) -> MeetingQuerySet:
    """Return the meetings that everybody may know of on the day before `after`."""
    return Meeting.objects.counted().filter(date__lt=after)


def past_rhythm_lines(as_of: date, after: date) -> Lines:
    """Return the RhythmLines of those overdue for contact on `as_of`, longest since first; at most four queries."""
    return _rhythm_lines(as_of, after, only_past=True)


def rhythm_lines(as_of: date, after: date) -> Lines:
    """Return the RhythmLines of all that have a rhythm, those past it first; at most four queries."""
    return _rhythm_lines(as_of, after, only_past=False)


def _rhythm_lines(as_of: date, after: date, *, only_past: bool) -> Lines:
    every = {row.pk: row for row in _with_rhythm()}
    if not every:
        return Lines(0, lambda _first, _stop: [])
    met = meetings_before(after)
    lately = contacts_in_time(met, [row.contact_every or 0 for row in every.values()], as_of)
    past = {
        pk for pk, row in every.items() if is_overdue(lately.get(pk), row.contact_every or 0, as_of)
    }
    rows = [row for pk, row in every.items() if pk in past or not only_past]
    others = [row.pk for row in rows if row.pk not in lately]
    last = lately | (last_contacts(met, others) if others else {})
    lines = [
        (row, _rhythm_line(row, last.get(row.pk, NEVER), row.pk in past, as_of)) for row in rows
    ]
    lines.sort(
        key=lambda pair: (
            not pair[1].is_past, pair[1].last or date.min, sort_key(pair[1].name), pair[0].pk
        )
    )  # fmt: skip

    def fetch(first: int, stop: int) -> list[RhythmLine]:
        shown = lines[first:stop]
        holders = _holders([row for row, _line in shown], as_of)
        return [replace(line, holders=holders.get(row.pk, ())) for row, line in shown]

    return Lines(len(lines), fetch)


def _with_rhythm() -> OrganisationQuerySet:
    rows = Organisation.objects.current().exclude(contact_every=None).select_related("parent")
    return rows.only("name", "slug", "contact_every", "parent__name")


def _rhythm_line(row: Organisation, contact: Contact, is_past: bool, as_of: date) -> RhythmLine:
    day, month = contact
    is_month_only = bool(month and (not day or month > day))
    last = month if is_month_only else day
    last = last and min(last, as_of)
    return RhythmLine(
        name=str(row),
        address=row.get_absolute_url(),
        every=row.contact_every or 0,
        last=last,
        is_month_only=is_month_only,
        days=_days_since(last, is_month_only, as_of),
        is_past=is_past,
    )


HOLDER_COLUMNS = (
    "title", "started", "ended", "is_acting", "organisation__sort_key",
    "person__honorific", "person__full_name", "person__anonymised_at",
)  # fmt: skip


def _holders(rows: list[Organisation], as_of: date) -> dict[int, tuple[str, ...]]:
    """Return {organisation: ("Mr. A, Mayor of B", ...)} of `as_of`; one query."""
    held = Appointment.objects.on(as_of).filter(organisation__in=[row.pk for row in rows])
    shown = held.select_related("person", "organisation").only(*HOLDER_COLUMNS)
    seats = seats_of(shown, as_of)
    found: dict[int, tuple[str, ...]] = {}
    for seat in seats:
        names = tuple(f"{row.person}, {row.title}" for row in seat.holders)
        found[seat.organisation.pk] = found.get(seat.organisation.pk, ()) + names
    return found
