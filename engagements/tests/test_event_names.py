"""The public name of an event: a box of its own, and what is asked about a title that may hold it."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.event_names import name_in_title, to_name
from engagements.meeting_history import changes_of
from engagements.models import Meeting
from engagements.models.text_answers import NOT_THE_NAME, answer_token, text_digest
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post, opened_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = make_user(full_name="Alice Hoxha")
    client.force_login(user)
    return user


@pytest.fixture
def event():
    return make_kind("event", "Event", described_as="participation")


def log(client, kind, **fields):
    answer = client.post(
        reverse("meeting_create"), meeting_post(kind, **({"title": "Fair"} | fields))
    )
    assert answer.status_code == 302
    return Meeting.objects.latest("pk")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fair “Invest in North”, Kukës", "Invest in North"),
        ("Employment fair 'Invest in North'", "Invest in North"),
        ('Event "Invest in North"', "Invest in North"),
        ("Panairi «Invest in North»", "Invest in North"),
        ("Round table on labour mobility", "Round table on labour mobility"),
        ("Event with the Mayor's office", ""),
        ("event, Kukës", ""),
        ("Mayors' forum and ministers' day", "Mayors' forum and ministers' day"),
        ("", ""),
    ],
)
def test_what_a_title_may_name(title, name):
    assert name_in_title(title, "Event") == name


def test_it_is_stored_and_shown_as_what_can_be_printed(client, alice, event):
    meeting = log(client, event, event_name="Invest in North")
    assert meeting.event_name == "Invest in North"
    text = client.get(meeting.get_absolute_url()).content.decode()
    assert "<b>Invest in North</b>" in text
    assert "Can appear in the article" in text
    assert [found.reference for found in Meeting.objects.matching("invest", alice)] == [
        meeting.reference
    ]
    assert (meeting.title, meeting.printed_event_name) == ("Fair", "Invest in North")


def test_of_another_kind_it_is_kept_and_not_printed(client, alice):
    meeting = log(client, make_kind(), event_name="Invest in North")
    assert meeting.event_name == "Invest in North"
    assert meeting.printed_event_name == ""
    assert "Invest in North" not in client.get(meeting.get_absolute_url()).content.decode()


def test_of_a_restricted_meeting_the_page_says_that_it_is_not_printed(client, alice, event):
    meeting = log(client, event, event_name="Invest in North", restricted="on", staff=[alice.pk])
    text = client.get(meeting.get_absolute_url()).content.decode()
    assert "Restricted: not in the article" in text
    assert "Can appear in the article" not in text


def test_the_title_never_becomes_the_name(client, alice, event):
    meeting = log(client, event, title="Fair “Invest in North”")
    assert meeting.event_name == ""
    assert meeting.printed_event_name == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [("A" * 201, "at most 200 characters"), ("Fair\0", "Null characters are not allowed")],
)
def test_a_name_that_cannot_be_stored_gets_words_at_its_box(client, alice, event, name, words):
    answer = client.post(reverse("meeting_create"), meeting_post(event, title="F", event_name=name))
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["event_name"]
    assert words in error


def test_a_change_of_it_is_in_the_history(client, alice, event):
    meeting = log(client, event, event_name="Invest in North")
    data = opened_post(
        client.get(reverse("meeting_edit", args=[meeting.reference])).context["form"]
    )
    client.post(
        reverse("meeting_edit", args=[meeting.reference]), data | {"event_name": "Invest in South"}
    )
    changed = changes_of(Meeting.objects.for_page(alice).get(), alice)[0].fields
    assert [(one.label, one.removed, one.added) for one in changed] == [
        ("Name of the event", ("North",), ("South",))
    ]


def test_an_answer_holds_until_the_text_changes(client, alice, event):
    line = "MEETING ON WORK PERMITS"
    tokens = f"junk {answer_token('public_line', 'capitals', line)} title:event-name:{'0' * 16}"
    meeting = log(client, event, public_line=line, answers=tokens)
    given = meeting.text_answers
    assert given == {
        "public_line:capitals": {
            "text": text_digest(line),
            "by": "Alice Hoxha",
            "at": given["public_line:capitals"]["at"],
        }
    }
    assert meeting.answered_remarks("public_line") == ("capitals",)
    address = reverse("meeting_edit", args=[meeting.reference])
    data = opened_post(client.get(address).context["form"])
    client.post(address, data | {"title": "Another"})
    meeting.refresh_from_db()
    assert meeting.text_answers == given
    data = opened_post(client.get(address).context["form"])
    client.post(address, data | {"public_line": "Work permits", "answers": tokens})
    meeting.refresh_from_db()
    assert meeting.text_answers == {}
    assert meeting.answered_remarks("public_line") == ()


def test_who_answered_first_stays(client, alice, event):
    line = "MEETING ON WORK PERMITS"
    token = answer_token("public_line", "capitals", line)
    meeting = log(client, event, public_line=line, answers=token)
    client.force_login(make_user("head of office", full_name="Bob Prifti"))
    address = reverse("meeting_edit", args=[meeting.reference])
    data = opened_post(client.get(address).context["form"])
    client.post(address, data | {"answers": token})
    meeting.refresh_from_db()
    assert meeting.text_answers["public_line:capitals"]["by"] == "Alice Hoxha"


@pytest.mark.parametrize("tokens", ["", "x" * 20_000, "a:b:c\0", "title:event-name:" + "f" * 17])
def test_answers_that_are_none_are_passed_over(client, alice, event, tokens):
    assert log(client, event, answers=tokens).text_answers == {}


def test_which_events_are_still_to_be_named(event):
    asked = make_meeting("Fair “Invest in North”", kind=event)
    make_meeting("Fair “Invest in North”", kind=event, event_name="Invest in North")
    answered = make_meeting("Fair “Invest in North”", kind=event)
    answered.text_answers = {
        NOT_THE_NAME: {"text": text_digest(answered.title), "by": "Alice", "at": "2024-03-06"}
    }
    answered.store()
    make_meeting("Event with the Mayor of Has", kind=event)
    quoted = make_meeting("Event “Invest in North”", kind=event)
    make_meeting("Fair “Invest in North”", kind=make_kind())
    unquoted = make_meeting("Round table", kind=event)
    rows = to_name(Meeting.objects.all()).order_by("pk")
    assert list(rows) == [asked, quoted, unquoted]
    answered.title = "Fair “Invest in South”"
    answered.store()
    assert list(to_name(Meeting.objects.all()).order_by("pk")) == [
        asked,
        answered,
        quoted,
        unquoted,
    ]
