"""What changed since a month was signed. Pure: the frozen Report and the live one in, values out."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagements.models import ActionPoint, Meeting
from reviews.month.figures import Figure
from reviews.month.meetings import with_details
from reviews.month.report import Colleague, Party, Promise, Record, Report, make_record
from toolkit.dates import day_text

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
    promises: tuple[Difference, ...]
    figures: tuple[FieldChange, ...]

    def __bool__(self):
        return bool(self.meetings or self.promises or self.figures)

    @property
    def title(self) -> str:
        if self.meetings:
            return _meetings_changed(len(self.meetings))
        if self.promises:
            return _promises_changed(len(self.promises))
        return _("Figures changed since signature") if self.figures else ""


def find_differences(frozen, live, moved=()) -> Differences:
    """Return the Differences between two Reports of a month.

    `moved` are the Records of meetings that were signed in this month and now count in another.
    """
    meetings = _meetings(frozen, live, {record.reference: record for record in moved})
    gone = {found.reference for found in meetings if found.what != CHANGED}
    return Differences(meetings, _promises(frozen, live, gone), _figures(frozen, live))


def missing(frozen: Report, live: Report) -> list[str]:
    """Return the references of meetings that were signed and are no longer in the month."""
    here = {record.reference for record in live.records}
    return [record.reference for record in frozen.records if record.reference not in here]


def _meetings(frozen: Report, live: Report, moved: dict[str, Record]) -> tuple:
    now = {record.reference: record for record in live.records}
    then = {record.reference: record for record in frozen.records}
    found = [_meeting(record, now.get(ref), moved.get(ref)) for ref, record in then.items()]
    added = [Difference(ref, r.title, ADDED) for ref, r in now.items() if ref not in then]
    return (*filter(None, found), *added)


def _meeting(then: Record, now: Record | None, elsewhere: Record | None) -> Difference | None:
    if now is None and elsewhere is None:
        return Difference(then.reference, then.title, REMOVED)
    fields = _changed(record_fields(then), record_fields(now or elsewhere))
    if now is None:
        return Difference(then.reference, then.title, MOVED, fields)
    return Difference(then.reference, then.title, CHANGED, fields) if fields else None


def _changed(then: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]):
    pairs = zip(then, now, strict=True)
    return tuple(FieldChange(str(a[0]), a[1], b[1]) for a, b in pairs if a[1] != b[1])


def record_fields(record) -> tuple[tuple[str, str], ...]:
    return (
        (_("Title"), record.title),
        (_("Kind"), record.kind),
        (_("When"), day_text(record.day, record.end_day, month_only=record.is_month_only)),
        (_("Place"), record.place.official_name if record.place else ""),
        (_("How"), str(Meeting.Channel(record.channel).label)),
        (_("With whom"), "; ".join(map(party_text, record.parties))),
        (_("From IOM"), "; ".join(map(colleague_text, record.colleagues))),
        (_("Thematic areas"), ", ".join(area.name for area in record.areas)),
        (_("Public line"), record.public_line),
    )


def party_text(party: Party) -> str:
    """Return who spoke for an organisation, with all that is said of them."""
    speakers = [f"{speaker}, {speaker.title}".strip(", ") for speaker in party.speakers]
    count = party.head_count
    people = ngettext("%(n)s person", "%(n)s people", count) % {"n": count} if count else ""
    return " · ".join(part for part in (party.organisation, *speakers, party.group, people) if part)


def colleague_text(colleague: Colleague) -> str:
    """Return a colleague with honorific and job title."""
    name = f"{colleague.honorific} {colleague.name}".strip()
    return f"{name}, {colleague.job_title}".strip(", ")


def _promises(frozen: Report, live: Report, gone: set[str]) -> tuple:
    """Compare the action points made in the month; those of meetings that came or went are told there."""
    then = {p.number: p for p in frozen.promises.made if p.reference not in gone}
    now = {p.number: p for p in live.promises.made if p.reference not in gone}
    found = [_promise(promise, now.get(number)) for number, promise in then.items()]
    added = [_of(promise, ADDED) for number, promise in now.items() if number not in then]
    return (*filter(None, found), *added)


def _promise(then: Promise, now: Promise | None) -> Difference | None:
    if now is None:
        return _of(then, REMOVED)
    fields = _changed(_promise_fields(then), _promise_fields(now))
    return _of(then, CHANGED, fields) if fields else None


def _of(promise, what, fields=()) -> Difference:
    return Difference(promise.reference, promise.text, what, fields, promise.number)


def _promise_fields(promise: Promise) -> tuple[tuple[str, str], ...]:
    """Return (label, text) of an action point; that it became overdue is no change to the record."""
    is_open = promise.status in ("open", "overdue")
    return (
        (_("What"), promise.text),
        (_("Who"), promise.who),
        (_("Due"), date_format(promise.due, "j F Y") if promise.due else ""),
        (_("Status"), _("Open") if is_open else promise.label),
        (_("What was done"), promise.outcome),
    )


def _figures(frozen: Report, live: Report) -> tuple:
    now = {figure.name: figure for figure in live.summary.figures}
    pairs = [(then, now.get(then.name, then)) for then in frozen.summary.figures]
    return tuple(
        FieldChange(then.label, _figure(then), _figure(now))
        for then, now in pairs
        if _figure(then) != _figure(now)
    )


def _figure(figure: Figure) -> str:
    """Return "7 or more"; what stands beside, such as "of 61", only when it qualifies the number."""
    return f"{figure.value} {figure.beside}".strip()


def _meetings_changed(n: int) -> str:
    return ngettext(
        "%(n)s meeting changed since signature", "%(n)s meetings changed since signature", n
    ) % {"n": n}


def _promises_changed(n: int) -> str:
    return ngettext(
        "%(n)s action point changed since signature",
        "%(n)s action points changed since signature",
        n,
    ) % {"n": n}


# What a difference can be about, of a meeting and of an action point.
MEETING = (
    "title", "kind_id", "date", "date_precision", "end_date", "location_id", "channel", "public_line",
    "status", "sensitivity",
)  # fmt: skip
PROMISE = ("text", "promised_by", "owner_id", "organisation_id", "due", "status", "outcome")


def read_changes(frozen: Report, live: Report, *, since, user) -> Differences:
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


def _latest(
    saves: QuerySet, since: datetime, key: str, columns: tuple[str, ...]
) -> dict[str | int, Any]:
    """Return {key: the last save after `since` that changed one of `columns`, else the last one}.

    A save of something else, such as of an internal note, is nobody's answer to who changed the rest.
    """
    rows = saves.select_related("history_user").order_by("history_date", "history_id")
    before: dict[str | int, list] = {}
    last: dict[str | int, Any] = {}
    telling: dict[str | int, Any] = {}
    for row in rows:
        name, values = getattr(row, key), [getattr(row, column) for column in columns]
        if row.history_date > since:
            last[name] = row
            if before.get(name) != values:
                telling[name] = row
        before[name] = values
    return last | telling


def _told(differences: tuple, saves: dict, key: str) -> tuple:
    told = []
    for one in differences:
        save = saves.get(getattr(one, key))
        by = str(save.history_user or "") if save else ""
        told.append(replace(one, by=by, at=save.history_date if save else None))
    return tuple(told)
