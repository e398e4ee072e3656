"""Signs that a text tells of a person whom the office assists: that person's data do not belong here. Pure."""

import re
from collections.abc import Iterator

from reviews.article.few_people import WORDS
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.nouns import main_kind
from reviews.article.word_classes import classes_of, keeps_capital

NUMBER_SIGN = r"(?:n[or]\.?|number|numër|#|№)"
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŽŹŻȘȚ"
AGE = re.compile(
    r"\b(?:aged|age of|age)\s*:?\s*\d{1,2}\b(?!\s*(?:to|and|or|-|–|\+)\s*\d|\+)"
    r"(?! (?:and|or) (?:above|below|over|under|older|younger|up)\b)"
    r"|\b\d{1,2}[- ]?(?:years?|yrs?|months?)[- ]?olds?\b"
    r"|\b\d{1,2}[\s-]*(?:y\.?o\.?|y-o|yrs|y/o)(?!\w)"
    r"|[,(]\s*\d{1,2}\s*y\.?(?=\s*(?:[,;)]|$))"
    r"|\b\d{1,2}\s*vje[cç]\w*"
    r"|(?:\b(?:de|di|von|od)|[,(])\s*\d{1,2}\s*"
    r"(?:godin[ae]\w*|años|anos|anni|ani|ans|Jahre?n?|jahre?|yaş\w*|лет|года?|років)\b(?! (?:of|d[e’']))"
    r"|\bvje[cç]\b",
    re.I,
)
# "two minors, 12 and 15", "kids 4, 6 and 9", "brothers Ilir and Gent, 10 and 13", "siblings aged 7 and 9"
SEVERAL = (
    r"(?i:kids|children|minors|boys|girls|sons|daughters|brothers|sisters|siblings|twins|orphans)"
)
TWO_AGES = r"1?\d(?:, ?1?\d)*(?: ?(?:,|\+|&|and|or) ?)1?\d(?![\d.:/%])"
AGES = re.compile(
    rf"\b{SEVERAL}(?: [{UPPER}]\w+(?:(?:,| and| \+) [{UPPER}]\w+)*)?[,:]? ?\(?(?:aged )?{TWO_AGES}"
    r"(?=\s*(?:[),;.]|$|y|of\b|from\b|with\b|who\b|need))"
)
FEW_AGED = re.compile(rf"\b{SEVERAL}(?: [\w.]+){{0,3}},? aged {TWO_AGES}")
FEW_AGED_TO = re.compile(rf"\b{SEVERAL} of (?:[{UPPER}]\. ?)?[{UPPER}]\w+,? aged 1?\d ?[-–] ?1?\d")
# A year of birth, and what a household or a car is numbered by.
BORN = re.compile(
    r"\b(?:born|b\.|née?|lindur|geboren|nacid[oa]|рожд\w*)\s+(?:in )?(?:[\d./-]{2,6}[./-])?(?:19|20)\d\d\b",
    re.I,
)
HOUSEHOLD = re.compile(
    rf"\b(?:house-?hold|h/?h|idp|individual|applicant|client|migrant|patient|beneficiary)\b"
    rf"[ .:]*(?:id|code|ref\.?|{NUMBER_SIGN})[ .:]*[\w/-]*\d[\w/-]*"
    r"|\bpassport[ .:]+[A-Z]{1,2} \d{5,}"
    r"|\b(?:number |licence |car )?plates?[ .:]+(?:no\.? )?(?=[\w -]*\d)[A-Z]{1,3}[ -]?\d{2,4}[ -]?[A-Z]{0,3}\b",
    re.I,
)
MAIL_OF_ONE = re.compile(
    r"[\w.+-]+@[\w.-]+\w(?= (?:of|for|from) (?:the |an? )?(?:applicant|returnee|beneficiary|migrant|client|family))"
)
AGE_RANGE = re.compile(
    r"\d{1,2}\s*(?:(?:to|-|–)\s*\d{1,2}|and above|\+)\s*[- ]?(?:years?|yrs?)", re.I
)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?dates?|born (?:on|in)|dat[eë]lindj\w*|i lindur)(?!\w)",
    re.I,
)
DOCUMENT = re.compile(
    rf"\b(?:passport|id(?: card)?|case|file|dossier|exp|expediente|personal|registration|beneficiary)\b"
    rf"[ .:]*(?:{NUMBER_SIGN})?[ .:]*(?=[\w/-]*\d)(?!\d{{1,2}}(?![\w/-]))[\w/-]{{2,}}"
    r"|\b[A-Z]{1,3}-?\d{6,}[A-Z]?\b|\b[A-Z]{2,8}[-/]\d{2,4}[-/]\d{2,6}\b"
    r"|(?<![\d.,/-])\d{8,}(?![\d.,])",
    re.I,
)
PHONE = re.compile(
    r"(?:(?<=\btel )|(?<=\btel\. )|(?<=\bphone )|(?<=\bmobile )|(?<=\bnumber is ))\d[\d ()/-]{4,}\d|"
    r"(?<![\w/.,-])(?:\+|00)\d[\d ()/-]{6,}\d"
    r"|(?<![\w/.,-])0\d{1,3}[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}\b",
    re.I,
)
NAME = rf"[{UPPER}][^\W\d_]+(?:[’'-][^\W\d_]+)*"
HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Mx|z|znj|zj|Sr|Sra|Herr|Frau|Mme|Md)\.?"
# "Agron S.", "Gul M.", "N.H."
INITIAL = re.compile(rf"\b(?P<name>{NAME}) [{UPPER}]\.(?! ?[{UPPER}][^\W\d_])")
INITIALS = re.compile(
    rf"\b(?P<name>(?:[{UPPER}]\. ?){{2,3}})(?=[^\w.])(?! [{UPPER}][^\W\d_]| M[rs])"
)
TITLED = re.compile(rf"\b{HONORIFIC} (?P<name>{NAME}(?: {NAME})*)")
# "family H.", "Mr H.", "Miss K (19)", "minor A.", "Ali M’s case"
ONE_LETTER = re.compile(
    r"\b(?:[Ff]amily|[Mm]inor|[Bb]oy|[Gg]irl|[Cc]lient|[Pp]atient|[Cc]ouncill?or|[Ii]nspector|[Cc]ommander|[Tt]eacher"
    rf"|[Ee]mployer|[Dd]octor|[Mm]igrants?|[Rr]eturnees?|[Ss]pouses|{HONORIFIC}) (?P<name>[{UPPER}])"
    r"(?:\.|(?= ?\(| ?,|$))"
    rf"(?! ?[{UPPER}])|\b(?P<other>{NAME} [{UPPER}])(?=['’]s\b)|(?<![\w.])(?P<third>[{UPPER}]\.) \(1?\d\)"
)
# "children of M. Rama"
RELATED = re.compile(
    r"\b(?:children|child|kids|son|daughter|wife|husband|mother|father|brother|sister|family|widow|nephew|niece|uncle)"
    rf" of (?P<name>[{UPPER}]\. ?{NAME}|{NAME} {NAME})"
)
# "Omar, 13", "Um Ahmed (41)", "Rubel (23, Madaripur)"
NAME_AND_AGE = re.compile(
    rf"\b(?P<name>{NAME}(?: (?:{NAME}|[{UPPER}]\.))*)(?:, ?| ?\()[1-9]\d?(?=\)|,|;|$|\.$| ?y)"
)
COUNTS_OF_PLACES = re.compile(
    r"\w \(\d+\)(?:,| and) (?:\w+ )*\w+ \(\d+\) [a-z]+s\b"
)  # "Lamu (8), Kwale (12) returnees"
PLACED = re.compile(
    r"\b(?:from|in|to|at|near"
    r"|(?:provinces|regions|districts|counties|towns|cities|municipalities|villages|camps)(?: of)?)"
    rf":? {NAME} \(\d"
)  # "from Germany (12), Greece (8)"
AGE_LIMIT = re.compile(
    r"\b(?:under|over|above|below|beyond|minimum|maximum|legal|retirement|pension|working|voting|school"
    r"|marriage|people|persons|youth|adults|adolescents|those|workers|by|until|from)(?: the)? $",
    re.I,
)
OF_AGE = re.compile(r" ([a-z]+)\b")  # what is "10-year-old"
PUBLIC_NUMBER = re.compile(
    r"\b(?:hot ?line|help ?line|help ?desk|toll[- ]free|freephone|call cent(?:re|er)|emergency|short code)"
    r"(?: (?:number|line|no\.?))?[ :]*\(?$",
    re.I,
)
HOURS = re.compile(r"[0-2]\d[0-5]\d ?[-–] ?[0-2]\d[0-5]\d")
CURRENCY = r"(?:EUR|USD|US\$|CHF|GBP|ALL|[€$£]|euros?|dollars?)"
SUM_BEFORE = re.compile(rf"{CURRENCY} ?$", re.I)
SUM_AFTER = re.compile(
    rf" ?{CURRENCY}| (?:people|persons|families|migrants|refugees|returnees|IDPs)\b", re.I
)
# The number of a text or a project: "resolution S-2025-14", "project CD-2024-113".
OF_A_TEXT = re.compile(
    r"\b(?:resolution|decision|decree|regulation|directive|law|act|agreement|tender|project|programme|program|standard"
    r"|convention|order|series|route|flight|number)(?: (?:no\.?|number|#))? $",
    re.I,
)
OF_A_YEAR = re.compile(r"(?:passport|id|personal|registration|beneficiary) (?:19|20)\d\d", re.I)
# One person whom the office assists, as against groups of them.
ONE = (
    r"(?:girl|boy|child|man|woman|minor|patient|returnee|beneficiary|applicant|client|widow|widower|victim"
    r"|survivor|deportee|detainee|refugee|migrant|asylum[- ]seeker|mother|father|son|daughter|husband|wife|uncle"
    r"|aunt|guardian|case|family)"
)
ONE_AND_AGE = re.compile(rf"\b{ONE},? ?\(?[1-9]\d?\b(?![-–/]| \w*s\b)", re.I)
ONE_OF_AGE = re.compile(
    r"\b(?:girl|boy|child|toddler|baby|son|daughter)(?: of|,) (?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: months| years)?(?=[,;.)]|$)",
    re.I,
)
ONE_FAMILY = re.compile(r"\bfamily of (?:\d|two|three|four|five|six|seven|eight|nine)\b", re.I)
ONE_NAMED = re.compile(rf"\b{ONE}(?: of| named| called)? (?P<name>{NAME}(?: {NAME})*)")
OF_ONE = re.compile(
    rf"\b(?:documents?|papers?|return|ticket|bill|request|appeal|treatment|follow[- ]up|application)"
    rf" (?:of|for|by|on) (?P<name>{NAME} {NAME})"
)

LOWER_INITIAL = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z]{3,}) [abd-oq-uxyz]\.(?=[ ,;)]|$)"
)  # "ahmed k."
# "Ahmad's bakery"
OWNER = re.compile(
    rf"\b(?P<name>{NAME})['’]s (?:small |new |own )?"
    r"(?:shop|bakery|farm|restaurant|salon|house|home|business|workshop|flat|tent"
    r"|container|kiosk|family|case|surgery|hospital bill)\b"
)
NAMED = (
    *(TITLED, INITIAL, INITIALS, LOWER_INITIAL, ONE_LETTER, NAME_AND_AGE),
    *(ONE_NAMED, OF_ONE, RELATED, OWNER),
)


def case_findings(text: str, names: KnownNames) -> list[str]:
    """Return what in the text looks like the data of a person assisted, as it stands there."""
    patterns = [BIRTH, BORN, DOCUMENT, HOUSEHOLD, MAIL_OF_ONE, PHONE]
    patterns += [ONE_AND_AGE, ONE_OF_AGE, ONE_FAMILY, AGES, FEW_AGED, FEW_AGED_TO]
    if not AGE_RANGE.search(text):
        patterns.append(AGE)
    matches = (match for one in patterns for match in one.finditer(text))
    found = [match.group().strip() for match in matches if not _is_of_things(match)]
    found += _unknown_people(text, names)
    return [
        one
        for one in dict.fromkeys(found)
        if not any(one != other and one in other for other in found)
    ]


def _is_of_things(match: re.Match[str]) -> bool:
    """Say whether the words about a number tell that it is no person's: an age limit, a hotline, a sum."""
    found, text = match.group(), match.string
    before, after = text[: match.start()], text[match.end() :]
    if match.re is AGE:
        thing = OF_AGE.match(after) if found.lower().endswith("old") else None
        is_thing = thing is not None and main_kind(thing[1]) not in ("", "person")
        return is_thing or AGE_LIMIT.search(before) is not None
    if match.re is PHONE:
        return PUBLIC_NUMBER.search(before) is not None or HOURS.fullmatch(found) is not None
    if match.re is DOCUMENT:
        is_sum = SUM_BEFORE.search(before) or SUM_AFTER.match(after)
        return bool(is_sum or OF_A_TEXT.search(before) or OF_A_YEAR.fullmatch(found))
    return False


def _unknown_people(text: str, names: KnownNames) -> Iterator[str]:
    for pattern in NAMED:
        for match in pattern.finditer(text):
            name = next(filter(None, match.groups()))
            if not _is_no_person(match, name) and not _is_on_record(name, names):
                yield match.group().strip()


def _is_no_person(match: re.Match[str], name: str) -> bool:
    """Say whether what looks like a name is a place, an abbreviation or a word of the language."""
    pattern, text = match.re, match.string
    if pattern is NAME_AND_AGE:
        is_placed = PLACED.search(text) or COUNTS_OF_PLACES.search(text)
        return is_placed is not None or _is_of_the_language(name)
    if pattern in (INITIALS, INITIAL):
        return _is_label(name, text[: match.start()], text[match.end() :])
    if pattern is ONE_LETTER:
        return len(name) > 2 and _is_of_the_language(name.split()[0])
    if pattern is LOWER_INITIAL:
        return name.isupper() or not keeps_capital(name.capitalize())
    if pattern is OWNER:
        return _is_of_the_language(name)
    return pattern in (ONE_NAMED, OF_ONE, RELATED) and _is_ordinary(name)


def _is_on_record(name: str, names: KnownNames) -> bool:
    return any(word in names.spelt for word in folded_words(name) if len(word) > 1)


def _is_of_the_language(name: str) -> bool:
    return all(word.isupper() or not keeps_capital(word) for word in name.split())


def _is_label(name: str, before: str, after: str) -> bool:
    """Say whether letters with full stops are no person's: "the U.S.", "Annex C.", "IOM X."."""
    letters = re.sub(r"[. ]", "", name)
    is_the = before.lower().endswith("the ") and not re.match(rf" (?:{ONE}|{SEVERAL})\b", after)
    return (
        name.isupper()
        and (letters in WORDS["initials"] or is_the)
        or (name.isupper() and "." not in name or name.lower() in WORDS["lettered"])
    )


def _is_ordinary(name: str) -> bool:
    """Say whether all words with a capital are of the language, abbreviations or known places."""
    return all(_is_of_the_language(word) or "NP0" in classes_of(word) for word in name.split())
