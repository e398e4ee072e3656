"""An edited text beside the composed one. Pure: no database."""

from reviews.article import Article, LeftOut, Paragraph, Sentence
from reviews.article.edited_text import (
    absent,
    basis_of,
    gone_since,
    insert,
    is_composed,
    keys_of,
    new_sentences,
    reworded,
)

OPENING = Sentence("In March the office was out.", ("1", "2", "3"))
MET = Sentence("On 5 March it met [x](javascript:alert(1)).", ("1",))
SAID = Sentence("They spoke of work.", ("1",))
WENT = Sentence("On 6 March it went to Kukes.", ("2",))
BOTH = Sentence("Later it met A and B.", ("2", "3"))
ARTICLE = Article(
    Sentence("March", ()),
    (Paragraph((OPENING,)), Paragraph((MET, SAID)), Paragraph((WENT, BOTH))),
    (LeftOut("4", "Lost", "it has no title"),),
)
TEXT = ARTICLE.markdown
DIGESTS = {"1": "a", "2": "b", "3": "c"}
SHOWN = keys_of(ARTICLE, ())


class Named:
    """A record, as far as it is told."""

    def __init__(self, reference):
        self.reference, self.title = reference, f"Meeting {reference}"


def missing(text, basis=DIGESTS, digests=DIGESTS):
    return new_sentences(text, ARTICLE, basis, digests)


def keys(text):
    return {one.text: one.key for one in missing(text)}


def news(basis, digests=DIGESTS):
    """The texts of what is news beside a text of other words."""
    return [one.text for one in missing("Our own words.", basis, digests) if one.is_news]


def test_the_composed_text_has_everything():
    assert is_composed(TEXT, ARTICLE)
    assert missing(TEXT) == ()
    assert reworded(TEXT, ARTICLE) == ()
    assert absent(TEXT, ARTICLE, []) == ARTICLE.left_out


def test_wrapped_lines_are_no_edit():
    wrapped = TEXT.replace(" ", "\n")
    assert is_composed(wrapped, ARTICLE)
    assert missing(wrapped) == ()


def test_what_is_new_is_compared_as_markdown():
    unescaped = TEXT.replace(MET.markdown, MET.text)
    assert MET.markdown != MET.text
    found = missing(unescaped)
    assert [(one.text, one.markdown, one.references) for one in found] == [
        (MET.text, MET.markdown, ("1",))
    ]


def test_a_sentence_goes_behind_the_one_it_follows():
    text = TEXT.replace(f" {SAID.markdown}", "")
    assert insert(text, ARTICLE, keys(text)[SAID.text]) == TEXT


def test_a_sentence_goes_before_the_next_when_none_is_before_it():
    text = TEXT.replace(f"{MET.markdown} ", "")
    assert insert(text, ARTICLE, keys(text)[MET.text]) == TEXT


def test_it_is_found_where_a_line_was_wrapped_by_hand():
    text = TEXT.replace(f" {SAID.markdown}", "").replace("On 5 March", "On 5\nMarch")
    assert insert(text, ARTICLE, keys(text)[SAID.text]) == TEXT.replace("On 5 March", "On 5\nMarch")


def test_a_sentence_of_a_lost_paragraph_goes_to_the_end():
    text = "Our own words."
    key = keys(text)[WENT.text]
    assert insert(text, ARTICLE, key) == f"Our own words.\n\n{WENT.markdown}\n"
    assert insert("", ARTICLE, key) == f"{WENT.markdown}\n"


def test_what_is_no_key_changes_nothing():
    assert insert("Our own words.", ARTICLE, "forged") == "Our own words."


def test_an_insertion_is_no_longer_new():
    text = "Our own words."
    for _number in range(5):
        text = insert(text, ARTICLE, missing(text)[0].key)
    assert missing(text) == ()


def test_a_record_is_told_by_its_own_sentences_not_by_the_opening():
    text = TEXT.replace(WENT.markdown, "Reworded.")
    assert reworded(text, ARTICLE) == ("2",)
    assert reworded(TEXT.replace(MET.markdown, ""), ARTICLE) == ()
    assert set(reworded(OPENING.markdown, ARTICLE)) == {"1", "2", "3"}


def test_absent_names_the_records():
    found = absent(TEXT.replace(WENT.markdown, ""), ARTICLE, [Named("1"), Named("2")])
    assert found == (
        *ARTICLE.left_out,
        LeftOut("2", "Meeting 2", "its sentences were reworded or taken out"),
    )


def test_what_is_only_worded_in_another_way_is_no_news():
    assert news(DIGESTS) == []
    assert len(missing("Our own words.")) == 5


def test_a_meeting_that_changed_or_came_is_news():
    for basis in (DIGESTS | {"1": "other"}, {"2": "b", "3": "c"}):
        assert news(basis) == [OPENING.text, MET.text, SAID.text]


def test_a_meeting_that_went_is_news_where_meetings_are_counted():
    basis = DIGESTS | {"9": "z"}
    assert gone_since(basis, DIGESTS) == ("9",)
    assert news(basis) == [OPENING.text, BOTH.text]


def test_a_first_text_is_written_on_what_was_shown():
    basis = basis_of("Our own words.", ARTICLE, old={}, digests=DIGESTS, shown=SHOWN)
    assert basis == DIGESTS
    assert basis_of(TEXT, ARTICLE, old={}, digests=DIGESTS, shown="") == DIGESTS


def test_what_came_while_somebody_wrote_is_still_news_to_them():
    shown = keys_of(Article(ARTICLE.title, ARTICLE.paragraphs[:2], ()), ())
    old = {"1": "a", "2": "before"}
    basis = basis_of("Our own words.", ARTICLE, old=old, digests=DIGESTS, shown=shown)
    assert basis == {"1": "a", "2": "before"}
    assert news(basis) == [OPENING.text, WENT.text, BOTH.text]


def test_what_stands_in_the_text_is_no_news_whoever_was_shown_it():
    assert basis_of(TEXT, ARTICLE, old={"1": "x"}, digests=DIGESTS, shown="") == DIGESTS


def test_what_is_gone_is_told_until_it_was_shown():
    old = DIGESTS | {"9": "z"}
    assert basis_of(TEXT, ARTICLE, old=old, digests=DIGESTS, shown=SHOWN) == old
    shown = keys_of(ARTICLE, gone_since(old, DIGESTS))
    assert basis_of(TEXT, ARTICLE, old=old, digests=DIGESTS, shown=shown) == DIGESTS
