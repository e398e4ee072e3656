"""The calendar of one's own action points: its secret address, and what stands in it."""

from datetime import date

import icalendar
import pytest
from django.template import Context, Template
from django.urls import reverse

from accounts.models import FEED_SIGNER, User
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from engagements.tests.test_action_points import make_point
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
DUE = date(2024, 3, 29)


@pytest.fixture
def alma():
    user = make_user(full_name="Alma Jani")
    user.renew_feed()
    return user


def address_of(user):
    return reverse("action_feed", args=[user.feed_key])


def events(client, user):
    """The events of the calendar, parsed; whoever asks is not signed in."""
    response = client.get(address_of(user))
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_an_action_point_is_a_day_in_the_calendar(client, alma):
    meeting = make_meeting("Meeting, with; the Mayor", organisations=[make_organisation()])
    text = "Send Shkodër’s figures; see \\ “A, B”\nATTENDEE:x"
    point = make_point(text, owner=alma, due=DUE, meeting=meeting)
    (event,) = events(client, alma)
    assert str(event["SUMMARY"]) == text
    assert event["UID"] == f"action-point-{point.pk}@testserver"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (DUE, date(2024, 3, 30))
    page = f"http://testserver{meeting.get_absolute_url()}"
    assert event["URL"] == page
    said = "Promised at: Meeting, with; the Mayor, 6 March 2024."
    assert str(event["DESCRIPTION"]) == f"{said}\n{page}"
    assert (event["TRANSP"], event["CLASS"]) == ("TRANSPARENT", "PRIVATE")
    assert event.decoded("DTSTAMP") == point.history.first().history_date.replace(microsecond=0)
    assert "ATTENDEE" not in event


def test_the_lines_are_as_calendars_want_them(client, alma):
    make_point("Ë" * 300, owner=alma, due=DUE)
    response = client.get(address_of(alma))
    lines = response.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert lines[:3] == [
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"PRODID:-//IOM Tracker//testserver//EN",
    ]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_only_one_s_own_open_ones_with_a_day(client, alma):
    secret = make_meeting(sensitivity="restricted", staff=[alma], internal_note="Never out")
    make_point("Mine", owner=alma, due=DUE)
    make_point("No day", owner=alma)
    make_point("Another's", due=DUE)
    make_point("Theirs", promised_by="them", organisation=make_organisation(), due=DUE)
    make_point("Done", owner=alma, due=DUE, status="done", closed_on=DUE)
    make_point("Draft", owner=alma, due=DUE, meeting=make_meeting(status="draft"))
    make_point("Cancelled", owner=alma, due=DUE, meeting=make_meeting(status="cancelled"))
    make_point("Restricted", owner=alma, due=DUE, meeting=secret)
    assert [str(event["SUMMARY"]) for event in events(client, alma)] == ["Mine"]


def test_an_empty_calendar_is_one(client, alma):
    assert events(client, alma) == []


def test_the_internal_note_stays_inside(client, alma):
    make_point(owner=alma, due=DUE, meeting=make_meeting(internal_note="Never out"))
    assert b"Never" not in client.get(address_of(alma)).content


def test_an_address_works_until_it_is_renewed_or_turned_off(client, alma):
    client.force_login(alma)
    old = address_of(alma)
    answer = client.post(reverse("feed_renew"), {"next": "/actions/#calendar"})
    assert answer.url == "/actions/#calendar"
    new = address_of(User.objects.get(pk=alma.pk))
    assert [client.get(address).status_code for address in (old, new)] == [404, 200]
    client.post(reverse("feed_revoke"))
    assert [client.get(address).status_code for address in (old, new)] == [404, 404]
    assert User.objects.get(pk=alma.pk).feed_key == ""
    client.post(reverse("feed_renew"))
    assert [client.get(address).status_code for address in (old, new)] == [404, 404]


def test_a_forged_address_is_not_found(client, alma):
    key = alma.feed_key
    pk_part, signature = key.rsplit(".", 1)
    other = FEED_SIGNER.sign_object([alma.pk, 0])
    User.objects.filter(pk=make_user().pk).update(feed_version=0)
    for bad in ("x", "x.y", pk_part, f"{pk_part}.{signature[:-1]}", f"{key}x", other, "0.0", "é.ë"):
        address = reverse("action_feed", args=[bad])
        assert client.get(address).status_code == 404, bad


def test_nothing_for_who_left_or_has_no_role(client, alma):
    address = address_of(alma)
    alma.groups.clear()
    assert client.get(address).status_code == 404
    make_user()
    User.objects.filter(pk=alma.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_of_a_former_colleague_who_now_only_reads(client):
    user = make_user(role="viewer")
    user.renew_feed()
    make_point("Mine", owner=user, due=DUE)
    assert [str(event["SUMMARY"]) for event in events(client, user)] == ["Mine"]


def test_what_has_not_changed_is_not_sent_again(client, alma):
    point = make_point(owner=alma, due=DUE)
    first = client.get(address_of(alma))
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    again = client.get(address_of(alma), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    point.close(by=alma, on=DUE)
    changed = client.get(address_of(alma), headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_it_is_read_only(client, alma):
    assert client.post(address_of(alma)).status_code == 405


@pytest.mark.parametrize("count", [1, 5])
def test_query_counts(client, alma, count, django_assert_num_queries):
    for _number in range(count):
        make_point(owner=alma, due=DUE)
    with django_assert_num_queries(3):
        client.get(address_of(alma))


@pytest.mark.parametrize("role", ["viewer", "data manager"])
def test_an_address_is_for_those_who_promise(client, role):
    user = make_user(role=role)
    client.force_login(user)
    assert client.post(reverse("feed_renew")).status_code == 403
    assert User.objects.get(pk=user.pk).feed_version == 0


@pytest.mark.parametrize("name", ["feed_renew", "feed_revoke"])
def test_only_a_press_changes_the_address(client, alma, name):
    client.force_login(alma)
    assert client.get(reverse(name)).status_code == 405
    client.logout()
    assert client.post(reverse(name)).url.startswith(reverse("account_login"))
    assert User.objects.get(pk=alma.pk).feed_version == alma.feed_version


def test_the_part_of_the_settings_page(rf, alma):
    request = rf.get("/account/settings/")
    request.user = alma
    part = Template('{% include "engagements/actions/_feed.html" %}')
    text = part.render(Context({"request": request, "user": alma}))
    assert f'value="http://testserver{address_of(alma)}"' in text
    assert reverse("feed_revoke") in text
    alma.revoke_feed()
    text = part.render(Context({"request": request, "user": alma}))
    assert "Get a calendar address" in text
    assert reverse("feed_revoke") not in text
    assert part.render(Context({"request": request, "user": make_user("viewer")})).strip() == ""
