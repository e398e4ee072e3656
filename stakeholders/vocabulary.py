"""The words of institutions, posts and forms of address, each once, with what it implies.

All words are folded (toolkit.spelling.fold). Reading registers, guessing kinds, comparing names and
composing the article take their lists from here; the words themselves are in data/vocabulary.toml, those of
the country's language in its pack.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from toolkit.spelling import fold


@dataclass(frozen=True, slots=True)
class Institution:
    """A word for a kind of body, in the form under which names are compared."""

    word: str
    traits: frozenset[str]
    english: tuple[str, ...]
    local: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def spelled_out(self) -> tuple[str, ...]:
        return (self.word, *self.english, *self.local)

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.spelled_out, *self.others)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> dict[str, str]:
    """Return {word: form} of lines "form: word word ..."."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return {word: form.strip() for form, words in pairs for word in words.split()}


def pack_words(key: str) -> frozenset[str]:
    """Return the words of the country's language in one of its lists, such as "deputies"."""
    return _set(settings.COUNTRY.vocabulary.get(key, ""))


def pack_lines(key: str) -> tuple[str, ...]:
    """Return the lines of one of its lists, each a word or several."""
    lines = settings.COUNTRY.vocabulary.get(key, "").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def pack_table(key: str) -> dict[str, str]:
    """Return {word: form} of one of its tables."""
    return _table(settings.COUNTRY.vocabulary.get(key, ""))


def pack_phrases(key: str) -> dict[str, tuple[str, ...]]:
    """Return {form: phrases} of one of its tables, whose lines are "form: phrase, phrase"."""
    return {
        form: tuple(phrase.strip() for phrase in text.split(",")) for form, text in _lines_of(key)
    }


def _lines_of(key: str) -> list[tuple[str, str]]:
    pairs = (line.split(":") for line in pack_lines(key))
    return [(form.strip(), text.strip()) for form, text in pairs]


def _words(key: str) -> frozenset[str]:
    return _set(WORDS[key]) | pack_words(key)


def _institutions(text: str) -> dict[str, Institution]:
    """Return {word: Institution} of rows "word | traits | English | others"; "|" goes on with a row."""
    local = dict(_lines_of("institutions"))
    found = {}
    for line in re.sub(r"\n\s*\|", " |", text.strip()).splitlines():
        word, traits, english, others = (cell.strip() for cell in line.split("|"))
        found[word] = Institution(
            word,
            _set(traits),
            tuple(english.split()),
            tuple(local.get(word, "").split()),
            tuple(others.split()),
        )
    return found


WORDS = tomllib.loads((Path(__file__).parent / "data" / "vocabulary.toml").read_text("utf-8"))
INSTITUTIONS = _institutions(WORDS["institutions"])


def institution_words(trait: str) -> frozenset[str]:
    return frozenset(one.word for one in INSTITUTIONS.values() if trait in one.traits)


# Codes of kinds of organisation; the first that a name's words imply counts.
KINDS = (
    "local-government", "embassy", "central-government", "private-sector", "academia", "civil-society",
)  # fmt: skip
KIND_OF = {
    **dict.fromkeys(("ltd", "limited", "llc", "gmbh"), "private-sector"),
    **dict.fromkeys(("ngo", "ngos"), "civil-society"),
    **pack_table("kinds"),
    **{
        form: kind
        for one in INSTITUTIONS.values()
        for kind in one.traits.intersection(KINDS)
        for form in one.spelled_out
    },
}
IN_ENGLISH = {form: one.word for one in INSTITUTIONS.values() for form in one.spelled_out}
SHARED_MAILBOXES = KIND_OF.keys() | _words("shared_mailboxes")
ORGANISATION_WORDS = IN_ENGLISH.keys() | _words("organisation_words")

# At the head of a name: what takes the article beside institutions, and what does without.
ALSO_THE, WITHOUT_THE = _set(WORDS["also_the"]), _set(WORDS["without_the"])
# Bodies that few readers know by their letters: {letters: name in full}.
INTERNATIONAL = {
    letters.strip(): name.strip()
    for letters, name in (line.split(":") for line in WORDS["international"].strip().splitlines())
}
UNITED_NATIONS_NAMES = {
    name.strip(): other.strip()
    for name, other in (
        line.split(":") for line in WORDS["united_nations_names"].strip().splitlines()
    )
}
OTHER_ALSO_THE = _set(WORDS["other_also_the"])
OTHER_PAIRS = frozenset(one.strip() for one in WORDS["other_pairs"].split(","))
OTHER_ENDS, OTHER_LAST = tuple(WORDS["other_ends"].split()), _set(WORDS["other_last"])
BEFORE_OF_THE = _set(WORDS["before_of_the"])
# As a whole: "the Senate"; and of letters: "the OSCE".
ALONE_THE, LETTERS_WITH_THE = _set(WORDS["alone_the"]), _set(WORDS["letters_with_the"])
NEVER_THE = _set(WORDS["never_the"])
COMPANY_ENDS = _set(WORDS["company_ends"])
OUTSIDERS, OF_MEMBERS = _set(WORDS["outsiders"]), _set(WORDS["of_members"])

# Who heads what: {post: (body, its forms in the country's language)}.
BODIES = {
    "mayor": "municipality",
    "ambassador": "embassy",
    "consul general": "consulate general",
    "consul": "consulate",
    "minister": "ministry",
    "prefect": "prefecture",
}
LOCAL_TITLES = {
    title.lower(): tuple(dict.fromkeys(map(fold, forms)))
    for title, forms in settings.COUNTRY.titles.items()
}
HEADS = {
    post: (body, tuple(form for form in LOCAL_TITLES.get(post, ()) if form != post))
    for post, body in BODIES.items()
}
# The same posts in the languages that reach an office: {form: post}.
OTHER_HEADS = _table(WORDS["heads"])
DEPUTIES = ("deputy", "vice", "sub", *pack_lines("deputies"))
POST_WORDS = {form.split()[0] for post in HEADS for form in (post, *HEADS[post][1])} | _words(
    "post_words"
)

# Degrees and what else is no part of a person's name, beside the forms of address (honorifics.py).
TITLES = _words("titles")

SMALL = _words("small")

LEGAL = _words("legal")
# The same where points part the letters: "Sh.p.k." folds to "sh p k", whose single letters are joined.
LEGAL_PARTS = pack_lines("legal_parts")

FORMS = {
    form: one.word for one in INSTITUTIONS.values() for form in one.forms if form != one.word
} | {**_table(WORDS["forms"]), **pack_table("forms")}

PLACES = {**_table(WORDS["places"]), **pack_table("places")}
# What states are called in the country's language, for search alone.
STATE_NAMES = pack_table("states")
STATES = set(" ".join(PLACES.values()).split()) | _set(WORDS["states"])

COMMON = institution_words("common") | _set(WORDS["common"])

# The United Nations before the name of an agency are often left out.
FAMILY = {"united", "nations"}

THEMES = _set(WORDS["themes"])

# What kind of body a name names: two kinds are two bodies, whatever else they share.
TYPES = institution_words("body")


def is_of_plain_words(name: str) -> bool:
    """Whether a name is made of common words alone: "Border Police", not "Kosovo Police"."""
    plain = FORMS.keys() | set(FORMS.values()) | INSTITUTIONS.keys() | COMMON | THEMES
    return all(word in plain for word in fold(name).split())


VOWELS = "aeiouy"
SHORT = 4  # shorter words are abbreviations of other languages, and how many a word begins


def meanings(word: str) -> list[str]:
    """Return what a folded word that somebody typed may stand for: itself, then its English forms.

    "ambasada" stands for embassy too, "gjermani", "gjermanise" and "gjerman" for Germany.
    """
    found = [word]
    found += [table[word] for table in (IN_ENGLISH, PLACES) if word in table]
    if len(word) > SHORT and word in FORMS:
        found.append(FORMS[word])
    if len(word) >= SHORT:
        found += [english for name, english in STATE_NAMES.items() if _names_state(word, name)]
    return list(dict.fromkeys(found))


def _names_state(word: str, name: str) -> bool:
    """Whether `word` is the name of a state, its beginning, or the name with an ending."""
    if name.startswith(word):
        return True
    base = name[:-1] if name[-1] in VOWELS and len(name) > SHORT + 1 else name
    return len(base) > SHORT and word.startswith(base) and len(word) <= len(base) + 4
