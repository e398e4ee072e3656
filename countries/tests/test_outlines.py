"""Outlines: found by name, without gaps between neighbours, small."""

from countries.outlines import (
    contains,
    feature_like,
    feature_of,
    rings_of,
    simplify,
    simplify_line,
    tolerance_of,
)

WEST = [[0, 0], [1, 0], [1.001, 0.5], [1, 1], [0, 1], [0, 0]]
EAST = [[1, 0], [2, 0], [2, 1], [1, 1], [1.001, 0.5], [1, 0]]
TOLERANCE = 0.006


def feature(rings, kind="Polygon", **names):
    return {"properties": names, "geometry": {"type": kind, "coordinates": rings}}


def test_a_feature_is_found_by_any_of_its_names_not_by_its_number():
    kukes = feature([WEST], name="Qarku", name_alt="Kosova| Kukes", iso_3166_2="AL-01")
    diber = feature([EAST], name="Dibër", iso_3166_2="AL-07")
    assert feature_of({"kukes"}, [diber, kukes]) is kukes
    assert feature_of({"al 07", "tirana"}, [diber, kukes]) is None


def test_a_name_that_is_spelt_otherwise_is_nearly_the_same():
    petrovec, debrca = feature([WEST], name="Petrovets"), feature([EAST], name="Debarca")
    assert feature_like({"petrovec"}, [debrca, petrovec]) is petrovec
    assert feature_like({"debrca"}, [debrca, petrovec]) is debrca
    assert feature_like({"bitola"}, [debrca, petrovec]) is None
    assert feature_like({"bitola"}, []) is None


def test_rings_are_the_outer_ones_open_and_rounded():
    hole = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.2]]
    assert rings_of(feature([WEST, hole])) == [[(1, 0), (1.001, 0.5), (1, 1), (0, 1), (0, 0)]]
    many = rings_of(feature([[WEST], [[*EAST, [1.00001, 0, 7]]]], "MultiPolygon"))
    assert [len(ring) for ring in many] == [5, 5]


def test_a_point_inside_and_one_outside():
    rings = rings_of(feature([[WEST], [EAST]], "MultiPolygon"))
    assert contains(rings, 0.5, 0.5)
    assert contains(rings, 1.5, 0.9)
    assert not contains(rings, 2.5, 0.5)
    assert not contains([], 0.5, 0.5)


def test_the_detail_follows_from_the_size():
    assert tolerance_of({"a": [[(19, 39.5), (21, 42.5)]]}) == 0.006
    assert tolerance_of({"a": [[(0, 0), (1, 1)]], "b": [[(10, 1)]]}) == 0.02


def test_two_neighbours_keep_their_corners():
    found = simplify(
        {"west": rings_of(feature([WEST])), "east": rings_of(feature([EAST]))}, TOLERANCE
    )
    assert sorted(map(tuple, found["west"][0])) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert sorted(map(tuple, found["east"][0])) == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_a_border_is_simplified_once_for_both_sides():
    border = [(1, i / 100) if i % 2 else (1.004, i / 100) for i in range(101)]
    shapes = {"west": [[(0, 0), *border, (0, 1)]], "east": [[(2, 1), *border[::-1], (2, 0)]]}
    found = simplify(shapes, TOLERANCE)
    (west,), (east,) = found["west"], found["east"]
    shared = [point for point in west if point[0] >= 1]
    assert shared == [point for point in east if point[0] < 2][::-1]
    assert 2 <= len(shared) < 10


def test_an_island_keeps_its_shape_and_an_islet_is_left_out():
    ring = [(0, 0), (0.5, 0.0001), (1, 0), (1, 1), (0, 1)]
    islet = [(3, 3), (3.001, 3), (3.001, 3.001), (3, 3.001)]
    (found,) = simplify({"island": [ring, islet]}, TOLERANCE)["island"]
    assert sorted(found) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_line_is_the_same_whichever_way_it_runs():
    line = [(0, 0), (1, 0.3), (2, 0.001), (3, -0.4), (4, 0)]
    assert simplify_line(line[::-1], TOLERANCE) == simplify_line(line, TOLERANCE)[::-1]
    assert simplify_line([(0, 0), (1, 0.005), (2, 0)], TOLERANCE) == [(0, 0), (2, 0)]
    assert simplify_line([(0, 0), (1, 1), (0, 0)], TOLERANCE) == [(0, 0), (1, 1), (0, 0)]
