"""The action points of a month or year: those made in it, and older ones that are still open."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import ActionPoint, Meeting
from reviews.month.report import ActionPointFacts, ActionPointLists
from toolkit.dates import due_text
from toolkit.months import month_range

ORDER = {"overdue": 0, "open": 1, "done": 2, "dropped": 3}
CLOSED = {"done", "dropped"}


def read_action_points(year: int, month: int, today: date) -> ActionPointLists:
    """Return the ActionPointLists of a month from meetings that are counted; two queries."""
    first, after = month_range(year, month)
    made, older = action_points_made(first, after, today), older_action_points(first, today)
    return ActionPointLists(action_points_title(made, older), tuple(made), tuple(older))


def action_points_made(first: date, after: date, today: date) -> list[ActionPointFacts]:
    """Return the action points of meetings from `first` to before `after`: overdue, open, then closed."""
    return _lines(today, meeting__date__gte=first, meeting__date__lt=after)


def older_action_points(first: date, today: date) -> list[ActionPointFacts]:
    """Return the open action points of meetings before `first`, overdue first."""
    return _lines(today, meeting__date__lt=first, status=ActionPoint.Status.OPEN)


def _lines(today: date, **conditions) -> list[ActionPointFacts]:
    rows = (
        ActionPoint.objects.filter(meeting__in=Meeting.objects.counted(), **conditions)
        .select_related("meeting", "owner", "organisation__parent", "person")
        .order_by(F("due").asc(nulls_last=True), "pk")
    )
    return sorted((action_point_facts(row, today) for row in rows), key=lambda p: ORDER[p.status])


def with_status(lines: list[ActionPointFacts], status: str) -> list[ActionPointFacts]:
    """Return those of a figure: "overdue", "open" (and not overdue) or "closed" (done or dropped)."""
    wanted = CLOSED if status == "closed" else {status}
    return [line for line in lines if line.status in wanted]


def action_point_facts(point: ActionPoint, today: date) -> ActionPointFacts:
    overdue = point.is_overdue(today)
    return ActionPointFacts(
        number=point.pk,
        text=point.text,
        promised_by=point.promised_by,
        who=str(point.who),
        made=point.meeting.date,
        due=point.due,
        status="overdue" if overdue else point.status,
        label=due_text(point.due, today)
        if point.due and overdue
        else str(point.get_status_display()),
        closed_on=point.closed_on,
        outcome=point.outcome,
        reference=point.meeting.reference,
        meeting=point.meeting.title,
    )


def action_points_title(made: list[ActionPointFacts], older: list[ActionPointFacts]) -> str:
    overdue = len(with_status(made, "overdue"))
    if not made and not older:
        return _("No action point was made in the month, and no older one is open")
    if not made:
        text = ngettext(
            "No action point was made in the month; %(older)s older one is open",
            "No action point was made in the month; %(older)s older ones are open",
            len(older),
        )
    elif not overdue:
        text = ngettext(
            "%(n)s action point was made in the month",
            "%(n)s action points were made in the month",
            len(made),
        )
    elif overdue == len(made):
        text = ngettext(
            "The action point made in the month is overdue",
            "All %(n)s action points made in the month are overdue",
            len(made),
        )
    else:
        text = ngettext(
            "%(overdue)s of the %(n)s action points made in the month is overdue",
            "%(overdue)s of the %(n)s action points made in the month are overdue",
            overdue,
        )
    return text % {"n": len(made), "overdue": overdue, "older": len(older)}
