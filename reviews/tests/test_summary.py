"""A month's figures, against counts made independently."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Meeting
from engagements.tests.factories import make_area, make_meeting
from reviews.month.chronology import make_days
from reviews.month.meetings import counted_meeting, read_months
from reviews.month.summary import make_summary, read_counts
from reviews.tests.factories import add_counterpart, make_town
from stakeholders.models import Location
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


def summary_of(year, month, **kwargs):
    places = Location.objects.by_pk()
    rows = read_months(Meeting.objects.all(), [(year, month)], places)[year, month]
    counts = read_counts(year, month, TODAY, places)
    days = make_days(rows, year, month)
    counted = list(map(counted_meeting, rows))
    return make_summary(counted, counts, year, month, places=places, days=days, **kwargs)


def figures(summary):
    return {figure.name: figure.value for figure in summary.figures}


def compared(summary, name):
    figure = next(figure for figure in summary.figures if figure.name == name)
    return [str(comparison) for comparison in figure.comparisons]


@pytest.fixture
def alice():
    return make_user("staff")


@pytest.fixture(scope="module")
def march(march):
    """The summary of the twelve meetings."""
    return summary_of(2024, 3)


def test_march_figures(march):
    assert march.headline == (
        "In March 2024 the office recorded 12 meetings, visits and events with 16 organisations "
        "in 7 municipalities. Protection came up most, in 6 of the 12."
    )
    assert figures(march) == {
        "meetings": 12,
        "organisations": 16,
        "people": 7,
        "municipalities": 7,
        "action_points": 0,
    }
    beside = {figure.name: figure.beside for figure in march.figures}
    towns = Location.objects.municipalities().count()
    assert (beside["people"], beside["municipalities"]) == ("or more", f"of {towns}")


def test_march_matrix(march):
    assert march.themes_title == "Protection came up in 6 of the 7 municipalities"
    assert " ".join(march.matrix.columns) == (
        "Tirana Kukës Devoll Durrës Gjirokastër Konispol Shkodër"
    )
    shown = {row.name: ([c.value for c in row.cells], row.total.value) for row in march.matrix.rows}
    assert shown == {
        "Protection": ([1, 1, 1, 0, 1, 1, 1], 6),
        "AVRR": ([0, 1, 1, 0, 1, 1, 1], 5),
        "DTM": ([0, 1, 1, 0, 1, 1, 1], 5),
        "Labour mobility": ([1, 1, 0, 0, 0, 0, 0], 2),
        "Migration governance": ([2, 0, 0, 0, 0, 0, 0], 2),
        "Resettlement": ([1, 0, 0, 0, 0, 0, 0], 1),
        "Visa services": ([1, 0, 0, 0, 0, 0, 0], 1),
        "None recorded": ([0, 1, 0, 1, 0, 0, 0], 2),
    }
    assert march.matrix.rows[-1].is_gap


def test_every_number_of_the_matrix_is_in_the_database(march):
    counted = Meeting.objects.counted().in_month(2024, 3)
    for row in march.matrix.rows[:-1]:
        for column, cell in zip(march.matrix.columns, row.cells, strict=True):
            rows = counted.filter(thematic_areas__name=row.name, location__name=column)
            assert cell.value == rows.count(), (row.name, column)


def test_march_bars(march):
    def pairs(bars):
        return [(bar.label, bar.value) for bar in bars.bars]

    assert pairs(march.places)[:2] == [("Tirana", 4), ("Kukës", 3)]
    assert {bar.label: bar.beside for bar in march.places.bars if bar.beside} == {
        "Devoll": "Korçë",
        "Konispol": "Vlorë",
    }
    counties = Location.objects.counties().count()
    assert march.places.title == f"7 of the {counties} counties had at least one meeting"
    assert march.organisations.title == "Local government made up 10 of the 16 organisations"
    assert pairs(march.organisations) == [
        ("Local government", 10),
        ("Embassies", 4),
        ("Civil society", 1),
        ("Private sector", 1),
    ]
    assert march.kinds.title == "Most were bilateral meetings and field visits"
    assert [bar.width for bar in march.kinds.bars] == ["100.0%", "100.0%", "20.0%", "20.0%"]


def test_march_days(march):
    days = [f"{day} March 2024" for day in (5, 6, 7, 12, 13)]
    assert [d.label for d in march.days] == [*days, "March 2024, day not recorded"]
    assert [len(day.entries) for day in march.days] == [1, 2, 1, 1, 1, 6]
    assert march.days_title == "Half of the meetings have an exact day"
    assert march.busiest == "The busiest day was 6 March, in Kukës."
    assert march.days[0].entries[0].who == "Karl Bergner, Head of it (Embassy of Germany)"
    assert march.strip.title == (
        "Meetings per day: 5 March 1, 6 March 2, 7 March 1, 12 March 1, 13 March 1. "
        "6 have no exact day."
    )
    ticks = [tick.day for tick in march.strip.ticks]
    assert ticks == [1, 5, 6, 7, 12, 13, 18, 25, 31]
    assert (march.strip.width, len(march.strip.blocks), len(march.strip.weekends)) == (806, 6, 10)


def test_a_month_without_meetings():
    summary = summary_of(2024, 4)
    assert summary.headline == "Nothing was recorded in April 2024."
    assert summary.is_empty
    assert set(figures(summary).values()) == {0}
    assert (summary.matrix.rows, summary.days, summary.places.bars) == ((), (), ())
    assert compared(summary, "meetings") == ["no meetings in March", "no meetings in April 2023"]


def test_one_record():
    meeting = make_meeting(areas=[make_area()], location=make_town("Kukës"))
    add_counterpart(meeting, "Municipality of Kukës", "Local government", "Albert Halilaj")
    summary = summary_of(2024, 3)
    assert summary.headline == (
        "In March 2024 the office recorded 1 meeting, visit or event with 1 organisation "
        "in 1 municipality. It was about Protection."
    )
    assert summary.days_title == "The meeting has an exact day"
    assert summary.busiest == ""
    people = summary.figures[2]
    assert (people.value, people.beside) == (1, "")


def test_a_record_with_nothing_but_a_title():
    make_meeting(date=date(2024, 3, 1), date_precision="month")
    summary = summary_of(2024, 3)
    assert summary.headline == (
        "In March 2024 the office recorded 1 meeting, visit or event. "
        "No thematic area was recorded."
    )
    assert summary.matrix.columns == ("No place",)
    assert summary.themes_title == "No thematic area was recorded"
    assert summary.places.title == "No county had a meeting"
    assert summary.organisations.title == "No organisation was recorded"
    assert summary.days_title == "The meeting has no exact day"
    query = summary.matrix.rows[0].cells[0].query
    assert query == "month=2024-03&restricted=no&area=none&place=none"


def test_ties_are_all_named():
    areas = [make_area("avrr", "AVRR", position=2), make_area("dtm", "DTM", position=1)]
    make_meeting(areas=areas)
    make_meeting()
    assert summary_of(2024, 3).headline.endswith("DTM and AVRR came up most, each in 1 of the 2.")


@pytest.mark.parametrize(
    "fields", [{"sensitivity": "restricted"}, {"status": "draft"}, {"status": "cancelled"}]
)
def test_restricted_drafts_and_cancelled_are_left_out(march, alice, fields):
    hidden = make_meeting("Hidden", location=make_town("Berat"), areas=[make_area()], **fields)
    add_counterpart(hidden, "Hidden organisation", "Embassies", "Hidden Person", 40)
    hidden.action_points.create(text="Hidden", owner=alice)
    again = summary_of(2024, 3)
    assert again.counts == march.counts
    assert (again.matrix, again.days) == (march.matrix, march.days)
    Meeting.objects.filter(pk=hidden.pk).update(sensitivity="internal", status="logged")
    assert summary_of(2024, 3).counts.meetings == 13


def test_comparisons(march):
    for _number in range(9):
        make_meeting(date=date(2024, 2, 9), location=make_town("Kukës"))
    for _number in range(12):
        make_meeting(date=date(2023, 3, 31), areas=[make_area()])
    summary = summary_of(2024, 3)
    assert compared(summary, "meetings") == ["+3 on February (9)", "as in March 2023 (12)"]
    assert compared(summary, "municipalities") == ["+6 on February (1)", "+7 on March 2023 (0)"]
    assert compared(summary_of(2024, 2), "meetings") == [
        "no meetings in January",
        "no meetings in February 2023",
    ]
    assert compared(summary_of(2024, 4), "meetings")[0] == "−12 on March (12)"
    assert compared(summary_of(2024, 4), "people")[0] == "−7 on March (7 or more)"


def test_january_is_compared_with_december_of_the_year_before():
    make_meeting(date=date(2023, 12, 31))
    assert compared(summary_of(2024, 1), "meetings")[0] == "−1 on December 2023 (1)"


def test_people_named_twice_count_once_and_the_unnamed_each_time():
    for count in (3, 2):
        meeting = make_meeting()
        add_counterpart(meeting, "Ministry", "Ministries", "Ana", count)
    assert (summary_of(2024, 3).counts.people, summary_of(2024, 3).figures[2].beside) == (4, "")


@pytest.mark.parametrize(
    ("person", "label", "or_more"),
    [("", "", True), ("Ana", "staff", True), ("Ana", "", False), ("", "staff", True)],
)
def test_or_more_without_a_head_count(person, label, or_more):
    add_counterpart(make_meeting(), "Ministry", "Ministries", person, None, label)
    assert summary_of(2024, 3).counts.people_or_more is or_more


def test_action_points(alice):
    meeting = make_meeting()
    meeting.action_points.create(text="Late", owner=alice, due=date(2024, 4, 1))
    meeting.action_points.create(text="Due today", owner=alice, due=TODAY)
    meeting.action_points.create(text="No day", owner=alice)
    for status in (ActionPoint.Status.DONE, ActionPoint.Status.DROPPED):
        meeting.action_points.create(text="Closed", owner=alice, status=status, closed_on=TODAY)
    counts = summary_of(2024, 3).counts
    assert (counts.action_points, counts.overdue, counts.open, counts.closed) == (5, 1, 2, 2)


def test_a_crossing_counts_for_its_municipality():
    kukes = make_town("Kukës")
    make_meeting(location=make_location("Morinë", "crossing", parent=kukes))
    make_meeting(location=make_location("Hall", "place", parent=kukes))
    summary = summary_of(2024, 3)
    assert (summary.counts.municipalities, summary.matrix.columns) == (1, ("Kukës",))
    assert [(bar.label, bar.value) for bar in summary.places.bars] == [("Kukës", 2)]


def test_a_county_is_no_municipality_and_its_number_leads_to_the_county_itself():
    make_meeting(location=make_town("Kukës").parent)
    summary = summary_of(2024, 3)
    assert (summary.counts.municipalities, summary.matrix.columns) == (0, ("Kukës county",))
    county = Location.objects.counties().get()
    query = summary.matrix.rows[0].cells[0].query
    assert query == f"month=2024-03&restricted=no&area=none&at={county.slug}"
    assert [bar.label for bar in summary.places.bars] == []


def test_a_meeting_over_several_days_counts_in_the_month_it_began():
    make_meeting(date=date(2024, 3, 30), end_date=date(2024, 4, 2))
    assert summary_of(2024, 4).counts.meetings == 0
    march = summary_of(2024, 3)
    assert march.counts.meetings == 1
    assert march.days[0].entries[0].until == "until 2 April 2024"


def test_over_ten_places_go_by_county():
    county = make_town("Kukës").parent
    for number in range(11):
        town = make_location(f"Town {number}", parent=county)
        make_meeting(location=town, areas=[make_area()])
    matrix = summary_of(2024, 3).matrix
    assert (matrix.by, matrix.can_switch, matrix.columns) == ("county", True, ("Kukës",))
    assert matrix.rows[0].cells[0].step == "m5"
    assert f"place={county.slug}" in matrix.rows[0].cells[0].query
    matrix = summary_of(2024, 3, by="municipality").matrix
    assert (matrix.by, len(matrix.columns)) == ("municipality", 11)


def test_many_meetings_on_a_day_fit_into_the_strip():
    for _number in range(20):
        make_meeting()
    blocks = summary_of(2024, 3).strip.blocks
    assert len(blocks) == 20
    assert min(block.y for block in blocks) >= 0


def test_queries_do_not_grow(alice):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            summary_of(2024, 3)
        return len(found)

    kukes = make_town("Kukës")

    def add(n):
        for number in range(n):
            for day in (date(2024, 3, 6), date(2024, 2, 6), date(2023, 3, 6)):
                meeting = make_meeting(date=day, location=kukes, areas=[make_area()])
                add_counterpart(meeting, f"Org {number}", "Embassies", f"Person {number}", 2)
                meeting.action_points.create(text="Do it", owner=alice)

    add(2)
    few = queries()
    add(10)
    assert (few, queries()) == (8, 8)
