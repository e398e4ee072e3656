"""One piece of a public line, between two commas, as a sentence has it. Pure."""

import re

from reviews.article.articles import masked, with_articles
from reviews.article.clauses import (
    DETERMINERS,
    form_of,
    gerund_of,
    is_doubtful,
)
from reviews.article.known_names import KnownNames
from reviews.article.line_figures import dated, phase_of, with_measure
from reviews.article.noun_phrases import in_small_case, lowered
from reviews.article.nouns import is_countable, main_kind
from reviews.article.word_classes import (
    FINITE,
    Word,
    classes_of,
    tagged,
)
from toolkit.spelling import fold

Fragment = tuple[str, str]
# Last words of a note that tells how things are: "the oven works again", "doing well".
LEFT_OVER = frozenset(["OK", "again", "already", "first", "too", "well", "yet"])
# A place that a note ends with, and one that what was done ends with.
AT_END = re.compile(r"(?<=[a-z]) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$")
AT_PLACE = re.compile(r" (?:at|in) (?:the )?(?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$")
# What one goes to a place for: "seeing the bridge" is why it was visited, not what was discussed.
AIMS = {
    gerund_of(f"to {verb}").strip(): verb
    for verb in ("celebrate", "greet", "hear", "learn", "listen", "mark", "see", "visit", "welcome")
}
# A participle that a line begins with in the past's stead.
PAST_OF = {
    "done": "did",
    "given": "gave",
    "seen": "saw",
    "shown": "showed",
    "spoken": "spoke",
    "taken": "took",
}
# What was done to a thing in a meeting, by who was there: "new e-gate seen".
DONE = {
    "seen": "saw",
    **{
        verb: verb for verb in ("discussed", "inspected", "reviewed", "signed", "toured", "visited")
    },
}
GERUND_OF = re.compile(r"^[A-Za-z]\w+ing (?:down|up|out|off|over) of ")
QUOTED_THING = re.compile(r"[a-zA-Z]?[a-z ]*\b(?P<noun>[a-z]{3,}) [“\"][^”\"]+[”\"]$")
NAMED_THING = re.compile(
    r"[A-Z][\w+-]*(?: (?:[A-Z][\w+-]*|\d+|and|for|in|of|the|to))+"
    r" (?:app|award|campaign|fund|initiative|network|platform|portal|programme|project|scheme)\b"
)


def _placed(piece: str, names: KnownNames) -> str:
    """Return "staffing in Kakuma" of "staffing Kakuma", without the place where the meeting was."""
    found = AT_END.search(piece)
    place = fold(found["place"]) if found else ""
    if not found or place not in names.places | names.here:
        return piece
    noun = tagged(piece[: found.start()])[-1]
    kind = main_kind(noun.text) or ("" if noun.tag != "NN2" else "act")
    if not noun.is_noun or kind in ("", "artifact", "group", "location", "person"):
        return piece
    return piece[: found.start()] + ("" if place in names.here else f" in {found['place']}")


def _begins_as_verb(words: tuple[Word, ...], names: KnownNames) -> bool:
    """Say whether the name of a thing begins with a verb: "Connect Home 2 platform", not "Visit Kukes project"."""
    is_verb = bool({"VVI", "VVB"} & set(classes_of(words[0].text)))
    after = words[1].text
    return is_verb and not after.isupper() and fold(after) not in names.places


def _is_unsure(words: tuple[Word, ...]) -> bool:
    """Say whether words can't be put into a sentence, though they have no subject and verb of their own."""
    first = words[0].text.lower()
    if words[-1].text in LEFT_OVER:
        return len(words) < 2 or words[-2].tag != "AT0"
    if len(words) > 1 and words[-1].tag == "VDN" and words[-2].text != "be":
        return True
    if first == "no" or _names_nothing(words) or any(word.text == "still" for word in words[1:]):
        return True
    if words[0].tag in FINITE or (words[0].tag, *classes_of(first)[:1]) == ("VVZ", "VVZ"):
        return True
    compares = first in ("less", "more", "fewer") and any(word.text == "than" for word in words)
    return compares or is_doubtful(words)


def _names_nothing(words: tuple[Word, ...]) -> bool:
    """Say whether there is no noun: "very well received", "signed"."""
    described = ("AJ0", "AV0", "VVN", "VVD")
    is_bare = all(word.tag in described and classes_of(word.text) for word in words)
    return is_bare and all(word.text.islower() for word in words[1:]) and words[0].text != "Quoted"


def read_fragment(piece: str, names: KnownNames) -> Fragment:
    """Return (form, text) of a piece; one that can't surely be put into a sentence is "unsure"."""
    piece = _placed(with_measure(dated(phase_of(piece) or piece)), names)
    words = tagged(masked(piece))
    form = form_of(words) if words else "phrase"
    if (found := NAMED_THING.match(piece)) and _begins_as_verb(words, names):
        return "phrase", f"the {found.group()}{with_articles(piece[found.end() :], begins='rest')}"
    asks = len(words) > 1 and words[1].tag in ("AVQ", "DTQ", "PNQ")
    if (form == "gerund" or asks) and (aim := AIMS.get(words[0].text.lower())):
        told = with_articles(f"to {aim} {piece[words[1].start :]}", begins="verb")
        return "infinitive", in_small_case(told, names)
    if GERUND_OF.match(piece):
        told = with_articles(lowered(piece, names), begins="rest")
        return "phrase", in_small_case(f"the {told}", names)
    return (
        _read_phrase(piece, words, names)
        if form == "phrase"
        else _read_verb(form, piece, words, names)
    )


def _read_verb(form: str, piece: str, words: tuple[Word, ...], names: KnownNames) -> Fragment:
    """Return what was done, is done or is to be done as it goes on behind a subject."""
    if form == "past" and (found := AT_PLACE.search(piece)) and fold(found["place"]) in names.here:
        piece = piece[: found.start()]
    verb = words[0].text.lower()
    text = f"{PAST_OF.get(verb, verb) if form == 'past' else piece[: len(verb)].lower()}{piece[len(verb) :]}"
    if form == "infinitive" and words[0].text.lower() != "to":
        text = f"to {text}"
    return form, in_small_case(with_articles(text, begins="verb"), names)


def _read_phrase(piece: str, words: tuple[Word, ...], names: KnownNames) -> Fragment:
    if (found := QUOTED_THING.match(piece)) and words[0].tag not in DETERMINERS:
        is_one = is_countable(found["noun"]) and words[-2].tag == "NN1"
        return "phrase", f"the {lowered(piece, names)}" if is_one else lowered(piece, names)
    if len(words) > 1 and (verb := DONE.get(words[-1].text)):
        what = lowered(piece[: words[-1].start].strip(), names)
        return "past", with_articles(f"{verb} {what}", begins="verb")
    is_name = not words or piece.split(" ")[0] in names or fold(words[0].text) in names.places
    if not is_name and _is_unsure(words):
        return "unsure", lowered(piece, names)
    told = with_articles(lowered(piece, names))
    return "phrase", in_small_case(told, names)
