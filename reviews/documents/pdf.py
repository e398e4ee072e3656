"""A month as PDF: the article, then its annexes, on pages that say whether it is signed."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from reviews.documents.content import headings, make_content
from reviews.month.report import Report
from toolkit.pdf import make_pdf

TEMPLATE = Path(__file__).parent / "review.typ"


def render_pdf(report: Report, today: date) -> bytes:
    """Return the PDF of a Report printed on `today`, tagged for screen readers (PDF/UA-1)."""
    day = [today.year, today.month, today.day]
    data = asdict(make_content(report, today))
    return make_pdf(TEMPLATE, data | {"words": headings(), "day": day})
