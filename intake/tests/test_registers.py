"""Registers as files: which are read, how, and which are refused."""

import io
import json
import zipfile
from datetime import datetime

import pytest

from intake.registers import read_file
from intake.registers.read_file import headings, plain_text, rows, tables
from intake.safe_reading import Limits, Unreadable, check_file
from intake.tests.factories import csv_bytes, xlsx_bytes

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def keep(tmp_path):
    """Write bytes to a file and return its path."""

    def write(data, name="register"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def refused(path, extension, limits=read_file.LIMITS):
    """Return why a file is refused when all of it is read."""
    with pytest.raises(Unreadable) as problem:
        for name, _first_rows in tables(path, extension, limits):
            list(rows(path, extension, name, limits))
    return problem.value.code


def test_a_workbook_with_days_numbers_and_formulas(keep):
    def write(sheet, book):
        sheet.write_row(0, 0, ["Date", "Number", "Sum", "Text"])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 0, datetime(2024, 3, 6), day)
        sheet.write_number(1, 1, 3.0)
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_string(1, 3, "two\nlines ")
        sheet.write_number(3, 1, 2.5)

    path = keep(xlsx_bytes(("Meetings", write)))
    assert list(rows(path, "xlsx", "Meetings")) == [
        (1, ["Date", "Number", "Sum", "Text"]),
        (2, ["2024-03-06", "3", "2", "two\nlines"]),
        (4, ["", "2.5"]),
    ]


def test_a_table_that_begins_further_in_keeps_its_row_numbers(keep):
    def write(sheet, book):
        sheet.write_row(3, 2, ["Date", "Title"])
        sheet.write_row(4, 2, ["March 2024", "Meeting"])

    path = keep(xlsx_bytes(("S", write)))
    assert list(rows(path, "xlsx", "S")) == [(4, ["Date", "Title"]), (5, ["March 2024", "Meeting"])]


def test_merged_cells_say_the_same_downwards(keep):
    def write(sheet, book):
        sheet.write(0, 0, "Date")
        sheet.merge_range(0, 1, 0, 2, "With whom")
        sheet.merge_range(1, 0, 2, 0, "March 2024")
        sheet.write_row(1, 1, ["UNHCR", "Ana"])
        sheet.write_row(2, 1, ["Caritas", "Ben"])

    path = keep(xlsx_bytes(("S", write)))
    assert [cells for _number, cells in rows(path, "xlsx", "S")] == [
        ["Date", "With whom"],
        ["March 2024", "UNHCR", "Ana"],
        ["March 2024", "Caritas", "Ben"],
    ]


def test_merged_cells_say_nothing_in_the_columns_beside(keep):
    """A heading of a section is no meeting; a region over rows and columns stays in its first column."""

    def write(sheet, book):
        sheet.write_row(0, 0, ["Date", "With whom", "Place", "Note"])
        sheet.merge_range(1, 0, 1, 3, "March 2024")
        sheet.merge_range(2, 1, 3, 2, "UNHCR")
        sheet.write(2, 0, "6/3/2024")
        sheet.write_row(3, 3, ["x"])

    path = keep(xlsx_bytes(("S", write)))
    assert list(rows(path, "xlsx", "S")) == [
        (1, ["Date", "With whom", "Place", "Note"]),
        (2, ["March 2024"]),
        (3, ["6/3/2024", "UNHCR"]),
        (4, ["", "UNHCR", "", "x"]),
    ]


def test_sheets_without_anything_are_not_offered(keep):
    path = keep(xlsx_bytes(("Empty", []), ("Full", [["Date"]]), ("Other", [["Name"]])))
    assert tables(path, "xlsx") == [
        ("Full", [(1, ["Date"])]),
        ("Other", [(1, ["Name"])]),
    ]


def test_an_open_document(keep):
    path = keep(ods(b"<table:table-row><table:table-cell office:value-type='string'><text:p>Date</text:p>"
                    b"</table:table-cell></table:table-row>"))  # fmt: skip
    assert list(rows(path, "ods", "S")) == [(1, ["Date"])]


def ods(row, manifest=b""):
    """Return an OpenDocument spreadsheet of one sheet."""
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        (
            f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='S'>"
        ).encode()
        + row
        + b"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", b"<manifest>" + manifest + b"</manifest>")
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_of_csv(keep, separator):
    path = keep(csv_bytes(["Date", "Title"], ["6/3/2024", "Meeting"], separator=separator))
    assert list(rows(path, "csv", "")) == [(1, ["Date", "Title"]), (2, ["6/3/2024", "Meeting"])]


def test_a_quoted_cell_may_hold_separators_and_lines(keep):
    path = keep(b'Date;Who;Note\r\n6/3/2024;"A; B";"two\r\nlines"\r\n\r\n7/3/2024;C;\r\n')
    assert list(rows(path, "csv", "")) == [
        (1, ["Date", "Who", "Note"]),
        (2, ["6/3/2024", "A; B", "two\nlines"]),
        (4, ["7/3/2024", "C"]),
    ]


def test_what_a_download_guarded_against_formulas_is_read_as_it_was(keep):
    path = keep(b"Title,Name\n'=1+1,'quoted'\n")
    assert list(rows(path, "csv", ""))[1] == (2, ["=1+1", "'quoted'"])


@pytest.mark.parametrize(
    ("data", "extension", "code"),
    [
        (b"", "csv", "empty"),
        (b" \n ", "csv", "empty"),
        (b"%PDF-1.7", "pdf", "type"),
        (PNG, "xlsx", "disguised"),
        (PNG, "csv", "disguised"),
        (PNG, "xls", "disguised"),
        (b"Date,Title\n", "xlsx", "disguised"),
        (OLE + b"\0" * 600, "xlsx", "disguised"),
        (OLE + b"\0" * 600, "xls", "damaged"),
        (OLE + b"\0" * 9000 + "EncryptedPackage".encode("utf-16-le"), "xlsx", "password"),
        (b"PK\x03\x04 and then nothing", "xlsx", "damaged"),
        (b"Date,Title\n6/3/2024,A\0B\n", "csv", "nul"),
    ],
)
def test_what_is_no_register_is_refused(keep, data, extension, code):
    assert refused(keep(data), extension) == code


def test_a_zip_that_is_no_workbook_is_refused(keep):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(keep(file.getvalue()), "xlsx") == "disguised"


def test_an_encrypted_open_document_is_refused(keep):
    data = ods(b"", b"<manifest:encryption-data/>")
    assert refused(keep(data), "ods") == "password"


def test_a_workbook_cut_short_is_refused(keep):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert refused(keep(file.getvalue()), "xlsx") == "damaged"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(keep):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 1024 * 1024))
    path = keep(file.getvalue())
    assert refused(path, "xlsx") == "bomb"
    check_file(path, "xlsx", Limits(ratio=100_000))
    assert refused(path, "xlsx", Limits(ratio=100_000, unpacked=1024)) == "bomb"
    assert refused(path, "xlsx", Limits(ratio=100_000, entries=1)) == "bomb"


def test_limits_of_rows_and_columns(keep):
    path = keep(csv_bytes(["A", "B"], ["1", "2"], ["3", "4"]))
    assert len(list(rows(path, "csv", "", Limits(rows=3)))) == 3
    assert refused(path, "csv", Limits(rows=2)) == "rows"
    assert refused(path, "csv", Limits(columns=1)) == "columns"


def test_limits_of_letters_and_sheets(keep):
    """One long text shared by many cells is small in the file alone."""
    path = keep(xlsx_bytes(("S", [["Date", "Note"], ["March 2024", "x" * 90]]), ("T", [["a"]])))
    assert len(list(rows(path, "xlsx", "S", Limits(letters=108)))) == 2
    assert refused(path, "xlsx", Limits(letters=107)) == "letters"
    assert len(tables(path, "xlsx", Limits(sheets=2))) == 2
    assert refused(path, "xlsx", Limits(sheets=1)) == "sheets"


def test_a_long_cell_is_cut(keep):
    path = keep(csv_bytes(["A", "x" * 20]))
    assert list(rows(path, "csv", "", Limits(cell=5))) == [(1, ["A", "xxxxx"])]


def test_reading_stops_after_a_long_run_of_blank_rows(keep):
    near = keep(b"A,B\n" + b",\n" * 9_000 + b"1,2\n")
    assert [number for number, _cells in rows(near, "csv", "")] == [1, 9_002]
    far = keep(b"A,B\n" + b",\n" * 1_000_000 + b"1,2\n", "far")
    assert [number for number, _cells in rows(far, "csv", "")] == [1]


def test_a_sheet_that_is_not_there(keep):
    path = keep(xlsx_bytes(("S", [["Date"]])))
    with pytest.raises(Unreadable) as problem:
        list(rows(path, "xlsx", "Other"))
    assert (problem.value.code, problem.value.about) == ("sheet", "Other")


def test_headings_are_named_once_each():
    assert headings(["Date", "", "Name", "Name", " Name "], 6) == [
        "Date", "Column B", "Name", "Name (2)", "Name (3)", "Column F",
    ]  # fmt: skip
    assert headings([], 28)[-1] == "Column AB"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), (True, "True"), (3.0, "3"), (2.5, "2.5"), (datetime(2024, 3, 6, 14, 30), "2024-03-06 14:30"),
        ("  a   b \n c\0 ", "a b\nc"),
    ],
)  # fmt: skip
def test_cells_as_text(cell, text):
    assert plain_text(cell) == text


def test_the_reading_process_prints_tables_rows_and_how_it_ended(keep, capsys):
    path = keep(csv_bytes(["Date"], ["March 2024"]))
    read_file.main(path, "csv")
    read_file.main(path, "csv", "")
    read_file.main(keep(b"", "none"), "csv")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        ["", [[1, ["Date"]], [2, ["March 2024"]]]],
        {"code": "", "about": ""},
        [1, ["Date"]],
        [2, ["March 2024"]],
        {"code": "", "about": ""},
        {"code": "empty", "about": ""},
    ]
