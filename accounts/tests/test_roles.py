"""Users, their roles, and what each role may."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import User
from accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db
MAY = ("has_role", "is_colleague", "reads_internal_notes", "is_staff")


def test_the_four_roles_are_there_from_the_first_migration():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ALL)
    assert roles.ALL == ("viewer", "staff", "head of office", "data manager")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", {"has_role"}),
        ("staff", {"has_role", "is_colleague", "reads_internal_notes"}),
        ("head of office", {"has_role", "is_colleague", "reads_internal_notes"}),
        ("data manager", {"has_role", "reads_internal_notes", "is_staff"}),
        (None, set()),
    ],
)
def test_what_a_role_may(role, allowed):
    user = make_user(role)
    assert {name for name in MAY if getattr(user, name)} == allowed
    assert user.is_head_of_office is (role == "head of office")
    assert user.is_data_manager is (role == "data manager")


def test_two_roles_add_up():
    user = make_user("staff")
    user.groups.add(Group.objects.get(name="data manager"))
    assert user.roles == {"staff", "data manager"}
    assert {name for name in MAY if getattr(user, name)} == set(MAY)


def test_a_superuser_may_enter_the_admin():
    user = User.objects.create_superuser("root", "a-password", full_name="Root")
    assert (user.has_role, user.is_staff, user.is_colleague) == (True, True, False)


def test_a_group_of_another_name_is_no_role():
    user = make_user(None)
    user.groups.add(Group.objects.create(name="choir"))
    assert user.has_role is False


def test_roles_cost_one_query(django_assert_num_queries):
    user = make_user("head of office")
    with django_assert_num_queries(1):
        assert [user.has_role, user.is_colleague, user.is_head_of_office, user.is_staff]


def test_colleagues_are_active_staff_and_heads_by_name():
    head = make_user("head of office", full_name="Alma Jani")
    staff = make_user("staff", full_name="Besa Hoxha")
    head.groups.add(Group.objects.get(name="staff"))
    make_user("staff", full_name="Left", is_active=False)
    for role in ("viewer", "data manager", None):
        make_user(role)
    assert list(User.objects.colleagues()) == [head, staff]


def test_the_data_manager_may_view_add_and_change_but_not_delete():
    user = make_user("data manager")
    assert user.has_perms(["accounts.view_user", "accounts.add_user", "accounts.change_user"])
    assert not [name for name in user.get_all_permissions() if ".delete_" in name]


@pytest.mark.parametrize("role", ["viewer", "staff", "head of office"])
def test_other_roles_have_no_admin_permission(role):
    assert make_user(role).get_all_permissions() == set()


@pytest.mark.parametrize("name", ["alma.jani", "ALMA.JANI"])
def test_a_sign_in_name_once_in_any_case(name):
    make_user(username="alma.jani")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(username=name)
    with pytest.raises(ValidationError):
        User(username=name, full_name="Other", password="x").full_clean()


def test_an_email_once_in_any_case():
    make_user(email="alma@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(email="ALMA@example.org")


def test_no_email_often():
    assert [make_user().email, make_user().email] == ["", ""]


def test_a_user_without_password_cannot_sign_in():
    assert make_user().has_usable_password() is False
    assert make_user(password="a-password").check_password("a-password") is True


def test_names():
    user = make_user(full_name="Alma Maria Jani", username="alma")
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("Alma Maria Jani",) * 3
    assert user.initials == "AJ"
    assert make_user(full_name="Alma").initials == "A"
    nameless = make_user(full_name="", username="besa")
    assert (str(nameless), nameless.initials) == ("besa", "B")
