"""What became of meetings that a month's text rests on and that the month no longer counts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from engagements.models import Meeting
from reviews.article.compare import CANCELLED, CHANGED, MOVED, REMOVED, RESTRICTED, Fate, Finding

COLUMNS = {
    CANCELLED: ("status",),
    RESTRICTED: ("sensitivity",),
    MOVED: ("date",),
    REMOVED: ("status",),
}


def read_fates(references: Collection[str], month: date, user: User) -> dict[str, Fate]:
    """Return {reference: Fate} of meetings that `month` does not count, as `user` may know of it.

    Three queries, none without references. What the user may not read is restricted, and nothing more.
    """
    if not references:
        return {}
    rows = Meeting.objects.filter(reference__in=references).select_related("location")
    visible = Meeting.objects.visible_to(user).filter(reference__in=references)
    readable = set(visible.values_list("pk", flat=True))
    whats = {row: _what(row, month) for row in rows}
    saves = _saves({row.pk: what for row, what in whats.items() if row.pk in readable})
    return {
        row.reference: _fate(row, what, saves.get(row.pk))
        if row.pk in readable
        else Fate(what, is_hidden=True)
        for row, what in whats.items()
    }


def with_last_changes(findings: Sequence[Finding], changed: Collection[str]) -> tuple[Finding, ...]:
    """Return findings with who last changed the meetings `changed`, and when; one query, none without any."""
    if not changed:
        return tuple(findings)
    saves = Meeting.history.filter(reference__in=changed).select_related("history_user")
    last = {save.reference: save for save in saves.order_by("history_date", "history_id")}
    return tuple(_with_save(one, last.get(one.reference)) for one in findings)


def _with_save(finding: Finding, save: Any) -> Finding:
    if save is None or finding.what != CHANGED:
        return finding
    at = timezone.localtime(save.history_date)
    return replace(finding, by=str(save.history_user or ""), at=at)


def _what(meeting: Meeting, month: date) -> str:
    if meeting.is_restricted:
        return RESTRICTED
    if meeting.is_cancelled:
        return CANCELLED
    if meeting.is_draft or meeting.date.replace(day=1) == month:
        return REMOVED
    return MOVED


def _saves(whats: dict[int, str]) -> dict[int, Any]:
    """Return {meeting: the last save that changed what made it go}; one query."""
    saves = Meeting.history.filter(id__in=whats).select_related("history_user")
    found: dict[int, Any] = {}
    before: dict[int, list[Any]] = {}
    for save in saves.order_by("history_date", "history_id"):
        values = [getattr(save, column) for column in COLUMNS[whats[save.id]]]
        if before.get(save.id, values) != values:
            found[save.id] = save
        before[save.id] = values
    return found


def _fate(meeting: Meeting, what: str, save: Any) -> Fate:
    place = str(meeting.location or meeting.place_text)
    day = date_format(meeting.date, "j F")
    return Fate(
        what=what,
        by=str(save.history_user or "") if save else "",
        at=timezone.localtime(save.history_date) if save else None,
        month=meeting.date.replace(day=1) if what == MOVED else None,
        when=(place or meeting.reference) if meeting.is_month_only or what == MOVED else day,
    )
