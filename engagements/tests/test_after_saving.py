"""After saving: back where one came from, another like it, undo for what was just logged; and the copy itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post, opened_post
from stakeholders.tests.factories import make_location, make_organisation

pytestmark = pytest.mark.django_db
CREATE = "/meetings/new/"


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani")


@pytest.fixture
def browser(client, alma):
    client.force_login(alma)
    return client


def undo(ref):
    return reverse("meeting_undo", args=[ref])


BACK = [
    ("/meetings/?month=2024-03", "/meetings/?month=2024-03"),
    ("http://testserver/stakeholders/", "/stakeholders/"),
    ("https://evil.example/meetings/", None),
    ("//evil.example/", None),
    ("javascript:alert(1)", None),
    ("/nowhere/", None),
    ("/meetings/new/", None),
    ("/account/logout/", None),
    ("/admin/", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "back"), BACK)
def test_back_to_where_they_came_from(browser, address, back):
    by_referer = browser.get(CREATE, headers={"referer": address}).context["next"]
    by_next = browser.get(CREATE, {"next": address}).context["next"]
    assert (by_referer, by_next) == (back or "", back or "")
    answer = browser.post(CREATE, meeting_post(make_kind(), title="Talk", next=address))
    assert answer.url == (back or Meeting.objects.get().get_absolute_url())


def test_the_message_offers_what_comes_next(browser):
    answer = browser.post(CREATE, meeting_post(make_kind(), title="Talk", next="/"), follow=True)
    page, ref = answer.content.decode(), Meeting.objects.get().reference
    assert answer.redirect_chain == [("/", 302)]
    assert "Saved. Talk, 6 March 2024." in page
    for address in (f"/meetings/{ref}/copy/", f"/meetings/{ref}/", f"/meetings/{ref}/undo/"):
        assert f'"{address}"' in page
    assert "undo" not in browser.get("/").content.decode()


def test_a_change_and_a_draft_offer_no_undo(browser, alma):
    meeting = make_meeting("Talk", created_by=alma)
    url = reverse("meeting_edit", args=[meeting.reference])
    data = meeting_post(make_kind(), title="New", based_on=1)
    assert "/undo/" not in browser.post(url, data, follow=True).content.decode()
    draft = meeting_post(make_kind(), title="Draft", save_draft="1")
    page = browser.post(CREATE, draft, follow=True).content.decode()
    assert "Draft saved. Draft, 6 March 2024." in page
    assert "/undo/" not in page


def test_undo_makes_it_a_draft_again_once(browser):
    browser.post(CREATE, meeting_post(make_kind(), title="Talk"))
    meeting = Meeting.objects.get()
    answer = browser.post(undo(meeting.reference), follow=True)
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "It is a draft again" in answer.content.decode()
    assert (Meeting.objects.get().status, Meeting.objects.get().version) == ("draft", 2)
    meeting.set_status("logged")
    answer = browser.post(undo(meeting.reference), follow=True)
    assert "This can no longer be undone" in answer.content.decode()
    assert Meeting.objects.get().status == "logged"


def test_undo_is_refused_when_somebody_changed_it_since(browser):
    browser.post(CREATE, meeting_post(make_kind(), title="Talk"))
    meeting = Meeting.objects.get()
    meeting.set_status("logged")
    browser.post(undo(meeting.reference))
    assert Meeting.objects.get().status == "logged"


def test_undo_is_for_whoever_just_logged_it(client, browser, alma):
    old = make_meeting("Old", created_by=alma)
    browser.post(undo(old.reference))
    assert Meeting.objects.get().status == "logged"
    assert browser.get(undo(old.reference)).status_code == 405
    secret = make_meeting("Secret", sensitivity="restricted")
    assert browser.post(undo(secret.reference)).status_code == 404
    assert browser.post(undo(make_meeting("Other").reference)).status_code == 403
    client.logout()
    assert client.post(undo(old.reference)).url.startswith("/account/login/")


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("data manager", 403), ("staff", 200), ("head of office", 200), (None, 302)],
)
def test_who_may_log_another_like_it(client, role, status):
    meeting = make_meeting()
    if role:
        client.force_login(make_user(role=role))
    url = reverse("meeting_copy", args=[meeting.reference])
    assert client.get(url).status_code == status


def test_a_copy_betrays_nothing(browser):
    hidden = [
        make_meeting("Secret", sensitivity="restricted"),
        make_meeting("Draft", status="draft"),
    ]
    for meeting in hidden:
        answer = browser.get(reverse("meeting_copy", args=[meeting.reference]))
        assert answer.status_code == 404


def test_what_is_copied_and_what_is_not(browser, alma):
    ben, area = make_user(full_name="Ben"), make_area()
    meeting = make_meeting(
        "Talk",
        kind=make_kind("field-visit", "Field visit"),
        date=date(2024, 3, 4),
        end_date=date(2024, 3, 6),
        location=make_location(),
        channel="phone",
        areas=[area],
        staff=[ben],
        organisations=[make_organisation()],
        public_line="A line.",
        internal_note="A note.",
        sensitivity="restricted",
    )
    meeting.staff.add(alma)
    meeting.action_points.create(text="Send", owner=ben)
    answer = browser.get(reverse("meeting_copy", args=[meeting.reference]))
    sent = opened_post(answer.context["form"])
    kept = {
        "kind": [str(meeting.kind_id)],
        "when": ["day"],
        "day": ["4 March 2024"],
        "end_day": ["6"],
        "place": ["Kukës"],
        "channel": ["phone"],
        "thematic_areas": [str(area.pk)],
    }
    assert {name: sent[name] for name in kept} == kept
    assert sorted(sent["staff"]) == sorted([str(ben.pk), str(alma.pk)])
    empty = ("title", "public_line", "internal_note", "promise-0-text")
    assert [sent.get(name, [""]) for name in empty] == [[""]] * 4
    assert "restricted" not in sent
    assert not any(name.startswith("with-0-") and any(sent[name]) for name in sent)
    assert "based_on" not in sent
    assert sent["token"] != [str(meeting.token)]
    assert answer.context["action"] == CREATE


@pytest.mark.parametrize(("back", "when"), [(0, None), (1, None), (2, "day"), (13, "day")])
def test_a_recent_day_is_one_tick(browser, back, when):
    day = timezone.localdate() - timedelta(days=back)
    meeting = make_meeting(date=day)
    form = browser.get(reverse("meeting_copy", args=[meeting.reference])).context["form"]
    assert form.initial["when"] == (when or day.isoformat())
    assert form.initial["recent_day"] == (day.isoformat() if when else "")
    assert form.initial["day"] == ""


def test_the_writer_starts_at_who(browser):
    answer = browser.get(reverse("meeting_copy", args=[make_meeting().reference]))
    boxes = [line for line in answer.content.decode().split("<") if " autofocus" in line]
    assert len(boxes) == 1
    assert 'name="with-0-who"' in boxes[0]


def test_the_place_of_a_copy_is_its_own(browser, alma):
    """It stays whoever is met next: it was asked for, not offered for the one met before."""
    kukes = make_location("Kukës")
    body = make_organisation("Municipality of Kukës", location=kukes)
    meeting = make_meeting(location=kukes, organisations=[body], created_by=alma, staff=[alma])
    form = browser.get(reverse("meeting_copy", args=[meeting.reference])).context["form"]
    assert (form["place"].value(), form["place_for"].value()) == ("Kukës", "")
    form = browser.get(reverse("meeting_edit", args=[meeting.reference])).context["form"]
    assert (form["place"].value(), form["place_for"].value()) == ("Kukës", f"o{body.pk}")
