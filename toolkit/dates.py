"""Days as people write them: day first, months by number or by name. Pure."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from toolkit.spelling import fold

# English and Albanian names; three letters are enough where they are not shared by two months.
ENGLISH = "january february march april may june july august september october november december"
ALBANIAN = "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor"
MONTHS = tuple(zip(ENGLISH.split(), ALBANIAN.split(), strict=True))


def parse_month(text: str | None) -> int | None:
    """Return the number of a month ("3", "mar", "March", "mars"), or None."""
    word = fold(str(text or ""))
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    found = [i for i, names in enumerate(MONTHS, 1) if any(n.startswith(word) for n in names)]
    return found[0] if len(found) == 1 else None


def make_day(day: str, month: str, year: str) -> date:
    """Return the date that three texts name. Raises ValueError when there is no such day."""
    number = parse_month(month)
    if number is None or not re.fullmatch(r"\d{4}", str(year).strip()):
        raise ValueError("no such month or year")
    return date(int(year), number, int(day))


def parse_day(text: str) -> date:
    """Return the date of "29 March 2024", "29/3/2024" or "2024-03-29". Raises ValueError for others."""
    iso = re.fullmatch(r"\s*(\d{4})-(\d{2})-(\d{2})\s*", text)
    if iso:
        return date(*map(int, iso.groups()))
    parts = re.split(r"[\s./,-]+", text.strip())
    if len(parts) != 3:
        raise ValueError("not a day")
    return make_day(*parts)


def day_text(day: date, last: date | None = None, *, month_only: bool = False) -> str:
    """Return "6 March 2024", "6 March 2024 – 8 March 2024" or "March 2024, day not recorded"."""
    if month_only:
        return gettext("%(month)s, day not recorded") % {"month": date_format(day, "F Y")}
    days = dict.fromkeys([day, last or day])
    return " – ".join(date_format(each, "j F Y") for each in days)


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
