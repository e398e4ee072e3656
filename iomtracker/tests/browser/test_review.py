"""A month from its text to a second issue, by press and by keyboard, with axe-core at each state."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARCH = "/months/2024-03/"
TICKS = ("Names and titles are right", "Nothing identifies a person", "I have seen the gaps")


def test_from_text_to_second_issue(open_page, users, example):
    found = []
    staff = open_page(users[roles.STAFF])
    edit(staff, found)
    staff.get_by_role("button", name="Submit", exact=True).click()
    expect(staff.get_by_text("Submitted. The head of office can sign it now.")).to_be_visible()

    head = open_page(users[roles.HEAD_OF_OFFICE])
    head.goto(MARCH)
    head.get_by_role("link", name="Review and sign").first.click()
    head.get_by_role("button", name="Sign as Head of Office").click()
    expect(head.get_by_text("There is a problem")).to_be_visible()
    found += problems(head)
    sign(head)

    meeting = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    meeting.public_line = "They spoke of snow."
    meeting.store()
    head.goto(meeting.get_absolute_url())
    found += problems(head)
    head.get_by_role("link", name="Edit").click()
    expect(head.get_by_role("heading", name="March 2024 is signed")).to_be_visible()
    found += problems(head)
    head.get_by_role("link", name="Edit the meeting").click()
    expect(head.get_by_role("button", name="Save meeting").last).to_be_visible()
    head.goto(MARCH)
    expect(head.get_by_role("heading", name="1 meeting changed since signature")).to_be_visible()
    found += problems(head)
    head.get_by_role("button", name="Sign a new issue").click()
    head.get_by_role("link", name="Edit text").click()
    expect(head.get_by_role("heading", name="New in the records")).to_be_visible()
    found += problems(head)
    head.goto(f"{MARCH}sign/")
    sign(head)
    head.goto(f"{MARCH}issues/1/")
    expect(head.get_by_text("This is issue 1, as it was signed.")).to_be_visible()
    found += problems(head)
    assert (found, staff.said, head.said) == ([], [], [])


def edit(page, found):
    """Edit the text, look at it before it is saved, save it."""
    page.goto(f"{MARCH}article/")
    box = page.get_by_label("Text", exact=True)
    box.fill(f"{box.input_value()}\n\nOur **own** words.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview strong")).to_have_text("own")
    found += problems(page)
    page.get_by_role("button", name="Save text").click()
    expect(page.locator("#article-text strong")).to_have_text("own")
    page.goto(f"{MARCH}article/")
    page.locator("#new ~ * a, section a").filter(has_text="Start again").click()
    expect(page.get_by_role("heading", name="Start again from the records?")).to_be_visible()
    found += problems(page)
    page.goto(MARCH)


def sign(page):
    """Tick all three and sign."""
    for label in TICKS:
        page.get_by_label(label).check()
    page.get_by_role("button", name="Sign as Head of Office").click()
    expect(page.get_by_text("Signed. Figures, records, text and files stay as")).to_be_visible()


def test_the_copied_text_has_no_numbers(open_page, users, example):
    page = open_page(users[roles.VIEWER], permissions=["clipboard-read", "clipboard-write"])
    page.goto(MARCH)
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    shown = page.locator("#article-text p").first.inner_text()
    assert page.locator("#article-text .src").count() > 12
    title, opening, *_others = text.split("\n\n")
    assert title == page.locator("#article-text h3").inner_text()
    assert opening.endswith(".") and shown.startswith(opening)
    assert "From meeting" not in text
    assert page.said == []
