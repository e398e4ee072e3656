"""On which days an event that repeats takes place. Pure.

A rule without an end, or one that no day fits, is bounded from outside: calendars are read in a
process with a limit of time (intake/reading.py).
"""

import re
from datetime import datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

AHEAD = timedelta(days=366)  # how far after today a series is followed
MOST = 20_000
OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)", re.I)


class TooOften(ValueError):
    """The event repeats several times a day: that is no meeting."""


def starts_of(first, rules, more, without, today):
    """Return the starts of a series in order, naive as `first` is.

    `rules` are texts of RRULE, `more` and `without` the moments of RDATE and EXDATE. Raises ValueError.
    """
    found = {first, *more}
    for rule in rules:
        found.update(_of_rule(first, rule, today))
    return sorted(found - set(without))


def _of_rule(first, rule, today):
    if OFTEN.search(rule):
        raise TooOften
    # What ends a series is written in UTC, or as a day: both are taken to the end of that day.
    rule, until = _cut_until(re.sub(r"\s+", "", rule))
    latest = datetime.combine(max(today, first.date()) + AHEAD, time.max)
    latest = min(latest, until) if until else latest
    counted = re.search(r"COUNT=", rule, re.I)
    bounded = rule if counted else f"{rule};UNTIL={latest:%Y%m%dT%H%M%S}"
    moments = rrulestr(bounded, dtstart=first)
    return islice(takewhile(lambda moment: moment <= latest, moments), MOST)


def _cut_until(rule):
    """Return (the rule without its UNTIL, the last moment of that day or None)."""
    found = re.search(r";?UNTIL=(\d{8})[^;]*", rule, re.I)
    if not found:
        return rule, None
    day = datetime.strptime(found[1], "%Y%m%d")
    return rule.replace(found[0], "").lstrip(";"), datetime.combine(day, time.max)
