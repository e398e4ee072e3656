"""Text in which what was searched for is marked, whatever its accents. Pure."""

import re
import unicodedata

from anyascii import anyascii


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
