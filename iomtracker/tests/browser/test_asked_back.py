"""A day of several meetings, and what the form asks before it stores: seen, heard and counted in a browser."""

import re

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems, unexpected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "Social Services and Child Protection Unit, Municipality of Kukës"
COUNT_FIELDS = """
    window.touched = new Set();
    document.addEventListener("input", (event) => window.touched.add(event.target.name), true);
"""


def patient(page):
    """Give a page on a busy machine its time: a press waits for the page it leads to."""
    page.set_default_timeout(60_000)
    return page


def wait(element):
    """Wait for what the next page shows."""
    element.wait_for()


def touched(page):
    """Return the names of the boxes that were filled or ticked since the page was opened."""
    return sorted(page.evaluate("[...window.touched]"))


def another(page, who, line, kind=None):
    """Log another like the meeting on the page; return which boxes it took."""
    page.get_by_role("link", name="Log another like this").first.click()
    wait(page.get_by_role("heading", name="Log a meeting"))
    page.evaluate(COUNT_FIELDS)
    expect(page.locator("[name=with-0-who]")).to_be_focused()
    page.keyboard.type(who)
    if kind:
        page.get_by_label(kind).check()
    page.get_by_label("What can be said publicly?").fill(line)
    fields = touched(page)
    page.get_by_role("button", name="Save meeting").last.click()
    return fields


def test_a_trip_takes_three_boxes_a_meeting(open_page, users, example):
    first = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    first.staff.add(users[roles.STAFF])
    page = patient(open_page(users[roles.STAFF], width=390))
    page.goto(first.get_absolute_url())
    fields = another(page, UNIT, "Mobile teams.", "Technical meeting")
    assert fields == ["kind", "public_line", "with-0-who"]
    wait(page.get_by_role("heading", name="Is this already logged?"))
    assert problems(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name=re.compile("^No, this is")).click()
    wait(page.get_by_text("Saved."))
    fields = another(page, "Embassy of Germany in Albania", "Returns.", "Bilateral meeting")
    assert len(fields) <= 3
    wait(page.get_by_text("Saved."))
    check_like(first, Meeting.objects.filter(public_line__in=["Mobile teams.", "Returns."]))
    page.get_by_role("button", name="Undo").click()
    wait(page.get_by_text("It is a draft again"))
    assert Meeting.objects.get(public_line="Returns.").status == "draft"
    assert problems(page) == []
    assert unexpected(page) == []


def check_like(first, found):
    """Both are on the day, at the place, with the colleagues and areas of the first."""
    assert [meeting.status for meeting in found] == ["logged", "logged"]
    for meeting in found:
        assert (meeting.when, meeting.location) == (first.when, first.location)
        assert set(meeting.staff.all()) == set(first.staff.all())
        assert set(meeting.thematic_areas.all()) == set(first.thematic_areas.all())
        assert meeting.counterparts.count() == 1


def test_an_edit_conflict(open_page, users, example):
    meeting = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    meeting.staff.add(users[roles.STAFF])
    address = f"{meeting.get_absolute_url()}edit/"
    page = patient(open_page(users[roles.STAFF]))
    other = patient(open_page(users[roles.HEAD_OF_OFFICE]))
    for one in (page, other):
        one.goto(address)
    other.get_by_label("What can be said publicly?").fill("Theirs.")
    other.get_by_role("button", name="Save meeting").last.click()
    wait(other.get_by_text("Saved."))
    page.get_by_label("What can be said publicly?").fill("Mine.")
    page.get_by_role("button", name="Save meeting").last.click()
    wait(page.get_by_text("Head Of Office Demo saved this at"))
    assert problems(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    part = page.get_by_role("group", name="What can be said publicly")
    expect(part.get_by_role("radio", name="Yours")).to_be_checked()
    part.get_by_role("radio", name="Theirs").check()
    page.get_by_role("button", name="Save with these choices").click()
    wait(page.get_by_text("Saved."))
    meeting.refresh_from_db()
    assert (meeting.public_line, meeting.version) == ("Theirs.", 3)
