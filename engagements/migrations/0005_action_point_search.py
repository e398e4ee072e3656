"""Action points are found by their words, whatever the accents."""

from django.db import migrations, models

from toolkit.search import trigram_index
from toolkit.text import fold


def fill(apps, schema_editor):
    """Give every action point its searched text."""
    model = apps.get_model("engagements", "ActionPoint")
    for point in model.objects.only("pk", "text").iterator():
        model.objects.filter(pk=point.pk).update(search=fold(point.text))


class Migration(migrations.Migration):
    # An index after an update needs a transaction of its own on PostgreSQL.
    atomic = False
    dependencies = [("engagements", "0004_unfinished_forms")]
    operations = [
        migrations.AddField(
            model_name="actionpoint",
            name="search",
            field=models.TextField(default="", editable=False, verbose_name="searched text"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        trigram_index("engagements_actionpoint"),
    ]
