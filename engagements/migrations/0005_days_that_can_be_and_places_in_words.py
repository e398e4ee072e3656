"""Days that can be, and places in words.

A meeting whose day can't be meant, such as one of the year 24, becomes a draft of the day on which it
was logged, and its note says what was stored: whoever logged it finds it among the drafts.
"""

import datetime

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

MEETING_DAY = (datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))
ANY_DAY = (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
LONGEST_NOTE = 10_000


def put_days_right(apps, schema_editor):
    meetings = apps.get_model("engagements", "Meeting").objects
    odd_end = Q(end_date__isnull=False) & ~Q(end_date__range=MEETING_DAY)
    for meeting in meetings.filter(~Q(date__range=MEETING_DAY) | odd_end).iterator():
        days = " to ".join(day.isoformat() for day in (meeting.date, meeting.end_date) if day)
        meeting.end_date = None
        if not MEETING_DAY[0] <= meeting.date <= MEETING_DAY[1]:
            meeting.date = timezone.localdate(meeting.created_at)
            if meeting.date_precision == "month":
                meeting.date = meeting.date.replace(day=1)
            if meeting.status == "logged":
                meeting.status = "draft"
        line = f"Day to put right: it was stored as {days}."
        meeting.internal_note = f"{line}\n{meeting.internal_note}"[:LONGEST_NOTE]
        meeting.version += 1
        meeting.save()
        keep(apps, meeting)
    points = apps.get_model("engagements", "ActionPoint").objects
    for point in points.exclude(due=None).exclude(due__range=ANY_DAY).iterator():
        point.text = f"{point.text[:270]} (due {point.due.isoformat()})"
        point.due = None
        point.save()
    if schema_editor.connection.vendor == "postgresql":
        # Checks that wait for the end of the transaction would keep the table from being altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def keep(apps, meeting):
    history = apps.get_model("engagements", "HistoricalMeeting")
    columns = {field.attname for field in meeting._meta.fields}
    kept = {f.attname: getattr(meeting, f.attname) for f in history._meta.fields if f.attname in columns}
    record = history.objects.create(
        **kept,
        history_date=timezone.now(),
        history_type="~",
        history_change_reason="The day could not be",
    )
    # Without them the history would say that the areas and colleagues were taken out.
    for name in ("thematic_areas", "staff"):
        lists = apps.get_model("engagements", f"HistoricalMeeting_{name}").objects
        for row in getattr(meeting, name).through.objects.filter(meeting=meeting):
            lists.create(history=record, **{f.attname: getattr(row, f.attname) for f in row._meta.fields})


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0004_people_of_no_organisation'),
        ('stakeholders', '0005_days_that_can_be'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmeeting',
            name='other_places',
            field=models.CharField(blank=True, help_text='More places of the same visit, in words. Not counted.', max_length=200, verbose_name='other places'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='place_text',
            field=models.CharField(blank=True, help_text='As it was written, where no place of the list is meant. Not counted.', max_length=200, verbose_name='place in words'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='other_places',
            field=models.CharField(blank=True, help_text='More places of the same visit, in words. Not counted.', max_length=200, verbose_name='other places'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='place_text',
            field=models.CharField(blank=True, help_text='As it was written, where no place of the list is meant. Not counted.', max_length=200, verbose_name='place in words'),
        ),
        migrations.RunPython(put_days_right, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='actionpoint',
            constraint=models.CheckConstraint(condition=models.Q(('due__isnull', True), ('due__range', (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))), _connector='OR'), name='action_point_due_can_be', violation_error_message='Which year? Choose a day from 1900 to 2099.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('date__range', (datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))), name='meeting_day_can_be', violation_error_message='Which year? A meeting is dated from 1990 on.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__range', (datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))), _connector='OR'), name='meeting_last_day_can_be', violation_error_message='Which year? The last day can’t be over a year ahead.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('location__isnull', True), ('place_text', ''), _connector='OR'), name='meeting_place_once', violation_error_message='Choose a place, or write one in words, not both.'),
        ),
    ]
