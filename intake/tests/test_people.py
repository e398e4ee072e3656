"""Cells that say with whom."""

import pytest

from intake.people import (
    AND,
    COMMA,
    LINE,
    ONE,
    SEMICOLON,
    SLASH,
    Named,
    is_nil,
    likely_split,
    read_parties,
    read_person,
    split_cell,
)


@pytest.mark.parametrize(
    ("text", "how", "names"),
    [
        ("UNHCR, Caritas", ONE, ["UNHCR, Caritas"]),
        ("UNHCR, Caritas", COMMA, ["UNHCR", "Caritas"]),
        ("UNHCR; Caritas\nIOM", SEMICOLON, ["UNHCR", "Caritas", "IOM"]),
        ("UNHCR / Caritas", SLASH, ["UNHCR", "Caritas"]),
        ("UNHCR\nCaritas", LINE, ["UNHCR", "Caritas"]),
        ("UNHCR, Caritas and IOM", AND, ["UNHCR", "Caritas", "IOM"]),
        ("Committee (A, B), UNHCR", COMMA, ["Committee (A, B)", "UNHCR"]),
        ("ACT, the App Association, UNHCR", COMMA, ["ACT, the App Association", "UNHCR"]),
        ("Acme, Inc., UNHCR", COMMA, ["Acme, Inc.", "UNHCR"]),
        ("UNHCR, Caritas, unhcr", COMMA, ["UNHCR", "Caritas"]),
        ("UNHCR,, n/a, ", COMMA, ["UNHCR"]),
        ("n/a", ONE, []),
        ("", COMMA, []),
        ("Municipality\nof Kukës", ONE, ["Municipality of Kukës"]),
    ],
)
def test_names_in_a_cell(text, how, names):
    assert split_cell(text, how) == names


@pytest.mark.parametrize(
    ("cells", "how"),
    [
        (["A; B", "C"], SEMICOLON),
        (["A\nB"], LINE),
        (["A, B"], COMMA),
        (["A / B"], SLASH),
        (["A", ""], ONE),
        ([], ONE),
    ],
)
def test_the_separator_is_proposed(cells, how):
    assert likely_split(cells) == how


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Mr. Albert Halilaj, Mayor of Kukës", ("Mr. Albert Halilaj", "Mayor of Kukës", "Municipality of Kukës")),
        ("H.E. Ana Prifti, Ambassador of Italy", ("H.E. Ana Prifti", "Ambassador of Italy", "Embassy of Italy")),
        ("Ms. Ana Prifti, Director, Ministry of Interior", ("Ms. Ana Prifti", "Director", "Ministry of Interior")),
        ("Ana Prifti (UNHCR)", ("Ana Prifti", "", "UNHCR")),
        ("Ana Prifti - UNHCR", ("Ana Prifti", "", "UNHCR")),
        ("Ana Prifti, Head of Unit", ("Ana Prifti", "Head of Unit", "")),
        ("Ana Prifti, Director at UNHCR", ("Ana Prifti", "Director at UNHCR", "UNHCR")),
        ("Ana Prifti, Kryetare e Bashkisë Kukës", ("Ana Prifti", "Kryetare e Bashkisë Kukës", "Municipality of Kukës")),
        ("Ana Prifti", ("Ana Prifti", "", "")),
        ("", ("", "", "")),
    ],
)  # fmt: skip
def test_a_name_with_title_and_organisation(text, named):
    assert read_person(text) == Named(*named)


def test_organisations_and_those_who_speak_for_them():
    found = read_parties("UNHCR, Mr. Albert Halilaj, Caritas", COMMA, with_titles=False)
    assert found == [Named("Mr. Albert Halilaj", "", "UNHCR"), Named("", "", "Caritas")]


def test_people_with_titles_in_one_cell():
    found = read_parties("Ms. Ana Prifti, Director, UNHCR\nCaritas", LINE, with_titles=True)
    assert found == [Named("Ms. Ana Prifti", "Director", "UNHCR"), Named("", "", "Caritas")]


def test_a_title_after_a_comma_belongs_to_the_name_before_it():
    found = read_parties("Mr. Albert Halilaj, Mayor of Kukës", COMMA, with_titles=True)
    assert found == [Named("Mr. Albert Halilaj", "Mayor of Kukës", "Municipality of Kukës")]


@pytest.mark.parametrize(
    ("cells", "is_it"),
    [
        (["March", "Nil return"], True),
        (["no meetings"], True),
        (["6 March", "UNHCR", "Title", "None"], False),
        (["6 March", "Meeting with UNHCR"], False),
    ],
)
def test_nil_returns(cells, is_it):
    assert is_nil(cells) is is_it
