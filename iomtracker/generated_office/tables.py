"""Rows written in bulk, without a model's instance each: COPY on PostgreSQL, one statement for many rows on SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

MOST_WAITING = 20_000


class Table:
    """The rows of a model that are still to be written. Columns that are not named get their default.

    Values are as both databases take them: points of time without a zone (UTC), a UUID as 32 digits.
    """

    def __init__(self, model: Any, *columns: str) -> None:
        self.model = model
        meta = model._meta
        self.last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        named: tuple[str, ...] = (meta.pk.column, *columns)
        rest = [field for field in meta.local_concrete_fields if field.column not in named]
        self.columns = (*named, *(field.column for field in rest))
        self.rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest)
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Keep a row for writing, its values in the order of the columns; return its key."""
        self.last += 1
        self.rows.append((self.last, *values, *self.rest))
        if len(self.rows) >= MOST_WAITING:
            self.write()
        return self.last

    def write(self) -> None:
        quote = connection.ops.quote_name
        into = f"{quote(self.model._meta.db_table)} ({', '.join(quote(column) for column in self.columns)})"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {into} VALUES ({places})", self.rows)
        self.rows.clear()


def finish(tables: list[Table]) -> None:
    """Write what still waits; keys given from now on come after those written."""
    for table in tables:
        table.write()
    resets = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in resets:
            cursor.execute(statement)


@contextmanager
def without_indexes(tables: list[Table]) -> Iterator[None]:
    """On PostgreSQL drop the foreign keys and indexes of the tables meanwhile; all in the transaction around.

    Built once at the end, they take a fraction of the time that millions of rows need one by one.
    """
    if connection.vendor != "postgresql":
        yield
        return
    names = [table.model._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [names],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT quote_ident(indexname), indexdef FROM pg_indexes"
            " WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
