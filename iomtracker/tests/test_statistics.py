"""SQLite learns how full its tables are wherever many rows may have come in."""

from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db
MANY = 1100


def test_migrate_leaves_statistics_and_a_plan_of_it_none(monkeypatch):
    renewed = []
    monkeypatch.setattr("iomtracker.management.commands.migrate.renew_statistics", renewed.append)
    call_command("migrate", plan=True, verbosity=0)
    call_command("migrate", verbosity=0)
    assert renewed == ["default"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_the_nightly_command_counts_anew():
    ContentType.objects.bulk_create(
        ContentType(app_label="many", model=f"model{n}") for n in range(MANY)
    )
    call_command("tidy_imports", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'django_content_type'")
        found = cursor.fetchone()[0]
    assert int(found.split()[0]) >= MANY
