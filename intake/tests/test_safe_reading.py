"""The process of its own in which a register is read."""

import io
import zipfile

import pytest

from intake import safe_reading
from intake.safe_reading import Unreadable, reason, rows_of, tables_of
from intake.tests.factories import csv_bytes, xlsx_bytes

pytestmark = pytest.mark.apart


@pytest.fixture
def path(tmp_path):
    """A workbook on the disk."""
    file = tmp_path / "register"
    file.write_bytes(xlsx_bytes(("S", [["Date", "Title"], ["March 2024", "Meeting"]])))
    return file


def test_it_is_read(path):
    assert tables_of(path, "xlsx") == [
        ["S", [[1, ["Date", "Title"]], [2, ["March 2024", "Meeting"]]]]
    ]
    assert list(rows_of(path, "xlsx", "S")) == [
        [1, ["Date", "Title"]],
        [2, ["March 2024", "Meeting"]],
    ]


def test_why_not_comes_back(path):
    with pytest.raises(Unreadable) as problem:
        list(rows_of(path, "xlsx", "Other"))
    assert reason(problem.value) == "There is no sheet called “Other” in this file."


def test_rows_before_the_problem_are_not_enough(tmp_path):
    """A file that is refused at its end is refused: whoever stores rows takes them back."""
    file = tmp_path / "register"
    file.write_bytes(csv_bytes(["A"], ["1"]) + b"\n" + ",".join("x" * 300).encode())
    with pytest.raises(Unreadable) as problem:
        list(rows_of(file, "csv", ""))
    assert problem.value.code == "columns"


def test_a_sheet_that_would_fill_the_memory_ends_its_own_process_only(tmp_path):
    def write(sheet, book):
        sheet.write(0, 0, "Date")
        sheet.write(1_048_575, 16_383, "far away")

    file = tmp_path / "register"
    file.write_bytes(xlsx_bytes(("S", write)))
    with pytest.raises(Unreadable) as problem:
        tables_of(file, "xlsx")
    assert problem.value.code == "heavy"
    assert "too much memory" in reason(problem.value)


def test_too_long_is_ended_too(tmp_path, monkeypatch):
    monkeypatch.setattr(safe_reading, "SECONDS", 1)
    file = tmp_path / "register"
    file.write_bytes((b"a," * 150 + b"\n") * 90_000)  # as many cells as may be read
    with pytest.raises(Unreadable) as problem:
        list(rows_of(file, "csv", ""))
    assert problem.value.code == "heavy"


def test_every_reason_has_words():
    codes = [
        "empty",
        "type",
        "password",
        "disguised",
        "damaged",
        "bomb",
        "heavy",
        "nul",
        "sheet",
        "rows",
        "columns",
    ]
    said = {code: str(reason(Unreadable(code, "S"))) for code in codes}
    assert len(set(said.values())) == len(codes)
    assert said["rows"] == "This sheet has more than 100,000 rows. Split it and import the parts."


def test_a_workbook_in_a_zip_with_a_password_is_refused(tmp_path):
    file, data = tmp_path / "register", io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    locked = bytearray(data.getvalue())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of an encrypted entry in the directory
    file.write_bytes(locked)
    with pytest.raises(Unreadable) as problem:
        tables_of(file, "xlsx")
    assert problem.value.code == "password"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "letters",
            "This sheet has more than 40,000,000 characters. Split it and import the parts.",
        ),
        ("sheets", "This workbook has more than 100 sheets. Save the one to import as CSV."),
        ("rows", "This sheet has more than 100,000 rows. Split it and import the parts."),
    ],
)
def test_limits_are_told_with_their_number(code, said):
    assert reason(Unreadable(code)) == said
