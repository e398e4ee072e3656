"""Names as people type them: folding of case, accents and the endings of the country's language."""

import re
from functools import cache, lru_cache

from anyascii import anyascii
from django.conf import settings
from rapidfuzz import fuzz

# Words that distinguish no name from another.
SMALL_WORDS = {"the", "and", "for"}
LONGEST_NAME = 100  # letters of a text that is folded again and again, and so remembered


def fold(text: str | None) -> str:
    """Return `text` in lower case ASCII letters and digits, words parted by one space.

    "Kukës" and "KUKES" give "kukes"; punctuation parts words.
    """
    text = text or ""
    return _folded(text) if len(text) <= LONGEST_NAME else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower().replace("'", "")))


ACCENTED = {
    plain: "".join(letter for letter in map(chr, range(0xC0, 0x180)) if fold(letter) == plain)
    for plain in "abcdefghijklmnopqrstuvwxyz"
}


def loose(word: str) -> str:
    """Return the pattern that finds a word with or without accents: "te" gives "[tţť][eèéê...]"."""
    return "".join(
        f"[{letter}{ACCENTED[plain]}]" if (plain := fold(letter)) in ACCENTED else re.escape(letter)
        for letter in word
    )


def fold_place(text: str | None) -> str:
    """Return the folded name of a place without its local ending: Shkodra, Shkodër, shkoder give one form."""
    return " ".join(_stem(word) for word in fold(text).split())


def _stem(word: str) -> str:
    if len(word) < 5:
        return word
    for ending, instead in settings.COUNTRY.language.place_endings:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def without_genitive(text: str) -> str:
    """Return `text` with words after an "of" without their ending: "Policia e Kukësit" is "Policia e Kukës"."""
    language = settings.COUNTRY.language
    pattern = _genitive(language.of_words, tuple(ending for ending, _plain in language.of_endings))
    return pattern.sub(r"\1", text) if pattern else text


@cache
def _genitive(of_words: tuple[str, ...], endings: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return the pattern of an ending after a linking word: of Kukës is "e Kukësit", of Vlorë "e Vlorës"."""
    if not of_words or not endings:
        return None
    before, behind = ("|".join(map(re.escape, words)) for words in (of_words, endings))
    return re.compile(rf"\b((?:{before})\s+\w{{3,}}?)(?:{behind})\b", re.IGNORECASE)


def spellings(word: str) -> set[str]:
    """Return what text that means the folded `word` may hold: "shkodra" gives shkodra, shkodr and shkoder."""
    stem = _stem(word)
    # Text that holds the stem is found by it; what is added is written otherwise.
    others = {
        stem.removesuffix(instead) + ending
        for ending, instead in settings.COUNTRY.language.place_endings
        if instead and ending.endswith(instead) and stem.endswith(instead) and len(stem) > 3
    }
    return {word, stem, *others}


def likeness(text: str, name: str) -> int:
    """Return how much `name` looks like what was typed, from 0 to 100: "kuksi" is 84 like "Municipality of Kukës".

    Each word typed is compared with the word of the name that is nearest to it; one word that is
    nowhere in the name (Embassy of Spain, Embassy of Germany) weighs as much as all others.
    """
    typed, known = fold_place(text), fold_place(name)
    words = [w for w in typed.split() if len(w) > 2 and w not in SMALL_WORDS] or typed.split()
    if not words or not known:
        return 0
    nearest = [max(fuzz.ratio(word, other) for other in known.split()) for word in words]
    mean = sum(n * len(w) for n, w in zip(nearest, words, strict=True)) / sum(map(len, words))
    return round(0.45 * (mean + min(nearest)) + 0.1 * fuzz.ratio(typed, known))
