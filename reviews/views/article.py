"""The text of a month: edit it, and see what is new in the records."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from reviews.article import edited_text
from reviews.build_report import compose_article
from reviews.forms import ArticleForm
from reviews.models import MonthlyReview
from reviews.month.report import Report
from reviews.signature.workflow import EDIT, Version, latest_version, text_at, version_of, versions
from reviews.views.review_context import live_report, refuse, review_or_403, why_not

page = require_http_methods(["GET", "HEAD", "POST"])


@page
def article_edit(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """The text as Markdown, beside what is new in the records; saving keeps every version."""
    review = review_or_403(request, EDIT, year, month)
    report = live_report(review)
    if why := why_not(EDIT, review, report):
        return refuse(request, review, why)
    if request.method != "POST":
        return edit_page(request, review, report, ArticleForm(initial={"text": report.article}))
    form = ArticleForm(request.POST)
    version = begun_on(request)
    if "insert" in request.POST or "compose" in request.POST:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        article = compose_article(report.records, year, month)
        text = edited_text.insert(text, article, request.POST.get("insert", ""))
        form = ArticleForm(initial={"text": text})
        return edit_page(request, review, report, form, version=version)
    if not form.is_valid() or "preview" in request.POST:
        return edit_page(request, review, report, form, version=version)
    return _save(request, review, report, form, version)


def _save(
    request: SignedInRequest, review: MonthlyReview, report: Report, form: ArticleForm, version: int
) -> HttpResponse:
    """Store the text, unless somebody else stored another meanwhile: then both are shown."""
    text = form.cleaned_data["text"]
    if text == report.article.strip():
        if version == review.version:
            messages.info(request, _("Nothing was changed."))
        return to_article(review)
    article = compose_article(report.records, report.year, report.month)
    digests, shown = edited_text.meeting_digests(report.records), request.POST.get("shown", "")
    basis = edited_text.basis_of(text, article, old=review.basis, digests=digests, shown=shown)
    review = write(review.month, text, version, basis)
    if review.is_signed:
        return refuse(request, review, why_not(EDIT, review, report))
    if review.narrative != text:
        return edit_page(request, review, report, form, conflict=latest_version(review.month))
    messages.success(request, _("The text is saved."))
    return to_article(review)


def write(month: date, text: str, version: int, basis: dict[str, str]) -> MonthlyReview:
    """Store the text of a month that was begun on a version, and return its review.

    It is not stored, and the review holds another text, when that changed since, or was signed.
    """
    with transaction.atomic():
        review = MonthlyReview.objects.hold(month)
        if not review.is_signed and text_at(month, version) == review.narrative:
            review.write(text, basis)
        return review


def begun_on(request: SignedInRequest) -> int:
    """Return the version that what was sent is based on; -1, which never was, for what is none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def edit_page(
    request: SignedInRequest,
    review: MonthlyReview,
    report: Report,
    form: ArticleForm,
    *,
    version: int | None = None,
    conflict: Version | None = None,
) -> HttpResponse:
    """Show the text to edit. What is sent next builds on `version`; on the text as it is without one."""
    text = form["text"].value() or ""
    is_preview = "preview" in request.POST and form.is_valid()
    article = compose_article(report.records, report.year, report.month)
    digests = edited_text.meeting_digests(report.records)
    # A text that nobody saved yet is the composed one: it was written on the records as they are.
    basis = review.basis if review.narrative else digests
    missing = edited_text.new_sentences(text, article, basis, digests)
    gone = edited_text.gone_since(basis, digests)
    context = {
        "section": "months",
        "review": review,
        "report": report,
        "form": form,
        "version": review.version if version is None else version,
        "conflict": conflict,
        "theirs": conflict and (review.narrative or article.markdown),
        "preview": edited_text.to_html(text) if is_preview else "",
        "news": [sentence for sentence in missing if sentence.is_news],
        "others": [sentence for sentence in missing if not sentence.is_news],
        "gone": gone,
        "shown": edited_text.keys_of(article, gone),
        "titles": {meeting.reference: meeting.title for meeting in report.records},
        "versions": versions(review.month),
    }
    return render(request, "reviews/article_form.html", context)


def to_article(review: MonthlyReview) -> HttpResponse:
    return redirect(f"{review.get_absolute_url()}#article")


@page
def article_start_again(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    review = review_or_403(request, EDIT, year, month)
    why = why_not(EDIT, review)
    if not why and not review.narrative:
        why = _("Nobody has edited the text: it is still composed from the records.")
    if why:
        return refuse(request, review, why)
    context = {
        "question": _("Start again from the records?"),
        "button": _("Start again"),
        "follows": [
            _("The text is composed from the records again, and follows them until it is edited."),
            _("The edited text is kept among the versions, and can be used again."),
        ],
    }
    return _replace(request, review, "", _("The text is composed from the records."), context, {})


@page
def article_version(request: SignedInRequest, year: int, month: int, pk: int) -> HttpResponse:
    review = review_or_403(request, EDIT, year, month)
    version = version_of(date(year, month, 1), pk)
    if version is None:
        raise Http404
    why = why_not(EDIT, review)
    if why and request.method == "POST":
        return refuse(request, review, why)
    context = {
        "question": _("An earlier version of the text"),
        "button": _("Use this text again"),
        "follows": [_("The current text is kept among the versions.")],
        "old": version,
        "html": edited_text.to_html(version.narrative),
        "is_final": bool(why) or version.narrative == review.narrative,
    }
    text = version.narrative
    return _replace(request, review, text, _("The earlier text is back."), context, version.basis)


def _replace(
    request: SignedInRequest,
    review: MonthlyReview,
    text: str,
    message: str,
    context: dict[str, Any],
    basis: dict[str, str],
) -> HttpResponse:
    """Ask once, then put another text in the place of the one that was shown."""
    conflict = None
    if request.method == "POST":
        review = write(review.month, text, begun_on(request), basis)
        if review.narrative == text:
            messages.success(request, message)
            return to_article(review)
        conflict = latest_version(review.month)
    context |= {"section": "months", "review": review, "conflict": conflict}
    return render(request, "reviews/article_confirm.html", context)
