"""The month's page in as many queries for 12 meetings as for 600; `make bench` measures 5,000."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.tests.factories import make_area, make_kind
from reviews.tests.factories import make_march
from stakeholders.tests.factories import make_location, make_organisations, make_person

pytestmark = pytest.mark.no_cover
MANY = 600
QUERIES = 17
MARCH = "/months/2024-03/"


@pytest.fixture(scope="module")
def crowded(module_db):
    """600 meetings in March 2024, in 60 places, with 210 organisations and 30 people."""
    author, kind = make_user("staff"), make_kind()
    towns = [make_location(f"Town {n}") for n in range(60)]
    organisations = make_organisations([f"Office {n}" for n in range(210)])
    people = [make_person(f"Person {n}") for n in range(30)]
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title=f"Meeting {n}",
            reference=f"2024-03-{n:04d}",
            date=date(2024, 3, n % 31 + 1),
            kind=kind,
            location=towns[n % 60],
            created_by=author,
        )
        for n in range(MANY)
    )
    link_all(meetings, [make_area(f"area-{n}", f"Area {n}") for n in range(14)], author)
    rows = Counterpart.objects.bulk_create(
        Counterpart(meeting=m, organisation=organisations[n % 210], people_count=2)
        for n, m in enumerate(meetings)
    )
    Attendance.objects.bulk_create(
        Attendance(counterpart=row, meeting=row.meeting, person=people[n % 30])
        for n, row in enumerate(rows)
    )
    ActionPoint.objects.bulk_create(
        ActionPoint(meeting=m, text="Do it", owner=author) for m in meetings[::2]
    )


def link_all(meetings, areas, author):
    """Give each meeting two thematic areas and a colleague."""
    area_links = Meeting.thematic_areas.through
    area_links.objects.bulk_create(
        area_links(meeting=m, thematicarea=areas[(n + step) % 14])
        for n, m in enumerate(meetings)
        for step in (0, 5)
    )
    staff_links = Meeting.staff.through
    staff_links.objects.bulk_create(staff_links(meeting=m, user=author) for m in meetings)


def open_page(client, address):
    """Return (number of queries, answer) of a page for the head of office."""
    client.force_login(make_user("head of office"))
    client.get("/months/1999-01/")  # what is read once and kept is read before
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
    assert response.status_code == 200
    return len(found), response


@pytest.mark.django_db
def test_twelve_meetings(client):
    author = make_user("staff")
    make_march(author)
    meeting = Meeting.objects.first()
    meeting.action_points.create(text="Do it", owner=author)
    meeting.staff.add(author)
    queries, response = open_page(client, MARCH)
    assert (queries, len(response.context["report"].records)) == (QUERIES, 12)


def test_six_hundred_meetings(client, crowded, db):
    queries, response = open_page(client, MARCH)
    assert (queries, response.context["days_page"].pages) == (QUERIES, MANY / 100)
    counts = response.context["summary"].counts
    assert (counts.organisations, counts.people, counts.municipalities) == (210, 630, 60)
    assert counts.action_points == 300


def test_the_chronology_of_six_hundred_meetings_is_paged(client, crowded, db):
    shown = []
    for number in range(1, 7):
        queries, response = open_page(client, f"{MARCH}?days={number}")
        assert queries == QUERIES
        entries = [entry for day in response.context["days"] for entry in day.entries]
        assert len(entries) == response.content.decode().count('class="tl__title"') == 100
        shown += entries
    rows = Meeting.objects.order_by("date", "reference")
    assert [entry.reference for entry in shown] == list(rows.values_list("reference", flat=True))
    first = open_page(client, f"{MARCH}?by=municipality")[1].content.decode()
    assert 'href="?by=municipality&amp;days=2#days" rel="next"' in first
    assert open_page(client, f"{MARCH}?days=none")[1].context["days_page"].number == 1


def test_the_text_of_six_hundred_meetings_is_read_on_demand_and_in_parts(client, crowded, db):
    first = open_page(client, MARCH)[1]
    assert first.context["report"].records == ()
    page = first.content.decode()
    assert 'href="?article=1#article"' in page and "Show the text of 600 meetings" in page
    assert "This print has page 1 of 6 of the days: the whole month is in its files." in page
    shown, number = [], 1
    while True:
        response = open_page(client, f"{MARCH}?article={number}")[1]
        sentences = [one for paragraph in response.context["paragraphs"] for one in paragraph]
        assert response.content.decode().count('<span class="s">') == len(sentences) <= 100
        shown += sentences
        if not response.context["article_page"].next:
            break
        number += 1
    assert shown == [one for paragraph in response.context["text"].paragraphs for one in paragraph]


@pytest.mark.parametrize(
    ("what", "total", "lines", "shown"),
    [
        ("organisations", 210, 210, 100),
        ("people", 630, 630, 100),
        ("municipalities", 60, 60, 60),
        ("action-points", 300, 300, 100),
    ],
)
def test_lists_of_six_hundred_meetings_are_paged(client, crowded, db, what, total, lines, shown):
    queries, response = open_page(client, f"{MARCH}{what}/")
    assert queries < 16
    all_lines = response.context["listing"].lines
    found = (response.context["total"], len(all_lines), len(response.context["numbered"].rows))
    assert found == (total, lines, shown)
