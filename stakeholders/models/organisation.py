"""Organisations, and their units."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stakeholders.models.likely_pair import Comparable, Kind, StakeholderQuerySet
from stakeholders.models.location import Location
from stakeholders.name_matching.blocking_keys import organisation_keys
from stakeholders.name_matching.organisations import OrganisationNames
from stakeholders.name_matching.records import OrganisationRecord, domain
from toolkit.search import unique_slug
from toolkit.spelling import fold


class OrganisationKind(models.Model):
    """Embassy, ministry, local government ...: a list that the data manager keeps."""

    LOCAL = "local-government"  # the code of those who are where their place is

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_plural = models.CharField(_("plural"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisation")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


def unit_text(name: str, parent: str | None) -> str:
    return name if parent is None else f"{name}, {parent}"


class OrganisationQuerySet(StakeholderQuerySet):
    def current(self) -> Self:
        return self.filter(is_active=True, merged_into__isnull=True)

    def for_list(self) -> Self:
        return self.select_related("kind", "location", "parent")

    def for_duplicates(self) -> Self:
        return self.for_list()

    def comparable(self) -> Self:
        return self.select_related("parent", "location")


class Organisation(Comparable):
    """An embassy, municipality or a unit of it, UN agency, NGO, company ..."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    other_names = models.TextField(_("also written"), blank=True, help_text=_("One a line."))
    takes_the = models.BooleanField(
        _("article before the name"),
        null=True,
        blank=True,
        choices=[
            (None, _("As the words of the name have it")),
            (True, _("With “the”: the Helsinki Committee")),
            (False, _("Without: Caritas")),
        ],
        help_text=_("How a sentence of the month’s article writes the name."),
    )
    slug = models.SlugField(_("address"), max_length=130, unique=True, editable=False)
    kind = models.ForeignKey(
        OrganisationKind, models.PROTECT, related_name="organisations", verbose_name=_("kind")
    )
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("place"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("is a unit of"),
    )
    website = models.URLField(_("website"), blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    seats = models.TextField(
        _("seats"),
        blank=True,
        max_length=1000,
        help_text=_("Titles that somebody always holds, such as Mayor, one a line."),
    )
    to_confirm = models.CharField(
        _("to confirm"),
        max_length=200,
        blank=True,
        help_text=_(
            "What is not certain. The organisation is listed in data quality until this is empty."
        ),
    )
    focal_point = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_for",
        verbose_name=_("focal point at IOM"),
    )
    contact_every = models.PositiveSmallIntegerField(
        _("meet every"), null=True, blank=True, help_text=_("Days between meetings to aim for.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    history = HistoricalRecords(excluded_fields=["search", "sort_key"])
    objects = OrganisationQuerySet.as_manager()
    search_fields = ("name", "short_name", "other_names")
    noted_at_merge = ("website",)  # of which a merge can keep a second one, in the notes
    PAIR_KIND = Kind.ORGANISATION
    COMPARED = (
        "name", "short_name", "other_names", "parent", "parent_id", "location", "location_id",
        "website", "is_active", "merged_into", "merged_into_id",
    )  # fmt: skip

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="organisation_alphabet")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent__isnull=True, merged_into__isnull=True),
                name="organisation_name_once",
                violation_error_message=_("An organisation of this name is already here."),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(parent__isnull=False, merged_into__isnull=True),
                name="organisation_unit_once",
                violation_error_message=_("A unit of this name is already here."),
            ),
            models.CheckConstraint(
                condition=Q(contact_every__isnull=True) | Q(contact_every__gte=1),
                name="organisation_rhythm_positive",
                violation_error_message=_(
                    "Enter a number of days, 1 or more, or leave this empty."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")) & ~Q(merged_into=F("id")),
                name="organisation_not_own_parent",
                violation_error_message=_("An organisation can’t be a unit of itself."),
            ),
        ]

    def __str__(self) -> str:
        return unit_text(self.name, self.parent.name if self.parent else None)

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.slug])

    def folded(self) -> str:
        """Search finds a unit by its parent's name too, and whoever has a seat by its title."""
        parent = self.parent.name if self.parent else ""
        return f"{super().folded()} {fold(f'{parent} {self.seats}')}".strip()

    def seat_titles(self) -> list[str]:
        """Return the titles that somebody always holds, named here or not."""
        return [title.strip() for title in self.seats.splitlines() if title.strip()]

    def vacant_seats(self, held: list[str]) -> list[str]:
        """Return the titles of seats that none of the titles `held` fills: "Mayor of Kukës" fills "Mayor"."""
        filled = [f"{fold(title)} " for title in held]
        return [
            title
            for title in self.seat_titles()
            if not any(one.startswith(f"{fold(title)} ") for one in filled)
        ]

    def own_names(self) -> list[str]:
        """Return the names of the organisation; a unit's say of what."""
        return [str(self)] if self.parent else list(filter(None, (self.name, self.short_name)))

    def compared_names(self) -> OrganisationNames:
        """Return its names as they are compared, without those of what it is a unit of."""
        return OrganisationNames(self.name, self.short_name, self.other_names.splitlines())

    def whole_names(self) -> OrganisationNames:
        """Return its names as they are compared, those of a unit with its parent's."""
        if not self.parent:
            return self.compared_names()
        above = self.parent.name
        others = [f"{name} {above}" for name in self.other_names.splitlines()]
        return OrganisationNames(f"{self.name} {above}", "", others)

    def record(self) -> OrganisationRecord:
        in_town = self.location and self.location.level == Location.Level.MUNICIPALITY
        own = self.compared_names()
        return OrganisationRecord(
            pk=self.pk,
            own=own,
            whole=self.whole_names() if self.parent_id else own,
            parent=self.parent_id,
            town=self.location_id if in_town else None,
            website=domain(self.website),
        )

    @staticmethod
    def keys_of(record: OrganisationRecord) -> set[str]:
        keys = organisation_keys(record.own)
        return keys if record.whole is record.own else keys | organisation_keys(record.whole)

    def find_dependent_pairs(self) -> None:
        """Its units are compared by its names too."""
        for unit in self.units.all():
            unit.find_pairs()

    def clean(self) -> None:
        """Refuse a chain of units that closes on itself."""
        above = self.parent
        while above is not None:
            if self.pk and above.pk == self.pk:
                raise ValidationError({"parent": _("This is one of its own units.")})
            above = above.parent

    def store(self, **kwargs: Any) -> None:
        """Store the row; its address is made once, of its name, and stays."""
        if not self.slug:
            self.slug = unique_slug(Organisation, str(self), self.pk)
        super().store(**kwargs)
