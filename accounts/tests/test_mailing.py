"""Emails go out once for a day, whatever fails; the record says which did."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends import locmem
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.mail import Mail, absolute, require_site_url, send_each
from accounts.models import EMAIL_SIGNER, EmailRecord, User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 6)
ACTIONS = EmailRecord.Kind.ACTIONS
CONTEXT = {"today": DAY, "sections": [], "list_address": "https://tracker.example.org/actions/"}


class Backend(locmem.EmailBackend):
    """A server that fails, by what stands in `errors`: an exception for an address."""

    errors = {}
    opened = None

    def open(self):
        if self.opened:
            raise self.opened

    def send_messages(self, messages):
        error = self.errors.get(messages[0].to[0])
        if error:
            raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    """The backend; a test gives it errors."""
    settings.EMAIL_BACKEND = f"{__name__}.Backend"
    monkeypatch.setattr(Backend, "errors", {})
    monkeypatch.setattr(Backend, "opened", None)
    return Backend


def users(count=3):
    return [make_user(email=f"{letter}@example.org") for letter in "abc"[:count]]


def send(people, day=DAY):
    mails = [Mail(user, "1 due today", "emails/actions", CONTEXT) for user in people]
    return {what: n for what, n in send_each(ACTIONS, day, mails).items() if n}


def addressees():
    return [message.to for message in mail.outbox]


def test_each_gets_one_a_day(server):
    people = users()
    assert send(people) == {"sent": 3}
    assert send(people) == {"busy": 3}
    assert addressees() == [["a@example.org"], ["b@example.org"], ["c@example.org"]]
    assert send(people[:1], DAY + timedelta(days=1)) == {"sent": 1}
    assert EmailRecord.objects.exclude(sent_at=None).count() == 4


def test_nobody_to_write_to_asks_no_server(server):
    server.opened = AssertionError("opened")
    assert send([]) == {}


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"refused"),
        ValueError("Invalid address"),
    ],
)
def test_one_bad_address_stops_nobody_else(server, error):
    people = users()
    server.errors = {"b@example.org": error}
    assert send(people) == {"sent": 2, "refused": 1}
    assert addressees() == [["a@example.org"], ["c@example.org"]]
    server.errors = {}
    assert send(people[1:2]) == {"sent": 1}


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError(),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPSenderRefused(550, b"", "tracker@example.org"),
    ],
)
def test_a_server_that_fails_midway_leaves_the_rest_to_the_next_run(server, error):
    people = users()
    server.errors = {"b@example.org": error}
    assert send(people) == {"sent": 1, "unsent": 2}
    server.errors = {}
    assert send(people[1:]) == {"sent": 2}
    assert addressees() == [["a@example.org"], ["b@example.org"], ["c@example.org"]]


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), smtplib.SMTPAuthenticationError(535, b"")]
)
def test_a_server_that_does_not_answer(server, error):
    server.opened = error
    assert send(users()) == {"unsent": 3}
    assert (mail.outbox, EmailRecord.objects.count()) == ([], 0)


def test_a_run_that_is_cut_off_sends_only_what_was_in_doubt_again(server):
    """Killed while the server had the second: neither the first is sent twice, nor the third lost."""
    people = users()
    server.errors = {"b@example.org": KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        send(people)
    server.errors = {}
    assert send(people) == {"busy": 2, "sent": 1}
    EmailRecord.objects.update(claimed_at=timezone.now() - EmailRecord.LEASE)
    assert send(people) == {"busy": 2, "sent": 1}
    assert addressees() == [["a@example.org"], ["c@example.org"], ["b@example.org"]]


def test_what_another_run_has_begun_is_left_to_it():
    (user,) = users(1)
    assert EmailRecord.objects.claim(user, ACTIONS, DAY).pk
    assert EmailRecord.objects.claim(user, ACTIONS, DAY) is None
    assert send([user]) == {"busy": 1}


def test_the_database_holds_one_a_day():
    (user,) = users(1)
    EmailRecord.objects.create(user=user, kind=ACTIONS, day=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailRecord.objects.create(user=user, kind=ACTIONS, day=DAY)


def test_the_headers(settings):
    settings.DEFAULT_FROM_EMAIL = "IOM Tracker <tracker@example.org>"
    (user,) = users(1)
    send([user])
    (message,) = mail.outbox
    stop = f"https://tracker.example.org/emails/stop/{user.email_key}/"
    assert message.message()["List-Unsubscribe"] == f"<{stop}>"
    assert message.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.message()["Message-ID"] == f"<actions-2024-03-06-{user.pk}@tracker.example.org>"
    assert (message.from_email, message.cc, message.bcc) == (settings.DEFAULT_FROM_EMAIL, [], [])
    assert [kind for _content, kind in message.alternatives] == ["text/html"]


def test_a_key_is_of_one_user_and_not_to_be_forged():
    alma, other = users(2)
    assert User.objects.with_email_key(alma.email_key).get() == alma
    pk_part, signature = alma.email_key.rsplit(".", 1)
    other_pk = other.email_key.rsplit(".", 1)[0]
    for bad in ("", "x", pk_part, f"{other_pk}.{signature}", f"{alma.email_key}x", "é.ë"):
        assert not User.objects.with_email_key(bad).exists(), bad
    assert not User.objects.with_email_key(EMAIL_SIGNER.sign_object(0)).exists()
    other.renew_feed()
    assert not User.objects.with_email_key(other.feed_key).exists()
    assert not User.objects.with_feed_key(other.email_key).exists()


def test_whom_email_reaches():
    everybody = [
        make_user(role, email=f"{role[:1]}@example.org")
        for role in ("viewer", "staff", "head of office")
    ]
    boss = make_user(None, email="boss@example.org", is_superuser=True)
    make_user(email="left@example.org", is_active=False)
    make_user(email="stopped@example.org", emails=False)
    make_user(None, email="no-role@example.org")
    make_user()
    everybody[1].groups.add(*everybody[0].groups.all())
    assert list(User.objects.reached_by_email()) == [*everybody, boss]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "SITE_URL is not set. Set SITE_URL in the environment"),
        ("tracker.example.org", "SITE_URL must be an address, not “tracker.example.org”. Set"),
        ("ftp://example.org", "SITE_URL must be an address, not “ftp://example.org”. Set"),
        ("http://[x", "SITE_URL must be an address, not “http://[x”. Set"),
        ("https://", "SITE_URL must be an address, not “https://”. Set"),
    ],
)
def test_links_need_the_site_s_address(settings, value, sentence):
    settings.SITE_URL = value
    with pytest.raises(ImproperlyConfigured) as error:
        require_site_url()
    assert str(error.value).startswith(sentence)


def test_an_address_is_whole():
    require_site_url()
    assert absolute("/months/2024-03/") == "https://tracker.example.org/months/2024-03/"
