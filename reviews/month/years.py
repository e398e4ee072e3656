"""A year as a value: twelve months side by side, counted by the same rules as a month."""

from collections import Counter
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
from reviews.month.figures import Counts, Figure, count, headline, make_figures
from reviews.month.meetings import municipality_of, read_months
from reviews.month.periods import Span
from stakeholders.levels import SECOND_LEVELS
from stakeholders.models import Location

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


def make_year(meetings: MeetingQuerySet[Meeting], year: int, today: date) -> Year:
    """Return a year of `meetings`, beside the year before, in a fixed number of queries."""
    period, earlier = Span(year), Span(year - 1)
    found = read_months(meetings, [*earlier.months, *period.months])
    rows, old = ([m for key in p.months for m in found[key]] for p in (period, earlier))
    counts, before = count(rows, today), count(old, today)
    months = [(Span(*key), count(found[key], today)) for key in period.months]
    themes, places = _themes(rows, period), _places(rows, period)
    towns = Location.objects.municipalities().count()
    return Year(
        period=period,
        phrases=headline(period.name, counts, rows),
        counts=counts,
        figures=make_figures(counts, [(earlier.name, before)], towns),
        months_title=_busiest_months(months, len(rows)),
        months=_months(months),
        themes_title=_themes_title(themes),
        themes=themes,
        places_title=_places_title(places, len(rows)),
        places=places,
        changes=_changes(rows, old, period, earlier) if rows and old else None,
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


def _themes(rows: list[Meeting], period: Span) -> charts.Matrix:
    entries = []
    for area, _total in charts.area_totals(rows):
        meetings = [meeting for meeting in rows if area in meeting.thematic_areas.all()]
        entries.append((area.name, area.description, {"area": area.code}, meetings))
    if bare := [meeting for meeting in rows if not meeting.thematic_areas.all()]:
        entries.append((_("None recorded"), "", {"area": charts.NONE}, bare))
    return _by_month(entries, period)


def _places(rows: list[Meeting], period: Span) -> charts.Matrix:
    groups: dict[str, list[Meeting]] = {}
    for meeting in rows:
        groups.setdefault(charts.column_key(meeting, "municipality"), []).append(meeting)
    entries = []
    for key, meetings in groups.items():
        place = charts.place_of(meetings[0], "municipality")
        name = str(place) if place else _("No place")
        broad = place and place.level in {Location.Level.COUNTY, Location.Level.COUNTRY}
        entries.append((name, "", {"at" if broad else "place": key}, meetings))
    entries.sort(
        key=lambda entry: (charts.NONE in entry[2].values(), -len(entry[3]), sort_key(entry[0]))
    )
    return _by_month(entries, period)


def _by_month(
    entries: list[tuple[str, str, dict[str, str], list[Meeting]]], period: Span
) -> charts.Matrix:
    """Return the Matrix of (name, description, filters of the list, meetings) by month."""
    names = [str(MONTHS_3[month]).capitalize() for _year, month in period.months]
    rows = tuple(_month_row(*entry, period) for entry in entries)
    return charts.Matrix(tuple(names), rows, "month", can_switch=False)


def _month_row(
    name: str, description: str, filters: dict[str, str], meetings: list[Meeting], period: Span
) -> charts.MatrixRow:
    numbers = Counter(meeting.date.month for meeting in meetings)
    cells = tuple(
        charts.Cell(numbers[month.month], f"{name}, {month.name}", month.query(**filters))
        for month in (Span(*key) for key in period.months)
    )
    total = charts.Cell(len(meetings), name, period.query(**filters))
    return charts.MatrixRow(name, description, cells, total, charts.NONE in filters.values())


def _changes(rows: list[Meeting], old: list[Meeting], period: Span, earlier: Span) -> Changes:
    now, before = ({m.name: m for m in map(municipality_of, some) if m} for some in (rows, old))
    return Changes(
        before=earlier,
        areas=_area_changes(
            dict(charts.area_totals(rows)), dict(charts.area_totals(old)), period, earlier
        ),
        new_places=tuple(sorted(now.keys() - before.keys(), key=sort_key)),
        gone_places=tuple(sorted(before.keys() - now.keys(), key=sort_key)),
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
