from django.db import migrations, models

import stakeholders.models.municipality_reached


def rename_in_merges(apps, old, new):
    """Merges of places keep the columns that they changed, so that they can be undone."""
    records = apps.get_model('stakeholders', 'MergeRecord').objects
    for record in records.filter(model__iexact='stakeholders.location').iterator():
        for step in record.steps:
            for values in (step['old'], step['new']):
                if values and old in values:
                    values[new] = values.pop(old)
        record.save(update_fields=['steps'])


def to_local(apps, schema_editor):
    rename_in_merges(apps, 'name_sq', 'name_local')


def to_albanian(apps, schema_editor):
    rename_in_merges(apps, 'name_local', 'name_sq')


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0002_seats_and_to_confirm'),
    ]

    operations = [
        operation
        for model in ('location', 'historicallocation')
        for operation in (
            migrations.RenameField(model, 'name_sq', 'name_local'),
            migrations.AlterField(
                model,
                'name_local',
                models.CharField(blank=True, max_length=120, verbose_name='name in the country’s language'),
            ),
            migrations.AlterField(
                model,
                'level',
                models.CharField(choices=stakeholders.models.municipality_reached.level_choices, max_length=20, verbose_name='level'),
            ),
        )
    ] + [migrations.RunPython(to_local, to_albanian)]
