"""Letters that stand for words of the field, in full at their first mention in a text. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reviews.article.grammar import plural, with_a
from reviews.article.known_names import KnownNames
from reviews.article.spellings import QUOTED
from reviews.article.word_classes import NOUNS, is_english, tagged
from toolkit.spelling import fold

FILE = Path(__file__).parent / "data" / "abbreviations.txt"
LETTERS = re.compile(
    r"(?<![\w(/&.-])(?P<letters>[A-Z][A-Za-z]?(?:&?[A-Z])+|[A-Z]o[A-Z])(?P<many>s)?(?!['’]|[\w)/&-])"
)
# What the words follow without an article of their own.
BARE = re.compile(
    r"(?:^|[,;:—–(]|\b(?:about|after|and|at|before|between|by|during|for|from|in|into|of|on|or|to|under|with"
    r"|discuss|discussed|updated?|(?<!the )(?<!a )draft|drafted|finali[sz]ed?|signed?|review(?:ed)?))\s*$"
)


NAMED = re.compile(r" (?:app|initiative|platform|portal|programme|project)\b")
SHORT = 3  # so few letters are seldom a word: "VAC"


@dataclass(frozen=True)
class Meaning:
    one: str
    many: str
    mark: str  # "c" counted, "u" not counted, "the" one thing


@cache
def meanings() -> dict[str, Meaning]:
    """Return {letters: what they stand for}, without words where every reader knows."""
    found = {}
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            letters, *rest = (part.strip() for part in line.split("|"))
            mark, one, *many = rest or ("-", "")
            found[letters] = Meaning(one, many[0] if many else plural(one), mark)
    return found


def spelt_out(text: str, is_first: Callable[[str], bool]) -> str:
    """Return the text with letters in full where they come first: "internally displaced persons (IDPs)".

    `is_first` is asked of letters that are found, and notes them. Letters of what is counted stay before a
    noun: "IDP camps".
    """
    quoted = [found.span() for found in QUOTED.finditer(text)]
    parts, end = [], 0
    for found in LETTERS.finditer(text):
        meaning = meanings().get(found["letters"])
        if (
            meaning is None
            or not meaning.one
            or any(start < found.start() < stop for start, stop in quoted)
        ):
            continue
        is_before_noun = _is_before_noun(text[found.start() :])
        if meaning.mark == "c" and not found["many"] and is_before_noun:
            continue
        is_bare = not (found["many"] or is_before_noun) and BARE.search(text[: found.start()])
        is_many = found["many"] or is_bare and meaning.mark == "c"  # "shelter for VoT"
        words = meaning.many if is_many else meaning.one
        is_told = words.casefold() in text.casefold()
        if not is_first(found["letters"]) or is_told:
            continue
        the = "the " if is_bare and meaning.mark == "the" else ""
        letters = found["letters"] + ("s" if is_many else "")
        before = text[end : found.start()]
        if one := re.search(r"\ban? $", before):  # "an MoU"
            before, words = before[: one.start()], with_a(words)
        parts += [before, f"{the}{words} ({letters})"]
        end = found.end()
    return "".join([*parts, text[end:]])


def unknown_letters(text: str, names: KnownNames) -> Iterator[str]:
    """Yield letters that neither the records nor the field explain: "BARMM"."""
    for found in LETTERS.finditer(QUOTED.sub("", text).replace("/", " / ")):
        letters = found["letters"]
        is_name = len(letters) > SHORT or NAMED.match(text, text.find(letters) + len(letters))
        is_word = is_name and is_english(letters.lower())  # "RAISE", a project
        is_known = letters in meanings() or letters in names or f"({letters}" in text
        if not (is_word or is_known or fold(letters) in names.parties):
            yield letters


def _is_before_noun(text: str) -> bool:
    words = tagged(text)
    return len(words) > 1 and words[1].tag in NOUNS and words[1].text.islower()
