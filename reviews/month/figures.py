"""The figures of a month, each beside the month before and the same month a year earlier."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import ActionPoint, Meeting, ThematicArea
from reviews.month import headlines
from reviews.month.charts import leading
from reviews.month.headlines import Phrase, month_name, signed
from reviews.month.meetings import municipality_of, organisations_of, people_met
from stakeholders.levels import second_level
from toolkit.months import month_before


@dataclass(frozen=True)
class Counts:
    meetings: int
    organisations: int
    people: int
    people_or_more: bool
    municipalities: int
    action_points: int
    overdue: int
    open: int
    closed: int


@dataclass(frozen=True)
class Comparison:
    """How a figure compares with an earlier month: "+3" and "on February (9)"."""

    change: str
    text: str

    def __str__(self) -> str:
        return f"{self.change} {self.text}".strip()


@dataclass(frozen=True)
class Figure:
    name: str
    label: str
    value: int
    beside: str
    comparisons: tuple[Comparison, ...]


def count(rows: list[Meeting], today: date) -> Counts:
    people, or_more = people_met(rows)
    places = {place.pk for meeting in rows if (place := municipality_of(meeting))}
    points = [point for meeting in rows for point in meeting.action_points.all()]
    overdue = sum(point.is_overdue(today) for point in points)
    still_open = sum(point.status == ActionPoint.Status.OPEN for point in points)
    return Counts(
        meetings=len(rows),
        organisations=len(organisations_of(rows)),
        people=people,
        people_or_more=or_more,
        municipalities=len(places),
        action_points=len(points),
        overdue=overdue,
        open=still_open - overdue,
        closed=len(points) - still_open,
    )


def headline(
    name: str, counts: Counts, areas: list[tuple[ThematicArea, int]]
) -> tuple[Phrase, ...]:
    """Return the phrases of the headline of a month or year, by its name; `areas` are ranked."""
    named, top = leading(areas)
    return headlines.headline(
        name,
        meetings=counts.meetings,
        organisations=counts.organisations,
        municipalities=counts.municipalities,
        top=([area.name for area in named], top),
    )


def earlier_months(year: int, month: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return month_before(year, month), (year - 1, month)


def earlier_name(earlier: tuple[int, int], year: int) -> str:
    """Return "February", with the year when it is another year."""
    if earlier[0] == year:
        return date_format(date(*earlier, 1), "F")
    return month_name(*earlier)


def make_figures(
    counts: Counts, earlier: list[tuple[str, Counts]], municipalities: int
) -> tuple[Figure, ...]:
    """Return the five figures; `earlier` is a list of (name of the month or year, its counts)."""
    or_more = _("or more") if counts.people_or_more else ""
    labels = (
        ("meetings", _("Meetings"), ""),
        ("organisations", _("Organisations met"), ""),
        ("people", _("People met"), or_more),
        ("municipalities", second_level().headings, _("of %(n)s") % {"n": municipalities}),
        ("action_points", _("Action points made"), ""),
    )
    return tuple(
        Figure(
            name,
            label,
            getattr(counts, name),
            beside,
            tuple(_compare(name, counts, *one) for one in earlier),
        )
        for name, label, beside in labels
    )


def _compare(name: str, counts: Counts, month: str, earlier: Counts) -> Comparison:
    if not earlier.meetings:
        return Comparison("", _("no meetings in %(month)s") % {"month": month})
    now, before = getattr(counts, name), getattr(earlier, name)
    or_more = name == "people" and earlier.people_or_more
    values = {"month": month, "n": _("%(n)s or more") % {"n": before} if or_more else before}
    if now == before:
        return Comparison("", _("as in %(month)s (%(n)s)") % values)
    return Comparison(signed(now - before), _("on %(month)s (%(n)s)") % values)
