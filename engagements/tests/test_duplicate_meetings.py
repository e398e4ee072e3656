"""Is this already logged? The same day, and the same organisation, its parent or a unit: asked, never refused."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from engagements.duplicate_meetings import possible_duplicates
from engagements.models import Meeting
from engagements.tests.factories import make_kind, make_meeting
from engagements.tests.form_data import meeting_post
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani")


@pytest.fixture
def kukes():
    return make_organisation(name="Municipality of Kukës")


@pytest.fixture
def page(client, alma):
    """What the form answers to a meeting with `organisation`; other boxes may be given."""
    client.force_login(alma)

    def page(organisation="Municipality of Kukës", **boxes):
        data = meeting_post(make_kind(), rows=[{"organisation": organisation}], **boxes)
        return client.post(reverse("meeting_create"), data)

    return page


def found(meeting, user):
    return [duplicate.title for duplicate in possible_duplicates(meeting, user)]


DAYS = [
    ({"date": date(2024, 3, 6)}, True),
    ({"date": date(2024, 3, 7)}, False),
    ({"date": date(2024, 3, 1), "date_precision": "month"}, True),
    ({"date": date(2024, 2, 1), "date_precision": "month"}, False),
    ({"date": date(2024, 3, 4), "end_date": date(2024, 3, 6)}, True),
    ({"date": date(2024, 3, 4), "end_date": date(2024, 3, 5)}, False),
]


@pytest.mark.parametrize(("fields", "same"), DAYS)
def test_the_day_or_the_month_where_a_day_is_missing(alma, kukes, fields, same):
    make_meeting("Known", organisations=[kukes], **fields)
    meeting = make_meeting(organisations=[kukes], created_by=alma)
    assert found(meeting, alma) == (["Known"] if same else [])


@pytest.mark.parametrize(("day", "same"), [(date(2024, 3, 31), True), (date(2024, 4, 1), False)])
def test_a_meeting_of_a_month_looks_at_the_whole_month(alma, kukes, day, same):
    make_meeting("Known", organisations=[kukes], date=day)
    fields = {"date": date(2024, 3, 1), "date_precision": "month"}
    meeting = make_meeting(organisations=[kukes], **fields)
    assert found(meeting, alma) == (["Known"] if same else [])


def test_the_organisation_its_parent_and_its_units(alma, kukes):
    unit = make_organisation(name="Social Services", parent=kukes)
    sister = make_organisation(name="Child Protection", parent=kukes)
    for organisation in (kukes, unit, sister, make_organisation(name="Ministry")):
        make_meeting(f"With {organisation.name}", organisations=[organisation])
    of_unit = make_meeting(organisations=[unit], status="draft")
    assert sorted(found(of_unit, alma)) == ["With Municipality of Kukës", "With Social Services"]
    of_parent = make_meeting(organisations=[kukes], status="draft")
    assert sorted(found(of_parent, alma)) == [
        "With Child Protection",
        "With Municipality of Kukës",
        "With Social Services",
    ]
    assert found(make_meeting("Alone"), alma) == []


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "cancelled"}])
def test_drafts_and_cancelled_ones_are_not_named(alma, kukes, fields):
    make_meeting("Known", organisations=[kukes], **fields)
    assert found(make_meeting(organisations=[kukes]), alma) == []


def test_what_may_not_be_seen_is_not_named(alma, kukes, page):
    make_meeting("Secret talk", organisations=[kukes], sensitivity="restricted")
    meeting = make_meeting(organisations=[kukes], date=date(2024, 3, 6), status="draft")
    assert found(meeting, alma) == []
    assert found(meeting, make_user(role="head of office")) == ["Secret talk"]
    assert page().status_code == 302


def test_it_is_asked_with_everything_kept_and_never_refused(kukes, page):
    known = make_meeting("Known talk", organisations=[kukes])
    answer = page(public_line="What I wrote.", title="Mine")
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Is this already logged?", "Known talk", "Open that one", "What I wrote."):
        assert words in text
    assert f'name="another_than" value="{known.reference}"' in text
    assert list(Meeting.objects.all()) == [known]
    assert page(title="Mine", another_than=known.reference).status_code == 302
    stored = Meeting.objects.get(title="Mine")
    assert stored.reference == "2024-03-002"
    assert list(stored.distinct_from.all()) == [known]
    assert list(known.distinct_from.all()) == [stored]
    assert possible_duplicates(stored, stored.created_by) == []


def test_the_answer_is_good_for_what_was_named_only(kukes, page):
    known = make_meeting("Known talk", organisations=[kukes])
    other = make_meeting("Other talk", organisations=[kukes])
    answer = page(title="Mine", another_than=known.reference)
    assert answer.status_code == 422
    assert answer.context["references"].split() == [other.reference, known.reference]
    assert page(title="Mine", another_than="2024-03-001 2024-03-002").status_code == 302
    assert Meeting.objects.get(title="Mine").distinct_from.count() == 2


def test_an_answer_names_nothing_that_may_not_be_seen(alma, kukes, page):
    secret = make_meeting("Secret talk", organisations=[kukes], sensitivity="restricted")
    page(title="Mine", another_than=secret.reference)
    assert not Meeting.objects.get(title="Mine").distinct_from.exists()


def test_an_answer_survives_a_mistake_elsewhere(kukes, page):
    known = make_meeting("Known talk", organisations=[kukes])
    answer = page(day="99", another_than=known.reference)
    assert f'name="another_than" value="{known.reference}"' in answer.content.decode()


def test_a_draft_is_asked_when_it_is_logged(client, alma, kukes, page):
    make_meeting("Known talk", organisations=[kukes])
    assert page(title="Mine", save_draft="1").status_code == 302
    draft = Meeting.objects.get(title="Mine")
    url = reverse("meeting_edit", args=[draft.reference])
    data = meeting_post(make_kind(), rows=[{"organisation": str(kukes)}], title="Mine", based_on=1)
    assert client.post(url, data).status_code == 422
    assert Meeting.objects.get(title="Mine").status == "draft"
    assert client.post(url, data | {"another_than": "2024-03-001"}).status_code == 302
    stored = Meeting.objects.get(title="Mine")
    assert (stored.status, stored.distinct_from.get().title) == ("logged", "Known talk")


def test_a_change_of_what_is_logged_is_not_asked(client, alma, kukes, page):
    make_meeting("Known talk", organisations=[kukes])
    mine = make_meeting("Mine", organisations=[kukes], created_by=alma)
    data = meeting_post(make_kind(), rows=[{"organisation": str(kukes)}], title="New", based_on=1)
    client.post(reverse("meeting_edit", args=[mine.reference]), data)
    assert Meeting.objects.get(pk=mine.pk).title == "New"


@pytest.mark.parametrize("number", [1, 4])
def test_a_fixed_number_of_queries(alma, kukes, number, django_assert_num_queries):
    for one in range(number):
        make_meeting(f"Known {one}", organisations=[kukes])
    meeting = make_meeting(organisations=[kukes])
    alma.roles  # noqa: B018 - asked once a request
    with django_assert_num_queries(4):
        duplicates = possible_duplicates(meeting, alma)
        assert [str(duplicate.counterparts.all()[0].organisation) for duplicate in duplicates] == [
            str(kukes)
        ] * number
