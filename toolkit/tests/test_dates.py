"""Days as people write them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from toolkit.dates import (
    days_ago,
    is_plausible,
    likely_day,
    make_day,
    near_day,
    parse_day,
    parse_month,
    read_day,
)

WEDNESDAY = date(2024, 3, 6)
FILE = Path(__file__).parent / "typed_days.csv"
CASES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("text", ["3", "03", "mar", "March", "mars", "MARS"])
def test_a_month_by_number_or_name(text):
    assert parse_month(text) == 3


@pytest.mark.parametrize("text", ["", None, "0", "13", "ma", "smarch"])
def test_what_is_no_month(text):
    assert parse_month(text) is None


@pytest.mark.parametrize("text", ["29 March 2024", "29/3/2024", "29.03.2024", "2024-03-29"])
def test_a_day_in_one_text(text):
    assert parse_day(text) == date(2024, 3, 29)


@pytest.mark.parametrize(
    "text",
    ["31 June 2024", "soon", "29 March", "29 3 24", "2024-13-01", "6 3 0024", "1 1 2100", "9" * 9],
)
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


@pytest.mark.parametrize("case", CASES, ids=[case["written"] for case in CASES])
def test_days_as_people_write_them(case):
    """The cases were written before the reader; what is not certain, or can't be, is "?"."""
    try:
        day = read_day(case["written"], WEDNESDAY)
    except ValueError:
        assert case["day"] == "?"
    else:
        assert (day.isoformat() if is_plausible(day, WEDNESDAY) else "?") == case["day"]


@pytest.mark.parametrize(
    "text", ["", " ", "on", "x" * 101, "9" * 5000, "1 2 3 4", "²²²", "\0", "🤝"]
)
def test_no_text_breaks_the_reader(text):
    with pytest.raises(ValueError):
        read_day(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [("29 feb", date(2024, 2, 29)), ("31", date(2024, 1, 31)), ("12 march", date(2024, 3, 12))],
)
def test_a_day_without_a_year_or_month_is_the_last_one_or_soon(text, day):
    assert read_day(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("day", "likely"),
    [
        (date(24, 3, 6), WEDNESDAY),
        (date(1, 3, 7), date(2023, 3, 7)),
        (date(4, 2, 29), date(2024, 2, 29)),
    ],
)
def test_what_was_likely_meant(day, likely):
    assert likely_day(day, WEDNESDAY) == likely


def test_a_year_is_said_where_it_is_another():
    assert near_day(WEDNESDAY, WEDNESDAY) == "6 March"
    assert near_day(WEDNESDAY, date(2025, 1, 1), "j M") == "6 Mar 2024"


@pytest.mark.parametrize("text", ["0024", "0001", "2024", "029", "29/2", "29 February"])
def test_a_year_alone_and_a_day_its_year_lacks_are_not_guessed(text):
    with pytest.raises(ValueError):
        read_day(text, date(2026, 11, 30))


def test_the_last_day_of_a_leap_february():
    assert read_day("29/2", date(2024, 3, 6)) == date(2024, 2, 29)
