"""How alike names are, and why: organisations, people, and the keys that likely duplicates share."""

import pytest

from stakeholders.name_matching.blocking_keys import matching_key, organisation_keys, person_keys
from stakeholders.name_matching.organisations import OrganisationNames, compare_organisations
from stakeholders.name_matching.people import compare_names, read_person
from stakeholders.name_matching.records import PersonRecord, digits, domain
from stakeholders.name_matching.score import LIKELY, reason_texts


def compare_people(one, other):
    return compare_names(read_person(one), read_person(other))


LIKELY_ORGANISATIONS = [
    ("Municipality of Kukës", "MUNICIPALITY OF KUKES", 100, ("same_name",)),
    ("Municipality of Kukës", "Bashkia Kukës", 98, ("same_words",)),
    ("Municipality of Kukës", "Bashkia e Kukësit", 98, ("same_words",)),
    ("Municipality of Vlorë", "Bashkia e Vlorës", 98, ("same_words",)),
    ("Municipality of Has", "Bashkia e Hasit", 98, ("same_words",)),
    ("Ministry of the Interior", "Ministria e Brendshme", 98, ("same_words",)),
    ("Embassy of Germany", "German Embassy", 98, ("same_words",)),
    ("British Embassy", "Embassy of the United Kingdom", 98, ("same_words",)),
    ("Int'l Org. for Migration", "International Organization for Migration", 98, ("same_words",)),
    ("Kosova Beer Sh.p.k.", "Kosova Beer", 98, ("legal_form",)),
    ("Save the Children e.V.", "Save the Children", 98, ("legal_form",)),
    ("World Food Programme", "United Nations World Food Programme", 92, ("missing_words",)),
    ("UN Dept of Economic Affairs", "United Nations Department, Economic Affairs", 98, ("same_words",)),
    ("UNFPA/United Nations Population Fund", "United Nations Population Fund", 100, ("same_name",)),
    ("Danish Refugee Council (DRC)", "Danish Refugee Council", 100, ("same_name",)),
    ("ActionAid", "Action Aid", 98, ("same_words",)),
    ("Terre des Hommes", "Terre des Homes", 95, ("spelling",)),
    ("Terre des Hommes", "Fondation Terre des Hommes", 94, ("missing_words",)),
    ("GREDO", "Gargaar Relief Development Organization", 84, ("acronym",)),
    ("UNHCR", "United Nations High Commissioner for Refugees", 90, ("acronym",)),
    ("IOM", "International Organization for Migration", 82, ("acronym",)),
    ("DRC", "Danish Refugee Council, DRC", 95, ("acronym",)),
    ("Comité international de la Croix-Rouge", "International Committee of the Red Cross", 98, ("same_words",)),
]  # fmt: skip

DIFFERENT_ORGANISATIONS = [
    ("Municipality of Kukës", "Municipality of Kuçovë"),
    ("Municipality of Kukës", "Bashkia e Kuçovës"),
    ("Municipality of Fier", "Bashkia e Belshit"),
    ("Embassy of Spain", "Embassy of Germany"),
    ("Ministry of Finance", "Ministry of Justice"),
    ("Ministry of Agriculture", "Department of Agriculture"),
    ("Save the Children Germany", "Save the Children Netherlands"),
    ("Norwegian Red Cross", "Netherlands Red Cross"),
    ("Embassy of Austria", "Embassy of Australia"),
    ("Plan International", "Rescue International"),
    ("African Development Bank", "African Development Fund"),
    ("Social Services Unit of Kukës", "Social Services Unit of Konispol"),
    ("DRC", "Danish Red Cross Society"),
    ("UK", "UNICEF"),
    ("oooooooooo", "of " * 60 + "x"),
    ("Child Protection Unit", "Municipality of Kukës"),
    ("", "Municipality of Kukës"),
    ("…", "…"),
]


@pytest.mark.parametrize(("one", "other", "score", "reasons"), LIKELY_ORGANISATIONS)
def test_organisations_that_are_likely_one(one, other, score, reasons):
    names = OrganisationNames(one), OrganisationNames(other)
    assert compare_organisations(*names) == (score, reasons)
    assert compare_organisations(*reversed(names)) == (score, reasons)
    keys = [organisation_keys(name) for name in names]
    assert {matching_key(key) for key in keys[0]} & keys[1]


@pytest.mark.parametrize(("one", "other"), DIFFERENT_ORGANISATIONS)
def test_organisations_that_are_two(one, other):
    names = OrganisationNames(one), OrganisationNames(other)
    assert compare_organisations(*names).score < LIKELY
    assert compare_organisations(*reversed(names)).score < LIKELY


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("World Food Programme", "WFP"), ("WFP",), (96, ("short_name",))),
        (("World Food Programme", "WFP"), ("WFP Office",), (85, ("short_name", "missing_words"))),
        (("World Food Programme", "WFP"), ("WFP Albania",), (70, ("short_name", "missing_words"))),
        (
            ("Swiss Cooperation", "SDC"),
            ("SDC - Swiss Agency for Cooperation",),
            (97, ("missing_words", "short_name")),
        ),
        (("Ministry of Finance", "MoF"), ("Monaco Federation", "MoF"), (12, ("short_name",))),
        (("WFP", "WFP"), ("FAO", "FAO"), (0, ())),
        (("WFP WFP", "WFP"), ("FAO FAO", "FAO"), (0, ())),
        (("Kukës", "", ["Bashkia Kukës"]), ("Municipality of Kukës",), (98, ("same_words",))),
    ],
)
def test_short_and_other_names(one, other, expected):
    assert compare_organisations(OrganisationNames(*one), OrganisationNames(*other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "score", "reasons"),
    [
        ("H.E. Mr. Karl Bergner", "Karl Bergner", 100, ("same_name",)),
        ("Çeljana Bërberi", "Celjana Berberi", 100, ("same_name",)),
        ("Halilaj, Albert", "Albert Halilaj", 97, ("same_words",)),
        ("Albert Halilaj", "Albert Halilai", 98, ("spelling",)),
        ("Xhafer Shehu", "Jafer Shehu", 98, ("spelling",)),
        ("Gjergj Qemali", "Gergj Kemali", 96, ("spelling",)),
        ("Ylli Manjani", "Yli Maniani", 96, ("spelling",)),
        ("Aleksandër Çela", "Alexandros Chela", 90, ("nickname", "spelling")),
        ("Edi Rama", "Eduard Rama", 92, ("nickname",)),
        ("Albert M. Halilaj", "Albert Halilaj", 93, ("missing_words",)),
        ("Albert Halilaj", "Abert Halilaj", 89, ("spelling",)),
        (
            "Jacob Jesser",
            "Jacob Jeslser",
            89,
            ("spelling",),
        ),  # one slip as written, two as it sounds
        ("Ana Lyden", "Ana Lden", 85, ("spelling",)),
        ("Maria van der Berg", "Maria Berg", 100, ("same_name",)),
        ("Dr. Ana Dule (Tirana)", "Ana Dule", 100, ("same_name",)),
        ("Ana Maria Dule", "Anamaria Dule", 97, ("same_words",)),
    ],
)
def test_people_who_are_likely_one(one, other, score, reasons):
    assert compare_people(one, other) == (score, reasons)
    assert compare_people(other, one) == (score, reasons)
    keys = [person_keys(PersonRecord(0, (read_person(name),))) for name in (one, other)]
    assert keys[0] & keys[1]


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("Albert Halilaj", "Albert Dule", 25),
        ("Albert Halilaj", "Arben Halilaj", 25),
        ("Arta Dule", "Artan Dule", 81),
        ("Ana Dule", "Ana Duce", 77),
        ("A. Halilaj", "Albert Halilaj", 68),
        ("A. H.", "Albert Halilaj", 0),
        ("Halilaj", "Albert Halilaj", 55),
        ("Agron Kola", "Agim Kola", 25),
        ("Dr.", "Mr.", 0),
        ("", "Albert Halilaj", 0),
        ("!?", "Albert Halilaj", 0),
    ],
)
def test_people_of_whom_a_name_says_too_little(one, other, score):
    assert compare_people(one, other).score == score
    assert compare_people(other, one).score == score


def test_reasons_as_texts():
    assert list(map(str, reason_texts(["same_name", "of an older version", "acronym"]))) == [
        "The same name",
        "One is the initials of the other",
    ]


@pytest.mark.parametrize(
    ("phone", "last"),
    [("+355 (0)69 20-33-445", "92033445"), ("069 20 33 445", "92033445"), ("2033", ""), ("", "")],
)
def test_phones(phone, last):
    assert digits(phone) == last


def test_websites():
    assert domain("https://www.kukes.gov.al/") == domain("http://kukes.gov.al") == "kukes.gov.al"
    assert domain("") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Municipality of Kamëz", "Municipality of Kamza"),
        ("Municipality of Vorë", "Municipality of Vora"),
        ("Bashkia Pukë", "Municipality of Puka"),
        ("Municipality of Has", "Bashkia Hasi"),
        ("Municipality of Korçë", "Korca Municipality"),
    ],
)
def test_a_place_in_both_its_forms_is_one(one, other):
    names = OrganisationNames(one), OrganisationNames(other)
    assert compare_organisations(*names).score >= 98
    keys = [organisation_keys(name) for name in names]
    assert {matching_key(key) for key in keys[0]} & keys[1]
