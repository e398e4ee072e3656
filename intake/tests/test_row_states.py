"""Rows set apart and grouped before they are checked."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from intake.models import Import, ImportRow
from intake.registers.steps import begin, use_columns
from intake.registers.store import store
from intake.safe_reading import Unreadable
from intake.tests.factories import checked, csv_bytes, make_import, remarks, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
PLANS = [
    ("No", "reference"),
    ("Date", "date", "day"),
    ("Who", "organisations", "one"),
    ("Title", "title"),
]
HEAD = [plan[0] for plan in PLANS]


def register(*rows, plans=PLANS, **options):
    """Check a register of these rows; the first is number 2."""
    return checked(csv_bytes(HEAD, *rows), *plans, today=TODAY, **options)


def stored(source):
    """Import what is ready."""
    store(source, source.created_by)
    return source


def test_nil_returns_blank_rows_and_repeated_ones_are_set_apart():
    source = register(
        ["1", "6/3/2024", "Caritas", "A"],
        ["2", "Nil return", "", ""],
        ["1", "6/3/2024", "CARITAS", "a"],
        ["", "", "", ""],
        ["3", "7/3/2024", "Caritas", "B"],
    )
    assert states(source) == {2: "ready", 3: "nil", 4: "twin", 6: "ready"}
    assert source.rows.get(number=4).lead == 2


def test_blanks_are_filled_down_where_that_is_chosen():
    plans = [
        ("No", ""),
        ("Date", "date", "day", True),
        ("Who", "organisations", "one"),
        ("Title", "title", "", False),
    ]
    source = register(["", "6/3/2024", "Caritas", "A"], ["", "", "UNHCR", ""], plans=plans)
    assert [row.outcome["meeting"]["date"] for row in source.rows.all()] == ["2024-03-06"] * 2
    assert source.rows.get(number=3).outcome["meeting"]["title"] == "Bilateral meeting with UNHCR"


def test_rows_with_one_number_are_one_meeting():
    source = register(
        ["1", "6/3/2024", "Caritas", "A"],
        ["1", "6/3/2024", "UNHCR", ""],
        ["2", "6/3/2024", "IOM", "B"],
        grouping="reference",
    )
    assert states(source) == {2: "ready", 3: "part", 4: "ready"}
    assert [p["name"] for p in source.rows.get(number=2).outcome["parties"]] == ["Caritas", "UNHCR"]


def test_rows_of_one_day_title_and_place_are_one_meeting():
    source = register(
        ["1", "6/3/2024", "Caritas", "A"],
        ["2", "2024-03-06", "UNHCR", "a"],
        ["3", "7/3/2024", "UNHCR", "A"],
        grouping="same",
    )
    assert states(source) == {2: "ready", 3: "part", 4: "ready"}


def test_an_error_in_a_part_stops_its_meeting_and_names_its_row():
    source = register(
        ["1", "6/3/2024", "Caritas", "A"], ["1", "6/3/2024", "x" * 201, ""], grouping="reference"
    )
    assert states(source) == {2: "wrong", 3: "part"}
    assert [remark["row"] for remark in source.rows.get(number=2).remarks] == [3]


def test_the_same_file_again_adds_nothing_and_a_grown_one_its_new_rows():
    first, second = ["1", "6/3/2024", "Caritas", "A"], ["2", "7/3/2024", "UNHCR", "B"]
    stored(register(first))
    again = register(first)
    assert states(again) == {2: "here"}
    assert store(again, again.created_by) == {
        "meeting": 0,
        "organisation": 0,
        "person": 0,
        "appointment": 0,
        "compared": True,
    }
    grown = register(second, first)
    assert states(grown) == {2: "ready", 3: "here"}
    meeting = grown.rows.get(number=3).meeting
    assert meeting == ImportRow.objects.get(source__pk=Import.objects.last().pk).meeting


def test_other_columns_and_their_order_do_not_make_rows_new():
    stored(register(["1", "6/3/2024", "Caritas", "A"]))
    data = csv_bytes(["What is wrong", *reversed(HEAD)], ["x", "A", "Caritas", "6/3/2024", "1"])
    source = checked(data, ("What is wrong",), *reversed(PLANS), today=TODAY)
    assert states(source) == {2: "here"}


def test_a_new_row_of_a_meeting_imported_before_is_left_to_people():
    first = ["1", "6/3/2024", "Caritas", "A"]
    stored(register(first, grouping="reference"))
    grown = register(first, ["1", "6/3/2024", "UNHCR", ""], grouping="reference")
    assert states(grown) == {2: "here", 3: "wrong"}
    assert remarks(grown, 3) == [
        (
            "error",
            "",
            "Belongs to a meeting imported before (row 2). Add it there by hand.",
        )
    ]


def test_a_file_refused_at_its_end_leaves_no_rows(settings):
    source = make_import(csv_bytes(HEAD, ["1", "6/3/2024", "Caritas", "A"]) + b"\n" + b"\n".join(
        [b"1,2"] * 40 + [",".join("x" * 300).encode()]))  # fmt: skip
    with pytest.raises(Unreadable):
        use_columns(source, [], {})
    assert source.rows.count() == 0


def test_a_file_that_is_refused_is_not_kept(settings, tmp_path):
    with pytest.raises(Unreadable):
        begin(ContentFile(b"A\0B", name="x.csv"), None)
    assert Import.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
