"""Months, at the ends of a month, a year and the calendar."""

from datetime import date

import pytest

from toolkit.months import month_end, month_of, months_back, months_before, year_range


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2024, 4, 2), 6, date(2023, 10, 2)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2023, 2, 28)),
        (date(2024, 6, 1), 6, date(2023, 12, 1)),
        (date(2026, 11, 26), 24, date(2024, 11, 26)),
        (date(2024, 2, 29), 24, date(2022, 2, 28)),
        (date(2026, 1, 31), 24, date(2024, 1, 31)),
    ],
)
def test_months_before(day, count, before):
    assert months_before(day, count) == before


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2024-03", date(2024, 3, 1)),
        ("0002-01", date(2, 1, 1)),
        ("9998-12", date(9998, 12, 1)),
    ],
)
def test_a_month_as_it_stands_in_an_address(text, first):
    assert month_of(text) == first


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-3", "2024-13", "2024-00", "0001-12", "9999-01", "2024-03 ", "٢٠٢٤-٠٣"],
)
def test_what_names_no_month(text):
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2023, 2, 28)),
        (date(2024, 12, 31), date(2024, 12, 31)),
        (date(2024, 4, 5), date(2024, 4, 30)),
    ],
)
def test_the_last_day_of_a_month(day, last):
    assert month_end(day) == last


def test_a_year_is_half_open():
    assert year_range(2024) == (date(2024, 1, 1), date(2025, 1, 1))


def test_months_back():
    found = list(months_back(date(2024, 2, 29), date(2023, 12, 31)))
    assert found == [date(2024, 2, 1), date(2024, 1, 1), date(2023, 12, 1)]
    assert list(months_back(date(2, 2, 3), date(1, 1, 1))) == [date(2, 2, 1), date(2, 1, 1)]
    assert not list(months_back(date(2023, 1, 1), date(2023, 2, 1)))
