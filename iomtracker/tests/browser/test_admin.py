"""The admin in a real browser, under the strict content policy: axe-core, the console, 320 px."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Counterpart, Meeting
from iomtracker.tests.browser.test_accessibility import problems, violations
from stakeholders.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whether a list is wider than the card that it stands in.
CUT_OFF = """() => {
  const table = document.getElementById("result_list");
  return Boolean(table) && table.scrollWidth > table.parentElement.clientWidth;
}"""


def change_page(row):
    """Return the address of the admin's page of a record."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def test_the_admin(open_page, users, example):
    manager = users[roles.DATA_MANAGER]
    # The groups of these tests have no permissions: migrations' own are gone with the first flush.
    manager.is_superuser = True
    manager.save()
    visit = Meeting.objects.get(title="Meeting with the Mayor of Kukës")
    addresses = [
        reverse("admin:index"),
        reverse("admin:engagements_meeting_changelist"),
        reverse("admin:engagements_meeting_add"),
        change_page(visit),
        reverse("admin:engagements_meeting_history", args=[visit.pk]),
        change_page(Counterpart.objects.get(meeting=visit)),
        reverse("admin:stakeholders_organisation_changelist"),
        change_page(Organisation.objects.get(name="Municipality of Kukës")),
        reverse("admin:stakeholders_organisation_add") + "?_popup=1",
        reverse("admin:stakeholders_person_changelist") + "?q=albert",
        reverse("admin:engagements_thematicarea_import"),
        reverse("admin:engagements_thematicarea_download"),
        reverse("admin:accounts_user_changelist"),
        change_page(manager),
        reverse("admin:auth_user_password_change", args=[manager.pk]),
        reverse("admin:accounts_exportrecord_changelist"),
    ]
    page = open_page(manager)
    found, said, cut_off = [], [], []
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(address).status == 200, address
        cut_off += [address] if page.evaluate(CUT_OFF) else []
        # What axe-core itself is told, when it reads the admin's style sheets anew, is not the page's.
        said += page.said
        found += problems(page)
        page.said.clear()
    assert found == []
    assert said == []
    assert cut_off == []


def test_a_name_on_record_is_shown_before_it_is_stored(open_page, users, example):
    manager = users[roles.DATA_MANAGER]
    manager.is_superuser = True
    manager.save()
    page = open_page(manager, 390)
    page.goto(reverse("admin:stakeholders_organisation_add"))
    page.get_by_label("Name", exact=True).fill("Bashkia Kukës")
    page.get_by_label("Kind").select_option(label="Local government")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Municipality of Kukës", exact=True)).to_be_visible()
    assert violations(page) == []
    assert not Organisation.objects.filter(name="Bashkia Kukës").exists()
    page.get_by_label("Add it all the same").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Organisations")).to_be_visible()
    assert Organisation.objects.filter(name="Bashkia Kukës").exists()
