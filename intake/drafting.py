"""An invitation as the boxes of the meeting form: what of it is known goes into its box, the rest into the note."""

import hashlib
import json
import re
from datetime import date

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.forms import MeetingForm
from engagements.forms.crossing import PARTS, put
from engagements.models import Meeting
from intake.attending import attending
from intake.zones import BY_OFFSET, UNKNOWN
from stakeholders.models import Location

ONLINE = re.compile(r"https?://|\b(?:teams|zoom|webex|google meet|skype|online|virtual)\b", re.I)
PHONE = re.compile(r"\b(?:by phone|phone call|tel[.:]|\+\d{6,})", re.I)
MOST_PIECES = 5
LONGEST_NOTE = 10_000
# The parts of the form that an invitation speaks of, and how the names of their boxes begin.
SPOKEN = {
    "title": ("title",), "when": ("when", "day", "month", "year", "end_"), "place": ("place",),
    "counterparts": ("with-",), "staff": ("staff",), "channel": ("channel",),
    "internal_note": ("internal_note",),
}  # fmt: skip


def boxes_of(event, user, today):
    """Return the boxes of an unfinished form that says what `event` says: {name: [texts]}."""
    first = date.fromisoformat(event.first)
    who, place = attending(event.people, first), place_of(event.place)
    start = {
        **_when(event),
        "title": event.title,
        "place": str(place or ""),
        "channel": _channel(event),
        "staff": sorted({user.pk, *who.staff}),
        "counterparts": who.rows,
        "internal_note": note_of(event, who, place),
    }
    return _boxes(MeetingForm(user=user, today=today, initial=start))


def _boxes(form):
    """Return what a browser would send of an opened form."""
    data = QueryDict(mutable=True)
    rows = [form.counterparts, form.action_points]
    for part in [form, *(row for several in rows for row in [several.management_form, *several])]:
        for field in part:
            put(data, field)
    return dict(data.lists())


def _when(event):
    first = date.fromisoformat(event.first)
    start = {"when": "day", "day": first.day, "month": first.month, "year": first.year}
    if event.last:
        last = date.fromisoformat(event.last)
        start |= {"end_day": last.day, "end_month": last.month, "end_year": last.year}
    return start


def _channel(event):
    if ONLINE.search(event.place):
        return Meeting.Channel.ONLINE
    by_phone = PHONE.search(event.place)
    return Meeting.Channel.PHONE if by_phone else Meeting.Channel.IN_PERSON


def place_of(text):
    """Return the one place that `text`, or a piece of it, names; None when it names none, or several.

    "Prefecture, Kukës, Albania" is Kukës: of places that lie in one another, the innermost is meant.
    """
    pieces = [text, *re.split(r"[,;/()\n]| - ", text)]
    pieces = list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
    found = {place for piece in pieces[:MOST_PIECES] for place in Location.objects.named(piece)}
    around = {place.parent for place in found}
    around |= {place.parent for place in around if place}
    inner = found - around
    return inner.pop() if len(inner) == 1 else None


def note_of(event, who, place):
    """Return the internal note: what the boxes can't hold, then the description."""
    lines = [_("From the invitation: %s") % when_of(event)]
    if event.place and str(place or "") != event.place:
        lines.append(_("Place: %s") % event.place)
    if who.unknown:
        lines.append(_("Invited, not found in the record: %s") % "; ".join(who.unknown))
    if event.people_left:
        lines.append(_("And %s more were invited.") % f"{event.people_left:,}")
    if who.declined:
        lines.append(_("Declined: %s") % "; ".join(who.declined))
    lines += remarks_of(event)
    text = "\n\n".join(filter(None, ["\n".join(lines), event.description]))
    return text[:LONGEST_NOTE]


def when_of(event):
    """Return the days and hours of an event in words."""
    days = {
        name: date.fromisoformat(getattr(event, name) or event.first) for name in ("first", "last")
    }
    said = Meeting(date=days["first"], end_date=days["last"]).when
    return (
        _("%(day)s, %(hours)s in Tirana") % {"day": said, "hours": event.hours}
        if event.hours
        else said
    )


def remarks_of(event):
    """Return in words what is uncertain about an event."""
    texts = {
        "private": _(
            "Marked as private in the calendar: tick Restricted if only those present may read it."
        ),
        UNKNOWN: _("Check the time: the time zone “%s” is not known, so it was read as Tirana’s."),
        BY_OFFSET: _("Check the time: the time zone “%s” is not known, so only the hours in its name were used."),
    }  # fmt: skip
    return [texts[code] % about if about else texts[code] for code, about in event.remarks]


def prints_of(boxes):
    """Return a print of each part that an invitation speaks of."""
    return {part: _print(part, boxes) for part in SPOKEN}


def _print(part, boxes):
    # The browser sends line ends of its own, and boxes that are empty or not: neither says anything.
    said = sorted(
        [name, [text.replace("\r\n", "\n").strip() for text in texts if text.strip()]]
        for name, texts in of_part(part, boxes).items()
        if not name.endswith("_FORMS") and any(text.strip() for text in texts)
    )
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def of_part(part, boxes):
    """Return the boxes of one part."""
    return {name: texts for name, texts in boxes.items() if name.startswith(SPOKEN[part])}


def words_of(part, boxes):
    """Return in words what the boxes of a part say, for showing a change."""
    said = {name: " ".join(texts).strip() for name, texts in boxes.items()}
    if part == "when":
        return _days(said)
    if part == "counterparts":
        return "; ".join(
            text for name, text in sorted(said.items()) if name.endswith("-who") and text
        )
    if part == "internal_note":
        return _("the text of the invitation")
    return said.get(part, "")


def _days(said):
    dates = [
        _day(*(said.get(f"{start}{name}", "") for name in ("year", "month", "day")))
        for start in ("", "end_")
    ]
    return " \u2013 ".join(filter(None, dates))


def _day(*parts):
    try:
        return date_format(date(*map(int, parts)), "j F Y")
    except ValueError:
        return ""


def label_of(part):
    """Return the name of a part as the form has it."""
    return PARTS[part][0]
