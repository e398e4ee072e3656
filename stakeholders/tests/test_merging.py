"""Two records of the same become one: what moves, what collides, what is refused."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_meeting  # noqa: TID251 - meetings move
from stakeholders.merging import MergeError, merge, preview, undo
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_user("data manager")


@pytest.fixture
def kukes():
    return make_organisation()


def test_people(manager, kukes):
    kept, twin = make_person(), make_person("Albert Halilai", email="a@example.org")
    make_appointment(kept, kukes, started=date(2023, 5, 1))
    make_appointment(twin, kukes, started=date(2022, 5, 1))
    both = make_meeting(organisations=[kukes])
    row = both.counterparts.get()
    row.attend(kept)
    row.attend(twin, title="Kryetar")
    other = make_meeting("Second", organisations=[kukes])
    moved = other.counterparts.get().attend(twin)
    seen = preview(twin, kept, user=manager)
    record = merge(twin, into=kept, by=manager)
    kept.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.merged_into, kept.email, kept.other_names) == (
        kept,
        "a@example.org",
        "Albert Halilai",
    )
    assert kept.appointments.get().started == date(2022, 5, 1)
    moved.refresh_from_db()
    assert moved.person == kept
    print(seen)
    undo(record, by=manager)
    assert twin.appointments.count() == 1
