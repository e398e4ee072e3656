"""How alike two names are, with the reasons. Pure: text in, a score from 0 to 100 and words for it out."""

from stakeholders.name_matching.organisations import OrganisationNames, compare_organisations
from stakeholders.name_matching.people import compare_people
from stakeholders.name_matching.score import LIKELY, Likeness, in_words

__all__ = [
    "LIKELY",
    "Likeness",
    "OrganisationNames",
    "compare_organisations",
    "compare_people",
    "in_words",
]
