"""Submit, return, sign, begin a new issue: each locks its month, and a second press finds it done."""

from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from accounts.models import User
from reviews.documents import TemplateProblem
from reviews.forms import ReturnForm, SignForm
from reviews.models import MonthlyReview
from reviews.month.report import Report
from reviews.signature.changes_since import read_changes
from reviews.signature.sign import as_signed, digest, files_of, sign, signed_report
from reviews.signature.workflow import RENEW, RETURN, SIGN, SUBMIT
from reviews.views.downloads import refuse_without_template
from reviews.views.review_context import (
    live_report,
    refuse,
    report_context,
    review_or_403,
    why_not,
)

page = require_http_methods(["GET", "HEAD", "POST"])


@page
def review_submit(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """Ask for the signature of a month. A plain visit, such as after signing in, leads to the month."""
    review = review_or_403(request, SUBMIT, year, month)
    if request.method != "POST":
        return redirect(review)
    # Asked before the month is held: holding begins its first issue, which a refusal should not.
    if (why := why_not(SUBMIT, review)) and not review.is_submitted:
        return refuse(request, review, why)
    with transaction.atomic():
        review = MonthlyReview.objects.hold(review.month)
        why = why_not(SUBMIT, review)
        if not why:
            review.submit(by=request.user, at=timezone.now())
    if why and not review.is_submitted:
        return refuse(request, review, why)
    messages.success(request, _("Submitted. The head of office can sign it now."))
    return redirect(review)


@page
def review_return(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    review = review_or_403(request, RETURN, year, month)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    why = why_not(RETURN, review)
    if not why and not form.is_valid():
        context = {"section": "months", "review": review, "form": form}
        return render(request, "reviews/return.html", context)
    if not why:
        with transaction.atomic():
            review = MonthlyReview.objects.hold(review.month)
            why = why_not(RETURN, review)
            if not why:
                review.send_back(form.cleaned_data["comment"])
    if why and not _is_returned_with(review, request.POST.get("comment")):
        return refuse(request, review, why)
    messages.success(request, _("Returned to staff with your comment."))
    return redirect(review)


def _is_returned_with(review: MonthlyReview, comment: str | None) -> bool:
    """Whether this very comment is stored: the press was sent twice."""
    sent = (comment or "").replace("\r\n", "\n").strip()
    return review.status == review.Status.RETURNED and review.comment == sent


@page
def review_sign(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """Show all that a signature would freeze, and sign it: just that, or nothing."""
    review = review_or_403(request, SIGN, year, month)
    report = live_report(review)
    if why := why_not(SIGN, review, report):
        return _signed_or_refused(request, review, why)
    form = SignForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _sign_page(request, review, report, form)
    seen = form.cleaned_data["seen"]
    if seen == digest(report):
        at = timezone.now()
        signed = as_signed(report, request.user, at)
        try:
            files = files_of(signed)
        except TemplateProblem as problem:
            return refuse_without_template(request, review, problem)
        review = _sign(review.month, signed, files, seen, by=request.user, at=at)
        if review.is_signed:
            return _signed_or_refused(request, review, why_not(SIGN, review, report))
        report = live_report(review)
    return _sign_page(request, review, report, SignForm(), has_changed=True)


def _sign(
    month: date, report: Report, files: dict[str, bytes], seen: str, *, by: User, at: datetime
) -> MonthlyReview:
    """Sign the month unless it was signed by now, or its digest is not the one `seen`."""
    with transaction.atomic():
        review = MonthlyReview.objects.hold(month)
        if not review.is_signed and digest(live_report(review)) == seen:
            sign(review, report, files, by=by, at=at)
        return review


def _signed_or_refused(request: SignedInRequest, review: MonthlyReview, why: str) -> HttpResponse:
    """Lead whoever signed to the month, however often the button was pressed; show others why not."""
    if request.method != "POST" or review.signed_by != request.user:
        return refuse(request, review, why)
    messages.success(request, _("Signed. Figures, records, text and files stay as they are."))
    return redirect(review)


def _sign_page(
    request: SignedInRequest,
    review: MonthlyReview,
    report: Report,
    form: SignForm,
    *,
    has_changed: bool = False,
) -> HttpResponse:
    before, changes = review.others().filter(status=review.Status.SIGNED).first(), None
    if before and before.signed_at and (frozen := signed_report(before)):
        changes = read_changes(frozen, report, since=before.signed_at, user=request.user)
    context = {
        "section": "months",
        "review": review,
        "form": form,
        "seen": digest(report),
        "has_changed": has_changed,
        "before": before,
        "changes": changes,
        **report_context(report),
    }
    return render(request, "reviews/sign.html", context)


@page
def review_renew(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """Begin the next issue of a signed month, with its text. A plain visit leads to the month."""
    review = review_or_403(request, RENEW, year, month)
    if request.method != "POST":
        return redirect(review)
    with transaction.atomic():
        review = MonthlyReview.objects.hold(review.month)
        why = why_not(RENEW, review)
        if not why:
            review = review.next_issue()
    if why and request.POST.get("issue") != str(review.issue - 1):
        return refuse(request, review, why)
    message = _("Issue %d has begun with the text of the previous one. Read it, then sign it.")
    messages.success(request, message % review.issue)
    return redirect(review)
