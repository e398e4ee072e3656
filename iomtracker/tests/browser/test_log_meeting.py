"""From signing in to the month: log the technical meeting of 6 March by hand."""

import json

import pytest

from accounts import roles
from engagements.models import Meeting
from iomtracker.management.commands.load_example import SOURCE
from iomtracker.tests.browser.conftest import WIDTHS, sign_in
from stakeholders.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "Social Services and Child Protection Unit"
MONTH = "/months/2024-03/"


@pytest.fixture
def record():
    """The technical meeting, as the office's article tells it."""
    meetings = json.loads(SOURCE.read_text(encoding="utf-8"))["meetings"]
    return next(meeting for meeting in meetings if meeting["ref"] == "2024-03-003")


@pytest.fixture
def eleven(example, record):
    """The example month without the technical meeting, and without the unit only it has met."""
    Meeting.objects.get(title=record["title"]).delete()
    Organisation.objects.get(name=UNIT, parent__name="Municipality of Kukës").delete()


@pytest.mark.parametrize("width", WIDTHS)
def test_log_the_meeting(open_page, users, eleven, record, width):
    page = open_page(width=width)
    users[roles.STAFF].pk  # noqa: B018 - made now: the form offers colleagues who exist
    sign_in(page, users[roles.STAFF])
    before = figures(page)
    log_by_hand(page, record)
    assert page.get_by_role("heading", level=1).inner_text() == record["title"]
    check_stored(record)
    find_in_list(page, record)
    check_figures(before, figures(page))
    assert page.said == []


def test_log_without_script(open_page, users, eleven, record):
    page = open_page(width=390, java_script_enabled=False)
    sign_in(page, users[roles.STAFF])
    before = figures(page)
    log_by_hand(page, record)
    assert page.get_by_role("heading", level=1).inner_text() == record["title"]
    check_stored(record)
    find_in_list(page, record)
    check_figures(before, figures(page))
    assert page.said == []


def log_by_hand(page, record):
    """Open the form as a person does, say that the unit is new, and save."""
    (counterpart,) = record["counterparts"]
    page.get_by_role("link", name="Log", exact=False).locator("visible=true").first.click()
    page.get_by_label("Technical meeting").check()
    page.get_by_label("Another day").check()
    for label, text in (("Day", "6"), ("Month", "mars"), ("Year", "2024")):
        page.get_by_label(label, exact=True).first.fill(text)
    page.get_by_label("Where?").fill("kukes")
    row = page.get_by_role("group", name="With whom, row 1")
    row.get_by_label("Organisation", exact=True).fill(counterpart["organisation"])
    row.get_by_label("Role that day, or group").fill(counterpart["position"])
    row.get_by_text("New here?").click()
    row.get_by_label("Kind of organisation").select_option(label="Local government")
    for area in record["thematic_areas"]:
        page.get_by_label(area, exact=True).check()
    page.get_by_label("What can be said publicly?").fill(record["summary"])
    page.get_by_text("More: title").click()
    page.get_by_label("Title").fill(record["title"])
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("Saved.").wait_for()


def check_stored(record):
    """What was typed is what is stored, read again."""
    meeting = Meeting.objects.get(title=record["title"])
    assert str(meeting.kind) == "Technical meeting"
    assert (meeting.when, str(meeting.location)) == ("6 March 2024", "Kukës")
    assert meeting.public_line == record["summary"]
    areas = meeting.thematic_areas.values_list("name", flat=True)
    assert sorted(areas) == sorted(record["thematic_areas"])
    assert [str(user) for user in meeting.staff.all()] == ["Staff Demo"]
    (counterpart,) = meeting.counterparts.all()
    assert str(counterpart.organisation) == record["counterparts"][0]["organisation"]
    assert (counterpart.group_label, counterpart.people_count) == ("Technical staff", None)


def find_in_list(page, record):
    """The meeting stands in the list of its month, and leads to its page."""
    page.goto("/meetings/?month=2024-03")
    page.get_by_role("link", name=record["title"]).click()
    assert page.get_by_role("heading", level=1).inner_text() == record["title"]


def figures(page):
    """Return what the month's page says: its figures, headline, themes and number of entries."""
    here = page.url
    page.goto(MONTH)
    labels = page.locator(".stat dt").all_inner_texts()
    values = page.locator(".stat__v").all_inner_texts()
    rows = page.locator(".matrix tbody tr").all()
    themes = {
        row.get_by_role("rowheader").inner_text(): row.locator(".tot a").inner_text().split()[-1]
        for row in rows
    }
    found = {
        "figures": dict(zip(labels, values, strict=True)),
        "headline": page.locator(".lede").inner_text(),
        "themes": themes,
        "entries": page.locator(".tl__title").count(),
    }
    page.goto(here)
    return found


def check_figures(before, after):
    """The month moved by exactly this meeting."""
    assert before["figures"] | {"Meetings": "12", "Organisations met": "16"} == after["figures"]
    assert (before["figures"]["Meetings"], before["figures"]["Organisations met"]) == ("11", "15")
    assert before["headline"].endswith("Protection came up most, in 5 of the 11.")
    assert after["headline"].endswith("Protection came up most, in 6 of the 12.")
    moved = {name: str(int(before["themes"][name]) + 1) for name in ("Protection", "AVRR", "DTM")}
    assert before["themes"] | moved == after["themes"]
    assert (before["entries"], after["entries"]) == (11, 12)
