"""Colleagues are invited by email: who may, what the link does, and when it does nothing any more."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.invitations import accept
from accounts.models import Invitation, User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
INVITE = reverse("colleague_invite")
ALMA = {"name": "Alma Jani", "email": "alma@example.org", "role": "head of office"}
PASSWORD = "four words in a row"


def make_invitation(**fields):
    """Make an invitation that was sent today."""
    invitation = Invitation(**{**ALMA, **fields})
    assert invitation.renew(now=timezone.now())
    return invitation


def sent_before(invitation, days):
    """Let an invitation have been sent some days ago."""
    Invitation.objects.filter(pk=invitation.pk).update(
        sent_at=timezone.now() - timedelta(days=days)
    )


def words(response):
    """Return a page on one line."""
    return " ".join(response.content.decode().split())


def said(response):
    """Return what a page says in its messages."""
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def dana(client):
    """A data manager, signed in."""
    user = make_user("data manager", full_name="Dana Demo", email="dana@example.org")
    client.force_login(user)
    return user


class Server(locmem.EmailBackend):
    """A mail server that fails with `error`."""

    error: Exception | None = None

    def send_messages(self, messages):
        if self.error:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    """The mail server; a test gives it an error."""
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "error", None)
    return Server


# Who may


def pages(invitation):
    """Return the addresses for those who keep accounts."""
    names = ("colleague_edit", "colleague_send", "colleague_take_back")
    return [INVITE, *(reverse(name, args=[invitation.pk]) for name in names)]


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_other_roles_are_refused(client, role):
    invitation = make_invitation()
    nonce = invitation.nonce
    client.force_login(make_user(role))
    for address in pages(invitation):
        for method in (client.get, client.post):
            assert method(address, ALMA).status_code == 403, address
    invitation.refresh_from_db()
    assert (invitation.nonce, invitation.taken_back_at) == (nonce, None)
    assert not mail.outbox


def test_the_anonymous_are_led_to_sign_in(client):
    for address in pages(make_invitation()):
        for method in (client.get, client.post):
            assert method(address).url.startswith(reverse("account_login")), address


def test_a_superuser_may(client):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    client.post(INVITE, ALMA)
    assert Invitation.objects.get().invited_by.username == "root"


def test_the_menu_leads_to_the_page_for_those_who_may(client):
    for role, is_shown in [("data manager", True), ("head of office", False), ("staff", False)]:
        client.force_login(make_user(role))
        assert (INVITE in client.get(reverse("help")).content.decode()) is is_shown


# Inviting


def test_an_invitation_goes_out(client, dana):
    response = client.post(INVITE, {**ALMA, "name": " Alma\n Jani ", "email": "alma@Example.org"})
    assert response.url == INVITE
    invitation = Invitation.objects.get()
    assert (invitation.name, invitation.email) == ("Alma Jani", "alma@example.org")
    assert (invitation.role, invitation.invited_by) == ("head of office", dana)
    last = date_format(timezone.localdate() + timedelta(days=7), "j F Y")
    assert said(client.get(INVITE)) == [f"Sent to Alma Jani. The link works once, until {last}."]
    (message,) = mail.outbox
    assert message.subject == "Your invitation to IOM Tracker"
    assert message.to == ["alma@example.org"]
    assert (
        message.body
        == f"""IOM Tracker · IOM Albania

Dear Alma Jani,

Dana Demo invites you to IOM Tracker, where the office keeps its meetings.
Your role: head of office.

Choose your password here:
http://testserver{invitation.get_absolute_url()}

The link works once, until {last}. Afterwards you sign in with this email address.

Not you? Do nothing: without the link there is no account.
"""
    )
    assert not User.objects.filter(email="alma@example.org").exists()


def test_what_is_wrong_stands_beside_its_box(client, dana):
    response = client.post(INVITE, {"name": " ", "email": "", "role": "boss"})
    assert response.context["form"].errors == {
        "name": ["Write the name"],
        "email": ["Write the email address"],
        "role": ["Choose what they will do"],
    }
    page = words(response)
    assert '<li><a href="#id_name">Write the name</a></li>' in page
    response = client.post(INVITE, {**ALMA, "email": "alma", "name": "A\0"})
    assert response.context["form"].errors["email"] == [
        "Write an email address such as name@example.org"
    ]
    assert not Invitation.objects.exists() and not mail.outbox


@pytest.mark.parametrize("name", ["x" * 10_000, "\ud800".encode("utf-8", "replace").decode(), "☂"])
def test_odd_names_are_no_trouble(client, dana, name):
    assert client.post(INVITE, {**ALMA, "name": name}).status_code in (200, 302)


def test_an_address_with_an_account_is_told_whose(client, dana):
    alma = make_user("staff", full_name="Alma Jani", email="ALMA@example.org", password="x")
    page = words(client.post(INVITE, ALMA))
    assert "This address has an account already: Alma Jani, staff." in page
    assert reverse("admin:accounts_user_change", args=[alma.pk]) in page
    User.objects.filter(pk=alma.pk).update(is_active=False)
    page = words(client.post(INVITE, ALMA))
    assert "This address has an account that is closed: Alma Jani, staff." in page
    assert not Invitation.objects.exists()


def test_a_data_manager_is_not_led_to_a_superusers_account(client, dana):
    root = User.objects.create_superuser("root", "x", full_name="Root", email=ALMA["email"])
    page = words(client.post(INVITE, ALMA))
    assert "This address has an account already: Root." in page
    assert reverse("admin:accounts_user_change", args=[root.pk]) not in page


def test_an_address_is_invited_once(client, dana):
    sent_before(make_invitation(), 2)
    response = client.post(INVITE, {**ALMA, "email": "ALMA@example.org"})
    assert "This address is invited already." in words(response)
    assert Invitation.objects.count() == 1


def test_a_second_tap_finds_what_the_first_one_sent(client, dana):
    for _tap in range(2):
        assert client.post(INVITE, ALMA).url == INVITE
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_a_role_can_be_chosen_by_the_address(client, dana):
    for role, chosen in [("head of office", "head of office"), ("king", "staff")]:
        page = words(client.get(INVITE, {"role": role}))
        checked = re.search(r'<input type="radio" name="role" value="([^"]*)"[^>]* checked', page)
        assert checked[1] == chosen


# Who has not answered


def test_nobody_waits(client, dana):
    page = words(client.get(INVITE))
    assert "Nobody. Whoever you invite stands here until they have chosen a password." in page


def test_those_who_wait_stand_beside_the_form(client, dana):
    late = make_invitation(email="late@example.org", name="Stefan Demo", role="staff")
    sent_before(late, 8)
    make_invitation(name="Alma Jani")
    make_invitation(email="gone@example.org", name="Gone Demo").take_back(now=timezone.now())
    page = words(client.get(INVITE))
    today = timezone.localdate()
    sent, last = (date_format(today + timedelta(days=n), "j F Y") for n in (0, 7))
    assert f"Sent {sent}, works until {last}" in page
    sent, last = (date_format(today + timedelta(days=n), "j F Y") for n in (-8, -1))
    assert f"Sent {sent}, ended {last}" in page
    assert re.findall(r'<span class="tag[^>]*>([^<]*)</span>', page) == ["Not used yet", "Ended"]
    assert "Gone Demo" not in page
    assert "Dana Demo, data manager" in page


def test_the_page_costs_the_same_for_many(client, dana, django_assert_num_queries):
    for rows in (1, 12):
        for number in range(rows):
            make_invitation(email=f"{rows}.{number}@example.org")
            make_user("staff")
        with django_assert_num_queries(6):
            client.get(INVITE)


def test_sending_again_ends_the_old_link(client, dana):
    invitation = make_invitation(problem="")
    sent_before(invitation, 20)
    Invitation.objects.update(asked_at=timezone.now())
    old = invitation.get_absolute_url()
    client.post(reverse("colleague_send", args=[invitation.pk]))
    invitation = Invitation.objects.get()
    assert invitation.sent_on == timezone.localdate()
    assert invitation.asked_at is None
    client.logout()
    assert client.get(old).status_code == 410
    assert client.get(invitation.get_absolute_url()).status_code == 200
    assert invitation.get_absolute_url() in mail.outbox[0].body


def test_taking_back_asks_once(client, dana):
    invitation = make_invitation()
    address = reverse("colleague_take_back", args=[invitation.pk])
    assert "Take back the invitation of Alma Jani?" in words(client.get(address))
    assert Invitation.objects.open().exists()
    assert client.post(address).url == INVITE
    assert said(client.get(INVITE)) == ["The invitation of Alma Jani is taken back."]
    assert not Invitation.objects.open().exists()
    for again in pages(invitation)[1:]:
        assert client.post(again, ALMA).url == INVITE
        assert said(client.get(INVITE)) == [
            "The invitation of Alma Jani was answered or taken back."
        ]
    assert client.post(reverse("colleague_send", args=[0])).status_code == 404
    client.post(INVITE, ALMA)
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (
            SMTPRecipientsRefused({"alma@example.org": (550, b"No such\r\ndomain")}),
            "The mail server refused the address: 550 No such domain",
        ),
        (SMTPServerDisconnected("alma@example.org"), "The mail server could not be reached."),
        (ValueError("header"), "The mail server refused the email."),
    ],
)
def test_what_was_not_delivered_says_why(client, dana, server, caplog, error, problem):
    server.error = error
    client.post(INVITE, ALMA)
    page = client.get(INVITE)
    assert said(page) == [f"The invitation of Alma Jani was not sent. {problem}"]
    invitation = Invitation.objects.get()
    assert invitation.problem == problem
    assert "Not delivered" in words(page) and problem in words(page)
    assert reverse("colleague_edit", args=[invitation.pk]) in words(page)
    assert "alma@example.org" not in caplog.text


def test_the_address_of_an_invitation_can_be_changed(client, dana):
    invitation = make_invitation(email="alma@exmaple.org", invited_by=make_user("data manager"))
    invitation.note_problem("The mail server refused the address: no such domain")
    old = invitation.get_absolute_url()
    address = reverse("colleague_edit", args=[invitation.pk])
    assert 'value="alma@exmaple.org"' in words(client.get(address))
    taken = make_user("staff", email="taken@example.org", password="x")
    response = client.post(address, {**ALMA, "email": taken.email})
    assert "has an account already" in words(response)
    assert "Change the invitation of Alma Jani" in words(response)
    client.post(address, {**ALMA, "role": "staff"})
    again = Invitation.objects.get()
    assert (again.email, again.role, again.problem) == ("alma@example.org", "staff", "")
    assert again.invited_by == invitation.invited_by
    assert [message.to for message in mail.outbox] == [["alma@example.org"]]
    assert client.get(old).status_code == 410


def test_somebody_who_has_an_account_by_now_is_sent_nothing(client, dana):
    invitation = make_invitation()
    make_user("staff", email=invitation.email, password="x")
    client.post(reverse("colleague_send", args=[invitation.pk]))
    assert said(client.get(INVITE)) == [
        "The invitation of Alma Jani was not sent. This address has an account already."
    ]
    assert not mail.outbox


def test_an_answer_that_comes_meanwhile_wins():
    invitation = make_invitation()
    user = accept(Invitation.objects.get(), password=PASSWORD, now=timezone.now())
    assert not invitation.renew(now=timezone.now())
    assert not invitation.take_back(now=timezone.now())
    assert not invitation.ask_for_link(now=timezone.now())
    stored = Invitation.objects.get()
    assert (stored.user, stored.taken_back_at) == (user, None)
    assert accept(stored, password=PASSWORD, now=timezone.now()) is None


# The link


def test_the_invited_choose_a_password_and_are_in(client, django_assert_num_queries):
    dana = make_user("data manager", full_name="Dana Demo")
    invitation = make_invitation(invited_by=dana)
    with django_assert_num_queries(4):
        response = client.get(invitation.get_absolute_url())
    page = words(response)
    assert "Dana Demo invited you to IOM Tracker of IOM Albania as <b>head of office</b>." in page
    assert '<p class="breaks">alma@example.org</p>' in page
    assert page.count('type="password"') == 1
    assert "12 characters or more." in page
    assert 'aria-label="Main"' not in page and "data-user" not in page
    assert "no-store" in response["Cache-Control"]
    answer = client.post(invitation.get_absolute_url(), {"password": PASSWORD})
    alma = User.objects.get(email="alma@example.org")
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert (str(alma), alma.username, alma.roles) == ("Alma Jani", "alma", {"head of office"})
    assert alma.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(alma.pk)
    stored = Invitation.objects.get()
    assert (stored.user, stored.accepted_at is None) == (alma, False)
    for login in ("alma", "ALMA@example.org"):
        client.logout()
        client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
        assert client.session["_auth_user_id"] == str(alma.pk)


def test_whoever_is_signed_in_is_not_shown_and_makes_way(client, dana):
    invitation = make_invitation()
    page = words(client.get(invitation.get_absolute_url()))
    assert 'aria-label="Main"' not in page and "Dana Demo" not in page
    client.post(invitation.get_absolute_url(), {"password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(email=ALMA["email"]).pk)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "Choose a password"),
        ("korca2024", "This has 9 characters; 12 are needed."),
        ("123456789012", "This password is entirely numeric."),
        ("alma@example.org", "The password is too similar to the email."),
        ("x" * 2000, "Ensure this value has at most 1000 characters (it has 2000)."),
    ],
)
def test_a_weak_password_is_refused_beside_its_box(client, password, problem):
    invitation = make_invitation()
    response = client.post(invitation.get_absolute_url(), {"password": password})
    assert problem in response.context["form"].errors["password"]
    assert response.status_code == 200
    if password:
        assert password not in response.content.decode().replace(ALMA["email"], "")
    assert not User.objects.exists()


def test_a_colleague_in_the_record_who_never_signed_in_keeps_their_user(client, dana):
    alma = make_user("staff", username="a.jani", full_name="A. Jani", email="Alma@example.org")
    client.post(INVITE, ALMA)
    client.post(Invitation.objects.get().get_absolute_url(), {"password": PASSWORD})
    alma = User.objects.get(pk=alma.pk)
    assert (alma.username, alma.full_name) == ("a.jani", "A. Jani")
    assert alma.roles == {"staff", "head of office"}
    assert alma.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(alma.pk)
    assert Invitation.objects.get().user == alma
    alma.set_unusable_password()
    alma.save()
    again = make_invitation(role="staff")
    assert accept(again, password=PASSWORD, now=timezone.now()) == alma


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_superuser": True}])
def test_a_closed_account_or_a_superusers_is_not_opened_by_an_invitation(client, dana, fields):
    invitation = make_invitation()
    make_user("staff", email=invitation.email, **fields)
    assert "This address has an account" in words(client.post(INVITE, ALMA))
    assert client.get(invitation.get_absolute_url()).status_code == 410
    assert accept(invitation, password=PASSWORD, now=timezone.now()) is None


def test_sign_in_names_are_short_and_free(client):
    make_user(username="ALMA")
    make_user(username="alma2")
    assert make_invitation().sign_in_name == "alma3"
    assert make_invitation(email="o'neil+iom@example.org").sign_in_name == "oneil+iom"
    assert make_invitation(email="'@example.org").sign_in_name == "colleague"


GONE = {
    "ended": "This link has ended",
    "used": "This link was used already",
    "taken back": "This invitation was taken back",
}


def gone(state):
    """Make an invitation whose link does not work any more; return its address."""
    invitation = make_invitation()
    if state == "ended":
        sent_before(invitation, 8)
    elif state == "used":
        accept(invitation, password=PASSWORD, now=timezone.now() - timedelta(minutes=2))
    else:
        invitation.take_back(now=timezone.now())
    return invitation.get_absolute_url()


@pytest.mark.parametrize("state", GONE)
def test_a_link_that_does_not_work_says_why(client, state):
    address, before = gone(state), User.objects.count()
    for method in (client.get, client.post):
        response = method(address, {"password": PASSWORD})
        assert response.status_code == 410
        assert f"<h1>{GONE[state]}</h1>" in words(response)
        assert [title for title in GONE.values() if title in words(response)] == [GONE[state]]
        assert "alma" not in words(response).lower()
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session


def test_a_second_tap_on_the_password_leads_home_too(client):
    """The first answer, with its session, was dropped by the browser; or it came, and one went back."""
    invitation = make_invitation()
    alma = accept(invitation, password=PASSWORD, now=timezone.now())
    wrong = client.post(invitation.get_absolute_url(), {"password": "another long password"})
    assert wrong.status_code == 410
    again = client.post(invitation.get_absolute_url(), {"password": PASSWORD})
    assert (again.status_code, again.url) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(alma.pk)
    assert client.get(invitation.get_absolute_url()).url == reverse("home")
    client.force_login(make_user("viewer"))
    assert client.get(invitation.get_absolute_url()).status_code == 410


def test_somebody_on_record_without_an_email_is_recognised_by_name(client, dana):
    alma = User.objects.create_user("alma", full_name="Alma Jani", job_title="Head of Office")
    make_user("staff", full_name="Alma Jani", password="x")  # signs in: another one
    page = client.post(INVITE, ALMA | {"name": " alma  JANI"})
    text = words(page)
    assert "Alma Jani, Head of Office is on record without an email" in text
    assert page.context["form"].errors["same"] == ["Choose whether it is the same person"]
    assert Invitation.objects.count() == 0
    client.post(INVITE, ALMA | {"same": str(alma.pk)})
    alma.refresh_from_db()
    assert alma.email == ALMA["email"]
    assert accept(Invitation.objects.get(), password=PASSWORD, now=timezone.now()) == alma


def test_somebody_else_of_that_name_gets_an_account_of_their_own(client, dana):
    alma = User.objects.create_user("alma", full_name="Alma Jani")
    assert client.post(INVITE, ALMA | {"same": "999"}).status_code == 200
    client.post(INVITE, ALMA | {"same": "nobody"})
    alma.refresh_from_db()
    assert alma.email == ""
    assert accept(Invitation.objects.get(), password=PASSWORD, now=timezone.now()) != alma


def test_what_was_used_or_ended_goes_after_30_days():
    now = timezone.now()
    month = timedelta(days=30)
    ended, used, back, waiting = (make_invitation(email=f"{n}@example.org") for n in range(4))
    accept(used, password=PASSWORD, now=now - month)
    back.take_back(now=now - month)
    sent_before(ended, 38)
    rows = Invitation.objects.outlived
    assert not rows(now - timedelta(seconds=5)).exists()
    assert set(rows(now + timedelta(minutes=1))) == {ended, used, back}
    sent_before(waiting, 30)
    assert waiting not in rows(now + timedelta(minutes=1))


def test_a_link_works_to_the_end_of_its_last_day(client):
    invitation = make_invitation()
    sent_before(invitation, 7)
    assert client.get(invitation.get_absolute_url()).status_code == 200


def test_a_link_for_an_address_with_an_account_is_used_up(client):
    invitation = make_invitation()
    make_user("viewer", email="Alma@example.org", password="x")
    for method in (client.get, client.post):
        response = method(invitation.get_absolute_url(), {"password": PASSWORD})
        assert "This link was used already" in words(response)
    assert accept(invitation, password=PASSWORD, now=timezone.now()) is None


def test_a_wrong_link_reads_like_an_ended_one(client):
    key = make_invitation().key
    pages = set()
    for bad in ("x", f"{key}x", key[:-1], key.split(".")[0], "é", "a" * 3000):
        address = reverse("welcome", args=[bad])
        response = client.get(address)
        assert response.status_code == 410
        assert "<h1>This link has ended</h1>" in words(response)
        pages.add(re.sub(r'value="[^"]*"', "", words(response)).replace(address, ""))
    assert len(pages) == 1
    assert client.get(reverse("welcome", args=[key])).status_code == 200


def test_an_office_that_was_moved_draws_its_links_anew(client):
    invitation = make_invitation()
    Invitation.objects.update(nonce=0)
    invitation.nonce = 0
    assert client.get(invitation.get_absolute_url()).status_code == 410


# Asking for a new link


def ask(client, address):
    return client.post(f"{address}ask/")


def test_the_data_manager_is_told_once_of_an_ended_link(client):
    dana = make_user("data manager", email="dana@example.org")
    make_user("data manager", email="left@example.org", is_active=False)
    make_user("head of office", email="head@example.org")
    address = gone("ended")
    for _press in range(2):
        assert "We have passed it on" in words(ask(client, address))
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([dana.email], "A new link is wanted")
    assert "Alma Jani opened an invitation that has ended" in message.body
    assert f"http://testserver{INVITE}" in message.body
    client.force_login(dana)
    assert "Asked for a new link" in words(client.get(INVITE))


def test_asking_tells_nothing_and_sends_nothing_for_other_links(client):
    make_user("data manager", email="dana@example.org")
    pages = {words(ask(client, address)) for address in (gone("used"), gone("taken back"))}
    pages.add(words(ask(client, "/welcome/forged/")))
    assert len(pages) == 1
    assert not mail.outbox


# Limits


def test_tries_are_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"welcome": "2/m/ip", "invite": "1/m/user"}
    address = make_invitation().get_absolute_url()
    statuses = [client.post(address, {"password": "short"}).status_code for _try in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get(address).status_code == 200
    client.force_login(make_user("data manager"))
    tries = [client.post(INVITE, {**ALMA, "email": f"{n}@example.org"}) for n in range(2)]
    assert [response.status_code for response in tries] == [302, 429]
    assert "<h1>Too many tries</h1>" in words(tries[1])


# Rules of the database


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"email": ""},
        {"role": "king"},
        {"accepted_at": timezone.now()},
        {"user": True},
        {"accepted_at": timezone.now(), "user": True, "taken_back_at": timezone.now()},
    ],
)
def test_the_database_refuses(change):
    invitation = make_invitation()
    if "user" in change:
        change = {**change, "user": make_user()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**change)


def test_the_database_keeps_one_open_invitation_an_address():
    first = make_invitation()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_invitation(email="ALMA@example.org")
    first.take_back(now=timezone.now())
    accept(make_invitation(), password=PASSWORD, now=timezone.now())
    make_invitation()
    assert [str(row) for row in Invitation.objects.open()] == ["Alma Jani"]
