"""The rows behind the figures of a month or year, exactly as many; only those of a page are read in full."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.alphabet import sort_key
from engagements.models import Attendance, Counterpart, Meeting
from engagements.models.meeting import MeetingQuerySet
from reviews.month.charts import municipality_beside
from reviews.month.periods import Span
from reviews.month.totals import BY_PLACE, Totals, municipalities_of, within
from stakeholders.levels import second_level
from stakeholders.models import Location, Organisation, Person

BY_DAY = ("meeting__date", "meeting__pk")


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


class Lines(Sequence[Any]):
    """So many rows of a list, of which `fetch` reads those from one number to before another."""

    def __init__(self, length: int, fetch: Callable[[int, int], list[Any]]) -> None:
        self.length, self.fetch = length, fetch

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            first, stop, _step = index.indices(self.length)
            return self.fetch(first, stop)
        return self.fetch(index, index + 1)[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])


def _counted(meetings: MeetingQuerySet, period: Span) -> MeetingQuerySet:
    return meetings.counted().filter(within([period])).order_by()


def organisation_lines(
    meetings: MeetingQuerySet[Meeting], period: Span, kind: str = ""
) -> Sequence[Line]:
    """Return a line for each organisation met, by name; only those of a `kind`, by its code, if given."""
    counted = _counted(meetings, period)
    rows = Organisation.objects.filter(pk__in=counted.values("counterparts__organisation"))
    rows = rows.filter(kind__code=kind) if kind else rows
    shown = (
        rows.order_by()
        .select_related("kind", "parent")
        .only("name", "slug", "parent__name", "kind__name")
    )
    met = sorted(shown, key=lambda one: (sort_key(str(one)), one.slug))

    def fetch(first: int, stop: int) -> list[Line]:
        page = met[first:stop]
        found: dict[int | None, dict[str, None]] = defaultdict(dict)
        counterparts = Counterpart.objects.filter(meeting__in=counted, organisation__in=page)
        for pk, reference in counterparts.order_by(*BY_DAY).values_list(
            "organisation", "meeting__reference"
        ):
            found[pk][reference] = None
        return [
            Line(str(one), one.get_absolute_url(), one.kind.name, references=tuple(found[one.pk]))
            for one in page
        ]

    return Lines(len(met), fetch)


def municipality_lines(meetings: MeetingQuerySet[Meeting], period: Span) -> Sequence[Line]:
    [by_place] = Totals(meetings, [period]).ask(BY_PLACE)
    lines = [
        Line(
            place.name,
            beside=municipality_beside(place),
            meetings=number,
            query=period.query(place=place.slug),
        )
        for place, number in municipalities_of(by_place[period], Location.objects.by_pk()).items()
    ]
    return sorted(lines, key=lambda line: line.place_in_list)


def people_lines(meetings: MeetingQuerySet[Meeting], period: Span) -> Sequence[Line]:
    """Return the people met: those named, by name, each once; then the groups, each with its head count."""
    counted = _counted(meetings, period)
    people = Person.objects.filter(pk__in=counted.values("attendances__person")).order_by()
    shown = people.only("honorific", "full_name", "anonymised_at", "sort_key")
    named = sorted(shown, key=lambda person: (person.sort_key, person.pk))
    groups = _groups(counted)

    def fetch(first: int, stop: int) -> list[Line]:
        lines = _named_lines(counted, named[first:stop])
        first, stop = max(first - len(named), 0), stop - len(named)
        return lines + [_group_line(row) for row in groups[first:stop]] if stop > 0 else lines

    return Lines(len(named) + groups.count(), fetch)


def _named_lines(counted: MeetingQuerySet, people: list[Person]) -> list[Line]:
    met: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Attendance.objects.filter(meeting__in=counted, person__in=people)
    for row in rows.select_related("meeting", "counterpart__organisation__parent").order_by(
        *BY_DAY, "counterpart__position", "counterpart", "pk"
    ):
        post = ", ".join(filter(None, [row.title, str(row.counterpart.organisation or "")]))
        met[row.person_id].append((row.meeting.reference, post))
    lines = []
    for person in people:
        posts = dict.fromkeys(post for _reference, post in met[person.pk])
        references = tuple(reference for reference, _post in met[person.pk])
        address = person.get_absolute_url()
        lines.append(Line(str(person), address, "; ".join(posts), references=references))
    return lines


def _groups(counted: MeetingQuerySet) -> Any:
    """Return the counterparts that bring people without a name, by day, each with how many are `named`."""
    rows = Counterpart.objects.filter(meeting__in=counted).annotate(named=Count("attendances"))
    uncounted = Q(people_count=None) & (Q(named=0) | ~Q(group_label=""))
    groups = rows.filter(uncounted | Q(people_count__gt=F("named")))
    return groups.select_related("meeting", "organisation__parent").order_by(
        *BY_DAY, "position", "pk"
    )


def _group_line(row: Any) -> Line:
    number = None if row.people_count is None else row.people_count - row.named
    counted = _("no head count")
    if number is not None:
        counted = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}
    return Line(
        row.group_label or _("People without a name"),
        beside=str(row),
        count=number or 0,
        counted=counted,
        references=(row.meeting.reference,),
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
