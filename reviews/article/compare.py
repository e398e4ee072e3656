"""A written text beside what the records say now: what is to be answered, and figures that differ. Pure.

A sentence is asked about when a meeting that it rests on is no longer counted in the month, or was
changed so that another sentence would be composed of it. An answer holds until the record changes again.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.article.differences import Piece, word_by_word
from reviews.article.paragraphs import Article, Paragraph, Sentence
from reviews.article.written import WrittenSentence, WrittenText
from reviews.month.meetings import MeetingFacts, meeting_digests

CHANGED, NO_RECORD, LATE = "changed", "no-record", "late"
CANCELLED, RESTRICTED, MOVED, REMOVED = "cancelled", "restricted", "moved", "removed"
GONE = (CANCELLED, RESTRICTED, MOVED, REMOVED)
TAKE, KEEP, REMOVE, REWORD = "take", "keep", "remove", "reword"
SHOWN = 60  # letters of a sentence where it is named by its first words


@dataclass(frozen=True)
class Fate:
    """Why a month no longer counts a meeting: `what` is one of GONE, `by` and `at` those of the change.

    `when` is its day or place in words, `month` the one it moved to. One that the reader may not
    read is_hidden, and has nothing but `what`.
    """

    what: str
    by: str = ""
    at: datetime | None = None
    month: date | None = None
    when: str = ""
    is_hidden: bool = False

    @property
    def words(self) -> str:
        """What a sentence does that tells of the meeting."""
        day = date_format(self.at, "j F") if self.at else ""
        if self.is_hidden:
            return _("tells of a meeting that may no longer be told")
        if self.what == MOVED and self.month:
            values = {"month": date_format(self.month, "F Y")}
            return _("tells of a meeting that is now in %(month)s") % values
        texts = {
            CANCELLED: (
                _("tells of a meeting that was cancelled"),
                _("tells of a meeting that was cancelled on %(day)s"),
            ),
            RESTRICTED: (
                _("tells of a meeting that is restricted"),
                _("tells of a meeting that was restricted on %(day)s"),
            ),
        }
        gone = _("tells of a meeting that is no longer on record")
        without_day, with_day = texts.get(self.what, (gone, gone))
        return with_day % {"day": day} if day else without_day

    @property
    def mark(self) -> str:
        if self.is_hidden:
            return _("may not be told")
        if self.what == MOVED and self.month:
            return _("moved to %(month)s") % {"month": date_format(self.month, "F")}
        return {
            CANCELLED: _("cancelled"),
            RESTRICTED: _("restricted"),
            MOVED: _("moved to another month"),
        }.get(self.what, _("removed"))


@dataclass(frozen=True)
class Finding:
    """What the records say of a sentence, or of a meeting that is not in the text.

    `key` is that of the sentence, of a late meeting that of the sentence it stands after, or "".
    `reference` is the meeting's, empty where the whole month is meant. `state` is what an answer is
    kept with. `sentences` are composed now, to be taken instead; `where` and `words` make its title.
    `by` and `at` are those of the change, where they are known.
    """

    key: str
    reference: str
    what: str
    words: str
    state: str = ""
    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    where: str = ""
    fate: Fate | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def now(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the records say now, with what is new in it apart."""
        if not self.now:
            return ()
        return tuple(piece for piece in word_by_word(self.text, self.now) if not piece.is_out)

    @property
    def is_question(self) -> bool:
        """Whether a month can't be signed before it is answered."""
        return self.what != LATE

    @property
    def is_gone(self) -> bool:
        return self.what in GONE

    @property
    def is_hidden(self) -> bool:
        return self.fate is not None and self.fate.is_hidden

    @property
    def name(self) -> str:
        """What its fields in a form are named after: `ask-NAME`, `why-NAME`."""
        return f"{self.key}-{self.reference}"

    @property
    def title(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words

    @property
    def mark(self) -> str:
        """The word or two that stand after the sentence."""
        if self.fate:
            return self.fate.mark
        if self.what == CHANGED:
            return _("record changed") if self.reference else _("month changed")
        return _("no record") if self.what == NO_RECORD else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What it can be answered with."""
        if self.what == CHANGED:
            return (TAKE, KEEP, REMOVE) if self.sentences else (KEEP, REMOVE)
        if self.is_gone:
            return (TAKE, REMOVE, REWORD, KEEP) if self.sentences else (REMOVE, REWORD, KEEP)
        return (REMOVE,)

    @property
    def needs_reason(self) -> bool:
        """Whether to keep it takes a reason."""
        return self.is_gone


def find(
    text: WrittenText,
    article: Article,
    meetings: Sequence[MeetingFacts],
    fates: Mapping[str, Fate],
) -> tuple[Finding, ...]:
    """Return what is to be answered in a text, in its order, then the late meetings.

    `article` is what is composed of `meetings`, those that the month counts; `fates` holds, by
    reference, what became of others that the text rests on.
    """
    found = _Comparison(text, article, meetings, fates)
    return (*found.questions(), *found.late())


def gone_from(text: WrittenText, meetings: Iterable[MeetingFacts]) -> frozenset[str]:
    """Return the references that a text rests on and that the month does not count."""
    return text.references - {meeting.reference for meeting in meetings}


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:12]


class _Comparison:
    def __init__(
        self,
        text: WrittenText,
        article: Article,
        meetings: Sequence[MeetingFacts],
        fates: Mapping[str, Fate],
    ) -> None:
        self.text, self.article, self.fates = text, article, fates
        self.meetings = {meeting.reference: meeting for meeting in meetings}
        self.digests = meeting_digests(tuple(meetings))
        self.composed: dict[frozenset[str], list[Sentence]] = defaultdict(list)
        for paragraph in article.paragraphs:
            if not paragraph.is_summary:
                for sentence in paragraph.sentences:
                    self.composed[frozenset(sentence.references)].append(sentence)
        self.written: dict[frozenset[str], list[WrittenSentence]] = defaultdict(list)
        for index, one in enumerate(text.paragraphs):
            if not text.is_summary(index):
                for written in one:
                    self.written[frozenset(written.references)].append(written)

    def questions(self) -> Iterator[Finding]:
        yield from self._summary(self.text.title, _("The title"), self.article.title)
        for index, paragraph in enumerate(self.text.paragraphs):
            if self.text.is_summary(index):
                composed = self._summary_now(index)
                for number, sentence in enumerate(paragraph):
                    now = composed.sentences[number : number + 1] if composed else ()
                    yield from self._summary(sentence, self.text.label_of(index), *now)
            else:
                for sentence in paragraph:
                    yield from self._sentence(sentence)

    def _summary_now(self, index: int) -> Paragraph | None:
        """Return the opening or the close as it is composed now."""
        if not self.article.paragraphs:
            return None
        found = self.article.paragraphs[0 if index == 0 else -1]
        return found if found.is_summary else None

    def _summary(
        self, sentence: WrittenSentence, where: str, now: Sentence | None = None
    ) -> Iterator[Finding]:
        """Ask about a sentence on the whole month that nobody edited; in an edited one figures are compared."""
        references = now.references if now else ()
        basis = {ref: self.digests[ref] for ref in references if ref in self.digests}
        is_as_composed = sentence.text == sentence.composed and sentence.composed
        if not is_as_composed or basis == sentence.basis or (now and now.text == sentence.text):
            return
        state = digest_of(now.text if now else "")
        if any(not one.reference and one.state == state for one in sentence.kept):
            return
        yield Finding(
            key=sentence.key,
            reference="",
            what=CHANGED,
            words=_("the month changed after this was written"),
            state=state,
            text=sentence.text,
            sentences=(now,) if now else (),
            where=where,
        )

    def _sentence(self, sentence: WrittenSentence) -> Iterator[Finding]:
        if sentence.has_no_record:
            words = _("has no record: say which meeting it tells of, or that it needs none")
            where = _("“%(words)s”") % {"words": _first_words(sentence.text)}
            yield Finding(sentence.key, "", NO_RECORD, words, text=sentence.text, where=where)
        gone = [ref for ref in sentence.references if ref not in self.meetings]
        for reference in gone:
            yield from self._gone(sentence, reference)
        if not gone:
            yield from self._changed(sentence)

    def _gone(self, sentence: WrittenSentence, reference: str) -> Iterator[Finding]:
        fate = self.fates.get(reference, Fate(REMOVED))
        if _is_kept(sentence, reference, fate.what):
            return
        left = frozenset(ref for ref in sentence.references if ref in self.meetings)
        yield Finding(
            key=sentence.key,
            reference=reference,
            what=fate.what,
            words=fate.words,
            state=fate.what,
            text=sentence.text,
            sentences=tuple(self.composed.get(left, ())) if left else (),
            where=fate.when or (_first_words(sentence.text) if not fate.is_hidden else ""),
            fate=fate,
            by=fate.by,
            at=fate.at,
        )

    def _changed(self, sentence: WrittenSentence) -> Iterator[Finding]:
        changed = [
            reference
            for reference in sentence.references
            if sentence.basis.get(reference) != self.digests[reference]
            and not _is_kept(sentence, reference, self.digests[reference])
        ]
        if not changed:
            return
        now = self._now(sentence)
        if now is None:
            return
        reference = changed[0]
        yield Finding(
            key=sentence.key,
            reference=reference,
            what=CHANGED,
            words=_("the record changed after this was written"),
            state=self.digests[reference],
            text=sentence.text,
            sentences=now,
            where=_when(self.meetings[reference]),
        )

    def _now(self, sentence: WrittenSentence) -> tuple[Sentence, ...] | None:
        """Return what is composed now in the place of a sentence; None where it is what it was composed as."""
        key = frozenset(sentence.references)
        composed = self.composed.get(key, [])
        if sentence.is_new:
            return tuple(composed)
        wordings = {words for one in composed for words in (one.text, one.alone) if words}
        others = self.written[key]
        known = {one.composed for one in others}
        stale = [one for one in others if one.composed and one.composed not in wordings]
        fresh = [one for one in composed if not {one.text, one.alone} & known]
        if sentence not in stale:
            as_it_is = [one for one in composed if sentence.composed in (one.text, one.alone)]
            is_last = bool(fresh) and not stale and sentence == _last_composed(others)
            return (*as_it_is[:1], *fresh) if is_last else None
        place = stale.index(sentence)
        return tuple(fresh[place:] if place == len(stale) - 1 else fresh[place : place + 1])

    def late(self) -> Iterator[Finding]:
        """Yield the meetings that can be told, are not, and were not left out on purpose."""
        states = {one.reference: one.state for one in self.text.taken_out}
        told = self.text.told
        for reference, meeting in self.meetings.items():
            sentences = tuple(self.article.about(reference))
            if reference in told or states.get(reference) == self.digests[reference]:
                continue
            if sentences:
                words = _("is not in the text")
                yield Finding(
                    "",
                    reference,
                    LATE,
                    words,
                    self.digests[reference],
                    "",
                    sentences,
                    _when(meeting),
                )


def _last_composed(sentences: Sequence[WrittenSentence]) -> WrittenSentence | None:
    return next((one for one in reversed(sentences) if one.composed), None)


def _is_kept(sentence: WrittenSentence, reference: str, state: str) -> bool:
    return any(one.reference == reference and one.state == state for one in sentence.kept)


def _when(meeting: MeetingFacts) -> str:
    """Return the day of a meeting, or its place where the day is not known."""
    if meeting.is_month_only:
        return meeting.place.name if meeting.place else meeting.reference
    return date_format(meeting.day, "j F")


def _first_words(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True)
class Differing:
    """A figure or a place in an edited sentence that is not the month's; `now` is empty for a place.

    `state` is what is kept when it is left as it is.
    """

    key: str
    said: str
    now: str
    phrase: str
    state: str
    where: str
    text: str = ""

    @property
    def is_place(self) -> bool:
        return not self.now

    @property
    def can_be_taken_out(self) -> bool:
        """Whether it is a place that stands in a list of places."""
        return self.is_place and without_place(self.text, self.said) is not None

    @property
    def name(self) -> str:
        """What its button in a form is named after."""
        return f"{self.key}-{self.state}"


WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
NUMBER = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(WORDS)})"


def figures(
    text: WrittenText, counts: Mapping[str, int], nouns: Mapping[str, str]
) -> tuple[Differing, ...]:
    """Return the figures of the whole month in edited sentences that are not its `counts`.

    `nouns` is {pattern of what is counted: key of `counts`}. A sentence on single meetings is left
    alone: what it counts is theirs.
    """
    found: list[Differing] = []
    for index, paragraph in enumerate(text.paragraphs):
        where = text.label_of(index)
        for sentence in paragraph:
            is_whole = text.is_summary(index) or not sentence.references
            if is_whole and sentence.text != sentence.composed:
                found += _figures(sentence, where, counts, nouns)
    return tuple(found)


def _figures(
    sentence: WrittenSentence, where: str, counts: Mapping[str, int], nouns: Mapping[str, str]
) -> Iterator[Differing]:
    for noun, name in nouns.items():
        for match in re.finditer(
            rf"(?<![\w.,]){NUMBER}(?= (?:{noun})\b)", sentence.text, re.IGNORECASE
        ):
            said, count = match["n"], counts[name]
            if number_of(said) == count:
                continue
            state = f"{said} {name} {count}"
            if not _is_kept(sentence, "", state):
                phrase = re.match(
                    rf"{re.escape(said)} (?:{noun})", sentence.text[match.start() :], re.I
                )
                now = in_style_of(said, count)
                yield Differing(
                    sentence.key,
                    said,
                    now,
                    phrase[0] if phrase else said,
                    state,
                    where,
                    sentence.text,
                )


def number_of(said: str) -> int:
    lowered = said.lower()
    return WORDS.index(lowered) if lowered in WORDS else int(said.replace(",", ""))


def in_style_of(said: str, count: int) -> str:
    """Return a number as `said` is written: in words where that is, below ten; with its capital."""
    if said.lower() not in WORDS or count >= len(WORDS):
        return f"{count:,}"
    word = WORDS[count]
    return word.capitalize() if said[:1].isupper() else word


def places(
    text: WrittenText, names: Mapping[str, str], here: frozenset[str]
) -> tuple[Differing, ...]:
    """Return the places in edited sentences in which the month has no meeting, nor any record names.

    `names` is {name as it may be printed: the place's own}, `here` are those own names of places that
    a record of the month names.
    """
    absent = [name for name, own in names.items() if own not in here]
    if not absent:
        return ()
    pattern = re.compile(
        rf"\b({'|'.join(map(re.escape, sorted(absent, key=len, reverse=True)))})\b"
    )
    found: list[Differing] = []
    for index, paragraph in enumerate(text.paragraphs):
        for sentence in paragraph:
            if sentence.text == sentence.composed:
                continue
            for name in dict.fromkeys(pattern.findall(sentence.text)):
                if not _is_kept(sentence, "", f"place {name}"):
                    where = text.label_of(index)
                    state = f"place {name}"
                    words = sentence.text
                    found.append(Differing(sentence.key, name, "", name, state, where, words))
    return tuple(found)


def without_place(words: str, name: str) -> str | None:
    """Return a sentence without a place in a list of places; None where it stands in no list."""
    place = re.escape(name)
    for pattern, instead in (
        (rf", {place}(?=,| and )", ""),
        (rf"\b{place}, ", ""),
        (rf"\b{place} and (?=[A-Z])", ""),
    ):
        if re.search(pattern, words):
            return re.sub(pattern, instead, words, count=1)
    if match := re.search(rf"(?P<before>[^.;:]*) and {place}\b", words):
        head, comma, last = match["before"].rpartition(", ")
        is_list = comma and re.fullmatch(r"[^\W\d_][\w’' -]*", last) and last[:1].isupper()
        before = f"{head} and {last}" if is_list else match["before"]
        return words[: match.start()] + before + words[match.end() :]
    return None
