"""What was promised in a meeting: by us or by them."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from engagements.models.meeting import Meeting
from stakeholders.models import Organisation
from stakeholders.models.searchable import Searchable
from stakeholders.names import fold


class ActionPointQuerySet(models.QuerySet):
    """Action points, in the words of the office."""

    def visible_to(self, user):
        """Those of meetings that exist for `user`."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def matching(self, text):
        """Keep those that hold every word of `text`: in what was promised, or in the name of who promised it."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(Q(search__contains=word) | Q(organisation__search__contains=word))
        return rows

    def open(self):
        """Open ones of logged meetings."""
        return self.filter(status=ActionPoint.Status.OPEN, meeting__status=Meeting.Status.LOGGED)

    def due_by(self, day):
        """Those due on `day` or before."""
        return self.filter(due__lte=day)

    def soon(self, today):
        """Overdue, or due within the next seven days."""
        return self.due_by(today + timedelta(days=7))


class ActionPoint(Searchable):
    """One promise: ours has an owner, theirs an organisation."""

    class By(models.TextChoices):
        US = "us", _("We promised")
        THEM = "them", _("They promised")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="action_points", verbose_name=_("meeting")
    )
    text = models.CharField(_("what"), max_length=300)
    promised_by = models.CharField(_("who promised it"), max_length=10, choices=By, default=By.US)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("colleague"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("organisation"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_action_points",
        verbose_name=_("closed by"),
    )
    outcome = models.CharField(_("what was done"), max_length=500, blank=True)

    history = HistoricalRecords(excluded_fields=["search"])
    objects = ActionPointQuerySet.as_manager()
    search_fields = ("text",)

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["status", "due"], name="action_point_status_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_by="us", owner__isnull=False, organisation__isnull=True)
                | Q(promised_by="them", owner__isnull=True, organisation__isnull=False),
                name="action_point_has_who",
                violation_error_message=_(
                    "Choose a colleague for what we promised, an organisation for theirs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True, closed_by__isnull=True)
                | (~Q(status="open") & Q(closed_on__isnull=False)),
                name="action_point_closed_has_day",
                violation_error_message=_(
                    "A closed action point has the day it was closed; an open one has none."
                ),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def who(self):
        """Who will do it: a colleague or an organisation."""
        return self.owner or self.organisation

    def clean(self):
        """Name the field that is missing."""
        if self.promised_by == self.By.US and not self.owner_id:
            raise ValidationError({"owner": _("Choose the colleague who will do it.")})
        if self.promised_by == self.By.THEM and not self.organisation_id:
            raise ValidationError({"organisation": _("Choose the organisation that will do it.")})

    def is_overdue(self, today):
        """Whether it is open and its day has passed."""
        return self.status == self.Status.OPEN and self.due is not None and self.due < today

    def days_late(self, today):
        """How many days after its due day `today` is; negative before."""
        return (today - self.due).days
