"""The first day of an office: an invitation from the page to the account, and the checklist at home."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts import roles
from accounts.invitations import accept
from accounts.models import Invitation, SetupStep, User
from iomtracker.tests.browser.test_accessibility import problems, unexpected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "four words in a row"


def invite(name, role="staff", days=0, **fields):
    """Make an invitation that was sent some days ago."""
    now = timezone.now() - timedelta(days=days)
    invitation = Invitation(name=name, email=f"{name.lower()}@example.org", role=role, **fields)
    invitation.renew(now=now)
    return invitation


def fill(page, name, email, role):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email at work").fill(email)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("button", name="Send the invitation").click()


def test_from_the_checklist_to_a_head_of_office(open_page, users):
    page = open_page(users[roles.DATA_MANAGER], width=390)
    page.goto("/")
    page.get_by_role("link", name="Choose").click()
    expect(page.get_by_role("radio", name="Head of office")).to_be_checked()
    fill(page, "Alma Jani", "alma@example.org", "Head of office")
    expect(page.get_by_text("Sent to Alma Jani.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Alma Jani is invited as head of office")).to_be_visible()

    link = re.search(r"http\S+/welcome/\S+", mail.outbox[-1].body)[0]
    alma = open_page(width=390)
    alma.goto(link)
    box, show = alma.get_by_label("Password", exact=True), alma.get_by_role("button", name="Show")
    expect(show).to_have_attribute("aria-pressed", "false")
    box.focus()
    alma.keyboard.type("short")
    alma.keyboard.press("Tab")
    alma.keyboard.press("Space")
    expect(show).to_have_attribute("aria-pressed", "true")
    expect(box).to_have_attribute("type", "text")
    box.press("Enter")
    expect(alma.get_by_role("link", name="This has 5 characters; 12 are needed.")).to_be_visible()
    expect(box).to_have_attribute("type", "password")
    box.fill(PASSWORD)
    alma.get_by_role("button", name="Save and sign in").click()
    expect(alma.get_by_role("heading", name="My work")).to_be_visible()
    assert User.objects.get(email="alma@example.org").roles == {roles.HEAD_OF_OFFICE}

    page.reload()
    expect(page.get_by_role("heading", name="Say who signs")).to_have_count(0)
    page.get_by_text("2 done").click()
    expect(page.get_by_text("Signs the month: Alma Jani")).to_be_visible()
    assert unexpected(page) == unexpected(alma) == []


def test_it_all_works_without_scripts(open_page, users):
    page = open_page(users[roles.DATA_MANAGER], java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="They are right").click()
    page.get_by_role("button", name=re.compile("Not now.*Load the directory")).click()
    expect(page.get_by_text("2 of 6 done")).to_be_visible()
    page.get_by_role("link", name="Invite", exact=True).click()
    fill(page, "Alma Jani", "alma@example.org", "Viewer")
    page.get_by_role("link", name="Take back").click()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("button", name="Send again").click()
    page.goto("/account/settings/")
    expect(page.get_by_text("Put off on the first day")).to_be_visible()

    alma = open_page(java_script_enabled=False)
    alma.goto(Invitation.objects.get().get_absolute_url())
    expect(alma.get_by_role("button", name="Show")).to_have_count(0)
    alma.get_by_label("Password", exact=True).fill(PASSWORD)
    alma.get_by_role("button", name="Save and sign in").click()
    expect(alma.get_by_text("What your colleagues log will stand here.")).to_be_visible()


def test_a_password_can_be_shown_where_one_signs_in(open_page):
    page = open_page()
    page.goto("/account/login/")
    box = page.get_by_label("Password", exact=True)
    for kind in ("text", "password"):
        page.get_by_role("button", name="Show").click()
        expect(box).to_have_attribute("type", kind)
    page.get_by_label("Sign-in name or email").fill("alma")
    box.fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    words = "The name or email and the password don’t belong together. Check both."
    expect(page.locator(".field__error", has_text=words)).to_be_visible()
    assert problems(page) + unexpected(page) == []


def test_every_state_is_accessible(open_page, users):
    manager = users[roles.DATA_MANAGER]
    page, outside = open_page(manager), open_page()
    found = []

    def look(at, address=""):
        if address:
            at.goto(address)
        found.extend(problems(at))

    look(page, "/")
    look(page, "/colleagues/invite/")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("There is a problem").wait_for()
    look(page)
    alma = invite("Alma", roles.HEAD_OF_OFFICE, invited_by=User.objects.get(pk=manager.pk))
    late = invite("x" * 190, days=9)
    late.ask_for_link(now=timezone.now())
    lost = invite("Lost")
    lost.note_problem("The mail server refused the address: " + "x" * 200)
    SetupStep.objects.create(code="office")
    SetupStep.objects.create(code="directory", is_put_off=True)
    look(page, "/")
    page.get_by_text("3 done").click()
    look(page)
    for address in ("invite/", f"invitations/{lost.pk}/", f"invitations/{late.pk}/take-back/"):
        look(page, f"/colleagues/{address}")
    look(page, "/account/settings/")
    look(outside, alma.get_absolute_url())
    outside.get_by_role("button", name="Show").click()
    outside.get_by_role("button", name="Save and sign in").click()
    outside.get_by_text("There is a problem").wait_for()
    look(outside)
    look(outside, late.get_absolute_url())
    outside.get_by_role("button", name="Ask for a new link").click()
    outside.get_by_text("We have passed it on").wait_for()
    look(outside)
    accept(alma, password=PASSWORD, now=timezone.now())
    lost.take_back(now=timezone.now())
    for invitation in (alma, lost):
        look(outside, invitation.get_absolute_url())
    for role in (roles.HEAD_OF_OFFICE, roles.STAFF, roles.VIEWER):
        look(open_page(users[role]), "/")
    said = unexpected(page) + unexpected(outside)
    assert not found + said, "\n".join(found + said)
