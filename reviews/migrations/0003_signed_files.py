import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The files of a signature, who submitted, and a version for edits that cross; frozen figures leave the history."""

    dependencies = [
        ('reviews', '0002_data_manager'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalmonthlyreview',
            name='frozen',
        ),
        migrations.AddField(
            model_name='historicalmonthlyreview',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='submitted'),
        ),
        migrations.AddField(
            model_name='historicalmonthlyreview',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='historicalmonthlyreview',
            name='version',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='monthlyreview',
            name='basis',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='prints of the meetings that the text was written on'),
        ),
        migrations.AddField(
            model_name='monthlyreview',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='submitted'),
        ),
        migrations.AddField(
            model_name='monthlyreview',
            name='submitted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted_reviews', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='monthlyreview',
            name='version',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='version'),
        ),
        migrations.AlterField(
            model_name='historicalmonthlyreview',
            name='comment',
            field=models.TextField(blank=True, max_length=3000, verbose_name='comment on return'),
        ),
        migrations.AlterField(
            model_name='historicalmonthlyreview',
            name='narrative',
            field=models.TextField(blank=True, max_length=100000, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='monthlyreview',
            name='comment',
            field=models.TextField(blank=True, max_length=3000, verbose_name='comment on return'),
        ),
        migrations.AlterField(
            model_name='monthlyreview',
            name='narrative',
            field=models.TextField(blank=True, max_length=100000, verbose_name='text'),
        ),
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_format', models.CharField(max_length=10, verbose_name='format')),
                ('content', models.BinaryField(verbose_name='content')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reviews.monthlyreview', verbose_name='review')),
            ],
            options={
                'verbose_name': 'signed file',
                'verbose_name_plural': 'signed files',
                'ordering': ['review', 'file_format'],
                'constraints': [models.UniqueConstraint(fields=('review', 'file_format'), name='signed_file_format_once')],
            },
        ),
    ]
