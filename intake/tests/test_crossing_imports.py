"""Imports on which two requests cross: a form sent twice, an old page, two managers at once."""

from datetime import date, timedelta

import pytest

from accounts import roles
from accounts.tests.factories import make_user
from intake.importing import discard
from intake.models import Import
from intake.tests.factories import box_of, checked, csv_bytes, make_lists, states
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 1)
HEAD = ["Date", "Who", "Title"]
PLANS = [("Date", "date", "day"), ("Who", "organisations", "comma"), ("Title", "title")]
ROWS = [
    ["6/3/2024", "Caritas", "A"],
    ["31 June", "UNHCR", "B"],
    ["7/3/2024", "Municipality Kukes", "C"],
]


@pytest.fixture
def dora(client, settings, tmp_path):
    """A data manager who is signed in; files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    make_lists()
    user = make_user(roles.DATA_MANAGER, full_name="Dora")
    client.force_login(user)
    return user


@pytest.fixture
def source(dora):
    """A checked import: one row ready, one wrong, one asked about."""
    make_organisation()
    return checked(csv_bytes(HEAD, *ROWS), *PLANS, user=dora, today=TODAY)


def said(response):
    """Return the messages on a page."""
    return [str(message) for message in response.context["messages"]]


def test_the_same_answers_sent_twice_answer_nothing_more(client, dora, monkeypatch):
    monkeypatch.setattr("intake.asking.AT_A_TIME", 1)
    make_organisation()
    make_organisation("Municipality of Korçë")
    rows = ["7/3/2024", "Municipality Kukes", "A"], ["8/3/2024", "Municipality Korce", "B"]
    source = checked(csv_bytes(HEAD, *rows), *PLANS, user=dora, today=TODAY)
    assert states(source) == {2: "asked", 3: "asked"}
    path = f"/import/{source.pk}/names/"
    (question,) = client.get(path).context["questions"]
    assert (question.name, question.box) == ("Municipality Kukes", box_of("Municipality Kukes"))
    for _again in range(2):
        client.get(client.post(path, {question.box: "new"}).url)
        source.refresh_from_db()
        assert source.answers == {"municipality kukes": "new"}
        assert states(source) == {2: "ready", 3: "asked"}


def test_an_import_that_somebody_works_on_is_not_discarded(client, source):
    path = f"/import/{source.pk}/discard/"
    assert source.claim(timedelta(minutes=2)) is True
    response = client.post(path)
    assert response.url == f"/import/{source.pk}/"
    assert said(client.get(response.url)) == [
        "The rows are being read or checked at this moment. Wait for it, then discard the import."
    ]
    assert (Import.objects.count(), source.rows.count()) == (1, 3)
    source.release()
    assert client.post(path).url == "/import/"
    assert Import.objects.count() == 0


@pytest.mark.parametrize("role", [roles.VIEWER, roles.STAFF, roles.HEAD_OF_OFFICE])
def test_others_discard_nothing(client, source, role):
    client.force_login(make_user(role))
    assert client.post(f"/import/{source.pk}/discard/").status_code == 403
    assert Import.objects.count() == 1


def test_an_import_discarded_while_it_is_checked_leads_to_the_list(client, source, monkeypatch):
    def gone(source, today):
        Import.objects.filter(pk=source.pk).delete()
        return 0

    Import.objects.update(status="checking")
    monkeypatch.setattr("intake.views.check.check_some", gone)
    response = client.get(f"/import/{source.pk}/check/")
    assert (response.status_code, response.url) == (302, "/import/")
    assert said(client.get("/import/")) == ["Somebody discarded this import meanwhile."]


@pytest.mark.parametrize(
    ("status", "url", "text"),
    [
        ("", "/import/", "Somebody discarded this import meanwhile."),
        ("done", "/import/{}/", "It was imported meanwhile, so it is not discarded."),
    ],
)
def test_discarded_or_stored_by_another_meanwhile(client, source, monkeypatch, status, url, text):
    def too_late(source):
        found = Import.objects.filter(pk=source.pk)
        found.update(status=status) if status else found.delete()
        return discard(source)

    monkeypatch.setattr("intake.views.finish.discard", too_late)
    response = client.post(f"/import/{source.pk}/discard/")
    assert response.url == url.format(source.pk)
    assert said(client.get(response.url)) == [text]
