"""The lists of stakeholders: places, letters, open action points, and a word when nobody is found."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture
def get(client, monkeypatch):
    """Return the list as a user in `role` (or this user) sees it."""
    monkeypatch.setattr("profiles.views.pages.localdate", lambda: TODAY)

    def fetch(who="viewer", **params):
        client.force_login(who if not isinstance(who, str) else make_user(who))
        return client.get(reverse("stakeholder_list"), params)

    return fetch


def listed(response):
    return [str(row) for row in response.context["page"].rows]


def test_a_county_holds_its_municipalities_and_their_places(get):
    county = make_location("Kukës", "county")
    town = make_location("Kukës", parent=county)
    post = make_location("Morinë", "crossing", parent=town)
    for name, place in [("Qark", county), ("Bashkia", town), ("Border", post), ("Else", None)]:
        organisation = make_organisation(name, location=place)
        make_appointment(make_person(f"Of {name}"), organisation)
    make_appointment(make_person("Of past"), organisation, ended=date(2024, 4, 1))
    assert listed(get(place=county.slug)) == ["Bashkia", "Border", "Qark"]
    assert listed(get(place=town.slug)) == ["Bashkia", "Border"]
    assert listed(get(place=post.slug, tab="people")) == ["Of Border"]


def test_people_by_the_kind_of_organisation_they_speak_for_today(get):
    embassy = make_organisation("Embassy", kind=make_kind("embassy", "Embassy"))
    make_appointment(make_person("Ana"), embassy, ended=TODAY)
    make_appointment(make_person("Ben"), embassy, ended=date(2024, 4, 1))
    assert listed(get(tab="people", kind="embassy")) == ["Ana"]


def test_a_to_z_without_accents(get):
    for name in ["Çelik", "Council", "Agency"]:
        make_organisation(name)
    response = get(letter="c")
    assert listed(response) == ["Council", "Çelik"]
    assert [letter for letter, present in response.context["letters"] if present] == ["A", "C"]
    text = response.content.decode()
    assert 'href="?letter=A"' in text and 'href="?letter=B"' not in text
    assert listed(get(letter="cc")) == ["Agency", "Council", "Çelik"]


def counts(response):
    return [(str(line.row), line.open_points) for line in response.context["lines"]]


def test_open_action_points_each_once_and_only_visible_ones(get):
    kukes, other, person = make_organisation(), make_organisation("Other"), make_person("Ana")
    present = make_user()
    for number, sensitivity in enumerate(["internal", "restricted"]):
        meeting = make_meeting(
            organisations=[kukes, other], sensitivity=sensitivity, staff=[present]
        )
        meeting.counterparts.get(organisation=kukes).attend(person)
        meeting.action_points.create(text="Ours", owner=present)
        meeting.action_points.create(text="Theirs", promised_by="them", organisation=kukes)
        meeting.action_points.create(text="Done", owner=present, status="done", closed_on=TODAY)
        for who, factor in [("viewer", 1), (present, number + 1)]:
            assert counts(get(who)) == [("Municipality of Kukës", 2 * factor), ("Other", factor)]
            assert counts(get(who, tab="people")) == [("Ana", 2 * factor)]


def test_nobody_found_names_who_may_be_meant(get):
    kukes = make_organisation()
    text = " ".join(get(q="kuksi").content.decode().split())
    assert "No one called “kuksi”." in text and "Did you mean" in text
    assert (
        f'<a href="{kukes.get_absolute_url()}">Municipality of Kukës</a> (Local government)?'
        in text
    )
    assert "Did you mean" not in get(q="zzzz").content.decode()


def test_the_tabs_of_those_not_met(get):
    make_meeting(organisations=[make_organisation("Met", contact_every=30)], date=TODAY)
    late = make_organisation("Late", contact_every=30)
    make_meeting(organisations=[late], date=date(2024, 2, 1))
    make_organisation("Never")
    assert listed(get(tab="quiet")) == ["Never"]
    response = get(tab="rhythm")
    assert listed(response) == ["Late"]
    assert "to meet every 30 days" in response.content.decode()


@pytest.mark.parametrize(
    ("tab", "text"),
    [
        ("quiet", "Every organisation was met"),
        ("rhythm", "No organisation is overdue for contact."),
    ],
)
def test_empty_tabs_say_so(get, tab, text):
    assert text in get(tab=tab).content.decode()


def test_an_unknown_tab_is_the_first(get):
    assert get(tab="nonsense").context["tab"] == "organisations"


@pytest.mark.parametrize(
    ("tab", "queries"),
    [("organisations", 10), ("people", 10), ("quiet", 10), ("rhythm", 12), ("seats", 7)],
)
def test_queries(client, django_assert_num_queries, tab, queries):
    kukes = make_organisation(contact_every=30, location=make_location())
    make_appointment(make_person("Ana"), kukes, started=date(2024, 1, 1))
    make_appointment(make_person("Ben"), kukes, "Deputy", ended=date(2024, 1, 1))
    client.force_login(make_user())
    with django_assert_num_queries(queries):
        client.get(reverse("stakeholder_list"), {"tab": tab})
