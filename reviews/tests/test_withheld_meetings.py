"""A meeting that is restricted after its month was signed: what each reader has of the month."""

import io
import re
from datetime import UTC, date, datetime

import docx
import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from reviews.build_report import build_report
from reviews.documents import FORMATS
from reviews.models import MonthlyReview
from reviews.month.coverage import read_coverage
from reviews.month.periods import make_period
from reviews.signature.sign import as_signed, files_of, sign, signed_file, signed_report
from reviews.signature.withheld_meetings import for_reader, report_without
from reviews.signature.workflow import versions
from reviews.tests.factories import add_counterpart, make_town

pytestmark = pytest.mark.django_db
MARCH, FIRST = "/months/2024-03/", date(2024, 3, 1)
AT = datetime(2024, 4, 4, 10, tzinfo=UTC)
# Of the meeting that is restricted: its area, who spoke, for whom, of what, and what was promised.
SECRETS = ("Diaspora", "Zamira Hoxha", "Chamber of Shepherds", "wolves", "Send the maps")


@pytest.fixture
def alma(march):
    return make_user("head of office", full_name="Alma Jani")


@pytest.fixture
def secret(march, alma):
    """The thirteenth meeting of March, the only one with its place, area, organisation and person."""
    meeting = make_meeting(
        "Talk of wolves",
        date=date(2024, 3, 20),
        location=make_town("Tropojë"),
        areas=[make_area("diaspora", "Diaspora")],
        public_line="They spoke of wolves.",
        created_by=make_user("staff"),
    )
    add_counterpart(meeting, "Chamber of Shepherds", "Private sector", "Zamira Hoxha")
    meeting.action_points.create(text="Send the maps", owner=alma, due=date(2024, 3, 25))
    Meeting.history.update(history_date=datetime(2024, 3, 30, tzinfo=UTC))
    return meeting


def live(year=2024, month=3):
    return build_report(year, month, today=date(2024, 4, 4))


def sign_month(alma, month=3):
    review = MonthlyReview.objects.hold(date(2024, month, 1))
    report = as_signed(live(month=month), alma, AT)
    sign(review, report, files_of(report), by=alma, at=AT)
    return MonthlyReview.objects.get(pk=review.pk)


def restrict(meeting):
    meeting.sensitivity = "restricted"
    meeting.store()


@pytest.fixture
def review(secret, alma):
    review = sign_month(alma)
    restrict(secret)
    return review


def text_of(file_format, content):
    if file_format == "docx":
        document = docx.Document(io.BytesIO(content))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        heads = [p.text for s in document.sections for p in s.header.paragraphs]
        return "\n".join([*heads, *(p.text for p in document.paragraphs), *cells])
    if file_format == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    if file_format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(cell) for s in book for row in s.iter_rows(values_only=True) for cell in row
        )
    return content.decode(errors="replace")


def get(client, user, address=MARCH):
    client.force_login(user)
    return client.get(address)


def files(client, user, query=""):
    return {f: get(client, user, f"{MARCH}download/{f}/{query}").content for f in FORMATS}


def test_what_is_made_anew_is_what_the_month_would_have_been(march, secret, alma):
    review = sign_month(alma)
    restrict(secret)
    made = report_without(signed_report(review), frozenset({secret.reference}))
    would = as_signed(live(), alma, AT)
    for name in ("summary", "records", "promises", "not_visited", "map", "gaps"):
        assert getattr(made, name) == getattr(would, name), name
    assert (made.withheld, would.withheld) == ("record", "")


def test_what_changed_otherwise_stays_as_it_was_signed(review, secret, alma):
    Meeting.objects.filter(title="Event in Kukës").update(title="Quite another title")
    late = make_meeting("Logged late", location=make_town("Tropojë"))
    made = report_without(signed_report(review), frozenset({secret.reference}))
    assert "Event in Kukës" in [m.title for m in made.records]
    assert late.reference not in str(made)
    assert made.summary.counts.meetings == 12
    assert "Tropojë" not in made.summary.matrix.columns


@pytest.mark.parametrize("role", ["viewer", "staff", "data manager"])
def test_who_may_not_read_it_has_the_month_without_it(client, review, secret, role):
    user = make_user(role)
    answer = get(client, user)
    page = answer.content.decode()
    assert "A record was restricted after this review was signed on 4 April 2024." in page
    assert "It is not in this page nor in the files" in " ".join(page.split())
    assert answer.context["report"].summary.counts.meetings == 12
    assert answer.context["changes"].title == ""
    for words in (*SECRETS, secret.reference, secret.title):
        assert words not in page, words
    for file_format, content in files(client, user).items():
        text, signed = (
            text_of(file_format, one) for one in (content, signed_file(review, file_format))
        )
        assert "Zamira Hoxha" in signed, file_format  # it could leak
        for words in (*SECRETS, secret.reference):
            assert words not in text, (file_format, words)
    assert [record.row_count for record in ExportRecord.objects.all()] == [12] * len(FORMATS)


@pytest.mark.parametrize("role", ["head of office", "present"])
def test_who_may_read_it_has_what_was_signed(client, review, secret, alma, role):
    user = alma
    if role == "present":
        user = make_user("staff")
        secret.staff.add(user)
    page = " ".join(get(client, user).content.decode().split())
    assert "1 meeting was restricted after this was signed." in page
    assert 'href="?as-others=1"' in page
    assert "not counted here" not in page  # as signed, it is
    others = " ".join(get(client, user, f"{MARCH}?as-others=1").content.decode().split())
    assert "1 restricted meeting is not counted here" in others
    assert "Zamira Hoxha" in page
    for file_format, content in files(client, user).items():
        assert content == signed_file(review, file_format)


def test_see_it_as_others_do(client, review, secret, alma):
    theirs = files(client, make_user("viewer"))
    page = get(client, alma, f"{MARCH}?as-others=1").content.decode()
    assert "A record was restricted after" in page
    assert "Back to what you may read" in page
    assert f'href="{MARCH}download/pdf/?as-others=1"' in page
    assert "Zamira Hoxha" not in page
    assert files(client, alma, "?as-others=1") == theirs


def test_as_others_gives_nobody_more(client, review, secret):
    viewer = make_user("viewer")
    assert "Zamira Hoxha" not in get(client, viewer, f"{MARCH}?as-others=").content.decode()


def test_the_files_say_so_and_agree(client, review, secret):
    made = files(client, make_user("viewer"))
    words = "Signed by Alma Jani on 4 April 2024; without a record that was restricted since"
    for file_format in ("docx", "pdf", "xlsx", "txt"):
        assert words in text_of(file_format, made[file_format]), file_format
    again = files(client, make_user("staff"))
    assert made == again
    answer = client.get(f"{MARCH}download/pdf/")
    assert answer["Cache-Control"] == "private, no-store"


def test_internal_again_it_is_as_signed_again(client, review, secret):
    secret.sensitivity = "internal"
    secret.store()
    viewer = make_user("viewer")
    assert "A record was restricted" not in get(client, viewer).content.decode()
    assert files(client, viewer) == {f: signed_file(review, f) for f in FORMATS}


def test_a_later_month_that_names_it_is_without_it_too(client, march, secret, alma):
    april = sign_month(alma, 4)
    before = signed_report(april)
    assert [line.text for line in before.promises.older] == ["Send the maps"]
    assert any(s.last == secret.date for row in before.not_visited.rows for s in row.squares)
    restrict(secret)
    viewer = make_user("viewer")
    page = get(client, viewer, "/months/2024-04/").content.decode()
    assert "A record was restricted after this review was signed" in page
    assert "Send the maps" not in page
    found = for_reader(april, viewer).report
    assert (found.promises.older, found.not_visited) == ((), live(month=4).not_visited)


def test_coverage_alone_shows_a_day(march, secret, alma):
    secret.action_points.all().delete()
    april = sign_month(alma, 4)
    assert not for_reader(april, make_user("viewer")).hidden
    restrict(secret)
    assert for_reader(april, make_user("viewer")).hidden == {secret.reference}


def test_one_that_was_restricted_before_is_no_secret_of_the_month(march, secret, alma):
    restrict(secret)
    make_meeting("Open", date=secret.date, location=secret.location, created_by=alma)
    Meeting.history.update(history_date=datetime(2024, 3, 30, tzinfo=UTC))
    april = sign_month(alma, 4)
    assert for_reader(april, make_user("viewer")).is_whole


def test_an_earlier_issue_is_without_it_too(client, review, secret):
    review.next_issue()
    viewer = make_user("viewer")
    answer = get(client, viewer, f"{MARCH}issues/1/")
    assert "A record was restricted after" in answer.content.decode()
    assert "Zamira" not in answer.content.decode()
    content = get(client, viewer, f"{MARCH}issues/1/download/csv/").content
    assert secret.reference not in content.decode()
    assert "changed since signature" not in get(client, viewer).content.decode()


def test_a_month_that_cannot_be_read_keeps_its_files_to_itself(client, review, secret, alma):
    MonthlyReview.objects.filter(pk=review.pk).update(frozen={"year": 2024})
    Meeting.objects.update(created_at=datetime(2024, 3, 30, tzinfo=UTC))
    assert get(client, make_user("viewer"), f"{MARCH}download/csv/").status_code == 503
    assert get(client, alma, f"{MARCH}download/csv/").content == signed_file(review, "csv")


def queries(client, address=MARCH):
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_queries(client, march, secret, alma):
    client.force_login(make_user("viewer"))
    sign_month(alma)
    before = queries(client), queries(client, f"{MARCH}download/csv/")
    restrict(secret)
    more = queries(client) - before[0], queries(client, f"{MARCH}download/csv/") - before[1]
    assert more == (16, 7)  # whatever the size of the month; 9 read what the hidden meetings name


def test_coverage_of_signed_rows_is_that_of_records(march):
    rows = list(Meeting.objects.all())
    period = make_period(2024, 3, date(2024, 4, 4))
    assert read_coverage(period, rows) == read_coverage(period)


def test_versions_of_the_text_are_without_it_too(client, march, secret, alma):
    sign_month(alma)
    restrict(secret)
    pk = versions(FIRST)[0].pk
    address = f"{MARCH}article/versions/{pk}/"
    staff = make_user("staff")
    page = get(client, staff, address).content.decode()
    assert "may no longer be told are left out here" in page
    for words in SECRETS:
        assert words not in page, words
    assert client.post(address, {"version": 1}).status_code == 409
    assert get(client, make_user("viewer"), address).status_code == 404
    page = get(client, alma, address).content.decode()
    assert "left out here" not in page
    assert "Chamber of Shepherds" in page
