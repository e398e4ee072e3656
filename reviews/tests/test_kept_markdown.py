"""Texts that were kept as Markdown: plain sentences after the migration, matched when they are read."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from reviews.models import MonthlyReview
from reviews.signature.workflow import versions
from reviews.tests.factories import make_text

BEFORE = [("reviews", "0001_reviews_and_signatures")]
AT = datetime(2024, 4, 3, 9, tzinfo=UTC)
MARKDOWN = """# In *focus*: March \\& more

On 6 March, IOM met **Mr. Ilir Kodra**. He said \\*yes\\*; see [the page](https://iom.int/x).
Wrapped here.

- visas
- work permits

<b>{{ 7*7 }}</b> #strong[x]
"""


@pytest.fixture
def migrated_back(transactional_db):
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def migrate(target=None):
    executor = MigrationExecutor(connection)
    executor.migrate(target or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(target).apps if target else None


def test_markdown_becomes_plain_sentences_in_drafts_signed_months_and_the_history(migrated_back):
    old = migrated_back
    alma = old.get_model("accounts", "User").objects.create(username="alma")
    rows = old.get_model("reviews", "MonthlyReview").objects
    draft = rows.create(month=date(2024, 3, 1), narrative=MARKDOWN, basis={"2024-03-001": "a"})
    rows.create(
        month=date(2024, 2, 1), narrative="Signed.", status="signed", signed_by=alma, signed_at=AT
    )
    rows.create(month=date(2024, 1, 1))
    saves = old.get_model("reviews", "HistoricalMonthlyReview").objects
    common = {"id": draft.pk, "month": draft.month, "history_type": "~", "history_date": AT}
    saves.create(narrative="First words.", version=1, history_user=alma, **common)
    saves.create(narrative="", version=2, **common)
    migrate()
    review = MonthlyReview.objects.get(month=date(2024, 3, 1))
    text = review.written
    assert text.title.text == "In focus: March & more"
    assert [[one.text for one in paragraph] for paragraph in text.paragraphs] == [
        [
            "On 6 March, IOM met Mr. Ilir Kodra.",
            "He said *yes*; see the page (https://iom.int/x).",
            "Wrapped here.",
        ],
        ["visas"],
        ["work permits"],
        ["<b>{{ 7*7 }}</b> #strong[x]"],
    ]
    assert text.unmatched == {"2024-03-001": "a"}
    assert review.references == {"2024-03-001"}
    signed = MonthlyReview.objects.get(month=date(2024, 2, 1))
    assert (signed.status, signed.plain_text) == ("signed", "Signed.")
    assert MonthlyReview.objects.get(month=date(2024, 1, 1)).text is None
    again, first = versions(date(2024, 3, 1))
    assert again.text is None
    assert (first.number, first.by, first.text.plain_text) == (2, "alma", "First words.")
    old = migrate(BEFORE)
    rows = old.get_model("reviews", "MonthlyReview").objects
    back = rows.get(month=date(2024, 3, 1))
    assert back.narrative.startswith("# In focus: March & more\n\nOn 6 March, IOM met Mr. Ilir")
    assert back.basis == {"2024-03-001": "a"}
    assert rows.get(month=date(2024, 1, 1)).narrative == ""


@pytest.mark.django_db
def test_a_text_that_was_markdown_finds_its_meetings_when_it_is_read_and_saved(client):
    bora = make_user("staff", full_name="Bora Leka")
    meeting = make_meeting("A talk", date=date(2024, 3, 6), public_line="Work permits.")
    client.force_login(bora)
    address = reverse("article_edit", args=[2024, 3])
    blocks = client.get(address).context["sheet"].blocks
    words = blocks[1].text.replace("the office", "IOM")
    text = make_text(words, "Words of our own.", unmatched={meeting.reference: "then"})
    review = MonthlyReview.objects.create(month=date(2024, 3, 1))
    review.write(text)
    month = client.get("/months/2024-03/")
    links = [one.references for one in month.context["text"].body]
    assert links[-1] == ()
    assert set(links[:-1]) == {(meeting.reference,)}
    assert "no record" in month.content.decode()
    page = client.get(address)
    form = {"version": 1, "title": "Our month"}
    boxes = [block.text for block in page.context["sheet"].blocks[1:]]
    client.post(address, form | {"paragraph": [*boxes, "One more."]})
    written = MonthlyReview.objects.get().written
    assert written.unmatched is None
    assert written.told == {meeting.reference}
    assert written.body[0].basis == {meeting.reference: "then"}
    assert [one.has_no_record for one in written.body[-2:]] == [True, True]
