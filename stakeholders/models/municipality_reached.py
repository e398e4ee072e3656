"""What counts as a municipality reached by what happens at a place. Coverage, figures and article all ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.levels import FIRST_LEVEL, SECOND_LEVEL

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from stakeholders.models.location import Location


class Level(models.TextChoices):
    """What a place is; each but a country lies in one of another level."""

    COUNTRY = "country", _("Country")
    COUNTY = "county", FIRST_LEVEL
    MUNICIPALITY = "municipality", SECOND_LEVEL
    CROSSING = "crossing", _("Border crossing point")
    PLACE = "place", _("Other place")


def level_choices() -> list[tuple[str, StrOrPromise]]:
    """Return the levels; called anew, because the country decides on two of their names."""
    return Level.choices


def municipality_reached(place: Location) -> Location | None:
    """Return the municipality that counts as reached by what happens at a place; None where there is none.

    A municipality is its own, a border crossing or another place counts for the one it lies in; a
    county, the country and a place in no municipality reach none.
    """
    return _place_or_parent(place, Level.MUNICIPALITY)


def county_reached(place: Location) -> Location | None:
    """Return the county that a place is or lies in; None for the country and what lies in no county."""
    return _place_or_parent(place, Level.COUNTY)


def _place_or_parent(place: Location | None, level: Level) -> Location | None:
    while place is not None and place.level != level:
        place = place.parent
    return place
