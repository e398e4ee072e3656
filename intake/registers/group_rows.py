"""The rows of a register stored for checking: filled down, known ones and empty ones set apart, grouped."""

import hashlib
import re
from itertools import islice

from django.db.models import Exists, F, OuterRef, Subquery

from intake.cells.dates import read_when
from intake.cells.people import is_nil
from intake.models import Import, ImportRow
from intake.registers.columns import REPORT_COLUMNS, ColumnPlan
from intake.safe_reading import rows_of
from toolkit.text import fold

BATCH = 1000
SAME = ("date", "title", "place")  # what rows of one meeting share
ROWS, REFERENCE, TOGETHER = "rows", "reference", "same"
State = ImportRow.State


def plans_of(source):
    """Return the ColumnPlans of an import."""
    return [ColumnPlan(**plan) for plan in source.columns]


def arrange(source):
    """Read the file again and store its rows, in place of those stored before; they wait to be checked.

    Stored in parcels, so that others can write meanwhile; the import goes on to be checked only when
    all are there. Raises Unreadable: then none is.
    """
    source.rows.all().delete()
    try:
        rows = _arranged(source)
        while batch := list(islice(rows, BATCH)):
            _store(batch)
    except BaseException:
        source.rows.all().delete()
        raise
    # What is new in a meeting imported before speaks for itself: the check tells that it can't be added.
    here = source.rows.filter(state=State.HERE).order_by().values("number")
    new_parts = source.rows.filter(state=State.PART, lead__in=here)
    new_parts.update(lead=F("number"), state=State.WAITING)
    source.status = Import.Status.CHECKING
    source.save(update_fields=["status"])


def known_elsewhere(source):
    """Return the rows to be stored that another import brought in since they were arranged."""
    states = (State.READY, State.PART)
    return source.rows.filter(Exists(_stored(source)), state__in=states)


def mark_known(source):
    """Mark the rows that another import brought in meanwhile, so that they are not stored twice."""
    meeting = _stored(source).values("meeting")[:1]
    known_elsewhere(source).update(state=State.HERE, outcome=None, meeting=Subquery(meeting))


def _stored(source):
    rows = ImportRow.objects.filter(key=OuterRef("key"), meeting__isnull=False)
    return rows.exclude(key="").exclude(source=source).order_by()


def _store(batch):
    """Store rows; those that were imported before are marked so, with all rows of their meeting."""
    imported = ImportRow.objects.filter(meeting__isnull=False, key__in={row.key for row in batch})
    known = dict(imported.exclude(key="").values_list("key", "meeting"))
    for row in batch:
        if row.key in known and row.state in (State.WAITING, State.PART):
            row.state, row.meeting_id = State.HERE, known[row.key]
    ImportRow.objects.bulk_create(batch, batch_size=BATCH)


def _arranged(source):
    plans = plans_of(source)
    grouped = _Groups(plans, source.options.get("grouping", ROWS))
    seen, above = {}, []
    for number, cells in rows_of(source.file.path, source.extension, source.sheet):
        if number <= source.header_row:
            continue
        cells = cells[: len(plans)]
        nil = is_nil(cells)
        cells = cells if nil else _filled(cells, above, plans)
        above = above if nil else cells
        key = _key(cells, plans)
        row = ImportRow(source=source, number=number, lead=number, cells=cells, key=key)
        if nil or not key:
            row.state = State.NIL
        elif key in seen:
            row.state, row.lead = State.TWIN, seen[key]
        else:
            seen[key] = number
            grouped.place(row)
        yield row


def _filled(cells, above, plans):
    """Return the cells with blanks of the columns that are filled down taken from the row above."""
    cells = cells + [""] * (len(plans) - len(cells))
    for at, plan in enumerate(plans):
        if plan.fill and not cells[at] and at < len(above):
            cells[at] = above[at]
    return cells


def _key(cells, plans):
    """Return the print of what a row says in the columns that are used; empty when it says nothing there."""
    said = sorted(
        f"{fold(plan.heading)}\0{fold(text) or text}"
        for plan, text in zip(plans, cells, strict=False)
        if plan.field and text and plan.heading not in REPORT_COLUMNS
    )
    return hashlib.sha256("\1".join(said).encode()).hexdigest() if said else ""


class _Groups:
    """Puts rows to the first row of their meeting."""

    def __init__(self, plans, grouping):
        key_of = {REFERENCE: self._by_reference, TOGETHER: self._together}
        self.key_of = key_of.get(grouping, lambda _said: None)
        wanted = ("reference", *SAME)
        self.places = {
            plan.field: (at, plan) for at, plan in enumerate(plans) if plan.field in wanted
        }
        self.leads, self.years = {}, {}

    def place(self, row):
        """Give the row the lead and the token of its meeting, and the state of a part when not the first."""
        key = self.key_of(
            {name: _said(row.cells[at], plan) for name, (at, plan) in self.places.items()}
        )
        if key is None:
            return
        lead = self.leads.setdefault(key, row)
        if lead is not row:
            row.lead, row.token, row.state = lead.number, lead.token, State.PART

    def _by_reference(self, said):
        """Return the key of the number in the register with the year, as numbers restart; None without a number.

        A row that tells no year belongs to the one above with its number.
        """
        reference = said.get("reference")
        if not reference:
            return None
        known = self.years.get(reference)
        year = _year(said.get("date", "")) or known or ""
        if known == "":  # the first row of this number told none
            year = ""
        self.years[reference] = year
        return reference, year

    @staticmethod
    def _together(said):
        """Return the key of date, title and place; None without a date, or without both of the others."""
        key = tuple(said.get(name, "") for name in SAME)
        return key if key[0] and any(key[1:]) else None


def _said(text, plan):
    """Return what a cell says for comparing: the day of a date, however it is written; blank for nothing."""
    if plan.field != "date":
        return fold(text)
    try:
        when = read_when(text, plan.how)
    except ValueError:
        return text
    return f"{when.day} {when.end} {when.is_month}" if when else ""


def _year(said):
    """Return the year in what `_said` tells of a date, or an empty text."""
    found = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", said)
    return found[0] if found else ""
