"""Whom and where: places, organisations, people and the posts they hold."""

from stakeholders.models.appointment import Appointment
from stakeholders.models.likely_pair import Kind, LikelyPair, NameKey
from stakeholders.models.location import Location
from stakeholders.models.merge_record import MergeRecord
from stakeholders.models.organisation import Organisation, OrganisationKind
from stakeholders.models.person import Person

__all__ = [
    "Appointment", "Kind", "LikelyPair", "Location", "MergeRecord", "NameKey", "Organisation",
    "OrganisationKind", "Person",
]  # fmt: skip
