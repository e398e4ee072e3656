"""A noun phrase as it stands in a sentence: its capital, its article, its numbers in words. Pure."""

import re

from reviews.article.clauses import INFINITIVES, MEETINGS
from reviews.article.grammar import number_in_words, with_a
from reviews.article.known_names import KnownNames
from reviews.article.word_classes import (
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    is_countable,
    is_english,
    keeps_capital,
    tagged,
)
from toolkit.spelling import fold

# Adjectives that speak of one thing among others: "a joint assessment", "the planned visit".
ONE_OF_SEVERAL = frozenset(["joint", "new", "possible", "draft"])
THE_ONE = frozenset(["planned", "proposed", "upcoming", "forthcoming", "latest", "current"])
OF_ONE = re.compile(r"\b(of) ((?:new|acting|current) (?:[A-Z]\w+|[a-z]+[^s\W])(?![\w-]))", re.A)
# Nouns of what is done that English does not count where this office speaks of them.
MASS = frozenset(["aid", "building", "care", "change", "investment", "return", "society"])


def masked(text: str) -> str:
    """Return the text with what is quoted or in brackets out of the way, every place kept."""
    text = re.sub(r"\([^()]*\)", lambda found: " " * len(found.group()), text)
    return re.sub(r"[“\"«][^”\"»]+[”\"»]", lambda found: "Quoted".ljust(len(found.group())), text)


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
    if re.match(r"/[^\W\d_]*[A-Z]", rest):
        return text
    if "&" in word or fold(word) in names.places or is_numbered:
        return text
    if len(word) > 1 and (keeps_capital(head) or (head in names and not is_english(head.lower()))):
        return text
    if word not in ("A", "An", "The") and following and _continues_name(head, following[1]):
        return text
    return text[:1].lower() + text[1:]


def _continues_name(word: str, following: str) -> bool:
    """Say whether two words with capitals are one name: "Green Card", not "Possible EU funding"."""
    if not following[:1].isupper() or not following[1:].islower():
        return False
    is_plain_adjective = classes_of(word)[:1] in (("AJ0",), ("VVN",), ("VVG",), ("AJC",))
    return not (is_plain_adjective and keeps_capital(following))


def in_small_case(text: str, names: KnownNames) -> str:
    """Lower a plural with a capital of its own amid small letters: "training for Returnees"."""

    def lower(found: re.Match[str]) -> str:
        word = found.group()
        is_plural = classes_of(word)[:1] == ("NN2",) or (
            not classes_of(word) and word.endswith("s")
        )
        if word in names or not is_plural or keeps_capital(word) or not is_english(word.lower()):
            return word
        return word.lower()

    return re.sub(r"(?<=[a-z] )[A-Z][a-z]+s\b(?! [A-Z])", lower, text)


def in_words(text: str) -> str:
    """Return "in five camps" of "in 5 camps"; what counts nothing stays: "round 5", "annex 2"."""
    if not re.search(r"(?<![\w.,:/–-])[2-9] [a-z]", text):
        return text
    words = tagged(text)
    for at in reversed(range(len(words) - 1)):
        word, after = words[at], words[at + 1 : at + 3]
        numbers = at and not _counts_after(words[at - 1])
        is_counted = after[0].tag == "NN2" or (after[0].tag == "AJ0" and after[-1].tag == "NN2")
        if re.fullmatch("[2-9]", word.text) and is_counted and not numbers:
            said = number_in_words(int(word.text))
            said = said.capitalize() if at == 0 and text[-1:] == "." else said
            text = text[: word.start] + said + text[word.start + 1 :]
    return text


def _counts_after(word: Word) -> bool:
    """Say whether a figure after the word counts: "trained 5 officers"; not in "round 5 results"."""
    is_link = word.tag in ("PRP", "PRF", "AV0", "AT0", "CJT", "TO0") or word.tag.startswith("V")
    return is_link and "NN1" not in classes_of(word.text)


def with_article(text: str) -> str:
    """Return "the situation of minors", "a joint assessment" where the article was left out."""
    words = tagged(masked(text))
    end = next(
        (i for i, w in enumerate(words) if not w.is_letters or w.tag in ("PRP", "PRF", "TO0")),
        len(words),
    )
    group = words[:end]
    if not group or group[-1].tag not in ("NN1", "NN0") or any(not _in_group(w) for w in group):
        return text
    head = group[-1].text
    if end < len(words) and words[end].text == "of":
        is_plural = group[-1].tag == "NN0" and head.endswith("s")
        return text if is_plural else f"the {text}"
    first = group[0].text.lower()
    if head[:1].isupper() and not head.isupper():
        return text
    is_event = INFINITIVES & set(classes_of(head)) and head.lower() not in MASS
    if is_event and end < len(words) and words[end].tag == "PRP" and is_countable(head):
        return with_a(text) if first not in THE_ONE else f"the {text}"
    if len(group) < 2 or head.isupper() or not is_countable(head):
        return text
    if first in THE_ONE or any(any(map(str.isupper, word.text)) for word in group):
        return f"the {text}"
    if first in ONE_OF_SEVERAL:
        return with_a(text)
    is_compound = all(word.tag in ("NN1", "NN2") for word in group)
    is_compound = is_compound and head.lower() not in MASS | MEETINGS
    return f"the {text}" if is_compound else text


def _in_group(word: Word) -> bool:
    return word.tag in (*NOUNS, "NP0", "AJ0", "VVN", "VVG", "ORD", "AV0", "UNC")


def with_article_of_subject(
    part: str, words: tuple[Word, ...], verb: int, names: KnownNames
) -> str:
    """Return "The new law enters ..." for "New law enters ...": a subject that is one thing."""
    subject = words[:verb]
    while subject and subject[-1].tag == "AV0":
        subject = subject[:-1]
    if not subject or len(subject) > 3 or subject[0].text in MONTHS:
        return part
    head = subject[-1]
    is_one = head.tag in ("NN1", "NP0") and bool(NOUNS & set(classes_of(head.text)[:1]))
    is_plain = all(word.tag in ("NN1", "AJ0", "NP0") for word in subject)
    is_name = any(word.text[1:] != word.text[1:].lower() for word in subject) or any(
        word.text[:1].isupper() for word in subject[1:]
    )
    is_known = is_countable(head.text) or fold(head.text) in names.met
    if is_one and is_plain and not is_name and is_known and not keeps_capital(subject[0].text):
        is_post = fold(subject[0].text) in names.met
        return f"The {part if is_post else part[:1].lower() + part[1:]}"
    return part
