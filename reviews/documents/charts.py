"""Bars and the map as drawings that stand alone: SVG with its colours in attributes, as many units as fit a column.

The page draws its own in templates/reviews/_bars.html; the numbers are the same.
"""

import textwrap
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from reviews.month.charts import Bar, Bars
from reviews.month.map import Map, map_svg
from toolkit.pdf import printable

WIDTH, LABEL, NUMBER, ROW, BAR = 240, 104, 22, 19, 10
LETTERS = 24  # in a line of a label
MOST = 24  # bars in one drawing, so that it fits on a page
FONT = "'Source Sans 3'"
INK, TRACK, FILL = "#15181e", "#eceff3", "#3c6bc6"


@dataclass(frozen=True)
class Picture:
    title: str
    alt: str
    svg: str


def draw_bars(chart: Bars) -> tuple:
    """Return the pictures of a chart (reviews.tables.Bars); a long one is drawn in several."""
    parts = [chart.bars[at : at + MOST] for at in range(0, len(chart.bars), MOST)]
    return tuple(
        Picture(
            _title(chart.title, number, len(parts)), _in_words(chart.title, bars), bars_svg(bars)
        )
        for number, bars in enumerate(parts, 1)
    )


def draw_map(found: Map) -> Picture:
    """Return the picture of a Map (reviews.maps), its names in letters that the font has."""
    labels = tuple(replace(label, name=printable(label.name)) for label in found.labels)
    svg = map_svg(replace(found, title="", description="", labels=labels))
    return Picture(found.title, found.description, svg)


def bars_svg(bars: tuple) -> str:
    rows = "".join(_row(bar, at * ROW) for at, bar in enumerate(bars))
    height = len(bars) * ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-size="8.5" fill="{INK}">'
        f"{rows}</svg>"
    )


def _row(bar: Bar, top: int) -> str:
    track = WIDTH - LABEL - NUMBER
    length = track * float(bar.width.rstrip("%")) / 100
    middle = top + ROW / 2
    rect = f'y="{middle - BAR / 2}" height="{BAR}" rx="1.5"'
    return (
        f"{_label(bar, middle)}"
        f'<rect x="{LABEL}" {rect} width="{track}" fill="{TRACK}"/>'
        f'<rect x="{LABEL}" {rect} width="{length:.1f}" fill="{FILL}"/>'
        f'<text x="{WIDTH}" y="{middle + 3}" text-anchor="end" font-weight="600">{bar.value}</text>'
    )


def _label(bar: Bar, middle: float) -> str:
    lines = textwrap.wrap(printable(_name(bar)), LETTERS, max_lines=2, placeholder=" …") or [""]
    first = middle + 3 - 4.5 * (len(lines) - 1)
    return "".join(
        f'<text x="0" y="{first + 9 * at}">{escape(line)}</text>' for at, line in enumerate(lines)
    )


def _name(bar: Bar) -> str:
    return f"{bar.label} ({bar.beside})" if bar.beside else bar.label


def _in_words(title: str, bars: tuple) -> str:
    numbers = "; ".join(f"{_name(bar)}: {bar.value}" for bar in bars)
    return f"{title}. {numbers}."


def _title(title: str, number: int, parts: int) -> str:
    if parts == 1:
        return title
    return _("%(title)s (%(number)s of %(parts)s)") % {
        "title": title, "number": number, "parts": parts
    }  # fmt: skip
