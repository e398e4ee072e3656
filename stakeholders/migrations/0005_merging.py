"""Places can be merged too, and every merge is kept, step by step, so that it can be undone."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def merged_into(**options):
    """Return the field that makes a place a signpost; the history's copy of it differs in its options."""
    return models.ForeignKey(
        blank=True, null=True, to="stakeholders.location", verbose_name="merged into", **options
    )


def who(**options):
    """Return a field that names a user for good."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0004_find_posts_by_title"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "location",
            "merged_into",
            merged_into(on_delete=django.db.models.deletion.PROTECT, related_name="merged"),
        ),
        migrations.AddField(
            "historicallocation",
            "merged_into",
            merged_into(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
            ),
        ),
        migrations.AddConstraint(
            "location",
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="location_not_merged_into_self"
            ),
        ),
        migrations.CreateModel(
            "MergeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100, verbose_name="kind of record")),
                ("duplicate_pk", models.BigIntegerField(verbose_name="merged one")),
                ("kept_pk", models.BigIntegerField(verbose_name="kept one")),
                ("steps", models.JSONField(default=list, verbose_name="steps")),
                ("merged_by", who(related_name="merges", verbose_name="merged by")),
                (
                    "merged_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged"),
                ),
                (
                    "undone_by",
                    who(blank=True, null=True, related_name="undone_merges", verbose_name="undone by"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("left", models.JSONField(blank=True, default=list, verbose_name="not put back")),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-merged_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["model", "duplicate_pk", "kept_pk"], name="merge_record_pair"
                    )
                ],
            },
        ),
    ]
