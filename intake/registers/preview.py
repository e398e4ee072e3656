"""Rows of an import as the preview shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Meeting
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.columns import REPORT_COLUMNS, ColumnPlan, plans_of
from stakeholders.models import Location
from toolkit.spreadsheets import Column

State = ImportRow.State
# The tabs of the preview in their order: which rows, and how their state is coloured.
TABS = (State.WRONG, State.ASKED, State.READY, State.HERE, State.DUPLICATE, State.NIL)
COLOURS: dict[str, str] = {State.WRONG: "bad", State.ASKED: "warn", State.READY: "ok"}


@dataclass(frozen=True)
class Party:
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
    parties: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    is_fixable: bool = False


def lines_of(source: Import, rows: list[ImportRow]) -> list[RowLines]:
    found = [row.outcome["meeting"]["location_id"] for row in rows if row.outcome]
    places = Location.objects.in_bulk({pk for pk in found if pk})
    plans = plans_of(source)
    return [_line(row, plans, places) for row in rows]


def _line(row, plans: list[ColumnPlan], places: dict) -> RowLines:
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
    line.parties = [one for party in row.outcome["parties"] for one in _parties(party)]
    return line


def _when(meeting) -> str:
    days = {
        name: date.fromisoformat(meeting[name]) if meeting[name] else None
        for name in ("date", "end_date")
    }
    return Meeting(date_precision=meeting["date_precision"], **days).when


def _parties(party: dict) -> Iterator[Party]:
    yield Party(party["name"], party.get("why", ""), party["organisation"] is None)
    for one in party["people"]:
        role = f"{one['name']}, {one['role']}" if one["role"] else one["name"]
        yield Party(role, one.get("why", ""), one["person"] is None)


def tabs_of(counts: dict[str, int], chosen) -> list[tuple]:
    """Return (state, its name, number of rows, whether chosen) of the tabs that hold rows."""
    return [
        (state.value, state.label, counts[state], state == chosen)
        for state in TABS
        if counts[state] or state == chosen
    ]


def first_tab(counts: dict[str, int]):
    """Return the state to show first: what needs somebody, else what is ready, else what there is."""
    return next((state for state in TABS if counts[state]), State.READY)


def summary(counts: dict[str, int], result: dict) -> str:
    total = sum(counts.values())
    known = counts[State.HERE]
    if total and known == total:
        return _("All %s rows are here already.") % f"{total:,}"
    rows = ngettext("%s row was read.", "%s rows were read.", total) % f"{total:,}"
    meetings, organisations, people = (
        result.get(name, 0) for name in ("meeting", "organisation", "person")
    )
    ready = _("Ready to import: %(meetings)s, %(organisations)s, %(people)s.") % {
        "meetings": ngettext("%s meeting", "%s meetings", meetings) % f"{meetings:,}",
        "organisations": ngettext("%s new organisation", "%s new organisations", organisations)
        % f"{organisations:,}",
        "people": ngettext("%s new person", "%s new people", people) % f"{people:,}",
    }
    return f"{rows} {ready}"


WIDE = 40


def left_out(source: Import) -> ImportRowQuerySet:
    """Return the rows with errors or open questions, and all others of the same meetings."""
    states = (ImportRow.State.WRONG, ImportRow.State.ASKED)
    leads = source.rows.filter(state__in=states).order_by().values("number")
    return source.rows.filter(lead__in=leads).exclude(state=ImportRow.State.DUPLICATE)


def columns_of(source: Import) -> list[Column]:
    number, reasons = REPORT_COLUMNS
    return [
        *(Column(plan["heading"], _cell(at), 24) for at, plan in enumerate(source.columns)),
        Column(number, lambda row: row.number, 10),
        Column(reasons, _reasons, WIDE),
    ]


def _cell(at: int):

    def read(row):
        cells = row.current_cells()
        return cells[at] if at < len(cells) else ""

    return read


def _reasons(row: ImportRow) -> str:
    wrong = [remark for remark in row.remarks if remark["level"] != "warning"]
    return "; ".join(sentence(remark) for remark in wrong)


def sentence(remark: dict[str, int | str]):
    text = f"“{remark['text']}”: who is meant?" if remark["level"] == "ask" else remark["text"]
    return f"{remark['column']}: {text}" if remark["column"] else text
