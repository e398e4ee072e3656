"""Meetings told in several rows: who took part, with which title, for whom, how many."""

from datetime import date

import pytest

from engagements.models import Attendance, Counterpart, Meeting
from intake.cells.people import split_titles
from intake.registers.store import store
from intake.tests.factories import (
    checked,
    csv_bytes,
    remarks,
    states,
)
from stakeholders.models import Appointment
from stakeholders.tests.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
DAY = "6/3/2024"
DATE, TITLE = ("Date", "date", "day"), ("Title", "title")
WHO, NAME = ("Who", "organisations", "semicolon"), ("Name", "people", "semicolon")
POST, COUNT = ("Post", "role"), ("N", "people_count")
SPOKE = (DATE, TITLE, WHO, NAME, POST)
COUNTED = (DATE, TITLE, WHO, NAME, COUNT)
UNCLEAR = "It is not clear who spoke for which organisation: they are matched in order."


def register(*rows, plans=SPOKE, grouping="same", **options):
    """Check a register of rows under the headings of `plans`; the first row is number 2."""
    data = csv_bytes([plan[0] for plan in plans], *rows, separator="\t")
    return checked(data, *plans, today=TODAY, name="r.tsv", grouping=grouping, **options)


def stored(*rows, **options):
    """Import a register that has nothing wrong."""
    source = register(*rows, **options)
    assert not {"wrong", "asked"} & set(states(source).values()), remarks(source, 2)
    store(source, source.created_by)
    return source


def spoken():
    """Return the stored (organisation, person, title that day), in order of the organisations and people."""
    found = Attendance.objects.order_by("counterpart__position", "pk")
    return [(a.counterpart.organisation.name, a.person.full_name, a.title) for a in found]


def posts():
    """Return the stored posts as {person: (organisation, title)}."""
    return {p.person.full_name: (p.organisation.name, p.title) for p in Appointment.objects.all()}


def counts():
    """Return the stored head counts as {organisation: count}."""
    return dict(Counterpart.objects.values_list("organisation__name", "people_count"))


def test_each_row_pairs_its_own_organisation_person_and_title():
    stored(
        [DAY, "A", "Org Alpha", "Mr. Agim Alfa", "Director"],
        [DAY, "A", "Org Alpha", "Mr. Bujar Beta", "Expert"],
        [DAY, "A", "Org Gamma", "Mr. Cen Gama", "Director"],
        [DAY, "A", "Org Delta", "–", "–"],
    )
    assert spoken() == [
        ("Org Alpha", "Agim Alfa", "Director"),
        ("Org Alpha", "Bujar Beta", "Expert"),
        ("Org Gamma", "Cen Gama", "Director"),
    ]
    assert posts() == {
        "Agim Alfa": ("Org Alpha", "Director"),
        "Bujar Beta": ("Org Alpha", "Expert"),
        "Cen Gama": ("Org Gamma", "Director"),
    }
    assert counts() == {"Org Alpha": 2, "Org Gamma": 1, "Org Delta": None}
    assert Meeting.objects.count() == 1


def test_a_blank_title_stays_blank_between_others():
    stored(
        [DAY, "A", "Org Alpha", "Agim Alfa", "Director"],
        [DAY, "A", "Org Beta", "Bujar Beta", ""],
        [DAY, "A", "Org Gamma", "Cen Gama", "Expert"],
    )
    assert spoken() == [
        ("Org Alpha", "Agim Alfa", "Director"),
        ("Org Beta", "Bujar Beta", ""),
        ("Org Gamma", "Cen Gama", "Expert"),
    ]
    assert "Bujar Beta" not in posts()


def test_an_organisation_known_by_two_names_is_one_party_with_all_its_people():
    make_organisation(other_names="Bashkia Kukës")
    stored(
        [DAY, "A", "Bashkia Kukës", "Agim Alfa", "Mayor"],
        [DAY, "A", "Org Beta", "Bujar Beta", "Expert"],
        [DAY, "A", "Municipality of Kukës", "Cen Gama", "Expert"],
    )
    assert spoken() == [
        ("Municipality of Kukës", "Agim Alfa", "Mayor"),
        ("Municipality of Kukës", "Cen Gama", "Expert"),
        ("Org Beta", "Bujar Beta", "Expert"),
    ]


def test_a_row_without_an_organisation_speaks_for_that_of_the_meeting():
    source = stored(
        [DAY, "A", "Org Alpha", "Agim Alfa", "Director"], [DAY, "A", "", "Bujar Beta", "Expert"]
    )
    assert [row[:2] for row in spoken()] == [
        ("Org Alpha", "Agim Alfa"),
        ("Org Alpha", "Bujar Beta"),
    ]
    assert remarks(source, 2) == []


def test_a_row_without_an_organisation_among_several_is_taken_for_the_one_above_and_said():
    source = register(
        [DAY, "A", "Org Alpha", "Agim Alfa", ""],
        [DAY, "A", "", "Bujar Beta", ""],
        [DAY, "A", "Org Gamma", "Cen Gama", ""],
    )
    said = "The row names no organisation and the meeting has several: ‘Org Alpha’ is assumed."
    assert remarks(source, 2) == [("warning", "Name", said)]
    assert [remark["row"] for remark in source.rows.get(number=2).remarks] == [3]
    store(source, source.created_by)
    assert [row[:2] for row in spoken()] == [
        ("Org Alpha", "Agim Alfa"), ("Org Alpha", "Bujar Beta"), ("Org Gamma", "Cen Gama"),
    ]  # fmt: skip


def test_one_person_beside_two_organisations_is_taken_for_the_first_and_said():
    source = stored([DAY, "A", "Org Alpha; Org Beta", "Agim Alfa", "Director"])
    assert spoken() == [("Org Alpha", "Agim Alfa", "Director")]
    assert set(counts()) == {"Org Alpha", "Org Beta"}
    assert remarks(source, 2) == []  # read, and no longer kept: the meeting is in the record
    again = register([DAY, "B", "Org Alpha; Org Beta", "Agim Alfa", "Director"])
    assert ("warning", "Name", UNCLEAR) in remarks(again, 2)


def test_a_person_named_again_keeps_the_first_title_and_that_is_said():
    source = register(
        [DAY, "A", "Org Alpha", "Agim Alfa", ""],
        [DAY, "A", "Org Alpha", "Agim Alfa", "Director"],
        [DAY, "A", "Org Alpha", "Agim Alfa", "Expert"],
    )
    said = "‘Agim Alfa’ was named before with another title, which is kept."
    assert remarks(source, 2) == [("warning", "Name", said)]
    store(source, source.created_by)
    assert spoken() == [("Org Alpha", "Agim Alfa", "Director")]


def test_titles_in_one_cell_go_to_the_people_in_their_order():
    source = register(
        [DAY, "A", "Org Alpha", "Dan Alfa; Era Beta; Fat Gama", "Director; Head; Chief"]
    )
    assert remarks(source, 2) == []
    store(source, source.created_by)
    assert spoken() == [
        ("Org Alpha", "Dan Alfa", "Director"),
        ("Org Alpha", "Era Beta", "Head"),
        ("Org Alpha", "Fat Gama", "Chief"),
    ]
    assert posts()["Fat Gama"] == ("Org Alpha", "Chief")


def test_titles_that_are_not_as_many_as_people_are_left_out_and_that_is_said():
    source = register([DAY, "A", "Org Alpha", "Dan Alfa; Era Beta; Fat Gama", "Director; Head"])
    said = "2 titles for 3 people: left out, as they can’t be matched."
    assert remarks(source, 2) == [("warning", "Post", said)]
    store(source, source.created_by)
    assert [row[2] for row in spoken()] == ["", "", ""]
    assert posts() == {}


def test_one_title_for_several_people_is_each_ones_and_that_is_said():
    source = register([DAY, "A", "Org Alpha", "Dan Alfa; Era Beta", "Expert"])
    assert remarks(source, 2) == [
        ("warning", "Post", "There is one title for 2 people: each of them gets it.")
    ]
    store(source, source.created_by)
    assert [row[2] for row in spoken()] == ["Expert", "Expert"]


def test_the_title_of_one_person_is_the_whole_cell():
    stored([DAY, "A", "Org Alpha", "Dan Alfa", "Director; Head"])
    assert spoken() == [("Org Alpha", "Dan Alfa", "Director; Head")]


@pytest.mark.parametrize(
    ("text", "how", "count", "titles"),
    [
        ("Expert; Expert; Head", "semicolon", 3, ["Expert", "Expert", "Head"]),
        ("Director; ; Chief", "semicolon", 3, ["Director", "", "Chief"]),
        ("Director; n/a; Chief", "semicolon", 3, ["Director", "", "Chief"]),
        ("Director, Head", "comma", 2, ["Director", "Head"]),
        ("Director, Head", "semicolon", 2, ["Director, Head"]),
        ("Director, Head", "one", 2, ["Director, Head"]),
    ],
)
def test_split_titles(text, how, count, titles):
    assert split_titles(text, how, count) == titles


def test_head_counts_are_added_up_by_organisation():
    stored(
        [DAY, "A", "Org Alpha", "Dan Alfa", "3"],
        [DAY, "A", "Org Alpha", "Edi Beta", "4"],
        [DAY, "A", "Org Gamma", "", "7"],
        [DAY, "A", "Org Delta", "", "2"],
        [DAY, "A", "org delta", "", "5"],
        plans=COUNTED,
    )  # fmt: skip
    assert counts() == {"Org Alpha": 7, "Org Gamma": 7, "Org Delta": 7}
    assert len(spoken()) == 2


def test_the_people_who_are_named_are_in_the_head_count_of_their_row():
    stored(
        [DAY, "A", "Org Alpha", "Dan Alfa; Era Beta", "5"],
        [DAY, "A", "Org Alpha", "Fat Gama", ""],
        plans=COUNTED,
    )
    assert counts() == {"Org Alpha": 6}


def test_a_head_count_below_the_people_who_are_named_is_said():
    source = register([DAY, "A", "Org Alpha", "Dan Alfa; Era Beta", "1"], plans=COUNTED)
    said = "Fewer than the people who are named (2): those are counted."
    assert remarks(source, 2) == [("warning", "N", said)]
    store(source, source.created_by)
    assert counts() == {"Org Alpha": 2}


def test_a_head_count_beside_several_organisations_is_kept_in_the_note():
    source = register([DAY, "A", "Org Alpha; Org Beta", "", "12"], plans=COUNTED)
    said = "It is not clear for which organisation. It is kept in the note."
    assert remarks(source, 2) == [("warning", "N", said)]
    store(source, source.created_by)
    assert counts() == {"Org Alpha": None, "Org Beta": None}
    assert Meeting.objects.get().internal_note == "N: 12"


@pytest.mark.parametrize("text", ["12 (6F/6M)", "0", "30001", "-4", "about 12"])
def test_what_is_no_head_count_is_said_in_its_column(text):
    source = register(
        [DAY, "A", "Org Alpha", "", "3"], [DAY, "A", "Org Beta", "", text], plans=COUNTED
    )
    said = f"‘{text}’ is not a head count. Write one whole number from 1 to 30000, like 12."
    assert remarks(source, 2) == [("error", "N", said)]
    assert [remark["row"] for remark in source.rows.get(number=2).remarks] == [3]


def test_head_counts_too_large_together_are_said_in_their_column():
    rows = [DAY, "A", "Org Alpha", "", "30000"], [DAY, "A", "Org Alpha", "", "29999"]
    source = register(*rows, plans=COUNTED)
    assert [remark[:2] for remark in remarks(source, 2)] == [("error", "N")]


def test_the_same_head_count_in_several_rows_is_added_up_and_said():
    source = register(
        [DAY, "A", "Org Alpha", "Dan Alfa", "4"],
        [DAY, "A", "Org Alpha", "Edi Beta", "4"],
        plans=COUNTED,
    )
    said = "The same number in several rows of one organisation: added up to 8."
    assert remarks(source, 2) == [("warning", "N", said)]
    store(source, source.created_by)
    assert counts() == {"Org Alpha": 8}
