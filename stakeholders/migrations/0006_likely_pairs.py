"""Likely duplicates: the keys by which they are found, and the pairs, with who called them different."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0005_merging'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'Organisations'), ('person', 'People')], max_length=12)),
                ('row', models.BigIntegerField()),
                ('key', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['row', 'kind', 'key'], name='name_key_row')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'row'), name='name_key_once')],
            },
        ),
        migrations.CreateModel(
            name='LikelyPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'Organisations'), ('person', 'People')], max_length=12, verbose_name='kind')),
                ('a', models.BigIntegerField(verbose_name='older record')),
                ('b', models.BigIntegerField(verbose_name='newer record')),
                ('score', models.PositiveSmallIntegerField(verbose_name='likeness')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('dismissed_at', models.DateTimeField(blank=True, null=True, verbose_name='called different')),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dismissed_pairs', to=settings.AUTH_USER_MODEL, verbose_name='called different by')),
            ],
            options={
                'verbose_name': 'likely duplicate',
                'verbose_name_plural': 'likely duplicates',
                'ordering': ['-score', '-pk'],
                'indexes': [models.Index(fields=['kind', '-score', '-id'], name='likely_pair_best'), models.Index(fields=['kind', 'b'], name='likely_pair_b')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'a', 'b'), name='likely_pair_once'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='likely_pair_older_first'), models.CheckConstraint(condition=models.Q(models.Q(('dismissed_at__isnull', True), ('dismissed_by__isnull', True)), models.Q(('dismissed_at__isnull', False), ('dismissed_by__isnull', False)), _connector='OR'), name='likely_pair_dismissed_by_somebody')],
            },
        ),
    ]
