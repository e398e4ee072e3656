"""Cells that say with whom."""

import pytest

from intake.cells.people import (
    AND,
    COMMA,
    LINE,
    ONE,
    SEMICOLON,
    SLASH,
    Named,
    is_nil,
    likely_split,
    read_counterparts,
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


@pytest.mark.parametrize(
    ("post", "organisation"),
    [
        ("Minister for Europe and Foreign Affairs", "Ministry for Europe and Foreign Affairs"),
        ("Deputy Minister of the Interior", "Ministry of Interior"),
        ("Minister of Interior in Albania", "Ministry of Interior"),
        ("Minister of State for Youth", ""),
        ("Minister of Albania", ""),
        ("Minister of Republic of Albania", ""),
        ("Minister Counsellor", ""),
        ("Minister Counsellor at the Embassy of Italy", "Embassy of Italy"),
        ("Minister", ""),
        ("Consul General of Italy", "Consulate General of Italy"),
        ("Consul of Italy", "Consulate of Italy"),
        ("Consul General of Italy in Vlora", ""),
        ("Consul General", ""),
        ("Mayor of Kukës", "Municipality of Kukës"),
        ("Deputy Mayor of Kukës", "Municipality of Kukës"),
        ("Mayor of the Municipality of Kukës", "Municipality of Kukës"),
        ("Mayor of Kukës Municipality", "Municipality of Kukës"),
        ("Mayor of Bashkia Kukës", "Municipality of Kukës"),
        ("Mayor of the City of Vau i Dejës", "Municipality of Vau i Dejës"),
        ("Mayor of the city", ""),
        ("Mayor of the Municipality", ""),
        ("Mayor Kukës", ""),
        ("Mayor of Kukës until 2019", ""),
        ("Mayor of Kukës and Chair of the Council", ""),
        ("Kryetari i Bashkisë së Kukësit", "Municipality of Kukës"),
        ("Kryetar i Bashkisë Kukës", "Municipality of Kukës"),
        ("Kryetar i Bashkise Kukes", "Municipality of Kukes"),
        ("Kryetare e Bashkisë së Tiranës", "Municipality of Tiranë"),
        ("Kryebashkiaku i Hasit", "Municipality of Has"),
        ("Zëvendëskryetar i Bashkisë Kukës", "Municipality of Kukës"),
        ("Kryetar i Bashkisë", ""),
        ("Chargé d'Affaires", ""),
        ("Kryetar i Këshillit Bashkiak Kukës", ""),
        ("Kryetari i Këshillit Bashkiak Kukës", ""),
        ("Kryetari i Këshillit të Bashkisë Kukës", ""),
        ("Prefekti i Qarkut Kukës", "Prefecture of Kukës"),
        ("Prefekti i Qarkut të Kukësit", "Prefecture of Kukës"),
        ("Prefekt i Kukësit", "Prefecture of Kukës"),
        ("Prefect of Kukës County", "Prefecture of Kukës"),
        ("Prefect of the County of Kukës", "Prefecture of Kukës"),
        ("Prefect", ""),
        ("Ambassador to Albania", ""),
        ("Ambassador in the Republic of Albania", ""),
        ("Ambassador of Germany", "Embassy of Germany"),
        ("Ambassador of Germany to Albania", "Embassy of Germany"),
        ("Ambassador of Germany in Albania", "Embassy of Germany"),
        ("Ambassador of Germany në Shqipëri", "Embassy of Germany"),
        ("Ambassador of Germany to the Republic of Albania", "Embassy of Germany"),
        ("Ambassador of the United States of America", "Embassy of United States of America"),
        ("Ambassador of Kosovo", "Embassy of Kosovo"),
        ("Ambassador of the State of Kuwait to Albania", "Embassy of State of Kuwait"),
        ("Ambassador of Bosnia & Herzegovina", "Embassy of Bosnia & Herzegovina"),
        ("Ambassador of Germany to Kosovo", ""),
        ("AMBASSADOR OF GERMANY TO KOSOVO", ""),
        ("KRYETARI I BASHKISË SË KUKËSIT", "Municipality of KUKËS"),
        ("Kryetari i Bashkise\u0308 se\u0308 Kuke\u0308sit", "Municipality of Kukës"),
        ("Ambassador of the European Union", ""),
        ("Ambassador for Human Rights", ""),
        ("Director at UNHCR", "UNHCR"),
        ("Head of Unit", ""),
    ],
)
def test_a_post_names_its_organisation_only_when_it_is_certain(post, organisation):
    assert read_person(f"Ana Prifti - {post}") == Named("Ana Prifti", post, organisation)
    assert read_counterparts(f"Mr. Ben Hoxha, {post}", COMMA, with_titles=True) == [
        Named("Mr. Ben Hoxha", post, organisation)
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ana Prifti (Mayor of Kukës)", ("Ana Prifti", "Mayor of Kukës", "Municipality of Kukës")),
        ("Ana Prifti (Minister Counsellor)", ("Ana Prifti", "Minister Counsellor", "")),
        ("Ana Prifti (Prefect's Office)", ("Ana Prifti", "", "Prefect's Office")),
    ],
)
def test_a_post_in_brackets_is_no_organisation(text, named):
    assert read_person(text) == Named(*named)


WAYS = [ONE, SEMICOLON, COMMA, SLASH, LINE, AND]


@pytest.mark.parametrize("with_titles", [True, False])
@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Gezim Provori (Drini League)", ("Gezim Provori", "", "Drini League")),
        ("Ina Omari (IOM)", ("Ina Omari", "", "IOM")),
        ("Anna-Maria O'Brien (UNHCR)", ("Anna-Maria O'Brien", "", "UNHCR")),
        ("Ana B. Prifti (Mayor of Kukës)", ("Ana B. Prifti", "Mayor of Kukës", "Municipality of Kukës")),
        ("Çlirim Ëngjëlli (Bashkia Has)", ("Çlirim Ëngjëlli", "", "Bashkia Has")),
        ("Danish Refugee Council (DRC)", ("", "", "Danish Refugee Council (DRC)")),
        ("Nisma Ndryshe Shqip (NNSH)", ("", "", "Nisma Ndryshe Shqip (NNSH)")),
        ("Caritas Albania (Kukës)", ("", "", "Caritas Albania (Kukës)")),
        ("Municipality of Kukës (Gezim Provori)", ("", "", "Municipality of Kukës (Gezim Provori)")),
    ],
)  # fmt: skip
def test_a_name_with_its_organisation_in_brackets(text, named, how, with_titles):
    assert read_counterparts(text, how, with_titles) == [Named(*named)]


@pytest.mark.parametrize(
    "text",
    [
        "Caritas (Kukës)",
        "UNHCR Albania (Kukës)",
        "Save the Children (Kukës)",
        "Tjetër Vizion (NGO)",
    ],
)
def test_what_is_not_written_like_a_name_stays_an_organisation(text):
    assert read_counterparts(text, COMMA, with_titles=False) == [Named("", "", text)]


@pytest.mark.parametrize("how", [ONE, SEMICOLON, COMMA, LINE, AND])
def test_a_title_behind_the_brackets(how):
    found = read_counterparts("Gezim Provori (Drini League), Director", how, with_titles=True)
    assert found == [Named("Gezim Provori", "Director", "Drini League")]


def test_an_organisation_behind_the_brackets_stands_for_itself():
    found = read_counterparts("Gezim Provori (Drini League), UNHCR", COMMA, with_titles=True)
    assert found == [Named("Gezim Provori", "", "Drini League"), Named("", "", "UNHCR")]


def test_names_with_brackets_among_others():
    text = "Gezim Provori (Drini League), Ana Prifti (UNHCR), Caritas"
    people = [Named("Gezim Provori", "", "Drini League"), Named("Ana Prifti", "", "UNHCR")]
    assert read_counterparts(text, COMMA, with_titles=False) == [*people, Named("", "", "Caritas")]
    assert read_counterparts(text, COMMA, with_titles=True) == [*people, Named("", "", "Caritas")]


def test_organisations_and_those_who_speak_for_them():
    found = read_counterparts("UNHCR, Mr. Albert Halilaj, Caritas", COMMA, with_titles=False)
    assert found == [Named("Mr. Albert Halilaj", "", "UNHCR"), Named("", "", "Caritas")]


def test_people_with_titles_in_one_cell():
    found = read_counterparts("Ms. Ana Prifti, Director, UNHCR\nCaritas", LINE, with_titles=True)
    assert found == [Named("Ms. Ana Prifti", "Director", "UNHCR"), Named("", "", "Caritas")]


def test_a_title_after_a_comma_belongs_to_the_name_before_it():
    found = read_counterparts("Mr. Albert Halilaj, Mayor of Kukës", COMMA, with_titles=True)
    assert found == [Named("Mr. Albert Halilaj", "Mayor of Kukës", "Municipality of Kukës")]


@pytest.mark.parametrize(
    ("cells", "is_it"),
    [
        (["March", "Nil return"], True),
        (["no meetings"], True),
        (["6 March", "UNHCR", "Title", "None"], False),
        (["6 March", "Meeting with UNHCR"], False),
        (["2024-03-08", "Municipality of Kukës", "None"], False),
        (["Municipality of Kukës", "None"], False),
        (["2024-03-08", "None"], True),
        (["3/25/2024", "", "None", "-"], True),
        (["12", "March 2024", "Nil"], True),
        (["none", "None", "NONE", "None"], True),
        (["Mars", "Nuk ka takime", "Nuk ka takime", "Nuk ka takime"], True),
        (["Asnjë"], True),
        (["6/3/2024", "asnje takim"], True),
        (["s'ka"], True),
        (["S’ka takime"], True),
        (["pa takime"], True),
        (["March", "12"], False),
        (["", "-"], False),
        ([], False),
    ],
)
def test_nil_returns(cells, is_it):
    assert is_nil(cells) is is_it
