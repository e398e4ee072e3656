"""A signature: what it freezes, that nothing moves it, and what changed since."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.written import to_json
from reviews.build_report import build_report
from reviews.models import MonthlyReview, SignedFile, SignedForGood
from reviews.signature.changes_since import read_changes
from reviews.signature.sign import as_signed, digest, sign, signed_file, signed_report
from reviews.tests.factories import make_text

pytestmark = pytest.mark.django_db
MARCH, TODAY = date(2024, 3, 1), date(2024, 4, 2)
AT = datetime(2024, 4, 2, 22, 30, tzinfo=UTC)  # the third of April in Tirana
FILES = {"docx": b"PK\x03\x04 word", "pdf": b"%PDF-1.7 \x00\xff", "csv": "Kukës;1\r\n".encode()}


@pytest.fixture
def alma():
    return make_user("head of office", full_name="Alma Jani")


@pytest.fixture
def review(march, alma):
    """March 2024, signed by Alma with three files."""
    return sign_march(alma)


def live(review=None):
    return build_report(2024, 3, today=TODAY, review=review)


def sign_march(alma):
    review = MonthlyReview.objects.hold(MARCH)
    sign(review, as_signed(live(review), alma, AT), FILES, by=alma, at=AT)
    return MonthlyReview.objects.get(pk=review.pk)


def changes(review, user):
    return read_changes(signed_report(review), live(), since=review.signed_at, user=user)


def test_what_is_signed_is_what_was_there(review, alma):
    report = signed_report(review)
    assert report == as_signed(live(), alma, AT)
    assert (report.status, report.signed_by, report.signed_on) == (
        "signed", "Alma Jani", date(2024, 4, 3)
    )  # fmt: skip
    assert len(report.records) == 12
    assert review.written == report.text
    assert "Karl Bergner" in report.text.plain_text
    assert report.article == ""
    assert changes(review, alma).title == ""


def test_four_differences_exactly(review, alma):
    first, second, third, *_others = Meeting.objects.filter(date_precision="day").order_by("pk")
    first.title = "Meeting with the Ambassador"
    first.store()
    second.date = date(2024, 4, 3)
    second.store()
    third.set_status(Meeting.Status.CANCELLED)
    late = make_meeting("Logged late")
    found = changes(review, alma)
    assert found.title == "4 meetings changed since signature"
    assert [(one.reference, one.what) for one in found.meetings] == [
        (first.reference, "changed"),
        (second.reference, "moved"),
        (third.reference, "removed"),
        (late.reference, "added"),
    ]
    fields = {
        one.what: [(f.label, f.before, f.after) for f in one.fields] for one in found.meetings
    }
    assert fields == {
        "changed": [("Title", "Bilateral meeting in Tirana", "Meeting with the Ambassador")],
        "moved": [("When", "6 March 2024", "3 April 2024")],
        "removed": [],
        "added": [],
    }
    assert all(one.at for one in found.meetings)
    assert found.action_points == ()
    for file_format, content in FILES.items():
        assert signed_file(review, file_format) == content
    assert len(signed_report(review).records) == 12


def test_who_changed_it_is_told_to_those_who_may_see_it(review, alma):
    bora = make_user("staff", full_name="Bora")
    meeting = Meeting.objects.order_by("pk").first()
    meeting._history_user = bora
    meeting.sensitivity = "restricted"
    meeting.title = "Secret words"
    meeting.store()
    [one] = changes(review, alma).meetings
    assert (one.what, one.by) == ("removed", "Bora")
    [one] = changes(review, make_user("viewer")).meetings
    assert (one.what, one.title, one.by, one.at) == (
        "removed", "Bilateral meeting in Tirana", "", None
    )  # fmt: skip


def test_a_restricted_meeting_never_enters_until_it_is_internal(march, alma):
    hidden = make_meeting("Secret words", sensitivity="restricted")
    hidden.action_points.create(text="Secret promise", owner=alma)
    review = sign_march(alma)
    assert "Secret" not in str(review.frozen) + str(review.text)
    assert not changes(review, alma)
    hidden.sensitivity = "internal"
    hidden.store()
    [one] = changes(review, alma).meetings
    assert (one.what, one.title) == ("added", "Secret words")


def test_an_internal_note_is_no_difference(review, alma):
    Meeting.objects.update(internal_note="Quite another note")
    assert not changes(review, alma)
    assert "another note" not in str(review.frozen)


def test_action_points_closed_later(review, alma):
    meeting = Meeting.objects.order_by("pk").first()
    point = meeting.action_points.create(text="Send it", owner=alma)
    [added] = changes(review, alma).action_points
    assert (added.what, added.title, bool(added.at)) == ("added", "Send it", True)
    assert point.meeting.reference == added.reference


def test_files_are_what_was_signed(review):
    assert signed_file(review, "xlsx") is None
    SignedFile.objects.filter(file_format="pdf").update(content=b"%PDF forged")
    with pytest.raises(ValueError, match="not what was signed"):
        signed_file(review, "pdf")
    assert signed_file(review, "docx") == FILES["docx"]


def test_nothing_signed_changes_or_goes(review, alma):
    for change in (
        lambda: review.write(make_text("Another text.")),
        lambda: review.send_back("No"),
        lambda: review.submit(by=alma, at=AT),
        lambda: review.sign(None, {}, by=alma, at=AT),
        review.clean,
        review.delete,
        review.files.first().save,
        review.files.first().delete,
    ):
        with pytest.raises(SignedForGood, match="never changes"):
            change()
    again = MonthlyReview.objects.get(pk=review.pk)
    assert again.status == "signed"
    assert again.written == signed_report(again).text
    assert again.files.count() == 3


def test_a_copy_read_before_the_signature_cannot_undo_it(alma):
    make_meeting()
    old = MonthlyReview.objects.hold(MARCH)
    review = sign_march(alma)
    old.text = to_json(make_text("Written too late."))
    with pytest.raises(ValidationError, match="never changes"):
        old.save()
    assert MonthlyReview.objects.get(pk=review.pk).text == review.text


def test_one_file_a_format(review):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedFile.objects.create(review=review, file_format="pdf", content=b"x")


def test_what_does_not_change_has_the_same_print(march, alma):
    before = digest(live())
    assert digest(live()) == before
    review = MonthlyReview.objects.hold(MARCH)
    review.submit(by=alma, at=AT)
    assert digest(live(review)) == before
    Meeting.objects.filter(title="Event in Kukës").update(title="Fair in Kukës")
    assert digest(live()) != before


def test_the_history_tells_each_step_without_a_copy_of_the_figures(review, alma):
    steps = list(review.history.order_by("history_id").values_list("status", "version"))
    assert steps == [("draft", 0), ("signed", 1)]
    assert "frozen" not in [field.name for field in review.history.model._meta.get_fields()]


def test_the_next_issue_begins_with_the_text(review):
    second = review.next_issue()
    assert (second.issue, second.status, second.text) == (2, "draft", review.text)
    assert (second.frozen, second.version) == ({}, review.version + 1)
    assert review.next_issue() == second
    assert MonthlyReview.objects.latest_of(MARCH) == second
    assert list(second.others()) == [review]


def test_an_unreadable_signature_says_so(review):
    MonthlyReview.objects.filter(pk=review.pk).update(frozen={"year": 2024})
    assert signed_report(MonthlyReview.objects.get(pk=review.pk)) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one connection")
def test_whoever_holds_the_month_second_reads_what_the_first_left():
    gate = Barrier(2, timeout=20)

    def hold(number):
        gate.wait()
        try:
            with transaction.atomic():
                review = MonthlyReview.objects.hold(MARCH)
                review.write(make_text(f"{review.plain_text}{number}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(hold, (1, 2)))
    review = MonthlyReview.objects.get()
    assert (sorted(review.plain_text.split()[-1]), review.version) == (["1", "2"], 2)
