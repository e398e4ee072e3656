"""Every number of a month's page against the rows behind its link, and against a count made here."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from reviews.tests.crawling import check_numbers
from reviews.tests.factories import make_march
from stakeholders.models import Location
from stakeholders.tests.factories import make_kind as make_organisation_kind
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"


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


def make_messy(year=2024, months=(3,), meetings=40, seed=4):
    """Make months in which all that can be recorded, or left out, is."""
    draw = Random(seed)
    places, organisations = make_places(), make_organisations()
    people = [make_person(f"Person {n}") for n in range(8)]
    areas = [make_area(f"area-{n}", f"Area {n}", position=n) for n in range(4)]
    kinds = [make_kind(f"kind-{n}", f"Kind {n}") for n in range(3)]
    staff = [make_user("staff"), make_user("staff")]
    for month in months:
        for number in range(meetings):
            day = date(year, month, draw.randint(1, 28))
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
            due=draw.choice([None, date(2024, 3, 20), date(2999, 1, 1)]),
            status=status,
            closed_on=None if status == "open" else date(2024, 4, 1),
        )


def figures_of(summary_or_year):
    found = {figure.name: figure.value for figure in summary_or_year.figures}
    counts = summary_or_year.counts
    return found | {"overdue": counts.overdue, "closed": counts.closed}


def read(client, role="head of office"):
    client.force_login(make_user(role))
    return client


def test_march_every_number_leads_to_as_many_rows(client):
    make_march(make_user("staff"))
    links = check_numbers(read(client, "viewer"), MARCH)
    told = {words for _number, words, _address in links}
    assert {"12 meetings, visits and events", "16 organisations", "7 municipalities"} <= told
    # figures 4, headline 3, matrix 23 and 8 totals, bars 15, gaps 5 and all of them
    assert len(links) == 59


def test_march_figures_are_those_counted_by_hand(client):
    make_march(make_user("staff"))
    today = date.today()
    summary = read(client).get(MARCH).context["summary"]
    assert figures_of(summary) == count_by_hand(2024, 3, today)


@pytest.mark.parametrize("by", ["", "?by=municipality"])
def test_a_messy_month_every_number_leads_to_as_many_rows(client, by):
    make_messy()
    links = check_numbers(read(client), MARCH + by)
    addresses = " ".join(address for _number, _words, address in links)
    for part in ("at=albania", "gap=line", "kind=kind-1", "status=overdue", "area=none"):
        assert part in addresses
    assert ("at=county-0-county" in addresses) is bool(by)
    assert len(links) > 60


def test_a_messy_month_is_counted_as_by_hand(client):
    make_messy()
    response = read(client).get(MARCH)
    summary = response.context["summary"]
    by_hand = count_by_hand(2024, 3, date.today())
    assert figures_of(summary) == by_hand
    assert min(by_hand.values()) > 0
    assert summary.matrix.can_switch
    assert sum(len(day.entries) for day in summary.days) == by_hand["meetings"]


def test_the_matrix_of_a_messy_month_is_counted_as_by_hand(client):
    make_messy()
    rows = counted_rows(2024, 3)
    areas = {
        row.pk: {a.name for a in row.thematic_areas.all()} or {"None recorded"} for row in rows
    }
    for by, level in (("", "county"), ("?by=municipality", "municipality")):
        matrix = read(client).get(MARCH + by).context["summary"].matrix
        expected = Counter()
        for meeting in rows:
            place = place_at(level, meeting.location) or meeting.location
            name = "No place" if place is None else (place.name if by == "" else str(place))
            expected.update((area, name) for area in areas[meeting.pk])
        shown = {
            (row.name, column): cell.value
            for row in matrix.rows
            for column, cell in zip(matrix.columns, row.cells, strict=True)
            if cell.value
        }
        assert shown == expected


def test_a_messy_year_every_number_leads_to_as_many_rows(client):
    make_messy(months=(1, 3, 12), meetings=15)
    links = check_numbers(read(client), "/years/2024/")
    addresses = {address for _number, _words, address in links}
    assert "/meetings/?year=2024&restricted=no" in addresses
    assert "/months/2024-12/people/" in addresses
    year = client.get("/years/2024/").context["year"]
    assert figures_of(year) == count_by_hand(2024, None, date.today())
    for month in year.months:
        by_hand = count_by_hand(2024, month.period.month, date.today())
        assert {f.name: f.value for f in month.figures}.items() <= by_hand.items()


def test_months_every_number_leads_to_as_many_rows(client):
    make_messy(months=(2, 3), meetings=15)
    links = check_numbers(read(client), "/months/")
    assert len(links) == 10


def test_municipalities_in_use_are_all_that_could_be_reached(client):
    make_march(make_user("staff"))
    figure = read(client).get(MARCH).context["summary"].figures[3]
    towns = sum(p.level == "municipality" and p.is_active for p in Location.objects.all())
    assert figure.beside == f"of {towns}"
