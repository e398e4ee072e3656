"""The text of a month: read with its meetings, written, answered, compared, brought back."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.models import ArticleDraft, MonthlyReview
from reviews.models.monthly_review import LONGEST_TEXT
from stakeholders.models import Organisation

pytestmark = pytest.mark.django_db
MARCH = "/months/2024-03/"
EDIT = f"{MARCH}article/"
DRAFT = f"{EDIT}draft/"
ODD = "<b>&amp; {{ 7*7 }} {% if %} **bold** #strong[x] [a](b) 😀 עברית \\& “quoted”."


def latest():
    return MonthlyReview.objects.latest_of(date(2024, 3, 1))


def page(client, user, address=EDIT):
    client.force_login(user)
    return client.get(address)


def form_of(response):
    """What the form of the edit page would send as it is."""
    sheet = response.context["sheet"]
    return {
        "version": response.context["version"],
        "base": response.context["base"],
        "title": sheet.blocks[0].text,
        "paragraph": [block.text for block in sheet.blocks[1:]],
    }


def opened(client, user):
    return form_of(page(client, user))


def send(client, user, form, address=EDIT, **data):
    client.force_login(user)
    return client.post(address, form | data)


def edited(form, place, old, new):
    """The form with other words in a paragraph."""
    paragraphs = list(form["paragraph"])
    assert old in paragraphs[place]
    paragraphs[place] = paragraphs[place].replace(old, new)
    return form | {"paragraph": paragraphs}


def place_of(form, words):
    (place,) = [n for n, text in enumerate(form["paragraph"]) if words in text]
    return place


def with_words(form, words="Bergner", old="", new=""):
    return edited(form, place_of(form, words), old or words, new)


def plain(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def sentence_of(words):
    (found,) = [one for one in latest().written.body if words in one.text]
    return found


@pytest.fixture
def alma(march):
    return make_user("head of office", full_name="Alma Jani")


def test_the_composed_text_with_its_meetings(client, march):
    response = page(client, make_user("viewer"), MARCH)
    text = response.content.decode()
    assert "All 12 meetings are in the text" in text
    links = re.findall(
        r'<a class="src" data-src href="/meetings/(2024-03-\d+)/" title="([^"]+)">', text
    )
    titles = dict(Meeting.objects.values_list("reference", "title"))
    assert {reference for reference, _title in links} == set(titles)
    assert all(titles[reference] == title for reference, title in links)
    assert "Edit text" not in text
    assert re.search(r'<button [^>]*data-copy="article-text"[^>]* hidden>', text)
    shown = response.context["text"]
    assert all(sentence.references for sentence in shown.sentences)


def test_looking_at_the_text_stores_nothing(client, march, bora):
    form = opened(client, bora)
    assert "Karl Bergner" in "".join(form["paragraph"])
    assert not MonthlyReview.objects.exists()
    response = send(client, bora, form)
    assert response.url == f"{EDIT}?saved=0#saved"
    assert latest().text is None
    assert "Nothing was changed." in plain(client.get(response.url))


def test_each_paragraph_has_a_box_with_a_label_and_its_meetings(client, march, bora):
    response = page(client, bora)
    sheet = response.context["sheet"]
    text = response.content.decode()
    for block in sheet.blocks:
        assert f'<label class="field__label" for="text-{block.index}">' in text
        assert f'id="text-{block.index}"' in text
    references = {one.reference for block in sheet.blocks[1:] for one in block.records}
    assert references == set(Meeting.objects.values_list("reference", flat=True))
    assert "It follows them until somebody changes a word." in plain(response)


def test_edited_words_are_saved_with_their_meeting_and_a_mark(client, march, bora):
    form = with_words(opened(client, bora), old="Karl Bergner", new="Karl Bergner himself")
    response = send(client, bora, form)
    assert response.url == f"{EDIT}?saved=2#saved"
    sentence = sentence_of("himself")
    assert (sentence.references, sentence.by) == (("2024-03-001",), "Bora Leka")
    assert sentence.is_edited
    assert latest().history.first().history_user == bora
    shown = plain(client.get(response.url))
    assert "Saved as version 2. 1 sentence edited." in shown
    assert "edited by you" in shown
    assert "Undo: back to what the records say" in shown
    month = page(client, make_user("viewer"), MARCH)
    assert "himself" in month.content.decode()
    assert '<span class="mk" data-src>edited</span>' in month.content.decode()


def test_a_new_sentence_says_that_it_has_no_record_until_it_is_answered(client, march, bora):
    form = opened(client, bora)
    form["paragraph"].append("IOM thanks the people of Kukes.")
    response = send(client, bora, form, follow=True)
    key = sentence_of("thanks").key
    shown = client.get(EDIT)
    assert "1 sentence has no record" in plain(shown)
    assert f'<select class="input" id="record-{key}" name="record-{key}">' in shown.content.decode()
    assert "no record" in plain(page(client, bora, MARCH))
    send(client, bora, form_of(shown), **{f"record-{key}": "2024-03-002"})
    assert sentence_of("thanks").references == ("2024-03-002",)
    assert set(sentence_of("thanks").basis) == {"2024-03-002"}
    assert "has no record" not in plain(client.get(EDIT))
    assert response.status_code == 302


@pytest.mark.parametrize("answer", ["2024-03-999", "x", "2024-04-001"])
def test_a_record_that_is_not_of_the_month_is_no_answer(client, march, bora, answer):
    form = opened(client, bora)
    form["paragraph"].append("IOM thanks all.")
    send(client, bora, form)
    key = sentence_of("thanks").key
    send(client, bora, opened(client, bora), **{f"record-{key}": answer})
    assert sentence_of("thanks").has_no_record


def test_the_office_s_own_sentence_needs_no_record(client, march, bora):
    form = opened(client, bora)
    form["paragraph"].append("IOM thanks all.")
    send(client, bora, form)
    send(client, bora, opened(client, bora), **{f"record-{sentence_of('thanks').key}": "none"})
    sentence = sentence_of("thanks")
    assert (sentence.is_own, sentence.has_no_record) == (True, False)


def test_every_button_also_saves_what_was_written(client, march, bora):
    form = opened(client, bora)
    last = len(form["paragraph"])
    for number, (name, value) in enumerate(
        [("up", 3), ("down", 2), ("add", "end"), ("preview", 1), ("remove", last)]
    ):
        form = opened(client, bora)
        words = f"Words number {number}."
        form["paragraph"][1] = f"{form['paragraph'][1]} {words}"
        send(client, bora, form, **{name: value})
        assert words in latest().plain_text, name


def test_a_paragraph_moves_up_and_down(client, march, bora):
    form = opened(client, bora)
    before = form["paragraph"]
    send(client, bora, form, up=3)
    after = opened(client, bora)["paragraph"]
    assert after == [before[0], before[2], before[1], *before[3:]]
    moved = [one.text for one in latest().written.body if one.is_moved]
    assert " ".join(moved) == before[2]
    send(client, bora, opened(client, bora), down=2)
    assert opened(client, bora)["paragraph"] == before


def test_removing_a_paragraph_takes_its_meeting_out_and_it_can_be_put_back(client, march, bora):
    form = opened(client, bora)
    place = place_of(form, "Huber")
    send(client, bora, form, remove=place + 1)
    out, *others = latest().written.taken_out
    assert (out.reference, out.how, out.by) == ("2024-03-005", "taken out", "Bora Leka")
    assert [one.reference for one in others] == ["2024-03-006", "2024-03-007"]
    assert "Ruth Huber" in out.words
    assert "taken out by Bora Leka" in plain(client.get(EDIT))
    assert "3 meetings are not in the text" in plain(page(client, bora, MARCH))
    send(client, bora, opened(client, bora), back="2024-03-005")
    assert latest().written.taken_out == tuple(others)
    assert sentence_of("Ruth Huber").references == ("2024-03-005",)
    assert place_of(opened(client, bora), "Ruth Huber") == place


def test_a_paragraph_is_added_where_it_is_asked_for(client, march, bora):
    response = send(client, bora, opened(client, bora), add=2)
    shown = client.get(response.url.partition("#")[0])
    blocks = shown.context["sheet"].blocks
    assert [block.text == "" for block in blocks[:5]] == [False, False, False, True, False]


def test_an_empty_line_splits_and_a_box_left_empty_goes(client, march, bora):
    form = opened(client, bora)
    form["paragraph"][1] += "\r\n\r\nOne more. \r\n\r\n"
    form["paragraph"].append("  ")
    send(client, bora, form)
    assert len(latest().written.paragraphs) == len(form["paragraph"])


def test_a_meeting_logged_late_is_put_in_or_left_out(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    late = make_meeting(
        "Late", date=date(2024, 3, 20), public_line="Foreign workers in tourism.", created_by=bora
    )
    other = make_meeting("Other", date=date(2024, 3, 21), public_line="Visas.", created_by=bora)
    shown = page(client, bora)
    assert [one.record.reference for one in shown.context["sheet"].late] == [
        late.reference, other.reference
    ]  # fmt: skip
    assert "Put it in here" in plain(shown)
    send(client, bora, form_of(shown), put=late.reference)
    send(client, bora, opened(client, bora), leave=other.reference)
    text = latest().written
    assert late.reference in text.told
    assert [(one.reference, one.how) for one in text.taken_out] == [(other.reference, "left out")]
    shown = page(client, bora)
    assert shown.context["sheet"].late == ()
    assert "left out by Bora Leka" in plain(shown)


def test_a_late_meeting_is_put_after_the_paragraph_that_is_chosen(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    late = make_meeting("Late", date=date(2024, 3, 30), public_line="Visas.", created_by=bora)
    assert "Put it elsewhere" in plain(page(client, bora))
    form = opened(client, bora)
    name = f"after-{late.reference}"
    send(client, bora, form, elsewhere=late.reference, **{name: "1"})
    assert latest().written.paragraphs[1][0].references == (late.reference,)


@pytest.mark.parametrize("after", ["", "x", "9" * 30, "٣", "999"])
def test_a_late_meeting_stands_somewhere_whatever_is_chosen(client, march, bora, after):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    late = make_meeting("Late", date=date(2024, 3, 30), public_line="Visas.", created_by=bora)
    form = opened(client, bora)
    send(client, bora, form, elsewhere=late.reference, **{f"after-{late.reference}": after})
    assert late.reference in latest().written.told


def test_figures_and_places_that_differ_are_shown_and_settled(client, march, bora):
    form = opened(client, bora)
    form = edited(form, 0, "Shkodra", "Shkodra, Vlora")
    form["paragraph"][0] += " The office held 99 meetings."
    send(client, bora, with_words(form, old="Karl Bergner", new="K. Bergner"))
    shown = page(client, bora)
    words = plain(shown)
    assert "The text says 99; the records count 12." in words
    assert "differs from the records" in words
    assert 'class="s--note">99 meetings</span>' in shown.content.decode()
    [figure] = [
        one
        for block in shown.context["sheet"].blocks
        for sentence in block.sentences
        for one in sentence.differing
        if one.now
    ]
    send(client, bora, form_of(shown), settle=f"write {figure.name}")
    assert "12 meetings" in latest().written.paragraphs[0][-1].text
    send(client, bora, opened(client, bora), settle="write nothing")
    send(client, bora, opened(client, bora), settle="x")
    assert "12 meetings" in latest().written.paragraphs[0][-1].text


def met_embassy(**fields):
    embassy = Organisation.objects.get(name="Embassy of Germany")
    return make_meeting("A", date=date(2024, 3, 21), organisations=[embassy], **fields)


def test_lines_that_are_not_printed_are_listed_with_the_way_to_mend_them(client, march, bora):
    one = met_embassy(public_line="TAKIM PËR LEJET E PUNËS")
    shown = page(client, bora)
    found = {out.reference: out for out in shown.context["out"]}
    assert found[one.reference].can_be_mended
    why = "its public line is not printed in full until a remark on it is answered: Not in English"
    assert found[one.reference].why == why
    assert f"/meetings/{one.reference}/edit/#id_public_line" in shown.content.decode()


def test_the_reason_of_a_line_that_waits_repeats_no_persons_data(client, march, bora):
    one = met_embassy(public_line="Grants, phone 069 000 0000")
    shown = page(client, bora)
    [why] = [out.why for out in shown.context["out"] if out.reference == one.reference]
    assert why.endswith("answered: Does this tell of a person we assist?")


def test_what_is_to_be_answered_is_named_by_its_day(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    Meeting.objects.filter(reference="2024-03-001").update(status="cancelled")
    assert "5 March: tells of a meeting that was cancelled" in plain(page(client, bora))


def test_the_first_version_says_what_was_edited_also_after_records_changed(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    Meeting.objects.filter(reference="2024-03-001").update(public_line="Visas for drivers.")
    [first] = page(client, bora).context["lines"]
    assert str(first.changes) == "1 sentence edited"
    assert [one.label for one in first.differences] == ["Paragraph 1"]


def test_the_first_wording_is_put_back(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    key = sentence_of("K. Bergner").key
    send(client, bora, opened(client, bora), first=key)
    sentence = sentence_of("Karl Bergner")
    assert (sentence.key, sentence.is_edited) == (key, False)


def test_text_as_typed_is_plain_text_everywhere(client, march, bora):
    form = opened(client, bora)
    form["paragraph"].append(ODD)
    form["title"] = ODD
    send(client, bora, form)
    assert ODD in latest().plain_text
    for address in (EDIT, MARCH):
        text = page(client, bora, address).content.decode()
        assert "&lt;b&gt;&amp;amp; {{ 7*7 }} {% if %} **bold**" in text
        assert "<b>&amp;" not in text
    text = client.get(f"{MARCH}download/txt/").content.decode()
    assert ODD in text


@pytest.mark.parametrize("words", ["\0", "x" * 10_000, "\r\n" * 50, "9" * 400, "-", "…"])
def test_odd_letters_are_stored(client, march, bora, words):
    form = opened(client, bora)
    form["paragraph"].append(f"Before {words} after.")
    assert send(client, bora, form).status_code == 302
    assert "after." in latest().plain_text


def test_too_long_a_text_is_refused_and_given_back(client, march, bora):
    form = opened(client, bora)
    form["paragraph"].append("x" * LONGEST_TEXT)
    response = send(client, bora, form)
    assert response.status_code == 200
    assert "characters long. Shorten it to 100000." in plain(response)
    assert "x" * LONGEST_TEXT in response.content.decode()
    assert latest().text is None


def test_an_empty_text_is_refused(client, march, bora):
    form = opened(client, bora)
    response = send(client, bora, form | {"paragraph": ["", " "]})
    assert "Write the text, or start again from the records." in plain(response)
    assert latest().text is None


def test_what_changed_in_the_records_while_somebody_wrote_is_not_taken_for_an_edit(
    client, march, bora
):
    form = opened(client, bora)
    meeting = Meeting.objects.get(reference="2024-03-001")
    meeting.public_line = "Quite another line."
    meeting.store()
    send(client, bora, with_words(form, "Ruth Huber", "Ruth Huber", "Ms. Ruth Huber herself"))
    sentence = sentence_of("Karl Bergner")
    assert not sentence.is_edited
    assert "another" not in sentence.text
    assert [one.text for one in latest().written.body if one.is_edited] == [
        sentence_of("herself").text
    ]


def both(client, bora, alma, mine, theirs):
    """Two open the page at once; Alma saves first, then Bora."""
    form = opened(client, bora)
    assert send(client, alma, theirs(form)).status_code == 302
    return send(client, bora, mine(form))


def test_paragraphs_that_only_one_touched_are_put_together(client, march, bora, alma):
    response = both(
        client,
        bora,
        alma,
        lambda form: with_words(form, old="Karl Bergner", new="K. Bergner"),
        lambda form: with_words(form, "Halilaj", "Albert Halilaj", "A. Halilaj"),
    )
    assert response.status_code == 302
    assert "K. Bergner" in latest().plain_text
    assert "A. Halilaj" in latest().plain_text
    assert (sentence_of("K. Bergner").by, sentence_of("A. Halilaj").by) == (
        "Bora Leka",
        "Alma Jani",
    )


def test_a_paragraph_that_both_touched_shows_both_and_neither_is_lost(client, march, bora, alma):
    def mine(form):
        form = with_words(form, "Halilaj", "Albert Halilaj", "A. Halilaj")
        return with_words(form, old="Karl Bergner", new="K. Bergner")

    response = both(
        client, bora, alma, mine,
        lambda form: with_words(form, old="Karl Bergner", new="Mr. Bergner"),
    )  # fmt: skip
    assert response.status_code == 200
    assert "Alma Jani saved this text at" in plain(response)
    # What only Bora touched is stored; of what both touched, Alma's is, and Bora's is kept beside it.
    assert "A. Halilaj" in latest().plain_text
    assert "Mr. Bergner" in latest().plain_text
    (block,) = [one for one in response.context["sheet"].blocks if one.theirs is not None]
    assert "K. Bergner" in block.text
    assert "Mr. Bergner" in block.theirs
    assert "K. Bergner" in str(ArticleDraft.objects.get(user=bora).fields)
    form = form_of(response)
    theirs = {f"theirs-text-{block.index}": block.theirs}
    send(client, bora, form, theirs=block.index, **theirs)
    assert "Mr. Bergner" in latest().plain_text
    assert "K. Bergner" not in latest().plain_text
    assert not ArticleDraft.objects.exists()


def test_mine_is_saved_over_theirs_when_its_writer_says_so(client, march, bora, alma):
    response = both(
        client, bora, alma,
        lambda form: with_words(form, old="Karl Bergner", new="K. Bergner"),
        lambda form: with_words(form, old="Karl Bergner", new="Mr. Bergner"),
    )  # fmt: skip
    send(client, bora, form_of(response))
    assert "K. Bergner" in latest().plain_text
    versions = client.get(EDIT).context["lines"]
    assert "Mr. Bergner" in versions[1].version.text.plain_text


@pytest.mark.parametrize("version", ["", "x", "99", "-1", "9" * 30, "٣"])
def test_a_version_that_never_was_overwrites_nothing(client, march, bora, version):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    form = {"title": "T", "paragraph": ["Only this."], "version": version}
    send(client, bora, form)
    assert "K. Bergner" in latest().plain_text


def test_the_versions_word_by_word_with_who_wrote_what(client, march, bora, alma):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    send(client, alma, with_words(opened(client, alma), old="K. Bergner", new="Mr. Bergner"))
    response = page(client, bora)
    newest, first = response.context["lines"]
    assert [(line.version.number, line.version.by) for line in (newest, first)] == [
        (3, "Alma Jani"), (2, "Bora Leka"),
    ]  # fmt: skip
    assert str(newest.changes) == "1 sentence edited"
    text = response.content.decode()
    assert "<del>K</del><ins>Mr</ins>" in text or "<del>K.</del><ins>Mr.</ins>" in text
    assert "composed from the records" in plain(response)


def test_a_version_is_brought_back_and_the_last_save_is_undone(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    saved = send(client, bora, with_words(opened(client, bora), "K. Bergner", new="Nobody"))
    shown = client.get(saved.url.partition("#")[0])
    before = shown.context["saved"].before
    address = f"{EDIT}versions/{before.pk}/"
    assert f'action="{address}"' in shown.content.decode()
    assert "Undo: back to version 2" in plain(shown)
    assert "K. Bergner" in plain(client.get(address))
    assert "Nobody" in latest().plain_text
    assert client.post(address, {"version": latest().version}).url == EDIT
    assert "K. Bergner" in latest().plain_text
    assert len(client.get(EDIT).context["lines"]) == 3


def test_a_version_brought_back_overwrites_nothing_that_was_saved_meanwhile(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    line = page(client, bora).context["lines"][0]
    send(client, bora, with_words(opened(client, bora), "K. Bergner", new="Nobody"))
    response = client.post(f"{EDIT}versions/{line.version.pk}/", {"version": 1})
    assert response.status_code == 200
    assert "Nothing was changed." in plain(response)
    assert "Nobody" in latest().plain_text


def test_a_version_of_another_month_is_not_found(client, march, bora):
    make_meeting(date=date(2024, 4, 2), created_by=bora)
    april = form_of(page(client, bora, "/months/2024-04/article/"))
    april["paragraph"][0] += " More."
    send(client, bora, april, address="/months/2024-04/article/")
    pk = MonthlyReview.history.get(month=date(2024, 4, 1), version=1).history_id
    assert page(client, bora, f"/months/2024-04/article/versions/{pk}/").status_code == 200
    for number in (pk, 999_999):
        assert page(client, bora, f"{EDIT}versions/{number}/").status_code == 404


def test_the_text_starts_again_from_the_records(client, march, bora):
    form = opened(client, bora)
    send(client, bora, with_words(form, old="Karl Bergner", new="K. Bergner"))
    address = f"{EDIT}start-again/"
    assert "Start again from the records?" in plain(page(client, bora, address))
    client.post(address, {"version": latest().version})
    assert latest().text is None
    assert opened(client, bora)["paragraph"] == form["paragraph"]
    response = client.get(address)
    assert response.status_code == 409
    assert "it is still composed from the records" in plain(response)
    assert "Composed from the records again" in plain(client.get(EDIT))


def test_a_draft_is_kept_for_its_writer_and_is_no_version(client, march, bora, alma):
    form = with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner")
    form["paragraph"].append("A new one.")
    answer = send(client, bora, form, address=DRAFT)
    data = json.loads(answer.content)
    assert (data["version"], data["left"], data["others"]) == (0, 1, "")
    assert data["summary"] == "1 sentence edited, 1 new without a record"
    assert re.fullmatch(r"\d\d:\d\d", data["saved"])
    assert "K. Bergner" in data["sheet"]
    assert latest().text is None
    shown = page(client, bora)
    assert "K. Bergner" in "".join(form_of(shown)["paragraph"])
    assert "It is not saved as a version yet." in plain(shown)
    assert "Bora Leka has this text open since" in plain(page(client, alma))
    assert "K. Bergner" not in page(client, alma).content.decode()
    send(client, bora, form_of(shown))
    assert "K. Bergner" in latest().plain_text
    assert not ArticleDraft.objects.exists()


def test_a_draft_is_dropped(client, march, bora):
    form = with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner")
    send(client, bora, form, address=DRAFT)
    assert send(client, bora, {}, drop=1).url == EDIT
    assert "K. Bergner" not in "".join(opened(client, bora)["paragraph"])
    send(client, bora, form, address=DRAFT)
    data = json.loads(send(client, bora, {}, address=DRAFT, drop=1).content)
    assert "K. Bergner" not in data["sheet"]
    assert not ArticleDraft.objects.exists()


def test_a_draft_that_is_begun_on_an_older_version_is_put_together_when_saved(
    client, march, bora, alma
):
    form = opened(client, bora)
    mine = with_words(form, old="Karl Bergner", new="K. Bergner")
    send(client, bora, mine, address=DRAFT)
    send(client, alma, with_words(form, "Halilaj", "Albert Halilaj", "A. Halilaj"))
    send(client, bora, opened(client, bora))
    assert "K. Bergner" in latest().plain_text
    assert "A. Halilaj" in latest().plain_text


def test_a_draft_of_a_signed_month_is_refused(client, march, bora, alma):
    form = opened(client, bora)
    review = MonthlyReview.objects.create(month=date(2024, 3, 1))
    review.sign(None, {}, by=alma, at=review.history.first().history_date)
    answer = send(client, bora, form, address=DRAFT)
    assert answer.status_code == 409
    assert "never changes" in json.loads(answer.content)["why"]
    refused = send(client, bora, with_words(form, old="Karl", new="Carl"))
    assert refused.status_code == 409
    assert "Carl Bergner" in refused.content.decode()


@pytest.mark.parametrize("address", [EDIT, DRAFT, f"{EDIT}start-again/", f"{EDIT}versions/1/"])
def test_there_is_no_such_page_for_others(client, march, address):
    for role in ("viewer", "data manager"):
        client.force_login(make_user(role, username=f"user {role}"))
        assert client.post(address).status_code == 404
        if address != DRAFT:
            assert client.get(address).status_code == 404
    client.logout()
    assert client.post(address).status_code == 302


def test_a_month_without_meetings_offers_to_log_one_or_to_write_by_hand(client, march, bora):
    address = "/months/2024-05/article/"
    response = page(client, bora, address)
    assert "No meeting of May 2024 is logged." in plain(response)
    response = client.get(f"{address}?hand=1")
    assert response.context["sheet"].blocks[1].text == ""
    send(client, bora, form_of(response) | {"paragraph": "A quiet month."}, address=address)
    text = MonthlyReview.objects.get(month=date(2024, 5, 1)).written
    assert [one.has_no_record for one in text.body] == [True]
    assert "A quiet month." in page(client, bora, "/months/2024-05/").content.decode()


def test_a_sentence_on_a_meeting_that_is_restricted_by_now_is_not_shown_to_readers(
    client, march, bora
):
    send(client, bora, with_words(opened(client, bora), "Halilaj", "Albert Halilaj", "A. Halilaj"))
    meeting = Meeting.objects.get(reference="2024-03-001")
    meeting.sensitivity = "restricted"
    meeting.store()
    viewer = make_user("viewer")
    for address in (MARCH, f"{MARCH}download/txt/"):
        text = page(client, viewer, address).content.decode()
        assert "A. Halilaj" in text
        assert "Bergner" not in text
    assert "are not shown here, nor printed" in plain(page(client, bora, MARCH))


def test_a_relative_time_says_what_it_reads_now(client, march, bora):
    response = page(client, bora)
    leaning = [
        (block, one)
        for block in response.context["sheet"].blocks
        for one in block.sentences
        if one.written.leans_on
    ]
    _block, one = leaning[0]
    told = response.context["sheet"].blocks[1:]
    first = next(
        b for b in told if b.kind == "paragraph"
        and any(r.reference in one.written.leans_on for r in b.records)
    )  # fmt: skip
    saved = send(client, bora, form_of(response), remove=first.index)
    shown = client.get(saved.url.partition("#")[0])
    if one.written.key in {s.key for s in latest().written.body}:
        assert shown.context["saved"].changes.alone


def test_the_edit_page_costs_the_same_for_many_meetings(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    client.get(EDIT)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(EDIT)
    for day in range(1, 29):
        make_meeting(f"More {day}", date=date(2024, 3, day), created_by=bora)
    with CaptureQueriesContext(connection) as many:
        client.get(EDIT)
    assert len(many) == len(few) == 17
