"""Meetings and what describes them, for tests."""

from datetime import date

from accounts.tests.factories import make_user
from engagements.models import Meeting, MeetingKind, ThematicArea

# What the kinds that are shipped mean; any other is a meeting that the article names.
MEANINGS = {
    "bilateral-meeting": {"is_named": False},
    "other": {"is_named": False},
    "field-visit": {"described_as": "visit", "is_named": False, "involves_travel": True},
    "event": {"described_as": "participation"},
    "training": {"described_as": "participation"},
    "call": {"described_as": "call"},
}


def make_kind(code="bilateral-meeting", name="Bilateral meeting", **fields):
    """Make a kind of meeting, or return the one with this code."""
    fields = {"name_plural": f"{name}s", **MEANINGS.get(code, {}), **fields}
    return MeetingKind.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def make_area(code="protection", name="Protection", **fields):
    """Make a thematic area, or return the one with this code."""
    return ThematicArea.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def make_meeting(title="Meeting with the Mayor", *, areas=(), staff=(), organisations=(), **fields):
    """Make a logged meeting on 6 March 2024, with these areas, colleagues and organisations."""
    fields.setdefault("date", date(2024, 3, 6))
    if "kind" not in fields:
        fields["kind"] = make_kind()
    if "created_by" not in fields:
        fields["created_by"] = make_user()
    meeting = Meeting.objects.create(title=title, **fields)
    meeting.thematic_areas.set(areas)
    meeting.staff.set(staff)
    for position, organisation in enumerate(organisations):
        meeting.counterparts.create(organisation=organisation, position=position)
    return meeting
