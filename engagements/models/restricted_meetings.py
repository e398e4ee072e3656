"""Who may see and who may change a meeting: restricted ones exist for those present and the head of office."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from toolkit.search import StoringQuerySet


class Sensitivity(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


class GuardedQuerySet(StoringQuerySet):
    """Meetings, as far as they exist for somebody. Action points and files follow their meeting."""

    def visible_to(self, user: User) -> Self:
        """The meetings that exist for `user`: restricted ones only for those present and the head of office."""
        if not (user.is_active and user.has_role):
            return self.none()
        if user.is_head_of_office:
            return self
        if user.is_colleague:
            return self.filter(Q(sensitivity=Sensitivity.INTERNAL) | self._was_present(user))
        return self.unrestricted()

    def editable_by(self, user: User) -> Self:
        """The visible meetings that `user` may change: one's own or attended; all for the head of office."""
        rows = self.visible_to(user)
        if user.is_head_of_office:
            return rows
        if not user.is_colleague:
            return self.none()
        return rows.filter(Q(created_by=user) | self._was_present(user))

    def unrestricted(self) -> Self:
        return self.filter(sensitivity=Sensitivity.INTERNAL)

    def restricted(self) -> Self:
        return self.filter(sensitivity=Sensitivity.RESTRICTED)

    def _was_present(self, user: User) -> Exists:
        attended = self.model.staff.through.objects  # type: ignore[attr-defined]  # of Meeting
        return Exists(attended.filter(meeting=OuterRef("pk"), user=user))
