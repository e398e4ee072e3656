"""Checked rows stored, and taken back."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import Attendance, Counterpart, Meeting, MonthCounter
from engagements.tests.factories import make_area, make_meeting
from intake.models import Import, Made
from intake.registers import store as storing
from intake.registers.rows import MeetingReading, Register
from intake.registers.steps import choose_table, discard
from intake.registers.store import RecordsChanged, mark_imported_elsewhere, store
from intake.tests.factories import checked, csv_bytes
from intake.undo import relations_to, undo
from stakeholders.models import Appointment, LikelyPair, Organisation, Person
from stakeholders.tests.factories import make_appointment, make_location, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
TODAY = date(2024, 4, 1)
PLANS = [
    ("Date", "date", "day"), ("Who", "organisations", "comma"), ("Name", "people", "comma"),
    ("Post", "role"), ("Place", "place"), ("Theme", "areas", "comma"), ("Staff", "staff", "comma"),
]  # fmt: skip
OWN = {"intake", "auth", "accounts", "contenttypes", "sessions", "admin"}


def register(*rows):
    """Check a register of these rows, filled up with blanks."""
    rows = [[*row, *[""] * (len(PLANS) - len(row))] for row in rows]
    return checked(
        csv_bytes([plan[0] for plan in PLANS], *rows, separator=";"), *PLANS, today=TODAY
    )


def counts():
    """Return how many rows each table has, the import's own and the numbers given out aside."""
    models = [model for model in apps.get_models() if model._meta.app_label not in OWN]
    models += [model.thematic_areas.through for model in [Meeting]] + [Meeting.staff.through]
    return {m._meta.label: m._base_manager.count() for m in models if m is not MonthCounter}


def test_a_row_is_stored_with_all_that_is_new(django_capture_on_commit_callbacks):
    kukes = make_location("Kukës")
    area, alma = make_area(), make_user(full_name="Alma Jani")
    source = register(
        [
            "6/3/2024",
            "Municipality of Kukës",
            "Mr. Albert Halilaj",
            "Mayor",
            "Kukës",
            "Protection",
            "Alma Jani",
        ]
    )
    path = source.file.path
    with django_capture_on_commit_callbacks(execute=True):
        made = store(source, source.created_by)
    assert made == {
        "meeting": 1,
        "organisation": 1,
        "person": 1,
        "appointment": 1,
        "compared": True,
    }
    meeting = Meeting.objects.get()
    assert (meeting.reference, meeting.title) == (
        "2024-03-001",
        "Bilateral meeting with Mr. Albert Halilaj",
    )
    assert (meeting.date, meeting.location, meeting.status) == (date(2024, 3, 6), kukes, "logged")
    assert meeting.created_by == source.created_by
    assert list(meeting.thematic_areas.all()) == [area]
    assert list(meeting.staff.all()) == [alma]
    organisation = Organisation.objects.get()
    assert (organisation.slug, organisation.kind.code) == (
        "municipality-of-kukes",
        "local-government",
    )
    assert (organisation.location, organisation.search) == (kukes, "municipality of kukes")
    person = Person.objects.get()
    assert (str(person), person.source) == ("Mr. Albert Halilaj", "2024-03-001")
    assert Appointment.objects.get().title == "Mayor"
    attendance = Attendance.objects.get()
    assert (attendance.title, attendance.organisation_name) == ("Mayor", "Municipality of Kukës")
    assert attendance.meeting == meeting
    assert Counterpart.objects.get().people_count == 1
    source.refresh_from_db()
    assert (source.status, source.file.name) == ("done", "")
    assert not Path(path).exists()


def test_it_is_the_same_as_what_the_form_stores():
    """The bulk way and the form's own `save` leave the same record, search texts and history included."""
    source = register(["6/3/2024", "Caritas, UNHCR", "Ana Prifti", "Director", "", "", ""])
    reading = MeetingReading(Register(source), [(2, source.rows.get().cells)])
    form = MeetingForm(reading.as_post(), user=User.objects.first(), today=TODAY)
    assert form.is_valid()
    by_form = form.save()
    before = _record(by_form)
    Attendance.objects.all().delete()
    Appointment.objects.all().delete()
    by_form.delete()
    Person.objects.all().delete()
    Organisation.objects.all().delete()
    MonthCounter.objects.all().delete()
    store(source, User.objects.first())
    assert _record(Meeting.objects.get()) == before


def _record(meeting):
    """Return what is stored of a meeting, without keys and moments."""
    told = (
        "title",
        "date",
        "channel",
        "kind_id",
        "search",
        "search_note",
        "status",
        "version",
        "internal_note",
    )
    rows = []
    for counterpart in meeting.counterparts.order_by("position"):
        people = counterpart.attendances.values_list(
            "title", "organisation_name", "person__full_name", "person__search"
        )
        organisation = counterpart.organisation
        rows.append((
            organisation.name, organisation.slug, organisation.search, organisation.kind_id, counterpart.people_count,
            counterpart.group_label, list(people),
        ))  # fmt: skip
    history = [
        (one.history_type, one.title, one.history_user_id)
        for one in meeting.history.filter(id=meeting.pk)
    ]
    return (
        [getattr(meeting, name) for name in told],
        rows,
        [(kind, title) for kind, title, _user in history[-1:]],
    )


def test_what_is_known_is_used_and_the_title_of_that_day_found():
    post = make_appointment()
    store(
        source := register(["6/3/2024", "Municipality of Kukës", "Albert Halilaj"]),
        source.created_by,
    )
    attendance = Attendance.objects.get()
    assert (attendance.person, attendance.title) == (post.person, post.title)
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 1)


def test_a_new_name_in_several_rows_is_made_once():
    source = register(
        ["6/3/2024", "Caritas", "Ana Prifti", "Director"],
        ["7/3/2024", "caritas", "Ms. Ana Prifti"],
        ["8/4/2023", "Caritas, UNHCR"],
    )
    assert store(source, source.created_by) == {
        "meeting": 3,
        "organisation": 2,
        "person": 1,
        "appointment": 1,
        "compared": True,
    }
    assert list(Meeting.objects.order_by("pk").values_list("reference", flat=True)) == [
        "2024-03-001", "2024-03-002", "2023-04-001",
    ]  # fmt: skip
    assert list(Attendance.objects.order_by("pk").values_list("title", flat=True)) == [
        "Director",
        "Director",
    ]


def test_namesakes_of_two_organisations_are_two_people_each_with_the_own_post():
    source = register(
        ["6/3/2024", "Caritas", "Arben Hoxha", "Director"],
        ["7/3/2024", "UNHCR", "Arben Hoxha", "Expert"],
        ["8/3/2024", "Caritas", "Arben Hoxha"],
    )
    assert source.result["person"] == 2
    assert store(source, source.created_by)["person"] == 2
    posts = Appointment.objects.order_by("pk").values_list("organisation__name", "title")
    assert list(posts) == [("Caritas", "Director"), ("UNHCR", "Expert")]
    met = Attendance.objects.order_by("pk")
    assert [row.title for row in met] == ["Director", "Expert", "Director"]
    assert met[0].person == met[2].person != met[1].person
    pair = LikelyPair.objects.get()
    assert {pair.a, pair.b} == {met[0].person.pk, met[1].person.pk}


def test_a_unit_of_a_known_organisation():
    kukes = make_organisation()
    source = register(["6/3/2024", "Caritas", "Ana Prifti (Tax Office, Municipality of Kukës)"])
    store(source, source.created_by)
    unit = Organisation.objects.get(name="Tax Office")
    assert (unit.parent, unit.slug) == (kukes, "tax-office-municipality-of-kukes")


def test_history_tells_who_made_it_and_why():
    source = register(["6/3/2024", "Caritas", "Ana Prifti", "Director"])
    store(source, source.created_by)
    for model in (Meeting, Organisation, Person, Appointment, Counterpart, Attendance):
        record = model.history.get()
        assert (record.history_type, record.history_user) == ("+", source.created_by)
        assert record.history_change_reason == f"import {source.pk}"
        assert record.id == model.objects.get().pk


def test_twice_is_as_once():
    source = register(["6/3/2024", "Caritas"])
    first = store(source, source.created_by)
    assert store(source, source.created_by) == first
    assert Meeting.objects.count() == 1


def test_the_same_register_checked_twice_is_stored_once():
    first, second = register(["6/3/2024", "Caritas"]), register(["6/3/2024", "Caritas"])
    store(first, first.created_by)
    with pytest.raises(RecordsChanged):
        store(second, second.created_by)
    mark_imported_elsewhere(second)
    row = second.rows.get()
    assert (row.state, row.meeting, row.outcome) == ("here", Meeting.objects.get(), None)
    store(second, second.created_by)
    assert Meeting.objects.count() == 1


def test_a_row_put_right_while_the_records_are_made_stops_it(monkeypatch):
    """What was read before the lock is compared with what stands there under it."""
    source = register(["6/3/2024", "Caritas"])

    class Slow(storing.MeetingWriter):
        def __init__(self, *args):
            super().__init__(*args)
            row = source.rows.get()
            row.outcome["meeting"]["title"] = "Put right meanwhile"
            row.save()

    with monkeypatch.context() as patch, pytest.raises(RecordsChanged):
        patch.setattr(storing, "MeetingWriter", Slow)
        store(source, source.created_by)
    assert not Meeting.objects.exists()
    store(source, source.created_by)
    assert Meeting.objects.get().title == "Put right meanwhile"


def test_what_was_stored_meanwhile_is_not_discarded():
    source = register(["6/3/2024", "Caritas"])
    stale = Import.objects.get(pk=source.pk)
    store(source, source.created_by)
    assert stale.is_open
    assert discard(stale) is False
    choose_table(stale, "", 3)
    source.refresh_from_db()
    assert (source.status, source.header_row, source.made.count() > 0) == ("done", 1, True)
    assert discard(register(["7/3/2024", "Caritas"])) is True
    assert list(Import.objects.all()) == [source]


def test_what_somebody_added_meanwhile_is_used():
    source = register(["6/3/2024", "Caritas", "Ana Prifti", "Director"])
    caritas = make_organisation("CARITAS")
    store(source, source.created_by)
    assert Counterpart.objects.get().organisation == caritas


@pytest.mark.parametrize("change", ["organisation", "person", "place", "area", "colleague"])
def test_what_somebody_retired_meanwhile_stops_the_import(change):
    post, place = make_appointment(), make_location("Tirana", slug="tirana")
    area, alma = make_area(), make_user(full_name="Alma Jani")
    source = register(
        [
            "6/3/2024",
            "Municipality of Kukës",
            "Albert Halilaj",
            "",
            "Tirana",
            "Protection",
            "Alma Jani",
        ]
    )
    row = {"organisation": post.organisation, "place": place, "area": area, "colleague": alma}.get(
        change
    )
    if row:
        row.is_active = False
        row.save()
    else:
        post.person.anonymised_at = "2024-03-01T00:00Z"
        post.person.store()
    with pytest.raises(RecordsChanged):
        store(source, source.created_by)
    assert Meeting.objects.count() == 0


def test_nothing_is_half_imported(monkeypatch):
    source = register(["6/3/2024", "Caritas", "Ana Prifti", "Director"])
    before = counts()

    def fail(*args):
        raise IntegrityError

    monkeypatch.setattr("intake.registers.store.record_created", fail)
    with pytest.raises(IntegrityError):
        store(source, source.created_by)
    assert counts() == before
    source.refresh_from_db()
    assert (source.status, bool(source.file)) == (Import.Status.CHECKED, True)


def test_undoing_leaves_nothing_behind():
    make_area(), make_user(full_name="Alma Jani"), make_location("Kukës")
    before = counts()
    source = register(
        [
            "6/3/2024",
            "Caritas, UNHCR",
            "Ana Prifti",
            "Director",
            "Kukës",
            "Protection",
            "Alma Jani",
        ],
        ["7/3/2024", "Caritas"],
    )
    store(source, source.created_by)
    assert undo(source) == {"meeting": 0, "appointment": 0, "person": 0, "organisation": 0}
    assert counts() == before
    source.refresh_from_db()
    assert source.status == "undone"
    assert source.result["removed"] == {
        "meeting": 2,
        "appointment": 1,
        "person": 1,
        "organisation": 2,
    }
    assert Made.objects.count() == 0
    assert undo(source) == source.result["kept"]


def test_the_same_file_can_be_imported_again_after_undoing():
    store(source := register(["6/3/2024", "Caritas"]), source.created_by)
    undo(source)
    store(again := register(["6/3/2024", "Caritas"]), again.created_by)
    assert Meeting.objects.get().reference == "2024-03-002"


def test_what_was_changed_or_used_since_is_kept():
    source = register(
        ["6/3/2024", "Caritas", "Ana Prifti", "Director"],
        ["7/3/2024", "UNHCR", "Ben Gjoka", "Head"],
        ["8/3/2024", "IOM"],
    )
    store(source, source.created_by)
    changed = Meeting.objects.get(date=date(2024, 3, 6))
    changed.set_status("cancelled")
    iom = Organisation.objects.get(name="IOM")
    make_meeting(organisations=[iom])
    assert undo(source) == {"meeting": 1, "appointment": 0, "person": 1, "organisation": 2}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Caritas", "IOM"}
    assert [person.full_name for person in Person.objects.all()] == ["Ana Prifti"]
    assert Meeting.objects.filter(pk=changed.pk).exists()
    assert source.rows.get(number=2).meeting == changed


def test_a_merged_organisation_is_kept():
    store(source := register(["6/3/2024", "Caritas"]), source.created_by)
    row = Organisation.objects.get()
    row.merged_into = make_organisation()
    row.save()
    assert undo(source)["organisation"] == 1


def test_every_relation_is_looked_at():
    """Whatever points at a record keeps it, save the history, a meeting's own parts and the import's row."""
    models = {relation.related_model.__name__ for relation in relations_to(Meeting)}
    assert models == {"ActionPoint", "Attachment", "FormDraft", "Meeting_distinct_from"} | models
    assert not models & {
        "Counterpart",
        "Attendance",
        "ImportRow",
        "Meeting_staff",
        "HistoricalMeeting",
    }
    assert {"Counterpart", "ActionPoint", "Appointment", "Organisation"} <= {
        relation.related_model.__name__ for relation in relations_to(Organisation)
    }
    assert {"Attendance", "Appointment", "Person"} <= {
        relation.related_model.__name__ for relation in relations_to(Person)
    }


def test_of_what_is_in_the_record_no_copy_is_kept():
    source = register(["6/3/2024", "Caritas"], ["31 June", "UNHCR"], ["6/3/2024", "Caritas"])
    store(source, source.created_by)
    kept = {row.number: (row.cells, row.outcome) for row in source.rows.all()}
    assert kept[2] == kept[4] == ([], None)
    assert kept[3][0][:2] == ["31 June", "UNHCR"]
    undo(source)
    assert set(source.rows.values_list("outcome", flat=True)) == {None}
    assert [row.cells for row in source.rows.all()] == [[], [], []]


def test_what_new_names_look_like_is_found_with_them_and_goes_with_them(monkeypatch):
    make_organisation()
    before = counts()
    rows = ["6/3/2024", "Directorate of Border Police, Directorate of the Border Police"]
    store(source := register(rows), source.created_by)
    assert LikelyPair.objects.count() == 1
    undo(source)
    assert counts() == before
    monkeypatch.setattr("intake.registers.store.MOST_COMPARED", 1)
    assert store(source := register(rows), source.created_by)["compared"] is False
    assert LikelyPair.objects.count() == 0
