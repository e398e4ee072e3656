"""An index for words inside text, where the database has one: PostgreSQL's pg_trgm."""

from django.db import migrations


def trigram_index(table, column="search"):
    """Return the migration operation that indexes `column` of `table` for `__contains`; nothing on SQLite.

    The extension is a trusted one: the owner of a database may create it (PostgreSQL 13 and newer).
    """
    name = f"{table}_{column}_trgm"

    def forwards(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(
                f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)"
            )

    def backwards(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")

    return migrations.RunPython(forwards, backwards)
