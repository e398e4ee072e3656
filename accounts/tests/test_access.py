"""The site is closed: to the anonymous, to accounts without a role, to those who left."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.adapter import ClosedAdapter, display_name
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-to-pass"


def sign_in(client, name, password=PASSWORD):
    """Sign in as a browser does; return the response."""
    return client.post(reverse("account_login"), {"login": name, "password": password})


def test_anonymous_is_led_to_sign_in_and_back(client):
    response = client.get("/months/?a=1")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/months/%3Fa%3D1"


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", "data manager"])
def test_every_role_signs_in(client, role):
    make_user(role, username="alma", password=PASSWORD)
    response = sign_in(client, "alma")
    assert (response.status_code, response["Location"]) == (
        302,
        reverse(settings.LOGIN_REDIRECT_URL),
    )
    assert client.session["_auth_user_id"]


def test_the_page_after_signing_in_says_who_is_signed_in(client):
    user = make_user(username="alma", password=PASSWORD)
    page = client.get(sign_in(client, "alma")["Location"]).content.decode()
    assert f"You are signed in as {user}." in page


def test_sign_in_by_email(client):
    user = make_user(email="alma@example.org", password=PASSWORD)
    sign_in(client, "ALMA@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)


WRONG = {"password": ["The name or email and the password don’t belong together. Check both."]}


@pytest.mark.parametrize(
    ("name", "password", "errors"),
    [
        ("alma", "wrong", WRONG),
        ("nobody", PASSWORD, WRONG),
        ("nobody@example.org", PASSWORD, WRONG),
        ("", PASSWORD, {"login": ["Write your sign-in name or email"]}),
        ("alma", "", {"password": ["Write your password"]}),
    ],
)
def test_wrong_sign_in(client, name, password, errors):
    make_user(username="alma", password=PASSWORD)
    response = sign_in(client, name, password)
    assert response.status_code == 200
    assert response.context["form"].errors == errors
    page = " ".join(response.content.decode().split())
    (text,) = [text for texts in errors.values() for text in texts]
    assert f'<p class="field__error"><span class="vh">Error:</span> {text}</p>' in page
    assert "_auth_user_id" not in client.session


def test_too_many_tries_are_told_beside_the_password(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/5m/key"}
    make_user(username="alma", password=PASSWORD)
    sign_in(client, "alma", "wrong")
    response = sign_in(client, "alma")
    words = ["Too many tries. Wait five minutes, then try again."]
    assert response.context["form"].errors == {"password": words}
    assert "_auth_user_id" not in client.session


def test_a_password_can_be_shown(client):
    page = client.get(reverse("account_login")).content.decode()
    assert 'aria-pressed="false" data-shows="id_password" hidden>' in page
    assert "js/site.js" in page
    assert 'import "./show-password.js";' in (settings.BASE_DIR / "static/js/site.js").read_text()


def test_who_left_cannot_sign_in(client):
    make_user(username="alma", password=PASSWORD, is_active=False)
    sign_in(client, "alma")
    assert "_auth_user_id" not in client.session


def test_who_leaves_is_out_at_once(client):
    user = make_user()
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/months/")["Location"].startswith(reverse("account_login"))


def test_without_a_role_there_is_a_page_that_says_so(client):
    client.force_login(make_user(None))
    for path in ("/", "/months/", reverse("admin:index"), reverse("account_change_password")):
        response = client.get(path)
        assert response.status_code == 403, path
        assert [t.name for t in response.templates][0] == "403_no_role.html"


def test_without_a_role_one_can_still_sign_out(client):
    client.force_login(make_user(None))
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, rf):
    assert ClosedAdapter().is_open_for_signup(rf.get("/")) is False
    response = client.get(reverse("account_signup"))
    assert "account/signup_closed.html" in [t.name for t in response.templates]
    client.post(
        reverse("account_signup"),
        {"username": "eve", "email": "e@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not type(make_user()).objects.filter(username="eve").exists()


def test_messages_name_the_user_in_full():
    assert display_name(make_user(full_name="Alma Jani")) == "Alma Jani"
