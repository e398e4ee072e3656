"""A month as an Excel file: figures, records, matrix, action points, coverage."""

import io
from datetime import datetime, time

from accounts.downloads import open_workbook, write_sheet
from reviews.documents.columns import all_tables
from reviews.documents.content import review_title


def render_xlsx(report, today):
    """Return the Excel file of a Report made on `today`, the same bytes for the same values."""
    file = io.BytesIO()
    with open_workbook(file) as book:
        book.set_properties(
            {
                "title": review_title(report),
                "author": report.office,
                "created": datetime.combine(today, time()),
            }
        )
        for table in all_tables(report):
            write_sheet(book, table.columns, table.rows, name=table.name)
    return file.getvalue()
