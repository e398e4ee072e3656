"""The action points of a month or year: those made in it, and older ones that are still open."""

from datetime import date

from django.db.models import Case, F, Q, SmallIntegerField, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import ActionPoint
from engagements.models.action_point import ActionPointQuerySet
from reviews.month.report import ActionPointFacts, ActionPointLists
from toolkit.dates import due_text
from toolkit.months import month_range

Status = ActionPoint.Status
ORDER = {Status.OPEN: 1, Status.DONE: 2, Status.DROPPED: 3}  # after those overdue


# What the facts of an action point show: a row is read without the texts of its meeting.
SHOWN = (
    "text", "promised_by", "due", "status", "closed_on", "outcome",
    "meeting__reference", "meeting__title", "meeting__date",
    "owner__full_name", "owner__username",
    "organisation__name", "organisation__parent__name",
    "person__honorific", "person__full_name", "person__anonymised_at",
)  # fmt: skip


def read_action_points(year: int, month: int, today: date) -> ActionPointLists:
    """Return the ActionPointLists of a month from meetings that are counted; two queries."""
    first, after = month_range(year, month)
    made, older = (
        [action_point_facts(row, today) for row in rows]
        for rows in (action_points_made(first, after, today), older_action_points(first, today))
    )
    return ActionPointLists(action_points_title(made, older), tuple(made), tuple(older))


def action_points_made(first: date, after: date, today: date) -> ActionPointQuerySet:
    """Return the action points of meetings from `first` to before `after`: overdue, open, then closed."""
    return _in_order(today, meeting__date__gte=first, meeting__date__lt=after)


def older_action_points(first: date, today: date) -> ActionPointQuerySet:
    """Return the open action points of meetings before `first`, overdue first."""
    return _in_order(today, meeting__date__lt=first, status=Status.OPEN)


def _in_order(today: date, **conditions) -> ActionPointQuerySet:
    place = Case(
        When(with_status("overdue", today), then=0),
        *(When(status=status, then=number) for status, number in ORDER.items()),
        output_field=SmallIntegerField(),
    )
    return (
        ActionPoint.objects.counted()
        .filter(**conditions)
        .select_related("meeting", "owner", "organisation__parent", "person")
        .only(*SHOWN)
        .order_by(place, F("due").asc(nulls_last=True), "pk")
    )


def with_status(status: str, today: date) -> Q:
    """Return the condition of a figure: "overdue", "open" (and not overdue) or "closed" (done or dropped)."""
    late = Q(status=Status.OPEN, due__lt=today)
    if status == "overdue":
        return late
    return ~Q(status=Status.OPEN) if status == "closed" else Q(status=Status.OPEN) & ~late


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
    overdue = sum(line.status == "overdue" for line in made)
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
