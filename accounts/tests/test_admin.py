"""The admin of users: who may come in, and who may not make or touch superusers."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
ADD_WITHOUT = f"{LIST}add/?without=sign-in&usable_password=false"


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager", full_name="Dana", username="dana")
    client.force_login(user)
    return user


def page(user):
    """Return the address of a user's page in the admin."""
    return reverse("admin:accounts_user_change", args=[user.pk])


def fields(user, **changes):
    """Return what the form of `user` posts, with `changes`."""
    data = {"username": user.username, "full_name": user.full_name, "is_active": "on"}
    data["groups"] = list(user.groups.values_list("pk", flat=True))
    return {**data, **changes}


def test_anonymous_is_led_to_sign_in(client):
    for address in ("/admin/", "/admin/login/", LIST):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/account/login/")


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_other_roles_are_refused(client, role):
    client.force_login(make_user(role))
    assert client.get(LIST, follow=True).status_code == 403


def test_the_data_manager_sees_users_with_their_roles(client, manager):
    make_user("staff", full_name="Alice")
    response = client.get(LIST)
    assert response.status_code == 200
    assert ' class="field-role_names">staff</td>' in response.content.decode()


def test_the_list_costs_the_same_for_many(client, manager, django_assert_num_queries):
    for rows in (2, 18):
        for _number in range(rows):
            make_user("staff")
        with django_assert_num_queries(11):
            client.get(LIST)


def test_search_ignores_accents(client, manager):
    make_user("staff", full_name="Arbër Gjoçi")
    make_user("staff", full_name="Bob")
    response = client.get(LIST, {"q": "arber gjoci"})
    assert [user.full_name for user in response.context["cl"].result_list] == ["Arbër Gjoçi"]


def test_add_leads_to_the_page_that_invites(client, manager):
    address = reverse("admin:accounts_user_add")
    for response in (client.get(address), client.post(address, {"username": "new"})):
        assert response.url == reverse("colleague_invite")
    assert not User.objects.filter(username="new").exists()
    page = client.get(reverse("colleague_invite")).content.decode()
    assert ADD_WITHOUT.replace("&", "&amp;") in page
    page = client.get(ADD_WITHOUT).content.decode()
    assert re.search(r'value="false"[^>]* checked', page)


def test_a_new_user_gets_a_password_and_roles(client, manager):
    group = make_user("staff").groups.get()
    data = {"username": "new", "full_name": "New", "groups": [group.pk], "usable_password": "true"}
    data |= {"password1": "a-long-word-8451", "password2": "a-long-word-8451"}
    client.post(ADD_WITHOUT, data | {"is_superuser": "on"})
    user = User.objects.get(username="new")
    assert user.check_password("a-long-word-8451")
    assert user.roles == {"staff"}
    assert not user.is_superuser


def test_sign_in_name_and_email_are_taken_once_whatever_the_case(client, manager):
    make_user("staff", username="Alice", email="alice@example.org")
    other = make_user("staff")
    response = client.post(page(other), fields(other, username="ALICE", email="ALICE@example.org"))
    errors = response.context["adminform"].form.errors
    assert errors == {
        "username": ["This sign-in name is already taken."],
        "email": ["Another user has this email."],
    }


def test_a_data_manager_makes_no_superuser(client, manager):
    alice = make_user("staff")
    client.post(page(alice), fields(alice, full_name="Alice B", is_superuser="on"))
    alice.refresh_from_db()
    assert (alice.full_name, alice.is_superuser) == ("Alice B", False)


def test_a_data_manager_does_not_touch_a_superuser(client, manager):
    root = User.objects.create_superuser("root", "old-word", full_name="Root")
    assert client.post(page(root), fields(root, full_name="Mine")).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    words = {"password1": "a-long-word-8451", "password2": "a-long-word-8451"}
    assert client.post(password, words).status_code == 403
    ticked = {"action": "retire_users", "_selected_action": [root.pk, manager.pk]}
    client.post(LIST, ticked | {"apply": "1"})
    root.refresh_from_db()
    manager.refresh_from_db()
    assert (root.full_name, root.is_active, manager.is_active) == ("Root", True, True)
    assert root.check_password("old-word")


def test_nobody_gives_themselves_a_role(client, manager):
    other = make_user("head of office").groups.get()
    client.post(page(manager), fields(manager, groups=[other.pk]))
    assert User.objects.get(pk=manager.pk).roles == {"data manager"}


def test_a_superuser_sees_the_tick_for_superusers(client):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    assert 'name="is_superuser"' in client.get(page(make_user("staff"))).content.decode()


def test_retiring_keeps_the_user(client, manager):
    alice = make_user("staff")
    ticked = {"action": "retire_users", "_selected_action": [alice.pk]}
    assert "1 record will be changed:" in client.post(LIST, ticked).content.decode()
    alice.refresh_from_db()
    assert alice.is_active
    assert client.post(LIST, ticked | {"apply": "1"}).status_code == 302
    alice.refresh_from_db()
    assert not alice.is_active


def test_nobody_is_deleted(client):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    alice = make_user("staff")
    address = reverse("admin:accounts_user_delete", args=[alice.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(LIST).content.decode()


def test_groups_are_not_in_the_admin(client):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    assert client.get("/admin/auth/group/").status_code == 404
