"""Cells that say when."""

from datetime import date

import pytest

from intake.cells.dates import DAY_FIRST, MONTH_FIRST, MeetingDate, likely_order, read_date

MARCH_6 = MeetingDate(date(2024, 3, 6))


@pytest.mark.parametrize(
    "text",
    [
        "6/3/2024", "06.03.2024", "6-3-24", "2024-03-06", "2024-03-06 14:30", "45357", "45357.5",
        "6 March 2024", "6 mars 2024", "6th March 2024", "March 6, 2024", "Wednesday 6 March 2024",
        "Wed, 6 March 2024", "e mërkurë, 6 mars 2024", "6 Mar 24", " 6 March 2024. ", "06.03.2024 14:30",
        "6.3.2024 ora 10", "6.3.2024 10:30", "6.3.2024 në ora 10:30", "6.3.2024, ora 10.30", "6.3.2024 at 10 am",
    ],
)  # fmt: skip
def test_a_day(text):
    assert read_date(text) == MARCH_6


@pytest.mark.parametrize(
    "text", ["3/6/2024", "03-06-24", "March 6, 2024", "2024-03-06", "6 March 2024"]
)
def test_a_day_month_first(text):
    assert read_date(text, MONTH_FIRST) == MARCH_6


@pytest.mark.parametrize(
    "text", ["March 2024", "Mar-24", "mars 2024", "3/2024", "2024-03", "Mars ’24", "March, 2024"]
)
def test_a_month_only(text):
    assert read_date(text) == MeetingDate(date(2024, 3, 1), is_month=True)


def test_oct_12_is_a_month_of_2012():
    assert read_date("Oct-12") == MeetingDate(date(2012, 10, 1), is_month=True)


@pytest.mark.parametrize(
    "text",
    ["6-8 March 2024", "6–8 March 2024", "6 to 8 March 2024", "6 and 8 March 2024", "6 - 8 March 2024",
     "6 March - 8 March 2024", "6 March 2024 to 8 March 2024", "6-8/3/2024", "6/3/2024 - 8/3/2024"],
)  # fmt: skip
def test_several_days(text):
    assert read_date(text) == MeetingDate(date(2024, 3, 6), date(2024, 3, 8))


def test_days_over_the_end_of_a_month():
    assert read_date("30 April - 2 May 2024") == MeetingDate(date(2024, 4, 30), date(2024, 5, 2))


@pytest.mark.parametrize(
    "text", ["28.02.-02.03.2024", "28.02.2024 - 02.03.2024", "28.02.2024-02.03.2024", "28.02. – 02.03.2024"]
)  # fmt: skip
def test_days_with_points_over_the_end_of_a_month(text):
    assert read_date(text) == MeetingDate(date(2024, 2, 28), date(2024, 3, 2))


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["31 June", "31 June 2024", "30/02/2024", "2024-13-01", "tomorrow", "6/13/2024", "12", "8-6 March 2024",
     "Foo 2024", "6 March 20245", "99/99/9999", "1/2/3/4", "Monday",
     "30.12.-02.01.2025", "30.02.-02.03.2024", "02.03.-28.02.2024", "28.02.-02.03.", "28.02.-30.02.2024",
     "99999999999999999999 March 2024", "99999999999999999999 - 8 March 2024",
     "8.3.2024 ora 25", "8.3.2024 25:70", "8.3.2024 ora", "8.3.2024 10", "ora 10"],
)  # fmt: skip
def test_no_real_date(text):
    with pytest.raises(ValueError):
        read_date(text)


def test_the_order_is_day_first_unless_it_must_be_the_other():
    assert likely_order(["6/3/2024", "5/4/2024"]) == DAY_FIRST
    assert likely_order(["6/3/2024", "3/25/2024"]) == MONTH_FIRST
    assert likely_order(["25/3/2024", "3/25/2024", "26/3/2024"]) == DAY_FIRST
    assert likely_order([]) == DAY_FIRST
