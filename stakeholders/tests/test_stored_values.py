"""Whatever door a record is written by, its searched text, keys and likely pairs are those of its values.

conftest.py fails every test in which the application saves such a record without `store()`.
"""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.tests.factories import make_user
from stakeholders.anonymise import anonymise
from stakeholders.duplicates import find_duplicates
from stakeholders.merging import merge, undo
from stakeholders.models import Appointment, LikelyPair, Location, NameKey, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


def derived():
    """Return the keys and the pairs as they are stored."""
    pairs = LikelyPair.objects.order_by("kind", "a", "b")
    keys = NameKey.objects.order_by("kind", "row", "key")
    return (
        list(pairs.values_list("kind", "a", "b", "score", "reasons")),
        list(keys.values_list("kind", "row", "key")),
    )


def assert_all_follows():
    """Compare what is stored with what the values of all rows make."""
    for model in (Location, Organisation, Person, Appointment):
        for row in model.objects.all():
            assert row.search == row.folded(), row
    stored = derived()
    for model in (Organisation, Person):
        find_duplicates(model)
    assert derived() == stored


def by_create(manager, client, rows):
    make_organisation("Bashkia Kukës")


def by_store(manager, client, rows):
    organisation, person, post, place = rows
    organisation.name = "Bashkia e Kukësit"
    organisation.store()
    person.full_name = "Albert Haliley"
    person.store(update_fields=["full_name"])
    post.title = "Kryetar"
    post.person = make_person("A. Halilaj")
    post.store()
    place.name = "Has"
    place.store()


def by_admin(manager, client, rows):
    client.force_login(manager)
    organisation, person, post, _place = rows
    data = {
        "full_name": "Arben Halilaj", "appointments-TOTAL_FORMS": 1, "appointments-INITIAL_FORMS": 1,
        "appointments-0-id": post.pk, "appointments-0-person": person.pk,
        "appointments-0-organisation": organisation.pk, "appointments-0-title": "Prefect",
    }  # fmt: skip
    answer = client.post(reverse("admin:stakeholders_person_change", args=[person.pk]), data)
    assert answer.status_code == 302
    assert (Person.objects.get(pk=person.pk).search, Appointment.objects.get().search) == (
        "arben halilaj",
        "prefect",
    )


def by_action(manager, client, rows):
    client.force_login(manager)
    data = {"action": "retire", "_selected_action": [rows[0].pk]}
    client.post(reverse("admin:stakeholders_organisation_changelist"), data)
    assert not Organisation.objects.get(pk=rows[0].pk).is_active


def by_merge(manager, client, rows):
    merge(make_organisation("Bashkia Kukës"), into=rows[0], by=manager)


def by_undo(manager, client, rows):
    undo(merge(make_person("Albert Halili"), into=rows[1], by=manager), by=manager)


def by_anonymise(manager, client, rows):
    anonymise(rows[1], by=manager)


DOORS = [by_create, by_store, by_admin, by_action, by_merge, by_undo, by_anonymise]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_follows_is_right_behind_each_door(client, door):
    organisation, person = make_organisation(), make_person()
    make_organisation("Municipality of Kukes")
    make_person("Albert Halilai")
    post = make_appointment(person, organisation, started=date(2024, 1, 1))
    assert len(derived()[0]) == 2
    door(make_user("data manager"), client, (organisation, person, post, make_location("Krumë")))
    assert_all_follows()


@pytest.mark.parametrize(
    ("code", "message"),
    [("row.save()", "store"), ("type(row).objects.bulk_create([row])", "refold")],
)
def test_a_door_of_the_application_that_forgets_would_be_found(code, message):
    row = make_person()
    row.full_name = "Ana Leka"
    made_up = compile(code, f"{settings.BASE_DIR}/var/made_up.py", "exec")
    with pytest.raises(Exception, match=message):
        exec(made_up, {"row": row})
