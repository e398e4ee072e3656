"""Words of a line that tell of one person or of so few that they could be recognised. Pure."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from simplemma import lemmatize

from reviews.article.clauses import finite_verb
from reviews.article.grammar import ENGLISH
from reviews.article.nouns import main_kind
from reviews.article.word_classes import NOUNS, Word, keeps_capital, tagged
from reviews.article.word_lists import read_words

WORDS: dict[str, list[str]] = read_words("private_words.json")


def any_of(key: str) -> str:
    """Return the pattern of any of the words under a name."""
    return rf"(?:{'|'.join(map(re.escape, WORDS[key]))})"


ASSISTED, FRAIL, STATES, GENERAL = (
    frozenset(WORDS[key]) for key in ("assisted", "frail", "states", "general")
)
FEW = 5  # so few can be recognised by who knows the place
FEW_FRAIL = 9
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
ONE = frozenset(["a", "an", "one", "another"])
DESCRIBES = frozenset(["AJ0", "AJC", "AV0", "NP0", "VVN", "VVG", "VVD", *NOUNS])
DETERMINERS = frozenset(["AT0", "DPS", "DT0", "CJC"])
FOLLOWS_ONE = frozenset(
    ["PRP", "VVN", "VVZ", "VVD", "VVG", "PNQ", "VBZ", "VBD", "VHZ", "VHD", "PUL", "CJT"]
)
APOSTROPHES = frozenset("'’")
# Nouns that tell of one without an article, where those beside them may mean all: "child in need".
OWNERS = frozenset(["returnee", "deportee", "survivor", "beneficiary", "applicant", "detainee"])
OFTEN_ALL = frozenset(["family", "household", "child", "patient"])
PEOPLE_ALONE = frozenset(["man", "woman", "mother", "father", "couple", "lady"])
TOLD_OF = frozenset(["VVD", "VVG", "VVN", "VVZ"])
NEEDS = frozenset(["with", "without", "from", "needs", "wants", "waits", "asks", "who"])
RATE = re.compile(
    r"^\W*(?:per|a|an|each|every|on average|out of|in (?:\w+ )?(?:three|four|five|ten|\d+))\b"
)
SHARE = re.compile(r"\b(?:\w+ in|out of|\d in) $", re.I)
IN_GENERAL = re.compile(
    r"\b(?:how|what|when|whether|if|definition|identif\w+|rights of|life of|journey of)\b", re.I
)
MATTER_OF_ONE = re.compile(
    r"\b(?:cases?|death|suicide|murder|killing|arrest|disappearance|burial|funeral|body|bank account|address"
    r"|identity|complaint|file) (?:of|by|from|about) (?:the |an? |this |our )?$",
    re.I,
)
# "mother + 2 kids", "woman with a baby"; and "Fatima, mother of four".
PARENT = re.compile(
    r"\b(?:mother|father|parents?|woman|man|couple|widow|widower|lady)"
    r" (?:(?:and|&|with) (?:her|his|their|a|an|\d|two|three|four|five|six)|\+(?: \d)?) (?:\w+ )?"
    r"(?:kids?|children|child|bab(?:y|ies)|newborn|infant|sons?|daughters?)\b"
    r"|\b(?:mother|father|widow|widower|couple) of (?:\d|two|three|four|five|six|seven|eight|nine)\b"
    r"|\b[A-Z]\w+, (?:a |the )?(?:single )?(?:mother|father|wife|husband|widow|son|daughter|sister|brother) of\b"
)
KIN = re.compile(rf"\b(?:her|his|hers) (?:\w+ )?{any_of('kin')}\b", re.I)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


def without_quoted(text: str) -> str:
    """Return the text with as many letters x in the place of what is quoted."""
    return QUOTED.sub(lambda found: "x" * len(found.group()), text)


@lru_cache(maxsize=1024)
def few_people(part: str, kind: frozenset[str]) -> "People | None":
    """Return the few people that a part of a line tells of; `kind` holds the words of the meeting's kind."""
    plain = without_quoted(part)
    words = tagged(plain)
    is_told_to_many = bool({"training", "event", "table"} & kind)
    for at, word in enumerate(words):
        people = People(plain, words, at)
        if people.is_person and not people.is_before_noun:
            is_few = people.is_counted if people.count else people.is_one
            is_few = is_few and (people.is_in_state or not is_told_to_many)
            if is_few and not RATE.match(plain[word.start + len(word.text) :]):
                return people
    return None


@dataclass(frozen=True)
class People:
    """A noun at a place in a line, and what its words say of how many people it means."""

    text: str
    words: tuple[Word, ...]
    at: int

    @cached_property
    def noun(self) -> str:
        """The noun in the singular; an abbreviation and "people" as they are."""
        word = self.words[self.at].text.lower()
        if (
            word.startswith("seeker")
            and self.at
            and self.words[self.at - 1].text.lower() == "asylum"
        ):
            return "asylum-seeker"
        return word if word == "people" else str(lemmatize(word, "en"))

    @cached_property
    def start(self) -> int:
        """Where the words begin that describe the noun."""
        at = self.at
        while at and self.words[at - 1].tag in DESCRIBES and self.words[at - 1].text not in ONE:
            at -= 1
        return at

    @property
    def first(self) -> Word | None:
        return self.words[self.start - 1] if self.start else None

    @property
    def begin(self) -> int:
        first = self.first
        is_own = first is not None and (self.count > 0 or first.text.lower() in ONE)
        return self.words[self.start - is_own].start

    @property
    def end(self) -> int:
        return self.words[self.at].start + len(self.words[self.at].text)

    def as_all(self, part: str) -> str:
        """Return "return of minors" for "return of a minor", "" where the words would not stand so."""
        noun = self.words[self.at].text
        if (
            self.is_matter_of_one
            or finite_verb(self.words) is not None
            or "’" in part
            or "'" in part
        ):
            return ""
        plural = noun if self.count else ENGLISH.plural_noun(noun)
        before = re.sub(r"\b(?:the|these|our) $", "", part[: self.begin], flags=re.I)
        described = part[self.words[self.start].start : self.words[self.at].start]
        return f"{before}{described}{plural}{part[self.end :]}"

    @property
    def described(self) -> tuple[Word, ...]:
        return self.words[self.start : self.at]

    @property
    def after(self) -> Word | None:
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else None

    @property
    def before(self) -> str:
        return self.text[: self.words[self.start].start]

    @cached_property
    def is_in_state(self) -> bool:
        """Say whether they are told to be stranded, pregnant, detained ..."""
        states = STATES if self.noun in ASSISTED else STATES - {"positive", "psychiatric"}
        beside = (*self.described, *([self.after] if self.after else ()))
        return any(word.text.lower() in states for word in beside)

    @cached_property
    def is_matter_of_one(self) -> bool:
        return MATTER_OF_ONE.search(self.before) is not None

    @property
    def is_person(self) -> bool:
        if self.noun in ASSISTED:
            return True
        if self.is_in_state or self.is_matter_of_one:
            return main_kind(self.noun) == "person"
        needs = self.after is not None and (
            self.after.text.lower() in NEEDS or self.after.tag in TOLD_OF
        )
        is_open = not self.first or self.first.tag == "PUN" or self.first.text.lower() in ONE
        return needs and is_open and self.noun in PEOPLE_ALONE

    @property
    def is_before_noun(self) -> bool:
        """Say whether the noun only describes another: "returnee associations", "child's rights"."""
        rest = self.words[self.at + 1 :]
        if not rest:
            return False
        if rest[0].text in APOSTROPHES:
            owned = [word.text.lower() for word in rest[1:] if word.text.lower() != "s"]
            is_general = bool(set(owned[:2]) & set(WORDS["owned_in_general"]))
            return not owned or is_general or self.words[self.at].tag == "NN2"
        if rest[0].text in ("and", "or", "&", "/"):
            is_counted = bool(self.count) or self.first and self.first.text.lower() in ONE
            return not is_counted or sum(word.is_noun for word in rest[1:3]) > 1
        is_joined = rest[0].text in ("centred", "centered", "-") or rest[0].tag in ("AJ0", "VVG")
        return rest[0].tag in NOUNS or is_joined and len(rest) > 1 and rest[1].tag in NOUNS

    @property
    def count(self) -> int:
        """Return the number before the noun where there are up to nine, 0 else; "a" and "one" are no count."""
        word = self.first.text.lower() if self.first else ""
        if word in NUMBERS:
            return NUMBERS.index(word) + 2
        return int(word) if re.fullmatch("[2-9]", word) else 0

    @property
    def is_counted(self) -> bool:
        limit = FEW_FRAIL if self.noun in FRAIL or self.is_in_state else FEW
        is_share = SHARE.search(self.text[: self.begin])
        return self.count <= limit and not is_share

    @property
    def is_one(self) -> bool:
        """Say whether one certain person is meant: "a returnee", "Ghanaian minor"; not "the child"."""
        is_general = {word.text.lower() for word in self.words} & GENERAL
        is_plural = (
            self.words[self.at].tag == "NN2" or self.words[self.at].text.lower() not in self.noun
        )
        if is_plural or is_general or IN_GENERAL.search(self.before):
            return False
        if self.is_matter_of_one:
            return True
        first = self.first.text.lower() if self.first else ""
        if first in ONE:
            return self.is_in_state or self.noun != "family" or bool(self.described)
        if self.first and (self.first.tag in DETERMINERS or first in ("every", "each")):
            is_told_of = self.after is not None and self.after.text == "who"
            return first == "the" and (self.is_in_state or is_told_of)
        return self.is_noted

    @property
    def is_noted(self) -> bool:
        """Say whether the noun without an article tells of one: "deportee in detention", "Pakistani minor"."""
        rest = self.words[self.at + 1 :]
        if rest and rest[0].text in APOSTROPHES:
            return self.noun in OWNERS
        is_open = not rest or rest[0].tag in FOLLOWS_ONE or self.is_in_state
        if self.described and self.is_in_state and (is_open or rest[0].tag == "PUN"):
            return True
        if len(rest) > 1 and rest[0].tag == "PRF":  # "victim of trafficking at the shelter"
            rest = rest[2:]
        names = (word for word in self.described if word.text[0].isupper())
        is_named = any(keeps_capital(word.text) for word in names)
        if self.first and self.first.tag != "PUN":
            return is_named and is_open and self.first.tag in ("PRP", "PRF")
        is_told_of = is_named or any(word.text.lower() in ASSISTED for word in self.described)
        is_placed = bool(rest) and rest[0].tag in FOLLOWS_ONE
        return is_placed and (is_told_of or self.noun not in OFTEN_ALL)
