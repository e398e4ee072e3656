"""Lines that must not be printed before their writer was asked, and harmless ones that look like them.

A private line stands with the word that neither the article nor a suggestion may say.
"""

import json
from pathlib import Path

import pytest

from reviews.article.known_names import KnownNames, folded_words
from reviews.article.lines import read_line, typed
from toolkit.spelling import fold

LINES = json.loads((Path(__file__).parent / "data/private_lines.json").read_text("utf-8"))
MET = "Mayor of Kukes Ilir Kodra"
NAMES = KnownNames({word: word for word in folded_words(MET)}, met=frozenset(folded_words(MET)))


def said(text: str) -> str:
    read = read_line(text, NAMES)
    return "" if read.is_withheld else typed(read)


@pytest.mark.parametrize(("text", "private"), LINES["private"])
def test_what_is_private_is_neither_printed_nor_suggested(text, private):
    offered = [remark.suggestion for remark in read_line(text, NAMES).remarks]
    assert not [one for one in (said(text), *offered) if fold(private) in fold(one)]


@pytest.mark.parametrize("text", LINES["printed"])
def test_what_only_looks_private_is_printed(text):
    without_articles = [word for word in folded_words(said(text)) if word != "the"]
    assert without_articles == [word for word in folded_words(text) if word != "the"]


@pytest.mark.parametrize("text", LINES["not_private"])
def test_what_is_printed_or_asked_about_for_its_words_is_not_private(text):
    codes = [remark.code for remark in read_line(text, NAMES).remarks]
    assert not {"case", "private"} & set(codes)


def test_one_who_is_on_record_may_be_named():
    assert said("the check with Ilir") == "the check with Ilir"
