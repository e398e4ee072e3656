"""Rows of a register through the meeting form, some at a time: what each becomes, or what is wrong with it."""

import re
import time
from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from engagements.duplicates import logged_with
from engagements.forms import MeetingForm
from engagements.forms.counterparts import counterpart_entries
from engagements.models import MeetingKind, ThematicArea
from intake.models import Import, ImportRow
from intake.registers.group_rows import plans_of
from intake.registers.rows import ASK, ERROR, WARNING, Reader, Remark
from stakeholders.directory import Remembered, answer_key, key_of
from stakeholders.models import OrganisationKind
from toolkit.text import fold

AT_A_TIME = 200
SECONDS = 4
BUSY = timedelta(minutes=2)
State = ImportRow.State
COUNT = re.compile(r"\d{1,4}")  # a head count in the wrong column; 11.11.11 is an organisation
# Which column an error of a box of the form is about.
COLUMN_OF = {
    "day": "date", "month": "date", "year": "date", "when": "date",
    "end_day": "end_date", "end_month": "end_date", "end_year": "end_date",
    "thematic_areas": "areas",
}  # fmt: skip


def check_some(source, today, seconds=SECONDS):
    """Check waiting rows for about so many seconds; return how many still wait.

    Only one request at a time works on an import: another returns at once.
    """
    if not source.claim(BUSY):
        return source.rows.filter(state=State.WAITING).count()
    end = time.monotonic() + seconds
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


def forecast(source):
    """Return how many meetings the ready rows become, and how many organisations and people are new with them."""
    organisations, people, meetings = set(), set(), 0
    ready = source.rows.filter(state=State.READY).values_list("outcome", flat=True)
    for outcome in ready.iterator():
        meetings += 1
        for party in outcome["parties"]:
            organisation = party["organisation"] or fold(party["name"])
            if party["organisation"] is None:
                organisations.add(organisation)
            named = (one for one in party["people"] if one["person"] is None)
            people.update((answer_key(one["name"]), organisation) for one in named)
    return {"meeting": meetings, "organisation": len(organisations), "person": len(people)}


class Checker:
    """Checks rows of one import; everything that names may mean is read once."""

    def __init__(self, source, today):
        self.source, self.today, self.user = source, today, source.created_by
        self.directory = Remembered(source.answers)
        lists = {
            "kind": _by_names(MeetingKind.objects.current(), "code", "name", "name_plural"),
            "areas": _by_names(ThematicArea.objects.current(), "code", "name", "description"),
            "staff": _by_names(User.objects.colleagues(), "full_name", "username"),
            "new": {kind.code: kind.pk for kind in OrganisationKind.objects.filter(is_active=True)},
        }
        self.reader = Reader(plans_of(source), source.options, lists, self.directory)

    def check(self, count):
        """Check the next `count` meetings; return whether there were any."""
        leads = list(self.source.rows.filter(state=State.WAITING)[:count])
        numbers = [row.number for row in leads]
        parts = {}
        for row in self.source.rows.filter(lead__in=numbers, state=State.PART):
            parts.setdefault(row.lead, []).append(row)
        imported = self.source.rows.filter(token__in=[r.token for r in leads], state=State.HERE)
        here = dict(imported.values_list("token", "number"))
        for row in leads:
            self.check_row(row, parts.get(row.number, []), here.get(row.token))
        with transaction.atomic():
            for row in leads:  # three times as fast as bulk_update with its long CASE
                values = {"state": row.state, "remarks": row.remarks, "outcome": row.outcome}
                ImportRow.objects.filter(pk=row.pk).update(**values)
        return bool(leads)

    def check_row(self, row, parts, here=None):
        """Write into `row` what it becomes with its `parts`, or what is wrong.

        `here` is the number of a row of the same meeting that was imported before.
        """
        rows = [(one.number, one.current_cells()) for one in [row, *parts]]
        reading = self.reader.read(rows)
        form = MeetingForm(
            _as_post(reading.data), user=self.user, today=self.today, directory=self.directory
        )
        asked = self._asked(reading)
        remarks = [_placed(remark, row.number) for remark in reading.remarks]
        # Asking and being wrong are told at once, so that nobody has to come back twice.
        is_sound = form.is_valid()
        if not is_sound:
            remarks += self._errors(form, reading, row.number, asked)
        if here:
            said = _("Belongs to a meeting imported before (row %s). Add it there by hand.") % here
            remarks.append(Remark(ERROR, row.number, "", said))
        row.outcome = None
        if is_sound:
            remarks += self._taken(form, reading, row.number)
        if not any(remark.level in (ERROR, ASK) for remark in remarks) and not asked:
            row.outcome = self._outcome(form, reading)
            remarks += self._twins(form, row.number)
        remarks += [Remark(ASK, cell.row, cell.column, text) for text, cell in asked.values()]
        row.remarks = [remark.as_dict() for remark in remarks]
        row.state = _state(remarks)

    def _outcome(self, form, reading):
        """Return what the form would store, with the reason of each match."""
        outcome = outcome_of(form)
        texts = [
            text for named, _cell in reading.parties for text in (named.organisation, named.name)
        ]
        why = {}
        for text in filter(None, texts):
            for row in [*self.directory.organisations(text), *self.directory.people(text)]:
                why.setdefault(key_of(row), self.directory.why(text, row))
        for party in outcome["parties"]:
            party["why"] = why.get(f"o{party['organisation']}", "")
            for one in party["people"]:
                one["why"] = why.get(f"p{one['person']}", "")
        return outcome

    def _asked(self, reading):
        """Return {folded name: (name, Cell)} of the names that may mean somebody known, and are not answered."""
        asked = {}
        for named, cell in reading.parties:
            for text in filter(None, (named.organisation, named.name)):
                is_open = not self.directory.is_known(text) and self.directory.alike(text)
                if is_open:
                    asked.setdefault(answer_key(text), (text, cell))
        return asked

    def _errors(self, form, reading, number, asked):
        """Return the form's errors as remarks by column; questions go to `asked`."""
        remarks = [
            self._about(COLUMN_OF.get(name, name), number, text)
            for name, texts in form.errors.items()
            for text in texts
            if not _said_already(reading, self.reader, name)
        ]
        for at, row in enumerate(form.counterparts):
            cell = reading.parties[at][1] if at < len(reading.parties) else None
            for name, errors in row.errors.as_data().items():
                column = self.reader.heading(name) if name == "people_count" else cell.column
                for error in errors:
                    text = (error.params or {}).get("text", "") if error.code == "who" else ""
                    if text and self.directory.options(text):
                        asked.setdefault(answer_key(text), (text, cell))
                    else:
                        remarks.append(Remark(ERROR, cell.row, column, _in_words(error, text)))
        texts = form.counterparts.non_form_errors()
        return remarks + [self._about("organisations", number, text) for text in texts]

    def _about(self, name, number, text):
        heading = self.reader.heading(name) if name != "__all__" else ""
        return Remark(ERROR, number, heading, text)

    def _taken(self, form, reading, number):
        """Return remarks on new names that the record can't hold."""
        remarks = []
        for party in counterpart_entries(form.counterparts.filled()):
            cell = next(
                (
                    c
                    for named, c in reading.parties
                    if party.name in (named.organisation, named.name)
                ),
                None,
            )
            where = (cell.row, cell.column) if cell else (number, "")
            if not party.organisation and party.name in self.directory.taken:
                said = _(
                    "An organisation called ‘%s’ is here, or was retired. Write the name in full."
                )
                remarks.append(Remark(ERROR, *where, said % party.name))
            new = [one.name for one in party.people if not one.found]
            new += [party.name] if not party.organisation else []
            for name in new:
                if not fold(name) or COUNT.fullmatch(name.strip()):
                    remarks.append(Remark(ERROR, *where, _("‘%s’ is no name.") % name))
        return remarks

    def _twins(self, form, number):
        """Return a warning when meetings on record may be this one."""
        pairs = [
            (party.organisation.pk, party.organisation.parent_id)
            for party in counterpart_entries(form.counterparts.filled())
            if party.organisation
        ]
        if not pairs:
            return []
        twins = logged_with(pairs, form.instance, self.user).unrestricted()
        # Every data manager reads this, also who may not see what the one who imports may.
        twins = twins.values_list("reference", flat=True)[:3]
        said = _("May be logged already: %s.") % ", ".join(twins) if twins else ""
        return [Remark(WARNING, number, self.reader.heading("date"), said)] if said else []


def outcome_of(form):
    """Return what a sound form would store, for the database: see intake/registers/store.py."""
    meeting = form.instance
    end = meeting.end_date
    return {
        "meeting": {
            "kind_id": meeting.kind_id,
            "date": meeting.date.isoformat(),
            "date_precision": str(meeting.date_precision),
            "end_date": end.isoformat() if end else None,
            "channel": meeting.channel,
            "title": meeting.title,
            "location_id": meeting.location.pk if meeting.location else None,
            "public_line": meeting.public_line,
            "internal_note": meeting.internal_note,
        },
        # As sent: the form is sound, so all were found; its querysets would be asked once more.
        "areas": [int(key) for key in form.data.getlist("thematic_areas")],
        "staff": [int(key) for key in form.data.getlist("staff")],
        "parties": [_party(party) for party in counterpart_entries(form.counterparts.filled())],
    }


def _party(party):
    return {
        "organisation": party.organisation.pk if party.organisation else None,
        "name": party.name,
        "kind": party.kind.pk if party.kind else None,
        "people_count": party.people_count,
        "group_label": party.group_label,
        "people": [
            {"person": one.found.pk if one.found else None, "name": one.name, "role": one.role}
            for one in party.people
        ],
    }


def _in_words(error, text):
    """Return what an error of a row of the form means for a cell; `text` is a name that leads to nobody."""
    if text:
        said = _(
            "It is not said for whom ‘%s’ spoke. Write it behind the name, like “Name (organisation)”."
        )
        return said % text
    return " ".join(error.messages)


def _said_already(reading, reader, name):
    """Whether the rows themselves gave a better reason for an error of this box."""
    column = reader.heading(COLUMN_OF.get(name, name)) if name != "__all__" else ""
    return any(remark.level == ERROR and remark.column == column for remark in reading.remarks)


def _state(remarks):
    levels = {remark.level for remark in remarks}
    if ERROR in levels:
        return State.WRONG
    return State.ASKED if ASK in levels else State.READY


def _placed(remark, number):
    return Remark(remark.level, remark.row or number, remark.column, remark.text)


def _as_post(data):
    """Return the values as a browser would send them."""
    post = QueryDict(mutable=True)
    for name, value in data.items():
        post.setlist(name, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return post


def _by_names(rows, *fields):
    """Return {folded name: key} of the rows, by each of the fields."""
    return {
        fold(str(getattr(row, name))): row.pk
        for name in reversed(fields)
        for row in rows
        if getattr(row, name)
    }
