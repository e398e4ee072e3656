"""The download of a generated office, against the texts that its records give of themselves, read one by one."""

import csv
import io
from datetime import date

import pytest
from django.utils.formats import date_format

from accounts.tests.factories import make_user
from engagements.models import Meeting
from iomtracker.generated_office import make_office

HEADINGS = (
    "Reference", "Date", "Day recorded", "Last day", "Kind", "How", "Title", "Name of the event", "Place",
    "County", "Organisations", "People", "People met, at least", "From IOM", "Thematic areas",
    "Public line", "Internal note", "Action points", "Status", "Logged by",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(module_db):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iomtracker.generated_office.LISTS", ("load_reference",))
        make_office(300, seed=7, until=date(2026, 11, 20))


def people_of(counterpart):
    named = [str(one) for one in counterpart.attendances.all()]
    if counterpart.group_label:
        more = counterpart.unnamed_count or 0
        named.append(f"{counterpart.group_label} ({more})" if more > 1 else counterpart.group_label)
    return named


def action_point(point):
    due = f", due {date_format(point.due, 'j F Y')}" if point.due else ""
    state = point.get_status_display().lower()
    return f"{point.get_promised_by_display()}: {point.text} ({point.who}{due}, {state})"


def in_words(meeting):
    """Return the row of a meeting, as texts."""
    met = list(meeting.counterparts.all())
    heads = sum(max(one.people_count or 0, one.attendances.count()) for one in met)
    county = meeting.location and meeting.location.county
    organisations = list(dict.fromkeys(one.organisation for one in met if one.organisation))
    points = sorted(meeting.action_points.all(), key=lambda one: (one.due or date.max, one.pk))
    return (
        meeting.reference,
        str(meeting.date),
        "No" if meeting.is_month_only else "Yes",
        str(meeting.end_date or ""),
        str(meeting.kind),
        meeting.get_channel_display(),
        meeting.title,
        meeting.event_name,
        meeting.where,
        county.name if county else "",
        "; ".join(map(str, organisations)),
        "; ".join(name for one in met for name in people_of(one)),
        str(heads or ""),
        "; ".join([*map(str, meeting.staff.all()), *filter(None, [meeting.visitors])]),
        "; ".join(map(str, meeting.thematic_areas.all())),
        meeting.public_line,
        meeting.internal_note,
        "; ".join(map(action_point, points)),
        meeting.get_status_display(),
        str(meeting.created_by),
    )


def test_each_row_says_what_its_records_say(office, db, client, monkeypatch):
    monkeypatch.setattr("engagements.export_columns.AT_A_TIME", 70)
    client.force_login(make_user("head of office"))
    content = b"".join(client.get("/meetings/download/csv/").streaming_content)
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    wanted = [in_words(meeting) for meeting in Meeting.objects.counted().newest_first()]
    assert tuple(headings) == HEADINGS
    assert len(wanted) > 200
    assert list(map(tuple, rows)) == wanted
