"""Counts of several querysets in one query."""

import pytest

from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from stakeholders.models import Organisation
from stakeholders.tests.factories import make_organisation
from toolkit.joint_counts import count_together

pytestmark = pytest.mark.django_db


def test_each_is_counted_as_far_as_it_is_cut(django_assert_num_queries):
    for number in range(4):
        make_meeting(f"Visit {number}% done")
    make_organisation("Caritas")
    rows = {
        "cut": Meeting.objects.order_by("title")[:3],
        "some": Meeting.objects.filter(title__contains="0%"),
        "others": Organisation.objects.select_related("kind"),
        "none": Meeting.objects.none(),
    }
    with django_assert_num_queries(1):
        assert count_together(rows) == {"cut": 3, "some": 1, "others": 1, "none": 0}


def test_without_rows_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_together({"none": Meeting.objects.none()}) == {"none": 0}
        assert count_together({}) == {}
