"""What of a public line a meeting was about, what else was noted down, and what its writer is asked."""

import pytest

from reviews.article.known_names import KnownNames
from reviews.article.lines import read_line
from reviews.article.topics import without_asides

MAYOR = KnownNames(
    {"ilir": "Ilir", "kodra": "Kodra"},
    met=frozenset(["mayor", "ilir", "kodra", "municipality", "fier"]),
    kind=frozenset(["bilateral", "meeting"]),
    here=frozenset(["fier"]),
    parties=frozenset(["municipality of fier"]),
)
ZARZIS = KnownNames(met=frozenset(["mayor", "of", "zarzis"]), here=frozenset(["zarzis"]))
ADVOCATE = KnownNames(met=frozenset(["peoples", "advocate", "office"]))
COURTESY = KnownNames(
    met=frozenset(["ambassador", "norland"]), kind=frozenset(["courtesy", "call"])
)
CROSSING = KnownNames(
    met=frozenset(["border", "police", "officers", "migrant", "resource", "centre"]),
    kind=frozenset(["field", "visit"]),
    here=frozenset(["merdare"]),
    parties=frozenset(["border police", "migrant resource centre", "mrc"]),
    counts=frozenset([6]),
    is_site=True,
)
TRAINING = KnownNames(
    met=frozenset(["officers", "border", "police"]),
    kind=frozenset(["training"]),
    counts=frozenset([22]),
    is_gathering=True,
)
FORUM = KnownNames(
    kind=frozenset(["event"]),
    event=frozenset(["green", "jobs", "forum"]),
    is_gathering=True,
)


@pytest.mark.parametrize(
    ("names", "line", "kept"),
    [
        (COURTESY, "Ramadan wishes, cooperation in the south", "cooperation in the south"),
        (COURTESY, "courtesy + labour scheme", "the labour scheme"),
        (FORUM, "Labour scheme, 12 teams", "the labour scheme"),
        (COURTESY, "Introductory", ""),
        (COURTESY, "Merry Christmas", ""),
        (MAYOR, "Second meeting: grants for cooperatives", "grants for cooperatives"),
        (MAYOR, "Mayor of Fier: 3rd time this month, waste", "waste"),
        (ZARZIS, "Mayor of Zarzis: 3rd time this month", ""),
        (ADVOCATE, "People's Advocate", ""),
        (MAYOR, "Bus lines; date to be fixed", "bus lines"),
        (MAYOR, "Bus lines. Deadline 30.05", "bus lines"),
        (MAYOR, "Bus lines; AOB", "bus lines"),
        (MAYOR, "Bus lines; please inform HQ", "bus lines"),
        (MAYOR, "tbc - see minutes", ""),
        (MAYOR, "Bus lines - figures due Friday", "bus lines"),
        (MAYOR, "Call re bus lines", "bus lines"),
        (MAYOR, "First meeting with the new Mayor. Waste", "waste"),
        (MAYOR, "Bus lines: proposal due by 15 April", "bus lines"),
        (MAYOR, "Interested in bus lines. Follow up in November", "bus lines"),
        (MAYOR, "Met with the UK Mayor Mr Ilir Kodra", ""),
        (MAYOR, "Waste. Exchange with the mayor", "waste"),
        (MAYOR, "Ana pls add the names, I forgot the card. Waste", "waste"),
        (MAYOR, "waste, 2 dialogues", "waste"),
        (CROSSING, "4 day Merdare visit - scanners, water", "scanners and water"),
        (CROSSING, "field mission to MK, scanners", "scanners"),
        (CROSSING, "Merdare crossing: queues, toilets", "queues and toilets"),
        (CROSSING, "MRC Merdare, counselling", "counselling"),
        (CROSSING, "6 officers, night shifts", "night shifts"),
        (TRAINING, "Training, 22 officers, first aid", "first aid"),
        (TRAINING, "2 groups, 40 people, AVRR counselling", "AVRR counselling"),
        (TRAINING, "Same training for border police, second batch", ""),
        (TRAINING, "Second batch, bribery", "bribery"),
        (FORUM, "Green Jobs Forum: skills, quotas", "skills and quotas"),
    ],
)
def test_what_the_record_says_anyhow_is_not_what_it_was_about(names, line, kept):
    assert read_line(line, names).text == kept


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (MAYOR, "Access to health care in Fier and Vlora"),
        (MAYOR, "The wishes of the diaspora: schools"),
        (MAYOR, "85 displaced families"),
        (MAYOR, "Kenya and Fier want to harmonise procedures"),
        (CROSSING, "Migrants between Merdare and Pristina"),
        (CROSSING, "Queues in Merdare"),
        (CROSSING, "visit of the Minister"),
        (MAYOR, "see the shelters"),
        (MAYOR, "follow-up in schools"),
        (MAYOR, "Met families"),
        (TRAINING, "14 returnees and their children"),
        (FORUM, "green jobs, youth"),
        (FORUM, "Regional forum on labour mobility"),
        (TRAINING, "Training on first interviews"),
    ],
)
def test_what_only_looks_like_a_repetition_stays(names, line):
    assert without_asides(line, names)[0] == line


@pytest.mark.parametrize(
    ("names", "line", "kept", "asked"),
    [
        (MAYOR, "Water; doing well", "water", "doing well"),
        (MAYOR, "Acting DG, budget support", "budget support", "acting DG"),
        (MAYOR, "Concept note, send to donors", "the concept note", "send to donors"),
        (MAYOR, "Housing, new head of unit", "housing", "the new head of the unit"),
        (MAYOR, "Housing, nothing new", "housing", "nothing new"),
        (MAYOR, "Trade, tea & coffee", "trade", "tea"),
        (MAYOR, "Water, 3 hours", "water", "3 hours"),
        (MAYOR, "Water, land plot found", "water", "land plot found"),
        (MAYOR, "Water, prices up", "water", "prices up"),
        (MAYOR, "Water; all partners present", "water", "all partners present"),
        (FORUM, "Skills, opening remarks on quotas", "skills", "opening remarks on quotas"),
        (FORUM, "Skills, ambassadors", "skills", "ambassadors"),
    ],
)
def test_an_item_that_is_no_topic_is_left_out_and_asked_about(names, line, kept, asked):
    read = read_line(line, names)
    assert (read.text, read.is_withheld) == (kept, False)
    assert read.left_out[0].removeprefix("the ") == asked.removeprefix("the ")
    assert read.remarks[0].suggestion.lower().startswith(kept)


@pytest.mark.parametrize(
    ("names", "line", "suggestion"),
    [
        (MAYOR, "land plot found", ""),
        (CROSSING, "e-gates installed", ""),
        (FORUM, "speech on returns", "IOM made a speech on returns."),
        (FORUM, "IOM panellist", ""),
        (MAYOR, "Sami to send minutes", ""),
        (MAYOR, "Postponed to June", "The meeting was postponed to June."),
        (MAYOR, "tablets handed over", ""),
        (MAYOR, "12 interpreters", ""),
        (MAYOR, "new mayor", ""),
    ],
)
def test_a_line_of_no_topic_waits_for_its_writer(names, line, suggestion):
    read = read_line(line, names)
    assert (read.is_withheld, read.remarks[0].suggestion) == (True, suggestion)


@pytest.mark.parametrize(
    "line",
    [
        "youth",
        "seafarers",
        "unaccompanied minors",
        "media fellows",
        "the referral of minors",
        "a new scanner",
        "winter",
        "working hours",
        "more interpreters",
        "no-cost extension",
        "new Russian, Turkish and Ukrainian passports",
        "remittances and who stays behind",
        "the next phase of the project",
        "the visit of the Ambassador",
        "food, jobs and housing",
        "the liaison officer",
        "less money",
        "12 returnees",
        "waiting areas for families",
        "lessons learned and what remains to be done",
        "learning what employers need and how returnees could help",
        "lessons learned",
        "people left behind",
        "follow-up on the visit",
        "the protocol",
        "cash or vouchers",
    ],
)
def test_a_topic_is_not_asked_about(line):
    read = read_line(line, MAYOR)
    assert (read.left_out, read.is_withheld) == ((), False)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Secondment to WHO ??", "possible secondment to WHO"),
        ("Bus route (tbc), lighting", "a possible bus route and lighting"),
        ("maybe a joint visit in June", "a possible joint visit in June"),
        ("AVRR, AECID? housing", "AVRR and housing"),
        (
            "Scam centres - victims? offenders? Screening form",
            "scam centres and the screening form",
        ),
    ],
)
def test_what_the_writer_doubts_is_not_printed_as_settled(line, text):
    assert read_line(line, MAYOR).text == text


NORTH = KnownNames(
    met=MAYOR.met, kind=frozenset(["field", "visit"]), ours=frozenset(["chief", "of", "mission"])
)


@pytest.mark.parametrize(
    ("names", "line", "text", "is_asked"),
    [
        (MAYOR, "concept note to Seoul by 30/09!!", "the concept note", True),
        (MAYOR, "comments on the draft law by 15 May", "comments on the draft law", True),
        (
            MAYOR,
            "data on people registered by 15 May",
            "data on people registered by 15 May",
            False,
        ),
        (MAYOR, "the opening of the centre by May", "the opening of the centre by May", False),
        (MAYOR, "waste; next: agreement with IOM", "waste", True),
        (MAYOR, "waste, next round of DTM", "waste and the next round of the DTM", False),
        (MAYOR, "waste, next meeting 9 July", "waste", True),
        (MAYOR, "waste (no minister present, consul came)", "waste", True),
        (MAYOR, "waste (open since May)", "waste (open since May)", False),
        (MAYOR, "wages (construction, tourism)", "wages (construction, tourism)", False),
        (MAYOR, "getting acquainted with the new Mayor, waste", "waste", False),
        (NORTH, "introduce the CoM, discuss waste", "to discuss waste", False),
        (MAYOR, "introduce our new HoO", "to introduce IOM's new Head of Office", False),
        (
            MAYOR,
            "introduction of biometric passports",
            "the introduction of biometric passports",
            False,
        ),
        (NORTH, "East mission", "", False),
        (
            MAYOR,
            "preparation of the mission to Kukes",
            "the preparation of the mission to Kukes",
            False,
        ),
        (MAYOR, "child labour, ages 5-17", "child labour (ages 5 to 17)", False),
        (MAYOR, "IBM AND COUNTER-SMUGGLING", "IBM and counter-smuggling", False),
    ],
)
def test_what_is_sure_of_a_line_is_kept(names, line, text, is_asked):
    read = read_line(line, names)
    codes = {one.code for one in read.remarks} - {"capitals", "first-person"}
    assert (read.text, read.is_withheld) == (text, False)
    assert ("few-words" in codes) == (is_asked or not text)


@pytest.mark.parametrize(
    ("names", "line", "told"),
    [
        (FORUM, "Panel on circular migration", "IOM took part in the panel on circular migration."),
        (
            NORTH,
            "northern mission of CoM and donors",
            "It was a northern mission of the Chief of Mission and donors.",
        ),
        (MAYOR, "Mayor loved the idea of a hotline", "The Mayor welcomed the idea of a hotline."),
    ],
)
def test_what_is_no_topic_but_sure_is_told(names, line, told):
    read = read_line(line, names)
    assert (read.sentences, read.is_withheld) == ((told,), False)
