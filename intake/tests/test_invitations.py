"""Calendars as bytes: what is read of them, what is refused."""

from datetime import date, datetime

import pytest

from intake.invitations.read_file import MOST_CHOICES, MOST_PEOPLE, Invited, placed, read
from intake.safe_reading import Unreadable
from intake.tests.calendars import VISIT, calendar, event, visit

TODAY = date(2024, 3, 20)
OUTLOOK_ZONE = [
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500",
    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400",
    "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
]  # fmt: skip


def only(raw):
    (found,) = read(raw, TODAY).events
    return found


def refused(raw):
    with pytest.raises(Unreadable) as problem:
        read(raw, TODAY)
    return problem.value.code, problem.value.about


def test_an_invitation():
    found = only(visit())
    assert (found.uid, found.recurrence, found.sequence) == ("visit@example.org", "", 1)
    assert (found.method, found.title) == ("REQUEST", "Visit to the Municipality of Kukës")
    assert (found.first, found.last, found.hours) == ("2024-03-06", "", "10:00–11:30")
    assert found.place == "Municipality building, Kukës, Albania"
    assert found.description == "Agenda: reception centre.\nBring the figures."
    assert found.people == [
        Invited("Besa Hoxha", "besa@example.org"),
        Invited("Albert Halilaj", "mayor@kukes.example"),
        Invited("Nobody Known", "nobody@example.net"),
    ]
    assert (found.is_cancelled, found.remarks) == (False, [])


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (":20240306T100000Z", ("2024-03-06", "", "11:00–12:30")),
        (":20240306T233000Z", ("2024-03-07", "", "00:30–02:00")),
        (":20240306T100000", ("2024-03-06", "", "10:00–11:30")),
        (";TZID=Eastern Standard Time:20240306T180000", ("2024-03-07", "", "00:00–01:30")),
        (";TZID=W. Europe Standard Time:20240706T100000", ("2024-07-06", "", "10:00–11:30")),
        (';TZID="(UTC-05:00) Eastern Time (US & Canada)":20240306T090000', ("2024-03-06", "", "15:00–16:30")),
        (';TZID="(GMT+10:00) Canberra, Melbourne, Sydney":20240306T090000', ("2024-03-05", "", "23:00–00:30")),
        (";TZID=/example.org/20200101_1/Europe/Kiev:20240306T110000", ("2024-03-06", "", "10:00–11:30")),
    ],
)  # fmt: skip
def test_days_and_hours_are_those_of_tirana(start, days):
    found = only(visit(dtstart=start, dtend=None, duration=":PT1H30M"))
    last = days[1] or ("2024-03-06" if days[2] == "23:00–00:30" else "")
    assert (found.first, found.last, found.hours) == (days[0], last, days[2])
    assert found.remarks == []


def test_a_zone_that_the_file_defines():
    raw = calendar(
        event(*VISIT, dtstart=";TZID=Customized Time Zone:20240301T100000", dtend=None),
        event(*VISIT, uid=":2", dtstart=";TZID=Customized Time Zone:20240701T100000", dtend=None),
        before=OUTLOOK_ZONE,
    )
    assert [(e.first, e.hours) for e in read(raw, TODAY).events] == [
        ("2024-07-01", "16:00"), ("2024-03-01", "16:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "hours", "remark"),
    [
        ("(UTC+03:30) Nowhere at all", "08:30–10:00", "zone-offset"),
        ("GMT-0500", "17:00–18:30", "zone-offset"),
        ("Kohë e panjohur", "11:00–12:30", "zone"),
    ],
)
def test_a_zone_that_nobody_knows_is_said(zone, hours, remark):
    found = only(visit(dtstart=f';TZID="{zone}":20240306T110000', dtend=None, duration=":PT90M"))
    assert (found.hours, found.remarks) == (hours, [[remark, zone]])


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (";VALUE=DATE:20240306", None, ("2024-03-06", "", "")),
        (";VALUE=DATE:20240306", ";VALUE=DATE:20240307", ("2024-03-06", "", "")),
        (";VALUE=DATE:20240306", ";VALUE=DATE:20240309", ("2024-03-06", "2024-03-08", "")),
        (":20240306T080000", ":20240308T160000", ("2024-03-06", "2024-03-08", "08:00–16:00")),
        (":20240306T080000", ":20240307T000000", ("2024-03-06", "", "08:00–00:00")),
        (":20240306T080000", ":20240305T080000", ("2024-03-06", "", "08:00")),
    ],
)
def test_whole_days_and_several_days(start, end, days):
    found = only(visit(dtstart=start, dtend=end))
    assert (found.first, found.last, found.hours) == days


def weekly(**changed):
    return visit(rrule=":FREQ=WEEKLY;COUNT=4", **changed)


def test_a_series_is_offered_by_its_dates_newest_first():
    found = read(weekly(exdate=";TZID=Europe/Tirane:20240313T100000"), TODAY)
    assert [(e.first, e.recurrence) for e in found.events] == [
        ("2024-03-27", "20240327T090000Z"),
        ("2024-03-20", "20240320T090000Z"),
        ("2024-03-06", "20240306T090000Z"),
    ]
    assert {e.hours for e in found.events} == {"10:00–11:30"}


def test_a_date_moved_within_its_series_is_there_once():
    moved = event(
        *VISIT,
        recurrence_id=";TZID=Europe/Tirane:20240313T100000",
        dtstart=";TZID=Europe/Tirane:20240314T150000",
        dtend=None,
    )
    raw = calendar(event(*VISIT, rrule=":FREQ=WEEKLY;COUNT=2"), moved)
    assert [(e.first, e.hours, e.recurrence) for e in read(raw, TODAY).events] == [
        ("2024-03-14", "15:00", "20240313T090000Z"),
        ("2024-03-06", "10:00–11:30", "20240306T090000Z"),
    ]


def test_the_hour_of_a_series_stays_when_the_clocks_change():
    found = read(visit(rrule=":FREQ=MONTHLY;COUNT=2"), TODAY)
    assert [(e.first, e.hours, e.recurrence) for e in found.events] == [
        ("2024-04-06", "10:00–11:30", "20240406T080000Z"),
        ("2024-03-06", "10:00–11:30", "20240306T090000Z"),
    ]


def test_a_series_without_end_offers_the_dates_nearest_to_today():
    found = read(visit(rrule=":FREQ=DAILY"), TODAY)
    days = [event.first for event in found.events]
    assert (len(days), days[0], days[-1]) == (MOST_CHOICES, "2024-03-29", "2024-03-10")
    assert found.total == 381


def test_a_series_that_began_long_ago_offers_the_dates_nearest_to_today():
    found = read(visit(dtstart=":19000306T100000", dtend=None, rrule=":FREQ=DAILY"), TODAY)
    days = [event.first for event in found.events]
    assert (days[0], days[-1]) == ("2024-03-29", "2024-03-10")


def test_a_date_is_left_out_by_its_day():
    found = read(weekly(exdate=";VALUE=DATE:20240313"), TODAY)
    assert [e.first for e in found.events] == ["2024-03-27", "2024-03-20", "2024-03-06"]


BY_THE_SECOND = ";".join(
    f"{name}={','.join(map(str, range(most)))}"
    for name, most in (("BYHOUR", 24), ("BYMINUTE", 60), ("BYSECOND", 60))
)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY;UNTIL=30240306T000000Z", "often"),
        ("FREQ=SECONDLY;COUNT=2000000000", "often"),
        ("freq=hourly", "often"),
        (f"FREQ=DAILY;{BY_THE_SECOND}", "often"),
        ("FREQ=YEARLY;BYMINUTE=0,10,20,30,40", "often"),
        ("FREQ=DAILY;INTERVAL=0", "event"),
        ("FREQ=SOMETIMES", "event"),
        ("FREQ=YEARLY;BYEASTER=366", "event"),
    ],
)
def test_a_rule_without_measure_is_refused_at_once(rule, code):
    assert refused(visit(rrule=f":{rule}", summary=":Beat")) == (code, "Beat")


def test_a_meeting_twice_a_day_is_read():
    found = read(visit(rrule=":FREQ=DAILY;COUNT=2;BYHOUR=10,15"), TODAY)
    assert [e.hours for e in found.events] == ["15:00–16:30", "10:00–11:30"]


def test_a_single_meeting_is_not_crowded_out_by_a_series():
    single = event(*VISIT, uid=":single", dtstart=":20200101T100000Z", dtend=None)
    found = read(calendar(single, event(*VISIT, rrule=":FREQ=DAILY")), TODAY)
    assert [e.first for e in found.events][-1] == "2020-01-01"


def test_rules_with_spaces_are_read():
    found = read(visit(rrule=":FREQ=WEEKLY;COUNT=3;BYDAY=MO, WE"), TODAY)
    assert [e.first for e in found.events] == ["2024-03-13", "2024-03-11", "2024-03-06"]


def test_lines_that_say_nothing_and_folded_ones():
    raw = b"\xef\xbb\xbf" + visit(summary=":A long\r\n\t title").replace(
        b"SEQUENCE:1", b"junk without colon\r\nSEQUENCE:1"
    )
    assert only(raw + b"X-COMMENT:after the end\r\n").title == "A long title"


def test_other_encodings():
    text = visit().decode()
    assert only(text.encode("utf-16")).title == "Visit to the Municipality of Kukës"
    assert only(text.encode("cp1252")).title == "Visit to the Municipality of Kukës"


def test_html_becomes_text():
    html = "<html><style>p {}</style><body><p>One &amp; two</p><script>x()</script><p>Three</p></body></html>"
    assert only(visit(description=f":{html}")).description == "One & two\nThree"


def test_rooms_are_not_people_and_addresses_count_once():
    people = [
        "ATTENDEE;CUTYPE=ROOM;CN=Room 3:mailto:room3@example.org",
        "ATTENDEE;CN=Ana;PARTSTAT=DECLINED:MAILTO:Ana@Example.org",
        "ATTENDEE;CN=Ana again:mailto:ana@example.org",
        'ATTENDEE;CN=besa@example.org:"mailto:besa@example.org"',
    ]
    lines = [*VISIT[:4], *people]
    assert only(calendar(event(*lines))).people == [
        Invited("Ana", "ana@example.org", declined=True),
        Invited("", "besa@example.org"),
    ]


def test_a_crowd_is_cut_and_counted():
    crowd = [f"ATTENDEE;CN=P{n}:mailto:p{n}@example.org" for n in range(MOST_PEOPLE + 30)]
    found = only(calendar(event(*VISIT[:4], *crowd)))
    assert (len(found.people), found.people_left) == (MOST_PEOPLE, 30)


def test_without_a_uid_the_same_event_is_known_again():
    one, again = only(visit(uid=None)), only(visit(uid=None))
    other = only(visit(uid=None, summary=":Another"))
    assert one.uid == again.uid != other.uid
    assert one.uid.startswith("print:")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", ("empty", "")),
        (b"  \n", ("empty", "")),
        (b"\0\1\2" * 30, ("nul", "")),
        (b"%PDF-1.7 something", ("calendar", "")),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", ("calendar", "")),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", ("damaged", "")),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", ("none", "")),
        (calendar(["BEGIN:VTODO", "SUMMARY:Do it", "END:VTODO"]), ("tasks", "")),
        (visit(dtstart=None, dtend=None, summary=":Lunch"), ("no-date", "Lunch")),
        (visit(rrule=":FREQ=SECONDLY", summary=":Beat"), ("often", "Beat")),
        (visit(dtstart=":99991231T235959Z", dtend=None, duration=":P9W", summary=":Late"), ("event", "Late")),
        (visit(dtstart=":yesterday", dtend=None, summary=":When"), ("event", "When")),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(raw, code):
    assert refused(raw) == code


@pytest.mark.parametrize("until", ["20240314T000000Z", "20240313", "20240320T085959Z"])
def test_a_series_ends_where_it_says(until):
    found = read(visit(rrule=f":FREQ=WEEKLY;UNTIL={until}"), TODAY)
    days = ["2024-03-13", "2024-03-06"]
    # A last moment is taken for its whole day: zones of an UNTIL are too often wrong.
    expected = ["2024-03-20", *days] if until.startswith("20240320") else days
    assert [e.first for e in found.events] == expected


def test_dates_given_one_by_one():
    raw = visit(rdate=";VALUE=DATE:20240308", dtstart=";VALUE=DATE:20240306", dtend=None)
    assert [(e.first, e.recurrence) for e in read(raw, TODAY).events] == [
        ("2024-03-08", "2024-03-08"), ("2024-03-06", "2024-03-06"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "offset", "remark"),
    [
        ("", "+01:00", ""),
        ("Central European Standard Time", "+01:00", ""),
        ("europe/tirane", "+01:00", ""),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "+01:00", ""),
        ("(UTC+02:00) Athens, Bucharest", "+02:00", ""),
        ("(GMT+05.30) Chennai", "+05:30", "zone-offset"),
        ("(UTC+09:00) Athens", "+09:00", "zone-offset"),
    ],
)
def test_names_of_zones(name, offset, remark):
    moment, said = placed(datetime(2024, 3, 6, 10), name)
    assert (moment.isoformat()[-6:], said) == (offset, remark)
