"""Names are sorted by the alphabet of the country, the same wherever the key is sorted."""

import random

import pytest

from countries.alphabet import LENGTH, Alphabet, sort_key
from countries.pack import SHIPPED, read_country

ALBANIAN = Alphabet(read_country(SHIPPED / "AL").language.alphabet)


def in_order(alphabet, names):
    shuffled = list(names)
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=alphabet.key)


@pytest.mark.parametrize("code", ["AL", "ME", "MK"])
def test_each_letter_in_its_place(code):
    letters = read_country(SHIPPED / code).language.alphabet
    names = [f"{letter}o" for letter in letters]
    assert in_order(Alphabet(letters), names) == names


@pytest.mark.parametrize(
    "names",
    [
        ["Cërrik", "Çelopek", "Dajç", "Durrës", "Dhërmi", "Elbasan", "Ersekë", "Ëndrra"],
        ["Gurra", "Gjader", "Hani", "Libohovë", "Lushnjë", "Llakatund", "Mat"],
        ["Nivicë", "Njeqind", "Orikum", "Rubik", "Rrëshen", "Selenicë", "Shkodër"],
        ["Tropojë", "Thethi", "Ura", "Xarrë", "Xhamia", "Yll", "Zogaj", "Zhitom"],
        ["Vlorë", "Washington", "Xarrë"],
    ],
)
def test_albanian_names(names):
    assert in_order(ALBANIAN, names) == names


def test_words_case_and_accents():
    names = ["Bashkia", "BASHKIA BERAT", "Bashkia-Kukës", "Bashkiak", "Café", "Cafetal"]
    assert in_order(ALBANIAN, names) == names
    assert ALBANIAN.key("“DHËRMI”") == ALBANIAN.key("Dhe\u0308rmi ") == ALBANIAN.key("dhërmi")
    assert ALBANIAN.key("People’s Advocate") == ALBANIAN.key("Peoples advocate")


def test_latin_names_come_before_a_script_of_its_own():
    macedonian = Alphabet(read_country(SHIPPED / "MK").language.alphabet)
    assert in_order(macedonian, ["Bitola", "Skopje", "Битола", "Скопје"]) == [
        "Bitola", "Skopje", "Битола", "Скопје",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "…", "\x00", "\ud83d", "🙂", "北京", "a" * 10_000, "ß" * 300])
def test_any_text_has_a_key_of_digits_that_fits(text):
    key = sort_key(text)
    assert len(key) <= LENGTH
    assert key == "" or (key.isascii() and key.isdecimal())
