"""How alike two names are, with the reasons. Pure: text in, a score from 0 to 100 and words for it out."""

from stakeholders.alike.organisations import OrganisationNames, compare_organisations
from stakeholders.alike.people import compare_people
from stakeholders.alike.result import LIKELY, Likeness, in_words

__all__ = [
    "LIKELY",
    "Likeness",
    "OrganisationNames",
    "compare_organisations",
    "compare_people",
    "in_words",
]
