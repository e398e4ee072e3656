"""What a kind of meeting means becomes fields of it."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def describe_known_kinds(apps, schema_editor):
    """Say what the kinds that were shipped mean; any other stays a meeting that the article names."""
    kinds = apps.get_model("engagements", "MeetingKind").objects
    kinds.filter(code__in=["bilateral-meeting", "other"]).update(is_named=False)
    kinds.filter(code="field-visit").update(
        described_as="visit", is_named=False, involves_travel=True
    )
    kinds.filter(code__in=["event", "training"]).update(described_as="participation")
    kinds.filter(code="call").update(described_as="call")


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0001_meetings_and_action_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMeetingKind',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.SlugField(help_text='Fixed once the kind is saved: imports know it by this.', verbose_name='code')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='name')),
                ('name_plural', models.CharField(max_length=80, verbose_name='plural')),
                ('described_as', models.CharField(choices=[('meeting', 'A meeting: “IOM met with …”'), ('visit', 'A visit: “IOM visited … and met with …”'), ('participation', 'Something one takes part in: “IOM took part in …”'), ('call', 'A call: nobody goes anywhere for it')], default='meeting', help_text='How the article puts a meeting of this kind into words.', max_length=20, verbose_name='described as')),
                ('is_named', models.BooleanField(default=True, help_text='Write “held a technical meeting with”, say, rather than “met with”.', verbose_name='named in the article')),
                ('involves_travel', models.BooleanField(default=False, help_text='The article lists its place among the places visited.', verbose_name='people travel for it')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical kind of meeting',
                'verbose_name_plural': 'historical kinds of meeting',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='meetingkind',
            name='described_as',
            field=models.CharField(choices=[('meeting', 'A meeting: “IOM met with …”'), ('visit', 'A visit: “IOM visited … and met with …”'), ('participation', 'Something one takes part in: “IOM took part in …”'), ('call', 'A call: nobody goes anywhere for it')], default='meeting', help_text='How the article puts a meeting of this kind into words.', max_length=20, verbose_name='described as'),
        ),
        migrations.AddField(
            model_name='meetingkind',
            name='involves_travel',
            field=models.BooleanField(default=False, help_text='The article lists its place among the places visited.', verbose_name='people travel for it'),
        ),
        migrations.AddField(
            model_name='meetingkind',
            name='is_named',
            field=models.BooleanField(default=True, help_text='Write “held a technical meeting with”, say, rather than “met with”.', verbose_name='named in the article'),
        ),
        migrations.AlterField(
            model_name='meetingkind',
            name='code',
            field=models.SlugField(help_text='Fixed once the kind is saved: imports know it by this.', unique=True, verbose_name='code'),
        ),
        migrations.RunPython(describe_known_kinds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='meetingkind',
            constraint=models.CheckConstraint(condition=models.Q(('described_as__in', ['meeting', 'visit', 'participation', 'call'])), name='kind_described_as_known'),
        ),
        migrations.AddField(
            model_name='historicalmeetingkind',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
