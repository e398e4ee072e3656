"""What the edit page shows: the text beside its meetings, what is not in it, and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest
from reviews.article.compare import Finding
from reviews.article.edit_conflicts import Combined
from reviews.article.sheet import make_sheet, record_of
from reviews.article.written import TakenOut, WrittenText
from reviews.forms import TypedArticle
from reviews.models import ArticleDraft
from reviews.signature.questions import OpenText
from reviews.signature.workflow import Version, versions
from reviews.views.article_versions import lines_to_read, saved_line, version_lines
from reviews.views.edited_month import EditedMonth, head_of
from reviews.views.open_text import MEND, lines_not_told, restricted_in
from reviews.views.typed_article import Pressed, signed_base, signed_state


def edit_page(
    request: SignedInRequest,
    opened: EditedMonth,
    text: WrittenText,
    *,
    typed: TypedArticle | None = None,
    draft: ArticleDraft | None = None,
    combined: Combined | None = None,
    conflict: Version | None = None,
    errors: Sequence[dict[str, str]] = (),
    lacking: Sequence[Finding] = (),
    shown: WrittenText | None = None,
) -> HttpResponse:
    """Show a text to write in. What is sent next builds on what `typed` was begun on; on what is stored without it.

    It is matched to `shown`, to the text itself without it.
    """
    lines = lines_to_read(opened, version_lines(opened, versions(opened.month)))
    add = request.GET.get("add", "") if request.method == "GET" else ""
    blank = None
    if add:
        index = Pressed("add", add[:100]).index
        blank = index if index >= 0 else len(text.paragraphs)
    if not text.paragraphs:
        blank = 0
    is_edited = opened.review.text is not None
    context = {
        **head_of(opened),
        **sheet_context(
            opened, text, typed=typed, combined=combined, blank_after=blank, lacking=lacking
        ),
        "version": typed.version if typed else opened.review.version,
        "base": typed.base if typed else ("" if is_edited else signed_base(opened.text)),
        "state": signed_state(opened, shown or text),
        "errors": list(errors),
        "draft": draft,
        "conflict": conflict,
        "saved": saved_line(request, lines) if request.method == "GET" else None,
        "nothing_changed": request.method == "GET" and request.GET.get("saved") == "0",
        "lines": lines,
        "is_edited": is_edited,
        "out": meetings_out(opened, text),
        "restricted": restricted_in(opened.month, opened.user),
    }
    return render(request, "reviews/article_form.html", context)


def sheet_context(
    opened: EditedMonth,
    text: WrittenText,
    *,
    typed: TypedArticle | None = None,
    combined: Combined | None = None,
    blank_after: int | None = None,
    lacking: Sequence[Finding] = (),
) -> dict[str, Any]:
    findings = opened.findings(text)
    sheet = make_sheet(
        text,
        opened.meetings,
        findings=findings,
        differing=opened.differing(text),
        late=opened.late(text),
        combined=combined,
        blank_after=blank_after,
    )
    return {
        "sheet": sheet,
        "answers": typed.answers if typed else {},
        "left": len(findings),
        "lacking": lacking,
        "others": _others_at_work(opened),
        "user": opened.user,
        "review": opened.review,
    }


def _others_at_work(opened: EditedMonth) -> str:
    others = ArticleDraft.objects.others_at_work(opened.user, opened.month, opened.writer.at)
    lines = (
        _("%(name)s has this text open since %(time)s.")
        % {"name": one.user, "time": date_format(timezone.localtime(one.began_at), "H:i")}
        for one in others
    )
    return " ".join(lines)


@dataclass(frozen=True)
class OutOfText:
    """A meeting that is not in the text, or whose line is not: why in words; `taken` says who decided so and when."""

    reference: str
    who: str
    why: str = ""
    taken: TakenOut | None = None
    can_return: bool = False
    can_be_mended: bool = False


def meetings_out(opened: EditedMonth, text: WrittenText) -> list[OutOfText]:
    """Return the meetings that are not in the text, late ones apart."""
    records = {meeting.reference: record_of(meeting) for meeting in opened.meetings}
    taken = [
        OutOfText(
            one.reference,
            records[one.reference].who,
            taken=one,
            can_return=True,
        )
        for one in text.taken_out
        if one.reference in records
    ]
    left_out = opened.article.left_out
    told = text.told
    silent = [
        OutOfText(one.reference, records[one.reference].who, str(one.why), can_be_mended=True)
        for one in left_out
        if one.reference not in told
    ]
    lines = (
        OutOfText(one.reference, one.who, one.why, can_be_mended=one.button == MEND)
        for one in lines_not_told(OpenText(text, (), (), opened.meetings, is_composed=False))
    )
    return [*taken, *silent, *lines]
