"""The pages of merging: for the data manager alone, from the other one to undo."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting
from stakeholders.merging import merge
from stakeholders.models import MergeRecord
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = make_user("data manager")
    client.force_login(user)
    return user


@pytest.fixture
def pair():
    return make_person(), make_person("Albert Halilai", email="a@kukes.example")


def address(pair, name="person"):
    kept, duplicate = pair
    return reverse("merge_pair", args=[name, duplicate.pk, kept.pk])


def words(response):
    """Return the text of a page's main part, spaces folded."""
    return " ".join(response.content.decode().split('id="main"')[1].split())


def pages(pair, record):
    return [
        reverse("merge_pick", args=["person", pair[0].pk]),
        address(pair),
        reverse("merge_list"),
        reverse("merge_detail", args=[record.pk]),
        reverse("merge_undo", args=[record.pk]),
    ]


@pytest.mark.parametrize(
    ("role", "is_offered"), [("viewer", False), ("head of office", False), ("data manager", True)]
)
def test_the_link_is_for_the_data_manager(client, role, is_offered):
    client.force_login(make_user(role))
    for row, name in ((make_person(), "person"), (make_organisation(), "organisation")):
        page = client.get(row.get_absolute_url()).content.decode()
        assert (reverse("merge_pick", args=[name, row.pk]) in page) == is_offered


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office", ""])
def test_nobody_else(client, pair, role):
    record = merge(make_person("A"), into=make_person("B"), by=make_user("data manager"))
    client.force_login(make_user(role))
    for page in pages(pair, record):
        assert client.get(page).status_code == client.post(page).status_code == 403
    client.logout()
    for page in pages(pair, record):
        assert client.get(page).url.startswith(reverse("account_login"))
    assert MergeRecord.objects.not_undone().get() == record


def test_the_way_from_the_page_of_a_person(client, manager, pair):
    kept, duplicate = pair
    make_person("Zana Zeqiri")
    page = client.get(kept.get_absolute_url())
    pick = reverse("merge_pick", args=["person", kept.pk])
    assert f'href="{pick}"' in page.content.decode()
    page = client.get(pick)
    assert [one.row for one in page.context["found"]] == [duplicate]
    assert f'href="{address(pair)}"' in page.content.decode()
    page = client.get(address(pair))
    assert page.status_code == 200
    assert reverse("merge_pair", args=["person", kept.pk, duplicate.pk]) in page.content.decode()
    done = client.post(address(pair), {"keep-full_name": "duplicate", "keep-email": "kept"})
    record = MergeRecord.objects.get()
    assert done["Location"] == reverse("merge_detail", args=[record.pk])
    kept.refresh_from_db()
    assert (kept.full_name, kept.email) == ("Albert Halilai", "")
    assert client.get(duplicate.get_absolute_url())["Location"] == kept.get_absolute_url()
    page = client.get(done["Location"])
    assert "Undo this merge" in words(page)
    undone = client.post(reverse("merge_undo", args=[record.pk]))
    assert undone["Location"] == done["Location"]
    assert "Everything is back as it was before the merge" in words(client.get(done["Location"]))
    assert client.get(duplicate.get_absolute_url()).status_code == 200
    kept.refresh_from_db()
    assert kept.full_name == "Albert Halilaj"


def test_the_same_form_sent_twice_merges_once(client, manager, pair):
    first, second = client.post(address(pair)), client.post(address(pair))
    assert first["Location"] == second["Location"]
    assert MergeRecord.objects.count() == 1


def test_refusals_are_told_on_the_page(client, manager, pair):
    kept = pair[0]
    page = client.get(address((kept, kept)))
    assert page.status_code == 422
    assert "These are one and the same record." in words(page)
    assert "Merge them" not in words(page)
    record = merge(pair[1], into=kept, by=manager)
    page = client.get(address(pair))
    assert (page.status_code, "is already merged into" in words(page)) == (422, True)
    for _time in range(2):
        page = client.post(reverse("merge_undo", args=[record.pk]))
    assert page.status_code == 422
    assert "This merge has already been undone." in words(page)


def test_bad_choices_leave_the_form_as_it_was_sent(client, manager):
    council = make_organisation("Council")
    make_organisation("Office", parent=council)
    duplicate, kept = make_organisation("Bureau", parent=council), make_organisation("Office")
    page = client.post(address((kept, duplicate), "organisation"), {"keep-parent": "duplicate"})
    assert page.status_code == 422
    assert "A unit of this name is already here." in words(page)
    chosen = {choice.name: choice.chosen for choice in page.context["preview"].choices}
    assert chosen == {"name": "kept", "parent": "duplicate"}


@pytest.mark.parametrize(
    "path",
    [
        "/merge/person/999/",
        "/merge/user/1/",
        "/merge/historicalperson/1/",
        "/merge/person/1/99999999999999999999/",
        "/merges/999/",
        "/merges/99999999999999999999/",
    ],
)
def test_what_is_not_there_is_not_found(client, manager, path):
    assert client.get(path).status_code == 404


def test_what_an_undo_leaves_is_on_the_page(client, manager):
    pair = make_organisation("Council"), make_organisation("Keshilli")
    meeting = make_meeting("With them", organisations=pair[1:])
    record = merge(pair[1], into=pair[0], by=manager)
    meeting.counterparts.get().delete()
    page = client.post(reverse("merge_undo", args=[record.pk]), follow=True)
    assert "What could not be put back" in words(page)
    assert "Counterpart, With them: no longer there, so it is not put back." in words(page)


def test_undo_is_a_post(client, manager, pair):
    record = merge(pair[1], into=pair[0], by=manager)
    assert client.get(reverse("merge_undo", args=[record.pk])).status_code == 405


def test_others_are_found_by_words(client, manager):
    made = {
        "location": [make_location("Kukës"), make_location("Kukesi"), make_location("Devoll")],
        "organisation": [make_organisation(name) for name in ("Council", "Councill", "Embassy")],
        "thematicarea": [make_area(name, name.title()) for name in ("avrr", "avr", "dtm")],
    }
    for name, (row, like, other) in made.items():
        page = reverse("merge_pick", args=[name, row.pk])
        assert like in [one.row for one in client.get(page).context["found"]], name
        found = client.get(page, {"q": str(other)[:4]}).context["found"]
        assert [one.row for one in found] == [other]
        assert "Nothing is called “xyz”." in words(client.get(page, {"q": "xyz"}))


def make_ties(kept, duplicate, number):
    """Give the two a meeting and a post each that move, and one each that both have."""
    own, both = make_organisation(f"Own {number}"), make_organisation(f"Both {number}")
    make_appointment(duplicate, own)
    for person in (kept, duplicate):
        make_appointment(person, both)
    make_meeting("Own", organisations=[own]).counterparts.get().attend(duplicate)
    row = make_meeting("Both", organisations=[both]).counterparts.get()
    row.attend(kept, title="Mayor")
    row.attend(duplicate, title="Other")


def test_the_pages_cost_the_same_for_many(client, manager, pair, django_assert_num_queries):
    kept, duplicate = pair
    make_ties(kept, duplicate, 0)
    client.get(address(pair))
    for first, last in ((1, 2), (2, 6)):
        for number in range(first, last):
            make_ties(kept, duplicate, number)
        with django_assert_num_queries(26):
            client.get(address(pair))


def test_organisations_that_often_met_together_cost_the_same(
    client, manager, django_assert_num_queries
):
    pair = make_organisation("Council"), make_organisation("Keshilli")
    client.get(address(pair, "organisation"))
    for first, last in ((1, 2), (2, 6)):
        for number in range(first, last):
            rows = make_meeting("Both", organisations=pair).counterparts.all()
            for row in rows:
                row.attend(make_person(f"Person {number} {row.pk}"))
        with django_assert_num_queries(22):
            client.get(address(pair, "organisation"))


def test_the_list_costs_the_same_for_many(client, manager, django_assert_num_queries):
    for first, last in ((0, 1), (1, 5)):
        for number in range(first, last):
            for make in (make_organisation, make_person):
                names = [f"{number}-{side}" for side in ("duplicate", "kept")]
                duplicate, kept = map(make, names)
                merge(duplicate, into=kept, by=make_user("data manager"))
        with django_assert_num_queries(6):
            page = client.get(reverse("merge_list"))
    assert "0-duplicate into 0-kept" in words(page)
    assert len(page.context["pairs"]) == 10


@pytest.mark.parametrize(("name", "queries"), [("person", 8), ("organisation", 7)])
def test_candidates_cost_the_same_for_many(
    client, manager, django_assert_num_queries, name, queries
):
    make = make_person if name == "person" else make_organisation
    row = make("Kukës")
    page = reverse("merge_pick", args=[name, row.pk])
    for first, last in ((0, 1), (1, 5)):
        for number in range(first, last):
            council = make_organisation(f"Kukësi {number}", location=make_location())
            make_appointment(make_person(f"Kukësi {number}"), council, "Mayor")
        with django_assert_num_queries(queries):
            found = client.get(page).context["found"]
    details = {"Mayor, Kukësi 0", "Local government, Kukës"}
    assert (len(found), found[0].detail in details) == (5, True)


def test_an_empty_list_says_so(client, manager):
    assert "Nothing was merged yet." in words(client.get(reverse("merge_list")))


# The admin


@pytest.mark.parametrize("name", ["person", "organisation", "location", "thematicarea"])
def test_two_ticked_in_the_admin(client, manager, name):
    make = {
        "person": make_person,
        "organisation": make_organisation,
        "location": lambda n: make_location(n, slug=n),
        "thematicarea": lambda n: make_area(n, n),
    }[name]
    rows = [make(text) for text in ("a1", "a2", "a3")]
    app = rows[0]._meta.app_label
    changelist = reverse(f"admin:{app}_{name}_changelist")
    ticked = [row.pk for row in rows[:2]]
    data = {"action": "merge_ticked", "_selected_action": ticked}
    expected = reverse("merge_pair", args=[name, rows[1].pk, rows[0].pk])
    assert client.post(changelist, data)["Location"] == expected
    data["_selected_action"] = [row.pk for row in rows]
    page = client.post(changelist, data, follow=True)
    assert "Select exactly two records to merge them." in page.content.decode()
