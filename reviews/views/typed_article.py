"""A text as the form sends it: what it was typed on, its paragraphs, its answers, and the button that was pressed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import QueryDict

from reviews.article import edits
from reviews.article.answers import LEAVE, WRITE, after_rewording, answer_all, settle_figure, undo
from reviews.article.compare import Finding
from reviews.article.matching import match, matched
from reviews.article.sentences import split_paragraphs
from reviews.article.written import (
    TITLE_KEY,
    WrittenSentence,
    WrittenText,
    from_json,
    paragraph_text,
    to_json,
)
from reviews.forms import RECORD, TypedArticle, clean_fields
from reviews.signature.workflow import text_at
from reviews.views.edited_month import EditedMonth
from toolkit.frozen_values import NotReadable

BASE = "reviews.article.base"  # what the text of a page that nobody edited is signed for


def base_of(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    """Return the text that was on the page when somebody began to type."""
    stored, _was = text_at(opened.month, typed.version)
    if stored is not None:
        return matched(stored, opened.article, opened.digests, opened.writer.at)
    try:
        shown = from_json(signing.loads(typed.base, salt=BASE)) if typed.base else None
    except (signing.BadSignature, NotReadable, ValueError):
        shown = None
    return shown or opened.composed


def signed_base(text: WrittenText) -> str:
    """Return a composed text as a page carries it until somebody saves one."""
    return signing.dumps(to_json(text), salt=BASE, compress=True)


def signed_state(opened: EditedMonth, text: WrittenText) -> str:
    """Return a text as a page carries it, so that what is typed next is matched to it.

    It holds what was answered since the version; an earlier one takes the answer back.
    """
    return signing.dumps(to_json(text), salt=_state_salt(opened), compress=True)


def _state_salt(opened: EditedMonth) -> str:
    return f"{BASE}.{opened.user.pk}.{opened.month}"


def state_of(opened: EditedMonth, typed: TypedArticle) -> WrittenText | None:
    try:
        return from_json(signing.loads(typed.state, salt=_state_salt(opened)))
    except (signing.BadSignature, NotReadable, ValueError):
        return None


def shown_text(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    """Return the text that the page showed when what is sent was typed."""
    return state_of(opened, typed) or base_of(opened, typed)


def written_text(opened: EditedMonth, typed: TypedArticle) -> WrittenText:
    by, at = opened.writer.by, opened.writer.at
    return match(shown_text(opened, typed), typed.title, typed.paragraphs, by=by, at=at)


def unread_text(typed: TypedArticle) -> WrittenText:
    """Return a text that is too long to be compared, to be given back as it was typed."""
    own = (
        WrittenSentence(f"n{number}", words, is_own=True)
        for number, words in enumerate(typed.paragraphs)
    )
    return WrittenText(WrittenSentence(TITLE_KEY, typed.title), tuple((one,) for one in own))


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


def with_paragraphs(
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


def edited_text(
    opened: EditedMonth,
    typed: TypedArticle,
    pressed: Pressed,
    moved: tuple[range, range] | None,
    sent: QueryDict,
) -> tuple[WrittenText, list[Finding]]:
    """Return the text as it was typed, with its answers, and the sentences kept without a reason."""
    by, at = opened.writer.by, opened.writer.at
    fields = clean_fields(sent)
    before = shown_text(opened, typed)
    text = written_text(opened, typed)
    if moved:
        text = edits.with_moved_paragraphs(before, text, moved, opened.writer)
    text = after_rewording(before, text, opened.findings(before), by=by, at=at)
    text, lacking = answer_all(
        text, opened.findings(text), fields, by=by, at=at, digests=opened.digests
    )
    return _answered(opened, text, typed.answers, pressed, sent), lacking


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


def last_answer(opened: EditedMonth, typed: TypedArticle, text: WrittenText) -> str:
    """Return the name of an answer that has just been given, by which it can be undone; empty for none."""
    known = {one.name for one in shown_text(opened, typed).answers}
    return next((one.name for one in reversed(text.answers) if one.name not in known), "")


def query_of(fields: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, [str(value) for value in values])
    return query


def fields_as_typed(opened: EditedMonth, typed: TypedArticle) -> dict[str, list[str]]:
    """Return the boxes as they were sent, for who has yet to choose between two wordings."""
    answers = {f"{RECORD}{key}": [answer] for key, answer in typed.answers.items()}
    state = typed.state if state_of(opened, typed) else ""
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
