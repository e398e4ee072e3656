"""Tables that leave the site, as CSV or Excel: never a formula, and each one on record.

A caller gives columns and rows; what is restricted it has left out already.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from accounts.models import ExportRecord, User
from toolkit.spreadsheets import Column, csv_lines, write_xlsx

CSV = "csv"
XLSX = "xlsx"
FORMATS = (CSV, XLSX)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_AT_A_TIME = 500


def download(
    user: User,
    file_format: str,
    *,
    name: str,
    what: str,
    columns: Sequence[Column],
    rows: Iterable,
    count: int,
    filters: str = "",
) -> HttpResponseBase:
    """Put on record that `user` takes `count` rows away, then return the file as an answer.

    `name` is the file's, without its ending. `rows` is read once, in its order. `filters` is what was
    chosen, in words that name no person.
    """
    ExportRecord.objects.create(
        user=user, what=what, file_format=file_format, filters=filters[:500], row_count=count
    )
    make = {CSV: _csv_answer, XLSX: _xlsx_answer}[file_format]
    answer = make(f"{name}.{file_format}", columns, rows)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _csv_answer(name: str, columns: Sequence[Column], rows: Iterable) -> HttpResponseBase:
    return StreamingHttpResponse(
        _chunks(csv_lines(columns, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _xlsx_answer(name: str, columns: Sequence[Column], rows: Iterable) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    yield next(lines).encode()  # the heading, before a row is read
    for first in lines:
        yield "".join(chain([first], islice(lines, LINES_AT_A_TIME - 1))).encode()
