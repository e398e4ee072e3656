"""The pages of data quality: who reads them, what is counted, one record put right after the other."""

from datetime import date
from itertools import pairwise

import pytest
from django.utils.timezone import localdate

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from iomtracker.data_quality.checks import KINDS
from stakeholders.models import LikelyPair
from stakeholders.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
AREA = "/quality/area/"


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def counts(client):
    """Return {code: number} as the page says."""
    groups = client.get("/quality/").context["groups"]
    return {kind.code: n for _label, kinds in groups for kind, n in kinds}


def fill(client, address, **values):
    """Send the form of the page with these values, as the browser would."""
    context = client.get(address).context
    hidden = {"record": context["record"].pk, "stamp": context["form"].stamp}
    return client.post(address, {**hidden, **values})


def whole_meeting(title="Whole", **fields):
    """Make a meeting that lacks nothing."""
    return make_meeting(
        title,
        areas=[make_area()],
        staff=[make_user()],
        organisations=[make_organisation(f"Office of {title}")],
        public_line="We met.",
        **fields,
    )


# Who


@pytest.mark.parametrize("address", ["/quality/", *(f"/quality/{code}/" for code in KINDS)])
@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("staff", 403), ("", 403), ("head of office", 200), ("data manager", 200)],
)
def test_who_reads_the_pages(client, role, status, address):
    client.force_login(make_user(role))
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", ["/quality/", AREA])
def test_anonymous_is_led_to_sign_in(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={address}")


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_only_the_data_manager_saves(client, role):
    meeting = make_meeting()
    client.force_login(make_user(role))
    response = client.post(AREA, {"record": meeting.pk, "thematic_areas": [make_area().pk]})
    assert response.status_code == 403
    assert not meeting.thematic_areas.exists()


def test_the_head_of_office_reads_without_a_form(client):
    make_meeting("Talk with nobody")
    client.force_login(make_user("head of office"))
    response = client.get(AREA)
    assert response.context["form"] is None
    assert "Talk with nobody" in response.content.decode()
    assert "Save" not in response.content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    ("role", "links"), [("viewer", 0), ("staff", 0), ("head of office", 2), ("data manager", 3)]
)
def test_the_way_there(client, role, links):
    client.force_login(make_user(role))
    assert client.get("/").content.decode().count('href="/quality/"') == links


def test_an_unknown_kind_is_not_found(client, manager):
    assert client.get("/quality/nothing/").status_code == 404


# The page that counts


def test_nothing_to_do(client, manager):
    whole_meeting()
    assert counts(client) == dict.fromkeys(KINDS, 0)
    assert "No gaps. Thank you." in client.get("/quality/").content.decode()
    assert "No gaps. Thank you." in client.get(AREA).content.decode()


def test_each_gap_is_counted(client, manager):
    make_meeting("Nothing", date=date(2024, 3, 1), date_precision="month")
    whole_meeting()
    assert {code: n for code, n in counts(client).items() if n} == {
        "staff": 1,
        "day": 1,
        "area": 1,
        "counterpart": 1,
        "line": 1,
    }


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_drafts_and_cancelled_meetings_are_not_counted(client, manager, status):
    make_meeting(status=status, reference="2024-03-900")
    assert counts(client)["area"] == 0


def test_what_the_reader_may_not_see_does_not_exist(client, manager):
    meeting = make_meeting("Hidden", sensitivity="restricted")
    assert counts(client)["area"] == 0
    assert "Hidden" not in client.get(AREA).content.decode()
    area = make_area()
    response = client.post(AREA, {"record": meeting.pk, "thematic_areas": [area.pk]}, follow=True)
    assert "No gaps. Thank you." in response.content.decode()
    assert not meeting.thematic_areas.exists()
    client.force_login(make_user("head of office"))
    assert counts(client)["area"] == 1


def test_the_page_takes_the_same_queries_whatever_there_is(
    client, manager, django_assert_num_queries
):
    for number in range(3):
        make_meeting(f"Meeting {number}")
    with django_assert_num_queries(6):
        client.get("/quality/")


def test_more_than_are_counted_are_said_to_be_more(client, manager, monkeypatch):
    monkeypatch.setattr("iomtracker.data_quality.checks.MOST", 2)
    monkeypatch.setattr("iomtracker.data_quality.views.MOST", 2)
    for number in range(4):
        make_meeting(f"Meeting {number}", public_line="A talk." if number > 1 else "")
    assert (counts(client)["area"], counts(client)["line"]) == (3, 2)
    page = " ".join(client.get("/quality/").content.decode().split())
    assert page.count('<span class="tag tag--warn">2+</span>') == 3  # area, colleague, counterpart
    assert '<span class="tag tag--warn">2</span>' in page
    assert "8+ things could be better." in page
    home = client.get("/").context["records"][0]
    assert (home.title, home.number) == ("2+ meetings have something missing", "2+")
    assert "No thematic area: 2+ · No counterpart: 2+ · No public line: 2" in home.detail


@pytest.mark.parametrize(("role", "links"), [("head of office", 0), ("data manager", 1)])
def test_likely_duplicates_are_counted(client, role, links):
    one, two = make_organisation("Municipality of Has"), make_organisation("Municipality of Hasi")
    LikelyPair.objects.all().delete()
    LikelyPair.objects.create(kind="organisation", a=one.pk, b=two.pk, score=90)
    client.force_login(make_user(role))
    page = client.get("/quality/")
    assert [(kind, n) for kind, _label, n in page.context["pairs"]] == [
        ("organisation", 1),
        ("person", 0),
    ]
    assert page.context["total"] == 1
    text = page.content.decode()
    assert text.count('href="/quality/duplicates/?kind=organisation"') == links


# The queue


def test_one_after_the_other(client, manager):
    first, second = make_meeting("First"), make_meeting("Second")
    area = make_area()
    page = client.get(AREA)
    assert page.context["record"] == second
    assert "1 of 2" in page.content.decode()
    response = fill(client, AREA, thematic_areas=[area.pk])
    assert response["Location"] == f"/quality/area/?before={second.pk}&done=1"
    page = client.get(response["Location"])
    assert page.context["record"] == first
    assert "2 of 2" in page.content.decode()
    response = fill(client, response["Location"], thematic_areas=[area.pk])
    assert "No gaps. Thank you." in client.get(response["Location"]).content.decode()
    assert list(second.thematic_areas.all()) == [area]


def test_skipping_to_the_end_and_round_again(client, manager):
    meetings = [make_meeting(f"Meeting {number}") for number in range(3)]
    for newer, older in pairwise(reversed(meetings)):
        assert client.get(f"{AREA}?before={newer.pk}").context["record"] == older
    last = client.get(f"{AREA}?before={meetings[0].pk}")
    assert "That was the last." in last.content.decode()
    assert "3 were skipped, or came back." in last.content.decode()


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=-1", "?done=99999999999999999999", "?before=²"]
)
def test_a_bad_address_begins_at_the_beginning(client, manager, query):
    meeting = make_meeting()
    page = client.get(AREA + query)
    assert (page.context["record"], page.context["place"]) == (meeting, 1)


@pytest.mark.parametrize("record", ["", "x", "0", "12345678901234567890"])
def test_a_bad_record_is_passed_over(client, manager, record):
    make_meeting()
    response = client.post(AREA, {"record": record})
    assert response["Location"] == AREA


def test_an_empty_answer_is_refused(client, manager):
    meeting = make_meeting()
    response = fill(client, AREA)
    assert response.status_code == 422
    assert response.context["form"].errors == {"thematic_areas": ["Tick a thematic area."]}
    assert not meeting.thematic_areas.exists()


def test_what_was_put_right_meanwhile_is_passed_over(client, manager):
    meeting, area, other = make_meeting(), make_area(), make_area("dtm", "DTM")
    meeting.thematic_areas.add(other)
    response = client.post(AREA, {"record": meeting.pk, "thematic_areas": [area.pk]}, follow=True)
    assert "Somebody else has corrected that one in the meantime." in response.content.decode()
    assert list(meeting.thematic_areas.all()) == [other]


def test_a_change_by_somebody_else_is_shown_and_nothing_is_lost(client, manager):
    meeting = make_meeting(date=date(2090, 3, 6))
    stamp = client.get("/quality/future/").context["form"].stamp
    Meeting.objects.filter(pk=meeting.pk).update(date=date(2091, 1, 1))
    sent = {"record": meeting.pk, "stamp": stamp, "when": "day"}
    sent |= {"day": "6", "month": "3", "year": "2024"}
    response = client.post("/quality/future/", sent)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Somebody changed this while you were writing." in text
    assert "1 January 2091" in text
    assert 'value="2024"' in text
    response = client.post("/quality/future/", {**sent, "stamp": response.context["form"].stamp})
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert meeting.date == date(2024, 3, 6)


def test_a_save_is_a_new_version_with_history(client, manager):
    meeting = make_meeting()
    fill(client, AREA, thematic_areas=[make_area().pk])
    meeting.refresh_from_db()
    assert meeting.version == 2
    newest = meeting.history.first()
    assert (newest.history_user, newest.history_change_reason) == (manager, "Data quality")


@pytest.mark.parametrize(("code", "queries"), [("area", 12), ("contacts", 6)])
def test_a_queue_takes_the_same_queries_however_long(
    client, manager, django_assert_num_queries, code, queries
):
    for number in range(4):
        make_meeting(f"Meeting {number}", organisations=[make_organisation(f"Office {number}")])
        make_person(f"Person {number}", email=f"p{number}@example.org")
    with django_assert_num_queries(queries):
        client.get(f"/quality/{code}/")


def test_today_is_the_day_offered_for_confirming(client, manager):
    make_person(email="a@example.org")
    form = client.get("/quality/contacts/").context["form"]
    assert form["last_confirmed"].value() == f"{localdate():%-d %B %Y}"
