"""Filters of the pages of organisations and people."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from stakeholders.models import Appointment
from toolkit.dates import days_ago

register = template.Library()
register.filter(days_ago)


@register.filter
def meetings_word(count: int) -> str:
    return ngettext("meeting", "meetings", count)


@register.filter
def points_word(count: int) -> str:
    return ngettext("open action point", "open action points", count)


@register.filter
def since(day: date) -> str:
    return gettext("since %(day)s") % {"day": date_format(day, "j F Y")}


@register.filter
def until(day: date) -> str:
    return gettext("until %(day)s") % {"day": date_format(day, "j F Y")}


@register.filter
def term(post: Appointment) -> str:
    """Return from when to when a post is or was held: "March 2020 – today"; nothing when no day is known."""
    if not (post.started or post.ended):
        return ""
    begun = date_format(post.started, "F Y") if post.started else gettext("start not recorded")
    return f"{begun} – {date_format(post.ended, 'F Y') if post.ended else gettext('today')}"


@register.filter
def comma_lines(text: str) -> str:
    """Return the lines of a text in one line."""
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
