"""A text without the sentences of meetings that its reader may not read. Pure: values in, values out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reviews.article.paragraphs import Article, Sentence
from reviews.article.written import WrittenParagraph, WrittenSentence, WrittenText
from reviews.month.meetings import MeetingFacts
from toolkit.spelling import fold

RESTRICTED = "restricted"
SHORTEST_NAME = 4


def text_without(
    text: WrittenText, hidden: frozenset[str], records: Iterable[MeetingFacts], rest: Article
) -> WrittenText:
    """Return a text without what tells of the `hidden` meetings (references).

    `records` are the meetings of the month, `rest` is composed of those that are not hidden: where
    nobody edited a sentence on several meetings, its wording without the hidden ones comes in its
    place. What names a person, an organisation or a place of a hidden meeting alone goes too,
    whatever it says of its records. A sentence that was kept on purpose although its meeting is
    restricted stays.
    """
    names = names_pattern(records, hidden)
    reader = _Reader(hidden, names, rest)
    paragraphs = (reader.paragraph(text, index) for index in range(len(text.paragraphs)))
    return replace(
        text,
        title=reader.title(text.title),
        paragraphs=tuple(filter(None, paragraphs)),
        taken_out=tuple(one for one in text.taken_out if one.reference not in hidden),
        answers=(),
    )


class _Reader:
    def __init__(
        self, hidden: frozenset[str], names: re.Pattern[str] | None, rest: Article
    ) -> None:
        self.hidden, self.names, self.rest = hidden, names, rest
        of_meetings = [p for p in rest.paragraphs if not p.is_summary]
        self.wordings: dict[frozenset[str], Sentence] = {
            frozenset(sentence.references): sentence
            for paragraph in of_meetings
            for sentence in paragraph.sentences
        }

    def title(self, title: WrittenSentence) -> WrittenSentence:
        if self._is_free(title):
            return self._cleared(title)
        return _reworded(title, self.rest.title)

    def paragraph(self, text: WrittenText, index: int) -> WrittenParagraph:
        sentences = text.paragraphs[index]
        if text.is_summary(index) and not all(map(self._is_free, sentences)):
            return self._summary(text, index)
        return tuple(filter(None, map(self._sentence, sentences)))

    def _summary(self, text: WrittenText, index: int) -> WrittenParagraph:
        """Return the opening or the close of what is left; of an edited one the sentences that are free."""
        sentences = text.paragraphs[index]
        if any(sentence.text != sentence.composed for sentence in sentences):
            return tuple(self._cleared(one) for one in sentences if self._is_free(one))
        at = 0 if index == 0 else -1
        found = self.rest.paragraphs[at] if self.rest.paragraphs else None
        if found is None or not found.is_summary:
            return ()
        pairs = zip(sentences, found.sentences, strict=False)
        return tuple(_reworded(old, new) for old, new in pairs)

    def _sentence(self, sentence: WrittenSentence) -> WrittenSentence | None:
        if self._is_free(sentence):
            return self._cleared(sentence)
        left = frozenset(sentence.references) - self.hidden
        wording = self.wordings.get(left)
        if not left or wording is None or sentence.text != sentence.composed:
            return None
        return _reworded(sentence, wording)

    def _is_free(self, sentence: WrittenSentence) -> bool:
        kept = {one.reference for one in sentence.kept if one.state == RESTRICTED}
        if self.hidden & set(sentence.references) - kept:
            return False
        return bool(kept) or not (self.names and self.names.search(f" {fold(sentence.text)} "))

    def _cleared(self, sentence: WrittenSentence) -> WrittenSentence:
        """Return a free sentence without a link to a hidden meeting, and as it reads when that is not told before."""
        words = sentence.text
        if sentence.text == sentence.composed and self.hidden & set(sentence.leans_on):
            words = sentence.alone or words
        return replace(
            sentence,
            text=words,
            references=tuple(ref for ref in sentence.references if ref not in self.hidden),
            basis={ref: d for ref, d in sentence.basis.items() if ref not in self.hidden},
            kept=tuple(one for one in sentence.kept if one.reference not in self.hidden),
            leans_on=tuple(ref for ref in sentence.leans_on if ref not in self.hidden),
        )


def _reworded(sentence: WrittenSentence, wording: Sentence) -> WrittenSentence:
    words = wording.alone or wording.text
    references = tuple(wording.references)
    return WrittenSentence(
        sentence.key, words, references, composed=words, is_summary=sentence.is_summary
    )


def markdown_without(
    markdown: str, hidden: frozenset[str], records: Iterable[MeetingFacts], composed: Article
) -> str | None:
    """Return a text that was kept as Markdown without the sentences of the `hidden` meetings.

    `composed` is composed of all `records`. None where its sentences on a hidden meeting are not in
    the text, or where a name of a hidden meeting alone is left: then nobody can tell what to take out.
    """
    told: set[str] = set()
    for sentence in (composed.title, *_sentences(composed)):
        if not hidden & set(sentence.references):
            continue
        markdown, count = markdown_pattern(sentence.text).subn("", markdown)
        if not count:
            return None
        told |= hidden & set(sentence.references)
    names = names_pattern(records, hidden)
    if told != hidden or (names and names.search(f" {fold(markdown)} ")):
        return None
    blocks = (block.strip() for block in re.split(r"\n\s*\n", markdown))
    return "\n\n".join(block for block in blocks if block.strip("# \n"))


def _sentences(article: Article) -> Iterator[Sentence]:
    for paragraph in article.paragraphs:
        yield from paragraph.sentences


def markdown_pattern(sentence: str) -> re.Pattern[str]:
    """Return the pattern that finds a sentence in Markdown, its signs escaped or not, its lines wrapped or not."""
    words = ("".join(rf"\\?{re.escape(letter)}" for letter in word) for word in sentence.split())
    return re.compile(r"\s+".join(words) + r"[ \t]*")


def names_pattern(
    records: Iterable[MeetingFacts], hidden: frozenset[str]
) -> re.Pattern[str] | None:
    """Return the pattern of the folded names that no meeting but the hidden ones holds; None without any."""
    known: set[str] = set()
    secret: set[str] = set()
    for meeting in records:
        (secret if meeting.reference in hidden else known).update(_names(meeting))
    everywhere = f" {' '.join(sorted(known))} "
    alone = {name for name in secret - known if f" {name} " not in everywhere}
    if not alone:
        return None
    return re.compile("|".join(rf"(?<= ){re.escape(name)}(?= )" for name in sorted(alone)))


def _names(meeting: MeetingFacts) -> Iterator[str]:
    """Yield the folded names of people, organisations and places, and the last word of a person's."""
    place = meeting.place
    names = [place.name, place.official_name, place.municipality] if place else []
    for one in meeting.parties:
        names += [one.name, one.parent, one.short_name]
        for speaker in one.speakers:
            names += [speaker.name, *speaker.name.split()[-1:]]
    names.append(meeting.event_name)
    yield from (folded for name in names if len(folded := fold(name)) >= SHORTEST_NAME)
