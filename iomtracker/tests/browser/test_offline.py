"""No connection: the form opens, what is saved waits, and is stored once, in order."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from engagements.tests.factories import make_kind
from iomtracker.tests.browser.conftest import PATIENCE, session_cookie
from iomtracker.tests.browser.test_accessibility import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/meetings/new/"


@pytest.fixture
def staff(users):
    make_kind()
    return users[roles.STAFF]


@pytest.fixture
def page(open_page, staff):
    """A page of a colleague whose device has the form already."""
    page = open_page(staff, width=390)
    page.goto(FORM)
    ready(page)
    return page


def ready(page):
    """Wait until the service worker and its copy of the form are there; recent places are kept last."""
    page.wait_for_function(
        """async () => {
            await navigator.serviceWorker.ready;
            const recent = await caches.match("/suggest/recent/", { ignoreSearch: true, ignoreVary: true });
            const form = await caches.match("/meetings/new/", { ignoreVary: true });
            return Boolean(navigator.serviceWorker.controller && recent && form);
        }"""
    )


def title(page, text):
    """Type a title; the folded part of the form opens for it."""
    box = page.locator("#id_title")
    if not box.is_visible():
        page.locator("details", has=box).locator("summary").first.click()
    box.fill(text)


def save(page):
    page.locator(".savebar").get_by_role("button", name="Save meeting").click()


def stored():
    return list(Meeting.objects.order_by("pk").values_list("title", flat=True))


def waiting(page):
    return page.locator("#waiting .t-link")


def test_two_meetings_wait_and_are_stored_once_in_order(page):
    page.context.set_offline(True)
    page.goto(FORM)
    expect(page.locator("#no-connection")).to_be_visible()
    for text in ("First meeting", "Second meeting"):
        title(page, text)
        save(page)
        page.locator("#now-queued").get_by_text(text).wait_for()
    expect(waiting(page)).to_have_text(["First meeting", "Second meeting"], use_inner_text=True)
    expect(page.locator("#waiting").get_by_text("Waiting for a connection")).to_have_count(2)
    assert problems(page) == []
    page.reload()
    expect(waiting(page)).to_have_text(["First meeting", "Second meeting"], use_inner_text=True)
    page.context.set_offline(False)
    # Of a page that was loaded without a connection, only a real device says that it is back.
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_text("Sent: First meeting, Second meeting").wait_for()
    expect(waiting(page)).to_have_count(0)
    assert stored() == ["First meeting", "Second meeting"]
    page.goto("/")
    page.wait_for_timeout(500)
    assert stored() == ["First meeting", "Second meeting"]
    page.wait_for_function("() => Object.keys(localStorage).length === 0")


def test_home_lists_what_waits(page):
    page.context.set_offline(True)
    title(page, "Written in the car")
    save(page)
    page.locator("#now-queued").wait_for()
    page.context.route("**/meetings/draft/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/")
    expect(waiting(page)).to_have_text(["Written in the car"], use_inner_text=True)
    page.locator("#waiting").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, delete for good").click()
    expect(waiting(page)).to_have_count(0)
    assert stored() == []


def test_the_answer_is_lost_and_the_meeting_is_stored_once(page):
    title(page, "Killed between press and answer")
    lost = []

    def lose(route):
        if route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch(max_redirects=0, timeout=PATIENCE).status)
        return route.abort()

    page.context.route(f"**{FORM}", lose)
    save(page)
    page.get_by_text("Saved. Killed between press and answer").wait_for()
    assert lost == [302]
    assert stored() == ["Killed between press and answer"]


def test_a_queued_form_that_misses_something_asks_to_be_looked_at(page):
    page.context.set_offline(True)
    page.get_by_label("What can be said publicly?").fill("Nobody is named.")
    save(page)
    page.locator("#now-queued").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Not stored yet: it needs a look.").wait_for()
    assert stored() == []
    page.locator("#waiting").get_by_role("link", name="Continue").click()
    expect(page.get_by_label("What can be said publicly?")).to_have_value("Nobody is named.")
    title(page, "Named now")
    save(page)
    page.get_by_text("Saved").first.wait_for()
    assert stored() == ["Named now"]


def test_signed_out_meanwhile(page, staff, live_server):
    title(page, "Still here")
    page.context.clear_cookies()
    save(page)
    page.locator("#signed-out").get_by_role("link", name="Sign in and go on").wait_for()
    assert stored() == []
    page.context.add_cookies([session_cookie(staff, live_server.url)])
    page.goto(FORM)
    page.wait_for_function("() => document.getElementById('id_title').value === 'Still here'")
    save(page)
    page.get_by_text("Saved").first.wait_for()
    assert stored() == ["Still here"]


def test_what_waits_is_never_sent_for_another_person(page, users, live_server):
    page.context.set_offline(True)
    title(page, "Mine alone")
    save(page)
    page.locator("#now-queued").wait_for()
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(users[roles.HEAD_OF_OFFICE], live_server.url)])
    page.context.set_offline(False)
    page.wait_for_timeout(500)
    page.goto("/")
    page.goto(FORM)
    page.wait_for_timeout(500)
    expect(waiting(page)).to_have_count(0)
    assert stored() == []
    assert "Mine alone" not in page.content()


def test_sign_out_warns_and_clears_the_device(page):
    page.context.set_offline(True)
    title(page, "Not sent")
    save(page)
    page.locator("#now-queued").wait_for()
    page.context.route("**/meetings/draft/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/account/logout/")
    page.locator("#unsent").get_by_text("Not sent").wait_for()
    assert problems(page) == []
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.wait_for_function("() => Object.keys(localStorage).length === 0")
    page.wait_for_function("async () => !(await caches.match('/meetings/new/'))")
