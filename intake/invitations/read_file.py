"""Invitations: the bytes of an .ics file in, plain events out. Pure, and run in a process of its own.

What calendars get wrong is put right where it is known: marks at the beginning, lines after the end,
spaces in rules, zones that nobody defines. Addresses of people are read; pictures, alarms and files are not.
"""

import json
import re
import sys
import warnings
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from operator import itemgetter
from typing import Any

from icalendar import Calendar, Component

from intake.invitations.calendar_values import (
    TooOften,
    days_of,
    key_at,
    key_of,
    length_of,
    moment_of,
    one_of,
    sequence_of,
    starts_of,
    text_of,
    uid_of,
    values_of,
)
from intake.registers.read_file import limit_process, text_of_csv
from intake.safe_reading import Unreadable

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
    """One meeting of a calendar on its days in Tirana; days and `recurrence` are texts, as in ISO 8601."""

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
    """What a file holds: the events nearest to today, how many there are, what could not be read."""

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
    """Return the events of a calendar; what can't be read is added to `unread`."""
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
