"""The files of a month, each download on record."""

import logging
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render as render_page
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import ExportRecord
from reviews.building import build_report
from reviews.documents import FORMATS, TemplateProblem, render
from reviews.models import MonthlyReview
from reviews.words import month_name

logger = logging.getLogger(__name__)


@require_GET
def month_download(request, year, month, file_format):
    """The month in one of FORMATS; as everywhere, restricted meetings are not in it."""
    if file_format not in FORMATS:
        raise Http404
    first, today = date(year, month, 1), timezone.localdate()
    review = MonthlyReview.objects.filter(month=first).select_related("signed_by").first()
    report = build_report(year, month, today=today, review=review)
    try:
        content = render(report, file_format, today=today)
    except TemplateProblem as problem:
        logger.error("The Word template cannot be used: %s", problem)
        return _template_problem(request, year, month)
    ExportRecord.objects.create(
        user=request.user,
        what=_("Month in review: %s") % report.name,
        file_format=file_format,
        row_count=len(report.records),
    )
    return _answer(content, file_name(report, file_format), FORMATS[file_format])


def file_name(report, file_format):
    """Return "2024-03-review.docx"; a later issue that is signed has its number in it."""
    issue = f"-issue-{report.issue}" if report.is_signed and report.issue > 1 else ""
    return f"{report.year:04d}-{report.month:02d}-review{issue}.{file_format}"


def _answer(content, name, media_type):
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _template_problem(request, year, month):
    """Say that the Word template is to be mended, and that the other files are there."""
    context = {"section": "months", "year": year, "month": month, "name": month_name(year, month)}
    return render_page(request, "reviews/template_problem.html", context, status=503)
