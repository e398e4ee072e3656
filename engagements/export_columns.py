"""Meetings as the rows of a table: names instead of numbers, real dates, one meeting a row.

The files of a month take their columns of meetings from here too; their rows are frozen.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.meeting_rows import areas_by_meeting, staff_by_meeting
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.models.counterpart import attendance_text
from engagements.models.meeting import MeetingQuerySet, place_text
from stakeholders.levels import FIRST_LEVEL, SECOND_LEVEL
from stakeholders.models import Location
from stakeholders.models.organisation import unit_text
from stakeholders.models.person import shown_name
from toolkit.key_list import KeyList
from toolkit.spreadsheets import BETWEEN, Column, yes_or_no

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AT_A_TIME = 2000

# name -> (heading, width in Excel): every column that a table of meetings can have, in its order.
COLUMNS: dict[str, tuple["StrOrPromise", int]] = {
    "reference": (_("Reference"), 13),
    "date": (_("Date"), 11),
    "day_recorded": (_("Day recorded"), 13),
    "last_day": (_("Last day"), 11),
    "kind": (_("Kind"), 18),
    "channel": (_("How"), 11),
    "title": (_("Title"), 50),
    "event_name": (_("Name of the event"), 40),
    "place": (_("Place"), 18),
    "municipality": (SECOND_LEVEL, 16),
    "county": (FIRST_LEVEL, 16),
    "organisations": (_("Organisations"), 40),
    "people": (_("People"), 40),
    "people_count": (_("People met, at least"), 20),
    "staff": (_("From IOM"), 24),
    "thematic_areas": (_("Thematic areas"), 28),
    "public_line": (_("Public line"), 60),
    "internal_note": (_("Internal note"), 50),
    "action_points": (_("Action points"), 50),
    "status": (_("Status"), 11),
    "created_by": (_("Logged by"), 24),
}


def meeting_columns(**values: Callable) -> tuple[Column, ...]:
    """Return the Columns named by `values`, in the order of COLUMNS; each value reads a row."""
    return tuple(
        Column(heading, values[name], width)
        for name, (heading, width) in COLUMNS.items()
        if name in values
    )


# The values of a row that `read_rows` yields.
VALUES = (
    "reference", "date", "day_recorded", "last_day", "kind", "channel", "title", "event_name", "place",
    "county", "organisations", "people", "people_count", "staff", "thematic_areas", "public_line",
    "action_points", "status", "created_by", "internal_note",
)  # fmt: skip


def columns_for(user: User) -> tuple[Column, ...]:
    """Return the columns of a list of meetings that `user` may read: the internal note is for colleagues."""
    values = VALUES if user.reads_internal_notes else VALUES[:-1]
    return meeting_columns(**{name: itemgetter(at) for at, name in enumerate(values)})


def keys_in_order(meetings: MeetingQuerySet) -> Sequence[int]:
    """Return the keys of the meetings in their order, 8 bytes each."""
    return array("q", meetings.values_list("pk", flat=True))


def read_rows(keys: Sequence[int], user: User) -> Iterator[tuple]:
    """Yield the rows of the meetings with these keys, as VALUES, a chunk at a time in a fixed number of queries.

    A meeting that is deleted or restricted meanwhile is left out.
    """
    labels = _Labels()
    for at in range(0, len(keys), AT_A_TIME):
        yield from _rows_of(keys[at : at + AT_A_TIME], user, labels)


class _Labels:
    """What is written again and again, in the reader's language; each is made once a file."""

    def __init__(self) -> None:
        self.yes_or_no = {value: yes_or_no(value) for value in (True, False)}
        self.channels = _texts(Meeting.Channel.choices)
        self.statuses = _texts(Meeting.Status.choices)
        self.promised_by = _texts(ActionPoint.By.choices)
        self.states = {
            state: text.lower() for state, text in _texts(ActionPoint.Status.choices).items()
        }
        due = gettext("due %s")
        self.due: Callable[[date], str] = cache(lambda day: due % date_format(day, "j F Y"))
        self.places: dict[int, tuple[str, str | None]] = {}

    def place(self, key: int | None) -> tuple[str, str | None]:
        """Return (the name of a place, the name of its county), or ("", None) for no place."""
        if key and key not in self.places:
            for pk, place in Location.objects.by_pk().items():
                self.places[pk] = (str(place), place.county.name if place.county else None)
        return self.places.get(key or 0, ("", None))


def _texts(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {value: str(text) for value, text in choices}


def _rows_of(keys: Sequence[int], user: User, labels: _Labels) -> Iterator[tuple]:
    these = KeyList(keys)
    meetings = Meeting.objects.visible_to(user).unrestricted().filter(pk__in=these)
    found = {row[0]: row for row in meetings.values_list(*_columns_read(user))}
    counterparts = _counterparts(these)
    staff, areas = staff_by_meeting(these), areas_by_meeting(these)
    action_points = _action_points(these, labels)
    for key in filter(found.__contains__, keys):
        (
            _pk, reference, day, precision, last_day, kind, channel, title, event_name, location, place,
            other_places, visitors, public_line, status, full_name, username, *note,
        ) = found[key]  # fmt: skip
        where, county = labels.place(location)
        met = counterparts[key]
        yield (
            reference,
            day,
            labels.yes_or_no[precision != Meeting.Precision.MONTH],
            last_day,
            kind,
            labels.channels[channel],
            title,
            event_name,
            place_text(where if location else place, other_places),
            county,
            BETWEEN.join(met.organisations.values()),
            BETWEEN.join(met.people),
            met.at_least or None,
            BETWEEN.join(filter(None, [*staff[key], visitors])),
            BETWEEN.join(areas[key]),
            public_line,
            BETWEEN.join(action_points[key]),
            labels.statuses[status],
            full_name or username,
            *note,
        )


def _columns_read(user: User) -> tuple[str, ...]:
    note = ["internal_note"] if user.reads_internal_notes else []
    return (
        "pk", "reference", "date", "date_precision", "end_date", "kind__name", "channel", "title",
        "event_name", "location", "place_text", "other_places", "visitors", "public_line", "status",
        "created_by__full_name", "created_by__username", *note,
    )  # fmt: skip


@dataclass(slots=True)
class _Met:
    """Whom a meeting was with, in words."""

    organisations: dict[int, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    at_least: int = 0

    def add(self, people: list[str], group: str, count: int | None) -> None:
        """Add those of one counterpart, then those without a name: "technical staff (5)"."""
        self.people += people
        self.at_least += max(count or 0, len(people))
        if group:
            unnamed = None if count is None else max(count - len(people), 0)
            self.people.append(group_text(group, unnamed))


def group_text(label: str, unnamed: int | None) -> str:
    """Return "technical staff (5)"; without the number for one, or when it is unknown."""
    return f"{label} ({unnamed})" if unnamed and unnamed > 1 else label


def _counterparts(keys: KeyList) -> dict[int, _Met]:
    """Return {meeting: its counterparts}."""
    spoke: dict[int, list[str]] = defaultdict(list)
    people = Attendance.objects.filter(meeting__in=keys).order_by("pk")
    for counterpart, title, honorific, name, anonymised_at in people.values_list(
        "counterpart", "title", "honorific", "person__full_name", "person__anonymised_at"
    ):
        spoke[counterpart].append(
            attendance_text(shown_name(honorific, name, anonymised_at), title)
        )
    found: dict[int, _Met] = defaultdict(_Met)
    rows = Counterpart.objects.filter(meeting__in=keys).order_by("position", "pk")
    for meeting, pk, organisation, name, parent, group, count in rows.values_list(
        "meeting", "pk", "organisation", "organisation__name", "organisation__parent__name",
        "group_label", "people_count",
    ):  # fmt: skip
        met = found[meeting]
        if organisation:
            met.organisations[organisation] = unit_text(name, parent)
        met.add(spoke.get(pk, []), group, count)
    return found


def _action_points(keys: KeyList, labels: _Labels) -> dict[int, list[str]]:
    """Return {meeting: its action points in words}, those due first first."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = ActionPoint.objects.filter(meeting__in=keys)
    for (
        meeting, text, promised_by, due, state, owner, full_name, username, organisation, name, parent,
        honorific, person, anonymised_at,
    ) in rows.order_by(F("due").asc(nulls_last=True), "pk").values_list(
        "meeting", "text", "promised_by", "due", "status", "owner", "owner__full_name",
        "owner__username", "organisation", "organisation__name", "organisation__parent__name",
        "person__honorific", "person__full_name", "person__anonymised_at",
    ):  # fmt: skip
        if owner:
            who = full_name or username
        elif organisation:
            who = unit_text(name, parent)
        else:
            who = shown_name(honorific, person, anonymised_at)
        about = ", ".join([who, *([labels.due(due)] if due else []), labels.states[state]])
        found[meeting].append(f"{labels.promised_by[promised_by]}: {text} ({about})")
    return found
