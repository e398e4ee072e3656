import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was typed stays when the meeting it was typed for is deleted."""

    dependencies = [("engagements", "0005_action_point_search")]

    operations = [
        migrations.AlterField(
            model_name="formdraft",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="form_drafts",
                to="engagements.meeting",
                verbose_name="meeting being changed",
            ),
        ),
    ]
