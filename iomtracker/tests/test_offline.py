"""What a device keeps for reading, the page without a connection, and the site as an installed app."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import roles
from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db
MEETINGS = "/offline/meetings/"


@pytest.fixture
def alma(client):
    user = make_user(full_name="Alma Jani")
    client.force_login(user)
    return user


def make_recent(title, days=3, **fields):
    return make_meeting(title, date=localdate() - timedelta(days=days), **fields)


def titles(client):
    return [meeting.title for meeting in client.get(MEETINGS).context["meetings"]]


def test_people_who_spoke_for_nobody(client, alma):
    row = make_recent("Talk").counterparts.create()
    row.attend(make_person("Ana Dibra"))
    text = " ".join(client.get(MEETINGS).content.decode().split())
    assert "<span>No organisation, Ana Dibra</span>" in text


def test_the_meetings_of_the_last_30_days(client, alma):
    organisation = make_organisation(name="Ministry")
    make_recent("First", 30, public_line="We spoke of data.", internal_note="Quiet")
    make_recent("Second", location=make_location("Kukës"), organisations=[organisation])
    make_recent("Too old", 31)
    make_recent("Still to come", -1)
    make_recent("Draft", status="draft", created_by=alma)
    make_recent("Cancelled", status="cancelled")
    assert titles(client) == ["Second", "First"]
    answer = client.get(MEETINGS)
    text = answer.content.decode()
    assert "We spoke of data." in text
    assert "Quiet" not in text
    assert "no-store" in answer["Cache-Control"]


def test_restricted_ones_are_kept_by_nobody(client):
    head = make_user(roles.HEAD_OF_OFFICE)
    make_recent("Open")
    make_recent("Secret", sensitivity="restricted", staff=[head], created_by=head)
    for user in (head, make_user(), make_user(roles.VIEWER)):
        client.force_login(user)
        assert titles(client) == ["Open"]


def test_who_has_no_role_and_who_is_not_signed_in_get_nothing(client):
    make_recent("Open")
    assert client.get(MEETINGS).url.startswith("/account/login/")
    client.force_login(make_user(""))
    assert client.get(MEETINGS).status_code == 403
    client.force_login(make_user())
    assert client.post(MEETINGS).status_code == 405


@pytest.mark.parametrize("count", [1, 6])
def test_a_fixed_number_of_queries(client, alma, count, django_assert_num_queries):
    for number in range(count):
        meeting = make_recent(
            f"Talk {number}",
            areas=[make_area()],
            organisations=[make_organisation(name=f"Organisation {number}")],
            location=make_location(f"Place {number}"),
        )
        meeting.counterparts.get().attend(make_person(f"Person {number}"))
    client.get(MEETINGS)
    with django_assert_num_queries(8):
        client.get(MEETINGS)


def test_a_brief_as_it_is_kept(client, alma):
    organisation = make_organisation(name="Ministry")
    make_recent("Open", organisations=[organisation])
    make_recent("Secret", organisations=[organisation], sensitivity="restricted", staff=[alma])
    address = reverse("organisation_brief", args=[organisation.slug])
    assert f'data-keep-brief="{address}"' in client.get(address).content.decode()
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert f'data-keep-brief="{address}"' in page
    kept = client.get(f"{address}?keep").content.decode().strip()
    assert kept.startswith("{#") is False
    assert '<article data-name="Ministry"' in kept
    assert "Open" in kept
    assert "Secret" not in kept
    assert "restricted" not in kept
    assert "<html" not in kept


def test_the_page_holds_nothing_of_anybody(client, alma):
    signed_in = client.get("/offline/").content.decode()
    client.logout()
    assert client.get("/offline/").content.decode() == signed_in
    assert "Alma" not in signed_in
    assert "data-user=" not in signed_in
    assert "mainnav" not in signed_in
    assert 'class="tabbar"' not in signed_in


def test_the_manifest(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert "manifest-src 'self'" in answer["Content-Security-Policy"]
    content = json.loads(answer.content)
    assert (content["display"], content["start_url"], content["scope"]) == ("standalone", "/", "/")
    assert [(row["name"], row["url"]) for row in content["shortcuts"]] == [
        ("Log", "/meetings/new/"),
        ("My work", "/"),
    ]
    sizes = [(icon["sizes"], icon["purpose"]) for icon in content["icons"]]
    assert sizes == [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in content["icons"])
    assert (
        '<link rel="manifest" href="/manifest.webmanifest">'
        in client.get("/account/login/").content.decode()
    )


@pytest.mark.parametrize("address", ["/sw.js", "/manifest.webmanifest", "/offline/"])
def test_what_is_nobodys_is_sent_again_only_when_it_changed(client, address):
    tag = client.get(address)["ETag"]
    answer = client.get(address, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_page_of_somebody_is_sent_whole_each_time(client, alma):
    for address in ("/", "/meetings/", "/meetings/new/"):
        assert "ETag" not in client.get(address)


def test_a_month_only_meeting_of_this_month(client, alma):
    first = localdate().replace(day=1)
    make_meeting("Some day", date=date(first.year, first.month, 1), date_precision="month")
    assert titles(client) == ["Some day"]
