"""The meetings of a history, as the pages of stakeholders and places show them: by month and day, newest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import QueryDict

from engagements.meeting_rows import areas_by_meeting, staff_by_meeting
from engagements.models import Counterpart, Meeting
from engagements.models.meeting import NEWEST_FIRST, MeetingQuerySet
from stakeholders.models.organisation import unit_text
from toolkit.pagination import Page, page_of

SIZE = 25  # meetings of a page
SHOWN = (
    "reference", "title", "date", "date_precision", "end_date", "kind__name", "location__name",
    "location__level", "place_text", "other_places", "public_line", "sensitivity",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A meeting; `details` are its kind and place, whom it was with, and the colleagues."""

    meeting: Meeting
    details: str
    areas: list[str]


@dataclass(frozen=True)
class Day:
    """The meetings of a day, or of a time of several; `first` says which."""

    first: Meeting
    lines: list[Line]


def shown(meetings: MeetingQuerySet) -> MeetingQuerySet:
    return meetings.select_related("kind", "location").only(*SHOWN)


def page_of_meetings(meetings: MeetingQuerySet, params: QueryDict) -> Page:
    """Return the page of a history that `params` (the address) asks for."""
    return page_of(shown(meetings), params, order=NEWEST_FIRST, size=SIZE)


def lines_of(meetings: list[Meeting], without: int | None = None) -> dict[int, Line]:
    """Return {pk: Line} of `meetings`; the organisation `without`, whose page it is, is not named. Three queries."""
    pks = [meeting.pk for meeting in meetings]
    areas, staff = areas_by_meeting(pks), staff_by_meeting(pks)
    others = defaultdict(list)
    names = ("organisation__name", "organisation__parent__name")
    counterparts = Counterpart.objects.filter(meeting__in=pks).order_by("position", "pk")
    for pk, organisation, name, parent in counterparts.values_list(
        "meeting", "organisation", *names
    ):
        if organisation != without:
            others[pk].append(unit_text(name, parent) if name else str(Counterpart()))
    return {
        meeting.pk: Line(
            meeting,
            _details(meeting, others[meeting.pk] + staff[meeting.pk]),
            areas[meeting.pk],
        )
        for meeting in meetings
    }


def _details(meeting: Meeting, others: list[str]) -> str:
    return " · ".join(filter(None, (str(meeting.kind), meeting.where, *others)))


def days_of(lines: Iterable[Line]) -> list[Day]:
    days = (list(group) for _time, group in groupby(lines, lambda line: _time_of(line.meeting)))
    return [Day(found[0].meeting, found) for found in days]


def months_of(lines: Iterable[Line]) -> list[tuple[date, list[Day]]]:
    """Return (first day of the month, its days) of lines in the order of their meetings."""
    months = groupby(lines, lambda line: line.meeting.date.replace(day=1))
    return [(month, days_of(found)) for month, found in months]


def _time_of(meeting: Meeting) -> tuple[date, date, bool]:
    return meeting.date, meeting.end_date or meeting.date, meeting.is_month_only
