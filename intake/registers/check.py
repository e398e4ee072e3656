"""Rows of a register checked by the meeting form, some at a time: what each becomes, or what is wrong with it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.duplicate_meetings import logged_with
from engagements.forms import MeetingForm
from engagements.forms.counterparts import CounterpartEntry, counterpart_entries
from engagements.models import Meeting
from intake.models import Import, ImportRow
from intake.registers.rows import ASK, ERROR, WARNING, Cell, MeetingReading, Register, Remark
from stakeholders.directory import answer_key, key_of
from stakeholders.models import Organisation, Person
from toolkit.spelling import fold

AT_A_TIME = 200
SECONDS = 4
BUSY = timedelta(minutes=2)
State = ImportRow.State
OpenNames = dict[str, tuple[str, Cell]]  # the name and where it is, by its answer key
COUNT = re.compile(r"\d{1,4}")  # a head count in the wrong column; 11.11.11 is an organisation
UNCLEAR = gettext_noop(
    "It is not clear for whom ‘%s’ spoke. Write it after the name, like “Name (organisation)”."
)
# Which field an error of a box of the form is about, where they are not called the same.
FIELD_OF = {
    "day": "date", "month": "date", "year": "date", "when": "date",
    "end_day": "end_date", "end_month": "end_date", "end_year": "end_date",
    "thematic_areas": "areas",
}  # fmt: skip


def check_some(source: Import, today: date) -> int:
    """Check waiting rows for some seconds; return how many still wait.

    Only one request at a time works on an import: another returns at once.
    """
    if not source.claim(BUSY):
        return source.rows.filter(state=State.WAITING).count()
    end = time.monotonic() + SECONDS
    checker = Checker(source, today)
    try:
        while checker.check(AT_A_TIME) and time.monotonic() < end:
            pass
    finally:
        source.release()
    waiting = source.rows.filter(state=State.WAITING).count()
    if not waiting:
        checking = Import.objects.filter(pk=source.pk, status=Import.Status.CHECKING)
        checking.update(status=Import.Status.CHECKED, result=forecast(source))
    return waiting


def forecast(source: Import) -> dict[str, int]:
    """Return how many meetings the ready rows become, and how many organisations and people are new with them."""
    organisations: set[str] = set()
    people: set[tuple[str, int | str]] = set()
    meetings = 0
    ready = source.rows.filter(state=State.READY).values_list("outcome", flat=True)
    for outcome in ready.iterator():
        meetings += 1
        for entry in outcome["parties"]:
            organisation = entry["organisation"] or fold(entry["name"])
            if entry["organisation"] is None:
                organisations.add(organisation)
            named = (one for one in entry["people"] if one["person"] is None)
            people.update((answer_key(one["name"]), organisation) for one in named)
    return {"meeting": meetings, "organisation": len(organisations), "person": len(people)}


class Checker:
    def __init__(self, source: Import, today: date) -> None:
        self.source, self.today = source, today
        self.register = Register(source)
        self.directory = self.register.directory

    def check(self, count: int) -> bool:
        leads = list(self.source.rows.filter(state=State.WAITING)[:count])
        numbers = [row.number for row in leads]
        parts: dict[int, list[ImportRow]] = {}
        for row in self.source.rows.filter(lead__in=numbers, state=State.PART):
            parts.setdefault(row.lead, []).append(row)
        imported = self.source.rows.filter(token__in=[r.token for r in leads], state=State.HERE)
        here = dict(imported.values_list("token", "number"))
        for row in leads:
            self._check_meeting(row, parts.get(row.number, []), here.get(row.token))
        with transaction.atomic():
            for row in leads:  # three times as fast as bulk_update with its long CASE
                ImportRow.objects.filter(pk=row.pk).update(
                    state=row.state, remarks=row.remarks, outcome=row.outcome
                )
        return bool(leads)

    def _check_meeting(
        self, row: ImportRow, parts: list[ImportRow], imported_as: int | None
    ) -> None:
        """Write into `row` what it becomes with its `parts`, or what is wrong.

        `imported_as` is the number of a row of the same meeting that was imported before.
        """
        rows = [(one.number, one.current_cells()) for one in [row, *parts]]
        reading = MeetingReading(self.register, rows)
        post, user = reading.as_post(), self.source.created_by
        form = MeetingForm(post, user=user, today=self.today, directory=self.directory)
        asked = self._open_names(reading)
        remarks = [one if one.row else one._replace(row=row.number) for one in reading.remarks]
        # Questions and errors are shown together, so that nobody has to come back twice.
        is_sound = form.is_valid()
        if not is_sound:
            remarks += self._errors(form, reading, row.number, asked)
        if imported_as:
            text = _("Belongs to a meeting imported before (row %s). Add it there by hand.")
            remarks.append(Remark(ERROR, row.number, "", text % imported_as))
        entries = counterpart_entries(form.counterparts.filled()) if is_sound else []
        remarks += self._wrong_names(entries, reading, row.number)
        is_wrong = any(remark.level == ERROR for remark in remarks)
        row.outcome = None
        if is_sound and not is_wrong and not asked:
            row.outcome = self._outcome(form.instance, entries, reading)
            remarks += self._logged_already(entries, form.instance, row.number)
        remarks += [Remark(ASK, cell.row, cell.column, text) for text, cell in asked.values()]
        row.remarks = [remark._asdict() for remark in remarks]
        row.state = State.WRONG if is_wrong else State.ASKED if asked else State.READY

    def _open_names(self, reading: MeetingReading) -> OpenNames:
        asked: OpenNames = {}
        for named, cell in reading.counterparts:
            for text in filter(None, (named.organisation, named.name)):
                if not self.directory.is_known(text) and self.directory.alike(text):
                    asked.setdefault(answer_key(text), (text, cell))
        return asked

    def _outcome(
        self, meeting: Meeting, entries: list[CounterpartEntry], reading: MeetingReading
    ) -> dict[str, Any]:
        why: dict[str, str] = {}  # a record was taken for what a cell names, by its key
        for named, _cell in reading.counterparts:
            for text in filter(None, (named.organisation, named.name)):
                rows: list[Organisation | Person] = [*self.directory.organisations(text)]
                for row in [*rows, *self.directory.people(text)]:
                    why.setdefault(key_of(row), self.directory.why(text, row))
        return {
            "meeting": {
                "kind_id": meeting.kind_id,
                "date": meeting.date.isoformat(),
                "date_precision": str(meeting.date_precision),
                "end_date": meeting.end_date.isoformat() if meeting.end_date else None,
                "channel": meeting.channel,
                "title": meeting.title,
                "event_name": meeting.event_name,
                "location_id": meeting.location.pk if meeting.location else None,
                "public_line": meeting.public_line,
                "internal_note": meeting.internal_note,
            },
            # As read: the form is sound, so all were found; its querysets would be evaluated once more.
            "areas": reading.data.get("thematic_areas", []),
            "staff": reading.data.get("staff", []),
            "parties": [_outcome_of_entry(entry, why) for entry in entries],
        }

    def _errors(
        self, form: MeetingForm, reading: MeetingReading, number: int, asked: OpenNames
    ) -> Iterator[Remark]:
        """Yield the form's errors as remarks by column; its questions are added to `asked`."""
        refused = {remark.column for remark in reading.remarks if remark.level == ERROR}
        for name, texts in form.errors.items():
            column = self._column(FIELD_OF.get(name, name))
            if name == "__all__" or column not in refused:  # the cells gave a better reason
                yield from (Remark(ERROR, number, column, str(text)) for text in texts)
        cells = [cell for _named, cell in reading.counterparts]
        for row, cell in zip(form.counterparts, cells, strict=False):
            for name, errors in row.errors.as_data().items():
                column = self._column(name) if name == "people_count" else cell.column
                for error in errors:
                    name = (error.params or {}).get("text", "") if error.code == "who" else ""
                    if name and self.directory.options(name):
                        asked.setdefault(answer_key(name), (name, cell))
                    elif name:
                        yield Remark(ERROR, cell.row, column, _(UNCLEAR) % name)
                    else:
                        yield Remark(ERROR, cell.row, column, " ".join(error.messages))
        for text in form.counterparts.non_form_errors():
            yield Remark(ERROR, number, self._column("organisations"), str(text))

    def _column(self, field: str) -> str:
        return "" if field == "__all__" else self.register.heading(field)

    def _wrong_names(
        self, entries: list[CounterpartEntry], reading: MeetingReading, number: int
    ) -> Iterator[Remark]:
        for entry in entries:
            named = (
                cell
                for one, cell in reading.counterparts
                if entry.name in (one.organisation, one.name)
            )
            cell = next(named, None)
            row, column = (cell.row, cell.column) if cell else (number, "")
            if not entry.organisation and entry.name in self.directory.taken:
                text = _(
                    "An organisation called ‘%s’ exists, or has been retired. Write the full name."
                )
                yield Remark(ERROR, row, column, text % entry.name)
            new = [one.name for one in entry.people if not one.found]
            for name in new if entry.organisation else [*new, entry.name]:
                if not fold(name) or COUNT.fullmatch(name.strip()):
                    yield Remark(ERROR, row, column, _("‘%s’ is not a name.") % name)

    def _logged_already(
        self, entries: list[CounterpartEntry], meeting: Meeting, number: int
    ) -> Iterator[Remark]:
        known = [one.organisation for one in entries if one.organisation]
        if not known:
            return
        pairs = [(organisation.pk, organisation.parent_id) for organisation in known]
        # Every data manager reads this, also who may not see what the one who imports may.
        logged = logged_with(pairs, meeting, self.source.created_by).unrestricted()
        references = logged.values_list("reference", flat=True)[:3]
        if references:
            text = _("May have been logged already: %s.") % ", ".join(references)
            yield Remark(WARNING, number, self.register.heading("date"), text)


def _outcome_of_entry(entry: CounterpartEntry, why: dict[str, str]) -> dict[str, Any]:
    return {
        "organisation": entry.organisation.pk if entry.organisation else None,
        "name": entry.name,
        "kind": entry.kind.pk if entry.kind else None,
        "people_count": entry.people_count,
        "group_label": entry.group_label,
        "people": [
            {
                "person": one.found.pk if one.found else None,
                "name": one.name,
                "role": one.role,
                "why": why.get(key_of(one.found), "") if one.found else "",
            }
            for one in entry.people
        ],
        "why": why.get(key_of(entry.organisation), "") if entry.organisation else "",
    }
