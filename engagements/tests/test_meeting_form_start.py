"""What the form offers first, the buttons that only draw it again, the text as it will read, and hostile input."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from engagements.forms import MeetingForm
from engagements.models import Meeting, MeetingKind
from engagements.tests.factories import make_area, make_kind, make_meeting
from engagements.tests.form_data import meeting_post, opened_post
from stakeholders.tests.factories import make_location, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return make_user(full_name="Alma")


def opened(user, **initial):
    return MeetingForm(user=user, today=timezone.localdate(), initial=initial)


def labels(choices):
    return [choice.choice_label for choice in choices]


def test_four_kinds_are_buttons_and_the_rest_is_folded(alma):
    for number in range(6):
        make_kind(f"kind-{number}", f"Kind {number}", position=number)
    kinds = opened(alma).kinds
    assert labels(kinds["first"]) == ["Kind 0", "Kind 1", "Kind 2", "Kind 3"]
    assert (labels(kinds["rest"]), kinds["is_open"]) == (["Kind 4", "Kind 5"], False)
    last = MeetingKind.objects.get(code="kind-5").pk
    assert opened(alma, kind=last).kinds["is_open"]


def test_areas_used_most_come_first(alma):
    areas = [make_area(f"area-{n}", f"Area {n}", position=n) for n in range(10)]
    make_meeting(areas=[areas[9], areas[8]], date=timezone.localdate())
    make_meeting(areas=[areas[9]], date=timezone.localdate())
    make_meeting(areas=[areas[7]], date=timezone.localdate() - timedelta(days=400))
    shown = labels(opened(alma).areas["first"])
    assert shown == ["Area 9", "Area 8", *(f"Area {n}" for n in range(6))]


def test_no_place_is_filled_in_and_three_are_one_tap_away(alma):
    for number in range(5):
        make_meeting(location=make_location(f"Town {number}"), created_by=alma)
    form = opened(alma)
    assert not form["place"].value()
    offers = [(offer.name, offer.reason) for offer in form.offered_places]
    assert offers == [(f"Town {number}", "used today") for number in (4, 3, 2)]
    assert opened(make_user()).offered_places == []


@pytest.mark.parametrize(("days", "reason"), [(1, "used yesterday"), (400, "used on ")])
def test_a_place_used_before_says_when(alma, days, reason):
    make_meeting(location=make_location(), created_by=alma)
    Meeting.objects.update(created_at=timezone.now() - timedelta(days=days))
    [offer] = opened(alma).offered_places
    assert offer.reason.startswith(reason)
    used = timezone.localdate() - timedelta(days=days)
    assert (str(used.year) in offer.reason) == (days > 365)


def test_the_place_of_a_counterpart_is_offered_first(alma):
    for number in range(3):
        make_meeting(location=make_location(f"Town {number}"), created_by=alma)
    organisation = make_organisation(name="Municipality of Korçë", location=make_location("Korçë"))
    form = opened(alma, counterparts=[{"organisation": "x", "picked": f"o{organisation.pk}"}])
    assert [offer.name for offer in form.offered_places] == ["Korçë", "Town 2", "Town 1"]
    first = form.offered_places[0]
    assert (first.reason, first.key) == ("where Municipality of Korçë is", f"o{organisation.pk}")
    assert not form["place"].value()


@pytest.mark.parametrize("picked", ["o", "o²", "x", "p1", "o" + "9" * 30, "o99999999"])
def test_an_odd_key_of_a_counterpart_offers_nothing(alma, picked):
    assert opened(alma, counterparts=[{"who": "x", "picked": picked}]).offered_places == []


def test_a_call_is_by_phone(alma):
    form = opened(alma, kind=make_kind("call", "Call").pk)
    assert (form["place"].value(), form["channel"].value()) == (None, "phone")


def test_a_place_left_from_the_last_meeting_is_not_stored_with_the_next(client, alma):
    """What the form shows untouched is what is stored: no place, however lately one was used."""
    make_meeting(location=make_location(), created_by=alma)
    client.force_login(alma)
    data = opened_post(client.get(reverse("meeting_create")).context["form"])
    assert client.post(reverse("meeting_create"), data | {"title": "Next"}).status_code == 302
    assert Meeting.objects.get(title="Next").where == ""


def test_a_place_used_lately_is_put_in_without_script(client, alma):
    client.force_login(alma)
    data = meeting_post(make_kind(), use_place="Kukës", title="Kept", rows=[{"who": "Kept who"}])
    answer = client.post(reverse("meeting_create"), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    for kept in ('name="place" value="Kukës"', 'value="Kept"', 'value="Kept who"'):
        assert kept in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("sent", "rows"), [("1", 2), ("x", 1), ("99", 60), ("-3", 1), ("9" * 30, 1)]
)
def test_one_row_more_whatever_count_was_sent(client, alma, sent, rows):
    client.force_login(alma)
    data = meeting_post(make_kind(), add_counterpart="1") | {"with-TOTAL_FORMS": sent}
    answer = client.post(reverse("meeting_create"), data)
    assert len(answer.context["form"].counterparts.forms) == rows


def test_ten_thousand_letters_in_a_title_are_refused_and_kept(client, alma):
    client.force_login(alma)
    data = meeting_post(make_kind(), title="x" * 10_000, public_line="Kept line")
    answer = client.post(reverse("meeting_create"), data)
    assert answer.context["form"].errors == {
        "title": ["Ensure this value has at most 200 characters (it has 10000)."]
    }
    page = answer.content.decode()
    assert "x" * 10_000 in page
    assert "Kept line" in page


@pytest.mark.parametrize(
    "text",
    [
        "🤝 Takim në Kukës",
        "اجتماع مع البلدية",
        "e\u0301 \u0308\u0308\u0308",
        "\u202eright to left",
        "<b>'\"&",
    ],
)
def test_any_writing_is_kept_as_it_was_typed(client, alma, text):
    client.force_login(alma)
    kind = make_organisation().kind
    data = meeting_post(
        make_kind(),
        title=text,
        public_line=text,
        rows=[{"who": f"{text} office", "kind": kind.pk, "role": text}],
    )
    assert client.post(reverse("meeting_create"), data).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.public_line) == (text, text)
    counterpart = meeting.counterparts.get()
    assert (counterpart.organisation.name, counterpart.group_label) == (f"{text} office", text)


def test_a_long_name_is_cut_in_the_written_title(client, alma):
    client.force_login(alma)
    make_organisation(name="A" * 200)
    client.post(reverse("meeting_create"), meeting_post(make_kind(), rows=[{"who": "A" * 200}]))
    title = Meeting.objects.get().title
    assert (len(title), title[-2:]) == (200, "A…")


def test_a_null_byte_is_refused_in_words(client, alma):
    client.force_login(alma)
    answer = client.post(reverse("meeting_create"), meeting_post(make_kind(), title="a\0b"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"title": ["Null characters are not allowed."]}


@pytest.mark.parametrize("many", [1, 8])
def test_query_count_of_the_form(client, alma, django_assert_num_queries, many):
    client.force_login(alma)
    make_kind()
    for number in range(many):
        make_area(f"area-{number}", f"Area {number}")
        place = make_location(f"Town {number}")
        organisation = make_organisation(name=f"Municipality {number}", location=place)
        make_meeting(location=place, created_by=alma, organisations=[organisation])
        make_user()
    with django_assert_num_queries(11):
        client.get(reverse("meeting_create"))


def test_query_count_of_a_save(client, alma, django_assert_max_num_queries):
    client.force_login(alma)
    body = meeting_post(make_kind(), rows=[{"who": make_organisation().name}], staff=[alma.pk])
    with django_assert_max_num_queries(30):
        assert client.post(reverse("meeting_create"), body).status_code == 302
    record = Meeting.objects.get().history.latest()
    assert [row.user_id for row in record.historicalmeeting_staff_set.all()] == [alma.pk]


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x"])
def test_an_odd_number_of_a_person_in_the_address_is_ignored(client, alma, number):
    client.force_login(alma)
    form = client.get(reverse("meeting_create"), {"person": number}).context["form"]
    assert form.counterparts[0]["who"].value() is None
