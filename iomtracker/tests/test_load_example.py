"""The example month: the article's twelve meetings, through the form, once."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import User
from engagements.models import Attendance, Meeting
from iomtracker.management.commands.load_example import SOURCE
from stakeholders.models import Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def records(module_db):
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    return json.loads(SOURCE.read_text(encoding="utf-8"))["meetings"]


def test_every_record_stands_as_the_article_states_it(records):
    for record in records:
        meeting = Meeting.objects.get(reference=record["ref"])
        assert meeting.title == record["title"]
        assert meeting.date == date.fromisoformat(record["date"])
        assert meeting.date_precision == record["date_precision"]
        assert meeting.kind.name.lower() == record["kind"]
        assert meeting.location.name == record["location"]
        assert meeting.location.level == "municipality"
        assert [user.full_name for user in meeting.staff.all()] == record["iom_staff"]
        assert {area.name for area in meeting.thematic_areas.all()} == set(record["thematic_areas"])
        said = [(str(c.organisation), c.people_count) for c in meeting.counterparts.all()]
        assert said == [(row["organisation"], row["people"]) for row in record["counterparts"]]
        assert record["summary"] in (meeting.public_line, meeting.internal_note)
        is_fair = record["ref"] == "2024-03-004"
        assert meeting.event_name == (record["title"] if is_fair else "")


def test_people_have_their_titles_and_the_unnamed_stay_unnamed(records):
    named = [row for record in records for row in record["counterparts"] if row["person"]]
    found = {(a.person.honorific, a.person.full_name, a.title) for a in Attendance.objects.all()}
    assert found == {(row["honorific"], row["person"], row["position"]) for row in named}
    assert Person.objects.count() == 6
    director = Meeting.objects.get(reference="2024-03-007").counterparts.get()
    assert (director.group_label, director.people_count) == ("Executive Director", 1)


def test_units_belong_to_their_municipality(records):
    unit = Organisation.objects.get(
        name__startswith="Social Services", parent__name="Municipality of Kukës"
    )
    assert unit.location.name == "Kukës"
    assert Organisation.objects.count() == 16
    assert Organisation.objects.get(name="British Embassy in Tirana").location is None


def test_a_remark_on_the_article_is_not_published(records):
    durres = Meeting.objects.get(reference="2024-03-012")
    assert durres.public_line == ""
    assert durres.internal_note.startswith("The article names Durrës")


def test_the_head_of_office_cannot_sign_in(records):
    alma = User.objects.get(full_name="Alma Jani")
    assert alma.is_head_of_office
    assert not alma.has_usable_password()
    assert alma.email == ""


def test_run_again_it_adds_nothing_and_keeps_edits(records):
    Meeting.objects.filter(reference="2024-03-001").update(title="Edited")
    call_command("load_example", verbosity=0)
    assert Meeting.objects.count() == 12
    assert Meeting.objects.get(reference="2024-03-001").title == "Edited"
    assert Person.objects.count() == 6
