"""The words of institutions, posts and forms of address, each once, with what it implies. Pure.

All words are folded (toolkit.spelling.fold). Reading registers, guessing kinds, comparing names and
composing the article take their lists from here; the words themselves are in data/vocabulary.toml.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Institution:
    """A word for a kind of body, in the form under which names are compared."""

    word: str
    traits: frozenset[str]
    english: tuple[str, ...]
    albanian: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def spelled_out(self) -> tuple[str, ...]:
        return (self.word, *self.english, *self.albanian)

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.spelled_out, *self.others)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> dict[str, str]:
    """Return {word: form} of lines "form: word word ..."."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return {word: form.strip() for form, words in pairs for word in words.split()}


def _institutions(text: str) -> dict[str, Institution]:
    """Return {word: Institution} of rows "word | traits | English | Albanian | others"; "|" goes on with a row."""
    found = {}
    for line in re.sub(r"\n\s*\|", " |", text.strip()).splitlines():
        word, traits, *forms = (cell.strip() for cell in line.split("|"))
        found[word] = Institution(word, _set(traits), *(tuple(cell.split()) for cell in forms))
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
    **dict.fromkeys(("ltd", "limited", "llc", "gmbh", "shpk"), "private-sector"),
    **dict.fromkeys(("ngo", "ngos", "ojf", "ojq"), "civil-society"),
    **{
        form: kind
        for one in INSTITUTIONS.values()
        for kind in one.traits.intersection(KINDS)
        for form in one.spelled_out
    },
}
IN_ENGLISH = {form: one.word for one in INSTITUTIONS.values() for form in one.spelled_out}
SHARED_MAILBOXES = KIND_OF.keys() | _set(WORDS["shared_mailboxes"])
ORGANISATION_WORDS = IN_ENGLISH.keys() | _set(WORDS["organisation_words"])

# Who heads what: {post: (body, its Albanian forms)}.
HEADS = {
    "mayor": (
        "municipality",
        ("kryebashkiak", "kryebashkiaku", "kryebashkiake", "kryebashkiakja", "kryetar i bashkise",
         "kryetari i bashkise", "kryetare e bashkise", "kryetarja e bashkise"),
    ),
    "ambassador": ("embassy", ("ambasador", "ambasadori", "ambasadore", "ambasadorja")),
    "consul general": ("consulate general", ()),
    "consul": ("consulate", ("konsull", "konsulli", "konsullja")),
    "minister": ("ministry", ("ministri", "ministre", "ministrja")),
    "prefect": ("prefecture", ("prefekt", "prefekti", "prefektja")),
}  # fmt: skip
DEPUTIES = ("deputy", "vice", "sub", "zevendes", "zv", "nen")
POST_WORDS = {form.split()[0] for post in HEADS for form in (post, *HEADS[post][1])} | _set(
    WORDS["post_words"]
)

# Forms of address before a name. Those of the first line stand before a surname alone too;
# those of the second are known by their points, for Hon and Eng are names.
SURNAME_HONORIFICS = ("mr", "mrs", "ms", "dr", "prof")
HONORIFICS = frozenset(
    [
        *SURNAME_HONORIFICS,
        *(f"{word}." for word in SURNAME_HONORIFICS),
        *("h.e.", "amb.", "hon.", "eng."),
        *("z.", "zj.", "znj.", "zoti", "zonja", "zonjusha"),
    ]
)
TITLES = {*SURNAME_HONORIFICS, "amb", "hon", "eng"} | _set(WORDS["titles"])


def split_honorific(text: str) -> tuple[str, str]:
    """Return (honorific, name): "H.E. Mr. Karl Bergner" gives ("H.E. Mr.", "Karl Bergner")."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and words[count].lower() in HONORIFICS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


SMALL = _set(WORDS["small"])

LEGAL = _set(WORDS["legal"])
# The same where points part the letters: "Sh.p.k." folds to "sh p k", whose single letters are joined.
LEGAL_PARTS = ("sh pk", "sh a", "sh p k")

FORMS = {
    form: one.word for one in INSTITUTIONS.values() for form in one.forms if form != one.word
} | _table(WORDS["forms"])

PLACES = _table(WORDS["places"])
STATES = set(" ".join(PLACES.values()).split()) | _set(WORDS["states"])

COMMON = institution_words("common") | _set(WORDS["common"])

# The United Nations before the name of an agency are often left out.
FAMILY = {"united", "nations"}

THEMES = _set(WORDS["themes"])

# What kind of body a name names: two kinds are two bodies, whatever else they share.
TYPES = institution_words("body")
