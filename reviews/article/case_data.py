"""Signs that a text tells of a person whom the office assists: that person's data do not belong here. Pure."""

import re
from collections.abc import Iterator

from reviews.article.known_names import KnownNames, folded_words
from reviews.article.word_classes import classes_of, is_english

NUMBER_SIGN = r"(?:n[or]\.?|number|numër|#|№)"
AGE = re.compile(
    r"\b(?:aged|age of|age)\s*:?\s*\d{1,2}\b(?!\s*(?:to|and|or|-|–|\+)\s*\d|\+)"
    r"|\b\d{1,2}[- ]?(?:years?|yrs?|months?)[- ]?olds?\b"
    r"|\b\d{1,2}\s*(?:y\.?o\.?|yrs|y/o)(?!\w)"
    r"|\bvje[cç]\b",
    re.I,
)
AGE_RANGE = re.compile(r"\d{1,2}\s*(?:to|-|–|and above|\+)\s*\d{0,2}[- ]?(?:years?|yrs?)", re.I)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?dates?|born (?:on|in)|dat[eë]lindj\w*|i lindur)(?!\w)",
    re.I,
)
DOCUMENT = re.compile(
    rf"\b(?:passport|id(?: card)?|case|file|dossier|personal|reg(?:istration)?|beneficiary)\b"
    rf"[ .:]*(?:{NUMBER_SIGN})?[ .:]*(?=[\w/-]*\d)(?!\d{{1,2}}\b(?! ?/))[\w/-]{{3,}}"
    rf"|\b[A-Z]{{1,3}}-?\d{{6,}}[A-Z]?\b|\b[A-Z]{{2,8}}[-/]\d{{2,4}}[-/]\d{{2,6}}\b|(?<![\d.,/-])\d{{8,}}(?![\d.,])",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w/.,-])(?:\+|00)\d[\d ()/-]{6,}\d|(?<![\w/.,-])0\d{1,3}[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}\b"
)
TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|z|znj|zj|Sr|Sra|Herr|Frau|Mme|M)\.?"
NAME = r"[A-ZÀ-ÞĀ-Ž][\w’'-]+"
# "Agron S.", "A. Hoxha", "A.H."
INITIAL = re.compile(rf"\b(?P<name>{NAME}) [A-ZÀ-Þ]\.(?=\W|$)(?! ?[A-ZÀ-Þ][\w’'-]+)")
TITLED = re.compile(rf"\b{TITLE} (?P<name>{NAME}(?: {NAME})*)")
PAIR = re.compile(rf"(?P<name>{NAME}(?: {NAME}){{1,2}})")
CASE_OF = re.compile(
    rf"\b(?:case|family|situation|request|application|file|story|return|reintegration|house|home|documents?)"
    rf" (?:of|for|by) (?:the )?(?P<name>{NAME}(?: {NAME})*)"
)
ONE_PERSON = re.compile(
    r"\b(?:a|an|the|this|one|her|his)\b(?: [\w-]+){0,2} (?:girl|boy|patient|returnee|beneficiary|victim|survivor"
    r"|asylum seeker|minor|son|daughter|husband|wife)\b(?! (?:of|support|services|centre|protection))",
    re.I,
)
PLACES = frozenset(["in", "at", "from", "near", "to"])


def case_findings(text: str, names: KnownNames) -> list[str]:
    """Return what in the text looks like the data of a person assisted, as it stands there."""
    found: list[str] = []
    for pattern in (BIRTH, DOCUMENT, PHONE):
        found += [match.group().strip() for match in pattern.finditer(text)]
    if not AGE_RANGE.search(text):
        found += [match.group().strip() for match in AGE.finditer(text)]
    found += _unknown_people(text, names)
    return list(dict.fromkeys(found))


def _unknown_people(text: str, names: KnownNames) -> Iterator[str]:
    for pattern in (TITLED, INITIAL, CASE_OF):
        for match in pattern.finditer(text):
            name = match["name"]
            if not _is_known(name, names) and not all(map(is_english, folded_words(name))):
                yield match.group() if pattern is INITIAL else name
    for match in PAIR.finditer(text):
        before = text[: match.start()].split()[-1:]
        words = match["name"].split()
        if before and before[0].lower() in PLACES or _is_known(match["name"], names):
            continue
        if not any(_is_ordinary(word) for word in words):
            yield match["name"]


def _is_known(name: str, names: KnownNames) -> bool:
    return any(word in names.spelt for word in folded_words(name))


def _is_ordinary(word: str) -> bool:
    """Say whether a word with a capital is one of the language, an abbreviation or a known place."""
    return word.isupper() or is_english(word.lower()) or bool(classes_of(word))
