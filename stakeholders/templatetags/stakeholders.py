"""How the pages of stakeholders put things."""

from django import template
from django.utils.translation import gettext, ngettext

register = template.Library()


@register.filter
def of(mapping, key):
    """Return what `mapping` holds under `key`, or an empty list."""
    return mapping.get(key, [])


@register.filter
def count_of(mapping, key):
    """Return the number that `mapping` holds under `key`, or 0."""
    return mapping.get(key, 0)


@register.filter
def days_ago(days):
    """Write a number of days as people say it: "today", "yesterday", "27 days ago"."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return gettext("%d days ago") % days


@register.filter
def due_text(due, today):
    """Write how far `due` is from `today`: "Overdue 4 days", "Due today", "Due in 3 days"."""
    days = (due - today).days
    if days < 0:
        return ngettext("Overdue %d day", "Overdue %d days", -days) % -days
    if days == 0:
        return gettext("Due today")
    return ngettext("Due in %d day", "Due in %d days", days) % days


@register.filter
def without_seat(people, seats):
    """Return the people who hold none of `seats`."""
    seated = {held.person_id for seat in seats for held in seat.holders}
    return [person for person in people if person.pk not in seated]


@register.filter
def past_holders(seats):
    """Return the appointments that have ended, newest first."""
    ended = [held for seat in seats for held in seat.past]
    return sorted(ended, key=lambda held: (held.ended, held.pk), reverse=True)


@register.filter
def comma_lines(text):
    """Write the lines of a text in one line."""
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
