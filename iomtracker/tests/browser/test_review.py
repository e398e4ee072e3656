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
    edit(open_page(users[roles.STAFF], java_script_enabled=False))
    staff = open_page(users[roles.STAFF])
    staff.goto(f"{MARCH}article/")
    found += problems(staff)
    staff.goto(MARCH)
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
    meeting.public_line = "IOM spoke of snow."
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
    expect(head.get_by_role("heading", name="The text of March 2024")).to_be_visible()
    found += problems(head)
    head.goto(f"{MARCH}sign/")
    head.get_by_role("button", name="Take the new wording").click()
    expect(head.get_by_role("button", name="Take the new wording")).to_have_count(0)
    sign(head)
    head.goto(f"{MARCH}issues/1/")
    expect(head.get_by_text("This is issue 1, as it was signed.")).to_be_visible()
    found += problems(head)
    assert (found, staff.said, head.said) == ([], [], [])


def edit(page):
    """Edit the text without scripts: reword it, undo that, reword it again, read it through."""
    page.goto(f"{MARCH}article/")
    box = page.get_by_role("textbox", name="Paragraph 1", exact=True)
    words = box.input_value()
    box.fill(words.replace("Bergner", "Bergner himself"))
    page.get_by_role("button", name="Move down Paragraph 1").click()
    saved = page.locator("#saved")
    expect(saved).to_contain_text("Saved as version 2. 1 sentence edited")
    saved.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox", name="Paragraph 1", exact=True)).to_have_value(words)
    page.get_by_role("textbox", name="Paragraph 1", exact=True).fill(
        words.replace("Bergner", "Bergner himself")
    )
    page.get_by_role("button", name="Read it through").click()
    expect(page.locator("#article-text")).to_contain_text("Bergner himself")
    expect(page.locator("#article-text .mk").first).to_have_text("edited")


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
    first = opening.partition(". ")[0]
    assert opening.endswith(".") and shown.startswith(first)
    assert "From meeting" not in text
    assert page.said == []
