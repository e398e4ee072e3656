"""The lists that the data manager keeps: thematic areas and kinds of meeting. Retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class LookUpQuerySet(models.QuerySet):
    """Entries of a list."""

    def current(self):
        """Entries that can be chosen today."""
        return self.filter(is_active=True)


class ThematicArea(models.Model):
    """What a meeting was about: Protection, AVRR, DTM ..."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("in full"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    history = HistoricalRecords()
    objects = LookUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("thematic area")
        verbose_name_plural = _("thematic areas")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="area_not_merged_into_self"
            )
        ]

    def __str__(self):
        return self.name

    def own_names(self):
        """Return the names of the area; it keeps them when it is merged, so that they lead on."""
        return [self.name]


class MeetingKind(models.Model):
    """Bilateral meeting, field visit, event ..."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    name_plural = models.CharField(_("plural"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = LookUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meeting")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
