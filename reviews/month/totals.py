"""Months and years added up by the database: no meeting is read only to be counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
    Value,
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


@dataclass(frozen=True)
class Question:
    """What is asked of some meetings, of each month or year; `answer` is made of rows of its columns and sums."""

    columns: tuple[str, ...]
    sums: dict[str, Any]
    answer: Callable[[list[tuple]], Any]


# {pk of a place, None for none: meetings}
BY_PLACE = Question(("location",), {"number": Count("pk")}, lambda rows: Counter(dict(rows)))
# {pk of a thematic area: meetings}; None is for those without an area
BY_AREA = Question(("thematic_areas",), {"number": Count("pk")}, lambda rows: Counter(dict(rows)))


def _once_each(path: str) -> Question:
    number = Count(path, distinct=True)
    return Question((), {"number": number}, lambda rows: sum(n for (n,) in rows))


# How many were met, by name, each once a span.
ORGANISATIONS = _once_each("counterparts__organisation")
PEOPLE = _once_each("attendances__person")


def groups() -> Question:
    """Ask for (organisations, people without a name, whether there may be more)."""
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
    sums = {
        "organisations": Count("counterparts__organisation", distinct=True),
        "unnamed": Sum(Case(has_count, output_field=IntegerField())),
        "uncounted": Count("counterparts", filter=uncounted),
    }

    def answer(rows: list[tuple]) -> tuple[int, int, bool]:
        organisations, unnamed, more = rows[0] if rows else (0, 0, 0)
        return organisations, unnamed or 0, bool(more)

    return Question((), sums, answer)


def action_points(today: date) -> Question:
    """Ask for (made, open by now, overdue of those)."""
    is_open = Q(action_points__status=ActionPoint.Status.OPEN)
    sums = {
        "made": Count("action_points"),
        "open": Count("action_points", filter=is_open),
        "overdue": Count("action_points", filter=is_open & Q(action_points__due__lt=today)),
    }
    return Question((), sums, lambda rows: rows[0] if rows else (0, 0, 0))


class Totals:
    """What the counted ones of some meetings add up to in some months, or in some years."""

    def __init__(self, meetings: MeetingQuerySet, spans: Sequence[Span]) -> None:
        self.spans = spans
        form = "YYYY-MM" if spans[0].month else "YYYY"
        counted = meetings.counted().filter(within(spans)).order_by()
        self.rows = counted.annotate(span=PeriodKey("date", form)).values("span")

    def ask(self, *questions: Question) -> list[dict[Span, Any]]:
        """Return {span: answer} of each question; one query."""
        width = max(len(one.columns) + len(one.sums) for one in questions)
        first, *others = (self._rows(n, one, width) for n, one in enumerate(questions))
        found: list[dict[Span, list[tuple]]] = [{s: [] for s in self.spans} for _one in questions]
        for number, key, *row in first.union(*others, all=True) if others else first:
            columns = len(questions[number].columns) + len(questions[number].sums)
            found[number][Span(*map(int, key.split("-")))].append(tuple(row[:columns]))
        return [
            {span: one.answer(rows) for span, rows in of_spans.items()}
            for one, of_spans in zip(questions, found, strict=True)
        ]

    def _rows(self, number: int, question: Question, width: int) -> Any:
        """Return rows of the number of a question, the span, and `width` values: all are as wide in a union."""
        names = (*question.columns, *question.sums)
        rest = [Value(0) for _name in range(width - len(names))]
        rows = self.rows.annotate(**question.sums)
        return rows.values_list(Value(number), "span", *names, *rest)

    def met(self) -> dict[Span, tuple[int, int, bool]]:
        """Return {span: (organisations, people at least, whether there may be more)}; one query."""
        return met_of(*self.ask(groups(), PEOPLE))


def met_of(
    of_groups: dict[Span, tuple[int, int, bool]], people: dict[Span, int]
) -> dict[Span, tuple[int, int, bool]]:
    """Return {span: (organisations, people at least, whether there may be more)}."""
    return {
        span: (organisations, people[span] + unnamed, or_more)
        for span, (organisations, unnamed, or_more) in of_groups.items()
    }


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
    """Return the figures of months, or of years; one query."""
    if not spans:
        return {}
    totals = Totals(meetings, spans)
    by_place, of_groups, people, points = totals.ask(
        BY_PLACE, groups(), PEOPLE, action_points(today)
    )
    met = met_of(of_groups, people)
    return {span: counts_of(by_place[span], met[span], points[span], places) for span in spans}


def ranked(
    by_area: Counter[int | None], areas: dict[int, ThematicArea]
) -> list[tuple[ThematicArea, int]]:
    """Return [(area, meetings)], most first, then in the office's order, of {pk of an area: meetings}."""
    return charts.rank_areas({areas[pk]: n for pk, n in by_area.items() if pk in areas})
