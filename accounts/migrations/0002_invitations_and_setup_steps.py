"""Invitations of colleagues, and what the office answered on its first day."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_users_and_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetupStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('office', 'Name and country'), ('directory', 'Directory'), ('lists', 'Areas and kinds')], max_length=20, unique=True, verbose_name='step')),
                ('is_put_off', models.BooleanField(default=False, verbose_name='not now')),
            ],
            options={
                'verbose_name': 'step of the set-up',
                'verbose_name_plural': 'steps of the set-up',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__in', ['office', 'directory', 'lists'])), name='setup_step_known')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='email at work')),
                ('role', models.CharField(choices=[('staff', 'Staff'), ('head of office', 'Head of office'), ('data manager', 'Data manager'), ('viewer', 'Viewer')], max_length=20, verbose_name='role')),
                ('nonce', models.PositiveIntegerField(default=0, editable=False, help_text='Drawn anew with each sending; 0 is none.')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='not delivered because')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked for a new link')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('invited_by', models.ForeignKey(blank=True, help_text='Nobody: by whoever runs the server.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'invited colleague',
                'verbose_name_plural': 'invited colleagues',
                'ordering': ['-sent_at', '-pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('taken_back_at', None)), name='invitation_open_once'), models.CheckConstraint(condition=models.Q(('role__in', ('viewer', 'staff', 'head of office', 'data manager'))), name='invitation_known_role'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('email', ''), _negated=True)), name='invitation_has_name_and_email'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('user', None)), models.Q(('accepted_at__isnull', False), ('user__isnull', False)), _connector='OR'), name='invitation_accepted_with_account'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('taken_back_at', None), _connector='OR'), name='invitation_accepted_or_taken_back')],
            },
        ),
    ]
