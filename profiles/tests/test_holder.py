"""A change of office-holder: one form ends one appointment and begins the next."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from stakeholders.models import Appointment, Person
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("profiles.views.edit.localdate", lambda: TODAY)


@pytest.fixture
def kukes():
    return make_organisation()


@pytest.fixture
def ana(kukes):
    return make_appointment(make_person("Ana Dule"), kukes, "Mayor", started=date(2023, 5, 1))


@pytest.fixture
def change(client, kukes):
    """Post the form as a colleague."""
    user = make_user(full_name="Alma Jani")

    def post(**fields):
        client.force_login(user)
        fields = {"title": "Mayor", "who": "new", "since": "1 April 2024"} | fields
        return client.post(reverse("holder_change", args=[kukes.slug]), fields)

    return post


def held():
    """Return all appointments as (name, title, from, to, acting)."""
    rows = Appointment.objects.order_by("pk").select_related("person")
    return [(r.person.full_name, r.title, r.started, r.ended, r.is_acting) for r in rows]


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


ANA_ENDED = ("Ana Dule", "Mayor", date(2023, 5, 1), date(2024, 3, 31), False)
ANA_STILL = ("Ana Dule", "Mayor", date(2023, 5, 1), None, False)


# Who


@pytest.mark.parametrize("role", ["viewer", "data manager"])
def test_only_colleagues_change_seats(client, role, kukes, ana):
    client.force_login(make_user(role))
    url = reverse("holder_change", args=[kukes.slug])
    assert client.get(url).status_code == 403
    assert client.post(url, {"title": "Mayor", "who": "nobody"}).status_code == 403
    assert held() == [ANA_STILL]


@pytest.mark.parametrize("role", ["staff", "head of office"])
def test_colleagues_see_who_holds_it(client, role, kukes, ana):
    client.force_login(make_user(role))
    response = client.get(reverse("holder_change", args=[kukes.slug]), {"seat": "Mayor"})
    text = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "Held now by" in text and "Ana Dule, since 1 May 2023" in text
    assert 'value="2 April 2024"' in text


def test_a_merged_organisation_leads_to_what_it_was_merged_into(client, kukes):
    old = make_organisation("Bashkia Kukës", merged_into=kukes)
    client.force_login(make_user())
    response = client.get(reverse("holder_change", args=[old.slug]))
    assert response["Location"] == reverse("holder_change", args=[kukes.slug])


# What is stored


def test_somebody_known_takes_the_seat(change, kukes, ana):
    ben = make_person("Bën Hoxha")
    response = change(name="ben hoxha")
    assert response["Location"] == kukes.get_absolute_url()
    assert held() == [ANA_ENDED, ("Bën Hoxha", "Mayor", date(2024, 4, 1), None, False)]
    assert Person.objects.count() == 2
    assert ben.appointments.get().organisation == kukes
    changes = Appointment.history.order_by("history_id").values_list(
        "history_type", "history_user__full_name"
    )
    assert list(changes)[1:] == [("~", "Alma Jani"), ("+", "Alma Jani")]


def test_somebody_new_takes_the_seat_acting(change, ana):
    change(name="H.E. Mr. Cen Leka", is_acting="on")
    assert held()[1:] == [("Cen Leka", "Mayor", date(2024, 4, 1), None, True)]
    assert Person.objects.get(full_name="Cen Leka").honorific == "H.E. Mr."


def test_nobody_for_now(change, ana):
    assert change(who="nobody").status_code == 302
    assert held() == [ANA_ENDED]


def test_a_seat_that_was_empty_or_unknown(change):
    change(title="Adviser", name="Cen Leka")
    assert held() == [("Cen Leka", "Adviser", date(2024, 4, 1), None, False)]


def test_the_title_stays_as_it_was_written_first(change, ana):
    change(title="MAYOR", name="Cen Leka")
    assert held()[1][1] == "Mayor"


def test_an_acting_holder_becomes_the_full_one(change, ana):
    Appointment.objects.update(is_acting=True)
    change(name="Ana Dule")
    assert held() == [
        ("Ana Dule", "Mayor", date(2023, 5, 1), date(2024, 3, 31), True),
        ("Ana Dule", "Mayor", date(2024, 4, 1), None, False),
    ]


@pytest.mark.parametrize("fields", [{"name": "Cen Leka"}, {"who": "nobody"}])
def test_sent_twice_stored_once(change, ana, fields):
    change(**fields)
    before = held()
    assert change(**fields).status_code == 302
    assert held() == before


# What is asked


def test_look_alikes_are_shown_before_somebody_is_made_twice(change, ana):
    duplicate = make_person("Cen Leka")
    response = change(name="Cen Lekaj")
    assert errors(response) == {"person": ["Choose who you mean."]}
    choices = [str(label) for _key, label in response.context["form"].fields["person"].choices]
    assert choices == ["Cen Leka", "Somebody new: Cen Lekaj"]
    assert held() == [ANA_STILL]
    change(name="Cen Lekaj", person=duplicate.pk)
    assert held()[1][0] == "Cen Leka"


def test_none_of_the_look_alikes(change, ana):
    make_person("Cen Leka")
    change(name="Cen Lekaj", person="new")
    assert held()[1][0] == "Cen Lekaj"


def test_namesakes_are_told_apart_by_their_posts(change, ana):
    make_appointment(make_person("Cen Leka"), make_organisation("Council"), "Clerk")
    other = make_person("Cen Leka")
    response = change(name="Cen Leka")
    assert errors(response) == {"person": ["Choose who you mean."]}
    assert "Cen Leka (Clerk, Council)" in response.content.decode()
    change(name="Cen Leka", person=other.pk)
    assert other.appointments.count() == 1


def test_several_holders_ask_who_leaves(change, ana, kukes):
    make_appointment(make_person("Ben Hoxha"), kukes, "Mayor")
    response = change(name="Cen Leka")
    assert errors(response) == {"leaves": ["Several people hold this post. Choose who leaves."]}
    change(name="Cen Leka", leaves=ana.pk)
    assert [row[3] for row in held()] == [date(2024, 3, 31), None, None]


def test_a_shared_seat_nobody_leaves(change, ana):
    change(name="Cen Leka", leaves="stays")
    assert [row[3] for row in held()] == [None, None]


# What is refused


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": ""}, {"title": ["This field is required."]}),
        ({"name": ""}, {"name": ["Write who holds it now, or choose Nobody for now."]}),
        ({"since": "31 June"}, {"since": ["Date must be a real date, like 6 March 2024."]}),
        ({"since": "3 April 2024"}, {"since": ["Date must be today or in the past."]}),
        (
            {"since": "1 May 2023"},
            {"since": ["Ana Dule has held this post since 1 May 2023. Enter a later day."]},
        ),
        ({"name": "Ana Dule"}, {"name": ["Ana Dule already holds this post."]}),
        ({"who": "nobody", "leaves": "stays"}, {"leaves": ["Choose who leaves."]}),
        (
            {"who": "nobody", "title": "Adviser"},
            {"title": ["Nobody holds this post now, so nobody can leave it."]},
        ),
        (
            {"leaves": "99999"},
            {"leaves": ["This seat has changed in the meantime. Choose who leaves."]},
        ),
    ],
)
def test_refused_by_the_field(change, ana, fields, error):
    response = change(**({"name": "Cen Leka"} | fields))
    assert errors(response) == error
    assert held() == [ANA_STILL]
    assert Person.objects.count() == 1


def test_the_day_after_the_first_is_the_earliest(change, ana):
    change(name="Cen Leka", since="2 May 2023")
    assert held()[0][3] == date(2023, 5, 1)
