"""Text as people typed it, made fit for a sentence; and the small words around it. Pure."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from unittest.mock import patch

import typeguard
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simplemma import is_known

from stakeholders import vocabulary
from toolkit.spelling import fold

# A comma where something follows, nothing where the sentence ends. No meeting can hold it: clean() drops it.
SOFT_COMMA = "\x1f"
JOINERS = "\u200c\u200d"  # what holds letters of some scripts, and emoji, together
EDGES = " \t,;:–—-•·|/"
CLOSERS = ".!?…)]}"  # what cannot begin anything
BRACKETS = {"(": ")", "[": "]", "{": "}"}
QUOTES = "\"“”„‟«»'‘’"
SPARE_COMMA = re.compile(rf"{SOFT_COMMA}+(?=\s*(?:[.,;:!?]|$))")
SOFT_COMMAS = re.compile(f"{SOFT_COMMA}+")
CLOSED = re.compile(rf"[.!?…][)\]{QUOTES}]*$")
FIGURE_FIRST = re.compile(r"\d\d?(?= [a-z])")  # no sentence begins with "18 officers"

# Words that mark an institution, which has "the" before it, unlike a name of its own.
INSTITUTIONS = {
    word
    for one in vocabulary.INSTITUTIONS.values()
    if "the" in one.traits
    for word in (one.word, *one.english)
}


# Nouns at the head of a name of several words, "the Women's Network", which are left out of one word's.
HEADS_OF_NAMES = (
    {word for one in vocabulary.INSTITUTIONS.values() for word in (one.word, *one.english)}
    | vocabulary.ALSO_THE
) - vocabulary.WITHOUT_THE


# What stands before a name of its own: "Primary School Brothers Lumière", "Cantonal Hospital Bihać".
KINDS_BEFORE_NAMES = frozenset(
    ["school", "hospital", "club", "museum", "monastery", "clinic", "camp"]
)
TAUGHT_AT = frozenset(["university", "school", "college"])
NAMES_WITH_THE = ("Hague", "Gambia")  # whose "The" is a part of the name
# Words for bodies at the head of their names in other languages.
OTHER_HEADS = {
    form
    for one in vocabulary.INSTITUTIONS.values()
    if one.traits & {"the", "body"}
    for form in (*one.local, *one.others)
    if len(form) > 4
} | vocabulary.OTHER_ALSO_THE
SLAVIC_ADJECTIVES = ("ski", "ska", "sko", "avni", "avna", "avno", "alni", "alna", "alno", "nacki")


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """Return one line: single spaces, no control characters, no marks left without their words."""
    kept = (c if _is_kept(c) else " " if c.isspace() else "" for c in text)
    text = " ".join("".join(kept).split())
    before = None
    while text != before:
        before = text
        text = _mend(text).rstrip(EDGES).lstrip(EDGES + CLOSERS)
    return text


def _is_kept(character: str) -> bool:
    kind = unicodedata.category(character)
    return character in JOINERS or (kind[0] != "C" and kind not in ("Zl", "Zp"))


def _mend(text: str) -> str:
    text = _without_empty_brackets(text)
    text = re.sub(r"\s+(?=[,;])|\s+(?=\.(?:[\s,.;]|$))", "", text)
    text = re.sub(r",(?=\s*[,;.:!?])", "", text)
    text = re.sub(r"\.{2,}", "…", text)
    return " ".join(text.split())


def _without_empty_brackets(text: str) -> str:
    kept: list[str] = []
    opened: list[int] = []
    for character in text:
        if character in BRACKETS:
            opened.append(len(kept))
        elif opened and BRACKETS[kept[opened[-1]]] == character:
            start = opened.pop()
            if all(map(str.isspace, kept[start + 1 :])):
                kept[start:] = [" "]
                continue
        kept.append(character)
    return "".join(kept)


def name_of(text: str) -> str:
    """Return a name, title or label ready for a sentence; nothing when it holds no letter, digit or symbol."""
    text = clean(text)
    return text if any(c.isalnum() or unicodedata.category(c) == "So" for c in text) else ""


def finish(text: str) -> str:
    """Return the text as a sentence: a capital or a number in words first, a full stop last."""
    if SOFT_COMMA in text:
        text = SPARE_COMMA.sub("", text)
        text = SOFT_COMMAS.sub(",", text)
    if found := FIGURE_FIRST.match(text):
        text = ENGLISH.number_to_words(int(found[0])) + text[found.end() :]
    text = text[:1].upper() + text[1:]
    return text if CLOSED.search(text) else f"{text}."


# Bodies of which two words make a name that takes the article: "City of Brussels".
BODIES = {
    "city", "commune", "district", "town", "university", "village", "county", "region", "province", "parish",
    "canton", "state", "republic", "kingdom",
}  # fmt: skip
WORKING_GROUP = re.compile(
    r"\b(?:working|coordination|expert|contact|steering|thematic|technical) group\b|\btask force\b"
    r"|\b(?:control|border|police|health|command|guard|customs) post\b",
    re.I,
)
# Nouns of people and things that inflect does not know to have no other plural.
UNCOUNTABLE = (
    "staff",
    "youth",
    "police",
    "personnel",
    "press",
    "media",
    "management",
    "leadership",
)


def _load_inflect() -> ModuleType:
    """Import inflect without the checks of types that it writes into its own code: two seconds of work."""
    with patch.object(typeguard, "typechecked", lambda function: function):
        return import_module("inflect")


ENGLISH = _load_inflect().engine()
for noun in UNCOUNTABLE:
    ENGLISH.defnoun(noun, noun)


# Heads of names that no English text prints bare, whatever an organisation is said to take.
STRONG = re.compile(
    r"^(?:\S+ ){2,}(?:Authority|Office|Ministry|Department|Directorate|Institute|Agency|Service"
    r"|Commission|Administration|Secretariat|Inspectorate|Fund|Forum|Association|Federation|Confederation"
    r"|Union|Chamber|Bureau)(?: (?:of|for|on) .+)?$"
    r"|^(?:Croissant|Croix)[- ]Rouge |^Cruz (?:Roja|Vermelha) |^(?:Crescent|Croce) Rossa "
)


@lru_cache(maxsize=4096)
def with_the(name: str, takes_the: bool | None = None) -> str:
    """Return "the Helsinki Committee", "Caritas", "the Door".

    `takes_the` is what the organisation says of itself; None leaves it to the words of the name.
    """
    if name[:4].lower() == "the ":
        if " " not in name[4:] or name[4:].startswith(NAMES_WITH_THE):
            return name  # "The Door" is a name as it is, as is "The Hague", wherever it stands
        name = name[4:]
    elif not (takes_the or (takes_the is None or STRONG.search(name)) and is_of_institution(name)):
        return name
    return _("the %(name)s") % {"name": name}


@lru_cache(maxsize=4096)
def is_of_institution(name: str) -> bool:
    """Say whether words of a name say what the body is, so that English puts "the" before it."""
    words = re.findall(r"\w+", name.lower())
    if is_company(name) or words[:1] in (["st"], ["saint"]) or _is_bare(name):
        return False
    if name in vocabulary.LETTERS_WITH_THE or fold(name).replace(" ", "") in vocabulary.ALONE_THE:
        return True
    is_body = words[1:2] == ["of"] and words[0] in BODIES
    is_body = is_body or bool(WORKING_GROUP.search(name))
    group = re.split(r",| (?:of|for|in|to|at|on) ", name.lower())[0]
    heads = {one.split(" ")[-1] for one in (group, *group.split(" and ")[:1])}
    is_headed = len(words) > 1 and not HEADS_OF_NAMES.isdisjoint(heads)
    is_headed = is_headed or ("of" in words and not vocabulary.BEFORE_OF_THE.isdisjoint(heads))
    is_university = bool(heads & TAUGHT_AT) and ("of" in words or _is_by_nation(words))
    # "the Cantonal Hospital Bihać", "the NGO Open Gate"
    is_typed = not KINDS_BEFORE_NAMES.isdisjoint(words[1:-1]) or words[:1] in (["ngo"], ["cso"])
    is_post = group.split(" ")[-1] in vocabulary.POST_WORDS and len(words) > 1
    is_named = is_headed or is_university or is_typed or is_post or _is_of_other_language(name)
    return is_body or is_named or bool(INSTITUTIONS.intersection(words))


def _is_by_nation(words: list[str]) -> bool:
    """Say whether a name begins with an adjective of a country, "American University in Cairo"; not a country's own."""
    state = vocabulary.PLACES.get(words[0], "")
    return words[0].endswith(("an", "ish", "ese", "ch", "ic")) and state not in ("", words[0])


def _is_bare(name: str) -> bool:
    """Say whether a name goes without the article although a word of it takes one: "Naša, Association of Returnees"."""
    first, _comma, rest = name.partition(", ")
    kind = rest.partition(" of ")[0].lower()
    is_body = kind in INSTITUTIONS or fold(kind).split()[:1] == ["association"]
    is_told_behind = is_body and INSTITUTIONS.isdisjoint(first.lower().split())
    return is_told_behind or fold(name).replace(" ", "") in vocabulary.NEVER_THE


def is_company(name: str) -> bool:
    """Say whether a name ends as a company is registered: "Ltd.", "sh.a.", "d.o.o."."""
    words = fold(name).split()
    ends = ("".join(words[-size:]) for size in (1, 2, 3) if len(words) > size)
    return not vocabulary.COMPANY_ENDS.isdisjoint(ends)


def _is_of_other_language(name: str) -> bool:
    """Say whether the head of a name is a word for a body in another language: "Secretaría de Salud"."""
    first, *others = fold(name.replace("-", " ")).split() or [""]
    if first.endswith(vocabulary.OTHER_ENDS) and first not in vocabulary.OTHER_ENDS:
        return True  # "Bundesamt für Migration"
    if not others or vocabulary.LEGAL & set(others[-3:]):
        return False
    head = others[0] if first.endswith(SLAVIC_ADJECTIVES) else first  # "Državna agencija"
    is_headed = first in OTHER_HEADS or (head in OTHER_HEADS and head != first)
    is_pair = f"{first} {others[0]}" in vocabulary.OTHER_PAIRS
    return is_headed or is_pair or others[-1] in vocabulary.OTHER_LAST


@lru_cache(maxsize=2048)
def with_a(noun: str) -> str:
    """Return "an hour", "a university", "an EU delegation", "an 8-day visit"."""
    first = re.match(r"\w+", noun)
    if first is None:
        return noun
    said = noun
    if first[0][0].isdigit():
        said = ENGLISH.number_to_words(first[0])
    elif len(first[0]) < 4 and not first[0][1:].islower():
        said = f"{first[0][0]}."  # spelt letter by letter
    article = ENGLISH.a(said).split()[0]
    return (_("an %(noun)s") if article == "an" else _("a %(noun)s")) % {"noun": noun}


@lru_cache(maxsize=2048)
def plural(noun: str) -> str:
    """Return the plural of a noun or of what it heads: "deputy mayors", "Heads of Unit", "staff"."""
    if is_plural(noun) or not noun[-1:].isalpha():
        return noun
    words = noun.split(" ")
    found = ENGLISH.plural_noun(noun.lower()).split(" ")
    if len(found) != len(words):
        return noun
    return " ".join(map(_in_case_of, words, found))


def _in_case_of(word: str, other: str) -> str:
    """Return `other` with the capitals of `word`."""
    if word.isupper() and len(word) > 1:
        return f"{word}s" if word.lower() != other else word
    return word[:1] + other[1:] if word[:1].lower() == other[:1] else other


@lru_cache(maxsize=4096)
def is_plural(noun: str) -> bool:
    """Say whether what heads the noun is a plural: "officers of the unit", "staff"."""
    head = BEHIND_NOUN.split(noun)[0].split(" ")[-1].lower()
    if head in UNCOUNTABLE:
        return True
    return not head.endswith(("is", "us", "ss")) and bool(head and ENGLISH.singular_noun(head))


def number_in_words(number: int) -> str:
    """Return "nine", "10", "1,200": as in texts of the United Nations."""
    return ENGLISH.number_to_words(number) if 0 <= number < 10 else f"{number:,}"


@lru_cache(maxsize=4096)
def lower_label(label: str, *, is_counted: bool = False) -> str:
    """Return "technical staff" of "Technical staff"; "Director", "Swiss officers" and "IOM staff" stay.

    A label in title case is a post, which keeps its capitals; so is a single word for one, unless it is counted.
    """
    first, *others = label.split(" ")
    is_post = not others and not is_counted and first.lower() in vocabulary.POST_WORDS
    is_name = fold(first) in vocabulary.PLACES or not (first and is_known(first.lower(), "en"))
    is_name = is_name or not first[1:].islower()
    if is_post or is_name or any(not word.islower() for word in others):
        return label
    return first.lower() + label[len(first) :]


# Whose name is of one body, however many are in it.
COLLECTIVES = frozenset(
    ["delegation", "group", "team", "panel", "committee", "crew", "class", "party"]
)
# What a group says of its own number, beside the one on record: "about 30 women", "women (14)".
COUNTED = re.compile(
    r"^(?:(?:about|approx(?:imately|\.)?|around|some|circa|ca\.|over|more than|up to|~)\s*)?"
    r"(?:\d[\d,.]*\+?\s*x?|an?|the)\s+(?=\w)|\s*\(\d+\)$|,\s*\d+$",
    re.I,
)
BEHIND_NOUN = re.compile(r" (?:of|at|in|for|from|on|to|with|who|among) |[,(]")


# How several are told whose word has no plural that English uses of people.
SAID_OF_MANY = {
    "youth": "young people", "youths": "young people", "media": "media representatives",
    "press": "members of the press", "police": "police officers",
}  # fmt: skip


def is_collective(label: str) -> bool:
    """Say whether a group is named as one: "police delegation", but not "refugees in class"."""
    return not BEHIND_NOUN.search(label) and label.split(" ")[-1].lower() in COLLECTIVES


def head_count(number: int, group: str = "") -> str:
    """Return "22 officers", "five people", "a delegation of five"; "one officer" of one."""
    said = number_in_words(number)
    bare = lower_label(COUNTED.sub("", group), is_counted=number > 1).replace(
        "incl. ", "including "
    )
    bare = re.sub(r"(?<![\w.,-])\d(?![\w.,-])", lambda one: number_in_words(int(one[0])), bare)
    if not bare:
        return ngettext("%(n)s person", "%(n)s people", number) % {"n": said}
    if number > 1:
        bare = SAID_OF_MANY.get(bare.lower(), bare)
    if number > 1 and is_collective(bare):
        return _("%(group)s of %(n)s") % {"group": with_a(bare), "n": said}
    if number > 1 and (found := BEHIND_NOUN.search(bare)) and found[0] != " of ":
        head = bare[: found.start()]
        if is_collective(head):
            return f"{head_count(number, head)}{bare[found.start() :]}"
    head, _of, members = bare.partition(" of ")
    if head in COLLECTIVES and is_plural(members):
        return _("%(group)s of %(n)s %(members)s") % {
            "group": with_a(head),
            "n": said,
            "members": members,
        }
    is_list = "," in bare or f" {_('and')} " in bare or is_plural(bare.split(" ")[-1])
    noun = bare if number == 1 or is_list or is_plural(bare) else plural(bare)
    return _("%(n)s %(group)s") % {"n": said, "group": noun}


OF_STATE = re.compile(r"\b(?:Embassy|Embassies|Consulate|Mission|Government) of ")


def join(items: list[str]) -> str:
    """Return "A", "A and B", "A, B and C"; with semicolons where an item has commas of its own."""
    if any(map(OF_STATE.search, items)):  # not "the Embassy of Norway and Sweden"
        items = sorted(items, key=lambda item: fold(item.split(" ")[0]) not in vocabulary.STATES)
    *before, last = items
    if not before:
        return last
    parting, before_last = ", ", ""
    if len(before) > 1 and any("," in item or SOFT_COMMA in item for item in items):
        parting = before_last = "; "
        before = [item.rstrip(SOFT_COMMA) for item in before]
    elif len(before) > 1 and any(f" {_('and')} " in item for item in items[-2:]):
        before_last = ", "
    values = {"names": parting.join(before), "mark": before_last.strip(), "last": last}
    return _("%(names)s%(mark)s and %(last)s") % values


def _in_single_quotes(found: re.Match[str]) -> str:
    return f"‘{next(one for one in found.groups() if one is not None)}’"


def quoted(text: str) -> str:
    """Return the text in double quotes; those inside it become single ones."""
    inner = re.sub(r"“([^“”]*)”", r"‘\1’", text)
    inner = re.sub(r'"([^"]*)"|«\s*([^«»]*?)\s*»|„([^„“”]*)[“”]', _in_single_quotes, inner)
    return f"“{inner}”"
