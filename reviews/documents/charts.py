"""Bars and the map as drawings that stand alone: SVG with its colours in attributes, as many units as fit a column.

The pages draw their own in templates/reviews/_bars.html and _map.html; the numbers are the same.
"""

import textwrap
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reviews.month.charts import Bar, Bars
from reviews.month.map import Map, map_svg
from toolkit.pdf import printable

WIDTH, LABEL, NUMBER, ROW, BAR = 240, 104, 22, 19, 10
TRACK = WIDTH - LABEL - NUMBER
LETTERS = 24  # in a line of a label
MOST = 24  # bars in one drawing, so that it fits on a page


def draw_bars(chart: Bars) -> list[dict[str, str]]:
    """Return the drawings of a chart, each with title and words (alt); a long one is drawn in several."""
    parts = [chart.bars[at : at + MOST] for at in range(0, len(chart.bars), MOST)]
    drawings = []
    for number, bars in enumerate(parts, 1):
        values = {"title": chart.title, "number": number, "parts": len(parts)}
        title = _("%(title)s (%(number)s of %(parts)s)") % values
        numbers = "; ".join(f"{_name(bar)}: {bar.value}" for bar in bars)
        drawings.append(
            {
                "title": title if len(parts) > 1 else chart.title,
                "alt": f"{chart.title}. {numbers}.",
                "svg": _bars_svg(bars),
            }
        )
    return drawings


def draw_map(found: Map) -> dict[str, str]:
    """Return the drawing of a Map, its names in letters that the font has."""
    labels = tuple(replace(label, name=printable(label.name)) for label in found.labels)
    svg = map_svg(replace(found, title="", description="", labels=labels))
    return {"title": found.title, "alt": found.description, "svg": svg}


def _bars_svg(bars: tuple[Bar, ...]) -> str:
    rows = [_row(bar, at * ROW + ROW / 2) for at, bar in enumerate(bars)]
    height = len(bars) * ROW
    context = {"bars": rows, "width": WIDTH, "height": height, "left": LABEL, "track": TRACK}
    return render_to_string("reviews/bars.svg", context)


def _row(bar: Bar, middle: float) -> dict[str, Any]:
    """Return what draws a bar: numbers are texts, written the same way in every language."""
    lines = textwrap.wrap(printable(_name(bar)), LETTERS, max_lines=2, placeholder=" …") or [""]
    first = middle + 3 - 4.5 * (len(lines) - 1)
    return {
        "lines": [{"y": str(first + 9 * at), "text": line} for at, line in enumerate(lines)],
        "top": str(middle - BAR / 2),
        "length": f"{TRACK * float(bar.width.rstrip('%')) / 100:.1f}",
        "baseline": str(middle + 3),
        "value": bar.value,
    }


def _name(bar: Bar) -> str:
    return f"{bar.label} ({bar.beside})" if bar.beside else bar.label
