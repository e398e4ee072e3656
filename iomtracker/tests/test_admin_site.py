"""Lists and accounts: the index, and what the pages of the admin have from the site."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
MEETINGS = reverse("admin:engagements_meeting_changelist")


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def lines(page):
    """Return {label: state} of what stands on the index."""
    shown = [line for group in page.context["groups"] for line in group["lines"]]
    return {line.label: line.state for line in [*page.context["clean_up"], *shown]}


def test_the_index_leads_to_clean_up_and_to_what_is_edited(client, manager):
    make_meeting("Talk")
    make_meeting("Secret talk", sensitivity="restricted")
    page = client.get(INDEX)
    found = lines(page)
    assert found["Meetings"] == "1"
    assert found["Data quality"].endswith("things could be better")
    assert found["Likely duplicates"] == "none"
    assert found["Imports"] == "none open"
    assert found["Merges"] == "none yet"
    assert found["Invite a colleague"] == "none waiting"
    assert found["Downloads"] == "who took what, when"
    assert "Reference counters" not in found
    assert "Email addresses" not in found
    assert "engagements" not in page.content.decode().replace("/engagements/", "").lower()


def test_the_index_costs_the_same_for_many(client, manager, django_assert_num_queries):
    client.get(INDEX)
    for number in range(5):
        make_meeting(f"Talk {number}")
        make_organisation(f"Organisation {number}")
        with django_assert_num_queries(26):
            client.get(INDEX)


@pytest.mark.parametrize("address", ["/admin/engagements/", "/admin/accounts/"])
def test_apps_have_no_page(client, manager, address):
    assert client.get(address).url == INDEX


def test_passwords_and_signing_out_are_the_sites_own(client, manager):
    password = reverse("account_change_password")
    assert client.get(reverse("admin:password_change")).url == password
    assert client.get(reverse("admin:password_change_done")).url == password
    assert client.post(reverse("admin:logout")).url == reverse("account_logout")
    assert client.get(INDEX).status_code == 200


def test_pages_are_in_the_sites_frame(client, manager):
    meeting = make_meeting("Talk")
    for address in (
        INDEX,
        MEETINGS,
        reverse("admin:engagements_meeting_change", args=[meeting.pk]),
        reverse("admin:engagements_meeting_history", args=[meeting.pk]),
        reverse("admin:stakeholders_organisation_import"),
        reverse("admin:accounts_user_changelist"),
    ):
        text = client.get(address).content.decode()
        assert 'aria-current="page"' in text
        assert "css/admin.css" in text
        for sheet in ("base", "changelists", "forms", "dashboard", "responsive", "dark_mode"):
            assert f"admin/css/{sheet}.css" not in text
        assert " style=" not in text


def test_a_popup_is_the_form_alone(client, manager):
    text = client.get(reverse("admin:stakeholders_organisation_add") + "?_popup=1").content.decode()
    assert '<header class="topbar">' not in text
    assert '<footer class="sitefoot">' not in text
    assert 'name="_popup"' in text


def test_a_list_stays_a_table_and_says_its_columns(client, manager):
    make_organisation("Caritas")
    text = client.get(reverse("admin:stakeholders_organisation_changelist")).content.decode()
    assert 'role="table"' in text
    cell = '<td data-word="Meetings" role="cell" class="field-meeting_count">0</td>'
    assert cell in text
    assert 'data-word="In use" role="cell" class="field-is_active">Yes</td>' in text
    assert 'data-word="Name" role="rowheader" scope="row"' in text


def test_the_meeting_list(client, manager):
    make_meeting("Whole month", date=date(2024, 3, 1), date_precision="month")
    make_meeting("Talk", date=date(2024, 3, 6), status="draft", sensitivity="internal")
    text = " ".join(client.get(MEETINGS).content.decode().split())
    assert 'March 2024<span class="sub">day not recorded</span>' in text
    assert '6 March 2024<span class="sub">Wednesday</span>' in text
    assert '<span class="tag">Draft</span>' in text
    assert text.count("</svg>No counterpart</span>") == 2
    for meeting in Meeting.objects.all():
        assert f'href="{meeting.get_absolute_url()}"' in text
