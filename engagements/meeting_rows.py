"""The rows of the meetings list: what a row shows of a meeting, read without its other columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, ngettext

from engagements.models import Counterpart, Meeting
from engagements.models.meeting import MeetingQuerySet, place_text
from stakeholders.models.location import place_name
from stakeholders.models.organisation import unit_text
from toolkit.key_list import KeyList

COLUMNS = (
    "pk", "reference", "date", "date_precision", "title", "sensitivity", "status", "kind__name",
    "location__name", "location__level", "place_text", "other_places",
)  # fmt: skip
Names = dict[int, list[str]]


@dataclass(frozen=True)
class MeetingRow:
    pk: int
    reference: str
    date: date
    is_month_only: bool
    title: str
    is_restricted: bool
    is_cancelled: bool
    kind: str
    where: str
    areas: list[str]
    counterparts: list[str]

    @property
    def day(self) -> str:
        """The day, or the month, as machines read it."""
        return self.date.isoformat()[: 7 if self.is_month_only else 10]

    @property
    def short_month(self) -> str:
        return str(MONTHS_3[self.date.month]).title()

    @property
    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.reference])

    @property
    def whom(self) -> str:
        """The first counterpart, and how many more there are; "" for none."""
        others = len(self.counterparts) - 1
        if others < 1:
            return "".join(self.counterparts)
        return f"{self.counterparts[0]} {ngettext('and %d more', 'and %d more', others) % others}"


def columns_of_rows(meetings: MeetingQuerySet) -> Any:
    """Return the meetings with the columns of a row, and those that they are put in order by."""
    return meetings.values_list(*COLUMNS, *meetings.query.annotation_select, named=True)


def rows_of(found: Iterable[Any]) -> list[MeetingRow]:
    """Return the rows of some meetings, given by their columns; two queries."""
    found = list(found)
    keys = [row.pk for row in found]
    areas, counterparts = areas_by_meeting(keys), _counterparts(keys)
    return [
        MeetingRow(
            pk=row.pk,
            reference=row.reference,
            date=row.date,
            is_month_only=row.date_precision == Meeting.Precision.MONTH,
            title=row.title,
            is_restricted=row.sensitivity == Meeting.Sensitivity.RESTRICTED,
            is_cancelled=row.status == Meeting.Status.CANCELLED,
            kind=row.kind__name,
            where=_where(row),
            areas=areas[row.pk],
            counterparts=counterparts[row.pk],
        )
        for row in found
    ]


def _where(row: Any) -> str:
    name = row.location__name
    return place_text(
        place_name(name, row.location__level) if name else row.place_text, row.other_places
    )


def areas_by_meeting(keys: Sequence[int] | KeyList) -> Names:
    """Return {meeting: names of its thematic areas}."""
    found: Names = defaultdict(list)
    rows = Meeting.thematic_areas.through.objects.filter(meeting__in=keys)
    ordered = rows.order_by("thematicarea__position", "thematicarea__name")
    for meeting, name in ordered.values_list("meeting", "thematicarea__name"):
        found[meeting].append(name)
    return found


def staff_by_meeting(keys: Sequence[int] | KeyList) -> Names:
    """Return {meeting: names of the colleagues who were there}."""
    found: Names = defaultdict(list)
    rows = Meeting.staff.through.objects.filter(meeting__in=keys)
    ordered = rows.order_by("user__full_name", "user")
    names = ("meeting", "user__full_name", "user__username")
    for meeting, full_name, username in ordered.values_list(*names):
        found[meeting].append(full_name or username)
    return found


def _counterparts(keys: list[int]) -> Names:
    found: Names = defaultdict(list)
    names = ("meeting", "organisation__name", "organisation__parent__name")
    for meeting, name, parent in Counterpart.objects.filter(meeting__in=keys).values_list(*names):
        found[meeting].append(unit_text(name, parent) if name else gettext("No organisation"))
    return found
