"""The meetings of a history, as the pages of stakeholders and places show them: by month and day, newest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import QueryDict

from engagements.models import Counterpart, Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models.organisation import unit_text
from toolkit.pagination import Page, page_of

NEWEST_FIRST = ("-date", "date_precision", "-pk")
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
    areas, others = defaultdict(list), defaultdict(list)
    rows = Meeting.thematic_areas.through.objects.filter(meeting__in=pks)
    rows = rows.order_by("thematicarea__position", "thematicarea__name")
    for pk, area in rows.values_list("meeting", "thematicarea__name"):
        areas[pk].append(area)
    names = ("organisation__name", "organisation__parent__name")
    counterparts = Counterpart.objects.filter(meeting__in=pks).order_by("position", "pk")
    for pk, organisation, name, parent in counterparts.values_list(
        "meeting", "organisation", *names
    ):
        if organisation != without:
            others[pk].append(unit_text(name, parent) if name else str(Counterpart()))
    staff = Meeting.staff.through.objects.filter(meeting__in=pks)
    staff = staff.order_by("user__full_name", "user")
    for pk, name, username in staff.values_list("meeting", "user__full_name", "user__username"):
        others[pk].append(name or username)
    return {
        meeting.pk: Line(meeting, _details(meeting, others[meeting.pk]), areas[meeting.pk])
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
