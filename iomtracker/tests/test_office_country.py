"""OFFICE_COUNTRY chooses the pack; what is not set otherwise follows from it."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from countries.pack import SHIPPED

NAMES = ("OFFICE_NAME", "OFFICE_SEAT", "TIME_ZONE", "PLACE_NAMES_IN_TEXT")
ASK = f"""
import json
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in {NAMES}]))
"""


def started(asked=ASK, **environment):
    """Start Python with the settings of these variables; return the process that is over."""
    known = {name: value for name, value in os.environ.items() if name not in NAMES}
    known |= {"DJANGO_SETTINGS_MODULE": "iomtracker.settings_test", **environment}
    return subprocess.run(
        [sys.executable, "-c", asked], env=known, cwd=settings.BASE_DIR, capture_output=True, text=True
    )  # fmt: skip


def office(**environment):
    done = started(**environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_albania_when_nothing_is_said():
    name, seat, zone, printed = office()
    assert (name, seat, zone) == ("Albania", "Tirana", "Europe/Tirane")
    assert printed["Shkodër"] == "Shkodra"


def test_another_country():
    assert office(OFFICE_COUNTRY="ME") == ["Montenegro", "Podgorica", "Europe/Podgorica", {}]


def test_what_is_set_counts_before_the_pack():
    assert office(
        OFFICE_COUNTRY="MK", OFFICE_NAME="Skopje office", OFFICE_SEAT="Ohrid", TIME_ZONE="UTC",
        PLACE_NAMES_IN_TEXT="Ohrid=Ochrid",
    ) == ["Skopje office", "Ohrid", "UTC", {"Ohrid": "Ochrid"}]  # fmt: skip


def test_the_offices_own_pack(tmp_path):
    folder = shutil.copytree(SHIPPED / "ME", tmp_path / "countries" / "ME")
    text = (folder / "country.toml").read_text(encoding="utf-8")
    (folder / "country.toml").write_text(text.replace('seat = "Podgorica"', 'seat = "Bar"'))
    assert office(OFFICE_COUNTRY="ME", VAR_DIR=str(tmp_path))[1] == "Bar"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("Albania", "Albania: a country is named by its two capital letters, such as AL."),
        ("MD", "MD: there is no country pack. Make one: OFFICE_COUNTRY=AL"),
    ],
)
def test_a_country_that_cannot_be_used_stops_with_a_sentence(tmp_path, code, told):
    done = started(OFFICE_COUNTRY=code, VAR_DIR=str(tmp_path))
    assert done.returncode != 0
    assert f"ImproperlyConfigured: OFFICE_COUNTRY can’t be used. {told}" in done.stderr


def test_facts_that_are_wrong_stop_with_a_sentence(tmp_path):
    folder = tmp_path / "countries" / "MD"
    folder.mkdir(parents=True)
    (folder / "country.toml").write_text('code = "MD"\n')
    done = started(OFFICE_COUNTRY="MD", VAR_DIR=str(tmp_path))
    assert (
        "OFFICE_COUNTRY can’t be used. country.toml, column name: a text is missing." in done.stderr
    )


def test_the_words_of_the_country_are_understood():
    """In an office of North Macedonia: a mayor in a register, a word of an institution, months and days."""
    asked = """
import json, datetime, django
django.setup()
from intake.cells.dates import read_date
from intake.cells.people import read_person
from stakeholders.vocabulary import IN_ENGLISH
from toolkit.dates import parse_month, read_day
found = read_person("Kiril Pecakov, Gradonačalnik na Ohrid")
print(json.dumps([
    found.organisation, IN_ENGLISH["opstina"], parse_month("септември"),
    str(read_day("вчера", datetime.date(2024, 3, 6))), str(read_date("среда, 6 март 2024").day),
    "bashkia" in IN_ENGLISH,
]))
"""
    done = started(asked, OFFICE_COUNTRY="MK")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        "Municipality of Ohrid", "municipality", 9, "2024-03-05", "2024-03-06", False,
    ]  # fmt: skip
