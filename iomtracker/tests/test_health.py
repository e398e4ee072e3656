"""The health page: open to everyone, and true."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from iomtracker import __version__


@pytest.mark.django_db
def test_healthy_for_the_anonymous(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "version": __version__},
    )
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_migration_that_is_not_applied(client):
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "migrations missing", "version": __version__},
    )


def test_an_unreachable_database(client, monkeypatch):
    def fail(self):
        raise OperationalError("no such host: secret")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "database unreachable", "version": __version__},
    )


def test_only_reading(client):
    assert client.post("/healthz").status_code == 405
