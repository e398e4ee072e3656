"""The lists behind the numbers: who reads them, what narrows them, what is not understood."""

from datetime import date

import pytest
from django.urls import reverse

from accounts import roles
from accounts.tests.factories import make_user
from engagements.models import Counterpart
from engagements.tests.factories import make_meeting
from reviews.tests.factories import add_counterpart
from stakeholders.tests.factories import make_organisations

pytestmark = pytest.mark.django_db
WHAT = ["organisations", "people", "municipalities", "action-points"]
ADDRESSES = [f"{period}{what}/" for period in ("/months/2024-03/", "/years/2024/") for what in WHAT]


def lines(client, address):
    """Return [(label, what it adds)] of a list, as the head of office sees it."""
    client.force_login(make_user("head of office"))
    response = client.get(address)
    assert response.status_code == 200
    return [(line.label, line.count) for line in response.context["listing"].lines]


def promised(client, query):
    client.force_login(make_user("viewer"))
    page = client.get(f"/months/2024-03/action-points/{query}")
    return [line.text for line in page.context["listing"].lines]


@pytest.mark.parametrize("address", [*ADDRESSES, "/years/2024/"])
def test_without_a_role_403_and_anonymous_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    client.force_login(make_user(""))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [*ADDRESSES, "/years/2024/"])
def test_every_role_reads_the_same(client, march, address):
    seen = set()
    for role in roles.ALL:
        client.force_login(make_user(role))
        response = client.get(address)
        assert (response.status_code, client.post(address).status_code) == (200, 405)
        seen.add(response.content.decode().split("<h1>")[1].split("</main>")[0])
    assert len(seen) == 1
    assert "style=" not in seen.pop()


@pytest.mark.parametrize(
    "address",
    ["/years/0000/", "/years/0001/", "/years/9999/", "/years/24/", "/years/2024/colleagues/"]
    + ["/months/2024-13/people/", "/months/0000-01/people/", "/months/2024-03/person/"],
)
def test_what_is_no_list_is_not_found(client, address):
    client.force_login(make_user("viewer"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("year", ["0002", "9998"])
def test_first_and_last_year_of_the_calendar(client, year):
    client.force_login(make_user("viewer"))
    page = client.get(f"/years/{year}/")
    assert page.status_code == 200
    assert (page.context["previous"] is None, page.context["next"] is None) == (
        year == "0002",
        year == "9998",
    )
    for what in WHAT:
        assert client.get(f"/years/{year}/{what}/").status_code == 200


def test_march_people_named_then_groups(client, march):
    found = lines(client, "/months/2024-03/people/")
    assert found[:6] == [
        ("Albert Halilaj", 1),
        ("Eduard Duro", 1),
        ("Ergest Dule", 1),
        ("Karl Bergner", 1),
        ("Onid Bejleri", 1),
        ("Ruth Huber", 1),
    ]
    assert sorted(set(found[6:])) == [
        ("Co-organiser", 0),
        ("Executive Director", 1),
        ("Local stakeholders", 0),
        ("Organiser", 0),
        ("Representatives", 0),
        ("Technical staff", 0),
    ]


def test_a_person_of_two_posts_is_one_line_and_the_unnamed_beside_are_another(client):
    for organisation, count in (("Ministry", 3), ("Agency", None)):
        add_counterpart(make_meeting(), organisation, "Ministries", "Ana", count)
    assert lines(client, "/months/2024-03/people/") == [("Ana", 1), ("People without a name", 2)]
    page = client.get("/months/2024-03/people/")
    assert "Head of it, Ministry; Head of it, Agency" in page.content.decode()
    assert "<h1>3 people met, March 2024</h1>" in page.content.decode()


def test_organisations_of_one_kind(client, march):
    embassies = lines(client, "/months/2024-03/organisations/?kind=embassies")
    assert [label for label, _count in embassies] == [
        "British Embassy",
        "Embassy of Canada in Italy",
        "Embassy of Germany",
        "Embassy of Switzerland",
    ]
    page = client.get("/months/2024-03/organisations/?kind=embassies").content.decode()
    assert "Only: Embassies." in page
    assert "<h1>4 organisations met, March 2024</h1>" in page


@pytest.mark.parametrize("kind", ["nonsense", "%00", "x" * 3000, "%F0%9F%90%8D"])
def test_a_kind_that_is_none_is_said_and_left_out(client, march, kind):
    address = f"/months/2024-03/organisations/?kind={kind}&page=nonsense"
    assert len(lines(client, address)) == 16
    assert "Not understood and left out: Kind." in client.get(address).content.decode()


def test_action_points_by_status(client):
    alma = make_user("staff")
    meeting = make_meeting()
    fields = {"owner": alma, "meeting": meeting}
    points = meeting.action_points
    points.create(text="No date", **fields)
    points.create(text="Late", due=date(2024, 3, 9), **fields)
    points.create(text="Later", due=date(2099, 3, 9), **fields)
    points.create(text="Done", status="done", closed_on=date(2024, 3, 9), **fields)
    points.create(text="Dropped", status="dropped", closed_on=date(2024, 3, 9), **fields)
    assert promised(client, "") == ["Late", "Later", "No date", "Done", "Dropped"]
    assert promised(client, "?status=overdue") == ["Late"]
    assert promised(client, "?status=open") == ["Later", "No date"]
    assert promised(client, "?status=closed") == ["Done", "Dropped"]
    assert promised(client, "?status=older") == []
    assert len(promised(client, "?status=nonsense")) == 5
    page = client.get("/months/2024-03/").content.decode()
    assert "1 of the 5 action points made in the month is overdue" in page
    assert page.index("Late</a>") < page.index("Later</a>") < page.index("Done</a>")


def test_long_lists_have_pages_and_hold_all(client):
    meeting = make_meeting()
    Counterpart.objects.bulk_create(
        Counterpart(meeting=meeting, organisation=organisation)
        for organisation in make_organisations([f"Office {number:03d}" for number in range(201)])
    )
    client.force_login(make_user("viewer"))
    first = client.get("/months/2024-03/organisations/")
    last = client.get("/months/2024-03/organisations/?page=3")
    assert (first.context["total"], len(first.context["numbered"].rows)) == (201, 100)
    assert [line.label for line in last.context["numbered"].rows] == ["Office 200"]


def test_what_was_promised_is_shown_as_text(client):
    alma = make_user("staff")
    meeting = make_meeting("<script>alert(1)</script>")
    meeting.action_points.create(text="<b>bold</b>", owner=alma)
    client.force_login(alma)
    page = client.get("/months/2024-03/action-points/").content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>alert" not in page
