"""The office made up of chance: valid rows, columns and history as the app fills them, the same every time."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting, MonthCounter
from engagements.tests.factories import make_meeting
from iomtracker.generated_office import make_office
from iomtracker.generated_office.meetings import FIXED_SIZES, month_sizes
from stakeholders.models import Appointment, NameKey, Organisation, Person

UNTIL = date(2026, 11, 20)
MODELS = (Meeting, Counterpart, Attendance, ActionPoint, Organisation, Person, Appointment)


@pytest.fixture(scope="module", autouse=True)
def no_directory():
    """Leave out the country's directory, whose organisations are stored one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iomtracker.generated_office.LISTS", ("load_reference",))
        yield


@pytest.fixture(scope="module")
def office(no_directory, module_db):
    return make_office(300, seed=5, until=UNTIL)


def test_as_many_as_asked(office, db):
    assert Meeting.objects.count() == office["meetings"] == 300
    days = Meeting.objects.values_list("date", flat=True)
    assert min(days) >= date(2016, 12, 1)
    assert max(days) <= UNTIL


@pytest.mark.parametrize("model", MODELS)
def test_rows_obey_the_rules_of_the_app(office, db, model):
    rows = list(model._base_manager.all())
    assert len(rows) > 100
    for row in rows[::5]:
        row.full_clean(exclude=["reference"] if model is Meeting else None)


@pytest.mark.parametrize("model", [Meeting, ActionPoint, Organisation, Person, Appointment])
def test_derived_columns_are_those_of_the_app(office, db, model):
    for row in model._base_manager.all()[:200]:
        stored = {column: getattr(row, column) for column in model.derived_columns}
        row.refold()
        assert stored == {column: getattr(row, column) for column in model.derived_columns}


def test_history_is_what_saving_the_form_leaves(office, db):
    meeting = Meeting.objects.filter(
        version=2, thematic_areas__isnull=False, staff__isnull=False
    ).first()
    rows = [
        (row.history_type, row.version, row.thematic_areas.count() > 0, row.staff.count() > 0)
        for row in meeting.history.order_by("history_id")
    ]
    assert rows == [
        ("+", 1, False, False), ("~", 1, True, False), ("~", 1, True, True), ("~", 2, True, True)
    ]  # fmt: skip
    newest = meeting.history.first()
    assert newest.history_date == meeting.updated_at
    assert {row.thematicarea_id for row in newest.thematic_areas.all()} == set(
        meeting.thematic_areas.values_list("pk", flat=True)
    )


@pytest.mark.parametrize("model", MODELS)
def test_each_row_has_its_history(office, db, model):
    made_here = model.history.filter(history_type="+").values("id").distinct()
    assert made_here.count() == model._base_manager.count()


def test_attendances_repeat_the_meeting_and_the_post_of_that_day(office, db):
    assert not Attendance.objects.exclude(meeting=F("counterpart__meeting")).exists()
    for one in Attendance.objects.select_related("meeting", "person", "counterpart__organisation")[
        :50
    ]:
        posts = one.person.appointments.filter(
            organisation=one.counterpart.organisation, title=one.title
        )
        assert posts.exists()
        assert one.organisation_name == str(one.counterpart.organisation)


def test_posts_change_hands(office, db):
    posts = Counter(Appointment.objects.values_list("organisation", "title"))
    assert sum(count > 1 for count in posts.values()) > 20
    people = Counter(Appointment.objects.values_list("person", flat=True))
    assert any(count > 1 for count in people.values())


def test_likely_duplicates_were_looked_for(office, db):
    assert NameKey.objects.filter(kind="person").exists()


def test_keys_and_references_go_on_after_those_made(office, db):
    before = Meeting.objects.order_by("pk").last().pk
    meeting = make_meeting(reference="", date=date(2026, 11, 2), created_by=User.objects.first())
    assert meeting.pk > before
    number = Meeting.objects.filter(reference__startswith="2026-11-").count()
    assert meeting.reference == f"2026-11-{number:03d}"
    assert MonthCounter.objects.get(month=date(2026, 11, 1)).last == number


def test_what_is_common_is_far_more_common(office, db):
    busiest = Counter(Counterpart.objects.values_list("organisation", flat=True)).most_common(10)
    assert busiest[0][1] > 3 * busiest[-1][1]
    assert {"internal", "restricted"} == set(Meeting.objects.values_list("sensitivity", flat=True))
    assert {"day", "month"} == set(Meeting.objects.values_list("date_precision", flat=True))


def records():
    """Return the meetings without their keys, which depend on what the database gave out before."""
    return list(
        Meeting.objects.order_by("reference").values_list(
            "reference", "token", "date", "title", "public_line", "location__slug", "created_at",
            "created_by__username", "counterparts__organisation__slug", "staff__username",
        )
    )  # fmt: skip


def test_the_same_again_for_the_same_seed(db):
    found = []
    for seed in (9, 9, 10):
        with transaction.atomic():
            make_office(40, seed=seed, until=UNTIL)
            found.append(sorted(map(str, records())))
            transaction.set_rollback(True)
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("meetings", [1, 1000, 20_000, 1_000_000])
def test_months_of_a_fixed_size_are_in_every_office(meetings):
    sizes = month_sizes(Random(1), meetings, UNTIL)
    assert sum(count for _month, count in sizes) == meetings
    assert [sizes[0][0], sizes[-1][0], len(sizes)] == [date(2016, 12, 1), date(2026, 11, 1), 120]
    for ago, size in FIXED_SIZES.items():
        assert (sizes[119 - ago][1] == size) == (4 * size <= meetings)


@pytest.mark.django_db
def test_a_database_in_use_is_refused(capsys):
    make_user("staff")
    with pytest.raises(CommandError, match=r"^This database holds records \(users: 1\)\. Made-up"):
        call_command("make_records", meetings=10)
    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_a_database_without_tables_is_said(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(
        CommandError, match=r"^This database has no tables yet\. Run manage\.py migrate"
    ):
        call_command("make_records", meetings=10)


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing(monkeypatch):
    def fail(*_args):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("iomtracker.generated_office.MeetingMaker.add_month", fail)
    with pytest.raises(
        CommandError, match="could not take the records, and kept none: database or disk"
    ):
        call_command("make_records", meetings=10)
    assert not Person.objects.exists()
    with connection.cursor() as cursor:
        assert "name_key_row" in connection.introspection.get_constraints(
            cursor, "stakeholders_namekey"
        )


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--meetings", "0", "not a number from 1 to 5,000,000: “0”"),
        ("--meetings", "many", "not a number from 1 to 5,000,000: “many”"),
        ("--until", "2999-01-01", "not a day from 2001-01-01 to today: “2999-01-01”"),
        ("--until", "soon", "not a day from 2001-01-01 to today: “soon”"),
    ],
)
def test_what_is_no_number_or_day_is_refused(option, value, said):
    arguments = ["--meetings", "10", option, value]
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        call_command("make_records", *arguments)


@pytest.mark.django_db
def test_it_says_what_it_made(capsys):
    call_command("make_records", "--meetings", "12", "--seed", "3", "--until", "2026-11-20")
    written = capsys.readouterr().out
    assert written.startswith("Made with seed 3, until 2026-11-20:\n  users: 8\n")
    assert "  meetings: 12\n" in written
