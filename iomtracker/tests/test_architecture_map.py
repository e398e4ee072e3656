"""The map in docs/architecture.md: every folder and every larger file of the apps has a row, and no other file."""

import re

from django.conf import settings

APPS = (
    "toolkit", "countries", "accounts", "stakeholders", "engagements", "profiles", "reviews", "intake",
    "iomtracker",
)  # fmt: skip
LARGER = 100  # lines from which a file has a row of its own


def rows():
    text = (settings.BASE_DIR / "docs" / "architecture.md").read_text("utf-8")
    return set(re.findall(r"^\| (?:\*\*)?`([\w/.]+)`", text, re.MULTILINE))


def modules():
    found = (path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py"))
    return [path for path in found if not {"tests", "migrations"}.intersection(path.parts)]


def test_each_larger_file_has_a_row():
    larger = {
        str(path.relative_to(settings.BASE_DIR))
        for path in modules()
        if path.read_text("utf-8").count("\n") > LARGER
    }
    assert larger - rows() == set()


def test_each_row_leads_to_a_file_or_folder():
    assert {row for row in rows() if not (settings.BASE_DIR / row).exists()} == set()


def test_each_folder_of_code_has_a_row():
    folders = {f"{path.parent.relative_to(settings.BASE_DIR)}/" for path in modules()}
    small = {
        folder
        for folder in folders
        if folder.endswith(("/templatetags/", "/commands/", "/management/", "/en_GB/", "/formats/"))
    }
    assert folders - small - rows() == set()
