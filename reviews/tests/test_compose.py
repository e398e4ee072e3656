"""The article of a month: March 2024 whole, then months of few, many and odd records."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article import Article, LeftOut, Sentence, compose
from reviews.build_report import compose_article
from reviews.month.meetings import Area, Colleague, Speaker, meeting_facts, read_months
from reviews.tests import article_check
from reviews.tests.as_markdown import article_markdown, sentence_markdown
from reviews.tests.months import (
    AREAS,
    make_month,
    make_party,
    make_place,
    paragraph_text,
    sentences_of,
)
from reviews.tests.months import make_record as record

EXAMPLE = settings.BASE_DIR / "iomtracker" / "data" / "march_2024.json"
SAID = {"Organiser": "organised by", "Co-organiser": "in cooperation with"}
NAMES = settings.PLACE_NAMES_IN_TEXT

MARCH = """In March 2024, IOM Albania focused on protection, Assisted Voluntary Return and Reintegration (AVRR), and \
the Displacement Tracking Matrix (DTM), and also worked on labour mobility, migration governance, \
resettlement and visa services. The office visited Konispol, Shkodra, Devoll, Gjirokastra and Durres, and \
also held meetings in Tirana and Kukes.

On 5 March, Ms. Alma Jani, Head of Office, met H.E. Mr. Karl Bergner, Ambassador of Germany in Albania, in \
Tirana to discuss migration-related dynamics and potential cooperation in addressing migration governance \
challenges in Albania.

Ms. Jani met Mr. Albert Halilaj, Mayor of Kukes Municipality, on 6 March. She also met technical staff of \
the Social Services and Child Protection Unit of the Municipality of Kukes. The discussion focused on \
collaboration between IOM and local authorities on migration-related issues, with emphasis on Protection, \
Assisted Voluntary Return and Reintegration and Displacement Tracking Matrix. Standard Operating Procedures \
are being developed for IOM Mobile Teams operating across Albania, tailored to local contexts.

On 7 March, IOM met H.E. Ms. Ruth Huber, Ambassador of Switzerland in Albania, in Tirana to talk about \
potential areas of alignment in addressing migration challenges through coordinated efforts and \
partnerships. IOM met representatives of the Embassy of Canada in Italy on 12 March to discuss ongoing \
cooperation between IOM and the Government of Canada, including the resettlement of Afghan evacuees and the \
services of the Canadian Visa Application Center in Tirana run by IOM. The next day, IOM met the Executive \
Director of the Albanian Helsinki Committee for talks on human rights and migration issues in Albania: \
ethical recruitment of migrant workers and upholding the rights and dignity of all migrants within society.

During the month, IOM took part in the employment, education and career counselling fair “Invest in North” \
in Kukes, organised by the British Embassy in Tirana in cooperation with the British Chamber of Commerce in \
Albania. It was a platform for people seeking job opportunities in the Kukes area and beyond to interact \
with UK and Albanian employers, exploring new avenues for employment and education. IOM visited Devoll, \
Konispol, Shkodra and Gjirokastra and met Mr. Eduard Duro, Mayor of Devoll; Mr. Ergest Dule, Mayor of \
Konispol; Mr. Onid Bejleri, Deputy Mayor of Shkodra; local stakeholders from the Municipality of \
Gjirokastra; and technical staff of the Social Services and Child Protection Units of the municipalities of \
Devoll, Konispol, Shkodra and Gjirokastra. The visits focused on addressing migrants' needs. IOM also \
visited Durres."""


def records_of(year, month):
    rows = read_months(Meeting.objects, [(year, month)])[year, month]
    return tuple(map(meeting_facts, rows))


@pytest.fixture(scope="module")
def march(module_db):
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    return records_of(2024, 3)


@pytest.fixture
def article(march):
    return compose_article(march, 2024, 3)


@pytest.fixture(scope="module")
def source():
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))["meetings"]


def text_of(article):
    return "\n".join([article.title.text, *map(paragraph_text, article.paragraphs)])


def describe(*records, **kwargs):
    """Return the paragraphs of March 2024 as plain texts."""
    kwargs = {"office": "Albania", "seat": "Tirana", "spellings": NAMES} | kwargs
    return [
        paragraph_text(paragraph) for paragraph in compose(records, 2024, 3, **kwargs).paragraphs
    ]


def references_of(article):
    return {reference for sentence in sentences_of(article) for reference in sentence.references}


def describe_one(**fields):
    """Return the one paragraph of the one record of a month."""
    (text,) = describe(record(**fields))
    return text


def test_march_holds_every_fact_of_the_article(article, march, source):
    text = text_of(article)
    days = " ".join(sentence.alone or sentence.text for sentence in sentences_of(article))
    assert len(march) == len(source) == 12
    for meeting in source:
        assert article_check.is_named(meeting["location"], text, NAMES)
        for row in meeting["counterparts"]:
            for fact in filter(None, (row["person"], row["honorific"], row["position"])):
                said = SAID.get(fact, fact)
                assert article_check.is_named(said, text, NAMES), row
        for area in meeting["thematic_areas"]:
            assert area.casefold() in text.casefold()
        if meeting["date_precision"] == "day":
            day = date.fromisoformat(meeting["date"])
            assert f"n {day.day} March" in days


def test_march_names_every_organisation_in_full(article, march):
    text = text_of(article)
    for meeting in march:
        for party in meeting.parties:
            assert article_check.is_introduced(party, text, NAMES), party
    assert (
        "organised by the British Embassy in Tirana in cooperation with the British Chamber" in text
    )


def test_march_introduces_each_person_once(article, source):
    text = text_of(article)
    people = {
        (r["honorific"], r["person"]) for m in source for r in m["counterparts"] if r["person"]
    }
    assert len(people) == 6
    for honorific, name in {*people, ("Ms.", "Alma Jani")}:
        assert text.count(name) == text.count(f"{honorific} {name}, ") == 1, name
    assert text.count("Ms. Jani") == 1
    for full in (
        "Assisted Voluntary Return and Reintegration (AVRR)",
        "Displacement Tracking Matrix (DTM)",
    ):
        assert text.count(full) == 1


def test_march_tells_each_record_and_nothing_else(article, march, source):
    assert references_of(article) == {meeting["ref"] for meeting in source}
    assert article.left_out == ()
    told = {s for paragraph in article.paragraphs[1:] for s in paragraph.sentences}
    assert {reference for s in told for reference in s.references} == references_of(article)
    for sentence in sentences_of(article):
        assert sentence.references
        extra = ["albania", "tirana"] if sentence not in told else []
        assert article_check.invented(sentence, march, NAMES, extra) == set(), sentence


def test_a_remark_that_is_internal_stays_out(article):
    assert "the article names" not in text_of(article).casefold()
    last = article.paragraphs[-1].sentences[-1]
    assert (last.text, last.references) == (
        "IOM also visited Durres.",
        ("2024-03-012",),
    )


def test_march_as_it_reads(article):
    assert article.title.text == (
        "In focus, March 2024: protection, "
        "Assisted Voluntary Return and Reintegration, and the Displacement Tracking Matrix"
    )
    assert list(map(paragraph_text, article.paragraphs)) == MARCH.split("\n\n")


def test_what_of_march_reads_otherwise_alone(article):
    alone = {s.references[0][-3:]: s for s in sentences_of(article) if s.alone}
    mayor = alone["002"]
    assert mayor.alone.startswith("Ms. Alma Jani, Head of Office, met Mr. Albert Halilaj, ")
    assert mayor.leans_on == ("2024-03-001",)
    assert alone["007"].alone.startswith("On 13 March, IOM met the Executive Director ")


@pytest.mark.django_db
def test_restricted_meetings_and_internal_notes_are_not_in_the_article():
    day = date(2024, 5, 6)
    make_meeting("Open", date=day, internal_note="Whisper", public_line="Work permits.")
    make_meeting("Hidden", date=day, sensitivity="restricted", public_line="Secret.")
    text = article_markdown(compose_article(records_of(2024, 5), 2024, 5))
    assert "work permits" in text
    assert not re.search("Hidden|Secret|Whisper", text)
    Meeting.objects.filter(title="Open").delete()
    assert compose_article(records_of(2024, 5), 2024, 5).paragraphs == ()


def test_an_empty_month_has_a_title_that_says_so():
    title = Sentence("No meeting was recorded in April 2024", ())
    article = compose((), 2024, 4)
    assert article == Article(title, (), ())
    assert (article_markdown(article), references_of(article)) == (
        "# No meeting was recorded in April 2024",
        set(),
    )


def test_one_record_is_told_without_more():
    article = compose((record(title="Meeting", place=make_place("Kukës")),), 2024, 3, seat="Tirana")
    assert article.title.text == "In focus, March 2024: a meeting"
    (paragraph,) = article.paragraphs
    assert paragraph_text(paragraph) == "On 6 March, IOM held a meeting in Kukës."


def test_what_has_nothing_to_print_is_left_out_and_says_why():
    empty, blank = (
        record(1, title="Signing"),
        record(2, parties=(make_party(" - "),), public_line="…"),
    )
    why = (
        "It has no counterpart, place, thematic area, name of an event or public line "
        "that can be printed."
    )
    article = compose((empty, blank), 2024, 3)
    assert article.title.text == "No meeting of March 2024 can be described"
    left_out = (LeftOut("2024-03-001", "Signing", why), LeftOut("2024-03-002", "", why))
    assert article.left_out == left_out
    article = compose((empty, record(3, parties=(make_party(),))), 2024, 3)
    assert article.left_out == left_out[:1]


def test_five_hundred_records():
    records = make_month(500, 1, ["Ada Lovelace"])
    article = compose(records, 2024, 3, office="Albania", seat="Tirana", spellings=NAMES)
    left = {item.reference for item in article.left_out}
    assert references_of(article) | left == {one.reference for one in records}


def test_a_month_of_month_only_records_names_no_day():
    texts = describe(
        record(1, is_month_only=True, day=date(2024, 3, 1), parties=(make_party(),)),
        record(2, is_month_only=True, day=date(2024, 3, 1), parties=(make_party("UNICEF"),)),
    )
    assert texts[1:] == ["During the month, IOM met Caritas. IOM met UNICEF."]


def test_visits_that_share_what_they_were_about_are_told_together():
    mayor = Speaker(1, "Ergest Dule", "Mr.", "Mayor of Konispol")
    deputy = Speaker(2, "Onid Bejleri", "Mr.", "Deputy Mayor of Shkodra")
    visits = [
        record(
            number,
            kind_code="field-visit",
            day=date(2024, 3, 1),
            is_month_only=True,
            place=make_place(town),
            areas=AREAS[:1],
            public_line="Local needs",
            parties=(
                make_party(f"Municipality of {town}", speakers=(speaker,)),
                make_party(
                    "Protection Unit", parent=f"Municipality of {town}", group="Technical staff"
                ),
            ),
        )
        for number, (town, speaker) in enumerate([("Shkodër", deputy), ("Konispol", mayor)], 1)
    ]
    assert describe(*visits) == [
        "In March 2024, IOM Albania focused on protection. The office visited Shkodra and Konispol.",
        "During the month, IOM visited Konispol and Shkodra and met Mr. Ergest Dule, Mayor of "
        "Konispol; Mr. Onid Bejleri, Deputy Mayor of Shkodra; and technical staff of the Protection "
        "Units of the municipalities of Konispol and Shkodra to discuss local needs.",
    ]


@pytest.mark.parametrize(
    ("first", "last", "lead"),
    [
        (date(2024, 3, 12), date(2024, 3, 14), "From 12 to 14 March, "),
        (date(2024, 3, 12), date(2024, 3, 13), "On 12 and 13 March, "),
        (date(2024, 3, 29), date(2024, 4, 2), "From 29 March to 2 April, "),
        (date(2023, 12, 30), date(2024, 1, 2), "From 30 December 2023 to 2 January 2024, "),
        (date(2024, 3, 12), date(2024, 3, 12), "On 12 March, "),
    ],
)
def test_a_meeting_of_several_days_says_from_when_to_when(first, last, lead):
    text = describe_one(day=first, end_day=last, parties=(make_party(),))
    assert text.startswith(lead)


def test_over_a_years_end_each_month_tells_its_own():
    long = record(1, day=date(2023, 12, 30), end_day=date(2024, 1, 2), parties=(make_party(),))
    article = compose((long,), 2023, 12)
    assert article.title.text == "In focus, December 2023: a meeting"
    assert compose((), 2024, 1).title.text == "No meeting was recorded in January 2024"


UNIT = make_party(
    "Protection Unit", parent="Municipality of Konispol", group="Technical staff", head_count=4
)


@pytest.mark.parametrize(
    ("party", "said"),
    [
        (make_party(), "met Caritas."),
        (make_party("Ministry of Interior"), "met representatives of the Ministry of Interior."),
        (make_party("University of Tirana"), "met representatives of the University of Tirana."),
        (make_party("Ministry of Justice", speakers=(Speaker(1, "Ana Bo", "Ms.", "Deputy Minister of Justice"),)),
         "met Ms. Ana Bo, Deputy Minister of Justice."),
        (make_party("The Hague Institute"), "met The Hague Institute."),
        (make_party(short_name="CA"), "met Caritas (CA)."),
        (UNIT, "met four technical staff of the Protection Unit of the Municipality of Konispol."),
        (make_party(group="Executive Director", head_count=1), "met the Executive Director of Caritas."),
        (make_party(short_name="CA", head_count=1), "met Caritas (CA)."),
        (make_party(short_name="CA", head_count=3), "met three people from Caritas (CA)."),
        (make_party(group="Director of Programmes"), "met the Director of Programmes at Caritas."),
        (make_party(group="Representatives"), "met representatives of Caritas."),
        (make_party(speakers=(Speaker(1, "Ana Bo", "Ms.", "Director"),), head_count=3),
         "met Ms. Ana Bo, Director of Caritas, and two more people."),
        (make_party(speakers=(Speaker(1, "Ana Bo", "", ""),)), "met Ana Bo of Caritas."),
        (make_party(speakers=(Speaker(1, "", "", "Director"),)), "met the Director of Caritas."),
        (make_party("Embassy of Spain", speakers=(Speaker(1, "Ana Bo", "H.E. Ms.", "Ambassador of Spain"),)),
         "met H.E. Ms. Ana Bo, Ambassador of Spain."),
    ],
)  # fmt: skip
def test_a_counterpart_is_named_by_what_it_has(party, said):
    assert describe_one(parties=(party,)).endswith(said)


HOST = make_party("Municipality of Kukës", group="Host")
ABOUT = {"public_line": "Work permits"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (ABOUT, "IOM met Caritas to discuss work permits."),
        ({"channel": "online"}, "IOM met Caritas online."),
        ({"channel": "phone"} | ABOUT, "IOM spoke by phone with Caritas about work permits."),
        ({"channel": "online", "kind_code": "technical-meeting"} | ABOUT,
         "IOM held an online technical meeting on work permits with Caritas."),
        ({"kind_code": "courtesy-call"}, "IOM paid a courtesy call on Caritas."),
        ({"kind_code": "courtesy-call", "parties": (HOST,)},
         "IOM paid a courtesy call on the Municipality of Kukes."),
        ({"kind_code": "call", "place": make_place("Kukës")}, "IOM had a call with Caritas."),
        ({"kind_code": "field-visit", "place": make_place("Kukës")} | ABOUT,
         "IOM visited Kukes and met Caritas to discuss work permits."),
        ({"kind_code": "field-visit", "place": make_place("Kukës"), "parties": ()} | ABOUT,
         "IOM visited Kukes with a focus on work permits."),
        ({"kind_code": "round-table", "place": make_place("Kukës")},
         "IOM held a round table in Kukes with Caritas."),
        ({"kind_code": "round-table", "place": make_place("Kukës"), "parties": (HOST,)},
         "IOM took part in a round table hosted by the Municipality of Kukes."),
        ({"kind_code": "round-table", "place": make_place("Kukës"), "event_name": "Invest Back Home",
          "parties": (make_party(group="Organiser"), make_party("EU"))},
         "IOM took part with the EU in the round table “Invest Back Home” in Kukes, organised by Caritas."),
        ({"kind_code": "event", "parties": (HOST, make_party(), make_party("EU"), make_party("UN"))},
         "IOM took part in an event, hosted by the Municipality of Kukes. Caritas, the EU and the UN also took part."),
        ({"place": make_place("Tirana Airport"), "parties": (make_party("Tirana Airport"), make_party())},
         "IOM met Caritas at Tirana Airport."),
        ({"kind_code": "event"} | ABOUT, "IOM took part in an event on work permits with Caritas."),
        ({"kind_code": "event", "parties": (HOST, make_party(group="Organiser"), make_party("EU", group="Partner"))},
         "IOM took part in an event, organised by Caritas in cooperation with the EU and hosted by the "
         "Municipality of Kukes."),
        ({"kind_code": "event", "event_name": "Invest in North"},
         "IOM took part in the event “Invest in North” with Caritas."),
        ({"kind_code": "event", "event_name": "The Lake, the Boat and the Young"},
         "IOM took part in the event “The Lake, the Boat and the Young” with Caritas."),
        ({"kind_code": "event", "event_name": "The Regional Fair"},
         "IOM took part in the Regional Fair with Caritas."),
        ({"kind_code": "event", "event_name": "Job fair 'North'"},
         "IOM took part in the job fair “North” with Caritas."),
        ({"kind_code": "event", "event_name": "Tirana Youth Days", "parties": ()} | ABOUT,
         "IOM took part in the Tirana Youth Days, which focused on work permits."),
        ({"kind_code": "event", "event_name": "Tirana Youth Days"} | ABOUT,
         "IOM took part in the Tirana Youth Days with Caritas. The event focused on work permits."),
        ({"kind_code": "training", "parties": (make_party("Border Police", group="Officers", head_count=22),)},
         "22 border police officers attended a training."),
        ({"kind_code": "training", "public_line": "22 officers, asylum interviews",
          "parties": (make_party("Border Police", group="Officers", head_count=22),)},
         "22 border police officers attended a training on asylum interviews."),
        ({"kind_code": "field-visit", "place": make_place("Has"), "public_line": "Visit of the transit centre"},
         "IOM visited Has and met Caritas. The visit focused on the transit centre."),
        ({"kind_code": "event", "event_name": "Expert Group on Smuggling", "parties": ()},
         "IOM took part in the Expert Group on Smuggling."),
        ({"title": "Signing of the plan"}, "IOM met Caritas."),
    ],
)  # fmt: skip
def test_a_kind_and_a_way_of_meeting_have_their_verb(fields, said):
    text = describe_one(**{"parties": (make_party(),)} | fields)
    assert text == f"On 6 March, {said}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Potential areas of alignment ,", " to discuss potential areas of alignment."),
        ("The signing of the grant", " for the signing of the grant."),
        ("Follow-up on the MoU", " to follow up on the memorandum of understanding (MoU)."),
        ("Planned visit of the Minister", " to discuss the planned visit of the Minister."),
        ("Exploring cooperation on visas", " to explore cooperation on visas."),
        ("Mobilising doctors abroad", " to discuss mobilising doctors abroad."),
        ("Asked for training of officers", " to discuss a request for training of officers."),
        ("To set up a working group", " to discuss setting up a working group."),
        ("To present the report", " to present the report."),
        ("Agreed to set up a working group", ", and the two sides agreed to set up a working group."),
        ("Reviewed the draft guide", " and reviewed the draft guide."),
        ("The Mayor agreed to meet again.", ". The Mayor agreed to meet again."),
        ("Caritas", " to discuss Assisted Voluntary Return and Reintegration (AVRR)."),
        ("AVRR counselling", " to discuss Assisted Voluntary Return and Reintegration (AVRR) counselling."),
        ("", " to discuss Assisted Voluntary Return and Reintegration (AVRR)."),
    ],
)  # fmt: skip
def test_a_public_line_joins_the_sentence(line, said):
    text = describe_one(parties=(make_party(),), areas=AREAS[1:2], public_line=line)
    assert text == f"On 6 March, IOM met Caritas{said}"


def test_a_long_line_is_a_sentence_of_its_own():
    long = "Reception conditions at the border " + "and the needs of families " * 8
    text = describe_one(parties=(make_party(),), public_line=long.strip())
    assert text.startswith("On 6 March, IOM met Caritas. The discussion focused on reception")


def test_an_area_is_told_with_its_meeting_only_where_no_line_says_what_it_was_about():
    assert describe_one(parties=(make_party(),), areas=AREAS[:1] + AREAS[3:]) == (
        "On 6 March, IOM met Caritas to discuss protection and labour mobility."
    )
    text = describe_one(parties=(make_party(),), areas=AREAS[3:], public_line="Work permits")
    assert text == "On 6 March, IOM met Caritas to discuss work permits."


def test_later_mentions_are_short_unless_that_could_mean_another():
    ana, bo = Speaker(1, "Ana Bo", "H.E. Ms.", "Director"), Speaker(2, "Ed Hoxha", "Mr.", "Head")
    twin = Speaker(3, "Ilir Hoxha", "Mr.", "Head")
    parties = (make_party(speakers=(ana, bo, twin), short_name="CA"),)
    alma = Colleague("Alma Jani", "Ms.", "Head of Office")
    texts = describe(*(record(n, parties=parties, colleagues=(alma,)) for n in (1, 2)))
    assert texts[1] == (
        "On 6 March, Ms. Alma Jani, Head of Office, met H.E. Ms. Ana Bo, Director of Caritas (CA); "
        "Mr. Ed Hoxha, Head of CA; and Mr. Ilir Hoxha, Head of CA. "
        "She also met Ms. Bo, Mr. Ed Hoxha and Mr. Ilir Hoxha."
    )


def test_a_colleague_is_she_where_nobody_else_can_be_meant():
    alma = Colleague("Alma Jani", "Ms.", "Head of Office")
    first, second, third = (Speaker(n, f"Ed Bo{n}", "Mr.", "Head") for n in (1, 2, 3))
    rows = [
        record(n, parties=(make_party(f"Body {n}", speakers=(one,)),), colleagues=(alma,))
        for n, one in enumerate([first, second, third], 1)
    ]
    texts = describe(*rows)[1].split(". ")
    assert [text.split(" met ")[0] for text in texts if " met " in text] == [
        "Alma Jani, Head of Office,", "She also", "Jani",
    ]  # fmt: skip


def test_a_new_title_is_said_with_the_short_name():
    then, now = (Speaker(1, "Ana Bo", "Ms.", title) for title in ("Mayor of Has", "Minister"))
    texts = describe(
        record(1, parties=(make_party("Municipality of Has", speakers=(then,)),)),
        record(2, day=date(2024, 3, 7), parties=(make_party("Ministry", speakers=(now,)),)),
    )
    assert texts[1] == (
        "On 6 March, IOM met Ms. Ana Bo, Mayor of Has. The next day, IOM met Ms. Bo, Minister."
    )


def test_a_field_visit_goes_from_the_office_holder_to_the_technical_staff():
    kukes, mayor = make_place("Kukës"), Speaker(1, "Ana Bo", "Ms.", "Mayor of Kukës")
    staff = record(1, kind_code="technical-meeting", place=kukes, parties=(UNIT,))
    head = record(2, place=kukes, parties=(make_party("Municipality of Kukës", speakers=(mayor,)),))
    text = describe(staff, head)[1]
    assert text.index("Mayor of Kukes") < text.index("technical staff")


def test_nothing_typed_becomes_markdown():
    typed = "1. [a](http://x.al) <b>*c*</b> `d` # e_f www.x.al a@x.al ![g](h)"
    sentence = Sentence(typed, ())
    assert sentence_markdown(sentence) == (
        r"1\. \[a\](http\://x.al) \<b\>\*c\*\</b\> \`d\` \# e\_f www\.x.al a\@x.al !\[g\](h)"
    )
    article = compose((record(parties=(make_party(typed),)),), 2024, 3)
    assert article_markdown(article).splitlines()[0] == "# In focus, March 2024: a meeting"


def test_a_meeting_away_from_the_seat_is_no_field_visit():
    kukes, durres = make_place("Kukës"), make_place("Durrës")
    away = [record(n, place=kukes, parties=(make_party(f"Embassy {n}"),)) for n in (1, 2)]
    visit = record(3, kind_code="field-visit", place=durres)
    first, *_rest = describe(*away)
    assert first == "In March 2024, IOM Albania held meetings in Kukes."
    first, second = describe(away[0], visit)
    assert first == "In March 2024, IOM Albania visited Durres, and also held a meeting in Kukes."
    assert "travelled" not in second


def test_one_travels_only_where_a_record_of_the_trip_says_so():
    alma = Colleague("Alma Jani", "Ms.", "Head of Office")
    kukes, has = make_place("Kukës"), make_place("Has")
    met = record(1, place=kukes, parties=(make_party(),), colleagues=(alma,))
    visit = record(2, kind_code="field-visit", day=date(2024, 3, 7), place=has, colleagues=(alma,))
    assert describe(met, visit)[1] == (
        "On 6 March, Ms. Alma Jani, Head of Office, travelled to Kukes and met Caritas. "
        "The next day, she visited Has."
    )


def test_a_kind_that_the_office_made_is_told_as_its_fields_say():
    mission = {"kind_code": "mission", "kind": "Monitoring mission", "place": make_place("Has")}

    def described(**meaning):
        return describe(record(1, **mission, **meaning))[0]

    assert described(described_as="visit") == "On 6 March, IOM made a monitoring mission to Has."
    assert described(described_as="visit", is_kind_named=False) == "On 6 March, IOM visited Has."
    assert described() == "On 6 March, IOM had a monitoring mission in Has."
    assert described(is_kind_named=False) == "On 6 March, IOM held a meeting in Has."
    assert described(described_as="call") == "On 6 March, IOM had a call."
    assert described(described_as="participation") == (
        "On 6 March, IOM took part in a monitoring mission in Has."
    )


def test_a_long_list_of_meeting_places_is_a_number():
    away = [record(n, place=make_place(f"Town{n}")) for n in range(1, 14)]
    first, *_rest = describe(*away)
    assert first == "In March 2024, IOM Albania held meetings in 13 places."
    first, *_rest = describe(*away, record(14, place=make_place("Tirana")))
    assert first == "In March 2024, IOM Albania held meetings in Tirana and 13 other places."


def test_a_long_list_of_places_is_a_number():
    visits = [
        record(n, kind_code="field-visit", place=make_place(f"Town{n}")) for n in range(1, 14)
    ]
    first, *_rest = describe(*visits)
    assert first == "In March 2024, IOM Albania visited 13 places."
    twelve = compose(visits[:12], 2024, 3).paragraphs[0]
    assert paragraph_text(twelve).endswith("Town10, Town11 and Town12.")
    assert set(twelve.sentences[0].references) == {visit.reference for visit in visits[:12]}


def test_the_opening_tells_the_kinds_apart():
    airport = make_place("Airport", "place", municipality="Tirana")
    here = [record(n, place=place) for n, place in enumerate([airport, make_place("Tirana")], 1)]
    online = record(4, channel="online", parties=(make_party(),))
    training = record(5, kind_code="training", place=make_place("Has"), areas=AREAS[3:])
    events = [record(n, kind_code="event", place=make_place("Has")) for n in (6, 7)]
    assert describe(*here, online, training, *events)[0] == (
        "In March 2024, IOM Albania focused on labour mobility. The office held meetings in Tirana."
    )


def test_of_more_than_four_areas_the_first_are_the_focus():
    more = [Area(name, name.title(), "") for name in ("health", "data", "youth")]
    rows = [record(n, areas=(area,)) for n, area in enumerate([*AREAS, *more], 1)]
    assert describe(*rows, record(9, areas=AREAS[3:]))[0].startswith(
        "In March 2024, IOM Albania focused on labour mobility, protection, and Assisted Voluntary "
        "Return and Reintegration (AVRR), and also worked on the Displacement Tracking Matrix (DTM), "
        "health, data and youth."
    )


def test_areas_lose_the_capitals_of_a_heading():
    names = ("Labour Migration", "Counter-Trafficking", "Western Balkans", "Migration Fund")
    rows = [record(n, areas=(Area(name, name, ""),)) for n, name in enumerate(names, 1)]
    assert describe(*rows)[0] == (
        "In March 2024, IOM Albania focused on labour migration, counter-trafficking, "
        "Western Balkans and Migration Fund."
    )


def test_of_many_areas_those_named_once_are_left_out_of_the_opening():
    names = [f"area{n}" for n in range(12)]
    rows = [record(n, areas=(Area(name, name, ""),)) for n, name in enumerate(names, 1)]
    again = [record(20 + n, areas=rows[n].areas) for n in range(5)]
    assert describe(*rows, *again)[0].startswith(
        "In March 2024, IOM Albania focused on area0, area1 and area2, and also worked on area3 and area4."
    )


def test_a_round_table_that_others_held_is_no_meeting_of_the_office():
    host = make_party(group="Host")
    table = record(
        1, kind_code="round-table", kind="Round table", parties=(host,), place=make_place("Has")
    )
    met = record(2, parties=(make_party("Alfa"),), place=make_place("Kukës"))
    opening = describe(table, met)[0]
    assert opening == ("In March 2024, IOM Albania held a meeting in Kukes.")


def test_a_meeting_of_which_nothing_may_be_told_is_left_out():
    farewell = record(1, public_line="Farewell of our driver", place=make_place("Tirana"))
    other = record(2, parties=(make_party(),))
    article = compose([farewell, other], 2024, 3)
    assert [one.reference for one in article.left_out] == [farewell.reference]
    assert references_of(article) == {other.reference}


def test_an_excellency_alone_is_said_by_the_post():
    envoy = make_party(
        "Embassy of Malta", speakers=(Speaker(1, "Ada Bo", "H.E. Ms.", "Ambassador"),)
    )
    line = "H.E. asked for help with returns from the Gulf."
    text = describe_one(parties=(envoy,), public_line=line)
    assert text.endswith("The Ambassador asked for help with returns from the Gulf.")


def test_a_training_that_is_a_topic_is_not_the_meeting():
    line = "Vocational training for young people and a very long list of the other things that they need"
    assert "It was" not in describe_one(parties=(make_party(),), public_line=line)


def test_a_meeting_with_a_name_that_others_held_is_taken_part_in():
    held = record(
        1,
        is_kind_named=False,
        event_name="Working Group on Fishing",
        parties=(make_party("Caritas", group="Organiser"),),
    )
    assert describe(held) == [
        "On 6 March, IOM took part in the Working Group on Fishing organised by Caritas."
    ]


def test_whom_one_met_is_said_once_and_a_deputy_is_no_minister():
    bo = Speaker(1, "Bo Lind", "Mr.", "Deputy Minister")
    one = {"parties": (make_party("Ministry of Labour", speakers=(bo,)),)}
    text = describe_one(**one, public_line="Met with Mr Lind of the Ministry to discuss fishing")
    assert text.endswith("Deputy Minister of Labour, to discuss fishing.")
    text = describe_one(**one, public_line="Thanked the Minister for the visit")
    assert text.endswith("Deputy Minister of Labour, and thanked him for the visit.")


def test_letters_that_a_line_uses_stand_behind_the_name_they_are_of():
    agency = make_party("Federal Fishing Agency")
    texts = describe(record(1, parties=(agency,)), record(2, public_line="Boats of FFA"))
    assert "the Federal Fishing Agency (FFA)" in " ".join(texts)


def test_a_group_may_stand_with_its_number_in_the_name():
    held = record(1, parties=(make_party("#community leaders*22"),))
    assert describe(held) == ["On 6 March, IOM met 22 community leaders."]


def test_a_visit_of_several_days_to_several_places_says_so():
    alma = (Colleague("Alma Jani", "Ms.", ""),)
    visit = {"kind_code": "field-visit", "colleagues": alma}
    has = record(1, **visit, end_day=date(2024, 3, 8), place=make_place("Has"))
    kukes = record(2, **visit, day=date(2024, 3, 7), place=make_place("Kukës"))
    others = record(2, **visit | {"colleagues": ()}, day=date(2024, 3, 7), place=kukes.place)
    assert "visited Has and Kukes" in " ".join(describe(has, kukes))
    went_too = replace(has, colleagues=(*alma, Colleague("Bo Lind", "Mr.", "")))
    assert "visited Has and other places" in " ".join(describe(went_too, kukes))
    assert "other places" not in " ".join(describe(has, others))


def test_there_is_no_closing():
    five = [record(n, parties=(make_party(f"Body {n}"),)) for n in range(1, 6)]
    assert len(describe(*five)) == 2


@pytest.mark.parametrize(("size", "parts"), [(6, [6]), (9, [5, 4]), (17, [6, 6, 5])])
def test_a_long_passage_has_several_paragraphs(size, parts):
    same = [record(n, parties=(make_party(),), place=make_place("Has")) for n in range(1, size + 1)]
    days = describe(*same)[1:]
    assert [text.count("Caritas") for text in days] == parts


def test_several_days_come_before_the_days_within_them():
    has = make_place("Has")
    long = record(
        2, day=date(2024, 3, 6), end_day=date(2024, 3, 8), kind_code="field-visit", place=has
    )
    (text,) = describe(record(1, place=has, parties=(make_party(),)), long)[1:]
    assert re.findall(r"[Oo]n 6 March|[Ff]rom 6 to 8 March", text) == [
        "From 6 to 8 March",
        "on 6 March",
    ]


def embassy(number, day, **fields):
    body = make_party(f"Embassy {number}", kind_code="embassy")
    return record(number, day=date(2024, 3, day), parties=(body,), **fields)


def paragraphs_with(pattern, *rows):
    return [re.findall(pattern, text) for text in describe(*rows)[1:]]


def test_a_trip_is_one_passage_and_days_never_go_back():
    has, kukes = make_place("Has"), make_place("Kukës")
    rows = [
        embassy(1, 4),
        record(2, day=date(2024, 3, 5), parties=(make_party("Bank"),)),
        record(3, day=date(2024, 3, 5), place=has, parties=(make_party("Farm"),)),
        embassy(4, 6),
        record(5, day=date(2024, 3, 6), place=kukes, parties=(make_party("Mill"),)),
        record(6, day=date(2024, 3, 7), parties=(make_party("School"),)),
    ]
    assert paragraphs_with(r"Embassy \d|Bank|Farm|Mill|School", *rows) == [
        ["Embassy 1", "Bank"], ["Farm", "Mill"], ["Embassy 4", "School"],
    ]  # fmt: skip


def test_diplomats_met_one_after_the_other_have_a_paragraph():
    bank, mill = make_party("Bank"), make_party("Mill")
    rows = [
        record(1, day=date(2024, 3, 4), parties=(bank,)),
        record(2, day=date(2024, 3, 4), parties=(mill,)),
        embassy(3, 5),
        embassy(4, 7),
        record(5, day=date(2024, 3, 8), parties=(mill,)),
        record(6, day=date(2024, 3, 8), parties=(bank,)),
    ]
    assert paragraphs_with(r"Embassy \d|Bank|Mill", *rows) == [
        ["Bank", "Mill"], ["Embassy 3", "Embassy 4"], ["Mill", "Bank"],
    ]  # fmt: skip


ALMA, BO = Colleague("Alma Jani", "Ms.", "Head of Office"), Colleague("Bo Lind", "Mr.", "Officer")


def test_what_others_did_during_a_trip_is_told_after_it_and_says_so():
    has, kukes = make_place("Has"), make_place("Kukës")
    trip = [
        record(n, day=date(2024, 3, day), place=place, parties=(make_party(),), colleagues=(ALMA,))
        for n, day, place in ((1, 4, has), (2, 5, kukes), (3, 6, has))
    ]
    bank = record(4, day=date(2024, 3, 5), parties=(make_party("Bank"),), colleagues=(BO,))
    *_trip, last = describe(*trip, bank)
    assert last == "Meanwhile, on 5 March, Mr. Bo Lind, Officer, met representatives of the Bank."
    crossed = describe(*trip, record(4, day=date(2024, 3, 5), colleagues=(ALMA,), areas=AREAS[:1]))
    assert not any("Meanwhile" in text for text in crossed)


def test_a_visit_of_several_days_leaves_whom_it_met_to_the_meetings_during_it():
    visit, has = {"kind_code": "field-visit", "colleagues": (ALMA,)}, make_place("Has")
    bo = Speaker(1, "Ed Bo", "Mr.", "Mayor of Has")
    mayor, farm = make_party("Municipality of Has", speakers=(bo,)), make_party("Farm")
    long = record(1, end_day=date(2024, 3, 8), place=has, parties=(mayor, farm), **visit)
    again = record(2, day=date(2024, 3, 7), place=has, parties=(mayor,), **visit)
    assert describe(long, again)[1] == (
        "From 6 to 8 March, Ms. Alma Jani, Head of Office, visited Has and met Farm. "
        "She met Mr. Ed Bo, Mayor of Has, on 7 March."
    )


def test_a_month_with_trainings_tells_them_by_their_days():
    rows = [
        record(1, kind_code="training", day=date(2024, 3, 4), place=make_place("Has")),
        record(2, day=date(2024, 3, 12), parties=(make_party(),)),
        record(3, kind_code="training", day=date(2024, 3, 26), place=make_place("Kukës")),
    ]
    assert describe(*rows)[1:] == [
        "On 4 March, IOM took part in a training in Has. IOM met Caritas on 12 March. "
        "In Kukes on 26 March, IOM took part in a training.",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "line", "said"),
    [
        ("training", "", "Training of social assistants in first aid",
         "took part in a training of social assistants in first aid."),
        ("event", "", "The opening of the youth hub", "took part in the opening of the youth hub."),
        ("event", "Dialogue on Labour Mobility", "Regional forum on labour mobility",
         "took part in the Dialogue on Labour Mobility, a regional forum on labour mobility."),
        ("event", "International Migrants Day 2025", "", "took part in International Migrants Day 2025."),
        ("event", "Open Day", "", "took part in the Open Day."),
        ("event", "", "Opening remarks on migration", "took part in an event."),
        ("training", "Reporting Migration", "media fellows",
         "took part in the training “Reporting Migration”. The training was for media fellows."),
        ("training", "Reporting Migration", "How to recognise victims",
         "took part in the training “Reporting Migration”, which focused on how to recognise victims."),
        ("event", "Africa Days", "Round table on trade", "took part in the Africa Days, a round table on trade."),
    ],
)  # fmt: skip
def test_a_line_may_say_what_an_event_was(kind, name, line, said):
    text = describe_one(kind_code=kind, event_name=name, public_line=line)
    assert text == f"On 6 March, IOM {said}"


def test_what_was_said_is_not_said_again():
    women = make_party("", group="Women", head_count=14)
    text = describe_one(parties=(women,), public_line="Met 14 women from Kukes")
    assert text == "On 6 March, IOM met 14 women from Kukes."
    has = {"kind_code": "field-visit", "place": make_place("Has"), "parties": (make_party(),)}
    text = describe_one(public_line="Drought and herders in Has", **has)
    assert text == "On 6 March, IOM visited Has and met Caritas to discuss drought and herders."


@pytest.mark.parametrize(
    "odd", ["(" * 1500 + ")" * 1500, "( " * 1500, ", . " * 750, "e" * 3000, "a(" * 1500]
)
def test_the_longest_odd_line_comes_to_an_end(odd):
    assert "Caritas" in describe_one(parties=(make_party(),), public_line=odd)


def test_whom_the_sentence_names_is_not_met_again():
    mayor = make_party("Has", speakers=(Speaker(1, "Ilir Kodra", "Mr.", "Mayor"),))
    text = describe_one(parties=(mayor,), public_line="Toured the school and met with the Mayor")
    assert text.count("met") == 1


def test_visits_to_what_has_no_name_are_told_one_by_one():
    known = {"kind_code": "field-visit", "is_month_only": True, "public_line": "Local needs"}
    known |= {"day": date(2024, 3, 1), "place": make_place("Kukës"), "parties": (make_party("?"),)}
    article = compose((record(1, **known), record(2, **known)), 2024, 3)
    assert references_of(article) == {"2024-03-001", "2024-03-002"}
