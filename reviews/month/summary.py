"""The month as a value: computed once, shown many times. What shows it can't query."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from reviews.month import sentences
from reviews.month.charts import (
    Bars,
    Matrix,
    area_totals,
    kind_bars,
    leading,
    list_query,
    make_matrix,
    meeting_kinds,
    municipality_bars,
    organisation_kinds,
    reaches,
)
from reviews.month.chronology import Day, Strip, busiest, make_days, make_strip
from reviews.month.figures import Counts, Figure, count, earlier_months, earlier_name, make_figures
from reviews.month.meetings import county_of, read_months
from stakeholders.models import Location


@dataclass(frozen=True)
class Summary:
    """All that the page of a month shows, the same for every reader."""

    year: int
    month: int
    name: str
    phrases: tuple[sentences.Phrase, ...]
    counts: Counts
    figures: tuple[Figure, ...]
    query: str
    themes_title: str
    matrix: Matrix
    places: Bars
    organisations: Bars
    kinds: Bars
    days_title: str
    busiest: str
    strip: Strip
    days: tuple[Day, ...]

    @property
    def headline(self) -> str:
        """The headline as one text."""
        return "".join(phrase.text for phrase in self.phrases)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded."""
        return not self.counts.meetings


def summarise(meetings: MeetingQuerySet, year: int, month: int, *, by=None, today=None) -> Summary:
    """Return the summary of a month of `meetings`; only what is counted enters.

    The number of queries is fixed. `by` is "municipality" to keep the matrix from going by county.
    """
    found = read_months(meetings, [(year, month), *earlier_months(year, month)])
    return make_summary(found, year, month, by=by, today=today or timezone.localdate())


def make_summary(found: dict, year: int, month: int, *, by=None, today) -> Summary:
    """Return the summary of a month from what `read_months` found of it and the two it is compared with."""
    rows = found[year, month]
    places = Location.objects.aggregate(
        municipalities=Count("pk", filter=Q(level="municipality", is_active=True)),
        counties=Count("pk", filter=Q(level="county", is_active=True)),
    )
    counts = count(rows, today)
    compared = [
        (earlier_name(key, year), count(found[key], today)) for key in earlier_months(year, month)
    ]
    return Summary(
        year=year,
        month=month,
        name=sentences.month_name(year, month),
        counts=counts,
        figures=make_figures(counts, compared, places["municipalities"]),
        query=list_query(year, month),
        matrix=make_matrix(rows, year, month, by),
        strip=make_strip(rows, year, month),
        **_sentences(rows, counts, year, month),
        **_charts(rows, counts, places["counties"], year, month),
        **_chronology(rows, year, month),
    )


def _sentences(rows: list[Meeting], counts: Counts, year: int, month: int) -> dict:
    """The headline, and the title of the matrix."""
    areas, top = leading(area_totals(rows))
    names = [area.name for area in areas]
    reached = reaches(rows, areas[0]) if areas else 0
    return {
        "phrases": sentences.headline(
            sentences.month_name(year, month),
            meetings=counts.meetings,
            organisations=counts.organisations,
            municipalities=counts.municipalities,
            top=(names, top),
        ),
        "themes_title": sentences.themes_title(names, reached, counts.municipalities),
    }


def _charts(
    rows: list[Meeting], counts: Counts, counties: int, year: int, month: int
) -> dict[str, Bars]:
    """The three charts, each with its sentence."""
    reached = {place.pk for meeting in rows if (place := county_of(meeting))}
    with_whom, kinds = organisation_kinds(rows), meeting_kinds(rows)
    return {
        "places": Bars(
            sentences.counties_title(len(reached), counties), municipality_bars(rows, year, month)
        ),
        "organisations": Bars(
            sentences.organisations_title(*_named(with_whom), counts.organisations),
            kind_bars(with_whom),
        ),
        "kinds": Bars(
            sentences.kinds_title(*_named(kinds), counts.meetings) if kinds else "",
            kind_bars(kinds, year, month),
        ),
    }


def _named(pairs: list) -> tuple:
    kinds, top = leading(pairs)
    return [kind.name_plural for kind in kinds], top


def _chronology(rows: list[Meeting], year: int, month: int) -> dict:
    """The days, with their sentences."""
    days = make_days(rows, year, month)
    exact = sum(not meeting.is_month_only for meeting in rows)
    return {
        "days": days,
        "busiest": busiest(days),
        "days_title": sentences.days_title(exact, len(rows)) if rows else "",
    }
