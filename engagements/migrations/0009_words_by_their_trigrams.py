from django.db import migrations

from toolkit.sqlite.trigrams import add_index, drop_index

INDEXED = (
    ("engagements_meeting", ("search", "search_note")),
    ("engagements_actionpoint", ("search",)),
)


def add(apps, schema_editor):
    """Let SQLite find words inside text by an index, as PostgreSQL does since the first migration."""
    for table, columns in INDEXED:
        add_index(schema_editor, table, columns)


def drop(apps, schema_editor):
    for table, _columns in INDEXED:
        drop_index(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("engagements", "0008_indexes_of_figures")]
    operations = [migrations.RunPython(add, drop)]
