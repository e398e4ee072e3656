"""When it was, as a sentence says it: a day, several days, or how long after the one told before."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.month.meetings import MeetingFacts

LATER = (
    gettext_noop("the same day"),
    gettext_noop("the next day"),
    gettext_noop("two days later"),
    gettext_noop("three days later"),
)


def last_day(meeting: MeetingFacts) -> date:
    return meeting.end_day or meeting.day


def is_long(meeting: MeetingFacts) -> bool:
    return last_day(meeting) != meeting.day


def span(meeting: MeetingFacts) -> str:
    """Return "on 5 March", "on 17 and 18 March", or "from 29 March to 2 April"; nothing without a day."""
    if meeting.is_month_only:
        return ""
    first, last = meeting.day, last_day(meeting)
    if first == last:
        return _("on %(day)s") % {"day": date_format(first, "j F")}
    is_same_year = first.year == last.year
    is_same_month = is_same_year and first.month == last.month
    values = {
        "first": date_format(first, "j" if is_same_month else "j F" if is_same_year else "j F Y"),
        "last": date_format(last, "j F" if is_same_year else "j F Y"),
    }
    if is_same_month and (last - first).days == 1:
        return _("on %(first)s and %(last)s") % values
    return _("from %(first)s to %(last)s") % values


def since(meeting: MeetingFacts, before: MeetingFacts | None) -> str:
    """Return "the next day" or the like, counted from the meeting told before; nothing where it would mislead."""
    if before is None or before.is_month_only or is_long(meeting) or is_long(before):
        return ""
    days = (meeting.day - before.day).days
    return _(LATER[days]) if 0 <= days < len(LATER) else ""
