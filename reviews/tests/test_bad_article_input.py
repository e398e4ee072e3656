"""What no page of a text sends: NUL, unknown keys, texts far too long, references of other months."""

import json

import pytest

from accounts.tests.factories import make_user
from engagements.models import Meeting
from reviews.models import ArticleDraft
from reviews.tests.test_article_pages import (
    DRAFT,
    EDIT,
    MARCH,
    edited,
    form_of,
    latest,
    opened,
    page,
    plain,
    send,
    with_words,
)

pytestmark = pytest.mark.django_db
NUL = "a\0b"


@pytest.fixture
def alma(march):
    return make_user("head of office", full_name="Alma Jani")


@pytest.fixture
def gone(client, march, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    meeting = Meeting.objects.get(reference="2024-03-006")
    meeting.set_status(Meeting.Status.CANCELLED)
    return meeting


def stored_text():
    fields = [draft.fields for draft in ArticleDraft.objects.all()]
    return json.dumps([latest().text, fields])


@pytest.mark.parametrize("address", [EDIT, DRAFT])
def test_nul_in_a_reason(client, gone, bora, address):
    response = page(client, bora)
    form = form_of(response) | {"state": response.context["state"]}
    name = next(f.name for _b, f in response.context["sheet"].questions)
    answer = {f"ask-{name}": "keep", f"why-{name}": NUL}
    assert send(client, bora, form, address=address, **answer).status_code in (200, 302)
    assert "u0000" not in stored_text()


def test_nul_in_a_reason_on_the_sign_page(client, gone, alma):
    response = page(client, alma, f"{MARCH}sign/")
    name = response.context["questions"][0].finding.name
    answer = {f"ask-{name}": "keep", f"why-{name}": NUL}
    assert send(client, alma, {}, address=f"{MARCH}sign/", **answer).status_code == 302
    assert "u0000" not in stored_text()


@pytest.mark.parametrize("address", [EDIT, DRAFT])
def test_nul_in_the_wording_of_another(client, march, bora, address):
    form = opened(client, bora)
    answer = send(client, bora, form, address, **{"theirs": "1", "theirs-text-1": NUL})
    assert answer.status_code in (200, 302)
    answer = send(client, bora, form, address, **{"theirs": "0", "theirs-text-0": NUL * 5000})
    assert answer.status_code in (200, 302, 400)
    assert "u0000" not in stored_text()


def test_only_boxes_of_the_text_are_kept_of_a_conflict(client, march, bora):
    other = make_user("staff")
    mine, theirs = opened(client, bora), opened(client, other)
    send(client, other, with_words(theirs, old="Karl Bergner", new="Carl Bergner"))
    form = with_words(mine, old="Karl Bergner", new="K. Bergner") | {"junk\0": "x\0" * 1000}
    response = send(client, bora, form, csrfmiddlewaretoken="secret")
    assert response.status_code == 200
    fields = ArticleDraft.objects.get(user=bora).fields
    assert not fields.keys() & {"csrfmiddlewaretoken", "junk\0", "junk"}
    assert "K. Bergner" in str(fields)


@pytest.mark.parametrize("address", [EDIT, DRAFT])
@pytest.mark.parametrize("number", ["9" * 90, "-1", "½", "²", "1e3", "", "\0"])
def test_odd_buttons(client, march, bora, address, number):
    form = opened(client, bora)
    for button in (
        "up",
        "down",
        "remove",
        "add",
        "put",
        "leave",
        "back",
        "first",
        "theirs",
        "undo",
    ):
        response = send(client, bora, form, address, **{button: number})
        assert response.status_code in (200, 302), button
        if response.status_code == 302:
            assert client.get(response.url).status_code == 200


def test_odd_addresses(client, march, bora):
    client.force_login(bora)
    for query in ("add=" + "9" * 5000, "saved=" + "9" * 5000, "add=%00", "saved=%00", "add=²"):
        assert client.get(f"{EDIT}?{query}").status_code == 200


@pytest.mark.no_cover
@pytest.mark.parametrize("address", [EDIT, DRAFT])
def test_a_text_far_too_long(client, march, bora, address):
    form = opened(client, bora)
    response = send(client, bora, form, address, paragraph=["Word by word it grew. " * 90_000])
    assert response.status_code in (200, 400)


@pytest.mark.no_cover
@pytest.mark.parametrize("words", ["x" * 99_000, "Mr. Halilaj met A. " * 5000, "A line. " * 1900])
def test_a_text_as_long_as_may_be(client, march, bora, words):
    form = opened(client, bora)
    assert send(client, bora, form, DRAFT, paragraph=[words]).status_code == 200
    assert send(client, bora, form, paragraph=[words]).status_code == 302
    assert page(client, bora).status_code == 200
    assert page(client, bora, MARCH).status_code == 200


@pytest.mark.no_cover
@pytest.mark.parametrize("words", [". " * 49_000, "\n\n".join(["a"] * 33_000)])
def test_too_many_sentences(client, march, bora, words):
    form = opened(client, bora)
    assert send(client, bora, form, DRAFT, paragraph=[words]).status_code == 400
    response = send(client, bora, form, paragraph=[words])
    assert "Shorten it to 2000" in plain(response)
    shown = form_of(response) | {"state": response.context["state"]}
    send(client, bora, shown, paragraph=form["paragraph"])
    assert latest().text is None  # what was typed then is matched to what the page showed first


def test_forged_records_and_versions(client, march, bora):
    form = opened(client, bora)
    form = edited(
        form, 1, form["paragraph"][1][:10], "A line of my own. " + form["paragraph"][1][:10]
    )
    for version in ("-1", "999999999", "4294967296", "99999999999", "½", "\0"):
        assert send(client, bora, form, version=version, base="x:y:z", state="\0").status_code in (
            200,
            302,
        )
    (key,) = {s.key for s in latest().written.body if s.has_no_record} or {None}
    answers = {f"record-{key}": "2024-04-001", "record-\0": "none", "record-": "none"}
    send(client, bora, opened(client, bora), **answers)
    assert "2024-04-001" not in stored_text()


def test_odd_fields_of_the_sign_page(client, gone, alma):
    client.force_login(alma)
    for fields in (
        {"record": NUL, f"record-{NUL}": NUL}, {"settle": NUL}, {"settle": "write"}, {"undo": NUL},
        {"put": NUL}, {"leave": NUL}, {"back": "2024-03-001"}, {"ask-": ""}, {"ask-x": NUL},
        {"seen": NUL}, {"opened": "9" * 11}, {"opened": "-1"}, {"opened": "²"},
    ):  # fmt: skip
        assert client.post(f"{MARCH}sign/", fields).status_code in (200, 302), fields
