"""The service worker keeps what the form needs, and nothing that is anybody's."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from iomtracker import offline

pytestmark = pytest.mark.django_db
BUNDLING = "iomtracker.storage.ModuleStaticFilesStorage"


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
    wanted = {"css/base.css", "fonts/tracker-sans-latin.woff2", "img/icons.svg", "js/drafts.js"}
    assert wanted <= set(names)
    assert not {"css/admin.css", "js/admin-labels.js", "js/service-worker.js"} & set(names)


def test_in_production_it_keeps_the_bundles(client, settings, monkeypatch, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": BUNDLING}}
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "woff2", "txt", "md")
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "import_export"]
    )
    monkeypatch.setattr(offline, "_script", offline._script.__wrapped__)
    files = kept(client.get("/sw.js"))
    names = {re.sub(r"\.[0-9a-f]{12}\.", ".", Path(file).name) for file in files}
    assert {name for name in names if name.endswith((".css", ".js"))} == {
        "site.css",
        "site.js",
        "photos.js",
        "meeting-page.js",
        "offline-page.js",
    }
    for file in files:
        assert (tmp_path / file.removeprefix("/static/")).exists()
    site = (tmp_path / "css" / "site.css").read_text()
    assert "@import" not in site
    assert ".savebar" in site


def test_it_learns_the_addresses_of_the_form_and_its_suggestions(worker):
    script = worker.content.decode()
    assert f'const FORM = "{reverse("meeting_create")}";\n' in script
    assert f'const RECENT = "{reverse("suggest_recent")}";\n' in script
    assert f'const OFFLINE = "{reverse("offline")}";\n' in script
    assert f'const MEETINGS = "{reverse("offline_meetings")}";\n' in script


def test_its_version_is_that_of_what_it_keeps(worker):
    assert re.search(r'^const VERSION = "[0-9a-f]{12}";$', worker.content.decode(), re.MULTILINE)
