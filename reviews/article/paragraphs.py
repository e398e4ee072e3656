"""The article as values, and as Markdown in which nothing that was typed is anything but text."""

import re
from dataclasses import dataclass

MARKS = re.compile(r"[\\`*_\[\]{}<>#|~&$^]")
LINKS = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.|(?<=\w)@(?=\w)|(?<=mailto):|(?<=xmpp):", re.I)
# What makes a list, a line or a heading of what follows, at the start of a line alone.
START = re.compile(r"^(\d{0,9})([-+=.):])")


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

    @property
    def markdown(self) -> str:
        """The text with every character that Markdown would read as a sign escaped."""
        escaped = LINKS.sub(r"\\\g<0>", MARKS.sub(r"\\\g<0>", self.text))
        return START.sub(r"\1\\\2", escaped)


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together; `is_summary` for what sums up the month, beside its single meetings."""

    sentences: tuple[Sentence, ...]
    is_summary: bool = False

    @property
    def markdown(self) -> str:
        return " ".join(sentence.markdown for sentence in self.sentences)


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

    @property
    def markdown(self) -> str:
        parts = [f"# {self.title.markdown}", *(p.markdown for p in self.paragraphs)]
        return "\n\n".join(parts)
