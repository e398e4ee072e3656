"""Emails are stopped from the email itself, and turned on again in the settings."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import EmailRecord, User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani", email="alma@example.org")


def gets_emails(user):
    return User.objects.get(pk=user.pk).emails


def address_of(user):
    return reverse("emails_stop", args=[user.email_key])


def test_the_link_asks_and_changes_nothing(client, alma, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(address_of(alma))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Stop these emails?</h1>" in page
    assert '<button class="btn">Stop these emails</button>' in page
    assert client.head(address_of(alma)).status_code == 200
    assert gets_emails(alma)
    assert "no-store" in response["Cache-Control"]
    for name in ("Alma", "alma@", "Jani"):
        assert name not in page


def test_the_press_stops_those_of_this_user_alone(client, alma):
    other = make_user(email="other@example.org")
    response = client.post(address_of(alma))
    assert response.status_code == 200
    assert "<h1>Emails stopped</h1>" in response.content.decode()
    assert reverse("account_settings") in response.content.decode()
    assert (gets_emails(alma), gets_emails(other)) == (False, True)
    assert client.post(address_of(alma)).status_code == 200


def test_a_mail_program_stops_them_without_a_page_and_its_token(alma):
    answer = Client(enforce_csrf_checks=True).post(
        address_of(alma), {"List-Unsubscribe": "One-Click"}
    )
    assert (answer.status_code, gets_emails(alma)) == (200, False)


def test_a_forged_key_stops_nothing(client, alma):
    key = alma.email_key
    for bad in ("x", f"{key}x", key.split(".")[0], key[:-1]):
        for method in (client.get, client.post):
            assert method(reverse("emails_stop", args=[bad])).status_code == 404, bad
    assert gets_emails(alma)
    assert client.put(address_of(alma)).status_code == 405


def test_who_is_signed_in_stops_the_emails_of_the_key(client, alma):
    reader = make_user()
    client.force_login(reader)
    assert client.post(address_of(alma)).status_code == 200
    assert (gets_emails(alma), gets_emails(reader)) == (False, True)


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", "data manager"])
def test_the_settings_turn_them_on_again_and_off(client, role):
    user = make_user(role, emails=False)
    client.force_login(user)
    page = client.get(reverse("account_settings")).content.decode()
    label = "Emails about action points that are due, and about the month"
    assert label in page
    answer = client.post(reverse("account_settings"), {"shortcuts": "on", "emails": "on"})
    assert (answer.url, gets_emails(user)) == (reverse("account_settings"), True)
    client.post(reverse("account_settings"), {"shortcuts": "on"})
    assert not gets_emails(user)
    assert User.objects.get(pk=user.pk).shortcuts


@pytest.fixture
def record(alma):
    return EmailRecord.objects.create(user=alma, kind="actions", day="2024-03-06")


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_data_manager_reads_which_were_sent(client, record, is_superuser):
    client.force_login(make_user("data manager", is_superuser=is_superuser))
    lists = reverse("admin:accounts_emailrecord_changelist")
    one = reverse("admin:accounts_emailrecord_change", args=[record.pk])
    assert "Alma Jani" in client.get(lists).content.decode()
    assert "Alma Jani" in client.get(f"{lists}?sent_at__isempty=1").content.decode()
    assert client.get(f"{lists}?sent_at__isempty=0").context["cl"].result_count == 0
    assert client.get(one).status_code == 200
    for verb in ("add/", f"{record.pk}/delete/"):
        assert client.get(f"{lists}{verb}").status_code == 403
    assert client.post(one, {"kind": "month"}).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_others_do_not(client, record, role):
    client.force_login(make_user(role))
    for address in (
        reverse("admin:accounts_emailrecord_changelist"),
        reverse("admin:accounts_emailrecord_change", args=[record.pk]),
    ):
        assert client.get(address, follow=True).status_code == 403
