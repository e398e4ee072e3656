"""Whatever door a row is written by, what follows from its values is right in the database.

That is its searched text, the keys and likely pairs of organisations and people, and the meeting of an
attendance. conftest.py fails every test in which the application saves such a row without `store()`.
"""

from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import Attendance, Meeting
from engagements.tests.factories import make_meeting
from intake.models import Import
from intake.registers.store import store as store_import
from intake.tests.factories import checked, csv_bytes, make_lists, press_import
from intake.undo import undo as undo_import
from iomtracker.tests.test_admin_tables import ORGANISATIONS, PEOPLE, PLACES, POSTS, store
from iomtracker.tests.test_archive import empty
from stakeholders.anonymise import anonymise
from stakeholders.duplicate_stakeholders import find_duplicates
from stakeholders.merging import merge, undo
from stakeholders.models import Appointment, LikelyPair, NameKey, Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)
from toolkit.search import Searchable

pytestmark = pytest.mark.django_db


def derived():
    """Return the keys and the pairs as they are stored."""
    pairs = LikelyPair.objects.order_by("kind", "a", "b")
    keys = NameKey.objects.order_by("kind", "row", "key")
    return (
        list(pairs.values_list("kind", "a", "b", "score", "reasons")),
        list(keys.values_list("kind", "row", "key")),
    )


def assert_all_follows():
    """Compare what is stored with what the values of all rows make."""
    for model in apps.get_models():
        for row in model.objects.all() if issubclass(model, Searchable) else ():
            before = row.search, getattr(row, "search_note", "")
            row.refold()
            assert (row.search, getattr(row, "search_note", "")) == before, row
    for row in Attendance.objects.all():
        assert row.meeting_id == row.counterpart.meeting_id
    stored = derived()
    for model in (Organisation, Person):
        find_duplicates(model)
    assert derived() == stored


def by_create(manager, client, rows):
    make_organisation("Bashkia Kukës")


def by_store(manager, client, rows):
    organisation, person, post, place = rows
    organisation.name = "Bashkia e Kukësit"
    organisation.store()
    person.full_name = "Albert Haliley"
    person.store(update_fields=["full_name"])
    post.title = "Kryetar"
    post.person = make_person("A. Halilaj")
    post.store()
    place.name = "Has"
    place.store()


def by_admin(manager, client, rows):
    client.force_login(manager)
    organisation, person, post, _place = rows
    data = {
        "full_name": "Arben Halilaj", "appointments-TOTAL_FORMS": 1, "appointments-INITIAL_FORMS": 1,
        "appointments-0-id": post.pk, "appointments-0-person": person.pk,
        "appointments-0-organisation": organisation.pk, "appointments-0-title": "Prefect",
    }  # fmt: skip
    answer = client.post(reverse("admin:stakeholders_person_change", args=[person.pk]), data)
    assert answer.status_code == 302
    assert (Person.objects.get(pk=person.pk).search, Appointment.objects.get().search) == (
        "arben halilaj",
        "prefect",
    )


def by_action(manager, client, rows):
    client.force_login(manager)
    data = {"action": "retire", "_selected_action": [rows[0].pk], "apply": "1"}
    client.post(reverse("admin:stakeholders_organisation_changelist"), data)
    assert not Organisation.objects.get(pk=rows[0].pk).is_active


def by_merge(manager, client, rows):
    merge(make_organisation("Bashkia Kukës"), into=rows[0], by=manager)


def by_undo(manager, client, rows):
    undo(merge(make_person("Albert Halili"), into=rows[1], by=manager), by=manager)


def by_anonymise(manager, client, rows):
    anonymise(rows[1], by=manager)


def by_admin_tables(manager, client, rows):
    """Rows that are new, and rows that get another name, from files."""
    client.force_login(manager)
    organisation, person, _post, place = rows
    kind = organisation.kind.code
    content = f"slug,name,level,parent\n{place.slug},Has,,\nlin,Lin,place,{place.slug}\n"
    store(client, PLACES, content.replace("Has,,", f"Has,{place.level},{place.parent.slug}"))
    store(
        client,
        ORGANISATIONS,
        f"slug,name,kind\n{organisation.slug},Bashkia e Kukësit,{kind}\n,Bashkia Has,{kind}\n",
    )
    store(client, PEOPLE, f"number,full_name\n{person.pk},Albert Haliley\n,Albert Halili\n")
    store(client, POSTS, f"person,organisation,title\n{person.pk},{organisation.slug},Prefect\n")
    assert Organisation.objects.get(pk=organisation.pk).search == "bashkia e kukesit"
    assert Person.objects.filter(search="albert halili").exists()


def by_meeting_admin(manager, client, rows):
    client.force_login(manager)
    meeting = make_meeting(organisations=[rows[0]])
    data = {"counterpart": meeting.counterparts.get().pk, "person": rows[1].pk}
    answer = client.post(reverse("admin:engagements_attendance_add"), data)
    assert answer.status_code == 302
    assert Attendance.objects.get().meeting == meeting


def stored_register(manager, rows):
    """Check and store a register with an organisation, a person and a post that are new."""
    make_lists()
    plans = [
        ("Date", "date", "day"), ("Who", "organisations", "comma"), ("Name", "people", "comma"),
        ("Post", "role"),
    ]  # fmt: skip
    lines = ["6/3/2024;Police of Has;Besa Hoxha;Head", "7/3/2024;Polices of Has;Besa Hoxhaj;Head"]
    table = [[plan[0] for plan in plans], *(line.split(";") for line in lines)]
    source = checked(csv_bytes(*table, separator=";"), *plans, user=manager, today=date(2024, 4, 1))
    store_import(source, manager)
    assert (Meeting.objects.count(), Attendance.objects.count()) == (2, 2)
    return source


def by_register(manager, client, rows):
    stored_register(manager, rows)


def by_undo_of_a_register(manager, client, rows):
    undo_import(stored_register(manager, rows))
    assert not Meeting.objects.exists()


def by_contacts(manager, client, rows):
    client.force_login(manager)
    make_lists()
    text = b"Name,Job Title,Company\nBesa Hoxha,Head,Police of Has\n"
    client.post("/import/contacts/", {"file": SimpleUploadedFile("book.csv", text)})
    press_import(client, Import.objects.get())
    assert Person.objects.filter(full_name="Besa Hoxha").exists()


def by_reference_data(manager, client, rows):
    call_command("load_reference", verbosity=0)


def by_example(manager, client, rows):
    merge(Organisation.objects.get(name="Municipality of Kukes"), into=rows[0], by=manager)
    merge(Person.objects.get(full_name="Albert Halilai"), into=rows[1], by=manager)
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    assert Attendance.objects.exists()


def by_restore(manager, client, rows):
    make_meeting(organisations=[rows[0]]).counterparts.get().attend(rows[1])
    path, before = settings.MEDIA_ROOT / "office.zip", derived()
    call_command("export_all", path, verbosity=0)
    empty()
    call_command("import_all", path, verbosity=0)
    assert derived() == before
    assert Attendance.objects.exists()


DOORS = [
    by_create, by_store, by_admin, by_action, by_merge, by_undo, by_anonymise, by_admin_tables,
    by_meeting_admin, by_register, by_undo_of_a_register, by_contacts, by_reference_data, by_example,
    by_restore,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_follows_is_right_behind_each_door(
    client, door, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    organisation, person = make_organisation(), make_person()
    make_organisation("Municipality of Kukes")
    make_person("Albert Halilai")
    post = make_appointment(person, organisation, started=date(2024, 1, 1))
    assert len(derived()[0]) == 2
    rows = (organisation, person, post, make_location("Krumë"))
    with django_capture_on_commit_callbacks(execute=True):
        door(make_user("data manager"), client, rows)
    assert_all_follows()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("row.save()", "store"),
        ("type(row).objects.bulk_create([row])", "refold"),
        ("type(row).objects.bulk_update([row], ['full_name'])", "full_name"),
        ("type(row).objects.update(full_name='Ana')", "full_name"),
    ],
)
def test_a_door_of_the_application_that_forgets_would_be_found(code, message):
    row = make_person()
    row.full_name = "Ana Leka"
    made_up = compile(code, f"{settings.BASE_DIR}/var/made_up.py", "exec")
    with pytest.raises(Exception, match=message):
        exec(made_up, {"row": row})
