"""Files of a meeting, read only through a permission check."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models.meeting import Meeting
from toolkit.files import RandomNameFileField


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AttachmentQuerySet":
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Attachment(models.Model):
    """One file, with its name, size in bytes and detected type."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attachments", verbose_name=_("meeting")
    )
    file = RandomNameFileField(_("file"), upload_to="attachments")
    original_name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("added by")
    )
    uploaded_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name
