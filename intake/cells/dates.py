"""Dates in cells: a day, several days, or a month only.

What is ambiguous (06/03/2024) is read as the column says: day first or month first.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from stakeholders.vocabulary import pack_lines, pack_words
from toolkit.dates import parse_month
from toolkit.spelling import fold

DAY_FIRST, MONTH_FIRST = "day", "month"
EXCEL_START = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # the days of 1954 to 2119 as Excel counts them
AT = "|".join(("at", *map(re.escape, pack_lines("clock"))))
AND = "|".join(("and", *map(re.escape, pack_words("and_words"))))
LANGUAGE = settings.COUNTRY.language
WEEKDAY = re.compile(r"^[^\W\d]+day,?\s+|^(?:mon|tue|wed|thu|fri|sat|sun)[^\W\d]{0,8}[.,]\s*", re.I)
# "e hënë, 6 mars": which word it is, is known when it is folded.
LOCAL_WEEKDAY = re.compile(rf"^(?:(?:{'|'.join(LANGUAGE.of_words)})\s+)?([^\W\d]+),?\s+", re.I)
CLOCK = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?(?:\s*[ap]m)?"
TIME = re.compile(
    rf"[T,]?\s+(?:(?:{AT})\s+)?{CLOCK}$"
    rf"|,?\s+(?:{AT})\s+(?:[01]?\d|2[0-3])(?:\s*[ap]m)?$"
    r"|T\d{2}:\d{2}.*$",
    re.I,
)
ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.I)
RANGE = re.compile(
    rf"\s*(?:–|—|\bto\b|\b(?:{AND})\b|&)\s*|\s+-\s+|(?<=[\d.])-(?=\d{{1,2}}(?:\s+[^\W\d]|[./]))",
    re.I,
)


@dataclass(frozen=True)
class MeetingDate:
    """A day, or the first of a month with `is_month`; `end` is the last of several days."""

    day: date
    end: date | None = None
    is_month: bool = False


def read_date(text: str, order: str = DAY_FIRST) -> MeetingDate | None:
    """Return the date that a cell names, or None for an empty one. Raises ValueError for anything else."""
    clean = ORDINAL.sub(r"\1", " ".join(text.split()))
    clean = TIME.sub("", _without_weekday(clean)).strip(" .,;")
    if not clean:
        return None
    found = _iso(clean) or _serial(clean) or _month(clean)
    if found:
        return found
    parts = [part for part in RANGE.split(clean) if part]
    if len(parts) == 2:
        return _several(parts[0], parts[1], order)
    return MeetingDate(_day(clean, order))


def _without_weekday(text: str) -> str:
    local = LOCAL_WEEKDAY.match(text)
    if local and LANGUAGE.days and fold(local[1]).startswith(LANGUAGE.days.weekdays):
        return text[local.end() :]
    return WEEKDAY.sub("", text)


def _iso(text: str) -> MeetingDate | None:
    whole = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if whole:
        return MeetingDate(date(*map(int, whole.groups())))
    month = re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text)
    return MeetingDate(date(int(month[1]), int(month[2]), 1), is_month=True) if month else None


def _serial(text: str) -> MeetingDate | None:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and int(float(text)) in SERIALS:
        return MeetingDate(EXCEL_START + timedelta(days=int(float(text))))
    return None


def _month(text: str) -> MeetingDate | None:
    """Return a month: "March 2024", "Oct-12", "mars 24", "3/2024"; None for others."""
    parts = re.fullmatch(r"([^\W\d]{3,})\.?[\s./,'’-]*(\d{4}|\d{2})", text)
    parts = parts or re.fullmatch(r"(\d{1,2})[./-](\d{4})", text)
    if not parts:
        return None
    number = parse_month(parts[1])
    if number is None:
        raise ValueError(text)
    return MeetingDate(date(_year(parts[2]), number, 1), is_month=True)


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def _several(first: str, last: str, order: str) -> MeetingDate:
    """Return several days; the first may leave out what the last says: 6-8 March, 30 April - 2 May 2024."""
    end = _day(last, order)
    first = first.strip(" .,")
    words = re.split(r"[\s./,-]+", first)
    if len(words) == 1 and re.fullmatch(r"\d{1,2}", words[0]):
        begin = end.replace(day=int(words[0]))
    elif len(words) == 2:
        begin = _day(f"{first} {end.year}", order)
    else:
        begin = _day(first, order)
    if end < begin:
        raise ValueError(first)
    return MeetingDate(begin, end if end != begin else None)


def _day(text: str, order: str) -> date:
    iso = _iso(text)
    if iso and not iso.is_month:
        return iso.day
    parts = [part for part in re.split(r"[\s./,'’-]+", text.strip()) if part]
    if len(parts) != 3 or not re.fullmatch(r"\d{4}|\d{2}", parts[2]):
        raise ValueError(text)
    first, second = parts[:2]
    if not first.isdigit() or (order == MONTH_FIRST and second.isdigit()):  # March 6, 2024
        first, second = second, first
    number = parse_month(second)
    if number is None or not re.fullmatch(r"\d{1,2}", first):
        raise ValueError(text)
    return date(_year(parts[2]), number, int(first))


def likely_order(texts: list[str]) -> str:
    """Return the order in which days are written in these cells: month first only where it must be."""
    month_first = 0
    for text in texts:
        numbers = re.match(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}", text)
        if numbers:
            first, second = int(numbers[1]), int(numbers[2])
            month_first += (second > 12) - (first > 12)
    return MONTH_FIRST if month_first > 0 else DAY_FIRST
