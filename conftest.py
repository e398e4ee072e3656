"""Shared by all tests: the browser, and rows that stay for a whole module."""

import os
import shutil

import pytest
from django.db import connections, transaction
from hypothesis import settings

# Playwright runs an event loop in the thread that prepares the live server's database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Generated cases: twenty times as many as usual with `pytest --hypothesis-profile=thorough`.
settings.register_profile("thorough", max_examples=2000, deadline=None)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


# Chromium as root needs no sandbox of its own; the rest keeps it from asking the outside.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium rather than a download of Playwright's own."""
    paths = [path for path in map(shutil.which, CHROMIUM) if path]
    return {
        **browser_type_launch_args,
        "args": FLAGS,
        **({"executable_path": paths[0]} if paths else {}),
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """Give the browser tests a database in a file, so that each thread of the live server has its own connection.

    In memory they would share one, and two requests at once can wait for each other for ever: one
    holds SQLite and wants Python's lock (for a function such as Django's of dates), the other the reverse.
    """
    database = connections["default"]
    if request.config.getoption("markexpr") == "browser" and database.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database in one transaction around all tests of a module, for rows that are slow to make.

    Each test still takes back what it wrote itself.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Put the tests on rows of a module last in it, and count them among those of the database.

    So a test without these rows never sees them, in whatever order tests are asked for. And a test that
    commits empties the tables, without what migrations made: the tests of the database come before it.
    """
    for item in items:
        if "module_db" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)
    places = {}
    for item in items:
        places.setdefault(item.path, len(places))
    items.sort(key=lambda item: (places[item.path], "module_db" in item.fixturenames))
