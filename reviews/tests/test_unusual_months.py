"""Months at the edges: empty, nearly empty, before all records, to come, across a year's end."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting
from reviews.tests.factories import add_counterpart, make_town
from reviews.tests.numbers_on_pages import check_numbers

pytestmark = pytest.mark.django_db
NOTHING = {"meetings": 0, "organisations": 0, "people": 0, "municipalities": 0, "action_points": 0}


@pytest.fixture
def reader(client):
    """A browser of a viewer, signed in."""
    client.force_login(make_user("viewer"))
    return client


def open_month(client, month):
    """Return (figures, headline, page) of a month, every number compared with its list."""
    check_numbers(client, f"/months/{month}/")
    response = client.get(f"/months/{month}/")
    summary = response.context["summary"]
    figures = {figure.name: figure.value for figure in summary.figures}
    return figures, summary.headline, response.content.decode()


def compared(client, month):
    """Return what stands under the figure of meetings."""
    summary = client.get(f"/months/{month}/").context["summary"]
    return [str(comparison) for comparison in summary.figures[0].comparisons]


def test_an_empty_month_between_others(reader):
    make_meeting(date=date(2024, 2, 6))
    make_meeting(date=date(2024, 4, 6))
    figures, headline, page = open_month(reader, "2024-03")
    assert (figures, headline) == (NOTHING, "Nothing was recorded in March 2024.")
    assert compared(reader, "2024-03")[0] == "−1 on February (1)"
    assert "The first meeting on record" not in page
    assert 'id="gaps"' not in page
    assert "No action point was made in the month, and no older one is open" in page


def test_a_month_before_records_began(reader):
    make_meeting(date=date(2024, 2, 6))
    figures, headline, page = open_month(reader, "1999-07")
    assert (figures, headline) == (NOTHING, "Nothing was recorded in July 1999.")
    assert "The first meeting on record is of February 2024." in page
    assert "has not begun" not in page


def test_a_month_to_come(reader):
    figures, headline, page = open_month(reader, "2998-07")
    assert (figures, headline) == (NOTHING, "Nothing was recorded in July 2998.")
    assert "The month has not begun yet." in page
    assert "The year has not begun yet." in reader.get("/years/2998/").content.decode()


def test_one_record_with_nothing_but_a_title(reader):
    make_meeting()
    figures, headline, page = open_month(reader, "2024-03")
    assert figures == NOTHING | {"meetings": 1}
    assert headline.startswith("In March 2024 the office recorded 1 meeting, visit or event.")
    assert "The meeting has something missing" in page
    assert "Show the meeting with something missing" in page


def test_one_whole_record_has_no_gap(reader):
    alma = make_user("staff")
    meeting = make_meeting(
        areas=[make_area()], location=make_town("Kukës"), staff=[alma], public_line="Said."
    )
    add_counterpart(meeting, "Embassy", "Embassies", "Karl Bergner", 1)
    figures, _headline, page = open_month(reader, "2024-03")
    assert figures == NOTHING | dict.fromkeys(
        ("meetings", "organisations", "people", "municipalities"), 1
    )
    assert "Nothing is missing in the meetings of the month" in page
    assert "gap=" not in page


def test_only_month_only_records(reader):
    for number in range(3):
        make_meeting(f"Visit {number}", date=date(2024, 3, 1), date_precision="month")
    figures, _headline, page = open_month(reader, "2024-03")
    assert figures == NOTHING | {"meetings": 3}
    assert "None of the 3 meetings has an exact day" in page
    assert "All 3 meetings have something missing" in page
    assert '<svg class="strip"' not in page
    assert page.count("March 2024, day not recorded") == 1


def test_only_restricted_records(reader):
    alma = make_user("staff")
    meeting = make_meeting("Secret", sensitivity="restricted", staff=[alma], areas=[make_area()])
    add_counterpart(meeting, "Secret service", "Embassies", "Secret Person", 1)
    meeting.action_points.create(text="Secret promise", owner=alma)
    for user in (make_user("viewer"), alma, make_user("head of office")):
        reader.force_login(user)
        figures, headline, page = open_month(reader, "2024-03")
        assert (figures, headline) == (NOTHING, "Nothing was recorded in March 2024.")
        for address in ("organisations", "people", "action-points"):
            page += reader.get(f"/months/2024-03/{address}/").content.decode()
            page += reader.get(f"/years/2024/{address}/").content.decode()
        page += reader.get("/years/2024/").content.decode()
        page += reader.get("/months/").content.decode()
        assert "Secret" not in page
        assert "The first meeting on record" not in page


def test_across_a_years_end(reader):
    for day in (date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1), date(2023, 1, 9)):
        make_meeting(date=day)
    assert open_month(reader, "2023-12")[0]["meetings"] == 2
    assert open_month(reader, "2024-01")[0]["meetings"] == 1
    assert compared(reader, "2024-01") == ["−1 on December 2023 (2)", "as in January 2023 (1)"]
    assert compared(reader, "2023-12")[0] == "no meetings in November"
    page = reader.get("/years/2024/")
    check_numbers(reader, "/years/2024/")
    assert str(page.context["year"].figures[0].comparisons[0]) == "−2 on 2023 (3)"


def test_a_meeting_of_several_days_over_two_months_and_years(reader):
    make_meeting("Long", date=date(2023, 12, 29), end_date=date(2024, 1, 3))
    december, _headline, page = open_month(reader, "2023-12")
    january, headline, _page = open_month(reader, "2024-01")
    assert (december["meetings"], january) == (1, NOTHING)
    assert headline == "Nothing was recorded in January 2024."
    assert "until 3 January 2024" in page
    years = [reader.get(f"/years/{y}/").context["year"].counts.meetings for y in (2023, 2024)]
    assert years == [1, 0]


def test_an_older_promise_is_shown_in_a_month_without_meetings(reader):
    alma = make_user("staff")
    meeting = make_meeting(date=date(2024, 2, 6))
    meeting.action_points.create(text="Send it", owner=alma, due=date(2024, 2, 20))
    meeting.action_points.create(
        text="Sent", owner=alma, status="done", closed_on=date(2024, 2, 9), outcome="By post"
    )
    _figures, _headline, page = open_month(reader, "2024-03")
    assert "No action point was made in the month; 1 older one is open" in page
    assert f'href="/meetings/{meeting.reference}/#action-' in page
    assert "Sent" not in page
    held = reader.get("/months/2024-03/action-points/?status=older")
    assert [line.text for line in held.context["listing"].lines] == ["Send it"]
