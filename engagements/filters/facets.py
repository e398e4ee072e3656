"""The filters of the meetings list that are chosen from a list of values, one by one."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Func, Model, OuterRef, Q, TextField
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.alphabet import sort_key
from engagements.models import Meeting, MeetingKind, ThematicArea
from engagements.models.gaps import GAPS
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Location, Organisation, Person
from toolkit.months import month_of, month_range, year_range

NONE = "none"


@dataclass(frozen=True)
class Option:
    """A value to choose, with the number of its meetings: at least so many where only some were counted."""

    value: str
    label: str
    count: int
    is_chosen: bool
    is_least: bool = False

    @property
    def number(self) -> str:
        if self.is_least:
            return f"{self.count:,}+" if self.count else ""
        return f"{self.count:,}"


@dataclass(frozen=True)
class Counts:
    """How many meetings have each value of a facet; of the newest alone unless `is_whole`."""

    numbers: dict[str, int]
    is_whole: bool = True

    def option(self, value: str, label: Any, is_chosen: bool) -> Option:
        number = self.numbers.get(value, 0)
        return Option(value, str(label), number, is_chosen, not self.is_whole)


class Facet(ABC):
    """A filter with a list of values, any of which a meeting may have."""

    name = ""
    label: str | Promise = ""
    takes_many = True
    is_personal = False  # its words name somebody: they are not kept on record
    is_open = False
    is_listed = True  # else chosen by a link from elsewhere, and shown as a chip alone
    labels: Any = {}  # {value: words}, in the order of equal numbers

    def read(self, values: list[str]) -> tuple[list[str], bool]:
        wanted = list(dict.fromkeys(value for value in values if value))
        kept = [value for value in wanted if self.knows(value)]
        return (kept if self.takes_many else kept[-1:]), len(kept) < len(wanted)

    def knows(self, value: str) -> bool:
        return value in self.labels

    def words(self, value: str) -> str:
        return str(self.labels[value])

    @abstractmethod
    def condition(self, chosen: list[str]) -> Q: ...

    def counts(self, meetings: MeetingQuerySet) -> dict[str, int]:
        """Return {value: number of meetings}, in one query. Needed only by facets that are listed."""
        raise NotImplementedError

    def options(self, counts: Counts, chosen: list[str]) -> list[Option]:
        """Return the values that some meetings have, or may have, and those chosen; most first, "none" last."""
        found = [
            counts.option(value, label, value in chosen)
            for value, label in self.labels.items()
            if counts.numbers.get(value) or value in chosen or not counts.is_whole
        ]
        return sorted(found, key=lambda option: (option.value == NONE, -option.count))


class TalliedFacet(Facet):
    """A filter by the values of one column; such facets are counted together, in one pass."""

    column = ""

    @abstractmethod
    def kept(self, chosen: list[str]) -> set[Any]:
        """Return the values of the column that are kept."""

    def condition(self, chosen: list[str]) -> Q:
        kept = self.kept(chosen)
        return Q(**({self.column: min(kept)} if len(kept) == 1 else {f"{self.column}__in": kept}))

    @abstractmethod
    def by_value(self, found: dict[Any, int]) -> dict[str, int]:
        """Return {value: number} of {value of the column: number}."""


class EntryFacet(Facet):
    """A list that the office keeps, each entry by its key in addresses; maybe "none" of it."""

    column = ""
    none_label: str | Promise = ""

    @abstractmethod
    def entries(self) -> Any:
        """Return (primary key, key in addresses, words) of each entry."""

    @cached_property
    def rows(self) -> list[tuple[int, str, str]]:
        return list(self.entries())

    @cached_property
    def labels(self) -> dict[str, str | Promise]:
        labels: dict[str, str | Promise] = {value: words for _pk, value, words in self.rows}
        return {**labels, NONE: self.none_label} if self.none_label else labels

    @cached_property
    def moved(self) -> dict[str, str]:
        """Where the addresses of merged entries lead: {value: value of the one that is kept}."""
        return {}

    def read(self, values: list[str]) -> tuple[list[str], bool]:
        return super().read([self.moved.get(value, value) for value in values])

    def numbers(self, chosen: list[str]) -> list[int]:
        return [pk for pk, value, _words in self.rows if value in chosen]

    def counts(self, meetings: MeetingQuerySet) -> dict[str, int]:
        rows = meetings.order_by().values(self.column).annotate(n=Count("pk"))
        return self.by_value(dict(rows.values_list(self.column, "n")))

    def by_value(self, found: dict[int | None, int]) -> dict[str, int]:
        counts = {value: found.get(pk, 0) for pk, value, _words in self.rows}
        return {**counts, NONE: found.get(None, 0)}


def _linked(through: Any, *conditions: Q, **fields: Any) -> Exists:
    """Return a condition on meetings: a row of `through` with these fields belongs to it."""
    return Exists(through.objects.filter(*conditions, meeting=OuterRef("pk"), **fields))


class LinkFacet(EntryFacet):
    through: type[Model]
    link = ""

    def condition(self, chosen: list[str]) -> Q:
        wanted = _linked(self.through, **{f"{self.link}__in": self.numbers(chosen)})
        return wanted | ~_linked(self.through) if NONE in chosen else Q(wanted)


class ConditionFacet(Facet):
    conditions: dict[str, Q] = {}

    def condition(self, chosen: list[str]) -> Q:
        found = Q()
        for value in chosen:
            found |= self.conditions[value]
        return found

    def counts(self, meetings: MeetingQuerySet) -> dict[str, int]:
        counted = {value: Count("pk", filter=rule) for value, rule in self.conditions.items()}
        return meetings.order_by().aggregate(**counted)


class MonthText(Func):
    """The month of a day as "2024-03", by what each database does quickest."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 7)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM')")


class MonthFacet(Facet):
    name = "month"
    label = _("Month")
    takes_many = False

    def knows(self, value: str) -> bool:
        return month_of(value) is not None

    def words(self, value: str) -> str:
        return date_format(date.fromisoformat(f"{value}-01"), "F Y")

    def condition(self, chosen: list[str]) -> Q:
        month = date.fromisoformat(f"{chosen[0]}-01")
        first, after = month_range(month.year, month.month)
        return Q(date__gte=first, date__lt=after)

    def counts(self, meetings: MeetingQuerySet) -> dict[str, int]:
        months = meetings.order_by().values_list(MonthText("date")).annotate(n=Count("pk"))
        return dict(months)

    def options(self, counts: Counts, chosen: list[str]) -> list[Option]:
        names = {f"{n:02}": date_format(date(2000, n, 1), "F") for n in range(1, 13)}
        months = sorted({*counts.numbers, *chosen}, reverse=True)
        return [
            counts.option(month, f"{names[month[5:]]} {month[:4]}", month in chosen)
            for month in months
        ]


class YearFacet(Facet):
    name = "year"
    label = _("Year")
    takes_many = False
    is_listed = False

    def knows(self, value: str) -> bool:
        return month_of(f"{value}-01") is not None

    def words(self, value: str) -> str:
        return value

    def condition(self, chosen: list[str]) -> Q:
        first, after = year_range(int(chosen[0]))
        return Q(date__gte=first, date__lt=after)


class KindFacet(TalliedFacet, EntryFacet):
    name, column = "kind", "kind"
    label = _("Kind")
    is_open = True

    def entries(self) -> Any:
        return MeetingKind.objects.values_list("pk", "code", "name")

    def kept(self, chosen: list[str]) -> set[Any]:
        return set(self.numbers(chosen))

    def by_value(self, found: dict[Any, int]) -> dict[str, int]:
        return {value: found.get(pk, 0) for pk, value, _words in self.rows}


class AreaFacet(LinkFacet):
    name, column, link = "area", "thematic_areas", "thematicarea"
    label = _("Thematic area")
    none_label = _("No thematic area")
    through = Meeting.thematic_areas.through
    is_open = True

    @cached_property
    def areas(self) -> dict[int, ThematicArea]:
        return {area.pk: area for area in ThematicArea.objects.all()}

    @cached_property
    def moved(self) -> dict[str, str]:
        return _moved(self.areas, "code")

    def entries(self) -> Any:
        return [(area.pk, area.code, area.name) for area in self.areas.values()]


class ColleagueFacet(LinkFacet):
    """Who went from the office; all users, since an office has few."""

    name, column, link = "colleague", "staff", "user"
    label = _("Colleague")
    none_label = _("No colleague")
    through = Meeting.staff.through
    is_personal = True

    def entries(self) -> Any:
        return [
            (user.pk, str(user.pk), str(user))
            for user in sorted(User.objects.all(), key=lambda user: sort_key(str(user)))
        ]


class PlaceFacet(EntryFacet):
    """Where it was: in the place, or in a place within it. Larger places come after what lies in them."""

    name, column = "place", "location"
    label = _("Place")
    none_label = _("No place of the list")

    @cached_property
    def places(self) -> dict[int, Location]:
        return {place.pk: place for place in Location.objects.defer("search", "other_names")}

    @cached_property
    def moved(self) -> dict[str, str]:
        return _moved(self.places, "slug")

    def entries(self) -> Any:
        levels = Location.Level
        broad: dict[str, int] = {levels.COUNTY: 1, levels.COUNTRY: 2}
        places = sorted(self.places.values(), key=lambda place: broad.get(place.level, 0))
        return [(place.pk, place.slug, str(place)) for place in places]

    def above(self, pk: int | None) -> Any:
        while pk is not None:
            yield pk
            pk = self.places[pk].parent_id

    def condition(self, chosen: list[str]) -> Q:
        wanted = set(self.numbers(chosen))
        within = [pk for pk in self.places if not wanted.isdisjoint(self.above(pk))]
        found = Q(location__in=within)
        return found | Q(location=None) if NONE in chosen else found

    def by_value(self, found: dict[int | None, int]) -> dict[str, int]:
        totals: dict[int | None, int] = {None: found.get(None, 0)}
        for pk, n in found.items():
            for place in self.above(pk):
                totals[place] = totals.get(place, 0) + n
        return super().by_value(totals)

    def options(self, counts: Counts, chosen: list[str]) -> list[Option]:
        found = super().options(counts, chosen)
        level = {place.slug: place.level for place in self.places.values()}
        broad = [Location.Level.COUNTY, Location.Level.COUNTRY]
        found = [o for o in found if o.is_chosen or level.get(o.value) != Location.Level.COUNTRY]
        return sorted(found, key=lambda o: (o.value == NONE, level.get(o.value) in broad))


def _moved(rows: dict[int, Any], key: str) -> dict[str, str]:
    merged = [row for row in rows.values() if row.merged_into_id]
    return {getattr(row, key): getattr(rows[row.merged_into_id], key) for row in merged}


class GapFacet(ConditionFacet):
    name = "gap"
    label = _("Needs detail")
    labels = {gap.code: gap.label for gap in GAPS}
    conditions = {gap.code: gap.condition for gap in GAPS}


class StatusFacet(TalliedFacet):
    """Logged unless one asks for cancelled ones; drafts are never listed."""

    name = column = "status"
    label = _("Status")
    takes_many = False
    default = Meeting.Status.LOGGED.value
    labels = {"logged": _("Logged"), "cancelled": _("Cancelled")}

    def read(self, values: list[str]) -> tuple[list[str], bool]:
        kept, has_unknown = super().read(values)
        return [value for value in kept if value != self.default], has_unknown

    def kept(self, chosen: list[str]) -> set[Any]:
        return set(chosen or [self.default])

    def by_value(self, found: dict[Any, int]) -> dict[str, int]:
        return {
            "" if value == self.default else value: found.get(value, 0) for value in self.labels
        }

    def options(self, counts: Counts, chosen: list[str]) -> list[Option]:
        return [
            counts.option(value, self.labels[value or self.default], value in (chosen or [""]))
            for value in counts.numbers
        ]


class RestrictedFacet(TalliedFacet):
    """For those who may see some: with the restricted ones, without them, or these only."""

    name, column = "restricted", "sensitivity"
    label = _("Restricted")
    takes_many = False
    labels = {"no": _("Without restricted ones"), "only": _("Restricted only")}
    columns = {"no": Meeting.Sensitivity.INTERNAL, "only": Meeting.Sensitivity.RESTRICTED}

    def kept(self, chosen: list[str]) -> set[Any]:
        return {self.columns[value] for value in chosen}

    def by_value(self, found: dict[Any, int]) -> dict[str, int]:
        return {value: found.get(column, 0) for value, column in self.columns.items()}

    def options(self, counts: Counts, chosen: list[str]) -> list[Option]:
        if not counts.numbers["only"] and "only" not in chosen:
            return []
        both = Counts({"": sum(counts.numbers.values())}, counts.is_whole)
        return [both.option("", gettext("With restricted ones"), not chosen)] + [
            counts.option(value, label, value in chosen) for value, label in self.labels.items()
        ]


class RecordFacet(Facet):
    """One record, chosen by a link from its page and never offered in a list: the last one given."""

    takes_many = False
    is_listed = False
    pattern = r"[-\w]+"

    def read(self, values: list[str]) -> tuple[list[str], bool]:
        """Find the record by its key in addresses, and note whether there is none."""
        wanted = [value for value in values if value][-1:]
        known = [value for value in wanted if re.fullmatch(self.pattern, value)]
        self.found = [row for value in known for row in self.find(value)]
        self.labels = {self.value_of(row): self.label_of(row) for row in self.found}
        return list(self.labels), len(self.found) < len(wanted)

    @abstractmethod
    def find(self, value: str) -> Any:
        """Return the record with this key; for a merged one, what it is now."""

    def value_of(self, row: Any) -> str:
        return row.slug

    def label_of(self, row: Any) -> str:
        return str(row)


class ExactPlaceFacet(RecordFacet):
    """In just this place, and nowhere within it: a visit to a region that names no town."""

    name = "at"
    label = _("Exact place")

    def find(self, value: str) -> Any:
        return Location.objects.filter(slug=value)

    def label_of(self, row: Location) -> str:
        return gettext("%(place)s itself") % {"place": row}

    def condition(self, chosen: list[str]) -> Q:
        return Q(location__in=self.found)


class OrganisationFacet(RecordFacet):
    name = "organisation"
    label = _("Organisation")

    def find(self, value: str) -> Any:
        rows = Organisation.objects.select_related("parent", "merged_into__parent")
        return [row.merged_into or row for row in rows.filter(slug=value)]

    def condition(self, chosen: list[str]) -> Q:
        family = Q(organisation__in=self.found) | Q(organisation__parent__in=self.found)
        return Q(_linked(Meeting.organisations.through, family))


class PersonFacet(RecordFacet):
    name = "person"
    label = _("Person")
    is_personal = True
    pattern = r"[0-9]{1,18}"

    def find(self, value: str) -> Any:
        rows = Person.objects.select_related("merged_into")
        return [row.merged_into or row for row in rows.filter(pk=int(value))]

    def value_of(self, row: Person) -> str:
        return str(row.pk)

    def condition(self, chosen: list[str]) -> Q:
        return Q(_linked(Meeting.people.through, person__in=chosen))


FACETS: tuple[type[Facet], ...] = (
    MonthFacet,
    YearFacet,
    KindFacet,
    AreaFacet,
    PlaceFacet,
    ExactPlaceFacet,
    ColleagueFacet,
    GapFacet,
    StatusFacet,
    RestrictedFacet,
    OrganisationFacet,
    PersonFacet,
)
