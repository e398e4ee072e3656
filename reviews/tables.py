"""Matrix and bars: meetings by theme, place and kind, each number with the address of its list."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from engagements.models import ThematicArea
from reviews.rows import county_of, municipality_of, organisations_of
from stakeholders.models import Location

MANY_PLACES = 10
NONE = "none"


def list_query(year, month, **filters):
    """Return what follows the ? of the meeting list for the meetings counted here."""
    found = {"month": f"{year:04d}-{month:02d}", "restricted": "no"} | filters
    return urlencode(found, doseq=True)


@dataclass(frozen=True)
class Cell:
    """A number, its step on the scale of colours, and the query of its list."""

    value: int
    label: str
    query: str

    @property
    def step(self):
        """The class of the cell: steps 1, 2, 3 to 4, 5 and more."""
        if self.value < 3:
            return f"m{self.value}" if self.value else ""
        return "m3" if self.value < 5 else "m5"


@dataclass(frozen=True)
class MatrixRow:
    """A thematic area, or the meetings without one."""

    name: str
    description: str
    cells: tuple[Cell, ...]
    total: Cell
    is_gap: bool = False

    @property
    def is_abbreviation(self):
        """Whether the name needs to be spelt out."""
        return bool(self.description) and self.name.isupper()


@dataclass(frozen=True)
class Matrix:
    """Thematic areas by municipality, or by county when there are many places."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    by: str
    can_switch: bool

    @property
    def abbreviations(self):
        """The rows whose names are spelt out under the matrix."""
        return [row for row in self.rows if row.is_abbreviation]


@dataclass(frozen=True)
class Bar:
    """One bar: its length is a share of the longest."""

    label: str
    value: int
    width: str
    beside: str = ""
    query: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart with a sentence for its title."""

    title: str
    bars: tuple[Bar, ...] = field(default=())


def place_of(meeting, by):
    """Return the place of a meeting's column; one that is in no municipality stands for itself."""
    found = municipality_of(meeting) if by == "municipality" else county_of(meeting)
    return found or meeting.location


def column_key(meeting, by):
    """Return the slug of a meeting's column, or "none"."""
    place = place_of(meeting, by)
    return place.slug if place else NONE


def area_totals(rows):
    """Return [(area, number of meetings)], most first, then in the office's order."""
    areas = {area.pk: area for meeting in rows for area in meeting.thematic_areas.all()}
    totals = Counter(area.pk for meeting in rows for area in meeting.thematic_areas.all())
    pairs = [(areas[pk], total) for pk, total in totals.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].position, pair[0].name))


def leading(pairs):
    """Return (what is first with its ties, their number) of pairs sorted by number."""
    top = pairs[0][1] if pairs else 0
    return [thing for thing, number in pairs if number == top], top


def make_matrix(rows, year, month, by=None):
    """Return the matrix; over ten places it goes by county unless asked by municipality."""
    can_switch = (
        len({column_key(meeting, "municipality") for meeting in rows} - {NONE}) > MANY_PLACES
    )
    by = "county" if can_switch and by != "municipality" else "municipality"
    columns = _columns(rows, by)
    areas = [area for area, _total in area_totals(rows)]
    if any(not meeting.thematic_areas.all() for meeting in rows):
        areas.append(None)
    matrix_rows = tuple(_matrix_row(rows, area, columns, by, (year, month)) for area in areas)
    return Matrix(tuple(columns.values()), matrix_rows, by, can_switch)


def _columns(rows, by):
    """Return {slug: name}, by total, then name; meetings without a place come last."""
    totals = Counter(column_key(meeting, by) for meeting in rows)
    names = {column_key(meeting, by): str(place_of(meeting, by)) for meeting in rows}
    if by == "county":
        names |= {
            place.slug: place.name for meeting in rows if (place := county_of(meeting)) is not None
        }
    if NONE in names:
        names[NONE] = _("No place")
    ordered = sorted(names, key=lambda key: (key == NONE, -totals[key], names[key]))
    return {key: names[key] for key in ordered}


def _broad_columns(rows, by):
    """Return the slugs of columns that are whole counties or countries among smaller places.

    They hold the meetings at that place itself: those within it stand in other columns.
    """
    broad = {Location.Level.COUNTRY} | ({Location.Level.COUNTY} if by == "municipality" else set())
    places = (place_of(meeting, by) for meeting in rows)
    return {place.slug for place in places if place and place.level in broad}


def _has_area(meeting, area):
    areas = meeting.thematic_areas.all()
    return not areas if area is None else area in areas


def _matrix_row(rows, area, columns, by, when):
    name = area.name if area else _("None recorded")
    code = area.code if area else NONE
    numbers = Counter(column_key(meeting, by) for meeting in rows if _has_area(meeting, area))
    broad = _broad_columns(rows, by)
    cells = tuple(
        Cell(
            numbers[key],
            f"{name}, {column}",
            list_query(*when, area=code, **{"at" if key in broad else "place": key}),
        )
        for key, column in columns.items()
    )
    total = Cell(numbers.total(), name, list_query(*when, area=code))
    return MatrixRow(name, area.description if area else "", cells, total, area is None)


def _bars(entries):
    """Return bars of (label, number, beside, query), longest first, then by label."""
    entries = sorted(entries, key=lambda entry: (-entry[1], entry[0]))
    longest = max((entry[1] for entry in entries), default=1)
    return tuple(
        Bar(label, n, f"{100 * n / longest:.1f}%", beside, query)
        for label, n, beside, query in entries
    )


def municipality_bars(rows, year, month):
    """Return a bar for each municipality; its county stands beside when named otherwise."""
    places = {p.pk: p for meeting in rows if (p := municipality_of(meeting))}
    totals = Counter(p.pk for meeting in rows if (p := municipality_of(meeting)))
    return _bars(
        (
            places[pk].name,
            n,
            municipality_beside(places[pk]),
            list_query(year, month, place=places[pk].slug),
        )
        for pk, n in totals.items()
    )


def municipality_beside(place):
    """Return the name of a municipality's county where it is another than its own, else nothing."""
    county = place.parent
    is_other = county and county.level == Location.Level.COUNTY and county.name != place.name
    return county.name if is_other else ""


def organisation_kinds(rows):
    """Return [(kind, number of organisations met)], most first."""
    kinds = [organisation.kind for organisation in organisations_of(rows).values()]
    return _by_number(kinds)


def meeting_kinds(rows):
    """Return [(kind, number of meetings)], most first."""
    return _by_number([meeting.kind for meeting in rows])


def _by_number(kinds):
    by_pk = {kind.pk: kind for kind in kinds}
    totals = Counter(kind.pk for kind in kinds)
    pairs = [(by_pk[pk], n) for pk, n in totals.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].position, pair[0].name))


def kind_bars(pairs, year=None, month=None):
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


def reaches(rows, area: ThematicArea):
    """Return in how many municipalities an area came up."""
    return len({p.pk for m in rows if _has_area(m, area) and (p := municipality_of(m)) is not None})
