"""Whoever opens or changes a meeting of a signed month is told first."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from engagements.tests.form_data import opened_post
from reviews.models import MonthlyReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(client):
    user = make_user("head of office", full_name="Alma Jani")
    client.force_login(user)
    return user


@pytest.fixture
def meeting(alma):
    """A meeting of March 2024, which is signed."""
    meeting = make_meeting("Talk", created_by=alma)
    MonthlyReview.objects.create(
        month=date(2024, 3, 1),
        status="signed",
        signed_at=timezone.now() + timedelta(seconds=1),
        signed_by=alma,
        frozen={},
    )
    return meeting


def page(client, address):
    answer = client.get(address)
    return " ".join(answer.content.decode().split())


def test_the_page_of_the_meeting_says_it(client, meeting):
    address = meeting.get_absolute_url()
    text = page(client, address)
    assert "<b>March 2024 is signed.</b> If this meeting is changed, the month shows it." in text
    MonthlyReview.objects.update(signed_at=timezone.now() - timedelta(days=1))
    text = page(client, address)
    assert "Since then this meeting was changed once; the month shows it." in text
    assert 'href="/months/2024-03/"' in text


def test_a_page_of_its_own_comes_once_before_the_form(client, meeting):
    address = f"/meetings/{meeting.reference}/edit/"
    text = page(client, f"{address}?next=/meetings/")
    assert "<h1>March 2024 is signed</h1>" in text
    assert "Alma Jani signed the month on" in text
    assert 'id="meeting-form"' not in text
    assert 'href="?told_signed=1&amp;next=%2Fmeetings%2F"' in text
    form = page(client, f"{address}?told_signed=1&next=/meetings/")
    assert 'id="meeting-form"' in form
    assert 'name="next" value="/meetings/"' in form
    assert 'id="meeting-form"' in page(client, address)


def test_what_was_typed_is_never_held_up(client, meeting):
    answer = client.post(f"/meetings/{meeting.reference}/edit/", {"title": "Typed"})
    assert b"There is a problem" in answer.content


def test_cancelling_says_it(client, meeting):
    text = page(client, f"/meetings/{meeting.reference}/cancel/")
    assert "March 2024 is signed. The month will show that this meeting no longer counts." in text


def test_meetings_that_the_month_does_not_count_say_nothing(client, meeting, alma):
    restricted = make_meeting("Quiet", created_by=alma, sensitivity="restricted")
    other = make_meeting("Later", created_by=alma, date=date(2024, 4, 2))
    for one in (restricted, other):
        assert "is signed" not in page(client, one.get_absolute_url())
        assert 'id="meeting-form"' in page(client, f"/meetings/{one.reference}/edit/")


def send(client, meeting, alma, **changes):
    form = MeetingForm(user=alma, today=timezone.localdate(), instance=meeting)
    return client.post(f"/meetings/{meeting.reference}/edit/", opened_post(form) | changes)


def download(month, times):
    for user in [make_user(), *[make_user("viewer")] * (times - 1)]:
        ExportRecord.objects.create(user=user, what=month, file_format="pdf", row_count=1)


def test_restricting_it_is_asked_about_first(client, meeting, alma):
    MonthlyReview.objects.update(signed_at=meeting.created_at)
    download("Month in review: March 2024", 3)
    download("Month in review: April 2024", 1)
    changes = {"restricted": "on", "public_line": "New words."}
    answer = send(client, meeting, alma, **changes)
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert f"{meeting.reference} is in the signed review of March 2024" in text
    assert "Its sentence and its row leave the page and the files" in text
    assert "Files downloaded earlier are not called back: 3 were, by 2 people." in text
    assert "New words." in text
    stored = Meeting.objects.get()
    assert (stored.sensitivity, stored.public_line) == ("internal", "")

    answer = send(client, meeting, alma, **changes, restrict="no")
    assert answer.status_code == 302
    stored = Meeting.objects.get()
    assert (stored.sensitivity, stored.public_line) == ("internal", "New words.")

    answer = send(client, stored, alma, **changes, restrict="yes")
    assert answer.status_code == 302
    assert Meeting.objects.get().sensitivity == "restricted"


def test_nothing_is_asked_where_nothing_leaves_a_signed_month(client, meeting, alma):
    later = make_meeting("Later", created_by=alma, date=date(2024, 4, 2))
    MonthlyReview.objects.update(signed_at=meeting.created_at)
    late = make_meeting("Logged late", created_by=alma, date=date(2024, 3, 7))
    for one in (later, late):
        assert send(client, one, alma, restricted="on").status_code == 302
    MonthlyReview.objects.update(signed_at=timezone.now())
    again = send(client, Meeting.objects.get(pk=late.pk), alma, restricted="on", title="Quiet")
    assert again.status_code == 302


def test_without_a_download_it_says_that(client, meeting, alma):
    MonthlyReview.objects.update(signed_at=meeting.created_at)
    text = send(client, meeting, alma, restricted="on").content.decode()
    assert "No file of it was downloaded since." in text


def test_the_admin_says_it_once(client, meeting):
    MonthlyReview.objects.update(signed_at=meeting.created_at)
    client.force_login(make_user("data manager"))
    address = reverse("admin:engagements_meeting_change", args=[meeting.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"date": "6 March 2024", "sensitivity": "restricted"}
    for formset in client.get(address).context["inline_admin_formsets"]:
        data |= {
            f"{formset.formset.prefix}-TOTAL_FORMS": 0,
            f"{formset.formset.prefix}-INITIAL_FORMS": 0,
        }
    answer = client.post(address, data)
    assert answer.status_code == 200
    assert "leave the page and the files" in answer.content.decode()
    assert Meeting.objects.get().sensitivity == "internal"
    told = answer.context["adminform"].form["told_signed"].value()
    assert client.post(address, data | {"told_signed": told}).status_code == 302
    assert Meeting.objects.get().sensitivity == "restricted"
