"""The queue of likely duplicates: who may see it, what it shows, what its buttons do."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.tests.factories import make_user
from stakeholders.models import LikelyPair, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
QUEUE, DIFFERENT = "/quality/duplicates/", "/quality/duplicates/different/"


@pytest.fixture
def manager(client):
    client.force_login(make_user("data manager", full_name="Dana Manager"))
    return client


def duplicates():
    """Make two organisations that look alike; return their pair."""
    make_organisation("Danish Refugee Council", kind=make_kind("ngo", "NGO"))
    make_organisation("The Danish Refugee Council (DRC)", kind=make_kind("ngo", "NGO"))
    return LikelyPair.objects.get()


def shown(response):
    return [(str(one), str(other)) for _pair, one, other in response.context["pairs"]]


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", ""])
def test_for_the_data_manager_only(client, role):
    pair = duplicates()
    client.force_login(make_user(role))
    assert [client.get(page).status_code for page in (QUEUE, DIFFERENT)] == [403, 403]
    for button in ("duplicate_dismiss", "duplicate_take_back"):
        assert client.post(reverse(button, args=[pair.pk])).status_code == 403
    assert not LikelyPair.objects.dismissed().exists()


@pytest.mark.parametrize("address", [QUEUE, DIFFERENT, "/quality/duplicates/1/dismiss/"])
def test_sign_in_first(client, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_the_likeliest_first_with_reasons_and_a_way_to_merge(manager):
    duplicates()
    unlikelier = [make_organisation("Concern Worldwide"), make_organisation("Concern")]
    page = manager.get(QUEUE)
    names = [("Danish Refugee Council", "The Danish Refugee Council (DRC)")]
    assert shown(page) == [*names, ("Concern Worldwide", "Concern")]
    text = page.content.decode()
    assert "One name has words that the other lacks" in text
    first, second = unlikelier
    assert reverse("merge_pair", args=["organisation", second.pk, first.pk]) in text
    assert (
        manager.get(reverse("merge_pair", args=["organisation", second.pk, first.pk])).status_code
        == 200
    )


def test_people_have_a_list_of_their_own(manager):
    duplicates()
    make_appointment(make_person("Albert Halilaj", email="a@kukes.example"), title="Mayor")
    make_person("Mr. Albert Halilai", phone="+355 24 222 333")
    page = manager.get(QUEUE, {"kind": "person"})
    assert shown(page) == [("Albert Halilaj", "Mr. Albert Halilai")]
    text = page.content.decode()
    for words in (
        "Mayor · Municipality of Kukës",
        "a@kukes.example",
        "Spelled a little differently",
    ):
        assert words in text
    assert shown(manager.get(QUEUE, {"kind": "nonsense"}))[0][0] == "Danish Refugee Council"


def test_not_a_duplicate_is_remembered_with_who_and_when(manager):
    pair = duplicates()
    answer = manager.post(reverse("duplicate_dismiss", args=[pair.pk]), follow=True)
    assert answer.redirect_chain == [(f"{QUEUE}?kind=organisation", 302)]
    assert "They will not be suggested as duplicates again." in answer.content.decode()
    assert shown(answer) == []
    page = manager.get(DIFFERENT)
    assert len(shown(page)) == 1
    assert "Dana Manager, " in page.content.decode()
    pair.refresh_from_db()
    dismissed_at = pair.dismissed_at
    manager.post(reverse("duplicate_dismiss", args=[pair.pk]))
    pair.refresh_from_db()
    assert pair.dismissed_at == dismissed_at


def test_it_can_be_taken_back(manager):
    pair = duplicates()
    manager.post(reverse("duplicate_dismiss", args=[pair.pk]))
    answer = manager.post(reverse("duplicate_take_back", args=[pair.pk]), follow=True)
    assert answer.redirect_chain == [(f"{DIFFERENT}?kind=organisation", 302)]
    assert shown(answer) == []
    assert len(shown(manager.get(QUEUE))) == 1


def test_merged_retired_and_anonymised_ones_are_not_shown_however_that_was_written(manager):
    pair = duplicates()
    newer = Organisation.objects.filter(pk=pair.b)
    for change, before in [
        ({"is_active": False}, {"is_active": True}),
        ({"merged_into": pair.a}, {"merged_into": None}),
    ]:
        newer.update(**change)
        assert shown(manager.get(QUEUE)) == []
        newer.update(**before)
        assert len(shown(manager.get(QUEUE))) == 1
    people = Person.objects.filter(pk__in=[make_person().pk, make_person().pk])
    assert len(shown(manager.get(QUEUE, {"kind": "person"}))) == 1
    people.update(anonymised_at=now())
    assert shown(manager.get(QUEUE, {"kind": "person"})) == []


@pytest.mark.parametrize("number", [99, 2**63, 10**30])
def test_a_pair_that_is_not_there(manager, number):
    assert manager.post(f"/quality/duplicates/{number}/dismiss/").status_code == 404
    assert manager.post(f"/quality/duplicates/{number}/take-back/").status_code == 404


def test_buttons_are_not_links(manager):
    pair = duplicates()
    assert manager.get(reverse("duplicate_dismiss", args=[pair.pk])).status_code == 405
    assert manager.get(reverse("duplicate_take_back", args=[pair.pk])).status_code == 405
    assert manager.post(QUEUE).status_code == 405


@pytest.mark.parametrize("kind", ["organisation", "person"])
def test_empty(manager, kind):
    words = {
        "organisation": "No two organisations look like duplicates.",
        "person": "No two people look like duplicates.",
    }
    assert words[kind] in manager.get(QUEUE, {"kind": kind}).content.decode()
    different = manager.get(DIFFERENT, {"kind": kind}).content.decode()
    assert "No pair has been marked as different." in different


def test_pages_and_queries_do_not_grow(manager, django_assert_num_queries):
    def ask(queries, **params):
        manager.get(QUEUE, params)
        with django_assert_num_queries(queries):
            return manager.get(QUEUE, params)

    place = make_location()
    for number in range(27):
        word = "bcdfglmnprstvz"[number % 14] + "aeiou"[number // 14] + "rnu"
        make_organisation(f"{word} Welfare", location=place)
        make_organisation(f"{word} Welfare Organisation", parent=None)
        person = make_person(f"{word} Bektashi")
        make_appointment(person, title=f"T{number}", organisation=make_organisation(f"O{number}"))
        make_person(f"{word.upper()} Bektashi")
    page = ask(5)
    assert len(shown(page)) == 25
    rest = ask(6, after=page.context["page"].after)
    assert len(shown(rest)) == 2
    assert len(shown(ask(7, kind="person"))) == 25
