"""The edit page's sheet as values: blocks of text, each with its sentences, their marks and meetings. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.article.compare import CHANGED, GONE, NO_RECORD, Differing, Finding
from reviews.article.differences import Piece, edited_words
from reviews.article.edit_conflicts import Combined
from reviews.article.written import (
    WrittenParagraph,
    WrittenSentence,
    WrittenText,
    paragraph_text,
)
from reviews.month.meetings import MeetingFacts
from toolkit.dates import day_text

TITLE, OPENING, PARAGRAPH, CLOSE = "title", "opening", "paragraph", "close"
LETTERS_A_ROW = 75


@dataclass(frozen=True)
class Record:
    """A meeting beside the text; one that the month no longer counts has a reference alone."""

    reference: str
    who: str = ""
    where: str = ""

    @property
    def is_gone(self) -> bool:
        return not self.who

    @property
    def line(self) -> str:
        """How a list to choose from names it."""
        return ", ".join(filter(None, (self.reference, self.who)))


@dataclass(frozen=True)
class SheetSentence:
    """A sentence at its place in its block: `start` and `end` count as scripts do, in UTF-16 units."""

    written: WrittenSentence
    number: int
    start: int
    end: int
    findings: tuple[Finding, ...] = ()
    differing: tuple[Differing, ...] = ()

    @property
    def key(self) -> str:
        return self.written.key

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return edited_words(self.written) if self.written.is_edited else ()

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What is to be answered of it; that it has no record is asked apart."""
        return tuple(one for one in self.findings if one.what != NO_RECORD)

    @property
    def runs(self) -> list[tuple[str, bool]]:
        """Its words in runs, each with whether they are a figure or a place that differs from the records."""
        said = [re.escape(one.phrase) for one in self.differing]
        if not said:
            return [(self.written.text, False)]
        parts = re.split(rf"\b({'|'.join(said)})\b", self.written.text)
        return [(words, number % 2 == 1) for number, words in enumerate(parts) if words]

    @property
    def marks(self) -> str:
        """The classes of what is unusual about it."""
        one = self.written
        names = {
            "s--edited": one.is_edited,
            "s--moved": one.is_moved,
            "s--new": one.is_new,
            "s--ask": any(finding.what == CHANGED for finding in self.findings),
            "s--gone": any(finding.what in GONE for finding in self.findings),
        }
        return " ".join(name for name, is_so in names.items() if is_so)


@dataclass(frozen=True)
class Block:
    """A title or a paragraph; `index` is 0 for the title. `theirs` is another's wording that is stored."""

    index: int
    kind: str
    label: str
    text: str
    sentences: tuple[SheetSentence, ...] = ()
    records: tuple[Record, ...] = ()
    theirs: str | None = None
    is_last: bool = False
    late: tuple["LateMeeting", ...] = ()

    @property
    def rows(self) -> int:
        lines = sum(1 + len(line) // LETTERS_A_ROW for line in self.text.split("\n"))
        return max(2, min(lines + 1, 24))

    @property
    def are_folded(self) -> bool:
        return self.kind in (TITLE, OPENING, CLOSE)

    @property
    def with_history(self) -> tuple[SheetSentence, ...]:
        return tuple(one for one in self.sentences if one.written.by and one.written.at)

    @property
    def edited(self) -> tuple[SheetSentence, ...]:
        return tuple(one for one in self.sentences if one.written.is_edited)

    @property
    def without_record(self) -> tuple[SheetSentence, ...]:
        return tuple(one for one in self.sentences if one.written.has_no_record)


@dataclass(frozen=True)
class LateMeeting:
    """A meeting that is not in the text yet, as it is composed; it belongs after the paragraph `after`, from 0."""

    record: Record
    text: str
    after: int


@dataclass(frozen=True)
class Sheet:
    blocks: tuple[Block, ...]
    records: tuple[Record, ...] = field(default=())

    @property
    def without_record(self) -> int:
        return sum(len(block.without_record) for block in self.blocks)

    @property
    def questions(self) -> list[tuple[Block, Finding]]:
        """What is to be answered, each with its block; sentences without a record apart."""
        return [
            (block, finding)
            for block in self.blocks
            for sentence in block.sentences
            for finding in sentence.questions
        ]

    @property
    def first_question(self) -> str:
        """The id of the first thing to answer; empty for none."""
        for block in self.blocks:
            for sentence in block.sentences:
                if sentence.questions:
                    return f"ask-{sentence.questions[0].name}"
            if block.without_record:
                return f"ask-{block.without_record[0].key}"
        return ""

    @property
    def late(self) -> tuple[LateMeeting, ...]:
        return tuple(one for block in self.blocks for one in block.late)


def record_of(meeting: MeetingFacts) -> Record:
    who = "; ".join(filter(None, (_party(party) for party in meeting.parties)))
    form = "l j F" if not meeting.is_month_only and not meeting.end_day else ""
    when = (
        date_format(meeting.day, form)
        if form
        else day_text(meeting.day, meeting.end_day, month_only=meeting.is_month_only)
    )
    place = meeting.place.full_name if meeting.place else ""
    named = who or _("%(kind)s, nobody named") % {"kind": meeting.kind}
    return Record(meeting.reference, named, ", ".join(filter(None, (when, place))))


def _party(party) -> str:
    if party.people:
        return "; ".join(party.people)
    return ", ".join(filter(None, (party.group, party.organisation)))


def make_sheet(
    text: WrittenText,
    meetings: Sequence[MeetingFacts],
    *,
    findings: Sequence[Finding] = (),
    differing: Sequence[Differing] = (),
    late: Sequence[LateMeeting] = (),
    combined: Combined | None = None,
    blank_after: int | None = None,
) -> Sheet:
    """Return the Sheet of a text.

    `combined` brings wordings of whoever writes beside those that are stored; `blank_after` is the
    place, as of a block, after which an empty paragraph is to be written.
    """
    records = {meeting.reference: record_of(meeting) for meeting in meetings}
    by_key: dict[str, list[Finding]] = {}
    for finding in findings:
        by_key.setdefault(finding.key, []).append(finding)
    made = _Maker(text, records, by_key, differing)
    blocks = [made.title(combined)]
    paragraphs = combined.paragraphs if combined else ()
    number = -1
    if combined and len([p for p in paragraphs if p.paragraph]) == len(text.paragraphs):
        for one in paragraphs:
            number += bool(one.paragraph)
            blocks.append(made.paragraph(number if one.paragraph else None, one.mine, len(blocks)))
    else:
        blocks += [made.paragraph(n, None, n + 1) for n in range(len(text.paragraphs))]
    if blank_after is not None:
        place = max(1, min(blank_after + 1, len(blocks)))
        blocks.insert(place, Block(place, PARAGRAPH, _("New paragraph"), ""))
    return Sheet(_finished(blocks, late), tuple(records.values()))


def _finished(blocks: list[Block], late: Sequence[LateMeeting]) -> tuple[Block, ...]:
    """Return the blocks numbered anew, each with the meetings that belong after it."""
    last = len(blocks) - 1
    finished = []
    for index, block in enumerate(blocks):
        there = tuple(
            one for one in late if min(one.after + 1, last) == index or (one.after < 0 == index)
        )
        finished.append(
            Block(
                index, block.kind, block.label, block.text, block.sentences, block.records,
                block.theirs, index == last, there,
            )
        )  # fmt: skip
    return tuple(finished)


class _Maker:
    def __init__(
        self,
        text: WrittenText,
        records: Mapping[str, Record],
        findings: Mapping[str, list[Finding]],
        differing: Sequence[Differing],
    ) -> None:
        self.text, self.records, self.findings = text, records, findings
        self.differing = differing
        self.number = 0

    def title(self, combined: Combined | None) -> Block:
        title = self.text.title
        theirs = title.text if combined and combined.my_title is not None else None
        words = combined.my_title if combined and combined.my_title is not None else title.text
        return Block(
            0, TITLE, _("Title"), words, self._sentences((title,)), self._records((title,)), theirs
        )

    def paragraph(self, index: int | None, mine: str | None, place: int) -> Block:
        paragraph = () if index is None else self.text.paragraphs[index]
        kind, label = self._kind(index)
        words = paragraph_text(paragraph)
        return Block(
            index=place,
            kind=kind,
            label=label,
            text=words if mine is None else mine,
            sentences=self._sentences(paragraph),
            records=self._records(paragraph),
            theirs=None if mine is None else words,
        )

    def _kind(self, index: int | None) -> tuple[str, str]:
        if index is not None and self.text.is_summary(index):
            return (OPENING, _("Opening")) if index == 0 else (CLOSE, _("Close"))
        self.number += 1
        return PARAGRAPH, _("Paragraph %(n)s") % {"n": self.number}

    def _sentences(self, paragraph: WrittenParagraph) -> tuple[SheetSentence, ...]:
        found, start = [], 0
        for number, one in enumerate(paragraph, 1):
            end = start + len(one.text.encode("utf-16-le", "replace")) // 2
            about = tuple(self.findings.get(one.key, ()))
            differing = tuple(each for each in self.differing if each.key == one.key)
            found.append(SheetSentence(one, number, start, end, about, differing))
            start = end + 1
        return tuple(found)

    def _records(self, paragraph: WrittenParagraph) -> tuple[Record, ...]:
        references = dict.fromkeys(ref for sentence in paragraph for ref in sentence.references)
        return tuple(self.records.get(reference, Record(reference)) for reference in references)
