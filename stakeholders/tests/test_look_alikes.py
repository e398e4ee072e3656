"""Names that look alike, and those that only seem to."""

import pytest

from stakeholders.suggestions import look_alikes
from stakeholders.tests.factories import make_organisation, make_person
from toolkit.spelling import likeness


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kuksi", "Municipality of Kukës"),
        ("Shkodra", "Municipality of Shkodër"),
        ("Embassy of Germny", "Embassy of Germany"),
        ("Ministry of the Interior", "Ministry of Interior"),
        ("Albert Halilai", "Albert Halilaj"),
        ("halilaj albert", "Albert Halilaj"),
        ("A. Halilaj", "Albert Halilaj"),
    ],
)
def test_alike(text, name):
    assert likeness(text, name) >= 80


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Embassy of Spain", "Embassy of Germany"),
        ("Municipality of Has", "Municipality of Kukës"),
        ("Albert Halilaj", "Albert Dule"),
        ("", "Albert Dule"),
        ("Albert", ""),
    ],
)
def test_not_alike(text, name):
    assert likeness(text, name) < 70


def test_the_name_itself_is_the_most_alike():
    assert likeness("Municipality of Kukës", "MUNICIPALITY OF KUKES") == 100
    assert likeness("Kukës", "Kukës") > likeness("Kukës", "Municipality of Kukës")


@pytest.mark.django_db
def test_look_alikes_best_first_in_four_queries(django_assert_num_queries):
    kukes = make_organisation(other_names="Bashkia Kukës")
    unit = make_organisation("Child Protection Unit", parent=kukes)
    make_organisation("Municipality of Has")
    kuksi = make_person("Arben Kuksi")
    with django_assert_num_queries(4):
        assert look_alikes("kuksi") == [kuksi, kukes, unit]
    assert look_alikes("kuksi", limit=1) == [kuksi]
    assert look_alikes("bashkia kukes") == [kukes]


@pytest.mark.django_db
def test_look_alikes_are_current(django_assert_num_queries):
    kukes = make_organisation()
    make_organisation("Municipality of Kuks", merged_into=kukes)
    make_organisation("Kukes town hall", is_active=False)
    make_person("Kukes Kukesi", merged_into=make_person("Ana Dule"))
    assert look_alikes("kukes") == [kukes]
    with django_assert_num_queries(0):
        assert look_alikes("") == look_alikes("?!") == []
