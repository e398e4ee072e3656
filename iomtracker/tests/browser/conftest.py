"""What the browser tests share: users, the example month, a signed-in page that keeps its console."""

import contextlib
import threading

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils.functional import SimpleLazyObject
from playwright.sync_api import expect

from accounts import roles
from accounts.tests.factories import make_user

PASSWORD = "a long passphrase"
WIDTHS = {390: 844, 1280: 900}
# Milliseconds: a page on a cold, busy machine takes its time, also where a press leads to it.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def groups(transactional_db):
    """The roles: a test that commits leaves empty tables behind, without what migrations made."""
    for name in roles.ALL:
        Group.objects.get_or_create(name=name)


@pytest.fixture
def users(groups):
    """One user a role, and one without, by role; each is made when it is asked for."""

    def lazily(role):
        name = role.replace(" ", "-") or "no-role"
        full_name = f"{(role or 'nobody').title()} Demo"
        return SimpleLazyObject(
            lambda: make_user(role, username=name, full_name=full_name, password=PASSWORD)
        )

    return {role: lazily(role) for role in [*roles.ALL, ""]}


@pytest.fixture
def example(groups):
    """The places and words of the office, and its twelve meetings of March 2024."""
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)


@pytest.fixture
def open_page(browser, live_server):
    """Return open_page(user, width, …): a page of its own; `page.said` is all that its console said."""
    contexts = contextlib.ExitStack()

    def open_page(user=None, width=1280, height=None, **options):
        context = contexts.enter_context(
            contextlib.closing(
                browser.new_context(
                    base_url=live_server.url,
                    viewport={"width": width, "height": height or WIDTHS.get(width, 800)},
                    reduced_motion="reduce",
                    **options,
                )
            )
        )
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        context.set_default_timeout(PATIENCE)
        # An answer on its way to a page that is closed is nobody's error.
        contexts.callback(context.unroute_all, behavior="ignoreErrors")
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: page.said.append(f"{page.url}: {error}"))
        return page

    with contexts:
        yield open_page
    wait_for_answers()


def wait_for_answers():
    """Let the server finish what closed pages still asked: the database is emptied next."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=20)


def session_cookie(user, url):
    """Return the cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def sign_in(page, user):
    """Sign in through the form."""
    page.goto("/")
    page.get_by_label("Sign-in name or email").fill(user.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="My work").wait_for()
