"""The brief for the next meeting: one page on an organisation or a person, as plain lines of text.

The page, its print and the PDF are made of the same Brief, so they can't differ. Restricted meetings are never
in it, not even for those who may read them: paper travels. Internal notes are there for colleagues only.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from django.db.models import Count, Max
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from accounts.models import User
from countries.alphabet import sort_key
from engagements.models import ActionPoint, Meeting
from engagements.models.meeting import MeetingQuerySet
from profiles import history
from profiles.seats import Seat, own_first, seats_with_contact
from stakeholders.models import Appointment, Organisation, Person
from toolkit.pdf import make_pdf

TEMPLATE = Path(__file__).parent / "documents/brief.typ"
# With all of it at its longest, one page is still enough.
MEETINGS, SEATS, ACTION_POINTS, COLLEAGUES = 5, 6, 5, 6
LONG, SHORT, SHORTEST = 280, 160, 110


@dataclass(frozen=True)
class Line:
    """A line of the brief; `detail` stands small beside it, `alert` marks what needs care."""

    text: str
    detail: str = ""
    alert: str = ""


@dataclass(frozen=True)
class MeetingLine:
    when: str
    title: str
    detail: str
    public_line: str
    internal_note: str


@dataclass(frozen=True)
class Brief:
    """All that the page says; `left_out` meetings of its reader are restricted, so not in it."""

    name: str
    summary: str
    about: list[Line]
    seats: list[Line]
    meetings: list[MeetingLine]
    ours: list[Line]
    theirs: list[Line]
    known_by: list[Line]
    meeting_count: int
    left_out: int
    more: dict[str, int] = field(default_factory=dict)

    @property
    def has_notes(self) -> bool:
        return any(meeting.internal_note for meeting in self.meetings)


def brief_of_organisation(organisation: Organisation, user: User, today: date) -> Brief:
    ids = history.with_units(organisation)
    visible = history.meetings_with_organisations(ids, user)
    points = history.open_action_points(ids, user)
    appointments = Appointment.objects.filter(organisation__in=ids)
    seats = own_first(seats_with_contact(history.known_to(user), appointments, today), organisation)
    about = _about_organisation(organisation, user)
    lines = [_seat_line(seat, organisation) for seat in seats]
    return _brief(organisation.name, about, lines, visible, points, user, today)


def brief_of_person(person: Person, user: User, today: date) -> Brief:
    visible = history.meetings_with_person(person, user)
    points = history.open_action_points_with(person, user)
    posts = person.appointments.select_related("organisation__parent")
    lines = [Line(_shorter(f"{post.title}, {post.organisation}"), _term(post)) for post in posts]
    return _brief(str(person), _about_person(person, user), lines, visible, points, user, today)


def _brief(
    name: str,
    about: list[Line],
    seats: list[Line],
    visible: MeetingQuerySet,
    points: list[ActionPoint],
    user: User,
    today: date,
) -> Brief:
    meetings = visible.unrestricted()
    total = meetings.count()
    points = [point for point in points if not point.meeting.is_restricted]
    action_points = history.OpenActionPoints(points, today)
    ours = [_action_point_line(point, today) for point in action_points.ours]
    theirs = [_action_point_line(point, today) for point in action_points.theirs]
    newest = meetings.newest_first().for_list()
    last = list(newest.prefetch_related("staff", "counterparts__attendances__person")[:MEETINGS])
    lists = {
        "seats": (seats, SEATS),
        "ours": (ours, ACTION_POINTS),
        "theirs": (theirs, ACTION_POINTS),
        "known_by": (_known_by(meetings), COLLEAGUES),
    }
    return Brief(
        name=name,
        summary=_summary(total, last),
        about=[line for line in about if line.detail],
        meetings=[_meeting_line(meeting, user) for meeting in last],
        meeting_count=total,
        left_out=visible.count() - total,
        more={key: len(rows) - most for key, (rows, most) in lists.items() if len(rows) > most},
        **{key: rows[:most] for key, (rows, most) in lists.items()},
    )


def _summary(total: int, last: list[Meeting]) -> str:
    if not last:
        return gettext("Not met yet.")
    times = ngettext("Met once", "Met %(count)d times", total) % {"count": total}
    return gettext("%(times)s, last: %(when)s.") % {"times": times, "when": last[0].when}


def _about_organisation(organisation: Organisation, user: User) -> list[Line]:
    every = organisation.contact_every
    return [
        Line(gettext("Kind"), str(organisation.kind)),
        Line(gettext("Unit of"), organisation.parent.name if organisation.parent else ""),
        Line(gettext("Place"), str(organisation.location or "")),
        Line(gettext("Focal point at IOM"), str(organisation.focal_point or "")),
        Line(gettext("Meet every"), ngettext("%d day", "%d days", every) % every if every else ""),
        Line(gettext("Website"), _short(organisation.website)),
        Line(gettext("Notes"), _short(organisation.notes if user.reads_internal_notes else "")),
    ]


def _about_person(person: Person, user: User) -> list[Line]:
    has_contact = person.phone or person.email
    source = history.source_of(person, user) if has_contact else ""
    confirmed = person.last_confirmed and date_format(person.last_confirmed, "j F Y")
    return [
        Line(gettext("Work phone"), person.phone),
        Line(gettext("Work email"), person.email),
        Line(gettext("Source"), _short(source)),
        Line(gettext("Confirmed"), confirmed or ""),
        Line(gettext("Notes"), _short(person.notes if user.reads_internal_notes else "")),
    ]


def _seat_line(seat: Seat, organisation: Organisation) -> Line:
    title = seat.title
    if seat.organisation.pk != organisation.pk:
        title = f"{title}, {seat.organisation.name}"
    if seat.vacant_since:
        since = date_format(seat.vacant_since, "j F Y")
        words = {"who": seat.past[0].person, "day": since}
        until = gettext("%(who)s until %(day)s") % words
        return Line(_shorter(title), _shorter(until), gettext("Vacant"))
    holders = "; ".join(_holder(held) for held in seat.holders)
    return Line(_shorter(title), _shorter(holders), gettext("Not yet met") if seat.is_new else "")


def _holder(held: Appointment) -> str:
    term = _term(held)
    return f"{held.person}, {term}" if term else str(held.person)


def _term(post: Appointment) -> str:
    """Write from when to when a post is held: "acting, since March 2024"."""
    words = [gettext("acting")] if post.is_acting else []
    if post.ended:
        words.append(gettext("until %s") % date_format(post.ended, "F Y"))
    elif post.started:
        words.append(gettext("since %s") % date_format(post.started, "F Y"))
    return ", ".join(words)


def _action_point_line(point: ActionPoint, today: date) -> Line:
    due = gettext("due %s") % date_format(point.due, "j F Y") if point.due else ""
    detail = ", ".join(filter(None, [str(point.who), due]))
    late = gettext("Overdue") if point.is_overdue(today) else ""
    return Line(_short(point.text), _shorter(detail), late)


def _meeting_line(meeting: Meeting, user: User) -> MeetingLine:
    counterparts = meeting.counterparts.all()
    people = [a.name for counterpart in counterparts for a in counterpart.attendances.all()]
    parts = [str(meeting.kind), meeting.where, ", ".join(people)]
    staff = ", ".join(map(str, meeting.staff.all()))
    parts.append(gettext("IOM: %s") % staff if staff else "")
    return MeetingLine(
        when=meeting.when,
        title=_shorter(meeting.title),
        detail=_short(" · ".join(filter(None, parts))),
        public_line=_cut(meeting.public_line, LONG),
        internal_note=_short(meeting.internal_note if user.reads_internal_notes else ""),
    )


def _known_by(meetings: MeetingQuerySet) -> list[Line]:
    """Return the colleagues who met them, most often first; one query."""
    rows = meetings.order_by().exclude(staff=None)
    fields = ("staff", "staff__full_name", "staff__username", "staff__is_active")
    found = rows.values_list(*fields).annotate(n=Count("pk"), last=Max("date"))
    ordered = sorted(found, key=lambda row: (-row[4], -row[5].toordinal(), sort_key(row[1])))
    return [_colleague(*row[1:]) for row in ordered]


def _colleague(full_name: str, username: str, is_active: bool, times: int, last: date) -> Line:
    words = ngettext("once", "%(count)d times", times) % {"count": times}
    detail = gettext("%(times)s, last in %(month)s")
    detail %= {"times": words, "month": date_format(last, "F Y")}
    return Line(full_name or username, detail, "" if is_active else gettext("Left"))


def _cut(text: str, most: int) -> str:
    return Truncator(" ".join(text.split())).chars(most)


def _short(text: str) -> str:
    return _cut(text, SHORT)


def _shorter(text: str) -> str:
    return _cut(text, SHORTEST)


def brief_pdf(brief: Brief, *, site: str, foot: str) -> bytes:
    labels = {
        "brief": gettext("brief"),
        "seats": gettext("Posts and who holds them"),
        "meetings": gettext("Last meetings"),
        "ours": gettext("Promised by us, open"),
        "theirs": gettext("Promised by them, open"),
        "known_by": gettext("Who at IOM knows them"),
        "none": gettext("none recorded"),
        "nothing": gettext("No open action points."),
        "not_met": gettext("Not met yet."),
        "note": gettext("For colleagues"),
    }
    more = {key: gettext("and %d more") % count for key, count in brief.more.items()}
    lang = (get_language() or "en").partition("-")[0]
    page = {"site": site, "foot": foot, "lang": lang, "labels": labels, "more": more}
    return make_pdf(TEMPLATE, asdict(brief) | page)
