"""Photos and files of a meeting, and those of its form: sent before it is saved, or still to come."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models.form_draft import KEPT_DAYS
from engagements.models.meeting import Meeting
from toolkit.files import RandomNameFileField

MOST_FILES = 20  # of one meeting
MOST_WAITING = 200  # of one writer's unfinished forms


class StoredFile(models.Model):
    """A file on the disk with its name, size in bytes, detected type and, for a picture, a thumbnail."""

    file = RandomNameFileField(_("file"), upload_to="attachments")
    thumbnail = RandomNameFileField(_("thumbnail"), upload_to="thumbnails", blank=True)
    original_name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.original_name

    def delete_files(self) -> None:
        """Delete both from the disk once the transaction around is sure to last."""
        for name in filter(None, (self.file.name, self.thumbnail.name)):
            transaction.on_commit(partial(default_storage.delete, name))


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """The files of meetings that exist for `user`; those of drafts only for who may change these."""
        meetings = Meeting.objects.all()
        is_no_draft = ~Q(meeting__status=Meeting.Status.DRAFT)
        return self.filter(
            meetings.visible_rule(user, via="meeting"),
            is_no_draft | meetings.editable_rule(user, via="meeting"),
        )


class Attachment(StoredFile):
    """A file of a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attachments", verbose_name=_("meeting")
    )
    token = models.UUIDField(_("one-time token"), null=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("added by")
    )
    uploaded_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["uploaded_by", "token"], name="attachment_sent_once")
        ]


class FormFileQuerySet(models.QuerySet["FormFile"]):
    def waiting(self, user: User) -> "FormFileQuerySet":
        """The files that `user` has sent for forms that are not saved yet; nobody else reads them."""
        return self.filter(user=user).exclude(file="")

    def tidy(self, user: User) -> None:
        """Delete what `user` sent for a form that was never saved, as old unfinished forms are deleted."""
        since = timezone.now() - timedelta(days=KEPT_DAYS)
        for row in self.waiting(user).filter(created_at__lt=since):
            row.delete_files()
            row.delete()

    def announce(self, meeting: Meeting, user: User, names: dict[UUID, str]) -> None:
        """Give the meeting the files with these tokens: those here become attachments, others are awaited."""
        if not names:
            return
        here = Attachment.objects.filter(uploaded_by=user, token__in=names)
        known = set(here.values_list("token", flat=True))
        known |= set(meeting.awaited_files.values_list("token", flat=True))
        room = MOST_FILES - meeting.attachments.count() - meeting.awaited_files.count()
        new = [token for token in names if token not in known]
        for token in new[: max(room, 0)]:
            values = {"original_name": names[token], "meeting": meeting}
            rows = self.select_for_update()
            row, _made = rows.get_or_create(user=user, token=token, defaults=values)
            row.give_to(meeting)


class FormFile(StoredFile):
    """A file that came before its form was saved (it has no meeting yet), or one that a meeting awaits (no file)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="form_files",
        verbose_name=_("sent by"),
    )
    token = models.UUIDField(_("one-time token"))
    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="awaited_files",
        verbose_name=_("meeting that awaits it"),
    )
    file = RandomNameFileField(_("file"), upload_to="attachments", blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("announced"), auto_now_add=True)

    objects = FormFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a form")
        verbose_name_plural = _("files of forms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="form_file_once"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, file="") | Q(meeting__isnull=True) & ~Q(file=""),
                name="form_file_waits_or_is_awaited",
            ),
        ]

    def give_to(self, meeting: Meeting) -> None:
        """Turn what is here into an attachment of the meeting, else let the meeting await it."""
        if not self.file:
            self.meeting = meeting
            self.save(update_fields=["meeting"])
            return
        Attachment.objects.create(
            meeting=meeting,
            token=self.token,
            file=self.file.name,
            thumbnail=self.thumbnail.name,
            original_name=self.original_name,
            size=self.size,
            content_type=self.content_type,
            uploaded_by=self.user,
        )
        self.delete()
