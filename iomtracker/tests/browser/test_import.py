"""A register on its way in: every step by hand, with what axe-core says of it, and back."""

import pytest

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.test_accessibility import problems, unexpected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REGISTER = """Nr;Data;Titulli;Institucioni;Vendi
1;3/6/2024;Visit;Municipality of Kukës, Caritas;Kukës
2;31 June;Labour;Caritas;Tirana
3;5/6/2024;Call;Bashkia Kukës;Zoom
"""


@pytest.fixture
def page(open_page, users, example, settings, tmp_path):
    """A page of the data manager."""
    settings.MEDIA_ROOT = tmp_path
    return open_page(users[roles.DATA_MANAGER])


def test_a_register_comes_in_and_goes_back(page):
    before = Meeting.objects.count()
    found = []
    page.goto("/import/")
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("There is a problem").wait_for()
    found += problems(page)
    register = {"name": "r.csv", "mimeType": "text/csv", "buffer": REGISTER.encode("cp1252")}
    page.get_by_label("Register").set_input_files(register)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("heading", name="Which table is it?").wait_for()
    found += problems(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="What do the columns mean?").wait_for()
    found += problems(page)
    page.get_by_label("What “Vendi” means").select_option(label="Place")
    page.get_by_role("button", name="Check every row").click()
    page.get_by_text("‘31 June’ is not a real date.").wait_for()
    found += problems(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Say who is meant").click()
    found += problems(page)
    page.get_by_text("Municipality of Kukës").click()
    page.get_by_role("button", name="Save answers").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Change row 3").click()
    found += problems(page)
    page.get_by_label("Data (Date)").fill("30 May 2024")
    page.get_by_role("button", name="Save and check again").click()
    page.get_by_role("button", name="Import 3 meetings").click()
    page.get_by_text("Imported 3 meetings.").wait_for()
    found += problems(page)
    assert Meeting.objects.count() == before + 3
    with page.expect_navigation():
        page.get_by_role("link", name="Undo this import").click()
    found += problems(page)
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("Nothing of this import is left in the record.").wait_for()
    assert Meeting.objects.count() == before
    assert found == []
    assert unexpected(page) == []
