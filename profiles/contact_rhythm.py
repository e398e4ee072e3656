"""Who was not met for long: in six months, or longer than the rhythm an organisation has."""

from datetime import date

from django.db.models import Case, DateField, Exists, OuterRef, Q, Value, When

from accounts.models import User
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet
from stakeholders.models.organisation import OrganisationQuerySet
from toolkit.months import months_before

MONTHS = 6


def not_met_lately(
    organisations: OrganisationQuerySet, today: date, user: User
) -> OrganisationQuerySet:
    since = months_before(today, MONTHS)
    met = Meeting.objects.visible_to(user).logged()
    return _not_met(organisations, _day(since), _day(since.replace(day=1)), met)


def past_rhythm(
    organisations: OrganisationQuerySet, today: date, user: User
) -> OrganisationQuerySet:
    """Keep those that have a rhythm and were last met longer ago than it allows, or never."""
    return past_rhythm_in(Meeting.objects.visible_to(user).logged(), organisations, today)


def past_rhythm_in(
    meetings: MeetingQuerySet, organisations: OrganisationQuerySet, today: date
) -> OrganisationQuerySet:
    """Keep those overdue for contact on `today` where `meetings` are all that is known."""
    rows = organisations.exclude(contact_every=None)
    rhythms = rows.order_by().values_list("contact_every", flat=True).distinct()
    since = {days: _days_before(today, days) for days in rhythms}
    if not since:
        return rows.none()
    months = {days: day.replace(day=1) for days, day in since.items()}
    return _not_met(rows, _by_rhythm(since), _by_rhythm(months), meetings)


def _days_before(day: date, days: int) -> date:
    """Return the day `days` earlier, the calendar's first where it has none."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def _day(value):
    return Value(value, output_field=DateField())


def _by_rhythm(days: dict[int, date]):
    cases = [When(contact_every=rhythm, then=_day(day)) for rhythm, day in days.items()]
    return Case(*cases, output_field=DateField())


def _not_met(
    organisations: OrganisationQuerySet, since, month, meetings: MeetingQuerySet
) -> OrganisationQuerySet:
    """Keep those that were in none of `meetings` on the day `since` or later, nor a unit of theirs.

    A meeting without a day may have been on the last of its month: it counts from `month`, the first.
    """
    day_known = Q(date__gte=OuterRef("since")) | Q(end_date__gte=OuterRef("since"))
    met = meetings.filter(day_known | Q(date_precision="month", date__gte=OuterRef("month")))
    return organisations.annotate(since=since, month=month).filter(
        ~Exists(met.filter(organisations=OuterRef("pk"))),
        ~Exists(met.filter(organisations__parent=OuterRef("pk"))),
    )
