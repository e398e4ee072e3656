"""Signs that a text tells of a person whom the office assists: that person's data do not belong here. Pure."""

import re
from collections.abc import Iterator

from reviews.article.known_names import KnownNames, folded_words
from reviews.article.word_classes import classes_of, keeps_capital

NUMBER_SIGN = r"(?:n[or]\.?|number|numër|#|№)"
AGE = re.compile(
    r"\b(?:aged|age of|age)\s*:?\s*\d{1,2}\b(?!\s*(?:to|and|or|-|–|\+)\s*\d|\+)"
    r"|\b\d{1,2}[- ]?(?:years?|yrs?|months?)[- ]?olds?\b"
    r"|\b\d{1,2}\s*(?:y\.?o\.?|yrs|y/o)(?!\w)"
    r"|\bvje[cç]\b",
    re.I,
)
AGE_RANGE = re.compile(
    r"\d{1,2}\s*(?:(?:to|-|–)\s*\d{1,2}|and above|\+)\s*[- ]?(?:years?|yrs?)", re.I
)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?dates?|born (?:on|in)|dat[eë]lindj\w*|i lindur)(?!\w)",
    re.I,
)
DOCUMENT = re.compile(
    rf"\b(?:passport|id(?: card)?|case|file|dossier|personal|registration|beneficiary)\b"
    rf"[ .:]*(?:{NUMBER_SIGN})?[ .:]*(?=[\w/-]*\d)(?!\d{{1,2}}(?![\w/-]))[\w/-]{{2,}}"
    r"|\b[A-Z]{1,3}-?\d{6,}[A-Z]?\b|\b[A-Z]{2,8}[-/]\d{2,4}[-/]\d{2,6}\b"
    r"|(?<![\d.,/-])\d{8,}(?![\d.,])",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w/.,-])(?:\+|00)\d[\d ()/-]{6,}\d"
    r"|(?<![\w/.,-])0\d{1,3}[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}\b"
)
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŽŹŻȘȚ"
NAME = rf"[{UPPER}][^\W\d_]+(?:[’'-][^\W\d_]+)*"
HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Mx|z|znj|zj|Sr|Sra|Herr|Frau|Mme|Md)\.?"
# "Agron S.", "Gul M.", "N.H."
INITIAL = re.compile(rf"\b(?P<name>{NAME}) [{UPPER}]\.(?! ?[{UPPER}][^\W\d_])")
INITIALS = re.compile(
    rf"\b(?P<name>(?:[{UPPER}]\. ?){{2,3}})(?=[^\w.])(?! [{UPPER}][^\W\d_]| M[rs])"
)
TITLED = re.compile(rf"\b{HONORIFIC} (?P<name>{NAME}(?: {NAME})*)")
# "Omar, 13", "Um Ahmed (41)", "Rubel (23, Madaripur)"
NAME_AND_AGE = re.compile(
    rf"\b(?P<name>{NAME}(?: (?:{NAME}|[{UPPER}]\.))*)(?:, ?| ?\()[1-9]\d?(?=\)|,|;|$|\.$| ?y)"
)
PLACED = re.compile(rf"\b(?:from|in|to|at|near) {NAME} \(\d")  # "from Germany (12), Greece (8)"
# One person whom the office assists, as against groups of them.
ONE = (
    r"(?:girl|boy|child|man|woman|minor|patient|returnee|beneficiary|applicant|client|widow|widower|victim"
    r"|survivor|deportee|detainee|refugee|migrant|asylum[- ]seeker|mother|father|son|daughter|husband|wife|uncle"
    r"|aunt|guardian|case|family)"
)
ONE_AND_AGE = re.compile(rf"\b{ONE},? ?\(?[1-9]\d?\b(?![-–/]| \w*s\b)", re.I)
ONE_FAMILY = re.compile(r"\bfamily of (?:\d|two|three|four|five|six|seven|eight|nine)\b", re.I)
ONE_NAMED = re.compile(rf"\b{ONE}(?: of| named| called)? (?P<name>{NAME}(?: {NAME})*)")
OF_ONE = re.compile(
    rf"\b(?:documents?|papers?|return|ticket|bill|request|appeal|treatment|follow[- ]up|application)"
    rf" (?:of|for|by|on) (?P<name>{NAME} {NAME})"
)


def case_findings(text: str, names: KnownNames) -> list[str]:
    """Return what in the text looks like the data of a person assisted, as it stands there."""
    patterns = [BIRTH, DOCUMENT, PHONE, ONE_AND_AGE, ONE_FAMILY]
    if not AGE_RANGE.search(text):
        patterns.append(AGE)
    found = [match.group().strip() for one in patterns for match in one.finditer(text)]
    found += _unknown_people(text, names)
    return [
        one
        for one in dict.fromkeys(found)
        if not any(one != other and one in other for other in found)
    ]


def _unknown_people(text: str, names: KnownNames) -> Iterator[str]:
    for pattern in (TITLED, INITIAL, INITIALS, NAME_AND_AGE, ONE_NAMED, OF_ONE):
        for match in pattern.finditer(text):
            name = match["name"]
            if pattern is NAME_AND_AGE:
                is_other = PLACED.search(text) is not None or _is_of_the_language(name)
            else:
                is_other = pattern in (ONE_NAMED, OF_ONE) and _is_ordinary(name)
            if not is_other and not _is_on_record(name, names):
                yield match.group().strip()


def _is_on_record(name: str, names: KnownNames) -> bool:
    return any(word in names.spelt for word in folded_words(name) if len(word) > 1)


def _is_of_the_language(name: str) -> bool:
    return all(word.isupper() or not keeps_capital(word) for word in name.split())


def _is_ordinary(name: str) -> bool:
    """Say whether all words with a capital are of the language, abbreviations or known places."""
    return all(_is_of_the_language(word) or "NP0" in classes_of(word) for word in name.split())
