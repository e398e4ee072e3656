"""Whole months that others wrote, without having seen the composer: what no article may do."""

import re
from pathlib import Path

import pytest

from reviews.tests.article_check import letters, words
from reviews.tests.months import sentences_of
from reviews.tests.written_months import article_of, read_month

MONTHS = sorted((Path(__file__).parent / "data" / "months").glob("*.json"))


@pytest.fixture(params=MONTHS, ids=lambda path: path.stem)
def month(request):
    return read_month(request.param)


def test_each_meeting_is_told_and_each_sentence_has_its_meetings(month):
    article = article_of(month)
    *_rest, meetings = month
    told = {
        one
        for paragraph in article.paragraphs[1:]
        for s in paragraph.sentences
        for one in s.references
    }
    assert told == {meeting.reference for meeting in meetings}
    assert all(sentence.references for sentence in sentences_of(article))


def test_nobody_is_left_out_and_no_title_is_printed(month):
    article = article_of(month)
    *_rest, meetings = month
    text = letters(" ".join(sentence.text for sentence in sentences_of(article)))
    for meeting in meetings:
        for person in [*meeting.colleagues, *(p for one in meeting.parties for p in one.speakers)]:
            assert letters(person.name) in text, person
        if len(words(meeting.title)) > 2:
            assert letters(meeting.title) not in text, meeting.title


def test_it_reads_as_sentences(month):
    before = []
    for sentence in sentences_of(article_of(month)):
        begins = words(sentence.text)[:3]
        assert begins != before, sentence.text
        assert re.search(r"[.!?”]$", sentence.text) or sentence.text.startswith("In focus")
        assert not re.search(
            r"\bthemes? (?:was|were)\b|on record|recorded as|1 meeting", sentence.text
        )
        before = begins
