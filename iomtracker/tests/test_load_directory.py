"""The organisations of a country pack, the command that loads them, and how they are found by typing."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from iomtracker.data_quality.checks import organisations_to_confirm
from stakeholders.directory import DATABASE
from stakeholders.models import Appointment, LikelyPair, Organisation, Person
from stakeholders.suggestions import suggest
from stakeholders.tests.factories import make_appointment, make_person

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 6)


def load():
    """Run the command and return what it said."""
    out = StringIO()
    call_command("load_directory", stdout=out)
    return out.getvalue().strip()


def stored_rows():
    models = (Organisation, Organisation.history.model, Person, Appointment, LikelyPair)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture(scope="module")
def loaded(module_db):
    """The places and the directory; what the command said of it."""
    call_command("load_reference", verbosity=0)
    return load()


# What is loaded


def test_it_says_how_much_it_added(loaded):
    assert loaded == "Directory: 190 added."
    assert Organisation.objects.count() == 190


def test_a_municipality_in_full(loaded):
    row = Organisation.objects.get(name="Municipality of Devoll")
    assert (row.kind.code, row.location.pcode) == ("local-government", "AL0701")
    assert row.other_names == "Bashkia Devoll\nMunicipality of Bilisht\nBashkia Bilisht"
    assert (row.seats, row.to_confirm) == ("Mayor", "")
    (entry,) = row.history.all()
    assert (entry.history_type, entry.history_change_reason) == ("+", "Country pack")


def test_a_unit_is_of_its_municipality(loaded):
    row = Organisation.objects.get(name="Social Services and Child Protection Unit")
    assert str(row.parent) == "Municipality of Kukës"


def test_everything_obeys_the_rules_of_the_model(loaded):
    for row in Organisation.objects.all():
        row.full_clean()


def test_nobody_is_named(loaded):
    assert not Person.objects.exists()
    assert not Appointment.objects.exists()


def test_no_two_look_like_one(loaded):
    assert not LikelyPair.objects.exists()


def test_what_is_not_verified_stands_in_data_quality_until_confirmed(loaded):
    rows = organisations_to_confirm(None, DAY)
    assert rows.count() == 29
    row = rows.get(name="World Vision Albania")
    assert row.to_confirm == "The place is not confirmed."
    row.to_confirm = ""
    row.store()
    assert rows.count() == 28
    load()
    assert rows.count() == 28


# A second time, and beside what is here


def test_a_second_run_writes_nothing(loaded):
    before = stored_rows()
    assert load() == "Directory: nothing to add."
    assert stored_rows() == before


def test_edits_are_kept(loaded):
    renamed = Organisation.objects.get(name="Municipality of Devoll")
    renamed.name, renamed.other_names, renamed.seats = "Devoll", "", "Mayor\nDeputy Mayor"
    renamed.store()
    retired = Organisation.objects.get(name="Albanian State Police")
    retired.is_active = False
    retired.store()
    before = stored_rows()
    load()
    assert stored_rows() == before


def test_what_was_merged_stays_so(loaded):
    kept, gone = (
        Organisation.objects.get(name=f"Municipality of {name}") for name in ("Mat", "Klos")
    )
    gone.merged_into, gone.is_active = kept, False
    gone.store()
    assert load() == "Directory: nothing to add."


def test_only_what_is_missing_is_added(loaded):
    Organisation.objects.get(name="Municipality of Devoll").delete()
    assert load() == "Directory: 1 added."


# Found by typing


def shown(text):
    """Return what is suggested for a text, a vacant seat as "Mayor, Municipality of Korçë"."""
    return [one.label for one in suggest(text, DAY)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("mayor korce", "Mayor, Municipality of Korçë"),
        ("bashkia korce", "Municipality of Korçë"),
        ("ministria e brendshme", "Ministry of Interior"),
        ("ambasada gjermane", "Embassy of Germany in Albania"),
        ("policia kufitare", "Border and Migration Police"),
        # Written before the words were looked up; the second ten were not looked at while doing so.
        ("mayor shkoder", "Mayor, Municipality of Shkodër"),
        ("bashkia e durresit", "Municipality of Durrës"),
        ("ministria e jashtme", "Ministry for Europe and Foreign Affairs"),
        ("italian embassy", "Embassy of Italy in Albania"),
        ("ambasada e kosoves", "Embassy of Kosovo in Albania"),
        ("us embassy", "Embassy of the United States of America in Albania"),
        ("uk embassy", "British Embassy Tirana"),
        ("prefekti korce", "Prefect of Korçë County"),
        ("keshilli i qarkut diber", "Dibër County Council"),
        ("border police gjirokaster",
         "Regional Directorate of Border and Migration Police Gjirokastër"),
        ("kryetari i bashkise kukes", "Mayor, Municipality of Kukës"),
        ("bashkia e gjirokastres", "Municipality of Gjirokastër"),
        ("ministria e shendetesise", "Ministry of Health and Social Protection"),
        ("ambasada italiane", "Embassy of Italy in Albania"),
        ("swiss embassy", "Embassy of Switzerland in Albania"),
        ("ambasada amerikane", "Embassy of the United States of America in Albania"),
        ("ambasada britanike", "British Embassy Tirana"),
        ("prefect vlora", "Prefect of Vlorë County"),
        ("policia e shtetit", "Albanian State Police"),
        ("delegacioni i be", "Delegation of the European Union to Albania"),
    ],
)  # fmt: skip
def test_what_people_type_is_among_the_first_three(loaded, text, first):
    assert first in shown(text)[:3]


def test_a_vacant_seat_says_so(loaded):
    line, body = suggest("mayor korce", DAY)
    row = Organisation.objects.get(name="Municipality of Korçë")
    assert (line.value, line.label) == (f"o{row.pk}", "Mayor, Municipality of Korçë")
    assert (line.seat, line.role, line.organisation) == ("Mayor", "", "Municipality of Korçë")
    assert line.detail == "nobody named here yet"
    assert (body.value, body.label, body.seat) == (f"o{row.pk}", "Municipality of Korçë", "")


def test_a_seat_that_is_held_is_its_holders(loaded):
    row = Organisation.objects.get(name="Municipality of Korçë")
    make_appointment(make_person("Sotiraq Filo"), row, "Mayor of Korçë", ended=date(2024, 5, 1))
    assert shown("mayor korce") == ["Sotiraq Filo", "Municipality of Korçë"]
    later = suggest("mayor korce", date(2025, 1, 1))
    assert [(one.label, one.seat) for one in later] == [
        ("Mayor, Municipality of Korçë", "Mayor"),
        ("Municipality of Korçë", ""),
    ]


def test_those_who_are_known_come_before_vacant_seats(loaded):
    row = Organisation.objects.get(name="Municipality of Vlorë")
    make_appointment(make_person("Zana Zeka"), row, "Mayor")
    found = shown("mayor")
    assert found[:2] == ["Zana Zeka", "Mayor, Municipality of Belsh"]
    assert len(found) == 8


def test_a_deputy_does_not_hold_it(loaded):
    row = Organisation.objects.get(name="Municipality of Korçë")
    make_appointment(make_person("Sotiraq Filo"), row, "Deputy Mayor")
    assert shown("mayor korce")[0] == "Mayor, Municipality of Korçë"


def test_the_organisation_alone_is_no_seat(loaded):
    assert shown("korce municipality") == ["Municipality of Korçë"]
    assert shown("prefect korce") == ["Prefect of Korçë County"]


def test_words_that_are_not_there_find_nothing(loaded):
    assert shown("mayor atlantis") == []
    assert shown("kryetari i bashkise atlantis") == []


def test_linking_words_count_only_where_there_are_no_others(loaded):
    assert shown("bashkia e korces") == ["Municipality of Korçë"]
    assert len(shown("of")) == 8


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bashkia Korçë", "Municipality of Korçë"),
        ("German Embassy", "Embassy of Germany in Albania"),
    ],
)
def test_a_register_that_writes_otherwise_means_the_same(loaded, text, name):
    assert [row.name for row in DATABASE.organisations(text)] == [name]
