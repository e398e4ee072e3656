"""An import undone after its month was signed: what a signature tells of stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import Meeting
from intake.registers.store import store
from intake.tests.factories import checked, csv_bytes, make_lists
from intake.undo import undo
from reviews.models import MonthlyReview
from stakeholders.models import Organisation

pytestmark = pytest.mark.django_db
PLANS = [("Date", "date", "day"), ("Who", "organisations", "comma")]


@pytest.fixture
def source(settings, tmp_path):
    """An import of a meeting in February and one in March, stored."""
    settings.MEDIA_ROOT = tmp_path
    make_lists()
    rows = csv_bytes(["Date", "Who"], ["6.2.2024", "Caritas"], ["7.3.2024", "UNHCR"])
    found = checked(rows, *PLANS, today=date(2024, 4, 1))
    store(found, found.created_by)
    return found


def sign(month, at):
    MonthlyReview.objects.create(
        month=month, status="signed", signed_at=at, signed_by=make_user("head of office"), frozen={}
    )


def test_a_meeting_of_a_signed_month_stays(source):
    sign(date(2024, 2, 1), timezone.now())
    assert undo(source) == {"meeting": 1, "appointment": 0, "person": 0, "organisation": 1}
    assert [meeting.date for meeting in Meeting.objects.all()] == [date(2024, 2, 6)]
    assert [row.name for row in Organisation.objects.all()] == ["Caritas"]
    assert Meeting.history.count() == 1


def test_one_that_came_after_the_signature_goes(source):
    sign(date(2024, 2, 1), Meeting.objects.earliest("created_at").created_at - timedelta(seconds=1))
    assert undo(source)["meeting"] == 0
    assert not Meeting.objects.exists()


def test_one_of_a_month_that_is_not_signed_goes(source):
    MonthlyReview.objects.create(month=date(2024, 2, 1))
    assert undo(source)["meeting"] == 0
    assert not Meeting.objects.exists()
