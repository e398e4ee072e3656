"""The pages of all months and of a year."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from reviews.models import MonthlyReview
from reviews.month.years import make_year
from reviews.tests.factories import add_counterpart, make_town

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


def open_page(client, address):
    client.force_login(make_user("viewer"))
    return client.get(address)


def shown(matrix):
    """Return {row: ({month: number}, total)} without the zeros."""
    return {
        row.name: (
            {
                month: cell.value
                for month, cell in zip(matrix.columns, row.cells, strict=True)
                if cell.value
            },
            row.total.value,
        )
        for row in matrix.rows
    }


def test_months_show_figures_status_and_signature(client, march):
    alma = make_user("head of office", full_name="Alma Jani")
    make_meeting(date=date(2024, 1, 6))
    signature = {"signed_by": alma, "signed_at": datetime(2024, 4, 2, 9, tzinfo=UTC)}
    MonthlyReview.objects.create(month=date(2024, 3, 1), status="signed", **signature)
    MonthlyReview.objects.create(month=date(2024, 1, 1), status="returned", comment="No")
    response = open_page(client, "/months/")
    rows = response.context["months"]
    assert [(row.period.name, row.counts.people, row.tag) for row in rows] == [
        ("March 2024", 7, "tag--ok"),
        ("January 2024", 0, "tag--bad"),
    ]
    page = response.content.decode()
    assert "Signed by Alma Jani on 2 April 2024" in page
    assert "Returned" in page
    assert "Draft, not signed" not in page  # February, folded, has nothing to sign
    assert 'href="/years/2024/"' in page


def test_the_latest_issue_of_a_review_counts(client):
    alma = make_user("head of office", full_name="Alma Jani")
    make_meeting()
    signature = {"signed_by": alma, "signed_at": datetime(2024, 4, 2, 9, tzinfo=UTC)}
    MonthlyReview.objects.create(month=date(2024, 3, 1), status="signed", **signature)
    MonthlyReview.objects.create(month=date(2024, 3, 1), issue=2, status="submitted")
    row = open_page(client, "/months/").context["months"][0]
    assert (row.review.issue, row.review.get_status_display()) == (2, "Submitted")


def test_months_come_24_a_page(client):
    """A page holds 24 months with something in them, and the empty ones that follow."""
    for number in range(26):
        make_meeting(date=date(2024 - number // 2, 3 if number % 2 else 9, 6))
    first = open_page(client, "/months/")
    names = [row.period.name for row in first.context["months"]]
    assert (names[0], names[-1], len(names)) == ("September 2024", "March 2013", 24)
    assert "Latest months" not in first.content.decode()
    assert 'href="/months/?until=2012-09"' in first.content.decode()
    assert "5 months without a meeting: October 2012 to February 2013" in " ".join(
        first.content.decode().split()
    )
    last = open_page(client, "/months/?until=2012-09")
    names = [row.period.name for row in last.context["months"]]
    assert names == ["September 2012", "March 2012"]
    assert "Earlier months" not in last.content.decode()
    assert "Latest months" in last.content.decode()


@pytest.mark.parametrize("until", ["nonsense", "2024-13", "9998-12", "", "2024-03"])
def test_an_end_that_is_none_or_later_shows_the_latest(client, until):
    make_meeting(date=date(2024, 3, 6))
    page = open_page(client, f"/months/?until={until}")
    assert [row.period.name for row in page.context["months"]] == ["March 2024"]
    assert "Latest months" not in page.content.decode()


def test_an_end_before_all_records(client):
    make_meeting(date=date(2024, 3, 6))
    page = open_page(client, "/months/?until=1999-01").content.decode()
    assert "There is no older month with a meeting." in page
    assert "Latest months" in page


def test_a_year_in_figures(march):
    add_counterpart(
        make_meeting(date=date(2024, 5, 6)), "Embassy of Germany", "Embassies", "Ana", 4
    )
    year = make_year(Meeting.objects, 2024, TODAY)
    assert "".join(phrase.text for phrase in year.phrases) == (
        "In 2024 the office recorded 13 meetings, visits and events with 16 organisations "
        "in 7 municipalities. Protection came up most, in 6 of the 13."
    )
    assert [figure.value for figure in year.figures] == [13, 16, 11, 7, 0]
    assert [month.figures[0].value for month in year.months] == [0, 0, 12, 0, 1] + [0] * 7
    # one scale: the sixteen organisations of March are the highest figure of all
    march, may = year.months[2], year.months[4]
    assert [figure.width for figure in march.figures] == [
        "75.0%", "100.0%", "43.8%", "43.8%", "0.0%",
    ]  # fmt: skip
    assert (may.figures[0].width, may.figures[2].value) == ("6.2%", 4)
    assert [figure.or_more for figure in march.figures] == [False, False, True, False, False]


def test_a_year_by_theme_and_place():
    area, kukes = make_area(), make_town("Kukës")
    for month in (1, 3, 3):
        make_meeting(date=date(2024, month, 6), areas=[area], location=kukes)
    make_meeting(date=date(2024, 12, 31), location=kukes.parent)
    make_meeting(date=date(2024, 2, 1), date_precision="month")
    year = make_year(Meeting.objects, 2024, TODAY)
    assert shown(year.themes) == {
        "Protection": ({"Jan": 1, "Mar": 2}, 3),
        "None recorded": ({"Feb": 1, "Dec": 1}, 2),
    }
    assert shown(year.places) == {
        "Kukës": ({"Jan": 1, "Mar": 2}, 3),
        "Kukës county": ({"Dec": 1}, 1),
        "No place": ({"Feb": 1}, 1),
    }
    assert year.months_title == "March was busiest, with 2 of the 5 meetings"
    assert year.themes_title == "Protection came up in 2 months"
    assert year.places_title == "Kukës had most meetings, 3 of the 5"
    assert year.changes is None


def test_what_changed_since_the_year_before(client):
    protection, avrr = make_area(position=1), make_area("avrr", "AVRR", position=2)
    make_meeting(date=date(2023, 5, 5), areas=[protection], location=make_town("Durrës"))
    make_meeting(date=date(2023, 5, 6), areas=[protection], location=make_town("Kukës"))
    make_meeting(date=date(2024, 5, 6), areas=[protection, avrr], location=make_town("Kukës"))
    make_meeting(date=date(2024, 5, 6), location=make_town("Shkodër"))
    changes = make_year(Meeting.objects, 2024, TODAY).changes
    assert (changes.new_places, changes.gone_places) == (("Shkodër",), ("Durrës",))
    assert [(c.name, c.before.value, c.now.value, c.change) for c in changes.areas] == [
        ("Protection", 2, 1, "−1"),
        ("AVRR", 0, 1, "+1"),
    ]
    page = open_page(client, "/years/2024/").content.decode()
    assert "2024 beside 2023" in page
    assert 'href="/meetings/?year=2023&amp;restricted=no&amp;area=protection"' in page


def test_a_year_without_meetings(client):
    page = open_page(client, "/years/1999/").content.decode()
    assert "Nothing was recorded in 1999." in page
    assert 'id="months"' not in page
    assert 'href="/years/1998/"' in page
    assert 'href="/years/2000/"' in page


def test_ties_in_a_year_are_named_up_to_three():
    for month in (1, 2):
        make_meeting(date=date(2024, month, 6), location=make_town(["Kukës", "Durrës"][month - 1]))
    year = make_year(Meeting.objects, 2024, TODAY)
    assert year.months_title == "January and February were busiest, with 1 of the 2 meetings each"
    assert year.places_title == "Durrës and Kukës had most meetings, 1 of the 2 each"
    assert year.themes_title == "No thematic area was recorded"
    for month in (3, 4):
        make_meeting(date=date(2024, month, 6), location=make_town(["Berat", "Fier"][month - 3]))
    year = make_year(Meeting.objects, 2024, TODAY)
    assert year.months_title == "Twelve months side by side"
    assert year.places_title == "No place had more meetings than others"


def test_one_month_holds_the_whole_year():
    make_meeting()
    year = make_year(Meeting.objects, 2024, TODAY)
    assert (year.months_title, year.places_title) == ("All in March", "No place was recorded")


@pytest.mark.parametrize(("address", "pinned"), [("/months/", 8), ("/years/2024/", 7)])
def test_queries_do_not_grow(client, march, address, pinned):
    alma = make_user("head of office")
    Meeting.objects.first().action_points.create(text="Do it", owner=alma)
    Meeting.objects.first().staff.add(alma)
    client.force_login(alma)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    queries()
    few = queries()
    for month in range(1, 13):
        meeting = make_meeting(date=date(2024, month, 6), areas=[make_area()])
        add_counterpart(meeting, f"Office {month}", "Embassies", f"Person {month}", 2)
    assert (few, queries()) == (pinned, pinned)
