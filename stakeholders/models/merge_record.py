"""A merge that was made: who, when, and every step, so that it can be undone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeRecordQuerySet(models.QuerySet):
    def not_undone(self) -> Self:
        return self.filter(undone_at__isnull=True)

    def of(self, duplicate: models.Model, kept: models.Model) -> Self:
        return self.filter(model=kept._meta.label_lower, duplicate_pk=duplicate.pk, kept_pk=kept.pk)


class MergeRecord(models.Model):
    """One merge. It holds keys, not names: a name may have to go one day.

    `steps` is a list of {"model", "pk", "old": the columns as they were, "new": those that changed,
    or null for a row that was removed, "twin": the key of the row into which it was folded, if it was}. `left` is
    what an undo could not put back.
    """

    model = models.CharField(_("kind of record"), max_length=100)
    duplicate_pk = models.BigIntegerField(_("merged one"))
    kept_pk = models.BigIntegerField(_("kept one"))
    steps = models.JSONField(_("steps"), default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="merges", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_merges",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    left = models.JSONField(_("not put back"), default=list, blank=True)

    objects = MergeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        indexes = [
            models.Index(fields=["model", "duplicate_pk", "kept_pk"], name="merge_record_pair")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.duplicate_pk} → {self.kept_pk}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
