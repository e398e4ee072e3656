"""The server names the text that it has stored, and the one that it only shows again."""

import uuid

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from toolkit.kept_texts import STORED_KEY

pytestmark = pytest.mark.django_db
PAGE = str(uuid.uuid4())


@pytest.fixture
def signed_in(client):
    client.force_login(make_user("head of office", username="head"))
    make_meeting(public_line="The Mayor thanked IOM.")
    return client


@pytest.fixture
def article():
    return reverse("article_edit", args=[2024, 3])


def test_a_stored_text_is_named_on_the_pages_that_follow(signed_in, article):
    sent = {"paragraph": "Written.", "version": "0", "kept_text": PAGE}
    answer = signed_in.post(article, sent, follow=True)
    assert answer.redirect_chain
    assert f'data-stored="{PAGE}"' in answer.content.decode()
    assert f'data-stored="{PAGE}"' in signed_in.get(article).content.decode()


def test_a_text_that_is_shown_again_is_not_stored(signed_in, article):
    sent = {"paragraph": "", "version": "0", "kept_text": PAGE}
    page = signed_in.post(article, sent).content.decode()
    assert f'data-sent="{PAGE}"' in page
    assert 'data-stored=""' in page
    assert STORED_KEY not in signed_in.session


@pytest.mark.parametrize("name", ["", "nonsense", "x" * 10_000, "\0", '"><script>'])
def test_only_the_name_of_a_page_is_remembered(signed_in, article, name):
    answer = signed_in.post(article, {"paragraph": "Written.", "version": "0", "kept_text": name})
    assert answer.status_code == 302
    assert STORED_KEY not in signed_in.session


def test_a_redirect_to_sign_in_stores_nothing(client, article):
    answer = client.post(article, {"paragraph": "Written.", "kept_text": PAGE})
    assert "login" in answer.url
    assert STORED_KEY not in client.session


def test_a_text_for_what_somebody_else_corrected_is_not_stored(client):
    client.force_login(make_user("data manager"))
    meeting = make_meeting(public_line="Theirs.")
    sent = {"record": meeting.pk, "public_line": "Mine.", "kept_text": PAGE}
    assert client.post(reverse("quality_queue", args=["line"]), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.public_line == "Theirs."
    assert STORED_KEY not in client.session
