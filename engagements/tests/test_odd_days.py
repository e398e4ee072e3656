"""Days that can't be: no door stores them, what had them is put right, and no page breaks."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Meeting
from engagements.tests.factories import make_meeting
from stakeholders.models import Appointment, Person
from stakeholders.tests.factories import make_appointment, make_person

BEFORE = [
    ("engagements", "0004_people_of_no_organisation"),
    ("stakeholders", "0004_alphabet"),
]
ODD = [date(1, 1, 1), date(24, 3, 6), date(1989, 12, 31), date(2999, 1, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ODD)
@pytest.mark.parametrize("name", ["date", "end_date"])
def test_no_meeting_is_stored_with_a_day_that_cannot_be(day, name):
    meeting = make_meeting()
    setattr(meeting, name, day)
    with pytest.raises(ValidationError):
        meeting.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.store()


@pytest.mark.django_db
def test_a_meeting_is_at_most_a_year_ahead():
    meeting = make_meeting()
    meeting.date = timezone.localdate() + timedelta(days=366)
    meeting.full_clean()
    meeting.date += timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        meeting.full_clean()
    assert refused.value.messages == ["Which year? Choose a day from 1990 to a year ahead."]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(24, 3, 6), date(2999, 1, 1)])
def test_nor_anything_else(day):
    point = make_meeting().action_points.create(text="Send", owner=make_user())
    post, person = make_appointment(), make_person()
    for row, name in (
        (point, "due"),
        (post, "started"),
        (post, "ended"),
        (person, "last_confirmed"),
    ):
        row.refresh_from_db()
        setattr(row, name, day)
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.store()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "words"), [("0024-03-06", "is not a real date."), ("1950-03-06", "Which year?")]
)
def test_the_admin_says_so(client, day, words):
    client.force_login(make_user("data manager"))
    meeting = make_meeting()
    address = reverse("admin:engagements_meeting_change", args=[meeting.pk])
    sent = {"date": day, "date_precision": "day", "kind": meeting.kind_id, "title": "New"}
    sent |= {"channel": "phone", "sensitivity": "internal", "status": "logged"}
    sent["based_on"] = meeting.version
    for prefix in ("counterparts", "attendances", "action_points"):
        sent |= {f"{prefix}-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.date == date(2024, 3, 6)


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["0001-01", "0024-03", "9999-12", "0000-01", "2024-00"])
@pytest.mark.parametrize(
    "address", ["/months/{}/", "/meetings/?month={}", "/coverage/?month={}", "/months/{}/article/"]
)
def test_no_month_in_an_address_breaks_a_page(client, address, month):
    client.force_login(make_user("head of office"))
    assert client.get(address.format(month)).status_code < 500


@pytest.fixture
def migrated_back(transactional_db):
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_what_was_stored_with_an_odd_day_becomes_a_draft(migrated_back):
    old = migrated_back
    user = old.get_model("accounts", "User").objects.create(username="alma")
    kind = old.get_model("engagements", "MeetingKind").objects.create(code="talk", name="Talk")
    meetings = old.get_model("engagements", "Meeting").objects

    def make(**fields):
        return meetings.create(kind=kind, title="A", created_by=user, **fields)

    odd = make(reference="0024-03-001", date=date(24, 3, 6), internal_note="Mine")
    month = make(reference="0001-01-001", date=date(1, 1, 1), date_precision="month")
    end = make(reference="2024-03-001", date=date(2024, 3, 6), end_date=date(2999, 1, 1))
    off = make(reference="0024-03-002", date=date(24, 3, 6), status="cancelled")
    good = make(reference="2024-03-002", date=date(2024, 3, 6))
    end.staff.add(user)
    points = old.get_model("engagements", "ActionPoint").objects
    point = points.create(meeting=good, text="Send", owner=user, due=date(25, 1, 1))
    person = old.get_model("stakeholders", "Person").objects.create(full_name="Ana")
    of_kind = old.get_model("stakeholders", "OrganisationKind").objects.create(code="x", name="X")
    organisations = old.get_model("stakeholders", "Organisation").objects
    office = organisations.create(name="Office", slug="office", kind=of_kind)
    posts = old.get_model("stakeholders", "Appointment").objects
    post = posts.create(
        person=person,
        organisation=office,
        title="Head",
        started=date(19, 1, 1),
        ended=date(24, 1, 1),
    )
    posts.create(person=person, organisation=office, title="Chair", started=date(18, 1, 1))
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    today = timezone.localdate()
    rows = {row.reference: row for row in Meeting.objects.all()}
    assert (rows[odd.reference].date, rows[odd.reference].status) == (today, "draft")
    note = "Day to put right: it was stored as 0024-03-06.\nMine"
    assert (rows[odd.reference].internal_note, rows[odd.reference].version) == (note, 2)
    assert rows[odd.reference].history.get().internal_note == note
    assert rows[month.reference].date == today.replace(day=1)
    assert {(row.title, row.event_name) for row in rows.values()} == {("A", "")}
    assert [row.text_answers for row in rows.values()] == [{}] * len(rows)
    assert (rows[end.reference].date, rows[end.reference].end_date) == (date(2024, 3, 6), None)
    assert (rows[end.reference].status, rows[off.reference].status) == ("logged", "cancelled")
    assert (rows[good.reference].version, rows[good.reference].internal_note) == (1, "")
    assert str(ActionPoint.objects.get(pk=point.pk)) == "Send (due 0025-01-01)"
    kept = Appointment.objects.get(pk=post.pk)
    assert (kept.started, kept.ended) == (None, date(1900, 1, 1))
    assert [str(one) for one in rows[end.reference].staff.all()] == ["alma"]
    record = rows[end.reference].history.get()
    assert [row.user_id for row in record.staff.all()] == [user.pk]
    assert sorted(Person.objects.get().notes.splitlines()) == [
        "Chair: started stored as 0018-01-01.",
        "Head: ended stored as 0024-01-01.",
        "Head: started stored as 0019-01-01.",
    ]
