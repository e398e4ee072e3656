"""What checked rows become, written in one transaction.

The form applied the rules when the rows were checked. Here their outcome is only written, in bulk, so
that the transaction holds the database for seconds and not for minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from engagements.forms.counterparts import new_organisation, new_person
from engagements.models import (
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    MonthCounter,
    ThematicArea,
)
from intake.models import Import, ImportRow, ImportRowQuerySet, Made
from intake.registers.steps import digest_of
from stakeholders.directory import Remembered, answer_key
from stakeholders.duplicate_stakeholders import refresh_pairs
from stakeholders.honorifics import split_honorific
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.search import unique_slug
from toolkit.spelling import fold

BATCH = 500
MOST_COMPARED = 300  # new records compared at once; more wait for `manage.py find_duplicates`
State = ImportRow.State
Named = list[tuple[Counterpart, list[dict[str, Any]]]]  # with its people as in the outcome


class RecordsChanged(Exception):
    """What rows were matched to is gone, or another import brought them in: they must be checked again."""


class ImportChanged(RecordsChanged):
    """The import itself is no longer as its page showed it."""


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

    Of the same import sent twice, the second finds it done and stores nothing. `shown` is the digest of
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
    writer = MeetingWriter(source, user, rows)  # before the transaction: others can write meanwhile
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
        source.result = {model._meta.model_name: len(found) for model, found in made.items()}
        source.result["compared"] = record_created(source, made)
        source.status, source.stored_at = Import.Status.DONE, timezone.now()
        file, source.file, source.tables = source.file.name, "", []
        source.save()
        if file:
            transaction.on_commit(partial(default_storage.delete, file))
    return source.result


def record_created(source: Import, made: dict[type[models.Model], list]) -> bool:
    """Keep which records an import made, so that it can be undone, and look for duplicates of them.

    Return False when they are too many for that.
    """
    rows = [
        Made(source=source, label=model._meta.label, row_id=row.pk)
        for model, found in made.items()
        for row in found
    ]
    Made.objects.bulk_create(rows, batch_size=BATCH)
    new = [row for model, found in made.items() for row in found if model is not Meeting]
    if len(new) > MOST_COMPARED:
        return False
    refresh_pairs(new)
    return True


def _link(source: Import) -> None:
    """Write into each row which meeting it became, parts included; keep no copy of what is in the record.

    Only the rows left out keep their cells, to be downloaded and corrected.
    """
    meeting = Meeting.objects.filter(token=OuterRef("token")).order_by().values("pk")[:1]
    source.rows.filter(state__in=(State.READY, State.PART)).update(meeting=Subquery(meeting))
    left_out = source.rows.filter(state__in=(State.WRONG, State.ASKED)).order_by()
    source.rows.exclude(lead__in=left_out.values("number")).forget()


class RecordWriter:
    def __init__(self, source: Import, user: User) -> None:
        self.user, self.reason = user, f"import {source.pk}"
        self.directory = Remembered(source.answers)
        self.kinds = OrganisationKind.objects.in_bulk()
        self.slugs = set(Organisation.objects.values_list("slug", flat=True))
        self.new_organisations: dict[str, Organisation] = {}

    def new_organisation(self, name: str, kind: int, place: Location | None = None) -> Organisation:
        """Return a new organisation, not stored yet: the same for all rows that name it."""
        key = fold(name)
        if key not in self.new_organisations:
            row = new_organisation(name, self.kinds[kind], place, self.directory.organisations)
            row.slug = unique_slug(Organisation, str(row), taken=self.slugs)
            self.slugs.add(row.slug)
            self.new_organisations[key] = row
        return self.new_organisations[key]

    def create(self, model: type[models.Model], rows: Iterable) -> list:
        rows = list(rows)
        for row in rows:
            if hasattr(row, "refold"):
                row.refold()
        bulk_create_with_history(
            rows, model, batch_size=BATCH, default_user=self.user, default_change_reason=self.reason
        )
        return rows


class MeetingWriter(RecordWriter):
    """Turns the outcomes of `rows` into meetings and what is new with them."""

    def __init__(self, source: Import, user: User, rows: list[ImportRow]) -> None:
        """Read what is needed and make the meetings and organisations, not stored yet. Raises RecordsChanged."""
        super().__init__(source, user)
        self.places = Location.objects.current().in_bulk()
        self.outcomes = [row.outcome for row in rows]
        self._refuse_what_is_gone()
        self.meetings = [self._meeting(row) for row in rows]
        # The organisation of each entry of each meeting: entries of one may have become several names.
        self.entries = [
            [(self._organisation(entry, meeting), entry) for entry in outcome["parties"]]
            for meeting, outcome in zip(self.meetings, self.outcomes, strict=True)
        ]

    def _refuse_what_is_gone(self) -> None:
        known = {"oNone", "pNone", *self.directory.by_key}  # of who is new there is no key
        for outcome in self.outcomes:
            place = outcome["meeting"]["location_id"]
            people = [one["person"] for entry in outcome["parties"] for one in entry["people"]]
            keys = {f"o{entry['organisation']}" for entry in outcome["parties"]}
            keys |= {f"p{pk}" for pk in people}
            if keys - known or place not in (None, *self.places):
                raise RecordsChanged
        kinds = {outcome["meeting"]["kind_id"] for outcome in self.outcomes}
        areas = {pk for outcome in self.outcomes for pk in outcome["areas"]}
        staff = {pk for outcome in self.outcomes for pk in outcome["staff"]}
        rows: tuple[tuple[QuerySet, set[int]], ...] = (
            (MeetingKind.objects.all(), kinds),
            (ThematicArea.objects.all(), areas),
            (User.objects.all(), staff),
        )
        for found, pks in rows:
            if found.filter(pk__in=pks, is_active=True).count() < len(pks):
                raise RecordsChanged

    def _meeting(self, row: ImportRow) -> Meeting:
        values = dict(row.outcome["meeting"])
        values["date"] = date.fromisoformat(values["date"])
        values["end_date"] = values["end_date"] and date.fromisoformat(values["end_date"])
        return Meeting(
            **values, token=row.token, created_by=self.user, status=Meeting.Status.LOGGED
        )

    def _organisation(self, entry: dict[str, Any], meeting: Meeting) -> Organisation:
        """Return the organisation of an entry; a new name that somebody added meanwhile is that one."""
        if entry["organisation"]:
            return self.directory.by_key[f"o{entry['organisation']}"]
        found = self.directory.organisations(entry["name"])
        if len(found) == 1:
            return found[0]
        place = self.places.get(meeting.location_id or 0)
        return self.new_organisation(entry["name"], entry["kind"], place)

    def write(self) -> dict[type[models.Model], list]:
        """Store the meetings with all that is new; return {model: rows made}. Call inside a transaction."""
        self._give_references()
        organisations = self.create(Organisation, self.new_organisations.values())
        meetings = self.create(Meeting, self.meetings)
        self._tick(Meeting.thematic_areas, "areas")
        self._tick(Meeting.staff, "staff")
        counterparts = self._counterparts()
        people, posts = self._people(counterparts)
        return {Meeting: meetings, Organisation: organisations, Person: people, Appointment: posts}

    def _give_references(self) -> None:
        months = Counter(meeting.date.replace(day=1) for meeting in self.meetings)
        free = {
            day: iter(MonthCounter.next_references(day, n)) for day, n in sorted(months.items())
        }
        for meeting in self.meetings:
            meeting.reference = next(free[meeting.date.replace(day=1)])

    def _tick(self, relation: Any, name: str) -> None:
        """Store the links of a many-to-many relation, which are in the outcomes under `name`."""
        column = f"{relation.field.m2m_reverse_field_name()}_id"
        rows = [
            relation.through(meeting_id=meeting.pk, **{column: pk})
            for meeting, outcome in zip(self.meetings, self.outcomes, strict=True)
            for pk in outcome[name]
        ]
        relation.through.objects.bulk_create(rows, batch_size=BATCH)

    def _counterparts(self) -> Named:
        rows: Named = []
        for meeting, pairs in zip(self.meetings, self.entries, strict=True):
            together: dict[tuple[int, str], tuple[Organisation, list[dict[str, Any]]]] = {}
            for organisation, entry in pairs:
                key = (organisation.pk, entry["group_label"])
                together.setdefault(key, (organisation, []))[1].append(entry)
            for position, (organisation, entries) in enumerate(together.values()):
                counts = [entry["people_count"] for entry in entries]
                counterpart = Counterpart(
                    meeting=meeting,
                    organisation=organisation,
                    people_count=None if None in counts else sum(counts),
                    group_label=entries[0]["group_label"],
                    position=position,
                )
                rows.append((counterpart, [one for entry in entries for one in entry["people"]]))
        self.create(Counterpart, [counterpart for counterpart, _people in rows])
        return rows

    def _people(self, counterparts: Named) -> tuple[list[Person], list[Appointment]]:
        """Store who spoke for whom, with the people and posts that are new; return those.

        One name with two organisations is two people: they can be merged, but not separated again.
        """
        known: dict[tuple[int | None, str, int | None], Person] = {}
        new: dict[tuple[str, int | None], Person] = {}
        posts: dict[tuple[str, int | None], Appointment] = {}
        for counterpart, named in counterparts:
            for one in named:
                who = _who(one, counterpart)
                reference, organisation = counterpart.meeting.reference, counterpart.organisation
                found = self.directory.by_key.get(f"p{one['person']}")
                same = [] if found else self.directory.people(one["name"], organisation)
                if found or len(same) == 1:
                    known[one["person"], *who] = found or same[0]
                    continue
                person = new.setdefault(who, new_person(one["name"], reference))
                post = Appointment(person=person, organisation=organisation, title=one["role"])
                if one["role"]:
                    posts.setdefault(who, post)
        people = self.create(Person, new.values())
        made = self.create(Appointment, posts.values())
        attendances: dict[tuple[int, int], Attendance] = {}
        for counterpart, named in counterparts:
            for one in named:
                who = _who(one, counterpart)
                found, title = known.get((one["person"], *who)), one["role"]
                if not title and who in posts:
                    title = posts[who].title
                if found and not title and counterpart.organisation:
                    title = found.title_in(counterpart.organisation, counterpart.meeting.date)
                person, honorific = found or new[who], split_honorific(one["name"])[0]
                row = counterpart.attendance_of(person, title, honorific)
                attendances.setdefault((row.meeting_id, row.person_id), row)
        self.create(Attendance, attendances.values())
        return people, made


def _who(one: dict[str, Any], counterpart: Counterpart) -> tuple[str, int | None]:
    """Return what distinguishes a new person from others: the name, and for whom they speak."""
    return answer_key(one["name"]), counterpart.organisation_id


def in_batches(items: Iterable) -> Iterator[list]:
    """Yield lists of so many items as one statement can name."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
