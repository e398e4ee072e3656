"""Months with every kind of mess in them, and their figures counted row by row."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from stakeholders.tests.factories import make_kind as make_organisation_kind
from stakeholders.tests.factories import make_location, make_organisation, make_person


def counted_rows(year, month=None):
    """Return the meetings that count, one by one, without any of the code under test."""
    return [
        meeting
        for meeting in Meeting.objects.all()
        if meeting.status == "logged"
        and meeting.sensitivity == "internal"
        and meeting.date.year == year
        and (month is None or meeting.date.month == month)
    ]


def place_at(level, place):
    """Return the place of `level` in which `place` is, by following its parents."""
    while place and place.level != level:
        place = place.parent
    return place


def count_by_hand(year, month, today):
    """Return the figures of a period from raw rows."""
    meetings = {meeting.pk: meeting for meeting in counted_rows(year, month)}
    counterparts = [row for row in Counterpart.objects.all() if row.meeting_id in meetings]
    attended = [row for row in Attendance.objects.all() if row.meeting_id in meetings]
    named = Counter(row.counterpart_id for row in attended)
    groups = [row.people_count - named[row.pk] for row in counterparts if row.people_count]
    points = [row for row in ActionPoint.objects.all() if row.meeting_id in meetings]
    towns = {place_at("municipality", m.location) for m in meetings.values()} - {None}
    return {
        "meetings": len(meetings),
        "organisations": len({row.organisation_id for row in counterparts}),
        "people": len({row.person_id for row in attended}) + sum(n for n in groups if n > 0),
        "municipalities": len(towns),
        "action_points": len(points),
        "overdue": sum(p.status == "open" and bool(p.due) and p.due < today for p in points),
        "closed": sum(p.status in ("done", "dropped") for p in points),
    }


def figures_of(summary_or_year):
    """Return the figures that are shown, in the words of `count_by_hand`."""
    found = {figure.name: figure.value for figure in summary_or_year.figures}
    counts = summary_or_year.counts
    return found | {"overdue": counts.overdue, "closed": counts.closed}


def make_places():
    """Make three counties with twelve municipalities, a crossing, places in and out of them."""
    counties = [make_location(f"County {n}", "county") for n in range(3)]
    towns = [make_location(f"Town {n}", parent=counties[n % 3]) for n in range(12)]
    return [
        None,
        *counties[:2],
        *towns,
        counties[0].parent,
        make_location("Crossing", "crossing", parent=towns[0]),
        make_location("Hall", "place", parent=towns[1]),
        make_location("Lake", "place", parent=counties[2]),
        make_location("Abroad", "place", parent=counties[0].parent),
    ]


def make_organisations():
    """Make organisations of three kinds, two with a unit."""
    kinds = [make_organisation_kind(f"kind-{n}", f"Kind {n}") for n in range(3)]
    rows = [make_organisation(f"Organisation {n}", kind=kinds[n % 3]) for n in range(9)]
    return rows + [make_organisation("Unit", parent=row, kind=row.kind) for row in rows[:2]]


def make_messy(months):
    """Make {month of 2024: so many meetings}, in which all that can be recorded, or left out, is."""
    draw = Random(4)
    places, organisations = make_places(), make_organisations()
    people = [make_person(f"Person {n}") for n in range(8)]
    areas = [make_area(f"area-{n}", f"Area {n}", position=n) for n in range(4)]
    kinds = [make_kind(f"kind-{n}", f"Kind {n}") for n in range(3)]
    staff = [make_user("staff"), make_user("staff")]
    for month, meetings in months.items():
        for number in range(meetings):
            day = date(2024, month, draw.randint(1, 28))
            month_only = number % 5 == 0
            meeting = make_meeting(
                f"Meeting {number}",
                date=day.replace(day=1) if month_only else day,
                date_precision="month" if month_only else "day",
                end_date=day + timedelta(9) if number % 7 == 1 and not month_only else None,
                kind=draw.choice(kinds),
                location=places[number % len(places)],
                areas=draw.sample(areas, draw.randint(0, 3)),
                staff=draw.sample(staff, draw.randint(0, 2)),
                public_line="Said." if draw.random() < 0.5 else "",
                sensitivity="restricted" if number % 9 == 8 else "internal",
                status={10: "draft", 11: "cancelled"}.get(number % 13, "logged"),
                created_by=staff[0],
            )
            add_parts(meeting, organisations, people, staff, draw)


def add_parts(meeting, organisations, people, staff, draw):
    """Add organisations, people named and not, and promises to a meeting."""
    present = draw.sample(people, 3)
    for organisation in draw.sample(organisations, draw.randint(0, 3)):
        row = meeting.counterparts.create(
            organisation=organisation,
            people_count=draw.choice([None, 1, 2, 5]),
            group_label=draw.choice(["", "Technical staff"]),
        )
        if draw.random() < 0.5:
            row.attend(present.pop())
    for number in range(draw.randint(0, 2)):
        status = draw.choice(["open", "open", "done", "dropped"])
        meeting.action_points.create(
            text=f"Promise {number}",
            owner=staff[0],
            due=draw.choice([None, date(2024, 3, 20), date(2099, 1, 1)]),
            status=status,
            closed_on=None if status == "open" else date(2024, 4, 1),
        )
