"""How a typed public line is read for a sentence, and what is remarked on.

public_lines.json holds lines of 20 offices, written by somebody who had not seen the rules, each with its reading;
"flaw" says what an editor would still mend in it.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.article.clauses import gerund_of
from reviews.article.known_names import KnownNames, folded_words, known_names
from reviews.article.line_forms import read_items
from reviews.article.lines import SEVERITY, Line, case_remark, read_line, typed
from reviews.article.word_classes import tagged
from reviews.month.meetings import MeetingFacts, Place
from toolkit.spelling import fold

NOBODY = KnownNames()
LINES = json.loads((Path(__file__).parent / "data/public_lines.json").read_text())


def names_of(row: dict) -> KnownNames:
    spelt: dict[str, str] = {}
    for name in (*row["met"], *row["others"]):
        for word in name.replace("-", " ").split():
            spelt.setdefault(fold(word), word.strip("(),."))
    met = frozenset(word for name in row["met"] for word in folded_words(name))
    return KnownNames(spelt, met, frozenset(folded_words(row["kind"])))


def reading(text: str) -> Line:
    """Return how a line reads, also where it would be asked about."""
    return read_line(text, NOBODY, as_typed=("repetition",))


def codes(line: Line) -> list[str]:
    return [remark.code for remark in line.remarks]


@pytest.mark.parametrize("row", LINES, ids=[row["line"][:40] for row in LINES])
def test_line_is_read_as_an_editor_prints_it(row):
    line = read_line(row["line"], names_of(row))
    assert line.form == row["form"]
    assert line.text == row["text"]
    assert list(line.sentences) == row["sentences"]
    assert (line.is_withheld, codes(line)) == (row["withheld"], row["codes"])


@pytest.mark.parametrize(
    ("line", "form", "text"),
    [
        ("Visit of the Director General", "phrase", "the visit of the Director General"),
        ("Exchange on readmission", "phrase", "readmission"),
        ("Support to shelters", "phrase", "support to shelters"),
        ("Request for funding", "phrase", "a request for funding"),
        ("Follow-up on the action plan", "phrase", "follow-up on the action plan"),
        ("Improved access to services", "phrase", "improved access to services"),
        ("Standard operating procedures", "phrase", "standard operating procedures"),
        ("Albanian diaspora in Italy", "phrase", "the Albanian diaspora in Italy"),
        ("Grant agreement", "phrase", "the grant agreement"),
        ("Climate change, civil society", "phrase", "climate change and civil society"),
        ("Labour migration", "phrase", "labour migration"),
        ("May elections", "phrase", "May elections"),
        ("UNHCR, UNICEF, WFP", "phrase", "UNHCR, UNICEF and WFP"),
        ("Housing, jobs and schools", "phrase", "housing, jobs and schools"),
        ("Mixed flows, including children", "phrase", "mixed flows, including children"),
        ("Handover of 3 vehicles", "phrase", "the handover of three vehicles"),
        ("DTM round 5 results", "phrase", "DTM round 5 results"),
        ("How can IOM support the census?", "phrase", "how IOM can support the census"),
        ("Due to floods, shelters", "phrase", "shelters due to floods"),
        ("“Invest in North”", "phrase", "“Invest in North”"),
        ("Housing, housing, HOUSING!!", "phrase", "housing"),
        ("Strengthening data collection", "gerund", "strengthening data collection"),
        ("To discuss work permits", "infinitive", "to discuss work permits"),
        ("Ask for approval", "infinitive", "to ask for approval"),
        ("Handed over 20 laptops", "past", "handed over 20 laptops"),
        ("Took part in the panel", "past", "took part in the panel"),
        ("Visited X, agreed on Y", "past", "visited X and agreed on Y"),
        ("Tent, water point, Wi-Fi", "phrase", "the tent, the water point and Wi-Fi"),
        ("Green Card", "phrase", "Green Card"),
        ("Quito Process, G20", "phrase", "the Quito Process and the G20"),
        ("Toured warehouse", "past", "toured the warehouse"),
        ("Signed MoU with university", "past", "signed an MoU with the university"),
        ("To inaugurate centre in Gao", "infinitive", "to inaugurate the centre in Gao"),
        ("Organising job fair in May", "gerund", "organising a job fair in May"),
        ("Agreed on date for next round", "past", "agreed on the date for the next round"),
        ("Border Liaison Office", "phrase", "the Border Liaison Office"),
        ("Integration Centres", "phrase", "integration centres"),
        (
            "Gulf countries, data sharing agreement",
            "phrase",
            "Gulf countries and the data sharing agreement",
        ),
        ("Drought in Horn of Africa", "phrase", "drought in the Horn of Africa"),
        ("PROMIS project, phase III", "phrase", "phase III of the PROMIS project"),
        (
            "Access for NGOs, mine risk education",
            "phrase",
            "access for NGOs and mine risk education",
        ),
        ("G20 countries", "phrase", "G20 countries"),
        ("Immigration policy and fees", "phrase", "immigration policy and fees"),
        ("Health policy of Sindh", "phrase", "the health policy of Sindh"),
        ("Jobs in retail, shelter", "phrase", "jobs in retail and shelter"),
        ("Eid distribution", "phrase", "the Eid distribution"),
        ("Housing fund KfW phase 4", "phrase", "phase 4 of the KfW housing fund"),
        ("Training on recognition of skills", "phrase", "training on the recognition of skills"),
        (
            "Access to freedom of movement",
            "phrase",
            "access to freedom of movement",
        ),
        ("Took part as panelist", "past", "took part as a panellist"),
        ("Therapy for injured", "phrase", "therapy for the injured"),
        (
            "Help to displaced and host communities",
            "phrase",
            "help to displaced and host communities",
        ),
        (
            "Pipes, repair of roads in Lviv and Odesa",
            "phrase",
            "pipes, and the repair of roads in Lviv and Odesa",
        ),
        (
            "Pipes, screening of workers for TB and malaria",
            "phrase",
            "pipes, and the screening of workers for TB and malaria",
        ),
        (
            "Returnees from Greece + work permits",
            "phrase",
            "returnees from Greece and work permits",
        ),
        ("Northern partners: joint proposal on housing", "phrase", "a joint proposal on housing"),
        ("Cholera, measles: vaccines at ports", "phrase", "cholera, measles and vaccines at ports"),
        ("Child labour, ages 5-17", "phrase", "child labour (ages 5 to 17)"),
        ("Clinics in Sumy reg", "phrase", "clinics in Sumy region"),
        ("Vehicle reg, families with kids", "phrase", "the vehicle reg and families with children"),
        ("Interview re myths", "phrase", "an interview on myths"),
        ("Mine action in Izium", "phrase", "mine action in Izium"),
        ("U.S. resettlement", "phrase", "U.S. resettlement"),
        (
            "Listening to women about pay, fees and fines",
            "infinitive",
            "to listen to women about pay, fees and fines",
        ),
        ("National strategy on migration", "phrase", "the national strategy on migration"),
        ("Education, school, mentoring", "phrase", "education, school and mentoring"),
        ("Situation at border", "phrase", "the situation at the border"),
        ("Winding down of the response", "phrase", "the winding down of the response"),
        ("Following up on returns", "phrase", "follow-up on returns"),
        ("Joint plan 2026", "phrase", "a joint plan for 2026"),
        ("Returnees from UK", "phrase", "returnees from the United Kingdom"),
        ("Bridge: tent, Wi-Fi", "phrase", "bridge: tent, Wi-Fi"),
        ("Publication: Oct", "phrase", "the publication in October"),
        ("Thinking about a joint proposal", "phrase", "a joint proposal"),
        ("To pilot TellTrue campaign", "infinitive", "to pilot the TellTrue campaign"),
        ("Dry clothes/blankets", "phrase", "dry clothes and blankets"),
        ("Work permits 🙂", "phrase", "work permits"),
        ("<b>Work permits</b> & <i>visas</i>", "phrase", "work permits and visas"),
        ("**Work permits** and [visas](http://a.org)", "phrase", "work permits and visas"),
        ("{{ meeting.title }}", "phrase", "{{ meeting.title }}"),
    ],
)
def test_fragment_is_fit_for_the_middle_of_a_sentence(line, form, text):
    read = reading(line)
    assert (read.form, read.text, read.sentences) == (form, text, ())


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("22 officers were trained", ("Twenty-two officers were trained.",)),
        ("New law enters into force in May", ("The new law enters into force in May.",)),
        ("Cooperation continues", ("Cooperation continues.",)),
        ("The shelter needs new beds", ("The shelter needs new beds.",)),
        ("Work permits are issued faster", ("Work permits are issued faster.",)),
        ("IOM to share the draft by Monday", ("IOM is to share the draft.",)),
        ("300 persons a day arrive", ("300 persons a day arrive.",)),
        ("UNO informed that roads are cut", ("UNO reported that roads are cut.",)),
        ("Discussion focused on visas", ("The discussion focused on visas.",)),
    ],
)
def test_whole_sentence_stays_one(line, sentences):
    read = reading(line)
    assert (read.form, read.text, read.sentences) == ("sentences", "", sentences)


@pytest.mark.parametrize(
    ("line", "form", "text", "sentences"),
    [
        # what is to be done is not told as done
        ("set up a desk + staff it", "infinitive", "to set up a desk and staff it", ()),
        ("visit site, set up a desk", "infinitive", "to visit the site and set up a desk", ()),
        ("Met the team, set up a desk", "past", "met the team and set up a desk", ()),
        ("Share good practices", "infinitive", "to share good practices", ()),
        ("Support groups for women", "phrase", "support groups for women", ()),
        ("use census data to plan", "infinitive", "to use census data to plan", ()),
        ("Connect Albania 2 platform", "phrase", "the Connect Albania 2 platform", ()),
        ("Seeing the new jetty", "infinitive", "to see the new jetty", ()),
        ("Planned 2026 activities", "phrase", "planned 2026 activities", ()),
        # clauses and notes side by side
        ("permits; people leave in May", "phrase", "permits", ("People leave in May.",)),
        ("new e-gate seen", "past", "saw a new e-gate", ()),
        ("Handed over kits. Quotas", "past", "handed over kits", ("IOM also discussed quotas.",)),
        ("Discussed visas. Quotas", "past", "discussed visas and quotas", ()),
        ("Beds needed", "phrase", "beds needed", ()),
        ("Guards to be trained", "phrase", "guards to be trained", ()),
        # signs that join and part
        ("Help in search + rescue; pumps", "phrase", "help in search and rescue, and pumps", ()),
        ("GBV SOPs // safe spaces // cash", "phrase", "GBV SOPs, safe spaces and cash", ()),
        ("hotline/ staff training", "phrase", "the hotline and staff training", ()),
        ("Returnees: loans", "phrase", "returnees and loans", ()),
        ("cooperation IOM - UNDP", "phrase", "cooperation between IOM and UNDP", ()),
        # figures
        ("funding 2026-27, 1.2 M USD", "phrase", "funding for 2026–2027 of USD 1.2 million", ()),
        ("displaced families - 85, kits", "phrase", "85 displaced families and kits", ()),
        ("law 2005-06, youth", "phrase", "law 2005-06 and youth", ()),
        ("Survey Q3", "phrase", "a survey in the third quarter", ()),
        ("job fair of 27.02", "phrase", "the job fair of 27 February", ()),
    ],
)
def test_pieces_of_a_line_are_put_together(line, form, text, sentences):
    read = reading(line)
    assert (read.form, read.text, read.sentences) == (form, text, sentences)


@pytest.mark.parametrize(
    "line",
    [
        "workers transport to farms",
        "keeps all commitments",
        "no decision yet",
        "heating works again",
        "fewer people than in 2024",
        "very well received",
    ],
)
def test_what_is_neither_a_phrase_nor_a_clause_is_unsure(line):
    assert [form for form, _text in read_items(line, NOBODY)] == ["unsure"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Visas. Very useful!", "visas"),
        ("Work permits, visas, very good cooperation", "work permits and visas"),
        ("Productive and fruitful, as usual", ""),
        ("Useful data on returns", "useful data on returns"),
        ("Recording at https://a.org/x; HARMONY project", "the HARMONY project"),
    ],
)
def test_praise_and_what_stood_at_an_address_are_left_out(line, text):
    assert read_line(line, NOBODY).text == text


@pytest.mark.parametrize(
    ("infinitive", "gerund"),
    [
        ("to open a desk and staff it", "opening a desk and staffing it"),
        ("to pilot it", "piloting it"),
        ("to refer minors", "referring minors"),
        ("to see water and work permits", "seeing water and work permits"),
    ],
)
def test_what_is_to_be_done_is_named(infinitive, gerund):
    assert gerund_of(infinitive) == gerund


def test_sentence_follows_the_phrase_that_it_stands_beside():
    line = read_line("Fiscal space. The Mayor asked for support!", NOBODY)
    assert line == Line("phrase", "fiscal space", ("The Mayor asked for support.",))


def test_name_on_record_keeps_its_capital():
    places = KnownNames({"has": "Has"}, places=frozenset(["has"]))
    assert read_line("Has social services", places).text == "Has social services"
    assert (
        read_line("Mayors' network", KnownNames({"mayor": "Mayor"})).text == "the mayors' network"
    )


@pytest.mark.parametrize("line", ["", "   ", "\n"])
def test_nothing_typed_is_no_finding(line):
    assert read_line(line, NOBODY) == Line("nothing")


@pytest.mark.parametrize(
    "line", ["-", "...", "n/a", "TBD", "see report", "Meeting", "Farewell call", "22", "🙂", "?!"]
)
def test_few_words_are_asked_for(line):
    read = read_line(line, NOBODY)
    assert (read.form, codes(read), read.is_withheld) == ("nothing", ["few-words"], False)


@pytest.mark.parametrize(
    ("line", "code", "suggestion"),
    [
        ("Support for Agron S. (returned from Basel)", "case", "Support"),
        ("AVRR counselling; phone +355 69 123 4567", "case", "AVRR counselling"),
        ("Bashkëpunimi me shkollat, punësimi i të rinjve.", "language", ""),
        ("DISKUTUAR LEJE PUNE", "language", ""),
        ("punësimi", "language", ""),
        ("FAIR RECRUITMENT IN ADIYAMAN", "capitals", "fair recruitment in Adiyaman"),
        ("I met the mayor and he said they can help", "first-person", ""),
        ("They asked for toilets, I promised to check", "first-person", ""),
        ("Work permits for agr. workers", "few-words", ""),
        ("Solar panels = OK", "few-words", ""),
        ("Updated on the guidelines", "few-words", ""),
        ("Staff overworked, beds missing", "few-words", ""),
        ("Meeting postponed", "few-words", ""),
    ],
)
def test_grave_finding_withholds_a_line_until_it_is_answered(line, code, suggestion):
    read = read_line(line, NOBODY)
    assert read.is_withheld
    assert (read.remarks[0].code, read.remarks[0].suggestion) == (code, suggestion)
    assert not read_line(line, NOBODY, as_typed=(code,)).is_withheld


@pytest.mark.parametrize(
    ("line", "code", "suggestion"),
    [
        ("WORK PERMITS for seasonal workers", "capitals", "work permits for seasonal workers"),
        ("We discussed work permits", "first-person", "discussed work permits"),
        ("We will send our draft", "first-person", "IOM will send IOM's draft."),
        (
            "We met some and I said we will help",
            "first-person",
            "IOM met some and IOM said IOM will help.",
        ),
        ("• work permits\n• visas", "list", "work permits and visas"),
        ("Agenda: 1) work permits 2) visas", "list", "work permits and visas"),
        ("Draft dashboard on https://a.example.org/x", "address", "a draft dashboard"),
        ("Visas; comments to a.b@example.org by Friday", "address", "visas"),
        ("Youth office?", "few-words", "a possible youth office"),
        ("Was told of 3 boats last week", "few-words", "was told of three boats"),
        ("Psychosocial councelling", "few-words", "psychosocial counselling"),
        ("Visas. Next meeting on 5 May", "few-words", "visas"),
        ("a) permits b) visas", "list", "permits and visas"),
        ("Very useful!", "praise", ""),
        ("Great meeting. Fiscal space", "praise", "fiscal space"),
    ],
)
def test_line_is_printed_as_it_is_suggested(line, code, suggestion):
    read = read_line(line, NOBODY)
    assert (codes(read)[0], read.is_withheld) == (code, False)
    assert read.remarks[0].suggestion == suggestion == typed(read)


@pytest.mark.parametrize(
    ("typed_line", "printed"),
    [
        ("Central Asian cooperation", "Central Asian cooperation"),
        ("Western Balkan returns", "Western Balkan returns"),
        ("Central registry of foreigners", "central registry of foreigners"),
    ],
)
def test_a_region_keeps_its_capital(typed_line, printed):
    assert read_line(typed_line, NOBODY).text.removeprefix("the ") == printed


@pytest.mark.parametrize(
    ("typed_line", "printed"),
    [
        ("reintergation of returnees", "reintegration of returnees"),
        ("Strenghtening referral of victims", "strengthening the referral of victims"),
        ("livlihoods in two villages", "livelihoods in two villages"),
        ("vulnerabilties of young men", "vulnerabilities of young men"),
    ],
)
def test_slips_are_put_right(typed_line, printed):
    assert read_line(typed_line, NOBODY).text.removeprefix("the ") == printed


def test_answered_remark_leaves_the_line_as_it_was_typed():
    assert read_line("Very useful!", NOBODY, as_typed=("praise",)).text == "very useful"
    capitals = read_line("FAIR RECRUITMENT", NOBODY, as_typed=("capitals",))
    assert (capitals.text, capitals.remarks) == ("FAIR RECRUITMENT", ())
    foreign = read_line("Leje pune për të huajt", NOBODY, as_typed=("language",))
    assert (foreign.form, foreign.text) == ("phrase", "“Leje pune për të huajt”")


def test_who_was_met_is_not_said_again():
    met = KnownNames({"mayor": "Mayor", "kukes": "Kukes"}, frozenset(["mayor", "kukes"]))
    read = read_line("Meeting with the Mayor of Kukes on work permits", met)
    assert (read.text, codes(read)) == ("work permits", ["repetition"])
    assert read_line("Visit to the Mayor of Kukes", met).form == "nothing"
    assert read_line("Visit of the Director General", met).remarks == ()


def test_host_is_not_named_again():
    spelt = {"ann": "Ann", "bo": "Bo", "ambassador": "Ambassador"}
    met = KnownNames(spelt, frozenset(spelt))
    read = read_line("H.E. Ms. Ann Bo, Ambassador, received IOM. Topics: visas", met)
    assert (read.text, codes(read)) == ("visas", ["repetition"])
    assert read_line("Ambassador Ann Bo, Ann met us on visas", met).text == "visas"
    assert read_line("The Mayor received IOM", met).form == "sentences"


def test_what_the_one_met_did_is_told_of_them():
    names = names_of({"met": ["Regional Minister"], "others": [], "kind": "Meeting"})
    line = read_line("Met the Regional Minister, who thanked IOM for a well", names)
    assert line.sentences == ("The Regional Minister thanked IOM for a well.",)


def test_place_alone_is_not_said_again():
    place = Place("Kukës", "Kukës", "kukes", "municipality", "Kukës", "Kukës", "Has")
    facts = MeetingFacts(
        reference="2024-03-001",
        title="",
        kind="Bilateral meeting",
        kind_code="bilateral",
        channel="in_person",
        day=date(2024, 3, 6),
        is_month_only=False,
        end_day=None,
        place=place,
        parties=(),
        colleagues=(),
        areas=(),
        public_line="Kukes",
    )
    names = known_names([facts])
    assert codes(read_line("Kukes", names)) == ["repetition"]
    assert read_line("Has border crossing", names).text == "Has border crossing"


def test_long_line_is_remarked_on_and_printed():
    read = read_line("The Mayor asked for support with the shelter. " * 60, NOBODY)
    assert codes(read) == ["length"]
    assert read.remarks[0].suggestion == "The Mayor asked for support with the shelter."
    assert len(read.sentences) == 60


@pytest.mark.parametrize(
    "text",
    [
        "Case no. 2024/113",
        "passport AB1234567",
        "born on 12.03.1990",
        "a girl aged 14",
        "16-year-old boy",
        "Omar, 13",
        "Um Ahmed (41)",
        "Agron S.",
        "Mr. Besnik Gashi",
        "+49 151 0000000",
        "family of five from Kabul",
        "file 88-LC",
        "siblings aged 7 and 9",
        "girl born 2009",
        "two minors, 12 and 15, from Kukes",
        "kids 4, 6 and 9 of the returned family",
        "brothers Ilir and Gent, 10 and 13",
        "niño de 8 años",
        "Mädchen, 11 Jahre alt",
        "girl of seven",
        "daughter, 5 months",
        "Miss K (19)",
        "family H., three children",
        "Ali M’s case",
        "children of M. Rama, aged 3-5",
        "household no. 4471",
        "car plate AA 123 BB",
        "passport: AB 123456",
        "ahmed.k@example.org of the applicant",
        "a 10-year-old Afghan",
        "the N.H. family",
        "case 4471, returned",
        "call 069 123 4567",
        "tel 98 000 111",
        "exp. 2025-00483",
        "beneficiary code 33812",
        "ahmed k. from gambia",
        "a grant for Ahmad's bakery",
    ],
)
def test_data_of_a_person_are_asked_about_in_every_box(text):
    remark = case_remark(f"Follow-up: {text}", NOBODY)
    assert remark is not None
    assert remark.is_grave


@pytest.mark.parametrize(
    "text",
    [
        "Youth aged 18 to 25",
        "children (6-14)",
        "Law no. 79/2021 on foreigners",
        "Decision 1325, SDG 10.7",
        "10-year strategy",
        "returnees from Germany (12), Greece (8)",
        "Cooperation with Fundación Puentes in Medellín",
        "Budget of 1,200,000 EUR until 31.12.2025",
        "Round 18 of the DTM on 12.05.2024",
        "support for families with children",
        "Meeting 2024-03-005",
        "DTM round 9, 16 officers",
        "children aged 5 and above",
        "training for children, 14 and 16 May",
        "minors returned 12 and 13 March",
        "girls and boys, 12 and 15 schools",
        "shelter for children, phase 1 and 2",
        "Hepatitis B's spread",
        "Annex A (12 pages), Group B (14)",
        "6 anni di lavoro",
        "COP 29, Route 6, Skills2Work, 120 returnees",
        "18 municipalities, 5 officers (2 women), aged care",
        "migrants in the U.S. and the U.A.E., E.U. pact",
        "generators in Annex C. and Ward B.",
        "H.E. the Minister asked for data",
        "children under the age of 5, minimum age of 18, people aged 60",
        "a 10-year-old partnership",
        "hotline 0800 123 456, toll-free line +355 800 1234",
        "biometric registration 2025, registration 300 people a day",
        "12000000 EUR for project CD-2024-113",
        "Lamu (8), Kwale (12) and Kilifi (5) returnees",
        "UNHCR w. ILO, Tirana p. 5",
        "provinces of Herat (24), Balkh (12), Kabul (9); open 0900-1700",
    ],
)
def test_figures_and_names_that_are_nobody_s_data_are_not_asked_about(text):
    assert case_remark(text, NOBODY) is None


def test_person_on_record_is_not_asked_about():
    known = KnownNames({"besnik": "Besnik", "gashi": "Gashi"})
    assert case_remark("Mr. Besnik Gashi, 34", known) is None


unhurried = settings(deadline=None)  # the first line loads the tagger
anything = st.text(max_size=300)
PIECES = """work permits; visas, The Mayor I we met 22 AVRR <b> ** {{ }} # - • ( ) “ ” . ! ? : / + & the of to in
    Kukes agreed training returnees és të WORK http://x.org a@b.org … Mr. S. 14 😀"""
words = st.sampled_from([*PIECES.split(), "\n"])


@unhurried
@given(anything | st.lists(words, max_size=30).map(" ".join))
def test_any_text_is_read(text):
    read = read_line(text, NOBODY)
    assert read.form in ("nothing", "phrase", "gerund", "infinitive", "past", "sentences")
    assert bool(read.text) == (read.form not in ("nothing", "sentences"))
    assert read.form != "sentences" or read.sentences
    assert "\n" not in read.text
    assert all(one.rstrip(")”\"’'»]")[-1:] in ".!?…" for one in read.sentences)
    assert read.is_withheld == any(remark.is_grave for remark in read.remarks)
    ranks = [SEVERITY.index(code) for code in codes(read)]
    assert ranks == sorted(ranks)
    assert any(map(str.isalnum, text)) or read.form == "nothing"


@unhurried
@given(anything)
def test_every_answer_is_kept(text):
    read = read_line(text, NOBODY)
    answered = read_line(text, NOBODY, as_typed=tuple(codes(read)))
    assert not answered.is_withheld


@unhurried
@given(
    st.lists(
        st.sampled_from(
            ["work permits", "fair recruitment", "returnees from Greece", "AVRR", "data"]
        ),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    st.sampled_from([", ", "; ", " - ", " + ", " / ", "\n", ". "]),
    st.booleans(),
)
def test_matters_are_one_phrase_however_they_are_parted(matters, mark, is_capital):
    line = mark.join(one[:1].upper() + one[1:] if is_capital else one for one in matters)
    read = read_line(line, NOBODY)
    *before, last = matters
    assert read.text == (f"{', '.join(before)} and {last}" if before else last)
    assert (read.form, read.sentences) == ("phrase", ())


def test_long_word_takes_no_time():
    assert tagged("x" * 3000)[0].text == "x" * 3000
