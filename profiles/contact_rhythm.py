"""Organisations not met for long: in six months, or longer than the rhythm that they have.

`meetings` are all that is known; who was met is read from them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models import Organisation
from stakeholders.models.organisation import OrganisationQuerySet
from toolkit.months import months_before

MONTHS = 6
# The last contact: the last day, and the first of the last month known without a day.
Contact = tuple[date | None, date | None]
NEVER: Contact = (None, None)


def not_met_lately(
    meetings: MeetingQuerySet, organisations: OrganisationQuerySet, today: date
) -> OrganisationQuerySet:
    """Keep those not met in the six months to `today`, or never."""
    since = months_before(today, MONTHS)
    # A meeting without a day may have been on the last of its month: it counts from the first on.
    by_month = Q(date_precision=Meeting.Precision.MONTH, date__gte=since.replace(day=1))
    met = meetings.filter(Q(date__gte=since) | Q(end_date__gte=since) | by_month).order_by()
    rows = Organisation.objects.filter(counterparts__meeting__in=met).order_by()
    units = rows.filter(parent__isnull=False)
    return organisations.exclude(pk__in=rows).exclude(pk__in=units.values("parent"))


def overdue_for_contact(
    meetings: MeetingQuerySet, organisations: OrganisationQuerySet, today: date
) -> OrganisationQuerySet:
    """Keep those that have a rhythm and were last met longer ago than it allows, or never."""
    rows = organisations.exclude(contact_every=None)
    every = dict(rows.order_by().values_list("pk", "contact_every"))
    met = contacts_in_time(meetings, every.values(), today)
    return rows.filter(pk__in=[pk for pk in every if is_overdue(met.get(pk), every[pk], today)])


def is_overdue(contact: Contact | None, every: int, today: date) -> bool:
    """Whether a last contact was longer ago than every so many days.

    A meeting without a day may have been on the last of its month: it counts from the first of that month on.
    """
    day, month = contact or NEVER
    since = _days_before(today, every)
    return not (day and day >= since) and not (month and month >= since.replace(day=1))


def contacts_in_time(
    meetings: MeetingQuerySet, rhythms: Iterable[int], today: date
) -> dict[int, Contact]:
    """Return {organisation: its last contact} as far back as the longest rhythm; at most one query."""
    longest = max(rhythms, default=None)
    if longest is None:
        return {}
    begun = _days_before(today, longest).replace(day=1)
    # Two branches, each with an index: with an OR every meeting would be looked at.
    begun_earlier = meetings.filter(date__lt=begun, end_date__gte=begun)
    return _contacts(_by_group(meetings.filter(date__gte=begun)), _by_group(begun_earlier))


def last_contacts(meetings: MeetingQuerySet, organisations: Iterable[int]) -> dict[int, Contact]:
    """Return {organisation: its last contact ever in `meetings`}, a unit's as that of what it belongs to; one query."""
    theirs = Organisation.objects.filter(Q(pk__in=organisations) | Q(parent__in=organisations))
    met = meetings.filter(counterparts__organisation__in=theirs.order_by().values("pk"))
    return _contacts(_by_group(met))


def _by_group(meetings: MeetingQuerySet) -> Any:
    rows = meetings.filter(counterparts__organisation__isnull=False).order_by()
    columns = ("counterparts__organisation", "counterparts__organisation__parent", "date_precision")
    return rows.values_list(*columns).annotate(last=Max(Coalesce("end_date", "date")))


def _contacts(first: Any, *others: Any) -> dict[int, Contact]:
    found: dict[int, Contact] = {}
    for own, parent, precision, last in first.union(*others, all=True) if others else first:
        is_day = precision == Meeting.Precision.DAY
        for pk in filter(None, (own, parent)):
            day, month = found.get(pk, NEVER)
            if is_day:
                found[pk] = max(day or last, last), month
            else:
                found[pk] = day, max(month or last, last)
    return found


def _days_before(today: date, days: int) -> date:
    return date.fromordinal(max(today.toordinal() - days, 1))  # the calendar begins in the year 1
