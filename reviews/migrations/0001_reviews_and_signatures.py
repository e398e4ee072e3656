"""Months, their text, signatures and signed files."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("reviews", "0001_monthly_reviews"),
        ("reviews", "0002_data_manager"),
        ("reviews", "0003_signed_files"),
        ("reviews", "0004_history_of_the_basis"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMonthlyReview',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.', verbose_name='month')),
                ('issue', models.PositiveSmallIntegerField(default=1, verbose_name='issue')),
                ('narrative', models.TextField(blank=True, max_length=100000, verbose_name='text')),
                ('status', models.CharField(choices=[('draft', 'Draft, not signed'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('signed', 'Signed')], default='draft', max_length=10, verbose_name='status')),
                ('comment', models.TextField(blank=True, max_length=3000, verbose_name='comment on return')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('basis', models.JSONField(blank=True, default=dict, editable=False, verbose_name='digests of the meetings that the text was written on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'historical monthly review',
                'verbose_name_plural': 'historical monthly reviews',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MonthlyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.', verbose_name='month')),
                ('issue', models.PositiveSmallIntegerField(default=1, verbose_name='issue')),
                ('narrative', models.TextField(blank=True, max_length=100000, verbose_name='text')),
                ('status', models.CharField(choices=[('draft', 'Draft, not signed'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('signed', 'Signed')], default='draft', max_length=10, verbose_name='status')),
                ('comment', models.TextField(blank=True, max_length=3000, verbose_name='comment on return')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('frozen', models.JSONField(blank=True, default=dict, editable=False, verbose_name='figures and meetings at signature')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('basis', models.JSONField(blank=True, default=dict, editable=False, verbose_name='digests of the meetings that the text was written on')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_reviews', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted_reviews', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'monthly review',
                'verbose_name_plural': 'monthly reviews',
                'ordering': ['-month', '-issue'],
            },
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
            },
        ),
        migrations.AddConstraint(
            model_name='monthlyreview',
            constraint=models.UniqueConstraint(fields=('month', 'issue'), name='review_issue_once'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreview',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='review_month_first_day', violation_error_message='A month is written as its first day.'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('status', 'signed')), models.Q(models.Q(('status', 'signed'), _negated=True), ('signed_at__isnull', True), ('signed_by__isnull', True)), _connector='OR'), name='review_signed_has_signature', violation_error_message='A signed review has a name and a time; another has neither.'),
        ),
        migrations.AddConstraint(
            model_name='signedfile',
            constraint=models.UniqueConstraint(fields=('review', 'file_format'), name='signed_file_format_once'),
        ),
    ]
