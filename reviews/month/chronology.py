"""Day by day: the strip of the month and its entries, values that can be shown anywhere."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Counterpart, Meeting
from reviews.month.headlines import join_names, lower_first
from reviews.month.meetings import CountedMeeting, stored_counterpart_facts
from toolkit.dates import day_text

DAY_WIDTH, BASE = 26, 66


@dataclass(frozen=True)
class Entry:
    reference: str
    title: str
    kind: str
    place: str
    who: str
    until: str
    public_line: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """The meetings of a day; without a day, those known to the month only."""

    day: date | None
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Rect:
    """A rectangle of the strip, in its own units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Tick:
    x: int
    day: int
    has_meetings: bool


@dataclass(frozen=True)
class Strip:
    title: str
    width: int
    weekends: tuple[Rect, ...]
    blocks: tuple[Rect, ...]
    ticks: tuple[Tick, ...]


def make_days(rows: list[Meeting], year: int, month: int) -> tuple[Day, ...]:
    """Return the days that had meetings, in order; what has no day comes last."""
    by_day: dict[date | None, list[Meeting]] = {}
    for meeting in sorted(rows, key=lambda m: (m.is_month_only, m.date, m.reference)):
        by_day.setdefault(None if meeting.is_month_only else meeting.date, []).append(meeting)
    unknown = day_text(date(year, month, 1), month_only=True)
    return tuple(
        Day(day, day_text(day) if day else unknown, tuple(map(make_entry, meetings)))
        for day, meetings in by_day.items()
    )


def make_entry(meeting: Meeting) -> Entry:
    until = ""
    if meeting.end_date and meeting.end_date != meeting.date:
        until = _("until %(day)s") % {"day": date_format(meeting.end_date, "j F Y")}
    return Entry(
        reference=meeting.reference,
        title=meeting.title,
        kind=meeting.kind.name,
        place=meeting.where,
        who="; ".join(map(counterpart_text, meeting.counterparts.all())),
        until=until,
        public_line=meeting.public_line,
        areas=tuple(area.name for area in meeting.thematic_areas.all()),
    )


def counterpart_text(counterpart: Counterpart) -> str:
    """Return who spoke, titled as on that day: "Mr. A, Mayor (Municipality of B)"."""
    facts = stored_counterpart_facts(counterpart)
    if facts.people:
        people = ", ".join(filter(None, [join_names(facts.people), facts.group]))
        of_that_day = counterpart.attendances.all()[0].organisation_name or facts.organisation
        return f"{people} ({of_that_day})" if of_that_day else people
    group = f" ({lower_first(facts.group)})" if facts.group else ""
    return facts.organisation + group


def busiest(places: Iterable[tuple[date, str]]) -> str:
    """Say which day had most meetings, of (day, place) of each with a day; nothing when no day stands out."""
    by_day: dict[date, list[str]] = {}
    for day, place in places:
        by_day.setdefault(day, []).append(place)
    most = sorted(by_day.items(), key=lambda pair: -len(pair[1]))[:2]
    if not most or len(most[0][1]) < 2 or (most[1:] and len(most[1][1]) == len(most[0][1])):
        return ""
    first, there = most[0]
    day_name = date_format(first, "j F")
    if len(set(there)) == 1 and there[0]:
        return _("The busiest day was %(day)s, in %(place)s.") % {
            "day": day_name,
            "place": there[0],
        }
    return _("The busiest day was %(day)s.") % {"day": day_name}


def places_by_day(days: Iterable[Day]) -> Iterator[tuple[date, str]]:
    return ((day.day, entry.place) for day in days if day.day for entry in day.entries)


def make_strip(rows: list[CountedMeeting], year: int, month: int) -> Strip:
    last = monthrange(year, month)[1]
    per_day = Counter(meeting.date.day for meeting in rows if not meeting.is_month_only)
    weekends = [d for d in range(1, last + 1) if date(year, month, d).weekday() >= 5]
    return Strip(
        title=_strip_title(per_day, len(rows), date(year, month, 1)),
        width=DAY_WIDTH * last,
        weekends=tuple(Rect((d - 1) * DAY_WIDTH, 0, DAY_WIDTH, BASE) for d in weekends),
        blocks=tuple(_all_blocks(per_day)),
        ticks=tuple(_ticks(per_day, last, date(year, month, 1).weekday())),
    )


def _all_blocks(per_day: Counter[int]) -> Iterator[Rect]:
    """Yield a block for each meeting, or one for each day where they would not be seen one by one."""
    most = max(per_day.values(), default=0)
    for day, n in sorted(per_day.items()):
        if most <= BASE // 2:
            yield from _blocks(day, n)
        else:
            height = max((BASE - 2) * n // most, 1)
            yield Rect((day - 1) * DAY_WIDTH + 4, BASE - 2 - height, DAY_WIDTH - 8, height)


def _blocks(day: int, n: int) -> list[Rect]:
    step = min(24, (BASE - 2) // n) or 1
    height = max(step - 4, 1) if step > 4 else 1
    x = (day - 1) * DAY_WIDTH + 4
    return [Rect(x, BASE - 2 - step * i - height, DAY_WIDTH - 8, height) for i in range(n)]


def _ticks(per_day: Counter[int], last: int, first_weekday: int) -> Iterator[Tick]:
    """Number the days with meetings; the first, the last and Mondays where there is room."""
    mondays = set(range(1 + (7 - first_weekday) % 7, last + 1, 7))
    for day in range(1, last + 1):
        has_meetings = day in per_day
        is_mark = day in {1, last} or (day in mondays and 2 < day < last - 1)
        has_room = day - 1 not in per_day and day + 1 not in per_day
        if has_meetings or (is_mark and has_room):
            yield Tick(day * DAY_WIDTH - DAY_WIDTH // 2, day, has_meetings)


def _strip_title(per_day: Counter[int], total: int, first: date) -> str:
    days = [f"{date_format(first.replace(day=d), 'j F')} {n}" for d, n in sorted(per_day.items())]
    parts = [_("Meetings per day: %(days)s.") % {"days": ", ".join(days)}] if days else []
    unknown = total - per_day.total()
    if unknown:
        text = ngettext("%(n)s has no exact day.", "%(n)s have no exact day.", unknown)
        parts.append(text % {"n": unknown})
    return " ".join(parts)
