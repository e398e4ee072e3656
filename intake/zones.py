"""The time zones that calendars write: IANA names, Windows names, Outlook's lists of cities, offsets. Pure."""

import re
from datetime import datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

HOME = ZoneInfo("Europe/Tirane")
BY_OFFSET, UNKNOWN = "zone-offset", "zone"  # what is said of a zone that is not known
OFFSET = re.compile(r"\(?(?:utc|gmt)?\s*([+-])(\d{1,2})[:.]?(\d{2})?\)?\s*(.*)", re.I)


def placed(moment, name):
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


def _named(name):
    """Return the zone of an IANA name, also one with a prefix before it, or of a Windows name."""
    if name in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[name])
    parts = [part for part in name.lower().split("/") if part]
    tails = ["/".join(parts[-length:]) for length in (3, 2, 1) if length <= len(parts)]
    return next((ZoneInfo(_iana()[tail]) for tail in tails if tail in _iana()), None)


@cache
def _iana():
    return {name.lower(): name for name in available_timezones()}


def _offset(found):
    hours, minutes = min(int(found[2]), 14), int(found[3] or 0) % 60
    return timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1)


def _described(words, offset, moment):
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
def _in_city():
    found = {}
    for name in sorted(available_timezones()):
        found.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    return found


def _offsets(zone, year):
    return {datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
