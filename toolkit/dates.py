"""Days as people write them, in English and the country's language: day first, "5 March", "last Thursday"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from rapidfuzz import process

from toolkit.spelling import fold

# Days outside can't be stored: of anything, and of a meeting.
ANY_DAY = (date(1900, 1, 1), date(2099, 12, 31))
MEETING_DAY = (date(1990, 1, 1), date(2099, 12, 31))
AHEAD = timedelta(days=366)
SOON = timedelta(days=31)
LONGEST = 100

ENGLISH = "january february march april may june july august september october november december"


@cache
def _month_names(local: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the names of each month, folded: in English, and in the country's language where it has any."""
    names = [ENGLISH.split(), list(map(fold, local))]
    return tuple(zip(*filter(None, names), strict=True))


def parse_month(text: str | None) -> int | None:
    """Return the number of a month ("3", "mar", "March", "mars"), or None."""
    word = fold(str(text or ""))
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    # Three letters are enough where they are not shared by two months.
    months = _month_names(settings.COUNTRY.language.months)
    found = [i for i, names in enumerate(months, 1) if any(n.startswith(word) for n in names)]
    return found[0] if len(found) == 1 else None


def make_day(day: str, month: str, year: str) -> date:
    """Return the date that three texts name. Raises ValueError when there is no such day."""
    number = parse_month(month)
    if number is None or not re.fullmatch(r"\d{4}", str(year).strip()) or len(str(day)) > 2:
        raise ValueError("no such day, month or year")
    return date(int(year), number, int(day))


def parse_day(text: str) -> date:
    """Return the date of "29 March 2024", "29/3/2024" or "2024-03-29". Raises ValueError for others.

    So it does for a day that can't be stored, such as one of the year 24.
    """
    parts = re.split(r"[\s./,-]+", text.strip())
    if re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", text):
        parts.reverse()
    if len(parts) != 3:
        raise ValueError("not a day")
    day = make_day(*parts)
    if not ANY_DAY[0] <= day <= ANY_DAY[1]:
        raise ValueError("no such year")
    return day


@dataclass(frozen=True)
class DayWords:
    """The words of one language for days, folded; of weekdays, Monday first, the beginnings.

    Weekdays that are written in several ways come as so many weeks, one after the other.
    """

    weekdays: tuple[str, ...]
    endings: tuple[str, ...]  # that may follow the beginning of a weekday
    days_back: dict[str, int]
    numbers: tuple[str, ...]  # one, two, three ...
    ordinals: tuple[str, ...]
    day: tuple[str, ...]
    week: tuple[str, ...]
    last: tuple[str, ...]
    ago: tuple[str, ...]  # "two days ago", "para dy ditesh"
    times: tuple[str, ...]  # parts of a day; alone, they are today's
    fillers: tuple[str, ...]


ENGLISH_DAYS = DayWords(
    weekdays=("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    endings=("day", "s", "sday", "nesday", "r", "rs", "rsday", "urday"),
    days_back={"today": 0, "yesterday": 1, "tomorrow": -1},
    numbers=("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ordinals=(
        *(
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ),
        *(
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
        ),
        *("eighteenth", "nineteenth", "twentieth"),
    ),
    day=("day", "days"),
    week=("week", "weeks"),
    last=("last", "previous", "past"),
    ago=("ago",),
    times=("morning", "afternoon", "evening", "noon", "lunchtime"),
    fillers=("the", "on", "of", "at", "in", "st", "nd", "rd", "th"),
)


def day_words() -> tuple[DayWords, ...]:
    """Return the words that are understood: English, and the language of the country."""
    local = settings.COUNTRY.language.days
    return (ENGLISH_DAYS, local) if local else (ENGLISH_DAYS,)


def read_day(text: str, today: date) -> date:
    """Return the day that `text` names, seen from `today`. Raises ValueError when that is not certain.

    A date without a year is the last one that was, or one of the next month. The year is taken as
    written, so that the caller can ask about 0024.
    """
    if len(text) > LONGEST:
        raise ValueError("not a day")
    spoken = (
        fold(text).replace("day before yesterday", "2 days ago").replace("last night", "yesterday")
    )
    phrase = Phrase(re.findall(r"\d+|[a-z]+", spoken), day_words())
    if phrase.unknown:
        raise ValueError(text)
    return phrase.relative_day(today) or phrase.calendar_day(today)


class Phrase:
    """The words of a typed day, sorted by what they mean."""

    def __init__(self, words: list[str], languages: Sequence[DayWords]) -> None:
        self.languages = languages
        self.back: list[int] = []
        self.weekdays: list[int] = []
        self.numbers: list[str] = []  # digits, or #4 for a month by name, in the order written
        self.marks: list[str] = []
        self.unknown = not words
        for word in words:
            self._sort(word)

    def _sort(self, word: str) -> None:
        if word.isdigit():
            self.numbers.append(word)
        elif self._known(word) or self._known(self._corrected(word)):
            return
        else:
            self.unknown = True

    def _known(self, word: str) -> bool:
        month = parse_month(word) if word.isalpha() else None
        weekday = _weekday(word, self.languages)
        for language in self.languages:
            if word in language.days_back:
                self.back.append(language.days_back[word])
            elif word in (*language.numbers, *language.ordinals):
                where = language.numbers if word in language.numbers else language.ordinals
                self.numbers.append(str(where.index(word) + 1))
            elif word in language.fillers:
                pass
            elif mark := _mark(word, language):
                self.marks.append(mark)
            else:
                continue
            return True
        if weekday is not None:
            self.weekdays.append(weekday)
        elif month:
            self.numbers.append(f"#{month}")
        elif word in ("a", "an"):
            self.numbers.append("1")
        elif word == "this":
            self.marks.append(word)
        return weekday is not None or bool(month) or word in ("a", "an", "this")

    def _corrected(self, word: str) -> str:
        """Return the known word that a longer one is a slip of, else an empty text."""
        if len(word) < 5:
            return ""
        known = [name for names in _month_names(settings.COUNTRY.language.months) for name in names]
        known += [word for language in self.languages for word in language.days_back]
        found = process.extractOne(word, [*known, *WEEKDAYS], score_cutoff=87)
        return found[0] if found else ""

    def relative_day(self, today: date) -> date | None:
        """Return the day of "yesterday", "two days ago", "last Friday"; None when a date is written."""
        marks = set(self.marks) - {"time"}
        if "ago" in marks:
            return today - self._distance(marks)
        if self.back and not (self.numbers or marks or self.weekdays or len(self.back) > 1):
            return today - timedelta(days=self.back[0])
        if self.numbers or self.back:
            return None
        if not self.weekdays and "time" in self.marks and marks <= {"this"}:
            return today
        if len(self.weekdays) == 1 and marks <= {"last", "week"}:
            return self._last_weekday(today, marks)
        raise ValueError("not a day")

    def _distance(self, marks: Collection[str]) -> timedelta:
        unit = {"day": 1, "week": 7}
        [number], [name] = self.numbers, [mark for mark in marks if mark in unit]
        if self.back or self.weekdays or not number.isdigit() or len(marks) != 2:
            raise ValueError("not a distance")
        return timedelta(days=unit[name] * int(number[:4]))

    def _last_weekday(self, today: date, marks: Collection[str]) -> date:
        [weekday] = self.weekdays
        back = (today.weekday() - weekday) % 7
        if "week" in marks:
            if "last" not in marks:
                raise ValueError("which week?")
            return today - timedelta(days=today.weekday() - weekday + 7)
        if back == 0 and "last" not in marks:
            raise ValueError("today, or a week ago?")
        return today - timedelta(days=back or 7)

    def calendar_day(self, today: date) -> date:
        if self.back or set(self.marks) - {"time"} or len(self.weekdays) > 1:
            raise ValueError("words beside a date")
        found = _calendar_day(self.numbers, today)
        if self.weekdays and found.weekday() != self.weekdays[0]:
            raise ValueError("another weekday")
        return found


def _mark(word: str, language: DayWords) -> str:
    for mark in ("day", "week", "last", "ago"):
        if word in getattr(language, mark):
            return mark
    return "time" if word in language.times else ""


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(word: str, languages: Sequence[DayWords]) -> int | None:
    for language in languages:
        for number, start in enumerate(language.weekdays):
            rest = word.removeprefix(start)
            if rest != word and rest in ("", *language.endings):
                return number % 7
    return None


def _calendar_day(parts: list[str], today: date) -> date:
    """Return the day of ["5", "#3"], ["5", "3", "24"], ["2024", "3", "5"], ["20240305"], ["5"]."""
    if len(parts) == 1 and len(parts[0]) == 8:
        [run] = parts
        begins_with_year = run[:2] in ("19", "20") and run[4:6] <= "12"
        cuts = (run[:4], run[4:6], run[6:]) if begins_with_year else (run[:2], run[2:4], run[4:])
        parts = list(cuts)
    if any(len(part) > 4 for part in parts):
        raise ValueError("no such number")
    if len(parts) == 1:
        if len(parts[0]) > 2:
            raise ValueError("a year, not a day")
        return _last_such_day(int(parts[0]), today)
    if len(parts[0]) == 4 and parts[0].isdigit():
        parts = parts[::-1]
    first, second, *year = parts
    if first.startswith("#") or (second.isdigit() and int(second) > 12):  # March 5, 12/20/2023
        first, second = second, first
    day, month = int(first), int(second.removeprefix("#"))
    if not year:
        found = _nearest(day, month, today)
        if found < today - timedelta(days=366):  # 29 February, in a year that has none
            raise ValueError("which year?")
        return found
    [written] = year
    number = int(written)
    if len(written) == 2 and 2000 + number <= today.year:
        number += 2000
    return date(number, month, day)


def _last_such_day(day: int, today: date) -> date:
    first = today.replace(day=1)
    for _month in range(3):
        try:
            found = first.replace(day=day)
        except ValueError:
            found = None
        if found and found <= today:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
    raise ValueError("no such day")


def _nearest(day: int, month: int, today: date) -> date:
    for year in range(today.year + 1, today.year - 8, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + SOON:
            return found
    raise ValueError("no such day")


def is_plausible(day: date, today: date) -> bool:
    """Whether a day can be meant: from 1990 to a year ahead."""
    return MEETING_DAY[0] <= day <= today + AHEAD


def likely_day(day: date, today: date) -> date:
    """Return the day that was likely meant by one that can't be: the same of the last year that had it."""
    return _nearest(day.day, day.month, today - SOON)


def day_text(day: date, last: date | None = None, *, month_only: bool = False) -> str:
    """Return "6 March 2024", "6 March 2024 – 8 March 2024" or "March 2024, day not recorded"."""
    if month_only:
        return gettext("%(month)s, day not recorded") % {"month": date_format(day, "F Y")}
    days = dict.fromkeys([day, last or day])
    return " – ".join(date_format(each, "j F Y") for each in days)


def near_day(day: date, today: date, form: str = "j F") -> str:
    """Return "6 March", or "6 March 2024" for a day of another year than today."""
    return date_format(day, form if day.year == today.year else f"{form} Y")


def days_ago(days: int) -> str:
    """Return "today", "yesterday", "27 days ago" or "over 2 years ago"."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days > 2 * 365:
        return gettext("over %d years ago") % (days // 365)
    return gettext("%d days ago") % days


def due_text(due: date, today: date) -> str:
    """Return "Overdue 4 days", "Due today" or "Due in 3 days"."""
    days = (due - today).days
    if days < 0:
        return ngettext("Overdue %d day", "Overdue %d days", -days) % -days
    if days == 0:
        return gettext("Due today")
    return ngettext("Due in %d day", "Due in %d days", days) % days
