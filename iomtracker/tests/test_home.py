"""My work: what needs its reader, and nothing of what they may not see."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.tests.factories import make_user
from engagements.tests.factories import make_area, make_kind, make_meeting
from intake.models import Import
from reviews.article.written import to_json
from reviews.models import MonthlyReview
from reviews.tests.factories import make_text
from stakeholders.tests.factories import make_location, make_organisation

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
TODAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("iomtracker.views.localdate", lambda: TODAY)


@pytest.fixture
def home(client):
    """Return the home page as `user` sees it."""

    def fetch(user):
        client.force_login(user)
        return client.get(reverse("home"))

    return fetch


def promise(owner, days, text="Send figures", **meeting):
    """Record that `owner` promised something, due `days` after today."""
    point = {"text": text, "owner": owner, "due": TODAY + timedelta(days=days)}
    return make_meeting(**meeting).action_points.create(**point)


def texts(rows):
    return [str(row) for row in rows]


def make_review(month, **fields):
    return MonthlyReview.objects.create(month=month, **fields)


def whole(**fields):
    """Make a meeting in which nothing is missing."""
    user = fields.pop("user", None) or make_user()
    return make_meeting(
        created_by=user,
        staff=[user],
        areas=[make_area()],
        organisations=[make_organisation(f"Office {user.pk}")],
        public_line="A talk.",
        **fields,
    )


# Who


@pytest.mark.parametrize(
    ("role", "shown"), list(zip(ROLES, [False, True, True, False], strict=True))
)
def test_quick_buttons_are_for_colleagues(home, role, shown):
    kinds = {
        "briefing": ("meeting", "Log a meeting"),
        "field-visit": ("visit", "Log a field visit"),
        "event": ("participation", "Log an event"),
        "call": ("call", "Log a call"),
    }
    for position, (code, (described_as, _text)) in enumerate(kinds.items()):
        make_kind(code, code, described_as=described_as, position=position)
    make_kind("training", "Training", described_as="participation", position=9)
    make_kind("retired", "Retired", described_as="call", position=0, is_active=False)
    text = " ".join(home(make_user(role)).content.decode().split())
    links = re.findall(r'<a href="([^"]*[?]kind=[^"]*)">.*?</svg> (.*?) </a>', text)
    address = reverse("meeting_create")
    assert links == [(f"{address}?kind={code}", text) for code, (_, text) in kinds.items() if shown]


def test_anonymous_is_asked_to_sign_in(client):
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_without_a_role_nothing_is_shown(home):
    make_meeting()
    response = home(make_user(role=""))
    assert response.status_code == 403
    assert "Meeting with the Mayor" not in response.content.decode()


@pytest.mark.parametrize("role", ["staff", "head of office"])
def test_when_nothing_needs_anyone(home, role):
    make_meeting(date=TODAY)
    text = home(make_user(role)).content.decode()
    assert "Nothing needs you. Log your next meeting when it happens." in text
    assert "Nothing is logged yet" not in text
    assert "Not finished" not in text


def test_a_viewer_is_not_told_to_log(home):
    make_meeting()
    text = home(make_user("viewer")).content.decode()
    assert "Nothing needs you." in text and "Log your next meeting" not in text


# Needs you


def test_own_action_points_that_are_late_or_due_soon(home):
    alma, other = make_user(), make_user()
    promise(alma, 7, "In a week")
    promise(alma, -4, "Late")
    promise(alma, 8, "Later")
    promise(other, -1, "Of another")
    promise(alma, -1, "Called off", status="cancelled")
    response = home(alma)
    assert texts(response.context["action_points"]) == ["Late", "In a week"]
    text = response.content.decode()
    assert "Overdue 4 days" in text and "Due in 7 days" in text
    assert texts(home(make_user("head of office")).context["action_points"]) == [
        "Late",
        "Of another",
        "In a week",
    ]


def test_more_than_fifty_is_said(home):
    alma = make_user()
    meeting = make_meeting()
    for _ in range(51):
        meeting.action_points.create(text="Send", owner=alma, due=TODAY)
    response = home(alma)
    assert len(response.context["action_points"]) == 50
    assert "The first 50 are shown; there are more." in response.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: meeting.staff.clear(),
        lambda meeting: meeting.thematic_areas.clear(),
        lambda meeting: meeting.counterparts.all().delete(),
        lambda meeting: type(meeting).objects.filter(pk=meeting.pk).update(public_line=""),
        lambda meeting: (
            type(meeting)
            .objects.filter(pk=meeting.pk)
            .update(date=date(2024, 3, 1), date_precision="month")
        ),
    ],
)
def test_each_gap_of_an_own_meeting_is_named(home, change):
    alma = make_user()
    meeting = whole(user=alma)
    assert texts(home(alma).context["gaps"]) == []
    change(meeting)
    response = home(alma)
    assert [row.pk for row in response.context["gaps"]] == [meeting.pk]
    meeting.refresh_from_db()
    assert len(meeting.gaps()) == 1
    assert meeting.gaps()[0] in response.content.decode()
    assert texts(home(make_user()).context["gaps"]) == []
    assert texts(home(make_user("head of office")).context["gaps"]) == []


def test_at_most_ten_gaps_newest_first(home):
    alma = make_user()
    for day in range(1, 13):
        make_meeting(f"Day {day}", created_by=alma, date=date(2024, 3, day))
    assert texts(home(alma).context["gaps"]) == [f"Day {day}" for day in range(12, 2, -1)]


# Months to sign


def test_the_head_of_office_sees_months_to_sign(home):
    whole()
    make_meeting(date=date(2024, 2, 6))
    make_meeting(date=date(2024, 2, 7), sensitivity="restricted")
    make_review(date(2024, 2, 1), status="submitted")
    response = home(make_user("head of office"))
    assert [(r.month, r.is_ready, r.meetings, r.gaps) for r in response.context["reviews"]] == [
        (date(2024, 2, 1), True, 1, 1),
        (date(2024, 3, 1), False, 1, 0),
    ]
    text = response.content.decode()
    assert "Sign the February 2024 review" in text and "Read the March 2024 review" in text
    for role in ("staff", "viewer", "data manager"):
        assert home(make_user(role)).context["reviews"] == []


def test_a_month_that_is_signed_or_not_over_needs_nobody(home, monkeypatch):
    whole()
    head = make_user("head of office")
    monkeypatch.setattr("iomtracker.views.localdate", lambda: date(2024, 3, 31))
    assert home(head).context["reviews"] == []
    monkeypatch.setattr("iomtracker.views.localdate", lambda: TODAY)
    assert len(home(head).context["reviews"]) == 1
    make_review(date(2024, 3, 1), status="signed", signed_by=head, signed_at=timezone.now())
    assert home(head).context["reviews"] == []


def test_a_new_issue_waits_until_it_is_signed(home):
    whole()
    head = make_user("head of office")
    signed = {"status": "signed", "signed_by": head, "signed_at": timezone.now()}
    for month in (date(2024, 1, 1), date(2024, 3, 1)):
        make_review(month, **signed)
        make_review(month, issue=2)
    assert [(r.month, r.is_ready) for r in home(head).context["reviews"]] == [
        (date(2024, 1, 1), False),
        (date(2024, 3, 1), False),
    ]
    MonthlyReview.objects.filter(month=date(2024, 1, 1), issue=2).update(status="submitted")
    MonthlyReview.objects.filter(month=date(2024, 3, 1), issue=2).update(**signed)
    assert [(r.month, r.is_ready) for r in home(head).context["reviews"]] == [
        (date(2024, 1, 1), True)
    ]


# Months returned, and why a month can't be signed


def hand_in_and_return(month, user, head, comment):
    """Hand in a month and return it, as the site does: in the name of each, on record in the history."""
    review = make_review(month)
    review._history_user = user
    review.submit(by=user, at=timezone.now())
    review._history_user = head
    review.send_back(comment)
    return review


def test_a_month_returned_shows_the_whole_comment_to_whoever_handed_it_in(home):
    alma, head = make_user(full_name="Alma Jani"), make_user("head of office", full_name="Ben Hall")
    comment = "Two meetings in Durrës name nobody.\n\n" + "Please ask. " * 100 + "<b>"
    hand_in_and_return(date(2024, 2, 1), alma, head, comment)
    make_meeting(date=TODAY)
    page = home(alma)
    [returned] = page.context["returned"]
    assert (returned.month, returned.by, returned.comment) == (
        date(2024, 2, 1),
        "Ben Hall",
        comment,
    )
    assert returned.on == timezone.localdate()
    text = page.content.decode()
    assert "February 2024 was returned to you" in text and "By Ben Hall on" in text
    assert "Please ask. " * 99 in text and "&lt;b&gt;" in text
    assert home(make_user()).context["returned"] == []
    alma.is_active = False
    alma.save()
    assert len(home(make_user()).context["returned"]) == 1
    assert home(make_user("viewer")).context["returned"] == []


def test_what_was_written_since_does_not_change_who_returned_it(home):
    alma, head = make_user(), make_user("head of office", full_name="Ben Hall")
    review = hand_in_and_return(date(2024, 2, 1), alma, head, "Look again.")
    review._history_user = alma
    review.write(make_text("Another text."))
    make_meeting(date=TODAY)
    assert home(alma).context["returned"][0].by == "Ben Hall"


def why(home, head):
    return [
        (task.month, task.is_ready, task.why, task.gone) for task in home(head).context["reviews"]
    ]


def test_the_head_of_office_is_told_why_a_month_cannot_be_signed(home, monkeypatch):
    alma, head = make_user(full_name="Alma Jani"), make_user("head of office")
    for month in (1, 2):
        make_meeting(date=date(2024, month, 6))
    hand_in_and_return(date(2024, 1, 1), alma, head, "Look again.")
    make_review(
        date(2024, 2, 1),
        status="submitted",
        text=to_json(make_text(unmatched={"2024-02-001": "a", "2024-02-999": "b"})),
    )
    make_review(date(2024, 4, 1), status="submitted")
    make_meeting(date=date(2024, 4, 1))
    (january, february, april) = why(home, head)
    assert january[1:] == (
        False,
        f"It was returned to Alma Jani on {date_format(timezone.localdate(), 'j F Y')} "
        "and has not been handed in again.",
        0,
    )
    assert february == (date(2024, 2, 1), True, "", 1)
    assert april[1:3] == (False, "April 2024 is not over yet. It can be signed from 1 May 2024.")
    text = " ".join(home(head).content.decode().split())
    assert "January 2024 can’t be signed yet" in text and "April 2024 can’t be signed yet" in text
    assert "Its text rests on 1 meeting that is no longer in the month." in text


def test_a_month_that_one_handed_in_oneself_stands_once(home):
    head = make_user("head of office")
    make_meeting(date=date(2024, 2, 6))
    hand_in_and_return(date(2024, 2, 1), head, head, "I will look again.")
    make_meeting(date=TODAY)
    page = home(head)
    assert len(page.context["returned"]) == 1 and page.context["reviews"] == []


def test_a_gap_in_a_signed_month_says_so_first(home):
    alma, head = make_user(), make_user("head of office")
    make_meeting("In February", created_by=alma, date=date(2024, 2, 6))
    make_meeting("In March", created_by=alma, date=date(2024, 3, 6))
    make_review(date(2024, 2, 1), status="signed", signed_by=head, signed_at=timezone.now())
    text = " ".join(home(alma).content.decode().split())
    assert text.count("is signed: what you change is shown in it as changed since.") == 1
    assert "February 2024 is signed: what you change" in text


# What waits for the data manager


def test_the_data_manager_sees_the_counts(home):
    dana = make_user("data manager")
    whole()
    make_meeting("Bare", public_line="A talk.")
    make_meeting("Secret", sensitivity="restricted")
    make_organisation("Caritas", to_confirm="The place is not certain.")
    make_organisation("Municipality of Korçë", other_names="Bashkia Korçë")
    make_organisation("Korça Municipality")
    page = home(dana)
    missing, other, pairs = page.context["records"]
    assert (missing.title, missing.detail) == (
        "1 meeting has something missing",
        "No colleague: 1 · No thematic area: 1 · No counterpart: 1",
    )
    assert (other.count, other.detail) == (1, "Organisations to confirm: 1")
    assert (pairs.title, pairs.detail, pairs.url) == (
        "1 likely duplicate",
        "The likeliest: “Municipality of Korçë” and “Korça Municipality”",
        f"{reverse('duplicate_list')}?kind=organisation",
    )
    assert "1 likely duplicate" in page.content.decode()
    for role in ("viewer", "staff", "head of office"):
        assert home(make_user(role)).context["records"] == []


def test_places_as_text(home):
    whole(place_text="Fshati Zemblak")
    whole(place_text="Skopje office", sensitivity="restricted")
    [task] = home(make_user("data manager")).context["records"]
    assert (task.title, task.detail, task.url) == (
        "1 place as text, to be put right",
        "“Fshati Zemblak”",
        reverse("quality_queue", args=["place-in-words"]),
    )


def test_imports_left_open(home):
    dana = make_user("data manager")
    whole()
    made = {"extension": "xlsx", "size": 1, "created_by": dana}
    register = Import.objects.create(name="register-2023.xlsx", status="checked", **made)
    for number, state in enumerate(("asked", "wrong", "ready"), 2):
        register.rows.create(number=number, lead=number, cells=[], key=str(number), state=state)
    Import.objects.create(name="old.xlsx", status="done", **made)
    [task] = home(dana).context["records"]
    assert (task.title, task.url) == ("1 import is left open", register.get_absolute_url())
    assert task.detail.startswith("register-2023.xlsx, 2 rows to look at, since ")
    Import.objects.create(name="contacts.vcf", kind="contacts", **made)
    [task] = home(dana).context["records"]
    assert (task.title, task.url) == ("2 imports are left open", reverse("import_list"))
    assert "contacts.vcf, since " in task.detail


def test_years_stand_where_they_are_not_this_years(home):
    make_meeting("Of this year", date=date(2024, 1, 6))
    make_meeting("Of another", date=date(2023, 12, 14))
    make_meeting("Some day", date=date(2023, 11, 1), date_precision="month")
    text = " ".join(home(make_user("viewer")).content.decode().split())
    assert '<time datetime="2024-01-06"> 6 Jan </time>' in text
    assert '<time datetime="2023-12-14"> 14 Dec <span>2023</span> </time>' in text
    assert (
        '<span class="when"> Nov <span>2023</span> </span>' in text and "day not recorded" in text
    )


# Not finished


def test_own_drafts_can_be_continued_and_deleted(home):
    alma = make_user()
    draft = make_meeting("Begun", created_by=alma, status="draft")
    make_meeting("Of another", status="draft")
    response = home(alma)
    text = response.content.decode()
    assert texts(response.context["drafts"]) == ["Begun"]
    for name in ("meeting_edit", "meeting_delete"):
        assert reverse(name, args=[draft.reference]) in text
    assert texts(response.context["latest"]) == []


# Restricted meetings


@pytest.mark.parametrize("role", ["viewer", "staff", "data manager"])
def test_a_restricted_meeting_leaves_no_trace(home, role):
    user = make_user(role)
    secret = make_meeting("Secret talks", sensitivity="restricted", created_by=user)
    secret.action_points.create(text="Keep quiet", owner=user, due=TODAY)
    response = home(user)
    text = response.content.decode()
    assert "Secret talks" not in text and "Keep quiet" not in text
    assert response.context["month"] is None


def test_those_present_see_it_but_it_is_in_no_figure(home):
    alma = make_user()
    make_meeting("Secret talks", sensitivity="restricted", staff=[alma])
    for user in (alma, make_user("head of office")):
        response = home(user)
        assert texts(response.context["latest"]) == ["Secret talks"]
        assert response.context["month"] is None


# The latest month


def test_the_latest_month_that_has_meetings(home):
    kukes = make_location()
    berat = f"{reverse('meeting_list')}?place={make_location('Berat', 'county').slug}"
    crossing = make_location("Morinë", "crossing", parent=kukes)
    office = make_organisation()
    protection, avrr = make_area(), make_area("avrr", "AVRR")
    make_meeting(areas=[protection], organisations=[office], location=kukes)
    make_meeting(areas=[protection, avrr], organisations=[office], location=crossing)
    make_meeting("Earlier", date=date(2024, 2, 6))
    make_meeting("To come", date=date(2024, 5, 6))
    response = home(make_user("viewer"))
    month = response.context["month"]
    assert (month.month, month.meetings, month.organisations, month.municipalities) == (
        date(2024, 3, 1),
        2,
        1,
        1,
    )
    assert [(bar.name, bar.meetings, bar.width) for bar in month.bars] == [
        ("Protection", 2, "100.0%"),
        ("AVRR", 1, "50.0%"),
    ]
    assert (month.counties, texts(month.counties_without)) == (2, ["Berat county"])
    page = " ".join(response.content.decode().split())
    assert f'1 of 2 counties: <a href="{berat}">Berat</a>.' in page
    assert reverse("month_detail", kwargs={"year": 2024, "month": 3}) in page


def test_five_latest_newest_first(home):
    for day in range(1, 8):
        make_meeting(f"Day {day}", date=date(2024, 3, day))
    make_meeting("Some day", date=date(2024, 3, 1), date_precision="month")
    assert texts(home(make_user()).context["latest"]) == [
        "Day 7",
        "Day 6",
        "Day 5",
        "Day 4",
        "Day 3",
    ]


def test_queries_do_not_grow_with_the_rows(client, django_assert_max_num_queries):
    alma = make_user()
    client.force_login(alma)

    def fill(count):
        for number in range(count):
            place = make_location(f"Place {number}")
            whole(location=place).action_points.create(text="Send", owner=alma, due=TODAY)
            make_meeting(created_by=alma, staff=[alma], location=place)
            make_meeting("Begun", created_by=alma, status="draft", location=place)

    fill(2)
    with django_assert_max_num_queries(22) as queries:
        client.get(reverse("home"))
    fill(6)
    with django_assert_max_num_queries(len(queries)):
        client.get(reverse("home"))


def test_the_data_managers_counts_take_a_fixed_number_of_queries(
    client, django_assert_max_num_queries
):
    dana = make_user("data manager")
    client.force_login(dana)

    def fill(first, last):
        for number in range(first, last):
            make_meeting(created_by=dana)
            for name in (f"Municipality of Place{number}", f"Place{number} Municipality"):
                make_organisation(name, to_confirm="Not certain.")
            made = {"extension": "xlsx", "size": 1, "created_by": dana}
            Import.objects.create(name=f"{number}.xlsx", status="checked", **made)

    fill(0, 1)
    with django_assert_max_num_queries(20) as queries:
        client.get(reverse("home"))
    fill(1, 6)
    with django_assert_max_num_queries(len(queries)):
        client.get(reverse("home"))
