"""The files of a month: who has them, what they are called, and the record of each."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.documents import FORMATS
from reviews.models import MonthlyReview, SignedFile
from stakeholders.models import Location

pytestmark = pytest.mark.django_db
MONTH = "/months/2024-03/"


def address(file_format="pdf"):
    return f"{MONTH}download/{file_format}/"


def get(client, user, path):
    client.force_login(user)
    return client.get(path)


def make_signed(issue=1, files=None, by=None):
    """Make a signed issue with these files, its figures unreadable."""
    review = MonthlyReview.objects.create(
        month=date(2024, 3, 1),
        issue=issue,
        status="signed",
        signed_by=by or make_user("head of office", full_name="Alma Jani"),
        signed_at=datetime(2024, 4, 2, 9, tzinfo=UTC),
    )
    for file_format, content in (files or {}).items():
        SignedFile.objects.create(review=review, file_format=file_format, content=content)
    return review


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("role", roles.ALL)
def test_every_role_has_every_file_and_each_is_recorded(client, role, file_format):
    make_meeting("A meeting")
    make_meeting("Hidden", sensitivity="restricted")
    user = make_user(role)
    answer = get(client, user, address(file_format))
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[file_format]
    assert answer["Cache-Control"] == "private, no-store"
    name = f"2024-03-review.{file_format}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"Hidden" not in answer.content
    record = ExportRecord.objects.get()
    said = (record.user, record.what, record.file_format, record.row_count)
    assert said == (user, "Month in review: March 2024", file_format, 1)


@pytest.mark.parametrize("file_format", FORMATS)
def test_without_a_role_403_and_anonymous_to_sign_in(client, file_format):
    answer = client.get(address(file_format))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert get(client, make_user(""), address(file_format)).status_code == 403
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        *(f"{MONTH}download/{name}/" for name in ("doc", "PDF", "html", "csv.exe", "..")),
        "/months/2024-13/download/pdf/",
        "/months/0000-01/download/pdf/",
        f"{MONTH}issues/2/download/pdf/",
        f"{MONTH}issues/0/download/pdf/",
    ],
)
def test_what_is_no_file_is_not_found(client, path):
    assert get(client, make_user("viewer"), path).status_code == 404
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("method", ["post", "head", "put"])
def test_only_for_reading(client, method):
    client.force_login(make_user("head of office"))
    assert getattr(client, method)(address()).status_code == 405


@pytest.mark.parametrize("month", ["0002-01", "9998-12", "2023-01"])
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_month_long_ago_or_to_come(client, month, file_format):
    path = f"/months/{month}/download/{file_format}/"
    assert get(client, make_user("viewer"), path).status_code == 200


# Signed


def test_a_signed_month_is_given_out_as_it_was_signed(client):
    make_signed(files={"pdf": b"%PDF signed", "txt": b"words"})
    make_meeting("Logged later")
    user = make_user("viewer")
    assert get(client, user, address()).content == b"%PDF signed"
    assert get(client, user, address("txt")).content == b"words"
    assert "2024-03-review.pdf" in get(client, user, address())["Content-Disposition"]


def test_a_later_issue_has_its_number_and_the_first_stays(client):
    alma = make_user("head of office")
    make_signed(files={"pdf": b"first"}, by=alma)
    make_signed(issue=2, files={"pdf": b"second"}, by=alma)
    answer = get(client, alma, address())
    assert answer.content == b"second"
    assert answer["Content-Disposition"] == 'attachment; filename="2024-03-review-issue-2.pdf"'
    first = get(client, alma, f"{MONTH}issues/1/download/pdf/")
    assert first.content == b"first"
    assert first["Content-Disposition"] == 'attachment; filename="2024-03-review.pdf"'
    assert get(client, alma, f"{MONTH}issues/2/download/pdf/").content == b"second"


def test_a_signed_file_that_is_damaged_or_missing_is_told_not_replaced(client, caplog):
    review = make_signed(files={"pdf": b"signed"})
    SignedFile.objects.update(content=b"changed")
    user = make_user("viewer")
    for file_format in ("pdf", "docx"):
        answer = get(client, user, address(file_format))
        assert answer.status_code == 503
        assert "The signed file could not be read" in answer.content.decode()
    assert [record.levelname for record in caplog.records if record.name.endswith("downloads")] == [
        "ERROR",
        "ERROR",
    ]
    assert review.files.count() == 1
    assert not ExportRecord.objects.exists()


def test_signing_keeps_the_very_files_and_they_stay(client, march):
    alma = make_user("head of office", full_name="Alma Jani")
    client.force_login(alma)
    path = reverse("review_sign", args=[2024, 3])
    form = {"seen": client.get(path).context["seen"]}
    ticks = {name: "on" for name in client.get(path).context["form"].fields if name != "seen"}
    assert client.post(path, form | ticks).status_code == 302
    review = MonthlyReview.objects.get()
    assert {file.file_format for file in review.files.all()} == set(FORMATS)
    before = {kind: get(client, alma, address(kind)).content for kind in FORMATS}
    day = review.signed_local_day
    header = docx.Document(io.BytesIO(before["docx"])).sections[0].header.paragraphs[0].text
    assert header.endswith(f"Signed by Alma Jani on {day.day} {day:%B %Y}")
    make_meeting("Logged later")
    review.files.get(file_format="pdf")
    assert {kind: get(client, alma, address(kind)).content for kind in FORMATS} == before


# The template


def test_a_missing_template_is_told_and_the_other_files_are_there(client, settings, caplog):
    settings.REVIEW_TEMPLATE = "/nowhere/review.docx"
    user = make_user("viewer")
    answer = get(client, user, address("docx"))
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "The Word file could not be made" in text
    assert "/nowhere" not in text
    assert any("/nowhere/review.docx" in record.getMessage() for record in caplog.records)
    assert not ExportRecord.objects.exists()
    assert get(client, user, address("pdf")).status_code == 200


def test_a_month_is_not_signed_without_its_word_file(client, march, settings):
    client.force_login(make_user("head of office"))
    path = reverse("review_sign", args=[2024, 3])
    page = client.get(path)
    ticks = {name: "on" for name in page.context["form"].fields if name != "seen"}
    settings.REVIEW_TEMPLATE = "/nowhere/review.docx"
    answer = client.post(path, {"seen": page.context["seen"]} | ticks)
    assert answer.status_code == 503
    assert not MonthlyReview.objects.filter(status="signed").exists()


# The page


def test_the_page_of_the_month_offers_each_file(client):
    text = get(client, make_user("viewer"), MONTH).content.decode()
    for file_format in FORMATS:
        assert f'href="{address(file_format)}"' in text
    assert "Until it is signed, each page says that it is a draft." in text


def test_an_earlier_issue_offers_its_own_files(client):
    alma = make_user("head of office")
    make_signed(by=alma)
    make_signed(issue=2, by=alma)
    text = get(client, alma, f"{MONTH}issues/1/").content.decode()
    assert f'href="{MONTH}issues/1/download/pdf/"' in text
    assert "These are the files as they were signed." in text


def test_queries_do_not_grow(client, march):
    user = make_user("head of office")
    client.force_login(user)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address("csv")).status_code == 200
        return len(found)

    few = queries()
    for number in range(12):
        make_meeting(
            f"Meeting {number}", location=Location.objects.get(name="Kukës", level="municipality")
        )
    assert (queries(), few < 25) == (few, True)


def test_the_page_names_the_letters_that_the_pdf_lacks(client):
    viewer = make_user("viewer")
    meeting = make_meeting("Лекција, لقاء, Ελλάδα")
    assert "The PDF has no type" not in get(client, viewer, MONTH).text
    type(meeting).objects.filter(pk=meeting.pk).update(title="A 漢字 meeting, שלום 漢")
    said = (
        "The PDF has no type for these letters, and spells them in Latin ones: 漢字שלום The other"
    )
    assert said in " ".join(get(client, viewer, MONTH).text.split())
