"""The form's preview: the very sentences that the article of the month has, or will have once it is saved."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post, opened_post
from reviews.build_report import compose_article
from reviews.month.meetings import meeting_facts, read_months
from stakeholders.models import Organisation, Person
from stakeholders.tests.factories import make_appointment, make_location, make_organisation

pytestmark = pytest.mark.django_db
PREVIEW = "/meetings/preview/"


@pytest.fixture(scope="module")
def example(module_db):
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)


@pytest.fixture
def alma(client, db):
    user = make_user("head of office", full_name="Alma Toska")
    client.force_login(user)
    return user


def preview(client, data, reference=""):
    """Return the text of the preview; `reference` names the meeting that is being changed."""
    address = f"{PREVIEW}?meeting={reference}" if reference else PREVIEW
    page = client.post(address, data).content.decode()
    return unescape(re.search(r'<p class="preview mt-3">(.*?)</p>', page, re.S)[1])


def sentences(reference, *, year=2024, month=3):
    """Return what the article of the month says of one meeting."""
    rows = read_months(Meeting.objects, [(year, month)])[year, month]
    article = compose_article(tuple(map(meeting_facts, rows)), year, month)
    return " ".join(sentence.text for sentence in article.about(reference))


def edit_form(client, meeting):
    address = reverse("meeting_edit", args=[meeting.reference])
    answer = client.get(address)
    assert f"{PREVIEW}?meeting={meeting.reference}" in answer.content.decode()
    return address, opened_post(answer.context["form"])


def test_every_meeting_of_the_example_month_reads_as_in_the_article(client, example, alma):
    meetings = Meeting.objects.all()
    assert len(meetings) == 12
    for meeting in meetings:
        _address, data = edit_form(client, meeting)
        text = preview(client, data, meeting.reference)
        assert text == sentences(meeting.reference)
        assert text


@pytest.mark.parametrize("number", range(12))
def test_a_new_meeting_reads_as_the_article_will_once_it_is_saved(client, example, alma, number):
    old = Meeting.objects.order_by("pk")[number]
    _address, data = edit_form(client, old)
    old.counterparts.all().delete()
    old.delete()
    text = preview(client, data)
    others = " ".join(Meeting.objects.values_list("reference", flat=True))
    answer = client.post(reverse("meeting_create"), data | {"another_than": others})
    assert answer.status_code == 302
    assert text == sentences(Meeting.objects.latest("pk").reference)


def test_new_people_and_organisations_read_as_the_article_will(client, alma):
    make_location()
    body = make_organisation("British Embassy")
    rows = [
        {"who": "Mr. Agim Hoxha", "new_person": "on", "organisation": "British Embassy", "role": "Director"},
        {"who": "Visa Unit, British Embassy", "kind": body.kind.pk, "role": "Technical staff", "people_count": "3"},
    ]  # fmt: skip
    data = meeting_post(make_kind(), rows=rows, place="kukes", staff=[alma.pk])
    text = preview(client, data)
    counts = (Meeting.objects.count(), Person.objects.count(), Organisation.objects.count())
    assert counts == (0, 0, 1)
    assert client.post(reverse("meeting_create"), data).status_code == 302
    assert text == sentences(Meeting.objects.get().reference)
    assert "Mr. Agim Hoxha, Director of the British Embassy" in text
    assert "technical staff" in text


def test_how_a_meeting_reads(client, alma):
    make_location()
    make_appointment(organisation=make_organisation())
    rows = [{"who": "Albert Halilaj"}, {"who": "Municipality of Kukës", "role": "Technical staff"}]
    data = meeting_post(
        make_kind(),
        rows=rows,
        place="kukes",
        thematic_areas=make_area().pk,
        public_line="It went well.",
    )
    answer = client.post(PREVIEW, data)
    assert preview(client, data) == (
        "On 6 March, the office travelled to Kukes and met with Albert Halilaj, Mayor of Kukes"
        " Municipality, and technical staff. It went well. The theme was protection."
    )
    assert (
        "<p data-title hidden>Bilateral meeting with Albert Halilaj</p>" in answer.content.decode()
    )
    assert not Meeting.objects.exists()


def test_the_title_kept_from_that_day_is_what_reads_though_its_box_is_emptied(client, alma):
    organisation = make_organisation("British Embassy")
    meeting = make_meeting(created_by=alma, organisations=[organisation])
    person = make_appointment(organisation=organisation, title="Ambassador").person
    meeting.counterparts.get().attend(person, "Consul")
    _address, data = edit_form(client, meeting)
    assert "Consul" in preview(client, data | {"with-0-role": ""}, meeting.reference)


def test_a_meeting_moved_to_another_month_reads_as_in_that_month(client, alma):
    meeting = make_meeting(created_by=alma)
    address, data = edit_form(client, meeting)
    data |= {"day": ["6 February 2024"]}
    text = preview(client, data, meeting.reference)
    client.post(address, data)
    assert text == sentences(meeting.reference, month=2)
    assert text.startswith("On 6 February")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"day": "99"}, '<p class="preview mt-3">The office held a bilateral meeting.</p>'),
        ({"when": "month"}, "In the course of March 2024, the office held a bilateral meeting."),
        (
            {"title": "<i>Mine.</i>"},
            "On 6 March, the office held a bilateral meeting, recorded as “&lt;i&gt;Mine.&lt;/i&gt;”.",
        ),
        ({"restricted": "on"}, "A restricted meeting does not appear in the review."),
        ({"kind": "x"}, '<p class="preview mt-3"></p>'),
    ],
)
def test_how_an_unfinished_one_reads(client, alma, fields, text):
    answer = client.post(PREVIEW, meeting_post(make_kind(is_named=True), **fields))
    assert text in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"place": "Rrapë"}, "On 6 March, the office held a bilateral meeting in Rrapë."),
        (
            {"place": "Rrapë", "other_places": "Has; Krumë"},
            "On 6 March, the office held a bilateral meeting in Rrapë, Has and Krumë.",
        ),
    ],
)
def test_places_in_words_read_as_they_were_written(client, alma, fields, text):
    data = meeting_post(make_kind(is_named=True), **fields)
    assert preview(client, data) == text
    client.post(reverse("meeting_create"), data | {"title": "A"})
    assert sentences(Meeting.objects.get().reference) == text


def test_a_name_that_nobody_has_is_left_out(client, alma):
    make_organisation("British Embassy")
    row = {"who": "British Embassy", "person": "Nobody Known"}
    text = preview(client, meeting_post(make_kind(), rows=[row]))
    assert text == "On 6 March, the office met with the British Embassy."


@pytest.mark.parametrize("reference", ["2024-03-999", "%00", "x" * 300])
def test_an_unknown_meeting_reads_as_a_new_one(client, alma, reference):
    assert preview(client, meeting_post(make_kind()), reference).startswith("On 6 March")


def test_what_another_meeting_says_stays_with_those_who_may_change_it(client):
    author, other = make_user(), make_user()
    meeting = make_meeting("Secret", created_by=author, kind=make_kind(), sensitivity="restricted")
    client.force_login(other)
    data = meeting_post(make_kind(is_active=True)) | {"title": ""}
    assert "Secret" not in preview(client, data, meeting.reference)


def test_who_may_preview(client):
    assert client.post(PREVIEW).status_code == 302
    client.force_login(make_user(role="viewer"))
    assert client.post(PREVIEW).status_code == 403
    client.force_login(make_user())
    assert client.get(PREVIEW).status_code == 405
    assert client.post(PREVIEW).status_code == 200
