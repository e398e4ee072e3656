"""Words of an English line with their classes (CLAWS C5: NN1, VVD, AJ0 ...). Pure; loads on first use."""

import calendar
import math
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from HanTa.HanoverTagger import HanoverTagger
from simplemma import is_known, lemmatize

from reviews.article.grammar import ENGLISH

DATA = Path(__file__).parent / "data"
WORD = re.compile(r"[^\W_]+(?:[-'’.&/@+][^\W_]+)*|[^\w\s]|_")
GENITIVE = re.compile(r"(?<=\w)(?=['’]s?(?!\w))")
NOUNS = frozenset(["NN0", "NN1", "NN2"])
# "Danish", "Dutch", "Swiss": among adjectives that are also written with a capital, those of peoples.
OF_A_PEOPLE = re.compile(
    r"(?:an|ar|ch|ese|i|k|man|ot|sh|ss)$|^(?:Arab|Baltic|Hindu|Islamic|Latin|Muslim|Soviet)"
)
# Endings by which English forms nouns and adjectives that no dictionary has: "readmission".
FORMED = re.compile(
    r"(?:al|ance|ation|ator|ence|er|ers|ful|ing|ion|ions|ism|ist|ity|ive|less|ment|ments|ness|or|ous|ship|wide)$"
)
# Endings of nouns alone: the tagger takes long for a word that it does not know, and may take it for a verb.
NOUN_ENDING = re.compile(
    r"\w{3}(?:(?:[at]ion|ment|ness|ship|ism|ity)|(?P<many>(?:[at]ion|ment|ship|ee|ist|or)s|ities))$"
)
RARE = -12.0  # the logarithm of a chance: one word in 160,000
RAREST = -16.0
LONGEST = 30  # a longer one is no word, and the tagger takes seconds for it
MONTHS = frozenset(calendar.month_name) - {""}
FAIRS = frozenset(["book", "career", "education", "job", "jobs", "skills", "trade"])
OCCASIONS = frozenset(["Christmas", "Diwali", "Easter", "Eid", "Nowruz", "Ramadan", "Tet"])
FINITE = frozenset(["VM0", "VBB", "VBD", "VBZ", "VHB", "VHD", "VHZ", "VDB", "VDD", "VDZ"])


@dataclass(frozen=True)
class Word:
    text: str
    tag: str
    start: int

    @property
    def is_letters(self) -> bool:
        return any(c.isalnum() for c in self.text)

    @property
    def is_noun(self) -> bool:
        return self.tag in NOUNS or self.tag == "NP0"


@cache
def _tagger() -> HanoverTagger:
    tagger = HanoverTagger("morphmodel_en.pgz")
    tagger.analyze_forward = lru_cache(maxsize=4096)(tagger.analyze_forward)
    return tagger


def tagged(text: str) -> tuple[Word, ...]:
    """Return the words and marks of the text, each with its class in this context."""
    if not (text[:1].isupper() and text[1:2].islower()):
        return _tagged(text)
    first, *others = _tagged(text[:1].lower() + text[1:])
    return (replace(first, text=text[:1] + first.text[1:]), *others)


@lru_cache(maxsize=4096)
def _tagged(text: str) -> tuple[Word, ...]:
    spaces = [m.start() + n for n, m in enumerate(GENITIVE.finditer(text))]
    found = [
        (m.group(), m.start() - sum(at < m.start() for at in spaces))
        for m in WORD.finditer(GENITIVE.sub(" ", text))
    ]
    if not found:
        return ()
    plain = [_as_tagged(word, is_first=not at) for at, (word, _start) in enumerate(found)]
    for at in range(1, len(plain)):
        if plain[at] == "fair" and found[at - 1][0].lower() in FAIRS:  # a noun here
            plain[at] = "festival"
        if plain[at] in ("table", "tables") and plain[at - 1].lower() == "round":
            plain[at - 1] = "large"
        if plain[at] in ("am", "pm") and found[at - 1][0].isdecimal():  # "5 am"
            plain[at] = "hours"
    classes = _tagger().tag_sent(plain, taglevel=0)
    pairs = zip(found, classes, strict=False)
    return tuple(Word(word, _mended(word, tag), start) for (word, start), tag in pairs)


def _as_tagged(word: str, *, is_first: bool) -> str:
    """Return a word as the tagger gets it: a name that it can't know as one that it knows, which is quicker."""
    if len(word) > LONGEST or (len(word) > 1 and word.isupper()):
        return "BBC"
    if word.lower() == "mine":  # not what is ours
        return "bomb"
    is_capital = word[:1].isupper() and not is_first
    if is_capital and not classes_of(word) and not is_known(word.lower(), "en"):
        return "London"
    if not classes_of(word) and (ending := NOUN_ENDING.search(word)):
        return "persons" if ending["many"] else "management"
    return (
        word if classes_of(word) and word.lower() in _tagger().cache else _in_british(word)
    ).replace("’", "'")


def _in_british(word: str) -> str:
    """Return "finalise" for "finalize", as the tagger knows it."""
    return re.sub(r"iz(?=e[ds]?$|ing$|ations?$)", "is", word.lower())


def _mended(word: str, tag: str) -> str:
    """Return a noun's class for an abbreviation, and for an unknown word that is taken for a verb: "returnees"."""
    if word.isdecimal():
        return "CRD"
    if word.isupper() and len(word) > 1:
        return "NP0"
    if tag in ("VVZ", "VVB", "VVI", "VVD") and not classes_of(word) and not word.endswith("ed"):
        return "NN2" if word.endswith("s") else "NN1"
    return tag


@lru_cache(maxsize=4096)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes that the dictionary knows for a word, the commonest first."""
    tagger = _tagger()
    known = tagger.cache.get(word.lower()) or tagger.cache.get(_in_british(word), ())
    names = (tagger.int2tag[tag] for tag, _chance in sorted(known, key=lambda one: -one[1]))
    return tuple(name for name in names if name not in ("UNC", "!!!"))


@lru_cache(maxsize=4096)
def is_english(word: str) -> bool:
    return bool(is_known(word, "en")) or "NN1" in classes_of(word)


@lru_cache(maxsize=4096)
def keeps_capital(word: str) -> bool:
    """Say whether a word typed with a capital has it everywhere: "Danish", "Friday", "Svaneti"."""
    if any(map(str.isupper, word[1:])) or len(word) > LONGEST:
        return True
    if word in MONTHS | OCCASIONS or word == "Gulf" or is_of_land(word):
        return True
    classes = classes_of(word)
    singular = lemmatize(word, "en")
    if not classes:
        best = _tagger().tag_word(word, cutoff=5)
        if singular[:1].islower() and is_known(word.lower(), "en"):
            return OF_A_PEOPLE.search(word) is not None and _is_name(best)
        return _is_name(best) or is_known(word, "en") or not FORMED.search(word)
    if classes[0] == "AJ0":
        return singular[:1].isupper() and OF_A_PEOPLE.search(word) is not None
    if classes[0] == "NN2" and singular != word:
        return singular[:1].isupper() and keeps_capital(singular)
    return classes[0] == "NP0"


@cache
def _lands() -> frozenset[str]:
    lines = (DATA / "lands.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if line[:1] != "#").split())


def is_of_land(word: str) -> bool:
    """Say whether a word with a capital is a country or of its people: "Latvia", "Uzbeks"."""
    return bool(_lands() & {word, word.removesuffix("s")})


@lru_cache(maxsize=1024)
def is_countable(noun: str) -> bool:
    """Say whether English uses the noun's plural about as often as the noun: "project", not "cooperation"."""
    plural = ENGLISH.plural_noun(noun.lower())
    one, many = _chance(noun, "NN1"), _chance(plural, "NN2")
    if many is None:  # too rare for the plural to be seen: "dashboard"
        is_rare = one is None or one < RARE
        return is_rare and bool(is_known(plural, "en")) and not FORMED.search(noun)
    rarest = -1.6 if noun.endswith("ment") else -1.75
    if noun.endswith(("ion", "ity", "nce", "cy", "ship", "ing")):
        rarest = -1.3
    return one is not None and many - one > rarest


def _chance(word: str, tag: str) -> float | None:
    tagger = _tagger()
    found = (
        chance for one, chance in tagger.cache.get(word.lower(), ()) if tagger.int2tag[one] == tag
    )
    return next(found, None)


def everyday_words(rarest: float) -> frozenset[str]:
    """Return the words that are at least as common as `rarest`, the logarithm of a chance."""
    words = _tagger().cache.items()
    return frozenset(
        word for word, known in words if any(chance > rarest for _tag, chance in known)
    )


def is_rarer(word: str, tag: str, by: float) -> bool:
    """Say whether a word is of a class by so much less often than it is a participle: "signed" as an adjective."""
    return (_chance(word, tag) or RAREST) < (_chance(word, "VVN") or RAREST) - by


@lru_cache(maxsize=1024)
def verb_odds(word: str) -> float:
    """Return how much commoner a word is as a bare verb than as a noun: 3 for "raise", -1.2 for "support"."""
    as_verb = max(_chance(word, "VVI") or -math.inf, _chance(word, "VVB") or -math.inf)
    return as_verb - (_chance(word, "NN1") or _chance(word, "NN0") or RAREST)


def _is_name(readings: list[tuple[str, float]]) -> bool:
    return not readings or readings[0][0] in ("NP0", "UNC")
