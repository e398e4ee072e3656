"""The rules of a monthly review, as the database holds them."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.tests.factories import make_user
from reviews.models import MonthlyReview

pytestmark = pytest.mark.django_db
MARCH = date(2024, 3, 1)
SIGNED = datetime(2024, 4, 2, 9, tzinfo=UTC)


def test_a_draft_needs_no_more_than_its_month():
    review = MonthlyReview.objects.create(month=MARCH)
    review.refresh_from_db()
    assert (str(review), review.issue, review.status) == ("March 2024", 1, "draft")
    assert review.history.count() == 1


def test_newest_month_and_issue_first():
    first = MonthlyReview.objects.create(month=MARCH)
    second = MonthlyReview.objects.create(month=MARCH, issue=2)
    april = MonthlyReview.objects.create(month=date(2024, 4, 1))
    assert list(MonthlyReview.objects.all()) == [april, second, first]


def test_an_issue_exists_once():
    MonthlyReview.objects.create(month=MARCH)
    with pytest.raises(IntegrityError):
        MonthlyReview.objects.create(month=MARCH)


def test_a_month_is_its_first_day():
    with pytest.raises(ValidationError, match="written as its first day"):
        MonthlyReview(month=date(2024, 3, 2)).validate_constraints()
    with pytest.raises(IntegrityError):
        MonthlyReview.objects.create(month=date(2024, 3, 2))


@pytest.mark.parametrize(
    ("status", "has_name", "has_time", "is_right"),
    [
        ("signed", True, True, True),
        ("signed", False, True, False),
        ("signed", True, False, False),
        ("draft", True, True, False),
        ("submitted", False, True, False),
        ("returned", False, False, True),
    ],
)
def test_only_a_signed_review_has_a_signature(status, has_name, has_time, is_right):
    review = MonthlyReview(
        month=MARCH,
        status=status,
        signed_by=make_user("head of office") if has_name else None,
        signed_at=SIGNED if has_time else None,
    )
    if is_right:
        review.validate_constraints()
        review.save()
        return
    with pytest.raises(ValidationError, match="has a name and a time"):
        review.validate_constraints()
    with pytest.raises(IntegrityError):
        review.save()


def test_who_signed_cannot_be_deleted():
    alma = make_user("head of office")
    MonthlyReview.objects.create(month=MARCH, status="signed", signed_by=alma, signed_at=SIGNED)
    with pytest.raises(IntegrityError, match="protected"):
        alma.delete()
