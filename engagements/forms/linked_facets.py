"""The filters of the meetings list that a link from elsewhere chooses: they are shown as a chip alone."""

import re
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms.facets import Facet, linked
from engagements.forms.meeting_facets import MonthFacet
from engagements.models import Meeting
from stakeholders.models import Location, Organisation, Person


class LinkedFacet(Facet):
    """One value, never offered in a list: the last one given, of the rows that `find` knows by it."""

    takes_many = False
    is_listed = False
    pattern = r"[-\w]+"

    def read(self, values):
        """Find the row by its address; say when there is none."""
        wanted = [value for value in values if value][-1:]
        self.found = [
            row for value in wanted if re.fullmatch(self.pattern, value) for row in self.find(value)
        ]
        self.labels = {self.value_of(row): self.label_of(row) for row in self.found}
        return list(self.labels), len(self.found) < len(wanted)

    def value_of(self, row):
        """Return what stands in an address for a row."""
        return row.slug

    def label_of(self, row):
        """Return what the chip says of a row."""
        return str(row)


class YearFacet(LinkedFacet):
    """The year in which it began."""

    name = "year"
    label = _("Year")

    def read(self, values):
        """Accept any year of the calendar."""
        wanted = [value for value in values if value]
        kept = [value for value in wanted if MonthFacet.month(f"{value}-01")]
        self.labels = {value: value for value in kept}
        return kept[-1:], len(kept) < len(wanted)

    def condition(self, chosen):
        """Within the half-open range of the year."""
        year = int(chosen[0])
        return Q(date__gte=date(year, 1, 1), date__lt=date(year + 1, 1, 1))


class ExactPlaceFacet(LinkedFacet):
    """In just this place, and nowhere within it: a visit to a county that names no municipality."""

    name = "at"
    label = _("Exact place")

    def find(self, value):
        """Return the place of this address."""
        return Location.objects.filter(slug=value)

    def label_of(self, row):
        """Return "Kukës county itself"."""
        return gettext("%(place)s itself") % {"place": row}

    def condition(self, chosen):
        """At the place itself."""
        return Q(location__in=self.found)


class OrganisationFacet(LinkedFacet):
    """With whom: the organisation or a unit of it."""

    name = "organisation"
    label = _("Organisation")

    def find(self, value):
        """Return the organisation of this address; for a merged one, what it is now."""
        rows = Organisation.objects.select_related("parent", "merged_into__parent")
        return [row.merged_into or row for row in rows.filter(slug=value)]

    def condition(self, chosen):
        """With it, or with a unit of it."""
        through = Meeting.organisations.through.objects.filter(meeting=OuterRef("pk"))
        return Q(
            Exists(
                through.filter(
                    Q(organisation__in=self.found) | Q(organisation__parent__in=self.found)
                )
            )
        )


class PersonFacet(LinkedFacet):
    """Who spoke for the organisations."""

    name = "person"
    label = _("Person")
    is_personal = True
    pattern = r"[0-9]{1,18}"

    def find(self, value):
        """Return the person of this number; for a merged one, who it is now."""
        rows = Person.objects.select_related("merged_into")
        return [row.merged_into or row for row in rows.filter(pk=int(value))]

    def value_of(self, row):
        """Return the number of a person."""
        return str(row.pk)

    def condition(self, chosen):
        """With that person present."""
        return Q(linked(Meeting.people.through, person__in=chosen))
