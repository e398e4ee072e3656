"""Names as people type them: folding of case, accents and Albanian endings. Pure."""

import re
import unicodedata

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


def marked_parts(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """Return `text` as a list of (piece, whether it matches); `words` are folded.

    "Kukës" with ["kuk"] gives [("Kuk", True), ("ës", False)]; the pieces joined are the text.
    """
    marked = _marked_letters(text, words)
    parts: list[tuple[str, bool]] = []
    for at, letter in enumerate(text):
        if parts and parts[-1][1] == (at in marked):
            parts[-1] = (parts[-1][0] + letter, parts[-1][1])
        else:
            parts.append((letter, at in marked))
    return parts


def excerpt(text: str, words: list[str], before: int = 40, length: int = 160) -> str:
    """Return the piece of `text` around the first match of any word; empty when none matches."""
    marked = _marked_letters(text, words)
    if not marked:
        return ""
    start = max(0, min(marked) - before)
    while start and not text[start - 1].isspace():
        start -= 1
    piece = text[start : start + length]
    cut = start + length < len(text)
    if cut and " " in piece:
        piece = piece[: piece.rindex(" ")]
    return ("… " if start else "") + piece.strip() + (" …" if cut else "")


def _marked_letters(text: str, words: list[str]) -> set[int]:
    """Return the places of the letters of `text` that match, with the accents written after them."""
    flat, places = _flatten(text)
    marked: set[int] = set()
    for word in filter(None, words):
        for found in re.finditer(re.escape(word), flat):
            first, last = places[found.start()], places[found.end() - 1]
            marked.update(range(first, last + 1))
    for at, letter in enumerate(text):
        if at - 1 in marked and unicodedata.combining(letter):
            marked.add(at)
    return marked


def _flatten(text: str) -> tuple[str, list[int]]:
    """Return (`text` folded letter by letter, the place in `text` of each folded letter)."""
    flat, places = [], []
    for at, letter in enumerate(text):
        folded = anyascii(letter).lower().replace("'", "")
        for one in folded:
            flat.append(one if one.isalnum() else " ")
            places.append(at)
    return "".join(flat), places
