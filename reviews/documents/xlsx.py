"""A month as an Excel file: figures, records, matrix, action points, coverage."""

import io
from datetime import datetime, time

from accounts.downloads import open_workbook, write_sheet
from reviews.documents.columns import all_tables
from reviews.documents.content import review_title, status_line


def render_xlsx(report, today):
    """Return the Excel file of a Report made on `today`, the same bytes for the same values."""
    file, header = io.BytesIO(), _header(report)
    with open_workbook(file) as book:
        book.set_properties(
            {
                "title": review_title(report),
                "author": report.office,
                "created": datetime.combine(today, time()),
            }
        )
        for table in all_tables(report):
            sheet = write_sheet(book, table.columns, table.rows, name=table.name)
            sheet.set_landscape()
            sheet.set_header(header)
    return file.getvalue()


def _header(report):
    """Return what stands above each printed page; an & would be read as a sign of Excel's."""
    left, right = f"{report.office} · {review_title(report)}", status_line(report)
    return f"&L{left[:100].replace('&', '&&')}&R{right[:100].replace('&', '&&')}"
