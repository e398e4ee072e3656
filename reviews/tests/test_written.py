"""The stored text: made of a composed one, turned into JSON and back, printed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.article import Article, Paragraph, Sentence
from reviews.article.written import (
    Kept,
    TakenOut,
    WrittenSentence,
    WrittenText,
    from_json,
    to_json,
    written_from,
)
from toolkit.frozen_values import NotReadable

AT = datetime(2024, 4, 2, 14, 38, tzinfo=UTC)
OPENING = Sentence("In March, IOM met A and B.", ("1", "2"))
MET = Sentence("On 5 March, IOM met A.", ("1",))
NEXT = Sentence("The next day, IOM met B.", ("2",), "On 6 March, IOM met B.", ("1",))
CLOSE = Sentence("In all, IOM held two meetings.", ("1", "2"))
ARTICLE = Article(
    Sentence("In focus", ("1", "2")),
    (
        Paragraph((OPENING,), is_summary=True),
        Paragraph((MET, NEXT)),
        Paragraph((CLOSE,), is_summary=True),
    ),
    (),
)
TEXT = written_from(ARTICLE, {"1": "a", "2": "b"})


def test_a_composed_article_as_a_text():
    assert TEXT.plain_text == (
        "In focus\n\nIn March, IOM met A and B.\n\nOn 5 March, IOM met A. The next day, IOM met B.\n\n"
        "In all, IOM held two meetings."
    )
    met, following = TEXT.paragraphs[1]
    assert (met.references, met.basis, met.composed) == (("1",), {"1": "a"}, MET.text)
    assert (following.alone, following.leans_on) == (NEXT.alone, ("1",))
    assert not TEXT.is_edited
    assert len({s.key for s in TEXT.sentences}) == len(TEXT.sentences)


def test_what_sums_up_the_month_tells_of_no_meeting():
    assert [TEXT.is_summary(n) for n in range(3)] == [True, False, True]
    assert TEXT.told == {"1", "2"}
    without = replace(TEXT, paragraphs=(TEXT.paragraphs[0], TEXT.paragraphs[2]))
    assert without.told == set()


def test_sentences_with_the_same_words_have_keys_of_their_own():
    twice = Article(MET, (Paragraph((MET, MET)),), ())
    keys = [s.key for s in written_from(twice, {}).sentences]
    assert len(set(keys)) == 3


def test_marks_of_a_sentence():
    composed = WrittenSentence("k", "A.", composed="A.", references=("1",))
    assert (composed.is_edited, composed.is_new, composed.has_no_record) == (False, False, False)
    assert replace(composed, text="B.").is_edited
    new = WrittenSentence("k", "A.")
    assert (new.is_edited, new.is_new, new.has_no_record) == (False, True, True)
    assert not replace(new, is_own=True).has_no_record
    assert not replace(new, references=("1",)).has_no_record


def test_an_answered_text_as_json_and_back():
    kept = Kept("1", "cancelled", "Announced", "Alma Jani", AT)
    title = replace(TEXT.title, kept=(kept,), by="Alma Jani", at=AT)
    text = replace(TEXT, title=title, taken_out=(TakenOut("2", "left out", "b", "Alma Jani", AT),))
    assert from_json(to_json(text)) == text


def test_no_text_as_json():
    assert to_json(None) is None
    assert from_json(None) is None
    assert from_json({}) is None
    with pytest.raises(NotReadable):
        from_json({"paragraphs": []})


@given(st.lists(st.lists(st.text(min_size=1), max_size=3), max_size=4))
def test_any_text_survives_json(paragraphs):
    made = tuple(
        tuple(WrittenSentence(f"{p}-{n}", words) for n, words in enumerate(sentences))
        for p, sentences in enumerate(paragraphs)
    )
    text = WrittenText(WrittenSentence("title", "T"), made)
    assert from_json(to_json(text)) == text
