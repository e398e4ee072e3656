"""What was named before is named short, and says on whose full mention it leans."""

import pytest

from reviews.article.grammar import (
    SOFT_COMMA,
    head_count,
    join,
    number_in_words,
    plural,
    with_a,
    with_the,
)
from reviews.article.kinds import event_in_text
from reviews.article.names import Mentions
from reviews.month.meetings import Area, Colleague, Place, Speaker
from reviews.tests.months import make_party, make_record

HALILAJ = Speaker(1, "Albert Halilaj", "Mr.", "Mayor of Kukës")
BERGNER = Speaker(2, "Karl Bergner", "H.E.", "Ambassador of Germany")
KUKES = make_party("Municipality of Kukës", speakers=(HALILAJ,))
GERMANY = make_party("Embassy of Germany", speakers=(BERGNER,))
JANI = Colleague("Alma Jani", "Ms.", "Head of Office")
AVRR = Area("avrr", "AVRR", "Assisted Voluntary Return and Reintegration")


@pytest.fixture
def mentions():
    meetings = [
        make_record(1, parties=(KUKES, GERMANY), colleagues=(JANI,)),
        make_record(2, parties=(make_party("Municipality of Kukës"),)),
    ]
    return Mentions(meetings, {"Kukës": "Kukes"})


def whom(mentions, party):
    return [text.replace(SOFT_COMMA, "") for text in mentions.counterpart(party)]


def told(mentions, reference, *parties):
    with mentions.telling((reference,)) as sentence:
        texts = [text for party in parties for text in whom(mentions, party)]
    return texts, sentence.leans_on


def test_a_short_form_leans_on_the_full_mention(mentions):
    first = told(mentions, "A", KUKES)
    assert first == (["Mr. Albert Halilaj, Mayor of Kukes"], ())
    mentions.new_paragraph()
    assert told(mentions, "B", KUKES) == (["Mr. Halilaj"], ("A",))
    assert told(mentions, "C", KUKES) == (["Mr. Halilaj"], ("A",))


def test_afresh_gives_the_full_form_again(mentions):
    told(mentions, "A", KUKES, GERMANY)
    fresh = mentions.afresh()
    assert told(fresh, "B", KUKES) == (["Mr. Albert Halilaj, Mayor of Kukes"], ())
    assert told(mentions, "B", KUKES) == (["Mr. Halilaj"], ("A",))


def test_the_ambassador_within_a_paragraph_alone(mentions):
    assert told(mentions, "A", GERMANY)[0] == ["H.E. Karl Bergner, Ambassador of Germany"]
    assert told(mentions, "B", GERMANY) == (["the Ambassador"], ("A",))
    assert mentions.post(GERMANY) == "the Ambassador"
    mentions.new_paragraph()
    assert mentions.post(GERMANY) == ""
    assert told(mentions, "C", GERMANY) == (["Ambassador Bergner"], ("A",))


def test_two_ambassadors_in_a_paragraph_are_none(mentions):
    other = Speaker(3, "Ruth Huber", "H.E.", "Ambassador of Spain")
    spain = make_party("Embassy of Spain", speakers=(other,))
    told(mentions, "A", GERMANY, spain)
    assert (mentions.post(GERMANY), mentions.post(spain)) == ("", "")
    assert told(mentions, "B", GERMANY)[0] == ["Ambassador Bergner"]


def test_an_organisation_that_was_spoken_for_is_short(mentions):
    told(mentions, "A", KUKES)
    staff = make_party("Municipality of Kukës", group="Technical staff", head_count=4)
    assert told(mentions, "B", staff) == (["four technical staff of the municipality"], ("A",))
    mentions.new_paragraph()
    assert told(mentions, "C", staff)[0] == ["four technical staff of the Municipality of Kukes"]


def test_colleagues_and_areas_lean_too(mentions):
    with mentions.telling(("A",)):
        assert mentions.colleague(JANI) == f"Ms. Alma Jani, Head of Office{SOFT_COMMA}"
        assert mentions.area(AVRR) == "Assisted Voluntary Return and Reintegration (AVRR)"
    with mentions.telling(("B",)) as sentence:
        assert (mentions.colleague(JANI), mentions.area(AVRR)) == ("Ms. Jani", "AVRR")
    assert sentence.leans_on == ("A",)


def test_sides(mentions):
    assert mentions.sides(()) == ""
    assert mentions.sides((KUKES,)) == "the two sides"
    assert mentions.sides((KUKES, GERMANY)) == "the participants"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Fair of Kukës", "Fair of Kukes"),
        ("Panairi i Punës Kukës", "Panairi i Punës Kukës"),
        ("", ""),
    ],
)
def test_the_name_of_an_event(mentions, name, printed):
    assert mentions.event_name(make_record(1, event_name=name)) == printed


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Port of Kukës", "the Port of Kukes"),
        ("Port of Spain", "Port of Spain"),
        ("Korça, Bilisht, Erseka", "Korça, Bilisht and Erseka"),
        ("Paris, France", "Paris, France"),
        ("The Hague", "The Hague"),
        ("Dead Sea", "the Dead Sea"),
        ("Minawao camp", "the Minawao camp"),
        ("Kukës", "Kukes"),
    ],
)
def test_places(mentions, name, printed):
    assert mentions.place(Place(name, name, "", "place", "", "")) == printed


@pytest.mark.parametrize(
    ("party", "text"),
    [
        ({"name": "Border Police", "group": "officers", "head_count": 22}, "22 border police officers"),
        ({"name": "Kosovo Police", "group": "Officer", "head_count": 3}, "three Kosovo Police officers"),
        ({"name": "Ministry of Interior", "group": "Delegation", "head_count": 5},
         "a delegation of five from the Ministry of Interior"),
        ({"name": "Ministry of Interior", "group": "a delegation"}, "a delegation from the Ministry of Interior"),
        ({"name": "Ministry of Interior", "head_count": 5}, "five people from the Ministry of Interior"),
        ({"name": "Caritas", "group": "Executive Director", "head_count": 1}, "the Executive Director of Caritas"),
        ({"name": "Caritas", "group": "Co-host"}, "Caritas as co-host"),
        ({"name": "Caritas", "group": "Partner"}, "Caritas as partner"),
        ({"name": "Highlanders, The"}, "The Highlanders"),
        ({"name": "The Door"}, "The Door"),
        ({"name": "Door", "takes_the": True}, "the Door"),
        ({"name": "Helsinki Committee", "takes_the": False}, "Helsinki Committee"),
        ({"name": "Malta Revenue Authority", "takes_the": False}, "the Malta Revenue Authority"),
        ({"name": "", "group": "Students", "head_count": 1200}, "1,200 students"),
        ({"name": "Tirana Bank sh.a."}, "Tirana Bank sh.a."),
        ({"name": "", "group": "Refugees in class", "head_count": 61}, "61 refugees in class"),
        ({"name": "", "group": "Roma families", "head_count": 6}, "six Roma families"),
        ({"name": "", "group": "about 30 women", "head_count": 30}, "30 women"),
        ({"name": "", "group": "youth", "head_count": 30}, "30 young people"),
        ({"name": "", "group": "delegation from Malta", "head_count": 4}, "a delegation of four from Malta"),
        ({"name": "", "group": "community leader", "head_count": 1}, "a community leader"),
        ({"name": "Coast Guard", "parent": "National Guard", "group": "officers", "head_count": 22},
         "22 Coast Guard officers of the National Guard"),
        ({"name": "Supreme Court", "group": "Judges and prosecutors", "head_count": 9},
         "nine judges and prosecutors of the Supreme Court"),
        ({"name": "Parents' Union", "group": "families", "head_count": 9}, "nine families of the Parents' Union"),
        ({"name": "Ministry of Economy, Culture and Innovation"}, "the Ministry of Economy, Culture and Innovation"),
    ],
)  # fmt: skip
def test_those_without_a_name(mentions, party, text):
    assert whom(mentions, make_party(**party)) == [text]


@pytest.mark.parametrize(
    ("name", "group", "texts"),
    [
        ("Prosecutor General's Office", "prosecutors and judges",
         ["the Prosecutor General's Office", "19 prosecutors and judges"]),
        ("Ministry of Interior", "returnees", ["the Ministry of Interior", "19 returnees"]),
        ("Ministry of Interior", "inspectors", ["19 inspectors of the Ministry of Interior"]),
    ],
)  # fmt: skip
def test_who_works_for_no_body_stands_beside_it(mentions, name, group, texts):
    assert whom(mentions, make_party(name, group=group, head_count=19)) == texts


def test_a_state_is_not_read_into_the_embassy_before_it():
    assert join(["the Embassy of Norway", "Sweden in Malta"]) == (
        "Sweden in Malta and the Embassy of Norway"
    )
    assert join(["Caritas", "Sweden"]) == "Caritas and Sweden"


def test_numbers_plurals_and_articles():
    assert [number_in_words(n) for n in (1, 9, 10, 1200)] == ["one", "nine", "10", "1,200"]
    words = ["university", "hour", "EU-delegation", "MP", "8-day", "18th", "NGO", "FRONTEX-officer"]
    assert [with_a(word).split()[0] for word in words] == [
        "a",
        "an",
        "an",
        "an",
        "an",
        "an",
        "an",
        "a",
    ]
    nouns = ["deputy mayor", "Head of Unit", "staff", "Embassy", "NGO", "officers", "child"]
    assert [plural(noun) for noun in nouns] == [
        "deputy mayors", "Heads of Unit", "staff", "Embassies", "NGOs", "officers", "children",
    ]  # fmt: skip
    assert head_count(5, "team of experts") == "a team of five experts"
    assert head_count(30, "Network of Women Police members") == "30 Network of Women Police members"
    assert [head_count(1), head_count(2), head_count(1, "officer")] == [
        "one person", "two people", "one officer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("The British Embassy", "the British Embassy"),
        ("The Hague University", "The Hague University"),
        ("Regional Environmental Forum", "the Regional Environmental Forum"),
        ("Red Cross of Has", "the Red Cross of Has"),
        ("University of Tirana", "the University of Tirana"),
        ("Agricultural University of Tirana", "the Agricultural University of Tirana"),
        ("Tirana University", "Tirana University"),
        ("City of Brussels", "the City of Brussels"),
        ("Forum", "Forum"),
        ("Caritas", "Caritas"),
        ("Work and Health Division", "the Work and Health Division"),
        ("Border Working Group", "the Border Working Group"),
        ("State Chancellery", "the State Chancellery"),
        ("Charter of Ethics and Facts", "the Charter of Ethics and Facts"),
        ("Hope House", "Hope House"),
        ("Naša, Association of Returnees", "Naša, Association of Returnees"),
        ("Catholic Relief Services", "Catholic Relief Services"),
        ("St. Mary's Church", "St. Mary's Church"),
        ("House of Hope", "the House of Hope"),
        ("Voice of Youth", "Voice of Youth"),
        ("Alfa Bank and Trust, Ltd.", "Alfa Bank and Trust, Ltd."),
        ("Senate", "the Senate"),
        ("EU", "the EU"),
        ("Cantonal Hospital Brod", "the Cantonal Hospital Brod"),
        ("National Adviser on Return", "the National Adviser on Return"),
        ("NGO Open Hand", "the NGO Open Hand"),
        ("Secretaría de Obras", "the Secretaría de Obras"),
        ("Banco del Sol S.A.", "Banco del Sol S.A."),
        ("UNHCR", "UNHCR"),
        ("ILO", "the ILO"),
        ("FAO", "FAO"),
        ("Save the Children", "Save the Children"),
        ("IOM Russian Federation", "IOM Russian Federation"),
        ("Deutsche Bank AG", "Deutsche Bank AG"),
        ("Terre des hommes", "Terre des hommes"),
        *(
            (name, f"the {name}")
            for name in (
                "Fédération des pêcheurs", "Marine nationale", "Croissant-Rouge mauritanien", "Hôpital Fann",
                "Alta Autoridade para a Imigração", "Santa Casa do Porto", "Serviço Nacional de Migração",
                "Dirección General de Migración", "Associazione Nazionale Comuni", "Bundesamt für Migration",
                "Göç İdaresi Başkanlığı", "Agenția Națională de Migrație", "Državna agencija za migracije",
                "Urząd do Spraw Cudzoziemców", "Drejtoria e Policisë", "Ak-Sai Ayil Okmotu", "Akimat of Shymkent",
            )
        ),
    ],
)  # fmt: skip
def test_names_that_take_the_article(name, printed):
    assert with_the(name) == printed


@pytest.mark.parametrize(
    ("title", "name", "printed"),
    [
        ("Ministre", "Ministère de l'Intérieur", "Ministre de l'Intérieur"),
        ("Ministra", "Ministerio de Trabajo", "Ministra de Trabajo"),
        ("Minister", "Ministère de l'Intérieur", "Minister of the Ministère de l'Intérieur"),
        ("Minister", "Ministry of Interior", "Minister of Interior"),
        ("Préfet", "Préfecture d'Obock", "Prefect of Obock"),
        ("Préfet", "Préfecture de l'Atlantique", "Prefect of Atlantique"),
        ("Maire", "Commune d'Agadez", "Mayor of Agadez"),
        ("Alcalde", "Alcaldía Municipal de Choluteca", "Mayor of Choluteca"),
        ("Prefetto", "Prefettura di Agrigento", "Prefect of Agrigento"),
        ("Belediye Başkanı", "Gaziantep Büyükşehir Belediyesi", "Mayor of Gaziantep"),
        ("Wali", "Wilaya du Hodh Chargui", "Governor of Hodh Chargui"),
        ("Adjoint au Gouverneur", "Gouvernance de Ziguinchor", "Deputy Governor of Ziguinchor"),
        ("Ambassadeur", "Ambassade d'Italie", "Ambassador of Italy"),
        ("High Commissioner", "High Commission of the United Kingdom", "High Commissioner of the United Kingdom"),
        ("Deputy Ombudsman", "Ombudsman of the Kyrgyz Republic", "Deputy Ombudsman of the Kyrgyz Republic"),
        ("Chef de service psychiatrie", "Hôpital Fann", "Head of Service at the Hôpital Fann"),
    ],
)  # fmt: skip
def test_a_title_of_another_language_is_english_or_stays_as_typed(mentions, title, name, printed):
    [said] = whom(mentions, make_party(name, speakers=(Speaker(9, "Ana Bo", "", title),)))
    assert said.removesuffix(SOFT_COMMA) == f"Ana Bo, {printed}"


@pytest.mark.parametrize(
    ("name", "others", "printed"),
    [
        ("Ak-Suu village", "Chüy", "Ak-Suu village in Chüy"),
        ("Zaatari camp", "Mafraq Governorate", "the Zaatari camp in Mafraq Governorate"),
        ("Ak-Suu village", "Kara-Suu village", "Ak-Suu village and Kara-Suu village"),
        ("Osh", "Batken", "Osh and Batken"),
    ],
)
def test_a_village_and_its_region_are_one_place(mentions, name, others, printed):
    assert mentions.place(Place(name, name, "", "place", "", "", others)) == printed


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ('World Refugee Day 2025: "Together"', "World Refugee Day 2025 (“Together”)"),
        ('Open Day "Come in"', "the Open Day “Come in”"),
        ("Almaty Process: Expert Webinar No. 3", "the event “Almaty Process: Expert Webinar No. 3”"),
        ("Rabat Process: Thematic Meeting", "the event “Rabat Process: Thematic Meeting”"),
        ("Side Event: Pathways", "the side event “Pathways”"),
    ],
)  # fmt: skip
def test_events_in_a_sentence(mentions, name, printed):
    event = make_record(1, event_name=name, kind="Event", is_kind_named=True)
    assert event_in_text(event, mentions) == printed


def test_a_body_is_spelt_out_once_and_called_by_its_letters_from_then_on():
    whole, short = make_party("Agency for Asylum Seekers (AAS)"), make_party("AAS")
    mentions = Mentions([make_record(1, parties=(short,)), make_record(2, parties=(whole,))], {})
    assert [mentions.organisation(one) for one in (short, whole, short)] == [
        "the Agency for Asylum Seekers (AAS)", "AAS", "AAS",
    ]  # fmt: skip
    assert (
        mentions.organisation(make_party("PAHO")) == "the Pan American Health Organization (PAHO)"
    )


def test_letters_that_take_the_article_and_those_before_a_body():
    mentions = Mentions([make_record(1)], {})
    names = ("ICRC", "ICRC", "IGAD Secretariat", "IGAD", "OSCE Presence in Albania")
    assert [mentions.organisation(make_party(name)) for name in names] == [
        "the International Committee of the Red Cross (ICRC)",
        "the ICRC",
        "the Secretariat of the Intergovernmental Authority on Development (IGAD)",
        "IGAD",
        "the OSCE Presence in Albania",
    ]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Home for All, The Coalition", "the Home for All Coalition"),
        ("Law Society, Aid Committee", "the Aid Committee of the Law Society"),
        ("Union of Businesses, UBA", "the Union of Businesses (UBA)"),
        ("Agro-Sud, SRL", "Agro-Sud, SRL"),
        ("Caritas, Beirut Office", "the Beirut Office of Caritas"),
        ("Caritas and Friends, Malta", "Caritas and Friends, Malta"),
    ],
)
def test_what_stands_behind_a_comma(mentions, name, printed):
    assert whom(mentions, make_party(name)) == [printed]


def test_a_unit_of_a_body_that_the_sentence_named():
    ministry, unit = (
        make_party("Ministry of Labour"),
        make_party("Visa Unit", parent="Ministry of Labour"),
    )
    mentions = Mentions([make_record(1, parties=(ministry, unit))], {})
    assert told(mentions, "A", ministry, unit)[0] == [
        "the Ministry of Labour",
        "the Ministry's Visa Unit",
    ]
    assert mentions.afresh().organisation(unit) == "the Visa Unit of the Ministry of Labour"


def test_a_town_has_one_spelling_in_a_month():
    place = Place("Korçë", "Korçë", "korce", "municipality", "Korçë", "")
    mentions = Mentions([make_record(1, place=place)], {})
    assert mentions.text("Mayor of Korça") == "Mayor of Korçë"


def test_senor_is_no_sister():
    nun = make_party("", speakers=(Speaker(4, "Luz Mora", "Sr.", ""),))
    woman = make_party("", speakers=(Speaker(5, "Ana Gil", "Sra.", ""),))
    assert whom(Mentions([make_record(1, parties=(nun,))], {}), nun) == ["Sr. Luz Mora"]
    both = Mentions([make_record(1, parties=(nun, woman))], {})
    assert [*whom(both, nun), *whom(both, woman)] == ["Mr. Luz Mora", "Ms. Ana Gil"]
    man = make_party("", speakers=(Speaker(6, "Juan Gil", "Sr.", ""),))
    assert whom(Mentions([make_record(1, parties=(man,))], {}), man) == ["Mr. Juan Gil"]
