"""The pages of months: who reads them, and what they say."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.tests.factories import make_user
from engagements.filters.forms import MeetingFilterForm
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_meeting
from reviews.models import MonthlyReview
from reviews.tests.factories import make_town
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"


def page(client, user, address=MARCH):
    client.force_login(user)
    return client.get(address)


def test_addresses():
    assert reverse("month_detail", kwargs={"year": 2024, "month": 3}) == MARCH
    assert reverse("month_list") == "/months/"


@pytest.mark.parametrize("role", roles.ALL)
def test_every_role_reads_the_same_month(client, march, role):
    response = page(client, make_user(role))
    assert response.status_code == 200
    assert response.context["summary"].counts.meetings == 12
    text = response.content.decode()
    assert "<strong>12 meetings, visits and events</strong>" in text
    for name in ("Karl Bergner", "Albert Halilaj", "Ruth Huber", "Ergest Dule", "Onid Bejleri"):
        assert f"{name}, Head of it" in text
    assert "March 2024, day not recorded" in text
    assert "style=" not in text


@pytest.mark.parametrize("address", [MARCH, "/months/"])
def test_without_a_role_403_and_anonymous_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert page(client, make_user(""), address).status_code == 403


@pytest.mark.parametrize("month", ["2024-13", "2024-00", "0000-01", "0001-05", "9999-12", "2024-3"])
def test_what_is_no_month_is_not_found(client, month):
    assert page(client, make_user("viewer"), f"/months/{month}/").status_code == 404


def test_first_and_last_month_of_the_calendar(client):
    first = page(client, make_user("viewer"), "/months/0002-01/")
    assert (first.status_code, first.context["previous"]) == (200, None)
    last = page(client, make_user("viewer"), "/months/9998-12/")
    assert (last.status_code, last.context["next"]) == (200, None)


def test_only_reading(client):
    client.force_login(make_user("head of office"))
    assert client.post(MARCH).status_code == 405


def test_an_empty_month(client):
    text = page(client, make_user("viewer")).content.decode()
    assert "Nothing was recorded in March 2024." in text
    assert 'href="/months/2024-02/"' in text
    assert 'href="/months/2024-04/"' in text
    assert 'id="themes"' not in text


def test_restricted_meetings_are_told_to_those_who_may_see_them(client):
    present, other = make_user("staff"), make_user("staff")
    make_meeting("Plain words")
    for title in ("Secret one", "Secret two"):
        make_meeting(title, sensitivity="restricted", staff=[present])
    line = "2 restricted meetings are not counted here"
    for user, told in [
        (present, True),
        (make_user("head of office"), True),
        (other, False),
        (make_user("viewer"), False),
        (make_user("data manager"), False),
    ]:
        response = page(client, user)
        text = response.content.decode()
        assert (line in text) is told
        assert ("restricted=only" in text) is told
        assert "Secret" not in text
        assert response.context["summary"].counts.meetings == 1


def test_each_number_leads_to_just_these_meetings(client, march):
    hidden = make_meeting("Hidden", location=make_town("Kukës"), sensitivity="restricted")
    hidden.thematic_areas.add(make_area())
    user = make_user("head of office")
    summary = page(client, user).context["summary"]
    cells = [cell for row in summary.matrix.rows for cell in (*row.cells, row.total)]
    bars = [*summary.places.bars, *summary.kinds.bars]
    seen = Meeting.objects.visible_to(user)
    for number in [cell for cell in cells if cell.value] + bars:
        kept = MeetingFilterForm(QueryDict(number.query), user=user).filter(seen)
        assert kept.count() == number.value, number


def test_status(client):
    alma = make_user("head of office", full_name="Alma Jani")
    assert "Draft, not signed" in page(client, alma).content.decode()
    MonthlyReview.objects.create(
        month=date(2024, 3, 1),
        status="signed",
        signed_by=alma,
        signed_at=datetime(2024, 4, 2, 9, tzinfo=UTC),
    )
    text = page(client, alma).content.decode()
    assert "Signed by Alma Jani on 2 April 2024" in text
    assert "Draft, not signed" not in text


def test_many_places_can_be_shown_by_municipality(client):
    county = make_town("Kukës").parent
    for number in range(11):
        make_meeting(location=make_location(f"Town {number}", parent=county))
    user = make_user("viewer")
    assert "?by=municipality" in page(client, user).content.decode()
    text = page(client, user, f"{MARCH}?by=municipality").content.decode()
    assert "By county" in text
    assert "Town 10" in text


def test_action_points_overdue(client):
    alice = make_user("staff")
    make_meeting().action_points.create(text="Send it", owner=alice, due=date(2024, 3, 8))
    text = " ".join(page(client, alice).content.decode().split())
    assert "<b>1 overdue</b>" in text
    assert "0 closed, 0 still open" in text
    assert 'href="/months/2024-03/action-points/?status=overdue"' in text


def test_months_newest_first_with_empty_ones_folded(client, march):
    make_meeting(date=date(2023, 12, 5))
    make_meeting(date=date(2024, 5, 1), sensitivity="restricted")
    make_meeting(date=date(2024, 6, 1), status="draft")
    answer = page(client, make_user("head of office"), "/months/")
    months = answer.context["months"]
    counts = [(m.period.name, m.counts.meetings, m.counts.organisations) for m in months]
    assert counts == [("March 2024", 12, 16), ("December 2023", 1, 0)]
    text = " ".join(answer.content.decode().split())
    assert "2 months without a meeting: January 2024 to February 2024" in text
    for month in ("01", "02"):
        assert f'<a href="/months/2024-{month}/">' in text


def test_one_empty_month_and_a_run_of_years(client):
    for day in (date(2024, 3, 5), date(2024, 1, 5), date(1995, 1, 5)):
        make_meeting(date=day)
    text = " ".join(page(client, make_user(), "/months/").content.decode().split())
    assert '<a href="/months/2024-02/">February 2024</a>: no meeting' in text
    assert "347 months without a meeting: February 1995 to December 2023" in text
    assert "/months/2000-01/" not in text


def test_an_empty_month_with_a_review_has_a_row(client):
    make_meeting(date=date(2024, 3, 5))
    make_meeting(date=date(2024, 1, 5))
    MonthlyReview.objects.create(month=date(2024, 2, 1), status="returned")
    MonthlyReview.objects.create(month=date(2020, 2, 1), status="returned")
    months = page(client, make_user(), "/months/").context["months"]
    assert [(m.period.name, m.empty_after) for m in months] == [
        ("March 2024", None), ("February 2024", None), ("January 2024", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "may_log"), [("staff", True), ("viewer", False)])
def test_no_months_yet(client, role, may_log):
    text = page(client, make_user(role), "/months/").content.decode()
    assert "No month has a meeting yet" in text
    assert ('<a class="btn" href="/meetings/new/">' in text) is may_log


def test_queries_do_not_grow(client, march):
    user = make_user("head of office")
    client.force_login(user)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(MARCH).status_code == 200
        return len(found)

    make_meeting(staff=[user])
    few = queries()
    for meeting in range(12):
        make_meeting(f"Meeting {meeting}", areas=[make_area()], location=make_town("Kukës"))
    assert Meeting.objects.counted().count() == 25
    assert queries() == few
