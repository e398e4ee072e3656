"""The rules of the meeting form, where they hold and where they refuse."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import ActionPoint, Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.tests.factories import make_location, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 2)


@pytest.fixture
def alma():
    return make_user(full_name="Alma")


@pytest.fixture
def kukes():
    albania = Location.objects.create(name="Albania", slug="albania", level="country")
    county = Location.objects.create(
        name="Kukës", slug="kukes-county", level="county", parent=albania
    )
    return Location.objects.create(name="Kukës", slug="kukes", level="municipality", parent=county)


@pytest.fixture
def local():
    return OrganisationKind.objects.create(
        code="local-government", name="Local government", name_plural="Local government"
    )


@pytest.fixture
def ngo():
    return OrganisationKind.objects.create(
        code="civil-society", name="Civil society", name_plural="Civil society"
    )


def make_form(
    user, rows=(), action_points=(), instance=None, draft=False, files=None, areas=(), **fields
):
    data = QueryDict(mutable=True)
    data.update(meeting_post(make_kind(), rows=rows, action_points=action_points, **fields))
    data.setlist("thematic_areas", [str(area.pk) for area in areas])
    if "staff" not in fields:
        data.setlist("staff", [str(user.pk)])
    return MeetingForm(data, files, user=user, today=TODAY, instance=instance, draft=draft)


def saved(form):
    assert form.is_valid(), (form.errors, form.counterparts.errors, form.action_points.errors)
    return Meeting.objects.get(pk=form.save().pk)


def test_the_whole_of_a_meeting(alma, kukes, local):
    protection = make_area()
    rows = [
        {
            "organisation": "Municipality of Kukës",
            "kind": local.pk,
            "person": "Mr. Albert Halilaj",
            "new_person": "on",
            "role": "Mayor of Kukës Municipality",
        },
        {
            "organisation": "Social Services Unit, Municipality of Kukës",
            "kind": local.pk,
            "role": "Technical staff",
            "people_count": "4",
        },
    ]
    action_points = [
        {"promised_by": "us", "text": "Send the draft", "owner": alma.pk, "due_choice": "week"}
    ]
    meeting = saved(
        make_form(alma, rows, action_points, place="kukes", areas=[protection], public_line="Good.")
    )
    assert meeting.reference == "2024-03-001"
    assert meeting.location == kukes
    assert meeting.title == "Bilateral meeting with Mr. Albert Halilaj"
    assert (meeting.status, meeting.date, meeting.created_by) == ("logged", date(2024, 3, 6), alma)
    assert list(meeting.thematic_areas.all()) == [protection]
    assert list(meeting.staff.all()) == [alma]
    first, second = meeting.counterparts.all()
    attendance = first.attendances.get()
    assert (attendance.person.honorific, attendance.person.full_name) == ("Mr.", "Albert Halilaj")
    assert attendance.title == "Mayor of Kukës Municipality"
    assert attendance.organisation_name == "Municipality of Kukës"
    assert first.people_count == 1
    assert second.organisation.parent == first.organisation
    assert second.organisation.location == kukes
    assert (second.group_label, second.people_count) == ("Technical staff", 4)
    point = meeting.action_points.get()
    assert (point.text, point.owner, point.due) == ("Send the draft", alma, date(2024, 3, 13))
    assert attendance.person.appointments.get().title == "Mayor of Kukës Municipality"


def test_opening_and_saving_unchanged_changes_nothing(alma):
    organisation = make_organisation(name="Embassy of Germany")
    meeting = make_meeting(organisations=[organisation], created_by=alma)
    person = Person.objects.create(full_name="Karl Bergner")
    counterpart = meeting.counterparts.get()
    counterpart.people_count, counterpart.group_label = 5, "Delegation"
    counterpart.save()
    counterpart.attend(person, "Ambassador")
    rows = MeetingForm(user=alma, today=TODAY, instance=meeting).counterparts.initial
    again = [{k: v for k, v in row.items() if v is not None} for row in rows]
    meeting = saved(make_form(alma, again, instance=meeting, title=meeting.title, based_on=1))
    counterpart = meeting.counterparts.get()
    assert (counterpart.people_count, counterpart.group_label) == (5, "Delegation")
    assert counterpart.attendances.get().title == "Ambassador"
    assert meeting.version == 2


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"day": "31", "month": "6"}, "day", "Date must be a real date, like 6 3 2024."),
        ({"day": ""}, "day", "Enter a day, or choose Month only."),
        (
            {"when": "month", "day": "", "month": "14"},
            "month",
            "Enter a month and a year, like 3 2024.",
        ),
        (
            {"when": "month", "day": "", "year": "24"},
            "year",
            "Enter a month and a year, like 3 2024.",
        ),
        ({"day": "3", "month": "4"}, "day", "Date must be today or in the past."),
        (
            {"end_day": "5", "end_month": "3", "end_year": "2024"},
            "end_day",
            "The last day can’t be before the first.",
        ),
        (
            {"end_day": "x", "end_month": "3", "end_year": "2024"},
            "end_day",
            "The last day must be a real date, like 7 3 2024.",
        ),
        (
            {"when": "month", "day": "", "end_day": "7", "end_month": "3", "end_year": "2024"},
            "end_day",
            "Leave the last day empty when only the month is known.",
        ),
        (
            {"place": "x" * 201},
            "place",
            "Ensure this value has at most 200 characters (it has 201).",
        ),
        ({"title": ""}, "title", "Add who it was with, or write a title."),
        (
            {"title": "x" * 201},
            "title",
            "Ensure this value has at most 200 characters (it has 201).",
        ),
        (
            {"public_line": "x" * 3001},
            "public_line",
            "Ensure this value has at most 3000 characters (it has 3001).",
        ),
        (
            {"kind": "999999"},
            "kind",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_bad_values_are_refused_by_the_field(alma, fields, name, words):
    form = make_form(alma, **{"title": "A meeting", **fields})
    assert not form.is_valid()
    assert form.errors == {name: [words]}
    assert not Meeting.objects.exists()


def test_foreign_ids_are_refused(alma):
    viewer = make_user(role="viewer")
    form = make_form(alma, title="A meeting", staff=viewer.pk)
    assert not form.is_valid()
    assert list(form.errors) == ["staff"]


def test_a_month_only_meeting(alma):
    # A day typed before the choice changed is put away by the page: it does not count.
    meeting = saved(make_form(alma, title="Visit", when="month", day="6"))
    assert (meeting.date, meeting.date_precision) == (date(2024, 3, 1), "month")
    assert meeting.when == "March 2024, day not recorded"


@pytest.mark.parametrize(("when", "day"), [("today", TODAY), ("yesterday", date(2024, 4, 1))])
def test_quick_days(alma, when, day):
    assert saved(make_form(alma, title="Call", when=when, day="", month="", year="")).date == day


def test_several_days(alma):
    meeting = saved(
        make_form(alma, title="Training", end_day="8", end_month="mars", end_year="2024")
    )
    assert meeting.when == "6 March 2024 – 8 March 2024"


def test_the_same_person_in_two_rows_is_refused(alma):
    make_organisation(name="Ministry")
    Person.objects.create(full_name="Ana Hoxha")
    rows = [
        {"organisation": "Ministry", "person": "Ana Hoxha"},
        {"organisation": "Ministry", "person": "ana hoxha"},
    ]
    form = make_form(alma, rows)
    assert not form.is_valid()
    assert form.counterparts.errors[1] == {"who": ["This person is already in another row."]}


def test_one_group_twice_is_refused(alma):
    make_organisation(name="Ministry")
    form = make_form(
        alma,
        [
            {"organisation": "Ministry", "role": "drivers"},
            {"organisation": "Ministry", "role": "Drivers"},
        ],
    )
    assert not form.is_valid()
    assert form.counterparts.errors[1] == {"who": ["This organisation is already in another row."]}


@pytest.mark.parametrize("counts", [("", ""), ("5", ""), ("", "5")])
def test_an_organisation_alone_in_two_rows_is_one(alma, counts):
    make_organisation(name="Ministry")
    rows = [{"organisation": "Ministry", "people_count": count} for count in counts]
    counterpart = saved(make_form(alma, rows)).counterparts.get()
    assert counterpart.people_count == (5 if "5" in counts else None)


def test_an_organisation_counted_twice_is_refused(alma):
    make_organisation(name="Ministry")
    rows = [{"organisation": "Ministry", "people_count": count} for count in ("5", "6")]
    form = make_form(alma, rows)
    assert not form.is_valid()
    assert form.counterparts.errors[1] == {"who": ["This organisation is already in another row."]}


def test_two_groups_of_one_organisation_are_two_counterparts(alma):
    police = make_organisation(name="Border Police")
    groups = [("Regional director", 1), ("Station commander", 2)]
    rows = [
        {"organisation": "Border Police", "role": role, "people_count": count}
        for role, count in groups
    ]
    meeting = saved(make_form(alma, rows))
    assert_groups(meeting, groups)
    assert {row.organisation for row in meeting.counterparts.all()} == {police}
    first = meeting.counterparts.first().pk
    # Opened and saved as it is, then with one group renamed: rows stay the rows they were.
    start = MeetingForm(instance=meeting, user=alma, today=date(2024, 3, 6))
    assert [row["role"].value() for row in start.counterparts.initial_forms] == [
        "Regional director",
        "Station commander",
    ]
    rows[0]["role"] = "Regional director, acting"
    meeting = saved(make_form(alma, rows, instance=meeting, title="Same", based_on=1))
    assert_groups(meeting, [("Regional director, acting", 1), groups[1]])
    assert meeting.counterparts.first().pk == first


def assert_groups(meeting, groups):
    stored = meeting.counterparts.values_list("group_label", "people_count")
    assert list(stored) == groups


def test_a_visitor_without_an_account(client, alma):
    meeting = saved(make_form(alma, title="Training", visitors="Jane Roe, regional office"))
    assert meeting.visitors == "Jane Roe, regional office"
    client.force_login(alma)
    assert "Jane Roe, regional office" in client.get(meeting.get_absolute_url()).content.decode()
    form = make_form(alma, title="Training", visitors="x" * 301)
    assert not form.is_valid()
    assert list(form.errors) == ["visitors"]


def test_a_person_of_no_organisation(client, alma):
    ana = Person.objects.create(full_name="Ana Hoxha")
    rows = [{"who": "Ana Hoxha", "role": "Writer"}, {"who": "Mr. Onid Bejleri", "new_person": "on"}]
    promise = {"promised_by": "them", "text": "Reply", "organisation": "ana hoxha"}
    meeting = saved(make_form(alma, rows, [promise]))
    (counterpart,) = meeting.counterparts.all()
    assert (counterpart.organisation, counterpart.people_count) == (None, 2)
    assert [str(row) for row in counterpart.attendances.all()] == [
        "Ana Hoxha, Writer",
        "Mr. Onid Bejleri",
    ]
    assert meeting.action_points.get().who == ana
    assert not Organisation.objects.exists()
    client.force_login(alma)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Mr. Onid Bejleri" in page
    assert "None" not in page
    # Opened and saved as it is: a post found out since does not change for whom they spoke.
    ana.appointments.create(organisation=make_organisation(name="Ministry"), title="Writer")
    start = MeetingForm(instance=meeting, user=alma, today=TODAY)
    rows = [
        {name: row[name].value() for name in ("who", "picked", "role", "organisation")}
        for row in start.counterparts.initial_forms
    ]
    meeting = saved(make_form(alma, rows, instance=meeting, title="Same", based_on=1))
    assert meeting.counterparts.get().organisation is None


def test_the_seat_alone_and_with_a_name(alma):
    korce = make_organisation(name="Municipality of Korçë", seats="Mayor")
    seat = {"who": "Municipality of Korçë", "picked": f"o{korce.pk}", "role": "Mayor"}
    (alone,) = saved(make_form(alma, [seat])).counterparts.all()
    assert (alone.group_label, alone.people_count) == ("Mayor", 1)
    assert not alone.attendances.exists()
    named = {"who": "mayor, municipality of korce", "person": "Sotiraq Filo", "honorific": "Mr."}
    meeting = saved(make_form(alma, [named]))
    assert str(meeting.attendances.get()) == "Mr. Sotiraq Filo, Mayor"
    post = korce.appointments.get()
    assert (str(post.person), post.title) == ("Mr. Sotiraq Filo", "Mayor")
    # Now the seat is held: its name finds the holder.
    again = saved(make_form(alma, [{"who": "Mayor, Municipality of Korçë"}]))
    assert again.attendances.get().person == post.person


def test_a_new_name_typed_in_two_boxes_is_one_organisation(alma, ngo):
    rows = [
        {"who": "Mr. Onid Bejleri", "new_person": "on", "organisation": "Hope Centre"},
        {"who": "hope centre", "kind": ngo.pk, "role": "Staff"},
    ]
    promises = [
        {"promised_by": "them", "text": "Write", "organisation": "Hope Centre"},
        {"promised_by": "them", "text": "Call", "organisation": "onid bejleri"},
        {"promised_by": "them", "text": "Reply"},
    ]
    meeting = saved(make_form(alma, rows, promises))
    made = Organisation.objects.get()
    assert (str(made).lower(), made.kind) == ("hope centre", ngo)
    assert [point.who for point in meeting.action_points.order_by("pk")] == [made] * 3


def test_a_new_organisation_only_in_a_promise(alma, ngo):
    make_organisation(name="Ministry")
    promise = {"promised_by": "them", "text": "Write", "organisation": "Hope", "kind": ngo.pk}
    meeting = saved(make_form(alma, [{"who": "Ministry"}], [promise]))
    assert str(meeting.action_points.get().who) == "Hope"


@pytest.mark.parametrize(
    "text", ["\0", "\ufffd\ufffd", "x" * 10_000, "(", "Mayor, ", ", ,", "p1.0"]
)
@pytest.mark.parametrize(
    "box", ["who", "picked", "honorific", "person", "role", "people_count", "organisation", "kind"]
)
def test_unlucky_input_in_a_row_gets_words(client, alma, box, text):
    make_organisation(name="Ministry", seats="Mayor")
    client.force_login(alma)
    row = {"who": "Ministry", box: text}
    answer = client.post(reverse("meeting_create"), meeting_post(make_kind(), rows=[row]))
    assert answer.status_code in (302, 422)


@pytest.mark.parametrize("text", ["\0", "\ufffd\ufffd", "x" * 10_000, "(", "31 99 2024"])
@pytest.mark.parametrize(
    "box", ["promised_by", "text", "owner", "organisation", "kind", "due_choice", "due_day"]
)
def test_unlucky_input_in_a_promise_gets_words(client, alma, box, text):
    make_organisation(name="Ministry")
    client.force_login(alma)
    promise = {"promised_by": "them", "text": "Write", "due_choice": "", box: text}
    data = meeting_post(make_kind(), rows=[{"who": "Ministry"}], action_points=[promise])
    assert client.post(reverse("meeting_create"), data).status_code in (302, 422)


def test_what_is_unknown_must_be_said_to_be_new(alma):
    make_organisation(name="Ministry")
    rows = [{"organisation": "Mnistry"}, {"organisation": "Ministry", "person": "Ana Hoxha"}]
    form = make_form(alma, rows)
    assert not form.is_valid()
    assert form.counterparts.errors == [
        {"who": ["No organisation or person is called “Mnistry”."]},
        {"person": ["Nobody is called “Ana Hoxha”."]},
    ]
    assert form.row_errors() == [
        {"target": "with-0-question", "text": "Who did you mean by “Mnistry”?"},
        {"target": "with-1-question", "text": "Who did you mean by “Ana Hoxha”?"},
    ]
    assert not Person.objects.exists()


def test_a_row_without_an_organisation_and_a_bad_number(alma):
    form = make_form(alma, [{"person": "Ana"}, {"organisation": "x" * 300, "people_count": "0"}])
    assert not form.is_valid()
    assert form.counterparts.errors == [
        {"who": ["Write which organisation this was, or clear the row."]},
        {
            "people_count": ["Ensure this value is greater than or equal to 1."],
            "who": [f"No organisation or person is called “{'x' * 300}”."],
        },
    ]


def test_two_organisations_of_one_name_and_two_people(alma):
    make_organisation(name="Unit", parent=make_organisation(name="A"))
    make_organisation(name="Ministry", short_name="MoI")
    make_organisation(name="Museum", short_name="MoI")
    Person.objects.create(full_name="Ana Hoxha")
    Person.objects.create(full_name="Ana Hoxha")
    form = make_form(
        alma, [{"organisation": "MoI"}, {"organisation": "Ministry", "person": "Ana Hoxha"}]
    )
    assert not form.is_valid()
    assert "Several organisations" in form.counterparts.errors[0]["who"][0]
    assert "Several people" in form.counterparts.errors[1]["person"][0]


def test_rows_taken_out_leave_the_meeting(alma):
    meeting = make_meeting(organisations=[make_organisation(name="Ministry")], created_by=alma)
    rows = [{"organisation": "Ministry", "DELETE": "on"}]
    meeting = saved(make_form(alma, rows, instance=meeting, title="Now alone", based_on=1))
    assert not meeting.counterparts.exists()
    assert Organisation.objects.filter(name="Ministry").exists()


def test_action_points_need_what_and_who(alma):
    action_points = [
        {"promised_by": "us", "text": "Send", "owner": ""},
        {"promised_by": "them", "text": "Send", "organisation": ""},
        {"promised_by": "them", "text": "Send", "organisation": "Nobody"},
        {"promised_by": "us", "text": "", "owner": alma.pk, "due_choice": "week"},
        {
            "promised_by": "us",
            "text": "Send",
            "owner": alma.pk,
            "due_choice": "day",
            "due_day": "31 June 2024",
        },
    ]
    form = make_form(alma, action_points=action_points, title="A meeting")
    assert not form.is_valid()
    assert form.action_points.errors == [
        {"owner": ["Choose the colleague who will do it."]},
        {"organisation": ["Who of them promised it?"]},
        {"organisation": ["No organisation is called “Nobody”."]},
        {"text": ["Write what was promised, or clear the row."]},
        {"due_day": ["Write a real date, like 29 March 2024."]},
    ]
    assert not ActionPoint.objects.exists()


def test_action_points_of_both_sides_and_their_days(alma):
    make_organisation(name="Ministry")
    action_points = [
        {"promised_by": "them", "text": "Reply", "organisation": "Ministry", "due_choice": "month"},
        {"promised_by": "us", "text": "Send", "owner": alma.pk, "due_day": "29 March 2024"},
        {"promised_by": "us", "text": "Ask", "owner": alma.pk},
        {"promised_by": "us", "text": "Call", "owner": alma.pk, "due_choice": "fortnight"},
    ]
    meeting = saved(make_form(alma, action_points=action_points, title="A meeting"))
    found = {point.text: (str(point.who), point.due) for point in meeting.action_points.all()}
    assert found == {
        "Reply": ("Ministry", date(2024, 3, 31)),
        "Send": ("Alma", date(2024, 3, 29)),
        "Ask": ("Alma", None),
        "Call": ("Alma", date(2024, 3, 20)),
    }


def test_restricting_without_being_present_is_refused(alma):
    form = make_form(alma, title="Quiet", restricted="on", staff=make_user().pk)
    assert not form.is_valid()
    assert form.errors == {
        "staff": ["Tick yourself too: only those present can read a restricted meeting."]
    }
    head = make_user(role="head of office")
    assert saved(make_form(head, title="Quiet", restricted="on", staff=alma.pk)).is_restricted


def test_a_draft_needs_no_counterpart(alma):
    meeting = saved(make_form(alma, draft=True))
    assert (meeting.status, meeting.title) == ("draft", "Bilateral meeting")
    meeting = saved(make_form(alma, instance=meeting, title="Done", based_on=1))
    assert (meeting.status, meeting.title) == ("logged", "Done")


def test_an_edit_changes_people_and_action_points_and_keeps_the_rest(alma):
    ministry = make_organisation(name="Ministry")
    ana, ben = (Person.objects.create(full_name=name) for name in ("Ana Hoxha", "Ben Leka"))
    meeting = make_meeting(organisations=[ministry], created_by=alma)
    counterpart = meeting.counterparts.get()
    counterpart.attend(ana, "Clerk")
    kept = counterpart.attend(ben, "Clerk")
    point = ActionPoint.objects.create(meeting=meeting, text="Old", owner=make_user(role=""))
    gone = ActionPoint.objects.create(meeting=meeting, text="Gone", owner=alma)
    form = make_form(
        alma,
        [{"organisation": "Ministry", "person": "Ben Leka", "role": "Director"}],
        [
            {"id": point.pk, "promised_by": "us", "text": "New", "owner": point.owner_id},
            {"id": gone.pk, "promised_by": "us", "text": "Gone", "owner": alma.pk, "DELETE": "on"},
        ],
        instance=meeting,
        title="Same",
        based_on=1,
        **{"promise-INITIAL_FORMS": 2},
    )
    meeting = saved(form)
    attendance = meeting.attendances.get()
    assert (attendance.pk, attendance.person, attendance.title) == (kept.pk, ben, "Director")
    assert [(p.pk, p.text) for p in meeting.action_points.all()] == [(point.pk, "New")]
    opened = MeetingForm(user=alma, today=TODAY, instance=meeting)
    assert opened.action_points[0].initial["owner"] == point.owner_id


def test_a_title_that_the_form_wrote_is_written_again(alma):
    vlore = make_organisation(name="Municipality of Vlorë", location=make_location("Vlorë"))
    meeting = saved(make_form(alma, [{"organisation": "Municipality of Vlorë"}], place="Vlorë"))
    assert meeting.title == "Bilateral meeting with Municipality of Vlorë"
    opened = MeetingForm(user=alma, today=TODAY, instance=meeting)
    assert opened["title"].value() == ""
    assert opened["place_for"].value() == f"o{vlore.pk}"
    make_organisation(name="Municipality of Peqin")
    rows = [{"organisation": "Municipality of Peqin"}]
    meeting = saved(make_form(alma, rows, instance=meeting, title="", based_on=1))
    assert meeting.title == "Bilateral meeting with Municipality of Peqin"


def test_a_title_that_somebody_wrote_stays(alma):
    make_organisation(name="Ministry")
    meeting = saved(make_form(alma, [{"organisation": "Ministry"}], title="Return of families"))
    opened = MeetingForm(user=alma, today=TODAY, instance=meeting)
    assert (opened["title"].value(), opened["place_for"].value()) == ("Return of families", "")


@pytest.mark.parametrize("box", ["staff", "thematic_areas"])
def test_a_number_too_long_for_a_key_is_no_choice(alma, box):
    data = QueryDict(mutable=True)
    data.update(meeting_post(make_kind(), rows=[{"organisation": "Ministry"}]))
    data.setlist(box, ["9" * 20])
    form = MeetingForm(data, user=alma, today=TODAY)
    assert not form.is_valid()
    assert "is not one of the available choices" in form.errors[box][0]
