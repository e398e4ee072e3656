"""An index of trigrams beside a table: SQLite finds a folded word inside its text without reading all rows.

The index is an FTS5 table that holds no text of its own. Triggers of the database keep it, so that no way
of writing rows, in bulk or by hand, can leave it behind.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from string import ascii_lowercase, digits
from typing import Any

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections, transaction
from django.db.migrations import RunPython

OLDEST = (3, 34)  # with trigrams
TRIGRAM = 3  # letters
FOLDED = frozenset(f"{ascii_lowercase}{digits} ")  # what folded text is made of


def index_name(table: str) -> str:
    return f"{table}_trigrams"


def trigram_query(word: str) -> str:
    """Return what to ask the index for texts with a folded word inside; "" where it can't say.

    Two letters stand in one of the trigrams that begin or end with them, unless they are all of the text.
    """
    if len(word) < TRIGRAM - 1 or not FOLDED.issuperset(word):
        return ""
    if len(word) >= TRIGRAM:
        return f'"{word}"'
    return " OR ".join(f'"{word}{letter}" OR "{letter}{word}"' for letter in sorted(FOLDED))


def index_words(tables: dict[str, tuple[str, ...]]) -> RunPython:
    """Return the operation of a migration that indexes `tables`, each with its columns, for SQLite.

    PostgreSQL has had its indexes since the first migration.
    """

    def add(_apps: Any, schema_editor: Any) -> None:
        for table, columns in tables.items():
            add_index(schema_editor, table, columns)

    def drop(_apps: Any, schema_editor: Any) -> None:
        for table in tables:
            drop_index(schema_editor, table)

    return RunPython(add, drop)


def add_index(schema_editor: Any, table: str, columns: tuple[str, ...]) -> None:
    """Index the `columns` of a table, whose key is "id", with the rows that it has; on SQLite only."""
    if schema_editor.connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < OLDEST:
        raise NotSupportedError(
            f"SQLite {sqlite3.sqlite_version} can't index words: {'.'.join(map(str, OLDEST))} or newer "
            "is needed, built with FTS5, as in Debian 12; or PostgreSQL."
        )
    for statement in _statements(table, columns):
        schema_editor.execute(statement, params=None)


def drop_index(schema_editor: Any, table: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f'DROP TRIGGER "{index_name(table)}_{event}"', params=None)
    schema_editor.execute(f'DROP TABLE "{index_name(table)}"', params=None)


def _statements(table: str, columns: tuple[str, ...]) -> list[str]:
    index, names = index_name(table), ", ".join(columns)
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    is_changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    add = f'INSERT INTO "{index}" (rowid, {names}) VALUES (new.id, {new});'
    take = (
        f"""INSERT INTO "{index}" ("{index}", rowid, {names}) VALUES ('delete', old.id, {old});"""
    )
    return [
        f'CREATE VIRTUAL TABLE "{index}" USING fts5({names}, content="{table}", content_rowid="id",'
        " tokenize='trigram case_sensitive 1')",
        f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""",
        f'CREATE TRIGGER "{index}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f'CREATE TRIGGER "{index}_update" AFTER UPDATE OF {names} ON "{table}"'
        f" WHEN {is_changed} BEGIN {take} {add} END",
        f'CREATE TRIGGER "{index}_delete" AFTER DELETE ON "{table}" BEGIN {take} END',
    ]


@contextmanager
def indexed_at_the_end(database: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Write very many rows, and index them when all are there: many times as quick as one by one."""
    connection = connections[database]
    if connection.vendor != "sqlite":
        yield
        return
    suffix = index_name("")
    with transaction.atomic(database), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"%{suffix}%"],
        )
        triggers = dict(cursor.fetchall())
        for name in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for sql in triggers.values():
            cursor.execute(sql)
        for index in sorted({name.rpartition("_")[0] for name in triggers}):
            cursor.execute(f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""")
