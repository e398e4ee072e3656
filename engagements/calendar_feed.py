"""One's own open action points as a calendar that Outlook, Google and Apple can subscribe to.

Each is an all-day event, not a to-do (VTODO): Google and Outlook leave to-dos out of calendars that
one subscribes to. The event leaves the day free. Others than the office may store a calendar, so
restricted meetings are left out even for those who may read them, and of the rest only what was
promised, the meeting's title and its address are shown.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_POST, require_safe
from icalendar import Calendar, Event

from accounts.access import SignedInRequest, colleagues_only
from accounts.models import User
from engagements.models import ActionPoint, Meeting
from engagements.models.action_point import ActionPointQuerySet
from engagements.views.action_points import back_from

MOST = 500


def points_of(user: User) -> ActionPointQuerySet:
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


def calendar_of(user: User, address_of: Callable[[Meeting], str], host: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Action points, %s") % settings.SITE_NAME)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for point in points_of(user):
        calendar.add_component(_event(point, address_of(point.meeting), host))
    return calendar.to_ical()


def _event(point, address: str, host: str) -> Event:
    """Return the all-day event of one action point; in calendars it ends on the day after."""
    event = Event()
    event.add("uid", f"action-point-{point.pk}@{host}")
    event.add("dtstamp", point.changed)
    event.add("last-modified", point.changed)
    event.add("dtstart", point.due)
    event.add("dtend", point.due + timedelta(days=1))
    event.add("summary", point.text)
    about = {"title": point.meeting.title, "when": point.meeting.when}
    event.add("description", _("Promised at: %(title)s, %(when)s.") % about + f"\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


@login_not_required
@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def action_feed(request: SignedInRequest, key: str) -> HttpResponse:
    """The calendar whose address has this key; not found once it was renewed, turned off, or its owner left."""
    user = User.objects.with_feed_key(key).first()
    if user is None or not user.has_role:
        raise Http404

    def address_of(meeting: Meeting) -> str:
        return request.build_absolute_uri(meeting.get_absolute_url())

    content = calendar_of(user, address_of, request.get_host())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="action-points.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@colleagues_only
def feed_renew(request: SignedInRequest) -> HttpResponse:
    had_one = bool(request.user.feed_version)
    request.user.renew_feed()
    text = _("You have a calendar address.")
    if had_one:
        text = _("You have a new calendar address. The one before has stopped working.")
    messages.success(request, text)
    return redirect(back_from(request))


@require_POST
def feed_revoke(request: SignedInRequest) -> HttpResponse:
    request.user.revoke_feed()
    messages.success(request, _("Your calendar address is turned off. It has stopped working."))
    return redirect(back_from(request))
