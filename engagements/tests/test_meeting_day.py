"""The day of a meeting: as it was chosen or written when the form was opened, never one that can't be."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import Meeting
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post

pytestmark = pytest.mark.django_db
OPENED = date(2024, 3, 6)  # a Wednesday
NEXT_DAY = date(2024, 3, 7)
BOXES = ("when", "recent_day", "day", "opened")


@pytest.fixture
def alma():
    return make_user(full_name="Alma")


def form_of(user, today=OPENED, **fields):
    data = QueryDict(mutable=True)
    empty = {"day": "", "month": "3", "year": "2024", "opened": OPENED.isoformat(), "title": "A"}
    data.update(meeting_post(make_kind(), **{**empty, **fields}))
    return MeetingForm(data, user=user, today=today)


def shown(form):
    return [form[name].value() or "" for name in BOXES]


def test_today_and_yesterday_are_sent_as_dates(alma):
    form = MeetingForm(user=alma, today=OPENED)
    values = [value for value, _label in form.fields["when"].choices]
    assert values == ["2024-03-06", "2024-03-05", "day", "month"]
    assert (form["when"].value(), form["opened"].value()) == ("2024-03-06", "2024-03-06")
    assert (form["month"].value(), form["year"].value()) == (3, 2024)


def test_fourteen_days_are_offered_in_weeks(alma):
    form = MeetingForm(user=alma, today=OPENED)
    blanks, days = form.last_days[:3], form.last_days[3:]
    assert blanks == [None] * 3
    assert [day.day for day in days] == [OPENED - timedelta(days=n) for n in range(13, -1, -1)]
    assert [day.day.day for day in days if day.is_weekend] == [24, 25, 2, 3]
    assert [day.day.day for day in days if day.month] == [22, 1]


@pytest.mark.parametrize("today", [OPENED, NEXT_DAY, OPENED + timedelta(days=40)])
@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"when": "2024-03-06"}, OPENED),
        ({"when": "2024-03-05"}, date(2024, 3, 5)),
        ({"when": "day", "recent_day": "2024-02-29"}, date(2024, 2, 29)),
        ({"when": "day", "day": "yesterday"}, date(2024, 3, 5)),
        ({"when": "day", "day": "last Thursday"}, date(2024, 2, 29)),
        ({"when": "day", "day": "5 mars"}, date(2024, 3, 5)),
        ({"when": "day", "day": "20 12 2023"}, date(2023, 12, 20)),
        ({"when": "day", "day": "28"}, date(2024, 2, 28)),
    ],
)
def test_a_day_means_the_same_however_late_it_arrives(alma, fields, day, today):
    form = form_of(alma, today, **fields)
    assert form.is_valid(), form.errors
    assert form.save().date == day


def test_three_boxes_of_an_older_form_are_one_day(alma):
    form = form_of(alma, when="day", day="6", month="2", opened="")
    assert form.is_valid()
    assert (form.instance.date, shown(form)) == (
        date(2024, 2, 6),
        ["day", "", "6 February 2024", "2024-03-06"],
    )


def test_what_is_drawn_again_another_day_says_the_same(alma):
    form = form_of(alma, NEXT_DAY, when="2024-03-05")
    assert shown(form) == ["day", "2024-03-05", "", "2024-03-07"]
    form = form_of(alma, NEXT_DAY, when="day", day="yesterday")
    assert shown(form) == ["day", "2024-03-05", "", "2024-03-07"]
    form = form_of(alma, when="day", day="yesterday")
    assert shown(form) == ["day", "", "yesterday", "2024-03-06"]


@pytest.mark.parametrize(
    ("fields", "likely"),
    [
        ({"when": "day", "day": "6 3 1024"}, "2024-03-06"),
        ({"when": "day", "day": "5 March 0001"}, "2024-03-05"),
        ({"when": "day", "day": "29.2.0024"}, "2024-02-29"),
        ({"when": "day", "day": "31 December 1989"}, "2023-12-31"),
        ({"when": "0024-03-06"}, "2024-03-06"),
        ({"when": "month", "year": "0024"}, "2024-03"),
        ({"when": "month", "month": "4", "year": "2030"}, "2023-04"),
    ],
)
def test_a_day_that_cannot_be_is_asked_about(client, alma, fields, likely):
    form = form_of(alma, **fields)
    assert not form.is_valid()
    [[error]] = form.errors.values()
    assert (error, form.likely) == (
        "Which year? Only days from 1990 to today can be stored.",
        likely,
    )
    assert not Meeting.objects.exists()


def test_the_likely_day_is_one_press_away(client, alma):
    client.force_login(alma)
    data = meeting_post(make_kind(), title="Kept", day="6", month="3", year="0024")
    page = client.post(reverse("meeting_create"), data)
    assert page.status_code == 422
    form = page.context["form"]
    assert f'name="use_day" value="{form.likely}"' in page.content.decode()
    again = client.post(reverse("meeting_create"), data | {"use_day": form.likely})
    assert (again.status_code, again.context["form"]["title"].value()) == (200, "Kept")
    assert again.context["form"]["day"].value() == "6 March " + form.likely[:4]
    emptied = client.post(reverse("meeting_create"), data | {"use_day": ""}).context["form"]
    assert [emptied[name].value() for name in ("when", "day")] == ["day", ""]
    month = client.post(reverse("meeting_create"), data | {"use_day": "2024-02"}).context["form"]
    assert [month[name].value() for name in ("when", "month", "year")] == ["month", "2", "2024"]


@pytest.mark.parametrize("text", ["Thursday 5 March", "30 feb", "soon", "x" * 60, "5 6 7 8"])
def test_what_is_not_certain_is_not_taken(alma, text):
    form = form_of(alma, when="day", day=text)
    assert form.errors == {"day": ["Date must be a real date, like 6 3 2024."]}


def test_two_days_are_not_one(alma):
    form = form_of(alma, when="day", recent_day="2024-02-28", day="5 mars")
    [[error]] = form.errors.values()
    assert error.startswith("You chose 28 February and wrote another day below.")
    form = form_of(alma, when="day", recent_day="2024-03-05", day="5 mars")
    assert form.is_valid()


@pytest.mark.parametrize("when", ["", "x", "2024-13-45", "\0", "9" * 9000])
@pytest.mark.parametrize("opened", ["", "x", "\0", "9999-12-31", "0001-01-01"])
def test_no_odd_value_breaks_the_form(client, alma, when, opened):
    client.force_login(alma)
    boxes = {"when": when, "opened": opened, "recent_day": "\0", "day": "9" * 9000}
    answer = client.post(reverse("meeting_create"), meeting_post(make_kind(), title="A", **boxes))
    assert answer.status_code == 422


@pytest.mark.parametrize("opened", ["9999-12-31", "0001-01-01", "0024-03-06"])
@pytest.mark.parametrize("when, day", [("yesterday", ""), ("day", "last thursday"), ("day", "5")])
def test_no_day_is_counted_from_one_that_cannot_be(alma, opened, when, day):
    today = date(2024, 3, 6)
    form = form_of(alma, opened=opened, when=when, day=day)
    assert form.is_valid()
    assert today - timedelta(days=7) < form.instance.date < today


def test_the_form_of_a_meeting_shows_its_day(alma):
    today = timezone.localdate()
    for back, boxes in {
        0: [today.isoformat(), "", ""],
        5: ["day", (today - timedelta(days=5)).isoformat(), ""],
    }.items():
        meeting = make_meeting(date=today - timedelta(days=back))
        form = MeetingForm(user=alma, today=today, instance=meeting)
        assert shown(form)[:3] == boxes
    form = MeetingForm(user=alma, today=today, instance=make_meeting(date=date(2024, 1, 12)))
    assert shown(form)[:3] == ["day", "", "12 January 2024"]
