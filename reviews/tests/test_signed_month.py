"""The whole way: March is signed, four meetings change, and what was signed is still what is given out."""

import hashlib
from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.documents import FORMATS
from reviews.models import MonthlyReview
from reviews.signature.sign import signed_file

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"


@pytest.fixture
def alma():
    return make_user("head of office", full_name="Alma Jani")


def sign(client):
    seen = client.get(f"{MARCH}sign/").context["seen"]
    ticks = {"names": "on", "people": "on", "gaps": "on"}
    assert client.post(f"{MARCH}sign/", {"seen": seen, **ticks}).status_code == 302


def downloads(client, address=MARCH):
    """The bytes that each download answers."""
    return {kind: client.get(f"{address}download/{kind}/").content for kind in FORMATS}


def change_four():
    """Change a title, move one to April, cancel one, log a late one; return their references."""
    renamed, moved, cancelled, *_others = Meeting.objects.filter(date_precision="day").order_by(
        "pk"
    )
    renamed.title = "Meeting with the Ambassador"
    renamed.store()
    moved.date = date(2024, 4, 3)
    moved.store()
    cancelled.set_status(Meeting.Status.CANCELLED)
    late = make_meeting("Logged late", date=date(2024, 3, 28), public_line="IOM spoke of snow.")
    return [meeting.reference for meeting in (renamed, moved, cancelled, late)]


def test_sign_march_then_change_four(client, march, alma):
    client.force_login(alma)
    draft = downloads(client)
    sign(client)
    review = MonthlyReview.objects.get()
    at_signature = downloads(client)
    assert sorted(at_signature) == sorted(["docx", "pdf", "xlsx", "csv", "txt"])
    same = [kind for kind in FORMATS if at_signature[kind] == draft[kind]]
    assert same == ["csv"]  # rows of meetings, which say nothing of a signature
    shown = client.get(MARCH).context["report"]

    references = change_four()
    response = client.get(MARCH)
    changes = response.context["changes"]
    assert changes.title == "4 meetings changed since signature"
    whats = ["changed", "moved", "removed", "added"]
    assert [(one.reference, one.what) for one in changes.meetings] == list(
        zip(references, whats, strict=True)
    )
    text = response.content.decode()
    section = text[text.index('id="sign"') :]
    for words in ("Changed", "Moved to another month", "No longer counted", "Added"):
        assert words in section
    assert response.context["report"] == shown
    assert "snow" not in text

    assert downloads(client) == at_signature
    for kind, content in at_signature.items():
        assert signed_file(review, kind) == content
        stored = review.files.get(file_format=kind)
        assert stored.sha256 == hashlib.sha256(content).hexdigest()


def test_a_new_issue_tells_what_changed_and_leaves_the_old_one(client, march, alma):
    client.force_login(alma)
    sign(client)
    first = downloads(client)
    change_four()
    client.post(f"{MARCH}issues/new/", {"issue": 1})
    late = client.get(f"{MARCH}article/").context["sheet"].late
    assert any("snow" in one.text for one in late)
    client.post(f"{MARCH}article/start-again/", {"version": MonthlyReview.objects.first().version})
    sign(client)
    second = downloads(client)
    assert all(first[kind] != second[kind] for kind in FORMATS)
    assert downloads(client, f"{MARCH}issues/1/") == first
    text = client.get(MARCH).content.decode()
    assert "snow" in text
    assert "changed since signature" not in text
    assert "snow" not in client.get(f"{MARCH}issues/1/").content.decode()
