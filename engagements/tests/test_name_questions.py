"""Names that match nothing or several: one page asks about all of them, nothing is lost, nothing made early."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.models import Attachment, FormFile, Meeting
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from stakeholders.models import Organisation, Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person
from stakeholders.tests.factories import make_kind as make_organisation_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    client.force_login(make_user(full_name="Charlie"))
    return client


def send(client, *rows, meeting=None, **fields):
    """Post the form with these rows; a field given replaces the default."""
    address = (
        reverse("meeting_edit", args=[meeting.reference]) if meeting else reverse("meeting_create")
    )
    return client.post(address, meeting_post(make_kind(), rows=rows, **fields))


def answered(answer, **answers):
    """Return what a browser sends from the page of questions, with these answers."""
    form = answer.context["form"]
    data = {}
    for name, value in form.rest_of_questions():
        data.setdefault(name, []).append(value)
    for question in form.questions:
        data[f"{question.prefix}-asked"] = question.field
    return data | answers


def test_all_names_are_asked_about_at_once_and_nothing_is_made(writer):
    kukes = make_organisation()
    mayor = make_appointment(make_person(honorific="Mr."), kukes).person
    rows = [
        {"who": "Municipality of Kuks", "role": "Staff"},
        {"who": "mayor kuk"},
        {"who": "Ana Zog"},
    ]
    answer = send(writer, *rows, public_line="Kept line", title="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Who did you mean?" in page
    assert page.count("<legend") == 3
    first, second, third = answer.context["form"].questions
    assert [option.value for option in first.options] == [f"o{kukes.pk}"]
    assert [option.value for option in second.options] == [f"p{mayor.pk}.{kukes.pk}"]
    assert third.options == []
    assert 'value="Kept line"' in page
    assert not Meeting.objects.exists()
    kind = make_organisation_kind("civil-society", "Civil society")
    data = answered(
        answer,
        **{
            "with-0-answer": f"o{kukes.pk}",
            "with-1-answer": f"p{mayor.pk}.{kukes.pk}",
            "with-2-answer": "organisation",
            "with-2-kind": kind.pk,
        },
    )
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.public_line == "Kept line"
    assert [str(row) for row in meeting.counterparts.all()] == ["Municipality of Kukës", "Ana Zog"]
    assert meeting.counterparts.first().group_label == "Staff"
    assert str(meeting.attendances.get()) == "Mr. Albert Halilaj, Mayor of Kukës Municipality"
    assert Person.objects.get() == mayor


def test_a_new_person_needs_an_organisation(writer):
    kukes = make_organisation()
    answer = send(writer, {"who": "Mr. Onid Bejleri", "role": "Deputy Mayor"})
    said = {"with-0-answer": "person", "with-0-organisation": ""}
    answer = writer.post(reverse("meeting_create"), answered(answer, **said))
    (question,) = answer.context["form"].questions
    assert question.needs_organisation
    assert question.message == "Which organisation did Mr. Onid Bejleri speak for?"
    data = answered(answer, **{"with-0-organisation": "municipality of kukes"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    attendance = Meeting.objects.get().attendances.get()
    assert str(attendance) == "Mr. Onid Bejleri, Deputy Mayor"
    assert attendance.counterpart.organisation == kukes
    assert Organisation.objects.get() == kukes


def test_an_organisation_mistyped_for_a_person_is_asked_about_too(writer):
    kukes = make_organisation()
    make_person("Ana Hoxha")
    answer = send(writer, {"who": "Ana Hoxha", "organisation": "Municipality of Kukss"})
    (question,) = answer.context["form"].questions
    assert (question.field, question.text) == ("organisation", "Municipality of Kukss")
    data = answered(answer, **{"with-0-answer": f"o{kukes.pk}"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.get().counterparts.get().organisation == kukes


def test_two_people_of_one_name_are_told_apart(writer):
    ministry = make_organisation(name="Ministry")
    first, second = make_person("Ana Hoxha"), make_person("Ana Hoxha")
    for title, person in (("Clerk", first), ("Driver", second)):
        make_appointment(person, ministry, title=title)
    answer = send(writer, {"who": "Ministry", "person": "Ana Hoxha"})
    (question,) = answer.context["form"].questions
    assert question.message == "Several people are called “Ana Hoxha”."
    assert {option.detail for option in question.options} == {"Clerk, Ministry", "Driver, Ministry"}
    data = answered(answer, **{"with-0-answer": f"p{second.pk}.{ministry.pk}"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.get().attendances.get().person == second


def test_no_answer_is_asked_again_and_back_leads_to_the_form(writer):
    make_organisation()
    answer = send(writer, {"who": "Kukss", "role": "Kept role"})
    assert "Choose one." not in answer.content.decode()
    again = writer.post(reverse("meeting_create"), answered(answer))
    assert "Choose one." in again.content.decode()
    back = writer.post(reverse("meeting_create"), answered(again, back_to_form="1"))
    page = back.content.decode()
    assert back.status_code == 200
    assert 'value="Kept role"' in page
    assert 'value="Kukss"' in page
    assert not Meeting.objects.exists()


def test_other_errors_come_first(writer):
    page = send(writer, {"who": "Kukss"}, day="99").content.decode()
    assert "There is a problem" in page
    assert "No organisation or person is called “Kukss”." in page


def test_a_file_is_kept_while_a_name_is_asked_about(writer):
    upload = SimpleUploadedFile("notes.txt", b"text")
    answer = send(writer, {"who": "Kukss"}, upload=upload)
    assert not Attachment.objects.exists()
    tokens = dict(answer.context["form"].rest_of_questions())["file_tokens"]
    assert tokens.endswith(" notes.txt")
    assert FormFile.objects.get().original_name == "notes.txt"


def test_a_suggestion_of_a_merged_record_leads_to_the_one_kept(writer):
    kept = make_organisation()
    old = make_organisation(name="Kukës Municipality", merged_into=kept)
    row = {"who": "Kukës Municipality", "picked": f"o{old.pk}"}
    assert send(writer, row).status_code == 302
    assert Meeting.objects.get().counterparts.get().organisation == kept


def test_a_suggestion_of_a_hidden_record_is_refused_in_clear_words(writer):
    retired = make_organisation(name="Old Agency", is_active=False)
    gone = make_person("Ana Hoxha", anonymised_at=timezone.now())
    rows = [
        {"who": "Old Agency", "picked": f"o{retired.pk}", "role": "Kept role"},
        {"who": "Ana Hoxha", "picked": f"p{gone.pk}"},
    ]
    answer = send(writer, *rows)
    assert (
        answer.context["form"].counterparts.errors
        == [{"who": ["This name can no longer be chosen. Choose another."]}] * 2
    )
    assert 'value="Kept role"' in answer.content.decode()
    assert not Meeting.objects.exists()


def test_what_the_meeting_has_already_stays_though_retired(writer):
    agency = make_organisation(name="Old Agency", is_active=False)
    meeting = make_meeting(organisations=[agency], created_by=User.objects.get())
    row = {"who": "Old Agency", "picked": f"o{agency.pk}"}
    answer = send(writer, row, meeting=meeting, title="Same", based_on=1)
    assert answer.status_code == 302
    assert meeting.counterparts.get().organisation == agency


@pytest.mark.parametrize(
    "picked", ["o999999999", "p1", "o", "x1", "o1; drop", "p1.", "o" + "9" * 40]
)
def test_a_picked_number_that_means_nothing_gives_way_to_the_name(writer, picked):
    kukes = make_organisation()
    assert send(writer, {"who": "Municipality of Kukës", "picked": picked}).status_code == 302
    assert Meeting.objects.get().counterparts.get().organisation == kukes


def test_a_name_written_over_a_picked_one_counts(writer):
    make_organisation()
    ministry = make_organisation(name="Ministry")
    kukes = Organisation.objects.get(name="Municipality of Kukës")
    send(writer, {"who": "Ministry", "picked": f"o{kukes.pk}"})
    assert Meeting.objects.get().counterparts.get().organisation == ministry


def test_a_row_that_was_emptied_is_left_out(writer):
    kukes = make_organisation()
    row = {"who": "", "picked": f"o{kukes.pk}", "role": "Mayor"}
    send(writer, row, title="Alone")
    assert not Meeting.objects.get().counterparts.exists()


def test_a_person_without_a_pick_has_the_organisation_and_title_of_the_day(writer):
    kukes = make_organisation()
    make_appointment(
        organisation=kukes, title="Clerk", ended=date(2023, 12, 31), person=make_person()
    )
    person = Person.objects.get()
    make_appointment(person, kukes, title="Mayor", started=date(2024, 1, 1))
    assert send(writer, {"who": "albert halilaj"}).status_code == 302
    assert str(Meeting.objects.get().attendances.get()) == "Albert Halilaj, Mayor"
