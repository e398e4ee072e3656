"""The meetings of a month, read once, and what one meeting says about places and people."""

from django.db.models import Prefetch, Q

from engagements.models import Attendance, Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Location, Organisation
from toolkit.months import month_range


def read_months(
    meetings: MeetingQuerySet[Meeting], months: list[tuple[int, int]]
) -> dict[tuple[int, int], list[Meeting]]:
    """Return {(year, month): [meeting, ...]} with all that a summary needs, in few queries."""
    wanted = Q()
    for year, month in months:
        first, after = month_range(year, month)
        wanted |= Q(date__gte=first, date__lt=after)
    found: dict[tuple[int, int], list[Meeting]] = {key: [] for key in months}
    for meeting in with_details(meetings.filter(wanted)):
        found[meeting.date.year, meeting.date.month].append(meeting)
    return found


def with_details(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Return those of `meetings` that are counted, by day, with all that is said of them, in few queries."""
    # Places and organisations come in queries of their own: each once, however many meetings it had.
    places = Location.objects.defer("search", "other_names")
    organisations = Organisation.objects.defer("search").select_related("kind", "parent")
    return (
        meetings.counted()
        .defer("search", "search_note", "internal_note")
        .prefetch_related(
            "kind",
            Prefetch("location", places.select_related("parent__parent__parent")),
            "thematic_areas",
            "staff",
            "counterparts",
            Prefetch("counterparts__organisation", organisations),
            Prefetch("counterparts__attendances", Attendance.objects.select_related("person")),
            "action_points",
        )
        .order_by("date", "pk")
    )


def municipality_of(meeting: Meeting) -> Location | None:
    return meeting.location and meeting.location.municipality


def county_of(meeting: Meeting) -> Location | None:
    return meeting.location and meeting.location.county


def organisations_of(rows: list[Meeting]) -> dict[int, Organisation]:
    """Return the organisations met, each once; a unit and its municipality are two."""
    return {
        counterpart.organisation_id: counterpart.organisation
        for meeting in rows
        for counterpart in meeting.counterparts.all()
    }


def people_met(rows: list[Meeting]) -> tuple[int, bool]:
    """Return (how many people at least, whether there may be more).

    Named people count once in the month; those without a name by head count, meeting by meeting.
    """
    named, unnamed, or_more = set(), 0, False
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            people = {attendance.person_id for attendance in counterpart.attendances.all()}
            named |= people
            if (number := counterpart.unnamed_count) is not None:
                unnamed += number
            elif counterpart.group_label or not people:
                or_more = True
    return len(named) + unnamed, or_more
