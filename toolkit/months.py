"""Months: half-open ranges, and steps from one to another."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

FIRST_YEAR, LAST_YEAR = 2, 9998  # those with a year on both sides in the calendar


def month_of(text: str) -> date | None:
    """Return the first day of the month that "2024-03" names; None for any other text."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return date(int(found[1]), int(found[2]), 1)


def year_range(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def month_range(year: int, month: int) -> tuple[date, date]:
    """Return (first day of the month, first day of the next): a half-open range."""
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def last_months(today: date, count: int = 12) -> list[date]:
    """Return the first days of `count` months, oldest first; `today`'s is the last."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def months_before(day: date, count: int) -> date:
    """Return the same day `count` months earlier; the last of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 - count
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_back(last: date, first: date) -> Iterator[date]:
    """Yield the first days of the months from that of `last` down to that of `first`."""
    month: date | None = last.replace(day=1)
    while month is not None and month >= first.replace(day=1):
        yield month
        month = step(month, -1)


def step(first: date, by: int) -> date | None:
    """Return the first day of a month `by` months on; None where the calendar ends."""
    index = first.year * 12 + first.month - 1 + by
    year, month = divmod(index, 12)
    return date(year, month + 1, 1) if FIRST_YEAR <= year <= LAST_YEAR else None
