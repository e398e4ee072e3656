"""A meeting is restricted after its month was signed: what each role sees of page and files."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_review import MARCH, sign
from reviews.documents import FORMATS
from reviews.models import MonthlyReview
from reviews.signature.sign import signed_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = "A record was restricted after this review was signed on"
NAME = "Ruth Huber"


def files(page, query=""):
    return {f: page.request.get(f"{MARCH}download/{f}/{query}").body() for f in FORMATS}


def restrict(page, meeting, answer):
    page.goto(f"{meeting.get_absolute_url()}edit/?told_signed=1")
    box = page.get_by_label("Restricted", exact=False)
    box.evaluate("box => box.closest('details')?.setAttribute('open', '')")
    box.check()
    page.get_by_role("button", name="Save meeting").last.click()
    expect(page.get_by_text("leave the page and the files")).to_be_visible()
    page.get_by_role("button", name=answer).click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_what_each_role_sees(open_page, users, example):
    meeting = Meeting.objects.get(attendances__person__full_name=NAME)
    head = open_page(users[roles.HEAD_OF_OFFICE])
    head.goto(f"{MARCH}sign/")
    sign(head)
    signed = {f: signed_file(MonthlyReview.objects.get(), f) for f in FORMATS}
    assert files(head) == signed

    restrict(head, meeting, "Leave it as it is")
    assert not Meeting.objects.get(pk=meeting.pk).is_restricted
    restrict(head, meeting, "Restrict it")
    head.goto(MARCH)
    expect(head.get_by_text("1 meeting was restricted after this was signed.")).to_be_visible()
    expect(head.locator("#days").get_by_text(NAME)).to_be_visible()
    found = problems(head)
    assert files(head) == signed

    head.get_by_role("link", name="See it as others do").click()
    expect(head.get_by_text(LINE)).to_be_visible()
    expect(head.get_by_text(NAME)).to_have_count(0)
    made = files(head, "?as-others=1")
    for role in (roles.VIEWER, roles.STAFF, roles.DATA_MANAGER):
        page = open_page(users[role], width=390)
        page.goto(MARCH)
        expect(page.get_by_text(LINE)).to_be_visible()
        expect(page.get_by_text(NAME)).to_have_count(0)
        found += problems(page)
        assert files(page) == made
        assert page.said == []
    assert all(made[f] != signed[f] for f in FORMATS)
    assert meeting.reference not in made["csv"].decode()
    assert NAME not in made["txt"].decode()
    said = [line for line in head.said if "422" not in line]  # the question, as the browser sees it
    assert (found, said) == ([], [])
