"""One demonstration account a role, never outside a person's own machine."""

import stat

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

User = get_user_model()
ROLES = ["viewer", "staff", "head of office", "data manager"]


@pytest.fixture(autouse=True)
def local(settings, tmp_path):
    settings.IS_LOCAL = True
    settings.VAR_DIR = tmp_path


def rows(folder):
    lines = (folder / "demo-accounts.txt").read_text().splitlines()
    return [line.split("\t") for line in lines]


@pytest.mark.django_db
def test_one_account_a_role_with_its_password_kept(tmp_path, capsys):
    call_command("make_demo_accounts")

    assert capsys.readouterr().out == "4 demonstration accounts made.\n"
    assert [role for role, *_ in rows(tmp_path)] == ROLES
    for role, username, password in rows(tmp_path):
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.roles == {role}
    assert len({password for *_, password in rows(tmp_path)}) == 4
    assert stat.S_IMODE((tmp_path / "demo-accounts.txt").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_a_second_time_changes_nothing(tmp_path):
    call_command("make_demo_accounts", verbosity=0)
    before = rows(tmp_path), list(User.objects.order_by("pk").values())

    call_command("make_demo_accounts", verbosity=0)

    assert (rows(tmp_path), list(User.objects.order_by("pk").values())) == before


@pytest.mark.django_db
def test_a_changed_password_is_not_reset(tmp_path):
    call_command("make_demo_accounts", verbosity=0)
    user = User.objects.get(username="demo.staff")
    user.set_password("my own")
    user.save()
    User.objects.get(username="demo.viewer").delete()

    call_command("make_demo_accounts", verbosity=0)

    assert User.objects.get(username="demo.staff").check_password("my own")
    assert [role for role, *_ in rows(tmp_path)] == ROLES
    viewer = User.objects.get(username="demo.viewer")
    assert viewer.check_password(rows(tmp_path)[0][2])


@pytest.mark.django_db
def test_no_account_without_its_password_kept(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "missing"

    with pytest.raises(FileNotFoundError):
        call_command("make_demo_accounts", verbosity=0)

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_refused_in_production(settings):
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="only for make run"):
        call_command("make_demo_accounts")

    assert User.objects.count() == 0
