"""Days as people write them."""

from datetime import date

import pytest

from toolkit.dates import days_ago, make_day, parse_day, parse_month


@pytest.mark.parametrize("text", ["3", "03", "mar", "March", "mars", "MARS"])
def test_a_month_by_number_or_name(text):
    assert parse_month(text) == 3


@pytest.mark.parametrize("text", ["", None, "0", "13", "ma", "smarch"])
def test_what_is_no_month(text):
    assert parse_month(text) is None


@pytest.mark.parametrize("text", ["29 March 2024", "29/3/2024", "29.03.2024", "2024-03-29"])
def test_a_day_in_one_text(text):
    assert parse_day(text) == date(2024, 3, 29)


@pytest.mark.parametrize("text", ["31 June 2024", "soon", "29 March", "29 3 24", "2024-13-01"])
def test_what_is_no_day(text):
    with pytest.raises(ValueError):
        parse_day(text)


def test_the_parts_of_a_day():
    assert make_day("6", "3", "2024") == date(2024, 3, 6)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "yesterday"),
        (27, "27 days ago"),
        (730, "730 days ago"),
        (731, "over 2 years ago"),
        (1000, "over 2 years ago"),
        (1095, "over 3 years ago"),
    ],
)
def test_how_long_ago_a_day_is(days, text):
    assert days_ago(days) == text
