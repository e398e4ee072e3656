"""The admin of monthly reviews: read, never changed."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from reviews.article.written import to_json
from reviews.models import MonthlyReview
from reviews.tests.factories import make_text

pytestmark = pytest.mark.django_db
LIST = "admin:reviews_monthlyreview_changelist"


def page_of(review):
    """Return the address of a review's page in the admin."""
    return reverse("admin:reviews_monthlyreview_change", args=[review.pk])


@pytest.fixture
def draft():
    return MonthlyReview.objects.create(
        month=date(2024, 3, 1), text=to_json(make_text("A month of visits"))
    )


@pytest.fixture
def signed():
    return MonthlyReview.objects.create(
        month=date(2024, 2, 1),
        text=to_json(make_text("As signed")),
        status="signed",
        signed_by=make_user("head of office"),
        signed_at=datetime(2024, 3, 2, 9, tzinfo=UTC),
    )


def test_only_the_data_manager_comes_in(client, draft):
    assert client.get(reverse(LIST)).url.startswith("/account/login/")
    for role in ("viewer", "staff", "head of office"):
        client.force_login(make_user(role))
        assert client.get(page_of(draft), follow=True).status_code == 403
    client.force_login(make_user("data manager"))
    assert client.get(page_of(draft)).status_code == 200


def test_a_draft_is_read_but_not_changed_here(client, draft):
    client.force_login(make_user(is_superuser=True))
    assert "A month of visits" in client.get(page_of(draft)).content.decode()
    sent = {"text": "Corrected", "comment": "", "month": "2024-05-01", "status": "signed"}
    assert client.post(page_of(draft), sent).status_code == 403
    draft.refresh_from_db()
    assert (draft.plain_text, draft.status) == ("Our month\n\nA month of visits", "draft")
    assert draft.version == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [("kukes", 1), ("Visits MONTH", 1), ("visits shkodra", 0), ("paragraphs", 0)],
)
def test_a_text_is_found_by_its_words_whatever_their_accents(client, words, found):
    text = make_text("A month of visits in Kukës.")
    MonthlyReview.objects.create(month=date(2024, 3, 1), text=to_json(text))
    MonthlyReview.objects.create(month=date(2024, 4, 1))
    client.force_login(make_user("data manager"))
    response = client.get(reverse(LIST), {"q": words})
    assert response.context["cl"].result_count == found


def test_an_issue_is_neither_begun_nor_deleted_here(client, draft):
    client.force_login(make_user(is_superuser=True))
    assert client.get(reverse("admin:reviews_monthlyreview_add")).status_code == 403
    delete = reverse("admin:reviews_monthlyreview_delete", args=[draft.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert MonthlyReview.objects.filter(pk=draft.pk).exists()


def test_what_is_signed_is_never_changed(client, signed):
    client.force_login(make_user("data manager"))
    assert client.get(page_of(signed)).status_code == 200
    assert client.post(page_of(signed), {"text": "Changed"}).status_code == 403
    signed.refresh_from_db()
    assert signed.plain_text == "Our month\n\nAs signed"


def test_the_list_costs_the_same_for_many(client, signed, django_assert_num_queries):
    client.force_login(make_user("data manager"))
    client.get(reverse(LIST))
    with django_assert_num_queries(9):
        client.get(reverse(LIST))
    for month in (4, 5, 6):
        MonthlyReview.objects.create(month=date(2024, month, 1))
    with django_assert_num_queries(9):
        assert client.get(reverse(LIST)).context["cl"].result_count == 4
