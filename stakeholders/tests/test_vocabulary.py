"""The one list of institutions, posts and forms of address."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from countries.pack import SHIPPED, read_country
from stakeholders.directory import likely_kind
from stakeholders.honorifics import split_honorific
from stakeholders.vocabulary import (
    FORMS,
    HEADS,
    INSTITUTIONS,
    KINDS,
    ORGANISATION_WORDS,
    POST_WORDS,
)
from toolkit.spelling import fold

TRAITS = {*KINDS, "body", "common", "the", "unit"}


def test_no_word_is_in_two_lines():
    forms = Counter(form for one in INSTITUTIONS.values() for form in one.forms)
    assert [form for form, count in forms.items() if count > 1] == []
    assert not POST_WORDS & ORGANISATION_WORDS


def test_all_words_are_folded():
    words = {*FORMS, *INSTITUTIONS, *ORGANISATION_WORDS, *POST_WORDS}
    assert [word for word in words if fold(word) != word] == []


@pytest.mark.parametrize("code", ["AL", "ME", "MK"])
def test_the_words_of_a_pack_are_folded_and_in_one_line_each(code):
    words = read_country(SHIPPED / code).vocabulary
    plain = words.keys() - {"and_words", "in_words", "clock", "columns", "channels"}
    texts = [word for key in plain for word in words[key].replace(":", " ").split()]
    assert [word for word in texts if fold(word) != word and "-" not in word] == []

    pairs = [line.split(":") for line in words["institutions"].strip().splitlines()]
    forms = Counter(form for _word, text in pairs for form in text.split())
    forms.update(form for one in INSTITUTIONS.values() for form in (one.word, *one.english))
    assert {word for word, _text in pairs} <= INSTITUTIONS.keys()
    assert [form for form, count in forms.items() if count > 1] == []


def test_every_trait_is_known_and_no_line_tells_two_kinds():
    for one in INSTITUTIONS.values():
        assert one.traits <= TRAITS, one.word
        assert len(one.traits & set(KINDS)) < 2, one.word
        assert not {"body", "common"} <= one.traits, one.word


def test_whoever_heads_a_body_heads_an_institution():
    assert {body.split()[0] for body, _albanian in HEADS.values()} <= INSTITUTIONS.keys()


def test_the_kinds_are_codes_of_the_list():
    path = Path(apps.get_app_config("iomtracker").path, "data", "organisation_kinds.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert set(KINDS) <= {row["code"] for row in rows}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Municipality of Kukës", "local-government"),
        ("Bashkia e Kukësit", "local-government"),
        ("Ambasada e Gjermanisë", "embassy"),
        ("Drejtoria e Policisë Kukës", "central-government"),
        ("Albanian Development Bank", "private-sector"),
        ("Alba Construction shpk", "private-sector"),
        ("Universiteti i Tiranës", "academia"),
        ("Shoqata e Grave", "civil-society"),
        ("Bank of the Municipality of Kukës", "local-government"),  # the first line counts
        ("Bashkimi Evropian", ""),  # the European Union, no municipality (bashki)
        ("Congo Rivers", ""),  # no NGO
        ("Caritas", ""),
        ("", ""),
    ],
)
def test_likely_kind(name, kind):
    assert likely_kind(name) == kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("H.E. Mr. Karl Bergner", ("H.E. Mr.", "Karl Bergner")),
        ("Mr Albert Halilaj", ("Mr.", "Albert Halilaj")),
        ("Ruth Huber", ("", "Ruth Huber")),
        ("Dr.", ("", "Dr.")),
        ("", ("", "")),
    ],
)
def test_split_honorific(text, parts):
    assert split_honorific(text) == parts
