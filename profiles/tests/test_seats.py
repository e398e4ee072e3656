"""Seats: vacant, new holder not yet met; derived on a day, pure."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from profiles.history import known_to
from profiles.seats import own_first, seats_of, seats_with_contact, vacant_or_new, with_unnamed
from stakeholders.models import Appointment
from stakeholders.tests.factories import make_appointment, make_organisation, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture
def kukes():
    return make_organisation()


def seats(user=None, today=TODAY):
    """Return each seat as (title, holders, vacant, new)."""
    rows = Appointment.objects.order_by("pk")
    found = seats_with_contact(known_to(user), rows, today) if user else seats_of(rows, today)
    return [
        (seat.title, [held.person.full_name for held in seat.holders], seat.is_vacant, seat.is_new)
        for seat in found
    ]


def hold(organisation, name, title="Mayor", **days):
    return make_appointment(make_person(name), organisation, title, **days)


def test_a_seat_is_its_title_whatever_the_accents(kukes):
    hold(kukes, "Ana", "Kryetar i Bashkisë", ended=date(2024, 3, 31))
    hold(kukes, "Ben", "kryetar i bashkise", started=date(2024, 4, 1))
    assert seats() == [("kryetar i bashkise", ["Ben"], False, False)]


def test_the_last_day_is_still_held_the_next_is_vacant(kukes):
    hold(kukes, "Ana", ended=TODAY)
    assert seats() == [("Mayor", ["Ana"], False, False)]
    assert seats(today=date(2024, 4, 3)) == [("Mayor", [], True, False)]


def test_an_acting_holder_holds_it_and_stands_after_the_full_one(kukes):
    hold(kukes, "Ana", ended=date(2024, 1, 1))
    hold(kukes, "Acting", is_acting=True)
    assert seats() == [("Mayor", ["Acting"], False, False)]
    hold(kukes, "Full", started=date(2024, 2, 1))
    assert seats() == [("Mayor", ["Full", "Acting"], False, False)]


def test_who_begins_later_is_not_there_yet(kukes):
    hold(kukes, "Ana", ended=date(2024, 3, 1))
    hold(kukes, "Ben", started=date(2024, 4, 3))
    assert seats() == [("Mayor", [], True, False)]


def meet(held, day, **fields):
    """Log a meeting with the holder."""
    meeting = make_meeting(organisations=[held.organisation], date=day, **fields)
    meeting.counterparts.get().attend(held.person)


@pytest.mark.parametrize(
    ("day", "fields", "is_new"),
    [
        (date(2024, 3, 4), {}, True),
        (date(2024, 3, 5), {}, False),
        (date(2024, 3, 4), {"end_date": date(2024, 3, 5)}, False),
        (date(2024, 3, 1), {"date_precision": "month"}, False),
        (date(2024, 2, 1), {"date_precision": "month"}, True),
        (date(2024, 3, 6), {"status": "draft"}, True),
        (date(2024, 3, 6), {"status": "cancelled"}, True),
        (date(2024, 3, 6), {"sensitivity": "restricted"}, True),
    ],
)
def test_new_until_met_on_the_first_day_or_later(kukes, day, fields, is_new):
    meet(hold(kukes, "Ana", started=date(2024, 3, 5)), day, **fields)
    assert seats(make_user("viewer")) == [("Mayor", ["Ana"], False, is_new)]


def test_a_restricted_meeting_counts_for_who_sees_it(kukes):
    meet(hold(kukes, "Ana", started=date(2024, 3, 5)), date(2024, 3, 6), sensitivity="restricted")
    assert seats(make_user("staff")) == [("Mayor", ["Ana"], False, True)]
    assert seats(make_user("head of office")) == [("Mayor", ["Ana"], False, False)]


def test_a_holder_since_an_unknown_day_is_not_new(kukes):
    hold(kukes, "Ana")
    assert seats(make_user()) == [("Mayor", ["Ana"], False, False)]


def test_own_seats_first_and_vacant_ones_last(kukes):
    unit = make_organisation("A Unit", parent=kukes)
    hold(unit, "Uno", "Head")
    hold(kukes, "Ana", "Adviser", ended=date(2024, 1, 1))
    hold(kukes, "Ben", "Mayor")
    found = own_first(seats_of(Appointment.objects.all(), TODAY), kukes)
    assert [seat.title for seat in found] == ["Mayor", "Adviser", "Head"]


@pytest.fixture
def page(client, monkeypatch):
    """Return what the tab shows to a user."""
    monkeypatch.setattr("profiles.views.pages.localdate", lambda: TODAY)

    def fetch(user):
        client.force_login(user)
        return client.get(reverse("stakeholder_list"), {"tab": "seats"})

    return fetch


def test_the_tab_lists_vacant_seats_first_then_new_holders(page, kukes):
    hold(kukes, "Ana", "Adviser", ended=date(2024, 1, 1))
    hold(kukes, "Old", "Deputy", ended=date(2024, 2, 1))
    hold(kukes, "Ben", "Mayor", started=date(2024, 3, 1))
    hold(kukes, "Cen", "Driver")
    hold(make_organisation("Gone", is_active=False), "Dea", "Head", ended=date(2024, 1, 1))
    response = page(make_user("viewer"))
    assert [seat.title for seat in response.context["seats"].rows] == ["Deputy", "Adviser", "Mayor"]
    text = response.content.decode()
    assert "until 1 January 2024" in text and "since 1 March 2024" in text
    assert "Name the new holder" not in text
    assert "Name the new holder" in page(make_user("staff")).content.decode()


def test_an_empty_tab_says_so(page):
    assert "No vacant seats" in page(make_user()).content.decode()


# Seats that nobody is known to hold


def test_a_seat_without_a_name_comes_after_those_with_one(kukes):
    unit = make_organisation("Social Services", parent=kukes, seats="Head of Unit")
    kukes.seats = "Mayor\nDeputy Mayor"
    hold(kukes, "Ana", "Mayor of Kukës")
    found = with_unnamed(seats_of(Appointment.objects.all(), TODAY), [kukes, unit])
    assert [(seat.title, seat.organisation, len(seat.holders)) for seat in found] == [
        ("Mayor of Kukës", kukes, 1),
        ("Deputy Mayor", kukes, 0),
        ("Head of Unit", unit, 0),
    ]
    assert not any(seat.is_vacant or seat.is_new for seat in found)


def test_a_seat_that_somebody_held_is_vacant_and_stands_once(kukes):
    kukes.seats = "Mayor"
    hold(kukes, "Ana", ended=date(2024, 3, 31))
    found = with_unnamed(seats_of(Appointment.objects.all(), TODAY), [kukes])
    assert [(seat.title, seat.is_vacant) for seat in found] == [("Mayor", True)]


def test_what_nobody_ever_held_is_not_listed_as_vacant(kukes):
    kukes.seats = "Mayor"
    kukes.store()
    user = make_user()
    assert list(vacant_or_new(known_to(user), TODAY)) == []


def test_of_a_long_list_only_the_rows_shown_are_read(kukes, django_assert_num_queries):
    known = known_to(make_user())
    for number in range(1, 6):
        hold(kukes, "Gone", f"Seat {number}", ended=date(2024, 1, number))
        hold(kukes, "New", f"Office {number}", started=date(2024, 2, number))
    hold(make_organisation("Other", is_active=False), "Gone", ended=date(2024, 1, 1))
    with django_assert_num_queries(2):
        found = vacant_or_new(known, TODAY)
        assert len(found) == 10
    with django_assert_num_queries(2):
        shown = found[4:6]
    assert [(seat.title, seat.is_vacant) for seat in shown] == [
        ("Seat 1", True), ("Office 5", False),
    ]  # fmt: skip
    assert found[0].title == "Seat 5"
    assert [seat.title for seat in found][::4] == ["Seat 5", "Seat 1", "Office 2"]


def test_the_page_of_an_organisation_names_its_empty_seats(client, kukes):
    kukes.seats = "Mayor"
    kukes.store()
    client.force_login(make_user())
    page = client.get(kukes.get_absolute_url()).content.decode()
    assert "Nobody named here yet" in page
    assert f"{reverse('holder_change', args=[kukes.slug])}?seat=Mayor" in page
    hold(kukes, "Ana")
    assert "Nobody named here yet" not in client.get(kukes.get_absolute_url()).content.decode()
