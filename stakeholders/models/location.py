"""Places: the country, its two administrative levels, border crossings, others."""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stakeholders.levels import first_level
from stakeholders.models.alphabetical import Alphabetical
from stakeholders.models.municipality_reached import (
    Level,
    county_reached,
    level_choices,
    municipality_reached,
)
from toolkit.search import SearchQuerySet
from toolkit.spelling import fold, fold_place


def within(place: "Location", column: str = "location") -> Q:
    """Return the condition that `column` is `place` or lies in it; a county holds its municipalities and theirs."""
    return (
        Q(**{column: place}) | Q(**{f"{column}__parent": place}) | Q(**{f"{column}__parent__parent": place})
    )  # fmt: skip


class LocationQuerySet(SearchQuerySet):
    def current(self) -> Self:
        return self.filter(is_active=True, merged_into__isnull=True)

    def municipalities(self) -> Self:
        return self.current().filter(level=Location.Level.MUNICIPALITY)

    def counties(self) -> Self:
        return self.current().filter(level=Location.Level.COUNTY)

    def by_pk(self) -> "dict[int, Location]":
        """Return {pk: place}, each with what it lies in; one query, asked of all places."""
        rows: Any = self.defer("search")
        places = {place.pk: place for place in rows}
        for place in places.values():
            place.parent = places.get(place.parent_id or 0)
        return places


class PlaceNames:
    def __init__(self, places: LocationQuerySet) -> None:
        self.places = list(places.select_related("parent"))
        self.by_name = self._by(fold)

    @cached_property
    def by_stem(self) -> "dict[str, list[Location]]":
        """The places by their names without the language's endings; most texts are found without."""
        return self._by(fold_place)

    def _by(self, how: Callable[[str], str]) -> "dict[str, list[Location]]":
        found: defaultdict[str, list[Location]] = defaultdict(list)
        for place in self.places:
            for name in place.folded_names(how):
                found[name].append(place)
        return found

    def named(self, text: str) -> "list[Location]":
        """Return the places that `text` names, in any known spelling; of one name the municipalities, if there is one.

        "Kukës" is the municipality, "Kukës county" the county.
        """
        found = self.by_name.get(fold(text)) or self.by_stem.get(fold_place(text), [])
        return [place for place in found if place.level == Location.Level.MUNICIPALITY] or found


def place_name(name: str, level: str) -> str:
    """Return the name of a place as people read it: "Kukës", "Kukës County"."""
    is_county = level == Location.Level.COUNTY
    return f"{name} {first_level().singular}" if is_county else name


class Location(Alphabetical):
    Level = Level
    municipality = property(municipality_reached)
    county = property(county_reached)
    PARENT_LEVELS: dict[str, set[str]] = {
        Level.COUNTY: {Level.COUNTRY},
        Level.MUNICIPALITY: {Level.COUNTY},
        Level.CROSSING: {Level.MUNICIPALITY},
        Level.PLACE: {Level.MUNICIPALITY, Level.COUNTY, Level.COUNTRY},
    }

    name = models.CharField(_("name in English"), max_length=120)
    name_local = models.CharField(_("name in the country’s language"), max_length=120, blank=True)
    other_names = models.TextField(_("other spellings"), blank=True, help_text=_("One a line."))
    slug = models.SlugField(_("address"), max_length=130, unique=True)
    level = models.CharField(_("level"), max_length=20, choices=level_choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("is in"),
    )
    pcode = models.CharField(_("P-code"), max_length=20, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    position_is_approximate = models.BooleanField(_("position is approximate"), default=False)
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
    objects = LocationQuerySet.as_manager()
    search_fields = ("name", "name_local", "other_names", "pcode")
    merged_together = [("latitude", "longitude", "position_is_approximate")]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["level", "sort_key"], name="location_level_alphabet")]
        constraints = [
            models.UniqueConstraint(
                fields=["pcode"],
                condition=~Q(pcode=""),
                name="location_pcode_once",
                violation_error_message=_("Another place has this P-code."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                ),
                name="location_position_whole",
                violation_error_message=_(
                    "Enter both latitude and longitude, within the globe, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="location_not_merged_into_self"
            ),
            models.CheckConstraint(
                condition=Q(level="country", parent__isnull=True)
                | (~Q(level="country") & Q(parent__isnull=False)),
                name="location_parent_by_level",
                violation_error_message=_(
                    "Say what this place is in; only a country is in nothing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return place_name(self.name, self.level)

    @property
    def is_current(self) -> bool:
        """Whether it is one of `Location.objects.current()`."""
        return self.is_active and self.merged_into_id is None

    def own_names(self) -> list[str]:
        return [name for name in (self.name, self.name_local) if name]

    def folded_names(self, how: Callable[[str], str] = fold) -> set[str]:
        """Return all names of the place, folded, as a set; a county's also as "kukes county", "county kukes"."""
        names = {how(name) for name in [*self.own_names(), *self.other_names.splitlines()] if name}
        if self.level != self.Level.COUNTY:
            return names
        words = [fold(word) for word in first_level().words]
        return names.union(
            *({f"{name} {word}", f"{word} {name}"} for name in names for word in words)
        )

    def clean(self) -> None:
        from_levels = self.PARENT_LEVELS.get(self.level)
        if self.parent and from_levels and self.parent.level not in from_levels:
            labels = (str(self.Level(level).label) for level in sorted(from_levels))
            wanted = ", ".join(labels).lower()
            raise ValidationError({"parent": _("Choose one of these levels: %s.") % wanted})


LEVELS_WITH_PAGE = (Location.Level.MUNICIPALITY, Location.Level.COUNTY)
