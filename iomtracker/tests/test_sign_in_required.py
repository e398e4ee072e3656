"""Walks the URL configuration: whoever is not signed in is led to sign-in, wherever they go."""

import re

import pytest
from django.urls import get_resolver, reverse

pytestmark = pytest.mark.django_db

# The addresses open to everyone, each a decision. What is not here must lead to sign-in.
OPEN = {
    "healthz": "the health page, for monitoring",
    "service_worker": "names of static files and nothing else, so that the form opens offline",
    "offline": "the page without a connection: it holds nothing of anybody",
    "manifest": "names and addresses, for a device that installs the site",
    "account_login": "sign-in itself",
    "account_signup": "says that nobody signs up",
    "account_inactive": "says that an account is closed",
    "account_reset_password": "password reset",
    "account_reset_password_done": "password reset",
    "account_reset_password_from_key": "password reset",
    "account_reset_password_from_key_done": "password reset",
    "account_email_verification_sent": "a fixed page of allauth",
    "account_confirm_email": "the link in a mail to confirm an address",
    "action_feed": "a calendar asks for it by a secret address, which its owner renews or turns off",
    "welcome": "the link of an invitation: the invited have no account yet",
    "welcome_ask": "asks for a new link of an invitation; the answer tells nothing",
    "emails_stop": "the link at the end of every email; it shows nothing of anybody",
}
EXAMPLES = {
    "ref": "2024-03-001",
    "year": "2024",
    "month": "03",
    "uidb36": "1",
    "key": "abc",
    "token": "6f9a1c0e-2f4b-4c1d-9a53-0b6e5d7c8f21",
    "app_label": "engagements",
    "url": "anything/",
    "what": "organisations",
    "kind": "brief",
}


def walk(patterns, route="", space=""):
    """Yield (name, route) of every address, those of included files too."""
    for entry in patterns:
        here = route + str(entry.pattern).lstrip("^").rstrip("$")
        if hasattr(entry, "url_patterns"):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry.url_patterns, here, inner)
        else:
            yield f"{space}{entry.name}", here


def example(route):
    """Return an address of this route, with something in the place of every part that varies."""
    path = re.sub(r"<(?:\w+:)?(\w+)>(?=[^)]|$)", lambda m: EXAMPLES.get(m[1], "1"), plain(route))
    return "/" + path.replace("\\", "")


def plain(route):
    """Return the route with its regular expressions named like its other parts."""
    named = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", route)
    return re.sub(r"\([^()]*\)", "1", named)


ADDRESSES = sorted((name, example(route)) for name, route in walk(get_resolver().url_patterns))


def test_the_walk_finds_the_addresses():
    paths = dict(ADDRESSES)
    assert paths["home"] == "/"
    assert paths["account_reset_password_from_key"] == "/account/password/reset/key/1-abc/"
    assert paths["admin:accounts_user_change"] == "/admin/accounts/user/1/change/"
    assert len(ADDRESSES) > 40
    for name, path in ADDRESSES:
        assert get_resolver().resolve(path), name


@pytest.mark.no_cover
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "path"), [a for a in ADDRESSES if a[0] not in OPEN])
def test_anonymous(client, name, path, method):
    response = getattr(client, method)(path, follow=True)
    assert response.redirect_chain, f"{name} shows itself: it must ask for sign-in, or be in OPEN"
    end, _status = response.redirect_chain[-1]
    assert end.split("?")[0] == reverse("account_login")


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_does_not_ask_for_sign_in_first(name):
    match = get_resolver().resolve(dict(ADDRESSES)[name])
    assert match.func.login_required is False


def test_every_open_address_exists():
    assert set(OPEN) <= {name for name, _path in ADDRESSES}


def test_the_health_page_is_open(client):
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done"]
)
def test_sign_in_and_password_reset_are_open(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("path", ["/nowhere/", "/meetings/nonsense/", "/months/2024-13/"])
def test_an_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404
