"""A title with the body that it is held in: repeated only where the title doesn't name it."""

import pytest

from reviews.article.grammar import SOFT_COMMA
from reviews.article.names import Mentions
from reviews.article.titles import body_word, headed_by, names_body, post_alone
from reviews.month.meetings import Speaker
from reviews.tests.months import make_party, make_record

PLACES = {
    "Korçë": "Korça", "Kukës": "Kukes", "Kamëz": "Kamza", "Vorë": "Vora", "Lezhë": "Lezha", "Shkodër": "Shkodra",
}  # fmt: skip


def printed(title, name, **fields):
    party = make_party(name, speakers=(Speaker(1, "Ana Bo", "Ms.", title),), **fields)
    [text] = Mentions([make_record(1, parties=(party,))], PLACES).counterpart(party)
    return text.replace(SOFT_COMMA, "").removeprefix("Ms. Ana Bo, ")


@pytest.mark.parametrize(
    ("title", "name", "text"),
    [
        ("Mayor of Korça", "Municipality of Korçë", "Mayor of Korça"),
        ("Mayor", "Municipality of Korçë", "Mayor of Korça"),
        ("Mayor of Korça", "Korça Municipality", "Mayor of Korça"),
        ("Mayor of Kamza", "Municipality of Kamëz", "Mayor of Kamza"),
        ("Mayor of Vora", "Municipality of Vorë", "Mayor of Vora"),
        ("Deputy Mayor", "Municipality of Has", "Deputy Mayor of Has"),
        ("Acting Mayor", "Municipality of Has", "Acting Mayor of Has"),
        ("Mayor of Kukes Municipality", "Municipality of Kukës", "Mayor of Kukes Municipality"),
        ("Adviser to the Mayor", "Municipality of Kukës", "Adviser to the Mayor of Kukes"),
        ("Adviser to the Mayor of Kukës", "Municipality of Kukës", "Adviser to the Mayor of Kukes"),
        ("Mayor", "City of Bihać", "Mayor of Bihać"),
        ("Mayor of Bihać", "City of Bihać", "Mayor of Bihać"),
        ("Kryetar i Bashkisë", "Municipality of Kukës", "Mayor of Kukes"),
        ("Kryetare e Bashkisë Lezhë", "Municipality of Lezhë", "Mayor of Lezha"),
        ("Kryetari i Bashkisë së Kukësit", "Bashkia Kukës", "Mayor of Kukes"),
        ("Zv. Kryetar i Bashkisë Has", "Bashkia Has", "Deputy Mayor of Has"),
        ("Nënkryetar i Bashkisë", "Bashkia e Kukësit", "Deputy Mayor of Kukes"),
        ("Prefekt i Qarkut Kukës", "Prefecture of Kukës", "Prefect of Kukes"),
        ("Prefekti i Shkodrës", "Prefektura Shkodër", "Prefect of Shkodra"),
        ("Prefect", "Prefecture of Kukës", "Prefect of Kukes"),
        ("Ambasador", "Embassy of Germany", "Ambassador of Germany"),
        ("Ambassador", "European Union Delegation", "Ambassador of the European Union"),
        (
            "Ambassador",
            "Delegation of the European Union to Ukraine",
            "Ambassador of the European Union to Ukraine",
        ),
        (
            "National Superintendent",
            "National Superintendence of Migration",
            "National Superintendent of Migration",
        ),
        ("Regional Director", "Regional Directorate of Health", "Regional Director of Health"),
        (
            "Vice-Minister for Employment",
            "Ministry of Labour and Employment",
            "Vice-Minister for Employment at the Ministry of Labour and Employment",
        ),
        ("Head of Sub-Office", "WHO", "Head of the WHO Sub-Office"),
        ("Camp-in-Charge", "Camp-in-Charge Office, Camp 9", "Camp-in-Charge of Camp 9"),
        (
            "Programme Officer",
            "Programme Office, Nairobi",
            "Programme Officer at the Programme Office, Nairobi",
        ),
        ("District Administrator", "District Administration of Mueda", "District Administrator of Mueda"),
        ("Head of Post", "Merdare Border Control Post", "Head of the Merdare Border Control Post"),
        ("Ambasadorja e Zvicrës", "Embassy of Switzerland", "Ambassador of Switzerland"),
        ("Zëvendësministër", "Ministry of Interior", "Deputy Minister of Interior"),
        (
            "Ambassador of Switzerland",
            "Embassy of Switzerland in Albania",
            "Ambassador of Switzerland",
        ),
        (
            "Ambassador of Switzerland in Albania",
            "Embassy of Switzerland in Albania",
            "Ambassador of Switzerland in Albania",
        ),
        (
            "Ambassador of Germany to Albania",
            "Embassy of Germany",
            "Ambassador of Germany to Albania",
        ),
        ("Ambassador", "Embassy of Switzerland in Albania", "Ambassador of Switzerland in Albania"),
        ("Swiss Ambassador", "Embassy of Switzerland in Albania", "Swiss Ambassador"),
        ("British Ambassador", "British Embassy in Tirana", "British Ambassador"),
        (
            "Ambassador of the United Kingdom",
            "British Embassy in Tirana",
            "Ambassador of the United Kingdom",
        ),
        ("Ambassador", "British Embassy in Tirana", "Ambassador of the United Kingdom"),
        (
            "Ambassador of Italy",
            "Embassy of Germany",
            "Ambassador of Italy at the Embassy of Germany",
        ),
        (
            "Consul General",
            "Consulate General of Italy in Vlora",
            "Consul General of Italy in Vlora",
        ),
        ("Honorary Consul", "Consulate of Austria", "Honorary Consul of Austria"),
        (
            "High Commissioner of Canada to Kenya",
            "High Commission of Canada",
            "High Commissioner of Canada to Kenya",
        ),
        ("High Commissioner", "High Commission of Canada", "High Commissioner of Canada"),
        (
            "Permanent Representative",
            "Permanent Mission of Malta to the OSCE",
            "Permanent Representative of Malta to the OSCE",
        ),
        (
            "Deputy Head of Mission",
            "Embassy of Germany in Albania",
            "Deputy Head of Mission at the Embassy of Germany in Albania",
        ),
        ("Prefect of Kukës", "Prefecture of Kukës", "Prefect of Kukes"),
        ("Mayor of Kukës", "Prefecture of Kukës", "Mayor of Kukes at the Prefecture of Kukes"),
        ("Minister", "Ministry of Interior", "Minister of Interior"),
        ("Minister of Interior", "Ministry of Interior", "Minister of Interior"),
        (
            "Deputy Minister of Foreign Affairs",
            "Ministry for Europe and Foreign Affairs",
            "Deputy Minister for Europe and Foreign Affairs",
        ),
        (
            "Minister of State for Diaspora",
            "Ministry for Diaspora",
            "Minister of State for Diaspora",
        ),
        (
            "Secretary General",
            "Ministry of Interior",
            "Secretary General of the Ministry of Interior",
        ),
        ("Prime Minister", "Government of Una-Sana Canton", "Prime Minister of Una-Sana Canton"),
        (
            "President",
            "Chamber of Commerce of Tirana",
            "President of the Chamber of Commerce of Tirana",
        ),
        (
            "President of the Chamber of Commerce",
            "Chamber of Commerce",
            "President of the Chamber of Commerce",
        ),
        (
            "President of the Republic of Albania",
            "Office of the President of the Republic",
            "President of the Republic of Albania",
        ),
        ("President", "Presidency of Malta", "President of Malta"),
        ("Head of Presence", "OSCE Presence in Albania", "Head of the OSCE Presence in Albania"),
        ("Head of the OSCE Presence", "OSCE Presence in Albania", "Head of the OSCE Presence"),
        (
            "Head of Delegation",
            "Delegation of the European Union to Albania",
            "Head of the Delegation of the European Union to Albania",
        ),
        (
            "Head of the EU Delegation",
            "Delegation of the European Union to Albania",
            "Head of the EU Delegation",
        ),
        ("Head of Border Police", "Border Police", "Head of Border Police"),
        ("Chief of Police", "Border Police", "Chief of the Border Police"),
        ("Head of Sector", "Border Police", "Head of Sector at the Border Police"),
        (
            "Director General of the State Police",
            "Albanian State Police",
            "Director General of the State Police",
        ),
        ("Director", "Helsinki Committee", "Director of the Helsinki Committee"),
        ("Director", "The Door", "Director of The Door"),
        ("Director of The Door", "The Door", "Director of The Door"),
        (
            "Speaker of the Parliament",
            "Parliament of Albania",
            "Speaker of the Parliament of Albania",
        ),
        (
            "Rector of the University of Tirana",
            "University of Tirana",
            "Rector of the University of Tirana",
        ),
        (
            "Rector",
            "Agricultural University of Tirana",
            "Rector of the Agricultural University of Tirana",
        ),
        ("UNHCR Representative", "UNHCR Representation in Albania", "UNHCR Representative"),
        ("Programme Manager", "UNDP", "Programme Manager at UNDP"),
        ("General Manager", "Kolonja Honey sh.a.", "General Manager of Kolonja Honey sh.a."),
        (
            "Director",
            "Ministry of Economy, Culture and Innovation",
            "Director at the Ministry of Economy, Culture and Innovation",
        ),
        (
            "Ambassadeur de France en Albanie",
            "Embassy of France in Albania",
            "Ambassador of France to Albania",
        ),
        ("Maire de Lyon", "Mairie de Lyon", "Mayor of Lyon"),
        ("Botschafter der Schweiz", "Embassy of Switzerland", "Ambassador of Switzerland"),
        ("Bürgermeister", "Municipality of Linz", "Mayor of Linz"),
        ("Sindaco di Bari", "Comune di Bari", "Mayor of Bari"),
        ("Alcalde de Necoclí", "Alcaldía de Necoclí", "Mayor of Necoclí"),
        ("Mayor", "Alcaldía de Riohacha", "Mayor of Riohacha"),
        ("Градоначалник на Битола", "Municipality of Bitola", "Mayor of Bitola"),
        ("Gradonačalnik na Bitola", "Општина Битола", "Mayor of Bitola"),
        ("Gradonačelnik", "Opština Bar", "Mayor of Bar"),
        ("Ambassador of Qatar to Malta", "Embassy of the State of Qatar", "Ambassador of Qatar to Malta"),
        ("Ambassador of Tonga", "Royal Embassy of Tonga", "Ambassador of Tonga"),
        ("Lady Mayor of Orsk", "Orsk City Council", "Lady Mayor of Orsk"),
        ("Governor", "Office of the Governor, North Bank", "Governor of North Bank"),
        ("Deputy Commissioner", "Deputy Commissioner's Office, Salt", "Deputy Commissioner of Salt"),
        ("First Secretary", "Embassy of Malta", "First Secretary at the Embassy of Malta"),
        ("Deputy Representative", "UNHCR", "Deputy Representative of UNHCR"),
        ("Resident Representative", "UNDP", "Resident Representative of UNDP"),
        (
            "Commander of Orsk BCP",
            "Border Police",
            "Commander of the Orsk border crossing point at the Border Police",
        ),
        ("Shift Coordinator", "Relief Centre", "Shift Coordinator at the Relief Centre"),
        ("Executive Secretary", "Relief Council", "Executive Secretary of the Relief Council"),
        ("Editor-in-Chief", "Radio Alfa", "Editor-in-Chief of Radio Alfa"),
        ("Director, Field", "Border Guard", "Director for Field at the Border Guard"),
        ("Head of Migration Unit", "UNDP", "Head of the Migration Unit of UNDP"),
        ("Counsellor, Political Section", "Embassy of Malta",
         "Counsellor for the Political Section at the Embassy of Malta"),
        ("Head of Section", "Synod, Section for Aid", "Head of the Section for Aid of the Synod"),
        ("Deputy Governor", "County Government of Has", "Deputy Governor of Has"),
        ("Governor", "Has County", "Governor of Has County"),
        ("Mayor", "Orsk City Hall", "Mayor of Orsk"),
        ("Mayor", "Orsk Metropolitan City", "Mayor of Orsk"),
        ("Deputy Mayor", "Orsk Sub-Metropolitan City", "Deputy Mayor of Orsk"),
        ("Mayor", "Orsk District Administration", "Mayor of Orsk"),
        ("Executive Mayor", "City of Cape Town", "Executive Mayor of Cape Town"),
        ("Mayor of Orsk", "Greater Orsk Municipality", "Mayor of Orsk"),
        ("Head of Orsk Office", "Orsk City Hall", "Head of the Orsk Office of Orsk City Hall"),
        ("People's Advocate", "Office of the People's Advocate", "People's Advocate"),
        ("State Envoy", "Administration of the State Envoy in Has", "State Envoy in Has"),
        ("Ombudsperson", "Ombudsperson Institution", "Ombudsperson"),
        ("Children's Officer", "Children's Office", "Children's Officer at the Children's Office"),
        ("Adviser", "Office of the Governor, Salt", "Adviser at the Office of the Governor, Salt"),
        (
            "Permanent Representative of Malta",
            "Permanent Mission of Malta to the OSCE",
            "Permanent Representative of Malta to the OSCE",
        ),
        ("Ambassador of Tonga", "Tongan Embassy", "Ambassador of Tonga"),
        ("Chief of Mission", "IOM Malta", "Chief of Mission of IOM Malta"),
        ("Team leader", "GIZ", "Team Leader at GIZ"),
        ("Superior", "Sisters of the Road", "Superior of the Sisters of the Road"),
        ("Regional Director", "Regional Office", "Director of the Regional Office"),
        ("Head of Post", "Border Police", "Head of Post at the Border Police"),
        ("Secretariat", "Relief Council", "Ms. Ana Bo of the Secretariat of the Relief Council"),
        ("Member of Parliament", "National Assembly", "Member of Parliament"),
        ("Directeur général", "Agence Alfa", "Director General of the Agence Alfa"),
        ("Gençlik Dairesi Başkanı", "Orsk Municipality", "Ms. Ana Bo of the Orsk Municipality"),
        ("Directrice des Droits humains", "Ministry of Justice", "Ms. Ana Bo of the Ministry of Justice"),
        ("Chargé d'affaires", "Embassy of Malta", "Chargé d'affaires at the Embassy of Malta"),
        ("Ambassador", "Swedish Embassy", "Ambassador of Sweden"),
        ("Bishop of Orsk", "Diocese of Orsk", "Bishop of Orsk"),
        ("Minister's adviser", "Ministry of Labour", "Minister's Adviser at the Ministry of Labour"),
        ("Head, Visa Unit", "Ministry of Labour", "Head of the Visa Unit of the Ministry of Labour"),
        ("HEAD OF IT UNIT", "Relief Council", "Head of the IT Unit of the Relief Council"),
        ("DG", "Relief Council", "Director General of the Relief Council"),
        ("PS", "Ministry of Labour", "Ms. Ana Bo of the Ministry of Labour"),
        ("Prosecutor", "Prosecutor's Office of Malta", "Prosecutor at the Prosecutor's Office of Malta"),
        ("Secretary of State", "Office of the Secretary of State in Has", "Secretary of State in Has"),
        ("Minister", "Sava Canton Ministry of Labour", "Minister of Labour of the Sava Canton"),
        ("Minister", "Federal Ministry of Labour", "Federal Minister of Labour"),
        ("County Commissioner", "Has County", "County Commissioner of Has County"),
        ("Second Secretary, Humanitarian", "Embassy of Malta",
         "Second Secretary (Humanitarian) at the Embassy of Malta"),
        ("Director General, UN Wing", "Ministry of Labour",
         "Director General of the UN Wing of the Ministry of Labour"),
        ("Head of Office, Pemba", "OCHA", "Head of Office in Pemba at OCHA"),
        ("Head of Office", "Council of Malta Office in Orsk", "Head of the Council of Malta Office in Orsk"),
        ("Minister", "Iraqi Ministry of Migration", "Minister of Migration of Iraq"),
        ("Président", "Relief Council", "President of the Relief Council"),
        ("Sultan of Orsk", "Sultanate of Orsk", "Sultan of Orsk"),
        ("Deputy Minister for Crafts", "Ministry of Education and Crafts",
         "Deputy Minister for Crafts at the Ministry of Education and Crafts"),
        ("Secretary to the Council", "Relief Council", "Secretary to the Relief Council"),
        ("Comptroller, Border Directorate", "Immigration Service",
         "Comptroller of the Border Directorate of the Immigration Service"),
        ("Professor of Practice, Centre for Peace", "American University in Orsk",
         "Professor of Practice at the Centre for Peace of the American University in Orsk"),
        ("Director, Refugees, Expatriates and Migration Department", "League of Islands",
         "Director of the Refugees, Expatriates and Migration Department at the League of Islands"),
        ("Bakery owner", "", "a bakery owner"),
        ("Mayor of Orsk", "", "Mayor of Orsk"),
        ("Senator", "Committee for Peace", "Senator and member of the Committee for Peace"),
    ],
)  # fmt: skip
def test_a_title_with_its_body(title, name, text):
    assert printed(title, name) == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Head of Unit", "Head of the Social Services Unit of the Municipality of Has"),
        (
            "Head of the Social Services Unit",
            "Head of the Social Services Unit of the Municipality of Has",
        ),
        ("Mayor", "Mayor of the Social Services Unit of the Municipality of Has"),
        ("", "Ms. Ana Bo of the Social Services Unit of the Municipality of Has"),
    ],
)
def test_a_unit_is_named_with_what_it_is_a_unit_of(title, text):
    assert printed(title, "Social Services Unit", parent="Municipality of Has") == text


def test_a_short_name_in_the_title_names_the_body():
    assert printed(
        "Head of UNDP Albania", "United Nations Development Programme", short_name="UNDP"
    ) == ("Head of UNDP Albania")
    assert not names_body("Head of Undpress", "United Nations Development Programme", "UNDP")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Embassy of Spain", "Embassy"),
        ("Helsinki Committee", "Committee"),
        ("Municipality of Has", "municipality"),
        ("Bashkia Has", "municipality"),
        ("Crisis Management Center", "Center"),
        ("Union Parishad of Teknaf", ""),
        ("Caritas", ""),
        ("", ""),
    ],
)
def test_what_a_body_is_called_later_on(name, word):
    assert body_word(name) == word


@pytest.mark.parametrize(
    ("title", "post"),
    [
        ("Mayor of Kukes", "Mayor"),
        ("Deputy Minister of Interior", "Deputy Minister"),
        ("Head of Mission", "Head of Mission"),
        ("Deputy Head of Mission", ""),
        ("Head of the OSCE Presence in Albania", ""),
        ("Painter", ""),
        ("", ""),
    ],
)
def test_what_somebody_is_called_by_the_post(title, post):
    assert post_alone(title) == post


def test_only_the_noun_of_the_body_gives_way_to_its_name():
    assert headed_by("Head of Presence", "OSCE Presence in Albania") == "Head of "
    assert headed_by("Head of Mission", "OSCE Presence in Albania") == ""
