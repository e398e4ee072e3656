"""What a public line says only after its writer was asked: of few people, of the office, judgements."""

from dataclasses import replace

import pytest

from reviews.article.known_names import KnownNames
from reviews.article.lines import read_line
from reviews.article.private_matters import private_matters, secret_mark

NOBODY = KnownNames()
EVENT = KnownNames(kind=frozenset(["event"]))


def codes(text: str, names: KnownNames = NOBODY) -> list[str]:
    return [remark.code for remark in read_line(text, names).remarks]


@pytest.mark.parametrize(
    "text",
    [
        "flight of 4 returnees, AVRR",
        "bakery of a returnee",
        "returnee's poultry farm",
        "resettlement of three families",
        "return of two Ethiopian girls from Saudi Arabia",
        "medical evacuation of a child from Sudan",
        "the case of the three sisters at the shelter",
        "deportee in detention, legal aid",
        "victim of trafficking at the shelter in Pristina",
        "return of Pakistani minor",
        "a Chadian student stuck in Kharkiv",
        "eight unaccompanied children at the airport",
        "death of a seasonal worker in Foggia",
        "three stranded engineers",
        "the pregnant woman from Mali",
        "asylum seeker from Iran, second appeal",
        "Fatima, mother of four, needs a wheelchair",
        "mother + 2 kids at the airport",
        "elderly man without papers in Rustavi",
        "Gaza medevac",
        "morgue & DNA",
    ],
)
def test_few_people_are_asked_about(text):
    assert codes(text)[:1] == ["private"]
    assert read_line(text, NOBODY).is_withheld
    assert not read_line(text, NOBODY, as_typed=("private",)).is_withheld


@pytest.mark.parametrize(
    "text",
    [
        "charter flight with 160 returnees from Libya",
        "small businesses of returnees in Kasserine",
        "bakery run by a women's cooperative",
        "three families a day cross at Chirundu",
        "one in three migrants",
        "five returnee associations",
        "a refugee camp",
        "a minor change of the law",
        "victim and witness protection",
        "mother and child health",
        "best interests of the child",
        "how to interview a child",
        "registration of a child born abroad",
        "the “One Child, One Book” campaign",
        "a shelter for victims of trafficking",
        "medevac procedures",
        "DNA laboratory equipment",
        "families of the missing",
        "deaths at sea",
        "four psychiatric nurses from Cuba",
        "two detained ships",
        "two kids' corners in the reception centre",
        "three youth officers from each county",
        "the missing link between data and policy",
    ],
)
def test_many_people_and_what_is_for_all_are_not_asked_about(text):
    assert "private" not in codes(text)


def test_story_told_at_an_event_is_public():
    line = "A returnee told how she opened a bakery"
    assert codes(line) == ["private"]
    assert codes(line, EVENT) == []


@pytest.mark.parametrize(
    "text",
    [
        "Farewell of our driver after 20 years",
        "goodbye lunch for the finance officer",
        "recruitment of the new project assistant",
        "our office rent",
        "staff retreat",
        "visa for our new chief of mission",
        "Budget.",
        "EU money 2027",
        "internal only: exit of the project",
        "new visa regime (do not share)",
        "allegation against a staff member of the NGO",
        "sorry for the delay in the salaries",
        "security incident with our convoy",
        "the minister will be replaced soon",
        "bread was very good",
        "Human Rights Day: our stand was the best",
        "the minister seemed tired",
        "They are slow and corrupt",
        "boring speeches",
    ],
)
def test_matters_of_the_office_and_judgements_are_asked_about(text):
    assert "private" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Farewell visit of the Ambassador",
        "recruitment of border police officers",
        "drivers' licences of migrant workers",
        "budget of the national strategy",
        "Mobile money for refugees",
        "confidential hotline for workers",
        "conflict-sensitive programming",
        "Ministry of Internal Affairs reform",
        "The Mayor thanked IOM for opening the hall to us.",
        "Food is scarce in the camps.",
        "Procedures are slow and costly.",
        "corrupt practices in recruitment",
        "IOM budget contribution of the Government",
        "complaints mechanisms for migrant workers",
        "fraud in recruitment",
        "threats to migrant defenders",
        "IOM will replace the generators.",
    ],
)
def test_public_matters_are_not_asked_about(text):
    assert "private" not in codes(text)


def test_what_stands_before_a_private_part_is_printed():
    read = read_line("Labour migration; medevac of five patients", NOBODY)
    assert (read.text, read.is_withheld) == ("labour migration", False)
    assert [remark.suggestion for remark in read.remarks] == ["labour migration"]
    assert read.left_out == ("Could people be recognised by this: “medevac of five patients”?",)
    after = read_line("medevac of five patients; labour migration", NOBODY)
    assert (after.is_withheld, after.remarks[0].suggestion) == (True, "labour migration")


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("flight of 4 returnees, AVRR", "flight of returnees, AVRR"),
        ("resettlement of the three families", "resettlement of families"),
        ("family tracing for an unaccompanied minor", "family tracing for unaccompanied minors"),
        ("deportee in detention, legal aid", "deportees in detention, legal aid"),
        ("resettlement of a widow, appeal pending", ""),
        ("two survivors need a safe house", ""),
        ("death of a detainee", ""),
        ("Farewell of our driver", ""),
    ],
)
def test_few_people_may_be_told_of_as_all(line, suggestion):
    assert read_line(line, NOBODY).remarks[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("not to be shared with gov", "not to be shared"),
        ("medevac list confidential", "confidential"),
        ("4m? do not write", "do not write"),
        ("money talk, keep quiet", "keep quiet"),
        ("sensitive - bodies", "sensitive"),
        ("numbers embargoed", "embargoed"),
        ("gender-sensitive budgeting", ""),
        ("secret service liaison", ""),
        ("Not public holidays", ""),
        ("visit to the public health institute", ""),
    ],
)
def test_title_that_forbids_to_tell_withholds_the_line(title, mark):
    assert secret_mark(title) == mark
    read = read_line("labour migration", replace(NOBODY, title=title))
    assert read.is_withheld == bool(mark)
    assert not mark or mark in read.remarks[0].finding


def test_line_in_another_language_is_asked_about_too_where_the_title_forbids_it():
    names = replace(NOBODY, title="do not share")
    read = read_line("retour volontaire et réintégration", names, as_typed=("language",))
    assert [remark.code for remark in read.remarks] == ["private"]
    assert read.is_withheld


@pytest.mark.parametrize(
    "text",
    [
        "relocation of community leader threatened in Tumaco",
        "convoy to Gao leaves at 05:30",
        "body bags and masks",
        "the resettlement pipeline and suspended cases",
        "charter flight from Tripoli at 2 pm",
        "Manus - 34 ppl still there, legal status",
        "IOM should maybe think of a pilot on housing?",
        "What if we open an office in Kakuma?",
        "Idea: a joint hotline",
        "The Ministry liked it",
        "very good participation from the diaspora",
        "Governor came late",
        "sea was rough",
    ],
)
def test_what_is_for_colleagues_or_brings_danger_is_asked_about(text):
    assert codes(text)[:1] == ["private"]
    assert read_line(text, NOBODY).is_withheld


@pytest.mark.parametrize(
    "text",
    [
        "communities threatened by floods",
        "asylum cases and appeals",
        "curfew from 10 pm to 5 am",
        "departure of seasonal workers in May",
        "400 people in tents",
        "The Minister said IOM should open an office",
        "The Ministry liked the idea of a hotline",
        "participation of women in councils",
        "road safety, internet connection in schools",
        "ideas for a joint hotline",
    ],
)
def test_what_only_looks_like_a_remark_is_printed(text):
    assert not read_line(text, NOBODY).is_withheld


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Sea was rough so IOM stayed one night more, tailoring groups", "tailoring groups"),
        ("Discussed e-learning. Ministry liked it", "discussed e-learning"),
        ("Governor came late, school meals", "school meals"),
        ("needs of the rescue unit (fuel, body bags, masks)", "needs of the rescue unit"),
    ],
)
def test_a_remark_is_left_out_of_its_line(line, text):
    read = read_line(line, NOBODY)
    assert (read.text, read.sentences, read.is_withheld) == (text, (), False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Child of migrants D., 9 y, guardianship", "case"),
        ("hate speech by councillor M.", "case"),
        ("the protocol centres: monitoring - NO PRESS", "private"),
        ("allegations vs. a partner NGO's driver", "private"),
        ("accusations against the border guard", "private"),
    ],
)
def test_what_must_wait_for_its_writer(text, code):
    line = read_line(text, NOBODY)
    assert (line.remarks[0].code, line.is_withheld) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "a plan for 3 to 5 years",
        "reintegration of migrants",
        "the press freedom of community radio",
        "media training for journalists",
        "teacher training in Ukhia",
    ],
)
def test_what_only_looks_like_it_is_printed(text):
    line = read_line(text, NOBODY)
    assert (line.is_withheld, line.remarks) == (False, ())


@pytest.mark.parametrize(
    "line",
    [
        "Funding gap of Caritas, 12 staff to be laid off",
        "Partner lacks funds and must let go 8 caseworkers in March",
        "Red Cross runs out of money, two shelters close",
        "Layoffs at the NGO and unpaid salaries of the social workers",
        "They can't pay the rent of the shelter since May",
        "The municipality owes the partner three months",
        "Allegations of abuse at the reception centre",
        "Complaints about guards at the camp",
        "Rumours of corruption in the visa office",
        "Donor unhappy with our report",
        "the donor is not happy with the pace",
        "No answer yet to our letter, called again",
        "called to follow up on our letter, still no reply",
        "MIDAS is down 6hrs daily, need solar panels",
        "We need 2 cars and 3 laptops for the team",
        "list of needs: printer, desks, 2 cars, diesel",
        "Asked for two vehicles for the office",
        "Guardianship to be arranged in Leilek",
        "minister doesn't want the press to know",
        "Budget gap 2026 for our office",
        "exchange with the regional office on 2026 funding",
        "our funding ends in June",
        "Project extension not yet approved by the donor",
        "Director complained about UNHCR",
        "tension between the two NGOs",
        "conflict between the mayor and the prefect",
        "Police beat migrants at the border",
        "pushbacks by the police",
        "corruption of border guards",
        "hunger strike in the detention centre",
        "suicide attempt at the centre",
        "sexual harassment at the shelter",
        "theft of fuel from the warehouse",
        "the prosecutor is investigating the agency",
    ],
)
def test_what_offices_settle_among_themselves_is_asked_about(line):
    assert any(one.found for one in private_matters(line, KnownNames()))


@pytest.mark.parametrize(
    "line",
    [
        "Funding of the national strategy on migration",
        "Funding for reintegration grants",
        "Public funds for municipalities that host returnees",
        "The funding gap of the Humanitarian Response Plan",
        "Training needs of border police",
        "Needs of returnees in rural areas",
        "Needs assessment of the reception centre",
        "Equipment needs of the border crossing point",
        "4,200 people displaced by the floods",
        "Prevention of sexual exploitation and abuse",
        "Complaints and feedback mechanism for beneficiaries",
        "Anti-corruption training for border officers",
        "The 2026 workplan",
        "Budget of the national referral mechanism",
        "Fight against corruption",
        "Salaries of seasonal workers",
        "Job losses among migrant workers in construction",
        "Laid-off workers returning from the Gulf",
        "Unpaid wages of migrant workers",
        "Solar panels for the health post",
        "Procurement rules",
        "Prevention of torture in places of detention",
        "Alternatives to detention",
        "Protection of witnesses in trafficking cases",
        "Follow-up on the letter of intent",
        "Solar power for border posts",
        "Office space for the migrant resource centre",
        "Vehicles for the border police",
        "Handover of two vehicles to the border police",
        "Donation of 10 laptops to the employment office",
        "Debt of migrant workers to recruiters",
        "Migrant workers who cannot pay recruitment fees",
        "Rent support for displaced families",
        "Co-financing by the municipality",
        "Fundraising for the flood appeal",
        "Complaint procedures for workers",
    ],
)
def test_public_programmes_and_figures_are_no_such_matter(line):
    assert not list(private_matters(line, KnownNames()))
