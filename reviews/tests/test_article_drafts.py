"""Answers on the edit page and in its drafts: marked, given, kept while somebody writes, taken back."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.models import ArticleDraft
from reviews.tests.test_article_pages import (
    DRAFT,
    EDIT,
    edited,
    form_of,
    latest,
    opened,
    page,
    place_of,
    plain,
    send,
    with_words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancelled(client, march, bora):
    """The meeting with the embassy of Canada, cancelled after the text was edited."""
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    meeting = Meeting.objects.get(reference="2024-03-006")
    meeting.set_status(Meeting.Status.CANCELLED)
    return meeting


def questions(response):
    return [f for _block, f in response.context["sheet"].questions if f.reference == "2024-03-006"]


def draft(client, user, form, **data):
    return json.loads(send(client, user, form, address=DRAFT, **data).content)


def whole_form(client, user):
    response = page(client, user)
    return response, form_of(response) | {"state": response.context["state"]}


def test_a_cancelled_meeting_is_marked_and_asked_about(client, cancelled, bora):
    response = page(client, bora)
    [first, *_others] = questions(response)
    text = plain(response)
    assert f"tells of a meeting that was cancelled on {first.fate.at:%-d %B}" in text
    assert f'id="ask-{first.name}"' in response.content.decode()
    assert response.context["left"] >= 1


def test_it_is_removed_without_scripts(client, cancelled, bora):
    response, form = whole_form(client, bora)
    answers = {f"ask-{one.name}": "remove" for one in questions(response)}
    send(client, bora, form | answers)
    assert "2024-03-006" not in latest().written.told
    assert questions(page(client, bora)) == []


def test_to_keep_it_takes_a_reason_and_the_rest_is_saved(client, cancelled, bora):
    response, form = whole_form(client, bora)
    form = with_words(form, old="K. Bergner", new="Mr. Bergner")
    one = questions(response)[0]
    refused = send(client, bora, form, **{f"ask-{one.name}": "keep"})
    assert "Say why it stays." in plain(refused)
    assert f'href="#why-{one.name}"' in refused.content.decode()
    assert "Mr. Bergner" in latest().plain_text
    assert one.name in [found.name for found in questions(page(client, bora))]
    response, form = whole_form(client, bora)
    kept = {f"ask-{one.name}": "keep", f"why-{one.name}": "It was announced."}
    send(client, bora, form | kept)
    assert one.name not in [found.name for found in questions(page(client, bora))]


def test_other_words_are_an_answer(client, cancelled, bora):
    response, form = whole_form(client, bora)
    one = questions(response)[0]
    place = place_of(form, one.text)
    send(client, bora, edited(form, place, one.text, f"As planned, {one.text}"))
    assert one.name not in [found.name for found in questions(page(client, bora))]


def test_an_answer_in_a_draft_outlives_what_is_typed_next_and_can_be_taken_back(
    client, cancelled, bora
):
    response, form = whole_form(client, bora)
    one = questions(response)[0]
    reason = {f"ask-{one.name}": "keep", f"why-{one.name}": "It was announced."}
    answered = draft(client, bora, form, **reason)
    assert answered["left"] == response.context["left"] - 1
    assert answered["answered"]
    later = with_words(form, old="K. Bergner", new="Mr. Bergner") | {"state": answered["state"]}
    typed = draft(client, bora, later)
    assert typed["left"] == answered["left"]
    assert typed["answered"] == ""
    shown = page(client, bora)
    assert shown.context["left"] == answered["left"]
    assert "Mr. Bergner" in "".join(form_of(shown)["paragraph"])
    assert draft(client, bora, later, undo=answered["answered"])["left"] == answered["left"] + 1
    assert draft(client, bora, form)["left"] == answered["left"] + 1


def test_a_state_of_somebody_else_is_not_taken(client, cancelled, bora):
    response, form = whole_form(client, bora)
    one = questions(response)[0]
    reason = {f"ask-{one.name}": "keep", f"why-{one.name}": "It was announced."}
    answered = draft(client, bora, form, **reason)
    ArticleDraft.objects.all().delete()
    other = type(bora).objects.create_user(username="other", password=None)
    other.groups.set(bora.groups.all())
    seen = draft(client, other, opened(client, other), state=answered["state"])
    assert seen["left"] == answered["left"] + 1
    for state in ("", "x", f"{answered['state']}x"):
        assert draft(client, bora, form | {"state": state})["left"] == seen["left"]


def test_a_late_meeting_is_put_into_a_draft(client, cancelled, bora):
    late = make_meeting(date=date(2024, 3, 20), public_line="foreign workers in tourism")
    _response, form = whole_form(client, bora)
    assert f'data-late="{late.reference}"' in draft(client, bora, form)["sheet"]
    answered = draft(client, bora, form, put=late.reference)
    assert f'data-late="{late.reference}"' not in answered["sheet"]
    assert "tourism" in answered["sheet"]
    assert latest().text is not None
    assert "tourism" not in latest().plain_text
    shown = page(client, bora)
    send(client, bora, form_of(shown) | {"state": shown.context["state"]}, address=EDIT)
    assert "tourism" in latest().plain_text


def test_a_draft_takes_the_same_queries_however_many_meetings(client, cancelled, bora):
    _response, form = whole_form(client, bora)
    draft(client, bora, form)
    for day in range(1, 20):
        make_meeting(f"Meeting {day}", date=date(2024, 3, day))
    with CaptureQueriesContext(connection) as captured:
        client.post(DRAFT, form)
    assert len(captured) == 24
