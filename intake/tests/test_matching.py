"""Names to known records: the same answers as the browser's form gets from the database."""

import pytest

from stakeholders.directory import DATABASE, Remembered, key_of
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
NAMES = [
    "Municipality of Kukës", "MUNICIPALITY OF KUKES", "MoK", "Bashkia Kukës", "Municipality of Kukësi",
    "Tax Office, Municipality of Kukës", "Tax Office", "Retired", "Nobody", "", "Shkodra", "Shkodër",
    "Mr. Albert Halilaj", "Albert Halilaj", "Ana Prifti", "Kukës", "Kukës county", "Halilaj, Albert",
    "HALILAJ Albert", "Znj. Ana Prifti", "Bashkia e Kukësit", "Kukës Municipality", "Municipality of Kukës East",
    "Bashkia", "Halilaj", None,
]  # fmt: skip


@pytest.fixture
def kukes():
    """A municipality with other names and a unit; others of like names; people."""
    place = make_location("Kukës")
    make_location("Shkodra", slug="shkodra")
    row = make_organisation(short_name="MoK", other_names="Bashkia Kukës", location=place)
    make_organisation("Tax Office", parent=row)
    make_organisation("Retired", is_active=False)
    make_person(other_names="Alb Halilaj")
    make_person("Ana Prifti")
    make_person("Ana Prifti")
    return row


@pytest.mark.parametrize("text", NAMES)
def test_the_answers_are_those_of_the_database(kukes, text):
    known = Remembered()
    assert known.organisations(text) == DATABASE.organisations(text)
    assert known.people(text) == DATABASE.people(text)
    assert known.places(text) == DATABASE.places(text)


@pytest.mark.parametrize("directory", [DATABASE, Remembered], ids=["database", "memory"])
def test_a_name_in_another_order_is_the_same_and_one_in_other_words_is_not(kukes, directory):
    known = directory if directory is DATABASE else directory()
    albert = Person.objects.get(full_name="Albert Halilaj")
    for text in ("Halilaj, Albert", "Z. Halilaj Albert", "albert HALILAJ"):
        assert known.people(text) == [albert]
    assert known.organisations("municipality OF Kukësi") == [kukes]
    assert known.people("Halilaj") == known.people("Albert Halilaj Ana") == []
    # These are near, so a form and an import ask; neither takes them for the municipality.
    for text in ("Municipality of Kukës East", "Bashkia e Kukësit", "Kukës Municipality"):
        assert known.organisations(text) == []


def test_of_two_people_the_one_of_the_organisation_is_meant(kukes):
    second = Person.objects.filter(full_name="Ana Prifti").last()
    make_appointment(second, kukes, "Adviser")
    assert Remembered().people("Ms. Ana Prifti", kukes) == [second]
    assert len(Remembered().people("Ana Prifti", make_organisation("Other"))) == 2


def test_look_alikes_are_offered_best_first(kukes):
    make_organisation("Municipality of Kolonja")
    make_organisation("Municipality of Kukës East")
    known = Remembered()
    assert known.alike("Municipality Kukes") == [key_of(kukes)]
    assert known.alike("Bashkia e Kukësit") == [key_of(kukes)]
    assert known.alike("Bashkia Kolonja") == [
        key_of(Organisation.objects.get(name__endswith="Kolonja"))
    ]
    assert known.alike("Embassy of Spain") == known.alike("") == []


def test_an_answer_that_leads_to_nobody_any_more_is_none(kukes):
    gone = Remembered({"komuna": "o999999"})
    assert (gone.answers, gone.organisations("Komuna")) == ({}, [])
    assert Remembered({"komuna": "new"}).answers == {"komuna": "new"}


def test_an_answer_comes_before_what_is_known(kukes):
    other = make_organisation("Other")
    ana = Person.objects.filter(full_name="Ana Prifti").first()
    known = Remembered(
        {"municipality of kukes": key_of(other), "mok": "new", "ana prifti": key_of(ana)}
    )
    assert known.organisations("Municipality of Kukës") == [other]
    assert known.organisations("MoK") == []
    assert known.people("Ms. Ana Prifti") == [ana]
    assert known.organisations("Ana Prifti") == []
    assert known.people("MoK") == []
    assert known.is_known("MoK")


def test_why_a_name_was_matched(kukes):
    known = Remembered({"x": key_of(kukes)})
    assert known.why("Municipality of KUKES", kukes) == "same name"
    assert known.why("Bashkia Kukës", kukes) == "also written this way"
    assert known.why("Municipality of Kukësi", kukes) == "same name of a place"
    assert known.why("X", kukes) == "as you answered"


def test_choices_are_read_once(django_assert_num_queries):
    kind = make_kind()
    known = Remembered()
    kinds = OrganisationKind.objects.filter(is_active=True)
    with django_assert_num_queries(1):
        choices = [known.choices(kinds), known.choices(kinds)][1]
        assert choices.all().get(pk=str(kind.pk)) == kind
        assert list(choices) == [kind]
    with pytest.raises(OrganisationKind.DoesNotExist):
        choices.get(id="0")
