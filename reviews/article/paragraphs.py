"""The article as values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A sentence and the meetings it tells of.

    `alone` is how it reads where nothing was told before it, empty where that is the same;
    `leans_on` names the meetings that must be told before it for `text` to be right.
    """

    text: str
    references: tuple[str, ...]
    alone: str = ""
    leans_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together; `is_summary` for what sums up the month, beside its single meetings."""

    sentences: tuple[Sentence, ...]
    is_summary: bool = False


@dataclass(frozen=True)
class LeftOut:
    reference: str
    title: str
    why: str


@dataclass(frozen=True)
class Article:
    """A title, paragraphs, and what is not in them; an empty month has a title alone."""

    title: Sentence
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[LeftOut, ...]

    def about(self, reference: str) -> list[Sentence]:
        """Return the sentences on the meeting with this reference, without those on the whole month."""
        return [
            sentence
            for paragraph in self.paragraphs
            for sentence in paragraph.sentences
            if not paragraph.is_summary and reference in sentence.references
        ]
