"""The admin of places, organisations, people and posts."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user
from stakeholders.models import Location, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_kind,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
NAMES = ["location", "organisationkind", "organisation", "person", "appointment"]


def list_of(name):
    """Return the address of a list in the admin."""
    return reverse(f"admin:stakeholders_{name}_changelist")


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def make_rows(number):
    """Make rows of everything, told apart by `number`."""
    place = make_location(f"Place {number}")
    parent = make_organisation(f"Parent {number}", location=place)
    unit = make_organisation("Unit", parent=parent, focal_point=make_user("staff"))
    make_appointment(make_person(f"Person {number}"), unit)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_data_manager_comes_in(client, name):
    assert client.get(list_of(name)).url.startswith("/account/login/")
    for role in ("viewer", "staff", "head of office"):
        client.force_login(make_user(role))
        assert client.get(list_of(name), follow=True).status_code == 403
    client.force_login(make_user("data manager"))
    assert client.get(list_of(name)).status_code == 200
    assert client.get(reverse(f"admin:stakeholders_{name}_add")).status_code == 200


PINNED = {"location": 7, "organisationkind": 7, "organisation": 8, "person": 9, "appointment": 10}


def test_lists_cost_the_same_for_many(client, manager, django_assert_num_queries):
    make_rows(0)
    for name in NAMES:
        client.get(list_of(name))
    for first, last in ((1, 2), (2, 8)):
        for number in range(first, last):
            make_rows(number)
        for name in NAMES:
            with django_assert_num_queries(PINNED[name]):
                client.get(list_of(name))


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("location", "shkoder", "Shkodër"),
        ("organisation", "bashkia kukes", "Bashkia Kukës"),
        ("person", "arber gjoci", "Arbër Gjoçi"),
        ("appointment", "gjoci", "Kryetare, Arbër Gjoçi"),
        ("appointment", "bashkia kukes", "Kryetare, Arbër Gjoçi"),
        ("appointment", "kryetare", "Kryetare, Arbër Gjoçi"),
    ],
)
def test_search_ignores_accents(client, manager, name, words, found):
    make_rows(1)
    place = make_location("Shkodër")
    organisation = make_organisation("Bashkia Kukës", location=place)
    make_appointment(make_person("Arbër Gjoçi"), organisation, "Kryetare")
    response = client.get(list_of(name), {"q": words})
    assert [str(row) for row in response.context["cl"].result_list] == [found]


def test_pages_and_history_show_what_changed(client, manager):
    organisation = make_organisation("Bashkia")
    make_appointment(make_person(), organisation)
    address = reverse("admin:stakeholders_organisation_change", args=[organisation.pk])
    response = client.get(address)
    assert "appointments-0-title" in response.content.decode()
    organisation.name = "Bashkia Kukës"
    organisation.store()
    html = client.get(
        reverse("admin:stakeholders_organisation_history", args=[organisation.pk])
    ).content.decode()
    assert "Bashkia → Bashkia Kukës" in html
    assert "style=" not in html
    version = organisation.history.latest().pk
    old = reverse("admin:stakeholders_organisation_simple_history", args=[organisation.pk, version])
    assert client.get(old).status_code == 200
    assert client.post(old, {"name": "Old"}).status_code == 403
    gone = reverse("admin:stakeholders_organisation_history", args=[999])
    assert client.get(gone).status_code == 404


def test_retire_keeps_the_record_and_its_history(client, manager):
    organisation = make_organisation()
    data = {"action": "retire", "_selected_action": [organisation.pk]}
    asked = client.post(list_of("organisation"), data).content.decode()
    assert str(organisation) in asked
    assert "Retire them" in asked
    organisation.refresh_from_db()
    assert organisation.is_active
    client.post(list_of("organisation"), data | {"apply": "1"})
    organisation.refresh_from_db()
    newest = organisation.history.latest()
    assert (organisation.is_active, newest.is_active, newest.history_user) == (
        False,
        False,
        manager,
    )


def test_set_place_asks_first_then_changes_all(client, manager):
    place = make_location()
    rows = [make_organisation("One"), make_organisation("Two")]
    data = {"action": "set_place", "_selected_action": [row.pk for row in rows]}
    page = client.post(list_of("organisation"), data)
    assert page.context["count"] == 2
    assert Organisation.objects.filter(location=place).count() == 0
    client.post(list_of("organisation"), {**data, "apply": "1", "location": place.pk})
    assert Organisation.objects.filter(location=place).count() == 2
    assert all(row.history.latest().location_id == place.pk for row in rows)


def test_set_place_refuses_a_place_that_is_not(client, manager):
    row = make_organisation()
    data = {"action": "set_place", "_selected_action": [row.pk], "apply": "1", "location": "99"}
    page = client.post(list_of("organisation"), data)
    assert "location" in page.context["form"].errors
    row.refresh_from_db()
    assert row.location is None


def test_nothing_is_deleted(client):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    person = make_person()
    address = reverse("admin:stakeholders_person_delete", args=[person.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_a_post_held_twice_is_refused(client, manager):
    post = make_appointment()
    data = {"person": post.person_id, "organisation": post.organisation_id, "title": post.title}
    page = client.post(reverse("admin:stakeholders_appointment_add"), data)
    assert "This person already holds this post." in page.content.decode()


ADD = {
    "organisation": {"name": "Bashkia Korçë"},
    "person": {"full_name": "Mr. Arber Kola"},
    "location": {"name": "Korça", "slug": "korca-2", "level": "municipality"},
}


def add_data(model, **changes):
    """Return what the add form of a model posts."""
    rows = {f"appointments-{key}_FORMS": 0 for key in ("TOTAL", "INITIAL")}
    kind = {"kind": make_kind().pk} if model == "organisation" else {}
    return {**ADD[model], **rows, **kind, "is_active": "on", **changes}


@pytest.mark.parametrize("name", list(ADD))
def test_a_name_that_is_on_record_is_asked_about_once(client, manager, name):
    make_organisation("Municipality of Korçë")
    make_person("Arbër Kola")
    make_location("Korçë")
    model = {"organisation": Organisation, "person": Person, "location": Location}[name]
    there = model.objects.latest("pk")
    before = model.objects.count()
    address = reverse(f"admin:stakeholders_{name}_add")
    page = client.post(address, add_data(name))
    text = page.content.decode()
    assert f'href="{reverse(f"admin:stakeholders_{name}_change", args=[there.pk])}"' in text
    assert "Add it all the same" in text
    assert model.objects.count() == before
    seen = page.context["adminform"].form["seen"].value()
    county = {"parent": there.parent_id} if name == "location" else {}
    assert client.post(address, add_data(name, seen="another", sure="on")).status_code == 200
    assert model.objects.count() == before
    assert client.post(address, add_data(name, seen=seen, sure="on", **county)).status_code == 302
    assert model.objects.count() == before + 1


def test_a_new_name_is_stored_at_once_and_a_change_is_not_asked_about(client, manager):
    address = reverse("admin:stakeholders_organisation_add")
    assert client.post(address, add_data("organisation")).status_code == 302
    make_organisation("Municipality of Korçë")
    row = Organisation.objects.get(name="Bashkia Korçë")
    data = add_data("organisation", name="Bashkia e Korçës")
    page = reverse("admin:stakeholders_organisation_change", args=[row.pk])
    assert client.post(page, data).status_code == 302
    assert Organisation.objects.filter(name="Bashkia e Korçës").exists()


@pytest.mark.parametrize(
    ("choice", "stored"), [("True", True), ("False", False), ("", None), ("unknown", None)]
)
def test_whether_a_name_takes_the_article_is_one_select(client, manager, choice, stored):
    row = make_organisation("The Door")
    page = reverse("admin:stakeholders_organisation_change", args=[row.pk])
    form = client.get(page).context["adminform"].form
    assert [str(label) for _value, label in form.fields["takes_the"].choices] == [
        "As the words of the name have it",
        "With “the”: the Helsinki Committee",
        "Without: Caritas",
    ]
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    inlines = {"appointments-TOTAL_FORMS": 0, "appointments-INITIAL_FORMS": 0}
    response = client.post(page, {**data, **inlines, "takes_the": choice})
    assert response.status_code == (302 if choice != "unknown" else 200)
    row.refresh_from_db()
    assert row.takes_the is stored


def test_a_few_posts_are_changed_on_the_page_many_on_their_own(client, manager):
    row = make_organisation("Council")
    page = reverse("admin:stakeholders_organisation_change", args=[row.pk])
    for number in range(20):
        make_appointment(make_person(f"Person {number}"), row, f"Member {number}")
    response = client.get(page)
    [posts] = response.context["inline_admin_formsets"]
    assert len(posts.formset.initial_forms) == 20
    assert "Person 19</option>" in response.content.decode()
    sent = {field.html_name: field.value() for form in posts.formset for field in form}
    sent |= {field.html_name: field.value() for field in response.context["adminform"].form}
    sent |= {f.html_name: f.value() for f in posts.formset.management_form}
    sent["appointments-3-title"] = "Chair"
    make_appointment(make_person("Late"), row, "Member 20")
    assert client.post(page, {k: v for k, v in sent.items() if v is not None}).status_code == 302
    assert row.appointments.filter(title="Chair").exists()
    response = client.get(page)
    assert response.context["inline_admin_formsets"] == []
    text = response.content.decode()
    address = f"{list_of('appointment')}?organisation__id__exact={row.pk}"
    assert f'<a href="{address}">See and change 21 posts</a>' in text
    assert len(client.get(address).context["cl"].result_list) == 21


@pytest.mark.parametrize("count", [2, 12, 30])
def test_posts_cost_no_query_each(client, manager, count, django_assert_max_num_queries):
    row = make_organisation("Council")
    for number in range(count):
        make_appointment(make_person(f"Person {number}"), row, f"Member {number}")
    page = reverse("admin:stakeholders_organisation_change", args=[row.pk])
    client.get(page)
    with django_assert_max_num_queries(10):
        client.get(page)
