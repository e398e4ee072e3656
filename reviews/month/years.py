"""A year as a value: twelve months side by side, counted by the same rules as a month."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.alphabet import sort_key
from engagements.models import Meeting, ThematicArea
from engagements.models.meeting import MeetingQuerySet
from reviews.month import charts, headlines
from reviews.month.figures import Counts, Figure, headline, make_figures
from reviews.month.periods import Span
from reviews.month.totals import (
    BY_AREA,
    BY_PLACE,
    ORGANISATIONS,
    PEOPLE,
    Places,
    Totals,
    action_points,
    added,
    counts_of,
    groups,
    met_of,
    municipalities_of,
    ranked,
)
from stakeholders.levels import SECOND_LEVELS
from stakeholders.models import Location

Level = Location.Level
FIGURES = {
    "meetings": gettext_lazy("Meetings"),
    "organisations": gettext_lazy("Organisations"),
    "people": gettext_lazy("People"),
    "municipalities": SECOND_LEVELS,
    "action_points": gettext_lazy("Action points"),
}


@dataclass(frozen=True)
class MonthFigure:
    """A figure of one month; `width` is a share of the highest figure of any month."""

    name: str
    label: str
    value: int
    or_more: bool
    width: str


@dataclass(frozen=True)
class YearMonth:
    period: Span
    figures: tuple[MonthFigure, ...]


@dataclass(frozen=True)
class Change:
    """A thematic area in this year and the year before; `change` is "+3", "−2" or nothing."""

    name: str
    now: charts.Cell
    before: charts.Cell
    change: str

    @property
    def cells(self) -> tuple[charts.Cell, charts.Cell]:
        return self.before, self.now


@dataclass(frozen=True)
class Changes:
    before: Span
    areas: tuple[Change, ...]
    new_places: tuple[str, ...]
    gone_places: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """All that the page of a year shows; `changes` is None where one of the two years is empty."""

    period: Span
    phrases: tuple[headlines.Phrase, ...]
    counts: Counts
    figures: tuple[Figure, ...]
    months_title: str
    months: tuple[YearMonth, ...]
    themes_title: str
    themes: charts.Matrix
    places_title: str
    places: charts.Matrix
    changes: Changes | None

    @property
    def is_empty(self) -> bool:
        return not self.counts.meetings


Numbers = Counter[Span]  # meetings of each month


@dataclass(frozen=True)
class Counted:
    """What the database counts of a year and of the year before, month by month; `places` and `areas` by pk."""

    places: Places
    areas: dict[int, ThematicArea]
    by_place: dict[Span, Counter[int | None]]
    by_area: dict[Span, Counter[int | None]]

    def ranked_areas(self, period: Span) -> list[tuple[ThematicArea, int]]:
        return ranked(added(self.by_area, period), self.areas)

    def municipalities(self, period: Span) -> Counter[Location]:
        return municipalities_of(added(self.by_place, period), self.places)


def make_year(meetings: MeetingQuerySet[Meeting], year: int, today: date) -> Year:
    """Return a year of `meetings`, beside the year before, in a fixed number of queries."""
    period, earlier = Span(year), Span(year - 1)
    of_months, of_years = (
        Totals(meetings, spans) for spans in ([*earlier.spans, *period.spans], [earlier, period])
    )
    by_place, by_area, points, of_groups, people = of_months.ask(
        BY_PLACE, BY_AREA, action_points(today), groups(), PEOPLE
    )
    known = Counted(Location.objects.by_pk(), ThematicArea.objects.in_bulk(), by_place, by_area)
    met = met_of(of_groups, people)
    organisations, people = of_years.ask(ORGANISATIONS, PEOPLE)
    for one in (earlier, period):  # of a year only those that count once are asked for anew
        unnamed = sum(of_groups[month][1] for month in one.spans)
        or_more = any(of_groups[month][2] for month in one.spans)
        met[one] = organisations[one], people[one] + unnamed, or_more
    for one in (earlier, period):
        made, still_open, overdue = (sum(points[m][n] for m in one.spans) for n in range(3))
        points[one] = made, still_open, overdue

    def counts(one: Span) -> Counts:
        return counts_of(added(known.by_place, one), met[one], points[one], known.places)

    now, before = counts(period), counts(earlier)
    months = [(month, counts(month)) for month in period.spans]
    themes, places = _themes(known, period), _places(known, period)
    towns = [place for place in known.places.values() if place.level == Level.MUNICIPALITY]
    return Year(
        period=period,
        phrases=headline(period.name, now, known.ranked_areas(period)),
        counts=now,
        figures=make_figures(now, [(earlier.name, before)], sum(town.is_current for town in towns)),
        months_title=_busiest_months(months, now.meetings),
        months=_months(months),
        themes_title=_themes_title(themes),
        themes=themes,
        places_title=_places_title(places, now.meetings),
        places=places,
        changes=_changes(known, period, earlier) if now.meetings and before.meetings else None,
    )


def _months(counted: list[tuple[Span, Counts]]) -> tuple[YearMonth, ...]:
    highest = max(getattr(counts, name) for _period, counts in counted for name in FIGURES)
    return tuple(
        YearMonth(period, tuple(_month_figure(name, counts, highest or 1) for name in FIGURES))
        for period, counts in counted
    )


def _month_figure(name: str, counts: Counts, highest: int) -> MonthFigure:
    value = getattr(counts, name)
    or_more = name == "people" and counts.people_or_more
    return MonthFigure(name, str(FIGURES[name]), value, or_more, f"{100 * value / highest:.1f}%")


def _busiest_months(counted: list[tuple[Span, Counts]], total: int) -> str:
    top = max(counts.meetings for _period, counts in counted)
    names = [date_format(period.days[0], "F") for period, c in counted if c.meetings == top]
    if not top or len(names) > 3:
        return _("Twelve months side by side")
    return headlines.busiest_months(names, top, total)


def _themes_title(matrix: charts.Matrix) -> str:
    named = [row for row in matrix.rows if not row.is_gap]
    if not named:
        return _("No thematic area was recorded")
    months = sum(cell.value > 0 for cell in named[0].cells)
    return headlines.theme_months(named[0].name, months)


def _places_title(matrix: charts.Matrix, total: int) -> str:
    named = [row for row in matrix.rows if not row.is_gap]
    if not named:
        return _("No place was recorded")
    top = named[0].total.value
    places = [row.name for row in named if row.total.value == top]
    return headlines.leading_places(places, top, total)


def _themes(known: Counted, period: Span) -> charts.Matrix:
    by_area = known.by_area
    entries = []
    for area, _total in known.ranked_areas(period):
        numbers = Counter({span: by_area[span][area.pk] for span in period.spans})
        entries.append((area.name, area.description, {"area": area.code}, numbers))
    bare = Counter({span: by_area[span][None] for span in period.spans})
    if bare.total():
        entries.append((_("None recorded"), "", {"area": charts.NONE}, bare))
    return _by_month(entries, period)


def _places(known: Counted, period: Span) -> charts.Matrix:
    groups: dict[Location | None, Numbers] = defaultdict(Counter)
    for span in period.spans:
        for pk, number in known.by_place[span].items():
            place = known.places.get(pk or 0)
            groups[place and (place.municipality or place)][span] += number
    entries = []
    for place, numbers in groups.items():
        name = str(place) if place else _("No place")
        key = place.slug if place else charts.NONE
        broad = place and place.level in {Location.Level.COUNTY, Location.Level.COUNTRY}
        entries.append((name, "", {"at" if broad else "place": key}, numbers))
    entries.sort(
        key=lambda entry: (
            charts.NONE in entry[2].values(),
            -entry[3].total(),
            sort_key(entry[0]),
            entry[0],
        )
    )
    return _by_month(entries, period)


def _by_month(
    entries: list[tuple[str, str, dict[str, str], Numbers]], period: Span
) -> charts.Matrix:
    """Return the Matrix of (name, description, filters of the list, meetings of each month)."""
    names = [str(MONTHS_3[month]).capitalize() for _year, month in period.months]
    rows = tuple(_month_row(*entry, period) for entry in entries)
    return charts.Matrix(tuple(names), rows, "month", can_switch=False)


def _month_row(
    name: str, description: str, filters: dict[str, str], numbers: Numbers, period: Span
) -> charts.MatrixRow:
    cells = tuple(
        charts.Cell(numbers[month], f"{name}, {month.name}", month.query(**filters))
        for month in period.spans
    )
    total = charts.Cell(numbers.total(), name, period.query(**filters))
    return charts.MatrixRow(name, description, cells, total, charts.NONE in filters.values())


def _changes(known: Counted, period: Span, earlier: Span) -> Changes:
    now, before = ({town.name for town in known.municipalities(one)} for one in (period, earlier))
    return Changes(
        before=earlier,
        areas=_area_changes(
            dict(known.ranked_areas(period)), dict(known.ranked_areas(earlier)), period, earlier
        ),
        new_places=tuple(sorted(now - before, key=sort_key)),
        gone_places=tuple(sorted(before - now, key=sort_key)),
    )


def _area_changes(
    now: dict[ThematicArea, int], before: dict[ThematicArea, int], period: Span, earlier: Span
) -> tuple[Change, ...]:
    areas = sorted(
        {*now, *before}, key=lambda a: (-now.get(a, 0), -before.get(a, 0), sort_key(a.name))
    )
    return tuple(
        Change(
            area.name,
            _area_cell(area, now, period),
            _area_cell(area, before, earlier),
            headlines.signed(now.get(area, 0) - before.get(area, 0)),
        )
        for area in areas
    )


def _area_cell(area: ThematicArea, totals: dict[ThematicArea, int], period: Span) -> charts.Cell:
    label = f"{area.name}, {period.name}"
    return charts.Cell(totals.get(area, 0), label, period.query(area=area.code))
