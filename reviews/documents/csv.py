"""The records of a month as CSV."""

from accounts.downloads import csv_lines
from reviews.documents.columns import records


def render_csv(report):
    """Return the meetings of a Report as a CSV file, one a row; none of its cells can run as a formula."""
    table = records(report)
    return "".join(csv_lines(table.columns, table.rows)).encode()
