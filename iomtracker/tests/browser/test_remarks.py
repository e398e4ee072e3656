"""What the meeting form says of its texts while they are written: remarks, and how it will read in the article."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_log_meeting import add_box

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOUD = "WORK PERMITS FOR SEASONAL WORKERS"
QUIET = LOUD.lower()
TITLE = "Fair “Invest in North”, Kukës"


def test_a_remark_stands_once_the_box_is_left_and_is_answered(open_page, users, example):
    page = open_page(users[roles.STAFF], width=390)
    page.goto("/meetings/new/")
    add_box(page).wait_for()
    reading, line = page.locator("#reading"), page.locator("#id_public_line")
    expect(reading).to_contain_text("the sentence appears here")
    expect(page.get_by_role("button", name="Show how it reads")).to_be_hidden()
    page.get_by_label("Where?").fill("Kukës")
    line.fill(LOUD)
    expect(reading).to_contain_text("Kukes")
    expect(reading.get_by_role("status")).to_have_text("The preview was renewed")
    remark = page.locator("#remark-public_line")
    expect(remark).to_be_empty()  # somebody still writes there
    line.blur()
    expect(remark).to_contain_text("Written in capitals")
    assert "remark-public_line" in line.get_attribute("aria-describedby")
    assert problems(page) == []
    remark.get_by_role("button", name="Use this").click()
    expect(line).to_have_value(QUIET)
    expect(line).to_be_focused()
    expect(reading.locator(".own")).to_have_text(QUIET, ignore_case=True)
    line.fill(LOUD)
    line.blur()
    remark.get_by_role("button", name="Leave it as typed").click()
    line.blur()
    expect(remark).not_to_contain_text("Written in capitals")
    page.get_by_label("Event", exact=True).check()
    page.get_by_text("More: title").click()
    title = page.locator("#id_title")
    title.fill(TITLE)
    title.blur()
    page.get_by_role("button", name="Yes, it may be printed").click()
    expect(page.get_by_label("Name of the event")).to_have_value("Invest in North")
    page.context.set_offline(True)
    page.get_by_label("Name of the event").fill("Invest in the North")
    expect(reading).to_contain_text("No connection: the preview waits")
    expect(reading).to_contain_text("As it was at")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("Saved.").wait_for()
    meeting = Meeting.objects.latest("pk")
    assert (meeting.event_name, meeting.title) == ("Invest in the North", TITLE)
    assert meeting.answered_remarks("public_line") == ("capitals",)


def test_without_scripts_a_button_shows_it_and_answers(open_page, users, example):
    page = open_page(users[roles.STAFF], width=390, java_script_enabled=False)
    page.goto("/meetings/new/")
    name = page.get_by_label("Name of the event")
    expect(name).to_be_hidden()
    page.get_by_label("Event", exact=True).check()
    expect(name).to_be_visible()
    page.get_by_label("Where?").fill("Kukës")
    page.locator("#id_public_line").fill(LOUD)
    page.get_by_text("More: title").click()
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("button", name="Show how it reads").click()
    expect(page.locator("#reading")).to_contain_text("took part in")
    page.get_by_role("button", name="Yes, it may be printed").click()
    expect(name).to_have_value("Invest in North")
    page.get_by_role("button", name="Use this").click()
    expect(page.locator("#id_public_line")).to_have_value(QUIET)
    expect(page.locator("#reading .own").first).to_contain_text("Invest in North")
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("Saved.").wait_for()
    meeting = Meeting.objects.latest("pk")
    assert (meeting.event_name, meeting.public_line) == ("Invest in North", QUIET)
