"""Words inside text are found by an index: one of PostgreSQL's own, on SQLite a table kept by triggers."""

import pytest
from django.db import connection

from engagements.models import ActionPoint, Meeting
from engagements.tests.factories import make_meeting
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.tests.factories import make_location, make_organisation, make_person
from toolkit.search import holds
from toolkit.sqlite.trigrams import add_index, drop_index, index_name

pytestmark = pytest.mark.django_db
MODELS = (Meeting, ActionPoint, Appointment, Location, Organisation, Person)


def found(word, model=Person, column="search"):
    return sorted(map(str, model.objects.filter(holds(word, column))))


@pytest.mark.parametrize("model", MODELS)
def test_the_searched_columns_are_indexed(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            known = connection.introspection.get_constraints(cursor, table)
            assert {f"{table}_{column}_trgm" for column in model.folded_columns} <= set(known)
        else:
            columns = connection.introspection.get_table_description(cursor, index_name(table))
            assert tuple(column.name for column in columns)[: len(model.folded_columns)] == (
                model.folded_columns
            )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by the size of tables")
def test_sqlite_asks_the_index_for_two_letters_and_more():
    for word, is_asked in (("alb", True), ("al", True), ("a", False), ('al" OR "b', False)):
        assert ("MATCH" in str(Person.objects.filter(search__holds=word).query)) is is_asked


@pytest.mark.parametrize(
    "word",
    ["a", "al", "alb", "albert", "bert", "bert hal", "t h", "lbr", "z", "z ", "ef", "e", "io"],
)
def test_the_index_finds_what_the_text_contains(word):
    for name in ("Albert Halilaj", "Bertha Alb", "Robert Hallilbri", "Zef", "Io"):
        make_person(name)
    whole = sorted(map(str, Person.objects.filter(search__contains=word)))
    assert sorted(map(str, Person.objects.filter(search__holds=word))) == whole


def test_all_ways_of_writing_are_found():
    person = make_person("Albert Halilaj")
    Person.objects.bulk_create([Person(full_name="Besa Halilaj", search="besa halilaj")])
    assert found("halilaj") == ["Albert Halilaj", "Besa Halilaj"]
    Person.objects.filter(pk=person.pk).update(search="albert hoxha")
    assert found("halilaj") == ["Besa Halilaj"]
    assert found("hoxha") == ["Albert Halilaj"]
    person.phone = "+355"
    person.store()
    assert found("hoxha") == []
    person.delete()
    assert found("halilaj") == ["Besa Halilaj"]
    if connection.vendor == "sqlite":  # raises where the index differs from the texts
        index = index_name(Person._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def test_a_note_is_found_apart_from_the_texts():
    make_meeting("Talk", internal_note="Vaccination")
    assert found("vaccination", Meeting) == []
    assert found("vaccination", Meeting, "search_note") == ["Talk"]


@pytest.mark.django_db(transaction=True)
def test_rows_before_the_index_are_found_and_a_table_made_anew_keeps_it():
    table = Location._meta.db_table
    with connection.schema_editor() as editor:
        drop_index(editor, table)
    make_location("Berat")
    with connection.schema_editor() as editor:
        add_index(editor, table, ("search",))
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Location)
    make_location("Beratli")
    make_organisation("Berat Hospital")
    assert found("berat", Location) == ["Berat", "Beratli"]
    assert found("berat", Organisation) == ["Berat Hospital"]
