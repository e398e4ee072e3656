"""What the boxes suggest: found whatever the spelling, only what may be chosen, in few queries."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from stakeholders.models import Location
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
# Signing in asks for the session, the user and the user's groups.
SIGNED_IN = 3
ADDRESSES = ["suggest_who", "suggest_place", "suggest_recent"]


@pytest.fixture
def asker(client):
    client.force_login(make_user())
    return client


@pytest.fixture
def kukes():
    """Kukës with its municipality, a unit of it, and the mayor."""
    place = make_location("Kukës", other_names="Kukesi")
    municipality = make_organisation(location=place)
    make_organisation(name="Social Services Unit", parent=municipality)
    make_appointment(
        make_person(honorific="Mr."), municipality, started=date(2023, 6, 1), ended=date(2027, 6, 1)
    )
    return municipality


def found(client, text, name="suggest_who", **more):
    """Return the labels that are suggested for `text`."""
    answer = client.get(reverse(name), {"q": text, **more})
    assert answer.status_code == 200
    return [line["label"] for line in answer.json()["results"]]


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_those_who_log_meetings_are_offered_names(client, name):
    assert client.get(reverse(name)).status_code == 302
    for role in ("viewer", "data manager", ""):
        client.force_login(make_user(role=role))
        assert client.get(reverse(name), {"q": "kukes"}).status_code == 403
    client.force_login(make_user(role="head of office"))
    assert client.get(reverse(name), {"q": "kukes"}).status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "kukes",
            [
                "Mr. Albert Halilaj",
                "Municipality of Kukës",
                "Social Services Unit, Municipality of Kukës",
            ],
        ),
        ("mayor kuk", ["Mr. Albert Halilaj"]),
        ("H.E. Mr. Albert Hal", ["Mr. Albert Halilaj"]),
        ("KUKËSI social", ["Social Services Unit, Municipality of Kukës"]),
        ("nobody", []),
        ("  ", []),
        ("💥 ‮", []),
        ("%_'\"", []),
    ],
)
def test_organisations_and_people_by_any_spelling(asker, kukes, text, labels):
    assert found(asker, text, on="2024-03-06") == labels


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("shkodra", "Municipality of Shkodër"),
        ("shkodrë", "Municipality of Shkodër"),
        ("helsinki", "Albanian Helsinki Committee"),
        ("gjirokaster", "Municipality of Gjirokastra"),
    ],
)
def test_albanian_endings_do_not_matter(asker, text, name):
    make_organisation(name=name)
    assert found(asker, text) == [name]


def test_a_person_comes_with_the_title_and_organisation_of_the_day(asker, kukes):
    answer = asker.get(reverse("suggest_who"), {"q": "halilaj", "on": "2024-03-06"}).json()
    person = kukes.appointments.get().person
    assert answer["results"] == [
        {
            "value": f"p{person.pk}.{kukes.pk}",
            "label": "Mr. Albert Halilaj",
            "detail": "Mayor of Kukës Municipality, Municipality of Kukës",
            "role": "Mayor of Kukës Municipality",
            "organisation": "Municipality of Kukës",
            "place": "Kukës",
            "seat": "",
        }
    ]
    earlier = asker.get(reverse("suggest_who"), {"q": "halilaj", "on": "2020-03-06"}).json()
    assert [line["value"] for line in earlier["results"]] == [f"p{person.pk}"]
    assert earlier["results"][0]["role"] == ""


def test_a_day_that_is_none_is_today(asker, kukes):
    today = timezone.localdate().isoformat()
    assert found(asker, "mayor", on="31 June") == found(asker, "mayor", on=today)


def test_what_cannot_be_chosen_is_not_suggested(asker, kukes):
    old = make_organisation(name="Municipality of Kukesi", merged_into=kukes)
    make_organisation(name="Kukës Fair", is_active=False)
    gone = make_person("Kukës Person", anonymised_at=timezone.now())
    make_person("Kukës Twin", merged_into=gone)
    labels = found(asker, "kukes", on="2024-03-06")
    assert len(labels) == 3
    assert not {str(old), "Kukës Fair", "Kukës Person", "Kukës Twin"} & set(labels)


def test_a_post_in_a_merged_organisation_leaves_the_person_without_one(asker, kukes):
    old = make_organisation(name="Old Agency", merged_into=kukes)
    ana = make_appointment(make_person("Ana Hoxha"), old, title="Clerk").person
    answer = asker.get(reverse("suggest_who"), {"q": "hoxha"}).json()
    assert [line["value"] for line in answer["results"]] == [f"p{ana.pk}"]


@pytest.mark.parametrize(("text", "kind"), [("Ambasada", "embassy"), ("Xyz", "")])
def test_the_kind_of_a_new_name_is_proposed(asker, text, kind):
    assert asker.get(reverse("suggest_who"), {"q": text}).json()["kind"] == kind


def test_look_alikes_of_a_new_name(asker, kukes):
    assert found(asker, "Municipality of Kuks", alike="1", on="2024-03-06")[0] == str(kukes)
    assert found(asker, "Albert Halila", alike="1", on="2024-03-06") == ["Mr. Albert Halilaj"]
    assert found(asker, "Zzz Qqq", alike="1") == []


def test_places_by_any_spelling(asker):
    kukes = make_location("Kukës", other_names="Kukesi")
    make_location("Shkodër", parent=kukes.parent)
    Location.objects.create(
        name="Kukës Old", slug="old", level="place", parent=kukes, is_active=False
    )
    assert found(asker, "kuk", "suggest_place") == ["Kukës", "Kukës county"]
    assert found(asker, "shkodra", "suggest_place") == ["Shkodër"]
    assert found(asker, "odër", "suggest_place") == []
    assert found(asker, "", "suggest_place") == []


def test_what_a_device_keeps_for_a_bad_connection(asker, kukes):
    make_meeting(organisations=[kukes])
    hidden = make_organisation(name="Secret Agency", kind=make_kind())
    make_meeting(organisations=[hidden], sensitivity="restricted")
    kept = asker.get(reverse("suggest_recent")).json()
    assert [line["label"] for line in kept["who"]] == ["Municipality of Kukës"]
    assert "Kukës" in [line["label"] for line in kept["places"]]


def test_query_counts(asker, kukes, django_assert_num_queries):
    for number in range(10):
        make_appointment(make_person(f"Kukës Person {number}"), kukes, title=f"Clerk {number}")
    make_meeting(organisations=[kukes])
    asks = [
        ("suggest_who", {"q": "kukes"}, 2),
        ("suggest_who", {"q": "nobody here"}, 6),
        ("suggest_who", {"q": "kukes persn", "alike": "1"}, 4),
        ("suggest_place", {"q": "kukes"}, 1),
        ("suggest_recent", {}, 4),
    ]
    for name, ask, queries in asks:
        with django_assert_num_queries(SIGNED_IN + queries):
            asker.get(reverse(name), ask)
