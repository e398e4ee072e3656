"""How the fields of a form, days and numbers are drawn, and what was searched for is marked."""

from datetime import date, datetime

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from toolkit.dates import near_day
from toolkit.marked_text import marked_parts

register = template.Library()


@register.filter
def as_input(field: BoundField) -> str:
    """Draw a bound field with the style sheet's class beside the widget's own.

    A label stands above each field, so a widget's placeholder is left out.
    """
    own = field.field.widget.attrs.get("class", "").split()
    classes = ["input", *(name for name in own if name != "input")]
    return field.as_widget(attrs={"class": " ".join(classes), "placeholder": False})


@register.filter(expects_localtime=True)
def day_near(value: date | datetime | None, form: str = "j F") -> str:
    """Draw a day as `form` says, with its year where that is not this year's."""
    return near_day(value, timezone.localdate(), form) if value else ""


@register.filter
def mark(text: str, words: list[str]) -> str:
    parts = marked_parts(str(text), words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if match else p,) for p, match in parts)
    )


@register.filter
def in_thousands(number: int) -> str:
    """Write 1200 as "1,200"."""
    return f"{number:,}"
