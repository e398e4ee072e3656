"""What changed since a month was signed. Pure: the frozen Report and the live one in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from engagements.models import ActionPoint, Meeting
from reviews.month.figures import Figure
from reviews.month.meetings import (
    Colleague,
    CounterpartFacts,
    MeetingFacts,
    meeting_facts,
    with_details,
)
from reviews.month.report import ActionPointFacts, Report
from toolkit.dates import day_text

Fields = tuple[tuple[str, str], ...]  # (label, text)

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
WHAT = {
    ADDED: gettext_lazy("Added"),
    REMOVED: gettext_lazy("No longer counted"),
    CHANGED: gettext_lazy("Changed"),
    MOVED: gettext_lazy("Moved to another month"),
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A meeting or action point that is not as it was signed; `what` is added, removed, changed, moved.

    `number` is that of an action point. `by` and `at` are those of its last save, where known.
    """

    reference: str
    title: str
    what: str
    fields: tuple[FieldChange, ...] = ()
    number: int | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def label(self) -> str:
        return str(WHAT[self.what])


@dataclass(frozen=True)
class Differences:
    meetings: tuple[Difference, ...]
    action_points: tuple[Difference, ...]
    figures: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        return bool(self.meetings or self.action_points or self.figures)

    @property
    def title(self) -> str:
        if n := len(self.meetings):
            return ngettext(
                "%(n)s meeting changed since signature", "%(n)s meetings changed since signature", n
            ) % {"n": n}
        if n := len(self.action_points):
            return ngettext(
                "%(n)s action point changed since signature",
                "%(n)s action points changed since signature",
                n,
            ) % {"n": n}
        return _("Figures changed since signature") if self.figures else ""


def find_differences(
    frozen: Report, live: Report, moved: Iterable[MeetingFacts] = ()
) -> Differences:
    """Return the Differences between two Reports of a month.

    `moved` are meetings that were signed in this month and now count in another.
    """
    meetings = _meetings(frozen, live, _by_reference(moved))
    gone = {found.reference for found in meetings if found.what != CHANGED}
    return Differences(meetings, _action_points(frozen, live, gone), _figures(frozen, live))


def missing(frozen: Report, live: Report) -> list[str]:
    here = _by_reference(live.records)
    return [reference for reference in _by_reference(frozen.records) if reference not in here]


def _by_reference(meetings: Iterable[MeetingFacts]) -> dict[str, MeetingFacts]:
    return {meeting.reference: meeting for meeting in meetings}


def _meetings(
    frozen: Report, live: Report, moved: dict[str, MeetingFacts]
) -> tuple[Difference, ...]:
    then, now = _by_reference(frozen.records), _by_reference(live.records)
    found = [_meeting(meeting, now.get(ref), moved.get(ref)) for ref, meeting in then.items()]
    added = [Difference(ref, m.title, ADDED) for ref, m in now.items() if ref not in then]
    return (*filter(None, found), *added)


def _meeting(
    then: MeetingFacts, now: MeetingFacts | None, elsewhere: MeetingFacts | None
) -> Difference | None:
    known = now or elsewhere
    if known is None:
        return Difference(then.reference, then.title, REMOVED)
    fields = _changed(_meeting_fields(then), _meeting_fields(known))
    if now is None:
        return Difference(then.reference, then.title, MOVED, fields)
    return Difference(then.reference, then.title, CHANGED, fields) if fields else None


def _changed(then: Fields, now: Fields) -> tuple[FieldChange, ...]:
    pairs = zip(then, now, strict=True)
    return tuple(FieldChange(a[0], a[1], b[1]) for a, b in pairs if a[1] != b[1])


def _meeting_fields(meeting: MeetingFacts) -> Fields:
    return (
        (_("Title"), meeting.title),
        (_("Name of the event"), meeting.event_name),
        (_("Kind"), meeting.kind),
        (_("When"), day_text(meeting.day, meeting.end_day, month_only=meeting.is_month_only)),
        (_("Place"), meeting.place.full_name if meeting.place else ""),
        (_("How"), str(Meeting.Channel(meeting.channel).label)),
        (_("With whom"), "; ".join(map(_counterpart_text, meeting.parties))),
        (_("From IOM"), "; ".join(map(_colleague_text, meeting.colleagues))),
        (_("Thematic areas"), ", ".join(area.name for area in meeting.areas)),
        (_("Public line"), meeting.public_line),
    )


def _counterpart_text(counterpart: CounterpartFacts) -> str:
    count, number = counterpart.head_count, ""
    if count:
        number = ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
    parts = (counterpart.organisation, *counterpart.people, counterpart.group, number)
    return " · ".join(filter(None, parts))


def _colleague_text(colleague: Colleague) -> str:
    return f"{colleague}, {colleague.job_title}".strip(", ")


def _action_points(frozen: Report, live: Report, gone: set[str]) -> tuple[Difference, ...]:
    """Compare the action points made in the month, except those of meetings that came or went."""
    then = {point.number: point for point in frozen.promises.made if point.reference not in gone}
    now = {point.number: point for point in live.promises.made if point.reference not in gone}
    found = [_action_point(point, now.get(number)) for number, point in then.items()]
    added = [_about(point, ADDED) for number, point in now.items() if number not in then]
    return (*filter(None, found), *added)


def _action_point(then: ActionPointFacts, now: ActionPointFacts | None) -> Difference | None:
    if now is None:
        return _about(then, REMOVED)
    fields = _changed(_action_point_fields(then), _action_point_fields(now))
    return _about(then, CHANGED, fields) if fields else None


def _about(point: ActionPointFacts, what: str, fields: tuple[FieldChange, ...] = ()) -> Difference:
    return Difference(point.reference, point.text, what, fields, point.number)


def _action_point_fields(point: ActionPointFacts) -> Fields:
    """Return (label, text) of an action point; that it became overdue is no change."""
    is_open = point.status in ("open", "overdue")
    return (
        (_("What"), point.text),
        (_("Who"), point.who),
        (_("Due"), date_format(point.due, "j F Y") if point.due else ""),
        (_("Status"), _("Open") if is_open else point.label),
        (_("What was done"), point.outcome),
    )


def _figures(frozen: Report, live: Report) -> tuple[FieldChange, ...]:
    now = {figure.name: figure for figure in live.summary.figures}
    changes = (
        FieldChange(then.label, _figure(then), _figure(now.get(then.name, then)))
        for then in frozen.summary.figures
    )
    return tuple(change for change in changes if change.before != change.after)


def _figure(figure: Figure) -> str:
    """Return "7 or more"; what is beside it, such as "of 61", only when it qualifies the number."""
    return f"{figure.value} {figure.beside}".strip()


# What a difference can be about, of a meeting and of an action point.
MEETING_COLUMNS = (
    "title", "event_name", "kind_id", "date", "date_precision", "end_date", "location_id", "place_text",
    "other_places", "channel", "public_line", "status", "sensitivity",
)  # fmt: skip
ACTION_POINT_COLUMNS = (
    "text", "promised_by", "owner_id", "organisation_id", "due", "status", "outcome"
)  # fmt: skip


def read_changes(frozen: Report, live: Report, *, since: datetime, user: User) -> Differences:
    """Return the Differences between what was signed and what is, each with its last save.

    A save is shown only to those who may see the meeting: it may be restricted by now.
    """
    gone = with_details(Meeting.objects.filter(reference__in=missing(frozen, live)))
    found = find_differences(frozen, live, map(meeting_facts, gone))
    visible = Meeting.objects.visible_to(user)
    saves = Meeting.history.filter(
        reference__in={one.reference for one in found.meetings}, id__in=visible.values("pk")
    )
    point_saves = ActionPoint.history.filter(
        id__in={one.number for one in found.action_points}, meeting__in=visible
    )
    last = _last_saves(saves, since, "reference", MEETING_COLUMNS)
    last_of_points = _last_saves(point_saves, since, "id", ACTION_POINT_COLUMNS)
    return replace(
        found,
        meetings=tuple(_saved(one, last.get(one.reference)) for one in found.meetings),
        action_points=tuple(
            _saved(one, last_of_points.get(one.number)) for one in found.action_points
        ),
    )


def _last_saves(
    saves: QuerySet, since: datetime, key: str, columns: tuple[str, ...]
) -> dict[str | int | None, Any]:
    """Return {key: the last save after `since` that changed one of `columns`, else the last one}.

    A save of something else, such as of an internal note, is nobody's answer to who changed the rest.
    """
    rows = saves.select_related("history_user").order_by("history_date", "history_id")
    before: dict[str | int, list] = {}
    last: dict[str | int | None, Any] = {}
    relevant: dict[str | int | None, Any] = {}
    for row in rows:
        name, values = getattr(row, key), [getattr(row, column) for column in columns]
        if row.history_date > since:
            last[name] = row
            if before.get(name) != values:
                relevant[name] = row
        before[name] = values
    return last | relevant


def _saved(difference: Difference, save: Any) -> Difference:
    if save is None:
        return difference
    return replace(difference, by=str(save.history_user or ""), at=save.history_date)
