"""A written text beside the records: what is asked, when an answer holds, and figures that differ."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from reviews.article.answers import (
    ReasonMissing,
    after_rewording,
    answer,
    answer_all,
    give_record,
    in_text_of,
    settle_figure,
    undo,
)
from reviews.article.compare import Fate, figures, find, places, without_place
from reviews.article.written import WrittenSentence, from_json, to_json, written_from
from reviews.month.meetings import meeting_digests
from reviews.tests.made_article import made_article
from reviews.tests.months import make_party, make_place
from reviews.tests.months import make_record as record
from reviews.views.open_text import answer_groups

AT = datetime(2024, 4, 3, 10, 15, tzinfo=UTC)
BY = {"by": "Alma Jani", "at": AT}
NAMES = ("Municipality of Kukës", "Embassy of Spain", "Fier Hospital")


def meeting(number, **fields):
    party = make_party(NAMES[(number - 1) % 3])
    known = {"day": date(2024, 3, number + 4), "place": make_place("Tirana"), "parties": (party,)}
    return record(number, **known | fields)


MONTH = tuple(meeting(n, public_line=f"They spoke of matter {n}.") for n in (1, 2, 3))
REFS = [m.reference for m in MONTH]
CANCELLED = Fate("cancelled", "Stefan Demo", datetime(2024, 7, 3, tzinfo=UTC), when="6 March")


def composed(meetings=MONTH):
    return made_article(meetings)


def digests(meetings=MONTH):
    return meeting_digests(tuple(meetings))


TEXT = written_from(composed(), digests())


def without(reference, meetings=MONTH):
    return tuple(m for m in meetings if m.reference != reference)


def findings(text=TEXT, meetings=MONTH, **fates):
    fates = {REFS[int(name[1:]) - 1]: fate for name, fate in fates.items()}
    return find(text, composed(meetings), meetings, fates)


def told(text=TEXT, meetings=MONTH, **fates):
    """What is asked about single meetings: (reference, what, words)."""
    found = findings(text, meetings, **fates)
    return [(one.reference, one.what, one.words) for one in found if one.reference]


def of(reference, text=TEXT):
    return [s for s in text.body if s.references == (reference,)]


def edit(reference, words, text=TEXT):
    """Return the text whose first sentence on a meeting alone reads `words`."""
    key = of(reference, text)[0].key
    paragraphs = tuple(
        tuple(replace(s, text=words, by="Bora", at=AT) if s.key == key else s for s in p)
        for p in text.paragraphs
    )
    return replace(text, paragraphs=paragraphs)


def edit_close(words, text=TEXT):
    close = (replace(text.paragraphs[-1][0], text=words), *text.paragraphs[-1][1:])
    return replace(text, paragraphs=(*text.paragraphs[:-1], close))


def add(sentence, text=TEXT):
    return replace(text, paragraphs=(*text.paragraphs[:-1], (sentence,), text.paragraphs[-1]))


def respond(text, finding, choice, why="", meetings=MONTH):
    return answer(text, finding, choice, why, **BY, digests=digests(meetings))


def test_nothing_is_asked_of_what_says_what_its_records_say():
    assert findings() == ()
    assert findings(edit(REFS[0], "Quite other words.")) == ()


@pytest.mark.parametrize(
    ("fate", "words", "mark"),
    [
        (CANCELLED, "tells of a meeting that was cancelled on 3 July", "cancelled"),
        (Fate("cancelled"), "tells of a meeting that was cancelled", "cancelled"),
        (
            Fate("restricted", at=datetime(2024, 4, 1, tzinfo=UTC)),
            "tells of a meeting that was restricted on 1 April",
            "restricted",
        ),
        (
            Fate("restricted", is_hidden=True),
            "tells of a meeting that may no longer be told",
            "may not be told",
        ),
        (
            Fate("moved", month=date(2024, 4, 1)),
            "tells of a meeting that is now in April 2024",
            "moved to April",
        ),
        (Fate("removed"), "tells of a meeting that is no longer on record", "removed"),
    ],
)
def test_a_meeting_that_the_month_no_longer_counts(fate, words, mark):
    found = [f for f in findings(meetings=without(REFS[1]), m2=fate) if f.reference]
    assert [(f.reference, f.words, f.mark) for f in found] == [(REFS[1], words, mark)] * len(
        of(REFS[1])
    )
    assert found[0].choices == ("remove", "reword", "keep")


def test_its_title_names_the_day_and_what_was_found():
    [one, *_more] = [f for f in findings(meetings=without(REFS[1]), m2=CANCELLED) if f.is_gone]
    assert one.title == "6 March: tells of a meeting that was cancelled on 3 July"


def test_of_a_meeting_with_no_known_fate_nothing_more_is_said():
    assert told(meetings=without(REFS[1]))[0][2] == "tells of a meeting that is no longer on record"


def test_they_come_in_the_order_of_the_text():
    moved = replace(TEXT, paragraphs=(TEXT.paragraphs[0], *reversed(TEXT.paragraphs[1:-1])))
    moved = replace(moved, paragraphs=(*moved.paragraphs, TEXT.paragraphs[-1]))
    gone = told(moved, (), m1=CANCELLED, m2=CANCELLED, m3=CANCELLED)
    assert list(dict.fromkeys(reference for reference, *_rest in gone)) == REFS[::-1]


CHANGED = (MONTH[0], replace(MONTH[1], public_line="They spoke of another matter."), MONTH[2])


def test_a_changed_record_is_shown_beside_the_text():
    found = [f for f in findings(meetings=CHANGED) if f.reference]
    assert [(f.reference, f.what) for f in found] == [(REFS[1], "changed")]
    assert found[0].title == "6 March: the record changed after this was written"
    assert found[0].choices == ("take", "keep", "remove")
    assert "another matter" in found[0].now
    assert found[0].mark == "record changed"


def test_a_change_that_the_text_does_not_tell_of_is_not_asked_about():
    titled = (MONTH[0], replace(MONTH[1], title="For colleagues"), MONTH[2])
    assert told(meetings=titled) == []
    own = add(WrittenSentence("own", "It went well.", (REFS[1],), basis=digests()))
    assert told(own, titled)[0][:2] == (REFS[1], "changed")


def test_take_the_new_wording():
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    text = respond(TEXT, finding, "take", meetings=CHANGED)
    assert "another matter" in text.plain_text
    assert "matter 2" not in text.plain_text
    assert told(text, CHANGED) == []
    assert not any(s.is_edited for s in text.body)


def test_keep_mine_holds_until_the_record_changes_again():
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    text = respond(TEXT, finding, "keep", meetings=CHANGED)
    assert (text.plain_text, told(text, CHANGED)) == (TEXT.plain_text, [])
    again = (MONTH[0], replace(MONTH[1], public_line="They spoke of a third matter."), MONTH[2])
    assert told(text, again)[0][:2] == (REFS[1], "changed")


def test_remove_takes_it_out_and_lists_it():
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    text = TEXT
    for sentence in of(REFS[1]):
        text = respond(text, replace(finding, key=sentence.key), "remove", meetings=CHANGED)
    assert [(t.reference, t.how, t.by) for t in text.taken_out] == [
        (REFS[1], "taken out", "Alma Jani")
    ]
    assert told(text, CHANGED) == []
    again = (MONTH[0], replace(MONTH[1], public_line="They spoke of a third matter."), MONTH[2])
    assert told(text, again) == [(REFS[1], "late", "is not in the text")]


def leaning():
    """The text whose sentence on the third meeting counts its day from the second."""
    [sentence] = of(REFS[2])
    words = sentence.text.replace("On 7 March", "The next day")
    key = {"text": words, "composed": words, "alone": sentence.text, "leans_on": (REFS[1],)}
    leant = replace(sentence, **key)
    paragraphs = tuple(tuple(leant if s == sentence else s for s in p) for p in TEXT.paragraphs)
    return replace(TEXT, paragraphs=paragraphs)


@pytest.mark.parametrize("choice", ["remove", "keep"])
def test_a_relative_time_becomes_the_date_when_what_it_counts_from_goes(choice):
    text, rest = leaning(), without(REFS[1])
    [finding] = [f for f in findings(text, rest, f2=CANCELLED) if f.reference]
    [last] = of(REFS[2], respond(text, finding, choice, "As agreed.", meetings=rest))
    assert last.text.startswith("On 7 March" if choice == "remove" else "The next day")
    assert not last.is_edited


def test_undo_brings_the_relative_time_back():
    text, rest = leaning(), without(REFS[1])
    [finding] = [f for f in findings(text, rest, f2=CANCELLED) if f.reference]
    removed = from_json(to_json(respond(text, finding, "remove", meetings=rest)))
    assert undo(removed, removed.answers[0].name) == text
    [group] = answer_groups(removed.answers, User(full_name="Bora Leka"))
    assert group.answers[0].words.endswith(
        "“The next day” would now point elsewhere: it reads “On 7 March”."
    )


@pytest.mark.parametrize(("changed", "first"), [
    ({"day": date(2024, 3, 5)}, "On 7 March"),
    ({"public_line": "They spoke of another matter."}, "The next day"),
])  # fmt: skip
def test_a_relative_time_becomes_the_date_when_what_it_counts_from_is_on_another_day(
    changed, first
):
    text, now = leaning(), (MONTH[0], replace(MONTH[1], **changed), MONTH[2])
    [finding] = [f for f in findings(text, now) if f.reference == REFS[1]]
    [last] = of(REFS[2], respond(text, finding, "take", meetings=now))
    assert last.text.startswith(first)


def test_keep_it_on_purpose_needs_a_reason():
    rest = without(REFS[1])
    gone = [f for f in findings(meetings=rest, m2=CANCELLED) if f.is_gone]
    with pytest.raises(ReasonMissing):
        respond(TEXT, gone[0], "keep", meetings=rest)
    text = TEXT
    for one in gone:
        text = respond(text, one, "keep", "The team left that evening.", rest)
    assert not [f for f in findings(text, rest, m2=CANCELLED) if f.is_gone]
    assert [f.what for f in findings(text, rest, m2=Fate("restricted")) if f.is_gone]
    [kept] = of(REFS[1], text)[0].kept
    assert (kept.state, kept.why, kept.by) == (
        "cancelled",
        "The team left that evening.",
        "Alma Jani",
    )


def test_removing_a_cancelled_one_leaves_nothing_to_list():
    rest = without(REFS[1])
    text = TEXT
    while gone := [f for f in findings(text, rest, m2=CANCELLED) if f.is_gone]:
        text = respond(text, gone[0], "remove", meetings=rest)
    assert text.taken_out == ()
    assert REFS[1] not in text.told


def test_what_is_no_choice_changes_nothing():
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    for choice in ("reword", "", "drop", "late"):
        assert respond(TEXT, finding, choice, meetings=CHANGED) is TEXT
    gone = [f for f in findings(meetings=without(REFS[1]), m2=CANCELLED) if f.is_gone]
    assert respond(TEXT, gone[0], "reword") is TEXT
    assert respond(TEXT, replace(finding, key="nothing"), "remove") is TEXT


def test_a_change_of_words_is_an_answer():
    rest = without(REFS[1])
    found = findings(meetings=rest, m2=CANCELLED)
    text = edit(REFS[1], "It is put off to May.")
    text = after_rewording(TEXT, text, found, **BY)
    key = of(REFS[1])[0].key
    assert key not in [f.key for f in findings(text, rest, m2=CANCELLED) if f.is_gone]
    assert after_rewording(TEXT, TEXT, found, **BY) == TEXT


def test_the_whole_month_is_asked_about_once_a_sentence():
    rest = without(REFS[1])
    whole = [f for f in findings(meetings=rest, m2=CANCELLED) if not f.reference]
    assert whole
    assert len({f.key for f in whole}) == len(whole)
    assert all(f.words == "the month changed after this was written" for f in whole)
    text = TEXT
    for one in whole:
        text = respond(text, one, "take", meetings=rest)
    assert not [f for f in findings(text, rest, m2=CANCELLED) if not f.reference]
    kept = TEXT
    for one in whole:
        kept = respond(kept, one, "keep", meetings=rest)
    assert not [f for f in findings(kept, rest, m2=CANCELLED) if not f.reference]
    assert [f for f in findings(kept, rest[:1], m2=CANCELLED, m3=CANCELLED) if not f.reference]


def test_an_edited_close_is_not_asked_about_but_compared():
    text = edit_close("In all, IOM recorded three meetings.")
    found = findings(text, without(REFS[1]), m2=CANCELLED)
    assert text.paragraphs[-1][0].key not in [f.key for f in found]


def test_a_late_meeting():
    late = (*MONTH, meeting(4, parties=(make_party("Chamber"),)))
    [one] = [f for f in findings(meetings=late) if f.what == "late"]
    assert (one.reference, one.is_question, one.where) == ("2024-03-004", False, "8 March")
    assert "Chamber" in one.now


def test_a_sentence_without_a_record():
    text = add(WrittenSentence("new", "IOM thanks all who came."))
    [one] = findings(text)
    assert (one.what, one.mark, one.is_question) == ("no-record", "no record", True)
    assert "has no record" in one.title
    for reference in ("", REFS[0]):
        given = give_record(text, one, reference, **BY, digests=digests())
        assert findings(given) == ()
    assert give_record(text, one, "2024-09-001", **BY, digests=digests()) is text
    assert findings(respond(text, one, "remove")) == ()


@pytest.mark.parametrize("choice", ["take", "keep", "remove"])
def test_undo(choice):
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    text = respond(TEXT, finding, choice, meetings=CHANGED)
    [done] = text.answers
    assert (done.choice, done.title, done.by) == (choice, finding.title, "Alma Jani")
    assert undo(text, done.name) == TEXT
    assert undo(text, "nothing") is text
    assert from_json(to_json(text)) == text


def test_undo_of_a_record_and_of_what_was_changed_since():
    text = add(WrittenSentence("new", "IOM thanks all who came."))
    given = give_record(text, findings(text)[0], "", **BY, digests=digests())
    assert undo(given, given.answers[0].name) == text
    [finding] = [f for f in findings(meetings=CHANGED) if f.reference]
    taken = respond(TEXT, finding, "take", meetings=CHANGED)
    key = taken.answers[0].after[0]
    gone = replace(
        taken, paragraphs=tuple(tuple(s for s in p if s.key != key) for p in taken.paragraphs)
    )
    assert undo(gone, taken.answers[0].name).plain_text == gone.plain_text


def test_all_answers_of_a_form():
    found = [f for f in findings(meetings=CHANGED) if f.is_question]
    fields = {f"ask-{f.name}": "take" for f in found}
    text, unanswered = answer_all(TEXT, found, fields, **BY, digests=digests(CHANGED))
    assert (unanswered, findings(text, CHANGED)) == ([], ())
    rest = without(REFS[1])
    gone = [f for f in findings(meetings=rest, m2=CANCELLED) if f.is_gone]
    fields = {f"ask-{gone[0].name}": "keep", f"why-{gone[0].name}": " \n"}
    same, unanswered = answer_all(TEXT, gone, fields, **BY, digests=digests(rest))
    assert (same, unanswered) == (TEXT, gone[:1])
    fields[f"why-{gone[0].name}"] = "So  it\nwas. " + "x" * 1000
    text, unanswered = answer_all(TEXT, gone, fields, **BY, digests=digests(rest))
    assert unanswered == []
    why = text.answers[0].why
    assert why.startswith("So it was.")
    assert len(why) == 500


def test_one_of_several_gone_offers_the_wording_of_those_left():
    both = WrittenSentence(
        "both", "IOM met A and B.", (REFS[0], REFS[1]), "IOM met A and B.", digests()
    )
    text = replace(TEXT, paragraphs=(TEXT.paragraphs[0], (both,), TEXT.paragraphs[-1]))
    rest = without(REFS[1])
    [one] = [f for f in findings(text, rest, m2=CANCELLED) if f.key == "both"]
    assert one.choices[0] == "take"
    taken = respond(text, one, "take", meetings=rest)
    assert not [f for f in findings(taken, rest, m2=CANCELLED) if f.is_gone]
    assert REFS[0] in taken.told


COUNTS = {"meetings": 11, "organisations": 16, "municipalities": 7}
NOUNS = {
    "meetings?|visits?": "meetings",
    "organisations?": "organisations",
    "municipalit(?:y|ies)": "municipalities",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("IOM recorded 12 meetings with 16 organisations.", [("12", "11", "12 meetings")]),
        ("Twelve meetings, in seven municipalities.", [("Twelve", "Eleven", "Twelve meetings")]),
        ("It met with nine organisations.", [("nine", "sixteen", "nine organisations")]),
        ("IOM held 11 meetings in 2024 and 30 trainings.", []),
        ("A1,200 meetings; 1,200 meetings.", [("1,200", "11", "1,200 meetings")]),
    ],
)
def test_figures_that_differ(words, found):
    text = edit_close(words)
    assert [(d.said, d.now, d.phrase) for d in figures(text, COUNTS, NOUNS)] == found


def test_figures_are_compared_in_edited_sentences_on_the_month_alone():
    assert figures(TEXT, COUNTS, NOUNS) == ()
    assert figures(edit(REFS[0], "Then 40 meetings followed."), COUNTS, NOUNS) == ()
    own = add(WrittenSentence("own", "There were 40 meetings.", is_own=True))
    [one] = figures(own, COUNTS, NOUNS)
    assert one.where == f"Paragraph {len(TEXT.paragraphs) - 1}"


def test_write_the_figure_or_leave_it():
    text = edit_close("In all, 12 meetings in seven municipalities.")
    [one] = figures(text, COUNTS, NOUNS)
    assert one.where == "Close"
    written = settle_figure(text, one, "write", **BY)
    assert written.paragraphs[-1][0].text == "In all, 11 meetings in seven municipalities."
    left = settle_figure(text, one, "leave", **BY)
    assert (left.plain_text, figures(left, COUNTS, NOUNS)) == (text.plain_text, ())
    assert figures(left, COUNTS | {"meetings": 10}, NOUNS) != ()
    assert undo(left, left.answers[0].name) == text


def test_places_where_the_month_has_no_meeting():
    known = {"Durres": "Durrës", "Kukes": "Kukës", "Kukës": "Kukës"}
    text = edit_close("IOM was in Kukes, Fier and Durres.")
    [one] = places(text, known, frozenset({"Kukës"}))
    assert (one.said, one.is_place, one.where) == ("Durres", True, "Close")
    assert in_text_of("IOM was in Kukes, Fier and Durres.", one) == "IOM was in Kukes and Fier."
    assert places(TEXT, known, frozenset()) == ()
    assert places(text, known, frozenset(known.values())) == ()
    assert places(settle_figure(text, one, "leave", **BY), known, frozenset({"Kukës"})) == ()


@pytest.mark.parametrize(
    ("words", "without_durres"),
    [
        ("in Tirana, Fier and Durres.", "in Tirana and Fier."),
        ("in Tirana and Durres.", "in Tirana."),
        ("in Durres and Tirana.", "in Tirana."),
        ("in Durres, Fier and Tirana.", "in Fier and Tirana."),
        ("in Tirana, Durres and Fier.", "in Tirana and Fier."),
        ("in Tirana, Durres, Korca and Fier.", "in Tirana, Korca and Fier."),
        ("A visit led to Durres.", None),
    ],
)
def test_a_place_out_of_a_list(words, without_durres):
    assert without_place(words, "Durres") == without_durres
