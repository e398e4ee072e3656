"""Each kind of what needs detail or looks wrong: what is found, what is not, how it is put right."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from accounts.tests.factories import make_user
from engagements.tests.factories import make_kind as make_meeting_kind
from engagements.tests.factories import make_meeting
from iomtracker.data_quality.checks import KINDS
from iomtracker.data_quality.implausible import ONE_HOLDER, ONE_PLACE, odd_years, post_family
from iomtracker.tests.test_data_quality import counts, fill
from stakeholders.models import Location
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def make_event():
    """Make the kind of what one takes part in."""
    return make_meeting_kind("event", "Event", described_as="participation")


def errors(response):
    """Return what the page says is wrong."""
    assert response.status_code == 422
    return dict(response.context["form"].errors)


def found(code, user):
    """Return the rows of a kind."""
    return set(KINDS[code].find(user, localdate()))


# Gaps


def test_a_colleague_is_added(client):
    meeting, colleague, viewer = make_meeting(), make_user(), make_user("viewer")
    assert "staff" in errors(fill(client, "/quality/staff/", staff=[viewer.pk]))
    assert fill(client, "/quality/staff/", staff=[colleague.pk]).status_code == 302
    assert list(meeting.staff.all()) == [colleague]


def test_a_public_line_is_added(client):
    meeting = make_meeting()
    assert errors(fill(client, "/quality/line/", public_line=" ")) == {
        "public_line": ["Write what can be said."]
    }
    fill(client, "/quality/line/", public_line="We met.")
    meeting.refresh_from_db()
    assert meeting.public_line == "We met."


def test_the_name_of_an_event_in_its_title_is_answered_with_yes(client):
    meeting = make_meeting("Fair “Invest in North”", kind=make_event())
    page = client.get("/quality/event-name/")
    assert "Is “Invest in North” the public name of the event?" in page.content.decode()
    assert page.context["form"]["event_name"].value() == "Invest in North"
    assert errors(fill(client, "/quality/event-name/", event_name="Invest in North")) == {
        "is_public": ["Choose whether it may be printed."]
    }
    assert errors(fill(client, "/quality/event-name/", is_public="yes", event_name=" ")) == {
        "event_name": ["Write the name of the event."]
    }
    fill(client, "/quality/event-name/", is_public="yes", event_name="Invest in the North")
    meeting.refresh_from_db()
    assert (meeting.title, meeting.event_name, meeting.version) == (
        "Fair “Invest in North”",
        "Invest in the North",
        2,
    )
    assert counts(client)["event-name"] == 0


def test_the_name_of_an_event_in_its_title_is_answered_with_no(client, manager):
    meeting = make_meeting("Fair “Invest in North”", kind=make_event())
    fill(client, "/quality/event-name/", is_public="no", event_name="Invest in North")
    meeting.refresh_from_db()
    assert (meeting.event_name, meeting.version) == ("", 2)
    assert meeting.text_answers["title:event-name"]["by"] == str(manager)
    assert counts(client)["event-name"] == 0


@pytest.mark.parametrize(
    ("day", "month", "message"),
    [
        ("", "3", "Enter a day, or choose Month only."),
        ("31", "6", "Date must be a real date, like 6 3 2024."),
        ("x", "3", "Date must be a real date, like 6 3 2024."),
    ],
)
def test_a_wrong_day_is_refused(client, day, month, message):
    make_meeting(date=date(2024, 3, 1), date_precision="month")
    sent = {"when": "day", "day": day, "month": month, "year": "2024"}
    assert errors(fill(client, "/quality/day/", **sent)) == {"day": [message]}


def test_a_day_is_added_and_the_month_alone_is_no_answer(client):
    meeting = make_meeting(date=date(2024, 3, 1), date_precision="month")
    sent = {"day": "6", "month": "March", "year": "2024"}
    assert "when" in errors(fill(client, "/quality/day/", when="month", **sent))
    fill(client, "/quality/day/", when="day", **sent)
    meeting.refresh_from_db()
    assert (meeting.date, meeting.date_precision) == (date(2024, 3, 6), "day")


def test_a_known_counterpart_is_added(client):
    meeting, office = make_meeting(), make_organisation()
    fill(client, "/quality/counterpart/", **{"with-who": "municipality of kukes"})
    assert [row.organisation for row in meeting.counterparts.all()] == [office]
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_a_new_counterpart_must_be_said_to_be_new(client):
    meeting, kind = make_meeting(location=make_location()), make_kind()
    sent = {"with-who": "Municipality of Has"}
    said = errors(fill(client, "/quality/counterpart/", **sent))
    assert said == {"who": ["No organisation or person is called “Municipality of Has”."]}
    nobody = {"who": ["Write who it was with."]}
    assert errors(fill(client, "/quality/counterpart/")) == nobody
    fill(client, "/quality/counterpart/", **sent, **{"with-kind": kind.pk})
    made = meeting.counterparts.get().organisation
    assert (made.name, made.kind, made.location) == ("Municipality of Has", kind, meeting.location)


# People and posts


def test_contacts_not_confirmed_for_24_months(client, manager):
    today = localdate()
    old = make_person("Old", email="a@example.org", last_confirmed=today - timedelta(days=732))
    never = make_person("Never", phone="+355 4 000")
    ahead = make_person("Ahead", phone="+355 4 001", last_confirmed=today + DAY)
    make_person("Fresh", email="b@example.org", last_confirmed=today - timedelta(days=700))
    make_person("Without contact data")
    make_person("Merged", email="c@example.org", merged_into=old)
    assert found("contacts", manager) == {old, never, ahead}
    sent = {"last_confirmed": (today + DAY).isoformat()}
    said = errors(fill(client, "/quality/contacts/", **sent))
    assert said == {"last_confirmed": ["Date must be today or in the past."]}
    fill(client, "/quality/contacts/", last_confirmed=today.isoformat())
    ahead.refresh_from_db()
    assert ahead.last_confirmed == today


def test_contact_data_from_nowhere(client, manager):
    person = make_person(email="a@example.org")
    make_person(phone="1", source="Business card")
    assert found("source", manager) == {person}
    fill(client, "/quality/source/", source="Web page")
    person.refresh_from_db()
    assert person.source == "Web page"


def test_posts_without_a_first_day(client, manager):
    post = make_appointment()
    make_appointment(make_person("B"), post.organisation, "Clerk", started=date(2024, 1, 1))
    make_appointment(make_person("C"), post.organisation, "Clerk", ended=date(2024, 1, 1))
    assert found("posts", manager) == {post}
    assert "started" in errors(fill(client, "/quality/posts/", started="soon"))
    fill(client, "/quality/posts/", started="6 March 2024")
    post.refresh_from_db()
    assert post.started == date(2024, 3, 6)


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Mayor of Kukës Municipality", "mayor"),
        ("Kryetar i Bashkisë", "mayor"),
        ("Deputy Mayor", ""),
        ("Adviser to the Minister", ""),
        ("Ambassador of the Federal Republic", "ambassador"),
        ("Ambassadorial aide", ""),
        ("Project officer", ""),
    ],
)
def test_the_family_of_a_post(title, family):
    assert post_family(title, ONE_PLACE) == family
    assert post_family(title, ONE_HOLDER) == family


def test_two_exclusive_posts_at_once(client, manager):
    person, kukes, has = (
        make_person(),
        make_organisation(),
        make_organisation("Municipality of Has"),
    )
    first = make_appointment(person, kukes, "Mayor", started=date(2019, 1, 1))
    second = make_appointment(person, has, "Mayor of Has", started=date(2023, 1, 1))
    make_appointment(person, kukes, "Coordinator")
    make_appointment(person, has, "Coordinator")
    acting = make_appointment(make_person("Acting"), kukes, "Prefect", is_acting=True)
    make_appointment(acting.person, has, "Prefect", started=date(2023, 1, 1))
    assert found("two-places", manager) == {first}
    early = {"post": first.pk, "ended": "1 January 2018"}
    said = errors(fill(client, "/quality/two-places/", **early))
    assert said == {"ended": ["The last day can’t be before the first."]}
    assert "post" in errors(fill(client, "/quality/two-places/", post="0", ended="1 May 2023"))
    fill(client, "/quality/two-places/", post=second.pk, ended="1 May 2023")
    second.refresh_from_db()
    assert second.ended == date(2023, 5, 1)
    assert found("two-places", manager) == set()


def test_two_holders_of_one_post(client, manager):
    office = make_organisation()
    first = make_appointment(make_person("A"), office, "Mayor", started=date(2019, 1, 1))
    second = make_appointment(make_person("B"), office, "mayor", started=date(2023, 1, 1))
    make_appointment(make_person("C"), office, "Officer")
    make_appointment(make_person("D"), office, "Officer")
    assert found("two-holders", manager) == {first}
    fill(client, "/quality/two-holders/", post=first.pk, ended=localdate().isoformat())
    assert found("two-holders", manager) == set()
    assert counts(client)["two-holders"] == 0
    second.refresh_from_db()
    assert second.ended is None


# Odd dates and places


def test_meetings_in_the_future(client, manager):
    today = localdate()
    ahead = make_meeting(date=today + DAY)
    make_meeting(date=today)
    assert found("future", manager) == {ahead}
    soon = today + 2 * DAY
    still = {"when": "day", "day": soon.day, "month": soon.month, "year": soon.year}
    said = errors(fill(client, "/quality/future/", **still))
    assert said == {"day": ["Date must be today or in the past."]}
    said = errors(fill(client, "/quality/future/", **{**still, "year": "2999"}))
    assert said == {"day": ["Which year? Only days from 1990 to today can be stored."]}
    fill(client, "/quality/future/", **{**still, "when": "month", "month": "1", "year": "2024"})
    ahead.refresh_from_db()
    assert (ahead.date, ahead.date_precision) == (date(2024, 1, 1), "month")


@pytest.mark.parametrize("when", ["day", "month"])
def test_a_date_after_the_last_day_is_refused(client, when):
    for _number in range(3):
        make_meeting()
    make_meeting(date=date(1990, 3, 6), end_date=date(1990, 3, 7))
    sent = {"when": when, "day": "6", "month": "3", "year": "2024"}
    said = errors(fill(client, "/quality/year/", **sent))
    assert said == {"day": ["Its last day is 7 March 1990. Change both in the meeting."]}


@pytest.mark.parametrize(
    ("counts", "odd"),
    [
        ({}, []),
        ({2024: 3}, []),
        ({1924: 1, 2024: 3}, [1924]),
        ({2004: 1, 2024: 90}, [2004]),
        ({2004: 40, 2024: 90}, []),
        ({2019: 1, 2024: 90}, []),
        ({2018: 1, 2024: 90}, [2018]),
        ({24: 1, 2002: 1, 2003: 1, 2024: 90}, [24, 2002, 2003]),
        ({2024: 3, 2204: 1}, []),
    ],
)
def test_years_before_the_records(counts, odd):
    assert odd_years(counts, 2026) == odd


def test_a_year_with_a_digit_wrong_is_found(client, manager):
    make_meeting(date=date(2024, 3, 6))
    old = make_meeting(date=date(2004, 3, 6))
    assert found("year", manager) == {old}


def test_meetings_of_more_than_30_days(client, manager):
    long = make_meeting(date=date(2024, 3, 1), end_date=date(2024, 4, 1))
    make_meeting(date=date(2024, 3, 1), end_date=date(2024, 3, 31))
    assert found("long", manager) == {long}
    sent = {"end_day": "2", "end_month": "4", "end_year": "2024"}
    said = errors(fill(client, "/quality/long/", **sent))
    assert said == {"end_day": ["That is more than 30 days. If it is right, skip it."]}
    assert "end_day" in errors(fill(client, "/quality/long/", **{**sent, "end_day": "x"}))
    fill(client, "/quality/long/", **{**sent, "end_month": "3"})
    long.refresh_from_db()
    assert long.end_date == date(2024, 3, 2)


def test_a_long_meeting_can_be_one_of_a_day(client):
    long = make_meeting(date=date(2024, 3, 1), end_date=date(2024, 4, 1))
    fill(client, "/quality/long/", end_day="", end_month="", end_year="")
    long.refresh_from_db()
    assert long.end_date is None


def test_action_points_due_before_their_meeting(client, manager):
    meeting, colleague = make_meeting(), make_user()
    early = meeting.action_points.create(text="Call", owner=colleague, due=date(2024, 3, 5))
    meeting.action_points.create(text="Write", owner=colleague, due=date(2024, 3, 6))
    hidden = make_meeting("Hidden", sensitivity="restricted")
    hidden.action_points.create(text="Hide", owner=colleague, due=date(2024, 3, 5))
    assert found("due", manager) == {early}
    said = errors(fill(client, "/quality/due/", due="4 March 2024"))
    assert said == {"due": ["Enter the day of the meeting, or one after it."]}
    fill(client, "/quality/due/", due="29 March 2024")
    early.refresh_from_db()
    meeting.refresh_from_db()
    assert (early.due, meeting.version) == (date(2024, 3, 29), 2)


def test_municipalities_outside_their_county(client, manager):
    kukes_county = make_location("Kukës", "county", pcode="AL08")
    berat_county = make_location("Berat", "county", pcode="AL01")
    make_location("Has", pcode="AL0801", parent=kukes_county)
    make_location("Without a code", parent=berat_county)
    moved = make_location("Kukës", pcode="AL0802", parent=berat_county)
    country = Location.objects.get(level="country")
    no_county = make_location("Tropojë", parent=country)
    assert found("county", manager) == {moved, no_county}
    fill(client, "/quality/county/", parent=kukes_county.pk)
    said = errors(fill(client, f"/quality/county/?before={no_county.pk}", parent=berat_county.pk))
    text = "This county’s P-code is AL01, the municipality’s AL0802."
    assert said == {"parent": [text]}
    fill(client, "/quality/county/", parent=kukes_county.pk)
    moved.refresh_from_db()
    assert moved.parent == kukes_county


# Organisations


def test_an_organisation_is_confirmed(client, manager):
    berat, vlore = make_location("Berat"), make_location("Vlorë")
    vatra = make_organisation("Vatra", location=berat, to_confirm="The place is not confirmed.")
    make_organisation("Caritas")
    make_organisation("Old", to_confirm="The name.", is_active=False)
    make_organisation("Gone", to_confirm="The name.", merged_into=vatra)
    assert found("organisations", manager) == {vatra}
    page = client.get("/quality/organisations/")
    assert "The place is not confirmed." in page.content.decode()
    fill(client, "/quality/organisations/", other_names="Qendra Vatra", location=vlore.pk)
    vatra.refresh_from_db()
    assert (vatra.location, vatra.other_names, vatra.to_confirm) == (vlore, "Qendra Vatra", "")
    assert vatra.history.first().history_change_reason == "Data quality"
    assert found("organisations", manager) == set()


def test_an_organisation_is_confirmed_as_it_is(client):
    caritas = make_organisation("Caritas", to_confirm="The name.")
    fill(client, "/quality/organisations/", other_names="", location="")
    caritas.refresh_from_db()
    assert (caritas.location, caritas.to_confirm) == (None, "")


def test_a_place_that_is_none_confirms_nothing(client):
    row = make_organisation("Caritas", to_confirm="The name.")
    answer = fill(client, "/quality/organisations/", other_names="", location="999999")
    assert "location" in errors(answer)
    row.refresh_from_db()
    assert row.to_confirm == "The name."


def test_a_place_that_was_retired_can_stay(client):
    place = make_location("Berat", is_active=False)
    row = make_organisation("Caritas", to_confirm="The name.", location=place)
    fill(client, "/quality/organisations/", other_names="", location=place.pk)
    row.refresh_from_db()
    assert (row.location, row.to_confirm) == (place, "")
