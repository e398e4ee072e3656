"""Signing in, in a real browser."""

import pytest
from playwright.sync_api import expect

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
    page.focus("input[name=login]")
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type("a long passphrase")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work", use_inner_text=True)
    assert messages == []
