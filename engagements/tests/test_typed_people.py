"""A person typed with their post in one box: the row is taken apart, or only the organisation is asked about."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.forms.typed_people import take_apart
from engagements.models import Meeting
from engagements.tests.test_name_questions import answered, questions_of, send
from stakeholders.models import Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    client.force_login(make_user(full_name="Charlie"))
    return client


@pytest.fixture
def has(writer):
    for name in ("Kukës", "Tropojë", "Krujë"):
        make_organisation(name=f"Municipality of {name}")
    return make_organisation(name="Municipality of Has", seats="Mayor")


def only_attendance():
    return Meeting.objects.get().attendances.get()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("z. Ilir Kodra, kryetar i bashkise Has", "Mr. Ilir Kodra"),
        ("z. Ilir Kodra, kryetar i bashkise has", "Mr. Ilir Kodra"),
        ("z. Ilir Kodra kryetari i bashkisë së Hasit", "Mr. Ilir Kodra"),
        ("Mr. Ilir Kodra, Mayor of Has", "Mr. Ilir Kodra"),
        ("Ilir Kodra, Mayor of Has", "Ilir Kodra"),
        ("Ilir Kodra - Mayor, Municipality of Has", "Ilir Kodra"),
        ("Mayor of Has Ilir Kodra", "Ilir Kodra"),
        ("Mayor of Has, Mr. Ilir Kodra", "Mr. Ilir Kodra"),
        ("Kryetari i Bashkisë Has Ilir Kodra", "Ilir Kodra"),
    ],
)
def test_a_name_with_a_post_fills_the_vacant_seat(has, writer, text, name):
    assert send(writer, {"who": text}).status_code == 302
    attendance = only_attendance()
    assert str(attendance) == f"{name}, Mayor"
    assert attendance.counterpart.organisation == has
    assert str(has.appointments.get()) == f"Mayor, {name}"


def test_a_minister_before_the_name(writer):
    ministry = make_organisation(name="Ministry of Interior", seats="Minister")
    assert send(writer, {"who": "Minister of Interior Albana Kociu"}).status_code == 302
    assert str(only_attendance()) == "Albana Kociu, Minister"
    assert only_attendance().counterpart.organisation == ministry


def test_a_known_person_is_found(has, writer):
    known = make_person("Ilir Kodra")
    assert send(writer, {"who": "Mr. Ilir Kodra, Mayor of Has"}).status_code == 302
    assert only_attendance().person == known
    assert Person.objects.get() == known


def test_a_second_person_in_a_held_seat_is_asked_about(has, writer):
    make_appointment(make_person("Besa Leka"), has, title="Mayor")
    (question,) = questions_of(send(writer, {"who": "Ilir Kodra, Mayor, Municipality of Has"}))
    assert (question.field, question.text, question.chosen) == ("person", "Ilir Kodra", "person")


@pytest.mark.parametrize(
    "text", ["z. Ilir Kodra, kryetar i bashkise Hass", "Mr. Ilir Kodra, Mayor of Hass"]
)
def test_only_an_uncertain_organisation_is_asked_about(has, writer, text):
    answer = send(writer, {"who": text})
    assert answer.status_code == 422
    (question,) = questions_of(answer)
    assert (question.field, question.text) == ("who", "Municipality of Hass")
    assert f"“{text.partition(',')[0]}” stays in this row." in answer.content.decode()
    assert "A new person called" not in answer.content.decode()
    said = answered(answer, **{"with-0-answer": f"o{has.pk}"})
    assert writer.post(reverse("meeting_create"), said).status_code == 302
    assert str(only_attendance()) == "Mr. Ilir Kodra, Mayor"
    assert only_attendance().counterpart.organisation == has


def test_the_person_stays_without_the_organisation(has, writer):
    answer = send(writer, {"who": "Mr. Ilir Kodra, Mayor of Hass"})
    again = writer.post(reverse("meeting_create"), answered(answer, **{"with-0-answer": "leave"}))
    (question,) = questions_of(again)
    assert (question.text, question.chosen) == ("Mr. Ilir Kodra", "person")
    assert writer.post(reverse("meeting_create"), answered(again)).status_code == 302
    assert only_attendance().counterpart.organisation is None


def test_an_answer_keeps_the_name_in_the_text(has, writer):
    answer = send(writer, {"who": "Ilir Kodra, Mayor of Hass"})
    (question,) = questions_of(answer)
    assert question.text == "Ilir Kodra, Mayor of Hass"
    said = answered(answer, **{"with-0-answer": f"o{has.pk}"})
    assert writer.post(reverse("meeting_create"), said).status_code == 302
    assert str(only_attendance()) == "Ilir Kodra, Mayor"


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Ilir Kodra, Ms. Ana Zog",
        "Mr. Ilir Kodra, Mayor of Has, Ms. Ana Zog",
        "Border Police, Municipality of Has",
        "Deputy Mayor, Municipality of Has",
        "Ilir Kodra, Ana Zog",
        "ilir kodra, mayor of has",
    ],
)
def test_what_is_not_certain_is_asked_about_whole(has, writer, text):
    answer = send(writer, {"who": text})
    assert answer.status_code == 422
    assert [question.text for question in questions_of(answer)] == [text]
    assert not Meeting.objects.exists()


def test_a_seat_and_a_unit_stay_what_they_are(has, writer):
    make_organisation(name="Tax Office", parent=has)
    rows = [{"who": "Mayor, Municipality of Has"}, {"who": "Tax Office, Municipality of Has"}]
    assert send(writer, *rows).status_code == 302
    assert not Meeting.objects.get().attendances.exists()


def test_a_role_said_beside_is_not_overwritten(has, writer):
    answer = send(writer, {"who": "Mr. Ilir Kodra, Mayor of Has", "role": "Acting head"})
    (question,) = questions_of(answer)
    assert question.text == "Mr. Ilir Kodra, Mayor of Has"


def test_letters_that_cannot_be_stored_are_no_error_of_the_site(has, writer):
    assert send(writer, {"who": "Mr. Ilir\0Kodra, Mayor of H\0s"}).status_code == 422
    half = "Mr. Ilir \ud83d, Mayor of \ud83d Hass"  # the test client cannot send it
    data = {"with-0-who": half}
    take_apart(data)
    assert data["with-0-person"] == "Mr. Ilir \ud83d"
