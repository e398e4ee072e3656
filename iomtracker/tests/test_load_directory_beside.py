"""Loading the directory of a country pack beside what the office has, and packs that can't be loaded."""

import shutil
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from countries.pack import SHIPPED, read_pack
from iomtracker.tests.test_load_directory import load
from stakeholders.models import LikelyPair, Organisation
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    call_command("load_reference", verbosity=0)


@pytest.fixture
def pack(settings, tmp_path):
    """A copy of Albania's pack, which the site takes for its own."""
    folder = shutil.copytree(SHIPPED / "AL", tmp_path / "AL")
    settings.COUNTRY = replace(settings.COUNTRY, folder=folder)
    return folder


def change(pack, before, after):
    text = (pack / "directory.csv").read_text(encoding="utf-8")
    assert text.count(before) == 1
    (pack / "directory.csv").write_text(text.replace(before, after), encoding="utf-8")


def test_what_the_office_has_is_not_added_again(places):
    here = [
        make_organisation("Municipality of Korçë"),
        make_organisation("MUNICIPALITY OF DEVOLL"),
        make_organisation("Bashkia Berat"),
        make_organisation("Town hall", other_names="Bashkia Fier"),
        make_organisation("UNICEF"),
        make_organisation("Refugee agency", short_name="UNHCR"),
        make_organisation("German Embassy"),
        make_organisation("Retired", other_names="Bashkia Klos", is_active=False),
        make_organisation("Bashkia Kukës"),
    ]
    renamed = make_organisation("Municipality of Mat")
    renamed.name = "Municipality of Burrel and around"
    renamed.store()
    # Only alike, or called as another is also written: these are others.
    make_organisation("Municipality of Korcula")
    make_organisation("Ministry of Interior of Kosovo", other_names="Ministry of Internal Affairs")
    pks = [row.pk for row in (*here, renamed)]
    before = list(Organisation.objects.filter(pk__in=pks).values())
    assert load() == "Directory: 180 added."
    assert list(Organisation.objects.filter(pk__in=pks).values()) == before
    unit = Organisation.objects.get(name="Social Services and Child Protection Unit")
    assert unit.parent.name == "Bashkia Kukës"


# Mistakes


def test_places_come_first(settings):
    with pytest.raises(CommandError, match="Run load_reference first"):
        load()


def test_a_kind_that_is_not_known(places, pack):
    change(pack, "Albanian State Police,Policia e Shtetit,ASP,State Police,central-government",
           "Albanian State Police,Policia e Shtetit,ASP,State Police,circus")  # fmt: skip
    told = "Nothing was loaded. directory.csv, row 97, column kind: no kind of organisation has the code “circus”."
    with pytest.raises(CommandError) as error:
        load()
    assert str(error.value) == told
    assert not Organisation.objects.exists()


def test_a_value_that_the_field_does_not_hold(places, pack):
    change(pack, ",ASP,", f",{'A' * 41},")
    with pytest.raises(
        CommandError, match="row 97, column short_name: Ensure this value has at most"
    ):
        load()
    assert not Organisation.objects.exists()


def test_a_pack_that_is_broken(places, pack):
    change(pack, "name,name_local", "nam,name_local")
    told = "Nothing was loaded. directory.csv, row 1, column name: this column is missing."
    with pytest.raises(CommandError) as error:
        load()
    assert str(error.value) == told


def test_a_pack_without_a_directory(places, pack):
    (pack / "directory.csv").unlink()
    assert load() == "Directory: nothing to add."


@pytest.mark.parametrize(("code", "added"), [("MK", 81), ("ME", 25)])
def test_another_country(settings, code, added):
    settings.COUNTRY = read_pack(SHIPPED / code).country
    call_command("load_reference", verbosity=0)
    assert load() == f"Directory: {added} added."
    assert not LikelyPair.objects.exists()
    assert load() == "Directory: nothing to add."
