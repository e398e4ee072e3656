"""The figures of a month, each beside the month before and the same month a year earlier."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import ActionPoint
from reviews.rows import municipality_of, organisations_of, people_met
from reviews.words import month_name, signed


@dataclass(frozen=True)
class Counts:
    """What a month's meetings add up to."""

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
    """How a figure stands to an earlier month: "+3" and "on February (9)"."""

    change: str
    text: str

    def __str__(self):
        return f"{self.change} {self.text}".strip()


@dataclass(frozen=True)
class Figure:
    """One figure with what stands beside and under it."""

    name: str
    label: str
    value: int
    beside: str
    comparisons: tuple[Comparison, ...]


def count(rows, today):
    """Return the counts of a month's meetings."""
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


def month_before(year, month):
    """Return (year, month) of the month before."""
    return (year - 1, 12) if month == 1 else (year, month - 1)


def earlier_months(year, month):
    """Return the two months that a month is compared with."""
    return month_before(year, month), (year - 1, month)


def earlier_name(earlier, year):
    """Return "February", with the year when it is another year."""
    if earlier[0] == year:
        return date_format(date(*earlier, 1), "F")
    return month_name(*earlier)


def compare(now, before, month, *, any_meetings, or_more=False):
    """Return how `now` stands to `before`, the figure of the earlier `month`."""
    if not any_meetings:
        return Comparison("", _("no meetings in %(month)s") % {"month": month})
    shown = _("%(n)s or more") % {"n": before} if or_more else before
    said = {"month": month, "n": shown}
    if now == before:
        return Comparison("", _("as in %(month)s (%(n)s)") % said)
    return Comparison(signed(now - before), _("on %(month)s (%(n)s)") % said)


def make_figures(counts, earlier, municipalities):
    """Return the five figures; `earlier` is a list of (name of the month or year, its counts)."""
    or_more = _("or more") if counts.people_or_more else ""
    labels = (
        ("meetings", _("Meetings"), ""),
        ("organisations", _("Organisations met"), ""),
        ("people", _("People met"), or_more),
        ("municipalities", _("Municipalities"), _("of %(n)s") % {"n": municipalities}),
        ("action_points", _("Action points made"), ""),
    )
    return tuple(
        Figure(name, label, getattr(counts, name), beside, _compare_all(name, counts, earlier))
        for name, label, beside in labels
    )


def _compare_all(name, counts, earlier):
    return tuple(
        compare(
            getattr(counts, name),
            getattr(before, name),
            month,
            any_meetings=before.meetings,
            or_more=name == "people" and before.people_or_more,
        )
        for month, before in earlier
    )
