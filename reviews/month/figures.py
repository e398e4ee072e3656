"""The figures of a month, each beside the month before and the same month a year earlier."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.alphabet import sort_key
from engagements.models import ActionPoint, Counterpart, Meeting, ThematicArea
from reviews.month import headlines
from reviews.month.charts import leading, municipality_beside
from reviews.month.headlines import Phrase, month_name, signed
from reviews.month.meetings import municipality_of, organisations_of, people_met
from reviews.month.periods import Span
from stakeholders.levels import second_level
from stakeholders.models import Person
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


@dataclass(frozen=True)
class Line:
    """One row: `count` is what it adds to the figure, put in words as `counted` where that is not one.

    `references` are the meetings behind it. Where `meetings` is given it is their number, `query`
    what follows the ? of their list.
    """

    label: str
    address: str = ""
    beside: str = ""
    count: int = 1
    counted: str = ""
    references: tuple[str, ...] = ()
    meetings: int = 0
    query: str = ""

    @property
    def more(self) -> int:
        """How many meetings there are beyond the five that are shown."""
        return max(len(self.references) - 5, 0)

    @property
    def place_in_list(self) -> tuple[str, str]:
        return sort_key(self.label), self.address


def organisation_lines(rows: list[Meeting], kind: str = "") -> list[Line]:
    """Return a line for each organisation met, by name; only those of a `kind`, by its code, if given."""
    references: dict[int | None, dict[str, None]] = defaultdict(dict)
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            references[counterpart.organisation_id][meeting.reference] = None
    lines = (
        Line(
            str(organisation),
            organisation.get_absolute_url(),
            organisation.kind.name,
            references=tuple(references[pk]),
        )
        for pk, organisation in organisations_of(rows).items()
        if not kind or organisation.kind.code == kind
    )
    return sorted(lines, key=lambda line: line.place_in_list)


def municipality_lines(rows: list[Meeting], period: Span) -> list[Line]:
    places = Counter(place for meeting in rows if (place := municipality_of(meeting)))
    lines = [
        Line(
            place.name,
            beside=municipality_beside(place),
            meetings=number,
            query=period.query(place=place.slug),
        )
        for place, number in places.items()
    ]
    return sorted(lines, key=lambda line: line.place_in_list)


def people_lines(rows: list[Meeting]) -> list[Line]:
    """Return the people met: those named, by name, each once; then the groups, each with its head count."""
    return [*_named_lines(rows), *_group_lines(rows)]


def _named_lines(rows: list[Meeting]) -> list[Line]:
    met: dict[Person, list[tuple[str, str]]] = {}
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            for row in counterpart.attendances.all():
                post = ", ".join(filter(None, [row.title, str(counterpart.organisation or "")]))
                met.setdefault(row.person, []).append((meeting.reference, post))
    lines = []
    for person in sorted(met, key=lambda person: (person.sort_key, person.pk)):
        posts = dict.fromkeys(post for _reference, post in met[person])
        references = tuple(reference for reference, _post in met[person])
        address = person.get_absolute_url()
        lines.append(Line(str(person), address, "; ".join(posts), references=references))
    return lines


def _group_lines(rows: list[Meeting]) -> Iterator[Line]:
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            if line := _group_line(meeting, counterpart):
                yield line


def _group_line(meeting: Meeting, counterpart: Counterpart) -> Line | None:
    number = counterpart.unnamed_count
    is_named = bool(counterpart.attendances.all())
    if number == 0 or (number is None and is_named and not counterpart.group_label):
        return None
    counted = _("no head count")
    if number is not None:
        counted = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}
    return Line(
        counterpart.group_label or _("People without a name"),
        beside=str(counterpart),
        count=number or 0,
        counted=counted,
        references=(meeting.reference,),
    )


def list_title(what: str, total: int, period: Span, *, or_more: bool = False) -> str:
    words = {
        "organisations": ngettext("%(n)s organisation met", "%(n)s organisations met", total),
        "people": ngettext("%(n)s person met", "%(n)s people met", total),
        "municipalities": _("%(n)s {places} with a meeting").format(
            places=second_level().number(total)
        ),
        "action-points": ngettext("%(n)s action point", "%(n)s action points", total),
    }
    number = _("%(n)s or more") % {"n": total} if or_more else total
    return _("%(what)s, %(period)s") % {"what": words[what] % {"n": number}, "period": period.name}
