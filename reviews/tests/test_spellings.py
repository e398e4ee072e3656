"""Place names as the office prints them: from the country pack, the same within one text."""

import pytest
from django.conf import settings

from countries.pack import SHIPPED, read_country
from reviews.article import compose
from reviews.article.spellings import Spelling, is_english, names_of_places
from reviews.tests.months import make_party, make_record


def spelling_of(code, people=()):
    exonyms = tuple(read_country(SHIPPED / code).exonyms.items())
    return Spelling(names_of_places(SHIPPED / code, exonyms), people)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Korçë, Korca, Korce and Korça", "Korça, Korça, Korça and Korça"),
        ("Kukës and Kukes", "Kukes and Kukes"),
        ("Tiranë and Shkoder", "Tirana and Shkodra"),
        ("Vorë, Kamëz and Pukë", "Vora, Kamza and Puka"),
        ("Malësi e Madhe and Vau i Dejës", "Malesi e Madhe and Vau i Dejes"),
        ("Port of Durrës", "Port of Durres"),
        ("Morinë (Kukës)", "Morina (Kukes)"),
        ("Has, Mat and Fier", "Has, Mat and Fier"),
        ("KUKËS", "KUKËS"),
        ("kukës", "kukës"),
        ("the Kukësi club", "the Kukësi club"),
        ("“Invest in Kukës”", "“Invest in Kukes”"),
        ("“Panairi i Punës në Korçë” in Korçë", "“Panairi i Punës në Korçë” in Korça"),
        ("«Ditët e Korçës» and “Korçë 2024”", "«Ditët e Korçës» and “Korçë 2024”"),
        ("Mr. Korca and Arben Korca of Korca", "Mr. Korca and Arben Korca of Korça"),
        ("", ""),
    ],
)
def test_albania(typed, printed):
    spell = spelling_of("AL", people=["Arben Korca"])
    assert spell(typed) == printed
    assert spell(printed) == printed


@pytest.mark.parametrize(
    ("code", "typed", "printed"),
    [
        ("MK", "Скопје and Битола", "Skopje and Bitola"),
        ("MK", "Kicevo", "Kičevo"),
        ("ME", "Niksic, Nikšić and Bar", "Nikšić, Nikšić and Bar"),
    ],
)
def test_latin_spellings_of_other_packs(code, typed, printed):
    assert spelling_of(code)(typed) == printed


def test_the_title_of_an_event_is_respelt_in_english_alone():
    spell = spelling_of("AL")
    assert spell.title("Fair of Korçë") == "Fair of Korça"
    assert spell.title("Panairi i Punës Korçë") == "Panairi i Punës Korçë"
    assert [is_english(text) for text in ("Work in Kukës", "Festa e Kukësit", "")] == [
        True,
        False,
        False,
    ]


def test_what_the_office_set_counts_before_the_pack():
    printed = names_of_places(SHIPPED / "AL", (("Korçë", "Korce"), ("Has", "Hasi")))
    assert (printed["Korçë"], printed["Has"], printed["Vlorë"]) == ("Korce", "Hasi", "Vlorë")


def test_every_name_in_the_settings_is_printed_one_way():
    spell = Spelling(settings.PLACE_NAMES_IN_TEXT)
    for official, printed in settings.PLACE_NAMES_IN_TEXT.items():
        assert (
            spell(f"Meetings in {official} and {printed}.")
            == f"Meetings in {printed} and {printed}."
        )


def test_one_spelling_within_a_text():
    meeting = make_record(
        1, parties=(make_party("Municipality of Korçë"),), public_line="Visit to Korca and Korçë."
    )
    article = compose([meeting], 2024, 3, spellings={"Korçë": "Korça"})
    text = " ".join(s.text for paragraph in article.paragraphs for s in paragraph.sentences)
    assert "Korca" not in text and "Korçë" not in text and text.count("Korça") == 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("returns from Turkey", "returns from Türkiye"),
        ("Vietnam and Turkey", "Viet Nam and Türkiye"),
        ("Vietnam Airlines", "Vietnam Airlines"),
        ("“Back from Turkey”", "“Back from Turkey”"),
        ("Turkish workers", "Turkish workers"),
    ],
)
def test_states_are_called_as_the_united_nations_call_them(text, printed):
    assert Spelling({})(text) == printed
