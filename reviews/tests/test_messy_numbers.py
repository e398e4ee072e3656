"""Every number of messy months against the rows behind its link, and against a count made row by row."""

from collections import Counter
from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Counterpart, Meeting
from reviews.tests.messy import count_by_hand, counted_rows, figures_of, make_messy, place_at
from reviews.tests.numbers_on_pages import check_numbers

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
MARCH = "/months/2024-03/"


@pytest.fixture(scope="module")
def messy(module_db):
    """Three messy months of 2024, March with a meeting in every place there is."""
    make_messy({3: 27, 1: 5, 12: 6})


def read(client, role="head of office"):
    client.force_login(make_user(role))
    return client


def test_every_kind_of_mess_is_in_march(messy):
    rows = list(Meeting.objects.filter(date__month=3))
    assert Counter(row.status for row in rows) == {"logged": 23, "draft": 2, "cancelled": 2}
    assert sum(row.sensitivity == "restricted" for row in rows) == 3
    assert sum(row.is_month_only for row in rows) == 6
    assert sum(bool(row.end_date) for row in rows) == 3
    assert sum(row.public_line == "" for row in rows) == 14
    assert len({row.location for row in rows}) == 20
    without = [
        sum(not getattr(row, name).exists() for row in rows)
        for name in ("thematic_areas", "staff", "counterparts")
    ]
    assert without == [10, 7, 7]
    parts = Counterpart.objects.filter(meeting__in=rows)
    assert {row.people_count for row in parts} == {None, 1, 2, 5}
    assert {row.group_label for row in parts} == {"", "Technical staff"}
    assert {row.attendances.count() for row in parts} == {0, 1}
    points = ActionPoint.objects.filter(meeting__in=rows)
    assert {point.status for point in points} == {"open", "done", "dropped"}
    assert {point.due for point in points} == {None, date(2024, 3, 20), date(2099, 1, 1)}


def test_a_messy_month_every_number_leads_to_as_many_rows(client, messy):
    held = {}
    for by, number in (("", 57), ("?by=municipality", 73)):
        links = check_numbers(read(client), MARCH + by, held)
        addresses = " ".join(address for _number, _words, address in links)
        for part in ("at=albania", "gap=line", "kind=kind-1", "status=overdue", "area=none"):
            assert part in addresses
        assert ("at=county-0-county" in addresses) is bool(by)
        assert len(links) == number


def test_a_messy_month_is_counted_as_by_hand(client, messy):
    response = read(client).get(MARCH)
    summary = response.context["summary"]
    by_hand = count_by_hand(2024, 3, date.today())
    assert figures_of(summary) == by_hand
    assert min(by_hand.values()) > 0
    assert summary.matrix.can_switch
    assert sum(len(day.entries) for day in response.context["days"]) == by_hand["meetings"]


def test_the_matrix_of_a_messy_month_is_counted_as_by_hand(client, messy):
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


def test_a_messy_year_every_number_leads_to_as_many_rows(client, messy):
    links = check_numbers(read(client), "/years/2024/")
    addresses = {address for _number, _words, address in links}
    assert "/meetings/?year=2024&restricted=no" in addresses
    assert "/months/2024-12/people/" in addresses
    year = client.get("/years/2024/").context["year"]
    assert figures_of(year) == count_by_hand(2024, None, date.today())
    for month in year.months:
        by_hand = count_by_hand(2024, month.period.month, date.today())
        assert {f.name: f.value for f in month.figures}.items() <= by_hand.items()


def test_months_every_number_leads_to_as_many_rows(client, messy):
    links = check_numbers(read(client), "/months/")
    assert len(links) == 15
