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
    """One value, never offered in a list."""

    takes_many = False
    is_listed = False


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

    def read(self, values):
        """Find the place by its address."""
        wanted = [value for value in values if value][-1:]
        slugs = [value for value in wanted if re.fullmatch(r"[-\w]+", value)]
        self.found = list(Location.objects.filter(slug__in=slugs)) if slugs else []
        self.labels = {
            place.slug: gettext("%(place)s itself") % {"place": place} for place in self.found
        }
        return list(self.labels), len(self.found) < len(wanted)

    def condition(self, chosen):
        """At the place itself."""
        return Q(location__in=self.found)


class OrganisationFacet(LinkedFacet):
    """With whom: the organisation or a unit of it."""

    name = "organisation"
    label = _("Organisation")

    def read(self, values):
        """Find the organisation by its address; a merged one by what it is now."""
        wanted = [value for value in values if value][-1:]
        slugs = [value for value in wanted if re.fullmatch(r"[-\w]+", value)]
        rows = Organisation.objects.select_related("parent", "merged_into__parent")
        found = [row.merged_into or row for row in rows.filter(slug__in=slugs)] if slugs else []
        self.labels = {row.slug: str(row) for row in found}
        self.found = found
        return list(self.labels), len(found) < len(wanted)

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

    def read(self, values):
        """Find the person by number; a merged one by who it is now."""
        wanted = [value for value in values if value][-1:]
        numbers = [int(v) for v in wanted if re.fullmatch(r"[0-9]{1,18}", v)]
        rows = Person.objects.select_related("merged_into")
        found = [row.merged_into or row for row in rows.filter(pk__in=numbers)] if numbers else []
        self.labels = {str(row.pk): str(row) for row in found}
        return list(self.labels), len(found) < len(wanted)

    def condition(self, chosen):
        """With that person present."""
        return Q(linked(Meeting.people.through, person__in=chosen))
