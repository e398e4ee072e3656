"""Submit, return, sign, begin a new issue: each locks its month, and a second press finds it done."""

from datetime import UTC, date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from accounts.models import User
from reviews.article.compare import Finding
from reviews.documents import TemplateProblem
from reviews.forms import ReturnForm, SignForm, clean_fields
from reviews.models import MonthlyReview
from reviews.month.report import Report
from reviews.signature.changes_since import read_changes
from reviews.signature.questions import OpenText, answered, is_answer, open_text
from reviews.signature.sign import as_signed, digest, files_of, sign, signed_report
from reviews.signature.workflow import RENEW, RETURN, SIGN, SUBMIT
from reviews.views.downloads import refuse_without_template
from reviews.views.open_text import changes_meanwhile, opened_context
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
    """Show all that a signature would freeze, answer what is asked, and sign it: just that, or nothing."""
    review = review_or_403(request, SIGN, year, month)
    report = live_report(review)
    if why := why_not(SIGN, review, report):
        return _signed_or_refused(request, review, why)
    if request.method == "POST" and is_answer(request.POST):
        return _answer(request, review)
    form = SignForm(request.POST if request.method == "POST" else None)
    opened = open_text(review, report, request.user)
    seen = request.POST.get("seen", "")
    if form.is_bound and seen != digest(report):
        return _sign_page(request, review, report, SignForm(), opened, has_changed=True)
    if not form.is_valid() or opened.questions:
        return _sign_page(request, review, report, form, opened, is_refused=form.is_bound)
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
    opened = open_text(review, report, request.user)
    return _sign_page(request, review, report, SignForm(), opened, has_changed=True)


def _sign(
    month: date, report: Report, files: dict[str, bytes], seen: str, *, by: User, at: datetime
) -> MonthlyReview:
    """Sign the month unless it was signed by now, or its digest is not the one `seen`."""
    with transaction.atomic():
        review = MonthlyReview.objects.hold(month)
        if not review.is_signed and digest(live_report(review)) == seen:
            sign(review, report, files, by=by, at=at)
        return review


def _answer(request: SignedInRequest, review: MonthlyReview) -> HttpResponse:
    """Store the text with an answer as a version of its own; what others saved meanwhile is answered too."""
    by, at = str(request.user), timezone.now()
    with transaction.atomic():
        review = MonthlyReview.objects.hold(review.month)
        report = live_report(review)
        if review.is_signed:
            return refuse(request, review, why_not(SIGN, review, report))
        opened = open_text(review, report, request.user)
        month = report.year, report.month
        found = answered(opened, clean_fields(request.POST), month, by=by, at=at)
        if found.text != opened.text:
            review.write(found.text)
    if found.lacking:
        return _sign_page(request, review, report, SignForm(), opened, lacking=found.lacking)
    if found.text == opened.text:
        messages.info(request, _("Nothing was changed: it was answered meanwhile."))
    return redirect(f"{request.path}#{_next_question(review, report, request.user)}")


def _next_question(review: MonthlyReview, report: Report, user: User) -> str:
    questions = open_text(review, report, user).questions
    return f"ask-{questions[0].name}" if questions else "ready"


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
    opened: OpenText,
    *,
    is_refused: bool = False,
    has_changed: bool = False,
    lacking: tuple[Finding, ...] = (),
) -> HttpResponse:
    """Show the page of signing; `lacking` are sentences kept without a reason."""
    before, changes = review.others().filter(status=review.Status.SIGNED).first(), None
    if before and before.signed_at and (frozen := signed_report(before)):
        changes = read_changes(frozen, report, since=before.signed_at, user=request.user)
    errors = [
        {"target": f"why-{one.name}", "text": _("Say why it stays: %s") % one.title}
        for one in lacking
    ]
    if is_refused:
        errors += [
            {"target": f"ask-{one.name}", "text": _("Answer for %s") % one.title}
            for one in opened.questions
        ]
    since = _opened_at(request) if has_changed else None
    context = {
        "section": "months",
        "review": review,
        "form": form,
        "errors": errors,
        "errors_lead": _("The review is not signed.") if is_refused else "",
        "seen": digest(report),
        "opened_at": int(timezone.now().timestamp()),
        "has_changed": has_changed,
        "changed_meanwhile": changes_meanwhile(review, opened, since, request.user),
        "before": before,
        "changes": changes,
        "edit_url": reverse("article_edit", args=[report.year, report.month]),
        **report_context(report),
        **opened_context(opened, review, request.user, lacking=lacking, sent=request.POST),
    }
    return render(request, "reviews/sign.html", context)


def _opened_at(request: SignedInRequest) -> datetime | None:
    """Return when the page that was sent had been opened; None where it does not say."""
    sent = request.POST.get("opened", "")
    is_time = sent.isascii() and sent.isdecimal() and len(sent) < 12
    return datetime.fromtimestamp(int(sent), UTC) if is_time else None


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
