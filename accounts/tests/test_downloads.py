"""Tables that leave the site: nothing runs as a formula, and the record of them is for reading."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from toolkit.spreadsheets import BYTE_ORDER_MARK, Column, csv_lines, safe_cell, write_xlsx

COLUMNS = [Column("Name", lambda row: row[0]), Column("=2", lambda row: row[1])]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\ufeff=1", "＝1"]


def sheet_of(rows):
    file = io.BytesIO()
    write_xlsx(file, COLUMNS, rows)
    return load_workbook(file).active


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Kukës", "a=1", "1-2", "'=1", "", "é"])
def test_other_text_stays(text):
    assert safe_cell(text) == text


def test_dates_numbers_and_nothing():
    assert [safe_cell(value) for value in (date(2024, 3, 6), -4, 2.5, None, True)] == [
        "2024-03-06",
        -4,
        2.5,
        "",
        "True",
    ]


@pytest.mark.no_cover
@given(st.text(max_size=40))
def test_no_cell_of_a_csv_starts_a_formula(text):
    line = list(csv_lines(COLUMNS, [(text, "x")]))[1]
    cell = next(csv.reader(io.StringIO(line, newline="")))[0]
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell in (text, f"'{text}")


def test_lines_of_a_csv():
    lines = list(csv_lines(COLUMNS, [("a,b", None), ('say "x"', 3)]))
    assert lines == [f"{BYTE_ORDER_MARK}Name,'=2\r\n", '"a,b",\r\n', '"say ""x""",3\r\n']


@pytest.mark.parametrize("text", [*FORMULAS[:4], "http://example.org", "123"])
def test_excel_holds_text_as_text(text):
    cell = sheet_of([(text, 1)])["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_excel_holds_dates_and_numbers():
    sheet = sheet_of([(date(2024, 3, 6), 7), (date(1850, 1, 1), None), ("x" * 40000, 1)])
    assert (sheet["A2"].is_date, sheet["A2"].value.date()) == (True, date(2024, 3, 6))
    assert (sheet["B2"].value, sheet["B2"].data_type) == (7, "n")
    assert (sheet["A3"].value, sheet["B3"].value) == ("1850-01-01", None)
    assert sheet["A4"].value == "x" * 32766 + "…"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B4")
    assert sheet.column_dimensions["A"].width == pytest.approx(16, abs=1)


@pytest.fixture
def record(db):
    """A download on record."""
    return ExportRecord.objects.create(
        user=make_user(full_name="Alice"), what="Meetings", file_format="csv", row_count=12
    )


def addresses(record):
    """The pages of the admin about downloads: list, one, and what must not be."""
    names = [("changelist", []), ("change", [record.pk])]
    return [reverse(f"admin:accounts_exportrecord_{name}", args=args) for name, args in names]


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_data_manager_reads_the_record(client, record, is_superuser):
    client.force_login(make_user("data manager", is_superuser=is_superuser))
    for address in addresses(record):
        assert "Alice" in client.get(address).content.decode()
    found = client.get("/admin/accounts/exportrecord/?file_format=xlsx")
    assert b"Alice" not in found.content
    for verb in ("add/", f"{record.pk}/delete/"):
        assert client.get(f"/admin/accounts/exportrecord/{verb}").status_code == 403
    assert client.post(addresses(record)[1], {"row_count": 1}).status_code == 403
    assert list(ExportRecord.objects.values_list("row_count", flat=True)) == [12]


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_others_do_not(client, record, role):
    client.force_login(make_user(role))
    for address in addresses(record):
        assert client.get(address, follow=True).status_code == 403
