"""Action points as records: which are overdue, whose they are to close, how they are closed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import make_user
from engagements.models import ActionPoint
from engagements.models.action_point import sunday_of
from engagements.tests.factories import make_meeting
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2024, 3, 6)


def texts(rows):
    return sorted(str(point) for point in rows)


def make_point(text="Send figures", *, meeting=None, **fields):
    if fields.get("promised_by") != "them" and "owner" not in fields:
        fields["owner"] = make_user()
    return (meeting or make_meeting()).action_points.create(text=text, **fields)


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        (date(2024, 3, 3), date(2024, 3, 3)),
        (date(2024, 3, 4), date(2024, 3, 10)),
        (date(2024, 3, 6), date(2024, 3, 10)),
        (date(2024, 12, 31), date(2025, 1, 5)),
    ],
)
def test_a_week_ends_on_sunday(day, sunday):
    assert sunday_of(day) == sunday


def test_what_is_due_today_is_not_overdue():
    for day in (5, 6, 10, 11):
        make_point(f"On {day}", due=date(2024, 3, day))
    make_point("No date")
    make_point("Done", due=date(2024, 3, 5), status="done", closed_on=WEDNESDAY)
    make_point("Draft", due=date(2024, 3, 5), meeting=make_meeting(status="draft"))
    make_point("Cancelled", due=date(2024, 3, 7), meeting=make_meeting(status="cancelled"))
    rows = ActionPoint.objects
    assert texts(rows.overdue(WEDNESDAY)) == ["On 5"]
    ordered = [str(point) for point in rows.open().due_first().order_by("due_order", "pk")]
    assert ordered == ["On 5", "On 6", "On 10", "On 11", "No date"]


def test_needs_a_new_owner():
    left = make_user(is_active=False)
    point = make_point("Theirs who left", owner=left)
    closed = make_point("Closed", owner=left, status="done", closed_on=WEDNESDAY)
    staying = make_point()
    them = make_point("By them", promised_by="them", organisation=make_organisation())
    assert list(ActionPoint.objects.needs_new_owner()) == [point]
    found = [row.needs_new_owner for row in (point, closed, staying, them)]
    assert found == [True, False, False, False]


def test_who_may_close():
    alma, ben = make_user(full_name="Alma"), make_user(full_name="Ben")
    points = [
        make_point("Owned", owner=alma, meeting=make_meeting(created_by=ben)),
        make_point("Logged", owner=ben, meeting=make_meeting(created_by=alma)),
        make_point("Attended", owner=ben, meeting=make_meeting(created_by=ben, staff=[alma])),
        make_point("Other", owner=ben, meeting=make_meeting(created_by=ben)),
        make_point(
            "Hidden",
            owner=alma,
            meeting=make_meeting(created_by=ben, staff=[ben], sensitivity="restricted"),
        ),
        make_point("Draft", owner=alma, meeting=make_meeting(created_by=alma, status="draft")),
    ]
    rows = ActionPoint.objects
    assert texts(rows.closable_by(alma)) == ["Attended", "Logged", "Owned"]
    head = make_user(role="head of office")
    assert texts(rows.closable_by(head)) == texts(points[:5])
    for role in ("viewer", "data manager", ""):
        former = make_user(role=role)
        make_point(f"Of {role}", owner=former)
        assert not rows.closable_by(former).exists()
    alma.is_active = False
    assert not rows.closable_by(alma).exists()


def test_the_life_of_an_action_point():
    alma = make_user(full_name="Alma")
    point = make_point()
    point.close(by=alma, on=WEDNESDAY, outcome="Sent by e-mail")
    point.refresh_from_db()
    found = (point.status, point.closed_by, point.closed_on, point.outcome)
    assert found == ("done", alma, WEDNESDAY, "Sent by e-mail")
    point.note_outcome("Sent by post")
    point.reopen()
    point.refresh_from_db()
    found = (point.status, point.closed_by, point.closed_on, point.outcome)
    assert found == ("open", None, None, "")
    point.drop(by=alma, on=WEDNESDAY, reason="No longer wanted")
    point.refresh_from_db()
    assert (point.status, point.outcome) == ("dropped", "No longer wanted")
    said = [row.outcome for row in point.history.order_by("history_id")]
    assert said == ["", "Sent by e-mail", "Sent by post", "", "No longer wanted"]


def test_dropping_needs_a_reason():
    point = make_point()
    with pytest.raises(ValidationError) as refused:
        point.drop(by=make_user(), on=WEDNESDAY, reason="")
    assert refused.value.message_dict == {"outcome": ["Write why it is dropped."]}
    point.refresh_from_db()
    assert point.is_open


def test_the_tabs_are_counted_as_they_are_filled():
    alma, kukes = make_user(), make_organisation()
    make_point("Mine", owner=alma, due=date(2024, 3, 5))
    make_point("Others'", due=WEDNESDAY)
    make_point("Theirs", promised_by="them", organisation=kukes)
    make_point("Closed", owner=alma, status="dropped", closed_on=WEDNESDAY, outcome="No")
    make_point("Draft", owner=alma, meeting=make_meeting(status="draft"))
    rows = ActionPoint.objects
    expected = {
        "mine": ["Mine"],
        "open": ["Mine", "Others'", "Theirs"],
        "theirs": ["Theirs"],
        "overdue": ["Mine"],
        "closed": ["Closed"],
    }
    assert {tab: texts(rows.in_tab(tab, alma, WEDNESDAY)) for tab in expected} == expected
    counts = {tab: len(found) for tab, found in expected.items()}
    assert rows.tab_counts(alma, WEDNESDAY) == counts


def test_with_an_organisation_both_directions():
    kukes, other = make_organisation(), make_organisation(name="Embassy")
    met = make_meeting(organisations=[kukes, other])
    make_point("Ours to them", meeting=met)
    make_point("By them", meeting=met, promised_by="them", organisation=kukes)
    make_point("By the embassy", meeting=met, promised_by="them", organisation=other)
    make_point("Elsewhere")
    found = texts(ActionPoint.objects.with_organisation(kukes))
    assert found == ["By them", "Ours to them"]
