"""The meetings list: filters with counts, chips, orders, pages by key, and what nobody may learn from them."""

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.filters.facets import Option
from engagements.filters.forms import MeetingFilterForm
from engagements.filters.found import FoundMeetings
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db
LIST = "/meetings/"


@pytest.fixture
def charlie(client):
    """A colleague, signed in; the one of the example where a test has that."""
    user = User.objects.filter(full_name="Charlie").first() or make_user(full_name="Charlie")
    client.force_login(user)
    return user


@pytest.fixture(scope="module")
def five(module_db):
    """Five meetings that differ in all that is filtered by, one of them restricted and not Charlie's."""
    charlie = make_user(full_name="Charlie")
    kukes = make_location("Kukës")
    berat = make_location("Berat", parent=make_location("Berat", "county"))
    crossing = make_location("Morinë", "crossing", parent=kukes)
    visit, area, other = make_kind("visit", "Visit"), make_area(), make_area("avrr", "AVRR")
    town = make_organisation()
    unit = make_organisation("Social Services", parent=town)
    first = make_meeting(
        "A", location=kukes, areas=[area, other], staff=[charlie], organisations=[town]
    )
    first.counterparts.get().attend(make_person())
    make_meeting("B", location=crossing, areas=[area], kind=visit, organisations=[unit])
    make_meeting("C", location=berat, date=date(2024, 4, 1), date_precision="month")
    make_meeting("D", date=date(2024, 4, 2), staff=[make_user(full_name="Dora")])
    make_meeting("E", location=berat, areas=[area], sensitivity="restricted")
    make_meeting("Gone", status="cancelled")
    make_meeting("Draft", status="draft", created_by=charlie)


@pytest.fixture
def example(five, charlie):
    """The five meetings by their titles, Charlie signed in."""
    return {row.title: row for row in Meeting.objects.filter(status="logged")}


def listed(client, query=""):
    """Return the titles of the list as one word, in its order."""
    found = client.get(f"{LIST}?{query}").context
    assert found["total"] == len(found["page"].rows)
    return "".join(meeting.title for meeting in found["page"].rows)


def kept(user, chosen):
    """Return how many meetings {filter: values} keep for this user, as the list filters them."""
    form = MeetingFilterForm(QueryDict(urlencode(chosen, doseq=True)), user=user)
    return form.filter(Meeting.objects.visible_to(user)).count()


def counts(client, name, query=""):
    """Return {value: count} of a filter's options."""
    page = client.get(f"{LIST}?{query}&open={name}")
    groups = {group.name: group for group in page.context["groups"]}
    if name not in groups:
        return {}
    return {option.value: option.count for option in groups[name].first + groups[name].more}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", "DCBA"),
        ("month=2024-03", "BA"),
        ("kind=visit", "B"),
        ("kind=visit&kind=bilateral-meeting", "DCBA"),
        ("area=avrr", "A"),
        ("area=avrr&area=none", "DCA"),
        ("area=protection&area=avrr", "BA"),
        ("place=kukes", "BA"),
        ("place=kukes-county", "BA"),
        ("place=albania", "CBA"),
        ("place=none", "D"),
        ("place=none&place=berat", "DC"),
        ("at=kukes", "A"),
        ("at=kukes-county", ""),
        ("at=morine&area=protection", "B"),
        ("year=2024", "DCBA"),
        ("year=2024&month=2024-03", "BA"),
        ("year=2023", ""),
        ("gap=line", "DCBA"),
        ("gap=day", "C"),
        ("gap=staff", "CB"),
        ("gap=area&gap=counterpart", "DC"),
        ("colleague=none&month=2024-03", "B"),
        ("organisation=municipality-of-kukes", "BA"),
        ("status=cancelled", "Gone"),
        ("status=logged", "DCBA"),
        ("restricted=only", ""),
        ("q=helsinki", ""),
        ("q=berat", "C"),
    ],
)
def test_what_each_filter_keeps(client, example, query, titles):
    assert listed(client, query) == titles


def test_by_colleague_person_and_unit(client, charlie, example):
    person = example["A"].people.get()
    assert listed(client, f"colleague={charlie.pk}") == "A"
    assert listed(client, f"person={person.pk}") == "A"
    unit = example["B"].organisations.get()
    assert listed(client, f"organisation={unit.slug}") == "B"


@pytest.mark.parametrize("role", ["staff", "viewer", "head of office", "data manager"])
@pytest.mark.parametrize(
    "query", ["", "month=2024-03", "area=protection&place=kukes-county", "q=kuk"]
)
def test_each_count_is_what_the_option_would_list(client, example, role, query):
    user = make_user(role)
    client.force_login(user)
    chosen = parse_qs(query)
    found = client.get(f"{LIST}?{query}&open=place&open=colleague&open=gap").context
    assert found["total"] == kept(user, chosen)
    assert all(group.is_shown for group in found["groups"])
    for group in found["groups"]:
        others = {name: values for name, values in chosen.items() if name != group.name}
        for option in group.first + group.more:
            total = kept(user, {**others, group.name: option.value})
            assert option.count == total, (group.name, option)


def test_what_one_may_not_see_has_no_count(client, example):
    assert counts(client, "area") == {"protection": 2, "avrr": 1, "none": 2}
    assert counts(client, "restricted") == {}
    assert "estricted" not in client.get(LIST).content.decode().split("<main")[1]
    client.force_login(make_user("head of office"))
    assert listed(client) == "DCEBA"
    assert counts(client, "area") == {"protection": 3, "avrr": 1, "none": 2}
    assert counts(client, "restricted") == {"": 5, "no": 4, "only": 1}
    assert counts(client, "restricted", "area=none&restricted=no") == {}
    text = client.get(LIST).content.decode()
    assert "1 of these is restricted and left out of downloads." in text
    assert '<span class="tag tag--warn">Restricted</span>' in text


def test_counts_follow_the_other_filters_not_their_own(client, example):
    assert counts(client, "kind", "kind=visit") == {"bilateral-meeting": 3, "visit": 1}
    assert counts(client, "kind", "area=avrr") == {"bilateral-meeting": 1}
    assert counts(client, "kind", "area=avrr&kind=visit") == {"bilateral-meeting": 1, "visit": 0}
    assert counts(client, "month", "kind=visit") == {"2024-03": 1}
    assert counts(client, "place") == {
        "kukes": 2, "morine": 1, "berat": 1, "kukes-county": 2, "berat-county": 1, "none": 1,
    }  # fmt: skip
    assert counts(client, "gap") == {"staff": 2, "area": 2, "counterpart": 2, "day": 1, "line": 4}
    assert counts(client, "status") == {"": 4, "cancelled": 1}


def test_chips_each_with_the_address_without_it(client, example):
    query = "q=kuk&month=2024-03&area=protection&area=avrr&sort=title&restricted=no"
    chips = client.get(f"{LIST}?{query}").context["filters"].chips
    rest = "area=protection&area=avrr&restricted=no&sort=title"
    assert [(chip.words, chip.without) for chip in chips] == [
        ("“kuk”", f"month=2024-03&{rest}"),
        ("March 2024", f"q=kuk&{rest}"),
        ("Protection", "q=kuk&month=2024-03&area=avrr&restricted=no&sort=title"),
        ("AVRR", "q=kuk&month=2024-03&area=protection&restricted=no&sort=title"),
        ("Without restricted ones", "q=kuk&month=2024-03&area=protection&area=avrr&sort=title"),
    ]
    client.force_login(make_user("viewer"))
    page = client.get(f"{LIST}?restricted=no&month=2024-03")
    assert [chip.words for chip in page.context["filters"].chips] == ["March 2024"]
    assert '<input type="hidden" name="restricted" value="no">' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("month=2024-13", "Month"),
        ("month=abc&kind=nonsense", "Month, Kind"),
        ("area=avrr%00&place=x", "Thematic area, Place"),
        ("colleague=999999", "Colleague"),
        ("person=%00&organisation=%00", "Organisation, Person"),
        ("person=99999999999999999999", "Person"),
        ("gap=all&status=draft&restricted=maybe", "Needs detail, Status, Restricted"),
        ("q=%21%21&sort=worst", "Find in these meetings, Sort by"),
        ("q=" + "a" * 201, "Find in these meetings"),
    ],
)
def test_a_bad_value_is_ignored_and_said(client, example, query, said):
    page = client.get(f"{LIST}?{query}")
    assert "".join(row.title for row in page.context["page"].rows) == "DCBA"
    assert f"left them out: {said}." in page.content.decode()
    assert "<title>Meetings" in page.content.decode()


def test_a_good_value_beside_a_bad_one_holds(client, example):
    assert listed(client, "area=avrr&area=zzz") == "A"


@pytest.mark.parametrize(
    ("sort", "titles"),
    [("", "DCBA"), ("newest", "DCBA"), ("oldest", "ABDC"), ("title", "ABCD"), ("place", "CABD")],
)
def test_orders_with_month_only_last_in_the_month(client, example, sort, titles):
    assert listed(client, f"sort={sort}") == titles


@pytest.mark.parametrize("sort", ["", "oldest", "title", "place"])
def test_pages_by_key_hold_in_every_order(client, charlie, sort):
    places = [None, make_location("Berat"), make_location("Kukës")]
    kind = make_kind()
    Meeting.objects.bulk_create(
        Meeting(
            title=f"Meeting {number * 7 % 9}",
            reference=f"2024-{3 + number % 2:02d}-{number:03d}",
            date=date(2024, 3 + number % 2, 1 + (number % 3 and number % 25)),
            date_precision="day" if number % 3 else "month",
            location=places[number % 3 - 1],
            created_by=charlie,
            kind=kind,
        )
        for number in range(56)
    )
    first = client.get(LIST, {"sort": sort}).context["page"]
    second = client.get(LIST, {"sort": sort, "after": first.after}).context["page"]
    back = client.get(LIST, {"sort": sort, "before": second.before}).context["page"]
    assert (len(first.rows), len(second.rows), back.rows) == (50, 6, first.rows)
    assert {row.pk for row in first.rows + second.rows} == set(
        Meeting.objects.values_list("pk", flat=True)
    )


def test_empty_in_a_place_and_a_month(client, example):
    text = client.get(f"{LIST}?place=berat&month=2024-03&restricted=no").content.decode()
    assert "<h2>Nothing logged in Berat in March 2024</h2>" in text
    assert 'href="/meetings/new/?place=berat"' in text
    assert "Log a meeting in Berat" in text
    assert "Clear filters" in text
    assert "download" not in text.split("<main")[1].split("</main")[0].lower()
    client.force_login(make_user("viewer"))
    text = client.get(f"{LIST}?place=berat&month=2024-03").content.decode()
    assert "Log a meeting in Berat" not in text
    for query, title in [
        ("place=berat&month=2023-01", "Nothing logged in Berat in January 2023"),
        ("month=2023-01", "Nothing logged in January 2023"),
        ("q=zzz", "No meetings fit these filters"),
    ]:
        assert f"<h2>{title}</h2>" in client.get(f"{LIST}?{query}").content.decode()


def test_nothing_logged_yet(client, charlie):
    text = client.get(LIST).content.decode()
    assert "<h2>No meetings yet</h2>" in text
    assert "Clear filters" not in text


def test_months_before_and_after(client, example):
    text = client.get(f"{LIST}?month=2024-01&area=avrr").content.decode()
    assert "month=2023-12&amp;area=avrr" in text
    assert "month=2024-02&amp;area=avrr" in text
    assert ">March 2024 (1)</option>" in text


def test_less_used_places_fold(client, charlie):
    for number in range(12):
        make_meeting(location=make_location(f"Town {number:02d}"), created_by=charlie)
    groups = {group.name: group for group in client.get(f"{LIST}?place=town-11").context["groups"]}
    place = groups["place"]
    assert [option.value for option in place.first] == [
        *(f"town-{n:02d}" for n in range(8)),
        "town-11",
    ]
    assert len(place.more) == 4
    assert place.is_open
    assert not groups["gap"].is_open


def test_words_of_a_hidden_meeting_find_and_count_nothing(client, charlie, monkeypatch):
    dora = make_user(full_name="Dora")
    place, body = make_location("Berat"), make_organisation("Health Office")
    hidden = {"sensitivity": "restricted", "location": place, "organisations": [body]}
    make_meeting("Xylophone", staff=[dora], internal_note="marimba", **hidden)
    make_meeting("Open talk")
    for limit in (4000, 0):
        monkeypatch.setattr("engagements.filters.found.MOST_FOUND", limit)
        for word in ("xylophone", "marimba", "berat", "health", "xy"):
            client.force_login(charlie)
            page = client.get(f"{LIST}?q={word}&open=place").context
            assert (page["page"].rows, page["total"], page["is_whole"]) == ([], 0, True), word
            assert not any(option.count for group in page["groups"] for option in group.first)
            client.force_login(dora)
            assert listed(client, f"q={word}") == "Xylophone"


def test_choices_come_when_a_filter_is_opened(client, charlie):
    make_meeting(location=make_location("Kukës"), staff=[charlie])
    page = client.get(f"{LIST}?kind=bilateral-meeting")
    groups = {group.name: group for group in page.context["groups"]}
    assert [name for name, group in groups.items() if not group.is_shown] == [
        "place", "colleague", "gap",
    ]  # fmt: skip
    text = page.content.decode()
    assert 'href="?kind=bilateral-meeting&amp;open=place#filter-place" data-choices-of' in text
    assert "Kukës<small>" not in text
    text = client.get(f"{LIST}?kind=bilateral-meeting&open=place&open=nothing").content.decode()
    assert "Kukës<small>1</small>" in text
    assert "open=nothing#" not in text
    assert "Show the choices" not in client.get(f"{LIST}?q=helsinki").content.decode()


@pytest.mark.parametrize("role", ["staff", "viewer", "head of office", "data manager"])
@pytest.mark.parametrize("limit", ["MOST_COUNTED", "MOST_FOUND"])
def test_many_are_counted_in_part_and_said_to_be_the_least(
    client, example, role, limit, monkeypatch
):
    client.force_login(make_user(role))
    query = "q=2024" if limit == "MOST_FOUND" else ""
    before = client.get(f"{LIST}?{query}").context
    for name in {limit, "NEWEST"}:
        monkeypatch.setattr(f"engagements.filters.found.{name}", 2)
    page = client.get(f"{LIST}?{query}&open=place")
    after = page.context
    assert after["page"].rows == before["page"].rows
    assert len(after["page"].rows) == after["total"] > 2
    assert f"{after['total']}+ meetings" in page.content.decode()
    months = next(group for group in after["groups"] if group.name == "month").first
    assert [option.value for option in months] == ["2024-04", "2024-03"]
    for option in months:
        assert option.is_least
        assert option.number in ("", f"{option.count}+")
    known = {option.value: option.count for option in before["groups"][0].first}
    assert all(option.count <= known[option.value] for option in months)


def test_thousands_are_set_apart(client, charlie, monkeypatch):
    make_meeting("One")
    monkeypatch.setattr(FoundMeetings, "total", 3932)
    assert "3,932 meetings" in " ".join(client.get("/meetings/").content.decode().split())
    assert Option("kukes", "Kukës", 3932, False).number == "3,932"
    assert Option("kukes", "Kukës", 3932, False, is_least=True).number == "3,932+"


def test_queries_do_not_grow(client, charlie, django_assert_num_queries):
    client.get(LIST)
    for rows in (range(2), range(2, 12)):
        for number in rows:
            make_meeting(
                f"M{number}", organisations=[make_organisation(f"O{number}")], areas=[make_area()]
            )
        for query, number in (
            ("", 12),
            ("q=m", 12),
            ("area=protection&month=2024-03&place=none&q=m&gap=staff", 15),
        ):
            with django_assert_num_queries(number):
                client.get(f"{LIST}?{query}")


def test_anonymous_and_without_a_role(client):
    assert client.get(LIST).url.startswith(reverse("account_login"))
    client.force_login(make_user(""))
    assert client.get(LIST).status_code == 403
