"""A person is addressed in print as on the day of the meeting, whatever stands with the record."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.forms.counterparts import counterpart_initial
from engagements.models import Attendance, Meeting
from engagements.tests.factories import make_meeting
from engagements.tests.test_name_questions import send
from reviews.month.meetings import stored_counterpart_facts
from stakeholders.models import Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    client.force_login(make_user(full_name="Charlie"))
    return client


@pytest.fixture
def bergner():
    person = make_person("Karl Bergner", honorific="Mr.")
    make_appointment(person, make_organisation("Embassy of Germany"), title="Ambassador")
    return person


@pytest.mark.parametrize(
    ("who", "honorific"),
    [
        ("H.E. Mr. Karl Bergner", "H.E. Mr."),
        ("HE z. Karl Bergner", "H.E. Mr."),
        ("Karl Bergner", "Mr."),
    ],
)
def test_what_was_typed_is_of_that_day_alone(writer, bergner, who, honorific):
    assert send(writer, {"who": who}).status_code == 302
    attendance = Attendance.objects.get()
    assert (attendance.person, attendance.honorific) == (bergner, honorific)
    assert str(attendance) == f"{honorific} Karl Bergner, Ambassador"
    (speaker,) = stored_counterpart_facts(attendance.counterpart).speakers
    assert (speaker.honorific, speaker.name) == (honorific, "Karl Bergner")
    bergner.refresh_from_db()
    assert bergner.honorific == "Mr."


def test_editing_a_meeting_keeps_the_honorific_of_its_day(writer, bergner):
    send(writer, {"who": "H.E. Mr. Karl Bergner"})
    meeting = Meeting.objects.get()
    (row,) = counterpart_initial(meeting)
    assert row["who"] == "H.E. Mr. Karl Bergner"
    row = {name: row[name] or "" for name in ("who", "picked", "role")}
    assert send(writer, row, meeting=meeting).status_code == 302
    assert Attendance.objects.get().honorific == "H.E. Mr."
    page = writer.get(reverse("meeting_detail", args=[meeting.reference])).content.decode()
    assert "H.E. Mr. Karl Bergner" in page


def test_z_and_mr_are_one_person(writer):
    make_organisation("Municipality of Has")
    for day, who in (("6", "z. Ilir Kodra"), ("7", "Mr. Ilir Kodra")):
        row = {"who": "Municipality of Has", "person": who, "role": "Deputy", "new_person": "on"}
        assert send(writer, row, day=day).status_code == 302
    assert [str(person) for person in Person.objects.all()] == ["Mr. Ilir Kodra"]
    assert [row.honorific for row in Attendance.objects.all()] == ["Mr.", "Mr."]


def test_an_anonymised_person_keeps_no_honorific_in_print(bergner):
    attendance = make_meeting().counterparts.create().attend(bergner, honorific="H.E. Mr.")
    Person.objects.update(anonymised_at="2026-01-01T00:00Z")
    attendance = Attendance.objects.get()
    assert attendance.name == "Name removed"
    (speaker,) = stored_counterpart_facts(attendance.counterpart).speakers
    assert (speaker.honorific, speaker.name) == ("", "")


def test_the_migrations_fill_what_is_there(bergner):
    make_meeting().counterparts.create().attend(bergner)
    odd = make_person("Ilir Kodra", honorific="z.")
    Person.objects.filter(pk=odd.pk).update(honorific="Z.")
    make_meeting().counterparts.create().attend(odd)
    Attendance.objects.update(honorific="")
    Attendance.history.update(honorific="")
    import_module("stakeholders.migrations.0006_article_before_names").store_in_one_form(apps, None)
    import_module("engagements.migrations.0007_honorific_of_the_day").take_from_people(apps, None)
    assert sorted(person.honorific for person in Person.objects.all()) == ["Mr.", "Mr."]
    assert [row.honorific for row in Attendance.objects.all()] == ["Mr.", "Mr."]
    assert {row.honorific for row in Attendance.history.all()} == {"Mr."}
