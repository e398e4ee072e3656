"""The month for other readers, composed of plain values."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews.article.compose import has_content
from reviews.article.variants import KINDS, LIMITS, compose_variant
from reviews.month.meetings import Area, Speaker
from reviews.tests.months import (
    AREAS,
    SPELLINGS,
    make_month,
    make_party,
    make_place,
    make_record,
)
from toolkit.frozen_values import freeze, thaw

AVRR, DTM = AREAS[1], AREAS[2]
PROTECTION, LABOUR = AREAS[0], AREAS[3]
TEXTS = st.lists(
    st.text(st.sampled_from("abcXYZé .,;:()'“”\n🙂שس"), max_size=16), min_size=1, max_size=4
)
MONTHS = st.builds(make_month, st.integers(0, 40), st.integers(0, 2**32), TEXTS)


def compose(kind, records):
    return compose_variant(
        kind, records, 2024, 3, office="Albania", seat="Tirana", spellings=SPELLINGS
    )


def seat(title, name, number, **fields):
    return make_party(
        name, speakers=(Speaker(number, f"Ana Person{number}", "Ms.", title),), **fields
    )


@pytest.fixture
def records():
    """Five meetings: an embassy, a mayor, a visit, a fair, and a unit met on no known day."""
    embassy = seat("Ambassador of Spain", "Embassy of Spain", 1, kind_code="embassy")
    mayor = seat("Mayor of Kukës", "Municipality of Kukës", 2)
    return (
        make_record(1, day=date(2024, 3, 5), place=make_place("Tirana"), parties=(embassy,),
                    areas=(PROTECTION, AVRR), public_line="Work permits."),
        make_record(2, place=make_place("Kukës"), parties=(mayor,), areas=(PROTECTION,)),
        make_record(3, kind_code="field-visit", day=date(2024, 3, 7), place=make_place("Devoll")),
        make_record(4, kind_code="event", day=date(2024, 3, 9), place=make_place("Kukës"),
                    event_name="Youth Days", areas=(LABOUR,)),
        make_record(5, is_month_only=True, day=date(2024, 3, 1), place=make_place("Has"),
                    parties=(make_party("Caritas"),), areas=(AVRR, PROTECTION)),
    )  # fmt: skip


def test_by_thematic_area_each_meeting_is_told_once(records):
    variant = compose("areas", records)
    assert variant.title == "IOM Albania in March 2024, by thematic area"
    assert [(block.heading, block.text) for block in variant.blocks] == [
        (
            "Protection",
            "Protection came up three times, once in a meeting told under another area. On 5 March,"
            " IOM met Ms. Ana Person1, Ambassador of Spain, in Tirana to discuss work permits. The"
            " next day, IOM met Ms. Ana Person2, Mayor of Kukes, in Kukes for talks on protection"
            " issues.",
        ),
        (
            "Assisted Voluntary Return and Reintegration",
            "Assisted Voluntary Return and Reintegration (AVRR) came up twice, once in a meeting told"
            " under another area. During the month, IOM met Caritas in Has to talk about AVRR and"
            " protection issues.",
        ),
        ("Labour mobility", "IOM took part in the Youth Days in Kukes on 9 March, which focused on"
         " labour mobility."),
        ("Without a thematic area", "On 7 March, IOM visited Devoll."),
    ]  # fmt: skip
    refs = [[sentence.references for sentence in block.summary] for block in variant.blocks]
    assert refs == [
        [("2024-03-001", "2024-03-002", "2024-03-005")], [("2024-03-001", "2024-03-005")], [], [],
    ]  # fmt: skip
    assert variant.told == tuple(f"2024-03-00{number}" for number in (1, 2, 5, 4, 3))


def test_areas_that_came_up_together_elsewhere_share_a_heading(records):
    both = tuple(replace(one, areas=(PROTECTION, AVRR, DTM)) for one in records)
    first, second = compose("areas", both).blocks
    assert first.heading == "Protection"
    assert (
        second.heading
        == "Assisted Voluntary Return and Reintegration; Displacement Tracking Matrix"
    )
    assert second.text == ("AVRR and DTM came up five times, in meetings told above.")
    assert second.sentences == ()


def test_the_brief_list_has_a_line_a_meeting_those_without_a_day_last(records):
    variant = compose("brief", records)
    assert [(block.heading, block.text) for block in variant.blocks] == [
        ("5 March, Tirana", "Ms. Ana Person1, Ambassador of Spain: work permits"),
        ("6 March, Kukes", "Ms. Ana Person2, Mayor of Kukes: protection"),
        ("7 March, Devoll", "Visit"),
        ("9 March, Kukes", "Youth Days: labour mobility"),
        ("March, Has", "Caritas: AVRR, protection"),
    ]
    assert variant.note == "AVRR: Assisted Voluntary Return and Reintegration."
    assert [block.sentences[0].references for block in variant.blocks] == [
        (f"2024-03-00{number}",) for number in range(1, 6)
    ]


def test_the_short_post_says_whom_where_and_what(records):
    variant = compose("post", records)
    assert variant.text == (
        "In March 2024, IOM Albania met the Ambassador of Spain, the Mayor of Kukes and Caritas,"
        " visited Devoll, and took part in the Youth Days. In all: five meetings, visits and events"
        " with three organisations."
    )
    assert variant.length == len(variant.text) == 203
    assert (len(variant.told), variant.omitted) == (5, ())
    assert variant.summed_up == tuple(one.reference for one in records)


def test_a_post_names_what_it_has_no_room_for(records):
    parties = [make_party(f"Organisation of {'long ' * 9}name {n}") for n in range(10)]
    many = tuple(
        make_record(n + 1, day=date(2024, 3, n + 1), parties=(one,))
        for n, one in enumerate(parties)
    )
    variant = compose("post", many)
    assert 200 < variant.length <= 280
    assert variant.told == ("2024-03-001", "2024-03-002")
    assert variant.omitted == tuple(one.reference for one in many[2:])


def test_a_long_post_stops_where_its_room_ends():
    many = tuple(
        make_record(n, day=date(2024, 3, n), place=make_place(f"Town {n}"), public_line="Visas.",
                    parties=(make_party(f"Organisation {n} of Many Words"),))
        for n in range(1, 29)
    )  # fmt: skip
    variant = compose("long-post", many)
    assert 1000 < variant.length <= 1200
    assert variant.text.startswith(
        "In March 2024, IOM Albania recorded 28 meetings with 28 organisations.\n\nOn 1 March, IOM met"
    )
    assert set(variant.told) | set(variant.omitted) == {one.reference for one in many}
    assert 5 < len(variant.told) < 28
    assert max(variant.told) < min(variant.omitted)


def test_posts_have_no_abbreviations(records):
    line = "AVRR (assisted return) and DTM."
    some = tuple(replace(one, areas=(AVRR, DTM), public_line=line) for one in records)
    for kind in LIMITS:
        assert not re.search("AVRR|DTM", compose(kind, some).text)
    text = compose("long-post", some[:1]).text
    assert text.endswith(
        "assisted voluntary return and reintegration (assisted return) and displacement tracking matrix."
    )


def test_a_small_month_has_none_by_area_and_an_empty_one_nothing(records):
    assert compose("areas", records[:2]) is None
    assert compose("areas", records[:3]).kind == "areas"
    assert [compose(kind, ()) for kind in KINDS] == [None] * 4
    assert [compose(kind, (make_record(1),)) for kind in KINDS] == [None] * 4
    assert "In all" not in compose("post", records[:4]).text


def test_a_variant_can_be_frozen_and_read_again(records):
    for kind in KINDS:
        variant = compose(kind, records)
        assert thaw(type(variant), freeze(variant)) == variant


def test_an_area_of_any_letters_is_only_text(records):
    odd = Area("odd", r"\1 $x {{ y }} %s", "")
    short = Area("so", "SO\\", r"\g<0> 100 % of it")
    some = tuple(replace(one, areas=(odd, short), public_line="On SO\\ at last") for one in records)
    for kind in KINDS:
        assert compose(kind, some).told


@pytest.mark.no_cover
@settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
@given(MONTHS)
def test_every_meeting_is_told_once_with_its_records_or_has_no_room(records):
    known = {one.reference for one in records if has_content(one)}
    for kind in KINDS:
        variant = compose(kind, records)
        if variant is None:
            assert len(known) < 3
            continue
        told = [s.references for block in variant.blocks for s in block.sentences]
        assert all(told)
        assert all(set(s.references) <= known for block in variant.blocks for s in block.summary)
        # Told in one place: its sentences follow one another, and no others tell of it.
        if kind == "post":
            assert len(told) <= 1
        else:
            runs = [refs for at, refs in enumerate(told) if at == 0 or refs != told[at - 1]]
            each = [ref for refs in runs for ref in refs]
            assert len(each) == len(set(each)), kind
        assert set(variant.told).isdisjoint(variant.omitted)
        assert set(variant.told) | set(variant.omitted) == known
        assert len(variant.omitted) == len(set(variant.omitted))
        assert not variant.limit or variant.length <= variant.limit
        assert variant.limit or not variant.omitted
        for sentence in (s for block in variant.blocks for s in block.all_sentences):
            assert sentence.text.strip() == sentence.text != ""
