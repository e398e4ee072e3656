"""Kinds of nouns, and whether they are counted."""

import pytest

from reviews.article.nouns import DATA, is_countable, is_mass, kinds_of, main_kind

KINDS = frozenset(
    DATA.joinpath("nouns.txt").read_text("utf-8").splitlines()[1].split(": ")[-1].split()
)


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


@pytest.mark.parametrize(
    ("file", "marks"), [("nouns.txt", "cub-"), ("office_nouns.txt", "cubtspmw")]
)
def test_each_line_of_the_data_is_a_noun_with_its_mark_and_kinds(file, marks):
    nouns = []
    for line in DATA.joinpath(file).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            noun, mark, *kinds = line.split()
            assert mark in marks
            assert set(kinds) <= KINDS, noun
            nouns.append(noun)
    assert len(nouns) == len(set(nouns))


def test_the_readme_names_every_file_of_the_data():
    readme = DATA.joinpath("README.md").read_text("utf-8")
    assert [
        f.name for f in DATA.iterdir() if f.name != "README.md" and f"`{f.name}`" not in readme
    ] == []
