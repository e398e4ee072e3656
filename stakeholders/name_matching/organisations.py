"""How alike the names of two organisations are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from stakeholders.name_matching.score import NOTHING, Likeness
from stakeholders.vocabulary import (
    COMMON,
    FAMILY,
    FORMS,
    LEGAL,
    LEGAL_PARTS,
    PLACES,
    SMALL,
    STATES,
    THEMES,
    TYPES,
)
from toolkit.spelling import fold, fold_place, without_genitive


def initials_of(tokens: list[str]) -> set[str]:
    """Return the acronyms of a name of two words or more: with small words, without, and with "of" alone."""
    expanded = [part for token in tokens for part in (("u", "n") if token == "un" else (token,))]
    if len(expanded) < 2:
        return set()
    kinds = (
        [token for token in expanded if token not in SMALL or token in ("u", "n")],
        [token for token in expanded if token not in SMALL or token in ("u", "n", "of")],
        expanded,
    )
    return {"".join(token[0] for token in kind) for kind in kinds}


def spells(acronym: str, tokens: list[str]) -> bool:
    """Whether `acronym` is made of the beginnings of the words: "gredo" of Gargaar Relief Development Organization.

    Each word gives one to three letters, a small one none or one.
    """
    if not tokens:
        return not acronym
    first, rest = tokens[0], tokens[1:]
    if first in SMALL and spells(acronym, rest):
        return True
    longest = 1 if first in SMALL else 3
    return any(
        acronym.startswith(first[:size]) and spells(acronym[size:], rest)
        for size in range(1, min(longest, len(first)) + 1)
    )


KNOWN = (
    {word for form in FORMS.values() for word in form.split()} | COMMON | THEMES | TYPES | STATES
)
MOST_WORDS = 12  # of a name that an acronym is looked for in
COMMON_WEIGHT = 0.25
# Where an acronym stands beside the name: "Name (ABC)", "ABC - Name", "ABC/Name", "Name, ABC".
ASIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
BEFORE = re.compile(r"^\s*([^\s,/:|-]{2,12})\s*(?:\s[-–—]|[-–—]\s|[/:|])\s*(?=\S)")
TWO_LANGUAGES = re.compile(r"[|*]")
AFTER = re.compile(r"(?<=\S)\s*(?:\s[-–—]|[-–—]\s|[/,:|])\s*([^\s,/:|-]{2,12})\s*$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name taken apart: its words in one form each, without small ones, and the acronyms beside it."""

    text: str
    words: tuple[str, ...]
    initials: frozenset[str]
    aliases: frozenset[str]
    legal_form: bool

    @property
    def may_be_initials(self) -> bool:
        return 2 < len(self.text) <= 10 and " " not in self.text


class OrganisationNames:
    """The names of one organisation, read once: in full with others, and the folded short name."""

    def __init__(self, name: str, short_name: str = "", other_names: Iterable[str] = ()) -> None:
        texts = [part for text in (name, *other_names) for part in _parts(text)]
        names = [read(text) for text in texts if fold(text)]
        self.short = fold(short_name)
        bare = [_without(name, self.short) for name in names if self.short in name.text.split()]
        self.names = (*names, *(name for name in bare if name.text))


def _parts(text: str) -> list[str]:
    """Return a name, its parts when it is in two languages ("World Bank | Banque mondiale"), each as plain too."""
    parts = [part for part in TWO_LANGUAGES.split(text) if len(fold(part).split()) > 1]
    texts = [text, *parts] if len(parts) > 1 else [text]
    return list(dict.fromkeys([*texts, *map(without_genitive, texts)]))


@lru_cache(maxsize=20_000)
def read(text: str) -> Name:
    bare, aliases = _split_aliases(text)
    tokens = _joined(fold(bare)).split()
    words = tuple(dict.fromkeys(word for token in tokens for word in _form(token)))
    kept = [token for token in tokens if token not in LEGAL] or tokens
    return Name(
        text=" ".join(tokens),
        words=words or tuple(tokens),
        initials=frozenset(initials_of(kept) | initials_of(tokens)),
        aliases=frozenset(aliases),
        legal_form=len(kept) < len(tokens),
    )


def _split_aliases(text: str) -> tuple[str, list[str]]:
    """Return the name without the acronyms that stand beside it, and those, folded."""
    aside = []
    for pattern in (ASIDE, BEFORE, AFTER):
        found = pattern.search(text)
        if found and _is_acronym(found[1]) and len(fold(pattern.sub(" ", text)).split()) > 1:
            aside.append(fold(found[1]).replace(" ", ""))
            text = pattern.sub(" ", text)
    return text, aside


def _is_acronym(word: str) -> bool:
    """Whether a word is written like an acronym; UK and USA are places."""
    return (
        sum(letter.isupper() for letter in word) > len(word) / 2
        and " " not in word
        and fold(word) not in PLACES
    )


def _without(name: Name, token: str) -> Name:
    return read(" ".join(one for one in name.text.split() if one != token))


def _joined(folded: str) -> str:
    """Join letters that points parted: "u s a" gives "usa", "sh p k" gives "shpk"."""
    folded = re.sub(r"\b(?:[a-z0-9] )+[a-z0-9]\b", lambda run: run[0].replace(" ", ""), folded)
    for parts in LEGAL_PARTS:
        folded = re.sub(rf"\b{parts}$", parts.replace(" ", ""), folded)
    return folded


def _form(token: str) -> list[str]:
    """Return the words that a token stands for: none for a small one, two for "un"."""
    if token in SMALL or token in LEGAL:
        return []
    known = FORMS.get(token) or PLACES.get(token)
    if known:
        return known.split()
    if token in KNOWN:
        return [token]
    return [fold_place(token.removesuffix("s") if len(token) > 6 else token)]


# Of a word that is in several lists, the lighter weight counts.
WEIGHTS = {
    **dict.fromkeys(THEMES | TYPES, 0.6),
    **dict.fromkeys(COMMON, COMMON_WEIGHT),
    **dict.fromkeys(FAMILY, 0.1),
}


def weight(word: str) -> float:
    """Return how distinctive a word is: a name of its own 1, a kind of body or a theme less, a common word little."""
    return WEIGHTS.get(word, 1)


def _is_known(word: str) -> bool:
    return weight(word) < 1 or word in STATES


@lru_cache(maxsize=50_000)
def same_word(one: str, other: str) -> float:
    """Return how alike two words are: 1, or less for a slip of the pen or an abbreviation, or 0."""
    if one == other:
        return 1
    if _is_known(one) and _is_known(other):
        return 0
    short, long = sorted((one, other), key=len)
    if len(short) > 2 and long.startswith(short) and weight(long) < 1:
        return 0.9
    if _begin_alike(short, long):
        return 0.9
    if one[0] != other[0] and len(short) < 7:
        return 0
    return 0.9 if OSA.distance(one, other, score_cutoff=2) <= _slips(short, long) else 0


def _begin_alike(short: str, long: str) -> bool:
    """Whether the words differ in their endings: agriculture, agricultural."""
    return len(short) > 7 and long.startswith(short[:-2]) and len(long) - len(short) < 4


def _slips(short: str, long: str) -> int:
    """Return how many slips of the pen are forgiven; in a short word no letter for another."""
    if len(short) < 5:
        return 1 if len(short) == 4 and len(long) == 5 else 0
    if len(short) == 5:
        return 1 if len(long) == 6 or sorted(short) == sorted(long) else 0
    return 1 if len(short) < 9 else 2


def _align(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Return (pairs of words that are alike, words left of one, words left of the other)."""
    pairs, rest, left = [], [], list(other)
    for word in sorted(one, key=lambda w: w not in left):
        best = word if word in left else max(left, key=lambda w: same_word(word, w), default="")
        if best and same_word(word, best):
            left.remove(best)
            pairs.append((word, best))
        else:
            rest.append(word)
    _join(rest, left, pairs)
    _join(left, rest, pairs)
    return pairs, rest, left


def _join(whole: list[str], parted: list[str], pairs: list[tuple[str, str]]) -> None:
    """Move to `pairs` each word of `whole` that two words in a row of `parted` make: actionaid, action aid."""
    for first, second in zip(parted[:-1], parted[1:], strict=True):
        if first + second in whole and first in parted and second in parted:
            whole.remove(first + second)
            parted.remove(first)
            parted.remove(second)
            pairs.append((first + second, first + second))


def _by_words(a: Name, b: Name) -> Likeness:
    """Compare two names word by word; a word of one name alone weighs by how distinctive it is."""
    pairs, rest_a, rest_b = _align(a.words, b.words)
    if not pairs:
        return NOTHING
    shared = sum(2 * min(weight(x), weight(y)) for x, y in pairs)
    same = sum(2 * min(weight(x), weight(y)) * same_word(x, y) for x, y in pairs)
    whole = shared + sum(map(weight, (*rest_a, *rest_b)))
    score = min(round(100 * same / whole * _doubt(pairs, rest_a, rest_b)), 95)
    exact = all(x == y for x, y in pairs)
    reasons = () if exact else ("spelling",)
    return Likeness(score, (*reasons, "missing_words") if rest_a or rest_b else reasons)


def _doubt(pairs: list[tuple[str, str]], rest_a: list[str], rest_b: list[str]) -> float:
    """Return the factor for words that speak against: two names of their own, two kinds of body, a place more."""
    rest_a, rest_b = ([word for word in rest if word not in FAMILY] for rest in (rest_a, rest_b))
    own = [any(weight(word) == 1 for word in rest) for rest in (rest_a, rest_b)]
    kinds = [any(word in TYPES for word in rest) for rest in (rest_a, rest_b)]
    if all(own) or all(kinds):
        return 0.8
    distinctive = any(weight(word) == 1 and word not in STATES for word, _other in pairs)
    if (rest_a or rest_b) and not distinctive:
        return 0.85
    if any(word in STATES for word in (*rest_a, *rest_b)):
        return 0.9
    return 0.9 if rest_a and rest_b else 1


def _by_initials(a: Name, b: Name) -> Likeness:
    if a.text in b.aliases:
        return Likeness(95, ("acronym",))
    if not a.may_be_initials or len(b.words) < 2:
        return NOTHING
    if a.text in b.initials:
        return Likeness(90 if len(a.text) > 3 else 82, ("acronym",))
    if len(a.text) > 3 and len(b.words) > 2 and spells(a.text, b.text.split()[:MOST_WORDS]):
        return Likeness(84, ("acronym",))
    return NOTHING


@lru_cache(maxsize=50_000)
def _compare(a: Name, b: Name) -> Likeness:
    if a.text == b.text:
        return Likeness(100, ("same_name",))
    if "".join(a.words) == "".join(b.words) or sorted(a.words) == sorted(b.words):
        return Likeness(98, ("legal_form" if a.legal_form != b.legal_form else "same_words",))
    return max(_by_words(a, b), _by_initials(a, b), _by_initials(b, a), key=lambda f: f.score)


def _by_short(name: Name, short: str, full: tuple[Name, ...]) -> Likeness:
    """Compare a name that holds the other's short name: what stands beside it is the name, or a branch."""
    tokens = name.text.split()
    if not short or short not in (*tokens, name.text.replace(" ", ""), *name.aliases):
        return NOTHING
    beside = _without(name, short)
    if name.text.replace(" ", "") == short or set(beside.text.split()) <= SMALL | LEGAL:
        return Likeness(96, ("short_name",))
    if not any(weight(word) > COMMON_WEIGHT for word in beside.words) and len(beside.words) == 1:
        return Likeness(85, ("short_name", "missing_words"))
    if set(beside.words) <= {word for one in full for word in one.words}:
        return Likeness(92, ("short_name",))
    best = max((_compare(beside, one) for one in full), key=lambda f: f.score)
    if best.score >= 60:
        return best.with_more(20, "short_name")
    return Likeness(70, ("short_name", "missing_words"))


def compare_organisations(a: OrganisationNames, b: OrganisationNames) -> Likeness:
    """Return the Likeness of two OrganisationNames: that of the names which are most alike."""
    found = [_compare(one, other) for one in a.names for other in b.names]
    found += [_by_short(one, b.short, b.names) for one in a.names]
    found += [_by_short(one, a.short, a.names) for one in b.names]
    best = max(found, key=lambda f: f.score, default=NOTHING)
    if a.short and a.short == b.short and "short_name" not in best.reasons:
        return best.with_more(12, "short_name")
    return best
