"""What somebody is typing into the article of a month: kept as typed, until it is saved or dropped."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

KEPT_DAYS = 90
AT_WORK = timedelta(minutes=15)  # since the last letter: from then on nobody counts as writing


class ArticleDraftQuerySet(models.QuerySet["ArticleDraft"]):
    def keep(self, user: User, month: date, fields: dict[str, Any]) -> "ArticleDraft":
        """Store what is in the form in place of what was stored of it before. Deletes what is too old."""
        self.filter(updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
        return self.update_or_create(user=user, month=month, defaults={"fields": fields})[0]

    def of(self, user: User, month: date) -> "ArticleDraft | None":
        return self.filter(user=user, month=month).first()

    def drop(self, user: User, month: date) -> None:
        self.filter(user=user, month=month).delete()

    def others_at_work(self, user: User, month: date, now: datetime) -> "ArticleDraftQuerySet":
        """Return the drafts of others who are writing at this moment, longest first."""
        found = self.filter(month=month, updated_at__gte=now - AT_WORK).exclude(user=user)
        return found.select_related("user").order_by("began_at", "pk")


class ArticleDraft(models.Model):
    """The form of the edit page as it was sent last; `fields` are {name: list of values}."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="article_drafts",
        verbose_name=_("written by"),
    )
    month = models.DateField(_("month"))
    fields = models.JSONField(_("boxes"))
    began_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = ArticleDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text of a month")
        verbose_name_plural = _("unsaved texts of months")
        ordering = ["-updated_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "month"], name="article_draft_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.user}"
