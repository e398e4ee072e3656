"""What checked rows become, stored in one transaction.

The rules were applied by the form when the rows were checked; here the outcome is only written, in
bulk, so that the one transaction around it holds the database for seconds and not for minutes.
"""

from collections import Counter, defaultdict
from datetime import date
from itertools import islice

from django.core.files.storage import default_storage
from django.db import connections, router, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from engagements.forms.counterparts import new_organisation, new_person
from engagements.models import Counterpart, Meeting, MeetingKind, MonthCounter, ThematicArea
from intake.models import Import, ImportRow, Made
from intake.registers.group_rows import known_elsewhere
from intake.registers.steps import print_of
from stakeholders.directory import Remembered, answer_key
from stakeholders.duplicates import find_again
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.search import unique_slug
from toolkit.text import fold

HISTORY_BATCH = 500


def in_batches(items):
    """Yield lists of so many items as one statement can name."""
    rest = iter(items)
    while batch := list(islice(rest, HISTORY_BATCH)):
        yield batch


def record_first_history(rows, model, user, reason):
    """Record that `user` made these stored `rows`, for `reason`, as saving them one by one would.

    The database copies the columns itself. django-simple-history's own bulk tool makes each record
    in Python, and doubles the time for which an import holds the database.
    """
    history = model.history.model
    connection = connections[router.db_for_write(history)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    about = ("history_date", "history_type", "history_change_reason", "history_user")
    named = ", ".join(quote(history._meta.get_field(name).column) for name in about)
    said = [connection.ops.adapt_datetimefield_value(timezone.now()), "+", reason, user.pk]
    with connection.cursor() as cursor:
        for batch in in_batches(rows):
            keys = [row.pk for row in batch]
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({columns}, {named})"
                f" SELECT {columns}, %s, %s, %s, %s FROM {quote(model._meta.db_table)}"
                f" WHERE {quote(model._meta.pk.column)} IN ({marks})",
                [*said, *keys],
            )


BATCH = 500
MOST_COMPARED = 300  # new records compared at once; more wait for `manage.py find_duplicates`


class Changed(Exception):
    """What rows were matched to is no longer there, or is there by another import: they must be checked again."""


class Outdated(Changed):
    """The import itself is no longer as its page showed it."""


def store(source, user, shown=None):
    """Store what the ready rows of a checked import become; return its counts, also kept with it.

    Of the same import sent twice, the second finds it done and stores nothing. `shown` is the print of
    what the user saw (see `print_of`). Raises Outdated, Changed, or IntegrityError when somebody adds
    one of its names at this very moment.
    """
    source.refresh_from_db()
    if not source.is_open:
        return source.result
    ready = source.rows.filter(state=ImportRow.State.READY, outcome__isnull=False)
    rows = list(ready.only("token", "outcome", "source"))
    # Compared after the rows were read: what changes later is found by comparing their outcomes.
    if source.status != Import.Status.CHECKED or shown not in (None, print_of(source)):
        raise Outdated
    writer = Writer(source, user, rows)  # before the transaction: others can write meanwhile
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=source.pk)
        if not source.is_open:
            return source.result
        if source.status != Import.Status.CHECKED:
            raise Outdated
        if known_elsewhere(source).exists() or _outcomes(ready) != {r.pk: r.outcome for r in rows}:
            raise Changed
        made = writer.write()
        _link(source)
        _note(source, made)
        source.result = {model._meta.model_name: len(found) for model, found in made.items()}
        source.result["compared"] = _compare(made)
        source.status, source.stored_at = Import.Status.DONE, timezone.now()
        name, source.file, source.tables = source.file.name, "", []
        source.save()
        transaction.on_commit(lambda: name and default_storage.delete(name))
    return source.result


def _outcomes(rows):
    """Return {key: what it becomes}: rows may have been put right and checked again since they were read."""
    return dict(rows.values_list("pk", "outcome"))


def _compare(made):
    """Find what the new names look like, unless they are so many that a command must; return whether it was done."""
    new = [*made[Organisation], *made[Person], *made[Appointment]]
    if len(new) > MOST_COMPARED:
        return False
    find_again(new)
    return True


def _note(source, made):
    """Keep which records were made, for the way back."""
    labelled = [(model._meta.label, row.pk) for model, found in made.items() for row in found]
    rows = [Made(source=source, label=label, row_id=pk) for label, pk in labelled]
    Made.objects.bulk_create(rows, batch_size=BATCH)


def _link(source):
    """Write into each row which meeting it became, parts included, by the token; keep no copy of what is in the record.

    Only the rows left out keep their cells, to be downloaded and put right.
    """
    meeting = Meeting.objects.filter(token=OuterRef("token")).order_by().values("pk")[:1]
    states = (ImportRow.State.READY, ImportRow.State.PART)
    source.rows.filter(state__in=states).update(meeting=Subquery(meeting))
    left_out = (ImportRow.State.WRONG, ImportRow.State.ASKED)
    wrong = ImportRow.objects.filter(source=source, state__in=left_out).order_by().values("number")
    source.rows.exclude(lead__in=wrong).forget()


class Writer:
    """Turns the outcomes of `rows` into records; what several rows name anew is made once."""

    def __init__(self, source, user, rows):
        """Read what is needed and make the records, not stored yet. Raises Changed."""
        self.user, self.reason = user, f"import {source.pk}"
        self.directory = Remembered(source.answers)
        self.organisations = {row.pk: row for row in _current(self.directory, Organisation)}
        self.people = {row.pk: row for row in _current(self.directory, Person)}
        self.places = Location.objects.current().in_bulk()
        self.kinds = OrganisationKind.objects.in_bulk()
        self.slugs = set(Organisation.objects.values_list("slug", flat=True))
        self.new_organisations, self.new_people, self.titles = {}, {}, {}
        self.outcomes = [row.outcome for row in rows]
        self._check(self.outcomes)
        self.meetings = [self._meeting(row) for row in rows]
        self.with_whom = [
            [(self._organisation(party, meeting), party) for party in outcome["parties"]]
            for meeting, outcome in zip(self.meetings, self.outcomes, strict=True)
        ]

    def write(self):
        """Store the meetings with all that is new; return {model: rows made}. Call inside a transaction."""
        self._number(self.meetings)
        organisations = self._make(Organisation, self.new_organisations.values())
        meetings = self._make(Meeting, self.meetings)
        self._lists(meetings, self.outcomes)
        counterparts = self._counterparts(meetings, self.with_whom)
        people, posts = self._people(counterparts)
        self._attendances(counterparts)
        return {
            Meeting: meetings, Organisation: organisations, Person: people, Appointment: posts,
        }  # fmt: skip

    def _make(self, model, rows):
        """Store rows and the first record of their history; return them with their keys."""
        rows = list(rows)
        for row in rows:
            if hasattr(row, "refold"):
                row.refold()
        model.objects.bulk_create(rows, batch_size=BATCH)
        record_first_history(rows, model, self.user, self.reason)
        return rows

    def _check(self, outcomes):
        """Raise Changed when something that the rows were matched to can no longer be chosen."""
        for outcome in outcomes:
            for party in outcome["parties"]:
                people = {one["person"] for one in party["people"]} - {None}
                if party["organisation"] not in {None, *self.organisations} or people - set(
                    self.people
                ):
                    raise Changed
            place = outcome["meeting"]["location_id"]
            if place is not None and place not in self.places:
                raise Changed
        _check_list(MeetingKind, {outcome["meeting"]["kind_id"] for outcome in outcomes})
        _check_list(ThematicArea, {pk for outcome in outcomes for pk in outcome["areas"]})
        _check_list(User, {pk for outcome in outcomes for pk in outcome["staff"]})

    def _meeting(self, row):
        values = dict(row.outcome["meeting"])
        values["date"] = date.fromisoformat(values["date"])
        values["end_date"] = values["end_date"] and date.fromisoformat(values["end_date"])
        return Meeting(
            **values, token=row.token, created_by=self.user, status=Meeting.Status.LOGGED
        )

    @staticmethod
    def _number(meetings):
        """Give each meeting the next reference of its month, in the order of the register."""
        months = Counter(meeting.date.replace(day=1) for meeting in meetings)
        free = {
            day: iter(MonthCounter.next_references(day, n)) for day, n in sorted(months.items())
        }
        for meeting in meetings:
            meeting.reference = next(free[meeting.date.replace(day=1)])

    def _organisation(self, party, meeting):
        """Return the organisation of a party; a new name that somebody added meanwhile is that one."""
        if party["organisation"]:
            return self.organisations[party["organisation"]]
        found = self.directory.organisations(party["name"])
        if len(found) == 1:
            return found[0]
        wanted = fold(party["name"])
        if wanted not in self.new_organisations:
            kind, place = self.kinds.get(party["kind"]), self.places.get(meeting.location_id)
            row = new_organisation(party["name"], kind, place, self.directory.organisations)
            row.slug = unique_slug(Organisation, str(row), taken=self.slugs)
            self.slugs.add(row.slug)
            self.new_organisations[wanted] = row
        return self.new_organisations[wanted]

    @staticmethod
    def _lists(meetings, outcomes):
        """Store thematic areas and colleagues."""
        for name, key in (("areas", "thematic_areas"), ("staff", "staff")):
            through = getattr(Meeting, key).through
            field = getattr(Meeting, key).field.m2m_reverse_field_name()
            through.objects.bulk_create(
                [
                    through(meeting_id=meeting.pk, **{f"{field}_id": pk})
                    for meeting, outcome in zip(meetings, outcomes, strict=True)
                    for pk in outcome[name]
                ],
                batch_size=BATCH,
            )

    def _counterparts(self, meetings, with_whom):
        """Store who took part; return (counterpart, the people of its parties)."""
        rows = []
        for meeting, pairs in zip(meetings, with_whom, strict=True):
            together = {}
            for organisation, party in pairs:
                together.setdefault(organisation.pk, (organisation, []))[1].append(party)
            for position, (organisation, parties) in enumerate(together.values()):
                rows.append((self._counterpart(meeting, organisation, parties, position), parties))
        self._make(Counterpart, [counterpart for counterpart, _parties in rows])
        return rows

    @staticmethod
    def _counterpart(meeting, organisation, parties, position):
        counts = [party["people_count"] for party in parties]
        return Counterpart(
            meeting=meeting,
            organisation=organisation,
            people_count=None if None in counts else sum(counts),
            group_label=next((p["group_label"] for p in parties if p["group_label"]), ""),
            position=position,
        )

    def _people(self, counterparts):
        """Store the new people, and the posts they are named with; return both.

        One name with two organisations is two people: they can be merged, but not told apart again.
        """
        posts = {}
        for counterpart, parties in counterparts:
            for one in _people_of(parties):
                if one["person"] or self._known(one, counterpart):
                    continue
                wanted = _who(one, counterpart)
                person = self.new_people.setdefault(
                    wanted, new_person(one["name"], counterpart.meeting.reference)
                )
                if one["role"] and wanted not in posts:
                    posts[wanted] = Appointment(
                        person=person, organisation=counterpart.organisation, title=one["role"]
                    )
        people = self._make(Person, self.new_people.values())
        made = self._make(Appointment, posts.values())
        self.titles = {wanted: post.title for wanted, post in posts.items()}
        return people, made

    def _known(self, one, counterpart):
        found = self.directory.people(one["name"], counterpart.organisation)
        return found[0] if len(found) == 1 else None

    def _attendances(self, counterparts):
        """Store who spoke for whom, with the title of that day."""
        rows = defaultdict(dict)
        for counterpart, parties in counterparts:
            for one in _people_of(parties):
                wanted = _who(one, counterpart)
                person = self.people.get(one["person"]) or self._known(one, counterpart)
                title = one["role"] or self.titles.get(wanted, "")
                if person and not title:
                    title = person.title_in(counterpart.organisation, counterpart.meeting.date)
                person = person or self.new_people[wanted]
                rows[counterpart.meeting_id].setdefault(
                    person.pk, counterpart.attendance_of(person, title)
                )
        model = Meeting.people.through
        self._make(model, [row for found in rows.values() for row in found.values()])


def _who(one, counterpart):
    """Return what tells a new person from others: the name, and for whom they speak."""
    return answer_key(one["name"]), counterpart.organisation_id


def _people_of(parties):
    return [one for party in parties for one in party["people"]]


def _current(directory, model):
    return [row for row in directory.by_key.values() if isinstance(row, model)]


def _check_list(model, wanted):
    found = set(model.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    if found != wanted:
        raise Changed
