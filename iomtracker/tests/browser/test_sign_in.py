"""Signing in, in a real browser."""

import pytest

from accounts.tests.factories import make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_sign_in_and_out(live_server, page):
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    make_user(username="alice", full_name="Alice Bell", password="a long passphrase")
    page.goto(live_server.url)
    page.fill("input[name=login]", "alice")
    page.fill("input[name=password]", "a long passphrase")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "My work"
    assert messages == []
