"""Spreadsheets out, as CSV and Excel: real dates and numbers, never a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

BYTE_ORDER_MARK = "\ufeff"  # Without it Excel takes the text for Windows-1252: "Kukës" breaks.
LONGEST_CELL = 32767  # Excel's own limit; XlsxWriter leaves a longer text out
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is wrong before
# What a spreadsheet may take for a formula, also after blanks and signs that don't show.
RISKY = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Column:
    heading: str | Promise
    value: Callable[[Any], Any]
    width: int = 16


def yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")


BETWEEN = "; "  # the things of one cell


def joined(things: Iterable) -> str:
    return BETWEEN.join(map(str, things))


def safe_cell(value: Any) -> str | int | float:
    """Return what a CSV file holds for `value`: a text that could run as a formula gets a ' before it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if RISKY.match(text) else text


def csv_lines(columns: Sequence[Column], rows: Iterable) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([safe_cell(str(column.heading)) for column in columns])
    values = [column.value for column in columns]
    for row in rows:
        cells = [value(row) for value in values]
        # Most are texts that begin with a letter, or nothing: a call for each is a tenth of a file's time.
        yield writer.writerow(
            [
                cell if type(cell) is str and cell[:1].isalnum() else safe_cell(cell)
                for cell in cells
            ]
        )


def write_xlsx(file: Path | IO[bytes], columns: Sequence[Column], rows: Iterable) -> None:
    with open_workbook(file) as book:
        write_sheet(book, columns, rows)


def open_workbook(file: Path | IO[bytes]) -> Workbook:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return Workbook(file, options)


def write_sheet(
    book: Workbook, columns: Sequence[Column], rows: Iterable, *, name: str | None = None
) -> Worksheet:
    """Add a sheet of these columns and rows to an Excel file, its heading frozen; return it."""
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    heading = book.add_format({"bold": True, "bottom": 1})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, str(column.heading), heading)
    last = 0
    for last, row in enumerate(rows, 1):
        for number, column in enumerate(columns):
            _write_cell(sheet, last, number, column.value(row), day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    return sheet


def _write_cell(sheet: Worksheet, row: int, number: int, value: Any, day: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, number, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, number, value)
    else:
        text = str(value)
        cut = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
        sheet.write_string(row, number, cut)


class _Echo:
    """A file for csv.writer whose `write` returns the line."""

    def write(self, line: str) -> str:
        return line
