"""Reads what changed since a signature, and by whom, as far as a reader may know."""

from dataclasses import replace

from engagements.models import ActionPoint, Meeting
from reviews.differences import find_differences, missing
from reviews.records import make_record
from reviews.rows import with_details

# What a difference can be about, of a meeting and of an action point.
MEETING = (
    "title", "kind_id", "date", "date_precision", "end_date", "location_id", "channel", "public_line",
    "status", "sensitivity",
)  # fmt: skip
PROMISE = ("text", "promised_by", "owner_id", "organisation_id", "due", "status", "outcome")


def read_changes(frozen, live, *, since, user):
    """Return the Differences between what was signed and what is, each with its last save.

    A save is told to those who may see the meeting: it may be restricted by now.
    """
    moved = map(
        make_record, with_details(Meeting.objects.filter(reference__in=missing(frozen, live)))
    )
    found = find_differences(frozen, live, tuple(moved))
    visible = Meeting.objects.visible_to(user)
    saves = Meeting.history.filter(
        reference__in={one.reference for one in found.meetings}, id__in=visible.values("pk")
    )
    promise_saves = ActionPoint.history.filter(
        id__in={one.number for one in found.promises}, meeting__in=visible
    )
    return replace(
        found,
        meetings=_told(found.meetings, _latest(saves, since, "reference", MEETING), "reference"),
        promises=_told(found.promises, _latest(promise_saves, since, "id", PROMISE), "number"),
    )


def _latest(saves, since, key, columns):
    """Return {key: the last save after `since` that changed one of `columns`, else the last one}.

    A save of something else, such as of an internal note, is nobody's answer to who changed the rest.
    """
    rows = saves.select_related("history_user").order_by("history_date", "history_id")
    before, last, telling = {}, {}, {}
    for row in rows:
        name, values = getattr(row, key), [getattr(row, column) for column in columns]
        if row.history_date > since:
            last[name] = row
            if before.get(name) != values:
                telling[name] = row
        before[name] = values
    return last | telling


def _told(differences, saves, key):
    told = []
    for one in differences:
        save = saves.get(getattr(one, key))
        by = str(save.history_user or "") if save else ""
        told.append(replace(one, by=by, at=save.history_date if save else None))
    return tuple(told)
