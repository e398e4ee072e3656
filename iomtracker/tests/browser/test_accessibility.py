"""Every page: no violation of axe-core, nothing said to the console, no sideways scroll."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.conftest import WIDTHS
from stakeholders.models import Organisation, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Reading the style sheets that site.css imports, axe-core asks at wrong addresses and writes inline styles.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
ALL_RULES = {**OPTIONS, "rules": {"target-size": {"enabled": True}}}
# What dark changes is colour alone.
COLOUR_RULES = {**OPTIONS, "runOnly": ["color-contrast"]}
RUN_AXE = """options => axe.run(options).then(found => found.violations.map(
    rule => rule.id + ": " + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")))"""
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def open_pages(user):
    """The pages of somebody who has not signed in: address and what must be its status."""
    stop = reverse("emails_stop", args=[user.email_key])
    return [
        ("/account/login/", 200),
        ("/account/password/reset/", 200),
        (stop, 200),
        ("/offline/", 200),
    ]


def closed_pages():
    """The pages of the head of office, who may see and do most."""
    fair = Meeting.objects.get(title__contains="Invest in North").get_absolute_url()
    visit = Meeting.objects.get(title="Meeting with the Mayor of Kukës").get_absolute_url()
    kukes = Organisation.objects.get(name="Municipality of Kukës").get_absolute_url()
    return [
        ("/", 200),
        ("/meetings/", 200),
        ("/meetings/?month=2024-03", 200),
        ("/meetings/?month=2019-01", 200),
        ("/meetings/?month=2024-03&area=avrr&kind=nonsense&restricted=no&sort=place", 200),
        (fair, 200),
        (visit, 200),
        (f"{visit}edit/", 200),
        (f"{visit}cancel/", 200),
        ("/meetings/new/", 200),
        ("/meetings/import/", 200),
        ("/stakeholders/", 200),
        ("/stakeholders/?tab=people", 200),
        ("/stakeholders/?q=kuksi", 200),
        ("/stakeholders/?tab=quiet", 200),
        ("/stakeholders/?tab=rhythm", 200),
        ("/stakeholders/?tab=seats", 200),
        ("/stakeholders/add/", 200),
        ("/stakeholders/add/?what=person", 200),
        (f"{kukes}holder/?seat=Mayor+of+Kukës+Municipality", 200),
        (f"{kukes}brief/", 200),
        (kukes, 200),
        (Person.objects.get(full_name="Albert Halilaj").get_absolute_url(), 200),
        ("/actions/", 200),
        ("/actions/?tab=theirs&q=nothing", 200),
        ("/actions/?tab=closed", 200),
        ("/months/", 200),
        ("/months/2024-03/", 200),
        ("/months/2024-03/?by=municipality", 200),
        ("/months/2024-03/article/", 200),
        ("/months/2024-03/for/article/", 200),
        ("/months/2024-03/for/areas/", 200),
        ("/months/2024-03/for/brief/", 200),
        ("/months/2024-03/for/post/", 200),
        ("/months/2024-03/sign/", 200),
        ("/months/2024-03/return/", 409),
        ("/months/2019-01/", 200),
        ("/months/2024-03/organisations/", 200),
        ("/months/2024-03/people/", 200),
        ("/months/2024-03/municipalities/", 200),
        ("/months/2024-03/action-points/?status=overdue", 200),
        ("/years/2024/", 200),
        ("/years/2019/", 200),
        ("/coverage/", 200),
        ("/coverage/?month=2024-03&period=12&sort=-meetings", 200),
        ("/coverage/?month=2019-01", 200),
        ("/coverage/?tab=seats", 200),
        ("/coverage/?tab=organisations", 200),
        ("/places/kukes/", 200),
        ("/places/berat-county/", 200),
        ("/search/", 200),
        ("/search/?q=kuk", 200),
        ("/search/?q=kuksi", 200),
        ("/help/", 200),
        ("/accessibility/", 200),
        ("/privacy/", 200),
        ("/account/settings/", 200),
        ("/account/logout/", 200),
        ("/account/password/change/", 200),
        ("/account/reauthenticate/", 200),
        ("/nowhere/", 404),
    ]


def cleaning_pages():
    """The pages of the data manager, who cleans up and brings in."""
    mayor = Person.objects.get(full_name="Albert Halilaj").pk
    envoy = Person.objects.get(full_name="Ruth Huber").pk
    return [
        ("/quality/", 200),
        ("/quality/staff/", 200),
        ("/quality/duplicates/", 200),
        (f"/merge/person/{mayor}/", 200),
        (f"/merge/person/{mayor}/{envoy}/", 200),
        ("/merges/", 200),
        (f"/people/{mayor}/held/", 200),
        (f"/people/{mayor}/anonymise/", 200),
        ("/import/", 200),
        ("/import/contacts/", 200),
    ]


def visits(open_page, users, half):
    """Go to each second page, each reader in a page of its own; yield the page each time it stands still."""
    readers = [
        (None, open_pages(users[roles.VIEWER])),
        (users[roles.HEAD_OF_OFFICE], closed_pages()),
        (users[roles.DATA_MANAGER], cleaning_pages()),
        (users[roles.VIEWER], [("/", 200), ("/meetings/new/", 403)]),
        (users[""], [("/", 403)]),
    ]
    for user, addresses in readers:
        page = open_page(user)
        for address, status in addresses[half::2]:
            assert page.goto(address).status == status, address
            yield page
        if half and user is readers[1][0]:
            yield with_errors(page)
        assert unexpected(page) == []


def with_errors(page):
    """Send the form with a date that is none, a row without organisation, a promise without anything."""
    page.goto("/meetings/new/")
    page.get_by_label("Another day").check()
    page.get_by_label("Or write it").fill("31 June 2024")
    page.get_by_role("combobox", name="Add an organisation or person").fill("Nobody Known")
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("There is a problem").wait_for()
    return page


def unexpected(page):
    """What the console said, save that Chromium reports a page whose status is an error."""
    return [line for line in page.said if "the server responded with a status of 4" not in line]


# Each half of the pages is one test, so that two workers share them.
@pytest.mark.parametrize("half", [0, 1])
def test_every_page(open_page, users, example, half):
    found = []
    for page in visits(open_page, users, half):
        found += problems(page)
    assert found == []


def problems(page):
    """Return what is wrong with a page: at each width what axe-core finds, and sideways scroll."""
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        found += violations(page) + too_wide(page)
    page.set_viewport_size({"width": 320, "height": 640})
    return found + too_wide(page)


def violations(page):
    """Return what axe-core finds, light and dark."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, rules in (("dark", COLOUR_RULES), ("light", ALL_RULES)):
        page.emulate_media(color_scheme=scheme)
        texts = page.evaluate(RUN_AXE, rules)
        found += [f"{where(page)} {scheme}: {text}" for text in texts]
    return found


def too_wide(page):
    """Return the page's address and width if it scrolls sideways."""
    return [f"{where(page)} scrolls sideways"] if page.evaluate(TOO_WIDE) else []


def where(page):
    """Return the page's address and width, to name it in a failure."""
    return f"{page.url} at {page.viewport_size['width']} px"
