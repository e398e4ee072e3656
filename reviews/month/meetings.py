"""The meetings of a month, read once, and the facts of each as values that a signature can freeze."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Prefetch, Q
from django.utils.translation import gettext

from accounts.models import User
from engagements.models import Attendance, Counterpart, Meeting, MeetingKind, ThematicArea
from engagements.models.gaps import GAPS
from engagements.models.meeting import MeetingQuerySet, place_text
from stakeholders.honorifics import stored_honorific
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from toolkit.frozen_values import freeze
from toolkit.months import month_range

Row = TypeVar("Row", MeetingKind, ThematicArea, OrganisationKind)


def read_months(
    meetings: MeetingQuerySet[Meeting],
    months: list[tuple[int, int]],
    places: dict[int, Location] | None = None,
) -> dict[tuple[int, int], list[Meeting]]:
    """Return {(year, month): [meeting, ...]} with all that a summary needs, in few queries.

    `places` are those of `Location.objects.by_pk()`, where they are read for more.
    """
    places = Location.objects.by_pk() if places is None else places
    wanted = Q()
    for year, month in months:
        first, after = month_range(year, month)
        wanted |= Q(date__gte=first, date__lt=after)
    found: dict[tuple[int, int], list[Meeting]] = {key: [] for key in months}
    for meeting in _related_but_places(meetings.counted().filter(wanted)):
        meeting.location = places.get(meeting.location_id or 0)
        found[meeting.date.year, meeting.date.month].append(meeting)
    return found


@dataclass(frozen=True, slots=True)
class CountedMeeting:
    """What the figures of a month count of one meeting, without its texts and people.

    `organisations` is {organisation: its kind}, `gaps` are the codes of what is missing.
    """

    pk: int
    reference: str
    date: date
    is_month_only: bool
    kind: MeetingKind
    location: Location | None
    where: str
    areas: tuple[ThematicArea, ...]
    organisations: dict[int, OrganisationKind]
    gaps: frozenset[str]


def counted_meeting(meeting: Meeting) -> CountedMeeting:
    """Return what is counted of a meeting that `read_months` read, without a query."""
    return CountedMeeting(
        pk=meeting.pk,
        reference=meeting.reference,
        date=meeting.date,
        is_month_only=meeting.is_month_only,
        kind=meeting.kind,
        location=meeting.location,
        where=meeting.where,
        areas=tuple(meeting.thematic_areas.all()),
        organisations={pk: one.kind for pk, one in organisations_of([meeting]).items()},
        # Of what was signed, who took part is not known here: its gaps were signed with it.
        gaps=frozenset(gap.code for gap in GAPS if meeting.pk > 0 and gap.is_in(meeting)),
    )


def read_counted(year: int, month: int, places: dict[int, Location]) -> list[CountedMeeting]:
    """Return what is counted of a month's meetings, by day, and no object a relation; three queries."""
    meetings = Meeting.objects.counted().in_month(year, month)
    areas = _areas_of(meetings)
    organisations = _organisations_of(meetings)
    kinds: dict[int, MeetingKind] = {}
    gaps = {f"gap_{gap.code}": gap.condition for gap in GAPS}
    rows = meetings.annotate(**gaps).order_by("date", "pk").values_list(
        "pk", "reference", "date", "date_precision", "location", "place_text", "other_places",
        *(f"kind__{name}" for name in KIND_COLUMNS), *gaps,
    )  # fmt: skip
    found = []
    for pk, reference, day, precision, place, text, others, *rest in rows:
        of_kind, missing = rest[: len(KIND_COLUMNS)], rest[len(KIND_COLUMNS) :]
        location = places.get(place or 0)
        found.append(
            CountedMeeting(
                pk=pk,
                reference=reference,
                date=day,
                is_month_only=precision == Meeting.Precision.MONTH,
                kind=_once(kinds, MeetingKind, KIND_COLUMNS, of_kind),
                location=location,
                where=place_text(str(location) if location else text, others),
                areas=tuple(areas[pk]),
                organisations=organisations[pk],
                gaps=frozenset(gap.code for gap, lacks in zip(GAPS, missing, strict=True) if lacks),
            )
        )
    return found


def read_entries(shown: Iterable[CountedMeeting]) -> dict[int, Meeting]:
    """Return {pk: meeting} of these counted ones, with what the chronology shows; three queries."""
    known = {one.pk: one for one in shown}
    counterparts = Counterpart.objects.select_related("organisation__parent", "organisation__kind")
    columns = (*COUNTERPART_COLUMNS, *(f"organisation__{name}" for name in ORGANISATION_COLUMNS))
    of_person = ("person__honorific", "person__full_name", "person__anonymised_at")
    people = Attendance.objects.select_related("person").defer("meeting").only(
        "counterpart", "honorific", "title", "organisation_name", *of_person
    )  # fmt: skip
    rows = (
        Meeting.objects.counted()
        .filter(pk__in=known)
        .only(*ENTRY_COLUMNS)
        .prefetch_related(
            Prefetch("counterparts", counterparts.only(*columns)),
            Prefetch("counterparts__attendances", people),
        )
    )
    found = {}
    for meeting in rows:
        one = known[meeting.pk]
        meeting.location, meeting.kind = one.location, one.kind
        vars(meeting)["_prefetched_objects_cache"]["thematic_areas"] = list(one.areas)
        found[meeting.pk] = meeting
    return found


ENTRY_COLUMNS = (
    "reference", "title", "date", "date_precision", "end_date", "public_line", "place_text", "other_places",
)  # fmt: skip
COUNTERPART_COLUMNS = ("meeting", "people_count", "group_label", "position")
ORGANISATION_COLUMNS = (
    "name", "short_name", "slug", "takes_the", "kind__name", "kind__code", "parent__name"
)  # fmt: skip
KIND_COLUMNS = ("pk", "code", "name_plural", "position", "name")
AREA_COLUMNS = ("pk", "code", "name", "description", "position")


def _areas_of(meetings: MeetingQuerySet) -> dict[int, list[ThematicArea]]:
    known: dict[int, ThematicArea] = {}
    found: dict[int, list[ThematicArea]] = defaultdict(list)
    columns = (f"thematic_areas__{name}" for name in AREA_COLUMNS)
    rows = meetings.filter(thematic_areas__isnull=False).order_by()
    ordered = rows.order_by("thematic_areas__position", "thematic_areas__name")
    for pk, *values in ordered.values_list("pk", *columns):
        found[pk].append(_once(known, ThematicArea, AREA_COLUMNS, values))
    return found


def _organisations_of(meetings: MeetingQuerySet) -> dict[int, dict[int, OrganisationKind]]:
    known: dict[int, OrganisationKind] = {}
    found: dict[int, dict[int, OrganisationKind]] = defaultdict(dict)
    columns = (f"counterparts__organisation__kind__{name}" for name in KIND_COLUMNS)
    rows = meetings.filter(counterparts__organisation__isnull=False).order_by()
    for pk, organisation, *values in rows.values_list("pk", "counterparts__organisation", *columns):
        found[pk][organisation] = _once(known, OrganisationKind, KIND_COLUMNS, values)
    return found


def _once(known: dict[int, Row], model: type[Row], columns: tuple[str, ...], values: list) -> Row:
    """Return the row of a model that these values are, made once."""
    if values[0] not in known:
        known[values[0]] = model(**dict(zip(columns, values, strict=True)))
    return known[values[0]]


def with_details(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Return those of `meetings` that are counted, by day, with all that belongs to them, in few queries."""
    return related(meetings.counted())


def related(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Return `meetings` by day with all that belongs to them, in few queries."""
    places = Location.objects.defer("search", "other_names")
    return _related_but_places(meetings).prefetch_related(
        Prefetch("location", places.select_related("parent__parent__parent"))
    )


def _related_but_places(meetings: MeetingQuerySet) -> MeetingQuerySet:
    # Organisations come in a query of their own: each once, however many meetings it had.
    organisations = Organisation.objects.defer("search").select_related("kind", "parent")
    return (
        meetings.defer("search", "search_note", "internal_note")
        .select_related("kind")
        .prefetch_related(
            "thematic_areas",
            "staff",
            "counterparts",
            Prefetch("counterparts__organisation", organisations),
            Prefetch("counterparts__attendances", Attendance.objects.select_related("person")),
        )
        .order_by("date", "pk")
    )


def municipality_of(meeting: Meeting | CountedMeeting) -> Location | None:
    return meeting.location and meeting.location.municipality


def county_of(meeting: Meeting | CountedMeeting) -> Location | None:
    return meeting.location and meeting.location.county


def organisations_of(rows: list[Meeting]) -> dict[int, Organisation]:
    """Return the organisations met, each once; a unit and its municipality are two."""
    return {
        counterpart.organisation.pk: counterpart.organisation
        for meeting in rows
        for counterpart in meeting.counterparts.all()
        if counterpart.organisation
    }


def people_met(rows: list[Meeting]) -> tuple[int, bool]:
    """Return (how many people at least, whether there may be more).

    Named people count once in the month; those without a name by head count, meeting by meeting.
    """
    named, unnamed, or_more = set(), 0, False
    for meeting in rows:
        for counterpart in meeting.counterparts.all():
            people = {attendance.person_id for attendance in counterpart.attendances.all()}
            named |= people
            if (number := counterpart.unnamed_count) is not None:
                unnamed += number
            elif counterpart.group_label or not people:
                or_more = True
    return len(named) + unnamed, or_more


@dataclass(frozen=True)
class Place:
    """Where it was; `municipality` and `county` are names, empty where there is none.

    A place that is not in the list has a name alone, no level; `others` are more places, in words.
    """

    name: str
    official_name: str  # signed months hold it
    slug: str
    level: str
    municipality: str
    county: str
    others: str = ""

    @property
    def full_name(self) -> str:
        return ", ".join(filter(None, (self.name, self.others)))


@dataclass(frozen=True)
class Speaker:
    number: int
    name: str
    honorific: str
    title: str

    def __str__(self) -> str:
        return f"{stored_honorific(self.honorific)} {self.name}".strip() or gettext("Name removed")


@dataclass(frozen=True)
class CounterpartFacts:
    """An organisation that took part; `name` is its own, `parent` that of what it is a unit of.

    All that names it is empty for people who spoke for nobody.
    `group` names those without a name ("Technical staff"), `head_count` is all who came, None if unknown.
    """

    name: str
    parent: str
    short_name: str
    slug: str
    kind: str
    kind_code: str
    speakers: tuple[Speaker, ...]
    group: str
    head_count: int | None
    takes_the: bool | None = None  # whether a sentence puts "the" before its name; None if unsaid

    @property
    def organisation(self) -> str:
        return f"{self.name}, {self.parent}" if self.parent else self.name

    @property
    def people(self) -> list[str]:
        """Those named, each with the title of that day, as every page and file lists them."""
        return [f"{one}, {one.title}" if one.title else str(one) for one in self.speakers]


@dataclass(frozen=True)
class Colleague:
    name: str
    honorific: str
    job_title: str

    def __str__(self) -> str:
        return f"{self.honorific} {self.name}".strip()


@dataclass(frozen=True)
class Area:
    """A thematic area; `description` is its name in full where the name is short for it."""

    code: str
    name: str
    description: str

    @property
    def is_abbreviation(self) -> bool:
        return bool(self.description) and self.name.isupper()


@dataclass(frozen=True)
class MeetingFacts:
    """One meeting; `day` is the first of the month where only the month is known.

    `title` is for colleagues; `event_name` is what an event or training is called in print.
    `as_typed` names the remarks on the public line to which its writer said: print it as it is.
    `names_on_record` are names that the line holds, of others than the meeting was with.
    """

    reference: str
    title: str
    kind: str
    kind_code: str
    channel: str
    day: date
    is_month_only: bool
    end_day: date | None
    place: Place | None
    parties: tuple[CounterpartFacts, ...]
    colleagues: tuple[Colleague, ...]
    areas: tuple[Area, ...]
    public_line: str
    # What the kind means. Months signed before kinds had a meaning lack it.
    described_as: str = MeetingKind.Description.MEETING.value
    is_kind_named: bool = True
    involves_travel: bool = False
    event_name: str = ""
    as_typed: tuple[str, ...] = ()
    names_on_record: tuple[str, ...] = ()

    @property
    def is_visit(self) -> bool:
        return self.described_as == MeetingKind.Description.VISIT

    @property
    def is_participation(self) -> bool:
        return self.described_as == MeetingKind.Description.PARTICIPATION

    @property
    def is_call(self) -> bool:
        return self.described_as == MeetingKind.Description.CALL


def meeting_facts(meeting: Meeting) -> MeetingFacts:
    """Return the facts of a meeting that `read_months` read, without a query."""
    counterparts = map(stored_counterpart_facts, meeting.counterparts.all())
    return meeting_facts_with(
        meeting, counterparts, meeting.staff.all(), meeting.thematic_areas.all()
    )


def meeting_facts_with(
    meeting: Meeting,
    counterparts: Iterable[CounterpartFacts],
    staff: Iterable[User],
    areas: Iterable[ThematicArea],
) -> MeetingFacts:
    """Return the facts of a meeting with these counterparts, colleagues and areas, whatever is stored."""
    return MeetingFacts(
        reference=meeting.reference,
        title=meeting.title,
        kind=meeting.kind.name,
        kind_code=meeting.kind.code,
        channel=meeting.channel,
        day=meeting.date,
        is_month_only=meeting.is_month_only,
        end_day=meeting.end_date,
        place=_place(meeting),
        parties=tuple(counterparts),
        colleagues=tuple(
            Colleague(user.full_name or user.username, user.honorific, user.job_title)
            for user in staff
        ),
        areas=tuple(Area(area.code, area.name, area.description) for area in areas),
        public_line=meeting.public_line,
        described_as=meeting.kind.described_as,
        is_kind_named=meeting.kind.is_named,
        involves_travel=meeting.kind.involves_travel,
        event_name=meeting.printed_event_name,
        as_typed=meeting.answered_remarks("public_line"),
    )


# What a kind means, whether a name takes "the" and which names are on record change no meeting.
NO_PART_OF_A_MEETING = {
    "described_as", "is_kind_named", "involves_travel", "takes_the", "names_on_record"
}  # fmt: skip
# Fields that older digests lack: they count once they say something.
LATER_FIELDS = {"event_name", "as_typed", "role"}


def meeting_digests(meetings: Iterable[MeetingFacts]) -> dict[str, str]:
    """Return {reference: digest of what a meeting says}: another digest, another meeting."""
    texts = {m.reference: json.dumps(_what_counts(freeze(m))) for m in meetings}
    return {ref: hashlib.sha256(text.encode()).hexdigest()[:12] for ref, text in texts.items()}


def _what_counts(data: Any) -> Any:
    if isinstance(data, list):
        return [_what_counts(one) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        name: _what_counts(value)
        for name, value in data.items()
        if name not in NO_PART_OF_A_MEETING and (value or name not in LATER_FIELDS)
    }


def _place(meeting: Meeting) -> Place | None:
    location, text = meeting.location, meeting.place_text
    if location is None:
        return Place(text, text, "", "", "", "", meeting.other_places) if text else None
    municipality, county = location.municipality, location.county
    return Place(
        name=location.name,
        official_name=location.name_local or location.name,
        slug=location.slug,
        level=location.level,
        municipality=municipality.name if municipality else "",
        county=county.name if county else "",
        others=meeting.other_places,
    )


def make_speaker(person: Person, number: int, title: str, honorific: str | None = None) -> Speaker:
    """Return a Person as a Speaker, with the honorific of the day; of an anonymised one only the title is left."""
    honorific = person.honorific if honorific is None else honorific
    names = ("", "") if person.anonymised_at else (person.full_name, honorific)
    return Speaker(number, *names, title)


def stored_counterpart_facts(counterpart: Counterpart) -> CounterpartFacts:
    rows = counterpart.attendances.all()
    speakers = [make_speaker(row.person, row.person_id, row.title, row.honorific) for row in rows]
    return counterpart_facts(
        counterpart.organisation, speakers, counterpart.group_label, counterpart.people_count
    )


def counterpart_facts(
    organisation: Organisation | None, speakers: list[Speaker], group: str, head_count: int | None
) -> CounterpartFacts:
    if organisation is None:
        return CounterpartFacts("", "", "", "", "", "", tuple(speakers), group, head_count)
    return CounterpartFacts(
        name=organisation.name,
        parent=organisation.parent.name if organisation.parent else "",
        short_name=organisation.short_name,
        slug=organisation.slug,
        kind=organisation.kind.name,
        kind_code=organisation.kind.code,
        speakers=tuple(speakers),
        group=group,
        head_count=head_count,
        takes_the=organisation.takes_the,
    )
