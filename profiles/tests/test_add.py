"""Add an organisation or a person by hand: look-alikes first, nothing twice."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.tests.factories import make_user
from stakeholders.models import Organisation, Person
from stakeholders.tests.factories import make_kind, make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db
URL = "/stakeholders/add/"
PERSON = f"{URL}?what=person"


@pytest.fixture
def post(client):
    cache.clear()
    client.force_login(make_user())
    kind = make_kind()

    def send(url=URL, **fields):
        given = {"token": "t1", "kind": kind.pk} | fields
        return client.post(url, given)

    return send


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


@pytest.mark.parametrize("role", ["viewer", "data manager"])
def test_only_colleagues_add(client, role):
    client.force_login(make_user(role))
    assert client.get(URL).status_code == client.post(URL).status_code == 403


@pytest.mark.parametrize("role", ["staff", "head of office"])
def test_the_name_searched_for_is_filled_in(client, role):
    client.force_login(make_user(role))
    for url in (f"{URL}?name=kuksi", f"{PERSON}&name=kuksi"):
        response = client.get(url)
        assert response.status_code == 200
        assert 'value="kuksi"' in response.content.decode()


def test_an_organisation(post):
    place, parent = make_location(), make_organisation("Council")
    response = post(name="Embassy of Norway", place=place.pk, parent="council")
    made = Organisation.objects.get(name="Embassy of Norway")
    assert response["Location"] == made.get_absolute_url()
    assert (made.location, made.parent, made.kind) == (place, parent, make_kind())
    assert made.history.get().history_user.username.startswith("user-")


def test_a_person_with_a_post(post):
    council = make_organisation("Council")
    given = {"name": "Dr. Cen Leka", "organisation": "Council", "title": "Clerk"}
    post(PERSON, **given, email="cen@example.org", source="Business card")
    made = Person.objects.get()
    assert (made.honorific, made.full_name, made.source) == ("Dr.", "Cen Leka", "Business card")
    post = made.appointments.get()
    assert (post.organisation, post.title, post.started) == (council, "Clerk", None)


def test_look_alikes_first_then_all_the_same(post):
    make_organisation()
    response = post(name="Municipality of Kuks")
    assert response.status_code == 200
    assert [str(row) for row in response.context["alike"]] == ["Municipality of Kukës"]
    assert "None of these, add it" in response.content.decode()
    assert Organisation.objects.count() == 1
    post(name="Municipality of Kuks", sure=response.context["form"]["sure"].value())
    assert Organisation.objects.count() == 2


def test_another_name_is_looked_at_again(post):
    make_person("Cen Leka")
    response = post(PERSON, name="Cen Lekaj", sure="ben hoxha")
    assert [str(row) for row in response.context["alike"]] == ["Cen Leka"]


def test_sent_twice_stored_once(post):
    first = post(PERSON, name="Cen Leka")
    assert post(PERSON, name="Cen Leka")["Location"] == first["Location"]
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "fields", "error"),
    [
        (URL, {"name": ""}, {"name": ["This field is required."]}),
        (URL, {"kind": ""}, {"kind": ["This field is required."]}),
        (URL, {"name": "x" * 201}, None),
        (URL, {"name": "Council"}, {"name": ["An organisation of this name is already here."]}),
        (
            URL,
            {"parent": "Nowhere"},
            {"parent": ["No organisation is called “Nowhere”. Add it first."]},
        ),
        (PERSON, {"title": "Clerk"}, {"organisation": ["Write the organisation of this post."]}),
        (PERSON, {"organisation": "Council"}, {"title": ["Write the post they hold there."]}),
        (PERSON, {"phone": "1"}, {"source": ["Write where the email or phone number comes from."]}),
    ],
)
def test_refused_by_the_field(post, url, fields, error):
    make_organisation("Council")
    response = post(url, **({"name": "Embassy of Norway"} | fields))
    found = errors(response)
    assert list(found) == ["name"] if error is None else found == error
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 0)


def test_the_list_offers_it_to_colleagues(client):
    for role, shown in [("staff", True), ("viewer", False)]:
        client.force_login(make_user(role))
        text = client.get(reverse("stakeholder_list"), {"q": "kuksi"}).content.decode()
        assert (f"{URL}?name=kuksi" in text) == (f'href="{URL}"' in text) == shown
