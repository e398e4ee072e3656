"""The page of action points and what closes one: each role, the wrong user, the late, the anonymous."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.tests.factories import make_user
from engagements.models import ActionPoint
from engagements.tests.factories import make_meeting
from engagements.tests.test_action_points import make_point
from engagements.views.action_points import FORMS
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
ROLES = ["viewer", "staff", "head of office", "data manager"]
LIST = "/actions/"
SECRET = "Keep quiet"


@pytest.fixture
def alma(client):
    """A colleague who is signed in."""
    user = make_user(full_name="Alma Jani")
    client.force_login(user)
    return user


def act(client, point, verb, **data):
    return client.post(reverse(f"action_{verb}", args=[point.pk]), data)


def read(point):
    return ActionPoint.objects.get(pk=point.pk)


def headings(response):
    return [(name, [str(p) for p in points]) for name, points in response.context["groups"]]


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_sees(client, role):
    user = make_user(role=role)
    client.force_login(user)
    point = make_point()
    hidden = make_meeting("Secret talk", sensitivity="restricted")
    make_point(SECRET, meeting=hidden)
    response = client.get(LIST)
    tabs = [code for code, _name, _count in response.context["tabs"]]
    is_head = role == "head of office"
    assert response.context["tab"] == ("mine" if role == "staff" else "open")
    assert ("mine" in tabs) == (role in ("staff", "head of office"))
    response = client.get(LIST, {"tab": "open"})
    text = response.content.decode()
    assert str(point) in text
    assert (SECRET in text) == is_head
    assert response.context["tabs"][-4][2] == (2 if is_head else 1)
    assert response.context["closable"] == (
        set(ActionPoint.objects.values_list("pk", flat=True)) if is_head else set()
    )
    assert (reverse("action_close", args=[point.pk]) in text) == is_head


def test_the_groups_in_order(client, alma):
    today = localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    days = {
        "Long ago": today - timedelta(days=4),
        "Today": today,
        "On Sunday": sunday,
        "On Monday": sunday + timedelta(days=1),
        "Some day": None,
    }
    for text, due in reversed(days.items()):
        make_point(text, owner=alma, due=due)
    response = client.get(LIST)
    this_week = sorted(["Today", "On Sunday"], key=lambda text: (days[text], text == "Today"))
    assert headings(response) == [
        ("Overdue", ["Long ago"]),
        ("This week", this_week),
        ("Later", ["On Monday"]),
        ("No date", ["Some day"]),
    ]
    text = response.content.decode()
    assert text.count("Overdue 4 days") == 1
    assert text.count("Due today") == (2 if today == sunday else 1)


def test_the_closed_by_month(client, alma):
    for text, day in (
        ("First", date(2024, 3, 1)),
        ("Last", date(2024, 3, 31)),
        ("New", date(2024, 4, 1)),
    ):
        make_point(text, status="done", closed_on=day, closed_by=alma, outcome=f"{text} was sent")
    response = client.get(LIST, {"tab": "closed"})
    assert headings(response) == [
        ("Closed in April 2024", ["New"]),
        ("Closed in March 2024", ["Last", "First"]),
    ]
    text = response.content.decode()
    assert "Last was sent" in text
    assert "31 March 2024, by Alma Jani" in text


def test_nothing_open(client, alma):
    words = {
        "mine": "No open action points.",
        "overdue": "Nothing is overdue.",
        "closed": "No closed action points.",
    }
    for tab, sentence in words.items():
        assert sentence in client.get(LIST, {"tab": tab}).content.decode()
    assert "No action point matches." in client.get(LIST, {"q": "x"}).content.decode()


def test_the_filters(client, alma):
    kukes = make_organisation()
    left = make_user(is_active=False)
    make_point("Send Shkodër figures", owner=alma, meeting=make_meeting(organisations=[kukes]))
    make_point("Of one who left", owner=left)
    make_point("By them", promised_by="them", organisation=kukes)

    def found(**query):
        rows = client.get(LIST, {"tab": "open", **query}).context["page"].rows
        return [str(point) for point in rows]

    assert found(q="shkoder") == ["Send Shkodër figures"]
    assert found(who=alma.pk) == ["Send Shkodër figures"]
    assert found(who="left") == ["Of one who left"]
    assert found(organisation=kukes.slug) == ["Send Shkodër figures", "By them"]
    response = client.get(LIST, {"tab": "open", "who": "nobody", "organisation": "no-such"})
    assert len(response.context["page"].rows) == 3
    assert "left them out: Colleague, Organisation." in response.content.decode()


def test_closing_in_one_press_then_saying_what_was_done(client, alma):
    point = make_point("Send <figures>", owner=alma)
    answer = act(client, point, "close", next="/actions/?tab=mine&closed=99")
    assert answer.url == f"/actions/?tab=mine&closed={point.pk}"
    found = read(point)
    assert (found.status, found.closed_by, found.closed_on) == ("done", alma, localdate())
    assert found.history.first().history_user == alma
    text = client.get(answer.url).content.decode()
    assert text.count("Closed: Send &lt;figures&gt;") == 1
    assert reverse("action_outcome", args=[point.pk]) in text
    answer = act(client, point, "outcome", outcome="By e-mail", next="/actions/")
    assert answer.url == "/actions/"
    assert read(point).outcome == "By e-mail"
    act(client, point, "reopen")
    assert read(point).is_open


def test_dropping_asks_for_a_reason(client, alma):
    point = make_point(owner=alma)
    address = reverse("action_drop", args=[point.pk])
    assert "Drop this action point?" in client.get(address).content.decode()
    answer = client.post(address, {"outcome": " ", "next": "/actions/?tab=open"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "There is a problem" in text
    assert text.count("Write why it is dropped.") == 2
    assert 'href="/actions/?tab=open"' in text
    assert read(point).is_open
    answer = client.post(address, {"outcome": "Not wanted"})
    assert answer.url == f"/actions/?closed={point.pk}"
    assert (read(point).status, read(point).outcome) == ("dropped", "Not wanted")


def test_a_line_too_long_is_kept_in_its_box(client, alma):
    point = make_point(owner=alma)
    answer = act(client, point, "close", outcome="x" * 501)
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert read(point).is_open


def test_handing_over_to_a_colleague(client, alma):
    left, ben = make_user(is_active=False), make_user(full_name="Ben")
    meeting = make_meeting(created_by=alma)
    point = make_point(owner=left, meeting=meeting)
    text = client.get(LIST, {"tab": "open"}).content.decode()
    assert text.count("Needs a new owner") == 2  # the row, and the filter
    assert act(client, point, "assign", owner=left.pk).status_code == 422
    assert act(client, point, "assign").status_code == 422
    assert act(client, point, "assign", owner=make_user(role="viewer").pk).status_code == 422
    assert act(client, point, "assign", owner=ben.pk).status_code == 302
    assert read(point).owner == ben
    them = make_point(promised_by="them", organisation=make_organisation(), meeting=meeting)
    act(client, them, "assign", owner=ben.pk)
    assert read(them).owner is None


def test_nobody_gets_what_they_may_not_read(client, alma):
    meeting = make_meeting(sensitivity="restricted", created_by=alma, staff=[alma])
    point = make_point(owner=alma, meeting=meeting)
    answer = act(client, point, "assign", owner=make_user(full_name="Ben").pk)
    assert answer.status_code == 422
    assert "Ben may not read this meeting." in answer.content.decode()
    assert act(client, point, "assign", owner=make_user("head of office").pk).status_code == 302


@pytest.mark.parametrize("verb", ["close", "drop"])
def test_the_second_to_close_learns_who_did(client, alma, verb):
    ben = make_user(full_name="Ben")
    point = make_point("Send figures", owner=alma)
    point.close(by=ben, on=date(2024, 3, 7), outcome="Ben sent them")
    answer = act(client, point, verb, outcome="Mine")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "“Send figures” was closed already by Ben, on 7 March 2024." in text
    assert 'value="Mine"' in text
    assert "It says now: “Ben sent them”" in text
    assert (read(point).closed_by, read(point).outcome) == (ben, "Ben sent them")
    answer = client.post(reverse("action_close", args=[point.pk]), follow=True)
    assert "was closed already by Ben" in answer.content.decode()
    assert read(point).closed_by == ben


def test_a_line_for_a_point_that_was_reopened_stays_on_the_device(client, alma):
    point = make_point("Send figures", owner=alma)
    answer = act(client, point, "outcome", outcome="Mine")
    assert (answer.status_code, answer["X-Text-Not-Stored"]) == (302, "1")
    assert read(point).outcome == ""


def test_opening_what_is_open(client, alma):
    point = make_point("Send figures", owner=alma)
    answer = client.post(reverse("action_reopen", args=[point.pk]), follow=True)
    assert "“Send figures” is open already." in answer.content.decode()
    assert read(point).history.count() == 1


def test_what_is_sent_while_another_closes_it(client, alma, monkeypatch):
    """The check before the lock passes, the one behind it refuses."""
    ben = make_user(full_name="Ben")
    point = make_point("Send figures", owner=alma)
    form = FORMS["close"]
    real = form.is_valid

    def late(self):
        if read(point).is_open:
            read(point).drop(by=ben, on=date(2024, 3, 7), reason="No")
        return real(self)

    monkeypatch.setattr(form, "is_valid", late)
    answer = client.post(reverse("action_close", args=[point.pk]), follow=True)
    assert "was dropped already by Ben, on 7 March 2024." in answer.content.decode()
    assert (read(point).status, read(point).closed_by) == ("dropped", ben)


@pytest.mark.parametrize("verb", FORMS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_not(client, role, verb):
    client.force_login(make_user(role=role))
    point = make_point()
    hidden = make_point(SECRET, meeting=make_meeting(sensitivity="restricted"))
    draft = make_point("Draft", meeting=make_meeting(status="draft"))
    is_head = role == "head of office"
    codes = [act(client, row, verb).status_code for row in (point, hidden, draft)]
    if is_head:
        assert 403 not in codes
        assert 404 not in codes[:2]
        assert codes[2] == 404
    else:
        assert codes == [403, 404, 404]
        assert read(point).is_open
    assert client.post(f"/actions/99999999999999999999/{verb}/").status_code == 404


def test_a_page_that_offers_nothing_gets_a_message(client, alma):
    point = make_point("Send figures", owner=alma)
    text = client.post(
        reverse("action_close", args=[point.pk]), {"next": "/meetings/"}, follow=True
    ).content.decode()
    assert "Closed: Send figures" in text


def test_going_back_only_to_our_own_pages(client, alma):
    point = make_point(owner=alma)
    for bad in ("https://example.org/", "//example.org/x", "javascript:alert(1)"):
        answer = act(client, point, "close", next=bad)
        assert answer.url == f"/actions/?closed={point.pk}"
        assert act(client, point, "reopen", next=bad).url == "/actions/"


@pytest.mark.parametrize("closed", ["x", "99999999999999999999", "-1", "٣"])
def test_a_wrong_number_in_the_address_offers_nothing(client, alma, closed):
    response = client.get(LIST, {"closed": closed})
    assert response.context["just_closed"] is None


def test_another_s_closed_one_offers_nothing(client, alma):
    point = make_point(status="done", closed_on=date(2024, 3, 7))
    assert client.get(LIST, {"closed": point.pk}).context["just_closed"] is None


def test_on_the_page_of_the_meeting(client, alma):
    meeting = make_meeting(created_by=alma)
    point = make_point(owner=make_user(is_active=False), meeting=meeting)
    address = meeting.get_absolute_url()
    text = client.get(address).content.decode()
    for verb in ("close", "drop", "assign"):
        assert reverse(f"action_{verb}", args=[point.pk]) in text
    assert "Needs a new owner" in text
    answer = act(client, point, "close", next=f"{address}#promised")
    assert answer.url == f"{address}?closed={point.pk}#promised"
    text = client.get(answer.url).content.decode()
    assert text.count(reverse("action_outcome", args=[point.pk])) == 2
    act(client, point, "outcome", outcome="Sent by <post>")
    text = client.get(address).content.decode()
    assert "Sent by &lt;post&gt;" in text
    client.force_login(make_user())
    text = client.get(address).content.decode()
    assert "Sent by &lt;post&gt;" in text
    assert "/actions/" not in text.split('id="promised"')[1].split("</section>")[0]


def test_pages_of_fifty(client, alma):
    meeting = make_meeting()
    for number in range(55):
        due = date(2024, 3, 1) if number < 52 else None
        make_point(f"Point {number:02}", owner=alma, meeting=meeting, due=due)
    first = client.get(LIST).context["page"]
    second = client.get(LIST, {"after": first.after}).context["page"]
    assert [str(p) for p in [*first.rows, *second.rows]] == [f"Point {n:02}" for n in range(55)]
    assert (len(first.rows), second.after) == (50, "")


def test_many_closed_ones_are_not_counted_to_the_last(client, alma, monkeypatch):
    for _number in range(3):
        make_point(status="done", closed_on=localdate(), closed_by=alma)
    assert client.get(LIST).context["tabs"][-1] == ("closed", "Closed", 3)
    for module in ("models.action_point", "views.action_points"):
        monkeypatch.setattr(f"engagements.{module}.MOST_CLOSED", 2)
    assert client.get(LIST).context["tabs"][-1] == ("closed", "Closed", "2+")


@pytest.mark.parametrize("count", [1, 6])
def test_query_counts(client, alma, count, django_assert_num_queries):
    for number in range(count):
        meeting = make_meeting(
            organisations=[make_organisation(name=f"Org {number}")], staff=[alma]
        )
        make_point(owner=make_user(is_active=False), meeting=meeting)
        them = make_organisation(name=f"Them {number}")
        make_point(promised_by="them", organisation=them, meeting=meeting)
        make_point(status="done", closed_on=localdate(), closed_by=alma, meeting=meeting)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST, {"tab": "open"})
    with django_assert_num_queries(8):
        client.get(LIST, {"tab": "closed"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_anonymous_is_asked_to_sign_in(client, method):
    point = make_point()
    for address in (LIST, *(reverse(f"action_{verb}", args=[point.pk]) for verb in FORMS)):
        assert getattr(client, method)(address).url.startswith(reverse("account_login"))
    assert read(point).is_open
