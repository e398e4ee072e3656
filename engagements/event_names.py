"""Titles of events that may hold the public name of the event: asked about, never taken by itself."""

import re

from django.db.models import F, Q

from engagements.models import MeetingKind
from engagements.models.meeting import MeetingQuerySet
from engagements.models.text_answers import NOT_THE_NAME

# As both databases read it too.
QUOTED = r"(^|[\s(])(“[^“”]+”|\"[^\"]+\"|‘[^‘’]+’|'[^']+'|„[^„“”]+[“”]|«[^«»]+»)($|[\s).,;:])"
MARKS = "“”\"‘’'„«»"


def name_in_title(title: str, kind: str) -> str:
    """Return what may be the public name of an event in its title: what is in quotes, else all of it.

    Empty for a title that begins with its kind, as the form writes it: "Event with the Mayor of Has".
    """
    quoted = re.search(QUOTED, title)
    if quoted:
        return quoted[2].strip(MARKS).strip()
    return "" if title.casefold().startswith(kind.casefold()) else title.strip()


def to_name(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Return the events without a name whose title may hold one, where nobody said that it does not."""
    events = meetings.filter(
        event_name="", kind__described_as=MeetingKind.Description.PARTICIPATION
    ).exclude(text_answers__has_key=NOT_THE_NAME)
    return events.filter(Q(title__regex=QUOTED) | ~Q(title__istartswith=F("kind__name")))
