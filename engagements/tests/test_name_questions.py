"""Names that match nothing or several: each row asks about its own, nothing is lost, nothing made early."""

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


def questions_of(answer):
    return list(answer.context["form"].questions.values())


def answered(answer, **answers):
    """Return what a browser sends from the form with its questions, when these are the answers."""
    data = dict(answer.context["form"].data.lists())
    for question in questions_of(answer):
        data[f"{question.prefix}-asked"] = question.field
        data[f"{question.prefix}-asked_for"] = question.text
        data[f"{question.prefix}-answer"] = question.chosen
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
    assert "Who did you mean by “mayor kuk”?" in page
    first, second, third = questions_of(answer)
    assert [option.value for option in first.options] == [f"o{kukes.pk}"]
    assert [option.value for option in second.options] == [f"p{mayor.pk}.{kukes.pk}"]
    assert third.options == []
    # The one likely answer is chosen; what may be anybody is left to its writer.
    chosen = [question.chosen for question in (first, second, third)]
    assert chosen == [f"o{kukes.pk}", f"p{mayor.pk}.{kukes.pk}", ""]
    assert "Kept line" in page
    assert not Meeting.objects.exists()
    kind = make_organisation_kind("civil-society", "Civil society")
    said = {"with-2-answer": "organisation", "with-2-answer_kind": kind.pk}
    assert writer.post(reverse("meeting_create"), answered(answer, **said)).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.public_line == "Kept line"
    assert [str(row) for row in meeting.counterparts.all()] == ["Municipality of Kukës", "Ana Zog"]
    assert meeting.counterparts.first().group_label == "Staff"
    assert str(meeting.attendances.get()) == "Mr. Albert Halilaj, Mayor of Kukës Municipality"
    assert Person.objects.get() == mayor


def test_a_vacant_seat_is_an_answer(writer):
    korce = make_organisation(name="Municipality of Korçë", seats="Mayor")
    answer = send(writer, {"who": "mayor korce", "person": "Sotiraq Filo"})
    (question,) = questions_of(answer)
    assert question.chosen == f"o{korce.pk}|Mayor"
    assert writer.post(reverse("meeting_create"), answered(answer)).status_code == 302
    assert str(Meeting.objects.get().attendances.get()) == "Sotiraq Filo, Mayor"
    assert str(korce.appointments.get()) == "Mayor, Sotiraq Filo"


def test_a_name_like_a_known_one_in_a_seat_is_asked_about(writer):
    korce = make_organisation(name="Municipality of Korçë", seats="Mayor")
    known = make_person("Sotiraq Filo")
    row = {"who": "Mayor, Municipality of Korçë", "person": "Sotiraq Fillo"}
    answer = send(writer, row)
    (question,) = questions_of(answer)
    assert (question.field, question.chosen) == ("person", f"p{known.pk}")
    assert writer.post(reverse("meeting_create"), answered(answer)).status_code == 302
    assert str(Meeting.objects.get().attendances.get()) == "Sotiraq Filo, Mayor"
    assert str(korce.appointments.get()) == "Mayor, Sotiraq Filo"


def test_a_new_person_may_be_of_no_organisation(writer):
    kukes = make_organisation()
    answer = send(writer, {"who": "Mr. Onid Bejleri", "role": "Deputy Mayor"})
    (question,) = questions_of(answer)
    assert question.chosen == "person"
    said = answered(answer, **{"with-0-answer_of": "municipality of kukes"})
    assert writer.post(reverse("meeting_create"), said).status_code == 302
    attendance = Meeting.objects.get().attendances.get()
    assert str(attendance) == "Mr. Onid Bejleri, Deputy Mayor"
    assert attendance.counterpart.organisation == kukes
    again = send(writer, {"who": "Ms. Ana Zog"})
    data = answered(again, another_than=Meeting.objects.get().reference)
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.latest("pk").counterparts.get().organisation is None
    assert Organisation.objects.get() == kukes


def test_an_organisation_mistyped_for_a_person_is_asked_about_too(writer):
    kukes = make_organisation()
    make_person("Ana Hoxha")
    answer = send(writer, {"who": "Ana Hoxha", "organisation": "Municipality of Kukss"})
    (question,) = questions_of(answer)
    assert (question.field, question.text) == ("organisation", "Municipality of Kukss")
    assert writer.post(reverse("meeting_create"), answered(answer)).status_code == 302
    assert Meeting.objects.get().counterparts.get().organisation == kukes


def test_two_people_of_one_name_are_told_apart(writer):
    ministry = make_organisation(name="Ministry")
    first, second = make_person("Ana Hoxha"), make_person("Ana Hoxha")
    for title, person in (("Clerk", first), ("Driver", second)):
        make_appointment(person, ministry, title=title)
    answer = send(writer, {"who": "Ministry", "person": "Ana Hoxha"})
    (question,) = questions_of(answer)
    assert question.reason == "Several people are called “Ana Hoxha”."
    assert {option.detail for option in question.options} == {"Clerk, Ministry", "Driver, Ministry"}
    data = answered(answer, **{"with-0-answer": f"p{second.pk}.{ministry.pk}"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.get().attendances.get().person == second


def test_for_whom_somebody_with_several_posts_spoke(writer):
    ana = make_person("Ana Hoxha")
    bodies = [make_organisation(name=name) for name in ("Ministry", "Museum")]
    for body in bodies:
        make_appointment(ana, body)
    answer = send(writer, {"who": "Ana Hoxha"})
    (question,) = questions_of(answer)
    assert question.heading == "Which organisation did Ana Hoxha speak for?"
    assert [option.label for option in question.options] == ["Ministry", "Museum"]
    data = answered(answer, **{"with-0-answer": "leave"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.get().counterparts.get().organisation is None
    data = answered(answer, **{"with-0-answer": f"o{bodies[1].pk}"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert Meeting.objects.latest("pk").counterparts.get().organisation == bodies[1]


def test_who_promised_is_asked_where_several_were_met(writer):
    bodies = [make_organisation(name=name) for name in ("Ministry", "Museum")]
    promise = {"promised_by": "them", "text": "Reply"}
    data = meeting_post(
        make_kind(), rows=[{"who": "Ministry"}, {"who": "Museum"}], action_points=[promise]
    )
    answer = writer.post(reverse("meeting_create"), data)
    (question,) = questions_of(answer)
    assert (question.prefix, question.heading) == ("promise-0", "Who of them promised it?")
    assert [option.label for option in question.options] == ["Ministry", "Museum"]
    said = answered(answer, **{"promise-0-answer": f"o{bodies[1].pk}"})
    assert writer.post(reverse("meeting_create"), said).status_code == 302
    assert Meeting.objects.get().action_points.get().organisation == bodies[1]


def test_no_answer_is_asked_again_and_what_was_typed_since_counts(writer):
    make_organisation()
    answer = send(writer, {"who": "Zzz Qqq", "role": "Kept role"})
    assert "Choose one." not in answer.content.decode()
    again = writer.post(reverse("meeting_create"), answered(answer))
    page = again.content.decode()
    assert "Choose one." in page
    assert 'value="Kept role"' in page
    assert not Meeting.objects.exists()
    typed = {"with-0-answer": "leave", "with-0-who": "Municipality of Kukës"}
    assert writer.post(reverse("meeting_create"), answered(again, **typed)).status_code == 302
    assert str(Meeting.objects.get().counterparts.get()) == "Municipality of Kukës"


def test_left_out(writer):
    make_organisation()
    answer = send(writer, {"who": "Zzz Qqq", "role": "Staff"}, {"who": "Municipality of Kukës"})
    data = answered(answer, **{"with-0-answer": "leave"})
    assert writer.post(reverse("meeting_create"), data).status_code == 302
    assert [str(row) for row in Meeting.objects.get().counterparts.all()] == [
        "Municipality of Kukës"
    ]


def test_questions_come_whatever_else_is_wrong(writer):
    page = send(writer, {"who": "Kukss", "people_count": "0"}, day="99").content.decode()
    assert "There is a problem" in page
    assert 'href="#with-0-question"' in page
    assert "Who did you mean by “Kukss”?" in page
    assert "Ensure this value is greater than or equal to 1." in page


def test_a_file_is_kept_while_a_name_is_asked_about(writer):
    upload = SimpleUploadedFile("notes.txt", b"text")
    answer = send(writer, {"who": "Kukss"}, upload=upload)
    assert not Attachment.objects.exists()
    tokens = answer.context["form"].data["file_tokens"]
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
