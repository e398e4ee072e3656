"""Meetings with all their parts, action points, drafts and files."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

INDEXED = (
    ("engagements_meeting", "search"),
    ("engagements_meeting", "search_note"),
    ("engagements_actionpoint", "search"),
)


def index_searched_text(apps, schema_editor):
    """Let PostgreSQL find words inside text quickly; its extension is one that a database's owner may create."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, column in INDEXED:
        name = f"{table}_{column}_trgm"
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("engagements", "0001_meetings"),
        ("engagements", "0002_data_manager"),
        ("engagements", "0003_trigram_indexes"),
        ("engagements", "0004_unfinished_forms"),
        ("engagements", "0005_action_point_search"),
        ("engagements", "0006_draft_outlives_meeting"),
        ("engagements", "0007_merge_areas"),
    ]

    dependencies = [
        ('stakeholders', '0001_directory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='month')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'reference counter',
                'verbose_name_plural': 'reference counters',
            },
        ),
        migrations.CreateModel(
            name='Counterpart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many people')),
                ('group_label', models.CharField(blank=True, max_length=120, verbose_name='role or group')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counterparts', to='stakeholders.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'counterpart',
                'verbose_name_plural': 'counterparts',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title that day')),
                ('organisation_name', models.CharField(blank=True, max_length=400, verbose_name='organisation that day')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='stakeholders.person', verbose_name='person')),
                ('counterpart', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='engagements.counterpart', verbose_name='counterpart')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('reference', models.CharField(db_index=True, editable=False, max_length=20, verbose_name='reference')),
                ('date', models.DateField(verbose_name='date')),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month only')], default='day', max_length=10, verbose_name='date known to')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('channel', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('phone', 'By phone')], default='in_person', max_length=10, verbose_name='how')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('public_line', models.TextField(blank=True, max_length=3000, verbose_name='what can be said publicly')),
                ('internal_note', models.TextField(blank=True, max_length=10000, verbose_name='internal note')),
                ('sensitivity', models.CharField(choices=[('internal', 'Internal'), ('restricted', 'Restricted')], default='internal', max_length=10, verbose_name='who may read it')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('logged', 'Logged'), ('cancelled', 'Cancelled')], default='logged', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='logged')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='logged by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('location', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.location', verbose_name='place')),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('reference', models.CharField(editable=False, max_length=20, unique=True, verbose_name='reference')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='one-time token')),
                ('date', models.DateField(verbose_name='date')),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month only')], default='day', max_length=10, verbose_name='date known to')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('channel', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('phone', 'By phone')], default='in_person', max_length=10, verbose_name='how')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('public_line', models.TextField(blank=True, max_length=3000, verbose_name='what can be said publicly')),
                ('internal_note', models.TextField(blank=True, max_length=10000, verbose_name='internal note')),
                ('sensitivity', models.CharField(choices=[('internal', 'Internal'), ('restricted', 'Restricted')], default='internal', max_length=10, verbose_name='who may read it')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('logged', 'Logged'), ('cancelled', 'Cancelled')], default='logged', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='logged')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('search_note', models.TextField(default='', editable=False)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='created_meetings', to=settings.AUTH_USER_MODEL, verbose_name='logged by')),
                ('distinct_from', models.ManyToManyField(blank=True, editable=False, to='engagements.meeting', verbose_name='known to be another meeting than')),
                ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='stakeholders.location', verbose_name='place')),
                ('organisations', models.ManyToManyField(related_name='meetings', through='engagements.Counterpart', to='stakeholders.organisation')),
                ('people', models.ManyToManyField(related_name='meetings', through='engagements.Attendance', through_fields=('meeting', 'person'), to='stakeholders.person')),
                ('staff', models.ManyToManyField(blank=True, related_name='attended_meetings', to=settings.AUTH_USER_MODEL, verbose_name='from IOM')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['-date', 'date_precision', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMeeting_staff',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='engagements.historicalmeeting')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meeting')),
            ],
            options={
                'verbose_name': 'HistoricalMeeting_staff',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCounterpart',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('people_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many people')),
                ('group_label', models.CharField(blank=True, max_length=120, verbose_name='role or group')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisation', verbose_name='organisation')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'historical counterpart',
                'verbose_name_plural': 'historical counterparts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAttendance',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title that day')),
                ('organisation_name', models.CharField(blank=True, max_length=400, verbose_name='organisation that day')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('counterpart', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.counterpart', verbose_name='counterpart')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.person', verbose_name='person')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meeting')),
            ],
            options={
                'verbose_name': 'historical attendance',
                'verbose_name_plural': 'historical attendances',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalActionPoint',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('promised_by', models.CharField(choices=[('us', 'We promised'), ('them', 'They promised')], default='us', max_length=10, verbose_name='who promised it')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='status')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='what was done')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stakeholders.organisation', verbose_name='organisation')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'historical action point',
                'verbose_name_plural': 'historical action points',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='counterpart',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counterparts', to='engagements.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='engagements.meeting'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='attachments', verbose_name='file')),
                ('original_name', models.CharField(max_length=255, verbose_name='name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='engagements.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.TextField(default='', editable=False, verbose_name='searched text')),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('promised_by', models.CharField(choices=[('us', 'We promised'), ('them', 'They promised')], default='us', max_length=10, verbose_name='who promised it')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='status')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='what was done')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_action_points', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='action_points', to='stakeholders.organisation', verbose_name='organisation')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='action_points', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='action_points', to='engagements.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'action point',
                'verbose_name_plural': 'action points',
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('name_plural', models.CharField(max_length=80, verbose_name='plural')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'kind of meeting',
                'verbose_name_plural': 'kinds of meeting',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='engagements.meetingkind', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='kind',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meetingkind', verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='ThematicArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='in full')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='engagements.thematicarea', verbose_name='merged into')),
            ],
            options={
                'verbose_name': 'thematic area',
                'verbose_name_plural': 'thematic areas',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='thematic_areas',
            field=models.ManyToManyField(blank=True, related_name='meetings', to='engagements.thematicarea', verbose_name='thematic areas'),
        ),
        migrations.CreateModel(
            name='HistoricalThematicArea',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.SlugField(verbose_name='code')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='in full')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.thematicarea', verbose_name='merged into')),
            ],
            options={
                'verbose_name': 'historical thematic area',
                'verbose_name_plural': 'historical thematic areas',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMeeting_thematic_areas',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='engagements.historicalmeeting')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.meeting')),
                ('thematicarea', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='engagements.thematicarea')),
            ],
            options={
                'verbose_name': 'HistoricalMeeting_thematic_areas',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(verbose_name='one-time token of the form')),
                ('fields', models.JSONField(help_text='Each name with the list of its values.', verbose_name='boxes')),
                ('form_version', models.PositiveSmallIntegerField(verbose_name='version of the form')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='saved')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='form_drafts', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='form_drafts', to='engagements.meeting', verbose_name='meeting being changed')),
            ],
            options={
                'verbose_name': 'unfinished form',
                'verbose_name_plural': 'unfinished forms',
                'ordering': ['-updated_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'token'), name='form_draft_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='counterpart',
            constraint=models.UniqueConstraint(fields=('meeting', 'organisation'), name='counterpart_once_a_meeting', violation_error_message='This organisation is already in the meeting.'),
        ),
        migrations.AddConstraint(
            model_name='counterpart',
            constraint=models.CheckConstraint(condition=models.Q(('people_count__isnull', True), ('people_count__gte', 1), _connector='OR'), name='counterpart_people_positive', violation_error_message='Enter 1 or more, or leave this empty when it is not known.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='attendance_once_a_meeting', violation_error_message='This person is already in the meeting.'),
        ),
        migrations.AddIndex(
            model_name='actionpoint',
            index=models.Index(fields=['status', 'due'], name='action_point_status_due'),
        ),
        migrations.AddConstraint(
            model_name='actionpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('owner__isnull', False), ('promised_by', 'us')), models.Q(('organisation__isnull', False), ('owner__isnull', True), ('promised_by', 'them')), _connector='OR'), name='action_point_has_who', violation_error_message='Choose a colleague for what we promised, an organisation for theirs.'),
        ),
        migrations.AddConstraint(
            model_name='actionpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_on__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='action_point_closed_has_day', violation_error_message='A closed action point has the day it was closed; an open one has none.'),
        ),
        migrations.AddConstraint(
            model_name='thematicarea',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='area_not_merged_into_self'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['-date', 'date_precision', '-id'], name='meeting_newest_first'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['status', '-date'], name='meeting_status_date'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['created_by', 'status'], name='meeting_drafts'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_precision', 'month'), _negated=True), models.Q(('date__day', 1), ('end_date__isnull', True)), _connector='OR'), name='meeting_month_only_has_no_day', violation_error_message='A meeting known to the month only has no day and no last day.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gte', models.F('date')), _connector='OR'), name='meeting_ends_after_start', violation_error_message='The last day can’t be before the first.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='meeting_has_title'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'logged'), _negated=True), models.Q(('reference', ''), _negated=True), _connector='OR'), name='meeting_has_reference'),
        ),
        migrations.RunPython(index_searched_text, migrations.RunPython.noop),
    ]
