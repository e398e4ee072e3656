"""The changes to a meeting: who really made them, what was taken out and added, and who may read the words."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from accounts.tests.factories import make_user
from engagements.meeting_history import FieldChange, changes_of, word_changes
from engagements.models import ActionPoint, Attachment, Counterpart, Meeting
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import make_location, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani")


@pytest.fixture
def meeting(alma):
    return make_meeting("Talk", created_by=alma, areas=[make_area()], staff=[alma])


def changes(meeting, reader):
    return changes_of(Meeting.objects.for_page(reader).get(pk=meeting.pk), reader)


def save_again(meeting, **fields):
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.store()


def test_save_by_save(meeting, alma):
    save_again(meeting, title="New", internal_note="Quiet")
    for status in ("cancelled", "logged", "draft", "logged"):
        meeting.set_status(status)
    assert [change.what for change in changes(meeting, alma)] == [
        "logged the meeting",
        "turned it back into a draft",
        "restored the meeting",
        "cancelled the meeting",
        "changed 2 things",
        "logged the meeting",
    ]


def test_what_was_taken_out_and_added(meeting, alma):
    meeting.public_line = "Talks in Kukës on data."
    meeting.store()
    kukes = make_location("Kukës")
    save_again(
        meeting,
        date=date(2024, 3, 7),
        location=kukes,
        public_line="Talks all over Albania on data.",
        sensitivity="internal",
        channel="online",
    )
    meeting.thematic_areas.set([make_area("dtm", "DTM")])
    newest = changes(meeting, alma)[0]
    assert newest.what == "changed 5 things"
    assert newest.fields == (
        FieldChange("Day", ("6 March 2024",), ("7 March 2024",)),
        FieldChange("Place", (), ("Kukës",)),
        FieldChange("How you met", ("In person",), ("Online",)),
        FieldChange("Thematic areas", (str(make_area()),), ("DTM",)),
        FieldChange("Public line", ("in Kukës",), ("all over Albania",)),
    )


def test_counterparts_action_points_and_files(meeting, alma):
    meeting.version += 1
    meeting.store()
    counterpart = meeting.counterparts.create(
        organisation=make_organisation(name="Ministry"), people_count=4
    )
    counterpart.attend(make_person("Ana Hoxha"), "Director")
    point = ActionPoint(meeting=meeting, text="Send it", owner=alma, due=date(2024, 3, 29))
    point.store()
    Attachment.objects.create(
        meeting=meeting,
        original_name="hall.jpg",
        size=1,
        content_type="image/jpeg",
        uploaded_by=alma,
        file=ContentFile(b"x", name="a.jpg"),
    )
    # Nobody is signed in while the rows are stored; files know who added them.
    files, rows, _logged = changes(meeting, alma)
    assert (files.by, files.what) == (alma, "added one file")
    assert (rows.by, rows.what) == (None, "changed 2 things")
    assert rows.fields == (
        FieldChange("With whom", (), ("Ministry, 4 people", "Ana Hoxha, Director")),
        FieldChange("Promised", (), ("Send it (Alma Jani, due 29 March 2024)",)),
    )
    counterpart.attendances.get().delete()
    later(counterpart.attendances.model)
    assert changes(meeting, alma)[0].fields == (
        FieldChange("With whom", ("Ana Hoxha, Director",), ()),
    )


def later(model):
    """Move the last record of a history an hour on: another save."""
    record = model.history.latest("history_id")
    record.history_date += timedelta(hours=1)
    record.save()


def test_a_bulk_action_makes_nobody_else_the_logger(client, alma, meeting):
    Meeting.history.update(history_user=alma)
    manager = make_user("data manager", full_name="Helena Demo")
    client.force_login(manager)
    area = make_area("dtm", "DTM")
    data = {"action": "set_area", "_selected_action": [meeting.pk], "apply": "1", "area": area.pk}
    client.post("/admin/engagements/meeting/", data)
    changed, logged = changes(meeting, alma)
    assert (logged.by, logged.what) == (alma, "logged the meeting")
    assert (changed.by, changed.for_several) == (manager, True)
    assert changed.fields == (FieldChange("Thematic areas", (), ("DTM",)),)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "<ins>DTM</ins>" in page
    assert "(many meetings at once)" in page


def test_records_of_two_people_under_one_version_are_two_changes(meeting, alma):
    """As the bulk action left them before it made a new version first."""
    Meeting.history.update(history_user=alma)
    meeting._history_user = other = make_user("data manager")
    meeting.thematic_areas.add(make_area("dtm", "DTM"))
    assert [change.by for change in changes(meeting, alma)] == [other, alma]


def test_the_words_of_a_note_are_for_those_who_read_notes(meeting, alma):
    save_again(meeting, internal_note="Quiet")
    [change, _logged] = changes(meeting, make_user("viewer"))
    assert change.fields == (FieldChange("Internal note"),)
    assert changes(meeting, alma)[0].fields == (FieldChange("Internal note", (), ("Quiet",)),)


@pytest.mark.parametrize("field", [{"sensitivity": "restricted"}, {"status": "draft"}])
def test_words_written_while_few_could_read_it_stay_with_these(client, meeting, alma, field):
    save_again(meeting, **field)
    save_again(meeting, public_line="Secret words")
    save_again(meeting, public_line="Open words", sensitivity="internal", status="logged")
    save_again(meeting, public_line="Open words now")
    other = make_user()
    assert str(changes(meeting, alma)).count("Secret") == (2 if "sensitivity" in field else 1)
    assert "Secret" not in str(changes(meeting, other))
    assert changes(meeting, other)[0].fields == (FieldChange("Public line", (), ("now",)),)
    client.force_login(other)
    assert "Secret" not in client.get(meeting.get_absolute_url()).content.decode()


def test_words_of_a_time_that_was_not_read_stay_with_these(meeting, alma, monkeypatch):
    save_again(meeting, sensitivity="restricted")
    meeting.counterparts.create(organisation=make_organisation(name="Secret office"))
    save_again(meeting, sensitivity="internal")
    save_again(meeting, title="New")
    meeting.counterparts.all().delete()
    monkeypatch.setattr("engagements.meeting_history.RECORDS", 2)
    assert "Secret" in str(changes(meeting, alma)[-1])
    assert "Secret" not in str(changes(meeting, make_user())[-1])


def test_word_by_word():
    assert word_changes("in Kukës now", "in Korçë now") == (("Kukës",), ("Korçë",))
    assert word_changes("", "all new") == ((), ("all new",))
    long, pieces = "word " * 2000, word_changes("a " * 2000, "word " * 2000)
    assert [len(text) for part in pieces for text in part] == [300, 300]
    assert pieces[1][0].startswith(long[:290])
    many = word_changes(" ".join("ab" * 40), " ".join("ac" * 40))
    assert (len(many[0]), many[0][-1]) == (13, "…")


def test_one_save_is_told_by_two_queries(meeting, alma, django_assert_num_queries):
    meeting.counterparts.create(organisation=make_organisation(name="UNHCR"))
    page = Meeting.objects.for_page(alma).get()
    page.history.update(history_user=alma)
    Counterpart.history.update(history_user=alma)
    with django_assert_num_queries(2):
        [change] = changes_of(page, alma)
    assert (change.by, change.what, change.fields) == (alma, "logged the meeting", ())


def test_what_another_added_at_the_same_time_is_a_save_of_its_own(meeting, alma):
    ben = make_user(full_name="Ben")
    Meeting.history.update(history_user=alma)
    meeting.action_points.create(text="Send figures", owner=ben)
    ActionPoint.history.update(history_user=ben)
    assert [change.by for change in changes(meeting, alma)] == [ben, alma]
