"""What the headings of a register propose."""

import pytest

from intake.registers.columns import ColumnPlan, likely_header, propose


def meanings(*headings, rows=()):
    """Return the proposed meanings of headings."""
    return [plan.field for plan in propose(headings, list(rows))]


def test_english_headings():
    assert meanings(
        "Date", "Meeting title", "Location", "With whom", "Position", "Theme", "Notes", "Ref", "Anything"
    ) == ["date", "title", "place", "organisations", "role", "areas", "internal_note", "reference", ""]  # fmt: skip


def test_albanian_headings():
    assert meanings("Nr", "Data", "Titulli", "Institucioni", "Emri", "Pozicioni", "Vendi", "Tema", "Shënime") == [
        "reference", "date", "title", "organisations", "people", "role", "place", "areas", "internal_note",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Number of participants", "people_count"),
        ("No. of people", "people_count"),
        ("How many people", "people_count"),
        ("Participants (total)", "people_count"),
        ("Count of participants", "people_count"),
        ("Nr. i pjesëmarrësve", "people_count"),
        ("Numri i personave", "people_count"),
        ("Sa persona", "people_count"),
        ("Participants", "people"),
        ("Names and number of participants", "people"),
        ("Pjesëmarrës", "who"),
        ("Number", "reference"),
        ("Areas", "areas"),
        ("Name of the event", "event_name"),
        ("Emri i aktivitetit", "event_name"),
        ("Areas of work", "areas"),
    ],
)
def test_how_many_there_were_is_no_name(heading, field):
    assert meanings(heading) == [field]


def test_a_second_number_of_people_means_nothing():
    assert meanings("Number of people", "Number of participants", "Participants") == [
        "people_count",
        "",
        "people",
    ]


def test_a_meaning_is_proposed_once():
    assert meanings("Date", "Date (2)", "Title") == ["date", "", "title"]


def test_how_the_cells_are_written_is_proposed():
    rows = [["3/25/2024", "UNHCR; Caritas", "x"], ["3/26/2024", "IOM", "y"]]
    assert [plan.how for plan in propose(["Date", "Organisations", "Title"], rows)] == [
        "month",
        "semicolon",
        "",
    ]


def test_a_mapping_kept_before_is_found_by_the_headings():
    known = [ColumnPlan("DATE", "date", "month", True), ColumnPlan("Who", "organisations", "comma")]
    assert propose(["who", "Date", "Title"], [], known) == [
        ColumnPlan("who", "organisations", "comma"),
        ColumnPlan("Date", "date", "month", True),
        ColumnPlan("Title"),
    ]


def test_what_a_download_of_rows_left_out_adds_means_nothing():
    assert meanings("Date", "Sheet row", "What is wrong") == ["date", "", ""]


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([[1, ["Date", "Title"]], [2, ["6/3/2024", "Meeting"]]], 1),
        (
            [
                [1, ["Register of meetings 2024"]],
                [3, ["Date", "Title", "Place"]],
                [4, ["6/3/2024", "a", "b"]],
            ],
            3,
        ),
        ([[2, ["only one"]]], 2),
        ([], None),
    ],
)
def test_the_row_of_the_headings_is_proposed(rows, number):
    assert likely_header(rows) == number
