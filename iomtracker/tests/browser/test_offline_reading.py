"""No connection: any address leads to the form, to what waits and to what can be read; all wiped at sign-out."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts import roles
from engagements.tests.factories import make_kind, make_meeting
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_offline import save, title
from stakeholders.tests.factories import make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => {
    const texts = [];
    for (const name of await caches.keys()) {
        if (name.startsWith("iomtracker-shell")) continue;
        for (const request of await (await caches.open(name)).keys()) {
            const copy = await caches.match(request, { cacheName: name });
            texts.push(`${name} ${new URL(request.url).pathname} ${await copy.text()}`);
        }
    }
    return texts;
}"""


@pytest.fixture
def staff(users):
    make_kind()
    return users[roles.STAFF]


@pytest.fixture
def ministry(staff):
    """An organisation met twice last week, once in a restricted meeting that the colleague attended."""
    ministry = make_organisation(name="Ministry of Roads")
    shared = {"date": localdate() - timedelta(days=5), "created_by": staff, "staff": [staff]}
    make_meeting("Talk on roads", organisations=[ministry], public_line="Bridges.", **shared)
    make_meeting("Secret talk", organisations=[ministry], sensitivity="restricted", **shared)
    return ministry


def wait_until_kept(page, *addresses):
    page.evaluate(
        """async (addresses) => {
            await navigator.serviceWorker.ready;
            const found = async () => Promise.all(addresses.map((address) => caches.match(address)));
            while (!navigator.serviceWorker.controller || (await found()).some((copy) => !copy)) {
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }""",
        list(addresses),
    )


def come_back(page):
    """Of a page that was loaded without a connection, only a real device says that it is back."""
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")


def test_any_address_leads_on_and_restricted_meetings_are_not_there(open_page, staff, ministry):
    page = open_page(staff, width=390)
    brief = f"{ministry.get_absolute_url()}brief/"
    page.goto(ministry.get_absolute_url())
    wait_until_kept(page, "/meetings/new/", "/offline/meetings/", brief)
    assert "Secret" not in str(page.evaluate(KEPT))
    # A new version of the worker deletes the form; the page that is open keeps it again.
    page.evaluate(
        """async () => {
            await caches.delete("iomtracker-form");
            navigator.serviceWorker.dispatchEvent(new Event("controllerchange"));
        }"""
    )
    wait_until_kept(page, "/meetings/new/")
    page.context.set_offline(True)
    page.goto("/months/2024-03/?by=municipality")
    page.get_by_role("heading", name="Meetings of the last 30 days").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection", use_inner_text=True)
    expect(page.get_by_text("Nothing waits on this device")).to_be_visible()
    expect(page.locator(".read b")).to_have_text(["Talk on roads"], use_inner_text=True)
    expect(page.get_by_text("As of").first).to_have_text(re.compile(" today$"), use_inner_text=True)
    expect(page.locator(".topbar a")).to_have_count(0)
    page.locator(".read summary").click()
    expect(page.get_by_text("Bridges.")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name="Ministry of Roads").click()
    page.locator("#kept-brief").get_by_text("Talk on roads").wait_for()
    expect(page).to_have_url(re.compile(f"{re.escape(brief)}$"))
    assert problems(page) == []
    page.get_by_role("link", name="Log a meeting").click()
    title(page, "Written without a connection")
    save(page)
    page.locator("#now-queued").wait_for()
    page.goto("/actions/")
    page.locator("#waiting .t-link").get_by_text("Written without a connection").wait_for()
    come_back(page)
    page.get_by_role("heading", name="Connected again").wait_for()
    page.get_by_text("1 of 1 sent.").wait_for()
    assert problems(page) == []
    page.get_by_role("link", name="Go to the page you wanted").click()
    page.get_by_role("heading", name="Action points", exact=True).wait_for()
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")
    page.context.set_offline(True)
    page.goto("/meetings/")
    page.get_by_role("heading", name="You are signed out").wait_for()
    expect(page.get_by_role("link", name="Log a meeting")).to_have_count(0)


def test_signed_out_while_something_waits_and_a_full_device(open_page, staff, ministry):
    page = open_page(staff, width=390)
    page.goto("/meetings/new/")
    wait_until_kept(page, "/meetings/new/", "/offline/meetings/")
    page.context.set_offline(True)
    title(page, "Mine alone")
    save(page)
    page.locator("#now-queued").wait_for()
    page.evaluate(
        """() => {
            for (let size = 1 << 22; size >= 1; size >>= 1) {
                try { localStorage.setItem(`fill-${size}`, "x".repeat(size)); } catch {}
            }
        }"""
    )
    page.goto("/meetings/")
    page.get_by_text("This device is full.").wait_for()
    assert problems(page) == []
    page.get_by_role("button", name="take out what is kept for reading").click()
    page.get_by_role("heading", name="No meetings to read here yet").wait_for()
    expect(page.locator("#waiting .t-link").get_by_text("Mine alone")).to_be_visible()
    page.evaluate(
        """() => Object.keys(localStorage).filter((key) => key.startsWith("fill-"))
            .forEach((key) => localStorage.removeItem(key))"""
    )
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto("/account/login/")
    page.wait_for_function("async () => !(await caches.has('iomtracker-form'))")
    page.context.set_offline(True)
    page.goto("/months/")
    page.get_by_text("1 meeting of Staff Demo waits on this device.").wait_for()
    assert "Mine alone" not in page.content()
    assert problems(page) == []
