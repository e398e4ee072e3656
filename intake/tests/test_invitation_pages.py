"""An invitation in the browser: who may bring one, the draft it becomes, what happens when it comes again."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import FormDraft, Meeting
from engagements.models.form_draft import MOST_DRAFTS
from engagements.tests.factories import make_kind, make_meeting
from intake import safe_reading
from intake.invitations.draft import attending
from intake.invitations.match import reason
from intake.invitations.read_file import LARGEST, Invited
from intake.models import CalendarFile, Invitation
from intake.safe_reading import Unreadable
from intake.tests.calendars import VISIT, calendar, event, visit
from stakeholders.models import Organisation, Person
from stakeholders.tests.factories import make_appointment, make_location, make_person

pytestmark = pytest.mark.django_db
IMPORT, CHOOSE = "/meetings/import/", "/meetings/import/choose/"


@pytest.fixture
def alma():
    make_kind()
    return make_user(full_name="Alma Kola", email="alma@iom.example")


@pytest.fixture
def signed_in(client, alma):
    client.force_login(alma)
    return client


def send(client, raw, name="invite.ics"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, raw)})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def boxes():
    return FormDraft.objects.get().fields


@pytest.mark.parametrize(
    ("role", "status"), [("staff", 200), ("head of office", 200), ("viewer", 403), ("data manager", 403), ("", 403)],
)  # fmt: skip
def test_those_who_log_meetings_bring_invitations(client, role, status):
    user = make_user(role)
    CalendarFile.objects.create(user=user, name="x.ics", events=[], total=0)
    client.force_login(user)
    assert client.get(IMPORT).status_code == status
    assert client.get(CHOOSE).status_code == status
    assert client.post("/meetings/import/0/take/").status_code == (404 if status == 200 else 403)
    assert client.get("/meetings/import/0/").status_code == (404 if status == 200 else 403)


def test_strangers_are_led_to_sign_in(client):
    for address in (IMPORT, CHOOSE, "/meetings/import/0/", "/meetings/import/0/take/"):
        assert client.get(address).url == f"{reverse('account_login')}?next={address}"


@pytest.mark.apart
def test_an_invitation_becomes_a_draft(signed_in, alma):
    kukes = make_location()
    besa = make_user(full_name="Besa Hoxha", email="Besa@example.org")
    post = make_appointment(make_person(email="Mayor@kukes.example"), title="Mayor")
    response = send(signed_in, visit())
    draft = FormDraft.objects.get(user=alma)
    assert response.url == f"{reverse('meeting_create')}?draft={draft.token}"
    assert said(response) == [
        "A draft was made of the invitation. Check it, and save it once you have met."
    ]
    fields = {name: texts for name, texts in draft.fields.items() if any(texts)}
    assert {name: fields[name] for name in ("when", "day", "title", "place", "channel")} == {
        "when": ["day"], "day": ["6 March 2024"],
        "title": ["Visit to the Municipality of Kukës"], "place": [str(kukes)], "channel": ["in_person"],
    }  # fmt: skip
    assert fields["staff"] == [str(pk) for pk in sorted([alma.pk, besa.pk])]
    assert (fields["with-0-who"], fields["with-0-role"]) == (["Albert Halilaj"], ["Mayor"])
    assert fields["with-0-picked"] == [f"p{post.person_id}.{post.organisation_id}"]
    assert "with-1-who" not in fields
    assert fields["internal_note"] == [
        "From the invitation: 6 March 2024, 10:00–11:30 in Tirana\n"
        "Place: Municipality building, Kukës, Albania\n"
        "Invited, not found in the record: Nobody Known (nobody@example.net)\n\n"
        "Agenda: reception centre.\nBring the figures."
    ]
    assert "public_line" not in fields
    assert (Person.objects.count(), Organisation.objects.count(), Meeting.objects.count()) == (
        1,
        1,
        0,
    )


def test_the_draft_opens_and_is_stored_as_it_stands(signed_in, alma):
    post = make_appointment(make_person(email="mayor@kukes.example"), title="Mayor")
    page = signed_in.get(send(signed_in, visit()).url)
    assert page.status_code == 200
    assert "Visit to the Municipality of Kukës" in page.content.decode()
    draft = FormDraft.objects.get()
    stored = signed_in.post("/meetings/new/", {**draft.fields, "token": str(draft.token)})
    meeting = Meeting.objects.get()
    assert stored.status_code == 302
    assert (meeting.date, meeting.created_by, meeting.public_line) == (date(2024, 3, 6), alma, "")
    assert [a.person for a in meeting.attendances.all()] == [post.person]
    assert not FormDraft.objects.exists()


def test_home_lists_the_draft(signed_in):
    send(signed_in, visit())
    page = signed_in.get("/").content.decode()
    assert "Visit to the Municipality of Kukës" in page
    assert f'href="{IMPORT}"' in page


def test_the_same_file_again_leads_to_the_same_draft(signed_in):
    first, again = send(signed_in, visit()), send(signed_in, visit())
    assert again.url == first.url
    assert said(again)[-1] == "There is already a draft for this invitation."
    assert (FormDraft.objects.count(), Invitation.objects.count()) == (1, 1)


def test_a_deleted_draft_is_made_again(signed_in):
    send(signed_in, visit())
    FormDraft.objects.all().delete()
    send(signed_in, visit())
    assert FormDraft.objects.get().token == Invitation.objects.get().token


def test_a_changed_invitation_is_offered_and_taken_over(signed_in):
    make_location()
    make_location("Shkodër")
    send(signed_in, visit())
    draft = FormDraft.objects.get()
    draft.fields |= {
        "title": ["My own title"],
        "internal_note": [draft.fields["internal_note"][0].replace("\n", "\r\n")],
    }
    draft.save()
    moved = visit(
        sequence=":2",
        summary=":Their new title",
        location=":Shkodër",
        dtstart=":20240307T100000",
        dtend=None,
    )
    response = send(signed_in, moved)
    assert response.url == "/meetings/import/0/"
    page = signed_in.get(response.url)
    changes = [(c.part, c.before, c.now, c.is_ours) for c in page.context["answer"].changes]
    assert changes == [
        ("title", "My own title", "Their new title", True),
        ("when", "6 March 2024", "7 March 2024", False),
        ("place", "Kukës", "Shkodër", False),
        ("internal_note", "the text of the invitation", "the text of the invitation", False),
    ]
    assert boxes()["day"] == ["6 March 2024"]
    taken = signed_in.post("/meetings/import/0/take/", {"change": "1"})
    again = signed_in.post("/meetings/import/0/take/", {"change": "1"})
    assert (again.url, said(again)[-1]) == (
        taken.url,
        "There is already a draft for this invitation.",
    )
    assert taken.url == f"{reverse('meeting_create')}?draft={draft.token}"
    assert (boxes()["title"], boxes()["day"], boxes()["place"]) == (
        ["My own title"],
        ["7 March 2024"],
        ["Shkodër"],
    )
    assert send(signed_in, moved).url == taken.url
    assert send(signed_in, visit()).url == "/meetings/import/0/"
    assert "older version" in signed_in.get("/meetings/import/0/").content.decode()


def logged(user, raw, client):
    send(client, raw)
    invitation = Invitation.objects.get()
    FormDraft.objects.all().delete()
    return make_meeting("Visit", created_by=user, token=invitation.token)


def test_a_logged_meeting_is_shown_and_not_changed(signed_in, alma):
    meeting = logged(alma, visit(), signed_in)
    for raw in (visit(), visit(sequence=":2", summary=":Other")):
        page = signed_in.get(send(signed_in, raw).url)
        assert page.context["answer"].what == "stored"
        assert meeting.get_absolute_url() in page.content.decode()
    meeting.refresh_from_db()
    assert (meeting.title, FormDraft.objects.count()) == ("Visit", 0)


def test_what_a_colleague_logged_is_shown(client, signed_in, alma):
    meeting = logged(alma, visit(), signed_in)
    client.force_login(make_user())
    page = client.get(send(client, visit()).url)
    assert meeting.get_absolute_url() in page.content.decode()


def test_what_a_colleague_restricted_does_not_exist(client, signed_in, alma):
    meeting = logged(alma, visit(), signed_in)
    Meeting.objects.filter(pk=meeting.pk).update(sensitivity="restricted")
    other = make_user()
    client.force_login(other)
    send(client, visit())
    assert FormDraft.objects.get().user == other


def test_a_colleagues_draft_is_theirs(client, signed_in):
    first = send(signed_in, visit())
    client.force_login(make_user())
    assert send(client, visit()).url != first.url
    assert FormDraft.objects.count() == 2


def test_cancelled_with_a_draft(signed_in):
    send(signed_in, visit())
    page = signed_in.get(send(signed_in, visit("CANCEL", sequence=":2")).url).content.decode()
    assert reverse("draft_delete", args=[FormDraft.objects.get().token]) in page


def test_cancelled_with_a_meeting(client, signed_in, alma):
    meeting = logged(alma, visit(), signed_in)
    cancel = reverse("meeting_cancel", args=[meeting.reference])
    assert cancel in signed_in.get(send(signed_in, visit("CANCEL")).url).content.decode()
    client.force_login(make_user())
    page = client.get(send(client, visit("CANCEL")).url).content.decode()
    assert "logged here as a meeting that took place" in page
    assert cancel not in page


def test_cancelled_without_either(signed_in):
    page = signed_in.get(send(signed_in, visit("CANCEL")).url).content.decode()
    assert "nothing to do" in page
    assert not FormDraft.objects.exists()


def test_a_series_called_off_names_each_of_its_drafts(signed_in):
    send(signed_in, visit(rrule=":FREQ=WEEKLY;COUNT=3"))
    for number in (0, 2):
        signed_in.post(f"/meetings/import/{number}/take/")
    page = signed_in.get(send(signed_in, visit("CANCEL", rrule=":FREQ=WEEKLY;COUNT=3")).url)
    assert [one.invitation.recurrence for one in page.context["answer"].known] == [
        "20240306T090000Z", "20240320T090000Z",
    ]  # fmt: skip


def test_a_reply_is_nothing_to_log(signed_in):
    page = signed_in.get(send(signed_in, visit("REPLY")).url).content.decode()
    assert "nothing to log" in page
    assert not FormDraft.objects.exists()


def test_one_date_of_a_series_is_chosen(signed_in):
    response = send(signed_in, visit(rrule=":FREQ=WEEKLY;COUNT=3"))
    assert response.url == CHOOSE
    dates = [when for _n, _event, when, _remarks in signed_in.get(CHOOSE).context["dates"]]
    assert dates == [f"{day} March 2024, 10:00–11:30 in Tirana" for day in (20, 13, 6)]
    assert not FormDraft.objects.exists()
    signed_in.post("/meetings/import/1/take/")
    assert boxes()["day"] == ["13 March 2024"]
    again = signed_in.post("/meetings/import/1/take/")
    assert (FormDraft.objects.count(), again.status_code) == (1, 302)
    assert signed_in.post("/meetings/import/3/take/").status_code == 404


def test_what_could_not_be_read_is_said_beside_the_rest(signed_in):
    raw = calendar(event(*VISIT), event("SUMMARY:Lunch"))
    assert send(signed_in, raw).url == CHOOSE
    assert signed_in.get(CHOOSE).context["unread"] == [
        "The meeting “Lunch” has no date, so there is nothing to log."
    ]


def test_an_unknown_zone_is_flagged_on_the_draft(signed_in):
    response = send(signed_in, visit(dtstart=";TZID=Nowhere:20240306T100000", dtend=None))
    remark = "Check the time: the time zone “Nowhere” is not known, so Tirana’s was assumed."
    assert said(response)[-1] == remark
    assert remark in boxes()["internal_note"][0]


def test_what_is_private_in_the_calendar_is_said(signed_in):
    response = send(signed_in, visit(**{"class": ":PRIVATE"}))
    remark = "Marked as private in the calendar: tick Restricted if only those present may read it."
    assert said(response)[-1] == remark
    assert remark in boxes()["internal_note"][0]


@pytest.mark.parametrize(
    ("where", "channel"),
    [
        ("Microsoft Teams Meeting", "online"),
        ("https://zoom.example/1", "online"),
        ("Tel. +355691234567", "phone"),
        ("Room 3", "in_person"),
    ],
)  # fmt: skip
def test_how_they_meet(signed_in, where, channel):
    send(signed_in, visit(location=f":{where}"))
    assert boxes()["channel"] == [channel]
    assert boxes()["place"] == [""]


def test_several_days_have_a_last_one(signed_in):
    send(signed_in, visit(dtstart=";VALUE=DATE:20240306", dtend=";VALUE=DATE:20240309"))
    assert [boxes()[name] for name in ("end_day", "end_month", "end_year")] == [
        ["8"],
        ["3"],
        ["2024"],
    ]
    assert boxes()["internal_note"][0].startswith(
        "From the invitation: 6 March 2024 – 8 March 2024\n"
    )


def test_namesakes_and_the_declined_stand_in_the_note(signed_in):
    make_person("Albert Halilaj")
    make_person("Albert Halilaj")
    send(
        signed_in,
        calendar(
            event(
                *VISIT[:8],
                "ATTENDEE;CN=Albert Halilaj:mailto:a@example.org",
                "ATTENDEE;CN=Ana;PARTSTAT=DECLINED:mailto:ana@example.org",
            )
        ),
    )
    assert "with-0-who" not in {name for name, texts in boxes().items() if any(texts)}
    note = boxes()["internal_note"][0]
    assert "Albert Halilaj (a@example.org) (several people of this name)" in note
    assert "Declined: Ana (ana@example.org)" in note


def test_last_name_first_and_organisations_are_matched(signed_in):
    post = make_appointment(title="Mayor")
    people = [
        'ATTENDEE;CN="Halilaj, Albert":mailto:private@example.org',
        "ATTENDEE;CN=Municipality of Kukes:mailto:info@example.org",
    ]
    send(signed_in, calendar(event(*VISIT[:7], *people)))
    assert [boxes()[f"with-{n}-picked"] for n in (0, 1)] == [
        [f"p{post.person_id}.{post.organisation_id}"], [f"o{post.organisation_id}"],
    ]  # fmt: skip


def test_as_many_queries_for_a_crowd_as_for_one(signed_in, django_assert_num_queries, alma):
    for number in range(12):
        make_appointment(
            make_person(f"Person {number}"), title=f"Title {number}"
        ) if number == 0 else make_person(f"Person {number}")
    for count in (1, 12):
        with django_assert_num_queries(4):
            found = attending([Invited(f"Person {n}", "") for n in range(count)], date(2024, 3, 6))
        assert len(found.rows) == count


@pytest.mark.apart
def test_bad_files_say_why(signed_in):
    for raw, code in ((b"%PDF", "calendar"), (b"\0" * 9, "nul"), (calendar(), "none")):
        page = send(signed_in, raw)
        assert (page.status_code, page.context["form"].errors["file"]) == (
            422,
            [reason(Unreadable(code))],
        )
    assert send(signed_in, b"").context["form"].errors["file"] == ["This file is empty."]
    large = send(signed_in, b"x" * (LARGEST + 1))
    assert (large.status_code, "too large" in large.context["form"].errors["file"][0]) == (
        422,
        True,
    )
    assert signed_in.post(IMPORT).status_code == 422
    assert not CalendarFile.objects.exists()


@pytest.mark.apart
def test_a_rule_that_no_day_fits_is_given_up(signed_in, monkeypatch):
    monkeypatch.setattr(safe_reading, "CALENDAR_SECONDS", 1)
    page = send(signed_in, visit(rrule=":FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))
    assert (page.status_code, page.context["form"].errors["file"]) == (
        422,
        [reason(Unreadable("heavy"))],
    )


def test_too_many_unfinished_forms(signed_in, alma):
    FormDraft.objects.bulk_create(
        FormDraft(user=alma, token=f"{n:032x}", fields={}, form_version=2)
        for n in range(MOST_DRAFTS)
    )
    response = send(signed_in, visit())
    assert response.url == "/meetings/import/0/"
    assert "too many unfinished forms" in signed_in.get(response.url).content.decode()
