"""The month as a value: computed once, shown many times. What shows it can't query."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from engagements.models import Meeting
from reviews.month import charts, headlines
from reviews.month.chronology import Day, Strip, busiest, make_strip
from reviews.month.figures import (
    Counts,
    Figure,
    earlier_months,
    earlier_name,
    headline,
    make_figures,
)
from reviews.month.meetings import CountedMeeting, county_of
from reviews.month.periods import Span
from reviews.month.totals import Places, count_spans
from stakeholders.models import Location


@dataclass(frozen=True)
class Summary:
    """All that the page of a month shows, the same for every reader."""

    year: int
    month: int
    name: str
    phrases: tuple[headlines.Phrase, ...]
    counts: Counts
    figures: tuple[Figure, ...]
    query: str
    themes_title: str
    matrix: charts.Matrix
    places: charts.Bars
    organisations: charts.Bars
    kinds: charts.Bars
    days_title: str
    busiest: str
    strip: Strip
    days: tuple[Day, ...]

    @property
    def headline(self) -> str:
        return "".join(phrase.text for phrase in self.phrases)

    @property
    def is_empty(self) -> bool:
        return not self.counts.meetings


def read_counts(year: int, month: int, today: date, places: Places) -> dict[Span, Counts]:
    """Return the figures of a month and of the two that it is compared with; one query."""
    months = [(year, month), *earlier_months(year, month)]
    return count_spans(Meeting.objects.all(), [Span(*key) for key in months], today, places)


def make_summary(
    rows: list[CountedMeeting],
    counted: dict[Span, Counts],
    year: int,
    month: int,
    *,
    places: Places,
    days: tuple[Day, ...] = (),
    by: str | None = None,
) -> Summary:
    """Return the summary of a month from what is counted of its meetings, without a query.

    `counted` has its figures and those of the two months it is compared with. `by` is "municipality"
    to keep the matrix from going by county.
    """
    counts = counted[Span(year, month)]
    compared = [
        (earlier_name(key, year), counted[Span(*key)]) for key in earlier_months(year, month)
    ]
    in_use = Counter(place.level for place in places.values() if place.is_active)
    name = headlines.month_name(year, month)
    ranked = charts.area_totals(rows)
    areas, _top = charts.leading(ranked)
    area_names = [area.name for area in areas]
    reached = charts.reaches(rows, areas[0]) if areas else 0
    dated = [(row.date, row.where) for row in rows if not row.is_month_only]
    return Summary(
        year=year,
        month=month,
        name=name,
        phrases=headline(name, counts, ranked),
        counts=counts,
        figures=make_figures(counts, compared, in_use[Location.Level.MUNICIPALITY]),
        query=charts.list_query(year, month),
        themes_title=headlines.themes_title(area_names, reached, counts.municipalities),
        matrix=charts.make_matrix(rows, year, month, by),
        places=_place_bars(rows, in_use[Location.Level.COUNTY], year, month),
        organisations=_organisation_bars(rows, counts.organisations),
        kinds=_meeting_kind_bars(rows, year, month),
        days_title=headlines.days_title(len(dated), len(rows)) if rows else "",
        busiest=busiest(dated),
        strip=make_strip(rows, year, month),
        days=days,
    )


def _place_bars(rows: list[CountedMeeting], counties: int, year: int, month: int) -> charts.Bars:
    reached = {place.pk for meeting in rows if (place := county_of(meeting))}
    title = headlines.counties_title(len(reached), counties)
    return charts.Bars(title, charts.municipality_bars(rows, year, month))


def _organisation_bars(rows: list[CountedMeeting], total: int) -> charts.Bars:
    met = {pk: kind for row in rows for pk, kind in row.organisations.items()}
    pairs = charts.by_number(list(met.values()))
    kinds, top = charts.leading(pairs)
    names = [kind.name_plural for kind in kinds]
    return charts.Bars(headlines.organisations_title(names, top, total), charts.kind_bars(pairs))


def _meeting_kind_bars(rows: list[CountedMeeting], year: int, month: int) -> charts.Bars:
    pairs = charts.by_number([meeting.kind for meeting in rows])
    kinds, top = charts.leading(pairs)
    names = [kind.name_plural for kind in kinds]
    title = headlines.kinds_title(names, top, len(rows)) if pairs else ""
    return charts.Bars(title, charts.kind_bars(pairs, year, month))
