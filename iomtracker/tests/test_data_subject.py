"""All that is held on a person, shown and handed out; and the person anonymised from their page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import Attendance, Counterpart
from engagements.tests.factories import make_meeting
from intake.models import Import, ImportRow, Made
from reviews.article.written import to_json
from reviews.build_report import build_report
from reviews.models import MonthlyReview
from reviews.tests.factories import make_text
from stakeholders.merging import merge
from stakeholders.models import Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
PAGES = ["person_held", "person_anonymise"]


@pytest.fixture
def dora(client):
    user = make_user("data manager")
    client.force_login(user)
    return user


def attend(meeting, person, organisation=None, title="Mayor"):
    row = Counterpart.objects.create(
        meeting=meeting, organisation=organisation or make_organisation()
    )
    return Attendance.objects.create(counterpart=row, meeting=meeting, person=person, title=title)


def parts(client, person):
    """Return {heading: [(label, text)]} of the page."""
    found = client.get(reverse("person_held", args=[person.pk])).context["parts"]
    return {heading: [(line.label, line.text) for line in lines] for heading, lines in found}


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", ""])
def test_it_is_the_data_managers(client, role):
    person = make_person()
    client.force_login(make_user(role))
    for name in PAGES:
        assert client.get(reverse(name, args=[person.pk])).status_code == 403
    assert client.post(reverse("person_anonymise", args=[person.pk])).status_code == 403
    assert client.get(f"/people/{person.pk}/held/csv/").status_code == 403
    assert "Anonymise" not in client.get(person.get_absolute_url()).content.decode()
    assert Person.objects.get().full_name == "Albert Halilaj"


@pytest.mark.parametrize("name", PAGES)
def test_anonymous_is_led_to_sign_in(client, name):
    address = reverse(name, args=[make_person().pk])
    assert client.get(address).url == f"/account/login/?next={address}"


def test_the_persons_page_leads_there(client, dora):
    person = make_person()
    page = client.get(person.get_absolute_url()).content.decode()
    for name in PAGES:
        assert f'href="{reverse(name, args=[person.pk])}"' in page
    assert client.get("/people/999/held/").status_code == 404
    assert client.get(f"/people/{person.pk}/held/docx/").status_code == 404


def test_every_part_of_what_is_held(client, dora):
    person = make_person(email="a@kukes.example", source="Card", last_confirmed=date(2024, 3, 6))
    person.email = "albert@kukes.example"
    person.store()
    office = make_organisation()
    make_appointment(person, office, "Mayor", started=date(2023, 5, 14))
    met = make_meeting(
        "Visit", date=date(2024, 3, 6), internal_note="Albert Halilaj promised a room."
    )
    attend(met, person, office)
    met.action_points.create(text="Call albert halilaj", owner=dora)
    source = Import.objects.create(
        name="book.vcf", extension="vcf", size=1, created_by=dora, stored_at=timezone.now()
    )
    Made.objects.create(source=source, label="stakeholders.Person", row_id=person.pk)
    today = f"{timezone.localdate():%-d %B %Y}"
    assert parts(client, person) == {
        "Contact data": [
            ("Full name", "Albert Halilaj"),
            ("Work email", "albert@kukes.example"),
            ("Source of the data", "Card"),
            ("Last confirmed", "6 March 2024"),
        ],
        "Earlier contact data": [(f"Work email, last on {today}", "a@kukes.example")],
        "Posts": [("Mayor", "Municipality of Kukës, 14 May 2023")],
        "Meetings": [("2024-03-001", "Visit, Mayor")],
        "Texts that name them": [
            (f"Meeting: {met}", "Internal note"),
            ("Action point: Call albert halilaj", "What"),
        ],
        "Where the data came in and was changed": [("Import", f"book.vcf, {today}")],
    }


def test_what_is_restricted_does_not_exist_here(client, dora):
    person = make_person()
    hidden = make_meeting(
        "Secret visit", sensitivity="restricted", internal_note="Albert Halilaj came."
    )
    attend(hidden, person)
    assert parts(client, person) == {"Contact data": [("Full name", "Albert Halilaj")]}
    page = client.get(reverse("person_anonymise", args=[person.pk])).content.decode()
    assert "No text contains the name." in page
    assert "Secret" not in page


def test_those_merged_into_them_are_shown_with_them(client, dora):
    kept, gone = make_person(), make_person("A. Halilaj", phone="+355 4 1")
    merge(gone, into=kept, by=dora)
    for name in PAGES:
        answer = client.get(reverse(name, args=[gone.pk]))
        assert answer.url == reverse(name, args=[kept.pk])
    assert ("Full name", "A. Halilaj") in parts(client, kept)["Contact data"]


def test_it_is_handed_out_and_that_is_on_record(client, dora):
    person = make_person(phone="=1+1")
    answer = client.get(f"/people/{person.pk}/held/csv/")
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Part,What,Says",
        "Contact data,Full name,Albert Halilaj",
        "Contact data,Work phone,'=1+1",
    ]
    record = ExportRecord.objects.get()
    assert (record.user, record.what, record.file_format, record.row_count) == (
        dora, f"All held on person {person.pk}", "csv", 2,
    )  # fmt: skip


def test_they_are_anonymised_after_a_question(client, dora):
    person = make_person(email="a@kukes.example")
    make_meeting("Albert Halilajt", public_line="Nobody of that name.")
    met = make_meeting("Visit", public_line="Albert Halilaj opened the centre.")
    attend(met, person)
    address = reverse("person_anonymise", args=[person.pk])
    page = client.get(address).content.decode()
    assert "Anonymise Albert Halilaj?" in page
    assert f'<a href="{met.get_absolute_url()}">Meeting: {met}</a>' in page
    assert page.count(">Meeting: ") == 1
    assert Person.objects.get().full_name == "Albert Halilaj"
    assert client.post(address).url == person.get_absolute_url()
    person.refresh_from_db()
    assert (person.full_name, person.email) == ("Name removed", "")
    assert client.get(address).url == client.post(address).url == person.get_absolute_url()
    page = client.get(person.get_absolute_url()).content.decode()
    assert "<h1>Name removed</h1>" in page
    assert "/merge/person/" not in page
    assert page.count("Halilaj") == page.count(met.public_line) == 1  # what somebody wrote stays
    assert "Name removed" in client.get(met.get_absolute_url()).content.decode()


def test_a_month_tells_the_post_without_the_name(client, dora):
    person, office = make_person(), make_organisation()
    for day in (5, 6):
        met = make_meeting(f"Talk {day}", date=date(2024, 3, day))
        attend(met, person, office, "Mayor of Kukës Municipality")
    client.post(reverse("person_anonymise", args=[person.pk]))
    report = build_report(2024, 3, today=date(2024, 4, 1))
    said = str(report)
    assert "Halilaj" not in said
    assert "Mayor of Kukës Municipality" in said


def test_the_name_goes_from_what_the_changes_to_a_meeting_show(client, dora):
    person = make_person()
    meeting = make_meeting(public_line="Talks with Albert Halilaj.")
    meeting.public_line, meeting.version = "Talks with the mayor.", 2
    meeting.store()
    address = meeting.get_absolute_url()
    assert "<del>Albert Halilaj.</del>" in client.get(address).content.decode()
    client.post(reverse("person_anonymise", args=[person.pk]))
    page = client.get(address).content.decode()
    assert "Halilaj" not in page
    assert "<ins>the mayor.</ins>" in page


def test_rows_that_imports_left_out_go_with_the_name(client, dora):
    person = make_person("Albert Çela", other_names="Al")
    stored = Import.objects.create(
        name="r.csv", extension="csv", size=1, created_by=dora, stored_at=timezone.now()
    )
    pending = Import.objects.create(name="p.csv", extension="csv", size=1, created_by=dora)
    for source in (stored, pending):
        for number, name in enumerate(("Albert Çela, Mayor", "Al Jazeera")):
            ImportRow.objects.create(
                source=source, number=number, lead=number, cells=[name], key="", state="wrong"
            )
    client.post(reverse("person_anonymise", args=[person.pk]))
    assert list(ImportRow.objects.order_by("pk").values_list("source__name", "cells")) == [
        ("r.csv", ["Al Jazeera"]), ("p.csv", ["Albert Çela, Mayor"]), ("p.csv", ["Al Jazeera"]),
    ]  # fmt: skip


def test_an_edited_text_of_a_month_is_named(client, dora):
    MonthlyReview.objects.create(
        month=date(2024, 3, 1), text=to_json(make_text("Albert Halilaj was met."))
    )
    lines = parts(client, make_person())["Texts that name them"]
    assert [text for _label, text in lines] == ["Text"]


def test_queries_do_not_grow_with_the_meetings(client, dora, django_assert_num_queries):
    person, office = make_person(), make_organisation()
    address = reverse("person_held", args=[person.pk])
    attend(make_meeting("Talk"), person, office)
    client.get(address)
    for number in range(12):
        if number == 0:
            with django_assert_num_queries(18):
                client.get(address)
        attend(make_meeting(f"Talk {number}"), person, office)
    with django_assert_num_queries(18):
        client.get(address)
