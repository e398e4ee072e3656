"""What checked rows become, written in one transaction.

The form applied the rules when the rows were checked. Here their outcome is only written, in bulk, so
that the transaction holds the database for seconds and not for minutes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from engagements.forms import MeetingForm
from engagements.forms.counterparts import CounterpartEntry, new_organisation, new_person
from engagements.models import Counterpart, Meeting, MeetingKind, MonthCounter, ThematicArea
from intake.models import Import, ImportRow, ImportRowQuerySet, Made
from intake.registers.steps import digest_of
from stakeholders.directory import Remembered, answer_key
from stakeholders.duplicates import refresh_pairs
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.search import unique_slug
from toolkit.text import fold

BATCH = 500
MOST_COMPARED = 300  # new records compared at once; more wait for `manage.py find_duplicates`
State = ImportRow.State


class RecordsChanged(Exception):
    """What rows were matched to is gone, or another import brought them in: they must be checked again."""


class ImportChanged(RecordsChanged):
    """The import itself is no longer as its page showed it."""


def outcome_of(
    form: MeetingForm, entries: list[CounterpartEntry], reasons: dict[str, str]
) -> dict[str, Any]:
    """Return what a sound form would store, as JSON; `reasons` are {"o12": why it was matched}."""
    meeting = form.instance
    return {
        "meeting": {
            "kind_id": meeting.kind_id,
            "date": meeting.date.isoformat(),
            "date_precision": str(meeting.date_precision),
            "end_date": meeting.end_date.isoformat() if meeting.end_date else None,
            "channel": meeting.channel,
            "title": meeting.title,
            "location_id": meeting.location.pk if meeting.location else None,
            "public_line": meeting.public_line,
            "internal_note": meeting.internal_note,
        },
        # As sent: the form is sound, so all were found; its querysets would be asked once more.
        "areas": [int(key) for key in form.data.getlist("thematic_areas")],
        "staff": [int(key) for key in form.data.getlist("staff")],
        "parties": [_outcome_of_entry(entry, reasons) for entry in entries],
    }


def _outcome_of_entry(entry: CounterpartEntry, reasons: dict[str, str]) -> dict:
    organisation = entry.organisation.pk if entry.organisation else None
    people = [
        {"person": one.found.pk if one.found else None, "name": one.name, "role": one.role}
        for one in entry.people
    ]
    return {
        "organisation": organisation,
        "name": entry.name,
        "kind": entry.kind.pk if entry.kind else None,
        "people_count": entry.people_count,
        "group_label": entry.group_label,
        "people": [{**one, "why": reasons.get(f"p{one['person']}", "")} for one in people],
        "why": reasons.get(f"o{organisation}", ""),
    }


def imported_elsewhere(source: Import) -> QuerySet[ImportRow]:
    return source.rows.filter(Exists(_imported(source)), state__in=(State.READY, State.PART))


def mark_imported_elsewhere(source: Import) -> None:
    meeting = _imported(source).values("meeting")[:1]
    imported_elsewhere(source).update(state=State.HERE, outcome=None, meeting=Subquery(meeting))


def _imported(source: Import) -> ImportRowQuerySet:
    rows = ImportRow.objects.filter(key=OuterRef("key"), meeting__isnull=False)
    return rows.exclude(key="").exclude(source=source).order_by()


def store(source: Import, user: User, shown: str | None = None) -> dict[str, Any]:
    """Store what the ready rows of a checked import become; return its counts, also kept with it.

    Of the same import sent twice, the second finds it done and stores nothing. `shown` is the print of
    what the user saw (see `digest_of`). Raises ImportChanged, RecordsChanged, or IntegrityError when somebody adds
    one of its names at this very moment.
    """
    source.refresh_from_db()
    if not source.is_open:
        return source.result
    ready = source.rows.filter(state=State.READY, outcome__isnull=False)
    rows = list(ready.only("token", "outcome", "source"))
    # Compared after the rows were read: what changes later is found by comparing their outcomes.
    if source.status != Import.Status.CHECKED or shown not in (None, digest_of(source)):
        raise ImportChanged
    writer = Writer(source, user, rows)  # before the transaction: others can write meanwhile
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=source.pk)
        if not source.is_open:
            return source.result
        if source.status != Import.Status.CHECKED:
            raise ImportChanged
        outcomes = dict(ready.values_list("pk", "outcome"))
        if imported_elsewhere(source).exists() or outcomes != {row.pk: row.outcome for row in rows}:
            raise RecordsChanged
        made = writer.write()
        _link(source)
        record_created(source, made)
        source.result = {model._meta.model_name: len(found) for model, found in made.items()}
        new = [*made[Organisation], *made[Person], *made[Appointment]]
        source.result["compared"] = len(new) <= MOST_COMPARED
        if source.result["compared"]:
            refresh_pairs(new)
        source.status, source.stored_at = Import.Status.DONE, timezone.now()
        name, source.file, source.tables = source.file.name, "", []
        source.save()
        transaction.on_commit(lambda: name and default_storage.delete(name))
    return source.result


def record_created(source: Import, made: dict[type[models.Model], list]) -> None:
    labelled = [(model._meta.label, row.pk) for model, found in made.items() for row in found]
    rows = [Made(source=source, label=label, row_id=pk) for label, pk in labelled]
    Made.objects.bulk_create(rows, batch_size=BATCH)


def _link(source: Import) -> None:
    """Write into each row which meeting it became, parts included; keep no copy of what is in the record.

    Only the rows left out keep their cells, to be downloaded and put right.
    """
    meeting = Meeting.objects.filter(token=OuterRef("token")).order_by().values("pk")[:1]
    source.rows.filter(state__in=(State.READY, State.PART)).update(meeting=Subquery(meeting))
    left_out = source.rows.filter(state__in=(State.WRONG, State.ASKED)).order_by()
    source.rows.exclude(lead__in=left_out.values("number")).forget()


class Writer:
    """Turns the outcomes of `rows` into records; what several rows name anew is made once."""

    def __init__(self, source: Import, user: User, rows: list[ImportRow]) -> None:
        """Read what is needed and make the meetings and organisations, not stored yet. Raises RecordsChanged."""
        self.user, self.reason = user, f"import {source.pk}"
        self.directory = Remembered(source.answers)
        self.places = Location.objects.current().in_bulk()
        self.kinds = OrganisationKind.objects.in_bulk()
        self.slugs = set(Organisation.objects.values_list("slug", flat=True))
        self.new_organisations: dict[str, Organisation] = {}
        self.outcomes = [row.outcome for row in rows]
        self._refuse_what_is_gone()
        self.meetings = [self._meeting(row) for row in rows]
        # The organisation of each entry of each meeting: entries of one may have become several names.
        self.entries = [
            [(self._organisation(entry, meeting), entry) for entry in outcome["parties"]]
            for meeting, outcome in zip(self.meetings, self.outcomes, strict=True)
        ]

    def _refuse_what_is_gone(self) -> None:
        """Raise RecordsChanged when something that the rows were matched to can no longer be chosen."""
        known = {None, *self.directory.by_key}
        for outcome in self.outcomes:
            place = outcome["meeting"]["location_id"]
            keys = {_key("o", entry["organisation"]) for entry in outcome["parties"]}
            keys |= {
                _key("p", one["person"]) for entry in outcome["parties"] for one in entry["people"]
            }
            if keys - known or place not in (None, *self.places):
                raise RecordsChanged
        wanted = {
            MeetingKind: {outcome["meeting"]["kind_id"] for outcome in self.outcomes},
            ThematicArea: {pk for outcome in self.outcomes for pk in outcome["areas"]},
            User: {pk for outcome in self.outcomes for pk in outcome["staff"]},
        }
        for model, pks in wanted.items():
            if model.objects.filter(pk__in=pks, is_active=True).count() < len(pks):
                raise RecordsChanged

    def _meeting(self, row) -> Meeting:
        values = dict(row.outcome["meeting"])
        values["date"] = date.fromisoformat(values["date"])
        values["end_date"] = values["end_date"] and date.fromisoformat(values["end_date"])
        return Meeting(
            **values, token=row.token, created_by=self.user, status=Meeting.Status.LOGGED
        )

    def _organisation(self, entry: dict, meeting: Meeting) -> Organisation:
        """Return the organisation of an entry; a new name that somebody added meanwhile is that one."""
        if entry["organisation"]:
            return self.directory.by_key[f"o{entry['organisation']}"]
        found = self.directory.organisations(entry["name"])
        if len(found) == 1:
            return found[0]
        wanted = fold(entry["name"])
        if wanted not in self.new_organisations:
            kind, place = self.kinds.get(entry["kind"]), self.places.get(meeting.location_id)
            row = new_organisation(entry["name"], kind, place, self.directory.organisations)
            row.slug = unique_slug(Organisation, str(row), taken=self.slugs)
            self.slugs.add(row.slug)
            self.new_organisations[wanted] = row
        return self.new_organisations[wanted]

    def write(self) -> dict[type[models.Model], list]:
        """Store the meetings with all that is new; return {model: rows made}. Call inside a transaction."""
        self._give_references()
        organisations = self._make(Organisation, self.new_organisations.values())
        meetings = self._make(Meeting, self.meetings)
        self._tick(Meeting.thematic_areas, "areas")
        self._tick(Meeting.staff, "staff")
        counterparts = self._counterparts()
        people, posts = self._people(counterparts)
        return {
            Meeting: meetings,
            Organisation: organisations,
            Person: people,
            Appointment: posts,
        }

    def _make(self, model, rows) -> list:
        rows = list(rows)
        for row in rows:
            if hasattr(row, "refold"):
                row.refold()
        bulk_create_with_history(
            rows, model, batch_size=BATCH, default_user=self.user, default_change_reason=self.reason
        )
        return rows

    def _give_references(self) -> None:
        """Give each meeting the next reference of its month, in the order of the register."""
        months = Counter(meeting.date.replace(day=1) for meeting in self.meetings)
        free = {
            day: iter(MonthCounter.next_references(day, n)) for day, n in sorted(months.items())
        }
        for meeting in self.meetings:
            meeting.reference = next(free[meeting.date.replace(day=1)])

    def _tick(self, relation, name) -> None:
        column = f"{relation.field.m2m_reverse_field_name()}_id"
        rows = [
            relation.through(meeting_id=meeting.pk, **{column: pk})
            for meeting, outcome in zip(self.meetings, self.outcomes, strict=True)
            for pk in outcome[name]
        ]
        relation.through.objects.bulk_create(rows, batch_size=BATCH)

    def _counterparts(self) -> list:
        """Store who took part; return [(counterpart, its people as in the outcome)]."""
        rows = []
        for meeting, pairs in zip(self.meetings, self.entries, strict=True):
            together: dict = {}
            for organisation, entry in pairs:
                together.setdefault(organisation.pk, (organisation, []))[1].append(entry)
            for position, (organisation, entries) in enumerate(together.values()):
                counts = [entry["people_count"] for entry in entries]
                counterpart = Counterpart(
                    meeting=meeting,
                    organisation=organisation,
                    people_count=None if None in counts else sum(counts),
                    group_label=next((e["group_label"] for e in entries if e["group_label"]), ""),
                    position=position,
                )
                rows.append((counterpart, [one for entry in entries for one in entry["people"]]))
        self._make(Counterpart, [counterpart for counterpart, _people in rows])
        return rows

    def _people(self, counterparts: list) -> tuple:
        """Store who spoke for whom, with the people and posts that are new; return those.

        One name with two organisations is two people: they can be merged, but not told apart again.
        """
        known, new, posts = {}, {}, {}
        for counterpart, people in counterparts:
            for one in people:
                who = _who(one, counterpart)
                found = self._known_person(one, counterpart)
                if found:
                    known[one["person"], *who] = found
                    continue
                reference, organisation = counterpart.meeting.reference, counterpart.organisation
                person = new.setdefault(who, new_person(one["name"], reference))
                if one["role"] and who not in posts:
                    posts[who] = Appointment(
                        person=person, organisation=organisation, title=one["role"]
                    )
        people = self._make(Person, new.values())
        made = self._make(Appointment, posts.values())
        attendances: defaultdict = defaultdict(dict)
        for counterpart, named in counterparts:
            for one in named:
                who = _who(one, counterpart)
                person, title = known.get((one["person"], *who)), one["role"]
                if not title and who in posts:
                    title = posts[who].title
                if person and not title:
                    title = person.title_in(counterpart.organisation, counterpart.meeting.date)
                person = person or new[who]
                attendances[counterpart.meeting_id].setdefault(
                    person.pk, counterpart.attendance_of(person, title)
                )
        rows = [row for found in attendances.values() for row in found.values()]
        self._make(Meeting.people.through, rows)
        return people, made

    def _known_person(self, one: dict, counterpart: Counterpart) -> Person | None:
        if one["person"]:
            return self.directory.by_key[f"p{one['person']}"]
        found = self.directory.people(one["name"], counterpart.organisation)
        return found[0] if len(found) == 1 else None


def _key(letter: str, pk: int | None) -> str | None:
    return f"{letter}{pk}" if pk else None


def _who(one: dict, counterpart: Counterpart) -> tuple[str, int]:
    """Return what tells a new person from others: the name, and for whom they speak."""
    return answer_key(one["name"]), counterpart.organisation_id


def in_batches(items: Iterable) -> Iterator[list]:
    """Yield lists of so many items as one statement can name."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
