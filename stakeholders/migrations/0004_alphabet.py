"""Lists sort by the alphabet of the country: the place of each name in it, in a column of its own."""

from django.conf import settings
from django.db import migrations, models

from countries.alphabet import sort_key

NAMED_BY = (("Location", "name"), ("Organisation", "name"), ("Person", "full_name"))


def place_in_alphabet(apps, schema_editor):
    for model_name, field in NAMED_BY:
        model = apps.get_model("stakeholders", model_name)
        rows = list(model.objects.only("pk", field))
        for row in rows:
            row.sort_key = sort_key(getattr(row, field))
        model.objects.bulk_update(rows, ["sort_key"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0003_local_names_of_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='location',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'place', 'verbose_name_plural': 'places'},
        ),
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
        migrations.AlterModelOptions(
            name='person',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'person', 'verbose_name_plural': 'people'},
        ),
        migrations.RemoveIndex(
            model_name='location',
            name='location_level_name',
        ),
        migrations.RemoveIndex(
            model_name='organisation',
            name='organisation_name_id',
        ),
        migrations.RemoveIndex(
            model_name='person',
            name='person_name_id',
        ),
        migrations.AddField(
            model_name='location',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=160, verbose_name='place in the alphabet'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=160, verbose_name='place in the alphabet'),
        ),
        migrations.AddField(
            model_name='person',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=160, verbose_name='place in the alphabet'),
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['level', 'sort_key'], name='location_level_alphabet'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key', 'id'], name='organisation_alphabet'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['sort_key', 'id'], name='person_alphabet'),
        ),
        migrations.RunPython(place_in_alphabet, migrations.RunPython.noop),
    ]
