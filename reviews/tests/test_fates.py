"""What became of meetings that a month no longer counts, as whoever asks may know it."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.compare import Fate
from reviews.signature.fates import read_fates
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db
MARCH = date(2024, 3, 1)


@pytest.fixture
def stefan():
    return make_user("staff", full_name="Stefan Demo")


@pytest.fixture
def alma():
    return make_user("head of office", full_name="Alma Jani")


def change(meeting, by, **values):
    meeting._history_user = by
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.store()
    return meeting


def fate(meeting, user):
    return read_fates([meeting.reference], MARCH, user)[meeting.reference]


@pytest.mark.parametrize(
    ("changes", "what", "when"),
    [
        ({"status": "cancelled"}, "cancelled", "6 March"),
        ({"status": "draft"}, "removed", "6 March"),
        ({"sensitivity": "restricted"}, "restricted", "6 March"),
        ({"sensitivity": "restricted", "status": "cancelled"}, "restricted", "6 March"),
        ({"date": date(2024, 4, 2)}, "moved", "Durrës"),
        ({"date": date(2023, 3, 6)}, "moved", "Durrës"),
    ],
)
def test_each_fate_says_who_and_when(alma, stefan, changes, what, when):
    meeting = make_meeting(location=make_location("Durrës"), created_by=stefan)
    change(meeting, stefan, **changes)
    change(meeting, alma, internal_note="A note")
    found = fate(meeting, alma)
    assert (found.what, found.by, found.when, found.is_hidden) == (what, "Stefan Demo", when, False)
    assert found.at is not None
    assert found.month == (meeting.date.replace(day=1) if what == "moved" else None)


def test_who_may_not_read_it_learns_nothing(alma, stefan):
    meeting = change(make_meeting(created_by=alma), alma, sensitivity="restricted")
    for role in ("viewer", "staff", "data manager"):
        assert fate(meeting, make_user(role)) == Fate("restricted", is_hidden=True)
    meeting.staff.add(stefan)
    assert not fate(meeting, stefan).is_hidden


def test_one_that_never_changed_or_is_not_there(alma):
    meeting = make_meeting(status="cancelled", created_by=alma)
    assert (fate(meeting, alma).by, fate(meeting, alma).at) == ("", None)
    assert read_fates(["2024-03-999"], MARCH, alma) == {}


def test_queries(alma, stefan, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_fates([], MARCH, alma) == {}
    for _number in range(5):
        change(make_meeting(created_by=stefan), stefan, status="cancelled")
    alma.is_head_of_office  # noqa: B018 - asked once, kept
    references = list(Meeting.objects.values_list("reference", flat=True))
    with django_assert_num_queries(3):
        assert len(read_fates(references, MARCH, alma)) == 5
