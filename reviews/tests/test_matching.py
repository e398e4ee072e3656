"""After writing: each sentence finds its meetings again, or says that it has none."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.article import Article, Paragraph, Sentence
from reviews.article.matching import match, matched
from reviews.article.sentences import split_paragraphs, split_sentences
from reviews.article.written import WrittenSentence, WrittenText, paragraph_text, written_from

AT = datetime(2024, 4, 2, 14, 38, tzinfo=UTC)
OPENING = "In March 2024, IOM Albania met ambassadors and mayors in Tirana, Kukes and Durres."
BERGNER = (
    "On 5 March in Tirana, Ms. Alma Jani met H.E. Mr. Karl Bergner, Ambassador of Germany,"
    " to discuss migration governance."
)
HALILAJ = (
    "The next day, Ms. Jani travelled to Kukes for a meeting with the Mayor, Mr. Albert Halilaj."
)
UNIT = (
    "A technical meeting followed with the Social Services and Child Protection Unit on protection."
)
HUBER = (
    "On 7 March, IOM and H.E. Ms. Ruth Huber, Ambassador of Switzerland, looked for areas of alignment"
    " in addressing migration challenges."
)
DURRES = "A field visit led to Durres."
CLOSE = "In all, IOM held five meetings with four organisations."
ALL = ("1", "2", "3", "4", "5")
ARTICLE = Article(
    Sentence("In focus: meetings of March 2024", ALL),
    (
        Paragraph((Sentence(OPENING, ALL),), is_summary=True),
        Paragraph(
            (
                Sentence(BERGNER, ("1",)),
                Sentence(HALILAJ, ("2",), HALILAJ.replace("The next day", "On 6 March"), ("1",)),
                Sentence(UNIT, ("3",)),
            )
        ),
        Paragraph((Sentence(HUBER, ("4",)), Sentence(DURRES, ("5",)))),
        Paragraph((Sentence(CLOSE, ALL),), is_summary=True),
    ),
    (),
)
TEXT = written_from(ARTICLE, {ref: f"digest {ref}" for ref in ALL})
TITLE = TEXT.title.text
PARAGRAPHS = tuple(map(paragraph_text, TEXT.paragraphs))


def write(*paragraphs, before=TEXT, title=TITLE):
    return match(before, title, paragraphs, by="Bora Leka", at=AT)


def with_second(paragraph):
    """The text with other words in its second paragraph."""
    return write(PARAGRAPHS[0], paragraph, *PARAGRAPHS[2:])


def of(text, words):
    """The one sentence that holds these words."""
    (found,) = [sentence for sentence in text.sentences if words in sentence.text]
    return found


def test_what_was_not_touched_stays_the_same():
    assert write(*PARAGRAPHS) == TEXT
    assert write("\r\n\r\n".join(PARAGRAPHS)) == TEXT


def test_a_reworded_sentence_keeps_its_meeting_and_says_who_edited_it():
    words = "The next day, Ms. Jani was in Kukes for a productive meeting with the Mayor, Mr. Albert Halilaj."
    sentence = of(with_second(f"{BERGNER} {words} {UNIT}"), "productive")
    old = TEXT.paragraphs[1][1]
    assert sentence == replace(old, text=words, by="Bora Leka", at=AT)
    assert sentence.is_edited
    assert not sentence.is_moved


def test_other_letters_of_the_same_words_are_an_edit_of_it():
    sentence = of(with_second(f"{BERGNER} {HALILAJ} {UNIT.upper()}"), UNIT.upper())
    assert (sentence.references, sentence.is_edited) == (("3",), True)


def test_a_sentence_far_from_its_words_is_matched_where_it_stood():
    words = "Talks on protection followed with the unit for children."
    sentence = of(with_second(f"{BERGNER} {HALILAJ} {words}"), "Talks")
    assert (sentence.references, sentence.composed) == (("3",), UNIT)


def test_a_new_sentence_has_no_record_until_somebody_says_which():
    text = with_second(
        f"{BERGNER} {HALILAJ} {UNIT} IOM thanks the people of Kukes for their welcome."
    )
    sentence = of(text, "thanks")
    assert sentence.has_no_record
    assert (sentence.references, sentence.composed, sentence.by) == ((), "", "Bora Leka")
    again = write(*map(paragraph_text, text.paragraphs), before=text)
    assert again == text


def test_a_sentence_that_was_cut_and_pasted_elsewhere_is_moved():
    text = write(PARAGRAPHS[0], f"{BERGNER} {HALILAJ}", f"{HUBER} {UNIT} {DURRES}", PARAGRAPHS[3])
    moved = [s.text for s in text.sentences if s.is_moved]
    assert moved == [UNIT]
    assert of(text, "technical").references == ("3",)
    assert of(text, "technical").by == "Bora Leka"


def test_a_sentence_that_went_over_the_edge_of_its_paragraph_is_moved():
    text = write(PARAGRAPHS[0], f"{BERGNER} {HALILAJ}", f"{UNIT} {HUBER} {DURRES}", PARAGRAPHS[3])
    assert [s.text for s in text.sentences if s.is_moved] == [UNIT]


def test_a_paragraph_that_changed_places_is_moved_and_one_that_was_split_or_joined_is_not():
    text = write(PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[1], PARAGRAPHS[3])
    assert [s.text for s in text.sentences if s.is_moved] == [HUBER, DURRES]
    for paragraphs in ([BERGNER, f"{HALILAJ} {UNIT}", PARAGRAPHS[2]], [" ".join(PARAGRAPHS[1:3])]):
        text = write(PARAGRAPHS[0], *paragraphs, PARAGRAPHS[3])
        assert not any(s.is_moved or s.is_edited for s in text.sentences)
        assert len(text.paragraphs) == len(paragraphs) + 2


def test_two_that_were_joined_have_the_meetings_of_both():
    words = f"{HUBER[:-1]}, and a field visit led to Durres."
    text = write(*PARAGRAPHS[:2], words, PARAGRAPHS[3])
    sentence = of(text, "and a field visit")
    assert sentence.references == ("4", "5")
    assert sentence.composed == f"{HUBER} {DURRES}"
    assert sentence.basis == {"4": "digest 4", "5": "digest 5"}
    assert text.taken_out == ()


def test_both_halves_of_one_that_was_split_keep_its_meeting():
    first = "On 7 March, IOM and H.E. Ms. Ruth Huber, Ambassador of Switzerland, met."
    second = "They looked for areas of alignment in addressing migration challenges."
    text = write(*PARAGRAPHS[:2], f"{first} {second} {DURRES}", PARAGRAPHS[3])
    assert of(text, first).references == of(text, second).references == ("4",)
    assert of(text, first).key != of(text, second).key


def test_a_copy_of_a_sentence_has_its_meeting_too():
    text = write(*PARAGRAPHS, HUBER)
    assert [s.references for s in text.sentences if s.text == HUBER] == [("4",), ("4",)]


def test_a_removed_sentence_takes_its_meeting_out_and_a_second_one_does_not():
    text = write(*PARAGRAPHS[:2], HUBER, PARAGRAPHS[3])
    (out,) = text.taken_out
    assert (out.reference, out.how, out.state, out.by) == (
        "5",
        "taken out",
        "digest 5",
        "Bora Leka",
    )
    assert out.words == DURRES
    text = with_second(f"{BERGNER} {HALILAJ} {UNIT} {UNIT}")
    assert text.taken_out == ()


def test_what_could_be_one_of_two_is_asked_about():
    twins = Article(
        Sentence("T", ("1", "2")),
        (
            Paragraph((Sentence("A meeting with the Mayor of Devoll was held on visas.", ("1",)),)),
            Paragraph(
                (Sentence("A meeting with the Mayor of Konispol was held on visas.", ("2",)),)
            ),
        ),
        (),
    )
    before = written_from(twins, {})
    text = write("", "", "A meeting with a Mayor was held on visas and permits.", before=before)
    assert of(text, "permits").has_no_record
    first = write(
        "A meeting with a Mayor was held on visas and permits.",
        "A meeting with the Mayor of Konispol was held on visas.",
        before=before,
    )
    assert of(first, "permits").references == ("1",)


def test_the_title_keeps_its_meetings_and_an_empty_one_is_the_one_before():
    assert write(*PARAGRAPHS, title=" Our\nmonth ").title == replace(
        TEXT.title, text="Our month", by="Bora Leka", at=AT
    )
    assert write(*PARAGRAPHS, title=" ") == TEXT


def test_a_relative_time_becomes_the_date_after_a_removal():
    text = with_second(f"{HALILAJ} {UNIT}")
    sentence = of(text, "travelled")
    assert sentence.text == HALILAJ.replace("The next day", "On 6 March")
    assert (sentence.is_edited, sentence.leans_on) == (False, ())


def test_a_relative_time_becomes_the_date_when_another_meeting_comes_between():
    text = write(PARAGRAPHS[0], f"{BERGNER} {HUBER} {HALILAJ} {UNIT}", DURRES, PARAGRAPHS[3])
    assert of(text, "travelled").text.startswith("On 6 March, Ms. Jani travelled")
    text = with_second(f"{BERGNER} Words of our own. {HALILAJ} {UNIT}")
    assert of(text, "travelled").text == HALILAJ


def test_a_relative_time_of_an_edited_sentence_becomes_the_date_too():
    words = "The next day, Ms. Jani was in Kukes with the Mayor, Mr. Albert Halilaj, for a meeting."
    sentence = of(with_second(f"{words} {UNIT}"), "was in Kukes")
    assert sentence.text == words.replace("The next day", "On 6 March")
    assert sentence.is_edited


def test_a_text_that_was_markdown_is_matched_to_what_is_composed():
    words = f"{BERGNER} Words of our own."
    old = WrittenText(
        WrittenSentence("title", "Our month"),
        ((WrittenSentence("s1", words),), (WrittenSentence("s2", UNIT.replace("on", "about")),)),
        unmatched={"1": "then", "2": "then"},
    )
    text = matched(old, ARTICLE, dict.fromkeys(ALL, "now"), AT)
    assert of(text, "Bergner").basis == {"1": "then"}
    assert of(text, "own").has_no_record
    assert (of(text, "technical").references, of(text, "technical").by) == (("3",), "")
    assert [one.reference for one in text.taken_out] == ["2"]
    assert text.unmatched is None
    assert matched(text, ARTICLE, {}, AT) is text


SENTENCES = [sentence.text for sentence in TEXT.body]
typed = st.lists(
    st.lists(
        st.sampled_from(SENTENCES)
        | st.sampled_from(SENTENCES).map(lambda s: s[: len(s) // 2] + ".")
        | st.sampled_from(SENTENCES).map(lambda s: s.replace("IOM", "the office"))
        | st.text(max_size=40),
        max_size=4,
    ).map(" ".join),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(typed)
def test_no_text_is_lost_and_each_sentence_has_records_or_says_that_it_has_none(paragraphs):
    text = write(*paragraphs)
    split = [
        sentence
        for one in paragraphs
        for paragraph in split_paragraphs(one)
        for sentence in split_sentences(paragraph, SENTENCES)
    ]
    alone = {s.text for s in text.body if s.text not in split}
    assert alone <= {HALILAJ.replace("The next day", "On 6 March")} or all(
        "On 6 March" in words for words in alone
    )
    assert len(text.body) == len(split)
    for sentence, words in zip(text.body, split, strict=True):
        assert sentence.text == words or sentence.text in alone
        assert bool(sentence.references) != sentence.has_no_record
        assert bool(sentence.references) == bool(sentence.composed)
    assert len({s.key for s in text.sentences}) == len(text.sentences)
    # No meeting goes in silence: each one told before is told now, or is out on purpose.
    assert TEXT.told <= text.told | {one.reference for one in text.taken_out}
    assert not text.told & {one.reference for one in text.taken_out}


@settings(max_examples=150, deadline=None)
@given(typed)
def test_saving_again_changes_nothing(paragraphs):
    text = write(*paragraphs)
    assert write(*map(paragraph_text, text.paragraphs), before=text, title=text.title.text) == text


@settings(max_examples=100, deadline=None)
@given(st.permutations(SENTENCES))
def test_whatever_the_order_each_untouched_sentence_keeps_its_own_meetings(sentences):
    text = write(*sentences)
    before = {s.key: (s.references, s.basis) for s in TEXT.body}
    assert {s.key: (s.references, s.basis) for s in text.body} == before
