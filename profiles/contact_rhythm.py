"""Organisations not met for long: in six months, or longer than the rhythm that they have.

`meetings` are all that is known; who was met is read from them.
"""

from datetime import date

from django.db.models import Case, DateField, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable

from engagements.models.meeting import MeetingQuerySet
from stakeholders.models.organisation import OrganisationQuerySet
from toolkit.months import months_before

MONTHS = 6


def not_met_lately(
    meetings: MeetingQuerySet, organisations: OrganisationQuerySet, today: date
) -> OrganisationQuerySet:
    """Keep those not met in the six months to `today`, or never."""
    since = months_before(today, MONTHS)
    return _not_met(meetings, organisations, _day(since), _day(since.replace(day=1)))


def overdue_for_contact(
    meetings: MeetingQuerySet, organisations: OrganisationQuerySet, today: date
) -> OrganisationQuerySet:
    """Keep those that have a rhythm and were last met longer ago than it allows, or never."""
    rows = organisations.exclude(contact_every=None)
    rhythms = rows.order_by().values_list("contact_every", flat=True).distinct()
    # The calendar begins in the year 1.
    since = {days: date.fromordinal(max(today.toordinal() - days, 1)) for days in rhythms}
    if not since:
        return rows.none()
    months = {days: day.replace(day=1) for days, day in since.items()}
    return _not_met(meetings, rows, _by_rhythm(since), _by_rhythm(months))


def _day(value: date) -> Value:
    return Value(value, output_field=DateField())


def _by_rhythm(days: dict[int, date]) -> Case:
    cases = [When(contact_every=rhythm, then=_day(day)) for rhythm, day in days.items()]
    return Case(*cases, output_field=DateField())


def _not_met(
    meetings: MeetingQuerySet, rows: OrganisationQuerySet, since: Combinable, month: Combinable
) -> OrganisationQuerySet:
    """Keep those that were in none of `meetings` on the day `since` or later, nor a unit of theirs.

    A meeting without a day may have been on the last of its month: it counts from `month`, the first.
    """
    day_known = Q(date__gte=OuterRef("since")) | Q(end_date__gte=OuterRef("since"))
    met = meetings.filter(day_known | Q(date_precision="month", date__gte=OuterRef("month")))
    return rows.annotate(since=since, month=month).filter(
        ~Exists(met.filter(organisations=OuterRef("pk"))),
        ~Exists(met.filter(organisations__parent=OuterRef("pk"))),
    )
