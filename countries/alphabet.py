"""The order of names in the alphabet of the country, as text that every database sorts the same.

Databases differ in how they sort letters (SQLite by code, PostgreSQL by the locale it was made with), and
know no alphabet in which "dh" is a letter. So the place of each letter is written as digits, which all of
them sort the same.
"""

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase

from anyascii import anyascii
from django.conf import settings

LETTERS = 80  # how many letters of a name are sorted by
LENGTH = 2 * LETTERS
SPACE = "00"
APOSTROPHES = "'’ʼ`"


class Alphabet:
    """The letters of an alphabet in their order, some of them written with two signs, such as "dh"."""

    def __init__(self, letters: tuple[str, ...]) -> None:
        signs = [*"0123456789", *_with_latin([_plain(letter) for letter in letters])]
        self.places = {sign: f"{place:02}" for place, sign in enumerate(signs, 1)}
        longest_first = sorted(map(re.escape, self.places), key=len, reverse=True)
        self.signs = re.compile("|".join([*longest_first, r"\s", "."]), re.DOTALL)

    def key(self, text: str) -> str:
        """Return the digits by which `text` is sorted: case, punctuation and foreign accents do not count."""
        found: list[str] = []
        for sign in self.signs.findall(_plain(text)):
            for place in self._places_of(sign):
                if place != SPACE or (found and found[-1] != SPACE):
                    found.append(place)
            if len(found) > LETTERS:
                break
        return "".join(found[:LETTERS]).removesuffix(SPACE)

    def _places_of(self, sign: str) -> list[str]:
        if sign in self.places:
            return [self.places[sign]]
        if sign in APOSTROPHES or unicodedata.combining(sign):
            return []
        letters = anyascii(sign).lower() if sign.isalnum() else ""
        return [self.places[one] for one in letters if one in self.places] or [SPACE]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


def _with_latin(letters: list[str]) -> list[str]:
    """Return the letters with those of a to z that are not among them; before them where they have none."""
    if not set(letters) & set(ascii_lowercase):
        return [*ascii_lowercase, *letters]
    order = list(letters)
    for before, letter in zip(" " + ascii_lowercase, ascii_lowercase, strict=False):
        if letter not in order:
            like_it = [at for at, known in enumerate(order) if anyascii(known)[:1] == before]
            order.insert(max(like_it, default=-1) + 1, letter)
    return order


@lru_cache
def _alphabet(letters: tuple[str, ...]) -> Alphabet:
    return Alphabet(letters)


def sort_key(text: str) -> str:
    """Return the digits by which `text` is sorted in the alphabet of the office's country."""
    return _alphabet(settings.COUNTRY.language.alphabet).key(text)
