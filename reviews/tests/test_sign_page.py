"""The page of signing: what is asked before, how it is answered there, and what a signature refuses."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.written import WrittenSentence
from reviews.build_report import text_of
from reviews.models import MonthlyReview
from reviews.signature.sign import signed_report
from reviews.tests.factories import make_town
from reviews.views.review_context import live_report

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"
SIGN = f"{MARCH}sign/"
FIRST = date(2024, 3, 1)
TICKS = {"names": "on", "people": "on", "gaps": "on"}


@pytest.fixture
def alma(client):
    user = make_user("head of office", full_name="Alma Jani")
    client.force_login(user)
    return user


@pytest.fixture
def stefan():
    return make_user("staff", full_name="Stefan Demo")


def latest():
    return MonthlyReview.objects.latest_of(FIRST)


def text():
    review = latest()
    return text_of(review, live_report(review).records)


def write(change=lambda text: text):
    """Store the text as somebody wrote it: from now on it does not follow the records."""
    review = MonthlyReview.objects.hold(FIRST)
    review.write(change(text_of(review, live_report(review).records)))
    return review


def with_words(words, at=0):
    """Return a change of the first sentence of a paragraph."""

    def change(text):
        paragraphs = list(text.paragraphs)
        first, *rest = paragraphs[at]
        paragraphs[at] = (replace(first, text=words), *rest)
        return replace(text, paragraphs=tuple(paragraphs))

    return change


def spain():
    """The meeting with the Embassy of Germany, on 5 March."""
    return Meeting.objects.get(counterparts__organisation__name="Embassy of Germany")


def change_record(meeting, by, **values):
    meeting._history_user = by
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.store()


def page(client, address=SIGN):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def words_of(answer):
    return " ".join(answer.content.decode().split())


def questions(answer):
    return [row.finding for row in answer.context["questions"]]


def answer_gone(client, choice):
    """Answer the first question on a meeting that is gone from the month."""
    finding = next(one for one in questions(page(client)) if one.is_gone)
    return client.post(SIGN, {f"ask-{finding.name}": choice}), finding


def answer_all(client, choice="take"):
    while found := questions(page(client)):
        chosen = choice if choice in found[0].choices else found[0].choices[0]
        client.post(SIGN, {f"ask-{found[0].name}": chosen})


def press(client, **fields):
    return client.post(SIGN, {"seen": page(client).context["seen"], **TICKS, **fields})


def test_a_composed_month_needs_no_answers(client, march, alma, stefan):
    change_record(spain(), stefan, status="cancelled")
    answer = page(client)
    assert questions(answer) == []
    assert "before you sign" not in words_of(answer)
    assert press(client).status_code == 302
    assert latest().is_signed


def test_a_text_that_says_what_its_records_say_is_ready(client, march, alma):
    write()
    words = words_of(page(client))
    assert "Every sentence says what its record says." in words
    assert "12 of 12 meetings are in the text." in words
    assert press(client).status_code == 302


def test_a_cancelled_meeting_is_asked_about_in_words(client, march, alma, stefan):
    write()
    meeting = spain()
    change_record(meeting, stefan, status="cancelled")
    answer = page(client)
    words = words_of(answer)
    one, *_others = [f for f in questions(answer) if f.reference]
    assert one.title.startswith("5 March: tells of a meeting that was cancelled on ")
    assert one.title in words
    assert "Stefan Demo" in words
    assert 'class="s s--gone"' in words
    assert f'href="#ask-{one.name}">cancelled</a>' in words
    assert "before you sign" in words


def test_signing_is_refused_until_each_is_answered(client, march, alma, stefan):
    write()
    change_record(spain(), stefan, status="cancelled")
    found = questions(page(client))
    answer = press(client, names="")
    words = words_of(answer)
    assert not latest().is_signed
    assert "There is a problem" in words
    assert "The review is not signed." in words
    for one in found:
        assert f'<a href="#ask-{one.name}">Answer for {one.title}</a>' in words
    assert '<a href="#id_names">' in words
    assert 'name="people" id="id_people" checked' in words or "checked" in words
    assert "Sign as Head of Office</button>" in words
    assert "disabled" not in words
    answer_all(client)
    assert press(client).status_code == 302
    assert latest().is_signed


def test_remove_is_stored_as_a_version_and_kept_with_the_signature(client, march, alma, stefan):
    write()
    meeting = spain()
    change_record(meeting, stefan, status="cancelled")
    while any(one.is_gone for one in questions(page(client))):
        answer, finding = answer_gone(client, "remove")
        assert answer.status_code == 302
        assert answer.url.startswith(f"{SIGN}#")
    assert meeting.reference not in text().told
    assert latest().history.first().history_user == alma
    words = words_of(page(client))
    assert "Answered by you today" in words
    assert "Removed at " in words
    answer_all(client)
    press(client)
    report = signed_report(latest())
    assert finding.title in [one.title for one in report.text.answers]
    assert meeting.reference not in report.text.told


def test_keep_on_purpose_asks_why(client, march, alma, stefan):
    write()
    change_record(spain(), stefan, status="cancelled")
    kept = next(f for f in questions(page(client)) if f.is_gone)
    version = latest().version
    answer = client.post(SIGN, {f"ask-{kept.name}": "keep", f"why-{kept.name}": "  "})
    words = words_of(answer)
    assert f'<a href="#why-{kept.name}">Say why it stays: {kept.title}</a>' in words
    assert '<details class="fold" open>' in words
    assert latest().version == version
    client.post(SIGN, {f"ask-{kept.name}": "keep", f"why-{kept.name}": "It was <b>announced</b>."})
    assert kept.name not in [f.name for f in questions(page(client))]
    words = words_of(page(client))
    assert "Kept on purpose at" in words
    assert "It was &lt;b&gt;announced&lt;/b&gt;." in words
    answer_all(client)
    press(client)
    for file_format in ("txt", "csv"):
        content = client.get(f"{MARCH}download/{file_format}/").content.decode()
        assert "announced" not in content


def test_a_changed_record_shows_both_wordings(client, march, alma, stefan):
    change_record(spain(), stefan, public_line="Snow.")
    write()
    change_record(spain(), stefan, public_line="A thaw.")
    answer = page(client)
    [one] = questions(answer)
    assert (one.what, one.title) == (
        "changed",
        "5 March: the record changed after this was written",
    )
    words = words_of(answer)
    assert "The records say now" in words
    assert "<ins>" in words
    client.post(SIGN, {f"ask-{one.name}": "take"})
    assert "thaw" in text().plain_text
    assert questions(page(client)) == []


def test_undo_brings_the_question_back(client, march, alma, stefan):
    write()
    before = text()
    change_record(spain(), stefan, status="cancelled")
    answer_gone(client, "remove")
    [done] = text().answers
    client.post(SIGN, {"undo": done.name})
    assert text() == before
    assert questions(page(client))


def test_a_second_press_of_an_answer_changes_nothing(client, march, alma, stefan):
    write()
    change_record(spain(), stefan, status="cancelled")
    [finding, *_more] = [f for f in questions(page(client)) if f.is_gone]
    for _press in range(2):
        client.post(SIGN, {f"ask-{finding.name}": "remove"})
    assert len(text().answers) == 1
    assert "it was answered meanwhile" in words_of(page(client))


def test_a_sentence_without_a_record(client, march, alma):
    new = WrittenSentence("new", "IOM thanks all who came.")
    write(lambda text: replace(text, paragraphs=(*text.paragraphs, (new,))))
    [one] = questions(page(client))
    assert one.what == "no-record"
    assert latest() and press(client).status_code == 200
    client.post(SIGN, {"record": "new", "record-new": "2024-03-999"})
    assert questions(page(client)) != []
    client.post(SIGN, {"record": "new", "record-new": "none"})
    assert questions(page(client)) == []
    assert press(client).status_code == 302


def test_figures_and_places_are_pointed_out_not_asked(client, march, alma):
    write(with_words("In all, IOM recorded 14 meetings in Berat and Tirana."))
    make_town("Berat")
    answer = page(client)
    assert questions(answer) == []
    words = words_of(answer)
    assert "Opening: “14 meetings”" in words
    assert "The text says 14; the records count 12." in words
    assert "Write 12" in words
    assert "Leave 14" in words
    assert "Take Berat out" in words
    assert "differs from the records</a>" in words
    for one in answer.context["opened"].differing:
        client.post(SIGN, {"settle": f"write {one.name}"})
    assert text().paragraphs[0][0].text == "In all, IOM recorded 12 meetings in Tirana."
    assert press(client).status_code == 302


def test_a_late_meeting_is_listed_and_put_in_or_left_out(client, march, alma, stefan):
    write()
    late = make_meeting(
        "Late", date=date(2024, 3, 28), location=make_town("Berat"), created_by=stefan
    )
    listed = [(one.reference, one.why, one.button) for one in page(client).context["not_told"]]
    assert (late.reference, "not in the text yet", "late") in listed
    client.post(SIGN, {"leave": late.reference})
    [one] = [
        o
        for o in page(client).context["not_told"]
        if o.reference == late.reference and o.button == "back"
    ]
    assert one.why.startswith("left out by Alma Jani, ")
    client.post(SIGN, {"back": late.reference})
    assert late.reference in text().told
    assert "Put in at" in words_of(page(client))


def test_one_line_for_restricted_meetings(client, march, alma, stefan):
    write()
    make_meeting("Quiet", sensitivity="restricted", created_by=stefan)
    words = words_of(page(client))
    assert "1 restricted meeting" in words
    assert "Quiet" not in words


def test_changed_while_reading(client, march, alma, stefan):
    write()
    seen = page(client)
    change_record(spain(), stefan, public_line="Trade fairs for returnees in spring")
    answer = client.post(
        SIGN, {"seen": seen.context["seen"], "opened": seen.context["opened_at"] - 5, **TICKS}
    )
    words = words_of(answer)
    assert not latest().is_signed
    assert "Nothing is signed." in words
    assert "are to be answered now" in words or "is to be answered now" in words
    answer_all(client)
    seen = page(client)
    change_record(spain(), stefan, title="Another title")
    make_meeting("Seen late", date=date(2024, 3, 9), created_by=stefan)
    answer = client.post(
        SIGN, {"seen": seen.context["seen"], "opened": seen.context["opened_at"] - 5, **TICKS}
    )
    words = words_of(answer)
    assert "Nothing is signed." in words
    assert f"Stefan Demo changed {spain().reference} at" in words
    assert "checked" not in words
    assert not latest().is_signed


@pytest.mark.parametrize("opened", ["", "x", "9" * 11, "9" * 40, "\x00", "²"])
def test_any_time_of_opening_is_borne(client, march, alma, opened):
    answer = client.post(SIGN, {"seen": "another", "opened": opened, **TICKS})
    assert "Nothing is signed." in words_of(answer)


@pytest.mark.parametrize("role", ["viewer", "staff", "data manager"])
def test_only_the_head_of_office_answers_here(client, march, alma, stefan, role):
    write()
    change_record(spain(), stefan, status="cancelled")
    finding = questions(page(client))[0]
    client.force_login(make_user(role))
    assert client.post(SIGN, {f"ask-{finding.name}": "remove"}).status_code == 403
    assert spain().reference in text().told


def test_the_month_lists_them_for_colleagues(client, march, alma, stefan):
    write()
    change_record(spain(), stefan, status="cancelled")
    for user, address in ((alma, SIGN), (stefan, f"{MARCH}article/")):
        client.force_login(user)
        answer = page(client, MARCH)
        words = words_of(answer)
        one, *_others = [r.finding for r in answer.context["questions"] if r.finding.reference]
        assert f'<a href="{address}#ask-{one.name}">{one.title}</a>' in words
        assert 'class="s s--gone"' in words
    client.force_login(make_user("viewer"))
    words = words_of(page(client, MARCH))
    assert "tells of a meeting" not in words
    assert "s--gone" not in words


def test_who_may_not_read_a_restricted_meeting_learns_no_more(client, march, alma, stefan):
    write()
    meeting = spain()
    change_record(meeting, alma, sensitivity="restricted")
    client.force_login(make_user("staff"))
    answer = page(client, MARCH)
    words = words_of(answer)
    one, *_others = [r.finding for r in answer.context["questions"] if r.finding.reference]
    assert one.title == "tells of a meeting that may no longer be told"
    assert "Karl Bergner" not in words
    client.force_login(alma)
    assert "tells of a meeting that was restricted on" in words_of(page(client))
    assert "Karl Bergner" in words_of(page(client))


def test_unheard_of_answers_are_borne(client, march, alma):
    write()
    for fields in (
        {"ask-x": "take"},
        {"undo": "\x00"},
        {"settle": "write nothing"},
        {"put": "2024-03-001"},
        {"back": "x" * 10_000},
        {"record": "😀", "record-x": "none"},
    ):
        assert client.post(SIGN, fields).status_code == 302
    assert latest().version == 1


def test_queries(client, march, alma, stefan):
    page(client)
    with CaptureQueriesContext(connection) as composed:
        page(client)
    write()
    with CaptureQueriesContext(connection) as written:
        page(client)
    for meeting in Meeting.objects.all()[:6]:
        change_record(meeting, stefan, status="cancelled")
    with CaptureQueriesContext(connection) as gone:
        page(client)
    # Of what is gone: what it is that became of it, and whether readers may see it.
    assert (len(written) - len(composed), len(gone) - len(written)) == (0, 4)
