"""What the figures count, row by row, by the same rules: each list holds exactly as many as its figure.

Pure: the meetings that `read_months` read in, lines out.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.rows import municipality_of, organisations_of
from reviews.tables import municipality_beside
from stakeholders.names import fold


@dataclass(frozen=True)
class Line:
    """One row: `count` is what it adds to the figure, said in `counted` where that is not one.

    `references` are the meetings it stands for. Where `meetings` is given it is their number, `query`
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
    def more(self):
        """How many meetings there are beyond the five that are shown."""
        return max(len(self.references) - 5, 0)

    @property
    def sort_key(self):
        """By name, whatever its accents."""
        return fold(self.label), self.address


def organisation_lines(rows, kind=""):
    """Return a line for each organisation met, by name; only those of a `kind`, by its code, if given."""
    references = {}
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            references.setdefault(counterpart.organisation_id, []).append(meeting.reference)
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
    return sorted(lines, key=lambda line: line.sort_key)


def municipality_lines(rows, period):
    """Return a line for each municipality with meetings, by name."""
    found = {}
    for meeting in rows:
        if place := municipality_of(meeting):
            found.setdefault(place.pk, (place, []))[1].append(meeting)
    lines = (
        Line(
            place.name,
            beside=municipality_beside(place),
            meetings=len(meetings),
            query=period.query(place=place.slug),
        )
        for place, meetings in found.values()
    )
    return sorted(lines, key=lambda line: line.sort_key)


def people_lines(rows):
    """Return the people met: those named, by name, each once; then the groups, each with its head count."""
    return [*_named_lines(rows), *_group_lines(rows)]


def _named_lines(rows):
    met = {}
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            for attendance in counterpart.attendances.all():
                met.setdefault(attendance.person, []).append((meeting, counterpart, attendance))
    people = sorted(met, key=lambda person: (fold(person.full_name), person.pk))
    return [_named_line(person, met[person]) for person in people]


def _named_line(person, times):
    posts = dict.fromkeys(
        ", ".join(filter(None, [attendance.title, str(counterpart.organisation)]))
        for _meeting, counterpart, attendance in times
    )
    return Line(
        str(person),
        person.get_absolute_url(),
        "; ".join(posts),
        references=tuple(meeting.reference for meeting, _counterpart, _attendance in times),
    )


def _group_lines(rows):
    """Yield a line for each organisation of a meeting that sent people without a name."""
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            line = _group_line(meeting, counterpart)
            if line:
                yield line


def _group_line(meeting, counterpart):
    number = counterpart.unnamed_count
    is_named = bool(counterpart.attendances.all())
    if number == 0 or (number is None and is_named and not counterpart.group_label):
        return None
    counted = _("no head count")
    if number is not None:
        counted = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}
    return Line(
        counterpart.group_label or _("People without a name"),
        beside=str(counterpart.organisation),
        count=number or 0,
        counted=counted,
        references=(meeting.reference,),
    )


def list_title(what, total, period, *, or_more=False):
    """Return the heading of a list: the figure in words."""
    words = {
        "organisations": ngettext("%(n)s organisation met", "%(n)s organisations met", total),
        "people": ngettext("%(n)s person met", "%(n)s people met", total),
        "municipalities": ngettext(
            "%(n)s municipality with a meeting", "%(n)s municipalities with a meeting", total
        ),
        "action-points": ngettext("%(n)s action point", "%(n)s action points", total),
    }
    number = _("%(n)s or more") % {"n": total} if or_more else total
    return _("%(what)s, %(period)s") % {"what": words[what] % {"n": number}, "period": period.name}
