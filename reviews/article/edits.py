"""What the buttons and answers of the edit page do to a text. Pure: texts in, texts out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviews.article.matching import settle
from reviews.article.written import (
    Digests,
    TakenOut,
    WrittenSentence,
    WrittenText,
)

NO_RECORD = "none"


@dataclass(frozen=True)
class Writer:
    """Who edits, and when."""

    by: str
    at: datetime


def give_record(text: WrittenText, key: str, answer: str, digests: Digests) -> WrittenText:
    """Return the text with the answer to "Which meeting does it tell of?" of a sentence without a record.

    `answer` is a reference, or NO_RECORD: it needs none. Another one changes nothing.
    """

    def answered(sentence: WrittenSentence) -> WrittenSentence:
        if sentence.key != key or sentence.composed or sentence.references:
            return sentence
        if answer == NO_RECORD:
            return replace(sentence, is_own=True)
        if answer not in digests:
            return sentence
        basis = {answer: digests[answer]}
        return replace(sentence, references=(answer,), basis=basis, is_own=False)

    return _without_told(_each(text, answered))


def put_back_first_wording(text: WrittenText, key: str, writer: Writer) -> WrittenText:
    def first(sentence: WrittenSentence) -> WrittenSentence:
        if sentence.key != key or not sentence.is_edited:
            return sentence
        return replace(sentence, text=sentence.composed, by=writer.by, at=writer.at)

    return _each(text, first)


def remove_sentence(text: WrittenText, key: str, writer: Writer) -> WrittenText:
    """Return the text without a sentence; a meeting that none tells of any more counts as taken out."""
    gone = [sentence for sentence in text.body if sentence.key == key]
    paragraphs = tuple(tuple(s for s in p if s.key != key) for p in text.paragraphs)
    left = replace(text, paragraphs=tuple(filter(None, paragraphs)))
    told, known = left.told, {one.reference for one in text.taken_out}
    out = tuple(
        TakenOut(ref, "taken out", sentence.basis.get(ref, ""), writer.by, writer.at, sentence.text)
        for sentence in gone
        for ref in sentence.references
        if ref in text.told and ref not in told and ref not in known
    )
    return settle(text, replace(left, taken_out=(*text.taken_out, *out)))


def put_in(
    text: WrittenText,
    sentences: Sequence[WrittenSentence],
    order: Sequence[str],
    *,
    after: int | None = None,
) -> WrittenText:
    """Return the text with composed `sentences` of a meeting as a paragraph of their own.

    It stands after the paragraph with this number from 0 (-1: first), else where `order`, the
    references of the month by day, puts their meeting.
    """
    if not sentences:
        return text
    taken = {sentence.key for sentence in text.sentences}
    paragraph = tuple(_with_free_key(sentence, taken) for sentence in sentences)
    place = _place(text, sentences[0].references, order) if after is None else after
    place = max(-1, min(place, len(text.paragraphs) - 1)) + 1
    paragraphs = (*text.paragraphs[:place], paragraph, *text.paragraphs[place:])
    return _without_told(replace(text, paragraphs=paragraphs))


def _with_free_key(sentence: WrittenSentence, taken: set[str]) -> WrittenSentence:
    key, number = sentence.key, 1
    while key in taken:
        number += 1
        key = f"{sentence.key}-{number}"
    taken.add(key)
    return replace(sentence, key=key)


def place_of(text: WrittenText, reference: str, order: Sequence[str]) -> int:
    """Return the number, from 0, of the paragraph after which a meeting belongs; -1 for the beginning."""
    return _place(text, (reference,), order)


def _place(text: WrittenText, references: Sequence[str], order: Sequence[str]) -> int:
    ranks = {reference: number for number, reference in enumerate(order)}
    own = min((ranks.get(reference, len(ranks)) for reference in references), default=len(ranks))
    place = 0 if text.paragraphs and text.is_summary(0) else -1
    for index, paragraph in enumerate(text.paragraphs):
        if text.is_summary(index):
            continue
        told = [ranks[ref] for sentence in paragraph for ref in sentence.references if ref in ranks]
        if told and min(told) < own:
            place = index
    return place


def leave_out(text: WrittenText, reference: str, digests: Digests, writer: Writer) -> WrittenText:
    """Return the text with a meeting that was logged late left out on purpose."""
    if reference in text.told:
        return text
    state = digests.get(reference, "")
    others = tuple(one for one in text.taken_out if one.reference != reference)
    out = TakenOut(reference, "left out", state, writer.by, writer.at)
    return replace(text, taken_out=(*others, out))


def with_moved_paragraphs(
    before: WrittenText, text: WrittenText, places: tuple[range, range], writer: Writer
) -> WrittenText:
    """Return the text after a paragraph changed places: it is marked as moved, and its neighbour is not.

    `places` are those of the paragraph and of its neighbour, as they stand now.
    """
    moved, stayed = (
        {s.key for place in part for s in text.paragraphs[place]}
        if part.stop <= len(text.paragraphs)
        else set()
        for part in places
    )
    was_moved = {sentence.key for sentence in before.sentences if sentence.is_moved}

    def marked(sentence: WrittenSentence) -> WrittenSentence:
        if sentence.key in moved:
            return replace(sentence, is_moved=True, by=writer.by, at=writer.at)
        if sentence.key in stayed:
            return replace(sentence, is_moved=sentence.key in was_moved)
        return sentence

    return _each(text, marked)


def _without_told(text: WrittenText) -> WrittenText:
    """Return the text whose list of what is out of it holds no meeting that is in it."""
    told = text.told
    return replace(text, taken_out=tuple(o for o in text.taken_out if o.reference not in told))


def _each(text: WrittenText, change: Callable[[WrittenSentence], WrittenSentence]) -> WrittenText:
    paragraphs = tuple(tuple(map(change, paragraph)) for paragraph in text.paragraphs)
    return replace(text, title=change(text.title), paragraphs=paragraphs)
