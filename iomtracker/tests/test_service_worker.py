"""The service worker keeps what the form needs, and nothing that is anybody's."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client):
    return client.get("/sw.js")


def kept(worker):
    return json.loads(re.match(r"const KEPT = (\[.*?\]);\n", worker.content.decode())[1])


def test_it_is_a_script_that_is_asked_for_anew(worker):
    assert worker.status_code == 200
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert worker["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in worker["Content-Security-Policy"]


def test_it_may_not_be_posted_to(client):
    assert client.post("/sw.js").status_code == 405


def test_it_keeps_static_files_only_and_each_exists(worker):
    names = [
        address.removeprefix(f"/{settings.STATIC_URL.strip('/')}/") for address in kept(worker)
    ]
    assert all(finders.find(name) for name in names)
    assert {name.split("/")[0] for name in names} == {"css", "fonts", "img", "js", "vendor"}
    wanted = {"css/base.css", "fonts/source-sans-3-latin.woff2", "img/icons.svg", "js/drafts.js"}
    assert wanted <= set(names)
    assert not {"css/admin.css", "js/admin-labels.js", "js/service-worker.js"} & set(names)


def test_it_learns_the_addresses_of_the_form_and_its_suggestions(worker):
    script = worker.content.decode()
    assert f'const FORM = "{reverse("meeting_create")}";\n' in script
    assert f'const RECENT = "{reverse("suggest_recent")}";\n' in script
    assert f'const OFFLINE = "{reverse("offline")}";\n' in script
    assert f'const MEETINGS = "{reverse("offline_meetings")}";\n' in script


def test_its_version_is_that_of_what_it_keeps(worker):
    assert re.search(r'^const VERSION = "[0-9a-f]{12}";$', worker.content.decode(), re.MULTILINE)
