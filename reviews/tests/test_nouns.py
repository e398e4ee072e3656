"""Kinds of nouns, and whether they are counted."""

import pytest

from reviews.article.nouns import is_countable, is_mass, kinds_of, main_kind


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("guards", "person"),
        ("wishes", "feeling"),
        ("tea", "food"),
        ("Thursday", "time"),
        ("stabilisation", "act"),  # WordNet spells it with a z
        ("e-visa", "communication"),
        ("subcommittee", "group"),
        ("Zarzis", ""),
    ],
)
def test_what_a_noun_names(noun, kind):
    assert main_kind(noun) == kind
    assert (kind in kinds_of(noun)) is bool(kind)


@pytest.mark.parametrize(
    "noun", ["hub", "visa", "agreement", "consulate", "workplan", "returnee", "SOP", "mayor"]
)
def test_counted(noun):
    assert is_countable(noun)
    assert not is_mass(noun)


@pytest.mark.parametrize(
    "noun", ["cooperation", "funding", "recruitment", "water", "awareness", "data"]
)
def test_not_counted(noun):
    assert is_mass(noun)
    assert not is_countable(noun)


def test_what_nobody_knows_is_neither():
    assert not is_countable("Zarzis")
    assert not is_mass("Zarzis")
