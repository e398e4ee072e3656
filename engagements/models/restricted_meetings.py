"""Who may see and who may change a meeting: restricted ones exist for those present and the head of office."""

from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from toolkit.search import StoringQuerySet


class Sensitivity(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


EVERY, NONE = ~Q(pk__in=[]), Q(pk__in=[])


def holds_for(rule: Q) -> Case:
    """Return whether a row obeys the rule, as a column."""
    return Case(When(rule, then=Value(True)), default=Value(False))


class GuardedQuerySet(StoringQuerySet):
    """Meetings, as far as they exist for somebody. Action points and files follow their meeting."""

    def visible_to(self, user: User) -> Self:
        """The meetings that exist for `user`: restricted ones only for those present and the head of office."""
        return self.filter(self.visible_rule(user))

    def editable_by(self, user: User) -> Self:
        """The visible meetings that `user` may change: one's own or attended; all for the head of office."""
        return self.filter(self.visible_rule(user), self.editable_rule(user))

    def visible_rule(self, user: User, via: str = "") -> Q:
        """Return the rule of `visible_to`, for rows that lead to their meeting by the field `via`."""
        if not (user.is_active and user.has_role):
            return NONE
        if user.is_head_of_office:
            return EVERY
        is_open = Q(**{f"{via}__sensitivity".removeprefix("__"): Sensitivity.INTERNAL})
        return is_open | self._was_present(user, via) if user.is_colleague else is_open

    def editable_rule(self, user: User, via: str = "") -> Q:
        """Return what `editable_by` asks besides `visible_rule`."""
        if user.is_head_of_office:
            return EVERY
        if not user.is_colleague:
            return NONE
        is_own = Q(**{f"{via}__created_by".removeprefix("__"): user})
        return is_own | self._was_present(user, via)

    def with_editable(self, user: User) -> Self:
        """Add `is_editable`: whether `user` may change this one of the meetings visible to them."""
        return self.annotate(is_editable=holds_for(self.editable_rule(user)))

    def unrestricted(self) -> Self:
        return self.filter(sensitivity=Sensitivity.INTERNAL)

    def restricted(self) -> Self:
        return self.filter(sensitivity=Sensitivity.RESTRICTED)

    def _was_present(self, user: User, via: str) -> Q:
        attended = self.model.staff.through.objects  # type: ignore[attr-defined]  # of Meeting
        return Q(Exists(attended.filter(meeting=OuterRef(via or "pk"), user=user)))
