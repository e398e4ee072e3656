"""The article of a month as plain text, to be pasted anywhere."""

from reviews.documents.content import article_of, plain_text, review_title, status_line
from reviews.month.report import Report


def render_text(report: Report) -> bytes:
    head = " · ".join((report.office, review_title(report), status_line(report)))
    return f"{head}\n\n{plain_text(article_of(report))}\n".encode()
