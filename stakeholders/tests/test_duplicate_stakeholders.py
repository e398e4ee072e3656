"""Likely duplicates among records: what speaks for and against, found at a save as by the command."""

import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from accounts.tests.factories import make_user
from stakeholders.merging import merge, undo
from stakeholders.models import Kind, LikelyPair, NameKey, Organisation, Person
from stakeholders.suggestions import look_alikes
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


def found():
    """Return {(name, name): (score, reasons)} of the open pairs."""
    models = {Kind.ORGANISATION: Organisation, Kind.PERSON: Person}
    return {
        (str(models[p.kind].objects.get(pk=p.a)), str(models[p.kind].objects.get(pk=p.b))): (
            p.score,
            tuple(p.reasons),
        )
        for p in LikelyPair.objects.open()
    }


def test_the_same_unit_of_two_municipalities_is_two():
    name = "Social Services and Child Protection Unit"
    kukes, konispol = make_organisation(), make_organisation("Municipality of Konispol")
    make_organisation(name, parent=kukes)
    make_organisation(name, parent=konispol)
    make_organisation("Municipality of Kuçovë")
    assert found() == {}


def test_two_units_of_one_municipality():
    kukes = make_organisation()
    make_organisation("Child Protection Unit", parent=kukes)
    make_organisation("Unit for Child Protection", parent=kukes)
    names = (
        "Child Protection Unit, Municipality of Kukës",
        "Unit for Child Protection, Municipality of Kukës",
    )
    assert found() == {names: (98, ("same_words",))}


def test_a_unit_and_its_parent_are_two_unless_they_share_a_name():
    kukes = make_organisation()
    unit = make_organisation("Kukës Town Hall", parent=kukes)
    assert found() == {}
    unit.name = "Bashkia Kukës"
    unit.store()
    assert found() == {
        ("Municipality of Kukës", "Bashkia Kukës, Municipality of Kukës"): (98, ("same_words",))
    }


def test_a_unit_and_one_that_carries_the_name_of_its_parent():
    make_organisation("Child Protection Unit of the Municipality of Kukës")
    make_organisation("Child Protection Unit", parent=make_organisation())
    assert [(score, reasons) for score, reasons in found().values()] == [(100, ("same_name",))] or [
        reasons for _score, reasons in found().values()
    ] == [("same_words",)]


def test_units_follow_the_name_of_their_parent():
    make_organisation("Child Protection Unit of Kukës Municipality")
    parent = make_organisation("Somewhere")
    make_organisation("Child Protection Unit", parent=parent)
    assert found() == {}
    parent.name = "Municipality of Kukës"
    parent.store()
    assert [reasons for _score, reasons in found().values()] == [("same_words",)]


def test_places_speak_for_and_against():
    kukes = make_location()
    shkoder = make_location("Shkodër", parent=kukes.parent)
    make_organisation("Terre des Hommes", location=kukes)
    other = make_organisation("Terre des Hommes Foundation", location=shkoder)
    assert found() == {}
    other.location = kukes
    other.store()
    assert [reasons for _score, reasons in found().values()] == [("missing_words", "same_place")]


def test_acronym_and_short_name():
    make_organisation("DRC")
    make_organisation("Danish Refugee Council")
    make_organisation("World Food Programme", short_name="WFP")
    make_organisation("WFP")
    assert found() == {
        ("DRC", "Danish Refugee Council"): (82, ("acronym",)),
        ("World Food Programme", "WFP"): (96, ("short_name",)),
    }


@pytest.mark.parametrize(
    ("fields", "score", "reasons"),
    [
        ({}, 68, None),
        ({"email": "a.halilaj@kukes.example"}, 100, ("initial", "same_email")),
        ({"email": "info@kukes.example"}, 68, None),
        ({"phone": "00355 69 20 33 445"}, 80, ("initial", "same_phone")),
        ({"phone": "445"}, 68, None),
    ],
)
def test_what_speaks_for_a_person(fields, score, reasons):
    make_person("A. Halilaj", **{"phone": "+355692033445"} | fields)
    make_person("Albert Halilaj", **fields)
    assert found() == ({("A. Halilaj", "Albert Halilaj"): (score, reasons)} if reasons else {})


def test_organisations_speak_for_and_against_a_person():
    one, other = make_person("A. Halilaj"), make_person("Albert Halilaj")
    kukes = make_organisation()
    make_appointment(one, kukes)
    post = make_appointment(other, make_organisation("Municipality of Has"))
    assert found() == {}
    post.organisation = kukes
    post.store()
    assert found() == {("A. Halilaj", "Albert Halilaj"): (80, ("initial", "same_organisation"))}
    post.person = make_person("Ana Dule")
    post.store()
    assert found() == {}


def test_the_same_name_in_two_organisations_is_asked_about():
    for name in ("Municipality of Has", "Municipality of Kukës"):
        make_appointment(make_person("Albert Halilaj"), make_organisation(name))
    assert list(found().values()) == [(92, ("same_name", "other_organisation"))]


@pytest.mark.parametrize("change", [{"is_active": False}, {"name": "Something Else"}])
def test_an_organisation_leaves_the_queue(change):
    make_organisation()
    other = make_organisation("Bashkia Kukës")
    assert len(found()) == 1
    for field, value in change.items():
        setattr(other, field, value)
    other.store()
    assert found() == {}


def test_a_person_leaves_the_queue():
    make_person()
    person = make_person()
    assert len(found()) == 1
    person.anonymised_at = now()
    person.store(update_fields=["anonymised_at"])
    assert found() == {}
    assert not NameKey.objects.filter(kind=Kind.PERSON, row=person.pk).exists()


def test_a_merge_clears_the_pair_and_its_undo_brings_it_back():
    user = make_user("data manager")
    kept, duplicate = make_organisation(), make_organisation("Bashkia Kukës")
    third = make_organisation("Kukës Municipality (Albania)")
    before = found()
    assert len(before) == 1
    record = merge(duplicate, into=kept, by=user)
    assert found() == {}
    undo(record, by=user)
    assert found() == before
    assert third.pk


def test_what_was_called_different_stays_so():
    user = make_user("data manager")
    one, other = make_organisation(), make_organisation("Bashkia Kukës")
    LikelyPair.objects.get().dismiss(user)
    for row in (one, other):
        row.store()
    call_command("find_duplicates", stdout=StringIO())
    other.name = "Something Else"
    other.store()
    other.name = "Kukes Municipality"
    other.store()
    assert found() == {}
    pair = LikelyPair.objects.get()
    assert (pair.a, pair.b, pair.dismissed_by) == (one.pk, other.pk, user)
    pair.take_back()
    assert len(found()) == 1


def test_a_save_that_changes_nothing_compared_asks_nothing(django_assert_num_queries):
    row = make_organisation()
    row.notes = "More"
    with django_assert_num_queries(2):  # the row, and its history
        row.store(update_fields=["notes"])


def test_the_forms_warn_of_what_the_queue_would_say():
    council = make_organisation("Danish Refugee Council")
    assert look_alikes("DRC") == [council]
    assert look_alikes("Danish Council for Refugees") == [council]


WORDS = [
    "Kukës",
    "Kukes",
    "Danish",
    "Refugee",
    "Council",
    "Refugees",
    "Relief",
    "Municipality",
    "Bashkia",
    "of",
    "DRC",
]
NAMES = ["Ana", "Anna", "A.", "Dule", "Dula", "Halilaj", "Halilai", "Edi", "Eduard"]


def one_save(dice, organisations, people):
    """Make or change one record at random."""
    step = dice.randrange(6)
    name = " ".join(dice.sample(WORDS, dice.randint(1, 3)))
    if step == 0 or len(organisations) < 3:
        parent = dice.choice([None, *organisations]) if organisations else None
        if not Organisation.objects.filter(name=name, parent=parent).exists():
            organisations.append(make_organisation(name, parent=parent))
    elif step == 1 or len(people) < 3:
        people.append(
            make_person(" ".join(dice.sample(NAMES, 2)), email=dice.choice(["", "x@y.example"]))
        )
    elif step == 2:
        row = dice.choice(organisations)
        row.short_name = dice.choice(["", "DRC", "KM"])
        row.store()
    elif step == 3:
        row = dice.choice(organisations)
        if not Organisation.objects.filter(name=name, parent=row.parent).exists():
            row.name, row.is_active = name, dice.random() < 0.8
            row.store()
    elif step == 4:
        row = dice.choice(people)
        row.full_name = " ".join(dice.sample(NAMES, 2))
        row.store()
    else:
        make_appointment(dice.choice(people), dice.choice(organisations), title=str(dice.random()))


def state():
    """Return all keys and all pairs."""
    pairs = LikelyPair.objects.order_by("kind", "a", "b")
    keys = NameKey.objects.order_by("kind", "row", "key").values_list("kind", "row", "key")
    return [(p.kind, p.a, p.b, p.score, p.reasons) for p in pairs], list(keys)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(3))
def test_saves_find_what_the_command_finds(seed):
    dice, organisations, people = random.Random(seed), [], []
    for _number in range(60):
        one_save(dice, organisations, people)
    by_saves = state()
    assert len(by_saves[0]) > 2
    call_command("find_duplicates", stdout=StringIO())
    assert state() == by_saves
    LikelyPair.objects.all().delete()
    NameKey.objects.all().delete()
    call_command("find_duplicates", stdout=StringIO())
    assert state() == by_saves


def test_the_command_says_what_it_found():
    make_organisation()
    make_organisation("Bashkia Kukës")
    out = StringIO()
    call_command("find_duplicates", stdout=out)
    assert out.getvalue() == "Organisations: 1 likely pairs.\nPeople: 0 likely pairs.\n"
