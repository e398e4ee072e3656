"""Checked contacts stored in one transaction, and taken back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from engagements.forms.counterparts import new_organisation
from intake.contacts.check import replace_rows
from intake.models import Import, ImportRow
from intake.registers.store import BATCH, MOST_COMPARED, RecordsChanged, record_created
from intake.undo import undo as undo_made
from stakeholders.directory import Remembered
from stakeholders.duplicates import refresh_pairs
from stakeholders.models import Appointment, Organisation, OrganisationKind, Person
from stakeholders.vocabulary import split_honorific
from toolkit.search import unique_slug
from toolkit.text import fold


@transaction.atomic
def store(source: Import, user: User, today: date) -> dict[str, int]:
    """Store what the ready cards become; return the counts, also kept with the import. Raises RecordsChanged."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status != Import.Status.CHECKED:
        return source.result
    made = _Writer(source, user, today).write(list(source.rows.filter(state=ImportRow.State.READY)))
    record_created(source, made)
    new = [row for rows in made.values() for row in rows]
    if len(new) <= MOST_COMPARED:
        refresh_pairs(new)
    known = source.rows.filter(state__in=(ImportRow.State.HERE, ImportRow.State.DUPLICATE))
    replace_rows([_without_contact_data(row) for row in known], known)
    changed = source.result.get("changed", 0)
    source.result = {model._meta.model_name: len(rows) for model, rows in made.items()}
    source.result["changed"] = changed
    source.status, source.stored_at = Import.Status.DONE, timezone.now()
    source.save()
    return source.result


class _Writer:
    def __init__(self, source: Import, user: User, today: date) -> None:
        self.source, self.user, self.today = source, user, today
        self.name, self.reason = source.name[:200], f"import {source.pk}"
        self.directory = Remembered(source.answers)

    def write(self, rows: list[ImportRow]) -> dict:
        """Store `rows`, all with their outcome; return {model: rows made}."""
        self._check(rows)
        organisations = self._organisations(rows)
        people = {row.number: self._new_person(row) for row in rows if self._makes_person(row)}
        self._make(Person, people.values())
        for row in rows:
            if row.number in people:
                row.outcome["person"] = people[row.number].pk
            elif row.outcome["person"]:
                self._confirm(row)
        posts = [
            Appointment(
                person=people.get(row.number) or self._known("p", row.outcome["person"]),
                organisation=self._organisation(row, organisations),
                title=row.outcome["title"],
            )
            for row in rows
            if row.outcome["post"]
        ]
        self._make(Appointment, posts)
        replace_rows(
            [_without_contact_data(row) for row in rows],
            self.source.rows.filter(state=ImportRow.State.READY),
        )
        return {
            Person: list(people.values()), Organisation: list(organisations.values()), Appointment: posts,
        }  # fmt: skip

    def _make(self, model, rows) -> None:
        rows = list(rows)
        for row in rows:
            row.refold()
        bulk_create_with_history(
            rows, model, batch_size=BATCH, default_user=self.user, default_change_reason=self.reason
        )

    def _known(self, letter: str, pk: int) -> Organisation | Person | None:
        return self.directory.by_key.get(f"{letter}{pk}")

    def _check(self, rows: list[ImportRow]) -> None:
        """Raise RecordsChanged when somebody that cards were matched to can no longer be chosen, or a new name came."""
        for row in rows:
            organisation = row.outcome["organisation"]
            if self._makes_person(row) and self.directory.people(row.outcome["name"]):
                raise RecordsChanged
            if row.outcome["person"] and not self._known("p", row.outcome["person"]):
                raise RecordsChanged
            if organisation and organisation["pk"] and not self._known("o", organisation["pk"]):
                raise RecordsChanged
            if (
                organisation
                and not organisation["pk"]
                and self.directory.organisations(organisation["name"])
            ):
                raise RecordsChanged

    def _organisations(self, rows: list[ImportRow]) -> dict[str, Organisation]:
        """Make the new organisations, each name once; return them by their folded names."""
        kinds = OrganisationKind.objects.in_bulk()
        taken = set(Organisation.objects.values_list("slug", flat=True))
        made = {}
        for row in rows:
            party = row.outcome["organisation"]
            if party is None or party["pk"] or fold(party["name"]) in made:
                continue
            organisation = new_organisation(
                party["name"], kinds[party["kind"]], None, self.directory.organisations
            )
            organisation.slug = unique_slug(Organisation, str(organisation), taken=taken)
            taken.add(organisation.slug)
            made[fold(party["name"])] = organisation
        self._make(Organisation, made.values())
        return made

    def _organisation(self, row, made: dict[str, Organisation]):
        party = row.outcome["organisation"]
        return self._known("o", party["pk"]) if party["pk"] else made[fold(party["name"])]

    @staticmethod
    def _makes_person(row) -> bool:
        return bool(row.outcome["name"]) and not row.outcome["person"]

    def _new_person(self, row) -> Person:
        honorific, name = split_honorific(row.outcome["name"])
        email, phone = row.cells[4:6]
        return Person(
            honorific=honorific[:40],
            full_name=name,
            email=email,
            phone=phone,
            source=self.name,
            last_confirmed=self.today,
        )

    def _confirm(self, row) -> None:
        """Add what the record lacks about somebody known; what stood there before is kept with the row."""
        person = self._known("p", row.outcome["person"])
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


def _without_contact_data(row) -> ImportRow:
    """Return a row without what the record has now: only who it became, and what undoing puts back."""
    kept = {name: row.outcome[name] for name in ("person", "before", "now") if name in row.outcome}
    row.cells, row.outcome, row.remarks = [], kept, []
    return row


def _plain(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def undo(source: Import) -> dict[str, int]:
    """Take an import of contacts back: what it made goes, what it wrote of people known before is put back.

    What somebody wrote since stays. Return {kind of record: how many were kept}; twice is as once.
    """
    rows = source.rows.filter(state=ImportRow.State.READY)
    if Import.objects.select_for_update().get(pk=source.pk).status == Import.Status.DONE:
        for row in rows:
            if "before" in row.outcome:
                _put_back(row.outcome)
    return undo_made(source)


def _put_back(outcome) -> None:
    person = Person.objects.filter(pk=outcome["person"]).first()
    if person is None:
        return
    for name, value in outcome["now"].items():
        if _plain(getattr(person, name)) == value:
            before = outcome["before"][name]
            setattr(
                person,
                name,
                date.fromisoformat(before) if name == "last_confirmed" and before else before,
            )
    person.store()
