"""The text of a month: read it beside its meetings, write, answer, look at versions and bring one back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest
from accounts.models import User
from reviews.article import edits
from reviews.article.answers import (
    LEAVE,
    WRITE,
    after_rewording,
    answer_all,
    settle_figure,
    undo,
)
from reviews.article.compare import Differing, Fate, Finding, find, gone_from
from reviews.article.differences import (
    Changes,
    ParagraphChange,
    as_composed,
    changes,
    paragraph_changes,
)
from reviews.article.edit_conflicts import Combined, combine
from reviews.article.matching import match, matched
from reviews.article.paragraphs import Article
from reviews.article.sentences import split_paragraphs
from reviews.article.sheet import LateMeeting, make_sheet, record_of
from reviews.article.written import (
    TITLE_KEY,
    TakenOut,
    WrittenSentence,
    WrittenText,
    from_json,
    paragraph_text,
    to_json,
)
from reviews.build_report import compose_article, composed_text, facts_of, read_month, text_of
from reviews.forms import RECORD, TypedArticle, clean_fields
from reviews.models import ArticleDraft, MonthlyReview
from reviews.month.figures import Counts
from reviews.month.meetings import MeetingFacts, meeting_digests
from reviews.signature.fates import read_fates
from reviews.signature.questions import OpenText, differing_in
from reviews.signature.withheld_meetings import hidden_from
from reviews.signature.withheld_text import text_without
from reviews.signature.workflow import EDIT, Version, may, text_at, versions
from reviews.views.open_text import MEND, lines_not_told, restricted_in
from reviews.views.review_context import refuse, why_not
from stakeholders.models import Location
from toolkit.frozen_values import NotReadable

page = require_http_methods(["GET", "HEAD", "POST"])
BASE = "reviews.article.base"  # what the text of a page that nobody edited is signed for
COMPARED = 10  # versions that are shown word by word


@dataclass(frozen=True)
class EditedMonth:
    """A month whose text is open: its review, its meetings, and who has it open."""

    review: MonthlyReview
    meetings: tuple[MeetingFacts, ...]
    counts: Counts
    user: User

    @cached_property
    def text(self) -> WrittenText:
        return text_of(self.review, self.meetings)

    @cached_property
    def composed(self) -> WrittenText:
        return composed_text(self.meetings, self.month.year, self.month.month)

    @cached_property
    def digests(self) -> dict[str, str]:
        return meeting_digests(self.meetings)

    @property
    def month(self) -> date:
        return self.review.month

    @property
    def order(self) -> list[str]:
        """The meetings as the composer tells of them: those without a day come after the others."""
        told = (
            reference
            for index, paragraph in enumerate(self.composed.paragraphs)
            if not self.composed.is_summary(index)
            for sentence in paragraph
            for reference in sentence.references
        )
        return list(dict.fromkeys(told))

    @property
    def address(self) -> str:
        return reverse("article_edit", args=[self.month.year, self.month.month])

    @cached_property
    def writer(self) -> edits.Writer:
        return edits.Writer(str(self.user), timezone.now())

    def alone(self, reference: str) -> WrittenText | None:
        """Return what is composed of one meeting by itself; None for one that the month does not count."""
        found = tuple(m for m in self.meetings if m.reference == reference)
        return composed_text(found, self.month.year, self.month.month) if found else None

    def findings(self, text: WrittenText) -> tuple[Finding, ...]:
        """Return what is to be answered in a text; three queries where it tells of a meeting that is gone."""
        if text == self.composed:
            return ()
        gone = gone_from(text, self.meetings)
        if gone not in self._fates:
            self._fates[gone] = read_fates(gone, self.month, self.user)
        found = find(text, self.article, self.meetings, self._fates[gone])
        return tuple(one for one in found if one.is_question)

    @cached_property
    def _fates(self) -> dict[frozenset[str], dict[str, Fate]]:
        return {}

    @cached_property
    def article(self) -> Article:
        return compose_article(self.meetings, self.month.year, self.month.month)

    def differing(self, text: WrittenText) -> tuple[Differing, ...]:
        """Return figures and places in what somebody wrote that are not the month's."""
        if all(one.text == one.composed for one in text.sentences):
            return ()
        return differing_in(text, self.counts, self._towns, self.meetings)

    @cached_property
    def _towns(self) -> list[str]:
        return list(Location.objects.municipalities().values_list("name", flat=True))

    def late(self, text: WrittenText) -> list[LateMeeting]:
        """Return the meetings that a text which somebody wrote should tell of and does not."""
        if self.review.text is None:
            return []
        left_out = self.article.left_out
        known = text.told | {one.reference for one in text.taken_out}
        known |= {one.reference for one in left_out}
        return [
            LateMeeting(
                record_of(meeting),
                " ".join(sentence.text for sentence in alone.body),
                edits.place_of(text, meeting.reference, self.order),
            )
            for meeting in self.meetings
            if meeting.reference not in known and (alone := self.alone(meeting.reference))
        ]


def open_month(request: SignedInRequest, year: int, month: int) -> EditedMonth:
    """Return the month whose text a colleague opens; for others there is no such page."""
    if not may(request.user, EDIT):
        raise Http404
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    return EditedMonth(review, *read_month(year, month), request.user)


@page
def article_edit(request: SignedInRequest, year: int, month: int) -> HttpResponse:
    """The text beside its meetings, a text area a paragraph; every button saves it as a version."""
    opened = open_month(request, year, month)
    if opened.review.is_signed:
        return _refuse(request, opened)
    if request.method == "POST":
        return _post(request, opened)
    if not opened.meetings and opened.review.text is None and "hand" not in request.GET:
        return render(request, "reviews/article_empty.html", _head(opened))
    draft = ArticleDraft.objects.of(request.user, opened.month)
    if draft is None:
        return edit_page(request, opened, opened.text)
    typed = TypedArticle.read(query_of(draft.fields))
    text = _written(opened, typed)
    if text == opened.text and not typed.answers:
        return edit_page(request, opened, opened.text)
    return edit_page(request, opened, text, typed=typed, draft=draft)


def _refuse(request: SignedInRequest, opened: EditedMonth) -> HttpResponse:
    return refuse(request, opened.review, why_not(EDIT, opened.review))


def query_of(fields: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, [str(value) for value in values])
    return query


def _base(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    """Return the text that was on the page when somebody began to type."""
    stored, _was = text_at(opened.month, typed.version)
    if stored is not None:
        return matched(stored, opened.article, opened.digests, opened.writer.at)
    try:
        shown = from_json(signing.loads(typed.base, salt=BASE)) if typed.base else None
    except (signing.BadSignature, NotReadable, ValueError):
        shown = None
    return shown or opened.composed


def signed_state(opened: EditedMonth, text: WrittenText) -> str:
    """Return a text as a page carries it, so that what is typed next is matched to it.

    It holds what was answered since the version; an earlier one takes the answer back.
    """
    return signing.dumps(to_json(text), salt=_state_salt(opened), compress=True)


def _state_salt(opened: EditedMonth) -> str:
    return f"{BASE}.{opened.user.pk}.{opened.month}"


def _state(opened: EditedMonth, typed: TypedArticle) -> WrittenText | None:
    try:
        return from_json(signing.loads(typed.state, salt=_state_salt(opened)))
    except (signing.BadSignature, NotReadable, ValueError):
        return None


def _shown(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    """Return the text that the page showed when what is sent was typed."""
    return _state(opened, typed) or _base(opened, typed)


def _written(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    by, at = opened.writer.by, opened.writer.at
    return match(_shown(opened, typed), typed.title, typed.paragraphs, by=by, at=at)


def _unread(typed: TypedArticle) -> WrittenText:
    """Return a text that is too long to be compared, to be given back as it was typed."""
    own = (
        WrittenSentence(f"n{number}", words, is_own=True)
        for number, words in enumerate(typed.paragraphs)
    )
    return WrittenText(WrittenSentence(TITLE_KEY, typed.title), tuple((one,) for one in own))


def _post(request: SignedInRequest, opened: EditedMonth) -> HttpResponse:
    if "drop" in request.POST:
        ArticleDraft.objects.drop(request.user, opened.month)
        return redirect(opened.address)
    typed = TypedArticle.read(request.POST)
    pressed = pressed_button(request.POST)
    typed, moved = _with_paragraphs(typed, pressed, request.POST)
    if typed.problem:
        errors = [{"target": "text-1", "text": typed.problem}]
        shown = _shown(opened, typed)
        text = _unread(typed) if typed.is_too_long else _written(opened, typed)
        return edit_page(request, opened, text, typed=typed, errors=errors, shown=shown)
    text, lacking = _edited(opened, typed, pressed, moved, request.POST)
    return _save(request, opened, typed, text, pressed, lacking)


def _edited(
    opened: EditedMonth,
    typed: TypedArticle,
    pressed: "Pressed",
    moved: tuple[range, range] | None,
    sent: QueryDict,
) -> tuple[WrittenText, list[Finding]]:
    """Return the text as it was typed, with its answers, and the sentences kept without a reason."""
    by, at = opened.writer.by, opened.writer.at
    fields = clean_fields(sent)
    before = _shown(opened, typed)
    text = _written(opened, typed)
    if moved:
        text = edits.with_moved_paragraphs(before, text, moved, opened.writer)
    text = after_rewording(before, text, opened.findings(before), by=by, at=at)
    text, lacking = answer_all(
        text, opened.findings(text), fields, by=by, at=at, digests=opened.digests
    )
    return _answered(opened, text, typed.answers, pressed, sent), lacking


@dataclass(frozen=True)
class Pressed:
    """The button that sent the form: its name and value; both empty for Save text."""

    name: str = ""
    value: str = ""

    @property
    def index(self) -> int:
        """The block that it names; -1 for none."""
        return int(self.value) if self.value.isascii() and self.value.isdecimal() else -1


BUTTONS = (
    "up", "down", "remove", "add", "put", "elsewhere", "leave", "back", "first", "settle", "theirs",
    "undo", "preview",
)  # fmt: skip


def pressed_button(sent: QueryDict) -> Pressed:
    return next(
        (Pressed(name, str(sent[name])[:100]) for name in BUTTONS if name in sent), Pressed()
    )


def _with_paragraphs(
    typed: TypedArticle, pressed: Pressed, sent: QueryDict
) -> tuple[TypedArticle, tuple[range, range] | None]:
    """Return the paragraphs as a button leaves them; of a move also where both stand, as paragraphs of the text."""
    paragraphs, place = list(typed.paragraphs), pressed.index - 1
    if pressed.name == "theirs":
        words = clean_fields(sent).get(f"theirs-text-{pressed.index}", "")
        if place == -1:
            return replace(typed, title=words), None
        if place in range(len(paragraphs)):
            paragraphs[place] = words
    elif place not in range(len(paragraphs)):
        return typed, None
    elif pressed.name == "remove":
        del paragraphs[place]
    elif pressed.name in ("up", "down"):
        other = place + (1 if pressed.name == "down" else -1)
        if other not in range(len(paragraphs)):
            return typed, None
        paragraphs[place], paragraphs[other] = paragraphs[other], paragraphs[place]
        moved = (_places(paragraphs, other), _places(paragraphs, place))
        return replace(typed, paragraphs=tuple(paragraphs)), moved
    return replace(typed, paragraphs=tuple(paragraphs)), None


def _places(paragraphs: Sequence[str], index: int) -> range:
    first = sum(len(split_paragraphs(one)) for one in paragraphs[:index])
    return range(first, first + len(split_paragraphs(paragraphs[index])))


def _answered(
    opened: EditedMonth,
    text: WrittenText,
    answers: dict[str, str],
    pressed: Pressed,
    sent: QueryDict,
) -> WrittenText:
    """Return the text with the answers that came with it, and what a button asks of one sentence or meeting."""
    for key, answer in answers.items():
        text = edits.give_record(text, key, answer, opened.digests)
    if pressed.name == "first":
        return edits.put_back_first_wording(text, pressed.value, opened.writer)
    if pressed.name == "undo":
        return undo(text, pressed.value)
    if pressed.name == "leave" and pressed.value in opened.digests:
        return edits.leave_out(text, pressed.value, opened.digests, opened.writer)
    if pressed.name == "settle":
        return _settled(opened, text, pressed.value)
    if pressed.name in ("put", "back", "elsewhere") and pressed.value not in text.told:
        alone = opened.alone(pressed.value)
        after = (
            _after(sent.get(f"after-{pressed.value}", "")) if pressed.name == "elsewhere" else None
        )
        return edits.put_in(text, alone.body, opened.order, after=after) if alone else text
    return text


def _after(sent: str) -> int | None:
    """Return the paragraph, from 0, after which a meeting was asked to stand; None for where its day puts it."""
    return int(sent) - 1 if sent.isascii() and sent.isdecimal() and len(sent) < 5 else None


def _settled(opened: EditedMonth, text: WrittenText, sent: str) -> WrittenText:
    """Return the text with a figure or place that differs as was asked: "write" or "leave", and its name."""
    choice, _space, name = sent.partition(" ")
    by, at = opened.writer.by, opened.writer.at
    for one in opened.differing(text):
        if one.name == name and choice in (WRITE, LEAVE):
            return settle_figure(text, one, choice, by=by, at=at)
    return text


def _save(
    request: SignedInRequest,
    opened: EditedMonth,
    typed: TypedArticle,
    text: WrittenText,
    pressed: Pressed,
    lacking: Sequence[Finding],
) -> HttpResponse:
    """Store the text; what others stored meanwhile is put together with it, or shown beside it."""
    before = _base(opened, typed)
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
        ArticleDraft.objects.keep(request.user, opened.month, _fields_as_typed(opened, typed))
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
    typed, moved = _with_paragraphs(TypedArticle.read(request.POST), pressed, request.POST)
    if typed.problem:
        return JsonResponse({"why": typed.problem}, status=400)
    text, lacking = _edited(opened, typed, pressed, moved, request.POST)
    answer = _draft_answer(request, opened, text, lacking) | {
        "summary": str(changes(_base(opened, typed), text)),
        "answered": _last_answer(opened, typed, text),
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
    context = _sheet_context(opened, text, lacking=lacking)
    context |= {"out": _out(opened, text), "restricted": restricted_in(opened.month, opened.user)}
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


def _last_answer(opened: EditedMonth, typed: TypedArticle, text: WrittenText) -> str:
    """Return the name of an answer that has just been given, by which it can be undone; empty for none."""
    known = {one.name for one in _shown(opened, typed).answers}
    return next((one.name for one in reversed(text.answers) if one.name not in known), "")


def _fields_as_typed(opened: EditedMonth, typed: TypedArticle) -> dict[str, list[str]]:
    """Return the boxes as they were sent, for who has yet to choose between two wordings."""
    answers = {f"{RECORD}{key}": [answer] for key, answer in typed.answers.items()}
    state = typed.state if _state(opened, typed) else ""
    return answers | {
        "version": [str(typed.version)],
        "base": [typed.base],
        "state": [state],
        "title": [typed.title],
        "paragraph": list(typed.paragraphs),
    }


def draft_fields(typed: TypedArticle, text: WrittenText, state: str) -> dict[str, list[str]]:
    """Return the boxes that show a text again as it is typed so far, with all that was answered."""
    return {
        "version": [str(typed.version)],
        "base": [typed.base],
        "state": [state],
        "title": [text.title.text],
        "paragraph": [paragraph_text(paragraph) for paragraph in text.paragraphs],
    }


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


def _lines_to_read(opened: EditedMonth, lines: list[VersionLine]) -> list[VersionLine]:
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


def _saved(request: HttpRequest, lines: Sequence[VersionLine]) -> Saved | None:
    sent = request.GET.get("saved", "")
    if not lines or sent != str(lines[0].version.number) or lines[0].changes is None:
        return None
    before = lines[1].version if len(lines) > 1 else None
    return Saved(lines[0].version.number, lines[0].changes, before)


def _head(opened: EditedMonth) -> dict[str, Any]:
    return {
        "section": "months",
        "review": opened.review,
        "here": opened.address,
        "draft_address": reverse("article_draft", args=[opened.month.year, opened.month.month]),
        "year": opened.month.year,
        "month": opened.month.month,
    }


def _sheet_context(
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
    lines = _lines_to_read(opened, version_lines(opened, versions(opened.month)))
    add = request.GET.get("add", "") if request.method == "GET" else ""
    blank = None
    if add:
        index = Pressed("add", add[:100]).index
        blank = index if index >= 0 else len(text.paragraphs)
    if not text.paragraphs:
        blank = 0
    is_edited = opened.review.text is not None
    base = signing.dumps(to_json(opened.text), salt=BASE, compress=True)
    context = {
        **_head(opened),
        **_sheet_context(
            opened, text, typed=typed, combined=combined, blank_after=blank, lacking=lacking
        ),
        "version": typed.version if typed else opened.review.version,
        "base": typed.base if typed else ("" if is_edited else base),
        "state": signed_state(opened, shown or text),
        "errors": list(errors),
        "draft": draft,
        "conflict": conflict,
        "saved": _saved(request, lines) if request.method == "GET" else None,
        "nothing_changed": request.method == "GET" and request.GET.get("saved") == "0",
        "lines": lines,
        "is_edited": is_edited,
        "out": _out(opened, text),
        "restricted": restricted_in(opened.month, opened.user),
    }
    return render(request, "reviews/article_form.html", context)


@dataclass(frozen=True)
class OutOfText:
    """A meeting that is not in the text, or whose line is not: why in words; `taken` says who decided so and when."""

    reference: str
    who: str
    why: str = ""
    taken: TakenOut | None = None
    can_return: bool = False
    can_be_mended: bool = False


def _out(opened: EditedMonth, text: WrittenText) -> list[OutOfText]:
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


@page
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


@page
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
    context |= _head(opened) | {"conflict": conflict}
    return render(request, "reviews/article_confirm.html", context)
