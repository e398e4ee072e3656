"""Typed text taken apart into paragraphs and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.article.sentences import split_paragraphs, split_sentences, squash


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("IOM met Mr. Ilir Kodra. He left.", ["IOM met Mr. Ilir Kodra.", "He left."]),
        ("H.E. Ms. Ruth Huber came. So did z. Dule.", ["H.E. Ms. Ruth Huber came.", "So did z. Dule."]),
        ("It met J. Smith of Alba sh.p.k. Group today.", ["It met J. Smith of Alba sh.p.k. Group today."]),
        ("It met on 5 March 2024. The next day it left.", ["It met on 5 March 2024.", "The next day it left."]),
        ("It costs 3.5 million, e.g. Two of them.", ["It costs 3.5 million, e.g. Two of them."]),
        ("He said “Yes.” She left.", ["He said “Yes.”", "She left."]),
        ("See www.iom.int. Then go.", ["See www.iom.int.", "Then go."]),
        ("no full stop", ["no full stop"]),
        ("a line\nthat was wrapped. Next.", ["a line that was wrapped.", "Next."]),
        ("Topics:\n• visas\n• work permits", ["Topics:", "visas", "work permits"]),
        ("1. Visas\n2. Permits", ["1. Visas", "2. Permits"]),
        ("# Not a heading", ["# Not a heading"]),
        ("- Only a dash", ["- Only a dash"]),
        ("**Bold** {{ x }} <b>#strong[1]</b>.", ["**Bold** {{ x }} <b>#strong[1]</b>."]),
        ("Πρώτη. Δεύτερη.", ["Πρώτη.", "Δεύτερη."]),
        ("第一。第二。", ["第一。", "第二。"]),
        ("مرحبا؟ نعم.", ["مرحبا؟", "نعم."]),
        ("...", ["..."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text, sentences):
    assert split_sentences(text) == sentences


def test_a_known_sentence_stays_whole():
    known = ["The office of Dr. K. Then A. met B."]
    text = "Words before. The office of Dr. K. Then A. met B. More words."
    assert split_sentences(text, known) == ["Words before.", known[0], "More words."]
    assert split_sentences(f"{known[0]}x", known) != [known[0], "x"]


def test_paragraphs():
    assert split_paragraphs("A.\r\nB.\n \n\nC.\n") == ["A.\nB.", "C."]
    assert split_paragraphs(" \n ") == []


@given(st.text(max_size=300))
def test_no_letter_is_lost(text):
    sentences = [s for paragraph in split_paragraphs(text) for s in split_sentences(paragraph)]
    kept = "".join(filter(str.isalnum, "".join(sentences)))
    assert kept == "".join(filter(str.isalnum, text))
    assert all(sentence == squash(sentence) for sentence in sentences)


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), min_size=1, max_size=6)
)
def test_sentences_that_are_known_are_found_again(sentences):
    text = " ".join(sentences)
    assert " ".join(split_sentences(text, sentences)) == text
