"""What the lines of an event in a calendar say: texts, days and moments, as the office reads them. Pure."""

import hashlib
import re
from datetime import UTC, datetime, time, timedelta

from intake.zones import HOME, placed


def one_of(part, name):
    """Return the property of an event, the first of several; None without one."""
    return next(iter(values_of(part, name)), None)


def values_of(part, name):
    """Return all properties of the name."""
    value = part.get(name)
    return value if isinstance(value, list) else ([] if value is None else [value])


def text_of(part, name, lines=False):
    """Return the text of a property, without bytes that are no text."""
    value = one_of(part, name)
    text = "" if value is None else re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", str(value))
    return text.strip() if lines else " ".join(text.split())


def sequence_of(part):
    """Return the number of the version; 0 when it is none."""
    text = text_of(part, "SEQUENCE")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdecimal() else 0


def uid_of(part):
    """Return what tells the event apart: its UID, else a print of what it says."""
    uid = text_of(part, "UID")
    if uid and len(uid) <= 255:
        return uid
    start = one_of(part, "DTSTART")
    said = uid or f"{text_of(part, 'SUMMARY')}\0{start.to_ical() if start else ''}"
    return f"print:{hashlib.sha256(said.encode()).hexdigest()}"


def moment_of(part, name, zone):
    """Return (day, or moment with its zone; what is to be said of the zone)."""
    value = one_of(part, name)
    moment = value.dt
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment, ""
    return placed(moment, str(value.params.get("TZID", "") or zone))


def length_of(part, start, zone):
    """Return how long the event takes; at least nothing, a day for a day."""
    least = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
    if part.get("DTEND") is not None:
        end, _remark = moment_of(part, "DTEND", zone)
        if isinstance(end, datetime) == isinstance(start, datetime):
            return max(end - start, least)
    length = one_of(part, "DURATION")
    return max(length.dt, least) if length is not None else least


def days_of(start, end):
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


def _if_other(last, first):
    return last.isoformat() if last > first else ""


def key_at(part, name, zone):
    """Return the key of the moment that a property says; empty without one."""
    if part.get(name) is None:
        return ""
    moment, _remark = moment_of(part, name, zone)
    return key_of(moment)


def key_of(moment):
    """Return a day or moment as one text, the same from whichever zone it is told."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def moments_of(part, name, start):
    """Return the moments of RDATE or EXDATE, naive in the zone of `start`."""
    found = []
    for value in values_of(part, name):
        for one in getattr(value, "dts", []):
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if not isinstance(moment, datetime):
                moment = datetime.combine(moment, time())
            elif moment.tzinfo and isinstance(start, datetime):
                moment = moment.astimezone(start.tzinfo)
            found.append(moment.replace(tzinfo=None))
    return found
