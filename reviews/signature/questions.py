"""What is to be answered in the text of a month before it can be signed, and the answers to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings

from accounts.models import User
from reviews.article import edits
from reviews.article.answers import (
    LEAVE,
    WRITE,
    answer_all,
    give_record,
    note_put_in,
    settle_figure,
    undo,
)
from reviews.article.box_remarks import unanswered_lines
from reviews.article.compare import (
    CHANGED,
    LATE,
    NO_RECORD,
    Differing,
    Finding,
    figures,
    find,
    gone_from,
    places,
)
from reviews.article.lines import Remark
from reviews.article.written import WrittenText
from reviews.build_report import compose_article, composed_text, text_of
from reviews.models import MonthlyReview
from reviews.month.figures import Counts
from reviews.month.meetings import MeetingFacts, meeting_digests
from reviews.month.report import Report
from reviews.signature.fates import read_fates, with_last_changes
from stakeholders.levels import second_level
from toolkit.spelling import fold

OWN = "none"  # the answer that a sentence needs no record


@dataclass(frozen=True)
class OpenText:
    """The text of a month that is not signed, beside what its records say now.

    `text` is what somebody wrote, else what is composed; of a composed one nothing is to be asked.
    """

    text: WrittenText
    findings: tuple[Finding, ...]
    differing: tuple[Differing, ...]
    meetings: tuple[MeetingFacts, ...]
    is_composed: bool

    @property
    def questions(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.is_question)

    @property
    def late(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.what == LATE)

    @cached_property
    def by_sentence(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in self.questions:
            found.setdefault(one.key, []).append(one)
        return found

    @cached_property
    def differing_by_sentence(self) -> dict[str, Differing]:
        return {one.key: one for one in self.differing}

    @property
    def told(self) -> int:
        """How many meetings of the month are in the text."""
        told = self.text.told
        return sum(meeting.reference in told for meeting in self.meetings)

    @cached_property
    def digests(self) -> dict[str, str]:
        return meeting_digests(self.meetings)

    @property
    def lines_withheld(self) -> tuple[tuple[MeetingFacts, Remark], ...]:
        """The meetings whose public line is not printed in full until a remark on it is answered, with it."""
        waiting = {line.reference: line.remark for line in unanswered_lines(self.meetings)}
        return tuple(
            (one, waiting[one.reference])
            for one in self.meetings
            if one.reference in waiting and one.reference in self.text.told
        )

    @property
    def without_line(self) -> tuple[MeetingFacts, ...]:
        told = self.text.told
        return tuple(
            one for one in self.meetings if one.reference in told and not one.public_line.strip()
        )


def open_text(review: MonthlyReview, report: Report, user: User) -> OpenText:
    """Return the text of a review beside its Report as it is now, as `user` may know of it.

    Three queries where a meeting is gone from the month, one where one was changed.
    """
    text = text_of(review, report.records)
    if review.text is None:
        return OpenText(text, (), (), report.records, is_composed=True)
    fates = read_fates(gone_from(text, report.records), review.month, user)
    article = compose_article(report.records, report.year, report.month)
    findings = find(text, article, report.records, fates)
    changed = {one.reference for one in findings if one.what == CHANGED and one.reference}
    findings = with_last_changes(findings, changed)
    towns = [square.name for row in report.not_visited.rows for square in row.squares]
    differing = differing_in(text, report.summary.counts, towns, report.records)
    return OpenText(text, findings, differing, report.records, is_composed=False)


def differing_in(
    text: WrittenText, counts: Counts, towns: Iterable[str], meetings: tuple[MeetingFacts, ...]
) -> tuple[Differing, ...]:
    """Return the figures and places in edited sentences that are not those of a month.

    `towns` are the country's municipalities; a town that no meeting names differs.
    """
    found = figures(text, asdict(counts), nouns())
    return (*found, *places(text, *places_of(towns, meetings)))


def nouns() -> dict[str, str]:
    """Return {pattern of what a text counts: the figure of the month that it means}."""
    level = second_level()
    return {
        r"meetings?(?:, visits? and events?)?|meetings? and (?:field )?visits?": "meetings",
        r"organi[sz]ations?": "organisations",
        rf"{level.singular}|{level.plural}": "municipalities",
        r"action points?": "action_points",
    }


def places_of(
    towns: Iterable[str], meetings: tuple[MeetingFacts, ...]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return ({name as it may be printed: the town's own}, those that a meeting of the month names)."""
    own = {name: name for name in towns}
    printed = {fold(name): words for name, words in settings.PLACE_NAMES_IN_TEXT.items()}
    names = own | {printed[fold(name)]: name for name in own if fold(name) in printed}
    known = f" {fold(' '.join(_words(meetings)))} "
    here = (own for name, own in names.items() if f" {fold(name)} " in known)
    return names, frozenset(here)


def _words(meetings: tuple[MeetingFacts, ...]) -> Iterator[str]:
    """Yield all names and texts of meetings."""
    for meeting in meetings:
        yield from (meeting.event_name, meeting.public_line)
        if place := meeting.place:
            yield from (place.full_name, place.official_name, place.municipality)
        for one in meeting.parties:
            yield from (one.organisation, one.short_name, one.group, *one.people)


@dataclass(frozen=True)
class Answered:
    """The text with what a form answered; `lacking` are the findings kept without a reason."""

    text: WrittenText
    lacking: tuple[Finding, ...] = ()


def is_answer(fields: Mapping[str, str]) -> bool:
    """Whether a form brings an answer, rather than the signature."""
    names = ("record", "settle", "undo", "put", "leave", "back")
    return any(name in fields for name in names) or any(name.startswith("ask-") for name in fields)


def answered(
    opened: OpenText, fields: Mapping[str, str], month: tuple[int, int], *, by: str, at: datetime
) -> Answered:
    """Return the text of a month with all answers that the fields of a form bring."""
    text, lacking = answer_all(
        opened.text, opened.questions, fields, by=by, at=at, digests=opened.digests
    )
    text = _with_records(opened, text, fields, by=by, at=at)
    text = _with_figures(opened, text, fields, by=by, at=at)
    text = _with_meetings(opened, text, fields, month, edits.Writer(by, at))
    if "undo" in fields:
        text = undo(text, fields["undo"])
    return Answered(text, tuple(lacking))


def _with_records(
    opened: OpenText, text: WrittenText, fields: Mapping[str, str], *, by: str, at: datetime
) -> WrittenText:
    """Apply `record`, the key of a sentence, with `record-KEY`: a reference, or OWN."""
    key = fields.get("record", "")
    reference = fields.get(f"record-{key}", "")
    for finding in opened.questions:
        if finding.what == NO_RECORD and finding.key == key and reference:
            known = "" if reference == OWN else reference
            text = give_record(text, finding, known, by=by, at=at, digests=opened.digests)
    return text


def _with_figures(
    opened: OpenText, text: WrittenText, fields: Mapping[str, str], *, by: str, at: datetime
) -> WrittenText:
    """Apply `settle`: "write" or "leave", and the name of what differs."""
    choice, _space, name = fields.get("settle", "").partition(" ")
    for differing in opened.differing:
        if differing.name == name and choice in (WRITE, LEAVE):
            text = settle_figure(text, differing, choice, by=by, at=at)
    return text


def _with_meetings(
    opened: OpenText,
    text: WrittenText,
    fields: Mapping[str, str],
    month: tuple[int, int],
    writer: edits.Writer,
) -> WrittenText:
    """Apply `put` and `back` (a meeting comes into the text at its place by date) and `leave`."""
    if fields.get("leave") in opened.digests:
        return edits.leave_out(text, fields["leave"], opened.digests, writer)
    reference = fields.get("put") or fields.get("back") or ""
    alone = tuple(one for one in opened.meetings if one.reference == reference)
    if not alone or reference in text.told:
        return text
    order = [meeting.reference for meeting in opened.meetings]
    after = edits.put_in(text, composed_text(alone, *month).body, order)
    return note_put_in(text, after, reference, by=writer.by, at=writer.at)
