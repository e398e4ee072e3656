"""The editor of the month's article in a browser: by keyboard, by press, two at work, without a connection."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from iomtracker.tests.browser.test_accessibility import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARCH = "/months/2024-03/"
ARTICLE = f"{MARCH}article/"
SIGN = f"{MARCH}sign/"
SAVED = "Saved as you type"


def open_editor(open_page, user, **options):
    page = open_page(user, **options)
    page.goto(ARTICLE)
    expect(page.locator("[data-sentence]").first).to_be_visible()
    return page


def words(page, block):
    return page.locator("[data-block]").nth(block).locator("[data-read]")


def sentence(page, text):
    return page.locator("[data-sentence]", has_text=text)


def saved(page):
    expect(page.locator(".saved[data-saved]")).to_contain_text(SAVED)


def write(page, text):
    """Write at the start of the chosen sentence, by keyboard, and leave the paragraph."""
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def test_by_keyboard_alone(open_page, users, example):
    page = open_editor(open_page, users[roles.STAFF])
    second = words(page, 2).locator("[data-sentence]").first
    text = second.inner_text()
    second.focus()
    write(page, "In short: ")
    expect(sentence(page, "In short: ")).to_be_focused()
    saved(page)
    expect(words(page, 2)).to_contain_text("edited")
    page.keyboard.press("Alt+ArrowDown")
    expect(sentence(page, "In short: ")).to_be_focused()
    expect(page.get_by_text("Sentence moved to paragraph")).to_be_attached()
    found = problems(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(sentence(page, text)).to_be_focused()
    expect(sentence(page, "In short: ")).to_have_count(0)
    page.keyboard.press("j")
    following = page.locator("[data-sentence]:focus").inner_text()
    page.keyboard.press("Delete")
    expect(sentence(page, following)).to_have_count(0)
    saved(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved as version").first).to_be_visible()
    expect(sentence(page, following)).to_have_count(0)
    assert (found, page.said) == ([], [])


def test_a_paragraph_by_press(open_page, users, example):
    """Split, join, add, paste a list, and leave a paragraph as it was."""
    page = open_editor(open_page, users[roles.STAFF])
    count = page.locator("[data-block]").count()
    words(page, 2).locator("[data-sentence]").first.click()
    page.get_by_role("toolbar").get_by_role("button", name="Edit").click()
    box = page.get_by_label("Paragraph 1, open for writing")
    before = box.input_value()
    box.fill("Gone.")
    expect(page.locator("[data-recognised]")).to_contain_text("“Gone.” is new and has no record.")
    found = problems(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Leave it as it was").click()
    expect(words(page, 2)).to_contain_text(before[:40])
    saved(page)

    page.get_by_text("Move or remove paragraph 1", exact=True).click()
    page.locator("[data-index='2']").get_by_role("button", name="Add a paragraph below").click()
    box = page.get_by_label("Paragraph 2, open for writing")
    box.fill("First.\n\nSecond.")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-block]")).to_have_count(count + 2)
    expect(words(page, 3)).to_contain_text("no record")
    page.get_by_text("Move or remove paragraph 2", exact=True).click()
    page.locator("[data-index='3']").get_by_role("button", name="Join with the next").click()
    expect(words(page, 3)).to_contain_text("Second.")
    expect(page.locator("[data-block]")).to_have_count(count + 1)
    page.get_by_role("button", name="Undo the joining").click()
    page.get_by_role("button", name="Undo the new paragraph").click()
    expect(page.locator("[data-block]")).to_have_count(count)
    assert (found, page.said) == ([], [])


def test_without_a_connection(open_page, users, example):
    """What is written stays on the device, and is offered where the page is opened again."""
    page = open_editor(open_page, users[roles.STAFF])
    page.route("**/article/draft/", lambda route: route.abort())
    words(page, 2).locator("[data-sentence]").first.focus()
    write(page, "Far away: ")
    expect(page.locator(".saved[data-saved]")).to_contain_text("On this device only")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    again = page.context.new_page()
    page.close()
    again.goto(ARTICLE)
    again.get_by_role("button", name="Put it back").click()
    expect(sentence(again, "Far away: ")).to_be_visible()
    saved(again)
    again.reload()
    expect(sentence(again, "Far away: ")).to_be_visible()


def test_records_that_change_are_marked_and_answered(open_page, users, example):
    """Edit three sentences and move one; then a meeting is cancelled, one changed, one logged late."""
    page = open_editor(open_page, users[roles.HEAD_OF_OFFICE])
    for block in (2, 3, 4):
        words(page, block).locator("[data-sentence]").first.focus()
        write(page, "In short: ")
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved as version").first).to_be_visible()
    change_records()
    page.goto(ARTICLE)
    questions = page.locator("[data-part=questions]")
    expect(questions).to_contain_text("tells of a meeting that was cancelled")
    expect(questions).to_contain_text("the record changed after this was written")
    for mark in ("edited", "moved", "cancelled", "record changed"):
        expect(page.locator("[data-sheet] .mk", has_text=mark).first).to_be_visible()
    expect(page.locator("[data-part=out]")).to_contain_text("not in the text yet")
    found = problems(page)
    page.set_viewport_size({"width": 1280, "height": 900})

    changed = page.locator("[data-question]", has_text="2024-03-005").first
    changed.get_by_role("button", name="Take the new wording").click()
    expect(sentence(page, "and a joint work plan")).to_be_visible()
    expect(page.locator(".ask--ok")).to_contain_text("New wording taken")
    gone = page.locator("[data-question]", has_text="2024-03-006")
    count = gone.count()
    gone.first.locator("summary").click()
    gone.first.get_by_role("button", name="Keep it", exact=True).click()
    expect(gone.first).to_contain_text("Write why it stays")
    page.keyboard.type("It was announced.")
    gone.first.get_by_role("button", name="Keep it", exact=True).click()
    expect(gone).to_have_count(count - 1)
    page.locator(".ask--ok", has_text="New wording taken").get_by_role("button").click()
    expect(sentence(page, "and a joint work plan")).to_be_visible()
    expect(page.locator("[data-question]", has_text="2024-03-005").first).to_be_visible()
    page.get_by_role("button", name="Put it in here").click()
    expect(page.locator(".late")).to_have_count(0)
    expect(page.locator("[data-sentence]:focus")).to_contain_text("20 March")
    assert (found, page.said) == ([], [])


def test_marked_answered_and_signed_without_scripts(open_page, users, example):
    page = open_page(users[roles.HEAD_OF_OFFICE], 390, java_script_enabled=False)
    page.goto(ARTICLE)
    box = page.get_by_role("textbox", name="Paragraph 1", exact=True)
    box.fill(f"{box.input_value()} The office thanks them.")
    page.get_by_role("button", name="Save text").first.click()
    expect(page.locator("#saved")).to_contain_text("Saved as version 2")
    change_records()
    page.goto(SIGN)
    expect(page.locator(".musts")).to_contain_text("tells of a meeting that was cancelled")
    sign(page)
    expect(page.get_by_text("There is a problem")).to_be_visible()
    for title, answer in (
        ("7 March: the record changed", "Take the new wording"),
        ("12 March: tells of a meeting that was cancelled", "Remove"),
        ("Opening: the month changed", "Take the new wording"),
    ):
        asked = page.locator(".musts > li", has_text=title)
        asked.get_by_role("button", name=answer).click()
        expect(asked).to_have_count(0)
    page.get_by_label("It tells of").select_option("none")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".musts")).to_have_count(0)
    sign(page)
    expect(page.get_by_text("Signed. Figures, records, text and files stay as")).to_be_visible()
    expect(page.locator("#article-text")).to_contain_text("The office thanks them.")


def sign(page):
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Sign as Head of Office").click()


def change_records():
    cancelled = Meeting.objects.get(reference="2024-03-006")
    cancelled.set_status(Meeting.Status.CANCELLED)
    changed = Meeting.objects.get(reference="2024-03-005")
    changed.public_line = f"{changed.public_line.rstrip('.')} and a joint work plan."
    changed.store()
    make_meeting(date=date(2024, 3, 20), public_line="foreign workers in tourism")


def test_two_at_work(open_page, users, example):
    """Each is told of the other; what both wrote in one paragraph is shown beside each other."""
    staff = open_editor(open_page, users[roles.STAFF])
    head = open_editor(open_page, users[roles.HEAD_OF_OFFICE])
    for page, text in ((staff, "Mine: "), (head, "Hers: ")):
        words(page, 2).locator("[data-sentence]").first.focus()
        write(page, text)
        saved(page)
    expect(head.locator("[data-others]")).to_contain_text("Staff Demo has this text open since")
    head.keyboard.press("Control+Enter")
    expect(head.get_by_text("Saved as version").first).to_be_visible()
    staff.keyboard.press("Control+Enter")
    both = staff.locator(".ask[data-both]")
    expect(both).to_contain_text("Mine: ")
    expect(both).to_contain_text("Hers: ")
    found = problems(staff)
    both.get_by_role("button", name="Keep mine").click()
    saved(staff)
    staff.get_by_role("button", name="Save text").last.click()
    expect(staff.get_by_text("Saved as version").first).to_be_visible()
    expect(sentence(staff, "Mine: ")).to_be_visible()
    assert (found, staff.said, head.said) == ([], [], [])
