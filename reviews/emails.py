"""Emails about action points that are due and about the month that is over."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mail import Mail, absolute, send_each
from accounts.models import EmailRecord, User, UserQuerySet
from accounts.roles import HEAD_OF_OFFICE
from engagements.models import ActionPoint, Meeting
from engagements.models.action_point import ActionPointQuerySet
from reviews.build_report import build_report
from reviews.month.headlines import count_meetings
from reviews.month.report import ActionPointFacts, Report
from toolkit.months import month_before

MOST = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """An action point; `who` is empty where it is the reader's own."""

    text: str
    due: str
    who: str
    meeting: str
    when: str
    address: str


@dataclass(frozen=True)
class Section:
    """Action points under a heading; `more` says how many are left out of a long list."""

    title: str
    lines: tuple[Line, ...]
    more: str


def actions_mail(user: User, points: list[ActionPoint], today: date) -> Mail:
    late = [point for point in points if point.is_overdue(today)]
    soon = [point for point in points if point.due and today <= point.due <= today + WEEK]
    later = [point for point in points if not point.due or point.due > today + WEEK]
    context = {
        "today": today,
        "sections": _sections(
            (_("Overdue"), list(map(_own_line, late))),
            (_("Due within seven days"), list(map(_own_line, soon))),
            (_("Later, or without a due date"), list(map(_own_line, later))),
        ),
        "list_address": absolute(f"{reverse('action_list')}?tab=mine"),
    }
    subject = due_summary(len(late), [point.due for point in soon if point.due], today)
    return Mail(user, subject, "emails/actions", context)


def due_summary(overdue: int, days: list[date], today: date) -> str:
    """Return "2 overdue, 1 due Friday"; `days` are those on which something is due, from today on."""
    parts = [_("%(n)s overdue") % {"n": overdue}] if overdue else []
    on_the_day = days.count(today)
    if on_the_day:
        parts.append(_("%(n)s due today") % {"n": on_the_day})
    after = [day for day in days if day > today]
    if after:
        values = {"n": len(after), "day": _day_name(max(after), today)}
        one_day = min(after) == max(after)
        parts.append((_("%(n)s due %(day)s") if one_day else _("%(n)s due by %(day)s")) % values)
    return ", ".join(parts)


def _day_name(day: date, today: date) -> str:
    """Return "tomorrow" or "Friday"; with the date where the weekday is also that of today."""
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return date_format(day, "l j F" if day == today + WEEK else "l")


def month_mail(user: User, report: Report) -> Mail:
    """Return the Mail about a month, the same for every reader; `report` holds nothing restricted."""
    lines = report.promises.made + report.promises.older
    late = sorted((x for x in lines if x.status == "overdue"), key=lambda x: (x.due, x.number))
    address = absolute(reverse("month_detail", args=[report.year, report.month]))
    context = {
        "report": report,
        "sections": _sections((_("Overdue action points"), list(map(_line_with_owner, late)))),
        "month_address": address,
        "list_address": address,
    }
    return Mail(user, _month_subject(report, len(late)), "emails/month", context)


def _month_subject(report: Report, overdue: int) -> str:
    meetings = report.summary.counts.meetings
    what = count_meetings(meetings) if meetings else _("nothing was recorded")
    subject = _("%(month)s: %(what)s") % {"month": report.name, "what": what}
    late = _("%(n)s overdue") % {"n": overdue}
    return f"{subject}; {late}" if overdue else subject


def _sections(*parts: tuple[str, list[Line]]) -> list[Section]:
    sections = []
    for title, lines in parts:
        left = len(lines) - MOST
        more = ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left} if left > 0 else ""
        if lines:
            sections.append(Section(title, tuple(lines[:MOST]), more))
    return sections


def _own_line(point: ActionPoint) -> Line:
    title, address = point.meeting.title, point.meeting.get_absolute_url()
    return _line(point.text, point.due, title, address, when=point.meeting.when)


def _line_with_owner(point: ActionPointFacts) -> Line:
    address = reverse("meeting_detail", args=[point.reference])
    return _line(point.text, point.due, point.meeting, address, who=point.who)


def _line(
    text: str, due: date | None, meeting: str, address: str, *, who: str = "", when: str = ""
) -> Line:
    day = date_format(due, "l j F Y") if due else ""
    return Line(_one_line(text), day, who, _one_line(meeting), when, absolute(address))


def _one_line(text: str) -> str:
    """Return `text` without breaks: in an email as text, a line that was typed could pass for ours."""
    return " ".join(text.split())


Kind = EmailRecord.Kind
SATURDAY = 5
# A month that could not be sent on the 1st is sent by a run of the days after.
CATCH_UP = timedelta(days=7)


def send_digests(today: date) -> Counter[str]:
    """Send what is to be sent on `today` and was not yet; return a Counter of what became of it."""
    return _send_actions(today) + _send_month(today)


def _send_actions(today: date) -> Counter[str]:
    if today.weekday() >= SATURDAY:
        return Counter()
    due = _in_emails(ActionPoint.objects.all()).soon(today).filter(owner=OuterRef("pk"))
    owners = not_yet(Kind.ACTIONS, today).filter(Exists(due))
    found = ((user, points_of(user)) for user in owners)
    mails = [actions_mail(user, points, today) for user, points in found if points]
    return send_each(Kind.ACTIONS, today, mails)


def _send_month(today: date) -> Counter[str]:
    first = today.replace(day=1)
    if today - first >= CATCH_UP:
        return Counter()
    heads = list(not_yet(Kind.MONTH, first).filter(groups__name=HEAD_OF_OFFICE))
    if not heads:
        return Counter()
    report = build_report(*month_before(today.year, today.month), today=today)
    return send_each(Kind.MONTH, first, [month_mail(user, report) for user in heads])


def not_yet(kind: EmailRecord.Kind, day: date) -> UserQuerySet:
    sent = EmailRecord.objects.filter(kind=kind, day=day, sent_at__isnull=False)
    return User.objects.reached_by_email().exclude(pk__in=sent.values("user"))


def points_of(user: User) -> list[ActionPoint]:
    """Return the open action points of `user`, earliest first.

    An email may be read by others than its reader, so those of restricted meetings are left out.
    """
    rows = _in_emails(ActionPoint.objects.visible_to(user)).filter(owner=user)
    return list(rows.select_related("meeting").due_first().order_by("due_order", "pk"))


def _in_emails(points: ActionPointQuerySet) -> ActionPointQuerySet:
    return points.open().filter(meeting__in=Meeting.objects.unrestricted())
