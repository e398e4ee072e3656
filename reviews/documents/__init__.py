"""The files of a month: a Report in, bytes out. Nothing here can query."""

from reviews.documents.docx import TemplateProblem, render_docx
from reviews.documents.pdf import render_pdf
from reviews.documents.spreadsheets import render_csv, render_xlsx
from reviews.documents.text import render_text
from reviews.month.report import Report

__all__ = ["FORMATS", "TemplateProblem", "render"]

# Each with its media type, in the order of the page.
FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def render(report: Report, file_format: str, *, today) -> bytes:
    """Return the bytes of a Report in one of FORMATS; `today` is the day printed on it.

    The same Report and day give the same bytes. Raises TemplateProblem when the office's own Word
    template cannot be used.
    """
    if file_format == "csv":
        return render_csv(report)
    if file_format == "txt":
        return render_text(report)
    make = {"docx": render_docx, "pdf": render_pdf, "xlsx": render_xlsx}[file_format]
    return make(report, today)
