"""Keys of likely duplicates: two names are compared only when they share one. Pure.

A key is short text. What two spellings may differ in (vowels, double letters, endings, order) is not in it.
"""

import re
from functools import lru_cache
from itertools import combinations

from stakeholders.name_matching.organisations import Name, OrganisationNames, weight
from stakeholders.name_matching.people import FIRST_NAMES, sound
from stakeholders.name_matching.records import PersonRecord
from stakeholders.vocabulary import FAMILY, SMALL, STATES

MOST_WORDS = 6
LENGTH = 40
# Acronyms match the initials of names, and short names the words of names; all other keys match themselves.
MATCHING = {"a": "i", "i": "a", "c": "d", "d": "c"}


def matching_key(key: str) -> str:
    """Return the key that a row must have to be compared with one that has `key`."""
    return MATCHING.get(key[0], key[0]) + key[1:]


def organisation_keys(names: OrganisationNames) -> set[str]:
    keys = _short(names.short) if names.short else set()
    for name in names.names:
        keys |= _keys_of(name)
    return {key[:LENGTH] for key in keys}


def _short(text: str) -> set[str]:
    """Return the keys of a short name, an acronym, or a name of one word."""
    bare = text.replace(" ", "")
    return {f"s{bare}", f"c{bare}", *(f"a{one}" for one in _acronym(bare))}


def _keys_of(name: Name) -> set[str]:
    """Return the keys of one name: whole, by its words, its words in pairs, its initials, what stands beside."""
    keys = {f"n{name.text.replace(' ', '')}", "w" + "".join(sorted(map(skeleton, name.words)))}
    keys |= _by_words(name)
    keys |= {f"i{one}" for initials in name.initials for one in _acronym(initials)}
    for short in (*([name.text] if name.may_be_initials else []), *name.aliases):
        keys |= _short(short)
    return keys | {
        f"d{word}" for word in name.text.split()[:8] if len(word) > 1 and _is_distinctive(word)
    }


def _by_words(name: Name) -> set[str]:
    """Return the keys of the distinctive words, two and two, each with the less distinctive ones, and one alone."""
    words = sorted(set(name.words) - FAMILY, key=lambda word: (-weight(word), word)) or name.words
    distinctive = [word for word in words if _is_distinctive(word)]
    pairs = list(combinations((distinctive or words)[:MOST_WORDS], 2))
    if len(distinctive) < 3:
        pairs += [
            (one, other) for one in distinctive for other in words if other not in distinctive
        ]
    keys = {"p" + "+".join(sorted(map(skeleton, pair))) for pair in pairs}
    if len(distinctive) == 1:
        # One distinctive word: a slip in it is forgiven where all the rest of the name is the same.
        rest = sorted(skeleton(word) for word in words if word != distinctive[0])
        keys.add(f"o{skeleton(distinctive[0])}")
        keys |= {f"q{distinctive[0][0]}{''.join(rest)}"} if len(rest) > 1 else set()
    return keys


def _is_distinctive(word: str) -> bool:
    return weight(word) == 1 and word not in STATES and word not in SMALL


def _acronym(text: str) -> set[str]:
    """Return an acronym whole, and without its vowels: horn of AFrica YOuth gives the second only."""
    bare = text[:1] + re.sub(r"[aeiou]", "", text[1:])
    return {one for one in (text, f"-{bare}") if 3 <= len(one.strip("-")) <= 12}


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Return the first letter and the consonants after it, once each in a row, at most five."""
    bare = re.sub(r"[aeiouyhj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[:1] + bare)[:5]


def person_keys(record: PersonRecord) -> set[str]:
    """Return the keys of a PersonRecord: each word with the beginning of each other, email and phone."""
    keys = {f"e{record.email}"} if record.email else set()
    if record.phone:
        keys.add(f"t{record.phone}")
    for name in record.names:
        words = name.words[:MOST_WORDS]
        keys.add("n" + "".join(sorted(words)))
        for word in words:
            others = list(words)
            others.remove(word)
            keys |= {
                f"p{skeleton(sound(word))}+{first}"
                for other in others
                for first in _first(other)
                if len(word) > 1
            }
    return {key[:LENGTH] for key in keys}


def _first(word: str) -> set[str]:
    """Return how a word may begin in its other spellings: by its sound, and as a known first name."""
    return {sound(word)[:1], *(f"#{group}" for group in FIRST_NAMES.get(word, ()))}
