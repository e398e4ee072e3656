"""The text of a month: read it beside its meetings, write, answer, and save it as a version."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest
from reviews.article.compare import Finding
from reviews.article.differences import changes
from reviews.article.edit_conflicts import combine
from reviews.article.written import WrittenText
from reviews.forms import TypedArticle
from reviews.models import ArticleDraft, MonthlyReview
from reviews.signature.workflow import EDIT, text_at, versions
from reviews.views.article_page import edit_page, meetings_out, sheet_context
from reviews.views.edited_month import EditedMonth, head_of, open_month
from reviews.views.open_text import restricted_in
from reviews.views.review_context import refuse, why_not
from reviews.views.typed_article import (
    Pressed,
    base_of,
    draft_fields,
    edited_text,
    fields_as_typed,
    last_answer,
    pressed_button,
    query_of,
    shown_text,
    signed_state,
    unread_text,
    with_paragraphs,
    written_text,
)


@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """The text beside its meetings, a text area a paragraph; every button saves it as a version."""
    opened = open_month(request, year, month)
    if opened.review.is_signed:
        return _refuse(request, opened)
    if request.method == "POST":
        return _post(request, opened)
    if not opened.meetings and opened.review.text is None and "hand" not in request.GET:
        return render(request, "reviews/article_empty.html", head_of(opened))
    draft = ArticleDraft.objects.of(request.user, opened.month)
    if draft is None:
        return edit_page(request, opened, opened.text)
    typed = TypedArticle.read(query_of(draft.fields))
    text = written_text(opened, typed)
    if text == opened.text and not typed.answers:
        return edit_page(request, opened, opened.text)
    return edit_page(request, opened, text, typed=typed, draft=draft)


def _refuse(request: SignedInRequest, opened: EditedMonth) -> HttpResponse:
    return refuse(request, opened.review, why_not(EDIT, opened.review))


def _post(request: SignedInRequest, opened: EditedMonth) -> HttpResponse:
    if "drop" in request.POST:
        ArticleDraft.objects.drop(request.user, opened.month)
        return redirect(opened.address)
    typed = TypedArticle.read(request.POST)
    pressed = pressed_button(request.POST)
    typed, moved = with_paragraphs(typed, pressed, request.POST)
    if typed.problem:
        errors = [{"target": "text-1", "text": typed.problem}]
        shown = shown_text(opened, typed)
        text = unread_text(typed) if typed.is_too_long else written_text(opened, typed)
        return edit_page(request, opened, text, typed=typed, errors=errors, shown=shown)
    text, lacking = edited_text(opened, typed, pressed, moved, request.POST)
    return _save(request, opened, typed, text, pressed, lacking)


def _save(
    request: SignedInRequest,
    opened: EditedMonth,
    typed: TypedArticle,
    text: WrittenText,
    pressed: Pressed,
    lacking: Sequence[Finding],
) -> HttpResponse:
    """Store the text; what others stored meanwhile is put together with it, or shown beside it."""
    before = base_of(opened, typed)
    with transaction.atomic():
        review = MonthlyReview.objects.hold(opened.month)
        if review.is_signed:
            return refuse(request, review, why_not(EDIT, review))
        opened = replace(opened, review=review)
        combined = theirs = None
        if text_at(opened.month, typed.version) == (review.written, True):
            stored = before
        else:
            stored, combined = opened.text, combine(before, opened.text, text)
            text, theirs = combined.text, next(iter(versions(opened.month)), None)
        is_changed = text != stored
        if is_changed:
            review.write(text)
    opened = replace(opened, review=review)
    if combined and combined.has_conflict:
        ArticleDraft.objects.keep(request.user, opened.month, fields_as_typed(opened, typed))
        return edit_page(request, opened, text, combined=combined, conflict=theirs)
    ArticleDraft.objects.drop(request.user, opened.month)
    if lacking:
        return edit_page(request, opened, text, errors=_without_reason(lacking), lacking=lacking)
    return _after_saving(opened, pressed, is_changed)


def _without_reason(lacking: Sequence[Finding]) -> list[dict[str, str]]:
    words = _("%(sentence)s Say why it stays. All else is saved.")
    return [
        {"target": f"why-{one.name}", "text": words % {"sentence": f"{one.title}."}}
        for one in lacking
    ]


def _after_saving(opened: EditedMonth, pressed: Pressed, is_changed: bool) -> HttpResponse:
    if pressed.name == "preview":
        return redirect(f"{opened.review.get_absolute_url()}#article")
    query = QueryDict(mutable=True)
    query["saved"] = str(versions(opened.month)[0].number) if is_changed else "0"
    fragment = "saved"
    if pressed.name == "add":
        query["add"] = str(pressed.index) if pressed.index >= 0 else "end"
        fragment = "new"
    return redirect(f"{opened.address}?{query.urlencode()}#{fragment}")


@require_POST
def article_draft(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """Keep what is typed and answered, and answer with the sheet as it would be saved."""
    opened = open_month(request, year, month)
    if opened.review.is_signed:
        return JsonResponse({"why": why_not(EDIT, opened.review)}, status=409)
    if "drop" in request.POST:
        ArticleDraft.objects.drop(request.user, opened.month)
        return JsonResponse(_draft_answer(request, opened, opened.text))
    pressed = pressed_button(request.POST)
    typed, moved = with_paragraphs(TypedArticle.read(request.POST), pressed, request.POST)
    if typed.problem:
        return JsonResponse({"why": typed.problem}, status=400)
    text, lacking = edited_text(opened, typed, pressed, moved, request.POST)
    answer = _draft_answer(request, opened, text, lacking) | {
        "summary": str(changes(base_of(opened, typed), text)),
        "answered": last_answer(opened, typed, text),
    }
    fields = draft_fields(typed, text, answer["state"])
    ArticleDraft.objects.keep(request.user, opened.month, fields)
    return JsonResponse(answer)


def _draft_answer(
    request: SignedInRequest,
    opened: EditedMonth,
    text: WrittenText,
    lacking: Sequence[Finding] = (),
) -> dict[str, Any]:
    context = sheet_context(opened, text, lacking=lacking)
    context |= {
        "out": meetings_out(opened, text),
        "restricted": restricted_in(opened.month, opened.user),
    }
    return {
        "saved": date_format(timezone.localtime(opened.writer.at), "H:i"),
        "version": opened.review.version,
        "sheet": render_to_string("reviews/_article_sheet.html", context, request),
        "parts": {
            name: render_to_string(f"reviews/_article_{name}.html", context, request)
            for name in ("out", "questions")
        },
        "state": signed_state(opened, text),
        "left": context["left"],
        "others": context["others"],
    }
