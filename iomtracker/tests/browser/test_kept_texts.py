"""Long texts: what is typed survives whatever happens to the page, and is dropped once it is stored."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import ActionPoint
from engagements.tests.factories import make_meeting
from iomtracker.tests.browser.conftest import session_cookie
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.unlucky_desk import WATCH
from reviews.models import MonthlyReview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RETURN = "/months/2024-03/return/"
TEXT = "Nobody may lose this sentence."


@pytest.fixture
def head(users):
    """The head of office, with a month that was submitted and an action point that is closed."""
    head = users[roles.HEAD_OF_OFFICE]
    meeting = make_meeting(created_by=head, public_line="The Mayor thanked IOM.")
    MonthlyReview.objects.create(month=meeting.date.replace(day=1), status="submitted")
    point = {"status": "done", "closed_on": meeting.date, "promised_by": "us", "owner_id": head.pk}
    meeting.action_points.create(text="Send the list", **point)
    return head


@pytest.fixture
def page(open_page, head):
    page = open_page(head, width=390)
    page.add_init_script(WATCH)
    return page


def box_of(page, path):
    page.goto(path)
    return page.locator("main form textarea, main form input[name=outcome]").first


def texts(page):
    return page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':text:'))")


def gone(page):
    """Wait until the device keeps no text: a script deletes it once the page has come."""
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes(':text:'))")


def kept(page):
    """Wait for the words that it is kept, and make sure that it is."""
    expect(page.locator("main form .saved")).to_contain_text("Kept on this device at")
    assert len(texts(page)) == 1


def offer(page):
    return page.locator("[data-offer]")


@pytest.mark.parametrize("form", ["comment", "outcome"])
def test_a_closed_tab_loses_nothing(page, form):
    point = ActionPoint.objects.get()
    path = {"comment": RETURN, "outcome": f"/actions/{point.pk}/outcome/"}[form]
    box_of(page, path).fill(TEXT)
    kept(page)
    other = page.context.new_page()
    page.close()
    box = box_of(other, path)
    expect(offer(other)).to_contain_text(TEXT)
    assert box.input_value() != TEXT
    assert problems(other) == []
    offer(other).get_by_role("button", name="Put it back").click()
    expect(box).to_have_value(TEXT)
    other.locator("main form button").first.click()
    expect(other.locator(".alert--ok, .messages").first).to_be_visible()
    gone(other)
    review, point = MonthlyReview.objects.get(), ActionPoint.objects.get()
    assert TEXT in (review.comment, point.outcome)


def test_leaving_asks_and_deleting_is_for_good(page):
    box_of(page, RETURN).fill(TEXT)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/months/2024-03/")
    assert asked == ["beforeunload"]
    page.goto(RETURN)
    offer(page).get_by_role("button", name="Delete it").click()
    gone(page)
    page.reload()
    expect(offer(page)).to_have_count(0)


@pytest.mark.parametrize("heading", ["Sign in", "This page was open too long"])
def test_a_lost_session_loses_nothing(page, head, live_server, heading):
    box_of(page, RETURN).fill(TEXT)
    if heading == "Sign in":
        page.context.clear_cookies(name="sessionid")
    else:
        field = page.locator("main [name=csrfmiddlewaretoken]")
        field.evaluate("(field) => { field.value = 'x'; }")
    page.get_by_role("button", name="Return").click()
    page.get_by_role("heading", name=heading).wait_for()
    page.context.add_cookies([session_cookie(head, live_server.url)])
    box = box_of(page, RETURN)
    offer(page).get_by_role("button", name="Put it back").click()
    expect(box).to_have_value(TEXT)


def test_a_lost_connection_is_said_and_the_page_stays(page):
    box = box_of(page, RETURN)
    box.fill(TEXT)
    page.context.set_offline(True)
    page.get_by_role("button", name="Return").click()
    expect(page.locator("main form .saved")).to_contain_text("No connection. Kept on this device")
    expect(box).to_have_value(TEXT)
    page.context.set_offline(False)
    page.get_by_role("button", name="Return").click()
    page.wait_for_url("**/months/2024-03/")
    assert MonthlyReview.objects.get().comment == TEXT
    gone(page)


def test_what_is_only_shown_again_is_not_stored(page):
    box = box_of(page, RETURN)
    box.fill(TEXT * 150)
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    kept(page)
    expect(offer(page)).to_have_count(0)
    box.fill(TEXT)
    page.get_by_role("button", name="Return").click()
    page.wait_for_url("**/months/2024-03/")
    assert MonthlyReview.objects.get().comment == TEXT
    gone(page)


def test_an_error_of_the_server_loses_nothing(page):
    box_of(page, RETURN).fill(TEXT)
    fails = lambda route: route.fulfill(status=500, body="Broken")  # noqa: E731
    page.context.route(f"**{RETURN}", fails)
    page.get_by_role("button", name="Return").click()
    page.get_by_text("Broken").wait_for()
    page.context.unroute(f"**{RETURN}", fails)
    page.goto("/")
    expect(page.locator("#waiting [data-state]")).to_have_text("Kept on this device, not saved")
    page.locator("#waiting").get_by_role("link", name="Continue").click()
    expect(offer(page)).to_contain_text(TEXT)


def test_a_full_device_says_so(page):
    box = box_of(page, RETURN)
    page.evaluate("() => { window.deviceIsFull = true; }")
    box.fill(TEXT)
    expect(page.locator("main form .saved")).to_have_text("Not kept: this device is full")


def test_signing_out_names_it_and_wipes_it(page):
    box_of(page, RETURN).fill(TEXT)
    kept(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/account/logout/")
    expect(page.locator("#unsent")).to_contain_text("Return March 2024")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    gone(page)
