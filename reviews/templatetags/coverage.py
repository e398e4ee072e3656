"""How the pages of months and of coverage put things."""

from django import template
from django.utils.translation import gettext, ngettext

from reviews.month.coverage import RhythmLine
from reviews.month.report import Square
from reviews.month.sentences import join_names
from toolkit.dates import day_text

register = template.Library()


@register.filter
def counties_without(names: tuple) -> str:
    """Say which counties had no meeting at all: "5 counties had none at all: Berat, Dibër ... and Lezhë."."""
    values = {"n": len(names), "names": join_names(names)}
    text = ngettext(
        "%(n)s county had none at all: %(names)s.", "%(n)s counties had none at all: %(names)s.", len(names)
    )  # fmt: skip
    return text % values


@register.filter
def last_contact(row: RhythmLine | Square) -> str:
    """Write the last contact of a Square or RhythmLine: "6 March 2024", "March 2024, day not recorded", "Never"."""
    if not row.last:
        return gettext("Never")
    return day_text(row.last, month_only=row.is_month_only)
