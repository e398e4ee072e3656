"""The filters of the meetings list that are chosen from a list of values, one by one."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import Meeting, MeetingKind, ThematicArea
from engagements.models.gaps import GAPS
from stakeholders.models import Location, Organisation, Person
from toolkit.months import month_of, month_range, year_range

NONE = "none"


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, and how many meetings would be listed with it."""

    value: str
    label: str
    count: int
    is_chosen: bool


def linked(through, **conditions):
    """Return a condition on meetings: a row of `through` that meets `conditions` belongs to it."""
    return Exists(through.objects.filter(meeting=OuterRef("pk"), **conditions))


class Facet:
    """A filter with a list of values, any of which a meeting may have."""

    name = ""
    label = ""
    takes_many = True
    is_personal = False  # its words name somebody: they are not kept on record
    is_open = False
    is_listed = True  # else chosen by a link from elsewhere, and shown as a chip alone

    @cached_property
    def labels(self):
        """What can be chosen: {value: words}, in the order of equal numbers."""
        return {}

    def read(self, values):
        """Return (the values that make sense, whether any was left out)."""
        wanted = list(dict.fromkeys(value for value in values if value))
        kept = [value for value in wanted if value in self.labels] if wanted else []
        return (kept if self.takes_many else kept[-1:]), len(kept) < len(wanted)

    def condition(self, chosen):
        """Return what a meeting must meet to have one of the `chosen` values."""
        raise NotImplementedError  # each filter says how

    def counts(self, meetings):
        """Return {value: number of meetings}, in one query."""
        raise NotImplementedError  # said by those that are chosen from a list; others are never counted

    def options(self, meetings, chosen):
        """Return the values that some of `meetings` have, and those chosen; most first, "none" last."""
        counts = self.counts(meetings)
        found = [
            Option(value, str(label), counts.get(value, 0), value in chosen)
            for value, label in self.labels.items()
            if counts.get(value) or value in chosen
        ]
        return sorted(found, key=lambda option: (option.value == NONE, -option.count))


class EntryFacet(Facet):
    """A list that the office keeps, by a key that may stand in an address; maybe "none" of it."""

    column = ""
    none_label = ""

    def entries(self):
        """Return [(number, value, words)]."""
        raise NotImplementedError  # each list says which

    @cached_property
    def rows(self):
        """The entries, read once."""
        return list(self.entries())

    @cached_property
    def labels(self):
        """The words of each entry, then those for "none"."""
        labels = {value: words for _pk, value, words in self.rows}
        return {**labels, NONE: self.none_label} if self.none_label else labels

    @cached_property
    def moved(self):
        """Where the addresses of merged entries lead: {value: value of the one that is kept}."""
        return {}

    def read(self, values):
        """Read a merged entry as the one it was merged into."""
        return super().read([self.moved.get(value, value) for value in values])

    def numbers(self, chosen):
        """Return the primary keys of the `chosen` values."""
        return [pk for pk, value, _words in self.rows if value in chosen]

    def counts(self, meetings):
        """Count the meetings by entry; one without any counts for "none"."""
        rows = meetings.order_by().values(self.column).annotate(n=Count("pk"))
        return self.by_value(dict(rows.values_list(self.column, "n")))

    def by_value(self, found):
        """Turn {number: n} into {value: n}."""
        counts = {value: found.get(pk, 0) for pk, value, _words in self.rows}
        return {**counts, NONE: found.get(None, 0)}


class LinkFacet(EntryFacet):
    """Something of which a meeting may have several."""

    through = None

    def condition(self, chosen):
        """With one of these, or without any."""
        wanted = linked(self.through, **{f"{self.link}__in": self.numbers(chosen)})
        return wanted | ~linked(self.through) if NONE in chosen else Q(wanted)


class ConditionFacet(Facet):
    """A few fixed values, each a condition."""

    conditions = {}

    def condition(self, chosen):
        """Return the conditions of the chosen values, joined by "or"."""
        found = Q()
        for value in chosen:
            found |= self.conditions[value]
        return found

    def counts(self, meetings):
        """Count what meets each condition, in one query."""
        return meetings.order_by().aggregate(
            **{value: Count("pk", filter=wanted) for value, wanted in self.conditions.items()}
        )


class MonthFacet(Facet):
    """The month in which it began; newest first."""

    name = "month"
    label = _("Month")
    takes_many = False

    def read(self, values):
        """Accept any month of the calendar, with meetings or without."""
        wanted = [value for value in values if value]
        kept = [value for value in wanted if month_of(value)]
        return kept[-1:], len(kept) < len(wanted)

    def words(self, value):
        """Return "March 2024"."""
        return date_format(month_of(value), "F Y")

    def condition(self, chosen):
        """Within the half-open range of the month."""
        month = month_of(chosen[0])
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
        kept = [value for value in wanted if month_of(f"{value}-01")]
        self.labels = {value: value for value in kept}
        return kept[-1:], len(kept) < len(wanted)

    def condition(self, chosen):
        """Within the half-open range of the year."""
        first, after = year_range(int(chosen[0]))
        return Q(date__gte=first, date__lt=after)


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
