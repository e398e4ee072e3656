"""Versions of the text of a month: what each changed; bring one back, or start again from the records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from reviews.article.differences import (
    Changes,
    ParagraphChange,
    as_composed,
    changes,
    paragraph_changes,
)
from reviews.article.written import WrittenText
from reviews.build_report import facts_of
from reviews.forms import TypedArticle
from reviews.models import ArticleDraft, MonthlyReview
from reviews.signature.withheld_meetings import hidden_from
from reviews.signature.withheld_text import text_without
from reviews.signature.workflow import EDIT, Version, text_at, versions
from reviews.views.edited_month import EditedMonth, head_of, open_month
from reviews.views.review_context import refuse, why_not

COMPARED = 10  # versions that are shown word by word


@dataclass(frozen=True)
class VersionLine:
    """A version in the list: who, when, in how many words; `differences` only of the newest ones."""

    version: Version
    changes: Changes | None
    differences: tuple[ParagraphChange, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What the last save did, in words, and what its Undo goes back to: a version, None for what was composed."""

    number: int
    changes: Changes
    before: Version | None


def version_lines(opened: EditedMonth, found: Sequence[Version]) -> list[VersionLine]:
    lines = []
    for index, version in enumerate(found):
        before = found[index + 1].text if index + 1 < len(found) else None
        if version.text is None or version.text.unmatched is not None:
            lines.append(VersionLine(version, None))
            continue
        if before is None or before.unmatched is not None:
            before = _composed_before(opened, version.text)
        differences = paragraph_changes(before, version.text) if index < COMPARED else ()
        lines.append(VersionLine(version, changes(before, version.text), differences))
    return lines


def _composed_before(opened: EditedMonth, text: WrittenText) -> WrittenText:
    """Return what was composed when somebody began to edit: the records may have changed since."""
    composed = {(one.key, one.text) for one in opened.composed.sentences}
    kept = {(one.key, one.composed) for one in text.sentences if one.composed}
    return opened.composed if kept <= composed else as_composed(text)


def lines_to_read(opened: EditedMonth, lines: list[VersionLine]) -> list[VersionLine]:
    """Return the versions, word by word where no text of a hidden meeting was compared; at most one query."""
    resting = [line.version.text.references if line.version.text else frozenset() for line in lines]
    gone = frozenset().union(*resting) - opened.digests.keys()
    hidden = hidden_from(opened.user, gone) if gone else frozenset()
    if not hidden:
        return lines
    before = [*resting[1:], frozenset()]
    return [
        replace(line, differences=()) if hidden & (now | then) else line
        for line, now, then in zip(lines, resting, before, strict=True)
    ]


def saved_line(request: HttpRequest, lines: Sequence[VersionLine]) -> Saved | None:
    sent = request.GET.get("saved", "")
    if not lines or sent != str(lines[0].version.number) or lines[0].changes is None:
        return None
    before = lines[1].version if len(lines) > 1 else None
    return Saved(lines[0].version.number, lines[0].changes, before)


@require_http_methods(["GET", "HEAD", "POST"])
def article_start_again(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    opened = open_month(request, year, month)
    why = why_not(EDIT, opened.review)
    if not why and opened.review.text is None:
        why = _("Nobody has edited the text: it is still composed from the records.")
    if why:
        return refuse(request, opened.review, why)
    context = {
        "question": _("Start again from the records?"),
        "button": _("Start again"),
        "follows": [
            _("The text is composed from the records again, and follows them until it is edited."),
            _("The edited text is kept among the versions, and can be used again."),
        ],
    }
    return _replace(request, opened, None, _("The text is composed from the records."), context)


@require_http_methods(["GET", "HEAD", "POST"])
def article_version(request: SignedInRequest, year: int, month: int, pk: int) -> HttpResponse:
    """One version of the text, word by word against the one before; bring it back."""
    opened = open_month(request, year, month)
    lines = version_lines(opened, versions(opened.month))
    line = next((one for one in lines if one.version.pk == pk and one.version.text), None)
    if line is None or line.version.text is None:
        raise Http404
    text = line.version.text
    hidden = hidden_from(request.user, text.references)
    why = why_not(EDIT, opened.review)
    if hidden and not why:
        why = _("It tells of a record that may no longer be told.")
    if why and request.method == "POST":
        return refuse(request, opened.review, why)
    shown = text
    if hidden:
        rest = opened.article
        shown = text_without(text, hidden, (*opened.meetings, *facts_of(hidden)), rest)
        line = replace(line, differences=())
    context = {
        "question": _("Version %(n)s of the text") % {"n": line.version.number},
        "button": _("Bring it back"),
        "follows": [_("It becomes a new version; the current text is kept among the versions.")],
        "line": line,
        "old": shown,
        "hides_sentences": bool(hidden),
        "is_current": text == opened.review.written,
        "is_final": bool(why) or text == opened.review.written,
    }
    message = _("Version %(n)s is back.") % {"n": line.version.number}
    return _replace(request, opened, text, message, context)


def _replace(
    request: SignedInRequest,
    opened: EditedMonth,
    text: WrittenText | None,
    message: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Ask once, then put another text in the place of the one that was shown."""
    conflict = None
    if request.method == "POST":
        version = TypedArticle.read(request.POST).version
        with transaction.atomic():
            review = MonthlyReview.objects.hold(opened.month)
            if not review.is_signed and text_at(opened.month, version) == (review.written, True):
                review.write(text)
        if not review.is_signed and review.written == text:
            ArticleDraft.objects.drop(request.user, opened.month)
            messages.success(request, message)
            return redirect(opened.address)
        opened, conflict = replace(opened, review=review), versions(opened.month)[0]
    context |= head_of(opened) | {"conflict": conflict}
    return render(request, "reviews/article_confirm.html", context)
