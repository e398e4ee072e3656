"""Registers, invitations and contacts on their way in."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("intake", "0001_registers"),
        ("intake", "0002_invitations_contacts"),
    ]

    dependencies = [
        ('engagements', '0001_meetings_and_action_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('events', models.JSONField(verbose_name='meetings in it')),
                ('total', models.PositiveIntegerField(verbose_name='how many there are')),
                ('unread', models.JSONField(default=list, verbose_name='what could not be read')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='chosen')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_file', to=settings.AUTH_USER_MODEL, verbose_name='chosen by')),
            ],
            options={
                'verbose_name': 'calendar file',
                'verbose_name_plural': 'calendar files',
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('columns', models.JSONField(help_text='A ColumnPlan each, found by its heading.', verbose_name='columns')),
                ('options', models.JSONField(default=dict, verbose_name='choices for the whole register')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_mappings', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'mapping of columns',
                'verbose_name_plural': 'mappings of columns',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('register', 'Register'), ('contacts', 'Contacts')], default='register', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('extension', models.CharField(max_length=10, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('file', models.FileField(blank=True, upload_to='imports', verbose_name='file')),
                ('tables', models.JSONField(default=list, verbose_name='first rows of each sheet')),
                ('sheet', models.CharField(blank=True, max_length=255, verbose_name='sheet')),
                ('header_row', models.PositiveIntegerField(blank=True, null=True, verbose_name='row of the headings')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('options', models.JSONField(default=dict, verbose_name='choices for the whole register')),
                ('answers', models.JSONField(default=dict, verbose_name='answers about names')),
                ('status', models.CharField(choices=[('uploaded', 'Columns not matched yet'), ('checking', 'Being checked'), ('checked', 'Ready to import'), ('done', 'Imported'), ('undone', 'Undone')], default='uploaded', max_length=10, verbose_name='status')),
                ('result', models.JSONField(default=dict, verbose_name='result')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('busy_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('stored_at', models.DateTimeField(blank=True, null=True, verbose_name='imported')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('mapping', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imports', to='intake.mapping', verbose_name='mapping of columns')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row in the sheet')),
                ('lead', models.PositiveIntegerField(verbose_name='first row of the same meeting')),
                ('cells', models.JSONField(help_text='As in the file, blanks filled down if so chosen.', verbose_name='cells')),
                ('fixed', models.JSONField(default=dict, verbose_name='corrected cells')),
                ('key', models.CharField(db_index=True, max_length=64, verbose_name='digest of its contents')),
                ('token', models.UUIDField(db_index=True, default=uuid.uuid4, verbose_name='one-time token of the meeting')),
                ('state', models.CharField(choices=[('waiting', 'Not checked yet'), ('ready', 'Ready'), ('asked', 'Needs an answer'), ('wrong', 'Has an error'), ('part', 'Part of the row above'), ('here', 'Here already'), ('twin', 'Same as another row'), ('nil', 'Nothing to import')], default='waiting', max_length=10, verbose_name='state')),
                ('remarks', models.JSONField(default=list, verbose_name='remarks')),
                ('outcome', models.JSONField(blank=True, null=True, verbose_name='what it becomes')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_rows', to='engagements.meeting', verbose_name='meeting')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.import', verbose_name='import')),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of imports',
                'ordering': ['number'],
                'indexes': [models.Index(fields=['source', 'state', 'number'], name='import_row_by_state')],
                'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='import_row_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=255, verbose_name='UID')),
                ('recurrence', models.CharField(blank=True, max_length=40, verbose_name='date of the series')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('content', models.CharField(max_length=64, verbose_name='digest of its contents')),
                ('prints', models.JSONField(verbose_name='digest of each part of the form')),
                ('token', models.UUIDField(db_index=True, verbose_name='one-time token of the form')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='read')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'indexes': [models.Index(fields=['uid'], name='invitation_uid')],
                'constraints': [models.UniqueConstraint(fields=('user', 'uid', 'recurrence'), name='invitation_once_a_reader')],
            },
        ),
        migrations.CreateModel(
            name='Made',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='kind of record')),
                ('row_id', models.BigIntegerField(verbose_name='its key')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='made', to='intake.import', verbose_name='import')),
            ],
            options={
                'verbose_name': 'record made by an import',
                'verbose_name_plural': 'records made by imports',
                'constraints': [models.UniqueConstraint(fields=('source', 'label', 'row_id'), name='made_once')],
            },
        ),
    ]
