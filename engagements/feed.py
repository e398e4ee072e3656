"""One's own open action points as a calendar that Outlook, Google and Apple can subscribe to.

Each is an all-day event, not a to-do (VTODO): the calendars of Google and Outlook leave to-dos out
of what one subscribes to. The event leaves the day free. A calendar may be kept by others than the
office, so what is restricted is left out even for those who may read it, and of the rest only what
was promised, the meeting's title and its address are told.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from engagements.models import ActionPoint, Meeting

MOST = 500


def points_of(user):
    """Return the action points that stand in the calendar of `user`, the earliest first."""
    changes = ActionPoint.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
    rows = ActionPoint.objects.visible_to(user).open().filter(owner=user, due__isnull=False)
    return (
        rows.filter(meeting__sensitivity=Meeting.Sensitivity.INTERNAL)
        .select_related("meeting")
        .annotate(
            changed=Coalesce(Subquery(changes.values("history_date")[:1]), "meeting__updated_at")
        )
        .order_by("due", "pk")[:MOST]
    )


def calendar_of(user, address_of, host):
    """Return the calendar of `user` as bytes; `address_of(meeting)` is the whole address of a meeting."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Action points, %s") % settings.SITE_NAME)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for point in points_of(user):
        calendar.add_component(_event(point, address_of(point.meeting), host))
    return calendar.to_ical()


def _event(point, address, host):
    """Return the all-day event of one action point; it ends, as calendars count, on the day after."""
    event = Event()
    event.add("uid", f"action-point-{point.pk}@{host}")
    event.add("dtstamp", point.changed)
    event.add("last-modified", point.changed)
    event.add("dtstart", point.due)
    event.add("dtend", point.due + timedelta(days=1))
    event.add("summary", point.text)
    said = {"title": point.meeting.title, "when": point.meeting.when}
    event.add("description", _("Promised at: %(title)s, %(when)s.") % said + f"\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
