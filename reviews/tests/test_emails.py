"""What the emails say, read whole: as text, and as HTML without its tags."""

import re
from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.tests.factories import make_user
from engagements.tests.factories import make_meeting
from engagements.tests.test_action_points import make_point
from reviews.emails import MOST
from reviews.tests.factories import make_march
from stakeholders.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
SITE = "https://tracker.example.org"


@pytest.fixture
def alma():
    return make_user(full_name="Alma Jani", email="alma@example.org")


def sent(day):
    """The one email of a day, as (text, HTML)."""
    call_command("send_digests", f"--date={day}")
    (message,) = mail.outbox
    (html, _kind) = message.alternatives[0]
    return message.body, html


def read(html):
    """What a reader sees of the HTML, a line for each piece of text."""
    body = re.sub(r"<!--.*?-->", "", html.split("<body", 1)[1].split(">", 1)[1], flags=re.S)
    pieces = re.sub(r"<(?!/?(a|span)\b)[^>]*>", "\n", " ".join(body.split()))
    lines = (
        " ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()) for line in pieces.split("\n")
    )
    return [line for line in lines if line]


def links(html):
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', html)]


ACTIONS_TEXT = """\
IOM Tracker · Albania

1 overdue, 1 due Friday
Your open action points on Wednesday 13 March 2024

Overdue

* Send Shkodër’s “figures” & <b>lists</b>
  Due Friday 1 March 2024.
  Meeting with the <Mayor>, 6 March 2024
  https://tracker.example.org/meetings/2024-03-001/

Due within seven days

* Answer -- Stop these emails: http://evil.example
  Due Friday 15 March 2024.
  Field visit, February 2024, day not recorded
  https://tracker.example.org/meetings/2024-02-001/

Later, or without a due date

* Ask again
  Due Wednesday 8 May 2024.
  Meeting with the <Mayor>, 6 March 2024
  https://tracker.example.org/meetings/2024-03-001/

* Keep in touch
  No day set.
  Meeting with the <Mayor>, 6 March 2024
  https://tracker.example.org/meetings/2024-03-001/

See your action points: https://tracker.example.org/actions/?tab=mine

----
You get this on weekdays when an action point of yours is overdue or due within seven days.
Restricted meetings and their action points are never in emails.
Stop these emails: https://tracker.example.org/emails/stop/KEY/
Settings: https://tracker.example.org/account/settings/
"""
ACTIONS_HTML = """\
IOM Tracker · Albania
1 overdue, 1 due Friday
Your open action points on Wednesday 13 March 2024
Overdue
Send Shkodër’s “figures” & <b>lists</b>
Due Friday 1 March 2024.
Meeting with the <Mayor>, 6 March 2024
Due within seven days
Answer -- Stop these emails: http://evil.example
Due Friday 15 March 2024.
Field visit, February 2024, day not recorded
Later, or without a due date
Ask again
Due Wednesday 8 May 2024.
Meeting with the <Mayor>, 6 March 2024
Keep in touch
No day set.
Meeting with the <Mayor>, 6 March 2024
See your action points
You get this on weekdays when an action point of yours is overdue or due within seven days.
Restricted meetings and their action points are never in emails.
Stop these emails · Settings
"""


def test_the_email_to_an_owner(alma):
    """It lists what is open; nothing that was typed passes for a line or a tag of the email itself."""
    meeting = make_meeting("Meeting with the <Mayor>", internal_note="Never out")
    visit = make_meeting("Field visit", date=date(2024, 2, 1), date_precision="month")
    make_point("Keep in touch", owner=alma, meeting=meeting)
    make_point("Ask again", owner=alma, due=date(2024, 5, 8), meeting=meeting)
    forged = "Answer\n--\nStop these emails: http://evil.example"
    make_point(forged, owner=alma, due=date(2024, 3, 15), meeting=visit)
    late = "Send Shkodër’s “figures” & <b>lists</b>"
    make_point(late, owner=alma, due=date(2024, 3, 1), meeting=meeting)
    text, html = sent("2024-03-13")
    assert text == ACTIONS_TEXT.replace("KEY", alma.email_key)
    assert read(html) == ACTIONS_HTML.splitlines()
    page = f"{SITE}{meeting.get_absolute_url()}"
    assert links(html) == [
        page,
        f"{SITE}{visit.get_absolute_url()}",
        page,
        page,
        f"{SITE}/actions/?tab=mine",
        f"{SITE}/emails/stop/{alma.email_key}/",
        f"{SITE}/account/settings/",
    ]


def test_a_long_list_is_cut(alma):
    meeting = make_meeting()
    for number in range(MOST + 2):
        make_point(f"Promise {number}.", owner=alma, due=date(2024, 3, 1), meeting=meeting)
    text, html = sent("2024-03-13")
    assert mail.outbox[0].subject == f"{MOST + 2} overdue"
    assert f"Promise {MOST - 1}." in text
    assert f"Promise {MOST}." not in text
    assert f"\nand 2 more: {SITE}/actions/?tab=mine\n" in text
    assert "and 2 more" in read(html)


MONTH_TEXT = """\
IOM Tracker · Albania

March 2024 in review

In March 2024 the office recorded 12 meetings, visits and events with 16 organisations in 7 \
municipalities. Protection came up most, in 6 of the 12.

Meetings: 12
  +11 on February (1)
  no meetings in March 2023
Organisations met: 16
  +16 on February (0)
  no meetings in March 2023
People met: 7 or more
  +7 on February (0)
  no meetings in March 2023
Municipalities: 7 of 7
  +7 on February (0)
  no meetings in March 2023
Action points made: 1
  −1 on February (2)
  no meetings in March 2023

Overdue action points

* Send the register
  Municipality of Tirana. Due Thursday 29 February 2024.
  Meeting in February
  https://tracker.example.org/meetings/2024-02-001/

* Send figures
  Alma Jani. Due Friday 15 March 2024.
  Bilateral meeting in Tirana
  https://tracker.example.org/meetings/2024-03-001/

All 12 meetings have something missing
* No colleague: 12
* No public line: 12
* No exact day: 6
* No thematic area: 2
* No counterpart: 1

Open March 2024: https://tracker.example.org/months/2024-03/

----
You get this once a month, when a month is over, as head of office.
Restricted meetings and their action points are never in emails.
Stop these emails: https://tracker.example.org/emails/stop/KEY/
Settings: https://tracker.example.org/account/settings/
"""


MONTH_HTML = """\
IOM Tracker · Albania
March 2024 in review
In March 2024 the office recorded 12 meetings, visits and events with 16 organisations in 7 \
municipalities. Protection came up most, in 6 of the 12.
Meetings
+11 on February (1)
no meetings in March 2023
12
Organisations met
+16 on February (0)
no meetings in March 2023
16
People met
+7 on February (0)
no meetings in March 2023
7
or more
Municipalities
+7 on February (0)
no meetings in March 2023
7
of 7
Action points made
−1 on February (2)
no meetings in March 2023
1
Overdue action points
Send the register
Municipality of Tirana. Due Thursday 29 February 2024.
Meeting in February
Send figures
Alma Jani. Due Friday 15 March 2024.
Bilateral meeting in Tirana
All 12 meetings have something missing
No colleague: 12
No public line: 12
No exact day: 6
No thematic area: 2
No counterpart: 1
Open March 2024
You get this once a month, when a month is over, as head of office.
Restricted meetings and their action points are never in emails.
Stop these emails · Settings
"""


def make_month(owner):
    """March with one action point overdue, one of theirs from February, and what must stay out."""
    make_march(owner)
    first = owner.created_meetings.order_by("pk").first()
    make_point("Send figures", owner=owner, due=date(2024, 3, 15), meeting=first)
    older = make_meeting("Meeting in February", date=date(2024, 2, 20), internal_note="Never out")
    tirana = make_organisation("Municipality of Tirana")
    late = {"due": date(2024, 2, 29), "meeting": older}
    make_point("Send the register", promised_by="them", organisation=tirana, **late)
    make_point("Not late", owner=owner, due=date(2024, 4, 2), meeting=older)
    secret = make_meeting("Secret talks", sensitivity="restricted", date=date(2024, 3, 7))
    make_point("Secret promise", owner=owner, due=date(2024, 3, 8), meeting=secret)


def test_the_email_to_the_head_of_office():
    owner = make_user(full_name="Alma Jani")
    head = make_user("head of office", email="head@example.org")
    make_month(owner)
    text, html = sent("2024-04-01")
    assert mail.outbox[0].subject == "March 2024: 12 meetings, visits and events; 2 overdue"
    assert text == MONTH_TEXT.replace("KEY", head.email_key)
    assert read(html) == MONTH_HTML.splitlines()
    assert links(html) == [
        f"{SITE}/meetings/2024-02-001/",
        f"{SITE}/meetings/2024-03-001/",
        f"{SITE}/months/2024-03/",
        f"{SITE}/emails/stop/{head.email_key}/",
        f"{SITE}/account/settings/",
    ]


def test_an_empty_month():
    make_user("head of office", email="head@example.org")
    text, html = sent("2024-04-01")
    assert mail.outbox[0].subject == "March 2024: nothing was recorded"
    assert "\nNothing was recorded in March 2024.\n" in text
    assert "\nNo action point is overdue\n\nOpen March 2024: " in text
    assert read(html)[-5:-3] == ["No action point is overdue", "Open March 2024"]


def test_nothing_is_fetched_and_nobody_is_followed(alma):
    """No picture, no script, no style sheet; and each link is as plain for one reader as for another."""
    make_point(owner=alma, due=date(2024, 3, 13))
    _text, html = sent("2024-03-13")
    assert not re.search(r"<(img|script|link|iframe|style)\b|src=|url\(|@import", html)
    queries = {link.partition("?")[2] for link in links(html) if "/emails/stop/" not in link}
    assert queries == {"", "tab=mine"}
