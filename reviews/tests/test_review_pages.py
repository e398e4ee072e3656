"""Submit, return, sign, sign anew: who may, when, and what a second press does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.models import MonthlyReview
from reviews.signature.sign import signed_file, signed_report
from reviews.views import signature

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"
TICKS = {"names": "on", "people": "on", "gaps": "on"}
FIRST = date(2024, 3, 1)


@pytest.fixture
def alma():
    return make_user("head of office", full_name="Alma Jani")


def latest():
    return MonthlyReview.objects.latest_of(FIRST)


def post(client, user, act, **data):
    client.force_login(user)
    return client.post(f"{MARCH}{act}/", data)


def get(client, user, act=""):
    client.force_login(user)
    return client.get(f"{MARCH}{act}/" if act else MARCH)


def sign(client, user, **data):
    """Open the page of the signature, then press its button."""
    seen = get(client, user, "sign").context["seen"]
    return post(client, user, "sign", **({"seen": seen} | TICKS | data))


def refused(response, words):
    assert response.status_code == 409
    text = response.content.decode()
    assert words in text
    assert f'href="{MARCH}"' in text


ACTS = ["submit", "return", "sign", "issues/new", "article", "article/start-again"]


@pytest.mark.parametrize("act", [*ACTS, "issues/1", "article/versions/1"])
def test_anonymous_is_led_to_sign_in(client, march, act):
    for response in (client.get(f"{MARCH}{act}/"), client.post(f"{MARCH}{act}/")):
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert not MonthlyReview.objects.exists()


@pytest.mark.parametrize(
    ("role", "forbidden"),
    [
        ("viewer", ACTS),
        ("data manager", ACTS),
        ("staff", ["return", "sign", "issues/new"]),
        ("head of office", []),
        ("", ACTS),
    ],
)
def test_acts_by_role(client, march, role, forbidden):
    user = make_user(role)
    for act in ACTS:
        # There is no page of the text for who may not edit it; the other steps say that they may not.
        refused_with = 404 if act.startswith("article") and role else 403
        for response in (get(client, user, act), post(client, user, act)):
            assert (response.status_code == refused_with) is (act in forbidden), act


@pytest.mark.parametrize("month", ["2024-13", "0000-01", "9999-12"])
def test_what_is_no_month_is_not_found(client, alma, month):
    client.force_login(alma)
    for act in ACTS:
        assert client.get(f"/months/{month}/{act}/").status_code == 404


def test_submit(client, march, bora, alma):
    response = post(client, bora, "submit")
    assert (response.status_code, response.url) == (302, MARCH)
    review = latest()
    assert (review.status, review.submitted_by, review.version) == ("submitted", bora, 1)
    assert review.history.first().history_user == bora
    text = get(client, alma).content.decode()
    assert "Submitted by Bora Leka" in text
    assert f'href="{MARCH}sign/"' in text
    assert f'action="{MARCH}submit/"' not in text


def test_submitted_twice_is_submitted_once(client, march, bora):
    post(client, bora, "submit")
    at = latest().submitted_at
    assert post(client, bora, "submit").status_code == 302
    assert (latest().submitted_at, latest().version) == (at, 1)
    assert get(client, bora, "submit").url == MARCH


def test_return_needs_a_comment(client, march, bora, alma):
    post(client, bora, "submit")
    assert "What has to change?" in get(client, alma, "return").content.decode()
    response = post(client, alma, "return", comment="  ")
    text = response.content.decode()
    assert (response.status_code, latest().status) == (200, "submitted")
    assert '<a href="#id_comment">Say what has to change.</a>' in text
    assert "Error: Return March 2024" in text
    assert post(client, alma, "return", comment="x" * 3001).context["form"].errors
    response = post(client, alma, "return", comment="Name the <b>Mayor</b>.\r\nThanks")
    assert (response.status_code, response.url) == (302, MARCH)
    assert (latest().status, latest().comment) == ("returned", "Name the <b>Mayor</b>.\nThanks")
    assert "Name the &lt;b&gt;Mayor&lt;/b&gt;." in get(client, bora).content.decode()
    assert "Mayor&lt;" not in get(client, make_user("viewer")).content.decode()


def test_returned_twice_is_returned_once(client, march, bora, alma):
    post(client, bora, "submit")
    for _press in range(2):
        assert post(client, alma, "return", comment="Name\r\nthe Mayor.").status_code == 302
    assert latest().version == 2
    refused(post(client, alma, "return", comment="Other"), "Only a submitted month can be returned")
    assert latest().comment == "Name\nthe Mayor."


def test_what_is_returned_can_be_submitted_again(client, march, bora, alma):
    post(client, bora, "submit")
    post(client, alma, "return", comment="More")
    assert post(client, bora, "submit").status_code == 302
    assert (latest().status, latest().comment) == ("submitted", "")


def test_a_draft_cannot_be_returned(client, march, alma):
    refused(get(client, alma, "return"), "Only a submitted month can be returned.")
    refused(post(client, alma, "return", comment="No"), "Only a submitted month can be returned.")


@pytest.mark.parametrize("missing", TICKS)
def test_each_tick_is_needed(client, march, alma, missing):
    response = sign(client, alma, **{missing: ""})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [missing]
    text = response.content.decode()
    assert f'id="id_{missing}_error"' in text
    assert f'<a href="#id_{missing}">' in text
    assert latest().status == "draft"


def test_sign(client, march, alma, monkeypatch):
    files = {"pdf": b"%PDF \x00", "docx": b"PK"}
    monkeypatch.setattr(signature, "files_of", lambda report: files if report.is_signed else {})
    page = " ".join(get(client, alma, "sign").content.decode().split())
    for words in (
        "Karl Bergner",
        "12 meetings, with what they say today.",
        "meetings 12;",
        "All 12 meetings have something missing",
        "<b>6</b> <span>No exact day</span>",
    ):
        assert words in page
    response = sign(client, alma)
    assert (response.status_code, response.url) == (302, MARCH)
    review = latest()
    assert (review.status, review.signed_by, review.version) == ("signed", alma, 1)
    assert len(signed_report(review).records) == 12
    assert signed_file(review, "pdf") == files["pdf"]
    day = timezone.localdate().strftime("%-d %B %Y")
    text = get(client, make_user("viewer")).content.decode()
    assert f"Signed by Alma Jani on {day}" in text
    assert "Sign a new issue" not in text
    text = get(client, alma).content.decode()
    assert "Sign a new issue" in text
    assert f'href="{MARCH}sign/"' not in text


def test_a_second_press_signs_once(client, march, alma):
    seen = get(client, alma, "sign").context["seen"]
    for _press in range(2):
        assert post(client, alma, "sign", seen=seen, **TICKS).url == MARCH
    assert (latest().version, latest().history.filter(status="signed").count()) == (1, 1)


def test_two_signers_sign_once(client, march, alma, monkeypatch):
    other = make_user("head of office", full_name="Dritan Hoxha")
    seen = get(client, other, "sign").context["seen"]
    make_files = signature.files_of

    def meanwhile(report):
        """The other one signs while the files of the first are made."""
        monkeypatch.setattr(signature, "files_of", make_files)
        assert sign(client, alma).status_code == 302
        return {"pdf": b"of the other"}

    monkeypatch.setattr(signature, "files_of", meanwhile)
    client.force_login(other)
    response = post(client, other, "sign", seen=seen, **TICKS)
    refused(response, "March 2024 was signed by Alma Jani")
    assert latest().signed_by == alma
    assert signed_file(latest(), "pdf").startswith(b"%PDF-")
    refused(post(client, other, "sign", seen=seen, **TICKS), "was signed by Alma Jani")
    refused(get(client, alma, "sign"), "What is signed never changes.")


def test_only_what_was_seen_is_signed(client, march, alma):
    seen = get(client, alma, "sign").context["seen"]
    meeting = Meeting.objects.first()
    meeting.title = "Another title"
    meeting.store()
    response = post(client, alma, "sign", seen=seen, **TICKS)
    assert response.status_code == 200
    assert (
        "The month changed while you were reading. Nothing is signed." in response.content.decode()
    )
    assert (latest().status, response.context["form"].is_bound) == ("draft", False)
    assert post(client, alma, "sign", seen=response.context["seen"], **TICKS).status_code == 302


def test_what_changes_between_press_and_signature_is_not_signed(client, march, alma, monkeypatch):
    def meanwhile(report):
        Meeting.objects.filter(title="Event in Kukës").update(title="Fair")
        return {}

    monkeypatch.setattr(signature, "files_of", meanwhile)
    response = sign(client, alma)
    assert response.context["has_changed"]
    assert (latest().status, response.status_code) == ("draft", 200)


def test_submitting_does_not_disturb_the_reader(client, march, alma, bora):
    seen = get(client, alma, "sign").context["seen"]
    post(client, bora, "submit")
    assert post(client, alma, "sign", seen=seen, **TICKS).status_code == 302


@pytest.mark.parametrize("days", [0, 40])
def test_a_month_that_is_not_over_is_not_signed(client, alma, days):
    day = timezone.localdate() + timedelta(days=days)
    make_meeting(date=day)
    address = reverse("month_detail", args=[day.year, day.month])
    for user, act in ((alma, "sign"), (make_user("staff"), "submit")):
        client.force_login(user)
        response = client.post(f"{address}{act}/", TICKS)
        assert response.status_code == 409
        assert "is not over yet. It can be signed from 1 " in response.content.decode()
    text = client.get(address).content.decode()
    assert f'action="{address}submit/"' not in text


def test_a_month_without_records_is_not_signed(client, alma):
    bora = make_user("staff")
    words = "Nothing was recorded in March 2024, so there is nothing to sign."
    refused(get(client, alma, "sign"), words)
    refused(post(client, bora, "submit"), words)
    assert get(client, bora).status_code == 200


def test_after_the_signature_nothing_moves(client, march, alma, bora):
    sign(client, alma)
    for user, act, data in [
        (bora, "submit", {}),
        (alma, "return", {"comment": "No"}),
        (bora, "article", {"paragraph": "Another.", "version": "1"}),
        (bora, "article/start-again", {"version": "1"}),
    ]:
        refused(post(client, user, act, **data), "What is signed never changes.")
    assert latest().version == 1


def test_the_page_keeps_showing_what_was_signed(client, march, alma):
    sign(client, alma)
    viewer = make_user("viewer")
    before = get(client, viewer).context["report"]
    meeting = Meeting.objects.filter(title="Event in Kukës").get()
    meeting.title = "Renamed later"
    meeting.store()
    response = get(client, viewer)
    assert response.context["report"] == before
    text = response.content.decode()
    assert '<a class="tag tag--warn" href="#sign">1 meeting changed since signature</a>' in text
    assert '<del><span class="vh">As signed: </span>Event in Kukës</del>' in text
    assert '<ins><span class="vh">Now: </span>Renamed later</ins>' in text


def test_a_new_issue(client, march, alma, bora):
    refused(post(client, alma, "issues/new", issue=1), "Only a signed month can have a new issue.")
    sign(client, alma)
    meeting = Meeting.objects.filter(title="Event in Kukës").get()
    meeting.title = "Renamed later"
    meeting.store()
    for _press in range(2):
        assert post(client, alma, "issues/new", issue=1).url == MARCH
    first, second = MonthlyReview.objects.order_by("issue")
    assert (second.status, second.text) == ("draft", first.text)
    text = " ".join(get(client, bora).content.decode().split())
    assert "Issue 2: Draft, not signed" in text
    assert f'href="{MARCH}issues/1/"' in text
    page = get(client, alma, "sign").content.decode()
    assert "Sign issue 2 of the March 2024 review" in page
    assert "1 meeting changed since signature" in page
    for row in get(client, alma, "sign").context["questions"]:
        post(client, alma, "sign", **{f"ask-{row.finding.name}": "keep"})
    assert sign(client, alma).status_code == 302
    assert "Renamed later" in str(latest().frozen)
    assert "changed since signature" not in get(client, bora).content.decode()
    old = get(client, make_user("viewer"), "issues/1")
    titles = [record.title for record in old.context["report"].records]
    assert ("Event in Kukës" in titles, "Renamed later" in titles) == (True, False)
    assert "This is issue 1, as it was signed." in old.content.decode()
    assert (get(client, bora, "issues/2").url, get(client, bora, "issues/3").status_code) == (
        MARCH,
        404,
    )


def test_an_issue_that_never_was(client, march, alma):
    sign(client, alma)
    for issue in ("0", "7", "9" * 30):
        assert get(client, alma, f"issues/{issue}").status_code == 404, issue


def test_figures_that_cannot_be_read_are_told(client, march, alma):
    sign(client, alma)
    MonthlyReview.objects.update(frozen={"year": 2024})
    response = get(client, make_user("viewer"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "The figures that were signed can’t be read by this version of the program." in text
    assert response.context["summary"].counts.meetings == 12
    MonthlyReview.objects.filter(issue=1).get().next_issue()
    assert "can’t be read" in get(client, alma, "issues/1").content.decode()
    assert get(client, alma, "sign").status_code == 200


@pytest.mark.parametrize("role", roles.ALL)
def test_one_main_button_by_role(client, march, role):
    text = get(client, make_user(role)).content.decode()
    head = text[: text.index('id="glance"')]
    assert ("Review and sign" in head) is (role == "head of office")
    assert (f'action="{MARCH}submit/"' in head) is (role == "staff")
    assert (f'href="{MARCH}article/"' in text) is (role in ("staff", "head of office"))
    assert 'id="article"' in text


def test_queries_of_a_signed_month_do_not_grow(client, march, alma):
    sign(client, alma)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert get(client, alma).status_code == 200
        return len(found)

    rows = list(Meeting.objects.order_by("pk"))
    rows[0].set_status(Meeting.Status.CANCELLED)
    rows[1].date = date(2024, 4, 1)
    rows[1].store()
    rows[2].action_points.create(text="Send it", owner=alma)
    few = queries()
    for meeting in rows[3:8]:
        meeting.title = f"Another {meeting.pk}"
        meeting.store()
        make_meeting(f"Late {meeting.pk}")
        meeting.action_points.create(text="Send it", owner=alma)
    assert (queries(), few < 45) == (few, True)
