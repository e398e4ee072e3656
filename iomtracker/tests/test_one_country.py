"""What is one country's stands in its pack: code and templates name none, nor how it calls its levels."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

LEFT_OUT = {
    "tests", "migrations", "docs", "bench", "vendor", "var", "AL", "ME", "MK", ".venv", ".git",
}  # fmt: skip
KINDS = {
    ".py", ".html", ".js", ".css", ".svg", ".typ", ".txt", ".timer", ".service", ".toml", ".csv", ".example",
}  # fmt: skip
# Country, capital, language and words of the country whose pack came first.
NAMES = re.compile(
    r"albania|tiran[aë]|europe/tirane|shqip|bashki|\bqark|shkod(?:ra|ër)|kryetar", re.I
)
# Examples of spellings, names among those of all states, and first names among those of the world.
ALLOWED = {
    "stakeholders/data/vocabulary.toml": "^albania: .*",
    "reviews/article/data/lands.txt": r"\bAlbanian?\b",
    "stakeholders/data/given_names.txt": r"\bbashkim\b|\bshqip\w+",
    "toolkit/spelling.py": 'Shkodra, Shkodër, shkoder give one form|"shkodra" gives shkodra, shkodr and shkoder',
}  # fmt: skip
LEVELS = re.compile(r"\bcount(?:y|ies)\b|municipalit", re.I)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "format_lazy"}


def files(*kinds):
    for path in sorted(settings.BASE_DIR.rglob("*")):
        place = path.relative_to(settings.BASE_DIR)
        if path.suffix in kinds and path.is_file() and not LEFT_OUT & set(place.parts):
            yield str(place), path.read_text(encoding="utf-8")


def named_in(place, text):
    left = re.sub(ALLOWED[place], "", text, flags=re.M) if place in ALLOWED else text
    return sorted({found.group() for found in NAMES.finditer(left)})


def test_no_country_is_named():
    found = {place: names for place, text in files(*KINDS) if (names := named_in(place, text))}
    assert found == {}


def texts_of_code(text):
    """Yield the texts of a module that people read."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            for value in ast.walk(node):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield re.sub(r"%\(\w+\)s|\{\w+\}", "", value.value)


def test_no_text_names_a_level():
    found = {
        place: [one for one in texts_of_code(text) if LEVELS.search(one)]
        for place, text in files(".py")
    }
    assert {place: texts for place, texts in found.items() if texts} == {}


def test_no_page_names_a_level():
    found = {}
    for place, text in files(".html"):
        told = re.sub(r"%\(\w+\)s", "", templatize(text))
        if texts := LEVELS.findall(told):
            found[place] = texts
    assert found == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [("in Tirana", ["Tirana"]), ("Bashkia e", ["Bashki"]), ("Catalan", []), ("tirade", [])],
)
def test_what_is_found(text, names):
    assert named_in("somewhere.py", text) == names


def test_the_pages_are_looked_at():
    places = [place for place, _text in files(".html", ".py", ".js")]
    assert {"templates/base.html", "toolkit/dates.py", str(Path("static/js/dates.js"))} < set(
        places
    )
