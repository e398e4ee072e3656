"""What came of calendar invitations, and imports that are of contacts, not of a register."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_registers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('register', 'Register'), ('contacts', 'Contacts')], default='register', max_length=10, verbose_name='kind'),
        ),
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
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=255, verbose_name='UID')),
                ('recurrence', models.CharField(blank=True, max_length=40, verbose_name='date of the series')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('content', models.CharField(max_length=64, verbose_name='print of what it says')),
                ('prints', models.JSONField(verbose_name='print of each part of the form')),
                ('token', models.UUIDField(db_index=True, verbose_name='one-time token of the form')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='read')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='brought by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'indexes': [models.Index(fields=['uid'], name='invitation_uid')],
                'constraints': [models.UniqueConstraint(fields=('user', 'uid', 'recurrence'), name='invitation_once_a_reader')],
            },
        ),
    ]
