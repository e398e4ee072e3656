"""The action points of a month: those made in it, and older ones that are still open."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import ActionPoint, Meeting
from engagements.models.months import month_range
from reviews.report import Promise, Promises

ORDER = {"overdue": 0, "open": 1, "done": 2, "dropped": 3}


def read_promises(year, month, today):
    """Return the Promises of a month from meetings that are counted; one query."""
    first, after = month_range(year, month)
    made_in_month = Q(meeting__date__gte=first, meeting__date__lt=after)
    still_open = Q(status=ActionPoint.Status.OPEN, meeting__date__lt=first)
    rows = (
        ActionPoint.objects.filter(meeting__in=Meeting.objects.counted())
        .filter(made_in_month | still_open)
        .select_related("meeting", "owner", "organisation__parent")
        .due_first()
        .order_by("due_order", "pk")
    )
    lines = sorted((make_promise(row, today) for row in rows), key=lambda p: ORDER[p.status])
    made = tuple(line for line in lines if line.made >= first)
    older = tuple(line for line in lines if line.made < first)
    return Promises(_title(made, older), made, older)


def make_promise(point, today):
    """Return an action point as a line of the month."""
    overdue = point.is_overdue(today)
    return Promise(
        number=point.pk,
        text=point.text,
        promised_by=point.promised_by,
        who=str(point.who),
        made=point.meeting.date,
        due=point.due,
        status="overdue" if overdue else point.status,
        label=_("Overdue") if overdue else str(point.get_status_display()),
        closed_on=point.closed_on,
        outcome=point.outcome,
        reference=point.meeting.reference,
        meeting=point.meeting.title,
    )


def _title(made, older):
    """Say how many were made, and how many are overdue."""
    if not made and not older:
        return _("No action point was made, and no older one is open")
    overdue = sum(line.status == "overdue" for line in made + older)
    said = ngettext(
        "%(n)s action point was made in the month", "%(n)s action points were made in the month",
        len(made),
    ) % {"n": len(made)}  # fmt: skip
    if overdue:
        said += _("; %(n)s overdue in all") % {"n": overdue}
    return said
