"""Outlines from Natural Earth's, small enough for a page. Pure.

Borders are simplified once for both of their sides, so that none opens a gap.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from rapidfuzz import fuzz

from toolkit.spelling import fold

DECIMALS = 3
NEARLY = 82  # likeness from which two spellings are of one name: Petrovec, Petrovets
DETAIL = 500  # a country's longer side, in pixels of the map: what is smaller is left out
NAMES = ("name", "name_en", "name_local", "name_alt", "gn_name", "woe_name", "name_sq", "name_de")
Point = tuple[float, float]
Ring = list[Point]
Shapes = Mapping[Any, list[Ring]]


def feature_of(names: set[str], features: list[dict]) -> dict | None:
    """Return the feature with one of the folded `names`; None without one.

    Their codes are not those of today: the same code can be another place there.
    """
    return next((feature for feature in features if names & names_of(feature)), None)


def feature_like(names: set[str], features: list[dict]) -> dict | None:
    """Return the feature with the name most like one of the folded `names`; None where none is nearly the same."""
    best = max(
        ((_likeness(names, feature), -at) for at, feature in enumerate(features)), default=(0, 0)
    )
    return features[-best[1]] if best[0] >= NEARLY else None


def _likeness(names: set[str], feature: dict) -> float:
    return max((fuzz.ratio(a, b) for a in names for b in names_of(feature)), default=0)


def names_of(feature: dict) -> set[str]:
    """Return the folded names of a feature."""
    said = [str(feature["properties"].get(key) or "") for key in NAMES]
    return {fold(name) for text in said for name in text.split("|") if fold(name)}


def rings_of(feature: dict) -> list[Ring]:
    """Return the outer rings of a feature, open, with rounded points."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [_round(polygon[0]) for polygon in polygons]


def _round(ring: list[list[float]]) -> Ring:
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat, *_height in ring]
    return [point for i, point in enumerate(points) if point != points[i - 1]]


def contains(rings: list[Ring], longitude: float, latitude: float) -> bool:
    """Whether a point lies in one of the rings: it counts the sides that a line to the east crosses."""
    return any(_crossed(ring, longitude, latitude) % 2 for ring in rings)


def _crossed(ring: Ring, x: float, y: float) -> int:
    sides = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in sides
    )


def tolerance_of(shapes: Shapes) -> float:
    """Return how far a line may be moved, in degrees: less than a pixel of a map of all shapes."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    longitudes, latitudes = [x for x, _y in points], [y for _x, y in points]
    longer = max(max(longitudes) - min(longitudes), max(latitudes) - min(latitudes))
    return round(longer / DETAIL, 4)


def simplify(shapes: Shapes, tolerance: float) -> dict[Hashable, list[Ring]]:
    """Return {key: rings} with fewer points, the same for both sides of a border; islets are left out.

    A ring is cut where three shapes meet or a border begins; each piece is simplified by itself.
    """
    ends = _ends(shapes)
    found = {
        key: [_simplify_ring(ring, ends, tolerance) for ring in rings if len(ring) > 3]
        for key, rings in shapes.items()
    }
    return {key: [ring for ring in rings if len(ring) > 2] for key, rings in found.items()}


def _ends(shapes: Shapes) -> set[Point]:
    """Return the points where the set of neighbours changes: those with other than two neighbours in all."""
    neighbours: dict[Point, Counter] = {}
    for rings in shapes.values():
        for ring in rings:
            for i, point in enumerate(ring):
                beside = neighbours.setdefault(point, Counter())
                beside.update((ring[i - 1], ring[(i + 1) % len(ring)]))
    return {point for point, beside in neighbours.items() if len(beside) != 2}


def _simplify_ring(ring: Ring, ends: set[Point], tolerance: float) -> Ring:
    cuts = [i for i, point in enumerate(ring) if point in ends]
    if len(cuts) < 2:  # an island, or a border of one end: cut at its extremes
        cuts = sorted({ring.index(min(ring)), ring.index(max(ring))})
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    cuts = [cut - cuts[0] for cut in cuts] + [len(ring)]
    pieces = [turned[a : b + 1] for a, b in zip(cuts, cuts[1:], strict=False)]
    return [point for piece in pieces for point in simplify_line(piece, tolerance)[:-1]]


def simplify_line(line: Ring, tolerance: float) -> Ring:
    """Return the line without the points nearer than `tolerance` to it; the same whichever way it runs."""
    backwards = line[0] > line[-1]
    kept = _kept(line[::-1] if backwards else line, tolerance)
    return kept[::-1] if backwards else kept


def _kept(line: Ring, tolerance: float) -> Ring:
    """Keep the point farthest from the straight line, and what is kept on both its sides."""
    first, last = line[0], line[-1]
    distances = [_distance(point, first, last) for point in line[1:-1]]
    farthest = max(distances, default=0)
    if farthest <= tolerance:
        return [first, last]
    middle = distances.index(farthest) + 1
    return _kept(line[: middle + 1], tolerance)[:-1] + _kept(line[middle:], tolerance)


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
