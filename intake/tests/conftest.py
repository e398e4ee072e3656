"""What tests of imports share: the lists rows fall back on, a data manager, files read without a process for each."""

import csv
import io
import json
import warnings
from contextlib import redirect_stdout
from importlib import import_module

import pytest

from accounts import roles
from accounts.tests.factories import make_user
from intake import safe_reading
from intake.safe_reading import Unreadable
from intake.tests.factories import make_lists


@pytest.fixture
def lists(settings, tmp_path):
    """The lists that rows fall back on; files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    make_lists()


@pytest.fixture
def dora(client):
    """A data manager who is signed in."""
    user = make_user(roles.DATA_MANAGER, full_name="Dora")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch):
    """Read registers and calendars in the process of the tests; those marked `apart` as the site does.

    What passes between the two processes stays: texts in, lines of JSON out, the last one how it ended.
    """
    if not request.node.get_closest_marker("apart"):
        monkeypatch.setattr(safe_reading, "run_reader", answers)
    longest = csv.field_size_limit()
    yield
    csv.field_size_limit(longest)  # the reading process sets its own


def answers(module, *arguments, seconds=None):
    """Yield what the reading process would print."""
    said = io.StringIO()
    with redirect_stdout(said), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import_module(module).main(*map(str, arguments))
    *found, end = map(json.loads, said.getvalue().splitlines())
    yield from found
    if end["code"]:
        raise Unreadable(end["code"], end["about"])
