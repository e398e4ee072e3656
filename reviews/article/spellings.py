"""Place names as the office prints them, one spelling within a text. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from countries.pack import read_places
from stakeholders.honorifics import is_honorific
from stakeholders.vocabulary import UNITED_NATIONS_NAMES, pack_words
from toolkit.spelling import fold, fold_place

QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)‘[^’]*’(?!\w)")
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ENGLISH = frozenset(
    ["the", "a", "an", "of", "in", "on", "and", "for", "to", "from", "with", "by", "at"]
)
# A state alone, not in the name of something else: "Vietnam Airlines".
STATE = re.compile(rf"\b(?:{'|'.join(UNITED_NATIONS_NAMES)})\b(?![ -][A-Z]|[\w-])")
MOST_WORDS = 3  # of a place: "Malësi e Madhe"
folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=4)
def names_of_places(folder: Path, exonyms: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return {name: printed} of the places of a country pack, by their names in English and in its language.

    "Port of Durrës" is left to the name that it holds.
    """
    known, printed = dict(exonyms), dict[str, str]()
    for place in reversed(read_places(folder)):
        is_made_of_one = len(place.name.split()) > 1 and not known.keys().isdisjoint(
            WORDS.findall(place.name)
        )
        if is_made_of_one and place.name not in known:
            continue
        name = known.get(place.name, place.name)
        printed |= {place.name: name, **({place.name_local: name} if place.name_local else {})}
    return printed | known


class Spelling:
    """Places as they are printed; `spellings` is {official: printed}, `people` are names of persons on record.

    A place is known with or without its accents, by its official name and as it is printed: of "Korçë" and
    "Korça", "Korce" and "Korca" are read too. What stands in quotation marks in another language stays.
    """

    def __init__(self, spellings: dict[str, str], people: Iterable[str] = ()) -> None:
        self.printed: dict[str, str] = {}
        for official, printed in spellings.items():
            self.printed[folded(official)] = self.printed[folded(printed)] = printed
        self.printed.pop("", None)
        self.stems = {fold_place(name): printed for name, printed in self.printed.items()}
        self.people = {word for name in people for word in folded(name).split()}
        self.known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if text not in self.known:
            self.known[text] = self._respell(text)
        return self.known[text]

    def _respell(self, text: str) -> str:
        parts, end = [], 0
        for quoted in QUOTED.finditer(text):
            parts.append(self._unquoted(text[end : quoted.start()]))
            is_ours = is_english(quoted.group())
            parts.append(self._plain(quoted.group()) if is_ours else quoted.group())
            end = quoted.end()
        return "".join([*parts, self._unquoted(text[end:])])

    def _unquoted(self, text: str) -> str:
        return STATE.sub(lambda found: UNITED_NATIONS_NAMES[found[0]], self._plain(text))

    def title(self, text: str) -> str:
        """Return the name of an event as it is printed in quotation marks: respelt in English alone."""
        return self._plain(text) if is_english(text) else text

    def _plain(self, text: str) -> str:
        found, words, start, end = [], list(WORDS.finditer(text)), 0, 0
        while start < len(words):
            size = self._place_at(text, words, start)
            if size:
                first, last = words[start].start(), words[start + size - 1].end()
                found += [text[end:first], self._printed(text[first:last])]
                end = last
            start += size or 1
        return "".join([*found, text[end:]])

    def _place_at(self, text: str, words: list[re.Match[str]], start: int) -> int:
        """Return how many words from `start` on are the name of a place, as it is typed inside a text."""
        first = words[start].group()
        if not first[0].isupper() or self._is_of_person(text, words, start):
            return 0
        for size in range(min(MOST_WORDS, len(words) - start), 0, -1):
            name = text[words[start].start() : words[start + size - 1].end()]
            if self._printed(name) and not name.isupper():
                return size
        return 0

    def _printed(self, name: str) -> str:
        """Return how a place is printed; one in another form of its name (Shkodrë) is known by its stem."""
        key = folded(name)
        other = self.stems.get(fold_place(key), "") if key.endswith(("a", "e")) else ""
        return self.printed.get(key, other)

    def _is_of_person(self, text: str, words: list[re.Match[str]], start: int) -> bool:
        """Say whether a word is part of a person's name: one on record, or behind a form of address."""
        before = words[start - 1] if start else None
        if before is None:
            return False
        between = text[before.end() : words[start].start()]
        if between.strip(" .") != "":
            return False
        is_name = folded(words[start].group()) in self.people
        is_addressed = is_honorific(before.group() + "." * ("." in between))
        return is_addressed or (is_name and folded(before.group()) in self.people)


def is_english(text: str) -> bool:
    """Say whether the small words of a text are English; a text without any is not taken for it."""
    words = folded(text).split()
    ours = sum(word in ENGLISH for word in words)
    return ours > sum(word in OTHERS for word in words)


OTHERS = ({folded(word) for word in pack_words("small") | pack_words("links")} | {
    "de", "la", "le", "der", "die", "das", "und", "di", "del", "el", "et", "na",
}) - ENGLISH  # fmt: skip
