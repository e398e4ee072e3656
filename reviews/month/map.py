"""The map of meetings: outlines and points as the numbers of a picture. Pure, but for the file of outlines.

Numbers are texts, written the same way in every language. `map_svg` is the picture as a file of its own.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import cos, radians, sqrt
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.alphabet import sort_key
from countries.pack import OUTLINES
from stakeholders.levels import second_level
from stakeholders.models import Location
from toolkit.spelling import fold

Rings = list[list[list[float]]]  # a ring is a list of [longitude, latitude]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@cache
def read_outlines(folder: Path) -> tuple[dict[str, Rings], dict[str, Rings]]:
    """Return ({P-code: rings}, {folded name: rings}) of a country pack; both empty where it has no outlines."""
    file = folder / OUTLINES
    rows = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return (
        {row["pcode"]: row["rings"] for row in rows if row["pcode"]},
        {fold(row["name"]): row["rings"] for row in rows},
    )


def outline_of(county: Location) -> Rings:
    """Return the rings of a county (Location); none where its P-code and names are unknown to the pack."""
    by_pcode, by_name = read_outlines(settings.COUNTRY.folder)
    if county.pcode in by_pcode:
        return by_pcode[county.pcode]
    known = sorted(county.folded_names() & by_name.keys())
    return by_name[known[0]] if known else []


# Units of the picture: the land is as large as this leaves room for, with labels at its sides.
LAND_WIDTH, LAND_HEIGHT = 188.5, 428.6
FROM_LEFT, FROM_TOP, IN_ALL = 6.415, 7.1, 13.4
LEFT, WIDTH = -22, 246


@dataclass(frozen=True)
class Frame:
    """Where the picture shows what: a degree of latitude is `scale` units, one of longitude is `narrow` times that."""

    west: float
    north: float
    scale: float
    narrow: float
    height: int


@cache
def frame_of(folder: Path) -> Frame:
    """Return the frame around the outlines of a country pack; without outlines there is nothing to show."""
    outlines = read_outlines(folder)[1].values()
    points = [point for rings in outlines for ring in rings for point in ring] or [[0, 0], [1, 1]]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = cos(radians(round((south + north) / 2, 2)))
    scale = min(LAND_HEIGHT / (north - south), LAND_WIDTH / ((east - west) * narrow))
    scale = round(scale, 1)
    return Frame(west, north, scale, narrow, round((north - south) * scale + IN_ALL))


def frame() -> Frame:
    """Return the frame of the office's country."""
    return frame_of(settings.COUNTRY.folder)


ONE_MEETING, LARGEST = 6.2, 22  # radii
# A letter at its largest, on a phone, is about 7 wide and 13 high.
LETTER, LINE, GAP = 6.8, 13, 4
SLACK = 4  # a label may hang over the edge by this much


@dataclass(frozen=True)
class Shape:
    """A county: `is_on` when it had a meeting; `path` draws it, empty where its outline is not known."""

    name: str
    path: str
    is_on: bool
    title: str


@dataclass(frozen=True)
class Circle:
    """A municipality: the area says how many meetings; `inside` is the number where there is room."""

    name: str
    x: str
    y: str
    r: str
    meetings: int
    inside: str
    inside_y: str


@dataclass(frozen=True)
class Label:
    """A name beside its circle; `anchor` is "start", "middle" or "end"."""

    name: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True)
class Map:
    """All that draws the map; `description` says the same in words."""

    title: str
    description: str
    view_box: str
    shapes: tuple[Shape, ...]
    circles: tuple[Circle, ...]
    labels: tuple[Label, ...]

    @property
    def has_land(self) -> bool:
        """Whether there is anything to show: a country pack may come without outlines."""
        return any(shape.path for shape in self.shapes)


def project(longitude: float | Decimal, latitude: float | Decimal) -> tuple[float, float]:
    of = frame()
    x = FROM_LEFT + (float(longitude) - of.west) * of.narrow * of.scale
    return x, FROM_TOP + (of.north - float(latitude)) * of.scale


def make_map(
    counties: list[tuple[Location, int]], towns: list[tuple[Location, int]], when: str
) -> Map:
    """Return the Map of [(county, meetings)] and [(municipality, meetings)]; `when` is its period in words.

    A municipality without a position on the picture has no circle, but is named in the description.
    """
    met = sorted(
        ((n, town) for town, n in towns if n), key=lambda pair: (-pair[0], sort_key(pair[1].name))
    )
    placed = [(n, town.name, point) for n, town in met if (point := _point(town))]
    unit = min(ONE_MEETING, LARGEST / sqrt(placed[0][0])) if placed else ONE_MEETING
    points = [(name, *point, unit * sqrt(n), n) for n, name, point in placed]
    return Map(
        title=_("Map of meetings by %(place)s, %(when)s")
        % {"place": second_level().singular, "when": when},
        description=_describe(met),
        view_box=f"{LEFT} 0 {WIDTH} {frame().height}",
        shapes=tuple(_shape(county, n) for county, n in counties),
        circles=tuple(_circle(*point) for point in points),
        labels=tuple(_labels(points)),
    )


def _point(town: Location) -> tuple[float, float] | None:
    if town.longitude is None or town.latitude is None:
        return None
    x, y = project(town.longitude, town.latitude)
    return (x, y) if LEFT <= x <= LEFT + WIDTH and 0 <= y <= frame().height else None


def _describe(met: list[tuple[int, Location]]) -> str:
    if not met:
        return _("No %(place)s had a meeting.") % {"place": second_level().singular}
    numbers = ", ".join(f"{town.name} {n}" for n, town in met)
    return _("Meetings by %(place)s: %(numbers)s.") % {
        "place": second_level().singular,
        "numbers": numbers,
    }


def _shape(county: Location, meetings: int) -> Shape:
    count = _("no meeting")
    if meetings:
        count = ngettext("%(n)s meeting", "%(n)s meetings", meetings) % {"n": meetings}
    return Shape(county.name, _path(outline_of(county)), bool(meetings), f"{county}: {count}")


def _path(rings: Rings) -> str:
    drawn = []
    for ring in rings:
        points = (project(*point) for point in ring)
        drawn.append(f"M{' '.join(f'{x:.1f} {y:.1f}' for x, y in points)}z")
    return "".join(drawn)


def _circle(name: str, x: float, y: float, r: float, meetings: int) -> Circle:
    inside = str(meetings)
    has_room = r >= GAP + len(inside) * LETTER / 2
    return Circle(name, _n(x), _n(y), _n(r), meetings, inside if has_room else "", _n(y + 3.5))


def _n(number: float) -> str:
    return f"{number:.1f}"


def _labels(points: list[tuple[str, float, float, float, int]]) -> Iterator[Label]:
    """Yield a label for each point that has room for it, the most meetings first."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _name, x, y, r, _meetings in points]
    for name, x, y, r, _meetings in points:
        for left, baseline, anchor in _positions(x, y, r):
            box = _box(left, baseline, anchor, len(name) * LETTER)
            if _is_inside(box) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield Label(name, _n(left), _n(baseline), anchor)
                break


def _positions(x: float, y: float, r: float) -> tuple[tuple[float, float, str], ...]:
    """Return where a label may go, best first: right, left, below, above."""
    middle = y + 3.5
    return (
        (x + r + GAP, middle, "start"),
        (x - r - GAP, middle, "end"),
        (x, y + r + LINE - 2, "middle"),
        (x, y - r - GAP, "middle"),
    )


def _box(x: float, baseline: float, anchor: str, width: float) -> Box:
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return left, baseline - LINE + 3, left + width, baseline + 3


def _is_inside(box: Box) -> bool:
    left, top, right, bottom = box
    wide = left >= LEFT - SLACK and right <= LEFT + WIDTH + SLACK
    return wide and top >= 0 and bottom <= frame().height


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def map_svg(picture: Map) -> str:
    """Return a Map as the text of an SVG file: no style sheet needed, for documents."""
    return render_to_string("reviews/map.svg", {"map": picture})
