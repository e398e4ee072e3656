"""Who holds which post, from when to when."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stakeholders.models.organisation import Organisation
from stakeholders.models.person import Person
from toolkit.dates import ANY_DAY
from toolkit.search import Searchable, StoringQuerySet
from toolkit.spelling import fold


def held_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a post was held on `day`; an unknown beginning or end does not exclude."""
    begun = Q(**{f"{prefix}started__isnull": True}) | Q(**{f"{prefix}started__lte": day})
    return begun & (Q(**{f"{prefix}ended__isnull": True}) | Q(**{f"{prefix}ended__gte": day}))


class AppointmentQuerySet(StoringQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(held_on(day))

    def with_names(self) -> Self:
        """With the names of who holds the post, and where; nothing else of them is read."""
        return self.select_related("person", "organisation__parent").only(
            "person__honorific", "person__full_name", "person__anonymised_at",
            "organisation__name", "organisation__slug", "organisation__sort_key",
            "organisation__is_active", "organisation__parent__name",
            "title", "started", "ended", "is_acting",
        )  # fmt: skip


def post_in_full(title: str, organisation: str) -> str:
    """Return a title with its organisation, unless it names it: "Mayor of Kukës Municipality" does not."""
    return title if fold(organisation) in fold(title) else f"{title}, {organisation}"


class Appointment(Searchable):
    """A person holding a post (title) in an organisation; several at once are allowed."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="appointments", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="appointments", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    started = models.DateField(_("from"), null=True, blank=True)
    ended = models.DateField(_("to"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)

    history = HistoricalRecords(excluded_fields=["search"])
    objects = AppointmentQuerySet.as_manager()
    search_fields = ("title",)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = [F("ended").desc(nulls_first=True), F("started").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started__isnull=True)
                | Q(ended__isnull=True)
                | Q(ended__gte=F("started")),
                name="appointment_ends_after_start",
                violation_error_message=_("The last day can’t be before the first."),
            ),
            models.CheckConstraint(
                condition=(Q(started__isnull=True) | Q(started__range=ANY_DAY))
                & (Q(ended__isnull=True) | Q(ended__range=ANY_DAY)),
                name="appointment_days_can_be",
                violation_error_message=_("Which year? Choose days from 1900 to 2099."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "title"],
                condition=Q(ended__isnull=True),
                name="appointment_open_once",
                violation_error_message=_("This person already holds this post."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.person}"

    @property
    def in_full(self) -> str:
        return post_in_full(self.title, str(self.organisation))

    def store(self, **kwargs: Any) -> None:
        """Store the post; whoever holds it, or held it until now, may be somebody who is here twice."""
        before = type(self).objects.filter(pk=self.pk).values_list("person", flat=True).first()
        with transaction.atomic():
            super().store(**kwargs)
            for person in Person.objects.filter(Q(pk=self.person_id) | Q(pk=before)):
                person.find_pairs()

    def absorb(self, other: "Appointment") -> None:
        """Take over what another row says of the same post, held by the same person: the earlier first day."""
        days = [day for day in (self.started, other.started) if day]
        self.started = min(days, default=None)
        self.is_acting = self.is_acting and other.is_acting

    def clean(self) -> None:
        if self.started and self.ended and self.ended < self.started:
            raise ValidationError({"ended": _("The last day can’t be before the first.")})
