"""Coverage: each state of a municipality, what is not known, the borders of periods."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.month.coverage import read_coverage
from reviews.month.periods import make_period
from reviews.tests.factories import make_town
from stakeholders.models import Location
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 10)


@pytest.fixture
def user():
    return make_user("staff")


def cover(year=2024, month=3, code="month", today=TODAY):
    return read_coverage(make_period(year, month, today, code))


def square(name, **asked):
    return next(found for found in cover(**asked).squares if found.name == name)


def met(place, day, user, **fields):
    return make_meeting(f"Visit on {day}", location=place, date=day, created_by=user, **fields)


def test_march(march, user):
    make_town("Berat")
    covered = cover()
    assert covered.title == "1 of 8 municipalities had no meeting in March 2024"
    assert (
        covered.since == "Meetings have been logged since March 2024, so “never” means since then."
    )
    assert covered.counties_without == ("Berat",)
    assert [(row.name, row.met, len(row.squares)) for row in covered.rows] == [
        ("Berat", 0, 1), ("Durrës", 1, 1), ("Gjirokastër", 1, 1), ("Korçë", 1, 1),
        ("Kukës", 1, 1), ("Shkodër", 1, 1), ("Tirana", 1, 1), ("Vlorë", 1, 1),
    ]  # fmt: skip
    kukes = square("Kukës")
    assert (kukes.status, kukes.meetings, kukes.last, kukes.days) == (
        "met",
        3,
        date(2024, 3, 6),
        25,
    )
    assert (kukes.county, kukes.slug) == ("Kukës", "kukes")


def test_each_state_of_a_municipality(user):
    met(make_town("Kukës"), date(2024, 3, 6), user)
    met(make_town("Fier"), date(2024, 2, 6), user)
    make_town("Berat")
    found = {s.name: (s.status, s.meetings, s.last, s.days) for s in cover().squares}
    assert found == {
        "Kukës": ("met", 1, date(2024, 3, 6), 25),
        "Fier": ("earlier", 0, date(2024, 2, 6), 54),
        "Berat": ("never", 0, None, None),
    }
    assert cover().title == "2 of 3 municipalities had no meeting in March 2024"
    assert (
        cover(code="3").title
        == "1 of 3 municipalities had no meeting in the 3 months to March 2024"
    )
    assert (
        cover(code="ever").title == "1 of 3 municipalities have had no meeting since February 2024"
    )
    assert square("Fier", code="3").status == "met"


def test_what_came_after_the_period_is_not_in_it(user):
    met(make_town("Kukës"), date(2024, 2, 6), user)
    met(make_town("Kukës"), date(2024, 4, 1), user)
    assert (square("Kukës").status, square("Kukës").last) == ("earlier", date(2024, 2, 6))
    assert square("Kukës", month=4).days == 9


@pytest.mark.parametrize(
    ("day", "code", "status"),
    [
        (date(2024, 3, 1), "month", "met"),
        (date(2024, 3, 31), "month", "met"),
        (date(2024, 2, 29), "month", "earlier"),
        (date(2024, 4, 1), "month", "never"),
        (date(2024, 1, 1), "3", "met"),
        (date(2023, 12, 31), "3", "earlier"),
        (date(2023, 4, 1), "12", "met"),
        (date(2023, 3, 31), "12", "earlier"),
        (date(1999, 1, 1), "ever", "met"),
    ],
)
def test_periods_are_half_open(user, day, code, status):
    met(make_town("Fier"), date(1998, 1, 1), user)
    met(make_town("Kukës"), day, user)
    assert square("Kukës", code=code).status == status


def test_over_the_end_of_a_year(user):
    met(make_town("Kukës"), date(2023, 12, 31), user)
    assert square("Kukës", year=2023, month=12).status == "met"
    assert square("Kukës", year=2024, month=1).status == "earlier"
    assert square("Kukës", year=2024, month=2, code="3").status == "met"
    assert square("Kukës", year=2024, month=1).days == 31


def test_a_meeting_of_several_days_counts_in_the_month_it_began(user):
    met(make_town("Kukës"), date(2024, 3, 30), user, end_date=date(2024, 4, 2))
    march, april = square("Kukës"), square("Kukës", month=4)
    assert (march.status, march.last, march.days) == ("met", date(2024, 3, 31), 0)
    assert (april.status, april.meetings, april.last) == ("earlier", 0, date(2024, 4, 2))


def test_a_meeting_without_a_day_counts_for_its_month(user):
    met(make_town("Kukës"), date(2024, 3, 1), user, date_precision="month")
    found = square("Kukës")
    assert (found.status, found.last, found.is_month_only, found.days) == (
        "met", date(2024, 3, 1), True, None,
    )  # fmt: skip
    met(make_town("Kukës"), date(2024, 3, 1), user)
    assert (square("Kukës").is_month_only, square("Kukës").days) == (False, 30)
    met(make_town("Kukës"), date(2024, 4, 1), user, date_precision="month")
    assert square("Kukës", month=4).is_month_only is True


def test_crossings_and_places_count_for_their_municipality(user):
    kukes = make_town("Kukës")
    met(make_location("Morinë", "crossing", parent=kukes), date(2024, 3, 6), user)
    met(make_location("Hall", "place", parent=kukes, is_active=False), date(2024, 3, 7), user)
    assert (square("Kukës").meetings, square("Kukës").last) == (2, date(2024, 3, 7))


def test_what_is_in_no_municipality(user):
    kukes = make_town("Kukës")
    met(kukes.parent, date(2024, 3, 6), user)
    met(kukes.parent.parent, date(2024, 3, 6), user)
    met(None, date(2024, 3, 6), user)
    make_town("Fier")
    covered = cover()
    assert covered.elsewhere == 3
    assert covered.counties_without == ("Fier",)
    assert [s.status for s in covered.squares] == ["never", "never"]
    assert [shape.is_on for shape in covered.map.shapes] == [False, True]
    assert covered.map.circles == ()


def test_retired_places_have_no_square(user):
    old = make_town("Old town")
    met(old, date(2024, 3, 6), user)
    make_town("Kukës")
    Location.objects.filter(pk=old.pk).update(is_active=False)
    assert [s.name for s in cover().squares] == ["Kukës"]
    assert cover().title == "1 of 1 municipalities had no meeting in March 2024"
    Location.objects.filter(level="county").update(is_active=False)
    assert [row.name for row in cover().rows] == ["Kukës"]


def test_only_what_is_counted(user):
    kukes = make_town("Kukës")
    met(make_town("Fier"), date(2024, 3, 5), user)
    for fields in ({"sensitivity": "restricted"}, {"status": "draft"}, {"status": "cancelled"}):
        met(kukes, date(2024, 3, 6), user, **fields)
    assert square("Kukës").status == "never"
    met(kukes, date(2020, 3, 6), user, sensitivity="restricted")
    assert "since March 2024" in cover().since


def test_before_records_began_nothing_is_known(user):
    met(make_town("Kukës"), date(2024, 3, 6), user)
    before = cover(month=2)
    assert (
        before.title
        == "Meetings have been logged since March 2024: nothing is known of February 2024"
    )
    assert (before.rows, before.counties_without, before.since) == ((), (), "")
    assert cover(code="12").since == (
        "Meetings have been logged since March 2024; nothing is known of the time before."
    )
    assert cover().since == ""


def test_without_records_and_in_the_future(user):
    make_town("Kukës")
    assert cover().title == "No meeting is on record yet"
    met(make_town("Kukës"), date(2024, 3, 6), user)
    assert cover(month=5).title == "May 2024 is still to come"
    assert cover(month=5).rows == ()


def test_all_were_met(user):
    met(make_town("Kukës"), date(2024, 3, 6), user)
    assert cover().title == "All 1 municipalities had a meeting in March 2024"
    assert cover(code="ever").title == "All 1 municipalities have had a meeting since March 2024"
    assert cover(code="3").title == (
        "All 1 municipalities had a meeting in the 3 months to March 2024"
    )


def test_the_month_that_is_not_over(user):
    met(make_town("Kukës"), date(2024, 4, 8), user)
    assert square("Kukës", month=4).days == 2


def test_no_municipality_is_loaded(user):
    met(None, date(2024, 3, 6), user)
    assert (cover().rows, cover().elsewhere) == ((), 1)
    assert cover().title == "No municipality is in the list of places"


@pytest.mark.parametrize("code", ["month", "3", "12", "ever"])
def test_three_queries_whatever_the_number_of_meetings(
    march, user, code, django_assert_num_queries
):
    for day in range(1, 20):
        met(make_town(f"Town {day}"), date(2024, 3, day), user)
    assert Meeting.objects.count() == 31
    period = make_period(2024, 3, TODAY, code)
    with django_assert_num_queries(3):
        read_coverage(period)


def test_a_count_made_by_hand(march, user):
    expected = {}
    for meeting in Meeting.objects.counted().in_month(2024, 3):
        if meeting.location:
            expected[meeting.location.name] = expected.get(meeting.location.name, 0) + 1
    assert {s.name: s.meetings for s in cover().squares if s.meetings} == expected
    assert {c.name: c.meetings for c in cover().map.circles} == {}
    Location.objects.filter(name="Kukës").update(latitude=42.07, longitude=20.42)
    assert {c.name: c.meetings for c in cover().map.circles} == {"Kukës": 3}


@pytest.mark.parametrize(
    ("code", "first", "when"),
    [
        ("month", date(2024, 1, 1), "January 2024"),
        ("3", date(2023, 11, 1), "3 months to January 2024"),
        ("12", date(2023, 2, 1), "12 months to January 2024"),
        ("ever", None, "all records to January 2024"),
    ],
)
def test_periods(code, first, when):
    period = make_period(2024, 1, TODAY, code)
    assert (period.first, period.after, period.when) == (first, date(2024, 2, 1), when)
    assert (period.month, period.as_of) == (date(2024, 1, 1), date(2024, 1, 31))


def test_the_first_and_last_periods_of_the_calendar():
    assert make_period(2, 1, TODAY, "12").first == date(1, 2, 1)
    assert make_period(9998, 12, TODAY).after == date(9999, 1, 1)
