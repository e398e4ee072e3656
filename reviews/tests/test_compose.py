"""The article of a month: March 2024 whole, then months of few, many and odd records."""

import json
import re
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
            assert f"n {day.day} March" in text


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
    assert text.count("Ms. Jani") == 2
    for full in (
        "Assisted Voluntary Return and Reintegration (AVRR)",
        "Displacement Tracking Matrix (DTM)",
    ):
        assert text.count(full) == 1


def test_march_tells_each_record_and_nothing_else(article, march, source):
    assert references_of(article) == {meeting["ref"] for meeting in source}
    assert article.left_out == ()
    middle = {s for paragraph in article.paragraphs[1:-1] for s in paragraph.sentences}
    assert {reference for s in middle for reference in s.references} == references_of(article)
    for sentence in sentences_of(article):
        assert sentence.references
        summing = ["albania", "tirana", *map(str, article_check.counts(march))]
        extra = summing if sentence not in middle else []
        assert article_check.invented(sentence, march, NAMES, extra) == set(), sentence


def test_a_remark_that_is_internal_stays_out(article):
    assert "the article names" not in text_of(article).casefold()
    assert article.paragraphs[-2].sentences[-1] == Sentence(
        "Also in March 2024, the office made a field visit to Durres.", ("2024-03-012",)
    )


def test_march_as_it_reads(article):
    first, ambassador, kukes, *_between, visits, last = map(paragraph_text, article.paragraphs)
    assert article.title.text == (
        "In focus, March 2024: meetings and field visits on Protection, "
        "Assisted Voluntary Return and Reintegration, and Displacement Tracking Matrix"
    )
    assert first == (
        "Throughout March 2024, IOM Albania was engaged in meetings in Tirana and Kukes, and "
        "field visits to Konispol, Shkodra, Devoll, Gjirokastra and Durres."
    )
    assert ambassador == (
        "On 5 March in Tirana, Ms. Alma Jani, Head of Office, met with H.E. Mr. Karl Bergner, "
        "Ambassador of Germany in Albania. The discussions with the Embassy of Germany in Albania "
        "covered migration-related dynamics, and potential cooperation in addressing migration "
        "governance challenges in Albania."
    )
    assert kukes.startswith(
        "On 6 March, Ms. Jani travelled to Kukes and met with Mr. Albert Halilaj, Mayor of Kukes "
        "Municipality. This was a productive meeting between IOM representatives and the Mayor. "
        "The same day in Kukes, Ms. Jani held a technical meeting with technical staff of the "
        "Social Services and Child Protection Unit of the Municipality of Kukes."
    )
    assert visits.startswith(
        "During the month, IOM made field visits to Devoll, Konispol, Shkodra and Gjirokastra, where "
        "it met with Mr. Eduard Duro, Mayor of Devoll; Mr. Ergest Dule, Mayor of Konispol; Mr. Onid "
        "Bejleri, Deputy Mayor of Shkodra; and local stakeholders from the Municipality of "
        "Gjirokastra. It also met with technical staff of the Social Services and Child "
        "Protection Units of the Municipality of Devoll, the Municipality of Konispol, the "
        "Municipality of Shkodra and the Municipality of Gjirokastra. The themes of each visit were "
        "Protection, Assisted Voluntary Return and Reintegration (AVRR), and Displacement Tracking "
        "Matrix (DTM)."
    )
    assert last == (
        "In all, the office recorded 12 meetings, visits and events in March 2024, with 16 "
        "organisations in 7 municipalities. Protection came up most, in 6 of the 12."
    )


@pytest.mark.django_db
def test_restricted_meetings_and_internal_notes_are_not_in_the_article():
    day = date(2024, 5, 6)
    make_meeting("Open", date=day, internal_note="Whisper", public_line="Heard by all.")
    make_meeting("Hidden", date=day, sensitivity="restricted", public_line="Secret.")
    text = compose_article(records_of(2024, 5), 2024, 5).markdown
    assert "Heard by all." in text
    assert not re.search("Hidden|Secret|Whisper", text)
    Meeting.objects.filter(title="Open").delete()
    assert compose_article(records_of(2024, 5), 2024, 5).paragraphs == ()


def test_an_empty_month_has_a_title_that_says_so():
    title = Sentence("No meeting was recorded in April 2024", ())
    article = compose((), 2024, 4)
    assert article == Article(title, (), ())
    assert (article.markdown, references_of(article)) == (
        "# No meeting was recorded in April 2024",
        set(),
    )


def test_one_record_is_told_without_more():
    article = compose((record(title="Meeting", place=make_place("Kukës")),), 2024, 3, seat="Tirana")
    assert article.title.text == "In focus, March 2024: a meeting"
    (paragraph,) = article.paragraphs
    assert paragraph_text(paragraph) == "On 6 March, the office held a meeting in Kukës."


def test_what_has_nothing_to_print_is_left_out_and_says_why():
    empty, blank = record(1), record(2, title="()", parties=(make_party(" - "),), public_line="…")
    why = "It has no title, counterpart, place, thematic area or public line that can be printed."
    article = compose((empty, blank), 2024, 3)
    assert article.title.text == "No meeting of March 2024 can be described"
    assert article.left_out == (LeftOut("2024-03-001", "", why), LeftOut("2024-03-002", "()", why))
    article = compose((empty, record(3, title="Signing")), 2024, 3)
    assert [item.reference for item in article.left_out] == ["2024-03-001"]
    assert "“Signing”" in paragraph_text(article.paragraphs[0])


def test_five_hundred_records():
    records = make_month(500, 1, ["Ada Lovelace", "Qendra"])
    article = compose(records, 2024, 3, office="Albania", seat="Tirana", spellings=NAMES)
    assert references_of(article) == {r.reference for r in records}
    assert max(len(paragraph.sentences) for paragraph in article.paragraphs) <= 40
    assert len(article.markdown) < 500 * 400


def test_a_month_of_month_only_records_names_no_day():
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
        "Throughout March 2024, IOM Albania was engaged in field visits to Shkodra and Konispol.",
        "In the course of March 2024, the office made field visits to Konispol and Shkodra, where it "
        "met with Mr. Ergest Dule, Mayor of Konispol, and Mr. Onid Bejleri, Deputy Mayor of Shkodra. "
        "It also met with technical staff of the Protection Units of the Municipality of Konispol "
        "and the Municipality of Shkodra. The theme of each visit was protection. "
        "Each time the discussions covered local needs.",
        "In all, the office recorded 2 meetings, visits and events in March 2024, with 4 organisations "
        "in 2 municipalities. Protection came up in all 2.",
    ]


@pytest.mark.parametrize(
    ("first", "last", "lead"),
    [
        (date(2024, 3, 12), date(2024, 3, 14), "From 12 to 14 March, "),
        (date(2024, 3, 29), date(2024, 4, 2), "From 29 March to 2 April, "),
        (date(2023, 12, 30), date(2024, 1, 2), "From 30 December 2023 to 2 January 2024, "),
        (date(2024, 3, 12), date(2024, 3, 12), "On 12 March, "),
    ],
)
def test_a_meeting_of_several_days_says_from_when_to_when(first, last, lead):
    text = describe_one(day=first, end_day=last, parties=(make_party(),))
    assert text.startswith(lead)


def test_over_a_years_end_each_month_tells_its_own():
    long = record(1, day=date(2023, 12, 30), end_day=date(2024, 1, 2), title="Retreat")
    article = compose((long,), 2023, 12)
    assert article.title.text == "In focus, December 2023: a meeting"
    assert compose((), 2024, 1).title.text == "No meeting was recorded in January 2024"


UNIT = make_party(
    "Protection Unit", parent="Municipality of Konispol", group="Technical staff", head_count=4
)


@pytest.mark.parametrize(
    ("party", "said"),
    [
        (make_party(), "met with Caritas."),
        (make_party("Ministry of Interior"), "met with the Ministry of Interior."),
        (make_party("University of Tirana"), "met with the University of Tirana."),
        (make_party("Ministry of Justice", speakers=(Speaker(1, "Ana Bo", "Ms.", "Deputy Minister of Justice"),)),
         "met with Ms. Ana Bo, Deputy Minister of Justice."),
        (make_party("The Hague Institute"), "met with the Hague Institute."),
        (make_party(short_name="CA"), "met with Caritas (CA)."),
        (UNIT, "met with four technical staff of the Protection Unit of the Municipality of Konispol."),
        (make_party(group="Executive Director", head_count=1), "met with the Executive Director of Caritas."),
        (make_party(short_name="CA", head_count=1), "met with Caritas (CA)."),
        (make_party(short_name="CA", head_count=3), "met with three people from Caritas (CA)."),
        (make_party(group="Director of Programmes"), "met with the Director of Programmes at Caritas."),
        (make_party(group="Representatives"), "met with representatives of Caritas."),
        (make_party(speakers=(Speaker(1, "Ana Bo", "Ms.", "Director"),), head_count=3),
         "met with Ms. Ana Bo, Director of Caritas, and two more people."),
        (make_party(speakers=(Speaker(1, "Ana Bo", "", ""),)), "met with Ana Bo of Caritas."),
        (make_party(speakers=(Speaker(1, "", "", "Director"),)), "met with the Director of Caritas."),
        (make_party("Embassy of Spain", speakers=(Speaker(1, "Ana Bo", "H.E. Ms.", "Ambassador of Spain"),)),
         "met with H.E. Ms. Ana Bo, Ambassador of Spain."),
    ],
)  # fmt: skip
def test_a_counterpart_is_named_by_what_it_has(party, said):
    assert describe_one(parties=(party,)).endswith(said)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"channel": "online"}, "met online with Caritas."),
        ({"channel": "phone"}, "spoke by phone with Caritas."),
        ({"channel": "online", "kind_code": "technical-meeting"}, "held an online technical meeting with Caritas."),
        ({"kind_code": "courtesy-call"}, "had a courtesy call with Caritas."),
        ({"kind_code": "call", "place": make_place("Kukës")}, "had a call with Caritas in Kukes."),
        ({"kind_code": "field-visit", "place": make_place("Kukës")}, "visited Kukes and met with Caritas."),
        ({"kind_code": "round-table", "place": make_place("Kukës")},
         "travelled to Kukes and had a round table with Caritas."),
        ({"kind_code": "event"}, "took part in an event, with Caritas."),
        ({"kind_code": "event", "title": "Invest in North"}, "took part in the event “Invest in North”, with Caritas."),
        ({"kind_code": "event", "title": "Job fair 'North'"}, "took part in the job fair “North”, with Caritas."),
        ({"kind_code": "event", "title": "Tirana fair 'North'"},
         "took part in the event “Tirana fair 'North'”, with Caritas."),
        ({"kind_code": "training", "title": "Training on visas"}, "took part in the training on visas, with Caritas."),
        ({"title": "Signing of the plan"}, "met with Caritas. It is recorded under the title “Signing of the plan”."),
        ({"title": "Bilateral meeting with Caritas"}, "met with Caritas."),
    ],
)  # fmt: skip
def test_a_kind_and_a_way_of_meeting_have_their_verb(fields, said):
    assert describe_one(parties=(make_party(),), **fields).endswith(f"the office {said}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Productive meeting between IOM and the Mayor", "This was a productive meeting between IOM and the Mayor."),
        ("An exchange on visas", "This was an exchange on visas."),
        ("Potential areas of alignment ,", "The discussions covered potential areas of alignment."),
        ("Addressing needs; visas", "On the agenda: addressing needs; visas."),
        ("The mayor agreed to meet again..", "The mayor agreed to meet again…"),
        ("Cooperation continues in Kukës!", "Cooperation continues in Kukes!"),
        ("Training materials handed to the unit", "Training materials handed to the unit."),
        ("Reception conditions at the border", "The discussions covered reception conditions at the border."),
        ("Canada’s visa services", "Canada’s visa services."),
        ("we met () twice , and   spoke .", "We met twice, and spoke."),
        ("Labour:\n\n- visas", "The discussions covered labour: - visas."),
    ],
)  # fmt: skip
def test_a_public_line_is_framed_only_where_that_is_grammatical(line, said):
    text = describe_one(parties=(make_party(),), public_line=line)
    assert text == f"On 6 March, the office met with Caritas. {said}"


def test_without_a_counterpart_nobody_is_said_to_have_talked():
    visit = {"kind_code": "field-visit", "place": make_place("Has")}
    text = describe_one(**visit, public_line="Needs of returnees")
    assert (
        text
        == "On 6 March, the office made a field visit to Has. On the agenda: needs of returnees."
    )


def test_areas_that_the_line_names_are_not_said_twice():
    text = describe_one(
        parties=(make_party(),), areas=AREAS[:2], public_line="Both spoke of protection and AVRR."
    )
    assert text.endswith("Both spoke of protection and AVRR.")
    text = describe_one(parties=(make_party(),), areas=(AREAS[3], Area("eu", "EU accession", "")))
    assert text.endswith("The themes were labour mobility and EU accession.")


def test_later_mentions_are_short_unless_that_could_mean_another():
    ana, bo = Speaker(1, "Ana Bo", "H.E. Ms.", "Director"), Speaker(2, "Ed Hoxha", "Mr.", "Head")
    twin = Speaker(3, "Ilir Hoxha", "Mr.", "Head")
    parties = (make_party(speakers=(ana, bo, twin), short_name="CA"),)
    alma = Colleague("Alma Jani", "Ms.", "Head of Office")
    texts = describe(*(record(n, parties=parties, colleagues=(alma,)) for n in (1, 2)))
    assert texts[1] == (
        "On 6 March, Ms. Alma Jani, Head of Office, met with H.E. Ms. Ana Bo, Director of Caritas (CA); "
        "Mr. Ed Hoxha, Head of CA; and Mr. Ilir Hoxha, Head of CA. "
        "The same day, Ms. Jani met with Ms. Bo, Mr. Ed Hoxha and Mr. Ilir Hoxha."
    )


def test_a_new_title_is_said_with_the_short_name():
    then, now = (Speaker(1, "Ana Bo", "Ms.", title) for title in ("Mayor of Has", "Minister"))
    texts = describe(
        record(1, parties=(make_party("Municipality of Has", speakers=(then,)),)),
        record(2, day=date(2024, 3, 7), parties=(make_party("Ministry", speakers=(now,)),)),
    )
    assert texts[1:3] == [
        "On 6 March, the office met with Ms. Ana Bo, Mayor of Has.",
        "On 7 March, IOM met with Ms. Bo, Minister.",
    ]


def test_a_field_visit_goes_from_the_office_holder_to_the_technical_staff():
    kukes, mayor = make_place("Kukës"), Speaker(1, "Ana Bo", "Ms.", "Mayor of Kukës")
    staff = record(1, kind_code="technical-meeting", place=kukes, parties=(UNIT,))
    head = record(2, place=kukes, parties=(make_party("Municipality of Kukës", speakers=(mayor,)),))
    text = describe(staff, head)[1]
    assert text.index("Mayor of Kukes") < text.index("technical staff")


def test_nothing_typed_becomes_markdown():
    typed = "1. [a](http://x.al) <b>*c*</b> `d` # e_f www.x.al a@x.al ![g](h)"
    article = compose((record(title=typed, public_line=typed),), 2024, 3)
    line = article.paragraphs[0].sentences[1]
    assert line.text == f"{typed}."
    assert line.markdown == (
        r"1\. \[a\](http\://x.al) \<b\>\*c\*\</b\> \`d\` \# e\_f www\.x.al a\@x.al !\[g\](h)."
    )
    assert article.markdown.splitlines()[0] == "# In focus, March 2024: a meeting"


def test_a_meeting_away_from_the_seat_is_no_field_visit():
    kukes, durres = make_place("Kukës"), make_place("Durrës")
    away = [record(n, place=kukes, parties=(make_party(f"Embassy {n}"),)) for n in (1, 2)]
    visit = record(3, kind_code="field-visit", place=durres)
    first, *_rest = describe(*away)
    assert first == "Throughout March 2024, IOM Albania was engaged in meetings in Kukes."
    first, *_rest = describe(away[0], visit)
    assert first == (
        "Throughout March 2024, IOM Albania was engaged in a meeting in Kukes "
        "and a field visit to Durres."
    )


def test_a_kind_that_the_office_made_is_told_as_its_fields_say():
    mission = {"kind_code": "mission", "kind": "Monitoring mission", "place": make_place("Has")}

    def described(**meaning):
        return describe(record(1, **mission, **meaning))[0]

    assert described(described_as="visit") == "On 6 March, the office made a field visit to Has."
    assert described() == "On 6 March, the office had a monitoring mission in Has."
    assert described(is_kind_named=False) == "On 6 March, the office held a meeting in Has."
    assert (
        described(described_as="call") == "On 6 March, the office had a monitoring mission in Has."
    )
    assert described(described_as="participation") == (
        "On 6 March, the office took part in a monitoring mission in Has."
    )


def test_a_long_list_of_meeting_places_is_a_number():
    away = [record(n, place=make_place(f"Town{n}")) for n in range(1, 14)]
    first, *_rest = describe(*away)
    assert first == "Throughout March 2024, IOM Albania was engaged in meetings in 13 places."
    first, *_rest = describe(*away, record(14, place=make_place("Tirana")))
    assert first == (
        "Throughout March 2024, IOM Albania was engaged in meetings in Tirana and 13 other places."
    )


def test_a_long_list_of_places_is_a_number():
    visits = [
        record(n, kind_code="field-visit", place=make_place(f"Town{n}")) for n in range(1, 14)
    ]
    first, *_rest = describe(*visits)
    assert first == "Throughout March 2024, IOM Albania was engaged in field visits to 13 places."
    twelve = compose(visits[:12], 2024, 3).paragraphs[0]
    assert paragraph_text(twelve).endswith("Town10, Town11 and Town12.")
    assert set(twelve.sentences[0].references) == {visit.reference for visit in visits[:12]}


def test_the_opening_tells_the_seat_from_other_places_and_from_afar():
    airport = make_place("Airport", "place", municipality="Tirana")
    here = [
        record(n, title="Signing", place=place)
        for n, place in enumerate([airport, make_place("Tirana")])
    ]
    country = record(3, title="Signing", place=make_place("Albania", "country"))
    online = record(4, title="Signing", channel="online", place=make_place("Has"))
    first, second, *_rest = describe(*here, country, online)
    assert first == (
        "Throughout March 2024, IOM Albania was engaged in meetings in Tirana and a meeting online or by phone."
    )
    assert "travelled" not in second
    assert "at Airport" in second


def test_more_than_three_areas_that_come_up_alike_are_not_called_the_top():
    last = describe(record(1, areas=AREAS), record(2, title="Signing"))[-1]
    assert last == "In all, the office recorded 2 meetings, visits and events in March 2024."


@pytest.mark.parametrize("size", [9, 17])
def test_a_long_day_has_several_paragraphs(size):
    same = [record(n, parties=(make_party(),), place=make_place("Has")) for n in range(1, size + 1)]
    days = describe(*same)[1:-1]
    assert [text.count("Caritas") for text in days] == [8] * (size // 8) + [1]
    assert days[1].startswith("Also on 6 March, ")


def test_several_days_come_after_the_day_itself():
    long = record(1, day=date(2024, 3, 6), end_day=date(2024, 3, 8), title="Retreat")
    (text,) = describe(long, record(2, title="Signing"))[1:-1]
    assert re.findall(r"[Oo]n 6 March|[Ff]rom 6 to 8 March", text) == [
        "On 6 March",
        "From 6 to 8 March",
    ]


@pytest.mark.parametrize(
    "odd", ["(" * 1500 + ")" * 1500, "( " * 1500, ", . " * 750, "e" * 3000, "a(" * 1500]
)
def test_the_longest_odd_line_comes_to_an_end(odd):
    assert "Signing" in describe_one(title="Signing", public_line=odd)


def test_visits_to_what_has_no_name_are_told_one_by_one():
    known = {"kind_code": "field-visit", "is_month_only": True, "public_line": "Local needs"}
    known |= {"day": date(2024, 3, 1), "place": make_place("Kukës"), "parties": (make_party("?"),)}
    article = compose((record(1, **known), record(2, **known)), 2024, 3)
    assert references_of(article) == {"2024-03-001", "2024-03-002"}
