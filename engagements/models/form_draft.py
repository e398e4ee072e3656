"""What somebody was typing into the meeting form: kept as typed, until the meeting is stored."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models.meeting import Meeting

KEPT_DAYS = 90
MOST_DRAFTS = 100
NAMING = (
    "title", "event_name", "-who", "-person", "-organisation", "place", "public_line", "internal_note"
)  # fmt: skip


def whole_characters(text: str) -> str:
    """Return `text` without NUL, and with U+FFFD for half an emoji: no database or page takes those."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class FormDraftQuerySet(models.QuerySet):
    """Unfinished forms; only their writer ever reads them."""

    def of(self, user: User) -> "FormDraftQuerySet":
        """The forms that `user` has not finished, newest first: neither stored since nor too old."""
        stored = Meeting.objects.filter(token=OuterRef("token"), created_by=user)
        return self.filter(~Exists(stored), user=user).select_related("meeting")

    def keep(self, user: User, token: UUID, **values) -> Any:
        """Store what is in the form in place of what was stored of it before; return the FormDraft.

        Returns None when the user has too many already. Deletes what is older than KEPT_DAYS.
        """
        mine = self.filter(user=user)
        mine.filter(updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
        is_new = not mine.filter(token=token).exists()
        if is_new and mine.count() >= MOST_DRAFTS:
            return None
        return self.update_or_create(user=user, token=token, defaults=values)[0]

    def finish(self, user: User, token: UUID) -> None:
        self.filter(user=user, token=token).delete()


class FormDraft(models.Model):
    """The boxes of one form as they were sent last."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="form_drafts",
        verbose_name=_("written by"),
    )
    token = models.UUIDField(_("one-time token of the form"))
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="form_drafts",
        verbose_name=_("meeting being changed"),
    )
    fields = models.JSONField(_("boxes"), help_text="Each name with the list of its values.")
    form_version = models.PositiveSmallIntegerField(_("version of the form"))
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished form")
        verbose_name_plural = _("unfinished forms")
        ordering = ["-updated_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="form_draft_once")]

    @property
    def texts(self) -> dict[str, list[str]]:
        """The boxes, also of forms kept before half an emoji was replaced on arrival."""
        return {
            whole_characters(name): [whole_characters(text) for text in values]
            for name, values in self.fields.items()
        }

    def __str__(self) -> str:
        for wanted in NAMING:
            for name, values in sorted(self.texts.items()):
                text = " ".join(values).strip() if name.endswith(wanted) else ""
                if text:
                    return text if len(text) <= 80 else f"{text[:79]}…"
        return gettext("Nothing named yet")
