"""An edited text beside the composed one. Pure: no database."""

from reviews.editing import absent, insert, is_composed, new_sentences, reworded
from reviews.narrative import Article, LeftOut, Paragraph, Sentence

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


class Named:
    """A record, as far as it is told."""

    def __init__(self, reference):
        self.reference, self.title = reference, f"Meeting {reference}"


def keys(text):
    return {one.text: one.key for one in new_sentences(text, ARTICLE)}


def test_the_composed_text_has_everything():
    assert is_composed(TEXT, ARTICLE)
    assert new_sentences(TEXT, ARTICLE) == ()
    assert reworded(TEXT, ARTICLE) == ()
    assert absent(TEXT, ARTICLE, []) == ARTICLE.left_out


def test_wrapped_lines_are_no_edit():
    wrapped = TEXT.replace(" ", "\n")
    assert is_composed(wrapped, ARTICLE)
    assert new_sentences(wrapped, ARTICLE) == ()


def test_what_is_new_is_compared_as_markdown():
    unescaped = TEXT.replace(MET.markdown, MET.text)
    assert MET.markdown != MET.text
    found = new_sentences(unescaped, ARTICLE)
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
        text = insert(text, ARTICLE, new_sentences(text, ARTICLE)[0].key)
    assert new_sentences(text, ARTICLE) == ()


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
