"""People who speak for organisations. Only work contact data, from a named source."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stakeholders.honorifics import stored_honorific
from stakeholders.models.likely_pair import Comparable, Kind, StakeholderQuerySet
from stakeholders.models.organisation import Organisation
from stakeholders.name_matching.blocking_keys import person_keys
from stakeholders.name_matching.people import PersonName, read_person
from stakeholders.name_matching.records import PersonRecord, digits
from toolkit.dates import ANY_DAY
from toolkit.spelling import fold


def shown_name(honorific: str, full_name: str, anonymised_at: datetime | None) -> str:
    return gettext("Name removed") if anonymised_at else f"{honorific} {full_name}".strip()


class PersonQuerySet(StakeholderQuerySet):
    def current(self) -> Self:
        return self.filter(merged_into__isnull=True, anonymised_at__isnull=True)

    def for_duplicates(self) -> Self:
        return self.prefetch_related("appointments__organisation__parent")

    def comparable(self) -> Self:
        return self.prefetch_related("appointments")


class Person(Comparable):
    """Somebody who speaks for an organisation; the post is an appointment, not a field."""

    honorific = models.CharField(
        _("honorific"), max_length=40, blank=True, help_text=_("For example H.E. Mr.")
    )
    full_name = models.CharField(_("full name"), max_length=200)
    other_names = models.TextField(_("also written"), blank=True, help_text=_("One a line."))
    email = models.EmailField(_("work email"), blank=True)
    phone = models.CharField(_("work phone"), max_length=40, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    source = models.CharField(_("source of the data"), max_length=200, blank=True)
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    history = HistoricalRecords(excluded_fields=["search", "sort_key"])
    objects = PersonQuerySet.as_manager()
    PAIR_KIND = Kind.PERSON
    COMPARED = (
        "full_name", "other_names", "email", "phone", "anonymised_at", "merged_into", "merged_into_id",
    )  # fmt: skip
    search_fields = ("full_name", "other_names")
    named_by = "full_name"
    noted_at_merge = ("email", "phone")  # of which a merge can keep a second one, in the notes
    NAME_REMOVED = "Name removed"  # stored in the place of the name, for a name may not be empty
    # What is held on the person themselves; posts and attendances say what an office-holder did.
    PERSONAL = (
        "honorific", "full_name", "other_names", "email", "phone", "notes", "source", "last_confirmed",
    )  # fmt: skip

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_alphabet")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_confirmed__isnull=True)
                | models.Q(last_confirmed__range=ANY_DAY),
                name="person_confirmed_can_be",
                violation_error_message=_("Which year? Choose a day from 1900 to 2099."),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="person_not_merged_into_self"
            ),
        ]

    def __str__(self) -> str:
        return shown_name(self.honorific, self.full_name, self.anonymised_at)

    def get_absolute_url(self) -> str:
        """Return the address of the person's page: a number, never the name."""
        return reverse("person_detail", args=[self.pk])

    @property
    def initials(self) -> str:
        words = self.full_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def clean(self) -> None:
        self.honorific = stored_honorific(self.honorific)

    def own_names(self) -> list[str]:
        return [self.full_name]

    def compared_names(self) -> tuple[PersonName, ...]:
        names = [self.full_name, *self.other_names.splitlines()]
        return tuple(read_person(name) for name in names if fold(name))

    def record(self) -> PersonRecord:
        return PersonRecord(
            pk=self.pk,
            names=self.compared_names(),
            email=self.email.lower(),
            phone=digits(self.phone),
            organisations=frozenset(post.organisation_id for post in self.appointments.all()),
        )

    @staticmethod
    def keys_of(record: PersonRecord) -> set[str]:
        return person_keys(record)

    def title_in(self, organisation: Organisation, day: date) -> str:
        """Return the title that the person held in `organisation` on `day`, or an empty text."""
        posts = self.appointments.on(day).filter(organisation=organisation)
        post = posts.order_by("is_acting", "-started").first()
        return post.title if post else ""
