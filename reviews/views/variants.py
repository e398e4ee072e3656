"""The month for other readers: the article, and what is composed beside it of the same records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from accounts.access import SignedInRequest
from accounts.models import ExportRecord
from reviews.article.variants import AREAS, BRIEF, LONG_POST, POST
from reviews.build_report import variant_of
from reviews.documents import FORMATS, TemplateProblem, render_variant
from reviews.models import MonthlyReview
from reviews.signature.workflow import EDIT, may
from reviews.views.downloads import refuse_without_template
from reviews.views.month import TAGS
from reviews.views.review_context import (
    AS_OTHERS,
    live_report,
    questions_context,
    reader_report,
    report_context,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ARTICLE = "article"


@dataclass(frozen=True)
class Card:
    """What a variant is called, for whom it is, how it is made, and the files that it comes in."""

    kind: str
    title: StrOrPromise
    readers: StrOrPromise
    rule: StrOrPromise
    formats: tuple[str, ...] = ("docx", "txt")


CARDS = (
    Card(
        ARTICLE,
        gettext_lazy("Article"),
        gettext_lazy("For the website. In full, as edited."),
        gettext_lazy(
            "Edits are made here only; a sentence taken out is left out of the others too."
        ),
        ("docx", "pdf", "txt"),
    ),
    Card(
        AREAS,
        gettext_lazy("By thematic area"),
        gettext_lazy("For donors. A paragraph an area."),
        gettext_lazy("A meeting with several areas is told in full once, in the first."),
    ),
    Card(
        BRIEF,
        gettext_lazy("Brief list"),
        gettext_lazy("For the UN country team. A line a meeting."),
        gettext_lazy("By date; meetings without an exact day last, by place."),
    ),
    Card(
        POST,
        gettext_lazy("Short post"),
        gettext_lazy("280 characters at most."),
        gettext_lazy("Those met first, places and events next, figures last. No abbreviations."),
        ("txt",),
    ),
    Card(
        LONG_POST,
        gettext_lazy("Long post"),
        gettext_lazy("1,200 characters at most."),
        gettext_lazy("As the article, a sentence a meeting. No abbreviations."),
        ("txt",),
    ),
)
BY_KIND = {card.kind: card for card in CARDS}


@require_safe
def variant_detail(request: SignedInRequest, year: int, month: int, kind: str) -> HttpResponse:
    """One of the five; of a signed month as it was signed."""
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    found = reader_report(request, review)
    report = found.report or live_report(review)
    brief = variant_of(report, BRIEF)
    context = {
        "section": "months",
        "review": review,
        "for_reader": found,
        "as_others": AS_OTHERS in request.GET,
        "is_unreadable": found.report is None,
        "cards": CARDS,
        "card": BY_KIND[kind],
        "variant": variant_of(report, kind) if kind != ARTICLE else None,
        "is_empty": brief is None,
        "too_few": len(brief.told) if brief else 0,
        "review_tag": TAGS.get(review.status, ""),
        "steps": {EDIT} if may(request.user, EDIT) and not review.is_signed else set(),
        **report_context(report),
        **questions_context(request.user, review, report),
    }
    return render(request, "reviews/variant_detail.html", context)


@require_GET
def variant_download(
    request: SignedInRequest, year: int, month: int, kind: str, file_format: str
) -> HttpResponse:
    """A variant as Word or text, on record as every download; the article's files are those of the month."""
    card = BY_KIND[kind]
    if kind == ARTICLE or file_format not in card.formats:
        raise Http404
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    report = reader_report(request, review).report
    variant = report and variant_of(report, kind)
    if not (report and variant):
        raise Http404
    day = review.signed_local_day or timezone.localdate()
    try:
        content = render_variant(report, variant, file_format, today=day)
    except TemplateProblem as problem:
        return refuse_without_template(request, review, problem)
    values = {"review": review.download_title, "variant": card.title}
    ExportRecord.objects.create(
        user=request.user,
        what=_("%(review)s: %(variant)s") % values,
        file_format=file_format,
        row_count=len({*variant.told, *variant.summed_up}),
    )
    issue = f"-issue-{review.issue}" if review.is_signed and review.issue > 1 else ""
    name = f"{review.month:%Y-%m}-{kind}{issue}.{file_format}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=FORMATS[file_format], headers=headers)
