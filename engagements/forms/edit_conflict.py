"""Two people change one meeting: both versions part by part, and the choice between them.

What "yours" would be is found by storing it: the caller stores the form, asks for the differences,
and rolls everything back. So both sides are in the same words, and nothing is guessed.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.forms import BaseFormSet, BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms.fields import TypedDateFields
from engagements.models import Meeting

if TYPE_CHECKING:
    from engagements.forms.meeting import MeetingForm

PREFIX = "cross-"
# part -> (its name on screen, the boxes of the form that hold it)
PARTS = {
    "kind": (_("Kind"), ["kind"]),
    "when": (_("Date"), list(TypedDateFields.base_fields)),
    "place": (_("Place"), ["place", "place_for", "other_places"]),
    "counterparts": (_("With whom"), []),
    "staff": (_("From IOM"), ["staff", "visitors"]),
    "thematic_areas": (_("Thematic areas"), ["thematic_areas"]),
    "public_line": (_("What can be said publicly"), ["public_line"]),
    "internal_note": (_("Internal note"), ["internal_note"]),
    "action_points": (_("Action points"), []),
    "title": (_("Title"), ["title"]),
    "channel": (_("How you met"), ["channel"]),
    "restricted": (_("Who can read it"), ["restricted"]),
    "event_name": (_("Name of the event"), ["event_name"]),
}
# The parts that are rows of their own.
ROWS = ("counterparts", "action_points")


def part_texts(meeting: Meeting) -> dict[str, str]:
    restricted = gettext("Only those present and the head of office")
    return {
        "kind": str(meeting.kind),
        "when": meeting.when,
        "place": meeting.where,
        "counterparts": "\n".join(_counterpart_lines(meeting)),
        "staff": "\n".join(
            filter(None, [*sorted(str(user) for user in meeting.staff.all()), meeting.visitors])
        ),
        "thematic_areas": "\n".join(str(area) for area in meeting.thematic_areas.all()),
        "public_line": meeting.public_line.replace("\r\n", "\n"),
        "internal_note": meeting.internal_note.replace("\r\n", "\n"),
        "action_points": "\n".join(sorted(_action_point_lines(meeting))),
        "title": meeting.title,
        "channel": meeting.get_channel_display(),
        "restricted": restricted if meeting.is_restricted else gettext("Everybody in the office"),
        "event_name": meeting.event_name,
    }


def _counterpart_lines(meeting: Meeting) -> Iterator[str]:
    rows = meeting.counterparts.select_related("organisation__parent")
    for counterpart in rows.prefetch_related("attendances__person"):
        attendances, unnamed = counterpart.attendances.all(), counterpart.unnamed_count
        for attendance in attendances:
            yield f"{counterpart}: {attendance}" if counterpart.organisation else str(attendance)
        if counterpart.group_label or unnamed or not attendances:
            number = gettext("%s people") % unnamed if unnamed else ""
            words = ", ".join(filter(None, [counterpart.group_label, number]))
            yield ": ".join(filter(None, [str(counterpart), words]))


def _action_point_lines(meeting: Meeting) -> Iterator[str]:
    for point in meeting.action_points.select_related("owner", "organisation__parent", "person"):
        due = gettext("due %s") % date_format(point.due, "j F Y") if point.due else ""
        yield ", ".join(filter(None, [f"{point.who}: {point.text}", due]))


def part_digests(meeting: Meeting) -> dict[str, str]:
    texts = part_texts(meeting).items()
    return {part: hashlib.sha256(text.encode()).hexdigest()[:10] for part, text in texts}


def base_of(meeting: Meeting) -> str:
    """Return the digests of the parts for a hidden box: they show later who changed what."""
    return " ".join(part_digests(meeting).values())


def digest_of(data: QueryDict) -> str:
    """Return a digest of what a form sent, whatever token against forgery came with it."""
    boxes = sorted(pair for pair in data.lists() if pair[0] != "csrfmiddlewaretoken")
    return hashlib.sha256(json.dumps(boxes).encode()).hexdigest()


def change_reason(form: "MeetingForm") -> str:
    """Return the change reason by which the history knows a save of just this form again; "" without a token."""
    token = form.cleaned_data.get("token")
    return f"form {token} {digest_of(form.data)[:16]}" if token else ""


@dataclass(frozen=True)
class Difference:
    """One part that differs between the two versions; `chosen` is the side offered first."""

    name: str
    label: str
    theirs: str
    yours: str
    chosen: str


class EditConflict:
    def __init__(self, form: "MeetingForm", now: Meeting) -> None:
        """`form` is valid and not stored yet, `now` is the meeting as it is stored, its row locked."""
        self.form, self.now = form, now
        self.theirs = part_texts(now)
        self.differences: list[Difference] = []
        self.based_on = form.cleaned_data.get("based_on") or 0
        self.base = dict(zip(PARTS, form.data.get("base", "").split(), strict=False))

    @property
    def is_same_form(self) -> bool:
        reason = change_reason(self.form)
        return bool(reason) and any(row.history_change_reason == reason for row in self.savers)

    def compare(self, meeting: Meeting) -> bool:
        """Set `differences` to `meeting` as the form just stored it; return whether there is anything to ask."""
        digests = part_digests(meeting)
        self.differences = [
            Difference(
                name,
                str(PARTS[name][0]),
                self.theirs[name],
                yours,
                # What only they changed is theirs; where both did, one's own comes first.
                "theirs" if self.base.get(name) == digests[name] else "yours",
            )
            for name, yours in part_texts(meeting).items()
            if yours != self.theirs[name]
        ]
        return bool(self.differences) or self.now.is_cancelled

    @cached_property
    def savers(self) -> list:
        """Who saved since, and when: the last record of each version, oldest first."""
        rows = self.now.history.filter(version__gt=self.based_on).select_related("history_user")
        by_version = {row.version: row for row in rows.order_by("history_date", "history_id")}
        return list(by_version.values())


def apply_choices(data: QueryDict, opened: "MeetingForm") -> None:
    """Change `data`, as sent, by the choices in it: a part chosen as theirs is put in as it is now.

    `opened` is the form as it would open now. Rows of action points that are gone become new ones.
    """
    for name, (_label, fields) in PARTS.items():
        if data.pop(PREFIX + name, ["yours"])[-1] != "theirs":
            continue
        if name in ROWS:
            _fill_rows(data, getattr(opened, name))
        for field in fields:
            fill_box(data, opened[field])
    renumber(data, {str(point.pk) for point in opened.instance.action_points.all()})


def fill_box(data: QueryDict, field: BoundField) -> None:
    """Write the value of an opened form's box into `data` as a browser would send it."""
    value = field.value()
    if value is None or value is False:
        data.pop(field.html_name, None)
    elif isinstance(value, (list, tuple)):
        data.setlist(field.html_name, [str(one) for one in value])
    else:
        data[field.html_name] = "on" if value is True else str(value)


def _fill_rows(data: QueryDict, rows: BaseFormSet) -> None:
    for key in [key for key in data if key.startswith(f"{rows.prefix}-")]:
        del data[key]
    filled = rows.initial_forms
    for row in filled:
        for field in row:
            fill_box(data, field)
    data[f"{rows.prefix}-TOTAL_FORMS"] = data[f"{rows.prefix}-INITIAL_FORMS"] = str(len(filled))


def make_new(data: QueryDict) -> None:
    """Cut the ties of `data` to a meeting that the writer may not change: what was typed stays, as new rows."""
    for name in ("based_on", "base"):
        data.pop(name, None)
    renumber(data, known=set())
    data["with-INITIAL_FORMS"] = "0"


def renumber(data: QueryDict, known: set[str], prefix: str = "promise") -> None:
    """Put the rows of records in `known` (ids as text) first, as Django counts them; others become new."""
    rows = [_take_row(data, f"{prefix}-{n}-") for n in range(row_count(data, prefix))]
    for row in rows:
        if row.get("id", [""])[-1] not in known:
            row.pop("id", None)
    rows.sort(key=lambda row: "id" not in row)
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(sum("id" in row for row in rows))


def row_count(data: QueryDict, prefix: str) -> int:
    """Return how many rows a form says that it sent; 0 for what is no such number."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return int(total) if total.isdecimal() and len(total) < 4 else 0


def _take_row(data: QueryDict, start: str) -> dict[str, list[str]]:
    names = [name for name in data if name.startswith(start)]
    return {name.removeprefix(start): data.pop(name) for name in names}
