"""Words of an English line with their classes (CLAWS C5: NN1, VVD, AJ0 ...). Pure; loads on first use."""

import calendar
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from HanTa.HanoverTagger import HanoverTagger
from simplemma import is_known, lemmatize

WORD = re.compile(r"[^\W_]+(?:[-'’.&/@+][^\W_]+)*|[^\w\s]|_")
GENITIVE = re.compile(r"(?<=\w)(?=['’]s?(?!\w))")
NOUNS = frozenset(["NN0", "NN1", "NN2"])
MONTHS = frozenset(calendar.month_name) - {""}
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
    return HanoverTagger("morphmodel_en.pgz")


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[Word, ...]:
    """Return the words and marks of the text, each with its class in this context."""
    found = [(m.group(), m.start()) for m in WORD.finditer(GENITIVE.sub(" ", text))]
    if not found:
        return ()
    plain = [word.replace("’", "'") for word, _start in found]
    classes = _tagger().tag_sent(plain, taglevel=0)
    pairs = zip(found, classes, strict=False)
    return tuple(Word(word, _mended(word, tag), start) for (word, start), tag in pairs)


def _mended(word: str, tag: str) -> str:
    """Return a noun's class for a word that the tagger never saw and takes for a verb: "returnees"."""
    if tag in ("VVZ", "VVB", "VVI", "VVD") and not classes_of(word) and not word.endswith("ed"):
        return "NN2" if word.endswith("s") else "NN1"
    return tag


@lru_cache(maxsize=4096)
def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes that the dictionary knows for a word, the commonest first."""
    tagger = _tagger()
    known = tagger.cache.get(word.lower(), ())
    names = (tagger.int2tag[tag] for tag, _chance in sorted(known, key=lambda one: -one[1]))
    return tuple(name for name in names if name not in ("UNC", "!!!"))


@lru_cache(maxsize=4096)
def is_english(word: str) -> bool:
    return bool(is_known(word, "en")) or "NN1" in classes_of(word)


@lru_cache(maxsize=4096)
def keeps_capital(word: str) -> bool:
    """Say whether a word typed with a capital has it everywhere: "Albanian", "Friday", "Svaneti"."""
    if any(map(str.isupper, word[1:])):
        return True
    if word in MONTHS:
        return True
    classes = classes_of(word)
    if not classes:
        best = _tagger().tag_word(word, cutoff=5)
        return not best or best[0][0] in ("NP0", "UNC")
    singular = lemmatize(word, "en")
    if classes[0] == "AJ0":
        return singular[:1].isupper()
    if classes[0] == "NN2" and singular != word:
        return singular[:1].isupper() and keeps_capital(singular)
    return classes[0] == "NP0"


def lemma(word: str) -> str:
    return str(_tagger().analyze(word.lower(), "VVI")[0]) if word else ""
