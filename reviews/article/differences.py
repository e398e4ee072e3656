"""Two texts side by side: what changed in words, sentence by sentence, and word by word. Pure."""

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.article.written import WrittenSentence, WrittenText, paragraph_text

PIECES = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
SAME, TAKEN_OUT, PUT_IN = "same", "taken out", "put in"
# Of a paragraph that is compared word by word, some 700 words: the time grows with the square, and 3,000
# words take a minute. A longer one is shown whole, twice.
MOST_PIECES = 1500


@dataclass(frozen=True)
class Piece:
    """Words in a row: `kind` is "same", "taken out" or "put in"."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_out(self) -> bool:
        return self.kind == TAKEN_OUT

    @property
    def is_in(self) -> bool:
        return self.kind == PUT_IN


def word_by_word(before: str, after: str) -> tuple[Piece, ...]:
    """Return how `before` became `after`: all pieces but those put in are the one, all but those out the other."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = [before], [after]
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            words = "".join(old[a:b])
            if not words.strip() and pieces and b < len(old):
                # A space between two changes belongs to both: whole phrases read better than words.
                _add(pieces, TAKEN_OUT, words)
                _add(pieces, PUT_IN, words)
            else:
                _add(pieces, SAME, words)
            continue
        _add(pieces, TAKEN_OUT, "".join(old[a:b]))
        _add(pieces, PUT_IN, "".join(new[c:d]))
    return tuple(pieces)


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    """Add a piece, joined to its like: within one change what was taken out stands before what was put in."""
    if not text:
        return
    for index in (-1, -2):
        if len(pieces) >= -index and pieces[index].kind == kind:
            pieces[index] = Piece(kind, pieces[index].text + text)
            return
        if len(pieces) < -index or SAME in (kind, pieces[index].kind):
            break
    pieces.append(Piece(kind, text))


@dataclass(frozen=True)
class ParagraphChange:
    """`place` is that of the paragraph now, from 1; 0 for the title, None for one that is gone."""

    place: int | None
    pieces: tuple[Piece, ...]
    label: str


def paragraph_changes(before: WrittenText, after: WrittenText) -> tuple[ParagraphChange, ...]:
    """Return the paragraphs that differ, in the order of the text after."""
    found = []
    if before.title.text != after.title.text:
        pieces = word_by_word(before.title.text, after.title.text)
        found.append(ParagraphChange(0, pieces, _("Title")))
    old, new = (
        list(map(paragraph_text, before.paragraphs)),
        list(map(paragraph_text, after.paragraphs)),
    )
    for _kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if _kind == "equal":
            continue
        for offset in range(max(b - a, d - c)):
            was = old[a + offset] if a + offset < b else ""
            now = new[c + offset] if c + offset < d else ""
            place = c + offset + 1 if now else None
            label = after.label_of(place - 1) if place else _("Taken out")
            found.append(ParagraphChange(place, word_by_word(was, now), label))
    return tuple(found)


@dataclass(frozen=True)
class Changes:
    """How many sentences became another thing from one text to the next; `alone` are those whose wording
    was made whole after what they leant on went: (key, before, after)."""

    edited: int = 0
    moved: int = 0
    new: int = 0
    without_record: int = 0
    put_in: int = 0
    taken_out: int = 0
    answered: int = 0
    alone: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(
            (
                self.edited,
                self.moved,
                self.new,
                self.put_in,
                self.taken_out,
                self.answered,
                self.alone,
            )
        )

    @property
    def phrases(self) -> list[str]:
        """The numbers in words: ["2 sentences edited", "1 moved", "1 new without a record"]."""
        with_record = self.new - self.without_record
        parts = [
            (self.edited, _("%(n)s edited")),
            (self.moved, _("%(n)s moved")),
            (with_record, _("%(n)s new")),
            (self.without_record, _("%(n)s new without a record")),
            (self.put_in, _("%(n)s put in")),
            (self.taken_out, _("%(n)s taken out")),
            (self.answered, _("%(n)s answered")),
        ]
        return [text % {"n": n} for n, text in parts if n]

    def __str__(self) -> str:
        phrases = self.phrases
        if not phrases:
            return ""
        first, space, rest = phrases[0].partition(" ")
        word = ngettext("sentence", "sentences", int(first))
        return ", ".join([f"{first} {word}{space}{rest}", *phrases[1:]])


def as_composed(text: WrittenText) -> WrittenText:
    """Return a text as it was composed before anybody edited it, as far as the text itself can tell."""

    def first(sentence: WrittenSentence) -> WrittenSentence:
        return replace(sentence, text=sentence.composed, is_moved=False, kept=(), by="", at=None)

    out = (
        (WrittenSentence(f"out-{one.reference}", one.words, (one.reference,), one.words),)
        for one in text.taken_out
        if one.how != "left out"
    )
    paragraphs = (tuple(first(s) for s in p if s.composed) for p in text.paragraphs)
    return WrittenText(first(text.title), (*filter(None, paragraphs), *out))


def changes(before: WrittenText, after: WrittenText) -> Changes:
    old = {sentence.key: sentence for sentence in before.sentences}
    new = {sentence.key: sentence for sentence in after.sentences}
    both = [(old[key], sentence) for key, sentence in new.items() if key in old]
    alone = [(a, b) for a, b in both if _was_made_whole(a, b)]
    fresh = [sentence for key, sentence in new.items() if key not in old]
    return Changes(
        edited=sum(a.text != b.text and (a, b) not in alone for a, b in both),
        moved=sum(
            b.is_moved and (b.at != a.at or not a.is_moved) and a.text == b.text for a, b in both
        ),
        new=sum(not sentence.composed or bool(sentence.by) for sentence in fresh),
        without_record=sum(sentence.has_no_record for sentence in fresh),
        put_in=sum(bool(sentence.composed) and not sentence.by for sentence in fresh),
        taken_out=len(old.keys() - new.keys()),
        answered=sum(_is_answered(a, b) for a, b in both) + _left_out(before, after),
        alone=tuple((b.key, *phrases_of(a.text, b.text)) for a, b in alone),
    )


def _was_made_whole(before: WrittenSentence, after: WrittenSentence) -> bool:
    return bool(before.leans_on) and not after.leans_on and before.text != after.text


def phrases_of(before: str, after: str) -> tuple[str, str]:
    """Return the first words that differ: ("The next day", "On 13 March")."""
    pieces = word_by_word(before, after)
    out = next((piece.text for piece in pieces if piece.is_out), "")
    new = next((piece.text for piece in pieces if piece.is_in), "")
    return out.strip(), new.strip()


def _is_answered(before: WrittenSentence, after: WrittenSentence) -> bool:
    is_same = before.text == after.text
    then = (before.kept, before.references, before.is_own, before.basis)
    return is_same and then != (after.kept, after.references, after.is_own, after.basis)


def _left_out(before: WrittenText, after: WrittenText) -> int:
    known = {one.reference for one in before.taken_out}
    return sum(one.how == "left out" and one.reference not in known for one in after.taken_out)


def edited_words(sentence: WrittenSentence) -> tuple[Piece, ...]:
    """Return how the composer's wording became what stands in the text."""
    return word_by_word(sentence.composed, sentence.text)
