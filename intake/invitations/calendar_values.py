"""What the lines of an event in a calendar say: texts, days and moments, as the office reads them. Pure."""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from math import prod
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Event, vDDDTypes
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
    offset = _offset(found)
    in_words = _described(found[4], offset, moment)
    if in_words:
        return moment.replace(tzinfo=in_words), ""
    return moment.replace(tzinfo=timezone(offset)), BY_OFFSET


def _named(name: str):
    """Return the zone of an IANA name, also one with a prefix before it, or of a Windows name."""
    if name in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[name])
    parts = [part for part in name.lower().split("/") if part]
    tails = ["/".join(parts[-length:]) for length in (3, 2, 1) if length <= len(parts)]
    return next((ZoneInfo(_iana()[tail]) for tail in tails if tail in _iana()), None)


@cache
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _offset(found) -> timedelta:
    hours, minutes = min(int(found[2]), 14), int(found[3] or 0) % 60
    return timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1)


def _described(words: str, offset: timedelta, moment: datetime):
    """Return the zone of "Eastern Time (US & Canada)" or "Canberra, Melbourne, Sydney" at this offset.

    Cities that are not of one mind about the time at `moment` name no zone.
    """
    standard = re.sub(r" Time(?: \(.*\))?$", " Standard Time", words)
    if standard in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[standard])
    cities = [city.strip().lower().replace(" ", "_") for city in re.split("[,/]", words)]
    zones = [ZoneInfo(name) for city in cities if city for name in _in_city().get(city, ())]
    fitting = [zone for zone in zones if offset in _offsets(zone, moment.year)]
    times = {moment.replace(tzinfo=zone).utcoffset() for zone in fitting}
    return fitting[0] if len(times) == 1 else None


@cache
def _in_city() -> dict[str, list[str]]:
    found: dict = {}
    for name in sorted(available_timezones()):
        found.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return found


def _offsets(zone, year) -> set[timedelta]:
    return {datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}


def one_of(part, name: str):
    return next(iter(values_of(part, name)), None)


def values_of(part, name: str) -> list:
    value = part.get(name)
    return value if isinstance(value, list) else ([] if value is None else [value])


def text_of(part, name: str, lines: bool = False) -> str:
    value = one_of(part, name)
    text = "" if value is None else re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", str(value))
    return text.strip() if lines else " ".join(text.split())


def sequence_of(part) -> int:
    text = text_of(part, "SEQUENCE")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdecimal() else 0


def uid_of(part) -> str:
    """Return what tells the event apart: its UID, else a print of what it says."""
    uid = text_of(part, "UID")
    if uid and len(uid) <= 255:
        return uid
    start = one_of(part, "DTSTART")
    said = uid or f"{text_of(part, 'SUMMARY')}\0{start.to_ical() if start else ''}"
    return f"print:{hashlib.sha256(said.encode()).hexdigest()}"


def moment_of(part, name: str, zone: str) -> tuple:
    """Return (day, or moment with its zone; what is to be said of the zone)."""
    value = one_of(part, name)
    moment = value.dt
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment, ""
    return placed(moment, str(value.params.get("TZID", "") or zone))


def length_of(part, start: date | datetime, zone: str) -> timedelta:
    """Return how long the event takes; at least nothing, a day for a day."""
    least = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
    if part.get("DTEND") is not None:
        end, _remark = moment_of(part, "DTEND", zone)
        if isinstance(end, datetime) == isinstance(start, datetime):
            return max(end - start, least)
    length = one_of(part, "DURATION")
    return max(length.dt, least) if length is not None else least


def days_of(start: date | datetime, end) -> dict[str, str]:
    """Return the first and last day in Tirana, and the hours in words; an end at midnight is the day before."""
    if not isinstance(start, datetime):
        last = max(start, end - timedelta(days=1))
        return {"first": start.isoformat(), "last": _if_other(last, start), "hours": ""}
    start, end = start.astimezone(HOME), end.astimezone(HOME)
    last = (end - timedelta(seconds=1)).date() if end > start else start.date()
    hours = f"{start:%H:%M}" if end <= start else f"{start:%H:%M}\u2013{end:%H:%M}"
    return {
        "first": start.date().isoformat(), "last": _if_other(last, start.date()), "hours": hours,
    }  # fmt: skip


def _if_other(last: date, first: date) -> str:
    return last.isoformat() if last > first else ""


def key_at(part, name: str, zone: str) -> str:
    if part.get(name) is None:
        return ""
    moment, _remark = moment_of(part, name, zone)
    return key_of(moment)


def key_of(moment) -> str:
    """Return a day or moment as one text, the same from whichever zone it is told."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


AHEAD = timedelta(days=367)  # how far after today a series is followed
BEHIND = timedelta(days=366 * 40)  # and how far back
MOST_A_DAY = 4
OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


class TooOften(ValueError):
    """The event repeats many times a day: that is no meeting."""


def starts_of(part, start, today: date) -> list[datetime]:
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


def _bound(rule, start):
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
