"""The day and the place in the form: what is shown, what an offered place goes with, what stays after midnight."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import roles
from engagements.models import FormDraft, Meeting
from iomtracker.tests.browser.test_accessibility import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def box(page, name):
    return page.locator(f"#meeting-form [name={name}]")


def pick(page, text):
    page.get_by_role("combobox", name="Add an organisation or person").fill(text)
    page.get_by_role("option").first.click()


def test_an_offered_place_goes_with_what_it_was_offered_for(open_page, users, example):
    page = open_page(users[roles.STAFF], width=390)
    page.goto("/meetings/new/")
    where = page.locator("#where")
    pick(page, "municipality of kuk")
    expect(box(page, "place")).to_have_value("")
    offer = where.get_by_role("button", name="Kukës where Municipality of Kukës is")
    offer.click()
    expect(box(page, "place")).to_have_value("Kukës")
    found = problems(page)
    page.get_by_label("Another day").check()
    expect(where.get_by_text("the day has changed")).to_be_visible()
    expect(box(page, "place")).to_have_value("")
    found += problems(page)
    offer.click()
    page.get_by_role("button", name="Remove").first.click()
    expect(where.get_by_text("which you removed")).to_be_visible()
    expect(offer).to_have_count(0)
    box(page, "place").fill("Rrapë")
    where.get_by_role("option", name="Keep “Rrapë” as it is written").click()
    page.get_by_label("Today").check()
    expect(box(page, "place")).to_have_value("Rrapë")
    where.get_by_role("button", name="Clear").click()
    expect(box(page, "place")).to_have_value("")
    assert found == []
    assert page.said == []


def test_a_form_kept_over_midnight_still_says_its_day(open_page, users, example):
    user = users[roles.STAFF]
    page = open_page(user)
    page.goto("/meetings/new/")
    page.get_by_text("More: title").click()
    page.get_by_label("Title").fill("Late")
    page.get_by_text("Draft saved").wait_for()
    page.goto("/")
    day = timezone.localdate() - timedelta(days=3)
    draft = FormDraft.objects.get()
    # As if it had been written three days ago: today, and the day of opening, are dates.
    draft.fields |= {"when": [day.isoformat()], "opened": [day.isoformat()]}
    draft.save()
    page.goto(f"/meetings/new/?draft={draft.token}")
    chosen = page.locator(f"#when [name=recent_day][value='{day.isoformat()}']")
    expect(chosen).to_be_checked()
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("Saved.").wait_for()
    assert Meeting.objects.get(title="Late").date == day


def test_a_copy_kept_by_the_device_shows_the_days_of_now(open_page, users, example):
    page = open_page(users[roles.STAFF])
    later = timezone.localdate() + timedelta(days=3)
    page.clock.set_fixed_time(f"{later}T10:00:00Z")

    def as_copy(route):
        form, copy = 'id="meeting-form"', 'id="meeting-form" data-copy-reason="offline"'
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(form, copy))

    page.route("**/meetings/new/", as_copy)
    page.goto("/meetings/new/")
    today = page.locator("#when [name=when]").first
    expect(today).to_have_value(later.isoformat())
    expect(today.locator("..")).to_contain_text(f"{later:%a} {later.day} {later:%B}")
    days = page.locator("#when [name=recent_day]")
    values = days.evaluate_all("radios => radios.map((radio) => radio.value)")
    assert values == [(later - timedelta(days=n)).isoformat() for n in range(13, -1, -1)]
    expect(days.last).to_have_attribute("aria-label", f"{later:%A} {later.day} {later:%B}")
    expect(box(page, "opened")).to_have_value(later.isoformat())
    blanks = page.locator(".days__grid > span")
    expect(blanks).to_have_count((later - timedelta(days=13)).weekday())
    page.unroute_all(behavior="wait")  # the service worker may still fetch the form
