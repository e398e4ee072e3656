"""Who gets an email on a day, and about what: owners on weekdays, heads of office when a month is over."""

from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef

from accounts.mailing import send_each
from accounts.models import EmailRecord, User
from accounts.roles import HEAD_OF_OFFICE
from engagements.models import ActionPoint, Meeting
from reviews.building import build_report
from reviews.mails import actions_mail, month_mail

Kind = EmailRecord.Kind
SATURDAY = 5
# A month that could not be sent on the 1st is sent by a run of the days after.
CATCH_UP = timedelta(days=7)


def send_digests(today):
    """Send what is to be sent on `today` and was not yet; return a Counter of what became of it."""
    return _send_actions(today) + _send_month(today)


def _send_actions(today):
    """Tell each owner once a day, but not at the weekend, what is overdue or due within seven days."""
    if today.weekday() >= SATURDAY:
        return Counter()
    due = _may_be_told(ActionPoint.objects).soon(today).filter(owner=OuterRef("pk"))
    owners = not_yet(Kind.ACTIONS, today).filter(Exists(due))
    found = ((user, points_of(user)) for user in owners)
    mails = [actions_mail(user, points, today) for user, points in found if points]
    return send_each(Kind.ACTIONS, today, mails)


def _send_month(today):
    """Tell the heads of office on the 1st, or soon after, about the month before."""
    first = today.replace(day=1)
    if today - first >= CATCH_UP:
        return Counter()
    heads = list(not_yet(Kind.MONTH, first).filter(groups__name=HEAD_OF_OFFICE))
    if not heads:
        return Counter()
    over = first - timedelta(days=1)
    report = build_report(over.year, over.month, today=today)
    return send_each(Kind.MONTH, first, [month_mail(user, report) for user in heads])


def not_yet(kind, day):
    """Return those whom email reaches and to whom this one was not sent."""
    sent = EmailRecord.objects.filter(kind=kind, day=day, sent_at__isnull=False)
    return User.objects.reached_by_email().exclude(pk__in=sent.values("user"))


def points_of(user):
    """Return the open action points of `user`, earliest first.

    An email may be read by others than its reader, so those of restricted meetings are left out.
    """
    rows = _may_be_told(ActionPoint.objects.visible_to(user)).filter(owner=user)
    return list(rows.select_related("meeting").due_first().order_by("due_order", "pk"))


def _may_be_told(points):
    return points.open().filter(meeting__in=Meeting.objects.unrestricted())
