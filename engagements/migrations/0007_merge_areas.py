"""Thematic areas can be merged: the merged one leads to the one that is kept."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def merged_into(**options):
    """Return the field that makes an area a signpost; the history's copy of it differs in its options."""
    return models.ForeignKey(
        blank=True, null=True, to="engagements.thematicarea", verbose_name="merged into", **options
    )


class Migration(migrations.Migration):
    dependencies = [("engagements", "0006_draft_outlives_meeting")]
    operations = [
        migrations.AddField(
            "thematicarea",
            "merged_into",
            merged_into(on_delete=django.db.models.deletion.PROTECT, related_name="merged"),
        ),
        migrations.AddField(
            "historicalthematicarea",
            "merged_into",
            merged_into(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
            ),
        ),
        migrations.AddConstraint(
            "thematicarea",
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="area_not_merged_into_self"
            ),
        ),
    ]
