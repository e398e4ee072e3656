"""An invitation as the fields of the meeting form: what of it is known goes into its field, the rest into the note."""

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from engagements.forms import MeetingForm
from engagements.forms.edit_conflict import fill_box
from engagements.forms.fields import DAY_BOXES, sent_day
from engagements.models import Meeting
from intake.cells.channels import channel_in
from intake.invitations.read_file import BY_OFFSET, UNKNOWN, Event, Invited
from stakeholders.directory import DATABASE, Remembered, answer_key
from stakeholders.models import Appointment, Location, Organisation, Person

MOST_ROWS = 40
LONGEST_ROLE = 120


@dataclass
class Attending:
    """Rows for the meeting form, colleagues to tick, and in words who was not found or declined."""

    rows: list[dict[str, str]] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)


def attending(people: list[Invited], day: date) -> Attending:
    """Return the Attending of those invited, with the posts of `day`; a fixed number of queries."""
    found = Attending(declined=[_name_and_address(one) for one in people if one.declined])
    colleagues = {user.email.lower(): user for user in User.objects.colleagues() if user.email}
    present = [one for one in people if not one.declined]
    found.staff = [colleagues[one.email].pk for one in present if one.email in colleagues]
    others = [one for one in present if one.email not in colleagues]
    known = _KnownPeople(others, day)
    rows: dict[Person | Organisation, dict[str, str]] = {}
    for one in others:
        matched = known.matched(one)
        if len(matched) == 1 and (matched[0] in rows or len(rows) < MOST_ROWS):
            rows[matched[0]] = known.row(matched[0])
        elif len(matched) > 1:
            found.unknown.append(_("%s (several people of this name)") % _name_and_address(one))
        else:
            found.unknown.append(_name_and_address(one))
    found.rows = list(rows.values())
    return found


def _name_and_address(one: Invited) -> str:
    return f"{one.name} ({one.email})" if one.name and one.email else one.name or one.email


class _KnownPeople:
    """The people and organisations that the names and addresses of an invitation lead to."""

    def __init__(self, others: list[Invited], day: date) -> None:
        addresses = {one.email for one in others if one.email}
        names = {answer_key(one.name) for one in others} - {""}
        people = Person.objects.current().annotate(address=Lower("email"))
        self.directory = Remembered(
            organisations=Organisation.objects.current().filter(_holds(names)),
            people=people.filter(Q(address__in=addresses) | _holds(names)),
        )
        self.by_email, self.posts = defaultdict(list), defaultdict(list)
        for person in self.directory.people_read:
            self.by_email[person.address].append(person)
        held = Appointment.objects.on(day).filter(
            person__in=self.directory.people_read, organisation__in=Organisation.objects.current()
        )
        for post in held.select_related("organisation__parent"):
            self.posts[post.person_id].append(post)

    def matched(self, one: Invited) -> list:
        """Return whom somebody invited may be: of an address several share, those of the name."""
        by_email = self.by_email.get(one.email, []) if one.email else []
        named = [*self.directory.people(one.name), *self.directory.organisations(one.name)]
        if len(by_email) == 1:
            return by_email
        return [row for row in by_email if row in named] or by_email or named

    def row(self, row: Organisation | Person) -> dict[str, str]:
        """Return the values of a row of the meeting form; of several posts none is chosen."""
        if isinstance(row, Organisation):
            return {"who": str(row), "picked": f"o{row.pk}"}
        posts = self.posts[row.pk]
        if len({post.organisation_id for post in posts}) != 1:
            return {"who": str(row), "picked": f"p{row.pk}"}
        organisation, title = posts[0].organisation, posts[0].title
        return {
            "who": str(row),
            "picked": f"p{row.pk}.{organisation.pk}",
            "organisation": str(organisation),
            "role": title if len(title) <= LONGEST_ROLE else "",
        }


def _holds(names: set[str]) -> Q:
    """Return the condition that a searched text holds all words of one of `names`; of none, nothing does."""
    condition = Q(pk__in=[])
    for name in sorted(names):
        condition |= Q(*(Q(search__contains=word) for word in name.split()))
    return condition


MOST_PIECES = 5
LONGEST_NOTE = 10_000
# The parts of the form that an invitation fills, and how the names of their fields begin.
FILLED = {
    "title": ("title",),
    "when": (*DAY_BOXES, "end_"),
    "place": ("place",),
    "counterparts": ("with-",), "staff": ("staff",), "channel": ("channel",),
    "internal_note": ("internal_note",),
}  # fmt: skip


def boxes_of(event: Event, user: User, today: date) -> dict[str, list[str]]:
    """Return the boxes of an unfinished form that says what `event` says: {name: [texts]}."""
    first = date.fromisoformat(event.first)
    who, place = attending(event.people, first), place_of(event.place)
    initial: dict[str, Any] = {
        "when": "day",
        "day": first.day,
        "month": first.month,
        "year": first.year,
        "title": event.title,
        "place": str(place or ""),
        "channel": channel_in(event.place),
        "staff": sorted({user.pk, *who.staff}),
        "counterparts": who.rows,
        "internal_note": note_of(event, who, place),
    }
    if event.last:
        last = date.fromisoformat(event.last)
        initial |= {"end_day": last.day, "end_month": last.month, "end_year": last.year}
    form, data = MeetingForm(user=user, today=today, initial=initial), QueryDict(mutable=True)
    rows = [form.counterparts, form.action_points]
    for part in [form, *(row for several in rows for row in [several.management_form, *several])]:
        for box in part:
            fill_box(data, box)
    return dict(data.lists())


def place_of(text: str) -> Location | None:
    """Return the one place that `text`, or a piece of it, names; None when it names none, or several.

    "Town hall, Kukës, the country" is Kukës: of places that lie in one another, the innermost is meant.
    """
    pieces = [text, *re.split(r"[,;/()\n]| - ", text)]
    pieces = list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
    names = DATABASE.place_names  # read once for all pieces
    found = {place for piece in pieces[:MOST_PIECES] for place in names.named(piece)}
    around = {place.parent for place in found}
    around |= {place.parent for place in around if place}
    inner = found - around
    return inner.pop() if len(inner) == 1 else None


def note_of(event: Event, who: Attending, place: Location | None) -> str:
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


def when_of(event: Event) -> str:
    first, last = date.fromisoformat(event.first), date.fromisoformat(event.last or event.first)
    days = Meeting(date=first, end_date=last).when
    values = {"day": days, "hours": event.hours, "seat": settings.OFFICE_SEAT}
    text = _("%(day)s, %(hours)s in %(seat)s") % values
    return text if event.hours else days


def remarks_of(event: Event) -> list[str]:
    texts = {
        "private": _("Marked as private in the calendar: tick Restricted if only those present may read it."),
        UNKNOWN: _("Check the time: the time zone “%s” is not known, so {seat}’s was assumed.").format(
            seat=settings.OFFICE_SEAT
        ),
        BY_OFFSET: _("Check the time: the time zone “%s” is not known, so only the hours in its name were used."),
    }  # fmt: skip
    return [texts[code] % about if about else texts[code] for code, about in event.remarks]


def digests_of(boxes: dict[str, list[str]]) -> dict[str, str]:
    return {part: _digest(part, boxes) for part in FILLED}


def _digest(part: str, boxes: dict[str, list[str]]) -> str:
    if part == "when" and (days := words_of(part, boxes)):
        boxes = {"when": [days]}  # the boxes that say a day change with the day on which it is seen
    # The browser sends line ends of its own, and empty fields or not: neither is a change.
    filled = sorted(
        [name, [text.replace("\r\n", "\n").strip() for text in texts if text.strip()]]
        for name, texts in of_part(part, boxes).items()
        if not name.endswith("_FORMS") and any(text.strip() for text in texts)
    )
    return hashlib.sha256(json.dumps(filled).encode()).hexdigest()[:16]


def of_part(part: str, boxes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: texts for name, texts in boxes.items() if name.startswith(FILLED[part])}


def words_of(part: str, boxes: dict[str, list[str]]) -> str:
    texts = {name: " ".join(values).strip() for name, values in boxes.items()}
    if part == "when":
        first = sent_day(texts, date.today())
        day = date_format(first, "j F Y") if first else ""
        return " \u2013 ".join(filter(None, (day, _last_day(texts))))
    if part == "counterparts":
        names = [text for name, text in sorted(texts.items()) if name.endswith("-who")]
        return "; ".join(filter(None, names))
    if part == "staff":
        pks = [pk for pk in boxes.get("staff", []) if pk.isdecimal()]
        return ", ".join(str(user) for user in User.objects.filter(pk__in=pks))
    return _("the text of the invitation") if part == "internal_note" else texts.get(part, "")


def _last_day(texts: dict[str, str]) -> str:
    year, month, day = (texts.get(f"end_{name}", "") for name in ("year", "month", "day"))
    try:
        return date_format(date(int(year), int(month), int(day)), "j F Y")
    except ValueError:
        return ""
