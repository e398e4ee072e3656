"""Months and years added up by the database: no meeting is read only to be counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from engagements.models import ActionPoint, Attendance, Meeting, ThematicArea
from engagements.models.meeting import MeetingQuerySet
from reviews.month import charts
from reviews.month.figures import Counts
from reviews.month.periods import Span
from stakeholders.models import Location
from toolkit.period_key import PeriodKey

Places = dict[int, Location]  # by pk, as Location.objects.by_pk() reads them


def within(spans: Iterable[Span]) -> Q:
    """Return the condition that a meeting is of one of these months or years; neighbours are asked for at once."""
    ranges: list[tuple[date, date]] = []
    for first, after in sorted(span.days for span in spans):
        if ranges and ranges[-1][1] == first:
            first = ranges.pop()[0]
        ranges.append((first, after))
    found = Q(pk__in=[])
    for first, after in ranges:
        found |= Q(date__gte=first, date__lt=after)
    return found


class Totals:
    """What the counted ones of some meetings add up to in some months, or in some years."""

    def __init__(self, meetings: MeetingQuerySet, spans: Sequence[Span]) -> None:
        self.spans = spans
        form = "YYYY-MM" if spans[0].month else "YYYY"
        counted = meetings.counted().filter(within(spans)).order_by()
        self.rows = counted.annotate(span=PeriodKey("date", form)).values("span")

    def _of_each(self, *columns: str, **sums: Any) -> dict[Span, list[tuple]]:
        """Return {span: [(value of each column, then each sum), ...]}."""
        found: dict[Span, list[tuple]] = {span: [] for span in self.spans}
        for key, *row in self.rows.annotate(**sums).values_list("span", *columns, *sums):
            found[Span(*map(int, key.split("-")))].append(tuple(row))
        return found

    def by_place(self) -> dict[Span, Counter[int | None]]:
        """Return {span: {pk of a place, None for none: meetings}}."""
        return self._numbers("location")

    def by_area(self) -> dict[Span, Counter[int | None]]:
        """Return {span: {pk of a thematic area: meetings}}; None is for those without an area."""
        return self._numbers("thematic_areas")

    def _numbers(self, column: str) -> dict[Span, Counter[int | None]]:
        found = self._of_each(column, number=Count("pk"))
        return {span: Counter(dict(rows)) for span, rows in found.items()}

    def organisations(self) -> dict[Span, int]:
        """Return how many organisations were met, each once a span."""
        found = self._of_each(number=Count("counterparts__organisation", distinct=True))
        return {span: sum(number for (number,) in rows) for span, rows in found.items()}

    def people(self) -> dict[Span, int]:
        """Return how many people were met by name, each once a span."""
        found = self._of_each(number=Count("attendances__person", distinct=True))
        return {span: sum(number for (number,) in rows) for span, rows in found.items()}

    def groups(self) -> dict[Span, tuple[int, int, bool]]:
        """Return {span: (organisations, people without a name, whether there may be more)}; one query."""
        here = Attendance.objects.filter(counterpart=OuterRef("counterparts")).order_by()
        named = here.values("counterpart").annotate(n=Count("pk")).values("n")
        present = Coalesce(Subquery(named), 0, output_field=IntegerField())
        nobody_named = ~Q(counterparts__group_label="") | Q(~Exists(here))
        uncounted = Q(counterparts__isnull=False, counterparts__people_count=None) & nobody_named
        # Who is named is looked up only of groups with a head count, which are few.
        has_count = When(
            counterparts__people_count__isnull=False,
            then=Greatest(F("counterparts__people_count") - present, 0),
        )
        found = self._of_each(
            organisations=Count("counterparts__organisation", distinct=True),
            unnamed=Sum(Case(has_count, output_field=IntegerField())),
            uncounted=Count("counterparts", filter=uncounted),
        )
        sums = {span: rows[0] if rows else (0, 0, 0) for span, rows in found.items()}
        return {span: (met, n or 0, bool(more)) for span, (met, n, more) in sums.items()}

    def met(self) -> dict[Span, tuple[int, int, bool]]:
        """Return {span: (organisations, people at least, whether there may be more)}; two queries."""
        groups, people = self.groups(), self.people()
        return {
            span: (organisations, people[span] + unnamed, or_more)
            for span, (organisations, unnamed, or_more) in groups.items()
        }

    def action_points(self, today: date) -> dict[Span, tuple[int, int, int]]:
        """Return {span: (made, open by now, overdue of those)}."""
        is_open = Q(action_points__status=ActionPoint.Status.OPEN)
        found = self._of_each(
            made=Count("action_points"),
            open=Count("action_points", filter=is_open),
            overdue=Count("action_points", filter=is_open & Q(action_points__due__lt=today)),
        )
        return {span: rows[0] if rows else (0, 0, 0) for span, rows in found.items()}


def added(numbers: dict[Span, Counter[int | None]], period: Span) -> Counter[int | None]:
    """Return the numbers of a month or year, of those of months."""
    total: Counter[int | None] = Counter()
    for month in period.spans:
        total.update(numbers[month])
    return total


def municipalities_of(by_place: Counter[int | None], places: Places) -> Counter[Location]:
    """Return {municipality: meetings} of {pk of a place: meetings}."""
    found: Counter[Location] = Counter()
    for pk, number in by_place.items():
        place = places.get(pk or 0)
        if place and (town := place.municipality):
            found[town] += number
    return found


def counts_of(
    by_place: Counter[int | None],
    met: tuple[int, int, bool],
    action_points: tuple[int, int, int],
    places: Places,
) -> Counts:
    made, still_open, overdue = action_points
    organisations, people, or_more = met
    return Counts(
        meetings=by_place.total(),
        organisations=organisations,
        people=people,
        people_or_more=or_more,
        municipalities=len(municipalities_of(by_place, places)),
        action_points=made,
        overdue=overdue,
        open=still_open - overdue,
        closed=made - still_open,
    )


def count_spans(
    meetings: MeetingQuerySet[Meeting], spans: Sequence[Span], today: date, places: Places
) -> dict[Span, Counts]:
    """Return the figures of months, or of years; four queries."""
    if not spans:
        return {}
    totals = Totals(meetings, spans)
    by_place, met, points = totals.by_place(), totals.met(), totals.action_points(today)
    return {span: counts_of(by_place[span], met[span], points[span], places) for span in spans}


def ranked(
    by_area: Counter[int | None], areas: dict[int, ThematicArea]
) -> list[tuple[ThematicArea, int]]:
    """Return [(area, meetings)], most first, then in the office's order, of {pk of an area: meetings}."""
    return charts.rank_areas({areas[pk]: n for pk, n in by_area.items() if pk in areas})
