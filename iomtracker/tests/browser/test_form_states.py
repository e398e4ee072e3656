"""The meeting form in the states that only clicking reaches, and by keyboard alone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.conftest import WIDTHS
from iomtracker.tests.browser.test_accessibility import problems, unexpected
from stakeholders.models import Appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME_OF_FOCUS = """() => {
    const at = document.activeElement;
    return (at.labels?.[0] ?? at).textContent.trim();
}"""
# A box may lie under the bar's upper edge by less than a pixel.
IS_HIDDEN = """() => {
    const bar = document.querySelector(".savebar");
    if (bar.contains(document.activeElement) || getComputedStyle(bar).position !== "fixed") return false;
    return document.activeElement.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
}"""

# The preview above may just have grown: the page scrolls on as it is drawn.
ONCE_DRAWN = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done((%s)()))))"""


def test_suggestions_new_stakeholder_and_questions(open_page, users, example):
    page = open_page(users[roles.STAFF])
    page.goto("/meetings/new/")
    box = page.get_by_role("combobox", name="Add an organisation or person")
    box.fill("kuk")
    options = page.get_by_role("listbox", name="Matches for kuk", exact=True).get_by_role("option")
    options.first.wait_for()
    expect(options.first.locator("mark").first).to_have_text("Kuk", use_inner_text=True)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-expanded", "true")
    found = problems(page)
    box.fill("Municipality of Kuks")
    page.get_by_role("option", name="Add “Municipality of Kuks”").click()
    panel = page.get_by_role("group", name="New organisation or person")
    panel.get_by_role("button", name="Use that one: Municipality of Kukës").wait_for()
    found += problems(page)
    panel.get_by_label("Group without names").check()
    panel.get_by_role("button", name="Add to this meeting").click()
    expect(panel.get_by_role("alert")).to_have_text(
        "Write of which organisation this group is.", use_inner_text=True
    )
    found += problems(page)
    panel.get_by_role("button", name="Cancel").click()
    box.press("Escape")
    page.get_by_role("button", name="Save meeting").last.click()
    question = page.get_by_role("group", name="Who did you mean by “Municipality of Kuks”?")
    likely = question.get_by_role(
        "radio", name="Municipality of Kukës Local government", exact=True
    )
    expect(likely).to_be_checked()
    found += problems(page)
    assert found == []
    assert unexpected(page) == []
    assert not Meeting.objects.filter(created_by=users[roles.STAFF].pk).exists()


def test_by_keyboard_alone(open_page, users, example):
    page = open_page(users[roles.STAFF], width=390, height=WIDTHS[390])
    page.goto("/meetings/new/")
    page.get_by_role("combobox", name="Add an organisation or person").wait_for()
    tab_to(page, "Bilateral meeting")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Add an organisation or person")
    page.keyboard.type("mayor kuk")
    page.get_by_role("listbox", name="Matches for mayor kuk", exact=True).wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Mr. Albert Halilaj", exact=True).first.wait_for()
    tab_to(page, "Kukës", whole=False)
    page.keyboard.press("Enter")
    tab_to(page, "Protection")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved.").wait_for()
    meeting = Meeting.objects.latest("pk")
    assert str(meeting) == "Technical meeting with Mr. Albert Halilaj"
    assert str(meeting.location) == "Kukës"
    assert str(meeting.attendances.get()) == "Mr. Albert Halilaj, Mayor of Kukës Municipality"
    assert page.said == []


def test_the_title_follows_the_day(open_page, users, example):
    mayor = Appointment.objects.get(person__full_name="Albert Halilaj")
    mayor.started = date(2023, 7, 1)
    mayor.store()
    earlier = {"started": date(2019, 7, 1), "ended": date(2023, 6, 30), "title": "Deputy Mayor"}
    Appointment.objects.create(person=mayor.person, organisation=mayor.organisation, **earlier)
    page = open_page(users[roles.STAFF])
    page.goto("/meetings/new/")
    page.get_by_role("combobox", name="Add an organisation or person").fill("halilaj")
    page.get_by_role("option", name="Mr. Albert Halilaj").click()
    role = page.locator("#id_with-0-role")
    expect(role).to_have_value("Mayor of Kukës Municipality")
    page.get_by_label("Another day").check()
    page.get_by_label("Or write it").fill("6 3 2023")
    page.get_by_label("Where?").click()
    expect(role).to_have_value("Deputy Mayor", timeout=30_000)
    assert page.said == []


def tab_to(page, name, whole=True):
    """Press Tab until the focus is on what is called `name`, or begins so; it is never under the bar."""
    for _press in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(ONCE_DRAWN % IS_HIDDEN)
        found = page.evaluate(NAME_OF_FOCUS)
        if found == name or (not whole and found.startswith(name)):
            return
    pytest.fail(f"no way to {name}")
