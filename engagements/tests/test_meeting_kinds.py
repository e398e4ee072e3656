"""Kinds of meeting: what they mean is in their fields, and their code is fixed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import MeetingKind
from engagements.tests.factories import make_kind

pytestmark = pytest.mark.django_db


def edit(kind):
    return reverse("admin:engagements_meetingkind_change", args=[kind.pk])


def test_the_code_of_a_stored_kind_is_fixed():
    kind = make_kind("mission", "Mission")
    kind.name = "Monitoring mission"
    kind.full_clean()
    kind.code = "monitoring"
    with pytest.raises(ValidationError) as refused:
        kind.full_clean()
    assert refused.value.message_dict == {
        "code": ["The code is fixed once the kind is saved. It is “mission”."]
    }


def test_a_new_kind_is_a_meeting_that_the_article_names():
    kind = MeetingKind(code="mission", name="Mission", name_plural="Missions")
    kind.full_clean()
    assert (kind.described_as, kind.is_named, kind.involves_travel) == ("meeting", True, False)


def test_the_database_refuses_an_unknown_description():
    kind = make_kind("mission", "Mission")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingKind.objects.filter(pk=kind.pk).update(described_as="party")


def test_the_admin_edits_what_a_kind_means_and_keeps_its_code(client):
    kind = make_kind("mission", "Mission")
    client.force_login(make_user("data manager", full_name="Dora"))
    data = {
        "code": "other-code",
        "name": "Mission",
        "name_plural": "Missions",
        "described_as": "visit",
        "involves_travel": "on",
        "position": "3",
        "is_active": "on",
    }
    assert client.post(edit(kind), data).status_code == 302
    kind.refresh_from_db()
    assert (kind.code, kind.described_as, kind.is_named, kind.involves_travel) == (
        "mission",
        "visit",
        False,
        True,
    )
    assert kind.history.first().history_user.full_name == "Dora"
    history = client.get(reverse("admin:engagements_meetingkind_history", args=[kind.pk]))
    assert history.status_code == 200


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_only_the_data_manager_edits_kinds(client, role):
    kind = make_kind()
    client.force_login(make_user(role))
    assert client.get(edit(kind), follow=True).status_code == 403
