"""What changed since a signature, from two Reports."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting
from reviews.build_report import build_report
from reviews.month.meetings import Colleague, CounterpartFacts, Speaker
from reviews.signature.changes_since import FieldChange, find_differences, missing
from reviews.tests.factories import make_town

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture
def report():
    user = make_user(full_name="Alma Jani", honorific="Ms.", job_title="Head of Office")
    for title in ("One", "Two"):
        meeting = make_meeting(
            title, location=make_town("Kukës"), areas=[make_area()], staff=[user]
        )
        meeting.action_points.create(text=f"Send {title}", owner=user, due=TODAY)
    return build_report(2024, 3, today=TODAY)


def with_first(report, **values):
    """Return the report with another first record."""
    first, *others = report.records
    return replace(report, records=(replace(first, **values), *others))


def test_nothing_changed(report):
    found = find_differences(report, report)
    assert (found.meetings, found.action_points, found.figures) == ((), (), ())
    assert not found
    assert found.title == ""


PARTY = CounterpartFacts(
    "Unit", "Municipality of Kukës", "", "unit", "Local government", "local",
    (Speaker(1, "Albert Halilaj", "Mr.", "Mayor"),), "Technical staff", 4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "label", "before", "after"),
    [
        ({"title": "Another"}, "Title", "One", "Another"),
        ({"event_name": "Fair"}, "Name of the event", "", "Fair"),
        ({"kind": "Event"}, "Kind", "Bilateral meeting", "Event"),
        ({"day": date(2024, 3, 7)}, "When", "6 March 2024", "7 March 2024"),
        ({"end_day": date(2024, 3, 8)}, "When", "6 March 2024", "6 March 2024 – 8 March 2024"),
        ({"is_month_only": True}, "When", "6 March 2024", "March 2024, day not recorded"),
        ({"place": None}, "Place", "Kukës", ""),
        ({"channel": "online"}, "How", "In person", "Online"),
        ({"areas": ()}, "Thematic areas", "Protection", ""),
        ({"public_line": "Said."}, "Public line", "", "Said."),
        ({"colleagues": ()}, "From IOM", "Ms. Alma Jani, Head of Office", ""),
        (
            {"parties": (PARTY,)},
            "With whom",
            "",
            "Unit, Municipality of Kukës · Mr. Albert Halilaj, Mayor · Technical staff · 4 people",
        ),
    ],
)
def test_each_field(report, values, label, before, after):
    found = find_differences(report, with_first(report, **values))
    [one] = found.meetings
    assert (one.what, one.title, one.reference) == ("changed", "One", "2024-03-001")
    assert one.fields == (FieldChange(label, before, after),)
    assert found.title == "1 meeting changed since signature"


def test_a_colleague_without_more_is_a_name(report):
    live = with_first(report, colleagues=(Colleague("Bora", "", ""),))
    assert find_differences(report, live).meetings[0].fields[0].after == "Bora"


def test_added_and_removed(report):
    less = replace(report, records=report.records[1:])
    assert [(d.what, d.title) for d in find_differences(report, less).meetings] == [
        ("removed", "One")
    ]
    assert [(d.what, d.title) for d in find_differences(less, report).meetings] == [
        ("added", "One")
    ]
    assert (missing(report, less), missing(less, report)) == (["2024-03-001"], [])


def test_moved_to_another_month(report):
    less = replace(report, records=report.records[1:])
    april = replace(report.records[0], day=date(2024, 4, 6))
    [one] = find_differences(report, less, (april,)).meetings
    assert (one.what, one.label) == ("moved", "Moved to another month")
    assert one.fields == (FieldChange("When", "6 March 2024", "6 April 2024"),)


def with_promise(report, **values):
    """Return the report with another first action point."""
    first, *others = report.promises.made
    promises = replace(report.promises, made=(replace(first, **values), *others))
    return replace(report, promises=promises)


@pytest.mark.parametrize(
    ("values", "label", "before", "after"),
    [
        ({"text": "Send it"}, "What", "Send One", "Send it"),
        ({"who": "Bora"}, "Who", "Alma Jani", "Bora"),
        ({"due": None}, "Due", "2 April 2024", ""),
        ({"status": "done", "label": "Done"}, "Status", "Open", "Done"),
        ({"outcome": "Sent"}, "What was done", "", "Sent"),
    ],
)
def test_each_field_of_an_action_point(report, values, label, before, after):
    found = find_differences(report, with_promise(report, **values))
    [one] = found.action_points
    assert (one.what, one.title, one.number) == (
        "changed",
        "Send One",
        report.promises.made[0].number,
    )
    assert one.fields == (FieldChange(label, before, after),)
    assert found.title == "1 action point changed since signature"


def test_that_it_became_overdue_is_no_change(report):
    assert not find_differences(report, build_report(2024, 3, today=date(2025, 1, 1))).action_points


def test_action_points_added_and_removed(report):
    less = replace(report, promises=replace(report.promises, made=report.promises.made[1:]))
    assert [d.what for d in find_differences(report, less).action_points] == ["removed"]
    assert [d.what for d in find_differences(less, report).action_points] == ["added"]


def test_action_points_of_a_meeting_that_went_are_told_with_it(report):
    less = replace(
        report,
        records=report.records[1:],
        promises=replace(report.promises, made=report.promises.made[1:]),
    )
    found = find_differences(report, less)
    assert (len(found.meetings), found.action_points) == (1, ())


def test_figures(report):
    make_meeting("Three", location=make_town("Devoll"))
    found = find_differences(report, build_report(2024, 3, today=TODAY))
    assert [(f.label, f.before, f.after) for f in found.figures] == [
        ("Meetings", "2", "3"),
        ("Municipalities", "1 of 1", "2 of 2"),
    ]
    only = find_differences(
        report, replace(report, summary=build_report(2024, 3, today=TODAY).summary)
    )
    assert (only.meetings, only.title) == ((), "Figures changed since signature")
