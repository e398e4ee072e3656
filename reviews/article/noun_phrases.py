"""Words as they stand in a sentence: their capitals, their numbers in words. Articles: articles.py. Pure."""

import re
from functools import lru_cache

from simplemma import is_known, lemmatize

from reviews.article.articles import is_titled
from reviews.article.grammar import ENGLISH, number_in_words
from reviews.article.known_names import KnownNames
from reviews.article.nouns import main_kind
from reviews.article.word_classes import (
    OF_A_PEOPLE,
    Word,
    classes_of,
    is_english,
    is_of_land,
    keeps_capital,
    tagged,
)
from toolkit.spelling import fold

IN_TITLE = re.compile(r"\b([A-Z][a-z]+) (?:of|on|for|against) (?:the )?$")
TITLE_OF = re.compile(r" (?:of|on|for|against) (?:the )?([A-Z][a-z]+)")


# What a point of the compass is part of the name of: "Central Asian", "South Sudan"; not "Northern towns".
REGION = re.compile(
    r"(?:Central|East|Latin|North|South|South-East|Southeast|Southern|West|Western)"
    r" (?:Africa|America|Asia|Balkan|Europe|Korea|Macedonia|Sudan)"
)


def lowered(text: str, names: KnownNames) -> str:
    """Return the text with its first word in small letters, unless it is a name or begins one."""
    found = re.match(r"[^\W_]+(?:[-'’&][^\W_]+)*", text)
    if not found or not text[:1].isupper():
        return text
    word = found.group()
    following = re.match(r"\s+([^\W\d_]+)", text[found.end() :])
    head = re.split(r"[-'’&]", word)[0]
    rest = text[found.end() :]
    is_numbered = re.match(r"\s+(?:\d|[IVX]+\b)", rest) and classes_of(word)[:1] == ("NN1",)
    if re.match(r"/[^\W\d_]*[A-Z]|\.\w", rest):  # "API/PNR", "U.S."
        return text
    if "&" in word or word == "Indigenous" or fold(word) in names.places or is_numbered:
        return text
    if len(word) > 1 and (keeps_capital(head) or (head in names and not is_english(head.lower()))):
        return text
    if _begins_title(text) or REGION.match(text):
        return text
    if word not in ("A", "An", "The") and following and _continues_name(head, following[1]):
        return text
    if is_titled(word) and (title := TITLE_OF.match(rest)) and not keeps_capital(title[1]):
        return text
    return text[:1].lower() + text[1:]


def _begins_title(text: str) -> bool:
    """Say whether the words with capitals are a title: "Joint Valletta Action Plan"."""
    found = re.match(r"(?:Common|Global|Joint|National|Regional)(?: [A-Z][\w-]+){2,}", text)
    return found is not None and is_titled(found.group().split()[-1])


def _continues_name(word: str, following: str) -> bool:
    """Say whether two words with capitals are one name: "Green Card", not "Possible EU funding"."""
    if not following[:1].isupper() or not following[1:].islower():
        return False
    is_kind = classes_of(word)[:1] == ("NN1",) and classes_of(following)[:1] == ("NN2",)
    is_kind &= main_kind(word) not in ("location", "object")  # "Gulf States"
    if is_kind and not (keeps_capital(word) or keeps_capital(following)):
        return False  # "Integration Centres"
    is_plain_adjective = classes_of(word)[:1] in (("AJ0",), ("VVN",), ("VVG",), ("AJC",))
    return not (is_plain_adjective and keeps_capital(following))


def in_small_case(text: str, names: KnownNames) -> str:
    """Lower a plural with a capital of its own amid small letters: "training for Returnees"."""

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        is_plural = classes_of(word)[:1] == ("NN2",) or (
            not classes_of(word) and word.endswith("s")
        )
        leads = IN_TITLE.search(text[: found.start()])
        if leads and is_titled(leads[1]):
            return word
        if word in names or not is_plural or keeps_capital(word) or not is_english(word.lower()):
            return word
        return word.lower()

    return re.sub(r"(?<=[a-z] )[A-Z][a-z]+s\b(?!['’]? [A-Z])", lower, text)


# What a name that is written in small letters names: "monday", "chinese".
NAMED = frozenset(["group", "location", "time"])


@lru_cache(maxsize=4096)
def needs_capital(word: str) -> bool:
    """Say whether a word in small letters is always written with a capital: "venezuelan", "monday", "kenya"."""
    if len(word) < 4 or not word.islower():
        return False
    if is_of_land(word.title()):
        return "VVI" not in classes_of(word) and classes_of(word)[:1] != (
            "NN1",
        )  # "polish", "pole"
    if not is_known(word.title(), "en"):
        return False
    if lemmatize(word.title(), "en")[:1].islower():
        return False
    classes = classes_of(word)
    if classes[:1] in ((), ("AJ0",)) and OF_A_PEOPLE.search(word):
        return not classes or "VVI" not in classes
    is_name = set(classes) <= {"NP0"} and lemmatize(word, "en")[:1].isupper()
    kind = main_kind(word)
    is_of_a_kind = kind in NAMED if kind else len(word) > 4
    return is_name and is_of_a_kind and keeps_capital(word.title())


def with_capitals(text: str) -> str:
    """Return "Venezuelan workers" of "venezuelan workers"."""

    def capital(found: re.Match[str]) -> str:
        if not needs_capital(found[0]):
            return found[0]
        after = re.match(r" ([a-z]+)", text[found.end() :])
        is_thing = main_kind(found[0]) in ("animal", "food")  # "turkey farm"
        is_before_noun = after and classes_of(after[1])[:1] in (("NN1",), ("NN2",))
        return found[0] if is_thing and is_before_noun else found[0].title()

    return re.sub(r"(?<![\w./@-])[a-z]{4,}(?![\w@-]|\.\w)", capital, text)


# Countries that go by their letters: "from Germany and UK".
BY_LETTERS = {
    "UK": "the United Kingdom",
    "US": "the United States",
    "USA": "the United States",
    "UAE": "the United Arab Emirates",
    "EU": "the EU",
    "UN": "the UN",
}
AFTER_LINK = re.compile(
    r"\b(from|in|to|of|and|with|by|for|between) (UK|USA?|UAE|EU|UN)(?![\w/’'-]| [A-Za-z])"
    r"|\b(from|in|to|between) (UK|USA?|UAE|EU)(?= (?:and|or|to|in|on|for)\b)"
)


# Regions and countries that go with an article.
WITH_THE = re.compile(
    r"\b(across|and|between|from|in|of|to|with) (Amazon|Arctic|Balkans|Caribbean|Caucasus|Gambia|Global South|Gulf"
    r"|Horn of Africa|Levant|Maghreb|Maldives|Mediterranean|Netherlands|Pacific|Philippines|Sahel|Western Balkans)"
    r"(?=[,;.)]|$| (?:and|are|by|for|in|is|on|or|to|with)\b)"
)


def _countries(found: re.Match[str]) -> str:
    link, letters = filter(None, found.groups())
    return f"{link} {BY_LETTERS[letters]}"


def in_words(text: str) -> str:
    """Return "in five camps" of "in 5 camps"; what counts nothing stays: "round 5", "annex 2"."""
    text = re.sub(r"\(([A-Z][a-z]+), ([A-Z][a-z]+)\)", r"(\1 and \2)", text)
    text = WITH_THE.sub(r"\1 the \2", with_capitals(AFTER_LINK.sub(_countries, text)))
    text = re.sub(
        r"(?<=including )[2-9](?= (?:from|to|of|in|at)\b)",
        lambda n: number_in_words(int(n[0])),
        text,
    )
    if not re.search(r"(?<![\w.,:/–-])[2-9] [a-z]", text):
        return text
    words = tagged(text)
    for at in reversed(range(len(words) - 1)):
        word, after = words[at], words[at + 1 : at + 3]
        numbers = at and not _counts_after(words[at - 1])
        is_counted = (
            after[0].tag == "NN2"
            or after[0].text == "more"
            or (after[0].tag == "AJ0" and after[-1].tag == "NN2")
        )
        if re.fullmatch("[2-9]", word.text) and is_counted and not numbers:
            said = number_in_words(int(word.text))
            said = said.capitalize() if at == 0 and text[-1:] == "." else said
            text = text[: word.start] + said + text[word.start + 1 :]
    return text


def begun_in_words(sentence: str) -> str:
    """Return "Thirty-one officers learned ..." of "31 officers learned ..."."""
    found = re.match(r"([1-9]\d?)(?= [a-z])", sentence)
    if not found:
        return sentence
    return f"{ENGLISH.number_to_words(found[1]).capitalize()}{sentence[found.end() :]}"


def _counts_after(word: Word) -> bool:
    """Say whether a figure after the word counts: "trained 5 officers"; not in "round 5 results"."""
    is_link = word.tag in ("PRP", "PRF", "AV0", "AT0", "CJT", "TO0") or word.tag.startswith("V")
    return is_link and "NN1" not in classes_of(word.text)
