"""The pages of stakeholders: who sees what, and nothing of what they may not."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_organisations,
    make_person,
)

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
TODAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for module in ("pages", "edit", "brief"):
        monkeypatch.setattr(f"profiles.views.{module}.localdate", lambda: TODAY)


@pytest.fixture
def kukes():
    return make_organisation(location=make_location())


@pytest.fixture
def halilaj(kukes):
    person = make_person(honorific="Mr.")
    make_appointment(person, kukes)
    return person


@pytest.fixture
def get(client):
    """Return the page at an address as a user in `role` (or this user) sees it."""

    def fetch(url, who="viewer", **params):
        client.force_login(who if not isinstance(who, str) else make_user(who))
        return client.get(url, params)

    return fetch


def attend(meeting, organisation, person):
    """Put the person into the meeting."""
    return meeting.counterparts.get(organisation=organisation).attend(person)


def urls(kukes, halilaj):
    return [reverse("stakeholder_list"), kukes.get_absolute_url(), halilaj.get_absolute_url()]


def listed(response):
    return [str(row) for row in response.context["page"].rows]


# Who


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_the_pages(get, role, kukes, halilaj):
    for url in urls(kukes, halilaj):
        assert get(url, role).status_code == 200


def test_anonymous_is_asked_to_sign_in(client, kukes, halilaj):
    for url in [*urls(kukes, halilaj), reverse("organisation_detail", args=["unknown"])]:
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_without_a_role_nothing_is_shown(get, kukes, halilaj):
    for url in urls(kukes, halilaj):
        response = get(url, make_user(role=""))
        assert response.status_code == 403
        assert "Kukës" not in response.content.decode()


@pytest.mark.parametrize(
    ("role", "shown"), list(zip(ROLES, [False, True, True, False], strict=True))
)
def test_only_colleagues_are_offered_to_log(get, role, shown, kukes, halilaj):
    create = reverse("meeting_create")
    for url, query in [
        (kukes.get_absolute_url(), f"organisation={kukes.slug}"),
        (halilaj.get_absolute_url(), f"person={halilaj.pk}"),
    ]:
        assert (f"{create}?{query}" in get(url, role).content.decode()) == shown


@pytest.mark.parametrize("name", ["organisation_detail", "person_detail"])
def test_unknown_ones_are_404(get, name):
    for key in ["12", "9" * 30]:
        assert get(reverse(name, args=[key])).status_code == 404


def test_posting_is_refused(client, kukes):
    client.force_login(make_user())
    assert client.post(kukes.get_absolute_url()).status_code == 405


def test_merged_ones_lead_to_what_they_were_merged_into(get, kukes, halilaj):
    old = make_organisation("Bashkia Kukës", merged_into=kukes)
    duplicate = make_person("Albert Halilai", merged_into=halilaj)
    assert get(old.get_absolute_url())["Location"] == kukes.get_absolute_url()
    assert get(duplicate.get_absolute_url())["Location"] == halilaj.get_absolute_url()
    assert listed(get(reverse("stakeholder_list"))) == ["Municipality of Kukës"]
    assert listed(get(reverse("stakeholder_list"), tab="people")) == ["Mr. Albert Halilaj"]


def test_internal_notes_are_not_for_viewers(get, kukes, halilaj):
    for row in (kukes, halilaj):
        row.notes = "Prefers mornings"
        row.store()
        assert "Prefers mornings" not in get(row.get_absolute_url()).content.decode()
        assert "Prefers mornings" in get(row.get_absolute_url(), "staff").content.decode()


# What


def test_the_page_of_an_organisation(get, kukes, halilaj):
    jani = make_user("head of office", full_name="Alma Jani")
    unit = make_organisation("Child Protection Unit", parent=kukes)
    both = make_meeting(organisations=[kukes, unit], staff=[jani], areas=[make_area()])
    attend(both, kukes, halilaj)
    make_meeting("Technical talks", organisations=[unit])
    make_meeting("Fair", organisations=[kukes], date=date(2024, 3, 1), date_precision="month")
    make_meeting("A draft", organisations=[kukes], status="draft")
    make_meeting("Called off", organisations=[kukes], status="cancelled")
    response = get(kukes.get_absolute_url())
    facts, text = response.context["facts"], response.content.decode()
    assert (facts.meetings, facts.with_units_only, facts.days_ago) == (3, 1, 27)
    assert [cell.meetings for cell in facts.strip] == [0] * 10 + [3, 0]
    assert listed(response) == ["Technical talks", "Meeting with the Mayor", "Fair"]
    for part in [
        "27 days ago",
        "Meetings with its units are included.",
        "day not recorded",
        "Alma Jani",
    ]:
        assert part in text
    assert "A draft" not in text and "Called off" not in text
    assert response.context["people"] == [halilaj.pk]


def test_the_page_of_a_person(get, kukes, halilaj):
    make_appointment(halilaj, make_organisation("Council"), "Councillor", ended=date(2023, 7, 1))
    attend(make_meeting(organisations=[kukes]), kukes, halilaj)
    make_meeting("Without him", organisations=[kukes])
    response = get(halilaj.get_absolute_url())
    assert listed(response) == ["Meeting with the Mayor"]
    assert [post.title for post in response.context["posts"]] == ["Mayor of Kukës Municipality"]
    assert [post.title for post in response.context["past_posts"]] == ["Councillor"]


def test_not_met_yet(get, kukes, halilaj):
    for row in (kukes, halilaj):
        response = get(row.get_absolute_url())
        assert "Not met yet." in response.content.decode()
        assert response.context["facts"].last is None


def test_action_points_between_them_and_us(get, kukes):
    user, unit = make_user(), make_organisation("Unit", parent=kukes)
    meeting = make_meeting(organisations=[kukes, unit])
    meeting.action_points.create(text="Send figures", owner=user, due=date(2024, 3, 29))
    meeting.action_points.create(text="Send a list", promised_by="them", organisation=unit)
    meeting.action_points.create(text="Done", owner=user, status="done", closed_on=TODAY)
    response = get(kukes.get_absolute_url())
    action_points = response.context["action_points"]
    assert [str(point) for point in action_points.ours] == ["Send figures"]
    assert [str(point) for point in action_points.theirs] == ["Send a list"]
    assert action_points.late == 1
    assert "Overdue 4 days" in response.content.decode()


# Restricted meetings do not exist for those who were not there


@pytest.fixture
def secret(kukes, halilaj):
    """A restricted meeting after an open one, with an action point, attended by one colleague."""
    attend(make_meeting("Open talks", organisations=[kukes]), kukes, halilaj)
    present = make_user(full_name="Present Person")
    meeting = make_meeting(
        "Secret talks",
        organisations=[kukes],
        staff=[present],
        sensitivity="restricted",
        date=date(2024, 3, 20),
    )
    attend(meeting, kukes, halilaj)
    attend(meeting, kukes, make_person("Ergest Dule"))
    meeting.action_points.create(text="Keep quiet", owner=present)
    return present


def seen(get, who, kukes, halilaj):
    """Return all that the doors tell: counts, last met, strip, history, people, action_points."""
    found = []
    for url in [kukes.get_absolute_url(), halilaj.get_absolute_url()]:
        response = get(url, who)
        facts, context = response.context["facts"], response.context
        found.append(
            (facts.meetings, facts.last.date.day, facts.strip[-2].meetings, listed(response),
             len(context["action_points"].points), "Secret talks" in response.content.decode())
        )  # fmt: skip
    return found


@pytest.mark.parametrize("role", ["viewer", "staff", "data manager"])
def test_a_restricted_meeting_leaves_no_trace(get, role, secret, kukes, halilaj):
    assert seen(get, make_user(role), kukes, halilaj) == [(1, 6, 1, ["Open talks"], 0, False)] * 2
    response = get(kukes.get_absolute_url(), role)
    assert response.context["people"] == [halilaj.pk]
    assert "Ergest Dule" not in response.content.decode()


def test_the_source_of_a_person_does_not_name_a_restricted_meeting(get, secret, halilaj):
    halilaj.source = halilaj.meetings.get(sensitivity="restricted").reference
    halilaj.store()
    for who, shown in [("viewer", False), ("staff", False), (secret, True)]:
        text = get(halilaj.get_absolute_url(), who).content.decode()
        assert (f"<dd>{halilaj.source}</dd>" in text) == shown
    halilaj.source = "Business card"
    halilaj.store()
    assert "<dd>Business card</dd>" in get(halilaj.get_absolute_url()).content.decode()


def test_those_present_and_the_head_of_office_see_it(get, secret, kukes, halilaj):
    for who in (secret, make_user("head of office")):
        expected = (2, 20, 2, ["Secret talks", "Open talks"], 1, True)
        assert seen(get, who, kukes, halilaj) == [expected] * 2


def test_the_list_counts_only_what_its_reader_sees(get, secret):
    for who, count, day in [("viewer", 1, 6), ("data manager", 1, 6), (secret, 2, 20)]:
        for tab in ("organisations", "people"):
            row = get(
                reverse("stakeholder_list"),
                who,
                tab=tab,
                q="kukes" if tab != "people" else "halilaj",
            )
            contact = row.context["lines"][0].contact
            assert (contact.meetings, contact.last.day) == (count, day)


# Filters and pages


def test_filters_by_words_without_accents_and_by_kind(get, kukes):
    make_organisation("Embassy of Germany", kind=make_kind("embassy", "Embassy"))
    url = reverse("stakeholder_list")
    assert listed(get(url, q="KUKES")) == ["Municipality of Kukës"]
    assert listed(get(url, kind="embassy")) == ["Embassy of Germany"]
    assert listed(get(url, q="kukes", kind="embassy")) == []


def test_an_empty_search_says_so_in_one_sentence(get, kukes):
    for tab in ("organisations", "people"):
        text = get(reverse("stakeholder_list"), q="kuksi", tab=tab).content.decode()
        assert "No one called “kuksi”." in text


def test_empty_lists_say_so(get):
    make_kind()
    url = reverse("stakeholder_list")
    assert "No organisations yet." in get(url).content.decode()
    assert "No people yet." in get(url, tab="people").content.decode()
    assert (
        "No organisation for these filters." in get(url, kind="local-government").content.decode()
    )


@pytest.mark.parametrize("params", [{"kind": "nonsense"}, {"q": "x" * 101}, {"q": "a\x00b"}])
def test_a_bad_filter_is_left_out_and_said(get, params, kukes):
    response = get(reverse("stakeholder_list"), **params)
    assert listed(response) == ["Municipality of Kukës"]
    assert "has a value that is not known, so it is left out." in response.content.decode()
    assert "Error:" not in response.content.decode()


def test_fifty_a_page_keeping_the_filters(get, client):
    make_organisations([f"Unit {number:02}" for number in range(51)])
    first = get(reverse("stakeholder_list"), q="unit")
    assert listed(first) == [f"Unit {number:02}" for number in range(50)]
    after = first.context["page"].after
    assert f"?q=unit&amp;after={after}" in first.content.decode()
    second = get(reverse("stakeholder_list"), q="unit", after=after)
    assert listed(second) == ["Unit 50"]
    assert f"before={second.context['page'].before}" in second.content.decode()


def test_a_long_history_is_in_pages(get, kukes):
    for day in range(1, 29):
        for month in (2, 3):
            make_meeting(f"{month}/{day}", organisations=[kukes], date=date(2024, month, day))
    first = get(kukes.get_absolute_url())
    assert len(listed(first)) == 25
    second = get(kukes.get_absolute_url(), after=first.context["page"].after)
    third = get(kukes.get_absolute_url(), after=second.context["page"].after)
    assert listed(third)[-1] == "2/1"
    assert first.context["facts"].meetings == 56


def test_a_history_of_many_meetings_is_the_same(get, kukes, halilaj, secret, monkeypatch):
    unit = make_organisation("Unit", parent=kukes)
    attend(make_meeting("With the unit", organisations=[unit]), unit, halilaj)
    make_meeting("With others", organisations=[make_organisation("Other")])
    rows, readers = (kukes, halilaj), ("viewer", secret)
    few = [listed(get(row.get_absolute_url(), who)) for row in rows for who in readers]
    assert [len(titles) for titles in few] == [2, 3, 2, 3]
    monkeypatch.setattr("profiles.history.MANY", 0)
    assert [listed(get(row.get_absolute_url(), who)) for row in rows for who in readers] == few


# Queries


def fill(kukes, count):
    """Make `count` more of everything the pages show."""
    for _ in range(count):
        unit = make_organisation(f"Unit {kukes.units.count()}", parent=kukes)
        person = make_person()
        make_appointment(person, unit)
        meeting = make_meeting(
            organisations=[kukes, unit], staff=[make_user()], areas=[make_area()]
        )
        attend(meeting, unit, person)
        meeting.action_points.create(text="Send", owner=make_user())
    return person


def test_queries_do_not_grow_with_the_rows(client, kukes, django_assert_max_num_queries):
    client.force_login(make_user())
    person = fill(kukes, 2)
    limits = {
        reverse("stakeholder_list"): 10,
        reverse("stakeholder_list") + "?tab=people": 10,
        reverse("stakeholder_list") + "?tab=quiet": 10,
        reverse("stakeholder_list") + "?tab=rhythm": 8,
        reverse("stakeholder_list") + "?tab=seats": 7,
        f"{kukes.get_absolute_url()}brief/": 19,
        f"{person.get_absolute_url()}brief/": 17,
        kukes.get_absolute_url(): 15,
        person.get_absolute_url(): 11,
    }
    counts = {}
    for url, limit in limits.items():
        with django_assert_max_num_queries(limit) as queries:
            client.get(url)
        counts[url] = len(queries)
    fill(kukes, 4)
    for url, count in counts.items():
        with django_assert_max_num_queries(count):
            client.get(url)
