"""The changes to a meeting, save by save, for the foot of its page: who, when, what was taken out and added."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import chain, pairwise
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from toolkit.admin import SEVERAL_AT_ONCE
from toolkit.dates import day_text

RECORDS, SHOWN = 60, 10  # records read of each kind, changes shown
# Parts that the same person changes within this time of the meeting belong to one save.
ONE_SAVE = timedelta(minutes=2)
# Longer texts are compared as a whole: words against words takes the product of their numbers.
MOST_COMPARED = 250_000
MOST_PIECES, LONGEST_PIECE = 12, 300
TURNS = {
    Meeting.Status.CANCELLED: _("cancelled the meeting"),
    Meeting.Status.DRAFT: _("turned it back into a draft"),
    Meeting.Status.LOGGED: _("logged the meeting"),
}
TEXTS = {
    "title": _("Title"),
    "event_name": _("Name of the event"),
    "visitors": _("From IOM, without an account"),
    "place_text": _("Place in words"),
    "other_places": _("Other places"),
    "public_line": _("Public line"),
    "internal_note": _("Internal note"),
}
VALUES = {
    "when": _("Day"),
    "kind": _("Kind"),
    "location": _("Place"),
    "get_channel_display": _("How you met"),
    "get_sensitivity_display": _("Who can read it"),
}
# The reverse names of what simple_history keeps of the lists, and the column of what is listed.
LISTS = {
    "historicalmeeting_thematic_areas_set": ("thematicarea", _("Thematic areas")),
    "historicalmeeting_staff_set": ("user", _("From IOM")),
}
# Kept: `model.history` makes a class of managers each time it is asked for.
HISTORIES: dict[Any, Any] = {
    model: model.history.model for model in (Meeting, Counterpart, Attendance, ActionPoint)
}
# What a meeting has whose history is kept too, with what its records lead to.
PART_MODELS: dict[Any, list[str]] = {
    Counterpart: ["organisation__parent"],
    Attendance: ["person"],
    ActionPoint: ["owner", "organisation__parent", "person"],
}
PARTS = {"whom": _("With whom"), "promised": _("Promised"), "files": _("Files")}


@dataclass(frozen=True)
class FieldChange:
    """What was taken out of one field and added to it; neither where the reader may not read the words."""

    label: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One save: when, by whom (None: nobody was signed in), and what it did."""

    at: datetime
    by: User | None
    what: str
    fields: tuple[FieldChange, ...] = ()
    for_several: bool = False


@dataclass
class Save:
    """The records of one save; the last record of the meeting itself has all that the save set."""

    at: datetime
    by: User | None
    records: list[Any] = field(default_factory=list)
    meeting: Any = None

    def takes(self, at: datetime, by: User | None, record: Any) -> bool:
        is_other_version = (
            self.meeting and is_meeting(record) and record.version != self.meeting.version
        )
        return by == self.by and at - self.at <= ONE_SAVE and not is_other_version

    def add(self, at: datetime, record: Any) -> None:
        self.at = at
        self.records.append(record)
        if is_meeting(record):
            self.meeting = record


def changes_of(meeting: Meeting, reader: User) -> list[Change]:
    """Return the last changes, newest first. `meeting` is from `for_page()`, and visible to `reader`."""
    was_there = reader in meeting.staff.all()
    found, before, parts = [], None, Parts()
    for save in _saves(meeting):
        now = save.meeting or before
        states = [state for state in (before, now) if state]
        # What was written while a meeting was restricted or a draft stays with those who could read it.
        # So does a save of which the state before was not read.
        is_known = before is not None or bool(_created(save))
        was_open = is_known and all(map(_is_open, states))
        is_open = was_there or reader.is_head_of_office or was_open
        change = _change(save, before, now, [*_field_changes(before, now), *parts.take(save)])
        if change:
            found.append(_readable(change, is_open, reader))
        before = now
    return found[::-1][:SHOWN]


def is_meeting(record: Any) -> bool:
    return getattr(record, "history_object_model", None) is Meeting


def _saves(meeting: Meeting) -> list[Save]:
    own = list(reversed(_records(Meeting, "id", meeting, "kind", "location")))
    if only := _only_save(meeting, own):
        return [only]
    timeline = sorted(_timeline(meeting, own), key=lambda entry: entry[0])
    saves: list[Save] = []
    for at, by, record in timeline:
        if not (saves and saves[-1].takes(at, by, record)):
            saves.append(Save(at, by))
        saves[-1].add(at, record)
    return saves


def _only_save(meeting: Meeting, own: list[Any]) -> Save | None:
    """Return the save that logged the meeting, when it is the only one: what it set need not be read."""
    if not own or own[0].history_type != "+" or own[-1].version != own[0].version:
        return None
    made = {(row.history_date, row.history_user_id, row.history_change_reason) for row in own}
    made |= {(file.uploaded_at, file.uploaded_by_id, None) for file in meeting.attachments.all()}
    columns = ("history_date", "history_user_id", "history_change_reason")
    rows = [_history(model, "meeting_id", meeting).values_list(*columns) for model in PART_MODELS]
    made |= set(rows[0].union(*rows[1:]))
    times = sorted(at for at, _by, _reason in made)
    is_one = all(after - before <= ONE_SAVE for before, after in pairwise(times))
    if not is_one or {(by, reason) for _at, by, reason in made} != {(own[0].history_user_id, None)}:
        return None
    return Save(times[-1], own[0].history_user, own, own[-1])


def _history(model: Any, column: str, meeting: Meeting) -> Any:
    return HISTORIES[model].objects.filter(**{column: meeting.pk}).order_by()


def _records(model: Any, column: str, meeting: Meeting, *names: str) -> Any:
    """Return the last records of what the meeting has of `model`, newest first."""
    rows = _history(model, column, meeting).select_related("history_user", *names)
    rows = rows.order_by("-history_date", "-history_id")[:RECORDS]
    for record in rows:
        record.history_object_model = model
    return rows


def _timeline(meeting: Meeting, own: list[Any]) -> Iterator[tuple[datetime, User | None, Any]]:
    lists = [
        Prefetch(
            name,
            getattr(HISTORIES[Meeting], name).rel.related_model.objects.select_related(column),
        )
        for name, (column, _label) in LISTS.items()
    ]
    prefetch_related_objects(own, *lists)
    parts = [_records(model, "meeting_id", meeting, *names) for model, names in PART_MODELS.items()]
    for record in chain(own, *map(reversed, parts)):
        yield record.history_date, record.history_user, record
    for attachment in meeting.attachments.all():
        yield attachment.uploaded_at, attachment.uploaded_by, attachment


class Parts:
    """The counterparts, people, action points and files of a meeting, as they stand after each save."""

    def __init__(self) -> None:
        self.texts: dict[str, dict[tuple, str]] = {name: {} for name in PARTS}

    def take(self, save: Save) -> Iterator[FieldChange]:
        before = {name: dict(texts) for name, texts in self.texts.items()}
        for record in save.records:
            if is_meeting(record):
                continue
            name, key, text = _part(record)
            kind = getattr(record, "history_type", "+")
            if kind != "+" and key not in before[name]:
                # Its beginning was not read.
                before[name][key] = text
            self.texts[name][key] = text
            if kind == "-":
                del self.texts[name][key]
        for name, label in PARTS.items():
            old, new = Counter(before[name].values()), Counter(self.texts[name].values())
            if old != new:
                yield FieldChange(str(label), tuple(old - new), tuple(new - old))


def _part(record: Any) -> tuple[str, tuple, str]:
    """Return the field of a record, what it is known by, and its words."""
    model = getattr(record, "history_object_model", None)
    if model is None:
        return "files", ("file", record.pk), str(record)
    if model is ActionPoint:
        return "promised", (model, record.id), _action_point_text(record)
    if model is Attendance:
        words = [_name_that_day(record), record.title]
    else:
        count = record.people_count
        people = count and ngettext("%d person", "%d people", count) % count
        words = [record.organisation, record.group_label, people]
    return "whom", (model, record.id), ", ".join(str(word) for word in words if word)


def _name_that_day(record: Any) -> str:
    person = record.person
    return str(person) if person.anonymised_at else f"{record.honorific} {person.full_name}".strip()


def _action_point_text(record: Any) -> str:
    is_ours = record.promised_by == ActionPoint.By.US
    details = [record.owner if is_ours else record.organisation or record.person]
    if record.due:
        details.append(gettext("due %s") % date_format(record.due, "j F Y"))
    if record.status != ActionPoint.Status.OPEN:
        details.append(record.get_status_display())
    about = ", ".join(str(detail) for detail in details if detail)
    return f"{record.text} ({about})" if about else record.text


def _change(save: Save, before: Any, now: Any, fields: list[FieldChange]) -> Change | None:
    is_for_several = any(
        getattr(record, "history_change_reason", None) == str(SEVERAL_AT_ONCE)
        for record in save.records
    )
    turn = _turn(save, before, now)
    if turn:
        return Change(save.at, save.by, turn, for_several=is_for_several)
    if not fields:
        return None
    return Change(save.at, save.by, _counted(fields), tuple(fields), is_for_several)


def _created(save: Save) -> list[Any]:
    return [record for record in save.records if is_meeting(record) and record.history_type == "+"]


def _turn(save: Save, before: Any, now: Any) -> str:
    """Return in words what a save that changed the status did; "" for another."""
    created = _created(save)
    if created and now.status == Meeting.Status.DRAFT:
        return gettext("began it as a draft")
    if created:
        return gettext("logged the meeting")
    if before is None or before.status == now.status:
        return ""
    if before.status == Meeting.Status.CANCELLED:
        return gettext("restored the meeting")
    return str(TURNS[now.status])


def _counted(fields: list[FieldChange]) -> str:
    files = [change for change in fields if change.label == str(PARTS["files"])]
    if len(files) == len(fields) == 1:
        number = len(files[0].added)
        return ngettext("added one file", "added %d files", number) % (number if number > 1 else ())
    number = len(fields)
    text = ngettext("changed one thing", "changed %d things", number)
    return text % number if number > 1 else text


def _field_changes(before: Any, now: Any) -> Iterator[FieldChange]:
    if before is None or before is now:
        return
    for name, label in VALUES.items():
        old, new = _value(before, name), _value(now, name)
        if old != new:
            yield FieldChange(str(label), tuple(filter(None, [old])), tuple(filter(None, [new])))
    for name, (_column, label) in LISTS.items():
        old_names, new_names = _names(before, name), _names(now, name)
        if set(old_names) != set(new_names):
            yield FieldChange(
                str(label),
                tuple(text for text in old_names if text not in new_names),
                tuple(text for text in new_names if text not in old_names),
            )
    for name, label in TEXTS.items():
        if getattr(before, name) != getattr(now, name):
            yield FieldChange(str(label), *word_changes(getattr(before, name), getattr(now, name)))


def _value(record: Any, name: str) -> str:
    if name == "when":
        is_month_only = record.date_precision == Meeting.Precision.MONTH
        return day_text(record.date, record.end_date, month_only=is_month_only)
    value = getattr(record, name)
    return str((value() if callable(value) else value) or "")


def _names(record: Any, name: str) -> list[str]:
    return [str(getattr(row, LISTS[name][0])) for row in getattr(record, name).all()]


def word_changes(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of words that were taken out of a text, and those that were added."""
    old, new = before.split(), after.split()
    if len(old) * len(new) > MOST_COMPARED:
        return _pieces([old]), _pieces([new])
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    removed = [old[start:end] for _tag, start, end, _from, _to in changed]
    added = [new[start:end] for _tag, _from, _to, start, end in changed]
    return _pieces(removed), _pieces(added)


def _pieces(runs: Iterable[list[str]]) -> tuple[str, ...]:
    texts = [Truncator(" ".join(run)).chars(LONGEST_PIECE) for run in runs if run]
    return tuple(texts[:MOST_PIECES]) + (("…",) if len(texts) > MOST_PIECES else ())


def _is_open(state: Any) -> bool:
    return (
        state.sensitivity == Meeting.Sensitivity.INTERNAL and state.status != Meeting.Status.DRAFT
    )


def _readable(change: Change, is_open: bool, reader: User) -> Change:
    """Return the change without the words that are not for the reader."""
    hidden = set() if reader.reads_internal_notes else {str(TEXTS["internal_note"])}
    fields = tuple(
        one if is_open and one.label not in hidden else FieldChange(one.label)
        for one in change.fields
    )
    return Change(change.at, change.by, change.what, fields, change.for_several)
