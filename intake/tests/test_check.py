"""Rows through the meeting form: what they become, what is wrong, who is asked about."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_kind, make_meeting
from intake.models import Import
from intake.registers.check import check_some
from intake.tests.factories import checked, csv_bytes, remarks, states
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
DATE, WHO, TITLE = ("Date", "date", "day"), ("Who", "organisations", "comma"), ("Title", "title")


def register(*rows, plans=(DATE, WHO, TITLE), **options):
    """Check a register of rows under the headings of `plans`; the first row is number 2."""
    data = csv_bytes([plan[0] for plan in plans], *rows, separator=";")
    return checked(data, *plans, today=TODAY, **options)


def outcome(source, number=2):
    """Return what a row becomes."""
    return source.rows.get(number=number).outcome


def test_a_row_becomes_a_meeting_with_known_and_new():
    kukes = make_organisation()
    source = register(["6/3/2024", "Municipality of Kukës, Caritas", "Labour"])
    assert states(source) == {2: "ready"}
    found = outcome(source)
    assert found["meeting"]["date"] == "2024-03-06"
    assert found["meeting"]["title"] == "Labour"
    assert [(p["organisation"], p["name"], p["why"]) for p in found["parties"]] == [
        (kukes.pk, "Municipality of Kukës", "same name"),
        (None, "Caritas", ""),
    ]
    assert source.status == Import.Status.CHECKED
    assert source.result == {"meeting": 1, "organisation": 1, "person": 0}


@pytest.mark.parametrize(
    ("text", "precision", "day", "end"),
    [
        ("6-8 March 2024", "day", "2024-03-06", "2024-03-08"),
        ("March 2024", "month", "2024-03-01", None),
        ("45357", "day", "2024-03-06", None),
    ],
)
def test_dates(text, precision, day, end):
    meeting = outcome(register([text, "Caritas", ""]))["meeting"]
    assert (meeting["date_precision"], meeting["date"], meeting["end_date"]) == (
        precision,
        day,
        end,
    )


def test_a_last_day_in_a_column_of_its_own():
    plans = (DATE, ("Until", "end_date", "day"), WHO)
    assert (
        outcome(register(["6/3/2024", "8/3/2024", "Caritas"], plans=plans))["meeting"]["end_date"]
        == "2024-03-08"
    )
    source = register(["6/3/2024", "5/3/2024", "Caritas"], plans=plans)
    assert remarks(source, 2) == [("error", "Until", "The last day can’t be before the first.")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["31 June", "Caritas", ""], ("error", "Date", "‘31 June’ is not a real date.")),
        (["", "Caritas", ""], ("error", "Date", "No date is given.")),
        (["1/5/2024", "Caritas", ""], ("error", "Date", "Date must be today or in the past.")),
        (
            ["6/3/0024", "Caritas", ""],
            ("error", "Date", "Which year? Only days from 1990 to today can be stored."),
        ),
        (["6/3/2024", "", ""], ("error", "Title", "Add who it was with, or write a title.")),
        (
            ["6/3/2024", "x" * 201, ""],
            ("error", "Who", "Use 200 characters or fewer for a new organisation."),
        ),
        (["6/3/2024", "!!!", ""], ("error", "Title", "Add who it was with, or write a title.")),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(row, said):
    source = register(row)
    assert states(source) == {2: "wrong"}
    assert remarks(source, 2) == [said]
    assert outcome(source) is None


def test_thirty_organisations_are_room_enough_and_sixty_one_are_not():
    names = [f"Organisation {number}" for number in range(61)]
    source = register(
        ["6/3/2024", ", ".join(names[:30]), ""], ["6/3/2024", ", ".join(names), "All"]
    )
    assert states(source) == {2: "ready", 3: "wrong"}
    assert len(outcome(source)["parties"]) == 30
    assert remarks(source, 3) == [
        ("error", "Who", "Names 61 organisations or people; a meeting has room for 60.")
    ]


def test_a_long_title_is_cut_and_kept_in_the_note():
    title = "word " * 50
    source = register(["6/3/2024", "Caritas", title])
    meeting = outcome(source)["meeting"]
    assert len(meeting["title"]) <= 200 and meeting["title"].endswith("…")
    assert meeting["internal_note"] == f"Title: {title.strip()}"
    assert remarks(source, 2) == [
        (
            "warning",
            "Title",
            "Longer than 200 characters: it is shortened here, and in full in the note.",
        )
    ]


def test_a_name_that_looks_like_a_known_one_is_asked_about():
    make_organisation()
    source = register(["6/3/2024", "Municipality Kukes, Caritas", ""])
    assert states(source) == {2: "asked"}
    assert remarks(source, 2) == [("ask", "Who", "Municipality Kukes")]


def test_a_name_of_two_is_asked_about():
    for _number in range(2):
        make_person("Ana Prifti")
    source = register(["6/3/2024", "Caritas, Ms. Ana Prifti", ""])
    assert remarks(source, 2) == [("ask", "Who", "Ana Prifti")]


def test_a_person_without_an_organisation_can_not_be_new():
    source = register(["6/3/2024", "Ms. Ana Prifti", ""])
    assert remarks(source, 2) == [
        ("error", "Who", "It is not clear for whom ‘Ms. Ana Prifti’ spoke. Write it after the name,"
         " like “Name (organisation)”.")
    ]  # fmt: skip


def test_a_retired_organisation_is_not_made_again():
    make_organisation("Caritas", is_active=False)
    source = register(["6/3/2024", "Caritas", ""])
    assert remarks(source, 2) == [
        (
            "error",
            "Who",
            "An organisation called ‘Caritas’ exists, or has been retired. Write the full name.",
        )
    ]


def test_an_organisation_named_twice_is_there_once():
    make_organisation(other_names="Bashkia Kukës")
    source = register(["6/3/2024", "Bashkia Kukës, Municipality of Kukës, Caritas, caritas", ""])
    assert [party["name"] for party in outcome(source)["parties"]] == [
        "Municipality of Kukës",
        "Caritas",
    ]


def test_people_beside_their_organisation_with_their_title():
    plans = (DATE, WHO, ("Name", "people", "comma"), ("Post", "role"))
    party = outcome(
        register(["6/3/2024", "Caritas", "Mr. Ben Gjoka, Ana Prifti", "Director"], plans=plans)
    )["parties"][0]
    assert [(one["name"], one["role"]) for one in party["people"]] == [
        ("Mr. Ben Gjoka", "Director"), ("Ana Prifti", "Director"),
    ]  # fmt: skip
    assert party["people_count"] == 2


def test_people_of_several_organisations_are_taken_in_their_order():
    plans = (DATE, WHO, ("Name", "people", "comma"))
    source = register(["6/3/2024", "Caritas, UNHCR, IOM", "Ben Gjoka, Ana Prifti"], plans=plans)
    assert [(p["name"], [o["name"] for o in p["people"]]) for p in outcome(source)["parties"]] == [
        ("IOM", []), ("Caritas", ["Ben Gjoka"]), ("UNHCR", ["Ana Prifti"]),
    ]  # fmt: skip
    assert remarks(source, 2) == [
        (
            "warning",
            "Name",
            "It is not clear who spoke for which organisation: they are matched in order.",
        )
    ]


def test_title_name_and_organisation_in_one_cell():
    plans = (DATE, ("Met", "who", "line"))
    source = register(["6/3/2024", '"Mr. Albert Halilaj, Mayor of Kukës\nCaritas"'], plans=plans)
    first, second = outcome(source)["parties"]
    assert (first["name"], first["people"][0]["name"], first["people"][0]["role"]) == (
        "Municipality of Kukës", "Mr. Albert Halilaj", "Mayor of Kukës",
    )  # fmt: skip
    assert second["name"] == "Caritas"


def test_places_and_ways_to_meet():
    kukes = make_location("Kukës")
    plans = (DATE, WHO, ("Place", "place"))
    source = register(
        ["6/3/2024", "A", "Kukes"], ["6/3/2024", "B", "Zoom"], ["6/3/2024", "C", "Atlantis"],
        ["6/3/2024", "D", "by phone"], plans=plans,
    )  # fmt: skip
    meetings = [outcome(source, number)["meeting"] for number in range(2, 6)]
    assert [(m["location_id"], m["channel"], m["internal_note"]) for m in meetings] == [
        (kukes.pk, "in_person", ""), (None, "online", ""), (None, "in_person", "Place: Atlantis"), (None, "phone", ""),
    ]  # fmt: skip


def test_an_unknown_place_can_be_an_error():
    source = register(
        ["6/3/2024", "C", "Atlantis"], plans=(DATE, WHO, ("Place", "place")), places="refuse"
    )
    assert remarks(source, 2) == [
        ("error", "Place", "Choose a place from the list, or leave this empty.")
    ]


def test_lists_are_matched_and_what_is_not_in_them_is_kept_in_the_note():
    area, visit, alma = (
        make_area(),
        make_kind("field-visit", "Field visit"),
        make_user(full_name="Alma Jani"),
    )
    plans = (DATE, WHO, ("Theme", "areas", "comma"), ("Kind", "kind"), ("Staff", "staff", "comma"))
    source = register(["6/3/2024", "C", "protection, Fishing", "Field visits", "Alma Jani, Zed"],
                      ["6/3/2024", "D", "", "Picnic", ""], plans=plans)  # fmt: skip
    found = outcome(source)
    assert (found["areas"], found["staff"], found["meeting"]["kind_id"]) == (
        [area.pk],
        [alma.pk],
        visit.pk,
    )
    assert found["meeting"]["internal_note"] == "Theme: Fishing\nStaff: Zed"
    assert [column for _level, column, _text in remarks(source, 2)] == ["Theme", "Staff"]
    assert remarks(source, 3) == [
        ("warning", "Kind", "‘Picnic’ is not one of the kinds of meeting. It is kept in the note.")
    ]


def test_several_note_columns_say_what_they_are():
    plans = (
        DATE,
        WHO,
        ("Notes", "internal_note"),
        ("File", "internal_note"),
        ("Public", "public_line"),
    )
    meeting = outcome(register(["6/3/2024", "C", "secret", "12", "We met."], plans=plans))[
        "meeting"
    ]
    assert (meeting["internal_note"], meeting["public_line"]) == (
        "Notes: secret\nFile: 12",
        "We met.",
    )


def test_the_name_of_an_event_has_a_column_of_its_own():
    plans = (DATE, WHO, ("Title", "title"), ("Name of the event", "event_name"))
    source = register(
        ["6/3/2024", "C", "Our fair", " Invest  in North "],
        ["7/3/2024", "C", "Talk", "A" * 201],
        plans=plans,
    )
    assert outcome(source)["meeting"]["event_name"] == "Invest in North"
    assert outcome(source)["meeting"]["title"] == "Our fair"
    assert outcome(source, 3)["meeting"]["event_name"] == "A" * 199 + "…"
    assert outcome(source, 3)["meeting"]["internal_note"] == f"Name of the event: {'A' * 201}"


def test_a_restricted_meeting_is_not_named_even_to_who_was_there():
    kukes = make_organisation()
    meeting = make_meeting(organisations=[kukes], sensitivity="restricted")
    manager = make_user("data manager")
    manager.groups.add(Group.objects.get(name="staff"))
    meeting.staff.add(manager)
    source = register(["6/3/2024", "Municipality of Kukës", ""], user=manager)
    assert (states(source), remarks(source, 2)) == ({2: "ready"}, [])


def test_a_meeting_on_record_is_warned_about():
    kukes = make_organisation()
    meeting = make_meeting(organisations=[kukes])
    source = register(
        ["6/3/2024", "Municipality of Kukës", ""], ["7/3/2024", "Municipality of Kukës", ""]
    )
    assert states(source) == {2: "ready", 3: "ready"}
    assert remarks(source, 2) == [
        ("warning", "Date", f"May have been logged already: {meeting.reference}.")
    ]
    assert remarks(source, 3) == []


def test_without_a_kind_it_is_the_first_of_the_list_or_the_one_chosen():
    first, event = make_kind("aid", "Aid handed over"), make_kind("event", "Event")
    row = ["6/3/2024", "Caritas", "Labour"]
    assert outcome(register(row))["meeting"]["kind_id"] == first.pk
    row = ["7/3/2024", "Caritas", "Labour"]
    assert outcome(register(row, kind="event"))["meeting"]["kind_id"] == event.pk


def test_a_head_count():
    plans = (DATE, WHO, ("How many", "people_count"))
    source = register(["6/3/2024", "C", "12"], ["6/3/2024", "D", "many"], plans=plans)
    assert outcome(source)["parties"][0]["people_count"] == 12
    said = "‘many’ is not a head count. Write one whole number from 1 to 30000, like 12."
    assert remarks(source, 3) == [("error", "How many", said)]


def test_two_requests_do_not_check_the_same_import_at_once(monkeypatch):
    source = register(["6/3/2024", "C", ""])
    source.rows.update(state="waiting")
    Import.objects.update(busy_until=date(2099, 1, 1).isoformat() + "T00:00Z", status="checking")
    assert check_some(source, TODAY) == 1
    Import.objects.update(busy_until="2020-01-01T00:00Z")
    assert check_some(source, TODAY) == 0


def test_a_head_count_is_nobodys_name():
    people = ("Name", "people", "comma")
    source = register(
        ["6/3/2024", "5", "", ""],
        ["7/3/2024", "Caritas", "", "4"],
        plans=(DATE, WHO, TITLE, people),
    )
    assert states(source) == {2: "wrong", 3: "wrong"}
    assert remarks(source, 2) == [("error", "Who", "‘5’ is not a name.")]
    assert [text for _level, _column, text in remarks(source, 3)] == ["‘4’ is not a name."]


def test_an_organisation_may_be_called_by_numbers():
    assert states(register(["6/3/2024", "11.11.11", ""], ["7/3/2024", "…", ""])) == {
        2: "ready",
        3: "wrong",
    }
