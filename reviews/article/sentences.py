"""Typed text taken apart: into paragraphs at empty lines, and these into sentences. Pure."""

import re
from collections.abc import Iterable

# What may follow the end of a sentence before the next one begins.
CLOSING = "\"'”’»)\\]"
END = re.compile(rf"[.!?…؟।]+[{CLOSING}]*(?=\s)|[。！？]+[{CLOSING}」』]*")
# Words before a full stop that end no sentence: titles, and what is shortened before a name or a number.
SHORTENED = {
    "mr", "mrs", "ms", "messrs", "dr", "prof", "fr", "st", "hon", "rev", "gov", "amb", "sen", "rep",
    "gen", "col", "lt", "maj", "capt", "sgt", "eng", "arch", "z", "zj", "znj", "no", "nr", "vs", "cf",
    "art", "para", "pp", "p", "ca", "approx", "fig", "vol", "al",
}  # fmt: skip
LETTERS_WITH_STOPS = re.compile(r"(?:^|[\s(\"“‘])(?:[^\W\d_]{1,2}\.)+[^\W\d_]{0,2}$")
LAST_WORD = re.compile(r"[^\W_]+$")
# A line of a list that was pasted: its sign, or its number, and a space.
BULLET = re.compile(r"^[ \t]*(?:[•◦▪‣·●○\-–—*][ \t]+|\d{1,3}[.)][ \t]+)(?=\S)")
NEAR = 80  # letters beside the signs of an end that decide whether a sentence ends there
SIGN = re.compile(r"^[ \t]*[•◦▪‣·●○\-–—*][ \t]+(?=\S)")


def squash(text: str) -> str:
    """Return `text` on one line, with single spaces."""
    return " ".join(text.split())


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a typed text: an empty line parts them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", lines) if part.strip()]


def split_sentences(paragraph: str, known: Iterable[str] = ()) -> list[str]:
    """Return the sentences of a paragraph, each on one line; those that are `known` stay whole.

    A line of a pasted list is a sentence of its own, without its sign.
    """
    longest_first: dict[str, list[str]] = {}  # by the first word
    for one in sorted({squash(one) for one in known} - {""}, key=len, reverse=True):
        longest_first.setdefault(_first_word(one), []).append(one)
    sentences: list[str] = []
    for line in _lines(paragraph):
        while line:
            end = _end_of_first(line, longest_first)
            sentences.append(line[:end].rstrip())
            line = line[end:].lstrip()
    return sentences


def _lines(paragraph: str) -> list[str]:
    """Return the paragraph as lines that are read one by one: lines of a list apart, others joined."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        is_item = BULLET.match(line) is not None
        if is_item or not lines:
            lines.append(SIGN.sub("", line) if is_item and "\n" in paragraph else line)
        else:
            lines[-1] += f" {line}"
    return [text for line in lines if (text := squash(line))]


def _first_word(line: str) -> str:
    return line.partition(" ")[0]


def _end_of_first(line: str, known: dict[str, list[str]]) -> int:
    for sentence in known.get(_first_word(line), ()):
        if line.startswith(sentence) and line[len(sentence) :][:1] in {"", " "}:
            return len(sentence)
    for found in END.finditer(line):
        end = found.end()
        if _is_end(line[max(0, end - NEAR) : end], line[end : end + NEAR].lstrip()):
            return end
    return len(line)


def _is_end(before: str, after: str) -> bool:
    """Whether a sentence ends between these two, where signs of an end stand."""
    following = after.lstrip("\"'“‘«([")[:1]
    if following.islower():
        return False
    words = before.rstrip(".!?…؟।")
    if before[len(words) :] != ".":
        return True
    last = LAST_WORD.search(words)
    if last is None:
        return True
    word = last.group()
    if word.isdecimal():
        return words.strip() != word  # "1. The first" begins with its number
    is_initial = len(word) == 1 and word.isupper()
    is_shortened = word.casefold() in SHORTENED or LETTERS_WITH_STOPS.search(words) is not None
    return not (is_initial or is_shortened)
