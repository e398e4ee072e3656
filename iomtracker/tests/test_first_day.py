"""The home page of an office without meetings: a checklist, and what each role reads instead."""

import re
from datetime import date, datetime, timedelta
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, SetupStep, User
from accounts.tests.factories import make_user
from countries.pack import PackError, read_directory, read_places
from engagements.models import FormDraft
from engagements.tests.factories import make_area, make_kind, make_meeting
from stakeholders.models import OrganisationKind
from stakeholders.tests.factories import make_location, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)
TITLES = [
    "Check the name and the country",
    "Load the directory",
    "Invite colleagues",
    "Say who signs",
    "Look at thematic areas and kinds of meeting",
    "Log the first meeting",
]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("iomtracker.views.localdate", lambda: TODAY)


@pytest.fixture
def home(client):
    """Return the home page as `user` sees it, on one line."""

    def fetch(user):
        client.force_login(user)
        return " ".join(client.get(reverse("home")).content.decode().split())

    return fetch


@pytest.fixture
def dana():
    return make_user("data manager", full_name="Dana Demo")


def invite(role="staff", sent=date(2024, 2, 29), **fields):
    fields = {"name": "Alma Jani", "email": "alma@example.org", **fields}
    moment = datetime(sent.year, sent.month, sent.day, 9, tzinfo=ZoneInfo("Europe/Tirane"))
    invitation = Invitation(role=role, **fields)
    invitation.renew(now=moment)
    return invitation


def open_titles(page):
    """Return the titles of the lines that are to do."""
    return re.findall(r"<h3>(.*?)</h3>", page)


def done(page):
    """Return what stands in the fold of what is done."""
    fold = re.search(r'<details class="setup-done">.*?</details>', page)
    return re.findall(r"<span>(.*?)</span>", fold[0]) if fold else []


def answer(client, code, **data):
    return client.post(reverse("setup_step", args=[code]), data)


# Who sees what


def test_a_data_manager_sees_the_checklist(home, dana):
    make_area()
    make_kind()
    page = home(dana)
    assert open_titles(page) == TITLES
    assert ">Welcome, Dana Demo</h1>" in page
    assert "0 of 6 done" in page and done(page) == []
    assert "“IOM Albania”, Albania, time zone Europe/Tirane." in page
    assert "1 area and 1 kind are set." in page
    assert "Nobody has that role yet." in page
    assert page.count('class="btn"') == 1
    assert page.index('class="btn">They are right') > page.index('<li class="setup__now">')
    assert page.count("Not now") == 2
    assert "Staff and the head of office do that" in page
    assert reverse("meeting_create") not in page


def test_a_head_of_office_sees_it_and_who_does_what(home, dana):
    page = home(make_user("head of office", full_name="Helena Demo"))
    assert open_titles(page) == [TITLES[0], TITLES[1], TITLES[4], TITLES[5]]
    assert done(page) == [
        "Colleagues: 1 other account",
        "Signs the month: Helena Demo",
    ]
    assert page.count("The data manager does this: Dana Demo.") == 2
    assert reverse("colleague_invite") not in page and reverse("admin:index") not in page
    assert "Not now" not in page
    assert "Or log the first meeting now" in page and "Log a field visit" not in page
    assert "<h1>My work</h1>" in page


def test_without_a_data_manager_the_head_of_office_is_told_whom_it_takes(home):
    page = home(make_user("head of office"))
    assert page.count("A data manager does this.") == 3


def test_a_superuser_sees_it(home):
    page = home(User.objects.create_superuser("root", "x", full_name="Root"))
    assert open_titles(page) == TITLES


def test_staff_see_the_quick_buttons_and_one_sentence_with_searches(home):
    make_kind("bilateral-meeting", "Bilateral", described_as="meeting")
    page = home(make_user())
    assert open_titles(page) == []
    assert "Whom you write is kept and can be put right later." in page
    assert "Log a meeting </a>" in page and "?kind=bilateral-meeting" in page
    for number, (code, name) in enumerate({"b": "Embassy", "a": "Ministry", "c": "NGO"}.items()):
        kind = OrganisationKind.objects.create(code=code, name=name, position=number)
        for letter in "BA":
            make_organisation(f"{name} {letter}", kind=kind)
    assert "knows whom you meet: type “Embassy A”, “Ministry A” or “NGO A”." in home(make_user())


def test_a_viewer_sees_a_sentence_only(home):
    make_organisation()
    page = home(make_user("viewer"))
    assert "Nothing is logged yet" in page and "What your colleagues log will stand here." in page
    assert open_titles(page) == [] and reverse("meeting_create") not in page
    assert "Needs you" not in page and "Latest meetings" not in page


def test_with_the_first_meeting_it_is_gone(home, dana):
    make_meeting()
    for user in (dana, make_user("head of office"), make_user(), make_user("viewer")):
        page = home(user)
        assert "Set up the office" not in page and "Nothing is logged yet" not in page
        assert "Latest meetings" in page


def test_a_restricted_meeting_is_none_for_those_who_may_not_see_it(home, dana):
    make_meeting("Secret talks", sensitivity="restricted")
    assert "Set up the office" in home(dana)
    assert "Nothing is logged yet" in home(make_user())
    assert "Set up the office" not in home(make_user("head of office"))


def test_what_is_not_finished_stays(home):
    alma = make_user()
    make_meeting("Begun", created_by=alma, status="draft")
    FormDraft.objects.keep(alma, "6f9a1c0e-2f4b-4c1d-9a53-0b6e5d7c8f21", fields={}, form_version=1)
    page = home(alma)
    assert "Nothing is logged yet" in page and "Not finished" in page and "Begun" in page


def test_queries_are_few(client, dana, django_assert_num_queries):
    for user, number in [(dana, 16), (make_user("head of office"), 22), (make_user("viewer"), 8)]:
        client.force_login(user)
        with django_assert_num_queries(number):
            client.get(reverse("home"))


# Each line


def test_without_places_it_is_said_what_is_missing(home, dana):
    words = "No places are loaded."
    assert words in home(dana)
    make_location()
    assert words not in home(dana)


def test_name_and_country_are_looked_at(client, home, dana):
    home(dana)
    assert answer(client, "office").url == reverse("home")
    page = home(dana)
    assert TITLES[0] not in open_titles(page)
    assert done(page) == ["Name and country: IOM Albania, Albania, time zone Europe/Tirane"]
    assert "<h1>My work</h1>" in page and "1 of 6 done" in page


def test_the_directory_is_there_with_the_first_organisation(client, home, dana):
    home(dana)
    assert answer(client, "directory", **{"not-now": "yes"}).url == reverse("home")
    page = home(dana)
    assert (TITLES[1] in open_titles(page), done(page)) == (False, ["Directory: not now"])
    make_organisation()
    assert done(home(dana)) == ["Directory: 1 organisation"]


def test_the_directory_of_the_country_pack_is_loaded_from_its_line(client, home, dana):
    call_command("load_reference", verbosity=0)
    page = home(dana)
    bodies = len(read_directory(settings.COUNTRY.folder, read_places(settings.COUNTRY.folder)))
    assert f"The country pack of Albania holds {bodies} organisations" in page
    assert re.search(r'action="/setup/directory/">.{,200}>Load</button>', page)
    answer(client, "directory")
    page = home(dana)
    assert f"Directory: {bodies} added." in page
    assert done(page) == [f"Directory: {bodies} organisations"]
    answer(client, "directory")
    assert "Directory: nothing to add." in home(dana)
    assert not SetupStep.objects.exists()


@pytest.mark.parametrize(
    ("unverified", "told"),
    [
        (0, "until somebody is named."),
        (1, "named. 1 needs confirming and stands in the data-quality list."),
        (2, "named. 2 need confirming and stand in the data-quality list."),
    ],
)
def test_what_needs_confirming_is_told_where_something_does(
    home, dana, monkeypatch, unverified, told
):
    bodies = [
        Mock(seats=("Mayor",), unverified="the name" if n < unverified else "") for n in range(3)
    ]
    monkeypatch.setattr("iomtracker.first_day.read_pack", lambda folder: Mock(directory=bodies))
    page = home(dana)
    assert "holds 3 organisations, 3 of them with a seat that is vacant" in page
    assert told in page
    assert ("confirming" in page) == bool(unverified)


def test_without_places_the_directory_is_not_loaded(client, home, dana):
    home(dana)
    answer(client, "directory")
    page = home(dana)
    assert "Run load_reference first: organisations are in places." in page
    assert TITLES[1] in open_titles(page)


def test_a_pack_that_is_broken_or_empty_leads_to_the_import(home, dana, monkeypatch):
    def broken(folder):
        raise PackError("directory.csv", "is not there.")

    monkeypatch.setattr("iomtracker.first_day.read_pack", broken)
    page = home(dana)
    assert "The country pack can’t be used. directory.csv: is not there." in page
    assert f'href="{reverse("import_list")}">Bring in</a>' in page
    monkeypatch.setattr("iomtracker.first_day.read_pack", lambda folder: Mock(directory=()))
    page = home(dana)
    assert "Bring in contacts or a register" in page and "country pack" not in page


def test_colleagues_are_there_with_the_first_invitation_or_account(home, dana):
    invitation = invite()
    assert "Colleagues: 1 invitation waits" in done(home(dana))
    invitation.take_back(now=timezone.now())
    assert TITLES[2] in open_titles(home(dana))
    make_user("viewer")
    assert TITLES[2] not in open_titles(home(dana))


def test_an_invited_head_of_office_can_be_reminded(home, dana):
    invitation = invite("head of office")
    page = home(dana)
    assert (
        "Alma Jani is invited as head of office and has not signed in yet. "
        "The link was sent on 29 February 2024 and works until 7 March 2024." in page
    )
    assert f'action="{reverse("colleague_send", args=[invitation.pk])}"' in page
    Invitation.objects.update(sent_at=invitation.sent_at - timedelta(days=9))
    assert "The link was sent on 20 February 2024 and ended." in home(dana)
    make_user("head of office", full_name="Alma Jani")
    assert "Signs the month: Alma Jani" in done(home(dana))


def test_lists_are_looked_at_or_put_off(client, home, dana):
    home(dana)
    assert answer(client, "lists", **{"not-now": "yes"}).url == reverse("home")
    assert done(home(dana)) == ["Areas and kinds: not now"]
    lists = reverse("admin:engagements_thematicarea_changelist")
    assert answer(client, "lists").url == lists
    assert done(home(dana)) == ["Areas and kinds looked at"]
    assert client.get(lists).status_code == 200


def test_what_was_put_off_stands_in_the_settings(client, dana):
    client.force_login(dana)
    address = reverse("account_settings")
    assert "Put off on the first day" not in client.get(address).content.decode()
    for code in ("directory", "lists"):
        answer(client, code, **{"not-now": "yes"})
    page = " ".join(client.get(address).content.decode().split())
    assert open_titles(page) == [TITLES[1], TITLES[4]] and "Not now" not in page
    make_organisation()
    answer(client, "lists")
    assert "Put off on the first day" not in client.get(address).content.decode()
    SetupStep.objects.update(is_put_off=True)
    client.force_login(make_user("head of office"))
    assert "Put off on the first day" not in client.get(address).content.decode()


# Who may answer


def test_answers_are_for_those_who_set_up(client, dana):
    for role in ("viewer", "staff"):
        client.force_login(make_user(role))
        assert answer(client, "office").status_code == 403
    client.force_login(make_user("head of office"))
    assert answer(client, "office").status_code == 302
    for code in ("directory", "lists"):
        assert answer(client, code).status_code == 403
    client.logout()
    assert answer(client, "lists").url.startswith(reverse("account_login"))
    assert list(SetupStep.objects.values_list("code", flat=True)) == ["office"]
    client.force_login(dana)
    assert answer(client, "colours").status_code == 404
    assert client.get(reverse("setup_step", args=["lists"])).status_code == 405


def test_the_database_knows_each_step_once():
    SetupStep.objects.create(code="lists")
    for code in ("lists", "colours"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SetupStep.objects.create(code=code)
    assert str(SetupStep.objects.get()) == "Areas and kinds"
