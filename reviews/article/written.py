"""The month's text as it is stored: paragraphs of sentences, each with the meetings it rests on. Pure.

The text of a sentence is plain text, in whatever script or notation it was typed. MonthlyReview keeps
a WrittenText as JSON, a signature freezes it in the Report; `freeze` and `thaw` turn it into JSON and back.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reviews.article.paragraphs import Article, Sentence
from toolkit.frozen_values import freeze, thaw

Digests = Mapping[str, str]  # those of meetings, by their references
TITLE_KEY = "title"


@dataclass(frozen=True)
class Kept:
    """An answer: the sentence stays although the record of `reference` says otherwise.

    `state` is the digest of the record then, or "cancelled", "restricted", "moved" or "removed";
    `why` is empty for "Keep mine".
    """

    reference: str
    state: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence; `key` names it within its text, for ever.

    `composed` is the composer's wording that it goes back to, empty where somebody wrote it; `basis`
    holds the digests of its meetings when it was composed, or last answered. `alone` and `leans_on`
    are those of the composed Sentence, `is_summary` is that of its paragraph. `by` and `at` are those
    of the last edit or move.
    """

    key: str
    text: str
    references: tuple[str, ...] = ()
    composed: str = ""
    basis: dict[str, str] = field(default_factory=dict, hash=False)
    is_moved: bool = False
    is_own: bool = False
    by: str = ""
    at: datetime | None = None
    kept: tuple[Kept, ...] = ()
    alone: str = ""
    leans_on: tuple[str, ...] = ()
    is_summary: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def is_edited(self) -> bool:
        return bool(self.composed) and self.text != self.composed

    @property
    def is_new(self) -> bool:
        return not self.composed

    @property
    def has_no_record(self) -> bool:
        """Whether it rests on no meeting, and nobody said that it needs none."""
        return self.is_new and not self.references and not self.is_own


WrittenParagraph = tuple[WrittenSentence, ...]


@dataclass(frozen=True)
class TakenOut:
    """A meeting that is out of the text on purpose.

    `how` is "taken out" (its sentence was removed) or "left out" (one that was logged late); `state`
    is its digest then, `words` the sentence that told of it.
    """

    reference: str
    how: str
    state: str
    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer to what was found in the text, so that it can be undone and a signature keeps it.

    `title` is what was found, in words, `choice` what was done, `why` the reason given. `before` is
    the sentence as it was, in this `paragraph`, `index` sentences from its start, perhaps the only
    one; `after` are the keys of what came in its place. `settled` are other sentences as they were
    before the answer made their wording whole.
    """

    reference: str
    title: str
    choice: str
    why: str
    by: str
    at: datetime
    before: WrittenSentence | None = None
    paragraph: int = 0
    index: int = 0
    was_alone: bool = False
    after: tuple[str, ...] = ()
    settled: tuple[WrittenSentence, ...] = ()

    @property
    def name(self) -> str:
        """What names it among the answers of a text."""
        key = self.before.key if self.before else ""
        return f"{key}-{self.reference}-{self.at:%Y%m%dT%H%M%S%f}"


@dataclass(frozen=True)
class WrittenText:
    """A title, paragraphs, and the meetings that are out of it on purpose.

    `unmatched` is there for a text that was kept as Markdown, until its sentences are matched to
    what is composed: the digests of the meetings that it was written on.
    """

    title: WrittenSentence
    paragraphs: tuple[WrittenParagraph, ...]
    taken_out: tuple[TakenOut, ...] = ()
    unmatched: dict[str, str] | None = field(default=None, hash=False)
    answers: tuple[Answer, ...] = ()

    @property
    def sentences(self) -> tuple[WrittenSentence, ...]:
        """All sentences in the order of the text, the title first."""
        return (self.title, *self.body)

    @property
    def body(self) -> tuple[WrittenSentence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def references(self) -> frozenset[str]:
        """The meetings that any sentence rests on."""
        return frozenset(ref for sentence in self.sentences for ref in sentence.references)

    @property
    def is_edited(self) -> bool:
        """Whether anybody changed a word, an order or a record of it."""
        return bool(self.taken_out) or any(s.by or s.text != s.composed for s in self.sentences)

    def is_summary(self, index: int) -> bool:
        """Whether a paragraph sums up the month, as the opening and the close do, and tells of no single meeting."""
        paragraph = self.paragraphs[index]
        telling = [sentence for sentence in paragraph if sentence.references]
        return bool(telling) and all(sentence.is_summary for sentence in telling)

    def label_of(self, index: int) -> str:
        """Return what a page calls a paragraph: the opening and the close have no number."""
        if self.is_summary(index):
            return _("Opening") if index == 0 else _("Close")
        number = sum(not self.is_summary(n) for n in range(index + 1))
        return _("Paragraph %(n)s") % {"n": number}

    @property
    def told(self) -> frozenset[str]:
        """The meetings that a sentence tells of; the title and what sums up the month tell of none."""
        return frozenset(
            ref for sentence in self.body if not sentence.is_summary for ref in sentence.references
        )

    @property
    def plain_text(self) -> str:
        """The text as it is printed: the title, then the paragraphs, an empty line between them."""
        return "\n\n".join([self.title.text, *map(paragraph_text, self.paragraphs)]).strip()


def paragraph_text(paragraph: WrittenParagraph) -> str:
    return " ".join(sentence.text for sentence in paragraph)


def written_from(article: Article, digests: Digests) -> WrittenText:
    """Return a composed Article as a WrittenText, as nobody has edited it; `digests` are those of its meetings.

    The same article gives the same keys.
    """
    taken: Counter[str] = Counter()
    paragraphs = [
        tuple(
            _composed(sentence, digests, _key(sentence.text, taken), is_summary=p.is_summary)
            for sentence in p.sentences
        )
        for p in article.paragraphs
    ]
    return WrittenText(
        _composed(article.title, digests, TITLE_KEY), tuple(filter(None, paragraphs))
    )


def _composed(
    sentence: Sentence, digests: Digests, key: str, *, is_summary: bool = False
) -> WrittenSentence:
    basis = {ref: digests[ref] for ref in sentence.references if ref in digests}
    return WrittenSentence(
        key=key,
        text=sentence.text,
        references=tuple(sentence.references),
        composed=sentence.text,
        basis=basis,
        alone=sentence.alone,
        leans_on=tuple(sentence.leans_on),
        is_summary=is_summary,
    )


def _key(text: str, taken: Counter[str]) -> str:
    key = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]
    taken[key] += 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def to_json(text: WrittenText | None) -> dict[str, Any] | None:
    """Return what the column of a MonthlyReview holds of a text; None for one that nobody edited."""
    return None if text is None else freeze(text)


def from_json(data: Any) -> WrittenText | None:
    """Return the text that a column holds. Raises NotReadable for what is no text."""
    return thaw(WrittenText, data) if data else None
