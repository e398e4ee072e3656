"""What can be missing in a meeting: the only place with the rule, for lists, counts and pages.

It knows no model by import, so that `Meeting` itself can use it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MONTH_ONLY = "month"


@dataclass(frozen=True)
class GapKind:
    """A kind of gap.

    `code` is for addresses, `label` for filters, `text` for one meeting, `predicate` for after a number of
    meetings (singular, plural). `is_in` looks at one meeting, without a query where rows are
    prefetched; `condition` is the same rule for a query.
    """

    code: str
    label: Promise
    text: Promise
    predicate: tuple[Promise, Promise]
    is_in: Callable
    find: Callable[[], Q]

    @property
    def condition(self) -> Q:
        """The condition on meetings; it has no join, so that no meeting is found twice."""
        return self.find()


def _without(model: str) -> Callable[[], Q]:
    """Return a function for the condition that no row of `model` belongs to the meeting."""

    def find() -> Q:
        rows = apps.get_model("engagements", model).objects.filter(meeting=OuterRef("pk"))
        return Q(~Exists(rows))

    return find


GAPS = (
    GapKind(
        "staff",
        _("No colleague"),
        _("No colleague recorded"),
        (_("does not say who went from IOM"), _("do not say who went from IOM")),
        lambda meeting: not meeting.staff.all(),
        _without("Meeting_staff"),
    ),
    GapKind(
        "day",
        _("No exact day"),
        _("No exact day recorded"),
        (_("has a month but no exact day"), _("have a month but no exact day")),
        lambda meeting: meeting.is_month_only,
        lambda: Q(date_precision=MONTH_ONLY),
    ),
    GapKind(
        "area",
        _("No thematic area"),
        _("No thematic area recorded"),
        (_("has no thematic area"), _("have no thematic area")),
        lambda meeting: not meeting.thematic_areas.all(),
        _without("Meeting_thematic_areas"),
    ),
    GapKind(
        "counterpart",
        _("No counterpart"),
        _("No counterpart recorded"),
        (_("has no counterpart"), _("have no counterpart")),
        lambda meeting: not meeting.counterparts.all(),
        _without("Counterpart"),
    ),
    GapKind(
        "line",
        _("No public line"),
        _("No public line yet"),
        (_("has no public line"), _("have no public line")),
        lambda meeting: not meeting.public_line,
        lambda: Q(public_line=""),
    ),
)


GAPS_BY_CODE = {gap.code: gap for gap in GAPS}


def incomplete() -> Q:
    found = Q()
    for gap in GAPS:
        found |= gap.condition
    return found
