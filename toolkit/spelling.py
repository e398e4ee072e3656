"""Names as people type them: folding of case, accents and Albanian endings. Pure."""

import re

from anyascii import anyascii
from rapidfuzz import fuzz

# Albanian place names come with and without the article: Shkodër or Shkodra, Kukës or Kukësi,
# Tiranë or Tirana. Each group of endings is brought to one form, in this order.
ENDINGS = (("er", "r"), ("ra", "r"), ("a", ""), ("e", ""), ("i", ""), ("u", ""))

# "of Kukës" is "e Kukësit", of Vlorë "e Vlorës", of Albania "e Shqipërisë": the ending after the linking word.
OF_PLACE = re.compile(r"\b((?:e|i|së|se|të|te)\s+\w{3,}?)(?:it|ut|ës|es|së|se)\b", re.IGNORECASE)

# Words that distinguish no name from another.
SMALL_WORDS = {"the", "and", "for"}


def fold(text: str | None) -> str:
    """Return `text` in lower case ASCII letters and digits, words parted by one space.

    "Kukës" and "KUKES" give "kukes"; punctuation parts words.
    """
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text or "").lower().replace("'", "")))


def fold_place(text: str | None) -> str:
    """Return the folded name of a place without its Albanian ending: Shkodra, Shkodër, shkoder give one form."""
    return " ".join(_stem(word) for word in fold(text).split())


def _stem(word: str) -> str:
    if len(word) < 5:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def without_genitive(text: str) -> str:
    """Return `text` with words after an Albanian "of" in their plain form: "Bashkia e Kukësit" is "Bashkia e Kukës"."""
    return OF_PLACE.sub(r"\1", text)


def spellings(word: str) -> set[str]:
    """Return what text that means the folded `word` may hold: "shkodra" gives shkodra, shkodr and shkoder."""
    stem = _stem(word)
    return {word, stem, f"{stem[:-1]}er"} if stem.endswith("r") and len(stem) > 3 else {word, stem}


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
