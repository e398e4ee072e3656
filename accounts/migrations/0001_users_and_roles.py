"""Users, the four roles, recorded downloads and emails."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

ROLES = ("viewer", "staff", "head of office", "data manager")


def make_roles(apps, schema_editor):
    """Make the groups that are missing."""
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("accounts", "0001_users"),
        ("accounts", "0002_roles"),
        ("accounts", "0003_data_manager"),
        ("accounts", "0004_downloads_shortcuts_feed"),
        ("accounts", "0005_feed_version_drawn"),
        ("accounts", "0006_downloads_for_the_data_manager"),
        ("accounts", "0007_emails"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='sign-in name')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('honorific', models.CharField(blank=True, max_length=40, verbose_name='honorific')),
                ('job_title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('is_active', models.BooleanField(default=True, help_text='Untick for a colleague who left. Their records stay.', verbose_name='active')),
                ('shortcuts', models.BooleanField(default=True, help_text='Single keys that open pages. Untick if they get in the way.', verbose_name='keyboard shortcuts')),
                ('emails', models.BooleanField(default=True, help_text='Untick to get none. You will still get emails about your password.', verbose_name='emails about action points that are due, and about the month')),
                ('feed_version', models.PositiveIntegerField(default=0, editable=False, help_text='Drawn anew with every calendar address given out, so only the last works; 0 is none.')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ['full_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EmailRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('actions', 'Action points due'), ('month', 'Month in review')], max_length=10, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='begun')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='email_records', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'email',
                'verbose_name_plural': 'emails',
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExportRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('file_format', models.CharField(max_length=10, verbose_name='format')),
                ('filters', models.CharField(blank=True, max_length=500, verbose_name='filters')),
                ('row_count', models.PositiveIntegerField(verbose_name='rows')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL, verbose_name='downloaded by')),
            ],
            options={
                'verbose_name': 'download',
                'verbose_name_plural': 'downloads',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_username_any_case'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='user_email_once'),
        ),
        migrations.AddConstraint(
            model_name='emailrecord',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'day'), name='email_once_a_day'),
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
