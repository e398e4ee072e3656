"""Which words of a composed text are those that the writer of the meeting typed. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from toolkit.spelling import fold

# A spelling that the composer put right, such as that of a place, doesn't part what was typed.
LONGEST_GAP = 2
LEAST = 3  # one or two words in common, such as "of the", are no sign that they were typed
STOPS = " “”‘’\"',.;:()"


@dataclass(frozen=True)
class Run:
    text: str
    is_own: bool


def own_words(text: str, typed: Iterable[str]) -> list[Run]:
    """Return `text` in Runs: those of words in one of the `typed` texts, and those of the composer."""
    words = [
        (match.start(), match.end(), word)
        for match in re.finditer(r"\S+", text)
        for word in fold(match.group()).split()
    ]
    spans = [
        (words[first][0], words[last][1])
        for source in typed
        for first, last in _found([word for _start, _end, word in words], fold(source).split())
    ]
    runs, at = [], 0
    for start, end in sorted(spans):
        inner = text[start:end].strip(STOPS)
        start = text.find(inner, start)
        if not inner or start < at:
            continue
        runs += [Run(text[at:start], False), Run(inner, True)]
        at = start + len(inner)
    return [run for run in (*runs, Run(text[at:], False)) if run.text]


def _found(words: list[str], source: list[str]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of the stretches of `words` that are those of `source`."""
    matcher = SequenceMatcher(None, words, source, autojunk=False)
    stretches: list[list[int]] = []  # from, to in words; to in source; how many words they share
    for block in matcher.get_matching_blocks()[:-1]:
        last = stretches[-1] if stretches else None
        if last and block.a - last[1] == block.b - last[2] <= LONGEST_GAP:
            last[1:] = block.a + block.size, block.b + block.size, last[3] + block.size
        else:
            end, there = block.a + block.size, block.b + block.size
            stretches.append([block.a, end, there, block.size])
    least = min(LEAST, len(source))
    return ((start, end - 1) for start, end, _to, shared in stretches if shared >= least)
