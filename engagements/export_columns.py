"""Meetings as the rows of a table: names instead of numbers, real dates, one meeting a row.

The files of a month take their columns of meetings from here too; their rows are frozen.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.levels import FIRST_LEVEL, SECOND_LEVEL
from toolkit.spreadsheets import Column, joined, yes_or_no

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHUNK = 500


def read_rows(meetings: MeetingQuerySet) -> Iterator[Meeting]:
    """Yield the meetings with all that the columns say, a chunk at a time in a fixed number of queries."""
    counterparts = Counterpart.objects.select_related("organisation__parent")
    return (
        meetings.defer("search", "search_note")
        .select_related("kind", "created_by", "location__parent__parent__parent")
        .prefetch_related(
            "thematic_areas",
            "staff",
            Prefetch("counterparts", counterparts),
            Prefetch("counterparts__attendances", Attendance.objects.select_related("person")),
            Prefetch(
                "action_points",
                ActionPoint.objects.select_related(
                    "owner", "organisation__parent", "person"
                ).order_by(F("due").asc(nulls_last=True), "pk"),
            ),
        )
        .iterator(chunk_size=CHUNK)
    )


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


def columns_for(user: User) -> tuple[Column, ...]:
    """Return the columns of a list of meetings that `user` may read: the internal note is for colleagues."""
    channels, statuses = dict(Meeting.Channel.choices), dict(Meeting.Status.choices)
    note = {"internal_note": attrgetter("internal_note")} if user.reads_internal_notes else {}
    return meeting_columns(
        reference=attrgetter("reference"),
        date=attrgetter("date"),
        day_recorded=lambda meeting: yes_or_no(not meeting.is_month_only),
        last_day=attrgetter("end_date"),
        kind=attrgetter("kind"),
        channel=lambda meeting: channels[meeting.channel],
        title=attrgetter("title"),
        event_name=attrgetter("event_name"),
        place=attrgetter("where"),
        county=county_name,
        organisations=lambda meeting: joined(
            dict.fromkeys(
                row.organisation for row in meeting.counterparts.all() if row.organisation
            )
        ),
        people=lambda meeting: joined(_people(meeting)),
        people_count=people_count,
        staff=lambda meeting: joined(filter(None, [*meeting.staff.all(), meeting.visitors])),
        thematic_areas=lambda meeting: joined(meeting.thematic_areas.all()),
        public_line=attrgetter("public_line"),
        action_points=lambda meeting: joined(_action_points(meeting)),
        status=lambda meeting: statuses[meeting.status],
        created_by=attrgetter("created_by"),
        **note,
    )


def county_name(meeting: Meeting) -> str | None:
    county = meeting.location.county if meeting.location else None
    return county.name if county else None


def people_count(meeting: Meeting) -> int | None:
    """Return how many people took part at least, from the head counts and the names; None if unknown."""
    counts = [
        max(row.people_count or 0, len(row.attendances.all())) for row in meeting.counterparts.all()
    ]
    return sum(counts) or None


def group_text(label: str, unnamed: int | None) -> str:
    """Return "technical staff (5)"; without the number for one, or when it is unknown."""
    return f"{label} ({unnamed})" if unnamed and unnamed > 1 else label


def _people(meeting: Meeting) -> Iterator[Attendance | str]:
    for row in meeting.counterparts.all():
        yield from row.attendances.all()
        if row.group_label:
            yield group_text(row.group_label, row.unnamed_count)


def _action_points(meeting: Meeting) -> Iterator[str]:
    for point in meeting.action_points.all():
        due = [gettext("due %s") % date_format(point.due, "j F Y")] if point.due else []
        about = ", ".join([str(point.who), *due, str(point.get_status_display()).lower()])
        yield f"{point.get_promised_by_display()}: {point.text} ({about})"
