"""Matrix and bars: meetings by theme, place and kind, each number with the address of its list."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from countries.alphabet import sort_key
from engagements.models import MeetingKind, ThematicArea
from reviews.month.meetings import CountedMeeting, county_of, municipality_of
from stakeholders.models import Location, OrganisationKind
from toolkit.spelling import fold

MANY_PLACES = 10
PHONE_COLUMNS, UPRIGHT_FROM = 7, 12
NONE = "none"
T = TypeVar("T")
Kind = TypeVar("Kind", OrganisationKind, MeetingKind)


def list_query(year: int, month: int, **filters: str) -> str:
    """Return what follows the ? of the meeting list for the meetings counted here."""
    found = {"month": f"{year:04d}-{month:02d}", "restricted": "no"} | filters
    return urlencode(found, doseq=True)


@dataclass(frozen=True)
class Cell:
    value: int
    label: str
    query: str

    @property
    def step(self) -> str:
        if self.value < 3:
            return f"m{self.value}" if self.value else ""
        return "m3" if self.value < 5 else "m5"


@dataclass(frozen=True)
class MatrixRow:
    name: str
    description: str
    cells: tuple[Cell, ...]
    total: Cell
    is_gap: bool = False

    @property
    def is_abbreviation(self) -> bool:
        return bool(self.description) and self.name.isupper()


@dataclass(frozen=True)
class Matrix:
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    by: str
    can_switch: bool

    @property
    def is_wide(self) -> bool:
        """Whether the names of the columns only fit upright, and the rest by scrolling."""
        return len(self.columns) > UPRIGHT_FROM

    @property
    def is_long(self) -> bool:
        """Whether a phone is too narrow for it."""
        return len(self.columns) > PHONE_COLUMNS

    @property
    def abbreviations(self) -> list[MatrixRow]:
        return [row for row in self.rows if row.is_abbreviation]


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    width: str
    beside: str = ""
    query: str = ""


@dataclass(frozen=True)
class Bars:
    title: str
    bars: tuple[Bar, ...]


def place_of(meeting: CountedMeeting, by: str) -> Location | None:
    """Return the place of a meeting's column; itself where it is in no municipality."""
    found = municipality_of(meeting) if by == "municipality" else county_of(meeting)
    return found or meeting.location


def column_key(meeting: CountedMeeting, by: str) -> str:
    place = place_of(meeting, by)
    return place.slug if place else NONE


def area_totals(rows: list[CountedMeeting]) -> list[tuple[ThematicArea, int]]:
    """Return [(area, number of meetings)], most first, then in the office's order."""
    return rank_areas(Counter(area for meeting in rows for area in meeting.areas))


def rank_areas(totals: dict[ThematicArea, int]) -> list[tuple[ThematicArea, int]]:
    return sorted(
        totals.items(), key=lambda pair: (-pair[1], pair[0].position, sort_key(pair[0].name))
    )


def leading(pairs: list[tuple[T, int]]) -> tuple[list[T], int]:
    """Return (what is first with its ties, their number) of pairs sorted by number."""
    top = pairs[0][1] if pairs else 0
    return [thing for thing, number in pairs if number == top], top


def make_matrix(rows: list[CountedMeeting], year: int, month: int, by: str | None = None) -> Matrix:
    """Return the matrix; over ten places it goes by county unless asked by municipality."""
    keys = {column_key(meeting, "municipality") for meeting in rows}
    can_switch = len(keys - {NONE}) > MANY_PLACES
    by = "county" if can_switch and by != "municipality" else "municipality"
    columns, numbers = _columns(rows, by), _numbers(rows, by)
    areas: list[ThematicArea | None] = [area for area, _total in area_totals(rows)]
    if None in numbers:
        areas.append(None)
    filters = _column_filters(rows, by)
    matrix_rows = tuple(
        _matrix_row(area, numbers[area], columns, filters, year, month) for area in areas
    )
    return Matrix(tuple(columns.values()), matrix_rows, by, can_switch)


def _columns(rows: list[CountedMeeting], by: str) -> dict[str, str]:
    totals = Counter(column_key(meeting, by) for meeting in rows)
    places = {column_key(meeting, by): place_of(meeting, by) for meeting in rows}
    names = {key: _column_name(place, by) for key, place in places.items()}
    ordered = sorted(names, key=lambda key: (key == NONE, -totals[key], sort_key(names[key])))
    return {key: names[key] for key in ordered}


def _column_name(place: Location | None, by: str) -> str:
    if place is None:
        return _("No place")
    return place.name if by == "county" and place.level == Location.Level.COUNTY else str(place)


def _numbers(rows: list[CountedMeeting], by: str) -> dict[ThematicArea | None, Counter[str]]:
    """Return {area: {slug of a column: meetings}}; None is for those without an area."""
    numbers: dict[ThematicArea | None, Counter[str]] = defaultdict(Counter)
    for meeting in rows:
        for area in meeting.areas or [None]:
            numbers[area][column_key(meeting, by)] += 1
    return numbers


def _column_filters(rows: list[CountedMeeting], by: str) -> dict[str, dict[str, str]]:
    """Return {slug: what of the meeting list's filters keeps a column's meetings}.

    A county among municipalities, and the country, hold the meetings at that place itself: those
    within it are in other columns.
    """
    broad = {Location.Level.COUNTRY} | ({Location.Level.COUNTY} if by == "municipality" else set())
    places = {place for meeting in rows if (place := place_of(meeting, by))}
    filters = {p.slug: {"at" if p.level in broad else "place": p.slug} for p in places}
    return filters | {NONE: {"place": NONE}}


def _matrix_row(
    area: ThematicArea | None,
    numbers: Counter[str],
    columns: dict[str, str],
    filters: dict[str, dict[str, str]],
    year: int,
    month: int,
) -> MatrixRow:
    name = area.name if area else _("None recorded")
    code = area.code if area else NONE
    cells = tuple(
        Cell(numbers[key], f"{name}, {column}", list_query(year, month, area=code, **filters[key]))
        for key, column in columns.items()
    )
    total = Cell(numbers.total(), name, list_query(year, month, area=code))
    return MatrixRow(name, area.description if area else "", cells, total, area is None)


def _bars(entries: Iterable[tuple[str, int, str, str]]) -> tuple[Bar, ...]:
    """Return bars of (label, number, beside, query), longest first, then by label."""
    entries = sorted(entries, key=lambda entry: (-entry[1], sort_key(entry[0])))
    longest = max((entry[1] for entry in entries), default=1)
    return tuple(
        Bar(label, n, f"{100 * n / longest:.1f}%", beside, query)
        for label, n, beside, query in entries
    )


def municipality_bars(rows: list[CountedMeeting], year: int, month: int) -> tuple[Bar, ...]:
    totals = Counter(place for meeting in rows if (place := municipality_of(meeting)))
    return _bars(
        (place.name, n, municipality_beside(place), list_query(year, month, place=place.slug))
        for place, n in totals.items()
    )


def municipality_beside(place: Location) -> str:
    county = place.parent
    if county and county.level == Location.Level.COUNTY and fold(county.name) != fold(place.name):
        return county.name
    return ""


def by_number(kinds: list[Kind]) -> list[tuple[Kind, int]]:
    """Return [(kind, how often it is among them)], most first, then in the office's order."""
    by_pk = {kind.pk: kind for kind in kinds}
    totals = Counter(kind.pk for kind in kinds)
    pairs = [(by_pk[pk], n) for pk, n in totals.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].position, sort_key(pair[0].name)))


def kind_bars(pairs: list[tuple[Kind, int]], year: int = 0, month: int = 0) -> tuple[Bar, ...]:
    """Return a bar for each kind; kinds of meeting, given a month, lead to the list of meetings.

    Kinds of organisation lead to the list of organisations.
    """
    return _bars(
        (
            kind.name_plural,
            n,
            "",
            list_query(year, month, kind=kind.code) if year else urlencode({"kind": kind.code}),
        )
        for kind, n in pairs
    )


def reaches(rows: list[CountedMeeting], area: ThematicArea) -> int:
    """Return in how many municipalities an area came up."""
    places = {municipality_of(row) for row in rows if area in row.areas}
    return len(places - {None})
