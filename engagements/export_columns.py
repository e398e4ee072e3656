"""Meetings as the rows of a table: names instead of numbers, real dates, one meeting a row."""

from django.db.models import F, Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from stakeholders.models import Location
from toolkit.spreadsheets import Column

CHUNK = 500


def read_rows(meetings):
    """Yield the meetings with all that the columns say, a chunk at a time in a fixed number of queries."""
    counterparts = Counterpart.objects.select_related("organisation__parent")
    return (
        meetings.defer("search", "search_note")
        .select_related("kind", "created_by", "location__parent__parent__parent")
        .prefetch_related(
            "thematic_areas",
            "staff",
            Prefetch("counterparts", counterparts),
            Prefetch("counterparts__attendances", Attendance.objects.select_related("person")),
            Prefetch(
                "action_points",
                ActionPoint.objects.select_related("owner", "organisation__parent").order_by(
                    F("due").asc(nulls_last=True), "pk"
                ),
            ),
        )
        .iterator(chunk_size=CHUNK)
    )


def columns_for(user):
    """Return the columns that `user` may read: the internal note is for colleagues."""
    channels, statuses = _labels(Meeting.Channel), _labels(Meeting.Status)
    note = [Column(_("Internal note"), lambda meeting: meeting.internal_note, 50)]
    return [
        Column(_("Reference"), lambda meeting: meeting.reference, 13),
        Column(_("Date"), lambda meeting: meeting.date, 11),
        Column(_("Day recorded"), lambda meeting: _yes(not meeting.is_month_only), 13),
        Column(_("Last day"), lambda meeting: meeting.end_date, 11),
        Column(_("Kind"), lambda meeting: meeting.kind, 18),
        Column(_("How"), lambda meeting: channels[meeting.channel], 11),
        Column(_("Title"), lambda meeting: meeting.title, 50),
        Column(_("Place"), lambda meeting: meeting.location, 18),
        Column(_("County"), county_name, 16),
        Column(_("Organisations"), lambda meeting: _joined(_organisations(meeting)), 40),
        Column(_("People"), lambda meeting: _joined(_people(meeting)), 40),
        Column(_("People met, at least"), people_count, 20),
        Column(_("From IOM"), lambda meeting: _joined(meeting.staff.all()), 24),
        Column(_("Thematic areas"), lambda meeting: _joined(meeting.thematic_areas.all()), 28),
        Column(_("Public line"), lambda meeting: meeting.public_line, 50),
        *(note if user.reads_internal_notes else []),
        Column(_("Action points"), lambda meeting: _joined(_promises(meeting)), 50),
        Column(_("Status"), lambda meeting: statuses[meeting.status], 11),
        Column(_("Logged by"), lambda meeting: meeting.created_by, 24),
    ]


def county_name(meeting):
    """Return the name of the county that the place is, or lies in; None without one."""
    county = meeting.location and meeting.location.at(Location.Level.COUNTY)
    return county and county.name


def people_count(meeting):
    """Return how many people took part at least, from the head counts and the names; None if unknown."""
    counts = [
        max(row.people_count or 0, len(row.attendances.all())) for row in meeting.counterparts.all()
    ]
    return sum(counts) or None


def _labels(choices):
    """Return {value: words}, looked up once for all rows."""
    return {value: str(label) for value, label in choices.choices}


def _yes(value):
    return _("Yes") if value else _("No")


def _joined(things):
    return "; ".join(str(thing) for thing in things)


def _organisations(meeting):
    return [row.organisation for row in meeting.counterparts.all()]


def _people(meeting):
    """Those named, with their title of that day, and groups without a name."""
    for row in meeting.counterparts.all():
        yield from row.attendances.all()
        if row.group_label:
            yield f"{row.group_label} ({n})" if (n := row.unnamed_count) else row.group_label


def _promises(meeting):
    """Each promise as "We promised: what (who, due 8 March 2024, open)"."""
    for point in meeting.action_points.all():
        due = [_("due %s") % date_format(point.due, "j F Y")] if point.due else []
        about = ", ".join([str(point.who), *due, str(point.get_status_display()).lower()])
        yield f"{point.get_promised_by_display()}: {point.text} ({about})"
