"""Action points and files exist for whom their meeting does: the same rule by another way."""

from itertools import product

import pytest

from accounts import roles
from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attachment, Meeting
from engagements.tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers():
    return {
        "viewer": make_user(roles.VIEWER, username="viewer"),
        "staff": make_user(roles.STAFF, username="staff"),
        "present": make_user(roles.STAFF, username="present"),
        "head": make_user(roles.HEAD_OF_OFFICE, username="head"),
        "manager": make_user(roles.DATA_MANAGER, username="manager"),
        "nobody": make_user(None, username="nobody"),
        "gone": make_user(roles.HEAD_OF_OFFICE, username="gone", is_active=False),
        "root": make_user(None, username="root", is_superuser=True),
    }


@pytest.fixture
def meetings(readers):
    """A meeting of each status and sensitivity, with an action point and a file; one colleague was present."""
    other = make_user(roles.STAFF, username="other")
    for status, sensitivity in product(Meeting.Status.values, Meeting.Sensitivity.values):
        for staff, writer in [([], other), ([readers["present"]], other), ([], readers["staff"])]:
            values = {"status": status, "sensitivity": sensitivity, "created_by": writer}
            meeting = make_meeting(f"{status} {sensitivity}", staff=staff, **values)
            meeting.action_points.create(text="Send figures", owner=other)
            Attachment.objects.create(meeting=meeting, uploaded_by=other, size=1)


def meetings_of(rows):
    return sorted(rows.values_list("meeting", flat=True))


def test_action_points_follow_their_meetings(meetings, readers):
    for reader in readers.values():
        seen = ActionPoint.objects.filter(meeting__in=Meeting.objects.visible_to(reader))
        assert meetings_of(ActionPoint.objects.visible_to(reader)) == meetings_of(seen)
        own = seen.on_record().filter(meeting__in=Meeting.objects.editable_by(reader))
        assert meetings_of(ActionPoint.objects.closable_by(reader)) == meetings_of(own)
    assert ActionPoint.objects.visible_to(readers["head"]).count() == 18
    assert ActionPoint.objects.visible_to(readers["present"]).count() == 12
    assert ActionPoint.objects.closable_by(readers["present"]).count() == 2


def test_files_follow_their_meetings_and_drafts_those_who_may_change_them(meetings, readers):
    for reader in readers.values():
        visible, editable = Meeting.objects.visible_to(reader), Meeting.objects.editable_by(reader)
        expected = visible.exclude(status="draft") | visible.filter(pk__in=editable.values("pk"))
        keys = sorted(expected.values_list("pk", flat=True))
        assert meetings_of(Attachment.objects.visible_to(reader)) == keys
    assert Attachment.objects.visible_to(readers["viewer"]).count() == 6
    assert Attachment.objects.visible_to(readers["staff"]).count() == 7
    assert Attachment.objects.visible_to(readers["head"]).count() == 18


@pytest.mark.parametrize("model", [ActionPoint, Attachment])
def test_no_list_of_all_meetings_is_made(readers, model):
    for name in ("viewer", "staff", "head", "manager", "root"):
        assert "IN (SELECT" not in str(model.objects.visible_to(readers[name]).query)
