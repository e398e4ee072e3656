"""SQLite: any number of foreign keys, a connection for many requests, statistics of its tables."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db
MANY = 1100  # SQLite takes an expression of 1,000 levels


def test_more_different_keys_than_sqlite_takes_in_one_expression(django_assert_num_queries):
    kinds = ContentType.objects.bulk_create(
        ContentType(app_label="many", model=f"model{n}") for n in range(MANY)
    )
    Permission.objects.bulk_create(
        Permission(codename=f"many-{n}", name=f"Many {n}", content_type=kind)
        for n, kind in enumerate(kinds)
    )
    rows = Permission.objects.filter(codename__startswith="many-").order_by("pk")
    with django_assert_num_queries(2):
        found = list(rows.prefetch_related("content_type"))
    assert [row.content_type.model for row in found] == [f"model{n}" for n in range(MANY)]


@pytest.fixture
def in_file(tmp_path):
    """A connection with the site's settings to a database in a file, kept over requests."""
    options = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    }
    wanted = {"ENGINE": "toolkit.sqlite", "NAME": tmp_path / "db.sqlite3", "OPTIONS": options}
    handler = ConnectionHandler(
        {"default": wanted | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
    )
    connection = handler["default"]
    yield connection
    connection.close()


def value(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def next_request(connection):
    """What Django does with a connection as a request ends and the next begins."""
    connection.close_if_unusable_or_obsolete()


def test_one_connection_serves_several_requests_and_keeps_its_pragmas(in_file):
    assert value(in_file, "PRAGMA foreign_keys") == 1
    first = in_file.connection
    next_request(in_file)
    assert value(in_file, "PRAGMA foreign_keys") == 1
    assert value(in_file, "PRAGMA synchronous") == 1
    assert value(in_file, "PRAGMA journal_mode") == "wal"
    assert in_file.connection is first


def test_each_thread_has_a_connection_of_its_own(in_file):
    in_file.ensure_connection()
    other = in_file.copy()
    other.ensure_connection()
    assert other.connection is not in_file.connection
    with ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseError, match="same thread"):
        pool.submit(value, in_file, "SELECT 1").result()
    other.close()


def test_a_file_put_in_place_of_the_database_is_read_by_the_next_request(in_file, tmp_path):
    value(in_file, "SELECT 1")
    with closing(sqlite3.connect(tmp_path / "restored.sqlite3")) as other:
        other.execute("CREATE TABLE restored (id)")
        other.commit()
    os.replace(tmp_path / "restored.sqlite3", in_file.settings_dict["NAME"])
    next_request(in_file)
    assert value(in_file, "SELECT name FROM sqlite_master") == "restored"


def test_a_connection_counts_what_it_saw_grow_as_it_closes(in_file):
    with in_file.cursor() as cursor:
        cursor.execute("CREATE TABLE many (id INTEGER PRIMARY KEY, half INTEGER)")
        cursor.execute("CREATE INDEX by_half ON many (half)")
        cursor.executemany("INSERT INTO many (half) VALUES (%s)", [(n // 2,) for n in range(200)])
        cursor.execute("SELECT id FROM many WHERE half = 3")
    in_file.close()
    assert value(in_file, "SELECT stat FROM sqlite_stat1") == "200 2"


def test_closing_waits_for_nobody(in_file, tmp_path):
    with in_file.cursor() as cursor:
        cursor.execute("CREATE TABLE many (id INTEGER PRIMARY KEY, half INTEGER UNIQUE)")
        cursor.execute("SELECT id FROM many WHERE half = 3")
    with closing(sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        in_file.close()
        other.execute("ROLLBACK")
    assert in_file.connection is None
