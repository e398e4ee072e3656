"""Stakeholders in the browser: look-alikes before something is made twice, a change of holder, a brief on paper."""

import io

import pypdf
import pytest

from accounts import roles
from iomtracker.tests.browser.test_accessibility import problems
from stakeholders.models import Appointment, Organisation, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_look_alikes_and_a_change_of_holder(open_page, users, example):
    page = open_page(users[roles.STAFF], 390)
    page.set_default_timeout(30_000)  # each click opens a page
    page.goto("/stakeholders/?q=kuksi")
    page.get_by_role("link", name="Add “kuksi”").click()
    page.get_by_label("Kind").select_option(label="Local government")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Is it one of these?").wait_for()
    found = problems(page)
    page.get_by_role("link", name="Municipality of Kukës", exact=True).click()
    page.get_by_role("link", name="Mayor of Kukës Municipality").click()
    page.get_by_label("Name of the new holder").fill("Karl Bergnner")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    found += problems(page)
    page.get_by_label("Somebody new: Karl Bergnner").check()
    page.get_by_role("button", name="Save the change").click()
    page.get_by_text("Saved. Mayor of Kukës Municipality: Karl Bergnner.").wait_for()
    assert found + problems(page) == []
    held = Appointment.objects.filter(organisation__name="Municipality of Kukës", ended=None)
    assert [str(post.person) for post in held] == ["Karl Bergnner"]
    assert not Organisation.objects.filter(name="kuksi").exists()
    assert Person.objects.filter(full_name="Karl Bergnner").count() == 1


def test_the_brief_prints_on_one_page(open_page, users, example):
    kukes = Organisation.objects.get(name="Municipality of Kukës")
    page = open_page(users[roles.STAFF])
    page.goto(f"{kukes.get_absolute_url()}brief/")
    page.get_by_role("button", name="Print").wait_for()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    text = paper.pages[0].extract_text()
    assert "Mr. Albert Halilaj" in text and "Download PDF" not in text
