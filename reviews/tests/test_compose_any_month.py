"""The article over generated months: nothing invented, nothing lost, every mark in its place."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reviews.article import compose
from reviews.article.kinds import was_there
from reviews.article.one_meeting import Composer
from reviews.tests import article_check
from reviews.tests.as_markdown import article_markdown, sentence_markdown
from reviews.tests.months import AREAS, SPELLINGS, make_month, sentences_of

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
SIZES = st.one_of(st.integers(1, 12), st.integers(1, 40))
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
    """The title; and, where there is more than one record, the opening."""
    opening = [
        s for paragraph in article.paragraphs if paragraph.is_summary for s in paragraph.sentences
    ]
    return {article.title, *opening}


def typed(record, records):
    """Return the words of the public line that are printed, in pieces."""
    line = Composer(records, "", "", {}).line_of(record)
    return [text for text in (line.text, *line.sentences) if text]


@quick
@given(months(ODD))
def test_nothing_is_invented(records):
    article = article_of(records)
    whole = [*map(str, range(len(records) + 1)), "albania", "tirana", "places", "as", "well"]
    in_full = [word for area in AREAS for word in article_check.words(area.description)]
    lines = {
        record.reference: article_check.words(" ".join(typed(record, records)))
        for record in records
    }
    summing = summing_up(article)
    for sentence in sentences_of(article):
        mended = [word for reference in sentence.references for word in lines[reference]]
        mended += [form for word in mended for form in other_forms(word)]
        extra = [*mended, *in_full, *(whole if sentence in summing else [])]
        for text in filter(None, (sentence.text, sentence.alone)):
            assert not article_check.invented(
                replace(sentence, text=text), records, SPELLINGS, extra
            )
        assert sentence.references or not article.paragraphs


@quick
@given(months(PLAIN))
def test_no_internal_title_is_printed(records):
    text = " ".join(sentence.text for sentence in sentences_of(article_of(records)))
    assert "Quarrelsome" not in text
    assert "Unpublishable" not in text


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
    alone = " ".join(sentence.alone or sentence.text for sentence in told(article))
    assert article == article_of(records)
    for record in records:
        if record.reference not in left:
            assert_told(record, by_record[record.reference], text)
            if not record.is_month_only:
                assert any(day in alone for day in article_check.dates_of(record)), record
            for piece in typed(record, records):
                assert_typed(piece, by_record[record.reference])
    opening = " ".join(s.text for s in summing_up(article))
    for area in (area for record in records for area in record.areas):
        either = (area.name, area.description or area.name)
        assert any(article_check.is_named(name, opening + text, SPELLINGS) for name in either), area


def assert_typed(piece, said):
    """The words are there, or all of them were said of the meeting before."""
    for old, new in SPELLINGS.items():
        piece = piece.replace(old, new)
    found = set(article_check.words(said))
    words = set(article_check.words(piece)) - {"avrr", "to"} - found
    assert not [word for word in words if not other_forms(word) & found], piece


def other_forms(word):
    """Return the forms that a verb may take: "explore" for "exploring", "setting" for "to set"."""
    stem = word.removesuffix("ing")
    if stem != word:
        return {stem, f"{stem}e"}
    return {f"{word}ing", f"{word[:-1]}ing", f"{word}{word[-1]}ing"}


def labels(party):
    """The ways to say a role: an organiser may have organised; a host of a meeting is whom one met."""
    if party.group in ("Organiser", "Co-organiser"):
        return ("",)
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
        # Whom a visit of several days met is told with the meetings during it.
        told_in = text if record.end_day else said
        assert any(article_check.is_named(one, told_in, SPELLINGS) for one in labels(party)), party
    for person in record.colleagues:
        assert article_check.is_named(person.name, text, {}) and article_check.is_named(
            person.job_title, text, {}
        )
    if record.place and was_there(record):
        assert article_check.is_named(record.place.name, text, SPELLINGS)
    if record.is_participation:
        assert article_check.is_named(record.event_name, said, SPELLINGS)


VERBS = re.compile(
    r"\b(?:met|held|had|spoke|visited|made|took part|attended|travelled|paid|focused|was|were|agreed|met|asked)\b"
)


@quick
@given(months(PLAIN))
def test_every_first_sentence_has_a_verb_and_none_is_about_the_theme(records):
    seen = set()
    for sentence in told(article_of(records)):
        if sentence.references not in seen:
            assert VERBS.search(sentence.text), sentence
            assert VERBS.search(sentence.alone or sentence.text), sentence
        seen.add(sentence.references)
        assert not re.search(r"\bthemes? (?:was|were)\b|recorded as|on record", sentence.text)


@quick
@given(months(PLAIN))
def test_no_two_neighbours_begin_alike(records):
    article = article_of(records)
    lines = {" ".join(typed(record, records)) for record in records}
    before = ""
    for sentence in sentences_of(article):
        begins = article_check.words(sentence.text)[:3]
        is_typed = any(sentence.text[:12] in line for line in lines)
        assert is_typed or begins != before, sentence
        before = begins


@quick
@given(months(PLAIN))
def test_what_leans_on_others_says_so(records):
    article = article_of(records)
    before = set()
    for sentence in told(article):
        assert before.issuperset(sentence.leans_on), sentence
        assert sentence.alone or not sentence.leans_on
        assert sentence.alone != sentence.text
        assert not re.search(r"\b(?:day|days) later\b|\b(?:same|next|that) day\b", sentence.alone)
        before.update(sentence.references)


@quick
@given(months(PLAIN))
def test_alone_a_sentence_needs_nothing_before_it(records):
    """Each meeting told alone in a month of the same names has the same words in full."""
    for sentence in told(article_of(records)):
        text = sentence.alone or sentence.text
        assert not re.match(r"(?:She|He|The same day|That day|The next day|\w+ days later)\b", text)


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
        tokens = read.parse(sentence_markdown(sentence))
        assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"], sentence
        assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
        assert "".join(child.content for child in tokens[1].children) == sentence.text
    top = [token.type for token in read.parse(article_markdown(article)) if token.level == 0]
    assert top[:3] == ["heading_open", "inline", "heading_close"] or top[0] == "heading_open"
    assert top.count("paragraph_open") == len(article.paragraphs)
