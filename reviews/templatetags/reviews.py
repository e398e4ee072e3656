"""How the pages of months, years and coverage put things, and lead from a number to what it counts."""

from typing import Any

from django import template
from django.utils.translation import gettext

from reviews.month import headlines
from reviews.month.coverage import RhythmLine
from reviews.month.periods import Span
from reviews.month.report import Square
from stakeholders.levels import first_level
from toolkit.dates import day_text

register = template.Library()
register.simple_tag(headlines.counting_rules)
register.simple_tag(Span.list_url, name="list_url")


@register.filter
def counties_without(names: tuple[str, ...]) -> str:
    """Say which counties had no meeting at all: "5 counties had none at all: Berat, Dibër ... and Lezhë."."""
    return gettext("%(n)s %(places)s had none at all: %(names)s.") % {
        "n": len(names),
        "places": first_level().number(len(names)),
        "names": headlines.join_names(names),
    }


@register.filter
def last_contact(row: RhythmLine | Square) -> str:
    """Write the last contact: "6 March 2024", "March 2024, day not recorded", "Never"."""
    if not row.last:
        return gettext("Never")
    return day_text(row.last, month_only=row.is_month_only)


@register.filter
def of(known: dict[str, Any] | None, key: str) -> Any:
    """Return what is known of a key: the title of a reference, the findings of a sentence; "" for nothing."""
    return known.get(key, "") if known else ""


@register.filter
def number(reference: str) -> str:
    """Return the number of a meeting in its month: 5 of "2024-03-005"."""
    return reference.rpartition("-")[2].lstrip("0")


@register.filter
def in_order(references: tuple[str, ...]) -> list[str]:
    return sorted(references)
