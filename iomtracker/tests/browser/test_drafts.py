"""Nothing is lost: what is typed is on the device and the server before anybody presses Save."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from engagements.models import FormDraft, Meeting
from engagements.tests.factories import make_kind, make_meeting
from iomtracker.tests.browser.conftest import PATIENCE
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_offline import FORM, ready, save, stored, title

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = "What can be said publicly?"


@pytest.fixture
def staff(users):
    make_kind()
    return users[roles.STAFF]


@pytest.fixture
def page(open_page, staff):
    return open_page(staff, width=390)


def on_device(page):
    """Wait until the text is on the device."""
    page.wait_for_function("() => Object.keys(localStorage).length > 0")


def until(page, is_true):
    """Let the browser go on until `is_true()`; give up when patience ends."""
    for _tenth in range(PATIENCE // 100):
        if is_true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"It never came true: {is_true}")


def test_it_is_kept_after_a_second_and_offered_when_the_form_opens(page):
    page.goto(FORM)
    page.get_by_label(LINE).fill("Half a sentence")
    on_device(page)
    page.locator("#draft-state").get_by_text("Draft saved at").wait_for()
    page.goto(FORM)
    offer = page.locator("#kept-notes")
    offer.get_by_text("You had not finished: Half a sentence").wait_for()
    expect(page.get_by_label(LINE)).to_have_value("")
    assert problems(page) == []
    offer.get_by_role("button", name="Continue").click()
    expect(page.get_by_label(LINE)).to_have_value("Half a sentence")
    title(page, "Whole")
    save(page)
    page.get_by_text("Saved").first.wait_for()
    page.wait_for_function("() => Object.keys(localStorage).length === 0")
    assert (stored(), FormDraft.objects.count()) == (["Whole"], 0)


def test_it_is_deleted_when_asked(page):
    page.goto(FORM)
    page.get_by_label(LINE).fill("Not needed")
    on_device(page)
    page.goto(FORM)
    page.locator("#kept-notes").get_by_role("button", name="Delete it").click()
    page.wait_for_function("() => Object.keys(localStorage).length === 0")


def test_it_is_deleted_on_the_server_too(page):
    page.clock.install()
    page.goto(FORM)
    page.get_by_label(LINE).fill("Not needed there either")
    page.clock.run_for(1100)
    page.clock.run_for(14_500)
    page.locator("#draft-state").get_by_text("Draft saved at").wait_for()
    page.goto(FORM)
    page.locator("#kept-notes").get_by_role("button", name="Delete it").click()
    until(page, lambda: not FormDraft.objects.exists())


def test_leaving_sends_it_to_the_server(page, staff):
    page.goto(FORM)
    page.get_by_label(LINE).fill("On leaving")
    page.goto("/")
    # The page that sends it is gone before the answer, so only the database can tell when it is there.
    until(page, FormDraft.objects.exists)
    draft = FormDraft.objects.get()
    assert draft.user.pk == staff.pk
    assert draft.fields["public_line"] == ["On leaving"]


def test_it_goes_to_the_server_every_15_seconds(page):
    page.clock.install()
    page.goto(FORM)
    page.get_by_label(LINE).fill("Every 15 seconds")
    page.clock.run_for(1100)
    page.clock.run_for(14_500)
    page.locator("#draft-state").get_by_text("Draft saved at").wait_for()
    assert FormDraft.objects.get().fields["public_line"] == ["Every 15 seconds"]


def test_reload_and_closed_tab(page):
    page.goto(FORM)
    page.get_by_label(LINE).fill("Typed before reload")
    on_device(page)
    page.reload()
    page.wait_for_function("() => document.getElementById('id_public_line').value !== ''")
    expect(page.get_by_label(LINE)).to_have_value("Typed before reload")
    other = page.context.new_page()
    page.close()
    other.goto(FORM)
    other.locator("#kept-notes b").get_by_text("Typed before reload").wait_for()


def test_an_error_of_the_server_keeps_the_text(page):
    page.goto(FORM)
    ready(page)
    title(page, "Safe")
    fails = lambda route: (  # noqa: E731 - one line is enough
        route.fulfill(status=500, body="Broken")
        if route.request.method == "POST"
        else route.continue_()
    )
    page.context.route(f"**{FORM}", fails)
    save(page)
    problem = "The server had a problem. Kept here, next try at"
    page.locator("#draft-state").get_by_text(problem).wait_for()
    expect(page.locator("#id_title")).to_have_value("Safe")
    page.context.unroute(f"**{FORM}", fails)
    save(page)
    page.get_by_text("Saved").first.wait_for()
    assert stored() == ["Safe"]


def test_back_after_saving_leads_to_what_is_stored(page):
    page.goto(FORM)
    title(page, "Once")
    page.locator(".savebar").get_by_role("button", name="Save meeting").dblclick()
    page.get_by_text("Saved").first.wait_for()
    page.go_back()
    page.wait_for_url("**/edit/")
    expect(page.locator("#id_title")).to_have_value("Once")
    assert stored() == ["Once"]


def test_rows_come_back(page):
    page.goto(FORM)
    page.get_by_role("button", name="Add an action point").click()
    page.locator("[name=promise-0-text]").fill("Send the list")
    on_device(page)
    page.reload()
    page.wait_for_function("() => document.getElementsByName('promise-0-text')[0]?.value")
    expect(page.locator("[name=promise-0-text]")).to_have_value("Send the list")


def test_a_change_is_kept_apart_from_new_meetings(page, staff):
    meeting = make_meeting(created_by=staff)
    edit = f"{meeting.get_absolute_url()}edit/"
    page.goto(edit)
    page.get_by_label(LINE).fill("A change")
    on_device(page)
    page.goto(FORM)
    expect(page.locator("#kept-notes")).to_have_text("", use_inner_text=True)
    page.goto(edit)
    page.locator("#kept-notes").get_by_role("button", name="Continue").click()
    save(page)
    page.get_by_text("Saved").first.wait_for()
    assert Meeting.objects.get().public_line == "A change"
