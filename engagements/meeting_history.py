"""The changes to a meeting, save by save, for the foot of its page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Meeting

RECORDS, SHOWN = 60, 10  # records of history read, changes shown
# What the history of the meeting itself keeps; counterparts and action points have their own.
FIELDS = {
    "title": _("title"),
    "kind_id": _("kind"),
    "date": _("date"),
    "date_precision": _("date"),
    "end_date": _("date"),
    "location_id": _("place"),
    "channel": _("how you met"),
    "public_line": _("what can be said publicly"),
    "internal_note": _("internal note"),
    "sensitivity": _("who can read it"),
}
TURNS = {
    Meeting.Status.CANCELLED: _("cancelled"),
    Meeting.Status.DRAFT: _("turned back into a draft"),
    Meeting.Status.LOGGED: _("logged"),
}


@dataclass(frozen=True)
class Change:
    """One save: when, by whom (None: nobody was signed in), and what it changed."""

    at: datetime
    by: object
    what: str


def changes_of(meeting: Meeting) -> list[Change]:
    rows = meeting.history.select_related("history_user").order_by("-history_date", "-history_id")
    records = list(reversed(rows[:RECORDS]))
    # A save leaves another record for each list it sets: the last one of a version has them all.
    saves = list({record.version: record for record in records}.values())
    pairs = zip([None, *saves], saves, strict=False)
    found = [Change(now.history_date, now.history_user, _what(was, now)) for was, now in pairs]
    return found[::-1][:SHOWN]


def _what(was, now) -> str:
    if was is None:
        is_draft = now.status == Meeting.Status.DRAFT
        return gettext("begun as a draft") if is_draft else gettext("logged")
    if was.status == Meeting.Status.CANCELLED != now.status:
        return gettext("restored")
    if was.status != now.status:
        return str(TURNS[now.status])
    names = [
        str(name) for field, name in FIELDS.items() if getattr(was, field) != getattr(now, field)
    ]
    if not names:
        return gettext("changed")
    return gettext("changed: %s") % ", ".join(dict.fromkeys(names))
