"""The action points of a month or year: those made in it, and older ones that are still open."""

from datetime import date
from functools import cache
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, SmallIntegerField, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from engagements.models import ActionPoint, Meeting
from engagements.models.action_point import ActionPointQuerySet
from reviews.month.figures import Counts
from reviews.month.report import ActionPointFacts, ActionPointLists
from stakeholders.models import Organisation, Person
from toolkit.dates import due_text
from toolkit.months import month_range

Status = ActionPoint.Status
OVERDUE = 0
ORDER = {Status.OPEN: 1, Status.DONE: 2, Status.DROPPED: 3}  # after those overdue


def read_action_points(year: int, month: int, today: date) -> ActionPointLists:
    """Return the ActionPointLists of a month from meetings that are counted; two queries."""
    first, after = month_range(year, month)
    made, older = (
        action_point_facts(rows, today)
        for rows in (action_points_made(first, after, today), older_action_points(first, today))
    )
    return ActionPointLists(action_points_title(made, older), tuple(made), tuple(older))


def read_first_action_points(
    year: int, month: int, today: date, counts: Counts, *, shown: int
) -> tuple[ActionPointLists, int]:
    """Return the first ones `shown` of each list of a month, and how many older ones there are.

    `counts` are the figures of the month. At most three queries.
    """
    first, after = month_range(year, month)
    older = older_action_points(first, today)
    lists = [
        tuple(action_point_facts(rows[:shown], today)) if is_any else ()
        for rows, is_any in (
            (action_points_made(first, after, today), counts.action_points),
            (older, True),
        )
    ]
    total = older.count() if len(lists[1]) == shown else len(lists[1])
    title = _title(counts.action_points, counts.overdue, total)
    return ActionPointLists(title, *lists), total


def action_points_made(first: date, after: date, today: date) -> ActionPointQuerySet:
    """Return the action points of meetings from `first` to before `after`: overdue, open, then closed."""
    rows = ActionPoint.objects.counted()
    return _in_order(rows.filter(meeting__date__gte=first, meeting__date__lt=after), today)


def older_action_points(first: date, today: date) -> ActionPointQuerySet:
    """Return the open action points of meetings before `first`, overdue first."""
    # Few are open, many meetings are older: each open one is asked for its meeting.
    meeting = Meeting.objects.counted().filter(pk=OuterRef("meeting"), date__lt=first)
    return _in_order(ActionPoint.objects.filter(Exists(meeting), status=Status.OPEN), today)


def _in_order(rows: ActionPointQuerySet, today: date) -> ActionPointQuerySet:
    place = Case(
        When(with_status("overdue", today), then=OVERDUE),
        *(When(status=status, then=number) for status, number in ORDER.items()),
        output_field=SmallIntegerField(),
    )
    return rows.annotate(place=place).order_by("place", F("due").asc(nulls_last=True), "pk")


def with_status(status: str, today: date) -> Q:
    """Return the condition of a figure: "overdue", "open" (and not overdue) or "closed" (done or dropped)."""
    late = Q(status=Status.OPEN, due__lt=today)
    if status == "overdue":
        return late
    return ~Q(status=Status.OPEN) if status == "closed" else Q(status=Status.OPEN) & ~late


def action_point_facts(rows: ActionPointQuerySet, today: date) -> list[ActionPointFacts]:
    """Return the facts of rows in their order; one query, and no object a row: an office has thousands."""
    labels, named = dict(Status.choices), cache(_who)
    columns = ("pk", "place", "text", "promised_by", "due", "status", "closed_on", "outcome", *WHO)
    of_meeting = ("meeting__date", "meeting__reference", "meeting__title")
    facts = []
    for pk, place, text, by, due, status, closed_on, outcome, *others in rows.values_list(
        *columns, *of_meeting
    ):
        *who, made, reference, title = others
        late = place == OVERDUE
        facts.append(
            ActionPointFacts(
                number=pk,
                text=text,
                promised_by=by,
                who=named(*who),
                made=made,
                due=due,
                status="overdue" if late else status,
                label=due_text(due, today) if late else str(labels[status]),
                closed_on=closed_on,
                outcome=outcome,
                reference=reference,
                meeting=title,
            )
        )
    return facts


WHO = (
    "owner", "owner__full_name", "owner__username",
    "organisation", "organisation__name", "organisation__parent__name",
    "person__honorific", "person__full_name", "person__anonymised_at",
)  # fmt: skip


def _who(
    owner: int | None,
    full_name: str,
    username: str,
    organisation: int | None,
    name: str,
    parent: str | None,
    *of_person: Any,
) -> str:
    """Return who promised, as `ActionPoint.who` is written."""
    if owner:
        return str(User(full_name=full_name, username=username))
    if organisation:
        return str(Organisation(name=name, parent=Organisation(name=parent) if parent else None))
    return str(
        Person(**dict(zip(("honorific", "full_name", "anonymised_at"), of_person, strict=True)))
    )


def action_points_title(made: list[ActionPointFacts], older: list[ActionPointFacts]) -> str:
    overdue = sum(line.status == "overdue" for line in made)
    return _title(len(made), overdue, len(older))


def _title(made: int, overdue: int, older: int) -> str:
    if not made and not older:
        return _("No action point was made in the month, and no older one is open")
    if not made:
        text = ngettext(
            "No action point was made in the month; %(older)s older one is open",
            "No action point was made in the month; %(older)s older ones are open",
            older,
        )
    elif not overdue:
        text = ngettext(
            "%(n)s action point was made in the month",
            "%(n)s action points were made in the month",
            made,
        )
    elif overdue == made:
        text = ngettext(
            "The action point made in the month is overdue",
            "All %(n)s action points made in the month are overdue",
            made,
        )
    else:
        text = ngettext(
            "%(overdue)s of the %(n)s action points made in the month is overdue",
            "%(overdue)s of the %(n)s action points made in the month are overdue",
            overdue,
        )
    return text % {"n": made, "overdue": overdue, "older": older}
