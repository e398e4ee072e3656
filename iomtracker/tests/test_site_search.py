"""Search: what is found, in which order, and by whom; what nobody else may know stays unknown."""

import logging
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
URL = "/search/"


@pytest.fixture
def find(client):
    """Return find(text, user, …): {group: titles} of the page."""

    def find(text, user=None, **query):
        client.force_login(user or make_user())
        response = client.get(URL, {"q": text, **query})
        assert response.status_code == 200
        groups = response.context["groups"]
        return {group.key: [hit.title for hit in group.hits] for group in groups}

    return find


def page(client, text, user=None, **query):
    client.force_login(user or make_user())
    html = client.get(URL, {"q": text, **query}).content.decode()
    return " ".join(html.partition("<main")[2].partition("</main")[0].split())


# What is found


@pytest.mark.parametrize("role", ROLES)
def test_every_kind_is_found_in_its_group(find, role):
    kukes = make_location()
    office = make_organisation(location=kukes)
    make_person("Kukësa Person")
    meeting = make_meeting("Talk in Kukës", location=kukes)
    meeting.action_points.create(text="Call Kukës", owner=make_user())
    assert find("kukes", make_user(role)) == {
        "organisations": [office.name],
        "people": ["Kukësa Person"],
        "meetings": ["Talk in Kukës"],
        "action-points": ["Call Kukës"],
        "places": ["Kukës", "Kukës county"],
    }


@pytest.mark.parametrize("text", ["KUKËS", "kukes", " kukës ", "kukes munic", "of, kukes"])
def test_case_accents_order_and_punctuation_do_not_matter(find, text):
    make_organisation()
    assert find(text)["organisations"] == ["Municipality of Kukës"]


def test_former_names_and_other_spellings_find(find):
    make_organisation("Ministry of Economy", other_names="Ministry of Finance and Economy\nMFE")
    make_person("Albert Halilaj", other_names="Alberti")
    make_location("Shkodër", other_names="Shkodra\nScutari")
    assert find("ministry of finance") == {"organisations": ["Ministry of Economy"]}
    assert find("mfe") == {"organisations": ["Ministry of Economy"]}
    assert find("alberti") == {"people": ["Albert Halilaj"]}
    assert find("scutari") == {"places": ["Shkodër"]}


def test_a_place_leads_to_its_page_or_to_the_meetings_there(client):
    make_location()
    make_location("Kukës crossing", level="crossing")
    text = page(client, "kukes")
    for address in ("/places/kukes/", "/places/kukes-county/", "/meetings/?place=kukes-crossing"):
        assert text.count(f'href="{address}"') == 1
    assert "/places/kukes-crossing/" not in text


@pytest.mark.parametrize("text", ["shkodra", "Shkodrë", "shkoder"])
def test_albanian_endings_do_not_matter(client, find, text):
    make_organisation("Municipality of Shkodër")
    make_meeting("Talk in Shkodër")
    assert find(text) == {
        "organisations": ["Municipality of Shkodër"],
        "meetings": ["Talk in Shkodër"],
    }
    assert "Talk in <mark>Shkodër</mark>" in page(client, text)


def test_a_person_is_found_by_the_post_of_today(find):
    held = make_appointment()
    make_appointment(make_person("Somebody Else"), held.organisation, ended=date(2020, 1, 1))
    assert find("mayor kuk") == {"people": ["Albert Halilaj"]}
    assert find("halilaj municipality") == {"people": ["Albert Halilaj"]}


def test_a_merged_record_leads_to_the_one_that_was_kept(find):
    kept = make_organisation("Embassy of Switzerland")
    make_organisation("Swiss Mission", merged_into=kept)
    person = make_person("Albert Halilaj")
    make_person("A. Halilaj", merged_into=person)
    assert find("swiss mission") == {"organisations": ["Embassy of Switzerland"]}
    assert find("halilaj") == {"people": ["Albert Halilaj"]}


def test_an_anonymised_person_is_not_found(find):
    make_person("Albert Halilaj", anonymised_at=timezone.now())
    assert find("halilaj") == {}


def test_a_retired_organisation_is_found_and_said_so(client, find):
    make_organisation("Old Agency", is_active=False)
    assert find("old agency") == {"organisations": ["Old Agency"]}
    assert "No longer in use" in page(client, "old agency")


def test_a_retired_place_is_not_offered_and_the_level_may_be_named(find):
    make_location()
    make_location("Kukës Old", is_active=False)
    assert find("kukes county") == {"places": ["Kukës county"]}
    assert find("kukes municipality") == {"places": ["Kukës"]}
    assert find("county") == {}


# Best first


def test_exact_then_beginning_then_inside(find):
    for name in ["Reunion", "Trade Union", "Union of Women", "Union"]:
        make_organisation(name)
    assert find("union")["organisations"] == ["Union", "Union of Women", "Trade Union", "Reunion"]


def test_recent_meetings_first(find):
    for day in (5, 7, 6):
        make_meeting(f"Talk {day}", date=date(2024, 3, day))
    make_meeting("Talk", date=date(2024, 3, 1), date_precision="month")
    assert find("talk")["meetings"] == ["Talk 7", "Talk 6", "Talk 5", "Talk"]


def test_open_action_points_before_closed_ones(find):
    meeting, owner = make_meeting(), make_user()
    meeting.action_points.create(
        text="Send one", owner=owner, status="done", closed_on=date(2024, 3, 8)
    )
    meeting.action_points.create(text="Send two", owner=owner, due=date(2024, 4, 1))
    meeting.action_points.create(text="Send three", owner=owner, due=date(2024, 3, 1))
    assert find("send") == {"action-points": ["Send three", "Send two", "Send one"]}


def test_five_a_group_then_a_link_to_all(client):
    for number in range(12):
        make_meeting(f"Talk {number}")
        make_organisation(f"Talkers {number}")
    text = page(client, "talk")
    assert text.count('class="t-link cover"') == 10
    assert f'<a href="{reverse("meeting_list")}?q=talk" > See all 12 meetings </a>' in text
    assert f'<a href="{URL}?q=talk&amp;in=organisations" > See all 12 organisations </a>' in text
    only = page(client, "talk", **{"in": "organisations"})
    assert only.count('class="t-link cover"') == 12
    assert "Talk 1" not in only.replace("Talkers 1", "")


def test_more_than_a_hundred_is_said(client, monkeypatch):
    monkeypatch.setattr("iomtracker.site_search.MOST", 6)
    for number in range(8):
        make_organisation(f"Talkers {number}")
    assert "See more than 6 organisations" in page(client, "talk")
    only = page(client, "talk", **{"in": "organisations"})
    assert only.count('class="t-link cover"') == 6
    assert "The first 6 are shown. Add a word to find fewer." in only


def test_an_unknown_group_is_not_found(client):
    client.force_login(make_user())
    assert client.get(URL, {"q": "a", "in": "secrets"}).status_code == 404


# References


def test_a_reference_opens_the_meeting(client):
    meeting = make_meeting()
    client.force_login(make_user("viewer"))
    response = client.get(URL, {"q": f" {meeting.reference} "})
    assert (response.status_code, response["Location"]) == (302, meeting.get_absolute_url())


@pytest.mark.parametrize(
    "fields", [{"sensitivity": "restricted"}, {"status": "draft"}], ids=["restricted", "draft"]
)
def test_a_reference_of_what_does_not_exist_for_the_reader_finds_nothing(client, fields):
    meeting = make_meeting("Secret", **fields)
    user = make_user()
    text = page(client, meeting.reference, user)
    nothing = page(client, "9999-99-999", user)
    assert text.replace(meeting.reference, "9999-99-999") == nothing
    client.force_login(make_user("head of office"))
    assert client.get(URL, {"q": meeting.reference}).status_code == 302


# Who


def test_anonymous_and_those_without_a_role(client):
    for url in (URL, "/search/quick/"):
        assert client.get(url, {"q": "a"})["Location"].startswith(reverse("account_login"))
    client.force_login(make_user(role=""))
    for url in (URL, "/search/quick/"):
        assert client.get(url, {"q": "a"}).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "staff", "data manager"])
def test_a_restricted_meeting_leaves_no_trace(client, find, role):
    user = make_user(role)
    secret = make_meeting("Secret talks", sensitivity="restricted", created_by=user)
    secret.action_points.create(text="Secret promise", owner=user)
    assert find("secret", user) == {}
    assert client.get("/search/quick/", {"q": "secret"}).content.decode().strip() == ""


def test_those_present_and_the_head_of_office_find_it_marked(client, find):
    alma = make_user()
    secret = make_meeting("Secret talks", sensitivity="restricted", staff=[alma])
    secret.action_points.create(text="Secret promise", owner=alma)
    both = {"meetings": ["Secret talks"], "action-points": ["Secret promise"]}
    assert find("secret", alma) == both
    assert find("secret", make_user("head of office")) == both
    assert "Restricted" in page(client, "secret", alma)


def test_a_viewer_does_not_find_by_internal_notes(find):
    make_meeting("Talk", internal_note="Budget is short")
    assert find("budget", make_user("viewer")) == {}
    assert find("budget", make_user("staff")) == {"meetings": ["Talk"]}


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_drafts_and_cancelled_meetings_are_not_found(find, status):
    user = make_user()
    meeting = make_meeting("Talk", status=status, created_by=user)
    meeting.action_points.create(text="Talk again", owner=user)
    assert find("talk", user) == {}


# The page


def test_matches_are_underlined_and_everything_is_escaped(client):
    make_organisation("<i>Kukës</i> & sons")
    text = page(client, "kukes i")
    assert "&lt;<mark>i</mark>&gt;<mark>Kukës</mark>&lt;/<mark>i</mark>&gt; &amp; sons" in text
    assert 'value="kukes i"' in text


def test_the_public_words_that_matched_are_shown(client):
    make_meeting("Talk", public_line="They agreed on a job fair.", internal_note="Job is risky")
    assert "They agreed on a <mark>job</mark> fair." in page(client, "job")
    assert "risky" not in page(client, "job")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\0"])
def test_without_words_it_says_what_it_can_do(client, text):
    make_organisation()
    shown = page(client, text)
    assert "A reference such as 2024-03-005 opens the meeting." in shown
    assert "Nothing found" not in shown


@pytest.mark.parametrize("text", ["x" * 10_000, "a " * 200, "😀", "שלום", "%", "_", "'; drop"])
def test_odd_searches_answer(client, text):
    make_organisation("Abc")
    client.force_login(make_user())
    assert client.get(URL, {"q": text}).status_code == 200
    assert client.get("/search/quick/", {"q": text}).status_code == 200


def test_nothing_found_suggests_a_spelling(client):
    kukes = make_organisation()
    text = page(client, "kuksi")
    assert "Nothing found for “kuksi”." in text
    assert f'href="{kukes.get_absolute_url()}"' in text
    assert "Check the spelling" in page(client, "zzzzzz")


@pytest.mark.parametrize(
    ("role", "shown"), list(zip(ROLES, [False, True, True, False], strict=True))
)
def test_colleagues_may_add_what_is_not_found(client, role, shown):
    text = page(client, "Zana & co", make_user(role))
    address = f'href="{reverse("stakeholder_add")}?name=Zana%20%26%20co"'
    assert (address in text) == shown
    assert ("Add “Zana &amp; co” as a stakeholder" in text) == shown


def test_search_is_read_only(client):
    client.force_login(make_user())
    assert client.post(URL).status_code == 405
    assert client.post("/search/quick/").status_code == 405


def test_what_is_searched_for_is_not_logged(client, caplog):
    client.force_login(make_user())
    with caplog.at_level(logging.DEBUG, "iomtracker.requests"):
        client.get(URL, {"q": "halilaj"})
        client.get("/search/quick/", {"q": "halilaj"})
    assert len(caplog.records) == 2
    assert not any("halilaj" in str(record.__dict__.get("path", "")) for record in caplog.records)
    assert "halilaj" not in caplog.text


# While typing


def quick(client, text, user=None):
    client.force_login(user or make_user())
    return client.get("/search/quick/", {"q": text})


def test_at_most_six_from_all_kinds_best_first(client):
    for number in range(8):
        make_organisation(f"Talkers {number}")
        make_meeting(f"Talk {number}", date=date(2024, 3, number + 1))
    make_person("Ann Talk")
    hits = [hit.title for hit in quick(client, "talk").context["hits"]]
    assert hits == ["Talkers 0", "Talkers 1", "Talkers 2", "Ann Talk", "Talk 7", "Talk 6"]


def test_the_fragment_is_options_and_nothing_else(client):
    office = make_organisation()
    text = quick(client, "kuk").content.decode()
    assert "<html" not in text
    assert text.count('role="option"') == 1
    assert f'data-href="{office.get_absolute_url()}"' in text and 'data-count="1 result"' in text
    assert quick(client, "").content.decode().strip() == ""


# Queries


def fill(first, last):
    for number in range(first, last):
        place = make_location(f"Kuk {number}")
        office = make_organisation(f"Kuk {number}", location=place)
        make_appointment(make_person(f"Kuk {number}"), office)
        meeting = make_meeting(f"Kuk {number}", location=place, organisations=[office])
        meeting.action_points.create(text="Kuk", owner=meeting.created_by)


@pytest.mark.parametrize(("url", "number"), [(URL, 11), ("/search/quick/", 9)])
def test_queries_are_fixed(client, django_assert_num_queries, url, number):
    client.force_login(make_user())
    fill(0, 1)
    with django_assert_num_queries(number):
        client.get(url, {"q": "kuk"})
    fill(1, 5)
    with django_assert_num_queries(number):
        client.get(url, {"q": "kuk"})
