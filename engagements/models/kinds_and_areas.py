"""The lists that the data manager keeps: thematic areas and kinds of meeting. Retired, never deleted."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class LookUpQuerySet(models.QuerySet):
    def current(self) -> "LookUpQuerySet":
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

    def __str__(self) -> str:
        return self.name

    def own_names(self) -> list[str]:
        """Return the names of the area; it keeps them when it is merged, so that they lead on."""
        return [self.name]


class MeetingKind(models.Model):
    """Bilateral meeting, field visit, event ... What a kind means is in its fields, never in its code."""

    class Description(models.TextChoices):
        MEETING = "meeting", _("A meeting: “IOM met with …”")
        VISIT = "visit", _("A visit: “IOM visited … and met with …”")
        PARTICIPATION = "participation", _("Something one takes part in: “IOM took part in …”")
        CALL = "call", _("A call: nobody goes anywhere for it")

    code = models.SlugField(
        _("code"),
        unique=True,
        help_text=_("Fixed once the kind is saved: imports know it by this."),
    )
    name = models.CharField(_("name"), max_length=80, unique=True)
    name_plural = models.CharField(_("plural"), max_length=80)
    described_as = models.CharField(
        _("described as"),
        max_length=20,
        choices=Description,
        default=Description.MEETING,
        help_text=_("How the article puts a meeting of this kind into words."),
    )
    is_named = models.BooleanField(
        _("named in the article"),
        default=True,
        help_text=_("Write “held a technical meeting with”, say, rather than “met with”."),
    )
    involves_travel = models.BooleanField(
        _("people travel for it"),
        default=False,
        help_text=_("The article lists its place among the places visited."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()
    objects = LookUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meeting")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(described_as__in=["meeting", "visit", "participation", "call"]),
                name="kind_described_as_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        stored = MeetingKind.objects.filter(pk=self.pk).values_list("code", flat=True).first()
        if stored and stored != self.code:
            text = _("The code is fixed once the kind is saved. It is “%s”.")
            raise ValidationError({"code": text % stored})
