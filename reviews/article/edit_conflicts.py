"""Two texts that were written on the same one: put together paragraph by paragraph. Pure.

A paragraph that only one of both touched is that one's. Where both touched it, the stored wording stays
and the other stands beside it, until its writer chooses.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviews.article.written import (
    WrittenParagraph,
    WrittenSentence,
    WrittenText,
    paragraph_text,
)

Paragraphs = tuple[WrittenParagraph, ...]


@dataclass(frozen=True)
class CombinedParagraph:
    """A paragraph of the text put together; `mine` is the other wording, None where there is none.

    The paragraph is empty where the stored text has it no more.
    """

    paragraph: WrittenParagraph
    mine: str | None = None


@dataclass(frozen=True)
class Combined:
    text: WrittenText
    paragraphs: tuple[CombinedParagraph, ...]
    my_title: str | None = None

    @property
    def has_conflict(self) -> bool:
        return self.my_title is not None or any(p.mine is not None for p in self.paragraphs)


@dataclass
class _Side:
    """One of both texts by the paragraphs of the text before: what became of each, in which order."""

    became: dict[int, list[WrittenParagraph]]
    new: dict[int, list[WrittenParagraph]]  # after which paragraph before; -1 at the beginning
    order: list[int]


def combine(before: WrittenText, theirs: WrittenText, mine: WrittenText) -> Combined:
    """Return both texts put together; `theirs` is stored, and stays where both differ."""
    home = {s.key: index for index, p in enumerate(before.paragraphs) for s in p}
    their_side, my_side = _side(theirs, home), _side(mine, home)
    in_order = my_side.order == sorted(my_side.order)
    order = _whole_order(their_side.order if in_order else my_side.order, len(before.paragraphs))
    found: list[CombinedParagraph] = []
    for index in [-1, *order]:
        if index >= 0:
            was = (before.paragraphs[index],)
            they, i = tuple(their_side.became[index]), tuple(my_side.became[index])
            found += _choose(was, they, i)
        found += map(CombinedParagraph, their_side.new[index])
        known = {paragraph_text(p) for p in their_side.new[index]}
        new = [p for p in my_side.new[index] if paragraph_text(p) not in known]
        found += map(CombinedParagraph, new)
    title, my_title = theirs.title, None
    if before.title == theirs.title:
        title = mine.title
    elif mine.title not in (before.title, theirs.title):
        my_title = mine.title.text
    paragraphs = _with_keys_of_their_own([p.paragraph for p in found if p.paragraph])
    text = replace(theirs, title=title, paragraphs=paragraphs)
    told, known_out = text.told, {one.reference for one in theirs.taken_out}
    out = [*theirs.taken_out, *(o for o in mine.taken_out if o.reference not in known_out)]
    text = replace(text, taken_out=tuple(one for one in out if one.reference not in told))
    return Combined(text, tuple(found), my_title)


def _side(text: WrittenText, home: dict[str, int]) -> _Side:
    side = _Side(defaultdict(list), defaultdict(list), [])
    last = -1
    for paragraph in text.paragraphs:
        homes = [home[sentence.key] for sentence in paragraph if sentence.key in home]
        if not homes:
            side.new[last].append(paragraph)
            continue
        last = max(homes, key=lambda index: (homes.count(index), -index))
        if last not in side.order:
            side.order.append(last)
        side.became[last].append(paragraph)
    return side


def _whole_order(order: Sequence[int], count: int) -> list[int]:
    """Return `order` with the paragraphs that are gone from it, each after the one before it."""
    whole = list(order)
    for index in range(count):
        if index not in whole:
            whole.insert(whole.index(index - 1) + 1 if index else 0, index)
    return whole


def _choose(was: Paragraphs, they: Paragraphs, i: Paragraphs) -> list[CombinedParagraph]:
    if i == was or _words(i) == _words(they):
        return list(map(CombinedParagraph, they))
    if they == was:
        return list(map(CombinedParagraph, i))
    first = they[0] if they else ()
    mine = "\n\n".join(map(paragraph_text, i))
    return [CombinedParagraph(first, mine), *map(CombinedParagraph, they[1:])]


def _words(paragraphs: Paragraphs) -> list[str]:
    return list(map(paragraph_text, paragraphs))


def _with_keys_of_their_own(paragraphs: list[WrittenParagraph]) -> Paragraphs:
    """Return the paragraphs with each key once: a sentence may stand where it was and where it was moved to."""
    taken: set[str] = set()

    def own(sentence: WrittenSentence) -> WrittenSentence:
        key, number = sentence.key, 1
        while key in taken:
            number += 1
            key = f"{sentence.key}-{number}"
        taken.add(key)
        return sentence if key == sentence.key else replace(sentence, key=key)

    return tuple(tuple(map(own, paragraph)) for paragraph in paragraphs)
