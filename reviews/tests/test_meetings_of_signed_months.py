"""Whoever opens or changes a meeting of a signed month is told first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.models import MonthlyReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(client):
    user = make_user("head of office", full_name="Alma Jani")
    client.force_login(user)
    return user


@pytest.fixture
def meeting(alma):
    """A meeting of March 2024, which is signed."""
    meeting = make_meeting("Talk", created_by=alma)
    MonthlyReview.objects.create(
        month=date(2024, 3, 1),
        status="signed",
        signed_at=timezone.now() + timedelta(seconds=1),
        signed_by=alma,
        frozen={},
    )
    return meeting


def page(client, address):
    answer = client.get(address)
    return " ".join(answer.content.decode().split())


def test_the_page_of_the_meeting_says_it(client, meeting):
    address = meeting.get_absolute_url()
    text = page(client, address)
    assert "<b>March 2024 is signed.</b> If this meeting is changed, the month shows it." in text
    MonthlyReview.objects.update(signed_at=timezone.now() - timedelta(days=1))
    text = page(client, address)
    assert "Since then this meeting was changed once; the month shows it." in text
    assert 'href="/months/2024-03/"' in text


def test_a_page_of_its_own_comes_once_before_the_form(client, meeting):
    address = f"/meetings/{meeting.reference}/edit/"
    text = page(client, f"{address}?next=/meetings/")
    assert "<h1>March 2024 is signed</h1>" in text
    assert "Alma Jani signed the month on" in text
    assert 'id="meeting-form"' not in text
    assert 'href="?told_signed=1&amp;next=%2Fmeetings%2F"' in text
    form = page(client, f"{address}?told_signed=1&next=/meetings/")
    assert 'id="meeting-form"' in form
    assert 'name="next" value="/meetings/"' in form
    assert 'id="meeting-form"' in page(client, address)


def test_what_was_typed_is_never_held_up(client, meeting):
    answer = client.post(f"/meetings/{meeting.reference}/edit/", {"title": "Typed"})
    assert b"There is a problem" in answer.content


def test_cancelling_says_it(client, meeting):
    text = page(client, f"/meetings/{meeting.reference}/cancel/")
    assert "March 2024 is signed. The month will show that this meeting no longer counts." in text


def test_meetings_that_the_month_does_not_count_say_nothing(client, meeting, alma):
    restricted = make_meeting("Quiet", created_by=alma, sensitivity="restricted")
    other = make_meeting("Later", created_by=alma, date=date(2024, 4, 2))
    for one in (restricted, other):
        assert "is signed" not in page(client, one.get_absolute_url())
        assert 'id="meeting-form"' in page(client, f"/meetings/{one.reference}/edit/")
