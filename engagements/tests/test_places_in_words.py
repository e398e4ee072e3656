"""Places that are not in the list, and more than one of a visit: kept as written, shown, not counted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from stakeholders.tests.factories import make_location

pytestmark = pytest.mark.django_db
CREATE = "/meetings/new/"


@pytest.fixture
def alma(client):
    alma = make_user(full_name="Alma")
    client.force_login(alma)
    return alma


def stored(client, **fields):
    answer = client.post(CREATE, meeting_post(make_kind(), title="A visit", **fields))
    assert answer.status_code == 302
    return Meeting.objects.get()


def test_a_place_that_is_not_in_the_list_is_kept_as_written(client, alma):
    meeting = stored(client, place="  Rrapë,  Pukë ")
    assert (meeting.location, meeting.place_text, meeting.where) == (
        None,
        "Rrapë, Pukë",
        "Rrapë, Pukë",
    )
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Rrapë, Pukë" in page
    form = client.get(reverse("meeting_edit", args=[meeting.reference])).context["form"]
    assert form["place"].value() == "Rrapë, Pukë"
    assert list(Meeting.objects.matching("rrape", alma)) == [meeting]


def test_a_place_of_the_list_is_that_in_any_spelling(client, alma):
    kukes = make_location()
    assert stored(client, place="kukesi").location == kukes


def test_several_places_of_one_visit(client, alma):
    make_location()
    meeting = stored(client, place="Kukës", other_places="Has, Krumë")
    assert (str(meeting.location), meeting.where) == ("Kukës", "Kukës, also Has, Krumë")
    assert "Kukës, also Has, Krumë" in client.get("/meetings/?month=2024-03").content.decode()


def test_other_places_alone_are_the_place(client, alma):
    meeting = stored(client, other_places="Vienna")
    assert (meeting.place_text, meeting.other_places) == ("Vienna", "")


def test_words_go_when_a_place_is_chosen(client, alma):
    make_location()
    meeting = make_meeting(created_by=alma, place_text="Kukes town")
    data = meeting_post(meeting.kind, title="A", place="Kukës", based_on=1)
    client.post(reverse("meeting_edit", args=[meeting.reference]), data)
    meeting.refresh_from_db()
    assert (str(meeting.location), meeting.place_text) == ("Kukës", "")


def test_a_place_is_in_the_list_or_in_words(client, alma):
    meeting = make_meeting(location=make_location())
    meeting.place_text = "Elsewhere"
    with pytest.raises(ValidationError):
        meeting.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.store()


def test_several_places_of_one_name_are_still_asked_about(client, alma):
    for number in range(2):
        make_location(
            "Fier", level="place", slug=f"fier-{number}", parent=make_location("In").parent
        )
    answer = client.post(CREATE, meeting_post(make_kind(), title="A", place="Fier"))
    assert answer.context["form"].errors["place"][0].startswith("Several places have this name")


@pytest.mark.parametrize("place", ["a\0b", "x" * 10_000])
def test_bad_places_are_refused_in_words(client, alma, place):
    for name in ("place", "other_places"):
        answer = client.post(CREATE, meeting_post(make_kind(), title="A", **{name: place}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])


def test_a_place_in_words_is_put_right(client, alma):
    manager = make_user("data manager")
    kukes = make_location()
    meeting = make_meeting(place_text="Kukes town", other_places="Has")
    client.force_login(manager)
    assert "Kukes town" in client.get("/quality/place-in-words/").content.decode()
    stamp = client.get("/quality/place-in-words/").context["form"].stamp
    sent = {"record": meeting.pk, "stamp": stamp, "location": kukes.pk}
    assert client.post("/quality/place-in-words/", sent).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.location, meeting.place_text, meeting.version) == (kukes, "", 2)
    assert meeting.other_places == "Has"
