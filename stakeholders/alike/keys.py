"""Keys under which likely duplicates meet: two names are compared only when they share one. Pure.

A key is short text. What two spellings may differ in (vowels, double letters, endings, order) is not in it.
"""

import re
from itertools import combinations

from stakeholders.alike.given_names import FIRST_NAMES
from stakeholders.alike.organisations import weight
from stakeholders.alike.people import sound
from stakeholders.alike.words import FAMILY, SMALL, STATES

MOST_WORDS = 6
LENGTH = 40


def meeting(key):
    """Return the key that a row must have to meet one with `key`: initials meet acronyms, others their like."""
    return {"a": "i", "i": "a"}.get(key[0], key[0]) + key[1:]


def organisation_keys(names):
    """Return the keys of OrganisationNames, as a set."""
    keys = {f"s{names.short}"} if names.short else set()
    if names.short:
        keys |= {f"a{one}" for one in _acronym(names.short.replace(" ", ""))}
    for name in names.names:
        keys |= _keys_of(name)
    return {key[:LENGTH] for key in keys}


def _keys_of(name):
    """Return the keys of one name: by its words, its words in pairs, its initials, and as an acronym."""
    words = sorted(set(name.words) - FAMILY, key=lambda word: -weight(word)) or list(name.words)
    telling = [word for word in words if weight(word) == 1 and word not in STATES]
    kept = (telling or words)[:MOST_WORDS]
    keys = {f"n{name.text.replace(' ', '')}", "w" + "".join(sorted(map(skeleton, name.words)))}
    keys |= {"p" + "+".join(sorted(pair)) for pair in combinations(map(skeleton, kept), 2)}
    if len(telling) == 1:
        keys.add(f"o{skeleton(telling[0])}")
    keys |= {
        "p" + "+".join(sorted((skeleton(one), skeleton(other))))
        for one in telling[:3]
        for other in words
        if other not in telling
    }
    keys |= {f"i{one}" for initials in name.initials for one in _acronym(initials)}
    keys |= {f"a{one}" for token in (*_one(name), *name.aliases) for one in _acronym(token)}
    keys |= {f"s{token}" for token in (*_one(name), *name.aliases, *_beside(name))}
    return keys


def _one(name):
    return [name.text] if name.may_be_initials else []


def _beside(name):
    """Return the words of a name that may be a short name of somebody: those that tell something."""
    return [
        word
        for word in name.text.split()[:8]
        if len(word) > 1 and word not in SMALL and weight(word) == 1 and word not in STATES
    ]


def _acronym(text):
    """Return an acronym whole, and without its vowels: horn of AFrica YOuth gives the second only."""
    bare = text[:1] + re.sub(r"[aeiou]", "", text[1:])
    return {one for one in (text, f"-{bare}") if 3 <= len(one.strip("-")) <= 12}


def skeleton(word):
    """Return the first letter and the consonants after it, once each in a row, at most five."""
    bare = re.sub(r"[aeiouyhj]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[:1] + bare)[:5]


def person_keys(record):
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


def _first(word):
    """Return how a word may begin in its other spellings: by its sound, and as a known first name."""
    return {sound(word)[:1], *(f"#{group}" for group in FIRST_NAMES.get(word, ()))}
