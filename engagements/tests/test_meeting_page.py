"""The page of one meeting, and the pages that ask before it is cancelled, restored or deleted."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attachment, Meeting
from engagements.tests.factories import make_area, make_meeting
from stakeholders.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani")


def text_of(client, address):
    """Return the words of a page, without its tags."""
    page = client.get(address).content.decode()
    main = page[page.index("<h1") : page.index("</main>")]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def page_for(client, user, meeting):
    client.force_login(user)
    return text_of(client, meeting.get_absolute_url())


GAPS = {
    "No exact day recorded.": "#when",
    "No public line yet.": "#id_public_line",
    "No thematic area recorded.": "#id_thematic_areas_0",
    "No counterpart recorded.": "#with",
    "No colleague recorded.": "#id_staff_0",
}


def test_each_gap_stands_in_its_place_with_a_way_to_fill_it(client, alma):
    empty = make_meeting(date=date(2024, 3, 1), date_precision="month", created_by=alma)
    client.force_login(alma)
    page = client.get(empty.get_absolute_url()).content.decode()
    for words, anchor in GAPS.items():
        assert page.count(words) == 1
        assert f'href="/meetings/{empty.reference}/edit/{anchor}"' in page
    form = client.get(f"/meetings/{empty.reference}/edit/").content.decode()
    for anchor in ("#when", "#with", "#id_public_line"):
        assert f'id="{anchor[1:]}"' in form


def test_a_reader_sees_the_gaps_and_no_way_to_fill_them(client, alma):
    empty = make_meeting(created_by=alma)
    client.force_login(make_user())
    page = client.get(empty.get_absolute_url()).content.decode()
    assert "No thematic area recorded." in page
    assert "/edit/" not in page


def test_a_full_meeting_shows_no_gap(client, alma):
    meeting = make_meeting(
        areas=[make_area()],
        staff=[alma],
        organisations=[make_organisation(name="Ministry")],
        public_line="We spoke of data.",
    )
    counterpart = meeting.counterparts.get()
    counterpart.people_count = 3
    counterpart.save()
    counterpart.attend(make_person("Ana Hoxha"), "Director")
    page = page_for(client, alma, meeting)
    assert "recorded." not in page
    assert "No public line" not in page
    for words in ("We spoke of data.", "Ana Hoxha Director", "and 2 people without names here"):
        assert words in page


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("viewer", set()),
        ("data manager", set()),
        ("staff", {"copy"}),
        ("head of office", {"copy", "edit", "cancel"}),
    ],
)
def test_what_may_be_done_is_offered_to_whom_it_is_open(client, alma, role, shown):
    meeting = make_meeting(created_by=alma)
    client.force_login(make_user(role=role))
    page = client.get(meeting.get_absolute_url()).content.decode()
    offered = {
        verb for verb in ("copy", "edit", "cancel") if f"/{meeting.reference}/{verb}/" in page
    }
    assert offered == shown


def test_drafts_and_cancelled_ones_say_so(client, alma):
    draft = make_meeting("A draft", status="draft", created_by=alma)
    page = page_for(client, alma, draft)
    assert "Draft, not logged yet." in page
    assert "Log another like this" not in page
    assert "Delete draft" in page
    draft.set_status("cancelled")
    page = page_for(client, alma, draft)
    assert "Cancelled: not counted in any figures." in page
    assert "Restore meeting" in page


def test_files_are_listed(client, alma):
    meeting = make_meeting(created_by=alma)
    Attachment.objects.create(
        meeting=meeting,
        original_name="minutes.txt",
        size=2048,
        content_type="text/plain",
        uploaded_by=alma,
        file=ContentFile(b"x", name="a.txt"),
    )
    assert "minutes.txt 2.0\xa0KB, added" in client_words(client, alma, meeting)


def client_words(client, user, meeting):
    client.force_login(user)
    page = client.get(meeting.get_absolute_url()).content.decode()
    return re.sub("[ \n]+", " ", re.sub("<[^>]+>", "", page))


@pytest.mark.parametrize("count", [1, 6])
def test_a_fixed_number_of_queries(client, alma, count, django_assert_num_queries):
    organisations = [make_organisation(name=f"Organisation {n}") for n in range(count)]
    meeting = make_meeting(organisations=organisations, areas=[make_area()], staff=[alma])
    for number, counterpart in enumerate(meeting.counterparts.all()):
        counterpart.attend(make_person(f"Person {number}"))
        ActionPoint.objects.create(meeting=meeting, text="Send", owner=alma)
        meeting.version += 1
        meeting.store()
    client.force_login(alma)
    client.get(meeting.get_absolute_url())
    with django_assert_num_queries(18):
        client.get(meeting.get_absolute_url())


def test_what_follows_is_said_before_it_happens(client, alma):
    meeting = make_meeting("Talk", created_by=alma)
    for _number in range(2):
        ActionPoint.objects.create(meeting=meeting, text="Send", owner=alma)
    client.force_login(alma)
    cancel, restore, delete = (
        reverse(f"meeting_{verb}", args=[meeting.reference])
        for verb in ("cancel", "restore", "delete")
    )
    assert "Its 2 open action points no longer appear in lists and reminders." in text_of(
        client, cancel
    )
    client.post(cancel)
    page = text_of(client, restore)
    assert "It counts in the figures of March 2024 again." in page
    assert "Its 2 open action points appear in lists and reminders again." in page
    Meeting.objects.update(status="draft")
    page = text_of(client, delete)
    assert f"Its number, {meeting.reference}, will not be used again." in page
    assert Meeting.objects.exists()


@pytest.mark.parametrize("verb", ["cancel", "restore", "delete", "copy", "edit"])
def test_nobody_else_is_asked(client, alma, verb):
    meeting = make_meeting("Talk", created_by=alma)
    address = reverse(f"meeting_{verb}", args=[meeting.reference])
    assert client.get(address).url.startswith("/account/login/")
    client.force_login(make_user(role="viewer"))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert Meeting.objects.get().status == "logged"
