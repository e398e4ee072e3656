"""The filters of the meetings list that are chosen from a list of values, one by one."""

import re
from datetime import date
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.forms.facets import (
    NONE,
    ConditionFacet,
    EntryFacet,
    Facet,
    LinkFacet,
    Option,
)
from engagements.models import Meeting, MeetingKind, ThematicArea
from engagements.models.gaps import GAPS
from engagements.models.months import month_range
from stakeholders.models import Location


class MonthFacet(Facet):
    """The month in which it began; newest first."""

    name = "month"
    label = _("Month")
    takes_many = False

    def read(self, values):
        """Accept any month of the calendar, with meetings or without."""
        wanted = [value for value in values if value]
        kept = [value for value in wanted if self.month(value)]
        return kept[-1:], len(kept) < len(wanted)

    @staticmethod
    def month(value):
        """Return the first day of "2024-03", or None."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", value)
        if not found or not (1 <= int(found[2]) <= 12 and 1 < int(found[1]) < 9999):
            return None
        return date(int(found[1]), int(found[2]), 1)

    def words(self, value):
        """Return "March 2024"."""
        return date_format(self.month(value), "F Y")

    def condition(self, chosen):
        """Within the half-open range of the month."""
        month = self.month(chosen[0])
        first, after = month_range(month.year, month.month)
        return Q(date__gte=first, date__lt=after)

    def options(self, meetings, chosen):
        """Return the months with meetings, and the one chosen."""
        rows = meetings.order_by().annotate(month=TruncMonth("date")).values("month")
        found = rows.annotate(n=Count("pk")).values_list("month", "n")
        counts = {f"{first:%Y-%m}".zfill(7): n for first, n in found}
        months = sorted({*counts, *chosen}, reverse=True)
        return [Option(m, self.words(m), counts.get(m, 0), m in chosen) for m in months]


class KindFacet(EntryFacet):
    """Bilateral meeting, field visit ..."""

    name, column = "kind", "kind"
    label = _("Kind")
    is_open = True

    def entries(self):
        """Return all kinds, retired ones too."""
        return MeetingKind.objects.values_list("pk", "code", "name")

    def condition(self, chosen):
        """Of one of these kinds."""
        return Q(kind__in=self.numbers(chosen))


class AreaFacet(LinkFacet):
    """Protection, AVRR ..."""

    name, column, link = "area", "thematic_areas", "thematicarea"
    label = _("Thematic area")
    none_label = _("No thematic area")
    through = Meeting.thematic_areas.through
    is_open = True

    @cached_property
    def areas(self):
        """All areas by number, in one query."""
        return {area.pk: area for area in ThematicArea.objects.all()}

    @cached_property
    def moved(self):
        """Where merged areas lead."""
        return _moved(self.areas, "code")

    def entries(self):
        """Return all areas, retired ones too."""
        return [(area.pk, area.code, area.name) for area in self.areas.values()]


class ColleagueFacet(LinkFacet):
    """Who went from the office."""

    name, column, link = "colleague", "staff", "user"
    label = _("Colleague")
    none_label = _("No colleague")
    through = Meeting.staff.through
    is_personal = True

    def entries(self):
        """Return all users: an office has few."""
        return [(user.pk, str(user.pk), str(user)) for user in User.objects.all()]


class PlaceFacet(EntryFacet):
    """Where it was: in the place, or in a place within it. Counties come after what lies in them."""

    name, column = "place", "location"
    label = _("Place")
    none_label = _("No place")

    @cached_property
    def places(self):
        """All places by number, in one query."""
        return {place.pk: place for place in Location.objects.defer("search", "other_names")}

    @cached_property
    def moved(self):
        """Where merged places lead."""
        return _moved(self.places, "slug")

    def entries(self):
        """Return all places; those that hold others last."""
        levels = Location.Level
        broad = {levels.COUNTY: 1, levels.COUNTRY: 2}
        places = sorted(self.places.values(), key=lambda place: broad.get(place.level, 0))
        return [(place.pk, place.slug, str(place)) for place in places]

    def above(self, pk):
        """Yield the place and the places it lies in."""
        while pk is not None:
            yield pk
            pk = self.places[pk].parent_id

    def condition(self, chosen):
        """At one of these places or within it; or without a place."""
        wanted = set(self.numbers(chosen))
        within = [pk for pk in self.places if not wanted.isdisjoint(self.above(pk))]
        found = Q(location__in=within)
        return found | Q(location=None) if NONE in chosen else found

    def by_value(self, found):
        """Count a meeting for its place and for all that the place lies in."""
        totals = {None: found.get(None, 0)}
        for pk, n in found.items():
            for place in self.above(pk):
                totals[place] = totals.get(place, 0) + n
        return super().by_value(totals)

    def options(self, meetings, chosen):
        """Return places, then counties; the country only where it is named itself."""
        found = super().options(meetings, chosen)
        level = {place.slug: place.level for place in self.places.values()}
        broad = [Location.Level.COUNTY, Location.Level.COUNTRY]
        found = [o for o in found if o.is_chosen or level.get(o.value) != Location.Level.COUNTRY]
        return sorted(
            found, key=lambda option: (option.value == NONE, level.get(option.value) in broad)
        )


def _moved(rows, key):
    """Return {key of a merged row: key of the one it was merged into} of `rows`, {number: row}."""
    merged = [row for row in rows.values() if row.merged_into_id]
    return {getattr(row, key): getattr(rows[row.merged_into_id], key) for row in merged}


class GapFacet(ConditionFacet):
    """What is missing."""

    name = "gap"
    label = _("Needs detail")
    labels = {gap.code: gap.label for gap in GAPS}
    conditions = {gap.code: gap.condition for gap in GAPS}


class StatusFacet(ConditionFacet):
    """Logged unless one asks for cancelled ones; drafts are never listed."""

    name = "status"
    label = _("Status")
    takes_many = False
    default = Meeting.Status.LOGGED.value
    labels = {"logged": _("Logged"), "cancelled": _("Cancelled")}
    conditions = {value: Q(status=value) for value in labels}

    def read(self, values):
        """Leave the default out of the address."""
        kept, is_odd = super().read(values)
        return [value for value in kept if value != self.default], is_odd

    def options(self, meetings, chosen):
        """Return both, with the default chosen when nothing is."""
        counts = self.counts(meetings)
        wanted = chosen or [self.default]
        return [
            Option(
                value if value != self.default else "", str(label), counts[value], value in wanted
            )
            for value, label in self.labels.items()
        ]


class RestrictedFacet(ConditionFacet):
    """For those who may see some: with the restricted ones, without them, or these only."""

    name = "restricted"
    label = _("Restricted")
    takes_many = False
    labels = {"no": _("Without restricted ones"), "only": _("Restricted only")}
    conditions = {
        "no": Q(sensitivity=Meeting.Sensitivity.INTERNAL),
        "only": Q(sensitivity=Meeting.Sensitivity.RESTRICTED),
    }

    def options(self, meetings, chosen):
        """Return all, without and only; nothing where there is no restricted one to be seen."""
        counts = self.counts(meetings)
        if not counts["only"] and "only" not in chosen:
            return []
        both = Option("", gettext("With restricted ones"), sum(counts.values()), not chosen)
        return [both] + [
            Option(value, str(label), counts[value], value in chosen)
            for value, label in self.labels.items()
        ]
