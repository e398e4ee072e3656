"""After writing: which sentence of a typed text is which of the text before, and what it rests on. Pure.

Same words first, then most words in common, first where it stood, then anywhere in the text; what is
joined has the meetings of both, both halves of what is split keep theirs. A sentence that could be two
of other meetings is none: it is asked about, as any that is new.
"""

import hashlib
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache, partial

from reviews.article.paragraphs import Article
from reviews.article.sentences import split_paragraphs, split_sentences, squash
from reviews.article.written import (
    Digests,
    TakenOut,
    WrittenSentence,
    WrittenText,
    paragraph_text,
    written_from,
)
from toolkit.spelling import fold

# Shares of the weight of two sentences' words that they have in common.
ALIKE_ANYWHERE = 0.5
ALIKE_IN_PLACE = 0.3  # between the same neighbours
ALIKE_IN_PARAGRAPH = 0.4
PART_OF = 0.7  # of a sentence within another one
LEFT_FOR_SECOND = 0.3  # of a second sentence in what a first one leaves of a joined one
TIE = 0.02
MOST_ALIKE = 50  # sentences of the same words of which the one nearest to its neighbours is taken
MOST_COMPARED = 400  # sentences that are compared word by word


@dataclass
class _Typed:
    """A typed sentence, the paragraph it stands in, and which sentences before it is made of."""

    text: str
    paragraph: int
    origins: list[int] = field(default_factory=list)
    is_half: bool = False
    is_moved: bool = False


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text) or squash(text)


@lru_cache(maxsize=4096)
def _words(text: str) -> Counter[str]:
    return Counter(_folded(text).split())


def match(
    before: WrittenText, title: str, paragraphs: Sequence[str], *, by: str, at: datetime
) -> WrittenText:
    """Return what was typed as a text whose sentences have the meetings of those `before`.

    `by` and `at` are noted with whatever is new, edited or moved. An empty title is the one before.
    """
    known = [sentence.text for sentence in before.body]
    typed = [
        _Typed(text, number)
        for number, part in enumerate(p for one in paragraphs for p in split_paragraphs(one))
        for text in split_sentences(part, known)
    ]
    _Matcher(before, typed).match()
    written = _Writer(before, by, at).write(title, typed)
    return settle(before, written)


class _Matcher:
    """Finds for each typed sentence the sentences of the body before that it is made of."""

    def __init__(self, before: WrittenText, typed: list[_Typed]) -> None:
        self.old = before.body
        self.home = [n for n, paragraph in enumerate(before.paragraphs) for _one in paragraph]
        self.typed = typed
        self.free = set(range(len(self.old)))
        spread = Counter(word for one in self.old for word in _words(one.text))
        many = len(self.old) + 1
        self.weights = {word: math.log(1 + many / n) for word, n in spread.items()}
        self.unknown = math.log(1 + many)

    def match(self) -> None:
        self._same_words()
        loose = [one for one in self.typed if not one.origins]
        if len(loose) * len(self.free) <= MOST_COMPARED**2:
            self._in_place()
            self._most_in_common()
            self._joined()
        self._halves()
        self._moved()

    def _same_words(self) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(self.old):
            places[_folded(sentence.text)].append(number)
        # What stands once says where the rest belongs: of the same words twice, each has its neighbours.
        for exactly, is_once in ((True, True), (True, False), (False, False)):
            for index, one in enumerate(self.typed):
                if one.origins:
                    continue
                found = [n for n in places.get(_folded(one.text), ()) if n in self.free]
                if exactly:
                    found = [n for n in found if self.old[n].text == one.text]
                if not found or (is_once and len(found) > 1):
                    continue
                self._take(one, min(found[:MOST_ALIKE], key=partial(self._distance, index)))

    def _distance(self, index: int, number: int) -> tuple[int, int]:
        """Return how far from its neighbours a typed sentence would be if it were the one before of this number."""
        near = [
            abs(self.typed[beside].origins[0] + index - beside - number)
            for beside in (index - 1, index + 1)
            if 0 <= beside < len(self.typed) and self.typed[beside].origins
        ]
        return min(near, default=len(self.old)), number

    def _take(self, one: _Typed, number: int) -> None:
        one.origins.append(number)
        self.free.discard(number)

    def _in_place(self) -> None:
        """Match what stands alone between the same neighbours as before."""
        for index, one in enumerate(self.typed):
            if one.origins:
                continue
            first = self._neighbour(index, -1)
            last = self._neighbour(index, 1)
            between = [n for n in range(first + 1, last) if n in self.free]
            if len(between) == 1 and self._likeness(one.text, between[0]) >= ALIKE_IN_PLACE:
                self._take(one, between[0])

    def _neighbour(self, index: int, step: int) -> int:
        """Return the place before of the sentence beside a typed one; -1 or the end at the edges of the text.

        A neighbour that is itself new stands between nothing: no place, and so no sentence between.
        """
        beside = index + step
        if beside < 0:
            return -1
        if beside == len(self.typed):
            return len(self.old)
        origins = self.typed[beside].origins
        if origins:
            return origins[-1]
        return len(self.old) if step < 0 else -1

    def _weight(self, words: Counter[str]) -> float:
        return sum(self.weights.get(word, self.unknown) * n for word, n in words.items())

    def _likeness(self, text: str, number: int) -> float:
        """Return how much two sentences have in common, from 0 to 1; a whole one inside a longer one is much."""
        mine, old = _words(text), _words(self.old[number].text)
        common = self._weight(mine & old)
        weight = self._weight(old)
        alike = 2 * common / ((self._weight(mine) + weight) or 1)
        whole = common / (weight or 1) if len(old) > 3 else 0
        return max(alike, 0.9 * whole + 0.1 * alike if whole >= PART_OF else 0)

    def _most_in_common(self) -> None:
        places = self._paragraph_of()
        found: list[tuple[float, int, int]] = []
        for index, one in enumerate(self.typed):
            if one.origins:
                continue
            near = places[one.paragraph]
            likely = []
            for number in self.free:
                likeness = self._likeness(one.text, number)
                is_near = self.home[number] in near
                if likeness >= (ALIKE_IN_PARAGRAPH if is_near else ALIKE_ANYWHERE):
                    likely.append((likeness, is_near, number))
            found += [(likeness, index, n) for likeness, n in self._without_tie(one.text, likely)]
        for _likeness, index, number in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
            if number in self.free and not self.typed[index].origins:
                self._take(self.typed[index], number)

    def _without_tie(
        self, text: str, likely: list[tuple[float, bool, int]]
    ) -> list[tuple[float, int]]:
        """Return the likenesses that count; none where the best two are of other meetings, and as near."""
        if not likely:
            return []
        likely.sort(reverse=True)
        best = [one for one in likely if likely[0][0] - one[0] < TIE]
        near = [number for _likeness, is_near, number in best if is_near]
        nearest = near or [number for _likeness, _is_near, number in best]
        if any(self._compete(text, nearest[0], number) for number in nearest[1:]):
            return []
        return [(likeness + TIE * (n == min(nearest)), n) for likeness, _is_near, n in likely]

    def _compete(self, text: str, first: int, second: int) -> bool:
        """Whether the same words of `text` point to both sentences, and these to other meetings."""
        words = _words(text)
        one, other = (words & _words(self.old[n].text) for n in (first, second))
        is_same = self._weight(one & other) >= 0.5 * self._weight(one)
        return is_same and self.old[first].references != self.old[second].references

    def _paragraph_of(self) -> dict[int, set[int]]:
        """Return {paragraph typed: paragraphs before that its sentences come from}."""
        places: dict[int, set[int]] = defaultdict(set)
        for one in self.typed:
            places[one.paragraph].update(self.home[n] for n in one.origins)
        return places

    def _joined(self) -> None:
        """Give a sentence all that it was joined from: what is free nearby, and whose words it has too."""
        for one in self.typed:
            if not one.origins or one.text == self.old[one.origins[0]].text:
                continue
            left = _words(one.text) - _words(self.old[one.origins[0]].text)
            for number in sorted(self.free, key=lambda n: abs(n - one.origins[0]))[:4]:
                words = _words(self.old[number].text)
                weight = self._weight(words) or 1
                has_words = self._weight(words & _words(one.text)) / weight >= PART_OF
                if has_words and self._weight(words & left) / weight >= LEFT_FOR_SECOND:
                    self._take(one, number)
                    left -= words
            one.origins.sort()

    def _halves(self) -> None:
        """Give what is left of a sentence that was split, or a copy of one, the meetings of the whole."""
        used = sorted({number for one in self.typed for number in one.origins})
        for one in self.typed:
            if one.origins or not used:
                continue
            words = _words(one.text)
            weight = self._weight(words)
            if len(words) < 3:
                continue

            def share(number: int, words: Counter[str] = words, weight: float = weight) -> float:
                return self._weight(words & _words(self.old[number].text)) / weight

            best = max(used, key=lambda n: (share(n), -len(self.old[n].references)))
            if share(best) >= PART_OF:
                one.origins, one.is_half = [best], True

    def _moved(self) -> None:
        """Mark what went to another paragraph that is still there, or left the order of the text."""
        whole = [one for one in self.typed if one.origins and not one.is_half]
        homes: dict[int, Counter[int]] = defaultdict(Counter)
        for one in whole:
            homes[one.paragraph][self.home[one.origins[0]]] += 1
        mostly = {paragraph: found.most_common(1)[0][0] for paragraph, found in homes.items()}
        there = set(mostly.values())
        for one in whole:
            home = self.home[one.origins[0]]
            one.is_moved = mostly[one.paragraph] != home and home in there
        stayed = [one for one in whole if not one.is_moved]
        in_order = _longest_rising([one.origins[0] for one in stayed])
        for index, one in enumerate(stayed):
            one.is_moved = index not in in_order


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the places of a longest part of `numbers` that rises."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    found, place = set(), places[-1] if places else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


class _Writer:
    """Makes the sentences of the text that was typed."""

    def __init__(self, before: WrittenText, by: str, at: datetime) -> None:
        self.before, self.by, self.at = before, by, at
        self.old = before.body
        self.keys = {sentence.key for sentence in before.sentences}
        self.numbers: Counter[str] = Counter()

    def write(self, title: str, typed: list[_Typed]) -> WrittenText:
        paragraphs: dict[int, list[WrittenSentence]] = defaultdict(list)
        for one in typed:
            paragraphs[one.paragraph].append(self._sentence(one))
        text = replace(
            self.before,
            title=self._reworded(self.before.title, squash(title) or self.before.title.text),
            paragraphs=tuple(tuple(sentences) for sentences in paragraphs.values()),
        )
        return replace(text, taken_out=self._taken_out(text))

    def _sentence(self, one: _Typed) -> WrittenSentence:
        if not one.origins:
            return WrittenSentence(self._new_key(one.text), one.text, by=self.by, at=self.at)
        first, *others = [self.old[number] for number in one.origins]
        if one.is_half:
            half = replace(first, key=self._new_key(one.text), alone="", leans_on=())
            return replace(half, text=one.text, by=self.by, at=self.at)
        for other in others:
            first = _joined(first, other)
        sentence = self._reworded(first, one.text)
        if one.is_moved:
            sentence = replace(sentence, is_moved=True, by=self.by, at=self.at)
        return sentence

    def _reworded(self, sentence: WrittenSentence, text: str) -> WrittenSentence:
        if text == sentence.text:
            return sentence
        return replace(sentence, text=text, by=self.by, at=self.at)

    def _new_key(self, text: str) -> str:
        """Name a new sentence by its words, so that a draft of the same text gives the same name."""
        name = f"n{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:11]}"
        key, number = name, self.numbers[name] or 1
        while key in self.keys:
            number += 1
            key = f"{name}-{number}"
        self.keys.add(key)
        self.numbers[name] = number
        return key

    def _taken_out(self, text: WrittenText) -> tuple[TakenOut, ...]:
        """Return the meetings that are out of the text on purpose: those before, and those whose sentence went."""
        told = text.told
        kept = [one for one in self.before.taken_out if one.reference not in told]
        known = {one.reference for one in kept}
        tellers: dict[str, WrittenSentence] = {}
        for sentence in self.old:
            for reference in () if sentence.is_summary else sentence.references:
                tellers.setdefault(reference, sentence)
        for reference in sorted(self.before.told - told - known):
            sentence = tellers[reference]
            state = sentence.basis.get(reference, "")
            words = sentence.text
            kept.append(TakenOut(reference, "taken out", state, self.by, self.at, words))
        return tuple(kept)


def _joined(first: WrittenSentence, second: WrittenSentence) -> WrittenSentence:
    leans_on = dict.fromkeys((*first.leans_on, *second.leans_on))
    return replace(
        first,
        text=f"{first.text} {second.text}",
        references=tuple(dict.fromkeys((*first.references, *second.references))),
        composed=f"{first.composed} {second.composed}".strip(),
        basis=first.basis | second.basis,
        is_own=first.is_own and second.is_own,
        is_summary=first.is_summary and second.is_summary,
        kept=(*first.kept, *second.kept),
        alone=f"{first.alone or first.text} {second.alone or second.text}",
        leans_on=tuple(ref for ref in leans_on if ref not in first.references),
    )


def settle(before: WrittenText, text: WrittenText) -> WrittenText:
    """Return `text` with the wording alone of each sentence that lost what it leaned on: by a removal or a move.

    "The next day" becomes the date again, "the Mayor" the full name. In an edited sentence only the
    words that differ between both wordings are put in, where they still stand.
    """
    lost = _lost(before, text)
    if not lost:
        return text
    paragraphs = tuple(
        tuple(made_whole(one) if one.key in lost else one for one in paragraph)
        for paragraph in text.paragraphs
    )
    return replace(text, paragraphs=paragraphs)


def settle_on(text: WrittenText, reference: str) -> WrittenText:
    """Return `text` with the wording alone of each sentence that leans on a meeting: its day is another now."""
    paragraphs = tuple(
        tuple(made_whole(one) if reference in one.leans_on else one for one in paragraph)
        for paragraph in text.paragraphs
    )
    return replace(text, paragraphs=paragraphs)


def _lost(before: WrittenText, text: WrittenText) -> set[str]:
    then, now = _between(before), _between(text)
    lost = set()
    for key, found in now.items():
        known = then.get(key)
        if known is None:
            continue
        if found is None or not found <= known:
            lost.add(key)
    return lost


def _between(text: WrittenText) -> dict[str, frozenset[str] | None]:
    """Return, for each sentence that leans on meetings, which others with meetings stand since the last of them.

    None where one of them is not told before it.
    """
    told: set[str] = set()
    since: dict[str, set[str]] = {}  # of a meeting: the keys told after it
    found: dict[str, frozenset[str] | None] = {}
    for sentence in text.body:
        if sentence.leans_on:
            missing = set(sentence.leans_on) - told
            nearest = min(
                (since[ref] for ref in sentence.leans_on if ref in since), key=len, default=set()
            )
            found[sentence.key] = None if missing else frozenset(nearest)
        if sentence.is_summary or not sentence.references:
            continue
        told.update(sentence.references)
        for keys in since.values():
            keys.add(sentence.key)
        since |= {ref: set() for ref in sentence.references}
    return found


def made_whole(sentence: WrittenSentence) -> WrittenSentence:
    alone = sentence.alone or sentence.composed
    text = alone if sentence.text == sentence.composed else _with_words_of(sentence, alone)
    return replace(sentence, text=text, composed=alone, alone="", leans_on=())


def _with_words_of(sentence: WrittenSentence, alone: str) -> str:
    """Return an edited sentence with what `alone` says in other words than `composed`, where those still stand once."""
    text, old, new = sentence.text, sentence.composed.split(), alone.split()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words, instead = " ".join(old[a:b]), " ".join(new[c:d])
        if kind == "replace" and f" {text} ".count(f" {words} ") == 1:
            text = f" {text} ".replace(f" {words} ", f" {instead} ").strip()
    return text


def matched(text: WrittenText, article: Article, digests: Digests, at: datetime) -> WrittenText:
    """Return a text that was kept as Markdown with the meetings of its sentences, by what is composed now.

    The digests that it was written on are its basis, so that what changed since is asked about. A
    meeting that it was written on and that it does not tell of counts as taken out.
    """
    if text.unmatched is None:
        return text
    basis = text.unmatched or digests
    composed = written_from(article, basis)
    typed = list(map(paragraph_text, text.paragraphs))
    found = match(composed, text.title.text, typed, by="", at=at)
    paragraphs = tuple(
        tuple(replace(one, is_moved=False) for one in paragraph) for paragraph in found.paragraphs
    )
    gone = tuple(one for one in found.taken_out if one.reference in basis)
    return replace(found, paragraphs=paragraphs, taken_out=gone, unmatched=None)
