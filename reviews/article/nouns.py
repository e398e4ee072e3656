"""What kind of thing an English noun names, and whether it is counted. From WordNet and Link Grammar. Pure."""

from functools import cache, lru_cache
from pathlib import Path

from reviews.article.grammar import ENGLISH
from reviews.article.word_classes import is_countable as is_often_plural

DATA = Path(__file__).parent / "data"
FILES = ("nouns.txt", "office_nouns.txt")
SHORTEST = 4  # letters of a noun that ends another: "work" and "frame" in "logframe"


@cache
def _entries() -> dict[str, tuple[str, tuple[str, ...]]]:
    lines = (line for file in FILES for line in (DATA / file).read_text("utf-8").splitlines())
    fields = (line.split() for line in lines if not line.startswith("#"))
    return {noun: (mark, tuple(kinds)) for noun, mark, *kinds in fields}


@lru_cache(maxsize=4096)
def _entry(noun: str) -> tuple[str, tuple[str, ...]]:
    """Return the mark and the kinds of a noun, whatever its number, spelling and first part."""
    word, entries = noun.lower(), _entries()
    last = word.rpartition("-")[2]
    singular = ENGLISH.singular_noun(last) if last else False
    for form in (word, singular, last, word.replace("is", "iz"), word.replace("our", "or")):
        if form and form in entries:
            return entries[form]
    ends = (last[at:] for at in range(3, len(last) - SHORTEST + 1) if last[:at] in entries)
    return next((entries[end] for end in ends if end in entries), ("-", ()))


def kinds_of(noun: str) -> frozenset[str]:
    """Return what a noun names, in WordNet's words: "act", "communication", "person" ...; none if unknown."""
    return frozenset(_entry(noun)[1])


def main_kind(noun: str) -> str:
    """Return what a noun names most often; empty if unknown."""
    return next(iter(_entry(noun)[1]), "")


@lru_cache(maxsize=4096)
def is_countable(noun: str) -> bool:
    """Say whether one of them must have an article: "project", not "cooperation"."""
    mark, _kinds = _entry(noun)
    is_open = mark in "b-" and (main_kind(noun) == "person" or is_often_plural(noun))
    return mark == "c" or is_open


def is_mass(noun: str) -> bool:
    """Say whether a known noun stands in the singular without an article: "cooperation", "equipment"."""
    return bool(kinds_of(noun)) and not is_countable(noun)
