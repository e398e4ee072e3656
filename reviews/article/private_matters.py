"""What a public line should not say unasked: of few people, of the office itself, judgements. Pure.

A person's data are found by case_data, and belong in no box; what is found here may stand in an internal one.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from simplemma import lemmatize

from reviews.article.clauses import finite_verb
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.word_classes import NOUNS, Word, keeps_capital, tagged

WORDS: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("private_words.json").read_text(encoding="utf-8")
)
ASSISTED, FRAIL, OTHERS = (frozenset(WORDS[key]) for key in ("assisted", "frail", "others"))
STATES, GENERAL = frozenset(WORDS["states"]), frozenset(map(str.lower, WORDS["general"]))
OWNERS = frozenset(["returnee", "deportee", "survivor", "beneficiary", "applicant", "detainee"])
OFTEN_ALL = frozenset(["family", "household", "child", "patient"])  # "child in need", said of all
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
FEW = 5  # so few can be recognised by who knows the place
FEW_FRAIL = 9
ONE = frozenset(["a", "an", "one", "another"])
BEFORE_NOUN = frozenset(["AJ0", "AJC", "NP0", "VVN", "VVG", "VVD", *NOUNS])
AFTER_ONE = frozenset(["PRP", "VVN", "VVZ", "VVD", "PNQ", "VBZ", "VBD", "VHZ", "VHD", "PUL"])
RATE = re.compile(
    r"^\W*(?:per|a|an|each|every|on average|out of|in (?:\w+ )?(?:three|four|five|ten|\d+))\b"
)
IN_GENERAL = re.compile(
    r"\b(?:how|what|when|whether|if|definition|identif\w+|rights of|life of|journey of)\b", re.I
)


def _any_of(key: str) -> str:
    return rf"(?:{'|'.join(map(re.escape, WORDS[key]))})"


MEDEVAC = re.compile(
    r"\b(?:medevacs?|medical evacuations?)\b(?!\s+(?!list|cases?|patients?|requests?|of|from|to|for|via)[a-z])",
    re.I,
)
DEAD = re.compile(
    r"\b(?:morgues?|mortuary|mortuaries|autops(?:y|ies)|corpses?|dead bod(?:y|ies)|DNA (?:samples?|match\w*))\b"
    r"|^\W*DNA\W*$",
    re.I,
)
OWN = r"(?:our|my|(?:the )?IOM(?:['’]s)?|(?:the |our )?office(?:['’]s)?|HQ)"
ROLE = rf"(?:(?:{_any_of('staff_fields')} )+{_any_of('staff_ranks')}|{_any_of('support_roles')})s?"
OFFICE = re.compile(
    rf"\b{OWN} {_any_of('own_matters')}\b(?! (?:permits?|workers?|licen[cs]es?))|\b{_any_of('staff_events')}\b"
    r"|\b(?:farewell|goodbye|good-bye|send-off|retirement)(?: (?:lunch|party|dinner|drinks|gift|cake))?"
    rf" (?:of|for|to) (?:our [\w ]{{3,30}}|(?:the |a )?{ROLE})\b"
    r"|\b(?:recruitment|recruiting|hiring|replacement|promotion|vacancy|job interviews?|salary|salaries|overtime)"
    rf" (?:of|for) (?:(?:the|a|an|our|new|\d+|two|three|four) )*{ROLE}\b"
    rf"|^\W*(?:(?:the|our) )?(?:budget|money|finances|cash)(?: 20\d\d(?:[-/–]\d+)?)?\W*$"
    r"|^\W*(?P<donor>\w+) money\b(?! (?:transfer|laundering))",
    re.I,
)
SECRET = re.compile(
    r"\b(?:strictly|still|highly|keep(?: it| this)?) confidential\b"
    r"|\bconfidential(?=\s*(?:[!:.,;)(–-]|$|until|till|for now|please))"
    r"|\b(?:do not|don['’]?t|not to be|not be|please no|never) (?:yet )?"
    r"(?:share|tell|write|publish|print|quote|forward|mention|circulate|disclose|post)\w*\b(?! off)"
    r"|\boff the record\b|\bembargoed\b|\bunder embargo\b|\bhush\b|\btop secret\b"
    r"|\bkeep (?:it |this )?(?:quiet|secret|low)\b"
    r"|\bbetween (?:us|ourselves)\W*$|^\W*between us\b|\bkeep (?:it |this )?(?:to|between) (?:us|ourselves)\b"
    r"|\b(?:for )?internal (?:use )?only\b|^\W*internal\W*$|\binternal!|\bfor internal use\b"
    r"|\bnot (?:yet )?(?:public|announced|official|for (?:the )?(?:public|publication|report|press|sharing|release))\b"
    r"(?! (?:health|service|sector|transport|works))|\bdon['’]?t know yet\b",
    re.I,
)
SECRET_TITLE = re.compile(
    r"(?<![-\w])(?<!gender )(?<!child )(?<!conflict )sensitive\b(?! data)"
    r"|\bsecret\b(?! service)|\bclassified\b|\bconfidential\b",
    re.I,
)
COPULA = r"(?:was|were|is|are|seems?|seemed|looks?|looked)"
DEGREE = r"(?:(?:a bit|a little|very|really|so|quite|rather|too|extremely|just|simply|the|by far|badly) )*"
REMARK = re.compile(
    rf"\b{_any_of('hospitality')} {COPULA} {DEGREE}{_any_of('pleasing')}\b"
    rf"|\b{_any_of('pleasing')} {_any_of('hospitality')}\b(?! \w)"
    rf"|\b(?:our|IOM['’]s) (?:\w+ )?\w+ {COPULA} {DEGREE}{_any_of('pleasing')}\b"
    rf"|\b{_any_of('judged')} {COPULA} {DEGREE}(?:{_any_of('judgements')}\b|badly prepared|not interested|no help)"
    r"|\bwaste of time\b|\bbe careful\b"
    r"|\b(?:meeting|event|speech(?:es)?|visit) (?:was|were) (?:\w+ )?(?:boring|dull|useless)"
    r"|\b(?:boring|useless|pointless) (?:meeting|event|visit|speech|speeches|presentations?)\b",
    re.I,
)
SHARE = re.compile(r"\b(?:\w+ in|out of|\d in) $", re.I)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
PARTS = re.compile(r"(\s*[;\n]\s*|,\s+|(?<=[.!?])\s+|\s+[+–—-]\s+)")


@dataclass(frozen=True)
class Private:
    """What was found, as it stands in the line, and the question about it."""

    found: str
    question: str


def private_matters(text: str, names: KnownNames) -> Iterator[Private]:
    """Yield what its writer is asked before the text is printed."""
    if mark := secret_mark(names.title):
        yield Private(
            text, _("The title says “%(found)s”: may the line be public?") % {"found": mark}
        )
    if found := SECRET.search(text):
        said = found.group().strip()
        yield Private(text, _("It says “%(found)s”: may the line be public?") % {"found": said})
    for part in _parts(text):
        few = _few_people(part, names) or _matched(MEDEVAC, part) or _matched(DEAD, part)
        if few:
            yield Private(
                part, _("Could people be recognised by this: “%(found)s”?") % {"found": few}
            )
        elif own := _of_office(part, names):
            yield Private(
                part, _("Is this a matter of the office alone: “%(found)s”?") % {"found": own}
            )
        elif remark := _matched(REMARK, part):
            yield Private(part, _("A remark for colleagues? “%(found)s”") % {"found": remark})


def secret_mark(title: str) -> str:
    """Return the words by which an internal title forbids to tell of its meeting, "" for none."""
    found = SECRET.search(title) or SECRET_TITLE.search(title)
    return found.group().strip(" ()!") if found else ""


def before_private(text: str, private: Sequence[Private]) -> str:
    """Return what stands before the first private part, "" where it can't stand alone."""
    kept = text[: min(text.find(one.found) for one in private)]
    is_label = kept.rstrip().endswith(":")
    return "" if is_label or not any(map(str.isalpha, kept)) else kept.rstrip(" ,;+–—-\n")


def without_private(text: str, private: Sequence[Private]) -> str:
    """Return the parts of a list that are not private, "" where one of them is more than a phrase."""
    found = {one.found for one in private}
    parts = [part.strip(" .") for part in _parts(text) if part not in found]
    is_list = all(finite_verb(tagged(part)) is None for part in parts)
    return ", ".join(filter(None, parts)) if is_list else ""


def _parts(text: str) -> list[str]:
    """Return what commas and the like part, leaving quoted words whole."""
    plain, at, parts = _without_quoted(text), 0, []
    for mark in PARTS.finditer(plain):
        parts.append(text[at : mark.start()])
        at = mark.end()
    return [*parts, text[at:]]


def _without_quoted(text: str) -> str:
    return QUOTED.sub(lambda found: "x" * len(found.group()), text)


def _matched(pattern: re.Pattern[str], part: str) -> str:
    found = pattern.search(part)
    is_general = {word.lower() for word in re.findall(r"\w+", part)} & GENERAL
    return found.group().strip() if found and not is_general else ""


def _of_office(part: str, names: KnownNames) -> str:
    found = OFFICE.search(part)
    if not found:
        return ""
    donor = found["donor"]
    is_other = donor is not None and not keeps_capital(donor)
    is_met = bool(set(folded_words(found.group())[-2:]) & names.met)
    return "" if is_other or is_met else found.group().strip()


def _few_people(part: str, names: KnownNames) -> str:
    words = tagged(_without_quoted(part))
    is_taught = bool({"training", "event"} & names.kind)
    for at, word in enumerate(words):
        noun = _singular(word.text)
        if noun not in ASSISTED | OTHERS or _is_before_noun(words, at):
            continue
        start = at
        while start and words[start - 1].tag in BEFORE_NOUN and words[start - 1].text not in ONE:
            start -= 1
        described = {one.text.lower() for one in words[start:at]}
        first = words[start - 1].text.lower() if start else ""
        is_in_state = (
            bool(described & STATES) or at + 1 < len(words) and words[at + 1].text in STATES
        )
        if noun in OTHERS and not is_in_state:
            continue
        rest = part[word.start + len(word.text) :]
        count = _count(first)
        if count:
            limit = FEW_FRAIL if noun in FRAIL or is_in_state else FEW
            before = part[: words[start - 1].start]
            is_few = count <= limit and not SHARE.search(before)
        else:
            is_few = not (is_taught and not is_in_state)
            is_few = is_few and _is_one(words, start, at, part, is_in_state=is_in_state)
        is_few = is_few and not RATE.match(rest)
        if is_few:
            begin = (
                words[start - 1].start if first and (count or first in ONE) else words[start].start
            )
            return part[begin : word.start + len(word.text)]
    return ""


def _is_one(words: tuple[Word, ...], start: int, at: int, part: str, *, is_in_state: bool) -> bool:
    """Say whether the noun at `at` is one certain person: "a returnee", "Ghanaian minor"; not "the child"."""
    if words[at].tag == "NN2" or _singular(words[at].text) != words[at].text.lower():
        return False
    if {word.text.lower() for word in words} & (GENERAL | set(WORDS["told_in_general"])):
        return False
    if IN_GENERAL.search(part[: words[start].start]):
        return False
    first = words[start - 1] if start else None
    after = words[at + 1] if at + 1 < len(words) else None
    is_case = (
        re.search(r"\bcases? of (?:the |an? |this |our )?$", part[: words[start].start]) is not None
    )
    if first and first.text.lower() in ONE:
        noun = words[at].text.lower()
        return is_in_state or is_case or noun != "family" or start < at
    if first and (
        first.tag in ("AT0", "DPS", "DT0", "CJC") or first.text.lower() in ("every", "each")
    ):
        return is_case or first.text.lower() == "the" and is_in_state
    is_open = after is None or after.tag in AFTER_ONE or after.text in STATES
    is_noted = start < at and (after is None or is_open or after.tag == "PUN")
    return is_case or is_noted and is_in_state or _is_noted(words, start, at, is_open=is_open)


def _is_noted(words: tuple[Word, ...], start: int, at: int, *, is_open: bool) -> bool:
    """Say whether a noun without an article tells of one: "deportee in detention", "return of Pakistani minor"."""
    noun, end = words[at].text.lower(), at + 1
    if end < len(words) and words[end].text in ("'", "’"):
        return noun in OWNERS
    if end + 1 < len(words) and words[end].tag == "PRF":  # "victim of trafficking at the shelter"
        end += 2
    described = words[start:at]
    is_named = any(keeps_capital(word.text) and word.text[0].isupper() for word in described)
    if not start or words[start - 1].tag == "PUN":
        is_told_of = is_named or any(word.text.lower() in ASSISTED for word in described)
        is_placed = end < len(words) and words[end].tag in AFTER_ONE
        return is_placed and (is_told_of or noun not in OFTEN_ALL)
    return is_named and is_open and words[start - 1].tag in ("PRP", "PRF")


def _is_before_noun(words: tuple[Word, ...], at: int) -> bool:
    """Say whether the noun only describes another: "returnee associations", "child's rights", "victim-centred"."""
    if at + 1 == len(words):
        return False
    after = words[at + 1]
    if after.text in ("'", "’"):
        owned = [word.text.lower() for word in words[at + 2 :] if word.text.lower() != "s"]
        return (
            not owned
            or bool(set(owned[:2]) & set(WORDS["owned_in_general"]))
            or words[at].tag == "NN2"
        )
    if after.text in ("and", "or", "&", "/"):
        return (
            not _is_counted(words, at) or sum(word.is_noun for word in words[at + 2 : at + 4]) > 1
        )
    is_described = at + 2 < len(words) and words[at + 2].tag in NOUNS
    is_joined = after.text in ("centred", "centered", "-") or after.tag in ("AJ0", "VVG")
    return after.tag in NOUNS or is_joined and is_described


def _is_counted(words: tuple[Word, ...], at: int) -> bool:
    """Say whether a number, "a" or "one" stands before the noun and what describes it."""
    while at and words[at - 1].tag in BEFORE_NOUN:
        at -= 1
    return bool(at) and (words[at - 1].text.lower() in ONE or bool(_count(words[at - 1].text)))


def _count(word: str) -> int:
    """Return the number that a word says where there are few, 0 else; "a" and "one" are no count."""
    if word in NUMBERS:
        return NUMBERS.index(word) + 2
    return (
        int(word) if word.isdecimal() and word.isascii() and 1 < int(word[:4]) <= FEW_FRAIL else 0
    )


def _singular(word: str) -> str:
    return "people" if word == "people" else str(lemmatize(word.lower(), "en"))
