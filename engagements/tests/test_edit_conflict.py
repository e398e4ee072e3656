"""Two people change one meeting: the second sees both versions and chooses; nothing is lost, nothing betrayed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user
from engagements.forms.edit_conflict import renumber
from engagements.models import ActionPoint, Meeting
from engagements.tests.factories import make_area, make_meeting
from engagements.tests.form_data import opened_post
from stakeholders.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def talk(module_db):
    """A talk with two colleagues, an organisation, somebody named and a promise."""
    alma, ben = make_user(full_name="Alma Jani"), make_user(full_name="Ben Leka")
    ministry = make_organisation(name="Ministry")
    meeting = make_meeting("Talk", created_by=alma, staff=[alma, ben], organisations=[ministry])
    meeting.counterparts.get().attend(make_person("Ana Hoxha"), "Director")
    ActionPoint.objects.create(meeting=meeting, text="Send figures", owner=alma)


@pytest.fixture
def alma(talk):
    return User.objects.get(full_name="Alma Jani")


@pytest.fixture
def ben(talk):
    return User.objects.get(full_name="Ben Leka")


@pytest.fixture
def meeting(talk):
    return Meeting.objects.get()


class Editor:
    """Somebody at a browser of their own, with the form of the meeting open."""

    def __init__(self, user, meeting):
        self.client, self.url = Client(), reverse("meeting_edit", args=[meeting.reference])
        self.client.force_login(user)
        self.open()

    def open(self):
        self.take(self.client.get(self.url))

    def take(self, answer):
        """Remember what the page's boxes hold now."""
        self.data = opened_post(answer.context["form"])
        self.data |= {"base": answer.context["base"], "next": ""}

    def save(self, **boxes):
        answer = self.client.post(self.url, self.data | boxes)
        if answer.status_code == 422:
            self.take(answer)
        return answer


def differences(answer):
    return {
        part.name: (part.theirs, part.yours, part.chosen)
        for part in answer.context["edit_conflict"].differences
    }


def test_only_what_differs_is_shown_and_who_saved(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(title="Talk in Tirana", public_line="Theirs.")
    answer = second.save(public_line="Mine.", channel="phone", event_name="Fair")
    assert answer.status_code == 422
    assert differences(answer) == {
        "public_line": ("Theirs.", "Mine.", "yours"),
        "title": ("Talk in Tirana", "Talk", "theirs"),
        "channel": ("In person", "By phone", "yours"),
        "event_name": ("", "Fair", "yours"),
    }
    page = answer.content.decode()
    assert "Alma Jani saved this at" in page
    assert "neither theirs nor yours" in page
    assert Meeting.objects.get().public_line == "Theirs."
    assert Meeting.objects.get().version == 2


def test_the_choice_is_stored(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(title="Talk in Tirana", public_line="Theirs.")
    second.save(public_line="Mine.", channel="phone")
    choice = {"cross-public_line": "yours", "cross-title": "theirs", "cross-channel": "theirs"}
    assert second.save(**choice).status_code == 302
    stored = Meeting.objects.get()
    assert (stored.title, stored.public_line, stored.channel) == (
        "Talk in Tirana",
        "Mine.",
        "in_person",
    )
    assert stored.version == 3


def test_a_third_save_in_between_is_another_conflict(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(public_line="Theirs.")
    second.save(public_line="Mine.")
    first.open()
    first.save(internal_note="A note.", public_line="Theirs again.")
    answer = second.save(**{"cross-public_line": "yours"})
    assert answer.status_code == 422
    assert differences(answer) == {
        "public_line": ("Theirs again.", "Mine.", "yours"),
        "internal_note": ("A note.", "", "theirs"),
    }
    assert second.save(**{"cross-internal_note": "theirs"}).status_code == 302
    stored = Meeting.objects.get()
    assert (stored.public_line, stored.internal_note) == ("Mine.", "A note.")


def test_the_same_text_twice_asks_nothing(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(public_line="Agreed.")
    assert second.save(public_line="Agreed.").status_code == 302
    assert Meeting.objects.get().version == 3


def test_areas_and_colleagues_are_chosen_as_lists(alma, ben, meeting):
    area, other = make_area(), make_area("dtm", "DTM")
    carl = make_user(full_name="Carl")
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(thematic_areas=[area.pk], staff=[alma.pk, ben.pk, carl.pk])
    answer = second.save(thematic_areas=[other.pk])
    assert differences(answer) == {
        "staff": ("Alma Jani\nBen Leka\nCarl", "Alma Jani\nBen Leka", "theirs"),
        "thematic_areas": ("Protection", "DTM", "yours"),
    }
    second.save(**{"cross-thematic_areas": "theirs", "cross-staff": "theirs"})
    stored = Meeting.objects.get()
    assert list(stored.thematic_areas.all()) == [area]
    assert list(stored.staff.all()) == [alma, ben, carl]


def test_with_whom_is_chosen_as_a_whole(alma, ben, meeting):
    make_organisation(name="Embassy")
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(**{"with-1-who": "Embassy", "with-1-role": "technical staff"})
    answer = second.save(**{"with-0-role": "Minister"})
    assert differences(answer) == {
        "counterparts": (
            "Ministry: Ana Hoxha, Director\nEmbassy: technical staff",
            "Ministry: Ana Hoxha, Minister",
            "yours",
        )
    }
    assert second.save(**{"cross-counterparts": "theirs"}).status_code == 302
    found = Meeting.objects.get().counterparts.all()
    assert [str(counterpart) for counterpart in found] == ["Ministry", "Embassy"]
    assert found[0].attendances.get().title == "Director"
    assert found[1].group_label == "technical staff"


def test_an_action_point_taken_out_meanwhile_is_a_choice(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(**{"promise-0-DELETE": "on"})
    assert not ActionPoint.objects.exists()
    answer = second.save(title="Talk again")
    assert differences(answer)["action_points"] == ("", "Alma Jani: Send figures", "theirs")
    assert second.save(**{"cross-action_points": "yours"}).status_code == 302
    assert ActionPoint.objects.get().text == "Send figures"
    assert Meeting.objects.get().title == "Talk again"


def test_an_action_point_taken_out_meanwhile_stays_out_when_theirs_is_chosen(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(**{"promise-0-DELETE": "on"})
    second.save(title="Talk again")
    second.save(**{"cross-action_points": "theirs"})
    assert not ActionPoint.objects.exists()


def test_an_action_point_added_meanwhile_stays(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    added = {"promise-1-text": "Reply", "promise-1-owner": alma.pk, "promise-1-promised_by": "us"}
    first.save(**added)
    assert second.save(**{"promise-0-text": "Send all figures"}).status_code == 422
    assert second.save().status_code == 302
    assert sorted(ActionPoint.objects.values_list("text", flat=True)) == [
        "Reply",
        "Send all figures",
    ]


def test_a_meeting_cancelled_meanwhile_is_reported_and_stays_cancelled(alma, ben, meeting):
    second = Editor(ben, meeting)
    meeting.set_status("cancelled")
    answer = second.save()
    assert answer.status_code == 422
    assert "The meeting is cancelled" in answer.content.decode()
    assert second.save(title="Kept").status_code == 302
    assert (Meeting.objects.get().title, Meeting.objects.get().status) == ("Kept", "cancelled")


def test_a_draft_logged_meanwhile_does_not_become_a_draft_again(alma, ben, meeting):
    Meeting.objects.update(status="draft")
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save()
    second.save(save_draft="1", title="Mine")
    second.save(save_draft="1")
    assert (Meeting.objects.get().title, Meeting.objects.get().status) == ("Mine", "logged")


def test_a_meeting_hidden_meanwhile_keeps_the_text_and_shows_nothing_of_it(alma, ben, meeting):
    second = Editor(ben, meeting)
    Meeting.objects.update(sensitivity="restricted", internal_note="Secret words")
    meeting.staff.set([alma])
    answer = second.save(public_line="What I wrote.")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "This meeting no longer exists" in page
    assert "What I wrote." in page
    assert "Secret words" not in page
    assert answer.context["action"] == reverse("meeting_create")
    assert Meeting.objects.get().public_line == ""
    never = second.client.post(reverse("meeting_edit", args=["2024-03-999"]), second.data)
    assert never.status_code == 404
    assert "This meeting no longer exists" in never.content.decode()


def test_what_was_kept_can_be_saved_as_a_new_meeting(alma, ben, meeting):
    second = Editor(ben, meeting)
    Meeting.objects.all().delete()
    answer = second.save(public_line="What I wrote.")
    second.take(answer)
    answer = second.client.post(answer.context["action"], second.data)
    assert answer.status_code == 302
    stored = Meeting.objects.get()
    assert (stored.public_line, stored.created_by) == ("What I wrote.", ben)
    assert stored.action_points.get().text == "Send figures"


def test_somebody_no_longer_present_keeps_the_text(alma, ben, meeting):
    second = Editor(ben, meeting)
    meeting.staff.set([alma])
    answer = second.save(public_line="What I wrote.")
    assert answer.status_code == 403
    assert "You can no longer change this meeting" in answer.content.decode()
    assert "What I wrote." in answer.content.decode()
    assert second.client.get(second.url).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "data manager"])
def test_those_who_never_log_get_no_form(meeting, role):
    client = Client()
    client.force_login(make_user(role=role))
    answer = client.post(reverse("meeting_edit", args=[meeting.reference]), {"title": "X"})
    assert answer.status_code == 403
    assert "form" not in answer.context


def test_a_file_of_a_save_that_is_asked_back_is_kept_for_the_answer(alma, ben, meeting):
    first, second = Editor(alma, meeting), Editor(ben, meeting)
    first.save(public_line="Theirs.")
    answer = second.save(public_line="Mine.", upload=SimpleUploadedFile("a.txt", b"words"))
    assert [file.original_name for file in answer.context["form"].sent_files()] == ["a.txt"]
    assert not meeting.attachments.exists()
    assert second.save(**{"cross-public_line": "theirs"}).status_code == 302
    assert Meeting.objects.get().public_line == "Theirs."
    assert [str(file) for file in meeting.attachments.all()] == ["a.txt"]


def test_the_same_change_sent_twice_at_once_is_one(alma, meeting):
    editor = Editor(alma, meeting)
    editor.save(public_line="Once.", **{"promise-1-text": "Reply", "promise-1-owner": alma.pk})
    # The second request began before the session of the first was stored.
    session = editor.client.session
    del session["stored_forms"]
    session.save()
    answer = editor.save(
        public_line="Once.", **{"promise-1-text": "Reply", "promise-1-owner": alma.pk}
    )
    assert answer.status_code == 302
    assert Meeting.objects.get().version == 2
    assert ActionPoint.objects.filter(text="Reply").count() == 1


def test_the_same_change_is_known_after_signing_in_again(alma, meeting):
    editor = Editor(alma, meeting)
    editor.save(public_line="Once.", csrfmiddlewaretoken="a" * 32)
    editor.client.logout()
    editor.client.force_login(alma)
    # The session is another, and so is the token against forgery.
    answer = editor.save(public_line="Once.", csrfmiddlewaretoken="b" * 32)
    assert answer.status_code == 302
    assert Meeting.objects.get().version == 2


def test_going_back_and_writing_on_is_a_conflict(alma, meeting):
    editor = Editor(alma, meeting)
    editor.save(public_line="Once.")
    answer = editor.save(public_line="Twice.")
    assert answer.status_code == 422
    assert "You saved this at" in answer.content.decode()
    assert editor.save().status_code == 302
    assert Meeting.objects.get().public_line == "Twice."


def test_rows_are_counted_as_django_counts_them():
    data = QueryDict(mutable=True)
    sent = {"p-TOTAL_FORMS": "3", "p-INITIAL_FORMS": "2", "p-0-id": "7", "p-0-text": "gone"}
    data.update(sent | {"p-1-id": "8", "p-1-text": "kept", "p-2-text": "new"})
    renumber(data, {"8"}, "p")
    assert data.dict() == {
        "p-TOTAL_FORMS": "3",
        "p-INITIAL_FORMS": "1",
        "p-0-id": "8",
        "p-0-text": "kept",
        "p-1-text": "gone",
        "p-2-text": "new",
    }
