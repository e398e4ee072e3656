"""A text that is not signed yet, on a meeting that was restricted since: who still reads its words."""

from datetime import date

import pytest

from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.written import WrittenSentence, WrittenText, paragraph_text, to_json
from reviews.build_report import read_month
from reviews.models import MonthlyReview
from reviews.tests.factories import add_counterpart
from reviews.tests.test_article_pages import (
    MARCH,
    latest,
    opened,
    page,
    send,
    with_words,
)
from stakeholders.tests.factories import make_person

pytestmark = pytest.mark.django_db
DOWNLOADS = [f"{MARCH}download/txt/", f"{MARCH}for/long-post/", f"{MARCH}for/article/", MARCH]


@pytest.fixture
def secret(march):
    meeting = make_meeting(
        "Talk of wolves", date=date(2024, 3, 20), public_line="IOM spoke of wolves.",
        created_by=make_user("staff"),
    )  # fmt: skip
    add_counterpart(meeting, "Chamber of Shepherds", "Private sector", "Zamira Hoxha")
    return meeting


def restrict(meeting):
    meeting.sensitivity = "restricted"
    meeting.store()


def assert_untold(client, user, *secrets):
    for address in DOWNLOADS:
        text = page(client, user, address).content.decode()
        for words in secrets or ("Zamira", "Shepherds", "wolves"):
            assert words not in text, (address, words)


def test_a_sentence_without_a_record_that_names_it(client, secret, bora):
    form = opened(client, bora)
    paragraphs = [*form["paragraph"], "Thanks went to the Chamber of Shepherds and Zamira Hoxha."]
    send(client, bora, form | {"paragraph": paragraphs})
    restrict(secret)
    assert_untold(client, make_user("viewer"))


def test_a_text_that_was_kept_as_markdown(client, secret, bora):
    send(client, bora, with_words(opened(client, bora), old="Karl Bergner", new="K. Bergner"))
    review = latest()
    text = review.written
    whole = [WrittenSentence(f"p{n}", paragraph_text(p)) for n, p in enumerate(text.paragraphs)]
    basis = {ref: d for one in text.sentences for ref, d in one.basis.items()}
    kept = WrittenText(
        WrittenSentence("title", text.title.text), tuple((one,) for one in whole), unmatched=basis
    )
    MonthlyReview.objects.filter(pk=review.pk).update(text=to_json(kept))
    restrict(secret)
    assert_untold(client, make_user("viewer"))


def test_versions_word_by_word(client, secret, bora):
    send(
        client,
        bora,
        with_words(opened(client, bora), "wolves", old="wolves", new="wolves and bears"),
    )
    form = opened(client, bora)
    form["paragraph"] = [p for p in form["paragraph"] if "wolves" not in p]
    send(client, bora, form)
    restrict(secret)
    text = page(client, bora).content.decode()
    assert "bears" not in text
    assert "bears" in page(client, make_user("head of office")).content.decode()


def test_the_admin(client, secret, bora):
    send(client, bora, with_words(opened(client, bora), "wolves", new="wolves and bears"))
    manager = make_user("data manager")
    address = f"/admin/reviews/monthlyreview/{latest().pk}/change/"
    assert "bears" in page(client, manager, address).content.decode()
    restrict(secret)
    assert "bears" not in page(client, manager, address).content.decode()


def test_other_names_of_people_are_not_frozen(march, bora):
    make_person("Gentjan Xhafa")
    Meeting.objects.filter(reference="2024-03-006").update(public_line="Gentjan asked about jobs.")
    facts = {m.reference: m for m in read_month(2024, 3)[0]}
    assert facts["2024-03-006"].names_on_record == ("Gentjan",)
