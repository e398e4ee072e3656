"""What somebody was typing into the meeting form: kept as typed, until the meeting is stored."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.meeting import Meeting


class FormDraft(models.Model):
    """The boxes of one form as they were sent last. Only its writer ever reads it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="form_drafts",
        verbose_name=_("written by"),
    )
    token = models.UUIDField(_("one-time token of the form"))
    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="form_drafts",
        verbose_name=_("meeting being changed"),
    )
    fields = models.JSONField(_("boxes"), help_text="Each name with the list of its values.")
    form_version = models.PositiveSmallIntegerField(_("version of the form"))
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("unfinished form")
        verbose_name_plural = _("unfinished forms")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="form_draft_once"),
        ]

    def __str__(self):
        return str(self.token)
