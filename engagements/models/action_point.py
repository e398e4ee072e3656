"""Action points: what was promised in a meeting, by us or by them."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from engagements.models.counterpart import Counterpart
from engagements.models.meeting import Meeting
from engagements.models.restricted_meetings import NONE, holds_for
from stakeholders.models import Organisation, Person
from toolkit.dates import ANY_DAY
from toolkit.search import Searchable, StoringQuerySet, either, holds
from toolkit.spelling import fold


def sunday_of(day: date) -> date:
    """Return the Sunday of the week of `day`; weeks begin on Monday."""
    return day + timedelta(days=6 - day.weekday())


def tab_rules(user: User, today: date) -> dict[str, Q]:
    is_open = Q(status=ActionPoint.Status.OPEN)
    return {
        "mine": is_open & Q(owner=user),
        "open": is_open,
        "theirs": is_open & Q(promised_by=ActionPoint.By.THEM),
        "overdue": is_open & Q(due__lt=today),
        "closed": ~is_open,
    }


MOST_CLOSED = 1000  # counted on the tab of those


SHOWN = (
    "text", "promised_by", "due", "status", "closed_on", "outcome",
    "meeting__reference", "meeting__title", "meeting__date", "meeting__date_precision",
    "meeting__end_date", "meeting__sensitivity",
    "owner__full_name", "owner__username", "owner__is_active",
    "organisation__name", "organisation__parent__name",
    "person__honorific", "person__full_name", "person__anonymised_at",
    "closed_by__full_name", "closed_by__username",
)  # fmt: skip


class ActionPointQuerySet(StoringQuerySet):
    def visible_to(self, user: User) -> "ActionPointQuerySet":
        return self.filter(Meeting.objects.all().visible_rule(user, via="meeting"))

    def matching(self, text: str) -> "ActionPointQuerySet":
        """Those with every word of `text`, in what was promised or in the name of who promised it."""
        rows = self
        for word in fold(text).split():
            bodies = Organisation.objects.filter(holds(word, "search")).values("pk")
            said = ActionPoint.objects.filter(holds(word, "search")).values("pk")
            by_body = ActionPoint.objects.filter(organisation__in=bodies).values("pk")
            rows = rows.filter(pk__in=either(said, by_body))
        return rows

    def open(self) -> "ActionPointQuerySet":
        return self.on_record().filter(status=ActionPoint.Status.OPEN)

    def on_record(self) -> "ActionPointQuerySet":
        """Those of logged meetings: a draft does not count yet, a cancelled meeting no more."""
        return self.filter(meeting__status=Meeting.Status.LOGGED)

    def counted(self) -> "ActionPointQuerySet":
        """Those of meetings that enter figures and reviews."""
        return self.on_record().filter(meeting__sensitivity=Meeting.Sensitivity.INTERNAL)

    def closed(self) -> "ActionPointQuerySet":
        return self.on_record().exclude(status=ActionPoint.Status.OPEN)

    def overdue(self, today: date) -> "ActionPointQuerySet":
        return self.open().filter(due__lt=today)

    def needs_new_owner(self) -> "ActionPointQuerySet":
        return self.open().filter(owner__is_active=False)

    def closable_by(self, user: User) -> "ActionPointQuerySet":
        """Those that `user` may close: one's own, those of meetings one may change; all for the head of office."""
        return self.filter(self.closable_rule(user))

    def with_closable(self, user: User) -> "ActionPointQuerySet":
        """Add `is_closable`: whether `user` may close it."""
        return self.annotate(is_closable=holds_for(self.closable_rule(user)))

    def closable_rule(self, user: User) -> Q:
        if not user.is_colleague:
            return NONE
        meetings = Meeting.objects.all()
        is_on_record = Q(meeting__status=Meeting.Status.LOGGED)
        is_own = Q(owner=user) | meetings.editable_rule(user, via="meeting")
        return meetings.visible_rule(user, via="meeting") & is_on_record & is_own

    def with_organisation(self, organisation: Organisation) -> "ActionPointQuerySet":
        met = Counterpart.objects.filter(
            meeting=models.OuterRef("meeting"), organisation=organisation
        )
        ours = Q(promised_by=ActionPoint.By.US) & models.Exists(met)
        return self.filter(Q(organisation=organisation) | ours)

    def in_tab(self, tab: str, user: User, today: date) -> "ActionPointQuerySet":
        return self.on_record().filter(tab_rules(user, today)[tab])

    def tab_counts(self, user: User, today: date) -> dict[str, int]:
        """Return the number of rows of each tab, of the closed ones one more than MOST_CLOSED at most; two queries."""
        rules = tab_rules(user, today)
        closed = self.on_record().filter(rules.pop("closed")).order_by()
        counted = {name: models.Count("pk", filter=rule) for name, rule in rules.items()}
        counts = self.open().aggregate(**counted)
        return counts | {"closed": closed[: MOST_CLOSED + 1].count()}

    def due_first(self) -> "ActionPointQuerySet":
        """Add `due_order`, which puts those without a day last."""
        return self.annotate(
            due_order=Coalesce("due", Value(date.max), output_field=models.DateField())
        )

    def for_list(self) -> "ActionPointQuerySet":
        """With what the list shows of each; nothing else of the rows beside it is read."""
        counterparts = Counterpart.objects.select_related("organisation__parent").only(
            "meeting", "organisation__name", "organisation__parent__name"
        )
        rows = self.select_related(
            "meeting", "owner", "organisation__parent", "person", "closed_by"
        ).prefetch_related(models.Prefetch("meeting__counterparts", counterparts))
        return rows.only(*SHOWN)

    def soon(self, today: date) -> "ActionPointQuerySet":
        return self.filter(due__lte=today + timedelta(days=7))


class ActionPoint(Searchable):
    """One action point: ours has an owner, theirs an organisation, or a person who speaks for none."""

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
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("person"),
        help_text=_("Who promised it, where they speak for no organisation."),
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
        indexes = [
            models.Index(fields=["status", "due"], name="action_point_status_due"),
            models.Index(fields=["-closed_on", "-id"], name="action_point_last_closed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    promised_by="us",
                    owner__isnull=False,
                    organisation__isnull=True,
                    person__isnull=True,
                )
                | Q(promised_by="them", owner__isnull=True)
                & (Q(organisation__isnull=False) | Q(person__isnull=False)),
                name="action_point_has_who",
                violation_error_message=_(
                    "Choose a colleague for what we promised, an organisation for theirs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(due__range=ANY_DAY),
                name="action_point_due_can_be",
                violation_error_message=_("Which year? Choose a day from 1900 to 2099."),
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

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def needs_new_owner(self) -> bool:
        return self.is_open and self.owner is not None and not self.owner.is_active

    @property
    def who(self) -> User | Organisation | Person | None:
        return self.owner or self.organisation or self.person

    def clean(self) -> None:
        if self.promised_by == self.By.US and not self.owner_id:
            raise ValidationError({"owner": _("Choose the colleague who will do it.")})
        if self.promised_by == self.By.THEM and not (self.organisation_id or self.person_id):
            raise ValidationError({"organisation": _("Choose the organisation that will do it.")})
        if self.status == self.Status.DROPPED and not self.outcome:
            raise ValidationError({"outcome": _("Write why it is dropped.")})

    def close(self, *, by: User, on: date, outcome: str = "") -> None:
        self._settle(self.Status.DONE, by, on, outcome)

    def drop(self, *, by: User, on: date, reason: str) -> None:
        self._settle(self.Status.DROPPED, by, on, reason)

    def reopen(self) -> None:
        self._settle(self.Status.OPEN, None, None, "")

    def note_outcome(self, outcome: str) -> None:
        self.outcome = outcome
        self.clean()
        self.store(update_fields=["outcome"])

    def assign(self, owner: User) -> None:
        self.owner = owner
        self.store(update_fields=["owner"])

    def _settle(self, status: str, by: User | None, on: date | None, outcome: str) -> None:
        self.status, self.closed_by, self.closed_on, self.outcome = status, by, on, outcome
        self.clean()
        self.store(update_fields=["status", "closed_by", "closed_on", "outcome"])

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today
