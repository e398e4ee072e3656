"""What the meetings list found for its user: the rows, how many they are, and how many each option has.

Counts are exact up to MOST_COUNTED meetings, or MOST_FOUND with words. Where there are more, the newest
NEWEST or MOST_FOUND are counted, and numbers are said to be the least ("120+").
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Subquery
from django.http import QueryDict

from engagements.filters.facets import Counts, Facet, MonthFacet, Option, TalliedFacet
from engagements.filters.forms import MeetingFilterForm, in_order
from engagements.meeting_rows import columns_of_rows, rows_of
from engagements.models.meeting import Meeting, MeetingQuerySet
from toolkit.key_list import KeyList
from toolkit.months import month_of, months_back
from toolkit.pagination import Page, page_of

MOST_COUNTED = 20_000
NEWEST = 5000
MOST_FOUND = 1000
SHOWN = 8


@dataclass(frozen=True)
class Group:
    """What a page shows of one filter: its options, the less used ones apart; none before it is opened."""

    name: str
    label: str
    takes_many: bool
    is_open: bool
    is_shown: bool = False
    first: tuple[Option, ...] = ()
    more: tuple[Option, ...] = ()


class FoundMeetings:
    def __init__(self, filters: MeetingFilterForm) -> None:
        self.filters = filters
        self.visible = Meeting.objects.visible_to(filters.user)
        self.is_whole = True
        self._cuts: dict[frozenset[str], date | None] = {}

    def page(self, params: QueryDict) -> Page:
        """Return the page of rows that `params` (the address) asks for."""
        sort = self.filters.sort
        are_all = len(self._keys) <= MOST_FOUND
        if self._keys and (are_all or not (sort or "after" in params or "before" in params)):
            page = self._page(self.filters.by_facets(self._some), params)
            if are_all or page.after:
                return page
        return self._page(self.filters.filter(self.visible), params)

    def _page(self, rows: MeetingQuerySet, params: QueryDict) -> Page:
        ordered, order = in_order(rows, self.filters.sort)
        page = page_of(columns_of_rows(ordered), params, order=order)
        return replace(page, rows=rows_of(page.rows))

    @property
    def _some(self) -> MeetingQuerySet:
        """What holds the words, or the newest of it."""
        return self.visible.filter(pk__in=KeyList(self._keys[:MOST_FOUND]))

    @cached_property
    def _keys(self) -> list[int]:
        """The keys of what holds the words, newest first; one more than MOST_FOUND where there are more."""
        if not self.filters.q:
            return []
        found = self.visible.listed().matching(self.filters.q, self.filters.user)
        return list(found.newest_first().values_list("pk", flat=True)[: MOST_FOUND + 1])

    def _counted(self, *besides: str) -> MeetingQuerySet:
        """Return what is counted for the facets named: what the others keep, or the newest of it."""
        names = frozenset(besides)
        if self.filters.q:
            self.is_whole = len(self._keys) <= MOST_FOUND
            return self.filters.by_facets(self._some, names)
        day = self._cut(names) if self._cut(frozenset(self.filters.facets)) else None
        found = self.filters.by_facets(self.visible, names)
        if day is None:
            return found
        self.is_whole = False
        return found.filter(date__gt=day)

    def _cut(self, besides: frozenset[str]) -> date | None:
        """Return the day after which NEWEST meetings were, of any kind; None for fewer than MOST_COUNTED."""
        facets = self.filters.facets.items()
        applied = frozenset(
            name
            for name, facet in facets
            if not isinstance(facet, TalliedFacet) and self.filters.chosen[name]
        )
        applied -= besides
        if applied not in self._cuts:
            others = frozenset(self.filters.facets) - applied - {"status"}
            kept = self.filters.by_facets(self.visible, others)
            self._cuts[applied] = _last_counted(kept)
        return self._cuts[applied]

    @cached_property
    def _tally(self) -> list[tuple[dict[str, Any], int]]:
        """The values of the tallied columns together, each with its number of meetings."""
        columns = [facet.column for facet in self._tallied]
        found = self._counted(*(facet.name for facet in self._tallied))
        rows = found.order_by().values_list(*columns).annotate(n=Count("pk"))
        return [(dict(zip(columns, values, strict=True)), n) for *values, n in rows]

    @property
    def _tallied(self) -> list[TalliedFacet]:
        return [one for one in self.filters.facets.values() if isinstance(one, TalliedFacet)]

    def _tallied_by(self, column: str, besides: str = "") -> dict[Any, int]:
        """Return {value of the column: number} of what the tallied facets keep, but for the one in `besides`."""
        kept = {
            facet.column: facet.kept(self.filters.chosen[facet.name])
            for facet in self._tallied
            if facet.name != besides and (self.filters.chosen[facet.name] or facet.name == "status")
        }
        found: Counter[Any] = Counter()
        for values, n in self._tally:
            if all(values[name] in wanted for name, wanted in kept.items()):
                found[values[column]] += n
        return found

    @property
    def total(self) -> int:
        return sum(self._tallied_by("status").values())

    @property
    def restricted(self) -> int:
        return self._tallied_by("sensitivity").get(Meeting.Sensitivity.RESTRICTED, 0)

    def groups(self) -> list[Group]:
        listed = [facet for facet in self.filters.facets.values() if facet.is_listed]
        found = [self._group(facet) for facet in listed]
        return [group for group in found if group.first or (self.total and not group.is_shown)]

    def _group(self, facet: Facet) -> Group:
        name, label = facet.name, str(facet.label)
        if not self.filters.is_shown(facet):
            return Group(name, label, facet.takes_many, False)
        options = facet.options(self._counts(facet), self.filters.chosen[name])
        cut = SHOWN if facet.takes_many and len(options) > SHOWN + 2 else len(options)
        first, rest = options[:cut], options[cut:]
        return Group(
            name,
            label,
            facet.takes_many,
            is_open=True,
            is_shown=True,
            first=(*first, *(option for option in rest if option.is_chosen)),
            more=tuple(option for option in rest if not option.is_chosen),
        )

    def _counts(self, facet: Facet) -> Counts:
        if isinstance(facet, TalliedFacet):
            return Counts(facet.by_value(self._tallied_by(facet.column, facet.name)), self.is_whole)
        numbers = facet.counts(self._counted(facet.name))
        if isinstance(facet, MonthFacet) and not self.is_whole:
            numbers = {**self._months(max(numbers, default="")), **numbers}
        return Counts(numbers, self.is_whole)

    def _months(self, last: str) -> dict[str, int]:
        """Return the months from that of the first meeting to `last`, none of them counted."""
        first = self.visible.logged().aggregate(first=Min("date"))["first"]
        months = months_back(month_of(last) or first, first) if first else ()
        return {f"{month:%Y-%m}": 0 for month in months}


def _last_counted(meetings: MeetingQuerySet) -> date | None:
    """Return the day of the last of the NEWEST meetings; None unless there are many more."""
    days = meetings.order_by("-date").values("date")
    newest, more = (Subquery(days[n : n + 1]) for n in (NEWEST, MOST_COUNTED))
    found = days.values_list(newest, more)[:1]
    return next((day for day, beyond in found if beyond), None)
