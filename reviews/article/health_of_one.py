"""Words of a line that tell of one person's health: "the client is diabetic", "one HIV+". Pure."""

import re

from reviews.article.few_people import GENERAL, WORDS
from reviews.article.word_classes import Word, tagged

CONDITIONS = frozenset(WORDS["conditions"])
PEOPLE = frozenset(WORDS["assisted"]) | frozenset(WORDS["ill_people"])
PRONOUNS = frozenset(["he", "she", "him", "her", "his", "hers", "herself", "himself"])
EACH = frozenset(["every", "each", "any", "per"])
# "HIV+", "tested positive", "7 months pregnant", "expecting her second child"
ALWAYS = re.compile(
    r"\b(?:HIV|TB|HCV|Covid)(?:[ -]?19)? ?(?:\+|(?:is |was )?pos(?:itive)?\b\.?)(?!\S* [a-z]+s\b)"
    r"|\b(?:he|she|who|one) (?:has |had )?tested (?:positive|negative)\b|\b(?:seven|eight|nine|\d) months pregnant\b"
    r"|\bexpecting (?:her|a|their) (?:\w+ )?(?:child|baby|twins)\b|\b(?:gave|giving|to give) birth to\b",
    re.I,
)


def health_of_one(part: str) -> str:
    """Return what tells of one person's health; nothing of services, campaigns and groups."""
    if found := ALWAYS.search(part):
        return found.group().strip()
    words = tagged(part)
    ill = [at for at, word in enumerate(words) if word.text.lower() in CONDITIONS]
    if not ill or {word.text.lower() for word in words} & GENERAL:
        return ""
    if not any(_is_one(words, at) for at in range(len(words))):
        return ""
    return words[ill[0]].text


def _is_one(words: tuple[Word, ...], at: int) -> bool:
    """Say whether a word means one person, and does not describe what follows: "migrant health"."""
    word = words[at].text.lower()
    if word in PRONOUNS:
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    before = {one.text.lower() for one in words[max(at - 3, 0) : at]}
    is_describing = after is not None and (after.is_noun or after.text in ("'", "’", "-", "and"))
    return word in PEOPLE and not is_describing and not before & EACH
