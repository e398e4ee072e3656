"""Meetings that may be the same: the same day, with the same organisation, its parent or a unit of it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from engagements.models import Counterpart, Meeting
from engagements.models.meeting import MeetingQuerySet
from toolkit.months import month_range

SHOWN = 5


def possible_duplicates(meeting: Meeting, user: User) -> list[Meeting]:
    """Return the logged meetings visible to `user` that may be `meeting`, except those known to be others."""
    pairs = list(meeting.counterparts.values_list("organisation", "organisation__parent"))
    if not pairs:
        return []
    others = logged_with(pairs, meeting, user).exclude(pk=meeting.pk)
    rows = others.exclude(pk__in=meeting.distinct_from.values("pk"))
    rows = rows.select_related("kind", "location")
    return list(rows.prefetch_related("counterparts__organisation__parent")[:SHOWN])


def logged_with(pairs: list, meeting: Meeting, user: User) -> MeetingQuerySet:
    """Return the logged meetings visible to `user` with any of `pairs`, at the time of `meeting`.

    `pairs` are (organisation, its parent or None) as primary keys; parents and units count too.
    `meeting` need not be stored.
    """
    organisations = {organisation for organisation, _parent in pairs}
    family = organisations | {parent for _organisation, parent in pairs if parent}
    related = Counterpart.objects.filter(
        Q(organisation__in=family) | Q(organisation__parent__in=organisations),
        meeting=OuterRef("pk"),
    )
    rows = Meeting.objects.visible_to(user).logged().filter(_same_time(meeting))
    return rows.filter(Exists(related))


def _same_time(meeting: Meeting) -> Q:
    """Return the condition in parts of which each is a stretch of an index, however many meetings there are."""
    first, after = month_range(meeting.date.year, meeting.date.month)
    in_month = Q(date__gte=first, date__lt=after)
    if meeting.is_month_only:
        return in_month
    last, is_day = meeting.end_date or meeting.date, Q(date_precision=Meeting.Precision.DAY)
    begins_then = is_day & Q(date__range=(meeting.date, last))
    goes_on_then = is_day & Q(end_date__gte=meeting.date, date__lte=last)
    return begins_then | goes_on_then | (in_month & Q(date_precision=Meeting.Precision.MONTH))
