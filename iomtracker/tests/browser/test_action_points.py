"""Action points by keyboard alone, and the states that a visit alone does not show."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts import roles
from engagements.models import ActionPoint, Meeting
from iomtracker.tests.browser.test_accessibility import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def point(users, example):
    """An overdue promise of the colleague who is signed in."""
    return Meeting.objects.earliest("pk").action_points.create(
        text="Send the draft procedures for mobile teams",
        owner=users[roles.STAFF],
        due=localdate() - timedelta(days=4),
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_closing_by_keyboard(open_page, users, point, scripts):
    page = open_page(users[roles.STAFF], 390, java_script_enabled=scripts)
    page.goto("/actions/")
    expect(page.locator(f"#action-{point.pk}")).to_contain_text("Overdue 4 days")
    page.get_by_role("button", name="Close “Send the draft procedures").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Closed: Send the draft procedures").wait_for()
    page.get_by_label("What was done?").focus()
    page.keyboard.type("Sent by e-mail")
    page.keyboard.press("Enter")
    page.get_by_text("Saved what was done").wait_for()
    found = ActionPoint.objects.get()
    assert (found.status, found.outcome) == ("done", "Sent by e-mail")
    page.goto(f"/actions/?closed={point.pk}")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Open again: Send the draft procedures").wait_for()
    assert ActionPoint.objects.get().is_open
    assert page.said == []


def test_every_state(open_page, users, point):
    page = open_page(users[roles.HEAD_OF_OFFICE])
    page.goto("/actions/")
    found = problems(page)
    page.get_by_role("link", name="Drop").first.click()
    page.get_by_role("button", name="Drop it").click()
    page.get_by_text("There is a problem").wait_for()
    found += problems(page)
    page.get_by_label("Why is it dropped?").fill("Not wanted any more")
    page.get_by_role("button", name="Drop it").click()
    page.get_by_text("Dropped: Send the draft procedures").wait_for()
    ActionPoint.objects.update(outcome="")
    page.reload()
    found += problems(page)
    page.goto("/account/settings/")
    page.get_by_role("button", name="Get a calendar address").click()
    page.get_by_text("Renew or turn off").click()
    found += problems(page)
    page.goto(f"{point.meeting.get_absolute_url()}?closed={point.pk}")
    found += problems(page)
    assert found == []
