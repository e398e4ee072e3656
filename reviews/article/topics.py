"""What the items of a public line are: what a meeting was about, or what else its writer noted down. Pure."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reviews.article.articles import masked, with_articles
from reviews.article.certainty import is_certain
from reviews.article.clauses import MEETINGS, TIMES, finite_verb, form_of
from reviews.article.grammar import clean, finish, with_a
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.line_doubts import POSTS, SIGNS, doubts
from reviews.article.line_forms import ADDED, Fragment, join_items, split_sentences
from reviews.article.line_joins import OF_TALKING
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.private_matters import secret_mark
from reviews.article.word_classes import (
    FINITE,
    NOUNS,
    Word,
    classes_of,
    is_of_land,
    keeps_capital,
    tagged,
)
from reviews.article.word_lists import read_words
from toolkit.spelling import fold

LISTS: dict[str, str] = read_words("topic_words.json")
WORDS = {kind: frozenset(words.split()) for kind, words in LISTS.items()}
CUT = re.compile(r"\s+[-–—]+\s+|,\s*(?=[^\d\s])|,\s+(?=\d)|\s+\+\s+|\s*[•|]\s*|\s+/{1,2}\s+|:\s+")
PARTING = " :,+/-–—•|"  # each parts more than the one before
AND = re.compile(r"\s+(?:and|&)\s+")
COUNT = re.compile(
    r"(?:(?:about|around|approx\w*\.?|over|more than|some|nearly|up to|all)\s+)?"
    r"(?P<number>\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?P<what>[^\W\d_][^,;:–]*)$",
    re.I,
)
NUMBERS = {word: number for number, word in enumerate(LISTS["numbers"].split(), 1)}
DATE = (
    r"(?:\d{1,2}(?:[./]\d{1,2}|(?:st|nd|rd|th)?\s+(?-i:[A-Z]))|[A-Z][a-z]+day\b|by\b|on\b|next\b|tomorrow"
    r"|end of|mid)"
)
PLAN = re.compile(
    rf"(?:the )?(?:deadline|due date|due)\b:?\s*(?:is\s+)?{DATE}"
    r"|(?:(?:the|exact|new|final) )*(?:dates?|time|place|venue|agenda|details|day|amount)"
    r"(?: (?:still|yet))? (?:to be \w+|tb[acd]|pending|open|later|to follow|not (?:yet )?\w+)$"
    r"|to be (?:continued|followed(?: up)?|confirmed|decided|agreed|seen|discussed (?:later|again))\b.{0,20}$"
    r"|(?:still )?(?:waiting for|awaiting|pending (?:approval|clearance|confirmation|decision|reply|signature))\b[^,;]*"
    r"|(?:(?! [-–—] )[^,:;]){3,40} (?:to follow$|due (?:(?:by|in|on|until) )?(?:\d|(?-i:[A-Z]))[^,;]*)"
    r"|follow[- ]?up (?:in (?:(?-i:[A-Z])|\d)|by |next |on \d|after ).{0,20}"
    r"|(?:decision|answer|reply|signature|confirmation) (?:is )?(?:pending|awaited|expected|outstanding)\b",
    re.I,
)
STATED = re.compile(
    r"(?:no|not|none|few|hardly|never|nothing|still|already|only|too|many|lots|same)\b(?![- ]cost\b)",
    re.I,
)
# What is said to colleagues: "see BTOR", "pls keep it general".
REMARK = re.compile(
    r"(?:(?:@?\w+,? )?(?:please|pls|plz|kindly)\b.*|@\w+[ ,:].*|(?:do not|don['’]t|nb|n\.b\.|note to|cc|fyi)\b.{3,}"
    r"|(?:to )?(?:see|cf\.?|refer to|as per|more in|details in)\s+(?:the |my |our |attached )*"
    r"(?:above|annex|attached|attachment|below|btor|e-?mail|file|folder|link|mail|minutes|mission report|notes?|report"
    r"|sharepoint|summary|tor)\b.{0,20})$",
    re.I,
)
# The trip itself: "4 day Teknaf visit", "field mission to CD".
TRIP = re.compile(
    rf"(?:(?:an?|our|the|\d+[- ]days?|joint|field|short|long|border|donors?|{'|'.join(LISTS['compass'].split())})\s+)*"
    r"(?:(?-i:[A-Z])[\w-]+\s+)*(?:mission|tour|trip|visit)"
    r"(?P<who>\s+(?:by|of)\s+[^,;:]+)?(?:\s+(?:in|to)\s+(?:the\s+)?(?-i:[A-Z])[\w-]*)?$",
    re.I,
)
# Who got to know whom, which the record says: "getting acquainted with the new Deputy Minister".
ACQUAINTED = re.compile(
    r"(?:to )?(?:get(?:ting)? (?:to know|acquainted with)|becom(?:e|ing) acquainted with"
    r"|mak(?:e|ing) the acquaintance of|introduc(?:e|ed|ing|tion (?:of|to)))\s+(?P<whom>[^,;:]+)$",
    re.I,
)
WITH_WHOM = re.compile(
    r"(?:an? )?(?:consultation|discussion|exchange|meeting|session|talk)s? with (?:the )?(?P<whom>[^,;:]+)",
    re.I,
)
NOBODY_THERE = re.compile(r"(?:no|none|nobody|not)\b.*\b(?:present|there|came|interested)\b", re.I)
# What a heading says is to be done later.
AHEAD = re.compile(r"(?:next|to[- ]?do|reminder)\s*:", re.I)
THING = re.compile(r"\b(?:about|for|in|on|project|programme|to|work)\b", re.I)
BRACKETED = re.compile(r"\s*\((?P<said>[^()]{3,})\)")
DOCUMENT = re.compile(
    rf"^(?P<what>.*\b(?:{'|'.join(LISTS['documents'].split())}|concept notes?)\b[^,;:]*?)"
    rf"(?:\s+to (?P<whom>(?-i:[A-Z])\w+))?\s+(?:(?:due|expected|needed) )?(?:by|until|before|due)\s+"
    r"(?:the )?(?:end of |early |mid-?|late )?(?:\d|next\b|tomorrow|(?:end|week)\b|(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Q[1-4]))[^,;]{0,20}$",
    re.I,
)
# A plan that goes by a day: "three enumerators to be added before the rainy season".
TO_BE_DONE = re.compile(
    r"(?P<what>(?:(?!\b(?:how|what|where|which|who)\b|,).)+?) (?P<to>to be \w+(?:ed|en|t|ne)"
    r" (?:(?:before|by|from|in|on|until) (?:the |early |late |mid-?)*"
    r"(?:\d|end\b|next\b|\w+ season|(?-i:[A-Z])|week|month|year)|soon|shortly).*)",
    re.I,
)
COMPARED = re.compile(r"\b(?:more|less|fewer|better|worse|higher|lower) [\w ]*\bthan\b", re.I)
RATE = re.compile(r"(?:\b(?:a|per|each|every) (?:day|week|month|year)|\bdaily|\bweekly)$", re.I)
UNCERTAIN = re.compile(
    r"\?{2,}|\((?:\?|tb[acd]|or (?:is|was|were) [^()]*)\)|\b(?:maybe|perhaps)\b", re.I
)
ASKS = frozenset(["whether", "how", "why", "what", "which", "who", "where"])
ARTICLES = ("AT0", "DPS")
OCCASIONS = WORDS["occasions"] | {"day", "days"}
FIRST_TIME = re.compile(
    r"(?:an? |the )?(?:first|second|third|introductory|initial) (?:call|meeting|visit) (?:of|to|with) [^,;:]+",
    re.I,
)
GOES_ON = re.compile(r"(?:He|She|They|It|This|These|Their|His|Her|Its)\b")
OF_SOMEBODY = re.compile(r"(?:He|She|They)\b")
APART = ("greeting", "mark", "plan", "remark")  # never a part of a clause
LINKS = ("PRP", "PRF", "TO0")
VERBS = FINITE | {"VVD", "VVZ", "VVB", "VVN"}
RELATIVES = frozenset(["DTQ", "PNQ", "CJT", "AVQ", "CJS"])


@dataclass(frozen=True)
class Unsure:
    """An item that is no topic, and what to ask of its writer."""

    text: str
    question: str
    suggestion: str = ""
    is_sure: bool = False  # the suggestion is printed unasked
    is_guess: bool = False  # it could be read in another way


@dataclass(frozen=True)
class Judged:
    """The items of a text that are printed, those to ask about, and all that could be printed, guesses among them."""

    kept: list[Fragment]
    unsure: list[Unsure]
    readable: list[Fragment]


def without_asides(text: str, names: KnownNames) -> tuple[str, tuple[str, ...]]:
    """Return the text without the items that say again whom, where or what kind it was, greet, or are for
    colleagues; and the kinds of what was left out.
    """
    found: list[str] = []
    parts = []
    sentences = split_sentences(text)
    for part in sentences:
        kept, kinds = _without_asides(part, names)
        if len(sentences) > 1 and DOCUMENT.match(part.strip(" .!")) and kinds == ["plan"]:
            kept = ""
        found += kinds
        if kept:
            parts.append(kept)
    others = [part for part in parts if not FIRST_TIME.fullmatch(part.strip(" .!"))]
    if others and len(others) < len(parts):
        parts = others
        found.append("fact")
    return ("\n".join(parts), tuple(dict.fromkeys(found))) if found else (text, ())


# What leads to the matter once whom one met is left out: "Meeting with the Mayor, on waste".
LED_TO = re.compile(
    r"^(?:about|again|on|regarding|concerning|re|interested in)\b:?\s+(?!behalf|time)(?=[^\W\d])",
    re.I,
)
# "Same training for prosecutors"
TRAINING_FOR = re.compile(
    r"^(?:the )?same (?:training|course) (?:of|for|with) (?P<whom>[^,;:]+)$", re.I
)
# "a long talk about fishing"
TALK_ON = re.compile(
    r"^(?:(?:an?|the|our|very)\s+)?(?:[\w-]+\s+){0,2}?(?:chat|conversation|discussions?|exchange|talks?)"
    r"\s+(?:on|about|regarding|around)\s+(?!the (?:margins|sidelines))(?=\w)",
    re.I,
)
CALL_ON = re.compile(
    r"^(?:[\w-]+ )?(?:call|meeting) (?:about|re|regarding):? (?=\w)|^(?:call|meeting) on (?=[a-z])",
    re.I,
)


# "trip to the east on returns and gold sites"
TRIP_ON = re.compile(
    r"^(?:an? |the )?(?:field |joint )?(?:mission|tour|trip|visit) to (?:[\w-]+ ){1,4}?(?:about|on) (?=\w)",
    re.I,
)


def _without_kind(item: str, names: KnownNames) -> str:
    """Return "fishing" of "long talk about fishing", "prosecutors" of "same training for prosecutors"."""
    if "training" in names.kind and item.startswith("for "):
        return item[4:]
    if talk := TALK_ON.match(item):
        return item[talk.end() :]
    if "visit" in names.kind and (trip := TRIP_ON.match(item)):
        return item[trip.end() :]
    if called := CALL_ON.match(item):
        return item[called.end() :]
    if "training" in names.kind and (people := TRAINING_FOR.match(item)):
        return people["whom"]
    return item


def _cut(part: str, names: KnownNames) -> tuple[list[str], list[str], list[str]]:
    """Return the items of a part with the sign before each, and the kinds of what at its end is no part of it."""
    hidden = masked(part)
    cuts = [cut for cut in CUT.finditer(part) if hidden[cut.start() : cut.end()] == cut.group()]
    kinds: list[str] = []
    while cuts and (kind := aside(part[cuts[-1].end() :].strip(" .!"), names)) in APART:
        kinds.append(kind)
        part = part[: cuts.pop().start()]
    if _has_clause(part):
        return *_lead_and_rest(part, cuts), kinds
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(part)]
    items = [part[start:end] for start, end in zip(starts, ends, strict=True)]
    return items, ["", *(cut.group() for cut in cuts)], kinds


def _without_asides(part: str, names: KnownNames) -> tuple[str, list[str]]:
    bare = clean(part).rstrip(" .!;")
    if AHEAD.match(bare):
        return "", ["plan"]
    if kind := aside(bare, names):
        return "", [kind]
    items, signs, kinds = _cut(part, names)
    kept: list[str] = []
    lead = ""
    for at, (sign, item) in enumerate(zip(signs, items, strict=True)):
        better, kind = _without_aside(item, names)
        is_heading = "".join(signs[at + 1 : at + 2]).startswith(":")
        if not kind and is_heading and _is_idle_heading(item, names):
            better, kind = "", "fact"
        elif not at and not _has_clause(item) and (matter := _without_kind(item, names)) != item:
            better, kind = matter, "fact"
        if kind:
            kinds.append(kind)
        if better:
            kept += [_stronger(lead, sign) if kept else "", better]
            lead = ""
        else:
            lead = _stronger(lead, sign)
    text = "".join(kept)
    if kept and kinds and (led := LED_TO.match(text)):
        text = text[led.end() :]
    return (text if kinds else part), kinds


def _is_idle_heading(item: str, names: KnownNames) -> bool:
    """Say whether a heading names the meeting or a place alone: "GIFMM co-lead meeting: ...", "Una-Sana: ..."."""
    head = head_of(_words(item))
    if head is not None and fold(head.text) in MEETINGS and item.endswith(head.text):
        return True
    if fold(item) in WORDS["headings"]:
        return True
    words = [word for word in item.split() if word not in ("and", "&")]
    return names.is_site and all(map(_is_place_name, words))


def _lead_and_rest(part: str, cuts: list[re.Match[str]]) -> tuple[list[str], list[str]]:
    """Return the heading of a sentence apart from it: "Azraq camp" of "Azraq camp: IOM saw the new clinic"."""
    first = next((cut for cut in cuts if not cut.group().startswith(",")), None)
    if first is None or _has_clause(part[: first.start()]):
        return [part], [""]
    return [part[: first.start()], part[first.end() :]], ["", first.group()]


def _has_clause(text: str) -> bool:
    return finite_verb(tagged(masked(text))) is not None


def _stronger(one: str, other: str) -> str:
    """Return the sign that parts more: the dash of ", " and " – "."""
    return max(one, other, key=lambda sign: PARTING.find(sign.strip()[:1] or " "))


def _without_aside(item: str, names: KnownNames) -> tuple[str, str]:
    """Return what is left of an item, and the kind of what was left out, "" for nothing."""
    if kind := aside(item.strip(" .!"), names):
        return "", kind
    written = DOCUMENT.match(item.strip(" .!"))
    if written and not _has_clause(item) and _is_document(written["what"]):
        is_sent = written["whom"] and not _is_place_name(written["whom"])
        return written["what"] + (f" to {written['whom']}" if is_sent else ""), "plan"
    if (led := LED_TO.match(item)) and not _has_clause(item):
        return item[led.end() :], "fact"
    halves = AND.split(item)
    if len(halves) == 2 and not _has_clause(item):
        for one, other in (halves, halves[::-1]):
            if _is_beside(one, names) and not aside(other, names):
                return other, aside(one, names)
    return item, ""


def _is_document(text: str) -> bool:
    """Say whether words are of a paper that is due, not of "data of people registered by May"."""
    words = _words(text)
    noun = head_of(words)
    is_done = bool(words) and words[-1].tag in ("VVN", "VVD")
    return noun is not None and not is_done and fold(noun.text) in WORDS["documents"]


def _is_beside(half: str, names: KnownNames) -> bool:
    """Say whether half of an item goes without saying; a place or a person belongs to the other half."""
    kind = aside(half, names)
    return bool(kind) and (kind != "fact" or _is_kind(half, set(folded_words(half)), names))


def aside(item: str, names: KnownNames) -> str:
    """Return what an item is beside the matter: "fact", "heads", "greeting", "plan", "remark"; "" if it is none."""
    words = folded_words(item)
    if not words:
        return ""
    if set(words) <= WORDS["remarks"] or fold(item) in ("a o b", "n b") or REMARK.match(item):
        return "remark"
    if words[-1] in WORDS["marks"] and len(words) < 4:
        return "mark"
    if (
        WORDS["greetings"] & set(words)
        and set(words) <= WORDS["greeting"] | WORDS["small"] | names.met
    ):
        return "greeting"
    noun = None if re.search(r"[,;:]| [-–—+] ", item) else head_of(_words(item))
    if noun and fold(noun.text) in WORDS["greeted"] and f"{noun.text} of " not in item:
        return "greeting"
    if PLAN.match(item):
        return "plan"
    if (found := WITH_WHOM.fullmatch(item)) and _are_met(found["whom"], names):
        return "fact"
    if _makes_acquainted(item, names):
        return "fact"
    if is_said_by_record(item, names):
        return "fact"
    return "heads" if _counts_who_came(item, names) else ""


def _are_met(whom: str, names: KnownNames) -> bool:
    """Say whether these are whom the record names, in brackets also: "the inter-agency group (GTRM)"."""
    bracketed = BRACKETED.search(whom)
    said = set(folded_words(bracketed["said"] if bracketed else whom)) - WORDS["small"]
    return bool(said) and said <= names.met


def _makes_acquainted(item: str, names: KnownNames) -> bool:
    """Say whether words only tell that people met; not "introduction of the new project"."""
    found = ACQUAINTED.match(item)
    if not found or THING.search(found["whom"]):
        return False
    whom = set(folded_words(found["whom"])) - WORDS["small"] - WORDS["new"]
    if whom and whom <= names.met | names.ours | {"each", "other", "ourselves"}:
        return True
    noun = head_of(_words(found["whom"]))
    is_post = noun is not None and noun.tag != "NN2" and _is_post(noun.text)
    return is_post and "introduc" not in item.lower()


def without_bracketed_remarks(text: str, names: KnownNames) -> str:
    """Return the text without brackets that are for colleagues: "(no minister present)"."""

    def drop(found: re.Match[str]) -> str:
        said = found["said"].strip(" .!")
        words = _words(said)
        is_relative = bool(words) and words[0].tag in RELATIVES
        is_remark = (
            aside(said, names) in ("greeting", "plan", "remark")
            or NOBODY_THERE.match(said)
            or (_has_clause(said) and not is_relative)
        )
        is_kept = (
            secret_mark(said)
            or UNCERTAIN.match(found.group().strip())
            or fold(said) in ("tbc", "tbd")
        )
        return "" if is_remark and not is_kept else found.group()

    return BRACKETED.sub(drop, text)


def is_said_by_record(item: str, names: KnownNames) -> bool:
    """Say whether an item only repeats the place, the kind, the event's name or who was met."""
    said = {word for word in folded_words(item) if word not in WORDS["small"]}
    return bool(said) and (
        fold(item) in names.here | names.parties
        or _is_place(item, said, names)
        or _is_kind(item, said, names)
        or _is_event(said, names)
        or _is_whom(item, said, names)
    )


def _is_place(item: str, said: set[str], names: KnownNames) -> bool:
    here = {word for place in names.here for word in place.split()}
    rest = " ".join(word for word in folded_words(item) if word not in here | WORDS["small"])
    if said & here and rest in names.parties:
        return True
    places = [word for word in item.split() if word[:1].isupper()]
    is_trip = "visit" in names.kind and bool(TRIP.match(item)) and len(item.split()) > 1
    named = here | WORDS["compass"]
    if is_trip and all(
        word.isupper() or _is_place_name(word) or fold(word) in named for word in places
    ):
        return True
    is_site = bool(said & named) and said <= named | WORDS["sites"]
    words = [word for word in item.split() if word not in ("and", "&")]
    is_list = bool(said & here) and all(map(_is_place_name, words))  # "Uribia and Manaure"
    return names.is_site and (is_site or is_list)


def _is_kind(item: str, said: set[str], names: KnownNames) -> bool:
    """Say whether words only name the meeting, and which it was: "second meeting", "third time this month", "day 2"."""
    if re.search(r"\b(?:on|about)\b", item):  # "follow-up on the visit"
        return False
    kinds = WORDS["kinds"] | names.kind | MEETINGS
    again = WORDS["again"] | {word for word in said if word.isdigit()}
    is_wave = "round" in said and any(word.isdigit() for word in said)  # "round 14"
    if not said <= kinds | again or is_wave or all(word.isdigit() for word in said):
        return False
    return bool(said & kinds - WORDS["ordinals"]) or (len(said) > 1 and bool(said & WORDS["again"]))


def _is_event(said: set[str], names: KnownNames) -> bool:
    here = {word for place in names.here for word in place.split()}
    is_part = said <= names.event | names.kind | here and bool(said & OCCASIONS)
    if names.event and (is_part or said == names.event):
        return True
    again = WORDS["kinds"] | WORDS["again"] | {word for word in said if word.isdigit()}
    held = OCCASIONS - WORDS["one_part"]
    if names.is_gathering and said & held and said <= held | names.event | again:
        return True
    about = names.kind | names.met | again
    return names.is_gathering and bool(said & names.kind) and said <= about


def _is_whom(item: str, said: set[str], names: KnownNames) -> bool:
    here = {word for place in names.here for word in place.split()}
    posts = [word for word in said if main_kind(word) == "person" and _is_met(word, names)]
    if len(said) == 1 and posts and posts[0].endswith("s"):
        return kinds_of(posts[0]) == {"person"}
    posts = [word for word in posts if word != "peoples"]  # "People's Advocate"
    is_one = bool(posts) and item != item.lower() and not any(one.endswith("s") for one in posts)
    return is_one and said <= names.met | here


def _is_place_name(word: str) -> bool:
    return (
        word[:1].isupper()
        and not word.isupper()
        and keeps_capital(word)
        and not kinds_of(word) - {"location"}
    )


def _counts_who_came(item: str, names: KnownNames) -> bool:
    found = COUNT.match(item)
    if not found:
        return False
    digits = found["number"].replace(",", "").rstrip(".")
    number = NUMBERS.get(digits.lower()) or (int(digits) if digits.isdigit() else 0)
    words = tagged(found["what"])
    noun = head_of(words)
    if noun is None:
        return False
    if any(word.tag in VERBS for word in words if word.start > noun.start):
        return False
    what = set(folded_words(found["what"][: noun.start + len(noun.text)]))
    is_bare = all(word.is_noun for word in words if word.start < noun.start)
    is_people = bool(what & WORDS["attendance"]) or (is_bare and main_kind(noun.text) == "person")
    if not is_people or what & WORDS["affected"]:
        return False
    return number in names.counts or names.is_gathering or _is_met(noun.text, names)


def _is_met(word: str, names: KnownNames) -> bool:
    return bool({fold(word), fold(word).removesuffix("s")} & names.met)


def head_of(words: tuple[Word, ...]) -> Word | None:
    """Return the noun that a phrase is about: "permits" of "new work permits for Syrians"."""
    head = None
    for at, word in enumerate(words):
        is_thing = (
            at and words[at - 1].tag in ("AT0", "DPS") and "NN1" in classes_of(word.text)
        )  # "a well"
        if is_thing and at + 1 == len(words):
            return replace(word, tag="NN1")
        may_be = _may_be_noun(word) and (head is None or word.tag != "AJ0")
        if word.is_noun or may_be or (head is None and word.tag in ("UNC", "VVG")):
            head = word
        elif (
            head is not None
            and word.text not in ("'", "’", "s", "'s")
            or word.tag in LINKS
            and head is None
            and word.text != "pending"
        ):
            break
    return head


def _may_be_noun(word: Word) -> bool:
    if not classes_of(word.text):
        return word.is_letters and not word.text.endswith("ed")
    return word.tag in ("VVB", "VVI", "AJ0", "VVG") and bool(NOUNS & set(classes_of(word.text)))


def judged(items: list[Fragment], body: str, names: KnownNames) -> Judged:
    """Return the items of a text without what is no topic and what is only guessed, and these with their questions."""
    found = Judged([], [], [])
    if sign := next((one for _form, text in items if (one := SIGNS.search(text))), None):
        question = _("What does “%(sign)s” stand for?") % {"sign": sign.group()}
        return Judged([], [Unsure(sign.group(), question)], [])
    for typed_form, text in items:
        form = _form_of_question(text) if typed_form == "unsure" else typed_form
        form = "phrase" if text.lower().startswith("acting ") else form
        is_bare = form == "infinitive" and [one for one, _text in found.readable][-1:] == ["phrase"]
        if form == "phrase":
            better, doubtful = _topics(text, names)
            found.unsure.extend(one for one in doubtful if not one.is_sure)
            if better:
                _sort(form, better, body, names, found)
            told = [("sentences", one.suggestion) for one in doubtful if one.is_sure]
            found.kept.extend(told)
            found.readable.extend(told)
        elif is_bare and fold(text) not in fold(body):  # to be done, typed without "to"
            found.unsure.append(_as_sentence(text.removeprefix("to ")))
        elif form == "past" and _is_met_again(text, names):
            continue
        elif asked := _doubts_of_verb(
            form,
            text,
            is_first=not found.readable and bool(found.unsure),
        ):
            found.unsure.extend(asked)
        else:
            _sort(form, text, body, names, found)
    return found


def _sort(form: str, text: str, body: str, names: KnownNames, found: Judged) -> None:
    """Put an item among those that are printed, or what of it is only guessed among those to ask about."""
    is_apart = _is_mixed(form, found.kept) or _is_of_one_asked_about(form, text, found)
    found.readable.append((form, text))
    if not is_apart and is_certain(form, text, body, names):
        found.kept.append((form, text))
        return
    is_list = form == "phrase" and not is_apart and ":" not in text
    pieces = _pieces(text) if is_list else [text]
    certain = [one for one in pieces if len(pieces) > 1 and is_certain(form, one, body, names)]
    guessed = [one for one in pieces if one not in certain]
    # "new Russian, Turkish passports": the noun is in another piece.
    if any(word.tag == "AJ0" for one in guessed for word in _words(one)[-1:]):
        certain, guessed = [], [text]
    if certain:
        found.kept.append((form, join_items(certain)))
    found.unsure.extend(Unsure(one, "", is_guess=True) for one in guessed)


def _is_of_one_asked_about(form: str, text: str, found: Judged) -> bool:
    """Say whether a sentence goes on about what is not printed: "They request tents"."""
    if any(
        one.is_guess and ":" in one.text for one in found.unsure
    ):  # it may belong to the heading
        return True
    is_before_kept = found.kept[-1:] == found.readable[-1:]
    return form == "sentences" and GOES_ON.match(text) is not None and not is_before_kept


def _is_mixed(form: str, before: list[Fragment]) -> bool:
    """Say whether an item is of another kind than what stands before it: "set up a hub; grants"."""
    others = {"phrase": {"infinitive", "past"}, "infinitive": {"phrase", "gerund", "past"}}
    return any(
        one in others.get(form, ()) and not (form == "phrase" and OF_TALKING.match(text))
        for one, text in before
    )


def _doubts_of_verb(form: str, text: str, *, is_first: bool) -> list[Unsure]:
    """Return the doubts of words with a verb; `is_first` says that all before them was left out."""
    if form == "unsure" or (form in ("gerund", "infinitive") and _says_nothing(text)):
        return [_as_sentence(text) if " " in text else _unclear(text)]
    if form == "past" and text.split(" ")[0] in WORDS["moved"]:
        return [_as_sentence(text, finish(_("The meeting was %(done)s") % {"done": text}))]
    if (
        form == "sentences"
        and (is_first or text.startswith("They "))
        and (who := OF_SOMEBODY.match(text))
    ):
        return [Unsure(text, _("Who is “%(word)s”?") % {"word": who.group()})]
    return [Unsure(text, question) for question in doubts(text.rstrip("."))]


def _form_of_question(text: str) -> str:
    """Return the form of what leads to a question, "unsure" else: "learning what employers need"."""
    words = _words(text)
    asked = next((at for at, word in enumerate(words) if word.text in ASKS), 0)
    told = (word.tag in VERBS and word.text not in WORDS["after_noun"] for word in words[:asked])
    if not asked or any(told):
        return "unsure"
    return "gerund" if form_of(words) == "gerund" else "phrase"


def _is_met_again(past: str, names: KnownNames) -> bool:
    """Say whether a line only says who was met, a post or country spelt in another way."""
    found = re.fullmatch(r"met (?:with )?(?P<whom>.+)", past)
    if not found or re.search(r"\b(?:about|and|discussed|from|on|to)\b", past):
        return False
    words = [word for word in folded_words(found["whom"]) if word not in WORDS["small"]]
    known = [word for word in words if word in names.met]
    return len(known) > 1 and len(known) * 5 >= len(words) * 3


def _says_nothing(text: str) -> bool:
    """Say whether a verb has nothing that is done: "doing well"."""
    words = tagged(text)
    return all(word.tag in ("AV0", "AJ0", "AVP", "TO0") for word in words[1:])


def _topics(text: str, names: KnownNames) -> tuple[str, list[Unsure]]:
    """Return a phrase, which may be a list, with its topics alone."""
    pieces = _pieces(text)
    halves = AND.split(pieces[-1])
    if len(halves) == 2 and not (_is_adjective(halves[0]) or _goes_with_next(*halves)):
        first, second = (doubt_of(half, names) for half in halves)
        if second and not re.match("their|its", halves[1]) or first and not _has_link(halves[0]):
            pieces = [*pieces[:-1], *halves]
    asked = [doubt_of(piece, names) for piece in pieces]
    unsure = [doubt for doubt in asked if doubt]
    if not unsure:
        return text, []
    kept = [piece for piece, doubt in zip(pieces, asked, strict=True) if not doubt]
    return (join_items(kept) if kept else ""), unsure


def _goes_with_next(one: str, other: str) -> bool:
    """Say whether a country goes with the noun of the next: "Israel and Bulgaria agreements"."""
    return is_of_land(one) and is_of_land(other.split()[0]) and " " in other


def _pieces(text: str) -> list[str]:
    """Return the items of a list in a phrase; adjectives and what only adds stay with what they go with."""
    hidden = masked(text)
    pieces: list[str] = []
    start = 0
    for cut in re.finditer(r"[,;] (?:and )?", text):
        is_added = ADDED.match(text[cut.start() + 2 :]) and not cut.group().endswith("and ")
        if hidden[cut.start()] not in ",;" or is_added or _is_adjective(text[start : cut.start()]):
            continue
        pieces.append(text[start : cut.start()])
        start = cut.end()
    last = text[start:]
    halves = AND.split(last)
    if pieces and len(halves) == 2 and not _is_adjective(halves[0]) and not _has_link(halves[0]):
        return [*pieces, *halves]
    return [*pieces, last]


def _has_link(piece: str) -> bool:
    return any(word.tag in LINKS for word in _words(piece))


def _is_adjective(piece: str) -> bool:
    """Say whether a piece waits for its noun: "new Russian" of "new Russian, Turkish and Greek passports"."""
    words = _words(piece)
    is_one = bool(words) and (words[-1].tag == "AJ0" or is_of_land(words[-1].text))
    others = [word for word in words if not is_of_land(word.text)]
    return is_one and not any(word.is_noun or word.tag in ("AV0", *LINKS) for word in others)


def _words(text: str) -> tuple[Word, ...]:
    """Return the words, what is quoted as one noun."""
    return tagged(masked(text).replace("Quoted", "Report"))


def doubt_of(piece: str, names: KnownNames) -> Unsure | None:
    """Return what to ask of a phrase that can't be what a meeting was about; None for a topic."""
    words = _words(piece)
    letters = [word for word in words if word.is_letters]
    if not letters or letters[0].tag in RELATIVES or letters[0].text.lower() in ASKS:
        return None
    is_acting = letters[0].text.lower() == "acting"  # "acting DG"
    if form_of(words) in ("gerund", "infinitive") and not is_acting:
        return None
    if UNCERTAIN.search(piece):
        return Unsure(
            piece, _("Is “%(words)s” certain? If not, write “possible ...”.") % {"words": piece}
        )
    noun = head_of(words)
    is_adjective = len(letters) == 1 and classes_of(letters[0].text)[:1] == ("AJ0",)
    if noun is None or is_adjective or not _is_head(noun):
        return _unclear(piece)
    if (planned := TO_BE_DONE.match(piece)) and noun.start < planned.start("to"):
        is_many = noun.tag == "NN2" or " and " in piece[: planned.start("to")]
        done = f"{planned['what']} {'are' if is_many else 'is'} {planned['to']}"
        told = with_articles(f"{done[:1].upper()}{done[1:]}", begins="sentence", met=names.met)
        return _as_sentence(piece, finish(told))
    if _is_stated(piece, letters):
        return _as_sentence(piece)
    if _verb_after(words, noun):
        return _as_sentence(piece)
    for question in doubts(piece):
        return Unsure(piece, question)
    return _doubt_of_head(piece, words, noun, names)


def _is_stated(piece: str, letters: list[Word]) -> bool:
    """Say whether words state something: "no objection", "beds missing", "moderated by IOM", "400 people a day"."""
    first, *others = letters
    is_done = first.tag in ("VVN", "VVD") or first.text.endswith("ed")
    is_state = letters[-1].text in WORDS["states"] and others and letters[-2].is_noun
    return bool(
        (is_done and others and others[0].text == "by")
        or is_state
        or STATED.match(piece)
        or COMPARED.search(piece)
        or (COUNT.match(piece) and RATE.search(piece))
    )


ARTICLE = re.compile(r"^(?:an?|the) ", re.I)


def _unclear(text: str) -> Unsure:
    words = ARTICLE.sub("", text)
    return Unsure(text, _("What was it about? “%(words)s” doesn’t say.") % {"words": words})


def _as_sentence(text: str, better: str = "") -> Unsure:
    values = {"words": ARTICLE.sub("", text), "example": better}
    question = _("“%(words)s”: write it as a sentence, or leave it out")
    if better:
        question = _("“%(words)s”: write it as a sentence, such as “%(example)s”")
    return Unsure(text, question % values, better)


def _is_head(word: Word) -> bool:
    return word.is_noun or word.tag in ("UNC", "VVG") or _may_be_noun(word)


def _verb_after(words: tuple[Word, ...], noun: Word) -> int:
    """Return where the verb of a clause stands: "monitoring resumed", "people leave"; 0 where there is none."""
    after = next(at for at, word in enumerate(words) if word.start == noun.start) + 1
    if len(words) > after and words[after].tag == "TO0" and after == 1 and noun.text[:1].isupper():
        return after  # "Sami to send minutes"
    for at, word in enumerate(words[after:], after):
        if word.tag in RELATIVES:
            return 0
        if word.tag in FINITE or (at == after and _is_verb_of(words, at)):
            return at
    last = len(words) - 1
    return last if last >= after and _closes_clause(words, last, after) else 0


def _is_verb_of(words: tuple[Word, ...], at: int) -> bool:
    """Say whether the word after a noun is its verb: "monitoring resumed"; not "minors returned from Greece"."""
    word = words[at]
    if NOUNS & set(classes_of(word.text)):
        return False
    is_last = all(one.tag in ("AV0", "AVP") for one in words[at + 1 :])
    is_told = is_last and word.text not in WORDS["after_noun"] and not _is_of_people(words, at)
    return word.tag in ("VVB", "VVZ") or (word.tag in ("VVN", "VVD") and is_told)


def _closes_clause(words: tuple[Word, ...], at: int, after: int) -> bool:
    """Say whether the last word tells something of what is before it: "prices up", "partners present"."""
    word = words[at]
    if word.text in ("up", "down", "instead", "again", "too"):
        return True
    is_noun = classes_of(word.text)[:1] != ("AJ0",) and NOUNS & set(classes_of(word.text))
    if is_noun or word.text in WORDS["after_noun"] or "-" in word.text:
        return False
    is_adjective = (
        word.tag == "AJ0" and at <= after + 1 and words[at - 1].tag in (*NOUNS, "NP0", "AV0")
    )
    return is_adjective or (word.tag in ("VVN", "VVD") and words[at - 1].is_noun)


def _is_of_people(words: tuple[Word, ...], at: int) -> bool:
    """Say whether a participle says which people: "workers sent home"; "migrants arrived" is told."""
    is_many = words[at - 1].tag == "NN2" and main_kind(words[at - 1].text) == "person"
    return is_many and at + 1 < len(words) and words[at].text not in WORDS["happens"]


def _doubt_of_head(
    piece: str, words: tuple[Word, ...], noun: Word, names: KnownNames
) -> Unsure | None:
    head = fold(noun.text)
    before = [word for word in words if word.start < noun.start and word.tag not in ARTICLES]
    after = [word for word in words if word.start > noun.start]
    if head in WORDS["measures"] and len(after) > 1 and after[0].tag == "PRF":
        return _doubt_of_head(piece, words, after[-1], names)
    if all(
        word.text in TIMES or word.tag == "CRD" or re.fullmatch(r"Q\d", word.text) for word in words
    ):
        return _unclear(piece)
    is_meal = (
        head in WORDS["refreshments"] and bool(after) and after[0].text in ("at", "in", "with")
    )
    is_leaving = bool(after) and (after[0].tag == "VVG" and not before or after[0].tag == "PRF")
    if after and not is_meal and not (is_leaving and _is_one_person(before, noun, names)):
        pass
    elif head in WORDS["refreshments"]:
        return Unsure(piece, _("Was it about “%(words)s”?") % {"words": piece})
    elif _is_one_person(before, noun, names):
        values = {"words": piece}
        return Unsure(piece, _("“%(words)s” is a person. What was discussed?") % values)
    elif main_kind(noun.text) == "time" and (
        noun.text in TIMES
        or (head in WORDS["units"] and before and before[0].tag in ("CRD", "ORD", "DT0"))
    ):
        return _unclear(piece)
    return _doubt_of_part(piece, noun, before, after, names)


def _doubt_of_part(
    piece: str, noun: Word, before: list[Word], after: list[Word], names: KnownNames
) -> Unsure | None:
    """Return what to ask of where one went and who was there, which the meeting was not about."""
    head = fold(noun.text)
    if head != "visit" and "visit" in names.kind and TRIP.match(piece):
        told = finish(f"It was {with_a(ARTICLE.sub('', piece))}")
        return replace(_as_sentence(piece, told), is_sure=True)
    if head.removesuffix("s") in WORDS["shown"] and not piece.startswith("role "):
        seen = ARTICLE.sub("", piece)
        is_one = not head.endswith("s")
        return _as_sentence(piece, f"IOM saw {with_a(seen)}." if is_one else "")
    if head == "lecture" and (not after or names.is_gathering):
        told = finish(f"IOM gave {with_a(ARTICLE.sub('', piece))}") if after else ""
        return _as_sentence(piece, told)
    if head in WORDS["walks"] and (not before or "visit" in names.kind):
        return _as_sentence(piece)
    if head == "visit" and "visit" in names.kind and before and not after:
        is_seen = main_kind(before[-1].text) in ("artifact", "group", "location")
        seen = with_a(" ".join(word.text for word in before))
        return _as_sentence(piece, finish(f"IOM visited {seen}") if is_seen else "")
    is_counted = not after and main_kind(head) == "person" and head not in WORDS["affected"]
    # "two dialogues"
    is_bare = noun.tag == "NN2" and not after and main_kind(head) in ("act", "communication")
    if COUNT.match(piece) and (
        head in WORDS["crowd"] or (is_counted or is_bare) and len(before) == 1
    ):
        return _as_sentence(piece)
    if not names.is_gathering:
        return None
    is_lone = not (before or after)
    is_list = is_lone and "training" not in names.kind and head in WORDS["attendance"]
    is_crowd = head in WORDS["crowd"] and "working" not in piece and "on " not in piece
    if is_crowd or (is_list and head.endswith("s")):
        return Unsure(piece, _("Who came is noted under whom it was with."))
    if is_lone and main_kind(head) == "food":
        return Unsure(piece, _("Was it about “%(words)s”?") % {"words": piece})
    return _doubt_of_own_part(piece, head, before, after, names)


def _doubt_of_own_part(
    piece: str, head: str, before: list[Word], after: list[Word], names: KnownNames
) -> Unsure | None:
    """Return what to ask of what IOM did at an event: "opening remarks on safe migration"."""
    bare = ARTICLE.sub("", piece)
    is_told = ", including" in piece or bool(re.search(r"\b(?:IOM|by)\b", piece))
    is_of = head == "presentation" and bool(after) and after[0].tag == "PRF"
    if head in WORDS["own_part"] and not is_of:
        is_several = head == "remarks"
        made = bare if is_several else with_a(bare)
        return _as_sentence(piece, "" if is_told else finish(f"IOM made {made}"))
    is_seen = head == "reception" and before[:1] and before[0].tag == "ORD"  # "first reception"
    if head in WORDS["one_part"] and names.event and not is_seen:
        is_told = is_told or head in ("booth", "keynote", "stand")
        told = "" if is_told else finish(f"IOM took part in {with_articles(piece)}")
        asked = _as_sentence(piece, told)
        return replace(asked, is_sure=bool(told) and head == "panel" and bool(after))
    is_ours = len(before) < 2 and main_kind(head) in ("", "person") or after[:1] and not before
    is_our_post = any(bare.startswith(post) for post in POSTS.values())
    if is_our_post or bare.startswith("IOM ") and is_ours:  # "IOM panellist", "IOM on the panel"
        return _as_sentence(piece)
    if head in MEETINGS and re.search(r"\b(?:bilateral|side|margins|sidelines)\b", piece):
        had = bare if head.endswith("s") else with_a(bare)
        return _as_sentence(piece, finish(f"IOM had {had}"))
    return None


def _is_one_person(before: list[Word], noun: Word, names: KnownNames) -> bool:
    """Say whether a phrase is whoever was met: "new Director General", "acting DG", "the mayor"."""
    is_new = any(fold(word.text) in WORDS["new"] for word in before)
    if is_new and noun.text == "head":
        return True
    posts = [word for word in (*before, noun) if _is_post(word.text)]
    if noun in posts and not before and noun.tag != "NN2":
        return True
    if noun.text.isupper() or noun.text != noun.text.lower() and fold(noun.text) in WORDS["posts"]:
        return bool(posts)
    if not posts or noun.tag == "NN2":
        return False
    return is_new or (noun in posts and fold(noun.text) in names.met)


def _is_post(word: str) -> bool:
    is_post = kinds_of(word) == {"person"} and fold(word) not in WORDS["nobody"]
    return is_post or fold(word) in WORDS["posts"]
