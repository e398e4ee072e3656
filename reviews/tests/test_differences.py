"""Two texts side by side: what changed in words, and word by word."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reviews.article import edits
from reviews.article.differences import changes, paragraph_changes, word_by_word
from reviews.article.written import TakenOut
from reviews.tests.test_matching import (
    BERGNER,
    DURRES,
    HALILAJ,
    HUBER,
    PARAGRAPHS,
    TEXT,
    UNIT,
    write,
)

AT = datetime(2024, 4, 2, 15, 0, tzinfo=UTC)
WRITER = edits.Writer("Alma Jani", AT)
DIGESTS = {ref: f"digest {ref}" for ref in ("1", "2", "3", "4", "5", "6")}


def text_of(pieces, without):
    return "".join(piece.text for piece in pieces if piece.kind != without)


def test_words_that_changed_stand_together():
    pieces = word_by_word("She travelled to Kukes and had a talk.", "She was in Kukes for a talk.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "She "),
        ("taken out", "travelled to"),
        ("put in", "was in"),
        ("same", " Kukes "),
        ("taken out", "and had"),
        ("put in", "for"),
        ("same", " a talk."),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = word_by_word(before, after)
    assert text_of(pieces, "put in") == before
    assert text_of(pieces, "taken out") == after


def test_a_very_long_paragraph_is_shown_whole_twice():
    pieces = word_by_word("a " * 9000, "b " * 9000)
    assert [piece.kind for piece in pieces] == ["taken out", "put in"]


def test_only_paragraphs_that_differ_are_shown():
    text = write(PARAGRAPHS[0], BERGNER, *PARAGRAPHS[2:], "A new one.", title="Our month")
    found = paragraph_changes(TEXT, text)
    assert [one.place for one in found] == [0, 2, 5]
    assert text_of(found[1].pieces, "put in") == PARAGRAPHS[1]
    gone = paragraph_changes(TEXT, write(*PARAGRAPHS[:2], PARAGRAPHS[3]))
    assert [one.place for one in gone] == [None]


def test_what_was_done_in_words():
    assert str(changes(TEXT, TEXT)) == ""
    assert not changes(TEXT, TEXT)
    edited = BERGNER.replace("met", "talked to")
    text = write(
        PARAGRAPHS[0], f"{edited} {HALILAJ}", f"{HUBER} {UNIT}", f"{PARAGRAPHS[3]} We thank all."
    )
    assert str(changes(TEXT, text)) == (
        "1 sentence edited, 1 moved, 1 new without a record, 1 taken out"
    )
    two = write(
        PARAGRAPHS[0], f"{edited} {UNIT.replace('followed', 'came after')}", *PARAGRAPHS[2:]
    )
    assert str(changes(TEXT, two)) == "2 sentences edited, 1 taken out"


def test_an_answer_is_no_edit():
    text = write(*PARAGRAPHS, "We thank all.")
    key = text.body[-1].key
    told = edits.give_record(text, key, "4", DIGESTS)
    assert str(changes(text, told)) == "1 sentence answered"
    assert (told.body[-1].references, told.body[-1].basis) == (("4",), {"4": "digest 4"})
    own = edits.give_record(text, key, edits.NO_RECORD, DIGESTS)
    assert not own.body[-1].has_no_record
    assert edits.give_record(text, key, "99", DIGESTS) == text
    assert edits.give_record(text, TEXT.body[0].key, "4", DIGESTS) == text


def test_a_wording_that_was_made_whole_is_told_and_is_no_edit():
    text = write(PARAGRAPHS[0], f"{HALILAJ} {UNIT}", *PARAGRAPHS[2:])
    found = changes(TEXT, text)
    assert [words for _key, *words in found.alone] == [["The next day", "On 6 March"]]
    assert str(found) == "1 sentence taken out"


def test_a_late_meeting_goes_where_its_day_puts_it_or_stays_out():
    late = replace(
        TEXT.paragraphs[1][0], key="late", text="Late.", composed="Late.", references=("6",)
    )
    order = ["1", "2", "3", "6", "4", "5"]
    text = edits.put_in(TEXT, [late], order)
    assert [p[0].text for p in text.paragraphs] == [
        PARAGRAPHS[0], BERGNER, "Late.", HUBER, PARAGRAPHS[3]
    ]  # fmt: skip
    assert str(changes(TEXT, text)) == "1 sentence put in"
    # The opening, which tells of the five others, stays what sums up the month.
    assert [text.is_summary(n) for n in range(5)] == [True, False, False, False, True]
    first = edits.put_in(TEXT, [late], ["6", "1", "2", "3", "4", "5"])
    assert first.paragraphs[1] == (late,)
    assert edits.put_in(TEXT, [late], order, after=-1).paragraphs[0] == (late,)
    assert edits.put_in(TEXT, [], order) == TEXT
    out = edits.leave_out(TEXT, "6", DIGESTS, WRITER)
    assert out.taken_out == (TakenOut("6", "left out", "digest 6", "Alma Jani", AT),)
    assert edits.put_in(out, [late], order).taken_out == ()
    assert edits.leave_out(TEXT, "1", DIGESTS, WRITER) == TEXT


def test_what_stands_twice_gets_a_key_of_its_own():
    again = edits.put_in(TEXT, [TEXT.paragraphs[2][1]], ["5"])
    keys = [sentence.key for sentence in again.sentences]
    assert len(set(keys)) == len(keys)
    assert again.plain_text.count(DURRES) == 2


def test_the_first_wording_comes_back():
    text = write(
        PARAGRAPHS[0], f"{BERGNER.replace('met', 'saw')} {HALILAJ} {UNIT}", *PARAGRAPHS[2:]
    )
    key = TEXT.paragraphs[1][0].key
    back = edits.put_back_first_wording(text, key, WRITER)
    assert back.paragraphs[1][0].text == BERGNER
    assert back.paragraphs[1][0].by == "Alma Jani"
    assert edits.put_back_first_wording(TEXT, key, WRITER) == TEXT


def test_a_long_paragraph_is_shown_whole_twice():
    words = [f"word{number % 500}" for number in range(2900)]
    other = ["new" if number % 40 == 0 else word for number, word in enumerate(words)]
    pieces = word_by_word(" ".join(words), " ".join(other))
    assert [piece.kind for piece in pieces] == ["taken out", "put in"]
