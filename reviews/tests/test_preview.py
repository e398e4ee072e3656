"""The form's preview: the composer's text on this one meeting, and what is remarked on in its boxes."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.models.text_answers import text_digest
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post, opened_post
from reviews.article.box_remarks import unanswered_lines
from reviews.build_report import describe_meeting
from reviews.month.meetings import meeting_facts, read_months, with_details
from stakeholders.models import Organisation, Person
from stakeholders.tests.factories import (
    make_appointment,
    make_location,
    make_organisation,
    make_person,
)

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
    return shown(client.post(address, data))


def shown(answer):
    """Return the text of the preview on a page, or on a piece of one."""
    text = re.search(r'<p class="reading__text">(.*?)</p>', answer.content.decode(), re.S)[1]
    return unescape(strip_tags(text)).strip()


def own(answer):
    """Return the words that are marked as the writer's."""
    return [
        unescape(text)
        for text in re.findall(r'<u\s+class="own"\s+>(.*?)</u>', answer.content.decode())
    ]


def sentences(reference):
    """Return what the composer says of one meeting, as it is stored."""
    [facts] = map(meeting_facts, with_details(Meeting.objects.filter(reference=reference)))
    return describe_meeting(facts, (facts,))


def edit_form(client, meeting):
    address = reverse("meeting_edit", args=[meeting.reference])
    answer = client.get(address)
    assert f"{PREVIEW}?meeting={meeting.reference}" in answer.content.decode()
    return address, opened_post(answer.context["form"])


def test_every_meeting_of_the_example_month_reads_as_the_composer_says(client, example, alma):
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
        public_line="The Mayor plans a help desk.",
    )
    answer = client.post(PREVIEW, data)
    assert preview(client, data) == (
        "On 6 March, IOM met Albert Halilaj, Mayor of Kukes Municipality, and technical staff."
        " The Mayor plans a help desk."
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


def test_a_meeting_moved_to_another_month_reads_as_of_that_month(client, alma):
    meeting = make_meeting(created_by=alma, organisations=[make_organisation()])
    address, data = edit_form(client, meeting)
    data |= {"day": ["6 February 2024"]}
    text = preview(client, data, meeting.reference)
    client.post(address, data)
    assert text == sentences(meeting.reference)
    assert text.startswith("On 6 February")


EMPTY = "Choose the kind and say who it was with, and the sentence appears here."


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, EMPTY),
        ({"kind": "x", "place": "Rrapë"}, EMPTY),
        ({"title": "Complaint about Mr. Y"}, EMPTY),
        ({"restricted": "on"}, "This meeting will not be in the article."),
    ],
)
def test_what_stands_there_without_a_sentence(client, alma, fields, text):
    assert preview(client, meeting_post(make_kind(), **fields)) == text


def test_a_title_is_never_in_it(client, alma):
    data = meeting_post(make_kind(), title="Complaint about Mr. Y", place="Rrapë")
    assert "Complaint" not in preview(client, data)


def test_without_a_day_it_reads_without_one(client, alma):
    text = preview(client, meeting_post(make_kind(), day="99", place="Rrapë"))
    assert "6 March" not in text
    assert "Rrapë" in text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"place": "Rrapë"}, "On 6 March, IOM held a bilateral meeting in Rrapë."),
        (
            {"place": "Rrapë", "other_places": "Has; Krumë"},
            "On 6 March, IOM held a bilateral meeting in Rrapë, Has and Kruma.",
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
    assert text == "On 6 March, IOM met representatives of the British Embassy."


@pytest.mark.parametrize("reference", ["2024-03-999", "%00", "x" * 300])
def test_an_unknown_meeting_reads_as_a_new_one(client, alma, reference):
    data = meeting_post(make_kind(), place="Rrapë")
    assert preview(client, data, reference).startswith("On 6 March")


def test_what_another_meeting_says_stays_with_those_who_may_change_it(client):
    author, other = make_user(), make_user()
    meeting = make_meeting("Secret", created_by=author, kind=make_kind(), sensitivity="restricted")
    client.force_login(other)
    data = meeting_post(make_kind(is_active=True), place="Rrapë") | {"title": ""}
    assert (
        "Secret" not in client.post(f"{PREVIEW}?meeting={meeting.reference}", data).content.decode()
    )


def test_who_may_preview(client):
    assert client.post(PREVIEW).status_code == 302
    client.force_login(make_user(role="viewer"))
    assert client.post(PREVIEW).status_code == 403
    client.force_login(make_user())
    assert client.get(PREVIEW).status_code == 405
    assert client.post(PREVIEW).status_code == 200


def remarks(answer):
    """Return {box: code} of what is remarked on."""
    return {box: remark.code for box, remark in answer.context["reading"].remarks.items()}


def with_embassy(**fields):
    if not Organisation.objects.filter(name="British Embassy"):
        make_organisation("British Embassy")
    return meeting_post(make_kind(), rows=[{"who": "British Embassy"}], **fields)


def test_the_words_of_the_writer_are_marked(client, alma):
    answer = client.post(PREVIEW, with_embassy(public_line="Foreign workers in tourism."))
    assert [text.lower() for text in own(answer)] == ["foreign workers in tourism"]
    assert remarks(answer) == {"public_line": "few-words"}
    assert "Underlined: your words." in answer.content.decode()
    assert own(client.post(PREVIEW, with_embassy())) == []


def test_what_is_said_where_there_is_no_line(client, alma):
    text = client.post(PREVIEW, with_embassy()).content.decode()
    assert "No line yet. A few words on what it was about would make this worth reading." in text


LOUD = "MEETING WITH THE EMBASSY ON WORK PERMITS FOR IT WORKERS"


def test_a_line_in_capitals_is_asked_about_until_it_is_answered(client, alma):
    data = with_embassy(public_line=LOUD)
    answer = client.post(PREVIEW, data)
    remark = answer.context["reading"].remarks["public_line"]
    assert (remark.code, remark.is_grave) == ("capitals", True)
    assert "work" not in shown(answer).lower()
    assert remark.suggestion == "work permits for IT workers"
    assert "Until it is answered the line is not printed." in answer.content.decode()
    answer = client.post(PREVIEW, data | {"answers": remark.leave})
    assert remarks(answer).get("public_line") != "capitals"
    assert (
        client.post(reverse("meeting_create"), data | {"answers": remark.leave}).status_code == 302
    )
    assert Meeting.objects.get().answered_remarks("public_line") == ("capitals",)


def test_letters_that_nobody_knows_are_asked_about_until_it_is_answered(client, alma):
    data = with_embassy(public_line="return assistance and the role of BARMM and BARMM")
    answer = client.post(PREVIEW, data)
    remark = answer.context["reading"].remarks["public_line"]
    assert remark.title == "What does “BARMM” stand for?"
    page = answer.content.decode()
    assert "Write it in full, or leave it where every reader knows it." in page
    assert "Leave it as typed" in page
    data |= {"answers": remark.leave}
    again = client.post(PREVIEW, data).context["reading"].remarks.get("public_line")
    assert again is None or "BARMM" not in again.title
    client.post(reverse("meeting_create"), data)
    assert Meeting.objects.get().answered_remarks("public_line") == ("few-words",)


def test_the_words_that_may_be_misspelt_are_named(client, alma):
    line = "strenghtening of reintegration, implementaion."
    answer = client.post(PREVIEW, with_embassy(public_line=line))
    remark = answer.context["reading"].remarks["public_line"]
    assert remark.title == "Spelt right? “strenghtening”, “implementaion”"


def test_one_word_that_is_left_of_a_case_is_not_suggested(client, alma):
    line = "housing for returnees, return of the family of four from Has to Germany"
    answer = client.post(PREVIEW, with_embassy(public_line=line))
    remark = answer.context["reading"].remarks["public_line"]
    assert (remark.code, remark.suggestion) == ("case", "housing for returnees")


def test_a_case_is_asked_about_in_internal_boxes_too(client, alma):
    text = "Case 000/2024: phone 069 000 0000. Reintegration support."
    answer = client.post(PREVIEW, with_embassy(public_line=text, internal_note=text, title=text))
    assert remarks(answer) == {"public_line": "case", "internal_note": "case", "title": "case"}
    page = answer.content.decode()
    assert page.count("Does this tell of a person we assist?") == 3
    assert "<mark>069 000 0000</mark>" in page
    assert "It is nobody’s data" in page
    leave = answer.context["reading"].remarks["internal_note"].leave
    answer = client.post(PREVIEW, with_embassy(internal_note=text, answers=leave))
    assert remarks(answer) == {"internal_note": "answered"}
    assert "Nobody’s data, said Alma Toska, " in answer.content.decode()
    assert remarks(
        client.post(PREVIEW, with_embassy(internal_note=f"{text} More.", answers=leave))
    ) == {"internal_note": "case"}


def test_a_line_that_the_title_forbids_is_printed_once_that_is_allowed(client, alma):
    data = with_embassy(public_line="Work permits", title="Please do not share")
    answer = client.post(PREVIEW, data)
    assert remarks(answer) == {"public_line": "private"}
    assert "work permits" not in shown(answer)
    assert "It may be printed" in answer.content.decode()
    leave = answer.context["reading"].remarks["public_line"].leave
    assert "work permits" in shown(client.post(PREVIEW, data | {"answers": leave}))


def test_a_name_on_record_is_no_case(client, alma):
    make_person("Gentjan Xhafa")
    make_location("Rrapë")
    data = with_embassy(public_line="Mr. Gentjan Xhafa asked for support in Rrapë.")
    assert "public_line" not in remarks(client.post(PREVIEW, data))
    data = with_embassy(public_line="Mr. Besnik Xhixha asked for support in Rrapë.")
    assert "public_line" in remarks(client.post(PREVIEW, data))


def test_the_name_in_a_title_of_an_event_is_asked_about(client, alma):
    event = make_kind("event", "Event", described_as="participation")
    data = meeting_post(event, place="Kukës", title="Fair “Invest in North”, Kukës")
    answer = client.post(PREVIEW, data)
    assert remarks(answer) == {"title": "event-name"}
    page = answer.content.decode()
    assert "Is “Invest in North” the public name of the event?" in page
    assert 'name="use_event_name"' in page
    leave = answer.context["reading"].remarks["title"].leave
    assert remarks(client.post(PREVIEW, data | {"answers": leave})) == {}
    assert remarks(client.post(PREVIEW, data | {"event_name": "Invest in North"})) == {}
    assert remarks(client.post(PREVIEW, data | {"kind": make_kind().pk})) == {}
    client.post(reverse("meeting_create"), data | {"answers": leave})
    meeting = Meeting.objects.get()
    assert (meeting.event_name, meeting.answered_remarks("title")) == ("", ("event-name",))


def test_without_scripts_the_page_comes_back_with_all_that_was_typed(client, alma):
    data = with_embassy(
        public_line=LOUD,
        internal_note="Mine",
        action_points=[{"text": "Send the leaflet", "promised_by": "us", "due_in": "none"}],
    )
    answer = client.post(PREVIEW, data | {"show_reading": "1"})
    assert answer.status_code == 200
    assert "British Embassy" in shown(answer)
    page = answer.content.decode()
    assert "Written in capitals" in page
    for text in (LOUD, "Mine", "Send the leaflet", "Save meeting"):
        assert text in page
    remark = answer.context["reading"].remarks["public_line"]
    used = client.post(PREVIEW, data | {"use_public_line": remark.suggestion})
    assert used.context["form"]["public_line"].value() == remark.suggestion
    left = client.post(PREVIEW, data | {"leave": remark.leave})
    assert left.context["form"]["answers"].value() == remark.leave
    assert remarks(left).get("public_line") != "capitals"
    assert not Meeting.objects.exists()


def test_the_page_of_a_meeting_that_is_changed_goes_on_to_be_its(client, alma):
    meeting = make_meeting(created_by=alma, organisations=[make_organisation()])
    _address, data = edit_form(client, meeting)
    answer = client.post(f"{PREVIEW}?meeting={meeting.reference}", data | {"show_reading": "1"})
    page = answer.content.decode()
    assert f'action="/meetings/{meeting.reference}/edit/"' in page
    assert f"{PREVIEW}?meeting={meeting.reference}#publicly" in page


@pytest.mark.parametrize(
    "line",
    [
        "A" * 3001,
        "w " * 1499,
        "?!… —",
        "Работни дозволи за странци",
        "<b>permits</b> & {{ x }} {% y %} #let **z**",
        "• permits\n• seasonal work\n• housing",
        "\0",
        "\udc00".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_odd_lines_are_answered_with_words(client, alma, line):
    answer = client.post(PREVIEW, with_embassy(public_line=line))
    assert answer.status_code == 200
    assert "British Embassy" in shown(answer)
    assert "<b>permits" not in answer.content.decode()


def test_queries_of_a_preview(client, alma, django_assert_num_queries):
    data = with_embassy(public_line="Work permits for Frontex in Rrapë.", title="A", place="Kukës")
    client.post(PREVIEW, data)
    for number in range(30):
        make_meeting(f"Meeting {number}", created_by=alma)
    with django_assert_num_queries(12):
        client.post(PREVIEW, data)


def test_the_lines_of_a_month_that_wait_for_an_answer():
    fine = make_meeting("A", public_line="Work permits.")
    loud = make_meeting("B", public_line=LOUD)
    other = make_meeting("C", public_line="Takim për lejet e punës për punëtorët e huaj.")
    said = make_meeting("D", public_line=LOUD)
    said.text_answers = {
        "public_line:capitals": {"text": text_digest(LOUD), "by": "Alma", "at": "2024-03-06"}
    }
    said.store()
    rows = read_months(Meeting.objects.all(), [(2024, 3)])[2024, 3]
    found = unanswered_lines(map(meeting_facts, rows))
    assert [(one.reference, one.remark.code) for one in found] == [
        (loud.reference, "capitals"),
        (other.reference, "language"),
    ]
    assert fine.reference < loud.reference
