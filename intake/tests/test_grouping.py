"""Which rows are one meeting: by number and year, or by date with title or place; rows that contradict theirs."""

from datetime import date

import pytest

from engagements.models import Meeting
from intake.models import ImportRow, Mapping
from intake.registers.store import store
from intake.tests.factories import (
    check_all,
    checked,
    csv_bytes,
    make_import,
    remarks,
    states,
)
from stakeholders.tests.factories import make_location

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
DAY = "6/3/2024"
DATE, TITLE, PLACE = ("Date", "date", "day"), ("Title", "title"), ("Place", "place")
WHO, NUMBER = ("Who", "organisations", "semicolon"), ("No", "reference")


def register(*rows, plans, grouping="same"):
    """Check a register of rows under the headings of `plans`; the first row is number 2."""
    data = csv_bytes([plan[0] for plan in plans], *rows, separator="\t")
    return checked(data, *plans, today=TODAY, name="r.tsv", grouping=grouping)


def stored(*rows, **options):
    """Import a register that has nothing wrong."""
    source = register(*rows, **options)
    assert not {"wrong", "asked"} & set(states(source).values()), remarks(source, 2)
    store(source, source.created_by)
    return source


def test_one_number_in_two_years_is_two_meetings():
    stored(
        ["1", "8/3/2023", "First of 2023", "Org Alpha"],
        ["2", "9/3/2023", "Second of 2023", "Org Alpha"],
        ["1", "9/1/2024", "First of 2024", "Org Beta"],
        ["1", "", "", "Org Gamma"],
        plans=(NUMBER, DATE, TITLE, WHO), grouping="reference",
    )  # fmt: skip
    found = Meeting.objects.order_by("date")
    assert [
        (m.title, str(m.date), sorted(c.organisation.name for c in m.counterparts.all())) for m in found
    ] == [
        ("First of 2023", "2023-03-08", ["Org Alpha"]),
        ("Second of 2023", "2023-03-09", ["Org Alpha"]),
        ("First of 2024", "2024-01-09", ["Org Beta", "Org Gamma"]),
    ]  # fmt: skip


def test_a_number_whose_first_row_has_no_date_takes_that_of_the_next():
    stored(
        ["1", "", "A", "Org Alpha"], ["1", DAY, "", "Org Beta"],
        plans=(NUMBER, DATE, TITLE, WHO), grouping="reference",
    )  # fmt: skip
    assert str(Meeting.objects.get().date) == "2024-03-06"


def test_rows_without_a_number_are_meetings_of_their_own():
    rows = ["", DAY, "A", "Org Alpha"], ["", DAY, "A", "Org Beta"]
    source = register(*rows, plans=(NUMBER, DATE, TITLE, WHO), grouping="reference")
    assert states(source) == {2: "ready", 3: "ready"}


ALL = (
    NUMBER,
    DATE,
    ("Until", "end_date", "day"),
    TITLE,
    PLACE,
    ("Kind", "kind"),
    ("How", "channel"),
    WHO,
)
FIRST = ["1", DAY, "8/3/2024", "A", "Kukës", "Bilateral meeting", "online", "Org Alpha"]


@pytest.mark.parametrize(
    ("at", "column", "text"),
    [
        (1, "Date", "7/3/2024"),
        (1, "Date", "31 June 2024"),
        (2, "Until", "9/3/2024"),
        (3, "Title", "B"),
        (4, "Place", "Has"),
        (5, "Kind", "Field visit"),
        (6, "How", "phone"),
    ],
)
def test_a_later_row_that_contradicts_its_meeting_is_refused(at, column, text):
    later = [*FIRST[:-1], "Org Beta"]
    later[at] = text
    source = register(FIRST, later, plans=ALL, grouping="reference")
    assert states(source) == {2: "wrong", 3: "part"}
    wrong = [r for r in source.rows.get(number=2).remarks if r["level"] == "error"]
    assert [(r["row"], r["column"]) for r in wrong] == [(3, column)]
    assert wrong[0]["text"].startswith(
        f"‘{text}’, but row 2 of the same meeting says ‘{FIRST[at]}’."
    )
    assert store(source, source.created_by)["meeting"] == 0


def test_a_later_row_may_be_blank_or_write_the_same_in_another_way():
    make_location("Kukës")
    source = register(
        FIRST,
        ["1", "", "", "", "", "", "", "Org Beta"],
        ["1", "2024-03-06", "8 March 2024", "a", "Kukes", "bilateral meetings", "Zoom", "Org Gamma"],
        plans=ALL, grouping="reference",
    )  # fmt: skip
    assert (states(source), remarks(source, 2)) == ({2: "ready", 3: "part", 4: "part"}, [])


def test_a_place_by_another_form_of_its_name_and_a_way_to_meet_are_the_same():
    make_location("Shkodër")
    source = register(
        ["1", DAY, "Shkodër", "Org Alpha"], ["1", DAY, "Shkodra", "Org Beta"],
        ["2", DAY, "Zoom", "Org Alpha"], ["2", DAY, "MS Teams", "Org Beta"],
        ["3", DAY, "Zoom", "Org Alpha"], ["3", DAY, "Shkodër", "Org Beta"],
        plans=(NUMBER, DATE, PLACE, WHO), grouping="reference",
    )  # fmt: skip
    assert states(source) == {2: "ready", 3: "part", 4: "ready", 5: "part", 6: "wrong", 7: "part"}


@pytest.mark.parametrize(
    ("plans", "rows"),
    [
        ((DATE, WHO), ([DAY, "Org Alpha"], [DAY, "Org Beta"])),
        ((DATE, TITLE, WHO), ([DAY, "", "Org Alpha"], [DAY, "", "Org Beta"])),
        ((DATE, TITLE, PLACE, WHO), ([DAY, "", "", "Org Alpha"], [DAY, "-", "", "Org Beta"])),
    ],
)
def test_the_same_day_alone_is_not_the_same_meeting(plans, rows):
    stored(*rows, plans=plans)
    assert Meeting.objects.count() == 2


def test_the_same_title_without_a_day_is_not_the_same_meeting():
    source = register(["", "A", "Org Alpha"], ["", "A", "Org Beta"], plans=(DATE, TITLE, WHO))
    assert states(source) == {2: "wrong", 3: "wrong"}
    assert remarks(source, 3) == [("error", "Date", "No date is given.")]


def test_the_same_day_and_place_are_the_same_meeting():
    stored([DAY, "Kukës", "Org Alpha"], [DAY, "Kukes", "Org Beta"], plans=(DATE, PLACE, WHO))
    assert Meeting.objects.count() == 1


def test_a_row_put_right_lets_its_meeting_in(client):
    later = [*FIRST[:-1], "Org Beta"]
    later[3] = "B"
    source = register(FIRST, later, plans=ALL, grouping="reference")
    client.force_login(source.created_by)
    cells = {f"cell-{at}": text for at, text in enumerate([*FIRST[:-1], "Org Beta"])}
    assert client.post(f"/import/{source.pk}/rows/3/", cells).status_code == 302
    check_all(source, TODAY)
    assert states(source) == {2: "ready", 3: "part"}
    assert store(source, source.created_by)["meeting"] == 1
    together = Meeting.objects.get().counterparts.values_list("organisation__name", flat=True)
    assert set(together) == {"Org Alpha", "Org Beta"}


NO_TITLE = "Say which column is the title or the place, or choose another answer."
NO_NUMBER = "Say which column is the number in the register, or choose another answer."


@pytest.mark.parametrize(
    ("grouping", "second", "said"),
    [
        ("same", "internal_note", NO_TITLE),
        ("same", "reference", NO_TITLE),
        ("same", "title", ""),
        ("same", "place", ""),
        ("reference", "title", NO_NUMBER),
        ("reference", "reference", ""),
        ("rows", "internal_note", ""),
    ],
)
def test_columns_that_can_not_tell_one_meeting_are_refused(client, grouping, second, said):
    source = make_import(csv_bytes(["Date", "B"], [DAY, "1"], [DAY, "2"]))
    client.force_login(source.created_by)
    answers = {
        "grouping": grouping, "places": "note", "kind": "bilateral-meeting", "organisation_kind": "other",
        "c-0-field": "date", "c-0-how": "day", "c-1-field": second, "name": "Mine",
    }  # fmt: skip
    response = client.post(f"/import/{source.pk}/columns/", answers)
    assert response.status_code == (422 if said else 302)
    assert Mapping.objects.exists() == ImportRow.objects.exists() == (not said)
    if said:
        assert response.context["form"].errors == {"grouping": [said]}
        assert said in response.content.decode()
