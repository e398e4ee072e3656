"""Making a pack: what the sources say becomes one that can be read, and what they do not is said."""

import csv
import json
from io import StringIO

import pytest

from countries.make import Group, make_pack, read_groups
from countries.pack import read_pack
from countries.sources import Sources, Subdivision, Town, read_sources, split_name

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
RIGHT = [[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]


def feature(name, ring, **more):
    properties = {"name": name, "longitude": ring[0][0] + 1, "latitude": 1.9, **more}
    return {
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def town(name, longitude, latitude=1.0, population=1000, area="1", others=()):
    return Town(name, tuple(others), latitude, longitude, population, area, "Europe/Vaduz")


def sources(**more):
    """Two districts, Left with a town of its name, Right without, in a country of one level."""
    values = {
        "code": "LI",
        "name": "Liechtenstein",
        "capital": "Vaduz",
        "language": "de",
        "language_name": "German",
        "neighbours": ("CH", "AT"),
        "subdivisions": (
            Subdivision("LI-01", "Left", "District"),
            Subdivision("LI-02", "Right", "District"),
        ),
        "towns": (
            town("Vaduz", 1.5, population=9000, others=["Vadutz", "VDZ", "Вадуц", "Vaduz City"]),
            town("Left", 0.5, population=300),
            town("Schaan", 3.5, area="2"),
            town("Far", 9.0, area="9"),
        ),
        "features": (feature("Left", SQUARE), feature("Right", RIGHT)),
    }
    return Sources(**{**values, **more})


def rows_of(made, file="places.csv"):
    return list(csv.DictReader(StringIO(made.files[file])))


def place(made, slug):
    (row,) = [row for row in rows_of(made) if row["slug"] == slug]
    return row


def written(tmp_path, made):
    """Write a pack, and read it as the site does."""
    folder = tmp_path / "LI"
    folder.mkdir()
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_pack(folder)


def test_what_is_made_can_be_read(tmp_path):
    pack = written(tmp_path, make_pack(sources()))
    assert (pack.country.name_en, pack.country.seat) == ("Liechtenstein", "Vaduz")
    assert (pack.country.time_zone, pack.country.language.name) == ("Europe/Vaduz", "German")
    assert (pack.country.first.plural, pack.country.second.plural) == ("districts", "towns")
    assert [one.slug for one in pack.outlines] == ["left-district", "right-district"]
    assert [(body.name, body.seats) for body in pack.directory] == [
        ("Left District", ()),
        ("Right District", ()),
    ]


def test_towns_lie_where_the_outline_says(tmp_path):
    made = make_pack(sources())
    parents = {row["slug"]: row["parent"] for row in rows_of(made) if row["level"] == "second"}
    assert parents == {
        "vaduz": "left-district",
        "left": "left-district",
        "schaan": "right-district",
    }
    assert "Left out, for nobody says what they lie in, 1: Far." in made.missing


def test_without_outlines_a_town_lies_where_its_code_leads():
    made = make_pack(sources(features=()))
    parents = {row["slug"]: row["parent"] for row in rows_of(made) if row["level"] == "second"}
    # "Left" is in GeoNames' area 1, and Vaduz too; no town says what area 2 is.
    assert parents == {"vaduz": "left-district", "left": "left-district"}
    assert "outlines.json" not in made.files
    assert made.missing[0] == (
        "Outlines: none, so the map shows squares only. Give --outlines to have them."
    )


def test_a_district_is_where_its_town_is_else_at_a_point_inside():
    made = make_pack(sources())
    left, right = place(made, "left-district"), place(made, "right-district")
    assert (left["longitude"], left["position_is_approximate"]) == ("0.5", "")
    assert (right["longitude"], right["position_is_approximate"]) == ("3", "yes")
    assert "Only a point inside for 1: Right." in made.missing


def test_a_government_is_in_the_town_of_its_name():
    rows = rows_of(make_pack(sources()), "directory.csv")
    places = {row["name"]: row["place"] for row in rows}
    assert places == {"Left District": "left", "Right District": "right-district"}


def test_a_town_that_is_far_from_its_district_is_another():
    towns = (town("Right", 0.5), town("Vaduz", 1.5))
    assert place(make_pack(sources(towns=towns)), "right-district")["longitude"] == "3"


def test_spellings_are_latin_names_and_nothing_else():
    assert place(make_pack(sources()), "vaduz")["other_names"] == "Vadutz|Vaduz City"
    towns = (town("Vaduz", 1.5, others=["Schaan", "Opstina Vaduz", "UErgen"]), town("Schaan", 3.5))
    assert place(make_pack(sources(towns=towns)), "vaduz")["other_names"] == ""


def test_a_second_level_of_the_standard_comes_before_towns(tmp_path):
    made = make_pack(
        sources(
            subdivisions=(
                Subdivision("LI-01", "Left", "Province"),
                Subdivision("LI-11", "Vaduz", "Municipality", "LI-01"),
                Subdivision("LI-99", "Nowhere", "Municipality", "LI-98"),
            )
        )
    )
    pack = written(tmp_path, made)
    assert [one.name for one in pack.places if one.level == "second"] == ["Vaduz"]
    assert [(body.name, body.seats) for body in pack.directory] == [
        ("Left Province", ()),
        ("Municipality of Vaduz", ("Mayor",)),
    ]


def test_a_country_that_the_standard_does_not_divide_has_the_outlines():
    made = make_pack(sources(subdivisions=()))
    assert [row["name"] for row in rows_of(made) if row["level"] == "first"] == ["Left", "Right"]
    assert made.missing[0].startswith("ISO 3166-2 does not divide this country")


def test_nothing_at_all_is_still_a_pack(tmp_path):
    made = make_pack(
        sources(subdivisions=(), towns=(), features=(), capital="", language="", language_name="")
    )
    pack = written(tmp_path, made)
    assert [one.level for one in pack.places] == ["country"]
    assert pack.country.time_zone == "UTC"
    assert "The second level: no towns." in made.missing


def test_names_that_are_there_twice(tmp_path):
    made = make_pack(
        sources(
            subdivisions=(
                Subdivision("LI-01", "Left", "City"),
                Subdivision("LI-02", "Left", "City"),
            ),
            towns=(town("Vaduz", 1.5), town("Vaduz", 1.6), town("Vaduz", 3.5)),
        )
    )
    pack = written(tmp_path, made)
    assert {one.slug for one in pack.places} >= {"left-city", "left-city-2", "vaduz"}
    assert {body.name for body in pack.directory} == {
        "City of Left (left-city)",
        "City of Left (left-city-2)",
    }


GROUPS = [
    Group("Upper", "Oberland", "Up|Top", ("LI-01",)),
    Group("Lower", "", "", ("LI-02", "Old")),
]


def test_groups_are_the_first_level(tmp_path):
    old = feature("Old", [[4, 0], [6, 0], [6, 2], [4, 2], [4, 0]])
    made = make_pack(sources(features=(*sources().features, old)), GROUPS)
    pack = written(tmp_path, made)
    first = [one for one in pack.places if one.level == "first"]
    assert [(one.slug, one.name_local) for one in first] == [
        ("upper-region", "Oberland"),
        ("lower-region", "Lower"),
    ]
    second = {one.name: one.parent for one in pack.places if one.level == "second"}
    assert second == {"Left": "upper-region", "Right": "lower-region"}
    # The outline of what is no subdivision any more is drawn with its region.
    assert [len(one.rings) for one in pack.outlines] == [1, 2]
    assert read_groups(made.files["groups.csv"]) == GROUPS


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (GROUPS[:1], "no group has LI-02, Right."),
        ([*GROUPS, Group("All", "", "", ("LI",))], "two groups have LI-01, Left."),
    ],
)
def test_each_subdivision_is_in_one_group(groups, told):
    with pytest.raises(ValueError, match=told):
        make_pack(sources(), groups)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "row 1, column name: this column is missing."),
        ("name,name_local,other_names\nUpper,,\n", "row 1, column members: this column is missing."),
        ("name,name_local,other_names,members\n,,,LI-01\n", "row 2, column name: this can’t be empty."),
        ("name,name_local,other_names,members\nUpper,,,LI-01|\n",
         "row 2, column members: this can’t be empty."),
        ("name,name_local,other_names,members\nUpper\n", "row 2, column members: this can’t be empty."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_groups(text, told):
    with pytest.raises(ValueError) as error:
        read_groups(text)
    assert str(error.value) == told


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Aerodrom †", ("Aerodrom", ())),
        ("Bender [Tighina]", ("Bender", ("Tighina",))),
        ("Găgăuzia, Unitatea teritorială autonomă (UTAG)",
         ("Găgăuzia", ("Găgăuzia, Unitatea teritorială autonomă (UTAG)",))),
        ("Herceg-Novi", ("Herceg-Novi", ())),
    ],
)  # fmt: skip
def test_names_of_the_standard_are_read(name, parts):
    assert split_name(name) == parts


def test_moldova_of_the_real_sources(tmp_path):
    found = read_sources("MD", None)
    assert (found.name, found.capital, found.language_name) == ("Moldova", "Chisinau", "Romanian")
    made = make_pack(found)
    rows = rows_of(made)
    assert sum(row["level"] == "first" for row in rows) == 37
    soroca = [row for row in rows if row["name"] == "Soroca"]
    assert [(row["level"], row["latitude"]) for row in soroca] == [
        ("first", "48.15659"),
        ("second", "48.15659"),
    ]
    folder = tmp_path / "MD"
    folder.mkdir()
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert read_pack(folder).country.time_zone == "Europe/Chisinau"


STATES = (
    ("Germany", "Deutschland"),
    ("Czechia", "Tschechien"),
    ("Moldova, Republic of", "Moldau, Republik"),
    ("Moldova", "Moldau"),
    ("Korea, Republic of", "Korea, Republik"),
    ("Cocos (Keeling) Islands", "Cocos"),
    ("United States", "Vereinigte Staaten"),
    ("Switzerland", "Schweiz"),
    ("Switzerland", "Швейц"),
)


def test_the_names_of_states_are_words_of_search(tmp_path):
    made = make_pack(sources(states=STATES))
    assert written(tmp_path, made).country.vocabulary == {
        "states": (
            "czech: tschechien\ngermany: deutschland\nmoldova: moldau\nswitzerland: schweiz shveyts\n"
        )
    }
    assert made.missing[-2] == (
        "Names of states in German that are of several words, such as Vereinigte Staaten: 1 left out."
    )


@pytest.mark.parametrize(
    ("language", "states", "told"),
    [
        ("German", (), "Names of states in German: none, for pycountry has no translation into it."),
        ("", (), "Names of states in the country’s language: none, for pycountry has no translation"),
        ("German", (("Germany", "Deutschland"),), None),
        ("English", (), None),
    ],
)  # fmt: skip
def test_names_of_states_that_are_missing_are_told(language, states, told):
    code = {"English": "en"}.get(language, "de")
    made = make_pack(sources(language=code, language_name=language, states=states))
    found = [one for one in made.missing if one.startswith("Names of states")]
    assert [one[: len(told or "")] for one in found] == ([told] if told else [])
    assert ("vocabulary.toml" in made.files) == bool(states)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("MD", {"germany: germania giermaniya", "turkey: turcia"}),
        ("ME", {"germany: nemachka nemacka"}),
        ("NO", {"germany: tyskland"}),
    ],
)
def test_states_in_the_language_of_the_real_sources(code, lines):
    words = make_pack(read_sources(code, None)).files["vocabulary.toml"].splitlines()
    assert lines <= set(words)
    assert not [line for line in words if line.startswith("viet nam")]


def test_kosovo_is_a_country_of_geonames_alone():
    found = read_sources("XK", None)
    assert (found.name, found.subdivisions) == ("Kosovo", ())
    assert "Pristina" in [one.name for one in found.towns]


def test_outlines_are_read_from_the_form_of_the_package(tmp_path):
    states = tmp_path / "data" / "states"
    states.mkdir(parents=True)
    features = [feature("Soroca", SQUARE, iso_a2="MD"), feature("Cluj", RIGHT, iso_a2="RO")]
    (states / "admin1.json").write_text(json.dumps({"features": features}))
    assert read_sources("MD", tmp_path).features == (features[0],)
