"""Two records of the same become one: what moves, what collides, what is refused."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import Meeting  # noqa: TID251 - meetings move
from engagements.tests.factories import make_area, make_meeting  # noqa: TID251 - meetings move
from reviews.models import MonthlyReview  # noqa: TID251 - signed months are shown
from stakeholders.merging import MergeError, merge, preview, undo
from stakeholders.models import MergeRecord
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


@pytest.fixture
def mayors(kukes):
    """The one that is kept and his duplicate: together in a meeting, in the same seat, apart elsewhere."""
    kept, duplicate = make_person(), make_person("Albert Halilai", email="a@kukes.example")
    make_appointment(kept, kukes, started=date(2023, 5, 1), is_acting=True)
    make_appointment(duplicate, kukes, started=date(2022, 5, 1))
    make_appointment(duplicate, kukes, "Deputy", started=date(2020, 1, 1), ended=date(2022, 4, 30))
    row = make_meeting("Both", organisations=[kukes]).counterparts.get()
    row.attend(kept, title="")
    row.attend(duplicate, title="Kryetar")
    alone = make_meeting("Alone", organisations=[kukes], date=date(2024, 4, 2))
    alone.counterparts.get().attend(duplicate, title="Mayor")
    return kept, duplicate


def sign(month, user):
    """Sign the review of a month."""
    return MonthlyReview.objects.create(
        month=month, status="signed", signed_by=user, signed_at=timezone.now()
    )


def reload(*rows):
    return [type(row).objects.get(pk=row.pk) for row in rows]


# People


def test_people_become_one(manager, mayors):
    record = merge(mayors[1], into=mayors[0], by=manager)
    kept, duplicate = reload(*mayors)
    assert (duplicate.merged_into, duplicate.full_name, duplicate.email) == (
        kept,
        "Albert Halilai",
        "a@kukes.example",
    )
    assert (kept.full_name, kept.email, kept.other_names) == (
        "Albert Halilaj",
        "a@kukes.example",
        "Albert Halilai",
    )
    assert "halilai" in kept.search
    assert list(duplicate.attendances.all()) == list(duplicate.appointments.all()) == []
    assert [(row.meeting.title, row.title) for row in kept.attendances.all()] == [
        ("Both", "Mayor of Kukës Municipality"),
        ("Alone", "Mayor"),
    ]
    posts = kept.appointments.values_list("title", "started", "is_acting")
    assert list(posts) == [
        ("Mayor of Kukës Municipality", date(2022, 5, 1), False),
        ("Deputy", date(2020, 1, 1), False),
    ]
    assert (record.model, record.duplicate_pk, record.kept_pk, record.merged_by) == (
        "stakeholders.person",
        duplicate.pk,
        kept.pk,
        manager,
    )


def test_the_preview_says_all_of_it(manager, mayors):
    kept, duplicate = mayors
    review = sign(date(2024, 3, 1), manager)
    sign(date(2024, 5, 1), manager)
    seen = preview(duplicate, kept, user=manager)
    assert [(c.name, c.kept, c.duplicate, c.chosen) for c in seen.choices] == [
        ("full_name", "Albert Halilaj", "Albert Halilai", "kept"),
        ("email", "", "a@kukes.example", "duplicate"),
    ]
    listed = {group.label: [line.text for line in group.lines] for group in seen.moves}
    assert listed == {
        "Appointments": ["Deputy, Albert Halilaj (Municipality of Kukës)"],
        "Meetings": ["2 April 2024: Alone"],
    }
    post, attendance = seen.clashes
    assert post.line.text == "Mayor of Kukës Municipality, Albert Halilai (Municipality of Kukës)"
    assert attendance.line.text == "6 March 2024: Both"
    assert attendance.lost == [("Title that day", "Kryetar")]
    assert (seen.reviews, seen.clash_count, seen.clash_more) == ([review], 2, 0)
    assert reload(duplicate)[0].merged_into is None
    assert MergeRecord.objects.count() == 0


def test_what_is_chosen_is_kept(manager):
    kept = make_person(phone="1", email="k@example.org", notes="Kept")
    duplicate = make_person("A. Halilaj", phone="2", notes="Twin")
    choices = {
        "full_name": "duplicate", "phone": "duplicate", "notes": "kept", "email": "x",
        "nothing": "duplicate", "source": "both",
    }  # fmt: skip
    merge(duplicate, into=kept, by=manager, choices=choices)
    kept = reload(kept)[0]
    assert (kept.full_name, kept.other_names) == ("A. Halilaj", "Albert Halilaj")
    assert (kept.phone, kept.email, kept.notes) == ("2", "k@example.org", "Kept")


def test_both_notes_are_kept_unless_one_is_chosen(manager):
    kept, duplicate = make_person(notes="Kept\n"), make_person("A. Halilaj", notes="Twin")
    seen = {choice.name: choice for choice in preview(duplicate, kept, user=manager).choices}
    assert (seen["notes"].chosen, seen["notes"].may_keep_both) == ("both", True)
    assert not seen["full_name"].may_keep_both
    record = merge(duplicate, into=kept, by=manager)
    assert reload(kept)[0].notes == "Kept\n\nTwin"
    undo(record, by=manager)
    assert [row.notes for row in reload(kept, duplicate)] == ["Kept\n", "Twin"]


def test_a_second_address_is_kept_in_the_notes(manager):
    kept = make_person(phone="1", email="k@example.org", notes="Kept")
    duplicate = make_person("A. Halilaj", phone="2", email="d@example.org")
    merge(duplicate, into=kept, by=manager, choices={"phone": "both", "email": "both"})
    kept = reload(kept)[0]
    assert (kept.phone, kept.email) == ("1", "k@example.org")
    assert kept.notes == "Kept\nWork email also: d@example.org\nWork phone also: 2"
    site, twin = (
        make_organisation(name, website=f"https://{name}.example.org") for name in ("One", "Two")
    )
    merge(twin, into=site, by=manager, choices={"website": "both", "notes": "duplicate"})
    assert reload(site)[0].notes == "Website also: https://Two.example.org"


def test_both_is_offered_only_where_both_say_something_and_it_fits(manager):
    kept, duplicate = make_person(notes="a" * 3000), make_person("A. Halilaj", notes="b" * 3000)
    duplicate.email = "d@example.org"
    duplicate.store()
    seen = {choice.name: choice for choice in preview(duplicate, kept, user=manager).choices}
    assert (seen["notes"].chosen, seen["notes"].may_keep_both) == ("kept", False)
    assert (seen["email"].chosen, seen["email"].may_keep_both) == ("duplicate", False)
    merge(duplicate, into=kept, by=manager, choices={"notes": "both", "email": "both"})
    kept = reload(kept)[0]
    assert (kept.notes, kept.email) == ("a" * 3000, "d@example.org")


def test_notes_that_would_be_too_long_are_refused(manager):
    kept = make_person(email="k@example.org", notes="a" * 4990)
    duplicate = make_person("A. Halilaj", email="d@example.org")
    with pytest.raises(MergeError, match="longer than 5000 letters"):
        merge(duplicate, into=kept, by=manager, choices={"email": "both"})


def test_a_new_name_touches_signed_months_too(manager, kukes, mayors):
    kept, duplicate = make_person("Cen Leka"), make_person("C. Leka")
    make_meeting(organisations=[kukes]).counterparts.get().attend(kept)
    review = sign(date(2024, 3, 1), manager)
    assert preview(duplicate, kept, user=manager).reviews == []
    seen = preview(duplicate, kept, user=manager, choices={"full_name": "duplicate"})
    assert seen.reviews == [review]


def test_chains_are_flat(manager):
    first, second, third = (make_person(name) for name in ("Ana A", "Ana B", "Ana C"))
    merge(first, into=second, by=manager)
    merge(second, into=third, by=manager)
    first, second, third = reload(first, second, third)
    assert (first.merged_into, second.merged_into) == (third, third)
    assert third.other_names == "Ana B\nAna A"


# Organisations


@pytest.fixture
def towns():
    """Two records of a municipality, each with a unit of the same name; both in one meeting."""
    kept, duplicate = make_organisation(), make_organisation("Bashkia Kukës", short_name="BK")
    units = [make_organisation("Social services", parent=town) for town in (kept, duplicate)]
    make_organisation("Registry", parent=duplicate)
    meeting = make_meeting(organisations=[kept, duplicate])
    first, second = meeting.counterparts.all()
    first.people_count, first.group_label = 2, "Technical staff"
    second.people_count, second.group_label = 3, "Technical staff"
    first.save()
    second.save()
    second.attend(make_person("Cen Leka"))
    make_meeting("Unit", organisations=[units[1]])
    meeting.action_points.create(text="Send a list", promised_by="them", organisation=duplicate)
    return kept, duplicate


def test_organisations_become_one_with_their_units(manager, towns):
    merge(towns[1], into=towns[0], by=manager)
    kept, duplicate = reload(*towns)
    assert (duplicate.merged_into, duplicate.is_active) == (kept, False)
    assert (kept.other_names, kept.short_name) == ("Bashkia Kukës", "BK")
    assert [str(unit) for unit in kept.units.current()] == [
        "Registry, Municipality of Kukës",
        "Social services, Municipality of Kukës",
    ]
    unit = kept.units.current().get(name="Social services")
    assert unit.merged.get().name == "Social services"
    assert [m.title for m in unit.meetings.all()] == ["Unit"]
    row = Meeting.objects.get(title="Meeting with the Mayor").counterparts.get()
    assert (row.organisation, row.people_count, row.group_label) == (
        kept,
        3,
        "Technical staff",
    )
    assert row.attendances.get().person.full_name == "Cen Leka"
    assert kept.action_points.get().text == "Send a list"
    assert (
        duplicate.units.count()
        == duplicate.counterparts.count()
        == duplicate.action_points.count()
        == 0
    )
    assert "bashkia" not in kept.units.get(name="Registry").search
    assert "municipality" in kept.units.get(name="Registry").search


def test_two_groups_of_one_meeting_stay_two(manager, towns):
    towns[0].counterparts.update(group_label="Mayor’s office")
    merge(towns[1], into=towns[0], by=manager)
    rows = Meeting.objects.get(title="Meeting with the Mayor").counterparts
    assert list(rows.values_list("organisation", "group_label", "people_count")) == [
        (towns[0].pk, "Mayor’s office", 2),
        (towns[0].pk, "Technical staff", 3),
    ]


def test_the_preview_of_organisations(manager, towns):
    seen = preview(towns[1], towns[0], user=manager)
    listed = {group.label: [line.text for line in group.lines] for group in seen.moves}
    assert listed == {
        "Action points": ["Send a list (6 March 2024: Meeting with the Mayor)"],
        "Meetings": ["6 March 2024: Unit"],
        "Units": ["Registry, Municipality of Kukës"],
    }
    assert [clash.line.text for clash in seen.clashes] == [
        "Social services, Municipality of Kukës",
        "6 March 2024: Meeting with the Mayor",
    ]


def test_a_name_that_is_chosen_is_in_its_units(manager, towns):
    merge(towns[1], into=towns[0], by=manager, choices={"name": "duplicate"})
    kept = reload(towns[0])[0]
    assert (kept.name, kept.other_names) == ("Bashkia Kukës", "Municipality of Kukës")
    assert "bashkia" in kept.units.current().get(name="Social services").search


# Places and thematic areas


def test_places_become_one(manager):
    kept = make_location("Kukës")
    duplicate = make_location("Kukesi", pcode="AL101", latitude="42.07670", longitude="20.42190")
    crossing = make_location("Morina", "crossing", parent=duplicate)
    office = make_organisation(location=duplicate)
    meeting = make_meeting(location=duplicate, areas=[make_area()], staff=[manager])
    merge(duplicate, into=kept, by=manager)
    kept, duplicate, crossing, office, meeting = reload(kept, duplicate, crossing, office, meeting)
    assert (duplicate.merged_into, duplicate.is_active, duplicate.pcode) == (kept, False, "")
    assert (kept.pcode, str(kept.latitude), kept.other_names) == ("AL101", "42.07670", "Kukesi")
    assert crossing.parent == office.location == meeting.location == kept
    newest = meeting.history.latest()
    assert (newest.location_id, newest.history_user, newest.history_change_reason) == (
        kept.pk,
        manager,
        "Merged",
    )
    assert newest.thematic_areas.get().thematicarea == make_area()


def test_thematic_areas_become_one(client, manager):
    kept, duplicate = make_area(), make_area("protect", "Protect", description="In full")
    both, alone = make_meeting(areas=[kept, duplicate]), make_meeting(areas=[duplicate])
    merge(duplicate, into=kept, by=manager)
    kept, duplicate = reload(kept, duplicate)
    assert (duplicate.merged_into, duplicate.is_active, kept.description) == (
        kept,
        False,
        "In full",
    )
    assert list(both.thematic_areas.all()) == list(alone.thematic_areas.all()) == [kept]
    for meeting in (both, alone):
        newest = meeting.history.latest()
        assert newest.history_change_reason == "Merged"
        assert newest.thematic_areas.get().thematicarea == kept
    client.force_login(manager)
    page = client.get(reverse("meeting_list"), {"area": "protect"})
    assert [row.pk for row in page.context["page"].rows] == [alone.pk, both.pk]


# Refused


def unit_of(parent):
    return make_organisation("Unit", parent=parent)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: (make_person(), make_organisation()),
            "Person and organisation are different kinds",
        ),
        (lambda: [make_person()] * 2, "These are one and the same record."),
        (lambda: (unit_of(town := make_organisation()), town), "Unit, Municipality of Kukës is a"),
        (lambda: (town := make_organisation(), unit_of(town)), "Unit, Municipality of Kukës is a"),
        (
            lambda: (make_location(), make_location("Kukës", "county")),
            "These places are of different levels: Municipality and County.",
        ),
        (
            lambda: (make_person("Ana"), make_person(anonymised_at=timezone.now())),
            "One of the two is anonymised",
        ),
        (
            lambda: (make_person("Ana", merged_into=make_person()), make_person("Ben")),
            "Ana is already merged into Albert Halilaj.",
        ),
        (
            lambda: (make_organisation("One"), make_organisation("Two", is_active=False)),
            "Two is no longer in use.",
        ),
    ],
)
def test_refused_in_clear_words(manager, make, words):
    duplicate, kept = make()
    for refuse in (
        lambda: merge(duplicate, into=kept, by=manager),
        lambda: preview(duplicate, kept, user=manager),
    ):
        with pytest.raises(MergeError) as refusal:
            refuse()
        assert str(refusal.value).startswith(words)
    assert MergeRecord.objects.count() == 0


def test_choices_that_make_a_record_twice_are_refused(manager):
    parent = make_organisation("Council")
    make_organisation("Office", parent=parent)
    duplicate, kept = make_organisation("Bureau", parent=parent), make_organisation("Office")
    with pytest.raises(MergeError, match="A unit of this name is already here."):
        merge(duplicate, into=kept, by=manager, choices={"parent": "duplicate"})
    assert reload(duplicate)[0].merged_into is None


# Restricted meetings


def test_what_may_not_be_seen_moves_unsaid(manager, kukes):
    kept, duplicate = make_person(), make_person("Albert Halilai")
    for title in ("Open", "Closed"):
        sensitivity = "restricted" if title == "Closed" else "internal"
        meeting = make_meeting(title, organisations=[kukes], sensitivity=sensitivity)
        meeting.counterparts.get().attend(duplicate)
    both = make_meeting("Closed for both", organisations=[kukes], sensitivity="restricted")
    for person in (kept, duplicate):
        both.counterparts.get().attend(person)
    seen = preview(duplicate, kept, user=manager)
    assert [(group.count, group.lines[0].text) for group in seen.moves] == [
        (1, "6 March 2024: Open")
    ]
    assert (seen.clashes, seen.clash_count) == ([], 0)
    assert len(preview(duplicate, kept, user=make_user("head of office")).clashes) == 1
    merge(duplicate, into=kept, by=manager)
    assert {row.meeting.title for row in kept.attendances.all()} == {
        "Open",
        "Closed",
        "Closed for both",
    }
