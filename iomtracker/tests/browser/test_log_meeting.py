"""From signing in to the month: log meetings of March 2024 by hand, in few taps, and without script."""

import json

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.management.commands.load_example import SOURCE
from iomtracker.tests.browser.conftest import sign_in
from iomtracker.tests.browser.month_page import check_figures, figures
from stakeholders.models import Appointment, Organisation, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "Social Services and Child Protection Unit"
MOST_TAPS = 12


def record_of(reference):
    """Return a meeting as the office's article tells it."""
    meetings = json.loads(SOURCE.read_text(encoding="utf-8"))["meetings"]
    return next(meeting for meeting in meetings if meeting["ref"] == reference)


@pytest.fixture
def technical(example):
    """The technical meeting of 6 March; in the register neither it nor the unit that only it has met."""
    record = record_of("2024-03-003")
    Meeting.objects.get(title=record["title"]).delete()
    Organisation.objects.get(name=UNIT, parent__name="Municipality of Kukës").delete()
    return record


@pytest.fixture
def visit(example):
    """The visit to Shkodër, of which only the month is known; the people and organisations are there."""
    record = record_of("2024-03-009")
    Meeting.objects.get(title=record["title"]).delete()
    return record


class Thumb:
    """One thumb on a phone: counts what it touches, and each Enter that picks. Typing is free."""

    def __init__(self, page):
        self.page, self.taps, self.typed = page, 0, ""

    def tap(self, target):
        """Touch something."""
        target.click()
        self.taps += 1

    def type(self, text):
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)
        self.typed = text

    def pick(self, line):
        """Pick the first suggestion for what was typed, which must read like this."""
        matches = self.page.get_by_role("listbox", name=f"Matches for {self.typed}", exact=True)
        matches.get_by_role("option").first.filter(has_text=line).wait_for()
        self.enter()

    def enter(self):
        """Press Enter where it does something."""
        self.page.keyboard.press("Enter")
        self.taps += 1

    def next(self):
        """Press the keyboard's own key for the next box."""
        self.page.keyboard.press("Tab")


def add_box(page):
    """Return the one empty box of "Who was it with?"."""
    return page.get_by_role("combobox", name="Add an organisation or person")


def open_form(page, users):
    """Sign in and touch Log; return the thumb."""
    # The first form on a cold, busy machine: what is counted here is taps, not seconds.
    page.set_default_timeout(60_000)
    sign_in(page, users[roles.STAFF])
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Log", exact=True))
    add_box(page).wait_for()
    return thumb


def test_a_technical_meeting_on_a_phone(open_page, users, technical):
    page = open_page(width=390)
    thumb = open_form(page, users)
    tap_technical(page, thumb, technical)
    page.get_by_text("Saved.").wait_for()
    # One more than of late: a day further back than the small calendar is written.
    assert thumb.taps <= MOST_TAPS + 1
    title = f"Technical meeting with {UNIT}, Municipality of Kukës"
    check_stored(technical, title)
    assert unexpected(page) == []


def tap_technical(page, thumb, record):
    """Log the technical meeting; its unit is new, and the mayor of that day is another meeting."""
    (counterpart,) = record["counterparts"]
    thumb.tap(page.get_by_label("Technical meeting"))
    thumb.tap(page.get_by_label("Another day"))
    thumb.tap(page.get_by_label("Or write it"))
    thumb.type("6 3 2024")
    thumb.next()
    thumb.type(counterpart["organisation"])
    thumb.pick("Add “Social Services")
    page.get_by_role("group", name="New organisation or person").wait_for()
    thumb.enter()
    thumb.next()
    thumb.type(counterpart["position"])
    thumb.tap(page.get_by_label("Where?"))
    thumb.type("kukes")
    for area in record["thematic_areas"]:
        thumb.tap(page.get_by_label(area, exact=True))
    thumb.tap(page.get_by_label("What can be said publicly?"))
    thumb.type(record["summary"])
    thumb.tap(page.get_by_role("button", name="Save meeting").last)
    thumb.tap(page.get_by_role("button", name="No, this is another meeting"))


def test_a_visit_of_which_only_the_month_is_known(open_page, users, visit):
    made = [model.objects.count() for model in (Organisation, Person, Appointment)]
    page = open_page(width=390)
    thumb = open_form(page, users)
    thumb.tap(page.get_by_label("Field visit"))
    thumb.tap(page.get_by_label("Month only"))
    thumb.type("3 2024")
    for text, line in (("bejleri", "Onid Bejleri"), ("social shkodra", UNIT)):
        thumb.tap(add_box(page))
        thumb.type(text)
        thumb.pick(line)
    thumb.tap(page.locator("#where").get_by_role("button", name="Shkodër").first)
    for area in visit["thematic_areas"]:
        thumb.tap(page.get_by_label(area, exact=True))
    thumb.tap(page.get_by_role("button", name="Save meeting").last)
    page.get_by_text("Saved.").wait_for()
    assert thumb.taps <= MOST_TAPS
    meeting = Meeting.objects.latest("pk")
    assert (meeting.when, str(meeting.location)) == ("March 2024, day not recorded", "Shkodër")
    assert str(meeting.attendances.get()) == "Mr. Onid Bejleri, Deputy Mayor of Shkodra"
    assert [str(row.organisation) for row in meeting.counterparts.all()] == [
        row["organisation"] for row in visit["counterparts"]
    ]
    assert made == [model.objects.count() for model in (Organisation, Person, Appointment)]
    assert page.said == []


def test_without_script(open_page, users, technical):
    page = open_page(width=390, java_script_enabled=False)
    sign_in(page, users[roles.STAFF])
    before = figures(page)
    fill_without_script(page, technical)
    page.get_by_role("group", name="Who did you mean").wait_for()
    page.get_by_role("radio", name=f"A new organisation called “{UNIT}").first.check()
    page.get_by_role("button", name="Save meeting").click()
    page.get_by_role("button", name="No, this is another meeting").click()
    page.get_by_text("Saved.").wait_for()
    check_stored(technical, technical["title"])
    page.goto("/meetings/?month=2024-03")
    page.get_by_role("link", name=technical["title"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        technical["title"], use_inner_text=True
    )
    check_figures(before, figures(page))
    assert unexpected(page) == []


def fill_without_script(page, record):
    """Fill the form as somebody whose browser runs no script, and save."""
    (counterpart,) = record["counterparts"]
    page.get_by_role("link", name="Log", exact=True).click()
    page.get_by_label("Technical meeting").check()
    page.get_by_label("Another day").check()
    page.get_by_label("Or write it").fill("6 mars 2024")
    page.get_by_label("Where?").fill("kukes")
    row = page.get_by_role("group", name="With whom, row 1")
    row.get_by_label("Organisation or person").fill(counterpart["organisation"])
    row.get_by_text("Change").click()
    row.get_by_label("Role that day, or group").fill(counterpart["position"])
    for area in record["thematic_areas"]:
        page.get_by_label(area, exact=True).check()
    page.get_by_label("What can be said publicly?").fill(record["summary"])
    page.get_by_text("More: title").click()
    page.get_by_label("Title").fill(record["title"])
    page.get_by_role("button", name="Save meeting").last.click()


def check_stored(record, title):
    """What was typed is what is stored, read again."""
    meeting = Meeting.objects.get(title=title)
    assert str(meeting.kind) == "Technical meeting"
    assert (meeting.when, str(meeting.location)) == ("6 March 2024", "Kukës")
    assert meeting.public_line == record["summary"]
    areas = meeting.thematic_areas.values_list("name", flat=True)
    assert sorted(areas) == sorted(record["thematic_areas"])
    assert [str(user) for user in meeting.staff.all()] == ["Staff Demo"]
    (counterpart,) = meeting.counterparts.all()
    assert str(counterpart.organisation) == record["counterparts"][0]["organisation"]
    assert (counterpart.group_label, counterpart.people_count) == ("Technical staff", None)


def unexpected(page):
    """What the console said, save that Chromium reports a page whose status is an error."""
    return [line for line in page.said if "the server responded with a status of 4" not in line]
