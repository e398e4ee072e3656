"""The article over generated months: nothing invented, nothing lost, every mark in its place."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reviews.article import compose
from reviews.tests import article_check
from reviews.tests.months import SPELLINGS, make_month, sentences_of

pytestmark = pytest.mark.no_cover
LETTERS = "abcZé012 🙂👩‍🔧שלוםسلام\u202e\u200f\n\t"
MARKS = ".,;:()[]{}\"'“”‘’«»–-…!?*_#`<>|\\&@/"
FRAGMENTS = (
    ",.",
    "..",
    " ,",
    " .",
    "()",
    "( )",
    "  ",
    ", ,",
    "<b>",
    "](",
    "http://a.al",
    "1. ",
    "Mr. ",
)
ODD = st.lists(st.sampled_from([*LETTERS, *MARKS, *FRAGMENTS]), max_size=16).map("".join)
PLAIN = st.text(st.sampled_from("abcXYZé "), min_size=1, max_size=24)
SIZES = st.one_of(st.integers(1, 12), st.integers(1, 200))
quick = settings(
    max_examples=settings().max_examples // 5,  # whole months are slow to tell
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


def months(texts):
    return st.builds(
        make_month, SIZES, st.integers(0, 2**32), st.lists(texts, min_size=1, max_size=4)
    )


def article_of(records):
    return compose(records, 2024, 3, office="Albania", seat="Tirana", spellings=SPELLINGS)


def told(article):
    """The sentences about the records: all but those that sum up."""
    return [s for s in sentences_of(article) if s not in summing_up(article)]


def summing_up(article):
    """The title; and, where there is more than one record, the first and the last paragraph."""
    if (
        len({r for s in sentences_of(article) for r in s.references}) < 2
        or len(article.paragraphs) == 1
    ):
        return {article.title}
    first, *_between, last = article.paragraphs
    return {article.title, *first.sentences, *last.sentences}


@quick
@given(months(ODD))
def test_nothing_is_invented(records):
    article = article_of(records)
    whole = [str(n) for n in article_check.counts(records)]
    summing = summing_up(article)
    for sentence in sentences_of(article):
        extra = ["albania", "tirana", *whole] if sentence in summing else ["albania"]
        assert not article_check.invented(sentence, records, SPELLINGS, extra), sentence
        assert sentence.references or not article.paragraphs


@quick
@given(months(ODD))
def test_no_record_and_no_name_is_lost(records):
    article = article_of(records)
    by_record = {}
    for sentence in told(article):
        for reference in sentence.references:
            by_record[reference] = f"{by_record.get(reference, '')} {sentence.text}"
    left = {item.reference for item in article.left_out}
    assert left.isdisjoint(by_record)
    assert left | set(by_record) == {record.reference for record in records}
    text = " ".join(sentence.text for sentence in told(article))
    assert article == article_of(records)
    for record in records:
        if record.reference not in left:
            assert_told(record, by_record[record.reference], text)


def labels(party):
    """The ways to say a role: an organiser may have organised."""
    if party.group == "Organiser":
        return ("organiser", "organised by")
    if party.group == "Co-organiser":
        return ("co-organiser", "co-organised by", "in cooperation with")
    return (party.group,)


def assert_told(record, said, text):
    for party in record.parties:
        assert article_check.is_introduced(party, text, SPELLINGS), party
        for speaker in party.speakers:
            full = (
                f"{speaker.honorific} {speaker.name}" if article_check.letters(speaker.name) else ""
            )
            assert article_check.is_named(full, text, SPELLINGS), speaker
            assert article_check.is_named(speaker.title, text, SPELLINGS), speaker
        assert any(article_check.is_named(label, said, SPELLINGS) for label in labels(party)), party
    for person in record.colleagues:
        assert article_check.is_named(person.name, text, {}) and article_check.is_named(
            person.job_title, text, {}
        )
    for area in record.areas:
        either = (area.name, area.description or area.name)
        assert any(article_check.is_named(name, said, SPELLINGS) for name in either), area
    assert article_check.is_named(record.public_line, said, SPELLINGS)
    assert not record.place or article_check.is_named(record.place.name, said, SPELLINGS)
    if not record.is_month_only:
        assert any(day in text for day in article_check.dates_of(record)), record


@quick
@given(months(ODD))
@example(make_month(1, 1, ["a ./"]))
def test_every_mark_is_in_its_place(records):
    for sentence in sentences_of(article_of(records)):
        for flaw, pattern in article_check.FLAWS.items():
            assert not re.search(pattern, sentence.text, re.I), (flaw, sentence.text)
        assert sentence.text == sentence.text.strip()


@quick
@given(months(PLAIN))
def test_quotes_and_brackets_are_closed(records):
    for sentence in sentences_of(article_of(records)):
        marks = re.sub(r"[^“”‘()\[\]<]", "", sentence.text)
        while re.search(r"“‘?”|\(\)|\[\]", marks):
            marks = re.sub(r"“‘?”|\(\)|\[\]|<", "", marks)
        assert marks in ("", "<"), sentence.text


@quick
@given(months(ODD))
def test_markdown_shows_exactly_the_text(records):
    article = article_of(records)
    read = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    for sentence in sentences_of(article):
        tokens = read.parse(sentence.markdown)
        assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"], sentence
        assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
        assert "".join(child.content for child in tokens[1].children) == sentence.text
    top = [token.type for token in read.parse(article.markdown) if token.level == 0]
    assert top[:3] == ["heading_open", "inline", "heading_close"] or top[0] == "heading_open"
    assert top.count("paragraph_open") == len(article.paragraphs)
