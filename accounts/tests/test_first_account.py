"""The first account is made on the server, by a link: no password is ever printed."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Invitation, User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
DANA = {"name": "Dana  Demo", "email": "dana@Example.org"}


def run(capsys, **options):
    """Run the command without a terminal; return what it prints."""
    call_command("make_first_account", interactive=False, **options)
    return capsys.readouterr().out


def path_in(printed):
    """Return the path of the link, which is the last line."""
    return printed.strip().splitlines()[-1].removeprefix("https://tracker.example.org")


def test_the_link_sets_the_password_and_signs_in(client, capsys):
    printed = run(capsys, **DANA)
    assert printed.startswith("Dana Demo opens this link and chooses a password. It works once, ")
    assert "Role: data manager." in printed
    assert not User.objects.exists()
    answer = client.post(path_in(printed), {"password": "four words in a row"})
    user = User.objects.get()
    assert (answer.status_code, answer.url) == (302, "/")
    assert (user.full_name, user.email, user.username) == ("Dana Demo", "dana@example.org", "dana")
    assert user.check_password("four words in a row")
    assert user.roles == {"data manager"}
    assert not user.is_superuser
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_page_names_nobody_as_the_one_who_invites(client, capsys):
    page = client.get(path_in(run(capsys, **DANA, role="head of office"))).content.decode()
    words = " ".join(page.split())
    assert "You are invited to IOM Tracker of IOM Albania as <b>head of office</b>." in words


def test_an_address_with_an_account_is_refused(capsys):
    make_user("staff", full_name="Alma Jani", email="DANA@example.org", password="x")
    with pytest.raises(CommandError, match="has an account already: Alma Jani, staff"):
        run(capsys, **DANA)
    assert not Invitation.objects.exists()


def test_a_second_link_ends_the_first(client, capsys):
    first = path_in(run(capsys, **DANA))
    second = path_in(run(capsys, name="Dana Doe", email="DANA@example.org"))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert Invitation.objects.get().name == "Dana Doe"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"email": "dana@example.org"}, "Give --name."),
        ({"name": "Dana"}, "Give --email."),
        ({"name": " ", "email": "dana"}, "Write the name. Write an email address such as"),
    ],
)
def test_what_is_missing_is_named(capsys, options, words):
    with pytest.raises(CommandError, match=words):
        run(capsys, **options)
    assert not Invitation.objects.exists()


def test_it_asks_at_a_terminal(capsys, monkeypatch):
    answers = iter(["Dana Demo", "dana@example.org"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    call_command("make_first_account")
    invitation = Invitation.objects.get()
    assert invitation.get_absolute_url() in capsys.readouterr().out
    assert (invitation.name, invitation.email) == ("Dana Demo", "dana@example.org")


def test_without_a_terminal_the_missing_option_is_named(monkeypatch):
    def no_terminal(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", no_terminal)
    with pytest.raises(CommandError, match="no terminal to ask at. Give --name."):
        call_command("make_first_account")


def test_without_an_address_of_the_site_no_link_is_made(capsys, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL is not set"):
        run(capsys, **DANA)
