"""A register as a file in, tables and plain rows of text out. Pure: it knows no model and no setting.

`python -m intake.registers` does the reading in a process of its own (see intake/safe_reading.py), so that
a workbook made to exhaust the memory ends that process and nothing else.
"""

import csv
import io
import json
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine
from charset_normalizer import from_bytes
from python_calamine import CalamineSheet, CalamineWorkbook

from intake.safe_reading import LIMITS, TEXTS, Limits, Unreadable, check_file

SEPARATORS = (",", ";", "\t", "|")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE = 200_000
# What an office in South-eastern Europe saves without saying so, the likeliest first.
LIKELY = ("cp1252", "cp1250", "iso8859_2", "mac_roman", "cp852", "cp1253")


def text_of_csv(raw: bytes) -> str | None:
    """Return the text, in whichever encoding, or several; None when the bytes are not text."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\0" in raw:
        encoding = _wide(raw)
        return raw.decode(encoding, errors="replace") if encoding else None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_line(raw)


def _wide(raw: bytes) -> str:
    """Return the UTF-16 that text with a NUL in every other place is in, or an empty text."""
    head = raw[:4000]
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[place::2].count(0)
        if zeros > len(head) * 0.4 and head[1 - place :: 2].count(0) == 0:
            return encoding
    return ""


def _decode_by_line(raw: bytes) -> str:
    """Decode what is not UTF-8, or not all of it: line by line when most lines with accents are."""
    lines = raw.splitlines(keepends=True)
    accented = [line for line in lines if any(byte > 127 for byte in line)]
    whole = sum(_as_utf8(line) is not None for line in accented)
    if whole * 4 >= len(accented):
        return "".join(_as_utf8(line) or line.decode("cp1252", "replace") for line in lines)
    sample = b"".join(accented)[:SAMPLE]
    best = from_bytes(sample, cp_isolation=list(LIKELY)).best()
    encoding = best.encoding if best else LIKELY[0]
    return raw.decode(encoding, errors="replace")


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def separator_of(text: str) -> str:
    """Return the separator by which the first lines have the same number of columns, most of them."""
    head = text[:SAMPLE]
    return max(SEPARATORS, key=lambda mark: _fit(head, mark))


def _fit(head: str, mark: str) -> tuple[int, int]:
    """Return (how many of the first rows are as wide as most, how wide): the greater the better."""
    rows = []
    for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark):
        if any(row):
            rows.append(len(row))
        if len(rows) == 50:
            break
    widths = [width for width in rows if width > 1]
    if not widths:
        return 0, 0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual), usual


SHOWN_ROWS = 30
SHOWN_LETTERS = 500
EMPTY_RUN = 10_000  # blank rows in a row after which nothing is expected any more
Row = tuple[int, list[str]]  # number in the sheet, cells as texts


def tables(
    path: Path | str, extension: str, limits: Limits = LIMITS
) -> list[tuple[str, list[Row]]]:
    """Return (name, its first rows that are not blank) of each sheet of a register."""
    check_file(path, extension, limits)
    if extension in TEXTS:
        return [("", _shown(_csv_rows(path, limits)))]
    book = _open(path)
    if len(book.sheet_names) > limits.sheets:
        raise Unreadable("sheets", limits.sheets)
    found = [(name, _shown(_sheet_rows(book, name, limits))) for name in book.sheet_names]
    found = [(name, first_rows) for name, first_rows in found if first_rows]
    if not found:
        raise Unreadable("empty")
    return found


def _shown(rows: Iterator[Row]) -> list[Row]:
    """Return the first rows, long cells cut: they are kept beside the file and shown, no more."""
    return [(n, [cell[:SHOWN_LETTERS] for cell in cells]) for n, cells in islice(rows, SHOWN_ROWS)]


def rows(path: Path | str, extension: str, sheet: str, limits: Limits = LIMITS) -> Iterator[Row]:
    check_file(path, extension, limits)
    is_text = extension in TEXTS
    found = _csv_rows(path, limits) if is_text else _sheet_rows(_open(path), sheet, limits)
    letters = 0
    for count, (number, cells) in enumerate(found, 1):
        letters += sum(map(len, cells))
        if count > limits.rows:
            raise Unreadable("rows", limits.rows)
        if letters > limits.letters:
            raise Unreadable("letters", limits.letters)
        yield number, cells


def _open(path: Path | str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise Unreadable("password") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable("damaged") from None


def _sheet_rows(book: CalamineWorkbook, name: str, limits: Limits) -> Iterator[Row]:
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        raise Unreadable("sheet", name) from None
    except (python_calamine.CalamineError, ValueError):
        raise Unreadable("damaged") from None
    yield from _plain(_unmerged(sheet), limits)


def _unmerged(sheet: CalamineSheet) -> Iterator[tuple[int, list]]:
    """Yield (number, cells) with the value of a merged region in each row: a date over three rows is each one's.

    Not in each column: "March 2024" over the whole sheet is a heading, no meeting with that in each column.
    """
    first_column = (sheet.start or (0, 0))[1]  # rows begin with the first used column
    starting = defaultdict(list)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if right - left < LIMITS.columns and bottom - top < 1000:
            starting[top + 1].append((left - first_column, bottom + 1, right - first_column))
    regions: list[
        tuple[int, int, int, Any]
    ] = []  # column, last row, last column, value of the cell
    for number, row in enumerate(sheet.iter_rows(), 1):
        regions = [region for region in regions if region[1] >= number]
        for left, bottom, right in starting[number]:
            if 0 <= left < len(row):
                regions.append((left, bottom, right, row[left]))
        for left, _bottom, right, value in regions:
            for column in range(left, min(right + 1, len(row))):
                row[column] = value if column == left else ""
        yield number, row


def _csv_rows(path: Path | str, limits: Limits) -> Iterator[Row]:
    text = text_of_csv(Path(path).read_bytes())
    if text is None:
        raise Unreadable("nul")
    csv.field_size_limit(2**31 - 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
        yield from _plain(
            ((number, map(_unguarded, row)) for number, row in enumerate(reader, 1)), limits
        )
    except csv.Error:
        raise Unreadable("damaged") from None


def _unguarded(cell: str) -> str:
    """Return a cell without the ' that downloads put before what could run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _plain(numbered: Iterable[tuple[int, Iterable]], limits: Limits) -> Iterator[Row]:
    """Yield the rows that are not blank as texts; stop after a long run of blank ones."""
    blank = 0
    for number, row in numbered:
        cells = [plain_text(cell)[: limits.cell] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        blank = 0 if cells else blank + 1
        if blank > EMPTY_RUN:
            return
        if len(cells) > limits.columns:
            raise Unreadable("columns", limits.columns)
        if cells:
            yield number, cells


def plain_text(cell: object) -> str:
    """Return a cell as text: 3.0 is "3", a day "2024-03-06"; line breaks inside stay."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    return "\n".join(" ".join(line.split()) for line in text.replace("\0", "").splitlines()).strip()


def headings(cells: list[str], width: int) -> list[str]:
    """Return the names of `width` columns: a blank one is called by its letter, repeated ones are numbered."""
    names: list[str] = []
    used: Counter[str] = Counter()
    for number in range(width):
        text = " ".join((cells[number] if number < len(cells) else "").split())[:120]
        name = text or f"Column {letters(number)}"
        used[name] += 1
        names.append(name if used[name] == 1 else f"{name} ({used[name]})")
    return names


def letters(number: int) -> str:
    """Return a column's letters as spreadsheets show them: 0 is A, 26 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def limit_process(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: Path | str, extension: str, sheet: str | None = None) -> None:
    """Print what is in the file, a line of JSON a table or row; the last line says how it ended."""
    try:
        for part in tables(path, extension) if sheet is None else rows(path, extension, sheet):
            print(json.dumps(part))  # noqa: T201 - this is the answer
        print(json.dumps({"code": "", "about": ""}))  # noqa: T201
    except Unreadable as problem:
        print(json.dumps({"code": problem.code, "about": problem.about}))  # noqa: T201


if __name__ == "__main__":
    limit_process(int(sys.argv[1]), int(sys.argv[2]))
    main(*sys.argv[3:])
