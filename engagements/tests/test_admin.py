"""The admin of meetings: cleaning, and what is restricted stays unseen door by door."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attachment, Attendance, Meeting
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
PARTS = ["counterpart", "attendance", "actionpoint", "attachment"]
NAMES = ["meeting", *PARTS, "thematicarea", "meetingkind"]


def list_of(name):
    """Return the address of a list in the admin."""
    return reverse(f"admin:engagements_{name}_changelist")


def page_of(row, view="change"):
    """Return the address of a record in the admin."""
    return reverse(f"admin:engagements_{row._meta.model_name}_{view}", args=[row.pk])


@pytest.fixture
def manager(client):
    """A data manager, signed in."""
    user = make_user("data manager")
    client.force_login(user)
    return user


def make_whole(number=1, **fields):
    """Make a meeting with one of each part, and return all of them by the name of their model."""
    place = make_location(f"Place {number}")
    organisation = make_organisation(f"Bashkia Kukës {number}")
    person = make_person(f"Arbër {number}")
    make_appointment(person, organisation, "Mayor")
    meeting = make_meeting(f"Secret talk {number}", location=place, areas=[make_area()], **fields)
    counterpart = meeting.counterparts.create(organisation=organisation)
    attendance = counterpart.attend(person)
    action = ActionPoint.objects.create(meeting=meeting, text=f"Send {number}", owner=make_user())
    file = Attachment.objects.create(
        meeting=meeting,
        file="x",
        original_name=f"file-{number}",
        size=1,
        content_type="text/plain",
        uploaded_by=meeting.created_by,
    )
    rows = [meeting, counterpart, attendance, action, file]
    return {row._meta.model_name: row for row in rows}


@pytest.fixture(scope="module")
def whole(module_db):
    """One meeting with all its parts, by the name of their model."""
    return make_whole()


@pytest.mark.parametrize("name", NAMES)
def test_only_the_data_manager_comes_in(client, name):
    assert client.get(list_of(name)).url.startswith("/account/login/")
    for role in ("viewer", "staff", "head of office"):
        client.force_login(make_user(role))
        assert client.get(list_of(name), follow=True).status_code == 403
    client.force_login(make_user("data manager"))
    assert client.get(list_of(name)).status_code == 200


PINNED = {
    "meeting": 14,
    "counterpart": 10,
    "attendance": 9,
    "actionpoint": 9,
    "attachment": 10,
    "thematicarea": 7,
    "meetingkind": 7,
}


def test_lists_cost_the_same_for_many(client, manager, django_assert_num_queries):
    make_whole(0)
    for name in NAMES:
        client.get(list_of(name))
    for first, last in ((1, 2), (2, 8)):
        for number in range(first, last):
            make_whole(number)
        for name in NAMES:
            with django_assert_num_queries(PINNED[name]):
                client.get(list_of(name))


@pytest.mark.parametrize("name", ["meeting", *PARTS])
@pytest.mark.parametrize("who", ["data manager", "superuser"])
def test_restricted_does_not_exist(client, whole, name, who):
    if who == "superuser":
        client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    else:
        client.force_login(make_user(who))
    row = whole[name]
    seen = client.get(page_of(row))
    assert seen.status_code == 200
    assert client.get(list_of(name)).context["cl"].result_count == 1
    Meeting.objects.update(sensitivity="restricted")
    assert client.get(page_of(row)).status_code == 302
    response = client.get(list_of(name), {"q": "Secret"})
    assert response.context["cl"].result_count == 0
    assert "Secret" not in client.get(list_of(name)).content.decode()
    if name != "attachment":
        assert client.get(page_of(row, "history")).status_code == 404
        version = row.history.latest().pk
        old = reverse(f"admin:engagements_{name}_simple_history", args=[row.pk, version])
        assert client.get(old).status_code == 404


def test_restricted_is_not_suggested_nor_taken(client, manager):
    rows = make_whole(sensitivity="restricted")
    suggest = {"app_label": "engagements", "model_name": "actionpoint", "field_name": "meeting"}
    answer = client.get(reverse("admin:autocomplete"), suggest | {"term": "Secret"}).json()
    assert answer["results"] == []
    data = {"meeting": rows["meeting"].pk, "text": "x", "promised_by": "us", "status": "open"}
    data["owner"] = make_user().pk
    page = client.post(reverse("admin:engagements_actionpoint_add"), data)
    assert "meeting" in page.context["adminform"].form.errors
    attend = {"counterpart": rows["counterpart"].pk, "person": make_person("Bob").pk}
    page = client.post(reverse("admin:engagements_attendance_add"), attend)
    assert "counterpart" in page.context["adminform"].form.errors
    assert (ActionPoint.objects.count(), Attendance.objects.count()) == (1, 1)


def test_restricted_is_not_shown_by_filters_of_other_lists(client, manager):
    meeting = make_whole(sensitivity="restricted")["meeting"]
    for name in ("person", "organisation"):
        address = reverse(f"admin:stakeholders_{name}_changelist")
        assert client.get(address, {"meetings": meeting.pk}).status_code == 400
        row = client.get(address).context["cl"].result_list[0]
        assert (row.meeting_count, row.last_met) == (0, None)
    assert client.get("/admin/accounts/user/", {"created_meetings": meeting.pk}).status_code == 400


def test_restricted_is_not_changed_by_actions(client, manager):
    meeting = make_whole(sensitivity="restricted")["meeting"]
    ticked = {"action": "cancel", "_selected_action": [meeting.pk]}
    assert "Secret" not in client.post(list_of("meeting"), ticked).content.decode()
    client.post(list_of("meeting"), ticked | {"apply": "1"})
    assert client.get(page_of(meeting, "cancel")).status_code == 404
    meeting.refresh_from_db()
    assert meeting.status == "logged"


def form_of(client, meeting, **changes):
    """Return what the page of `meeting` posts unchanged, with `changes`."""
    page = client.get(page_of(meeting))
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    for name in ("thematic_areas", "staff"):
        data[name] = [getattr(item, "pk", item) for item in data[name]]
    return {**data, **changes}


def test_saving_makes_a_new_version_with_history(client, manager):
    meeting = make_whole()["meeting"]
    response = client.post(page_of(meeting), form_of(client, meeting, title="Public talk"))
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("Public talk", 2)
    assert f'href="{meeting.get_absolute_url()}"' in client.get(page_of(meeting)).content.decode()
    html = client.get(page_of(meeting, "history")).content.decode()
    assert "Secret talk 1 → Public talk" in html
    assert "style=" not in html and "<script>" not in html


def test_an_edit_conflict_is_refused_in_the_admin_too(client, manager):
    meeting = make_whole()["meeting"]
    data = form_of(client, meeting, title="Mine")
    meeting.set_status("logged")
    page = client.post(page_of(meeting), data)
    assert "Nothing was overwritten" in page.content.decode()
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("Secret talk 1", 2)


def test_an_edit_conflict_says_what_differs_and_the_next_save_keeps_ones_own(client, manager):
    meeting = make_whole()["meeting"]
    data = form_of(client, meeting, title="Mine")
    meeting.title = "Theirs"
    meeting.version += 1
    meeting.store()
    page = client.post(page_of(meeting), data)
    assert list(page.context["adminform"].form.non_field_errors())[1:] == [
        "Title: on record “Theirs”, yours “Mine”."
    ]
    now = page.context["adminform"].form["based_on"].value()
    assert client.post(page_of(meeting), data | {"based_on": now}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("Mine", 3)


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("6 March 2024", date(2024, 3, 6), "day"),
        ("7.3.2024", date(2024, 3, 7), "day"),
        ("2024-03-08", date(2024, 3, 8), "day"),
        ("March 2024", date(2024, 3, 1), "month"),
        ("mars 2024", date(2024, 3, 1), "month"),
    ],
)
def test_days_are_typed_as_on_the_site(client, manager, typed, day, precision):
    meeting = make_whole()["meeting"]
    assert client.post(page_of(meeting), form_of(client, meeting, date=typed)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.date, meeting.date_precision) == (day, precision)
    page = client.get(page_of(meeting)).content.decode()
    assert f'value="{date_format(day, "j F Y")}"' in page


@pytest.mark.parametrize("typed", ["31 February 2024", "soon", "9" * 30, "1 March 99999", "x\0y"])
def test_what_is_no_day_is_said_beside_the_box(client, manager, typed):
    meeting = make_whole()["meeting"]
    page = client.post(page_of(meeting), form_of(client, meeting, date=typed))
    (error,) = page.context["adminform"].form.errors["date"]
    assert error == f"“{typed}” is not a real date. Type it like 6 March 2024."
    assert page.content.decode().count("is not a real date") == 2


def test_saving_a_part_makes_a_new_version_of_its_meeting(client, manager):
    rows = make_whole()
    page = client.get(page_of(rows["actionpoint"]))
    form = page.context["adminform"].form
    data = {field.html_name: field.value() or "" for field in form} | {"text": "Send it"}
    assert client.post(page_of(rows["actionpoint"]), data).status_code == 302
    rows["meeting"].refresh_from_db()
    assert rows["meeting"].version == 2


def test_a_person_in_two_rows_is_refused(client, manager):
    rows = make_whole()
    meeting, counterpart = rows["meeting"], rows["counterpart"]
    bob = make_person("Bob").pk
    data = form_of(client, meeting) | {"attendances-TOTAL_FORMS": 3}
    for number in (1, 2):
        data[f"attendances-{number}-counterpart"] = counterpart.pk
        data[f"attendances-{number}-person"] = bob
    page = client.post(page_of(meeting), data)
    assert page.status_code == 200
    page = client.post(page_of(counterpart), two_rows(counterpart, bob))
    assert "This person is already in the meeting." in page.content.decode()
    present = rows["attendance"].person_id
    page = client.post(page_of(counterpart), two_rows(counterpart, present, count=1))
    assert "This person is already in the meeting." in page.content.decode()
    assert Attendance.objects.count() == 1


def two_rows(counterpart, person, count=2):
    """Return what the page of a counterpart posts with `count` new rows for one person."""
    data = {"organisation": counterpart.organisation_id, "position": 0}
    data |= {"attendances-TOTAL_FORMS": count, "attendances-INITIAL_FORMS": 0}
    return data | {f"attendances-{number}-person": person for number in range(count)}


def test_a_new_attendance_takes_title_and_organisation_of_that_day(client, manager):
    rows = make_whole()
    person = make_person("Bob")
    make_appointment(person, rows["counterpart"].organisation, "Deputy")
    data = {"counterpart": rows["counterpart"].pk, "person": person.pk}
    client.post(reverse("admin:engagements_attendance_add"), data)
    row = Attendance.objects.get(person=person)
    assert (row.title, row.organisation_name) == ("Deputy", "Bashkia Kukës 1")


def test_an_attendance_of_another_meeting_is_refused(client, manager):
    meeting, other = make_whole(1)["meeting"], make_whole(2)["counterpart"]
    data = form_of(client, meeting) | {"attendances-TOTAL_FORMS": 2}
    data |= {"attendances-1-counterpart": other.pk, "attendances-1-person": make_person("Bob").pk}
    assert client.post(page_of(meeting), data).status_code == 200
    assert meeting.attendances.count() == 1


def test_a_new_meeting_is_logged_by_the_user(client, manager):
    kind = make_whole()["meeting"].kind
    data = {"date": "2024-03-07", "date_precision": "day", "kind": kind.pk, "title": "New"}
    data |= {"channel": "phone", "sensitivity": "internal", "status": "logged"}
    for prefix in ("counterparts", "action_points"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert client.post(reverse("admin:engagements_meeting_add"), data).status_code == 302
    meeting = Meeting.objects.get(title="New")
    assert (meeting.created_by, meeting.version) == (manager, 1)


def test_set_area_adds_or_replaces(client, manager):
    meeting = make_whole()["meeting"]
    area = make_area("avrr", "AVRR")
    data = {"action": "set_area", "_selected_action": [meeting.pk]}
    assert client.post(list_of("meeting"), data).context["count"] == 1
    client.post(list_of("meeting"), data | {"apply": "1", "area": area.pk})
    assert {row.code for row in meeting.thematic_areas.all()} == {"protection", "avrr"}
    client.post(list_of("meeting"), data | {"apply": "1", "area": area.pk, "only": "on"})
    meeting.refresh_from_db()
    assert [row.code for row in meeting.thematic_areas.all()] == ["avrr"]
    assert (meeting.version, meeting.history.latest().history_user) == (3, manager)


def test_set_place_and_cancel_keep_history(client, manager):
    meeting = make_whole()["meeting"]
    place = make_location("Shkodër")
    data = {"action": "set_place", "_selected_action": [meeting.pk]}
    client.post(list_of("meeting"), data | {"apply": "1", "location": place.pk})
    ticked = {"action": "cancel", "_selected_action": [meeting.pk]}
    for asked in (client.post(list_of("meeting"), ticked), client.get(page_of(meeting, "cancel"))):
        assert "It can be restored." in asked.content.decode()
        assert "Secret talk 1" in asked.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "logged"
    client.post(list_of("meeting"), ticked | {"apply": "1"})
    meeting.refresh_from_db()
    assert (meeting.location, meeting.status, meeting.version) == (place, "cancelled", 3)
    assert client.get(page_of(meeting, "cancel")).status_code == 404
    places = list(meeting.history.values_list("location", flat=True)[:2])
    assert places == [place.pk, place.pk]


@pytest.mark.parametrize("gap", ["counterpart", "staff", "area", "place", "line"])
def test_what_is_missing_is_a_filter_away(client, manager, gap):
    bare = make_meeting("Bare")
    full = make_whole()["meeting"]
    full.staff.add(make_user())
    Meeting.objects.filter(pk=full.pk).update(public_line="Said")
    rows = client.get(list_of("meeting"), {"gap": gap}).context["cl"].result_list
    assert [row.pk for row in rows] == [bare.pk]


def test_search_ignores_accents(client, manager):
    make_whole()
    make_meeting("Other")
    for name in ("meeting", "counterpart", "attendance", "actionpoint", "attachment"):
        response = client.get(list_of(name), {"q": "arber bashkia kukes secret"})
        assert response.context["cl"].result_count == 1


@pytest.mark.parametrize("name", ["meeting", *PARTS])
def test_nothing_is_deleted(client, whole, name):
    client.force_login(User.objects.create_superuser("root", "word", full_name="Root"))
    row = whole[name]
    assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
