"""Invitations: the bytes of an .ics file in, plain events out. Pure, and run in a process of its own.

What calendars get wrong is corrected where it is known: marks at the beginning, lines after the end,
spaces in rules, zones that nobody defines. Addresses of people are read; pictures, alarms and files are not.
"""

import hashlib
import json
import os
import re
import sys
import warnings
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from html.parser import HTMLParser
from math import prod
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import recurring_ical_events
from icalendar import Calendar, Component, vDDDTypes
from icalendar import Event as CalendarEvent
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from intake.registers.read_file import limit_process, text_of_csv
from intake.safe_reading import Unreadable

# Django puts the office's time zone there, for the processes it starts too: here there are no settings.
HOME = ZoneInfo(os.environ.get("TZ", "UTC"))
BY_OFFSET, UNKNOWN = "zone-offset", "zone"  # the remark on a zone that is not known
OFFSET = re.compile(r"\(?(?:utc|gmt)?\s*([+-])(\d{1,2})[:.]?(\d{2})?\)?\s*(.*)", re.I)


def placed(moment: datetime, name: str) -> tuple[datetime, str]:
    """Return (`moment` in the zone that `name` means, "" or the remark on that zone).

    `moment` is naive. Without a name it is the office's own time, as every calendar takes it.
    """
    name = name.strip().strip('"').strip()
    if not name:
        return moment.replace(tzinfo=HOME), ""
    known = _named(name)
    if known:
        return moment.replace(tzinfo=known), ""
    found = OFFSET.fullmatch(name)
    if not found:
        return moment.replace(tzinfo=HOME), UNKNOWN
    hours, minutes = min(int(found[2]), 14), int(found[3] or 0) % 60
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1)
    zone = _described(found[4], offset, moment)
    if zone:
        return moment.replace(tzinfo=zone), ""
    return moment.replace(tzinfo=timezone(offset)), BY_OFFSET


def _named(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, also one with a prefix before it, or of a Windows name."""
    if name in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[name])
    parts = [part for part in name.lower().split("/") if part]
    tails = ["/".join(parts[-length:]) for length in (3, 2, 1) if length <= len(parts)]
    return next((ZoneInfo(_iana()[tail]) for tail in tails if tail in _iana()), None)


@cache
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _described(words: str, offset: timedelta, moment: datetime) -> ZoneInfo | None:
    """Return the zone of "Eastern Time (US & Canada)" or "Canberra, Melbourne, Sydney" at this offset.

    None for cities with different times at `moment`.
    """
    standard = re.sub(r" Time(?: \(.*\))?$", " Standard Time", words)
    if standard in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[standard])
    cities = [city.strip().lower().replace(" ", "_") for city in re.split("[,/]", words)]
    zones = [ZoneInfo(name) for city in cities if city for name in _in_city().get(city, ())]
    half_years = [datetime(moment.year, month, 1) for month in (1, 7)]
    fitting = [
        zone
        for zone in zones
        if offset in {day.replace(tzinfo=zone).utcoffset() for day in half_years}
    ]
    times = {moment.replace(tzinfo=zone).utcoffset() for zone in fitting}
    return fitting[0] if len(times) == 1 else None


@cache
def _in_city() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        found.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return found


def one_of(part: Component, name: str) -> Any:
    return next(iter(values_of(part, name)), None)


def values_of(part: Component, name: str) -> list:
    value = part.get(name)
    return value if isinstance(value, list) else ([] if value is None else [value])


def text_of(part: Component, name: str, lines: bool = False) -> str:
    value = one_of(part, name)
    text = "" if value is None else re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", str(value))
    return text.strip() if lines else " ".join(text.split())


def sequence_of(part: Component) -> int:
    text = text_of(part, "SEQUENCE")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdecimal() else 0


def uid_of(part: Component) -> str:
    """Return what identifies the event: its UID, else a digest of what it says."""
    uid = text_of(part, "UID")
    if uid and len(uid) <= 255:
        return uid
    start = one_of(part, "DTSTART")
    text = uid or f"{text_of(part, 'SUMMARY')}\0{start.to_ical() if start else ''}"
    return f"print:{hashlib.sha256(text.encode()).hexdigest()}"


def moment_of(part: Component, name: str, zone: str) -> tuple[Any, str]:
    """Return (day, or moment with its zone; what there is to remark about the zone)."""
    value = one_of(part, name)
    moment = value.dt
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment, ""
    return placed(moment, str(value.params.get("TZID", "") or zone))


def length_of(part: Component, start: date | datetime, zone: str) -> timedelta:
    """Return how long the event takes; at least nothing, a day for a day."""
    least = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
    if part.get("DTEND") is not None:
        end, _remark = moment_of(part, "DTEND", zone)
        if isinstance(end, datetime) == isinstance(start, datetime):
            return max(end - start, least)
    length = one_of(part, "DURATION")
    return max(length.dt, least) if length is not None else least


def days_of(start: date | datetime, length: timedelta) -> tuple[str, str, str]:
    """Return (first day, last day or empty, hours) of the office; an end at midnight is the day before."""
    first, hours = start, ""
    last = max(start, start + length - timedelta(days=1))
    if isinstance(start, datetime):
        start, end = start.astimezone(HOME), (start + length).astimezone(HOME)
        first, last = start.date(), (end - timedelta(seconds=1)).date() if length else start.date()
        hours = f"{start:%H:%M}\u2013{end:%H:%M}" if length else f"{start:%H:%M}"
    return first.isoformat(), last.isoformat() if last > first else "", hours


def key_at(part: Component, name: str, zone: str) -> str:
    return key_of(moment_of(part, name, zone)[0]) if part.get(name) is not None else ""


def key_of(moment: date | datetime) -> str:
    """Return a day or moment as one text, the same for whichever zone it is given in."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


AHEAD = timedelta(days=367)  # how far after today a series is followed
BEHIND = timedelta(days=366 * 40)  # and how far back
MOST_A_DAY = 4
OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


class TooOften(ValueError):
    """The event repeats many times a day: that is not a meeting."""


def starts_of(part: Component, start: date | datetime, today: date) -> list[date]:
    """Return the days or moments on which a repeating event starts, in order. Raises ValueError."""
    series, day = CalendarEvent(), start.date() if isinstance(start, datetime) else start
    series["DTSTART"] = vDDDTypes(start)
    for name in ("RRULE", "RDATE", "EXDATE"):
        if name in part:
            series[name] = part[name]
    for rule in values_of(series, "RRULE"):
        _bound(rule, start)
    end = max(today, day) + AHEAD
    found = recurring_ical_events.of(series).between(max(end - BEHIND, day), end)
    return sorted(occurrence["DTSTART"].dt for occurrence in found)


def _bound(rule: dict[str, list], start: date | datetime) -> None:
    """Raise TooOften for a rule that fills the day; let its last moment be the end of that day.

    The zones of last moments are too often wrong.
    """
    a_day = prod(len(rule.get(name, "1")) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if a_day > MOST_A_DAY or OFTEN & {str(often).upper() for often in rule.get("FREQ", ())}:
        raise TooOften
    if 0 in rule.get("INTERVAL", ()):
        raise ValueError("It would go on forever on one day.")
    for until in rule.get("UNTIL", ())[:1]:
        rule["UNTIL"] = [until]
        if isinstance(start, datetime):
            last = datetime.combine(until, time(23, 59, 59), tzinfo=start.tzinfo)
            rule["UNTIL"] = [last.astimezone(UTC)]


TAGS = re.compile(r"<(?:/?(?:html|body|p|br|div|span|table|ul|li|b|i|u|a|font|strong)\b)", re.I)
BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3"}
SILENT = {"script", "style", "head", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)


def plain(text: str) -> str:
    """Return `text` without its tags when it is HTML; scripts and styles go with them."""
    if TAGS.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


MOST_CHOICES = 20
MOST_PEOPLE = 200
MOST_TEXT = 6000
LARGEST = 2 * 1024 * 1024
CALENDAR = re.compile(r"^BEGIN:VCALENDAR\s*$.*?^END:VCALENDAR\s*$", re.M | re.S | re.I)
NO_MEETING = {"ROOM", "RESOURCE"}


@dataclass(frozen=True)
class Invited:
    name: str
    email: str
    declined: bool = False


@dataclass(frozen=True)
class Event:
    """One meeting of a calendar on its days in the office; days and `recurrence` are texts, as in ISO 8601."""

    uid: str
    recurrence: str
    sequence: int
    method: str
    title: str
    first: str
    last: str
    hours: str
    place: str
    description: str
    people: list[Invited] = field(default_factory=list)
    people_left: int = 0
    is_cancelled: bool = False
    remarks: list[list[str]] = field(default_factory=list)  # [code, about]

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Event":
        return cls(**{**values, "people": [Invited(**one) for one in values["people"]]})


@dataclass
class Found:
    events: list[Event]
    total: int
    unread: list[list[str]]  # [code, about]


def read(raw: bytes, today: date) -> Found:
    """Return what is in a calendar as Found, newest first. Raises Unreadable: nothing in it can be a meeting."""
    unread: list[list[str]] = []
    events: list[Event] = []
    kinds: set[str | None] = set()
    for calendar in _calendars(raw):
        kinds |= {part.name for part in calendar.walk()}
        events += _events_of(calendar, today, unread)
    if not events:
        raise Unreadable(*(unread[0] if unread else ("tasks" if "VTODO" in kinds else "none", "")))
    near = sorted(_nearest(events, today), key=lambda e: (e.first, e.hours), reverse=True)
    return Found(near, len(events), unread[:MOST_CHOICES])


def _nearest(events: list[Event], today: date) -> list[Event]:
    """Return the events nearest to today, of each series one before any has a second."""
    near = sorted(events, key=lambda e: abs((date.fromisoformat(e.first) - today).days))
    of_series: Counter[str] = Counter()
    ranked: list[tuple[int, Event]] = []
    for event in near:
        ranked.append((of_series[event.uid], event))
        of_series[event.uid] += 1
    return [event for _rank, event in sorted(ranked, key=itemgetter(0))[:MOST_CHOICES]]


def _calendars(raw: bytes) -> list[Component]:
    if not raw.strip():
        raise Unreadable("empty")
    text = text_of_csv(raw)
    if text is None or "\0" in text:
        raise Unreadable("nul")
    blocks = CALENDAR.findall(re.sub(r"\r\n?", "\n", text.lstrip("\ufeff")))
    if not blocks:
        raise Unreadable("calendar")
    try:
        with warnings.catch_warnings(action="ignore"):  # of zones that it guesses
            return [Calendar.from_ical(_repaired(block)) for block in blocks]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Unreadable("damaged") from None


def _repaired(block: str) -> str:
    """Return a calendar with its lines unfolded, broken lines left out, and no spaces in rules."""
    lines = re.sub(r"\n[ \t]", "", block).split("\n")
    lines = [line for line in lines if re.match(r"[\w-]+[;:]", line)]
    return "\r\n".join(
        line.replace(" ", "") if line[:5].upper() == "RRULE" else line for line in lines
    )


def _events_of(calendar: Component, today: date, unread: list[list[str]]) -> list[Event]:
    method = text_of(calendar, "METHOD").upper()
    zone = text_of(calendar, "X-WR-TIMEZONE")
    parts = list(calendar.walk("VEVENT"))
    changed = {
        (uid_of(part), key_at(part, "RECURRENCE-ID", zone))
        for part in parts
        if part.get("RECURRENCE-ID")
    }
    found = []
    for part in parts:
        about = text_of(part, "SUMMARY")[:80]
        if part.get("DTSTART") is None:
            unread.append(["no-date", about])
            continue
        try:
            found += _occurrences(part, method, zone, today, changed)
        except TooOften:
            unread.append(["often", about])
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
            unread.append(["event", about])
    return found


def _occurrences(
    part: Component, method: str, zone: str, today: date, changed: set[tuple[str, str]]
) -> list[Event]:
    """Return the event, once for each of its days unless those are invited apart."""
    whole = _event(part, method, zone)
    rules = values_of(part, "RRULE") or values_of(part, "RDATE")
    if not rules or part.get("RECURRENCE-ID") or method in ("CANCEL", "REPLY"):
        return [whole]
    start, _remark = moment_of(part, "DTSTART", zone)
    length = length_of(part, start, zone)
    dates = []
    for begin in starts_of(part, start, today):
        first, last, hours = days_of(begin, length)
        date_key = key_of(begin)
        if (whole.uid, date_key) not in changed:
            dates.append(replace(whole, recurrence=date_key, first=first, last=last, hours=hours))
    return dates


def _event(part: Component, method: str, zone: str) -> Event:
    start, remark = moment_of(part, "DTSTART", zone)
    first, last, hours = days_of(start, length_of(part, start, zone))
    people, left = _people(part)
    return Event(
        uid=uid_of(part),
        recurrence=key_at(part, "RECURRENCE-ID", zone),
        sequence=sequence_of(part),
        method=method,
        title=text_of(part, "SUMMARY")[:200],
        first=first,
        last=last,
        hours=hours,
        place=text_of(part, "LOCATION")[:300],
        description=plain(text_of(part, "DESCRIPTION", lines=True))[:MOST_TEXT],
        people=people,
        people_left=left,
        is_cancelled=method == "CANCEL" or text_of(part, "STATUS").upper() == "CANCELLED",
        remarks=_remarks(part, remark),
    )


def _remarks(part: Component, about_zone: str) -> list[list[str]]:
    """Return what is uncertain about an event, as [code, about]."""
    zone = str(one_of(part, "DTSTART").params.get("TZID", ""))[:80]
    is_private = text_of(part, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")
    return [[about_zone, zone]] * bool(about_zone) + [["private", ""]] * is_private


def _people(part: Component) -> tuple[list[Invited], int]:
    """Return (those invited and the organiser, each once; how many more there are)."""
    found: dict[str, Invited] = {}
    left = 0
    for value in [*values_of(part, "ORGANIZER"), *values_of(part, "ATTENDEE")]:
        params = getattr(value, "params", {})
        if str(params.get("CUTYPE", "")).upper() in NO_MEETING:
            continue
        if len(found) >= MOST_PEOPLE:
            left += 1
            continue
        one = _invited(value, params)
        if one.name or one.email:
            found.setdefault(one.email or one.name, one)
    return list(found.values()), left


def _invited(value: str, params: dict[str, str]) -> Invited:
    address = re.sub(r"^.*mailto:", "", str(value).strip('" '), flags=re.I).strip('"<> ')
    address = address or str(params.get("EMAIL", ""))
    email = address.lower()[:254] if re.fullmatch(r"[^@\s]+@[^@\s]+", address) else ""
    name = " ".join(str(params.get("CN", "")).strip("\"' ").split())[:200]
    declined = str(params.get("PARTSTAT", "")).upper() == "DECLINED"
    return Invited("" if name.lower() == email else name, email, declined)


def main(path: str, today: str) -> None:
    """Print what is in a calendar, a line of JSON each; the last line says how it ended."""
    try:
        with open(path, "rb") as file:
            found = read(file.read(LARGEST + 1), date.fromisoformat(today))
    except Unreadable as problem:
        print(json.dumps({"code": problem.code, "about": problem.about}))  # noqa: T201 - the answer
        return
    events = [asdict(event) for event in found.events]
    print(json.dumps([events, found.total, found.unread]))  # noqa: T201
    print(json.dumps({"code": "", "about": ""}))  # noqa: T201


if __name__ == "__main__":
    limit_process(int(sys.argv[1]), int(sys.argv[2]))
    main(*sys.argv[3:])
