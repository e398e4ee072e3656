"""A text without the sentences of meetings that its reader may not read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reviews.article.written import Kept, TakenOut, WrittenSentence, written_from
from reviews.signature.withheld_text import markdown_without, names_pattern, text_without
from reviews.tests.as_markdown import article_markdown
from reviews.tests.made_article import made_article
from reviews.tests.months import make_party, make_place
from reviews.tests.months import make_record as record

AT = datetime(2024, 4, 2, 14, 38, tzinfo=UTC)
FIRST = record(1, place=make_place("Kukës"), parties=(make_party("Municipality of Kukës"),))
SECOND = record(2, place=make_place("Lezhë"), parties=(make_party("Chamber of Shepherds"),))
THIRD = record(3, place=make_place("Fier"), parties=(make_party("Fier Hospital"),))
MONTH = (FIRST, SECOND, THIRD)
SECRET = frozenset({SECOND.reference})


def composed(meetings=MONTH):
    return made_article(meetings)


TEXT = written_from(composed(), {m.reference: m.reference for m in MONTH})


def without(text=TEXT, hidden=SECRET):
    rest = composed([m for m in MONTH if m.reference not in hidden])
    return text_without(text, hidden, MONTH, rest)


def with_sentence(change):
    """Return the text with each sentence that `change` returns another one for."""
    paragraphs = tuple(tuple(change(s) or s for s in p) for p in TEXT.paragraphs)
    return replace(TEXT, paragraphs=paragraphs)


def add(*sentences):
    return replace(TEXT, paragraphs=(*TEXT.paragraphs[:-1], sentences, TEXT.paragraphs[-1]))


def test_a_text_that_nobody_edited_sums_up_what_is_left():
    found, rest = without(), written_from(composed((FIRST, THIRD)), {})
    for at in (0, -1):
        assert [s.text for s in found.paragraphs[at]] == [s.text for s in rest.paragraphs[at]]
    assert found.references == {FIRST.reference, THIRD.reference}
    assert "Shepherds" not in found.plain_text
    assert "Lezh" not in found.plain_text


def test_nothing_hidden_is_the_same_text():
    assert without(hidden=frozenset()) == TEXT


def test_an_edited_sentence_of_it_goes_and_others_stay():
    text = with_sentence(
        lambda s: replace(s, text=f"{s.text} So it was.") if len(s.references) == 1 else None
    )
    words = without(text).plain_text
    assert words.count("So it was.") == 2
    assert "Shepherds" not in words


def test_an_edited_opening_goes():
    text = with_sentence(
        lambda s: replace(s, text="A full month.") if len(s.references) == 3 else None
    )
    found = without(text)
    assert "A full month." not in found.plain_text
    assert len(found.paragraphs) == len(TEXT.paragraphs) - 3  # opening, close and its own


def test_a_name_of_it_alone_gives_a_sentence_away_whatever_its_records():
    theirs = WrittenSentence("x", "IOM thanks the chamber of shepherds.", is_own=True)
    ours = WrittenSentence("y", "IOM thanks all who came.", is_own=True)
    wrong = WrittenSentence("z", "Snow fell in Lezhë.", (FIRST.reference,))
    words = without(add(theirs, ours, wrong)).plain_text
    assert "all who came" in words
    assert "shepherds" not in words
    assert "Snow" not in words


def test_a_sentence_on_several_tells_of_those_that_are_left():
    both = WrittenSentence(
        "x",
        "IOM was in Kukes and Lezhe.",
        (FIRST.reference, SECOND.reference),
        "IOM was in Kukes and Lezhe.",
    )
    found = without(add(both)).paragraphs[-2]
    assert [s.references for s in found] == [(FIRST.reference,)]
    edited = replace(both, composed="Another.")
    assert "Kukes and" not in without(add(edited)).plain_text


def test_what_leant_on_it_stands_alone():
    following = WrittenSentence(
        "x",
        "The next day, snow fell.",
        (THIRD.reference,),
        "The next day, snow fell.",
        alone="On 7 March, snow fell.",
        leans_on=(SECOND.reference,),
    )
    [found] = without(add(following)).paragraphs[-2]
    assert (found.text, found.leans_on) == ("On 7 March, snow fell.", ())
    edited = replace(following, text="The next day, much snow fell.")
    assert without(add(edited)).paragraphs[-2][0].text == edited.text


def test_one_that_was_kept_although_restricted_stays_without_its_link():
    kept = Kept(SECOND.reference, "restricted", "The Chamber published it.", "Alma", AT)
    sentence = WrittenSentence("x", "Shepherds came.", (SECOND.reference,), kept=(kept,))
    [found] = without(add(sentence)).paragraphs[-2]
    assert (found.text, found.references, found.kept) == ("Shepherds came.", (), ())
    other = replace(sentence, kept=(replace(kept, state="cancelled"),))
    assert "Shepherds came." not in without(add(other)).plain_text


def test_what_was_taken_out_of_it_is_not_listed():
    out = [TakenOut(m.reference, "taken out", "", "Alma", AT, "Words.") for m in (FIRST, SECOND)]
    found = without(replace(TEXT, taken_out=tuple(out)))
    assert [one.reference for one in found.taken_out] == [FIRST.reference]


def test_an_edited_title_that_rests_on_it_is_composed_again():
    title = replace(TEXT.title, text="Shepherds and others")
    assert without(replace(TEXT, title=title)).title.text == composed((FIRST, THIRD)).title.text


def test_markdown_without_its_sentences():
    article = composed()
    found = markdown_without(article_markdown(article), SECRET, MONTH, article)
    assert found is not None
    assert "Shepherds" not in found
    assert "Municipality of Kuk" in found
    assert "Fier Hospital" in found


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("Shepherds", "Herdsmen"),
        lambda text: f"{text}\n\nThe Chamber of Shepherds is thanked.",
        lambda text: "A text of its own.",
    ],
)
def test_markdown_that_was_reworded_is_left_out(edit):
    article = composed()
    assert markdown_without(edit(article_markdown(article)), SECRET, MONTH, article) is None


def test_names_that_others_hold_give_nothing_away():
    twice = replace(THIRD, parties=SECOND.parties)
    assert names_pattern((SECOND, twice), SECRET).search(" lezhe ")
    assert not names_pattern((SECOND, twice), SECRET).search(" chamber of shepherds ")
    assert names_pattern((SECOND, replace(SECOND, reference="x")), SECRET) is None
