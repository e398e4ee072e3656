"""Settings, help, statements; what the bar shows to whom."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
PAGES = ["help", "accessibility", "privacy", "account_settings"]


@pytest.mark.parametrize("name", PAGES)
def test_who_reads_them(client, name):
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))
    for role in ROLES:
        client.force_login(make_user(role))
        assert client.get(reverse(name)).status_code == 200
    client.force_login(make_user(role=""))
    assert client.get(reverse(name)).status_code == 403


def test_shortcuts_are_switched_off_and_on_for_oneself_only(client):
    alma, other = make_user(), make_user()
    client.force_login(alma)
    assert 'data-shortcuts="on"' in client.get("/").content.decode()
    for sent, stored in [({}, False), ({"shortcuts": "on"}, True)]:
        response = client.post(reverse("account_settings"), sent, follow=True)
        alma.refresh_from_db()
        other.refresh_from_db()
        assert (alma.shortcuts, other.shortcuts) == (stored, True)
        text = response.content.decode()
        assert "Settings saved." in text
        assert ('data-shortcuts="on"' in text) == stored


def test_settings_change_nothing_else(client):
    alma = make_user(full_name="Alma Jani")
    client.force_login(alma)
    sent = {"shortcuts": "on", "full_name": "Other", "is_superuser": "on", "username": "root"}
    client.post(reverse("account_settings"), sent)
    after = type(alma).objects.get(pk=alma.pk)
    assert (after.full_name, after.username, after.is_superuser) == (
        "Alma Jani",
        alma.username,
        False,
    )


@pytest.mark.parametrize(
    ("role", "logs", "notes"),
    [
        ("viewer", False, False),
        ("staff", True, True),
        ("head of office", True, True),
        ("data manager", False, True),
    ],
)
def test_help_tells_each_what_they_can_do(client, role, logs, notes):
    client.force_login(make_user(role))
    text = client.get(reverse("help")).content.decode()
    assert ("Log a meeting in a minute" in text) == logs
    assert ("<kbd>n</kbd>" in text) == logs
    assert ("The internal note is for colleagues." in text) == notes
    assert "Nothing is kept about the people we assist." in text


def test_help_says_when_the_keys_are_off(client):
    client.force_login(make_user(shortcuts=False))
    assert "They are off for you" in client.get(reverse("help")).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_the_bar_marks_where_one_is(client, role):
    client.force_login(make_user(role))
    make_meeting()
    for name, keys in [("home", "g h"), ("meeting_list", "g m"), ("month_list", "g o")]:
        text = client.get(reverse(name)).content.decode()
        current = f'href="{reverse(name)}" data-keys="{keys}" aria-current="page"'
        assert current in text
    assert ('data-keys="n"' in text) == (role in ("staff", "head of office"))
    assert f'action="{reverse("search")}"' in text


def test_without_a_role_the_bar_has_no_search(client):
    client.force_login(make_user(role=""))
    text = client.get("/").content.decode()
    assert "search" not in text.lower()
