"""Who was not met for long: the days on either side of the line."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from profiles.contact_rhythm import not_met_lately, overdue_for_contact
from profiles.history import known_to
from stakeholders.models import Organisation
from stakeholders.tests.factories import make_organisation

TODAY = date(2024, 4, 2)


def quiet(user=None):
    rows = not_met_lately(known_to(user or make_user()), Organisation.objects.current(), TODAY)
    return [str(row) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "fields", "is_quiet"),
    [
        (date(2023, 10, 1), {}, True),
        (date(2023, 10, 2), {}, False),
        (date(2023, 9, 30), {"end_date": date(2023, 10, 2)}, False),
        (date(2023, 10, 1), {"date_precision": "month"}, False),
        (date(2023, 9, 1), {"date_precision": "month"}, True),
        (date(2024, 3, 1), {"status": "draft"}, True),
        (date(2024, 3, 1), {"sensitivity": "restricted"}, True),
    ],
)
def test_not_met_in_six_months(day, fields, is_quiet):
    make_meeting(organisations=[make_organisation()], date=day, **fields)
    assert quiet() == (["Municipality of Kukës"] if is_quiet else [])


@pytest.mark.django_db
def test_never_met_is_not_met_and_a_unit_stands_for_the_whole():
    kukes = make_organisation()
    assert quiet() == ["Municipality of Kukës"]
    make_meeting(organisations=[make_organisation("Unit", parent=kukes)], date=TODAY)
    assert quiet() == []


@pytest.mark.django_db
def test_a_restricted_meeting_counts_for_who_sees_it():
    make_meeting(organisations=[make_organisation()], date=TODAY, sensitivity="restricted")
    assert quiet(make_user("viewer")) == ["Municipality of Kukës"]
    assert quiet(make_user("head of office")) == []


@pytest.mark.django_db
def test_overdue_for_contact_is_each_ones_own(django_assert_num_queries):
    for days, day in [(30, date(2024, 3, 3)), (31, date(2024, 3, 2)), (None, date(2020, 1, 1))]:
        exact = make_organisation(f"In time {days}", contact_every=days)
        make_meeting(organisations=[exact], date=day)
    late = make_organisation("Late", contact_every=30)
    make_meeting(organisations=[late], date=date(2024, 3, 2))
    make_organisation("Never", contact_every=365)
    user = make_user("head of office")
    assert user.is_head_of_office and user.has_role
    with django_assert_num_queries(3):
        rows = list(overdue_for_contact(known_to(user), Organisation.objects.current(), TODAY))
    assert [str(row) for row in rows] == ["Late", "Never"]


@pytest.mark.django_db
def test_no_rhythm_no_rows():
    make_organisation()
    assert (
        list(overdue_for_contact(known_to(make_user()), Organisation.objects.current(), TODAY))
        == []
    )


@pytest.mark.django_db
def test_a_rhythm_longer_than_the_calendar():
    make_organisation(contact_every=32767)
    rows = overdue_for_contact(
        known_to(make_user()), Organisation.objects.current(), date(2, 1, 31)
    )
    assert [str(row) for row in rows] == ["Municipality of Kukës"]
