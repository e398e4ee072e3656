"""Forms of address before a name: known in the languages that reach an office, stored in one form."""

import re
from functools import lru_cache

from django.conf import settings

from stakeholders.vocabulary import WORDS
from toolkit.spelling import fold

MOST_WORDS = 3  # of one form: "Shkëlqesia e Tij"
LONGEST = 40  # as the fields that hold them


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _known() -> dict[str, str]:
    """Return {form: as it is stored}. A form with a point counts only where it is typed so; one in capitals too."""
    found: dict[str, str] = {}
    lines = (line.split(":") for line in WORDS["honorifics"].strip().splitlines())
    for stored, forms in lines:
        found |= dict.fromkeys(forms.split(), stored.strip())
    for stored, local in settings.COUNTRY.honorifics.items():
        for form in local:
            key = _key(form)
            found[f"{key}." if len(key) == 1 and "." in form else key] = stored
    return found


def _alone() -> dict[str, str]:
    lines = (line.split(":") for line in WORDS["honorifics_alone"].strip().splitlines())
    return {form: stored.strip() for stored, forms in lines for form in forms.split()}


KNOWN, ALONE = _known(), _alone()
KEPT = frozenset(WORDS["honorifics_kept"].split())
BARE = ("Mr.", "Mrs.", "Ms.", "Mx.")  # left out beside any other: "Judge", "Dr."
SMALL_WORDS = frozenset(["la", "le", "l", "el", "the", "de", "i", "e", "a"])
# What is right whatever stands beside it; a rank or a chair may be another's with a word that no list knows.
SURE = frozenset(["H.E.", "H.M.", "H.R.H.", "Hon.", "Dr.", "Rev.", "Fr.", "Sr.", "Msgr.", *BARE])
ASSOCIATE = re.compile(
    r"\b(?:Prof\. ?(?:e )?(?:Assoc|Asoc)[\w.]*|Assoc(?:iate|\.)? ?Prof(?:essor|\.)?)", re.I
)
STORED = {part for stored in KNOWN.values() for part in stored.split()}
# What two names are compared without.
ADDRESSES = {form.rstrip(".").lower() for form in KNOWN} | {_key(part) for part in STORED}
# Of these, what stands before a surname alone; of several, the first here.
BEFORE_SURNAME = tuple(WORDS["before_surname"].split())


def _stored(words: list[str]) -> str:
    """Return the stored form of words that are one form of address; nothing of others."""
    if not all(map(_key, words)):
        return ""
    text, key = " ".join(words), _key(" ".join(words))
    is_pointed = "." in text or (len(key) == 1 and text.islower())
    return KNOWN.get(text.replace(".", "")) or KNOWN.get(key) or (
        KNOWN.get(f"{key}.", "") if is_pointed else ""
    )  # fmt: skip


def _read(text: str) -> tuple[list[str], list[str]]:
    """Return (stored forms, words of the name) of a text; "H.E.Mr.Karl" is read like "H.E. Mr. Karl"."""
    words, found = text.split(), []
    while words:
        size = next((n for n in range(MOST_WORDS, 0, -1) if _stored(words[:n])), 0)
        if size:
            found.append((_stored(words[:size]), words[:size]))
            words = words[size:]
            continue
        first, point, rest = words[0].partition(".")
        while point and rest and not _stored([f"{first}."]):
            more, point, rest = rest.partition(".")
            first = f"{first}.{more}"
        if not (point and rest):
            break
        words = [f"{first}.", rest, *words[1:]]
    if not words and found:  # a text of forms alone: the last is the name
        words = found.pop()[1]
    return [stored for stored, _words in found], words


@lru_cache(maxsize=8192)
def split_honorific(text: str) -> tuple[str, str]:
    """Return (honorific as it is stored, name): "HE z. Ilir Kodra" gives ("H.E. Mr.", "Ilir Kodra")."""
    found, words = _read(text)
    return _in_order(found), " ".join(words)


@lru_cache(maxsize=4096)
def stored_honorific(text: str) -> str:
    """Return an honorific as it is stored: "Z." is "Mr."; what nobody knows stays as it was typed."""
    found, words = _read(f"{text} ?")
    return _in_order(found) if words == ["?"] else " ".join(text.split())[:LONGEST]


@lru_cache(maxsize=4096)
def printed_honorific(text: str) -> str:
    """Return an honorific as a text in English prints it: "Mr." of "g.", "Judge" of "Mme la Juge".

    What is in no list, such as a rank or a degree in another language, is left out.
    """
    stored = ASSOCIATE.sub("Assoc.Prof.", stored_honorific(text))
    if (key := _key(stored)) in ALONE:
        return ALONE[key]
    words = [word for word in stored.split() if _key(word) not in SMALL_WORDS]
    parts = [part for word in words for part in _printed(word).split()]
    if not all(
        map(_is_known, words)
    ):  # "Prof. Assoc." is no "Prof.", "Drejtues Colonel" no "Colonel"
        parts = [part for part in parts if part in SURE]
    if not {"H.E.", "Hon.", *BARE}.issuperset(parts):
        parts = [part for part in parts if part not in BARE]
    return _in_order(parts)


def _printed(word: str) -> str:
    if ASSOCIATE.fullmatch(word):
        return "Assoc. Prof."
    stored, key = stored_honorific(word), _key(word)
    if stored == "Amb.":
        return "Ambassador"
    if stored in STORED or stored in KNOWN.values():
        return stored
    return ALONE.get(key, word[:1].upper() + word[1:] if key in KEPT else "")


def _is_known(word: str) -> bool:
    return bool(_printed(word)) or _key(word) in ALONE


def is_honorific(text: str) -> bool:
    return bool(fold(text)) and _read(f"{text} ?")[1] == ["?"]


def honorific_length(text: str) -> int:
    """Return how many words of a text are its honorific."""
    return len(text.split()) - len(split_honorific(text)[1].split())


def _in_order(found: list[str]) -> str:
    """Return forms in one text, each once, Excellency first."""
    parts = dict.fromkeys(part for stored in found for part in stored.split())
    return " ".join(sorted(parts, key=lambda part: part != "H.E."))[:LONGEST]


def before_surname(honorific: str) -> str:
    """Return what stands before a surname alone: "Mr." of "H.E. Mr.", "Prof." of "Prof. Dr."; else nothing."""
    parts = printed_honorific(honorific).split()
    if "Assoc." in parts and "Dr." in parts:
        return "Dr."
    return next((one for one in BEFORE_SURNAME if one in parts), "")
