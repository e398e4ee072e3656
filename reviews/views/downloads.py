"""The files of a month, each download on record."""

import logging
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_page
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest
from accounts.models import ExportRecord
from reviews.documents import FORMATS, TemplateProblem, render
from reviews.models import MonthlyReview
from reviews.signature.sign import NotAsSigned, signed_file
from reviews.signature.withheld_meetings import ForReader
from reviews.views.review_context import reader_report

logger = logging.getLogger(__name__)


@require_GET
def month_download(
    request: SignedInRequest, year: int, month: int, file_format: str, issue: int | None = None
) -> HttpResponse:
    """The month, or an earlier issue of it, in one of FORMATS: as it is, or once signed as it was signed."""
    if file_format not in FORMATS:
        raise Http404
    review = _review_or_404(date(year, month, 1), issue)
    found = reader_report(request, review)
    report = found.report
    try:
        content = read_file(review, found, file_format)
    except TemplateProblem as problem:
        return refuse_without_template(request, review, problem)
    except NotAsSigned as problem:
        logger.error("A signed file cannot be given out: %s", problem)
        return _refuse(request, review, is_template=False)
    ExportRecord.objects.create(
        user=request.user,
        what=review.download_title,
        file_format=file_format,
        row_count=len(report.records) if report else 0,
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(review, file_format)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=FORMATS[file_format], headers=headers)


def _review_or_404(month: date, issue: int | None) -> MonthlyReview:
    latest = MonthlyReview.objects.latest_of(month)
    if issue in (None, latest.issue):
        return latest
    return get_object_or_404(latest.others(), issue=issue)


def read_file(review: MonthlyReview, found: ForReader, file_format: str) -> bytes:
    """Return the bytes of a file of a month: those kept at its signature, or else made of its Report.

    What was kept is not for a reader who may not read all of it. Raises TemplateProblem or NotAsSigned.
    """
    report = found.report
    is_kept = review.is_signed and found.is_whole
    stored = signed_file(review, file_format) if is_kept else None
    if stored is not None:
        return stored
    if report is None:
        raise NotAsSigned(f"The {file_format} of {review} was not kept.")
    return render(report, file_format, today=review.signed_local_day or timezone.localdate())


def file_name(review: MonthlyReview, file_format: str) -> str:
    """Return "2024-03-review.docx"; a later issue that is signed has its number in it."""
    issue = f"-issue-{review.issue}" if review.is_signed and review.issue > 1 else ""
    return f"{review.month:%Y-%m}-review{issue}.{file_format}"


def refuse_without_template(
    request: SignedInRequest, review: MonthlyReview, problem: TemplateProblem
) -> HttpResponse:
    """Answer that the Word template has to be mended first; the log says what is wrong with it."""
    logger.error("The Word template cannot be used: %s", problem)
    return _refuse(request, review, is_template=True)


def _refuse(request: SignedInRequest, review: MonthlyReview, *, is_template: bool) -> HttpResponse:
    context = {"section": "months", "review": review, "is_template": is_template}
    return render_page(request, "reviews/file_problem.html", context, status=503)
