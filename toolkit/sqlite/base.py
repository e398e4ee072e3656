"""Django's SQLite for connections that stay open, any number of rows of a foreign key, and triggers.

Django 5.2 prefetches a foreign key by a comparison of tuples, which it believes SQLite to lack, and
so asks for each key with an OR: at 1,000 different keys SQLite refuses ("Expression tree is too
large"). Tuples of one column, all that this project has, it compares well.

Most changes of a table make it anew on SQLite, by which it would lose its triggers.
"""

import os
import sqlite3
from contextlib import suppress
from typing import Any

from django.db.backends.sqlite3 import base, features, schema

# Before it closes, a connection counts anew what it saw grow; never waiting, nor reading a whole index.
CLOSING = ("PRAGMA busy_timeout = 0", "PRAGMA analysis_limit = 1000", "PRAGMA optimize")


class DatabaseFeatures(features.DatabaseFeatures):
    supports_tuple_lookups = True


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [model._meta.db_table],
            )
            triggers = [sql for (sql,) in cursor.fetchall()]
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]  # not in the stubs
        for sql in triggers:
            self.execute(sql, params=None)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor
    opened: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = super().get_new_connection(conn_params)
        self.opened = self.find_file()
        return connection

    def find_file(self) -> tuple[int, int] | None:
        """Return what tells the database's file from another of its name; None in memory."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def is_usable(self) -> bool:
        """Whether the file is still the one that was opened, and none was put in its place."""
        return self.opened == self.find_file()

    def _close(self) -> None:
        if self.connection is not None:
            with suppress(sqlite3.Error):
                for statement in CLOSING:
                    self.connection.execute(statement)
        super()._close()  # type: ignore[misc] # unknown to django-stubs
