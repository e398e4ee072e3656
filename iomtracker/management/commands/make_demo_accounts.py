"""Makes one demonstration account for each role; on this machine alone."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User

ACCOUNTS = {  # role: sign-in name, full name, job title
    "viewer": ("demo.viewer", "Vera Demo", "Visitor"),
    "staff": ("demo.staff", "Stefan Demo", "Programme Assistant"),
    "head of office": ("demo.head", "Helena Demo", "Head of Office"),
    "data manager": ("demo.data", "Dorian Demo", "Data Manager"),
}
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is easily mistaken


def accounts_file() -> Path:
    """Where the passwords are kept: role, sign-in name and password on each line."""
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def read_accounts() -> dict[str, list[str]]:
    path = accounts_file()
    lines = path.read_text().splitlines() if path.exists() else []
    rows = [line.split("\t") for line in lines]
    return {row[1]: row for row in rows if len(row) == 3}


def write_accounts(rows: Any) -> None:
    """Replace the file in one step; only its owner may read it."""
    path = accounts_file()
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)
    new.replace(path)


def make_account(role: str) -> list[str]:
    username, full_name, job_title = ACCOUNTS[role]
    password = "".join(secrets.choice(ALPHABET) for _ in range(16))
    user = User.objects.create_user(
        username=username, password=password, full_name=full_name, job_title=job_title
    )
    user.groups.add(Group.objects.get(name=role))
    return [role, username, password]


@transaction.atomic
def make_missing_accounts() -> int:
    existing = set(User.objects.values_list("username", flat=True))
    missing = [role for role, (username, *_) in ACCOUNTS.items() if username not in existing]
    if missing:
        kept = read_accounts()
        kept |= {row[1]: row for row in map(make_account, missing)}
        write_accounts(kept.values())
    return len(missing)


class Command(BaseCommand):
    help = "Makes one demonstration account for each role (only under make run)."

    def handle(self, *args, **options) -> None:
        if not settings.IS_LOCAL:
            raise CommandError(
                "Demonstration accounts are only for make run. "
                "Here, invite the first colleague with: manage.py make_first_account."
            )
        made = make_missing_accounts()
        if options["verbosity"]:
            self.stdout.write(f"{made} demonstration accounts made.")
