"""People whom a line names though they are not on record: "the check with Dilan". Pure."""

from collections.abc import Iterator

from simplemma import is_known, lemmatize

from reviews.article.few_people import ASSISTED, WORDS
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.nouns import kinds_of, main_kind
from reviews.article.person_names import is_given_name
from reviews.article.word_classes import MONTHS, Word, classes_of, keeps_capital, tagged
from toolkit.spelling import fold

NO_PEOPLE = frozenset(WORDS["named_like_people"])
MATTERS = frozenset(WORDS["personal_matters"])
MOVES = frozenset(WORDS["moves"])
WHERE = frozenset(["in", "at", "near", "around", "across", "via", "towards", "between"])
WHITHER = frozenset(["to", "from", "for", "of"])
NO_NAME_AFTER = frozenset(["-", "@", "“", '"', "'", "’"])
APOSTROPHES = frozenset(["'", "’", "'s", "’s"])
LONGEST = 3  # words of a name


def people_by_first_name(text: str, names: KnownNames) -> Iterator[str]:
    """Yield the names that begin with a first name and stand alone: not "the Erasmus programme"."""
    words = tagged(text)
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_capital(words[end].text):
            end += 1
        if end > at and _is_person(words, at, end, names):
            last = words[end - 1]
            yield text[words[at].start : last.start + len(last.text)]
        at = max(end, at + 1)


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()


def _is_person(words: tuple[Word, ...], at: int, end: int, names: KnownNames) -> bool:
    named = [word.text for word in words[at:end]]
    first = fold(named[0])
    is_owner = "".join(word.text for word in words[end : end + 1]) in APOSTROPHES
    is_name = _is_first_name(named[0]) or (is_owner and _is_unknown(named[0]))
    if end - at > LONGEST or not is_name or any(map(_is_common, named[1:])):
        return False
    if any(word in names for one in named for word in folded_words(one)):
        return False
    before = words[at - 1].text if at else ""
    if before.lower() in WHERE or before[:1].isupper() or before in NO_NAME_AFTER:
        return False
    if at > 1 and before in (*WHITHER, ",") and _is_of_place(words[at - 2]):
        return False
    rest = words[end:]
    if not rest or first in names.places:
        return first not in names.places
    if rest[0].text in ("and", "&") and len(rest) > 2 and rest[2].is_noun:
        rest = rest[2:]  # "Isabela and Quirino provinces"
    if is_owner:
        return True
    is_of_name = rest[0].is_noun or rest[0].tag.startswith("AJ") or rest[0].text in ("-", "/")
    return not is_of_name or rest[0].text.lower() in MATTERS


def _is_first_name(word: str) -> bool:
    folded = fold(word)
    is_other = folded in NO_PEOPLE or word in MONTHS or main_kind(folded) == "location"
    return is_given_name(word) and keeps_capital(word) and not is_other and not _is_common(word)


def _is_unknown(word: str) -> bool:
    """Say whether neither English nor its names have a word: whose "Chidi's" is, nobody can tell."""
    return keeps_capital(word) and not (
        is_known(word, "en") or classes_of(word) or kinds_of(fold(word))
    )


def _is_common(word: str) -> bool:
    """Say whether a word is one of the language: "Hope", "Foundation"."""
    return not keeps_capital(word) and bool(is_known(word.lower(), "en"))


def _is_of_place(word: Word) -> bool:
    """Say whether the word before a preposition leads to a place: "returns to", "families from", "Embassy of"."""
    text = word.text.lower()
    noun = str(lemmatize(text, "en"))
    is_many = word.tag == "NN2" and (noun in ASSISTED or "person" in kinds_of(noun))
    return text in MOVES or is_many or (word.text[:1].isupper() and not is_given_name(word.text))
