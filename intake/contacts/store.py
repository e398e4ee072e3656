"""Checked contacts stored in one transaction, and undone."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from engagements.forms.counterparts import new_person
from intake.contacts.check import replace_rows
from intake.models import Import, ImportRow, ImportRowQuerySet
from intake.registers.steps import digest_of
from intake.registers.store import ImportChanged, RecordsChanged, RecordWriter, record_created
from intake.undo import undo as undo_made
from stakeholders.models import Appointment, Organisation, Person


@transaction.atomic
def store(source: Import, user: User, today: date, shown: str) -> dict[str, int]:
    """Store what the ready cards become; return the counts, also kept with the import.

    `shown` is the digest of what the user saw. Raises ImportChanged or RecordsChanged.
    """
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status != Import.Status.CHECKED:
        return source.result
    if shown != digest_of(source):
        raise ImportChanged
    made = ContactWriter(source, user, today).write(source.rows.filter(state=ImportRow.State.READY))
    record_created(source, made)
    known = source.rows.filter(state__in=(ImportRow.State.HERE, ImportRow.State.DUPLICATE))
    replace_rows([_without_contact_data(row) for row in known], known)
    changed = source.result.get("changed", 0)
    source.result = {model._meta.model_name: len(rows) for model, rows in made.items()}
    source.result["changed"] = changed
    source.status, source.stored_at = Import.Status.DONE, timezone.now()
    source.save()
    return source.result


class ContactWriter(RecordWriter):
    def __init__(self, source: Import, user: User, today: date) -> None:
        super().__init__(source, user)
        self.today, self.name = today, source.name[:200]

    def write(self, ready: ImportRowQuerySet) -> dict[type[Model], list]:
        """Store the `ready` rows, all with their outcome; return {model: rows made}. Raises RecordsChanged."""
        rows = list(ready)
        self._refuse_changes(rows)
        organisations = {
            row.number: self._organisation(**row.outcome["organisation"])
            for row in rows
            if row.outcome["organisation"]
        }
        made = self.create(Organisation, self.new_organisations.values())
        new = {row.number: self._new_person(row) for row in rows if _makes_person(row)}
        people = self.create(Person, new.values())
        posts = []
        for row in rows:
            person = new.get(row.number) or self._confirmed(row)
            if person:
                row.outcome["person"] = person.pk
            if row.outcome["post"]:
                organisation, title = organisations[row.number], row.outcome["title"]
                posts.append(Appointment(person=person, organisation=organisation, title=title))
        self.create(Appointment, posts)
        replace_rows([_without_contact_data(row) for row in rows], ready)
        return {Person: people, Organisation: made, Appointment: posts}

    def _refuse_changes(self, rows: list[ImportRow]) -> None:
        """Raise RecordsChanged when what a card was matched to can't be chosen any more, or a new name came."""
        known = self.directory.by_key
        for row in rows:
            person, organisation = row.outcome["person"], row.outcome["organisation"]
            if person and f"p{person}" not in known:
                raise RecordsChanged
            if _makes_person(row) and self.directory.people(row.outcome["name"]):
                raise RecordsChanged
            pk = organisation and organisation["pk"]
            if pk and f"o{pk}" not in known:
                raise RecordsChanged
            if organisation and not pk and self.directory.organisations(organisation["name"]):
                raise RecordsChanged

    def _organisation(
        self, *, pk: int | None, name: str, kind: int = 0, **_why: str
    ) -> Organisation:
        return self.directory.by_key[f"o{pk}"] if pk else self.new_organisation(name, kind)

    def _new_person(self, row: ImportRow) -> Person:
        person = new_person(row.outcome["name"], self.name)
        person.honorific, person.last_confirmed = person.honorific[:40], self.today
        person.email, person.phone = row.cells[4:6]
        return person

    def _confirmed(self, row: ImportRow) -> Person | None:
        """Add what the record lacks about somebody known; what was there before is kept with the row."""
        person = self.directory.by_key.get(f"p{row.outcome['person']}")
        if person is None:
            return None
        adds = row.outcome["adds"]
        now = {**adds, "last_confirmed": self.today}
        if adds:
            now["source"] = self.name
        row.outcome["before"] = {name: _plain(getattr(person, name)) for name in now}
        row.outcome["now"] = {name: _plain(value) for name, value in now.items()}
        for name, value in now.items():
            setattr(person, name, value)
        person._change_reason = self.reason
        person.store()
        return person


def _makes_person(row: ImportRow) -> bool:
    return bool(row.outcome["name"]) and not row.outcome["person"]


def _without_contact_data(row: ImportRow) -> ImportRow:
    """Return a row without what the record has now: only who it became, and what undoing puts back."""
    kept = {name: row.outcome[name] for name in ("person", "before", "now") if name in row.outcome}
    row.cells, row.outcome, row.remarks = [], kept, []
    return row


def _plain(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def undo(source: Import) -> dict[str, int]:
    """Undo an import of contacts: what it made goes, what it wrote about people known before is put back.

    What somebody has written since stays. Return {kind of record: how many were kept}; twice is as once.
    """
    rows = source.rows.filter(state=ImportRow.State.READY)
    if Import.objects.select_for_update().get(pk=source.pk).status == Import.Status.DONE:
        for row in rows:
            if "before" in row.outcome:
                _put_back(row.outcome)
    return undo_made(source)


def _put_back(outcome: dict[str, Any]) -> None:
    person = Person.objects.filter(pk=outcome["person"]).first()
    if person is None:
        return
    for name, value in outcome["now"].items():
        before = outcome["before"][name]
        if name == "last_confirmed" and before:
            before = date.fromisoformat(before)
        if _plain(getattr(person, name)) == value:
            setattr(person, name, before)
    person.store()
