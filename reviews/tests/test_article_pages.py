"""The text of a month: composed, edited, compared with the records, brought back."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.models import MonthlyReview
from reviews.models.monthly_review import LONGEST_TEXT

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"
EDIT = f"{MARCH}article/"


def latest():
    return MonthlyReview.objects.latest_of(date(2024, 3, 1))


def page(client, user, address=EDIT):
    client.force_login(user)
    return client.get(address)


def send(client, user, text, version=0, address=EDIT, **data):
    client.force_login(user)
    return client.post(address, {"text": text, "version": version, **data})


def typed(response):
    """The text in the box."""
    return response.context["form"]["text"].value()


def composed(client, user):
    return typed(page(client, user))


def test_the_composed_text_with_its_meetings(client, march):
    text = page(client, make_user("viewer"), MARCH).content.decode()
    assert "All 12 meetings are in the text" in text
    links = re.findall(
        r'<a class="src" data-src href="/meetings/(2024-03-\d+)/" title="([^"]+)">', text
    )
    titles = dict(Meeting.objects.values_list("reference", "title"))
    assert {reference for reference, _title in links} == set(titles)
    assert all(titles[reference] == title for reference, title in links)
    assert "Edit text" not in text
    assert re.search(r'<button [^>]*data-copy="article-text"[^>]* hidden>', text)


def test_looking_at_the_text_stores_nothing(client, march, bora):
    assert "Karl Bergner" in composed(client, bora)
    assert not MonthlyReview.objects.exists()


def test_save(client, march, bora):
    text = composed(client, bora).replace("Karl Bergner", "**Karl Bergner**")
    response = send(client, bora, text.replace("\n", "\r\n"))
    assert (response.status_code, response.url) == (302, f"{MARCH}#article")
    review = latest()
    assert (review.narrative, review.version) == (text.strip(), 1)
    assert review.history.first().history_user == bora
    html = page(client, bora, MARCH).content.decode()
    assert "<strong>Karl Bergner</strong>" in html
    assert "All 12 meetings are in the text" in html
    assert 'class="src"' not in html


def test_meetings_that_the_edited_text_does_not_tell(client, march, bora):
    send(client, bora, "Our own words.")
    html = page(client, bora, MARCH).content.decode()
    assert "12 meetings are not in the text as composed" in html
    assert html.count("its sentences were reworded or taken out") == 12


def test_what_was_not_changed_is_not_stored(client, march, bora):
    assert send(client, bora, composed(client, bora)).status_code == 302
    assert not MonthlyReview.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  \n ", "Write the text, or start again from the records."),
        ("ë" * 200_000, "The text is 200000 characters long. Shorten it to 100000."),
    ],
)
def test_what_is_too_short_or_too_long_is_kept_and_told(client, march, bora, text, words):
    response = send(client, bora, text)
    html = response.content.decode()
    assert (response.status_code, typed(response)) == (200, text)
    assert f'<a href="#id_text">{words}</a>' in html
    assert 'id="id_text_error"' in html
    assert not MonthlyReview.objects.exists()
    assert send(client, bora, text, preview="1").context["preview"] == ""


def test_the_longest_text_is_accepted(client, march, bora):
    assert send(client, bora, "a" * LONGEST_TEXT).status_code == 302
    assert len(latest().narrative) == LONGEST_TEXT


def test_preview_stores_nothing(client, march, bora):
    response = send(client, bora, "# Title\n\n*Our* words <script>", preview="1")
    html = response.content.decode()
    assert "<h3>Title</h3>\n<p><em>Our</em> words &lt;script&gt;</p>" in html
    assert typed(response) == "# Title\n\n*Our* words <script>"
    assert not MonthlyReview.objects.exists()


EVIL = "[x](javascript:alert(1)) <script>alert(1)</script> ![y](https://evil.example/p)"


def test_nothing_in_a_record_does_anything(client):
    bora = make_user("staff")
    make_meeting(EVIL, public_line=f"They spoke of {EVIL}.")
    first = page(client, bora, MARCH).content.decode()
    text = composed(client, bora)
    send(client, bora, f"{text}\n\nOur words.")
    second = page(client, bora, MARCH).content.decode()
    edit = page(client, bora).content.decode()
    for html in (
        first,
        second,
        edit,
        page(client, make_user("head of office"), f"{MARCH}sign/").content.decode(),
    ):
        assert 'href="javascript' not in html
        assert "<script>alert" not in html
        assert 'evil.example/p"' not in html
        assert "<img" not in html
    body = second[second.index('id="article-text"') : second.index('id="sign"')]
    assert "[x](javascript:alert(1)) &lt;script&gt;" in body
    assert "Our words." in body


def test_rebuilding_never_overwrites(client, march, bora):
    text = f"Our own words.\n\n{composed(client, bora)}"
    send(client, bora, text)
    make_meeting("Logged late", public_line="They spoke of snow.", date=date(2024, 3, 20))
    html = page(client, bora, MARCH).content.decode()
    assert "Our own words." in html
    assert "of snow" not in html[html.index('id="article-text"') :]
    assert f'<a href="{EDIT}#new">Compose again</a>' in html
    response = page(client, bora)
    assert typed(response) == text.strip()
    snow = next(one for one in response.context["news"] if "snow" in one.text)
    assert all(snow.references[0] in one.references for one in response.context["news"])
    assert snow.references == ("2024-03-013",)
    response = send(client, bora, text, 1, insert=snow.key)
    assert typed(response).count(snow.markdown) == 1
    assert "Our own words." in typed(response)
    assert snow.key not in [one.key for one in response.context["news"]]
    assert (latest().narrative, response.context["version"]) == (text.strip(), 1)
    assert send(client, bora, typed(response), response.context["version"]).status_code == 302
    assert "snow" in latest().narrative


def test_compose_again_compares_what_is_typed(client, march, bora):
    response = send(client, bora, "Our own words.", compose="1")
    assert typed(response) == "Our own words."
    assert (len(response.context["news"]), len(response.context["others"]) > 10) == (0, True)
    assert "other sentences are not in the text" in response.content.decode()


def test_what_was_shown_beside_a_saved_text_is_no_longer_new(client, march, bora):
    shown = page(client, bora).context["shown"]
    send(client, bora, "Our own words.", shown=shown)
    assert page(client, bora).context["news"] == []
    make_meeting("Logged late", public_line="They spoke of snow.")
    send(client, bora, "Typed meanwhile.", 1, shown=shown)
    response = page(client, bora)
    assert any("snow" in one.text for one in response.context["news"])
    send(client, bora, "We leave the snow out.", 2, shown=response.context["shown"])
    assert page(client, bora).context["news"] == []


def test_a_meeting_that_went_is_told_beside_the_text(client, march, bora):
    send(client, bora, "Our own words.", shown=page(client, bora).context["shown"])
    gone = Meeting.objects.first()
    gone.set_status(Meeting.Status.CANCELLED)
    response = page(client, bora)
    assert response.context["gone"] == (gone.reference,)
    assert f'<a href="{gone.get_absolute_url()}">{gone.reference}</a>' in response.content.decode()


def test_edits_that_cross_lose_nothing(client, march, bora):
    drita = make_user("staff", full_name="Drita Kola")
    text = composed(client, bora)
    version = page(client, bora).context["version"]
    send(client, drita, f"{text}\n\nTheirs.", version)
    response = send(client, bora, f"{text}\n\nMine.", version)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Drita Kola saved this text at" in html
    assert 'id="theirs"' in html
    assert ("Theirs." in html, typed(response).endswith("Mine.")) == (True, True)
    assert latest().narrative.endswith("Theirs.")
    send(client, bora, typed(response), response.context["version"])
    assert latest().narrative.endswith("Mine.")
    texts = [one.by for one in page(client, bora).context["versions"]]
    assert texts == ["Bora Leka", "Drita Kola"]


def test_a_text_that_was_composed_again_meanwhile_is_shown_as_it_is(client, march, bora):
    send(client, bora, "First.")
    send(client, bora, "", 1, f"{EDIT}start-again/")
    response = send(client, bora, "Mine.", 1)
    assert (response.status_code, latest().narrative) == (200, "")
    assert "Karl Bergner" in response.context["theirs"]
    assert typed(response) == "Mine."


def test_what_is_no_version_crosses(client, march, bora):
    send(client, bora, "Stored.")
    for version in ("", "-1", "7", "x", "9" * 40, "²"):
        response = send(client, bora, "Sent.", version)
        assert (response.status_code, latest().narrative) == (200, "Stored."), version
        assert "Bora Leka saved this text" in response.content.decode(), version


def test_a_bad_version_while_nobody_edited_keeps_what_was_typed(client, march, bora):
    response = send(client, bora, "Mine.", "x")
    assert (response.status_code, typed(response), latest().narrative) == (200, "Mine.", "")


def write_on(client, user, text, version=0):
    """Save a text as the page sends it: with what it has shown."""
    shown = page(client, user).context["shown"]
    assert send(client, user, text, version, shown=shown).status_code == 302


def restrict(meeting):
    meeting.sensitivity = "restricted"
    meeting.store()


def test_a_text_on_a_meeting_that_is_restricted_now_is_set_aside(client, march, bora):
    write_on(client, bora, "Our words on Karl Bergner.")
    restrict(Meeting.objects.get(people__full_name="Karl Bergner"))
    viewer = make_user("viewer")
    for address in (MARCH, f"{MARCH}download/txt/"):
        text = b"".join(page(client, viewer, address)).decode()
        assert "Karl Bergner" not in text
        assert "Ruth Huber" in text
    said = "The edited text mentions a meeting that is now restricted"
    assert said not in page(client, viewer, MARCH).content.decode()
    assert said in page(client, bora, MARCH).content.decode()
    assert "Karl Bergner" not in composed(client, bora)
    write_on(client, bora, "Our words on others.", 1)
    assert "Our words on others." in page(client, viewer, MARCH).content.decode()


def test_so_is_an_earlier_version_that_comes_back(client, march, bora):
    write_on(client, bora, "Our words on Karl Bergner.")
    restrict(Meeting.objects.get(people__full_name="Karl Bergner"))
    write_on(client, bora, "On others.", 1)
    (version,) = [one for one in page(client, bora).context["versions"] if one.length == 26]
    send(client, bora, "", 2, f"{EDIT}versions/{version.pk}/")
    assert latest().narrative == "Our words on Karl Bergner."
    assert "Karl Bergner" not in page(client, make_user("viewer"), MARCH).content.decode()


def test_a_text_on_a_meeting_that_was_cancelled_stays(client, march, bora):
    write_on(client, bora, "Our words on Karl Bergner.")
    Meeting.objects.get(people__full_name="Karl Bergner").set_status("cancelled")
    assert "Our words on Karl" in page(client, make_user("viewer"), MARCH).content.decode()


def test_a_submission_meanwhile_does_not_cross(client, march, bora):
    version = page(client, bora).context["version"]
    client.post(f"{MARCH}submit/")
    assert send(client, bora, "Our words.", version).status_code == 302
    assert (latest().narrative, latest().status) == ("Our words.", "submitted")


def test_the_same_text_from_two_does_not_cross(client, march, bora):
    for _press in range(2):
        assert send(client, bora, "Our words.", 0).status_code == 302
    assert latest().version == 1


def test_versions_can_be_read_and_used_again(client, march, bora):
    send(client, bora, "First *words*.")
    send(client, bora, "Second words.", 1)
    newest, oldest = page(client, bora).context["versions"]
    html = page(client, bora).content.decode()
    assert f'href="{EDIT}versions/{oldest.pk}/"' in html
    address = f"{EDIT}versions/{oldest.pk}/"
    html = page(client, bora, address).content.decode()
    assert "First <em>words</em>." in html
    assert latest().narrative == "Second words."
    assert send(client, bora, "", 2, address).url == f"{MARCH}#article"
    assert (latest().narrative, latest().version) == ("First *words*.", 3)
    assert "This is the text as it is now." in page(client, bora, address).content.decode()
    assert len(page(client, bora).context["versions"]) == 3


def test_bringing_back_an_old_text_does_not_cross_a_new_one(client, march, bora):
    send(client, bora, "First.")
    [first] = page(client, bora).context["versions"]
    send(client, bora, "Second.", 1)
    send(client, bora, "Third.", 2)
    response = send(client, bora, "", 2, f"{EDIT}versions/{first.pk}/")
    assert (response.status_code, latest().narrative) == (200, "Third.")
    assert "Bora Leka saved the text at" in response.content.decode()


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_a_version_that_never_was(client, march, bora, pk):
    assert page(client, bora, f"{EDIT}versions/{pk}/").status_code == 404


def test_a_version_of_another_month_is_not_found(client, march, bora):
    april = MonthlyReview.objects.create(month=date(2024, 4, 1), narrative="April")
    pk = april.history.get().history_id
    assert page(client, bora, f"{EDIT}versions/{pk}/").status_code == 404


def test_start_again_from_the_records(client, march, bora):
    address = f"{EDIT}start-again/"
    assert page(client, bora, address).status_code == 409
    text = composed(client, bora)
    send(client, bora, "Our words.")
    html = page(client, bora, address).content.decode()
    assert "Start again from the records?" in html
    assert latest().narrative == "Our words."
    assert send(client, bora, "", 1, address).url == f"{MARCH}#article"
    assert (latest().narrative, composed(client, bora)) == ("", text)
    again, ours = page(client, bora).context["versions"]
    assert (again.length, ours.length) == (0, len("Our words."))
    html = page(client, bora).content.decode()
    assert "composed from the records again" in html
    assert f'href="{EDIT}versions/{ours.pk}/"' in html


def test_a_month_without_records_has_no_text(client):
    response = page(client, make_user("staff"))
    assert response.status_code == 409
    assert "Nothing was recorded in March 2024" in response.content.decode()


def test_what_was_typed_is_given_back_when_it_is_signed_meanwhile(client, march, bora):
    alma = make_user("head of office")
    seen = page(client, alma, f"{MARCH}sign/").context["seen"]
    client.post(f"{MARCH}sign/", {"seen": seen, "names": 1, "people": 1, "gaps": 1})
    response = send(client, bora, "Typed <b>meanwhile</b>.")
    assert response.status_code == 409
    assert "Typed &lt;b&gt;meanwhile&lt;/b&gt;." in response.content.decode()


def test_queries_do_not_grow(client, march, bora):
    client.force_login(bora)

    def queries(address):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    send(client, bora, "Our words.")
    few = [queries(address) for address in (EDIT, MARCH)]
    for number in range(5):
        make_meeting(f"Meeting {number}", public_line=f"They spoke of {number}.")
        send(client, bora, f"Our words {number}.", number + 1)
    assert [queries(address) for address in (EDIT, MARCH)] == few
    assert max(few) < 25
