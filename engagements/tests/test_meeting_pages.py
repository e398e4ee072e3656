"""The pages of meetings: right user, wrong user, anonymous; what is restricted does not exist."""

import uuid
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import Attachment, Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
READS_RESTRICTED = {"head of office": True}


@pytest.fixture
def charlie():
    return make_user(full_name="Charlie")


def client_of(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_restricted_meetings_exist_for_few(client, charlie, role):
    meeting = make_meeting(
        "Secret talk", sensitivity="restricted", staff=[charlie], created_by=charlie
    )
    attachment = Attachment.objects.create(
        meeting=meeting,
        original_name="a.txt",
        size=1,
        content_type="text/plain",
        uploaded_by=charlie,
        file=ContentFile(b"secret", name="a.txt"),
    )
    client = client_of(client, make_user(role=role))
    expected = 200 if READS_RESTRICTED.get(role) else 404
    assert client.get(meeting.get_absolute_url()).status_code == expected
    download = client.get(reverse("attachment_download", args=[attachment.pk]))
    assert download.status_code == expected
    assert (b"".join(download) == b"secret") == (expected == 200)
    for name in ("meeting_edit", "meeting_cancel", "meeting_restore", "meeting_delete"):
        answer = client.get(reverse(name, args=[meeting.reference]))
        assert (answer.status_code == 404) == (expected == 404)
    listed = client.get(reverse("meeting_list"), {"q": "secret"}).content.decode()
    assert ("Secret talk" in listed) == (expected == 200)
    assert ("1 meeting<" in listed) == (expected == 200)


def test_those_present_read_a_restricted_meeting(client, charlie):
    meeting = make_meeting("Secret talk", sensitivity="restricted", staff=[charlie])
    answer = client_of(client, charlie).get(meeting.get_absolute_url())
    assert "Secret talk" in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_internal_notes_are_for_colleagues(client, role):
    meeting = make_meeting(internal_note="They were worried about Zog")
    client = client_of(client, make_user(role=role))
    reads = role != "viewer"
    assert ("worried" in client.get(meeting.get_absolute_url()).content.decode()) == reads
    found = client.get(reverse("meeting_list"), {"q": "zog"}).content.decode()
    assert (meeting.title in found) == reads


@pytest.mark.parametrize("role", ROLES)
def test_who_may_log(client, role):
    client = client_of(client, make_user(role=role))
    expected = 200 if role in ("staff", "head of office") else 403
    assert client.get(reverse("meeting_create")).status_code == expected
    answer = client.post(reverse("meeting_create"), meeting_post(make_kind(), title="A talk"))
    assert Meeting.objects.filter(title="A talk").exists() == (expected == 200)
    assert answer.status_code == (302 if expected == 200 else 403)


def test_only_own_or_attended_meetings_can_be_changed(client, charlie):
    mine = make_meeting("Mine", created_by=charlie)
    attended = make_meeting("Attended", staff=[charlie])
    other = make_meeting("Other")
    client = client_of(client, charlie)
    codes = [
        client.get(reverse("meeting_edit", args=[m.reference])).status_code
        for m in (mine, attended, other)
    ]
    assert codes == [200, 200, 403]
    answer = client.post(
        reverse("meeting_edit", args=[other.reference]), meeting_post(make_kind(), title="Taken")
    )
    assert answer.status_code == 403
    assert Meeting.objects.get(pk=other.pk).title == "Other"


def test_the_same_token_makes_one_meeting(client, charlie):
    client = client_of(client, charlie)
    data = meeting_post(make_kind(), title="Once", token=str(uuid.uuid4()))
    first = client.post(reverse("meeting_create"), data)
    second = client.post(reverse("meeting_create"), data)
    assert first.url == second.url == Meeting.objects.get().get_absolute_url()


def test_a_token_of_somebody_else_is_no_way_in(client, charlie):
    theirs = make_meeting()
    data = meeting_post(make_kind(), title="Mine", token=str(theirs.token))
    client = client_of(client, charlie)
    answer = client.post(reverse("meeting_create"), data)
    assert answer.status_code == 422
    assert list(Meeting.objects.all()) == [theirs]
    again = {**data, "token": answer.context["form"].data["token"]}
    assert client.post(reverse("meeting_create"), again).status_code == 302
    assert Meeting.objects.get(title="Mine").created_by == charlie


def test_nothing_typed_is_lost_with_an_error(client, charlie):
    data = meeting_post(
        make_kind(),
        title="Kept title",
        public_line="Kept line",
        day="99",
        rows=[{"organisation": "Kept organisation"}],
    )
    answer = client_of(client, charlie).post(reverse("meeting_create"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    for kept in (
        "Kept title",
        "Kept line",
        "Kept organisation",
        "Date must be a real date, like 6 3 2024.",
    ):
        assert kept in page
    assert not Meeting.objects.exists()


def test_add_another_row_without_script(client, charlie):
    data = meeting_post(make_kind(), rows=[{"organisation": "First"}], add_counterpart="1")
    page = client_of(client, charlie).post(reverse("meeting_create"), data).content.decode()
    assert 'name="with-1-organisation"' in page
    assert 'value="First"' in page
    assert "There is a problem" not in page


def test_an_edit_conflict_is_shown(client, charlie):
    meeting = make_meeting("Old", created_by=charlie)
    meeting.set_status("logged")
    url = reverse("meeting_edit", args=[meeting.reference])
    data = meeting_post(make_kind(), title="Mine", based_on=1)
    answer = client_of(client, charlie).post(url, data)
    assert answer.status_code == 422
    assert "Nothing was overwritten" in answer.content.decode()
    assert Meeting.objects.get().title == "Old"
    answer = client.post(url, {**data, "based_on": 2})
    assert answer.status_code == 302
    assert Meeting.objects.get().title == "Mine"


def test_cancel_and_restore(client, charlie):
    meeting = make_meeting(created_by=charlie)
    client = client_of(client, charlie)
    cancel, restore = (
        reverse(f"meeting_{verb}", args=[meeting.reference]) for verb in ("cancel", "restore")
    )
    assert "no longer counts in the figures" in client.get(cancel).content.decode()
    assert Meeting.objects.get().status == "logged"
    client.post(cancel)
    assert Meeting.objects.get().status == "cancelled"
    assert client.post(cancel).status_code == 302
    client.post(restore)
    assert Meeting.objects.get().status == "logged"
    assert Meeting.objects.get().version == 3


def test_a_draft_is_deleted_and_a_logged_meeting_is_not(client, charlie):
    draft = make_meeting("Draft", status="draft", created_by=charlie)
    logged = make_meeting("Logged", created_by=charlie)
    client = client_of(client, charlie)
    assert (
        "for good" in client.get(reverse("meeting_delete", args=[draft.reference])).content.decode()
    )
    client.post(reverse("meeting_delete", args=[draft.reference]))
    client.post(reverse("meeting_delete", args=[logged.reference]))
    assert list(Meeting.objects.values_list("title", flat=True)) == ["Logged"]


def test_a_draft_does_not_exist_for_others(client, charlie):
    draft = make_meeting("Draft", status="draft")
    assert client_of(client, charlie).get(draft.get_absolute_url()).status_code == 404


def test_prefilled_from_the_address(client, charlie):
    make_kind()
    organisation = make_organisation(name="Embassy of Germany")
    visit = make_kind("field-visit", "Field visit")
    query = {"kind": "field-visit", "organisation": organisation.slug, "person": "77", "place": "x"}
    answer = client_of(client, charlie).get(reverse("meeting_create"), query)
    assert 'value="Embassy of Germany"' in answer.content.decode()
    assert answer.context["form"].initial["kind"] == visit.pk


def test_filters(client, charlie):
    protection = make_area()
    make_meeting("With area", areas=[protection], staff=[charlie], date=date(2024, 3, 6))
    make_meeting("Without", date=date(2024, 4, 6), kind=make_kind("event", "Event"))
    make_meeting("Gone", status="cancelled")
    client = client_of(client, charlie)

    def titles(**query):
        return [
            meeting.title
            for meeting in client.get(reverse("meeting_list"), query).context["page"].rows
        ]

    assert titles() == ["Without", "With area"]
    assert titles(month="2024-03") == ["With area"]
    assert titles(area="protection") == ["With area"]
    assert titles(area="none") == ["Without"]
    assert titles(kind="event") == ["Without"]
    assert titles(colleague=charlie.pk) == ["With area"]
    assert titles(gap="staff") == ["Without"]
    assert titles(status="cancelled") == ["Gone"]
    assert titles(place="none", q="with are") == ["With area"]
    assert titles(month="2024-13", kind="nonsense") == ["Without", "With area"]
    page = client.get(reverse("meeting_list"), {"month": "2024-13"}).content.decode()
    assert "left them out: Month" in page


def test_pages_by_key(client, charlie):
    for number in range(55):
        make_meeting(f"Meeting {number:02d}", created_by=charlie)
    client = client_of(client, charlie)
    first = client.get(reverse("meeting_list")).context["page"]
    second = client.get(reverse("meeting_list"), {"after": first.after}).context["page"]
    titles = [meeting.title for meeting in [*first.rows, *second.rows]]
    assert titles == [f"Meeting {number:02d}" for number in reversed(range(55))]


@pytest.mark.parametrize("count", [2, 6])
def test_query_counts(client, charlie, count, django_assert_num_queries):
    organisations = [make_organisation(name=f"Organisation {n}") for n in range(count)]
    for number in range(count):
        make_meeting(
            f"M{number}", organisations=organisations, areas=[make_area()], staff=[charlie]
        )
    client = client_of(client, charlie)
    client.get(reverse("meeting_list"))
    with django_assert_num_queries(12):
        client.get(reverse("meeting_list"))


@pytest.mark.parametrize("name", ["meeting_list", "meeting_create"])
def test_anonymous_is_asked_to_sign_in(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_admins_redirect_betrays_no_reference(client, charlie):
    meeting = make_meeting(sensitivity="restricted", staff=[charlie])
    content_type = ContentType.objects.get_for_model(Meeting)
    client = client_of(client, make_user(role="data manager"))
    assert client.get(f"/admin/r/{content_type.pk}/{meeting.pk}/").status_code == 404
