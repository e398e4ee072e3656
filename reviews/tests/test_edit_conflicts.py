"""Two who write at once: nothing of either is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.article.edit_conflicts import combine
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


def together(theirs, mine, **title):
    return combine(TEXT, write(*theirs), write(*mine, **title))


def paragraphs(combined):
    return combined.text.plain_text.split("\n\n")[1:]


def with_paragraph(place, words):
    return [words if n == place else text for n, text in enumerate(PARAGRAPHS)]


def test_what_only_one_touched_is_that_one_s():
    theirs, mine = with_paragraph(1, f"{BERGNER} {UNIT}"), with_paragraph(2, f"{DURRES} {HUBER}")
    combined = together(theirs, mine)
    assert not combined.has_conflict
    assert paragraphs(combined) == [PARAGRAPHS[0], theirs[1], mine[2], PARAGRAPHS[3]]
    assert together(PARAGRAPHS, mine).text == write(*mine)
    assert together(theirs, PARAGRAPHS).text == write(*theirs)


def test_the_same_edit_is_no_conflict():
    both = with_paragraph(2, f"{HUBER} Both wrote this.")
    assert not together(both, both).has_conflict


def test_of_what_both_touched_theirs_stays_and_mine_stands_beside_it():
    combined = together(with_paragraph(2, f"{HUBER} Theirs."), with_paragraph(2, f"{HUBER} Mine."))
    assert combined.has_conflict
    assert paragraphs(combined)[2] == f"{HUBER} Theirs."
    assert [one.mine for one in combined.paragraphs] == [None, None, f"{HUBER} Mine.", None]


def test_new_paragraphs_of_both_stand_where_they_were_put():
    theirs = [*PARAGRAPHS[:2], "New of theirs.", *PARAGRAPHS[2:]]
    mine = ["New of mine.", *PARAGRAPHS[:2], "New of mine too.", *PARAGRAPHS[2:]]
    assert paragraphs(together(theirs, mine)) == [
        "New of mine.", *PARAGRAPHS[:2], "New of theirs.", "New of mine too.", *PARAGRAPHS[2:]
    ]  # fmt: skip


def test_a_paragraph_that_they_removed_and_i_edited_is_kept_beside():
    theirs = [*PARAGRAPHS[:2], PARAGRAPHS[3]]
    combined = together(theirs, with_paragraph(2, f"{HUBER} Mine."))
    assert paragraphs(combined) == theirs
    assert [one.mine for one in combined.paragraphs if not one.paragraph] == [f"{HUBER} Mine."]
    assert {one.reference for one in combined.text.taken_out} == {"4", "5"}


def test_an_order_that_one_changed_is_kept_with_what_the_other_wrote():
    mine = [PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[1], PARAGRAPHS[3]]
    theirs = with_paragraph(3, f"{PARAGRAPHS[3]} Theirs.")
    combined = together(theirs, mine)
    assert [p[:20] for p in paragraphs(combined)[:3]] == [p[:20] for p in mine[:3]]
    assert paragraphs(combined)[3] == theirs[3]


def test_titles():
    assert together(PARAGRAPHS, PARAGRAPHS, title="Mine").text.title.text == "Mine"
    theirs = write(*PARAGRAPHS, title="Theirs")
    assert combine(TEXT, theirs, TEXT).text.title.text == "Theirs"
    combined = combine(TEXT, theirs, write(*PARAGRAPHS, title="Mine"))
    assert (combined.text.title.text, combined.my_title) == ("Theirs", "Mine")


some = st.lists(
    st.sampled_from(
        [*PARAGRAPHS, f"{HUBER} More.", BERGNER, f"{HALILAJ} {UNIT}", DURRES, "New.", "Newer."]
    ),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(some, some)
def test_nothing_of_either_is_lost(theirs, mine):
    their_text, my_text = write(*theirs), write(*mine)
    combined = combine(TEXT, their_text, my_text)
    shown = combined.text.plain_text + "".join(one.mine or "" for one in combined.paragraphs)
    before = {one.text for one in TEXT.body}
    for text in (their_text, my_text):
        for sentence in text.body:
            if sentence.text not in before:
                assert sentence.text in shown
    keys = [sentence.key for sentence in combined.text.sentences]
    assert len(set(keys)) == len(keys)
