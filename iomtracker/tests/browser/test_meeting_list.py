"""The filters and downloads of the meetings list on a phone, without script, and the record of downloads."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts import roles
from accounts.models import ExportRecord
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems

LIST = "/admin/accounts/exportrecord/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_all_filters(page):
    """Open the filters and each group in them that is closed, by keyboard."""
    page.locator("summary", has_text="Filter").press("Enter")
    for name in ("Place", "Colleague", "Needs detail"):
        group = page.locator("summary", has_text=name)
        if group.count() and not group.evaluate("summary => summary.parentElement.open"):
            group.press("Enter")


def test_filter_sort_and_download_on_a_phone(open_page, users, example):
    alma = users[roles.HEAD_OF_OFFICE]
    secret = Meeting.objects.get(title="Meeting with the Mayor of Devoll")
    secret.sensitivity = "restricted"
    secret.store()
    page = open_page(alma, 390, has_touch=True, java_script_enabled=False)
    page.goto("/meetings/?month=2024-03")
    expect(page.get_by_label("Find in these meetings")).to_be_hidden()
    page.locator("summary", has_text="Filter").tap()
    page.get_by_role("checkbox", name="AVRR 5").tap()
    page.get_by_role("button", name="Show results").tap()
    page.wait_for_url("**area=avrr*")
    expect(page.get_by_role("status").first).to_have_text(
        "5 meetings in March 2024", use_inner_text=True
    )
    page.get_by_label("Sort by").select_option("Place")
    page.get_by_role("button", name="Sort").tap()
    page.wait_for_url("**sort=place*")
    titles = page.locator(".c-main a").all_inner_texts()
    assert titles[0] == "Meeting with the Mayor of Devoll"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").tap()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Title"] for row in rows] == titles[1:]
    assert download.value.suggested_filename == "meetings-2024-03.csv"
    assert ExportRecord.objects.get().row_count == 4
    page.get_by_role("link", name="Remove filter: AVRR").tap()
    page.wait_for_url(lambda address: "avrr" not in address)
    expect(page.get_by_role("status").first).to_have_text(
        "12 meetings in March 2024", use_inner_text=True
    )


def test_open_filters_and_the_record_of_downloads(open_page, users, example):
    page = open_page(users[roles.HEAD_OF_OFFICE], 390)
    page.goto("/meetings/?month=2024-03")
    open_all_filters(page)
    found = problems(page)
    manager = users[roles.DATA_MANAGER]
    # The groups of these tests have no permissions: migrations' own are gone with the first flush.
    manager.is_superuser = True
    manager.save()
    for number in range(2):
        ExportRecord.objects.create(
            user=manager, what="Meetings", file_format="csv", row_count=number
        )
    record = open_page(manager)
    first = ExportRecord.objects.first().pk
    for address in (LIST, f"{LIST}{first}/change/"):
        assert record.goto(address, wait_until="load").status == 200, address
        found += problems(record)
    assert found == []
    assert page.said == []
