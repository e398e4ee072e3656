"""Shared by all tests: the browser, and rows that stay for a whole module."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_save
from hypothesis import settings

from toolkit.search import Searchable, Storing

HERE = Path(__file__).parent

# Playwright runs an event loop in the thread that prepares the live server's database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Generated cases: twenty times as many as usual with `pytest --hypothesis-profile=thorough`.
settings.register_profile("thorough", max_examples=2000, deadline=None)


class BareSave(Exception):
    """A door of the application wrote rows without what follows from their values."""


def application_frame(besides=None):
    """Return the innermost frame of this project, None when it is a test or a measurement in bench/.

    Frames of the code `besides` are passed over.
    """
    frame = sys._getframe(2)
    while frame and (frame.f_code is besides or not is_ours(frame.f_code.co_filename)):
        frame = frame.f_back
    path = frame.f_code.co_filename if frame else ""
    return None if "/tests/" in path or "/bench/" in path else frame


def is_ours(path):
    """Whether a file is of this project."""
    return path.startswith(f"{HERE}/") and "/.venv/" not in path and path != __file__


def refuse_bare_save(sender, instance, raw, **_options):
    """Fail when the application saves a row that has `store()` by another way; tests may."""
    if raw or not isinstance(instance, Storing):
        return
    frame = application_frame(besides=type(instance).save.__code__)
    if frame and frame.f_code is not Storing.store.__code__:
        place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        raise BareSave(f"{place} saves {instance!r}: store() it")


def bulk_create_folded(rows, objects, *args, **options):
    """Fail when the application makes searchable rows in bulk with a stale searched text."""
    objects = list(objects)
    if application_frame() and objects and isinstance(objects[0], Searchable):
        stale = [row for row in objects if is_stale(row)]
        if stale:
            raise BareSave(f"{stale[0]!r} is made in bulk: refold() it first")
    return bulk_create(rows, objects, *args, **options)


def is_stale(row):
    """Whether a column that follows from others was not renewed."""
    before = [getattr(row, column) for column in row.derived_columns]
    row.refold()
    return before != [getattr(row, column) for column in row.derived_columns]


def bulk_update_folded(rows, objects, fields, *args, **options):
    """Fail when the application changes searched columns in bulk and leaves the searched text as it was."""
    refuse_stale_columns(rows.model, fields)
    return bulk_update(rows, objects, fields, *args, **options)


def update_folded(rows, **values):
    """Fail when the application changes searched columns by a query: it can't fold their text."""
    refuse_stale_columns(rows.model, values)
    return update(rows, **values)


def refuse_stale_columns(model, names):
    searched = {*names} & {*getattr(model, "search_fields", ())}
    is_named = getattr(model, "named_by", "") in searched
    forgotten = {"search", *(["sort_key"] if is_named else [])} - {*names}
    if searched and forgotten and issubclass(model, Searchable) and application_frame():
        raise BareSave(f"{model.__name__}: {sorted(searched)} written, not {sorted(forgotten)}")


bulk_create, bulk_update, update = QuerySet.bulk_create, QuerySet.bulk_update, QuerySet.update


@pytest.fixture(scope="session", autouse=True)
def doors_are_watched():
    """Watch all tests for a door of the application that forgets what follows from a row's values."""
    pre_save.connect(refuse_bare_save)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "bulk_create", bulk_create_folded)
        patch.setattr(QuerySet, "bulk_update", bulk_update_folded)
        patch.setattr(QuerySet, "update", update_folded)
        yield
    pre_save.disconnect(refuse_bare_save)


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
    """Keep SQLite in memory, but give the browser tests a file, so that each thread has its own connection.

    In memory the threads of the live server would share one, and two requests at once can wait for each
    other for ever: one holds SQLite and wants Python's lock (for a function such as Django's of dates),
    the other the reverse.
    """
    database = connections["default"]
    if database.vendor != "sqlite":
        return
    is_browser = request.config.getoption("markexpr") == "browser"
    path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
    # pytest-django knows SQLite by Django's own ENGINE only: ours it gives a file for each worker.
    database.settings_dict["TEST"]["NAME"] = str(path) if is_browser else None


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

    Whoever asks for the database is marked `django_db`, which `make test` goes by on PostgreSQL. A test
    without the rows of a module never sees them, in whatever order tests are asked for. And a test that
    commits empties the tables, without what migrations made: the tests of the database come before it.
    """
    for item in items:
        if {"module_db", "db"}.intersection(item.fixturenames):
            item.add_marker(pytest.mark.django_db)
    places = {}
    for item in items:
        places.setdefault(item.path, len(places))
    items.sort(key=lambda item: (places[item.path], "module_db" in item.fixturenames))
