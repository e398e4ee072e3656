"""Days that can be: what was stored of another year is written down in the notes of the person."""

import datetime

from django.db import migrations, models
from django.db.models import Q

ANY_DAY = (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


def put_days_right(apps, schema_editor):
    posts = apps.get_model("stakeholders", "Appointment").objects.select_related("person")
    for name in ("started", "ended"):
        odd = Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}__range": ANY_DAY})
        for post in posts.filter(odd).iterator():
            stored = getattr(post, name)
            note(post.person, f"{post.title}: {name} stored as {stored.isoformat()}")
            # A post that has ended stays so: without its last day it would be held today.
            nearest = None if name == "started" else min(max(stored, ANY_DAY[0]), ANY_DAY[1])
            posts.filter(pk=post.pk).update(**{name: nearest})
    people = apps.get_model("stakeholders", "Person").objects
    for person in people.exclude(last_confirmed=None).exclude(last_confirmed__range=ANY_DAY):
        note(person, f"Last confirmed stored as {person.last_confirmed.isoformat()}")
        people.filter(pk=person.pk).update(last_confirmed=None)
    if schema_editor.connection.vendor == "postgresql":
        # Checks that wait for the end of the transaction would keep the table from being altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def note(person, line):
    rows = type(person).objects.filter(pk=person.pk)
    # Read anew: another post of the same person may have been noted a moment ago.
    notes = rows.values_list("notes", flat=True).get()
    rows.update(notes=f"{notes}\n{line}.".strip())


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0004_alphabet'),
    ]

    operations = [
        migrations.RunPython(put_days_right, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('started__isnull', True), ('started__range', (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))), _connector='OR'), models.Q(('ended__isnull', True), ('ended__range', (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))), _connector='OR')), name='appointment_days_can_be', violation_error_message='Which year? Choose days from 1900 to 2099.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('last_confirmed__isnull', True), ('last_confirmed__range', (datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))), _connector='OR'), name='person_confirmed_can_be', violation_error_message='Which year? Choose a day from 1900 to 2099.'),
        ),
    ]
