"""The map: outlines, circles, labels, and the picture as a file."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import call_command

from countries.pack import OUTLINES, SHIPPED, read_country
from reviews.month.map import (
    LEFT,
    WIDTH,
    Map,
    frame,
    make_map,
    map_svg,
    outline_of,
    project,
    read_outlines,
)
from stakeholders.models import Location

FOLDER = settings.COUNTRY.folder
SVG = "{http://www.w3.org/2000/svg}"
NORTH, SOUTH = {"latitude": 42.07694, "longitude": 20.42194}, {"latitude": 39.66, "longitude": 20.2}


def town(name, latitude=41.32744, longitude=19.81866):
    return Location(name=name, level="municipality", latitude=latitude, longitude=longitude)


def county(name, pcode=""):
    return Location(name=name, level="county", pcode=pcode)


def kukes_and_tirana(kukes=3, tirana=4):
    return make_map(
        [(county("Kukës"), kukes), (county("Berat"), 0)],
        [(town("Kukës", **NORTH), kukes), (town("Tirana"), tirana), (town("Berat"), 0)],
        "March 2024",
    )


@pytest.mark.django_db
def test_every_county_of_the_gazetteer_has_its_own_outline_around_its_seat():
    call_command("load_reference", verbosity=0)
    counties = list(Location.objects.counties())
    assert len(counties) == 12
    for one in counties:
        (ring,) = outline_of(one)
        assert contains(ring, float(one.longitude), float(one.latitude)), one.name
        assert outline_of(county(one.name)) == [ring]
        assert outline_of(county("Renamed", one.pcode)) == [ring]


def contains(ring, x, y):
    """Count the sides that a line to the east crosses."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def test_a_county_in_its_albanian_name_and_one_that_is_not_known():
    tirana = Location(name="X", name_local="Tirana", level="county")
    assert outline_of(tirana) == read_outlines(FOLDER)[0]["AL11"]
    assert outline_of(county("Atlantis")) == []
    assert make_map([(county("Atlantis"), 2)], [], "March 2024").shapes[0].path == ""


def test_the_file_is_small_and_all_of_it_is_on_the_picture():
    assert (FOLDER / OUTLINES).stat().st_size < 30_000
    points = [p for rings in read_outlines(FOLDER)[0].values() for ring in rings for p in ring]
    places = [project(*point) for point in points]
    assert min(x for x, _y in places) > 0
    assert max(x for x, _y in places) < LEFT + WIDTH
    assert min(y for _x, y in places) > 0
    assert max(y for _x, y in places) < frame().height


@pytest.mark.parametrize("code", ["AL", "ME", "MK"])
def test_the_picture_is_that_of_the_country(settings, code):
    settings.COUNTRY = read_country(SHIPPED / code)
    rows = read_outlines(settings.COUNTRY.folder)[1].values()
    places = [project(*point) for rings in rows for ring in rings for point in ring]
    assert 6 < min(x for x, _y in places) < 7
    assert 160 < max(x for x, _y in places) < 196
    assert 7 < min(y for _x, y in places) < 8
    assert frame().height - 8 < max(y for _x, y in places) < frame().height - 5


def test_a_country_without_outlines_has_an_empty_picture(settings, tmp_path):
    settings.COUNTRY = replace(settings.COUNTRY, folder=tmp_path)
    assert outline_of(county("Kukës", "AL08")) == []
    picture = kukes_and_tirana()
    assert [shape.path for shape in picture.shapes] == ["", ""]
    assert picture.circles == ()
    assert "Kukës 3" in picture.description


def test_places_without_a_pcode_have_the_outline_of_their_name(settings):
    settings.COUNTRY = read_country(SHIPPED / "MK")
    vardar, polog = outline_of(county("Vardar")), outline_of(county("Polog"))
    assert vardar and polog and vardar != polog
    assert outline_of(county("Berat")) == []


def test_north_is_up_and_east_is_right():
    (x, y), (x2, y2) = project(19.5, 42), project(20.5, 40)
    assert x < x2
    assert y < y2


def test_the_area_of_a_circle_says_how_many_meetings():
    picture = kukes_and_tirana()
    assert [(c.name, c.meetings, c.r, c.inside) for c in picture.circles] == [
        ("Tirana", 4, "12.4", "4"),
        ("Kukës", 3, "10.7", "3"),
    ]
    assert [(s.name, s.is_on, s.title) for s in picture.shapes] == [
        ("Kukës", True, "Kukës county: 3 meetings"),
        ("Berat", False, "Berat county: no meeting"),
    ]
    assert picture.description == "Meetings by municipality: Tirana 4, Kukës 3."
    assert picture.title == "Map of meetings by municipality, March 2024"


def test_many_meetings_keep_the_proportion():
    most, few = kukes_and_tirana(kukes=1, tirana=400).circles
    assert (most.r, few.r) == ("22.0", "1.1")
    assert (most.inside, few.inside) == ("400", "")


def test_a_place_without_a_position_is_said_but_not_drawn():
    lost = town("Lost", None, None)
    astray = town("Astray", 0, 0)
    picture = make_map([], [(lost, 2), (town("Tirana"), 1), (astray, 1)], "March 2024")
    assert [circle.name for circle in picture.circles] == ["Tirana"]
    assert picture.description == "Meetings by municipality: Lost 2, Astray 1, Tirana 1."


def test_an_empty_map():
    picture = make_map([(county("Kukës"), 0)], [], "March 2024")
    assert (picture.circles, picture.labels) == ((), ())
    assert picture.description == "No municipality had a meeting."


def test_labels_keep_clear_of_each_other_and_of_the_edge():
    near = [(town(f"Municipality {i}", 41.3 + i / 50, 19.8), 1) for i in range(30)]
    far = [(town("Far in the east", 41.3, 20.9), 1), (town("At the coast", 41.3, 19.3), 1)]
    picture = make_map([], near + far, "March 2024")
    assert len(picture.circles) == 32
    assert 5 < len(picture.labels) < 32
    boxes = [label_box(label) for label in picture.labels]
    for i, box in enumerate(boxes):
        assert box[0] >= LEFT - 4
        assert box[2] <= LEFT + WIDTH + 4
        for other in boxes[:i]:
            assert not (
                box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            )


def label_box(label):
    x, y, width = float(label.x), float(label.y), len(label.name) * 6.7
    left = x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return left, y - 9.9, left + width, y + 2.9


def test_the_file_holds_the_same_values_and_escapes_names():
    picture = make_map([(county("Kukës"), 3)], [(town('A <b> & "c"', **SOUTH), 4)], "March 2024")
    root = ElementTree.fromstring(map_svg(picture))
    assert root.get("viewBox") == picture.view_box
    assert root.get("role") == "img"
    assert root.find(f"{SVG}desc").text == 'Meetings by municipality: A <b> & "c" 4.'
    (circle,) = root.findall(f"{SVG}circle")
    drawn = picture.circles[0]
    assert (circle.get("cx"), circle.get("cy"), circle.get("r")) == (drawn.x, drawn.y, "12.4")
    (path,) = root.findall(f"{SVG}path")
    assert (path.get("d"), path.get("fill")) == (picture.shapes[0].path, "#c8d7f2")
    assert {text.text for text in root.findall(f"{SVG}text")} == {"4", 'A <b> & "c"'}
    assert "style" not in map_svg(picture)
    one = ElementTree.fromstring(map_svg(kukes_and_tirana(kukes=1)))
    assert [t.text for t in one.findall(f"{SVG}text")] == [
        "4",
        "Tirana",
        "Tirana",
        "Kukës",
        "Kukës",
    ]


def test_a_map_is_a_value():
    assert kukes_and_tirana() == kukes_and_tirana()
    assert isinstance(hash(kukes_and_tirana()), int)
    assert isinstance(kukes_and_tirana(), Map)
