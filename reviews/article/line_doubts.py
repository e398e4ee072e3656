"""What a reader can't be sure of in a public line, such as signs, clipped words and relative days. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from reviews.article.abbreviations import meanings
from reviews.article.clauses import finite_verb, form_of
from reviews.article.known_names import KnownNames
from reviews.article.line_forms import SHORTENED
from reviews.article.line_mending import in_small_letters, is_shouted
from reviews.article.noun_phrases import lowered
from reviews.article.nouns import kinds_of, known_nouns
from reviews.article.word_classes import (
    RARE,
    classes_of,
    everyday_words,
    is_english,
    tagged,
)
from reviews.article.word_letters import PREFIXES

SIGNS = re.compile(r"=|→|⇒|<-|[-=]>|~|\^|\\|(?<!\w)#|\btb[acd]\b|\?\?", re.I)
SLASH = re.compile(r"(?<![\w/.-])([a-z]{3,}|[A-Z][a-z]{2,})/([a-z]{3,}|[A-Z][a-z]{2,})(?![\w/])")
OR_PAIRS = frozenset(["and", "his", "her", "she", "him"])
QUERIED = re.compile(
    r"(^|[;,\n]\s*|\s[-–—]\s+|\.{2,}\s*)((?:(?!\s[-–—/+]\s|\.\.)[^;,?!\n]){3,90}?)\s*\?{1,3}(?=\s*(?:[;,\n]|$))"
)
LONE_QUERY = re.compile(r"(?:^|(?<=[;,\n?])\s*|\s+[-–—+/]\s+)[\w-]+\s*\?+(?=\s|[;,]|$)")
PERHAPS = re.compile(r"(?:(?<=^)|(?<=[;,] ))(?:maybe|perhaps)\s+(?:an?\s+|the\s+)?(?=[a-z])", re.I)
TO_CONFIRM = re.compile(r"\s*\(?\btb[cd]\b\)?", re.I)
CLIPPED = re.compile(r"(?<![\w.])([a-z]{2,6})\.(?=\s+[a-z(])")
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
RELATIVE_DAY = re.compile(
    r"(?P<lead>,?\s+(?:by|on|until|from|since)?\s*)"
    rf"\b(?:(?:last|this|next|coming) (?:week|{WEEKDAY})|yesterday|today|tomorrow|{WEEKDAY})"
    r"\b(?=\s*(?:[,;.)\n]|$)|\s+and\b)"
)
NEXT_MEETING = re.compile(
    r"(?:^|(?<=[.;!?])\s+|[,;]\s*|\n)next (?:meeting|call|visit|session|round)\b(?! (?:of|for)\b)[^.;\n]*"
    r"(?:[.;\n]|$)",
    re.I,
)
TOLD_NOBODY = re.compile(r"^(?:updated|briefed|informed|notified) (?:on|about|that|of)\b", re.I)
ASKING = frozenset(["AVQ", "DTQ", "PNQ", "VM0", "VBZ", "VBB", "VDB", "VDZ", "VHB", "VHZ", "AT0"])
HANGING = frozenset(["PRP", "PRF", "AT0", "CJC", "CJT", "DPS"])
RARE_WORD = 8  # letters; a shorter word that nobody knows is seldom a slip
POSTS = {
    "CoM": "Chief of Mission",
    "DCoM": "Deputy Chief of Mission",
    "HoO": "Head of Office",
    "HoSO": "Head of Sub-Office",
}
LED_BY_POST = re.compile(rf"((?:^|[.;]\s+))({'|'.join(POSTS.values())})(?= [a-z]+ed\b)")
OUR_POSTS = re.compile(rf"\b(?:{'|'.join(POSTS)})\b")
CAPITALS = re.compile(r"\b[A-Z][A-Z&]+\b")
LETTERS = 5  # of the longest abbreviation; a longer word in capitals is a name
# What capitals hide: an organisation, a country or a month, or an everyday word.
TWO_WORDS = frozenset(["ACTED", "AIDS", "IT", "US", "WHO"])
SURE_WORD = 11  # letters of a word that may be two letters off another


def in_certain_small_letters(text: str, names: KnownNames) -> tuple[str, bool]:
    """Return a line without its capitals, and whether it can't be read in another way."""
    was_shouted = is_shouted(text)
    lowered_text = in_small_letters(text, names)
    if not was_shouted:
        return lowered_text, True
    letters = [word for word in CAPITALS.findall(lowered_text) if word not in names]
    unknown = [word for word in letters if word not in meanings()]
    for word in filter(lambda one: len(one) > LETTERS, unknown):
        lowered_text = lowered_text.replace(word, _near(word.lower()) or word.title())
    for word in filter(meanings().__contains__, CAPITALS.findall(text)):
        lowered_text = re.sub(rf"\b{word.lower()}\b", word, lowered_text)
    is_certain = all(_near(word.lower()) for word in unknown)
    return lowered_text, is_certain and not TWO_WORDS & set(CAPITALS.findall(text))


def with_our_posts(text: str) -> str:
    """Return "Chief of Mission" for "CoM", as colleagues write it."""
    text = OUR_POSTS.sub(lambda found: POSTS[found.group()], text)
    return LED_BY_POST.sub(r"\1The \2", text)


def with_capital_posts(text: str) -> str:
    """Return "Chief of Mission" for what the reader of phrases made "chief of Mission"."""
    for post in POSTS.values():
        text = re.sub(rf"\b{post}\b(?! of\b)", post, text, flags=re.I)
    return text


def without_next_meeting(text: str) -> str:
    return NEXT_MEETING.sub(" ", text).strip(" ,;")


def without_slashes(text: str) -> str:
    def part(found: re.Match[str]) -> str:
        is_pair = not OR_PAIRS & {found[1].lower(), found[2].lower()}
        return f"{found[1]} and {found[2]}" if is_pair else found.group()

    return SLASH.sub(part, text)


# "who pays?" is a question, "huts or tents?" a choice.
OPEN = re.compile(r" or |: (?:how|what|when|where|which|who)\b")


def as_possible(text: str, names: KnownNames) -> str:
    """Return "possible youth office" for "youth office?" and "youth office (tbc)"; a question stays one."""

    def possible(found: re.Match[str]) -> str:
        item = found[2].strip()
        words = tagged(item)
        is_asked = (
            not words or words[0].tag in ASKING or form_of(words) != "phrase" or OPEN.search(item)
        )
        if is_asked or finite_verb(words) is not None or item.lower().startswith("possible"):
            return found.group()
        return f"{found[1]}possible {lowered(item, names)}"

    return QUERIED.sub(possible, TO_CONFIRM.sub("?", PERHAPS.sub("possible ", text)))


def without_lone_queries(text: str) -> str:
    """Return the text without "AECID?": of one word with a question mark nobody knows what is asked."""
    return re.sub(r"^[\s,;]+|,(?=;)|[\s,;]+$", "", LONE_QUERY.sub(";", text))


def without_relative_days(text: str) -> str:
    """Return the text without "last week", where what is left is whole."""

    def drop(found: re.Match[str]) -> str:
        before = tagged(text[: found.start()])
        is_verb = bool(before) and before[-1].tag[:2] in ("VV", "VM")
        return found.group() if is_verb and before[-1].tag != "VVN" else ""

    return RELATIVE_DAY.sub(drop, text)


def respelt(text: str, names: KnownNames) -> str:
    """Return "strengthening" for "strenghtening": a word of no dictionary that is two letters at most off another."""

    def mend(found: re.Match[str]) -> str:
        word = found.group()
        return word if word in names else _near(word) or word

    slip = rf"[a-z]{{{RARE_WORD},20}}"
    return re.sub(rf"^[A-Z]{slip}(?![\w-])|(?<![\w-]){slip}(?![\w-])", mend, text)


@lru_cache(maxsize=1024)
def _near(word: str) -> str:
    typed = word.lower()
    if classes_of(typed) or is_english(typed) or kinds_of(typed):
        return ""
    if any(is_english(typed.removeprefix(one)) for one in PREFIXES if typed.startswith(one)):
        return ""
    likely = _long_words().get(typed[0], [])
    most = 1 if len(typed) < SURE_WORD else 2
    found = process.extract(
        typed, likely, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=2
    )
    nearest = [one for one, distance, _at in found if distance == found[0][1]]
    is_slip = len(nearest) == 1 and (found[0][1] == 1 or _is_double_slip(typed, nearest[0]))
    return word[0] + nearest[0][1:] if is_slip else ""


def _is_double_slip(typed: str, word: str) -> bool:
    """Say whether two letters are off that are each a letter doubled or not: "accomodattion"."""
    once = (re.sub(r"(.)\1", r"\1", one) for one in (typed, word))
    return DamerauLevenshtein.distance(*once) < 2


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun[-1:] == "y" and noun[-2:-1] not in "aeo" else f"{noun}s"


@cache
def _long_words() -> dict[str, list[str]]:
    """Return {first letter: words that are long enough for a slip to be told from another word}."""
    found = defaultdict(list)
    nouns = known_nouns()
    for word in sorted({*everyday_words(RARE - 2), *nouns, *map(_plural, nouns)}):
        if len(word) > RARE_WORD - 2 and word.isalpha():
            found[word[0]].append(word)
    return found


def doubts(text: str) -> Iterator[str]:
    """Yield why a line can't be printed before its writer was asked; `text` as it would be printed."""
    for clipped in CLIPPED.finditer(text):
        if not is_english(clipped[1]) and not SHORTENED.search(clipped.group()):
            yield _("Which word is “%(word)s” short for?") % {"word": clipped.group()}
    if TOLD_NOBODY.match(text):
        yield _("Who told whom?")
    words = [word for word in tagged(text) if word.is_letters]
    if (
        len(words) > 1
        and not any(word.tag in ASKING for word in words[:-1])  # "who stays behind"
        and "NN1" not in classes_of(words[-1].text)  # "the next round"
        and words[-2].tag not in ("VVN", "VVD")  # "people left behind"
        and words[-1].tag in HANGING
        and words[-1].text.islower()
        and words[-1].text != "pending"
    ):
        yield _("Something is missing after “%(word)s”") % {"word": words[-1].text}
