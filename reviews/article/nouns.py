"""What kind of thing an English noun names, and whether it is counted. From WordNet and Link Grammar. Pure."""

from functools import cache, lru_cache

from reviews.article.grammar import ENGLISH
from reviews.article.word_classes import DATA
from reviews.article.word_classes import is_countable as is_often_plural

FILES = ("nouns.txt", "office_nouns.txt")
SHORTEST = 4  # letters of a noun that ends another: "work" and "frame" in "logframe"


@cache
def _entries() -> dict[str, tuple[str, tuple[str, ...]]]:
    lines = (line for file in FILES for line in (DATA / file).read_text("utf-8").splitlines())
    fields = (line.split() for line in lines if not line.startswith("#"))
    return {noun: (mark, tuple(kinds)) for noun, mark, *kinds in fields}


def known_nouns() -> frozenset[str]:
    return frozenset(_entries())


@lru_cache(maxsize=4096)
def _entry(noun: str) -> tuple[str, tuple[str, ...]]:
    """Return the mark and the kinds of a noun, whatever its number, spelling and first part."""
    word, entries = noun.lower(), _entries()
    if noun in entries or "_" in noun:
        return entries.get(noun, ("-", ()))
    if noun.isupper() and len(noun) > 1:
        return entries.get(noun.removesuffix("S"), ("-", ()))
    if noun.endswith("s") and noun[:-1] in entries:
        return entries[noun[:-1]]
    last = word.rpartition("-")[2]
    singular = ENGLISH.singular_noun(last) if last else False
    for form in (word, singular, last, word.replace("is", "iz"), word.replace("our", "or")):
        if form and form in entries:
            return entries[form]
    ends = (last[at:] for at in range(3, len(last) - SHORTEST + 1) if last[:at] in entries)
    return next((entries[end] for end in ends if end in entries), ("-", ()))


def mark_of(noun: str) -> str:
    """Return what the data say of a noun, or of "two_nouns"; "-" if nothing."""
    return _entry(noun)[0]


def kinds_of(noun: str) -> frozenset[str]:
    """Return what a noun names, in WordNet's words: "act", "communication", "person" ...; none if unknown."""
    return frozenset(_entry(noun)[1])


def main_kind(noun: str) -> str:
    """Return what a noun names most often; empty if unknown."""
    return next(iter(_entry(noun)[1]), "")


@lru_cache(maxsize=4096)
def is_countable(noun: str) -> bool:
    """Say whether one of them must have an article: "project", not "cooperation"."""
    mark = mark_of(noun)
    is_open = mark in "b-" and (main_kind(noun) == "person" or is_often_plural(noun))
    return mark in "ctsmw" or is_open


def is_mass(noun: str) -> bool:
    """Say whether a known noun stands in the singular without an article: "cooperation", "equipment"."""
    return bool(kinds_of(noun)) and not is_countable(noun)
