"""Posts are found by their title, accents ignored: "mayor kuk" finds who holds it."""

from django.db import migrations, models

from toolkit.search import trigram_index
from toolkit.text import fold


def fold_titles(apps, schema_editor):
    """Fill the searched text of the posts that are here already."""
    appointment = apps.get_model("stakeholders", "Appointment")
    for row in appointment.objects.only("pk", "title").iterator():
        appointment.objects.filter(pk=row.pk).update(search=fold(row.title))


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0003_trigram_indexes")]
    operations = [
        migrations.AddField(
            model_name="appointment",
            name="search",
            field=models.TextField(default="", editable=False, verbose_name="searched text"),
        ),
        migrations.RunPython(fold_titles, migrations.RunPython.noop, elidable=True),
        trigram_index("stakeholders_appointment"),
    ]
