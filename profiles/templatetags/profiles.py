"""Filters of the pages of organisations and people."""

from django import template

from toolkit.dates import days_ago

register = template.Library()
register.filter(days_ago)


@register.filter
def comma_lines(text: str) -> str:
    """Return the lines of a text in one line."""
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
