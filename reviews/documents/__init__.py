"""The files of a month: a Report in, bytes out. Nothing here can query."""

import json
from datetime import date
from pathlib import Path

from reviews.article.variants import Variant
from reviews.documents import content
from reviews.documents.docx import (
    TemplateProblem,
    render_docx,
    render_variant_docx,
    writable,
)
from reviews.documents.spreadsheets import render_csv, render_xlsx
from reviews.month.report import Report
from toolkit.frozen_values import freeze
from toolkit.pdf import letters_spelt_out, make_pdf

__all__ = ["FORMATS", "TemplateProblem", "missing_letters", "render", "render_variant"]

# Each with its media type, in the order of the page.
FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
PDF_TEMPLATE = Path(__file__).parent / "review.typ"


def render(report: Report, file_format: str, *, today: date) -> bytes:
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


def render_pdf(report: Report, today: date) -> bytes:
    """Return the PDF of a Report printed on `today`, tagged for screen readers (PDF/UA-1)."""
    day = [today.year, today.month, today.day]
    return make_pdf(PDF_TEMPLATE, content.document_context(report, today) | {"day": day})


def missing_letters(report: Report) -> str:
    """Return the letters of a month that its PDF has in Latin spelling, for want of a font."""
    return letters_spelt_out(json.dumps(freeze(report), ensure_ascii=False))


def render_variant(report: Report, variant: Variant, file_format: str, *, today: date) -> bytes:
    """Return the bytes of a month for other readers as "docx" or "txt"; a post is its text alone.

    Raises TemplateProblem.
    """
    if file_format == "docx":
        return render_variant_docx(report, variant, today)
    text = writable(content.plain_text(content.variant_blocks(variant)))
    return (f"{text}\n" if variant.limit else f"{_head(report)}\n\n{text}\n").encode()


def render_text(report: Report) -> bytes:
    text = writable(content.plain_text(content.article_of(report)))
    return f"{_head(report)}\n\n{text}\n".encode()


def _head(report: Report) -> str:
    parts = (report.office, content.review_title(report), content.status_line(report))
    return writable(" · ".join(parts))
