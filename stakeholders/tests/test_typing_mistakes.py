"""Typing mistakes find whom they mean before anything new is added; so do words of the country's language."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.tests.factories import make_user
from stakeholders.models import Organisation, OrganisationKind, Person
from stakeholders.name_words import NameWords, nearest, respelled
from stakeholders.suggestions import look_alikes, suggest, suggest_nearest
from stakeholders.tests.factories import (
    make_appointment,
    make_organisation,
    make_organisations,
    make_person,
)
from stakeholders.vocabulary import meanings
from toolkit.spelling import fold

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 6)
PEOPLE = {
    "Sokol Gjonaj": "Municipality of Kukës",
    "Ruth Huber": "Embassy of Switzerland in Albania",
    "Blerta Shehu": "Ministry of Interior",
    "Xhensila Çela": "Caritas Albania",
    "Helena Marchetti": "Embassy of Italy in Albania",
}
MISTAKES = {
    "bashkia koprce": "Municipality of Korçë",
    "minstria e brendshme": "Ministry of Interior",
    "policia kufitrae": "Border and Migration Police",
    "bashkia gjirokastre": "Municipality of Gjirokastër",
    "unchr": "United Nations High Commissioner for Refugees",
    "bashkia shkdoer": "Municipality of Shkodër",
    "ambasda e zvicrres": "Embassy of Switzerland in Albania",
    "helsinky comittee": "Albanian Helsinki Committee",
    "bashkia pogradc": "Municipality of Pogradec",
    "institut of statistcs": "Institute of Statistics",
    "ministria e drejtsise": "Ministry of Justice",
    "turkish embasy": "Embassy of Türkiye in Albania",
    "britsh embassy": "British Embassy Tirana",
    "county council vlroe": "Vlorë County Council",
    "rrogozine": "Municipality of Rrogozhinë",
    "sokol gjonja": "Sokol Gjonaj",
    "blerta shehhu": "Blerta Shehu",
    "xhensila chela": "Xhensila Çela",
    "helena marcheti": "Helena Marchetti",
    "hubre": "Ruth Huber",
    "mayro of korce": "Municipality of Korçë",
}


def labels(text):
    return [line.label for line in suggest(text, DAY) or suggest_nearest(text, DAY)]


@pytest.fixture(scope="module")
def directory(module_db):
    """The directory of Albania's pack, and some people."""
    call_command("load_reference", stdout=StringIO())
    call_command("load_directory", stdout=StringIO())
    for name, organisation in PEOPLE.items():
        row = Organisation.objects.get(name=organisation)
        make_appointment(make_person(name), row, title="Head of unit")


@pytest.mark.parametrize(("typed", "meant"), list(MISTAKES.items()))
def test_a_typing_mistake_finds(directory, typed, meant):
    assert labels(typed)[0] == meant


DEFINITE = """
Berati Kuçova Poliçani Skrapari Ura_Vajgurore Bulqiza Dibra Klosi Mati Durrësi Kruja Shijaku Belshi
Cërriku Elbasani Gramshi Librazhdi Peqini Prrenjasi Divjaka Fieri Lushnja Mallakastra Patosi Roskoveci
Dropulli Gjirokastra Këlcyra Libohova Memaliaji Përmeti Tepelena Devolli Kolonja Korça Maliqi Pogradeci
Pusteci Hasi Kukësi Tropoja Kurbini Lezha Mirdita Fusha-Arrëza Malësia_e_Madhe Puka Shkodra Vau_i_Dejës
Kamza Kavaja Rrogozhina Tirana Vora Delvina Finiqi Himara Konispoli Saranda Selenica Vlora
""".replace("\n", " ").split()


def test_the_mayor_of_each_municipality_by_its_definite_form(directory):
    rows = Organisation.objects.filter(name__startswith="Municipality of ").order_by("pk")
    names = [form.replace("_", " ") for form in DEFINITE]
    meant = [f"Mayor, {row}" for row in rows]
    assert [labels(f"mayor of {name}")[0] for name in names] == meant
    assert [labels(f"{fold(name)} mayor")[0] for name in names] == meant


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("italian embassy", "Italy"),
        ("embasy of itly", "Italy"),
        ("ambasada e italise", "Italy"),
        ("ambasadori i italise", "Italy"),
        ("ambassador of italy", "Italy"),
        ("german embassy", "Germany"),
        ("embasy of germny", "Germany"),
        ("ambasadori i gjermanise", "Germany"),
        ("greek embassy", "Greece"),
        ("ambassador greece", "Greece"),
        ("austrian embassy", "Austria"),
        ("embasy of austira", "Austria"),
    ],
)
def test_an_embassy_of_a_country_stands_before_those_in_it(directory, typed, country):
    make_organisation(
        f"Embassy of Chile in {country}",
        kind=OrganisationKind.objects.get(code="embassy"),
        seats="Ambassador",
    )
    embassy = f"Embassy of {country} in Albania"
    embassies = (embassy, f"Embassy of Chile in {country}")
    found = [label for label in labels(typed) if label in embassies]
    assert found == list(embassies)
    ambassadors = [label for label in labels(typed) if label.startswith("Ambassador, ")]
    assert not ambassadors or ambassadors[0] == f"Ambassador, {embassy}"


@pytest.mark.parametrize("text", ["Besnik Qrtwalo", "zzz", "", "x" * 10_000, "\ud83d", "💥"])
def test_what_is_like_nothing_finds_nothing(directory, text):
    assert labels(text) == []


def test_an_unfinished_word_with_a_slip(directory):
    assert labels("bashkia gjirokasr")[0] == "Municipality of Gjirokastër"
    assert labels("ambasda gjer")[0] == "Embassy of Germany in Albania"


@pytest.mark.parametrize(
    "text", ["ambasada", "gjermani", "gjermanise", "ambasada gjermani", "gjerman"]
)
def test_words_of_the_countrys_language_find_what_has_an_english_name_only(text):
    make_organisation("Embassy of Germany")
    ana = make_appointment(
        make_person("Ana Hoxha"), Organisation.objects.get(), title="Attaché"
    ).person
    assert set(labels(text)) == {"Embassy of Germany", "Ana Hoxha"}
    assert list(Organisation.objects.matching(text)) == [Organisation.objects.get()]
    assert Person.objects.get() == ana


def test_they_find_on_the_search_page_and_in_the_list_too(client):
    german = make_organisation("Embassy of Germany")
    make_appointment(make_person("Ana Hoxha"), german, title="Attaché")
    client.force_login(make_user())
    page = client.get(reverse("search"), {"q": "ambasada gjermani"})
    groups = {group.key: group.hits for group in page.context["groups"]}
    assert [hit.title for hit in groups["organisations"]] == ["Embassy of Germany"]
    assert [(hit.title, hit.sub) for hit in groups["people"]] == [
        ("Ana Hoxha", "Attaché, Embassy of Germany")
    ]
    listed = client.get(reverse("stakeholder_list"), {"q": "gjermani"})
    assert listed.context["page"].rows == [german]


def test_the_list_finds_what_is_mistyped_in_the_countrys_language(client):
    make_organisation("Embassy of Germany")
    client.force_login(make_user())
    listed = client.get(reverse("stakeholder_list"), {"q": "ambasda gjermni"}).context
    assert [(str(row), detail) for row, detail in listed["look_alikes"]] == [
        ("Embassy of Germany", "Local government")
    ]


def test_the_search_page_says_who_the_look_alikes_are(client):
    make_appointment(
        make_person("Ana Hoxha"), make_organisation("Embassy of Germany"), title="Attaché"
    )
    client.force_login(make_user())
    text = " ".join(client.get(reverse("search"), {"q": "ana hoxah"}).content.decode().split())
    assert "Ana Hoxha</a>, Attaché, Embassy of Germany" in text
    text = " ".join(
        client.get(reverse("stakeholder_list"), {"q": "embasy germny"}).content.decode().split()
    )
    assert "Embassy of Germany</a> (Local government)" in text


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("gjermani", "germany"),
        ("gjermanise", "germany"),
        ("francs", None),
        ("malta", None),
        ("gje", None),
    ],
)
def test_what_a_word_may_stand_for(word, english):
    found = meanings(word)
    assert found[0] == word
    assert (english in found) if english else found[1:] == []


def test_slips():
    known = ["korce", "kukes", "berat", "helsinki"]
    assert (
        nearest("koprce", known) == nearest("krce", known) == nearest("okrce", known) == ["korce"]
    )
    assert nearest("helsnky", known) == ["helsinki"]
    assert nearest("kor", known) == nearest("abcde", known) == nearest("k" * 41, known) == []
    assert respelled([("korce",), ("helsinky",)], known) == [["korce"], ["helsinki"]]
    assert respelled([("korce",), ("abcdef",)], known) is None


def test_rows_with_the_words_most_like_what_was_typed():
    korce, kukes, _has = make_organisations(
        ["Municipality of Korçë", "Municipality of Kukës", "School of Has"]
    )
    names = NameWords(Organisation.objects.all())
    assert names.best_rows("municipality koprce", 2) == [korce.pk, kukes.pk]
    assert names.best_rows("municipality koprce", 1) == [korce.pk]


def test_the_queries_do_not_grow(django_assert_num_queries):
    make_organisations([f"Municipality of Place {number}" for number in range(300)])
    make_person("Ana Hoxha")
    with django_assert_num_queries(2):
        assert labels("place 7")
    with django_assert_num_queries(8):
        assert labels("municipalty of plcae")
    with django_assert_num_queries(4):
        assert len(look_alikes("Municipality of Plaec 7", limit=400)) <= 120
