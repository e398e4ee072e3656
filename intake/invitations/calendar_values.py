"""What the lines of an event in a calendar say: texts, days and moments, as the office reads them. Pure."""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from math import prod
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Component, Event, vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from recurring_ical_events import of

HOME = ZoneInfo("Europe/Tirane")
BY_OFFSET, UNKNOWN = "zone-offset", "zone"  # what is said of a zone that is not known
OFFSET = re.compile(r"\(?(?:utc|gmt)?\s*([+-])(\d{1,2})[:.]?(\d{2})?\)?\s*(.*)", re.I)


def placed(moment: datetime, name: str) -> tuple[datetime, str]:
    """Return (`moment` in the zone that `name` means, "" or what is to be said of that zone).

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
    """Return (first day, last day or empty, hours) in Tirana; an end at midnight is the day before."""
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
    series, day = Event(), start.date() if isinstance(start, datetime) else start
    series["DTSTART"] = vDDDTypes(start)
    for name in ("RRULE", "RDATE", "EXDATE"):
        if name in part:
            series[name] = part[name]
    for rule in values_of(series, "RRULE"):
        _bound(rule, start)
    end = max(today, day) + AHEAD
    found = of(series).between(max(end - BEHIND, day), end)
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
