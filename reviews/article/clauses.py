"""Of which form the words of a clause are, and where its verb stands, by the classes of its words. Pure."""

import calendar

from reviews.article.grammar import ENGLISH
from reviews.article.word_classes import FINITE, MONTHS, NOUNS, Word, classes_of, is_countable

TIMES = MONTHS | frozenset(calendar.day_name)
MEETINGS = frozenset(["call", "discussion", "discussions", "meeting", "session", "talks", "visit"])
RATES = frozenset(["day", "hour", "month", "week", "year"])
RELATIVE = frozenset(["DTQ", "PNQ", "CJT", "AVQ", "CJS"])
INFINITIVES = frozenset(["VVI", "VBI", "VHI", "VDI"])
DETERMINERS = frozenset(["AT0", "DPS", "DT0", "CRD", "PNP", "ORD"])
OBJECTS = DETERMINERS | NOUNS | {"AJ0", "NP0"}


def form_of(words: tuple[Word, ...]) -> str:
    """Return the form of words without a finite verb and its subject."""
    if not words:
        return "phrase"
    first = words[0]
    after = words[1] if len(words) > 1 else None
    classes = classes_of(first.text)
    if first.text.lower() == "to" and after and INFINITIVES & {*classes_of(after.text), after.tag}:
        return "infinitive"
    if _is_past(first, after, classes):
        return "past"
    if _is_gerund(first, after, classes) and not _is_of_compound(words):
        return "gerund"
    if _is_bare_verb(first, after, classes):
        return "infinitive"
    return "phrase"


def _is_past(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if after is None:
        return False
    if first.tag in ("VBD", "VHD", "VDD"):
        return True
    if not {"VVD", "VVN"} & {*classes[:3], first.tag} or {"NN1", "VVI"} & set(classes[:1]):
        return False
    if after.tag == "AV0" and classes[:1] in (("VVD",), ("VVN",)) and "AJ0" not in classes:
        return True
    if after.tag in DETERMINERS | {"TO0", "AVP", "CJT", "AVQ"} or after.text in ("next", "last"):
        return True
    if first.tag == "AJ0" or classes[:1] == ("AJ0",):
        return False
    if after.tag in ("PRP", "PRF"):
        return after.text.lower() != "by" and ("VVD" in classes or "AJ0" not in classes)
    if after.tag in OBJECTS:
        return "AJ0" not in classes or first.tag == "VVD"
    return False


def _is_gerund(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if "VVG" not in (*classes, first.tag) or first.tag == "AJ0" or after is None:
        return False
    if classes[:1] == ("NN1",):
        return after.tag in ("AT0", "DPS", "CRD")
    return after.tag != "PRF"


def _is_of_compound(words: tuple[Word, ...]) -> bool:
    """Say whether the word in -ing goes with the noun after it: "signing ceremony", not "exploring cooperation"."""
    end = next((at for at, word in enumerate(words) if at and word.tag not in NOUNS), len(words))
    head = words[end - 1]
    return end == 2 and head.tag == "NN1" and is_countable(head.text)


def _is_bare_verb(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if after is None or not {"VVI", "VVB"} & set(classes):
        return False
    if set(classes) <= {"VVI", "VVB", "VVD", "VVN"}:
        return after.tag not in ("VVN", "VVD")
    if classes[:2] == ("VVI", "VVB"):
        return after.tag in ("PRP", "TO0", "AT0", "DPS")
    return after.tag in ("AT0", "DPS", "PNP")


def gerund_of(infinitive: str) -> str:
    """Return "involving alumni abroad" of "to involve alumni abroad"."""
    _to, verb, *rest = infinitive.split(" ")
    return " ".join((ENGLISH.present_participle(verb), *rest))


def finite_verb(words: tuple[Word, ...]) -> int | None:
    """Return where the verb of the main clause stands, None where there is none."""
    is_relative = False
    for at, word in enumerate(words):
        if at and word.tag in RELATIVE:
            is_relative = True
        elif at and (word.tag in FINITE or _is_verb_here(words, at)):
            if not is_relative:
                return at
            is_relative = False
    return None


def _is_verb_here(words: tuple[Word, ...], at: int) -> bool:
    word, before = words[at], words[at - 1]
    after = words[at + 1].tag if at + 1 < len(words) else ""
    if before.tag == "AV0" and at > 1 or before.text == "." and at > 1:
        before = words[at - 2]
    if at > 3 and words[at - 2].text in ("a", "per", "each") and before.text in RATES:
        return words[0].tag in ("CRD", "AV0") and "VVB" in classes_of(word.text)
    if not (before.is_noun or before.tag in ("PNP", "DT0", "CRD", "PNI")):
        return False
    takes_object = after in ("AT0", "DPS", "CRD", "DT0", "PNP")
    if word.tag == "VVD":
        return not _is_compound(words, at, after)
    if word.tag == "VVN":
        is_subject = at < 3 and before.text.lower() in MEETINGS
        return is_subject or (takes_object and not _is_after_preposition(words, at))
    if word.tag == "VVZ" or (word.tag == "NN2" and "VVZ" in classes_of(word.text)):
        return _is_third_person(words, at, after, takes_object=takes_object)
    if word.tag == "VVB":
        return _is_plural_verb(word, before, after, takes_object=takes_object)
    return False


def _is_compound(words: tuple[Word, ...], at: int, after: str) -> bool:
    """Say whether a noun and its participle go before another after a comma: "victim centred interviewing"."""
    is_after_comma = at > 1 and not words[at - 2].is_letters and words[at - 1].tag == "NN1"
    return is_after_comma and after in ("NN1", "NN2", "VVG") and "VVN" in classes_of(words[at].text)


def _is_third_person(words: tuple[Word, ...], at: int, after: str, *, takes_object: bool) -> bool:
    word, classes = words[at], classes_of(words[at].text)
    if at == 1 and words[0].text == "IOM":
        return True
    is_subject = words[0].tag in DETERMINERS
    if word.tag == "NN2":
        return takes_object and is_subject
    if not NOUNS & set(classes):
        return True
    is_verb_first = classes[:1] == ("VVZ",) and after in ("TO0", "AVP")
    is_dated = classes[:1] == ("VVZ",) and any(one.text in TIMES for one in words[at + 1 : at + 3])
    return is_dated or takes_object or is_verb_first or (is_subject and after == "AJ0")


def _is_plural_verb(word: Word, before: Word, after: str, *, takes_object: bool) -> bool:
    classes = classes_of(word.text)
    if before.tag == "PNP":
        return True
    if before.tag not in ("NN2", "NN0", "NP0"):
        return False
    is_verb_first = classes[:1] in (("VVI",), ("VVB",)) and after in (
        "TO0",
        "AVP",
        "AV0",
        "AJ0",
        "AJC",
        "NN2",
    )
    if before.tag == "NP0":
        return is_verb_first and after == "TO0"
    return takes_object or is_verb_first or not NOUNS & set(classes)


def _is_after_preposition(words: tuple[Word, ...], at: int) -> bool:
    return any(word.tag in ("PRP", "PRF") for word in words[:at])
