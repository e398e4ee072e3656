"""Two people change one meeting: both versions part by part, and the choice between them.

What "yours" would be is found by storing it: the caller stores the form, asks for the differences,
and takes everything back. So both sides are said in the same words, and nothing is guessed.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms.dates import WhenFields

PREFIX = "cross-"
# part -> (its name on screen, the boxes of the form that say it)
PARTS = {
    "kind": (_("Kind"), ["kind"]),
    "when": (_("Date"), list(WhenFields.base_fields)),
    "place": (_("Place"), ["place"]),
    "counterparts": (_("With whom"), []),
    "staff": (_("From IOM"), ["staff"]),
    "thematic_areas": (_("Thematic areas"), ["thematic_areas"]),
    "public_line": (_("What can be said publicly"), ["public_line"]),
    "internal_note": (_("Internal note"), ["internal_note"]),
    "action_points": (_("Promised"), []),
    "title": (_("Title"), ["title"]),
    "channel": (_("How you met"), ["channel"]),
    "restricted": (_("Who can read it"), ["restricted"]),
}
# The parts that are rows of their own.
ROWS = ("counterparts", "action_points")


def said(meeting):
    """Return what is stored of a meeting, part by part, as people read it."""
    restricted = gettext("Only those present and the head of office")
    return {
        "kind": str(meeting.kind),
        "when": meeting.when,
        "place": str(meeting.location or ""),
        "counterparts": "\n".join(_with_whom(meeting)),
        "staff": "\n".join(sorted(str(user) for user in meeting.staff.all())),
        "thematic_areas": "\n".join(str(area) for area in meeting.thematic_areas.all()),
        "public_line": meeting.public_line.replace("\r\n", "\n"),
        "internal_note": meeting.internal_note.replace("\r\n", "\n"),
        "action_points": "\n".join(sorted(_promised(meeting))),
        "title": meeting.title,
        "channel": meeting.get_channel_display(),
        "restricted": restricted if meeting.is_restricted else gettext("Everybody in the office"),
    }


def _with_whom(meeting):
    """Return a line for each person and each group without names."""
    rows = meeting.counterparts.select_related("organisation__parent")
    for counterpart in rows.prefetch_related("attendances__person"):
        attendances, unnamed = counterpart.attendances.all(), counterpart.unnamed_count
        for attendance in attendances:
            yield f"{counterpart}: {attendance}"
        if counterpart.group_label or unnamed or not attendances:
            words = [counterpart.group_label, unnamed and gettext("%s people") % unnamed]
            yield ": ".join(filter(None, [str(counterpart), ", ".join(filter(None, words))]))


def _promised(meeting):
    for point in meeting.action_points.select_related("owner", "organisation__parent"):
        due = point.due and gettext("due %s") % date_format(point.due, "j F Y")
        yield ", ".join(filter(None, [f"{point.who}: {point.text}", due]))


def fingerprint(meeting):
    """Return a short print of each part, for a hidden box: it tells later who changed what."""
    prints = (hashlib.sha256(text.encode()).hexdigest()[:10] for text in said(meeting).values())
    return " ".join(prints)


def change_reason(form):
    """Return the words by which the history knows again a save of this form, with these texts; "" without a token."""
    token = form.cleaned_data.get("token")
    return f"form {token} {digest_of(form.data)[:16]}" if token else ""


def digest_of(data):
    """Return a print of what a form sent, the same however often it is sent: not of the token against forgery."""
    boxes = sorted(pair for pair in data.lists() if pair[0] != "csrfmiddlewaretoken")
    return hashlib.sha256(json.dumps(boxes).encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """One part that is not the same in the two versions; `chosen` is the side offered first."""

    name: str
    label: str
    theirs: str
    yours: str
    chosen: str


class Crossing:
    """A meeting that others saved since the form was opened."""

    def __init__(self, form, now):
        """`form` is sound and not stored yet, `now` is the meeting as it stands, its row locked."""
        self.form, self.now = form, now
        self.theirs, self.differences = said(now), []
        self.based_on = form.cleaned_data.get("based_on") or 0
        self.base = dict(zip(PARTS, form.data.get("base", "").split(), strict=False))

    @property
    def is_same_form(self):
        """Whether one of the saves was this very form, sent twice."""
        reason = change_reason(self.form)
        return bool(reason) and any(row.history_change_reason == reason for row in self.savers)

    def compare(self, meeting):
        """Note how `meeting`, as the form just stored it, differs; whether there is anything to tell."""
        prints = dict(zip(PARTS, fingerprint(meeting).split(), strict=True))
        self.differences = [
            Difference(
                name,
                PARTS[name][0],
                self.theirs[name],
                yours,
                # What only they touched is theirs; where both wrote, one's own comes first.
                "theirs" if self.base.get(name) == prints[name] else "yours",
            )
            for name, yours in said(meeting).items()
            if yours != self.theirs[name]
        ]
        return bool(self.differences) or self.now.is_cancelled

    @cached_property
    def savers(self):
        """Who saved since, and when: the last record of each version, oldest first."""
        rows = self.now.history.filter(version__gt=self.based_on).select_related("history_user")
        by_version = {row.version: row for row in rows.order_by("history_date", "history_id")}
        return list(by_version.values())


def keep_to(data, opened):
    """Bring what was sent to the meeting as it is now: chosen parts become theirs, gone promises new.

    `data` is changed; `opened` is the form as it would open now.
    """
    for name, (_label, fields) in PARTS.items():
        if data.pop(PREFIX + name, ["yours"])[-1] != "theirs":
            continue
        if name in ROWS:
            _put_rows(data, getattr(opened, name))
        for field in fields:
            put(data, opened[field])
    renumber(data, {str(point.pk) for point in opened.instance.action_points.all()})


def put(data, field):
    """Write the value of an opened form's box as a browser would send it."""
    value = field.value()
    if value is None or value is False:
        data.pop(field.html_name, None)
    elif isinstance(value, (list, tuple)):
        data.setlist(field.html_name, [str(one) for one in value])
    else:
        data[field.html_name] = "on" if value is True else str(value)


def _put_rows(data, rows):
    for key in [key for key in data if key.startswith(f"{rows.prefix}-")]:
        del data[key]
    filled = rows.initial_forms
    for row in filled:
        for field in row:
            put(data, field)
    data[f"{rows.prefix}-TOTAL_FORMS"] = data[f"{rows.prefix}-INITIAL_FORMS"] = str(len(filled))


def renumber(data, known, prefix="promise"):
    """Put the rows of records in `known` (ids as text) first, as Django counts them; others become new."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    rows = [_take_row(data, f"{prefix}-{n}-") for n in range(int(total) if _is_small(total) else 0)]
    for row in rows:
        if row.get("id", [""])[-1] not in known:
            row.pop("id", None)
    rows.sort(key=lambda row: "id" not in row)
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(sum("id" in row for row in rows))


def _is_small(text):
    return text.isdecimal() and len(text) < 4


def _take_row(data, start):
    """Take the boxes whose names begin with `start` out of `data`."""
    names = [name for name in data if name.startswith(start)]
    return {name.removeprefix(start): data.pop(name) for name in names}
