"""The letters that match, in the text as it is written."""

import pytest

from toolkit.marked_text import excerpt, marked_parts


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Kukës", ["kukes"], ["Kukës"]),
        ("Kukës", ["kuk"], ["Kuk"]),
        ("Municipality of Kukës, Kukës", ["kuk"], ["Kuk", "Kuk"]),
        ("Shkodër", ["der"], ["dër"]),
        ("O’Brien", ["obri"], ["O’Bri"]),
        ("O'Brien", ["brien"], ["Brien"]),
        ("Straße 5", ["strasse"], ["Straße"]),
        ("Kuke\u0308s", ["kuke"], ["Kuke\u0308"]),
        ("<b>bold</b>", ["b"], ["b", "b", "b"]),
        ("Mayor of Kukës", ["mayor", "kuk"], ["Mayor", "Kuk"]),
        ("aaa", ["aa", "a"], ["aaa"]),
        ("a.b", ["ab"], []),
        ("Vlorë", ["kuk"], []),
        ("Vlorë", [""], []),
        ("", ["kuk"], []),
    ],
)
def test_marked_parts(text, words, marked):
    parts = marked_parts(text, words)
    assert "".join(piece for piece, _is_match in parts) == text
    assert [piece for piece, is_match in parts if is_match] == marked


def test_excerpt_is_the_text_around_the_first_match():
    text = "word " * 30 + "Visit to Kukës today " + "more " * 60
    piece = excerpt(text, ["kukes"])
    assert piece.startswith("… word word") and "Visit to Kukës today" in piece
    assert piece.endswith("more …")
    assert len(piece) < 180


def test_excerpt_of_a_short_text_is_the_text():
    assert excerpt("A talk in Kukës.", ["kukes"]) == "A talk in Kukës."


def test_no_excerpt_without_a_match():
    assert excerpt("A talk in Kukës.", ["vlore"]) == ""
    assert excerpt("", ["vlore"]) == ""
