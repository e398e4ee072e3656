"""The words of a line as one letter each, so that a pattern can say in what order they stand. Pure.

n a noun, m a plural, z a noun or a verb, a an adjective, N a name, T a word of a title, A letters that are explained,
S a genitive, d an article, c a number, Y a year, D a month, p a preposition, & "and", g a word in -ing,
v a participle, V a verb, t "to", l a particle, h "abroad", r an adverb, w what leads to a clause, W "which",
P a pronoun, q what is quoted, x what is not known.
"""

import re
from functools import cache
from itertools import pairwise

from simplemma import is_known

from reviews.article.abbreviations import meanings
from reviews.article.articles import masked
from reviews.article.known_names import KnownNames
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.word_classes import (
    FINITE,
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    is_english,
    is_of_land,
    keeps_capital,
    tagged,
)
from reviews.article.word_lists import LISTS
from stakeholders.vocabulary import POST_WORDS
from toolkit.spelling import fold

MARKS = {",": ",", ";": ",", ":": ",", "&": "&", "and": "&", "or": "&", "–": "-", "-": "-"}
# By the word, whatever its class.
BY_WORD = {
    **dict.fromkeys(("'", "’", "'s", "’s"), "S"),
    **dict.fromkeys(("how", "whether", "why", "what", "who", "where", "when"), "w"),
    "which": "W",
    **dict.fromkeys(
        ("next", "last", "same", "other", "such", "more", "less", "fewer", "further"), "a"
    ),
    "aged": "p",
    "beyond": "N",
    "follow-up": "n",
    "including": "&",
}
BY_CLASS = {
    **dict.fromkeys(("AT0", "DPS"), "d"),
    **dict.fromkeys(("PRP", "PRF"), "p"),
    **dict.fromkeys(("AJ0", "AJC", "AJS", "ORD"), "a"),
    **dict.fromkeys(("VVN", "VVD"), "v"),
    **dict.fromkeys(("AV0", "XX0"), "r"),
    **dict.fromkeys(("DTQ", "PNQ", "AVQ", "CJT", "CJS"), "w"),
    **dict.fromkeys(("PNP", "PNX", "EX0", "DT0", "PNI"), "P"),
    **dict.fromkeys(("NN0", "NN1", "NP0"), "n"),
    **dict.fromkeys(FINITE, "V"),
    "CRD": "c",
    "NN2": "m",
    "VVG": "g",
    "TO0": "t",
    "AVP": "l",
    "CJC": "&",
}
# What a figure after it numbers: "round 5", "ages 5 to 17".
NUMBERED = LISTS["numbered"]
PARTICLES = LISTS["particles"]
PREFIXES = LISTS["prefixes"]
# What can't be read without what stood before it.
POINTS_BACK = LISTS["points_back"]
# Praise, and words cut short, that no text prints unasked.
UNFIT = LISTS["unfit"]
COMPARING = frozenset(["fewer", "less", "more"])
# What stands behind its noun: "lessons learned", "workers abroad".
BEHIND = frozenset(["abroad", "affected", "concerned", "involved", "learned", "learnt", "online"])
OURS = frozenset(["IOM", "UN", "EU", "UK", "US"])
YEARS = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?")
OF_TWO = re.compile(r"(?:[a-z]{1,2}['’]|[A-Z][a-z]+-)+[A-Z][a-z]+")  # "d'Ivoire", "Cox-Bazar"
CAMEL = re.compile(r"(?:[A-Z][a-z]{2,}){2,}")  # "MigraSafe"
OF_NUMBER = re.compile(r"\d+-[a-z]+")  # "3-day"
CUT_SHORT = re.compile(r"\w+['’][a-rt-z]")  # "Int'l"
AROUND_NUMBERS = re.compile(
    r"(?<=\d) ?[ap]m\b|(?<=\d),(?=\d{3})|(?<=\b[Nn]o)\.|(?<=\b[MDS][rst])\.|(?<=\bMrs)\.|[$€£](?=\d)"
)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words, with quotes, brackets and the signs of numbers out of the way."""
    text = masked(text.rstrip(".")).replace("U.S.", "US")
    return tagged(AROUND_NUMBERS.sub("", text))


def letters_of(words: tuple[Word, ...], names: KnownNames, *, is_sentence: bool) -> str:
    return "".join(_letter(words, at, names, is_sentence=is_sentence) for at in range(len(words)))


def unknown_words(text: str, names: KnownNames) -> list[str]:
    """Return the words in small letters that neither English nor the records know."""
    small = re.findall(r"(?<![\w'’-])[a-z][a-z'’-]{2,}(?![\w-])", text)
    return [word for word in dict.fromkeys(small) if not _is_word(word) and word not in names]


def _letter(words: tuple[Word, ...], at: int, names: KnownNames, *, is_sentence: bool) -> str:
    word = words[at]
    small = word.text.lower()
    before = words[at - 1] if at else None
    if word.text == "Quoted":
        return "q"
    if word.text in MARKS:
        return MARKS[word.text]
    if small == "s" and before and before.text in ("'", "’"):
        return "S"
    if small in UNFIT or CUT_SHORT.fullmatch(word.text):
        return "x"
    if not is_sentence and small in POINTS_BACK and (at == 0 or small in ("idem", "ditto")):
        return "x"
    if small in PARTICLES and before and before.text[:1].isupper():
        return "N"
    if figure := _of_figure(words, at):
        return figure
    if any(map(str.isdigit, word.text)) or "/" in word.text or any(map(str.isupper, word.text[1:])):
        return _of_letters(word.text, names, is_sentence=is_sentence)
    if word.text[:1].isupper() and (at or not is_sentence or not _is_word(small)):
        return _of_capital(words, at, names)
    return _of_word(words, at, names)


def _of_figure(words: tuple[Word, ...], at: int) -> str:
    """Return the letter of a figure, a year or a month; nothing for other words."""
    text = words[at].text
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    if YEARS.fullmatch(text):
        return "Y"
    if text in MONTHS:
        return "D"
    if re.fullmatch("[A-Z]", text) and before and before.is_noun:  # "hepatitis C"
        return "c"
    if not re.fullmatch(r"[\d.–-]*\d[\d.–-]*", text):
        return ""
    is_second = at > 1 and words[at - 1].text in ("to", "and") and words[at - 2].tag == "CRD"
    if before and before.is_noun and before.text.islower() and before.text not in NUMBERED:
        return "x"  # "capacity 80 beds"
    if before and before.text.lower() in NUMBERED or is_second:
        return "c"
    is_counting = after is not None and (
        after.tag in (*NOUNS, "AJ0", "NP0", "VVN", "VVD")
        or after.text in MONTHS
        or after.text in ("am", "billion", "million", "more", "pm", "to", "%")
    )
    return "c" if is_counting else "x"


def _of_letters(text: str, names: KnownNames, *, is_sentence: bool) -> str:
    one = re.sub(r"['’]s$|(?<=[A-Z])s$", "", text)
    if one in OURS or OF_TWO.fullmatch(text) or CAMEL.fullmatch(text):
        return "N"
    if OF_NUMBER.fullmatch(text):
        return "a"
    parts = one.split("/")
    if all(part in meanings() for part in parts):
        return "A"
    is_word = one.isupper() and len(one) > 3 and is_english(one.lower())  # "RAISE", a project
    if is_sentence and re.fullmatch("[A-Z]{3,6}", one):  # asked about, and printed
        return "N"
    is_name = is_word or one in names or all(fold(part) in names.parties for part in parts)
    return "N" if is_name else "x"


def _of_capital(words: tuple[Word, ...], at: int, names: KnownNames) -> str:
    word = words[at]
    if word.text == "Day":  # "Africa Day"
        return "m"
    if (
        word.text == "Indigenous"
        or _is_of_people_named(words, at)
        or keeps_capital(word.text)
        and (
            classes_of(word.text)[:1] == ("AJ0",)
            or (word.tag == "AJ0" and (classes_of(word.text) or is_of_land(word.text)))
        )
    ):
        return "a"
    if "-" in word.text and _is_word(word.text.lower()):  # "Re-entry bans"
        return "x"
    is_english_word = is_english(word.text.lower())
    if keeps_capital(word.text) or word.text in names and not is_english_word:
        return "N"
    beside = (words[i].text for i in range(at - 2, at + 3) if i != at and 0 <= i < len(words))
    is_in_title = any(one[:1].isupper() or one[:1].isdigit() for one in beside)
    is_post = fold(word.text) in POST_WORDS
    return "T" if is_in_title or is_post or word.text in names else "x"


def _is_of_people_named(words: tuple[Word, ...], at: int) -> bool:
    """Say whether a word describes whom a noun after it names: "Uzbek" of "Uzbek, Kazakh and Kyrgyz workers"."""
    if not is_of_land(words[at].text):
        return False
    for before, after in pairwise(words[at:]):
        if after.text not in MARKS and not is_of_land(after.text):
            return before.text not in MARKS and after.is_noun and after.text.islower()
    return False


def _of_word(words: tuple[Word, ...], at: int, names: KnownNames) -> str:
    word, small = words[at], words[at].text.lower()
    if small in COMPARING and at and words[at - 1].is_noun:
        return "x"
    if small in BY_WORD:
        return BY_WORD[small]
    if not word.is_letters or not _is_word(small):
        return "N" if small in names else "x"
    if _is_noun_here(words, at):
        return "n"
    if letter := _by_what_follows(words, at):
        return letter
    if word.tag in BY_CLASS:
        return BY_CLASS[word.tag]
    if word.tag.startswith("V"):
        return "z" if NOUNS & set(classes_of(small)) else "V"
    return "n" if "-" in small else "x"


def _by_what_follows(words: tuple[Word, ...], at: int) -> str:
    small, tag = words[at].text.lower(), words[at].tag
    after = words[at + 1].tag if at + 1 < len(words) else ""
    if after in (*NOUNS, "VVG", "AJ0"):
        if tag == "DT0":
            return "d"
        is_adjective = "AJ0" in classes_of(small) or "-" in small
        return "a" if tag in ("AV0", "VVG") and is_adjective else ""
    if small in BEHIND:
        return "h"
    return "p" if tag == "TO0" and after and after[0] != "V" and after != "UNC" else ""


def _is_noun_here(words: tuple[Word, ...], at: int) -> bool:
    """Say whether a word of another class is a noun: "round 5", "a well", "data sharing", "a stop-over"."""
    small, tag = words[at].text.lower(), words[at].tag
    before = words[at - 1].tag if at else ""
    after = words[at + 1].tag if at + 1 < len(words) else ""
    if small in NUMBERED and after == "CRD" and words[at + 1].text.isdigit():
        return True
    if before in ("AT0", "DPS") and not after:
        return "NN1" in classes_of(small)
    if after in NOUNS:
        return False
    if tag == "AJ0" and small.endswith("ing") and after in ("PRP", "PRF"):  # "sampling for"
        return True
    if tag == "AJ0" and before in NOUNS and after in ("", "PRP", "PRF"):  # "a job fair for youth"
        return "NN1" in classes_of(small)
    is_act = tag == "VVG" and before in NOUNS and after in ("", "PRP", "PRF", "PUN", "CJC")
    is_act = is_act and main_kind(words[at - 1].text) not in ("group", "person")
    return (is_act or "-" in small) and bool(kinds_of(small.rpartition("-")[2]))


@cache
def _is_word(small: str) -> bool:
    parts = [one for one in re.split(r"[-'’]", small) if len(one) > 1 and one not in PREFIXES]
    return all(classes_of(one) or kinds_of(one) or is_known(one, "en") for one in parts)
