"""Of which form the words of a clause are, and where its verb stands, by the classes of its words. Pure."""

import calendar
import re

from simplemma import is_known

from reviews.article.nouns import kinds_of
from reviews.article.word_classes import (
    FINITE,
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    is_countable,
    is_rarer,
    tagged,
    verb_odds,
)

TIMES = MONTHS | frozenset(calendar.day_name)
MEETINGS = frozenset(["call", "discussion", "discussions", "meeting", "session", "talks", "visit"])
RATES = frozenset(["day", "hour", "month", "week", "year"])
RELATIVE = frozenset(["DTQ", "PNQ", "CJT", "AVQ", "CJS"])
INFINITIVES = frozenset(["VVI", "VBI", "VHI", "VDI"])
DETERMINERS = frozenset(["AT0", "DPS", "DT0", "CRD", "PNP", "ORD"])
# Verbs that double their last letter before an ending: "planning", "referring", not "opening".
DOUBLED = re.compile(
    r"^[^aeiou]*(?:qu)?[aeiou][bdglmnprt]$|[^aeiou](?:[ae]l|trol|[rp]ol)$|equip$|begin$|occur$|fulfil$|(?:re|de|in|con|pre|trans)fer$"
    r"|(?:ad|com|e|o|per|sub)mit$|(?:for|re)get$|(?:up|re)set$|[^aeiou]program$"
)
# What one does at a visit or an event; before a noun it seldom describes: "toured warehouse".
DONE_THERE = frozenset(
    """chaired discussed facilitated inaugurated inspected launched moderated observed presented raised reviewed
    signed toured""".split()  # noqa: SIM905
)
BUILT = frozenset(
    ["capacity", "capacities", "confidence", "partnerships", "resilience", "skills", "trust"]
)
# What one does without an object, so that "400 nurses applied for visas" is no note of what was done to them.
BY_ITSELF = frozenset(
    """agreed applied arrived attended commented crossed enrolled graduated happened joined moved participated
    registered reported responded returned signed spoke started stayed travelled volunteered voted worked""".split()  # noqa: SIM905
)
# What happens of itself: "flow monitoring resumed", "arrivals doubled since May".
OF_ITSELF = frozenset(
    """closed continued decreased doubled dropped ended increased opened reopened resumed rose
    started stopped tripled worsened""".split()  # noqa: SIM905
)
# What somebody does in a meeting: "Deputy Mayor asked for benches" is no note of what was asked.
SAID = frozenset(
    """agreed asked complained confirmed explained hoped invited offered pledged promised proposed requested stressed
    suggested thanked wanted welcomed""".split()  # noqa: SIM905
)
DONE_TO_PEOPLE = frozenset(
    ["asked", "confirmed", "invited", "offered", "promised", "requested", "welcomed"]
)
# Verbs that are the same in the past: what is to be done is not told as done.
SAME_IN_PAST = frozenset(
    ["cast", "cut", "hit", "let", "put", "read", "set", "shut", "split", "spread"]
)
DOING = frozenset(["AVP", "AT0", "DPS", "TO0"])  # after a verb in the past
# Plurals that go before another noun: "skills training", "human rights work".
DESCRIBING = frozenset(
    "arms arrivals customs goods jobs needs rights savings services skills sports women".split()  # noqa: SIM905
)
OFTEN, OFTEN_ONLY = -1.0, 1.5  # of verb_odds
OBJECTS = DETERMINERS | NOUNS | {"AJ0", "NP0"}


def form_of(words: tuple[Word, ...]) -> str:
    """Return the form of words without a finite verb and its subject."""
    if not words:
        return "phrase"
    first = words[0]
    after = words[1] if len(words) > 1 else None
    classes = classes_of(first.text)
    if first.text.lower() == "to" and after and (_is_infinitive(after) or _is_verb_unknown(after)):
        return "infinitive"
    if first.text.lower() in SAME_IN_PAST and after:
        is_of = len(words) > 2 and words[2].tag == "PRF"
        return "infinitive" if after.tag in OBJECTS | {"AVP"} and not is_of else "phrase"
    if _is_past(first, after, classes):
        return "past"
    if _is_gerund(first, after, classes) and not _is_of_compound(words):
        return "gerund"
    if is_bare_verb(words):
        return "infinitive"
    return "phrase"


def _is_infinitive(word: Word) -> bool:
    return bool(INFINITIVES & {*classes_of(word.text), word.tag})


def _is_verb_unknown(word: Word) -> bool:
    """Say whether English has the word, and not as a noun: "to inaugurate"."""
    is_other = bool(classes_of(word.text) or kinds_of(word.text))
    return word.text.islower() and not is_other and bool(is_known(word.text, "en"))


def _is_past(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if after is None or re.fullmatch(r"20\d\d", after.text):
        return False
    is_done = first.text.lower() in DONE_THERE and after.tag in OBJECTS | {"VVG"}
    if is_done or first.tag in ("VBD", "VHD", "VDD"):
        return True
    if after.tag in OBJECTS and _is_seldom_adjective(first, classes):
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


def _is_seldom_adjective(first: Word, classes: tuple[str, ...]) -> bool:
    """Say whether a form in -ed before a noun is what was done: "signed", not "planned" nor "applied"."""
    is_done = "VVD" in classes and classes[:1] in (("VVN",), ("VVD",)) and "NN1" not in classes
    return is_done and first.text.lower() not in BY_ITSELF and is_rarer(first.text, "AJ0", 2.2)


def _is_gerund(first: Word, after: Word | None, classes: tuple[str, ...]) -> bool:
    if "VVG" not in (*classes, first.tag) or first.tag == "AJ0" or after is None:
        return False
    if first.text.lower() in ("briefing", "debriefing") and after.tag == "PRP":
        return False
    if first.text.lower() == "building" and after.text in BUILT:
        return True
    if classes[:1] == ("NN1",):
        return after.tag in ("AT0", "DPS", "CRD")
    return after.tag != "PRF"


def _is_of_compound(words: tuple[Word, ...]) -> bool:
    """Say whether the word in -ing goes with the noun after it: "signing ceremony", not "exploring cooperation"."""
    end = next((at for at, word in enumerate(words) if at and word.tag not in NOUNS), len(words))
    head = words[end - 1]
    is_of = (
        end < len(words) and words[end].tag == "PRF" and classes_of(words[0].text)[:1] == ("VVG",)
    )
    return end == 2 and head.tag == "NN1" and is_countable(head.text) and not is_of


def is_bare_verb(words: tuple[Word, ...], odds: float = OFTEN_ONLY) -> bool:
    """Say whether the words begin with what is to be done: "share good practices", not "support groups"."""
    if len(words) < 2:
        return False
    first, after = words[:2]
    classes = classes_of(first.text)
    if not {"VVI", "VVB"} & set(classes) or first.text.isupper() or _is_title(first, after):
        return False
    if set(classes) <= {"VVI", "VVB", "VVD", "VVN"}:
        return after.tag not in ("VVN", "VVD")
    if after.tag in ("AT0", "DPS", "PNP"):
        return True
    before = classes[: min(classes.index(tag) for tag in ("VVI", "VVB") if tag in classes)]
    if {"AJ0", "AJC", "AV0", "NP0"} & set(before):
        return False
    is_described = classes_of(after.text)[:1] in (("AJ0",), ("AJS",)) and len(words) > 2
    if is_described and words[2].tag in NOUNS and "AJ0" not in classes:
        return True
    if after.tag in NOUNS | {"NP0"} and first.text.lower() == "use":
        return True
    is_noun_here = first.text.lower() == "permit"  # an office seldom permits
    if verb_odds(first.text.lower()) > odds and not is_noun_here:
        return after.tag in OBJECTS | {"PRP", "TO0", "AVP"}
    return classes[:2] == ("VVI", "VVB") and after.tag in ("PRP", "TO0")


def _is_title(first: Word, after: Word) -> bool:
    """Say whether a verb begins a name: "Build Back Better", "Connect 2"."""
    return first.text[:1].isupper() and after.text[:1].isupper() and after.text[1:].islower()


def gerund_of(infinitive: str) -> str:
    """Return "opening a shelter and staffing it" of "to open a shelter and staff it"."""
    _to, verb, *rest = infinitive.split(" ")
    text = f"to {' '.join((verb, *rest))}"
    words = tagged(text)
    for at in reversed(range(3, len(words) - 1)):
        is_second = words[at].tag in ("VVI", "VVB") and words[at - 1].text in ("and", "or", ",")
        is_second |= words[at - 1].text == "to" and words[at - 2].text in ("and", "or")
        if is_second and "VVI" in classes_of(words[at].text):
            start = words[at - 1 if words[at - 1].text == "to" else at].start
            text = f"{text[:start]}{_in_ing(words[at].text)}{text[words[at].start + len(words[at].text) :]}"
    mark = "," if verb.endswith(",") else ""
    return " ".join((f"{_in_ing(verb.rstrip(','))}{mark}", *text.split(" ")[2:]))


def _in_ing(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1] if DOUBLED.search(verb) else ''}ing"


def finite_verb(words: tuple[Word, ...]) -> int | None:
    """Return where the verb of the main clause stands, None where there is none."""
    is_relative = False
    for at, word in enumerate(words):
        if at and word.tag in RELATIVE and word.text not in ("as", "than"):
            is_relative = True
        elif (
            words[at - 1].text == "that"
            and word.text == "is"
            and at > 1
            and words[at - 2].text == ","
        ):
            continue
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
        return not (_is_compound(words, at, after) or _is_done_to(words, at, after))
    if word.tag == "VVN":
        return _is_told(words, at, after, takes_object=takes_object)
    if word.tag == "VVZ" or (word.tag == "NN2" and "VVZ" in classes_of(word.text)):
        return _is_third_person(words, at, after, takes_object=takes_object)
    if word.tag == "VVB":
        return _is_plural_verb(word, before, after, takes_object=takes_object)
    return False


def _is_done_to(words: tuple[Word, ...], at: int, after: str) -> bool:
    """Say whether a form in -ed is what was done to a thing: "boats intercepted off Mbour"."""
    verb = words[at].text
    classes = classes_of(verb)
    is_seldom_told = classes[:1] == ("VVN",) or {"AJ0", "VVN"} <= set(classes)
    is_participle = verb == "handed" or is_seldom_told and after in ("PRP", "CJC", "")
    of_itself = verb in BY_ITSELF | OF_ITSELF | SAID
    return (
        is_participle
        and not of_itself
        and words[at - 1].tag in NOUNS
        and at < 4
        and not _is_named(words[:at])
    )


def _is_named(subject: tuple[Word, ...]) -> bool:
    return any(word.tag in ("AT0", "DPS", "NP0", "PNP") for word in subject)


def _is_told(words: tuple[Word, ...], at: int, after: str, *, takes_object: bool) -> bool:
    """Say whether a form in -ed is what somebody did: "the Mayor asked", "15 companies signed up"."""
    word, before = words[at], words[at - 1]
    if "VVD" in classes_of(word.text):
        is_somebody = at < 3 and before.tag == "NN1" and {"person", "group"} & kinds_of(before.text)
        if is_somebody and word.text in SAID:
            return True
        if _are_people_who_said(words, at):
            return True
        if _is_count(words[:at]) and (after in DOING or word.text in BY_ITSELF):
            return True
        if word.text in OF_ITSELF and not _is_after_preposition(words, at):
            return True
    is_subject = at < 3 and before.text.lower() in MEETINGS
    return is_subject or (takes_object and not _is_after_preposition(words, at))


def _are_people_who_said(words: tuple[Word, ...], at: int) -> bool:
    """Say whether several people said it: "social workers asked for training"; not "workers asked to leave"."""
    are_people = words[at - 1].tag == "NN2" and "person" in kinds_of(words[at - 1].text)
    is_asked_for = words[at].text == "asked" and at + 1 < len(words) and words[at + 1].text == "for"
    said = is_asked_for or words[at].text in SAID - DONE_TO_PEOPLE
    return said and at < 4 and are_people and not _is_after_preposition(words, at)


def _is_count(subject: tuple[Word, ...]) -> bool:
    """Say whether these words count who did something: "15 furniture companies", "more than 600 young people"."""
    is_counted = any(word.tag in ("CRD", "DT0") for word in subject[:3])
    return is_counted and all(
        word.tag not in ("PRF", "CJC") and word.is_letters for word in subject
    )


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
    if before.tag == "PNP":
        return True
    if before.tag not in ("NN2", "NN0", "NP0"):
        return False
    classes = classes_of(word.text)
    is_verb_first = classes[:1] in (("VVI",), ("VVB",))
    if before.tag == "NP0":
        return is_verb_first and after == "TO0"
    if takes_object or is_verb_first or not NOUNS & set(classes):
        return True
    return after in ("AJ0", "AJC", "TO0") or after in NOUNS and verb_odds(word.text) > OFTEN


def is_doubtful(words: tuple[Word, ...]) -> bool:
    """Say whether a word may be the verb of a clause or a noun: "workers transport to farms"."""
    for at, word in enumerate(words[1:-1], start=1):
        before, after = words[at - 1], words[at + 1].tag
        if before.text.lower() in DESCRIBING:
            continue
        if (
            word.tag == "VVB"
            and before.tag in ("NN2", "NN0")
            and NOUNS & set(classes_of(word.text))
        ):
            return True
        is_behind_noun = before.tag == "NN1" and all(
            one.tag in ("NN1", "NP0", "AT0", "AJ0") for one in words[:at]
        )
        if word.tag in ("VVZ", "NN2") and is_behind_noun and after == "NN2":
            is_compound = words[at + 1].text in ("assessments", "analyses", "surveys")
            return "VVZ" in classes_of(word.text) and not is_compound
    return False


def _is_after_preposition(words: tuple[Word, ...], at: int) -> bool:
    return any(word.tag in ("PRP", "PRF") for word in words[:at])
