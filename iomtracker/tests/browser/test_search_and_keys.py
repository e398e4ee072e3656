"""Single keys, and results while typing: in Chromium, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_keys_open_pages_and_move_in_lists(open_page, users, example):
    page = open_page(users[roles.HEAD_OF_OFFICE])
    page.goto("/")
    for key, path in [("m", "/meetings/"), ("s", "/stakeholders/"), ("o", "/months/")]:
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"**{path}")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.get_by_role("heading", name="My work").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-row]").first
    expect(first).to_be_focused()
    page.goto("/meetings/?month=2024-03")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/2024-03-*/")
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.locator("h1").click()
    page.keyboard.press("?")
    page.wait_for_url("**/help/")
    page.keyboard.press("n")
    page.wait_for_url("**/meetings/new/")
    assert page.said == []


def test_keys_are_text_while_typing_and_nothing_when_off(open_page, users, example):
    user = users[roles.STAFF]
    page = open_page(user)
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    page.keyboard.type("gmn?")
    expect(box).to_have_value("gmn?")
    page.goto("/account/settings/")
    page.get_by_label("Keyboard shortcuts").uncheck()
    page.get_by_label("Keyboard shortcuts").press("Control+Enter")
    page.get_by_text("Settings saved.").wait_for()
    page.keyboard.press("n")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).not_to_be_focused()
    assert page.url.endswith("/account/settings/")
    user.refresh_from_db()
    assert user.shortcuts is False


def test_results_while_typing(open_page, users, example):
    page = open_page(users[roles.STAFF])
    page.goto("/")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("kuk")
    options = page.get_by_role("option")
    expect(options).to_have_count(6)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="6 results")).to_have_count(1)
    assert violations(page) == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    box.fill("helsinki")
    expect(options.first).to_contain_text("Albanian Helsinki Committee")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/organisations/albanian-helsinki-committee/"))
    assert page.said == []


def test_enter_opens_the_page_of_results_on_a_phone(open_page, users, example):
    page = open_page(users[roles.VIEWER], 390)
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).click()
    box = page.get_by_role("combobox", name="Words, a name or a reference")
    expect(box).to_be_focused()
    box.fill("kukes")
    expect(page.get_by_role("option")).to_have_count(6)
    assert violations(page) + too_wide(page) == []
    box.press("Enter")
    page.get_by_role("heading", name="Organisations").wait_for()
    meeting = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    page.locator("#search-q").fill(meeting.reference)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    assert page.said == []
