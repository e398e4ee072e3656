"""Which readings of a public line are certain enough to be printed unasked; the others are suggestions. Pure.

A reading is certain where every word is known and the words stand in an order that needs no guess: noun phrases, a
verb with its objects, whole sentences. The patterns are of the letters of word_letters.py.
"""

import re

from reviews.article.abbreviations import meanings
from reviews.article.articles import UNDERTAKINGS, with_articles
from reviews.article.clauses import BY_ITSELF, OF_ITSELF
from reviews.article.known_names import KnownNames
from reviews.article.nouns import is_countable, main_kind, mark_of
from reviews.article.word_classes import NOUNS, Word, classes_of
from reviews.article.word_letters import NUMBERED, letters_of, words_of
from reviews.article.word_lists import LISTS
from toolkit.spelling import fold

NUMBER = r"(?:cc?|Y(?:-Y)?)"
COUNT = r"r?(?:cpc|cc?)?"
NAME = rf"d?(?:(?:a|[NT]+S+)*[NT]+{NUMBER}?|P|c?DY?|Y(?:-Y)?|cpc)"
BEFORE = r"(?:[nT]c(?=[nmz])|r?[av](?:,?&?(?=r?[av]))?|[nmzANTSYg]|cc)"
COMMON = rf"(?:d?{COUNT}{BEFORE}*[nmzA]|d?{BEFORE}*TT|d[NT]+T|d?{BEFORE}*T(?=c)){NUMBER}?"
ANY = rf"(?:{COMMON}|{NAME})"
AND = r"(?:,|&|,&)"
# What follows a noun: "for returnees", "displaced by floods", "left behind", "aged 5 to 17", "going to Has",
# "to open a hub", ", which was renovated".
AFTER = (
    rf"(?:,?p(?:g(?:l|p)?)?{ANY}(?:{AND}{ANY})*|vl?p{ANY}|v[lp](?=$|[,&])|vc(?:pc)?|gl?p?(?:{ANY})?"
    rf"|q|p?h|t(?!Vv(?:$|,|pcD))[Vz]l?p?(?:{ANY}(?:{AND}{ANY})*)?|,?W[^x,]+|&?w[^x,]+)"
)
PHRASE = rf"(?:{COMMON}|dgl?(?=p)){AFTER}*"
OBJECTS = rf"l?p?P?(?:{ANY}(?:{AND}{ANY})*)?(?:{AFTER}|r)*"
GERUND = rf"r?g{OBJECTS}(?:,?&g{OBJECTS})?"
NOMINAL = rf"(?:{PHRASE}|{GERUND}|[wW]t?[^x]+)"
NOMINALS = re.compile(rf"{NOMINAL}(?:{AND}{NOMINAL})*")
DOING = rf"[Vvz]v?{OBJECTS}"
VERBAL = {
    "past": re.compile(rf"{DOING}(?:{AND}r?{DOING})*"),
    "infinitive": re.compile(rf"t{DOING}(?:{AND}t?{DOING})*"),
}
OF_MANY = re.compile(r"V[na]*mS")  # "rescued girls' rooms": who rescued what?
# "people from the border, water and meals": what the row goes with, nobody knows.
LOOSE_ROW = re.compile(r"[gv]l?pd?[^p,&]*,")
PLACE_AMID = re.compile(r"[nm]N+[nmzg]")  # "asylum centre Has overcrowding"
SPLICED = re.compile(r",r?V|,(?!N+$)[^VvzwWp&]+$|^[^Vz]*v(?:$|,)")  # no sentence
NOT_THIS = re.compile(r", (?:but )?not (?:[a-z]+ ){0,3}[a-z]+(?=\.?$)")  # "land, not training only"
HEADED = re.compile(r"(?:[^\s:]+ ){0,4}[^\s:]+: ")  # "bridge: tents, Wi-Fi"
OPEN_LIST = re.compile(r",(?![wWp])[^,&]+$")  # without "and"
BEGINS = {"past": "V", "infinitive": "tV", "gerund": "g"}
BRACKETS = re.compile(r"\(([^()]*)\)")
IN_BRACKETS = re.compile(rf"{ANY}(?:{AND}{ANY})*|[^x]*Y[^x]*|a?p{ANY}|[nmz]cpc")
SHORT_NAME = re.compile(r"[A-Z][\w&-]{1,7}")
SINGULAR = re.compile(
    rf"(?P<the>d?)c?(?P<before>{BEFORE}*)(?P<head>[nzATN]|m)(?P<number>[cY]?)(?=[^nmzaNATgSYc]|$)"
)
# What a reader puts in by guess: ", including", "is".
PUT_IN = frozenset(["are", "be", "been", "done", "has", "have", "including", "is", "was", "were"])
OF_ACT = re.compile(
    r"\bthe (\w+ of |(?<=and the )(?:ambassador|chair|director|governor|mayor|minister|prefect|president|rector)\b)"
)  # the only article that it can have
ARTICLES = ("the", "a", "an")


def is_certain(form: str, text: str, typed: str, names: KnownNames) -> bool:
    """Say whether what was read from a line as `typed` can be read in no other way."""
    is_sentence = form == "sentences"
    words = words_of(NOT_THIS.sub("", text) if is_sentence else text)
    if not words or HEADED.match(text) or _words(text) & PUT_IN - _words(typed):
        return False
    if not all(_is_certain_bracket(said, names) for said in BRACKETS.findall(text)):
        return False
    letters = letters_of(words, names, is_sentence=form in ("past", "sentences"))
    if is_sentence:
        happens = words[-1].text in BY_ITSELF | OF_ITSELF  # "flow monitoring resumed"
        is_whole = "x" not in letters and (happens or not SPLICED.search(letters))
        return is_whole and _has_whole_subject(words, letters, text, typed, names)
    begins = BEGINS.get(form, "")
    letters = begins + letters[len(begins) :]
    if not VERBAL.get(form, NOMINALS).fullmatch(letters) or PLACE_AMID.search(letters):
        return False
    if OPEN_LIST.search(letters) or (begins and LOOSE_ROW.search(letters)):
        return False
    if form == "past" and OF_MANY.match(letters) and words[0].text not in LISTS["seen"]:
        return False
    if _is_noun_or_verb(words, letters, form, typed) or _may_be_told(words, letters, typed):
        return False
    is_whole = with_articles(text, begins="verb" if begins else "phrase") == text
    return is_whole and _has_certain_articles(words, letters, typed, names)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _is_certain_bracket(said: str, names: KnownNames) -> bool:
    letters = letters_of(words_of(said), names, is_sentence=False)
    return bool(SHORT_NAME.fullmatch(said) or IN_BRACKETS.fullmatch(letters))


def _is_noun_or_verb(words: tuple[Word, ...], letters: str, form: str, typed: str) -> bool:
    """Say whether a verb may be a noun whose article nobody knows: "single permit", "permit for students"."""
    if form == "phrase" and letters[0] == "z" and letters[1:2] == "p":  # "charter from the coast"
        return is_countable(words[0].text)
    if form == "infinitive" and letters[2:3] == "p":  # "permit for students"
        verb = words[1].text
        is_noun = bool(NOUNS & set(classes_of(verb))) and is_countable(verb)
        return is_noun and fold(f"to {verb}") not in fold(typed)
    is_open = form == "phrase" and letters[-1] == "z" and letters[0] != "d"
    return is_open and not words[-1].text.endswith("s") and is_countable(words[-1].text)


def _may_be_told(words: tuple[Word, ...], letters: str, typed: str) -> bool:
    """Say whether people may own what follows, or have done it: "returnees grants", "Officers trained on law."."""
    for at, word in enumerate(words):
        if letters[at] != "m" or main_kind(word.text) not in ("group", "person"):
            continue
        follows = letters[at + 1 : at + 3]
        owns = word.text.endswith("s") and main_kind(word.text) == "person"
        if owns and follows[:1] in ("a", "n", "m"):
            return True
        is_subject = not re.search("[pgVv]", letters[:at])
        is_closed = typed.rstrip().endswith(f"{words[-1].text}.")
        if is_subject and is_closed and follows == "vp" and words[at + 2].text != "by":
            return True
    return False


def _has_certain_articles(
    words: tuple[Word, ...], letters: str, typed: str, names: KnownNames
) -> bool:
    """Say whether no article was put in or left out by guess."""
    said = f" {fold(typed)} "
    for found in SINGULAR.finditer(letters):
        head = words[found.start("head")].text
        is_bare = not found["number"] and "S" not in found["before"]
        is_title = (
            found["head"] == "T"
            and "T" in found["before"]
            and (head not in names or fold(head) in names.met)
        )
        if found["the"]:
            at = found.start("the")
            pair = fold(f"{words[at].text} {words[at + 1].text}")
            if f" {pair} " not in said and not _needs_article(words, letters, found):
                return False
        elif found["head"] == "n" and found["number"] == "Y" and _needs_its_own(head):
            return False  # "diaspora strategy 2026"
        elif is_bare and found["head"] == "A" and "N" in found["before"]:
            meaning = meanings().get(head)  # "Loyada BCP"
            if meaning and meaning.mark != "u" and meaning.one:
                return False
        elif is_bare and is_title and is_countable(head) and not head.endswith("s"):
            return False
    return True


def _needs_its_own(noun: str) -> bool:
    return is_countable(noun) and noun not in NUMBERED


def _needs_article(words: tuple[Word, ...], letters: str, found: re.Match[str]) -> bool:
    """Say whether the article that was put before a noun is the only one that it can have."""
    head = words[found.start("head")].text
    if found["number"] == "c" and "T" in found["before"] + found["head"]:  # "Republic Act 10364"
        return False
    if found["head"] != "n":
        return True
    is_of = letters[found.end() : found.end() + 1] in ("p", "q")
    is_field = mark_of(head) == "w" and "a" not in found["before"]
    if not is_of and (not is_countable(head) or is_field):
        return False
    if "N" in found["before"]:
        return head in UNDERTAKINGS  # "the RAISE project"
    is_after = letters[: found.start()][-1:] == "p"  # "at the border"
    is_lone = not found["before"] and not (is_of or is_after) and mark_of(head) != "t"
    return not is_lone


def _has_whole_subject(
    words: tuple[Word, ...], letters: str, text: str, typed: str, names: KnownNames
) -> bool:
    """Say whether a sentence was typed with its articles; the post of whom one met may lack its own."""
    was = fold(typed).split()
    said = OF_ACT.sub(r"\1", fold(text)).split()
    if said[:1] == ["the"] and was[:1] != ["the"] and said[1] in names.met:
        said = said[1:]
    if any(said.count(one) > was.count(one) for one in ARTICLES):
        return False
    at = next((at for at, word in enumerate(words) if word.is_noun or word.tag == "PNP"), 0)
    is_bare = letters[at] == "n" and words[at].tag == "NN1" and is_countable(words[at].text)
    return not is_bare or "d" in letters[:at] or letters[at + 1 : at + 2] in ("n", "m")
