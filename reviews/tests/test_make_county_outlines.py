"""Making the outlines: by name, without gaps between counties, small."""

import json

import pytest
from django.core.management import CommandError, call_command

from bench.make_county_outlines import Command, simplify, simplify_line
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db


def feature(rings, kind="Polygon", country="ALB", **names):
    geometry = {"type": kind, "coordinates": rings}
    return {"properties": {"adm0_a3": country, **names}, "geometry": geometry}


WEST = [[0, 0], [1, 0], [1.001, 0.5], [1, 1], [0, 1], [0, 0]]
EAST = [[1, 0], [2, 0], [2, 1], [1, 1], [1.001, 0.5], [1, 0]]


def write(tmp_path, *features):
    source = tmp_path / "admin1.json"
    source.write_text(json.dumps({"features": features}), encoding="utf-8")
    return source


def test_counties_are_matched_by_name_not_by_number(tmp_path):
    make_location("Kukës", "county", pcode="AL08")
    make_location("Tirana", "county", name_sq="Tiranë", pcode="AL11")
    source = write(
        tmp_path,
        feature([EAST], name="Tiranë", iso_3166_2="AL-08"),
        feature([WEST], country="XXX", name="Kukës"),
        feature([[WEST]], "MultiPolygon", name="Qarku", name_alt="Kosova| Kukes"),
    )
    to = tmp_path / "out.json"
    call_command(Command(), source, to=to, verbosity=0)
    rows = json.loads(to.read_text(encoding="utf-8"))
    assert [(row["pcode"], row["name"]) for row in rows] == [("AL08", "Kukës"), ("AL11", "Tirana")]
    kukes, tirana = (row["rings"][0] for row in rows)
    assert sorted(kukes) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert sorted(tirana) == [[1, 0], [1, 1], [2, 0], [2, 1]]


def test_a_county_without_an_outline_stops_it(tmp_path):
    source, to = write(tmp_path, feature([WEST], name="Berat")), tmp_path / "out.json"
    with pytest.raises(CommandError, match="no county is loaded"):
        call_command(Command(), source, to=to)
    make_location("Kukës", "county")
    with pytest.raises(CommandError, match="No outline for: Kukës."):
        call_command(Command(), source, to=to)
    assert not to.exists()


def test_a_border_is_simplified_once_for_both_sides():
    border = [(1, i / 100) if i % 2 else (1.004, i / 100) for i in range(101)]
    shapes = {"west": [[(0, 0), *border, (0, 1)]], "east": [[(2, 1), *border[::-1], (2, 0)]]}
    found = simplify(shapes)
    (west,), (east,) = found["west"], found["east"]
    shared = [point for point in west if point[0] >= 1]
    assert shared == [point for point in east if point[0] < 2][::-1]
    assert 2 <= len(shared) < 10


def test_an_island_keeps_its_shape():
    ring = [(0, 0), (0.5, 0.0001), (1, 0), (1, 1), (0, 1)]
    (found,) = simplify({"island": [ring]})["island"]
    assert sorted(found) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_line_is_the_same_whichever_way_it_runs():
    line = [(0, 0), (1, 0.3), (2, 0.001), (3, -0.4), (4, 0)]
    assert simplify_line(line[::-1]) == simplify_line(line)[::-1]
    assert simplify_line([(0, 0), (1, 0.005), (2, 0)]) == [(0, 0), (2, 0)]
    assert simplify_line([(0, 0), (1, 1), (0, 0)]) == [(0, 0), (1, 1), (0, 0)]
