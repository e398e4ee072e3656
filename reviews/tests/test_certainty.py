"""Which readings of a public line are printed unasked."""

import pytest

from reviews.article.certainty import is_certain
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.lines import read_line, typed

NAMES = KnownNames(
    {fold: spelt for spelt in ("Kukes", "Svaneti", "Kodra") for fold in folded_words(spelt)},
    met=frozenset(folded_words("Mayor of Kukes Ilir Kodra")),
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("phrase", "work permits, data sharing and the referral of victims"),
        ("phrase", "eco-migrants from Svaneti displaced by floods"),
        ("phrase", "DTM round 9 and phase 2 of the project"),
        ("phrase", "new Russian, Turkish and Ukrainian passports"),
        ("phrase", "children aged 5 to 17 and women left behind"),
        ("phrase", "the National Action Plan for 2026–2027"),
        ("phrase", "lessons learned and what remains to be done"),
        ("phrase", 'the game "Climate Journey"'),
        ("infinitive", "to discuss the roll-out and finalize the strategy"),
        ("past", "visited returnees' shops"),
        ("past", "saw the facility, which was renovated this summer"),
        ("past", "agreed to open a hub in Kukes and shared the draft"),
        ("sentences", "The mayor asked for 2,300 tents."),
        ("sentences", "BYC wants to work with IOM in five camps."),
    ],
)
def test_known_words_in_a_known_order_are_certain(form, text):
    assert is_certain(form, text, text, NAMES)


@pytest.mark.parametrize(
    ("form", "text", "typed"),
    [
        ("phrase", "PARE 1+2", "PARE 1+2"),
        ("phrase", "R4V", "R4V"),
        ("phrase", "kayayei", "kayayei"),
        ("phrase", "Valle del Cauca", "Valle del Cauca"),
        ("phrase", "funding not secured", "funding not secured"),
        ("phrase", "single permit", "single permit"),
        ("phrase", "integration into City policies", "integration into City policies"),
        ("phrase", "lovely people", "lovely people"),
        ("phrase", "their project", "their project"),
        ("phrase", "transit centre Kukes overcrowding", "transit centre Kukes overcrowding"),
        ("phrase", "diaspora strategy 2026", "diaspora strategy 2026"),
        ("past", "rescued girls' rooms", "rescued girls' rooms"),
        (
            "infinitive",
            "to help people coming from Kukes, water",
            "to help people coming from Kukes, water",
        ),
        ("sentences", "The women are strong, must do more.", "The women are strong, must do more"),
        ("sentences", "The camp very crowded.", "The camp very crowded"),
        # put in by the reader
        ("phrase", "cholera, including latrines", "cholera: latrines"),
        ("phrase", "the audit", "audit"),
        ("phrase", "the Djougop site", "Djougop site"),
        ("phrase", "the Republic Act 10364", "Republic Act 10364"),
        ("phrase", "Protection Working Group", "Protection Working Group"),
        ("sentences", "The boilers were delivered.", "Boilers delivered"),
        ("sentences", "The Chamber will name the firms.", "Chamber will name the firms"),
    ],
)
def test_what_could_be_read_in_another_way_is_not(form, text, typed):
    assert not is_certain(form, text, typed, NAMES)


def test_the_post_of_whom_one_met_gets_its_article():
    assert is_certain("sentences", "The Mayor wants a school.", "Mayor wants a school", NAMES)


@pytest.mark.parametrize(
    ("line", "printed", "left_out", "suggestion"),
    [
        ("visas, audit", "visas", ("the audit",), "visas and the audit"),
        ("visas, R12", "visas", ("R12",), ""),
        ("visas; kayayei", "visas", ("kayayei",), ""),
        ("to open a hub; seed capital", "to open a hub", ("seed capital",), None),
        ("Floods: tents", "", ("floods: tents",), None),
        ("UNO asks for tents. They need 500 kits", "", None, None),
    ],
)
def test_a_guess_is_left_out_and_asked_about(line, printed, left_out, suggestion):
    read = read_line(line, NAMES)
    assert read.text == printed
    assert left_out is None or read.left_out == left_out
    assert suggestion is None or read.remarks[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("to explore how changing rainfall affects farm labour", None),
        ("discussed sampling for flow monitoring at bus stations", None),
        ("Returnees want land and pumps, not training only.", None),
        (
            "Officers practised referral of children.",
            "Officers practised the referral of children.",
        ),
        ("complaints box / hotline 1420", "the complaints box and hotline 1420"),
        ("contact tracing w/out stigma", "contact tracing without stigma"),
        (
            "mercury, child labour, where to send victims",
            "mercury, child labour and where to send victims",
        ),
        ("Insurance of workers: who pays???", "the insurance of workers and who pays"),
        (
            "Returns data; reception centre, and discussed a form",
            "returns data, the reception centre and a form",
        ),
        ("Labour survey. @Ana pls send questionnaire by Fri!!", "the labour survey"),
        ("Colombian & Nepali workers", "Colombian and Nepali workers"),
        (
            "burundian, syrian and malian refugees in turkey",
            "Burundian, Syrian and Malian refugees in Turkey",
        ),
        ("Burkinabe families", "Burkinabe families"),
        ("Svaneti Forum", "the Svaneti Forum"),
        ("Svaneti Declaration on climate mobility", "the Svaneti Declaration on climate mobility"),
        (
            "counter trafficking for flood affected families",
            "counter-trafficking for flood-affected families",
        ),
        ("Social workers asked for training.", None),
        ("Uzbek, Kazakh and Kyrgyz workers", None),
        ("Same topic: Israel & Kenya agreements on visas", "Israel and Kenya agreements on visas"),
        ("nurses from Senegal & Gambia", "nurses from Senegal and the Gambia"),
        ("Indigenous communities", None),
        (
            "The Mayor opened a school last week and asked for a well.",
            "The Mayor opened a school and asked for a well.",
        ),
        ("new asylum law", "a new asylum law"),
        ("afghan refugees in turkey", "Afghan refugees in Turkey"),
        # notes, words cut short, and what only seems clear
        ("migrants rights", ""),
        ("Border police trained on first aid.", ""),
        ("nostrification of diplomas", ""),
        ("returnees small business grants", ""),
        ("Officers trained on first aid.", ""),
        ("tourism sector needs workers", ""),
        ("e-gates to be upgraded by the end of the year", ""),
        ("routes with colleagues of COL, PAN", ""),
        ("MIDAS installed, 2 counters down, lorry queue up to Diboli", ""),
        ("lab mob / skills rec", ""),
        ("DTM flow mon. pts", ""),
        ("outreach regs", ""),
        ("capacity 80 beds", ""),
        ("permit for students", ""),
        ("guards to be trained", ""),
        ("huts (or was it tents?)", ""),
        ("pupils' play about false offers", ""),
        ("guest lecture", ""),
        ("They will share the baseline.", ""),
    ],
)
def test_a_line_is_printed_where_it_can_be_read_in_one_way(line, printed):
    read = read_line(line, NAMES)
    told = "" if read.is_withheld else typed(read)
    assert told == (line if printed is None else printed)


def test_shorthand_is_not_called_another_language():
    assert "cut short" in read_line("hmless migr's, ref. path", NAMES).remarks[0].finding


@pytest.mark.parametrize(
    "line", ["visas, audit", "Toured warehouse", "Ambulance delivered to Kukes."]
)
def test_a_suggestion_is_printed_once_it_is_taken(line):
    suggestion = read_line(line, NAMES).remarks[0].suggestion
    taken = read_line(suggestion, NAMES)
    assert suggestion and (taken.left_out, taken.remarks) == ((), ())


def test_a_piece_without_a_word_is_asked_about():
    line = read_line(
        "Implementation of the Diaspora Policy. Diaspora council. Date tbc (Sept?)", NAMES
    )
    assert line.left_out
    assert "Sept" not in typed(line)
