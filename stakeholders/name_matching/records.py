"""What is compared of two records: their names, and what else speaks for or against their being one. Pure."""

import re
from dataclasses import dataclass

from stakeholders.name_matching.organisations import OrganisationNames, compare_organisations
from stakeholders.name_matching.people import PersonName, compare_names
from stakeholders.name_matching.score import NOTHING, Likeness
from stakeholders.vocabulary import SHARED_MAILBOXES


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation, `pk` 0 when it is only a name; `whole` are its names with those of what it is a unit of."""

    pk: int
    own: OrganisationNames
    whole: OrganisationNames
    parent: int | None = None
    town: int | None = None
    website: str = ""

    def likeness(self, other: "OrganisationRecord") -> Likeness:
        if self.parent and other.parent and self.parent != other.parent:
            return NOTHING  # the same unit of two municipalities is two units
        found = compare_organisations(*self._names(other))
        if found.score < 50:
            return found
        if self.town and other.town:
            same = self.town == other.town
            found = found.with_more(*((3, "same_place") if same else (-25, "other_place")))
        if self.website and self.website == other.website:
            found = found.with_more(15, "same_website")
        return found

    def _names(self, other: "OrganisationRecord") -> tuple[OrganisationNames, OrganisationNames]:
        """Return the names to compare: a unit's own beside its parent or its like, else with its parent's."""
        family = self.parent == other.parent or self.parent == other.pk or other.parent == self.pk
        return (self.own, other.own) if family else (self.whole, other.whole)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person, `pk` 0 when it is only a name; `organisations` are the keys of those they hold or held a post in."""

    pk: int
    names: tuple[PersonName, ...]
    email: str = ""
    phone: str = ""
    organisations: frozenset[int] = frozenset()

    def likeness(self, other: "PersonRecord") -> Likeness:
        pairs = (compare_names(a, b) for a in self.names for b in other.names)
        found = max(pairs, key=lambda pair: pair.score, default=NOTHING)
        if not found.score:
            return found
        if self.email and self.email == other.email and not _is_shared(self.email):
            found = found.with_more(60, "same_email")
        if self.phone and self.phone == other.phone:
            found = found.with_more(12, "same_phone")
        return self._by_organisation(found, other)

    def _by_organisation(self, found: Likeness, other: "PersonRecord") -> Likeness:
        if self.organisations & other.organisations:
            return found.with_more(12, "same_organisation")
        if self.organisations and other.organisations:
            return found.with_more(-8, "other_organisation")
        return found


def _is_shared(email: str) -> bool:
    return re.split(r"\W", email, maxsplit=1)[0] in SHARED_MAILBOXES


def digits(phone: str) -> str:
    """Return the last eight digits of a phone number, or nothing when it has fewer than seven."""
    found = re.sub(r"\D", "", phone)
    return found[-8:] if len(found) > 6 else ""


def domain(website: str) -> str:
    """Return the bare host and path of a web address: two pages of one big host are two websites."""
    return re.sub(r"^\w+://(www\.)?", "", website.lower()).rstrip("/")
