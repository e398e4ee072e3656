"""Organisations with a rhythm, and the not visited of a month: as of its end, not of today."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.build_report import build_report
from reviews.month.coverage import past_rhythm_lines, rhythm_lines
from reviews.tests.factories import make_town
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
END, AFTER, TODAY = date(2024, 3, 31), date(2024, 4, 1), date(2026, 11, 26)


@pytest.fixture
def user():
    return make_user("staff")


def met(organisation, day, user, **fields):
    return make_meeting(
        f"With {organisation} on {day}", organisations=[organisation], date=day, created_by=user, **fields
    )  # fmt: skip


def past():
    return [line.name for line in past_rhythm_lines(END, AFTER)]


def test_past_its_rhythm_at_the_end_of_the_month(user):
    kukes = make_organisation(contact_every=30)
    met(kukes, date(2024, 2, 29), user)
    (line,) = past_rhythm_lines(END, AFTER)
    assert (line.name, line.address) == (
        "Municipality of Kukës",
        "/organisations/municipality-of-kukes/",
    )
    assert (line.every, line.last, line.days, line.is_past) == (30, date(2024, 2, 29), 31, True)
    assert (line.met, line.rhythm) == ("last met on 29 February 2024", "every 30 days")
    met(kukes, date(2024, 3, 1), user)
    assert past() == []


def test_what_came_later_does_not_help(user):
    kukes = make_organisation(contact_every=30)
    met(kukes, date(2024, 4, 1), user)
    assert past() == ["Municipality of Kukës"]
    assert past_rhythm_lines(END, AFTER)[0].met == "no meeting on record"


def test_restricted_meetings_and_drafts_do_not_help(user):
    kukes = make_organisation(contact_every=30)
    met(kukes, date(2024, 3, 20), user, sensitivity="restricted")
    met(kukes, date(2024, 3, 20), user, status="draft")
    assert past() == ["Municipality of Kukës"]


def test_a_unit_and_a_meeting_without_a_day(user):
    kukes = make_organisation(contact_every=10)
    unit = make_organisation("Social unit", parent=kukes)
    met(unit, date(2024, 3, 1), user, date_precision="month")
    assert past() == []
    (line,) = rhythm_lines(END, AFTER)
    assert (line.last, line.is_month_only, line.days) == (date(2024, 3, 1), True, None)
    assert line.met == "last met in March 2024"
    assert line.is_past is False


def test_order_and_what_has_no_rhythm(user):
    for name, every, day in [
        ("A, kept", 90, date(2024, 3, 1)),
        ("B, late", 30, date(2024, 2, 1)),
        ("C, later", 30, date(2024, 1, 1)),
        ("D, no rhythm", None, date(2023, 1, 1)),
    ]:
        met(make_organisation(name, contact_every=every), day, user)
    make_organisation("E, never", contact_every=1)
    make_organisation("F, retired", contact_every=1, is_active=False)
    lines = rhythm_lines(END, AFTER)
    assert [line.name for line in lines] == ["E, never", "C, later", "B, late", "A, kept"]
    assert lines[0].rhythm == "every day"
    assert past() == ["E, never", "C, later", "B, late"]


def test_titles_and_holders_of_then(user):
    kukes = make_organisation(contact_every=30)
    old, new = make_person("Old Mayor", honorific="Mr."), make_person("New Mayor")
    make_appointment(old, kukes, "Mayor", started=date(2020, 1, 1), ended=date(2024, 5, 1))
    make_appointment(new, kukes, "Mayor", started=date(2024, 5, 2))
    (line,) = past_rhythm_lines(END, AFTER)
    assert line.holders == ("Mr. Old Mayor, Mayor",)
    (line,) = past_rhythm_lines(date(2024, 5, 31), date(2024, 6, 1))
    assert line.holders == ("New Mayor, Mayor",)


def test_not_visited_of_a_month(march, user):
    make_town("Berat")
    late = make_organisation("Late one", contact_every=30)
    make_appointment(make_person("Some Body"), late, "Director")
    met(late, date(2024, 1, 10), user)
    met(late, date(2026, 11, 20), user)
    report = build_report(2024, 3, today=TODAY)
    found = report.not_visited
    assert found.title == "1 of 8 municipalities had no meeting in March 2024"
    assert found.counties_without == ("Berat",)
    assert [(seat.name, seat.address, seat.why) for seat in found.seats] == [
        (
            "Late one",
            "/organisations/late-one/",
            "Some Body, Director: to be met every 30 days, last met on 10 January 2024",
        )
    ]
    assert sum(row.met for row in found.rows) == report.summary.counts.municipalities
    assert [shape.name for shape in report.map.shapes if not shape.is_on] == ["Berat"]


def test_a_month_before_records_owes_nothing(march, user):
    make_organisation("Late one", contact_every=30)
    found = build_report(2024, 2, today=TODAY).not_visited
    assert (found.rows, found.seats) == ((), ())
    assert (
        found.title
        == "Meetings have been logged since March 2024: nothing is known of February 2024"
    )


def test_queries_do_not_grow(user, django_assert_num_queries):
    def more(first):
        for number in range(first, first + 5):
            one = make_organisation(f"One {number}", contact_every=30 + number)
            make_appointment(make_person(f"Person {number}"), one, "Director")
            met(one, date(2024, 1, 10), user)

    for first in (0, 5):
        more(first)
        with django_assert_num_queries(4):
            assert len(list(past_rhythm_lines(END, AFTER))) == first + 5
        with django_assert_num_queries(4):
            assert len(list(rhythm_lines(END, AFTER))) == first + 5
