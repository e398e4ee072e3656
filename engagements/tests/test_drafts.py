"""Unfinished forms: kept for their writer alone, taken up again as typed, gone once stored."""

import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import FormDraft, Meeting
from engagements.models.form_draft import KEPT_DAYS, MOST_DRAFTS
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from engagements.views.drafts import LARGEST

pytestmark = pytest.mark.django_db
SAVE = "/meetings/draft/"
NO_NUMBER = f'{{"token": "{uuid.UUID(int=1)}", "user": Infinity, "version": 1, "fields": {{}}}}'


@pytest.fixture
def alma():
    return make_user(full_name="Alma")


@pytest.fixture
def signed_in(client, alma):
    client.force_login(alma)
    return client


def boxes(**fields):
    sent = meeting_post(make_kind(), title="Visit to Kukës", **fields)
    return {name: [str(value)] for name, value in sent.items()}


def keep(client, user, token=None, fields=None, **other):
    body = {"token": str(token or uuid.uuid4()), "user": user.pk, "version": MeetingForm.VERSION}
    body |= {"meeting": "", "fields": boxes() if fields is None else fields, **other}
    return client.post(SAVE, json.dumps(body), content_type="application/json")


def make_draft(user, fields=None, meeting=None, version=MeetingForm.VERSION):
    return FormDraft.objects.create(
        user=user,
        token=uuid.uuid4(),
        meeting=meeting,
        fields=boxes() if fields is None else fields,
        form_version=version,
    )


def test_what_is_typed_is_kept_and_replaced(signed_in, alma):
    token = uuid.uuid4()
    first = keep(signed_in, alma, token, boxes(csrfmiddlewaretoken="x"))
    second = keep(signed_in, alma, token, boxes(public_line="Two\0 lines"))
    assert (first.status_code, second.status_code) == (200, 200)
    draft = FormDraft.objects.get()
    assert second.json() == {"saved": f"{timezone.localtime(draft.updated_at):%H:%M}"}
    assert (draft.user, draft.token, draft.meeting) == (alma, token, None)
    assert draft.fields == boxes(public_line="Two lines")


def test_the_same_token_of_two_people_makes_two(signed_in, alma):
    besa, token = make_user(), uuid.uuid4()
    keep(signed_in, alma, token, boxes(public_line="Alma’s"))
    other = Client()
    other.force_login(besa)
    keep(other, besa, token, boxes(public_line="Besa’s"))
    mine = FormDraft.objects.of(alma).get()
    assert mine.fields["public_line"] == ["Alma’s"]
    assert FormDraft.objects.count() == 2


def test_only_colleagues_keep_forms(client):
    viewer = make_user("viewer")
    client.force_login(viewer)
    assert keep(client, viewer).status_code == 403
    client.logout()
    assert keep(client, viewer).status_code == 302
    assert not FormDraft.objects.exists()


def test_forgery_is_refused(alma):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alma)
    assert keep(strict, alma).status_code == 403
    token = strict.get(SAVE).json()["csrf"]
    body = json.dumps({"token": str(uuid.uuid4()), "user": alma.pk, "version": 1, "fields": {}})
    sent = {"content_type": "application/json", "headers": {"X-CSRFToken": token}}
    assert strict.post(SAVE, body, **sent).status_code == 200


def test_text_of_somebody_else_who_was_signed_in_is_refused(signed_in):
    answer = keep(signed_in, make_user())
    assert (answer.status_code, answer.json()) == (409, {"error": "another user"})
    assert not FormDraft.objects.exists()


def test_too_much_is_refused(signed_in, alma):
    answer = keep(signed_in, alma, fields={"public_line": ["x" * LARGEST]})
    assert (answer.status_code, answer.json()) == (413, {"error": "too large"})
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", "nonsense", '{"token": "x"}', "\\xff", "NaN", "[" * 100_000, NO_NUMBER],
)
def test_nonsense_is_refused(signed_in, body):
    assert signed_in.post(SAVE, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("fields", [[], {"a": "b"}, {"a": [1]}, {"a": {"b": []}}, None])
def test_boxes_of_another_shape_are_refused(signed_in, alma, fields):
    body = {"token": str(uuid.uuid4()), "user": alma.pk, "version": 1, "fields": fields}
    answer = signed_in.post(SAVE, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"error": "not a form"})


BAD_TEXTS = ["\ud83d", "Kuk\0ës \udc4d\ud83d", "x" * 10_000, "9" * 10_000, "\u202e" * 200]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=["half", "nul", "letters", "digits", "marks"])
def test_no_text_breaks_its_writers_pages(signed_in, alma, text):
    """In every box at once, of the form and of its rows; a meeting named by it is not there."""
    names = boxes(
        rows=[{"person": "", "role": "", "organisation": ""}], action_points=[{"text": ""}]
    )
    token = uuid.uuid4()
    assert keep(signed_in, alma, token, dict.fromkeys(names, [text])).status_code == 200
    assert keep(signed_in, alma, fields={text[:9]: [text]}).status_code == 200
    assert keep(signed_in, alma, meeting=text[:9]).status_code == 404
    assert signed_in.get(reverse("home")).status_code == 200
    resumed = signed_in.get(reverse("meeting_create"), {"draft": str(token)})
    assert resumed.status_code == 200
    assert resumed.context["form"]["title"].value().encode()


def test_half_an_emoji_kept_by_an_earlier_version_breaks_no_page(signed_in, alma):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL never kept one")
    draft = make_draft(alma, fields={"title": ["Half \ud83d"]})
    assert "Half \ufffd" in signed_in.get(reverse("home")).content.decode()
    resumed = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)})
    assert resumed.context["form"]["title"].value() == "Half \ufffd"


def test_a_change_is_kept_with_its_meeting(signed_in, alma):
    meeting = make_meeting(created_by=alma)
    assert keep(signed_in, alma, meeting=meeting.reference).status_code == 200
    assert FormDraft.objects.get().meeting == meeting


def test_a_change_of_what_one_may_not_change_is_refused(signed_in, alma):
    theirs = make_meeting()
    hidden = make_meeting(sensitivity="restricted")
    assert keep(signed_in, alma, meeting=theirs.reference).status_code == 403
    assert keep(signed_in, alma, meeting=hidden.reference).status_code == 404
    assert keep(signed_in, alma, meeting="1999-01-001").status_code == 404
    assert not FormDraft.objects.exists()


def test_whoever_loses_the_right_while_typing_loses_no_text(signed_in, alma):
    meeting = make_meeting(staff=[alma])
    draft = make_draft(alma, meeting=meeting)
    meeting.staff.clear()
    answer = keep(signed_in, alma, draft.token, boxes(public_line="More"), meeting="2024-03-001")
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert (draft.fields["public_line"], draft.meeting) == (["More"], meeting)


def test_a_stored_form_is_not_kept_again(signed_in, alma):
    meeting = make_meeting(created_by=alma)
    answer = keep(signed_in, alma, meeting.token)
    assert answer.json() == {"stored": meeting.get_absolute_url()}
    assert not FormDraft.objects.exists()


def test_there_is_a_limit_and_an_end(signed_in, alma):
    for _number in range(MOST_DRAFTS):
        make_draft(alma, fields={})
    answer = keep(signed_in, alma)
    assert (answer.status_code, answer.json()) == (409, {"error": "too many"})
    assert keep(signed_in, alma, FormDraft.objects.first().token).status_code == 200
    old = timezone.now() - timedelta(days=KEPT_DAYS, minutes=1)
    FormDraft.objects.all().update(updated_at=old)
    assert keep(signed_in, alma).status_code == 200
    assert FormDraft.objects.count() == 1


def test_the_device_learns_who_is_signed_in_and_what_is_stored(signed_in, alma):
    mine, theirs = make_meeting(created_by=alma), make_meeting()
    tokens = [str(mine.token), str(theirs.token), str(uuid.uuid4()), "nonsense"]
    answer = signed_in.get(SAVE, {"token": tokens})
    told = answer.json()
    assert told["user"] == alma.pk
    assert told["stored"] == {str(mine.token): mine.get_absolute_url()}
    assert "no-store" in answer["Cache-Control"]


def test_a_form_is_taken_up_as_it_was_typed(signed_in, alma):
    fields = boxes(when="day", day="31", month="nonsense", rows=[{"role": "Technical staff"}])
    draft = make_draft(alma, fields)
    answer = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)})
    form = answer.context["form"]
    assert answer.status_code == 200
    assert (form["month"].value(), form["title"].value()) == ("nonsense", "Visit to Kukës")
    assert form.counterparts[0]["role"].value() == "Technical staff"
    assert form["token"].value() == str(draft.token)
    assert not form.errors
    assert "There is no box any more for:" not in answer.content.decode()


def test_today_is_the_day_on_which_it_was_typed(signed_in, alma):
    draft = make_draft(alma, boxes(when="yesterday", day="", month="", year=""))
    before = timezone.now() - timedelta(days=3)
    FormDraft.objects.update(updated_at=before)
    form = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)}).context["form"]
    day = timezone.localdate(before) - timedelta(days=1)
    assert [form[name].value() for name in ("when", "recent_day", "day")] == [
        "day",
        day.isoformat(),
        "",
    ]


def test_a_change_is_taken_up_on_its_meeting(signed_in, alma):
    meeting = make_meeting(created_by=alma)
    draft = make_draft(alma, boxes(based_on=1, public_line="Mine"), meeting)
    answer = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)}, follow=True)
    edit = reverse("meeting_edit", args=[meeting.reference])
    assert answer.redirect_chain == [(f"{edit}?draft={draft.token}", 302)]
    assert answer.context["form"]["public_line"].value() == "Mine"
    assert answer.context["form"].instance == meeting


def test_a_change_that_one_may_no_longer_make_becomes_a_copy(signed_in, alma):
    meeting = make_meeting(sensitivity="restricted", staff=[alma])
    promise = {"id": "7", "text": "Send the list"}
    draft = make_draft(alma, boxes(based_on=1, action_points=[promise]), meeting)
    meeting.staff.clear()
    edit = reverse("meeting_edit", args=[meeting.reference])
    assert signed_in.get(edit, {"draft": str(draft.token)}).status_code == 404
    answer = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)})
    form = answer.context["form"]
    assert "You can no longer change the meeting this was written for." in answer.content.decode()
    assert (form.instance.pk, form["based_on"].value()) == (None, None)
    assert form.action_points[0]["text"].value() == "Send the list"
    assert form.action_points[0]["id"].value() in (None, "")
    assert meeting.title not in answer.content.decode()


def test_a_form_of_an_older_version_says_so_and_keeps_the_rest(signed_in, alma):
    fields = boxes(mood="Cheerful", empty_box="")
    draft = make_draft(alma, fields, version=MeetingForm.VERSION - 1)
    answer = signed_in.get(reverse("meeting_create"), {"draft": str(draft.token)})
    assert answer.context["left_over"] == [("mood", "Cheerful")]
    page = answer.content.decode()
    assert "There is no box any more for:" in page
    assert "Cheerful" in page
    assert answer.context["form"]["title"].value() == "Visit to Kukës"


@pytest.mark.parametrize("token", ["nonsense", str(uuid.UUID(int=1))])
def test_an_unknown_form_does_not_exist(signed_in, token):
    assert signed_in.get(reverse("meeting_create"), {"draft": token}).status_code == 404


def test_another_writers_form_does_not_exist(signed_in):
    meeting = make_meeting()
    draft = make_draft(make_user(), meeting=meeting)
    create, delete = reverse("meeting_create"), reverse("draft_delete", args=[draft.token])
    assert signed_in.get(create, {"draft": str(draft.token)}).status_code == 404
    assert signed_in.get(delete).status_code == 404
    assert signed_in.post(delete).status_code == 404
    assert FormDraft.objects.count() == 1


def test_deleting_asks_once(signed_in, alma):
    draft = make_draft(alma)
    address = reverse("draft_delete", args=[draft.token])
    asked = signed_in.get(address)
    assert "Delete this unfinished form?" in asked.content.decode()
    assert FormDraft.objects.count() == 1
    answer = signed_in.post(address)
    assert [str(said) for said in get_messages(answer.wsgi_request)] == ["Deleted."]
    assert not FormDraft.objects.exists()


def test_the_form_that_became_a_meeting_is_forgotten(signed_in, alma):
    draft, other = make_draft(alma), make_draft(alma)
    sent = meeting_post(make_kind(), title="Visit", token=str(draft.token))
    signed_in.post(reverse("meeting_create"), sent)
    assert Meeting.objects.get().token == draft.token
    assert list(FormDraft.objects.of(alma)) == [other]


def test_a_form_with_errors_is_not_forgotten(signed_in, alma):
    draft = make_draft(alma)
    sent = meeting_post(make_kind(), title="Visit", token=str(draft.token), month="nonsense")
    assert signed_in.post(reverse("meeting_create"), sent).status_code == 422
    assert list(FormDraft.objects.of(alma)) == [draft]


def test_the_same_change_sent_twice_is_stored_once(signed_in, alma):
    meeting = make_meeting(created_by=alma)
    draft = make_draft(alma, meeting=meeting)
    edit = reverse("meeting_edit", args=[meeting.reference])
    sent = meeting_post(make_kind(), title="New", token=str(draft.token), based_on=1)
    for _time in range(2):
        assert signed_in.post(edit, sent).url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("New", 2)
    assert not FormDraft.objects.exists()
    stored = signed_in.get(SAVE, {"token": str(draft.token)}).json()["stored"]
    assert stored == {str(draft.token): meeting.get_absolute_url()}


def test_another_change_from_the_same_form_is_not_taken_for_a_repetition(signed_in, alma):
    meeting = make_meeting(created_by=alma)
    edit = reverse("meeting_edit", args=[meeting.reference])
    sent = meeting_post(make_kind(), title="New", token=str(uuid.uuid4()), based_on=1)
    signed_in.post(edit, sent)
    answer = signed_in.post(edit, sent | {"title": "Newer"})
    assert answer.status_code == 422
    assert answer.context["form"]["title"].value() == "Newer"


def test_a_list_of_unfinished_forms_leaves_out_what_is_stored(alma):
    make_draft(make_user())
    mine, meeting = make_draft(alma), make_meeting(created_by=alma)
    FormDraft.objects.create(user=alma, token=meeting.token, fields={}, form_version=1)
    assert list(FormDraft.objects.of(alma)) == [mine]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": ["Visit"], "place": ["Kukës"]}, "Visit"),
        ({"title": [" "], "with-0-person": ["Albert Halilaj"]}, "Albert Halilaj"),
        ({"place": ["Kukës"]}, "Kukës"),
        ({"public_line": ["x" * 81]}, "x" * 79 + "…"),
        ({}, "Nothing named yet"),
    ],
)
def test_it_is_named_by_what_was_typed_first(fields, name):
    assert str(FormDraft(fields=fields)) == name


def test_a_deleted_meeting_takes_no_text_with_it(alma):
    meeting = make_meeting(created_by=alma, status="draft")
    draft = make_draft(alma, meeting=meeting)
    meeting.delete()
    draft.refresh_from_db()
    assert draft.meeting is None
