"""Rows of an import as the preview shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Meeting
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.columns import REPORT_COLUMNS, ColumnPlan, plans_of
from intake.registers.rows import ASK, WARNING
from stakeholders.models import Location
from toolkit.spreadsheets import Column

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = ImportRow.State
# The tabs of the preview in their order: which rows, and how their state is coloured.
TABS = (State.WRONG, State.ASKED, State.READY, State.HERE, State.DUPLICATE, State.NIL)
COLOURS: dict[str, str] = {State.WRONG: "bad", State.ASKED: "warn", State.READY: "ok"}


@dataclass(frozen=True)
class MatchedName:
    name: str
    detail: str
    is_new: bool


@dataclass
class RowLines:
    row: ImportRow
    colour: str
    when: str = ""
    title: str = ""
    place: str = ""
    names: list[MatchedName] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)  # heading, text
    is_fixable: bool = False


def lines_of(source: Import, rows: list[ImportRow]) -> list[RowLines]:
    found = {row.outcome["meeting"]["location_id"] for row in rows if row.outcome}
    places = Location.objects.in_bulk(found - {None})
    plans = plans_of(source)
    return [_line(row, plans, places) for row in rows]


def _line(row: ImportRow, plans: list[ColumnPlan], places: dict[int, Location]) -> RowLines:
    line = RowLines(row, COLOURS.get(row.state, ""))
    line.is_fixable = row.state in (State.WRONG, State.ASKED, State.READY)
    if row.outcome is None:
        line.cells = [
            (plan.heading, text)
            for plan, text in zip(plans, row.current_cells(), strict=False)
            if plan.field and text
        ]
        return line
    meeting = row.outcome["meeting"]
    line.title, line.when = meeting["title"], _when(meeting)
    line.place = str(places.get(meeting["location_id"]) or "")
    for entry in row.outcome["parties"]:
        is_new = entry["organisation"] is None
        line.names.append(MatchedName(entry["name"], entry.get("why", ""), is_new))
        for one in entry["people"]:
            text = ", ".join(filter(None, (one["name"], one["role"])))
            line.names.append(MatchedName(text, one.get("why", ""), one["person"] is None))
    return line


def _when(meeting: dict[str, Any]) -> str:
    day, last = (
        meeting[name] and date.fromisoformat(meeting[name]) for name in ("date", "end_date")
    )
    return Meeting(date=day, end_date=last, date_precision=meeting["date_precision"]).when


def tabs_of(counts: dict[str, int], chosen: str) -> list[tuple[str, StrOrPromise, int, bool]]:
    """Return (state, its name, number of rows, whether chosen) of the tabs that hold rows."""
    return [
        (state.value, state.label, counts[state], state == chosen)
        for state in TABS
        if counts[state] or state == chosen
    ]


def summary(counts: dict[str, int], result: dict[str, int]) -> str:
    total = sum(counts.values())
    known = counts[State.HERE]
    if total and known == total:
        return _("All %s rows are here already.") % f"{total:,}"
    rows = ngettext("%s row was read.", "%s rows were read.", total) % f"{total:,}"
    counted = (result.get(name, 0) for name in ("meeting", "organisation", "person"))
    meetings, organisations, people = counted
    ready = _("Ready to import: %(meetings)s, %(organisations)s, %(people)s.") % {
        "meetings": ngettext("%s meeting", "%s meetings", meetings) % f"{meetings:,}",
        "organisations": ngettext("%s new organisation", "%s new organisations", organisations)
        % f"{organisations:,}",
        "people": ngettext("%s new person", "%s new people", people) % f"{people:,}",
    }
    return f"{rows} {ready}"


def left_out(source: Import) -> ImportRowQuerySet:
    """Return the rows with errors or open questions, and all others of the same meetings."""
    states = (State.WRONG, State.ASKED)
    leads = source.rows.filter(state__in=states).order_by().values("number")
    return source.rows.filter(lead__in=leads).exclude(state=State.DUPLICATE)


def columns_of(source: Import) -> list[Column]:
    number, reasons = REPORT_COLUMNS
    return [
        *(
            Column(plan["heading"], partial(ImportRow.cell, at=at), 24)
            for at, plan in enumerate(source.columns)
        ),
        Column(number, lambda row: row.number, 10),
        Column(reasons, lambda row: "; ".join(map(sentence, wrong_remarks(row))), 40),
    ]


def wrong_remarks(row: ImportRow) -> list[dict[str, Any]]:
    return [remark for remark in row.remarks if remark["level"] != WARNING]


def sentence(remark: dict[str, Any]) -> str:
    text = f"“{remark['text']}”: who is meant?" if remark["level"] == ASK else remark["text"]
    return f"{remark['column']}: {text}" if remark["column"] else text
