"""People's names, whole and short: "H.E. Mr. Karl Bergner", then "Mr. Bergner". Pure."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import lru_cache
from pathlib import Path

import stakeholders
from reviews.article.grammar import name_of
from reviews.article.titles import translated
from reviews.month.meetings import Colleague, Speaker
from stakeholders.honorifics import before_surname, printed_honorific
from stakeholders.name_matching.people import FIRST_NAMES, PARTICLES
from stakeholders.vocabulary import WORDS
from toolkit.spelling import fold

LAST_OF_GIVEN = frozenset("bfghjmpqtvwx")
BEGIN_SURNAMES = PARTICLES | set(WORDS["begin_surnames"].split())
FAMILY_FIRST, VIETNAMESE = set(WORDS["family_first"].split()), set(WORDS["vietnamese"].split())
KOREAN = re.compile(r"[A-Z][a-z]{1,5} [A-Z][a-z]+-[a-z]+")  # "Park Min-jae"
OF_TWO_SURNAMES, OF_MARY = set(WORDS["of_two_surnames"].split()), set(WORDS["of_mary"].split())
SENORES, NO_SENORES = set(WORDS["senores"].split()), set(WORDS["no_senores"].split())
OF_SPAIN = re.compile(r"[ñãõ]|[a-z]ez$|ía$|inho$|illos?$")
SURNAME_ENDINGS = tuple(WORDS["surname_endings"].split())
WITH_ARTICLE = re.compile(r"(?:Al|El|An|Ar|As|Ash|At|Az|Ad)-[A-Z].*")
WITHOUT_SURNAME = set(WORDS["without_surname"].split())
ADDRESSED_BY_POST = frozenset(["Ambassador", "Minister", "Governor", "Senator"])
BEHIND = re.compile(r",? (?:jr|sr|ii|iii|iv|phd|md|msc|mba)\.?$", re.I)
WORD = re.compile(r"['’]?[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?")


def titled(person: Colleague | Speaker) -> str:
    """Return "H.E. Mr. Karl Bergner"; nothing of one without a name."""
    name = name_of(person.name)
    return f"{printed_honorific(name_of(person.honorific))} {name}".strip() if name else ""


def is_senor(name: str, *, has_two: bool = False) -> bool:
    """Say whether a first name is a man's in Spanish or Portuguese, before which "Sr." is no sister.

    Where those around have two surnames, so is one that no list has for a woman's: "Sr. Percy Huamaní".
    """
    first = (fold(name).split() or [""])[0]
    is_his = first.endswith("o") and first in OF_TWO_SURNAMES and first not in NO_SENORES
    is_his = is_his or (has_two and first not in OF_TWO_SURNAMES and not first.endswith("a"))
    return is_his or first in SENORES


@lru_cache(maxsize=8192)
def surname_of(name: str, *, has_two: bool = False) -> str:
    """Return what stands behind the first names: "Halilaj", "van der Berg", "García Márquez"; "" when unsure.

    The last word is the surname; a particle begins it, and so does the first of two surnames, as in Spanish:
    a word that is no first name and no initial. `has_two` says that those around have two.
    """
    words = BEHIND.sub("", name).split()
    if len(words) < 2 or not all(map(WORD.fullmatch, words)):
        return ""
    capitals = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
    if capitals and len(capitals) < len(words) and words[-len(capitals) :] == capitals:
        return " ".join(capitals)
    first, last = fold(words[0]), fold(words[-1])
    if first in VIETNAMESE and words[0][:1].isupper():
        return words[-1] if last not in VIETNAMESE else ""
    if KOREAN.fullmatch(name):
        return words[0]
    if first in FAMILY_FIRST:
        return words[0] if last not in FAMILY_FIRST else ""
    if last in WITHOUT_SURNAME:
        return ""
    has_two = has_two or is_of_two_surnames(name)
    start = 1
    if first in ("maria", "jose") and len(words) > 3 and fold(words[2]) in OF_MARY:
        start = 3  # "Maria do Carmo" is one first name
    while start < len(words) - 1 and not _begins_surname(words[start], has_two=has_two):
        start += 1
    return " ".join(words[start:])


def is_of_two_surnames(name: str) -> bool:
    """Say whether a name is one of those that have two surnames, by its first or by how it is spelt."""
    words = name.split()
    is_known = bool(words) and fold(words[0]) in OF_TWO_SURNAMES
    return is_known or any(map(OF_SPAIN.search, words))


def are_of_two_surnames(names: Iterable[str]) -> bool:
    """Say whether the people of a month are mostly of those that have two surnames."""
    known = [is_of_two_surnames(name_of(name)) for name in names]
    return sum(known) > 2 and 3 * sum(known) > len(known)


def _begins_surname(word: str, *, has_two: bool) -> bool:
    """Say whether a word before the last begins the surname: a particle, or the first of two surnames."""
    is_joined = word.rpartition("-")[2].islower() and "-" in word  # "Yıldırım-de Wit"
    if fold(word) in BEGIN_SURNAMES or WITH_ARTICLE.fullmatch(word) or is_joined:
        return True
    is_surname = has_two or fold(word).endswith(SURNAME_ENDINGS)
    return is_surname and not _is_first_name(word)


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    """Return words that are a first name more often than a surname, folded (docs/data-sources.md)."""
    file = Path(stakeholders.__file__).parent / "data" / "given_names.txt"
    return frozenset(file.read_text("utf-8").split())


def is_given_name(word: str) -> bool:
    return fold(word) in _given_names() or fold(word) in FIRST_NAMES


def _is_first_name(word: str) -> bool:
    is_particle = fold(word) in BEGIN_SURNAMES
    is_initial = len(word.strip(".")) == 1 or (word[-1] == "." and len(word) < 4)  # "Xh."
    known = map(is_given_name, fold(word).split())
    # No first of two surnames, as in Spanish, ends in one of these: "Rezaul Mahbub Sikder".
    is_no_surname = word[:1].isupper() and fold(word)[-1:] in LAST_OF_GIVEN and "-" not in word
    return not is_particle and (is_initial or is_no_surname or all(known))


def _post_before_surname(person: Colleague | Speaker) -> str:
    """Return "Ambassador" of an Excellency who is one, and is said to be neither Mr. nor Ms.; else nothing."""
    post = translated(person.title).split(" ")[0] if isinstance(person, Speaker) else ""
    is_excellency = "H.E." in printed_honorific(name_of(person.honorific))
    return post if is_excellency and post in ADDRESSED_BY_POST else ""


def short_people(people: Iterable[tuple[Hashable, Colleague | Speaker]]) -> dict[Hashable, str]:
    """Return {key: "Mr. Halilaj"} of those whom that name cannot mistake for another."""
    meant: defaultdict[str, set[Hashable]] = defaultdict(set)
    shorts: dict[Hashable, tuple[str, str]] = {}
    named = [(key, person, name_of(person.name)) for key, person in people]
    has_two = are_of_two_surnames(name for _key, _person, name in named)
    for key, person, name in named:
        if not (surname := surname_of(name, has_two=has_two)):
            continue
        meant[fold(surname).split()[-1] if fold(surname) else surname].add(key)
        if honorific := before_surname(name_of(person.honorific)) or _post_before_surname(person):
            shorts[key] = (surname, f"{honorific} {surname}")
    return {
        key: short
        for key, (surname, short) in shorts.items()
        if len(meant[fold(surname).split()[-1] if fold(surname) else surname]) == 1
    }
