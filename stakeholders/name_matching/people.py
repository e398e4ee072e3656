"""How alike the names of two people are."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from stakeholders.honorifics import ADDRESSES
from stakeholders.name_matching.score import NOTHING, Likeness
from stakeholders.vocabulary import TITLES
from toolkit.spelling import fold

# A line is one first name: what people of the region write for it, in full, short, and in other languages.
GROUPS = (Path(__file__).parents[1] / "data" / "first_names.txt").read_text("utf-8")
FIRST_NAMES: dict[str, set[int]] = {}
for number, line in enumerate(GROUPS.splitlines()):
    for name in line.split():
        FIRST_NAMES.setdefault(name, set()).add(number)


# One letter for what alphabets write in several ways: Çela, Cela, Chela; Xhafer, Jafer; Qemal, Kemal.
SOUNDS = (
    (r"^j(?=[aeiou])|^y(?=[aeou])", "j"),
    (r"xh|dzh|dj", "j"),
    (r"gj|gi(?=[aeou])", "g"),
    (r"tch|ch|q|ck|c", "k"),
    (r"sh", "s"),
    (r"zh", "z"),
    (r"th", "t"),
    (r"dh", "d"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"y|(?<=.)j", "i"),
    (r"ou", "u"),
    (r"(.)\1+", r"\1"),
)
NO_NAMES = TITLES | ADDRESSES
PARTICLES = {
    "de", "van", "von", "der", "den", "di", "da", "del", "della", "la", "le", "al", "el", "bin", "ibn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name without titles: its words, and how each sounds."""

    words: tuple[str, ...]
    sounds: tuple[str, ...]


@lru_cache(maxsize=20_000)
def read_person(text: str) -> PersonName:
    """Return the PersonName that `text` writes; what stands in brackets is left out."""
    tokens = fold(re.sub(r"\(.*?\)|\[.*?\]", " ", text)).split()
    words = [token for token in tokens if token not in NO_NAMES] or tokens
    kept = tuple(word for word in words if word not in PARTICLES) or tuple(words)
    return PersonName(kept, tuple(sound(word) for word in kept))


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return how a folded word sounds, the same for its transliterations."""
    for pattern, letters in SOUNDS:
        word = re.sub(pattern, letters, word)
    return word


@lru_cache(maxsize=100_000)
def same_part(one: str, other: str) -> tuple[float, str]:
    """Return (how alike two words of names are, the reason when they are not the same)."""
    if one == other:
        return 1.0, ""
    if len(one) == 1 or len(other) == 1:
        return (0.6, "initial") if one[0] == other[0] else (0.0, "")
    sounds = sound(one), sound(other)
    if sounds[0] == sounds[1]:
        return 0.97, "spelling"
    if FIRST_NAMES.get(one, set()) & FIRST_NAMES.get(other, set()):
        return 0.9, "nickname"
    short, long = sorted(sounds, key=len)
    slips = 0 if len(short) < 4 else 1 if len(long) < 9 else 2
    distance = min(OSA.distance(*pair, score_cutoff=2) for pair in (sounds, (one, other)))
    if distance > slips:
        return 0.0, ""
    if long.startswith(short):  # Hoxha and Hoxhaj, Arta and Artan: often two names
        return 0.75, "spelling"
    if len(short) > 4:
        return 0.85, "spelling"
    # A letter more is a slip, another one a name.
    return 0.7 if len(short) == len(long) else 0.8, "spelling"


@lru_cache(maxsize=50_000)
def compare_names(a: PersonName, b: PersonName) -> Likeness:
    if a.words == b.words:
        return Likeness(100, ("same_name",))
    if sorted(a.words) == sorted(b.words) or "".join(a.words) == "".join(b.words):
        return Likeness(97, ("same_words",))
    short, long = sorted((a, b), key=lambda name: len(name.words))
    pairs = _paired(short.words, long.words)
    if len(pairs) < len(short.words):
        return Likeness(round(50 * sum(alike for alike, _reason in pairs) / len(short.words)))
    return _score(pairs, len(long.words) - len(short.words))


def _paired(words: tuple[str, ...], others: tuple[str, ...]) -> list[tuple[float, str]]:
    """Return (likeness, reason) of each word with the one of `others` it is alike; each is taken once."""
    left, pairs = list(others), []
    for word in sorted(words, key=len, reverse=True):
        best = max(left, key=lambda other: same_part(word, other)[0], default=None)
        if best is not None and same_part(word, best)[0]:
            left.remove(best)
            pairs.append(same_part(word, best))
    return pairs


def _score(pairs: list[tuple[float, str]], more: int) -> Likeness:
    """Return the Likeness of a name all of whose words have their like in the other, which has `more` words."""
    whole = [alike for alike, reason in pairs if reason != "initial"]
    if not whole:
        return NOTHING
    score = 100
    for alike, _reason in pairs:
        score *= alike**0.75
    score -= 7 * more
    if len(pairs) == 1:
        score = min(score, 55)
    reasons = dict.fromkeys(reason for _alike, reason in pairs if reason)
    return Likeness(max(0, round(score)), (*reasons, *(["missing_words"] if more else [])))
