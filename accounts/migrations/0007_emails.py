"""Emails that a user can stop, on record once a day; the data manager reads which were sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.roles import grant_admin


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_downloads_for_the_data_manager")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="emails",
            field=models.BooleanField(
                default=True,
                help_text="Untick to get none. Emails about your password come all the same.",
                verbose_name="emails about action points that are due, and about the month",
            ),
        ),
        migrations.CreateModel(
            name="EmailRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("actions", "Action points due"), ("month", "Month in review")], max_length=10, verbose_name="kind")),
                ("day", models.DateField(verbose_name="day")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="begun")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="email_records", to=settings.AUTH_USER_MODEL, verbose_name="recipient")),
            ],
            options={
                "verbose_name": "email",
                "verbose_name_plural": "emails",
                "ordering": ["-day", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "kind", "day"), name="email_once_a_day")],
            },
        ),
        migrations.RunPython(
            grant_admin("accounts", ["emailrecord"], actions=["view"]), migrations.RunPython.noop
        ),
    ]
