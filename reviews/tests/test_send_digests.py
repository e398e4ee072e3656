"""Who gets an email on which day, and that a run is safe to repeat."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import EmailRecord
from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from engagements.tests.test_action_points import make_point
from reviews.build_report import build_report
from reviews.tests.factories import make_march
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 3, 11)


def run(day=MONDAY):
    """Run the command for a day, and return what was sent as (address, subject)."""
    mail.outbox.clear()
    call_command("send_digests", f"--date={day}")
    return [(message.to[0], message.subject) for message in mail.outbox]


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani", email="alma@example.org")


@pytest.mark.parametrize(
    ("due", "subject"),
    [
        ([-1], "1 overdue"),
        ([-400, -1], "2 overdue"),
        ([0], "1 due today"),
        ([1, 1], "2 due tomorrow"),
        ([-2, -3, 4], "2 overdue, 1 due Friday"),
        ([6], "1 due Sunday"),
        ([7], "1 due Monday 18 March"),
        ([-1, 0, 2, 4], "1 overdue, 1 due today, 2 due by Friday"),
        ([4, 7], "2 due by Monday 18 March"),
        ([0, 8], "1 due today"),
    ],
)
def test_the_subject_says_what_is_due(alma, due, subject):
    for days in due:
        make_point(owner=alma, due=MONDAY + timedelta(days=days))
    assert run() == [("alma@example.org", subject)]


@pytest.mark.parametrize("due", [MONDAY + timedelta(days=8), None])
def test_nothing_is_sent_when_nothing_is_due(alma, due):
    make_point(owner=alma, due=due)
    assert run() == []


def test_what_is_no_promise_any_more_is_not_due(alma):
    make_point(owner=alma, due=MONDAY, status="done", closed_on=MONDAY)
    make_point(owner=alma, due=MONDAY, status="dropped", closed_on=MONDAY)
    make_point(owner=alma, due=MONDAY, meeting=make_meeting(status="draft"))
    make_point(owner=alma, due=MONDAY, meeting=make_meeting(status="cancelled"))
    make_point(promised_by="them", organisation=make_organisation(), due=MONDAY)
    make_point(due=MONDAY)
    assert run() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"is_active": False},
        {"emails": False},
        {"role": None},
    ],
)
def test_who_gets_none(fields):
    user = make_user(**{"role": "staff", "email": "alma@example.org"} | fields)
    make_point(owner=user, due=MONDAY)
    assert run() == []


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", "data manager"])
def test_whoever_owns_something_due_gets_one(role):
    user = make_user(role, email="alma@example.org")
    make_point(owner=user, due=MONDAY)
    assert run() == [("alma@example.org", "1 due today")]


def test_not_at_the_weekend(alma):
    make_point(owner=alma, due=MONDAY)
    assert [len(run(MONDAY + timedelta(days=n))) for n in range(-3, 5)] == [1, 0, 0, 1, 1, 1, 1, 1]


def test_restricted_meetings_are_left_out_even_for_who_was_there(alma):
    secret = make_meeting("Secret talks", sensitivity="restricted", staff=[alma])
    make_point("Secret promise", owner=alma, due=MONDAY, meeting=secret)
    assert run() == []
    make_point("Plain promise", owner=alma, due=MONDAY)
    assert run() == [("alma@example.org", "1 due today")]
    html = mail.outbox[0].alternatives[0][0]
    for text in (mail.outbox[0].body, html):
        assert "Plain promise" in text
        assert "Secret" not in text
        assert secret.reference not in text


def test_a_second_run_sends_nothing_and_asks_little(alma, capsys):
    make_point(owner=alma, due=MONDAY)
    run()
    with CaptureQueriesContext(connection) as queries:
        assert run() == []
    assert len(queries) == 1
    assert capsys.readouterr().out == "1 email sent.\n0 emails sent.\n"
    assert len(run(MONDAY + timedelta(days=1))) == 1


@pytest.mark.parametrize("count", [1, 10])
def test_query_counts(count):
    """One to find the owners; for each two to read, five to claim (with a savepoint), one to mark."""
    for number in range(count):
        owner = make_user(email=f"user-{number}@example.org")
        for _point in range(2):
            make_point(owner=owner, due=MONDAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(run()) == count
    assert len(queries) == 1 + 8 * count


@pytest.mark.parametrize("count", [1, 6])
def test_query_counts_of_the_month(count):
    """One to find the heads of office, those of one report, and for each six to claim and mark."""
    heads = [make_user("head of office", email=f"{n}@example.org") for n in range(count)]
    make_march(heads[0])
    with CaptureQueriesContext(connection) as of_report:
        build_report(2024, 3, today=date(2024, 4, 6))
    with CaptureQueriesContext(connection) as queries:
        assert len(run(date(2024, 4, 6))) == count
    assert len(queries) == 1 + len(of_report) + 6 * count


def test_the_head_of_office_gets_the_month_before_on_the_1st():
    head = make_user("head of office", email="head@example.org")
    for role in ("viewer", "staff", "data manager"):
        make_user(role, email=f"{role[:1]}@example.org")
    make_user("head of office", email="stopped@example.org", emails=False)
    make_user("head of office", email="left@example.org", is_active=False)
    make_march(head)
    said = "March 2024: 12 meetings, visits and events"
    assert run(date(2024, 4, 1)) == [("head@example.org", said)]
    assert run(date(2024, 4, 1)) == run(date(2024, 4, 2)) == []
    assert run(date(2024, 5, 1)) == [("head@example.org", "April 2024: nothing was recorded")]


@pytest.mark.parametrize(
    ("day", "subjects"),
    [
        (date(2024, 9, 1), ["August 2024: nothing was recorded"]),  # a Sunday
        (date(2024, 1, 1), ["December 2023: nothing was recorded"]),
        (date(2024, 1, 7), ["December 2023: nothing was recorded"]),
        (date(2024, 1, 8), []),
        (date(2024, 1, 31), []),
    ],
)
def test_a_month_that_was_missed_is_sent_by_a_run_of_the_week(day, subjects):
    make_user("head of office", email="head@example.org")
    assert [subject for _to, subject in run(day)] == subjects


class Broken(locmem.EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("alma@example.org")


def test_a_server_that_fails_ends_with_a_sentence_and_the_next_run_sends(
    alma, settings, capsys, caplog
):
    make_point("Send figures", owner=alma, due=MONDAY)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    with pytest.raises(CommandError) as error:
        run()
    said = "The mail server failed: 1 email was not sent. The next run sends it."
    assert (str(error.value), error.value.returncode) == (said, 1)
    settings.EMAIL_BACKEND = working
    assert run() == [("alma@example.org", "1 due today")]
    assert capsys.readouterr().out == "0 emails sent.\n1 email sent.\n"
    assert "The mail server failed: ConnectionRefusedError" in caplog.text
    assert "alma" not in caplog.text


class Picky(locmem.EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if messages[0].to == ["bad@example.org"]:
            raise ValueError("bad@example.org")
        return super().send_messages(messages)


def test_a_refused_address_is_told_of_without_its_name(alma, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    for owner in (make_user(full_name="A", email="bad@example.org"), alma):
        make_point(owner=owner, due=MONDAY)
    with pytest.raises(CommandError) as error:
        run()
    assert str(error.value) == (
        "1 email was refused: is the address right? The next run tries again."
    )
    assert [message.to for message in mail.outbox] == [["alma@example.org"]]


def test_what_another_run_began_is_left_to_it(alma):
    make_point(owner=alma, due=MONDAY)
    EmailRecord.objects.claim(alma, EmailRecord.Kind.ACTIONS, MONDAY)
    with pytest.raises(CommandError) as error:
        run()
    assert str(error.value) == (
        "Another run is sending 1 email. If it was interrupted, run again in ten minutes."
    )
    assert mail.outbox == []


def test_links_need_the_site_s_address(alma, settings):
    settings.SITE_URL = ""
    make_point(owner=alma, due=MONDAY)
    with pytest.raises(CommandError) as error:
        run()
    assert str(error.value) == (
        "SITE_URL is not set. Set SITE_URL in the environment, to the site's address such as "
        "https://tracker.example.org: emails link to it."
    )
    assert not EmailRecord.objects.exists()


@pytest.mark.parametrize("text", ["2024-02-30", "yesterday", "", "0001-01-01", "9999-01-01"])
def test_a_day_that_is_none(text):
    with pytest.raises(CommandError) as error:
        call_command("send_digests", f"--date={text}")
    assert f"must be a day such as 2024-04-01, not “{text}”." in str(error.value)


def test_without_a_date_it_is_today(alma, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: MONDAY)
    make_point(owner=alma, due=MONDAY)
    call_command("send_digests")
    assert EmailRecord.objects.get().day == MONDAY
