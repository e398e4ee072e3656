"""The whole month as one value: what the page shows, the downloads hold and a signature freezes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from engagements.models import Meeting, MeetingKind
from engagements.models.look_ups import LookUpQuerySet
from reviews.month.map import Map
from reviews.month.summary import Summary
from stakeholders.models import Location, Organisation, Person


@dataclass(frozen=True)
class Place:
    """Where it was; `municipality` and `county` are names, empty where there is none."""

    name: str
    official_name: str
    slug: str
    level: str
    municipality: str
    county: str


@dataclass(frozen=True)
class Speaker:
    number: int
    name: str
    honorific: str
    title: str

    def __str__(self) -> str:
        return f"{self.honorific} {self.name}".strip() or gettext("Name removed")


@dataclass(frozen=True)
class Party:
    """An organisation that took part; `name` is its own, `parent` that of what it is a unit of.

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

    @property
    def organisation(self) -> str:
        return f"{self.name}, {self.parent}" if self.parent else self.name


@dataclass(frozen=True)
class Colleague:
    name: str
    honorific: str
    job_title: str


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
class Record:
    """One meeting; `day` is the first of the month where only the month is known."""

    reference: str
    title: str
    kind: str
    kind_code: str
    channel: str
    day: date
    is_month_only: bool
    end_day: date | None
    place: Place | None
    parties: tuple[Party, ...]
    colleagues: tuple[Colleague, ...]
    areas: tuple[Area, ...]
    public_line: str
    # What the kind means. Months signed before kinds had a meaning lack it.
    described_as: str = MeetingKind.Description.MEETING.value
    is_kind_named: bool = True
    involves_travel: bool = False

    @property
    def is_visit(self) -> bool:
        return self.described_as == MeetingKind.Description.VISIT

    @property
    def is_participation(self) -> bool:
        return self.described_as == MeetingKind.Description.PARTICIPATION

    @property
    def is_call(self) -> bool:
        return self.described_as == MeetingKind.Description.CALL


def make_record(meeting: Meeting) -> Record:
    """Return a meeting that `read_months` read as a Record, without a query."""
    parties = [
        make_party(
            counterpart.organisation,
            [
                make_speaker(row.person, row.person_id, row.title)
                for row in counterpart.attendances.all()
            ],
            counterpart.group_label,
            counterpart.people_count,
        )
        for counterpart in meeting.counterparts.all()
    ]
    return record_with(meeting, parties, meeting.staff.all(), meeting.thematic_areas.all())


def record_with(
    meeting: Meeting,
    parties: Iterator | list[Party],
    staff,
    areas: LookUpQuerySet | list,
) -> Record:
    """Return a meeting as a Record with these Parties, colleagues (User) and areas, whatever is stored."""
    return Record(
        reference=meeting.reference,
        title=meeting.title,
        kind=meeting.kind.name,
        kind_code=meeting.kind.code,
        channel=meeting.channel,
        day=meeting.date,
        is_month_only=meeting.is_month_only,
        end_day=meeting.end_date,
        place=_place(meeting.location),
        parties=tuple(parties),
        colleagues=tuple(
            Colleague(user.full_name or user.username, user.honorific, user.job_title)
            for user in staff
        ),
        areas=tuple(Area(area.code, area.name, area.description) for area in areas),
        public_line=meeting.public_line,
        described_as=meeting.kind.described_as,
        is_kind_named=meeting.kind.is_named,
        involves_travel=meeting.kind.involves_travel,
    )


def _place(location: Location | None) -> Place | None:
    if location is None:
        return None
    municipality, county = location.municipality, location.county
    return Place(
        name=location.name,
        official_name=location.name_sq or location.name,
        slug=location.slug,
        level=location.level,
        municipality=municipality.name if municipality else "",
        county=county.name if county else "",
    )


def make_speaker(person: Person, number: int, title: str) -> Speaker:
    """Return a Person as a Speaker; of an anonymised one only the title is left."""
    names = ("", "") if person.anonymised_at else (person.full_name, person.honorific)
    return Speaker(number, *names, title)


def make_party(
    organisation: Organisation, speakers: list[Speaker], group: str, head_count: int | None
) -> Party:
    return Party(
        name=organisation.name,
        parent=organisation.parent.name if organisation.parent else "",
        short_name=organisation.short_name,
        slug=organisation.slug,
        kind=organisation.kind.name,
        kind_code=organisation.kind.code,
        speakers=tuple(speakers),
        group=group,
        head_count=head_count,
    )


@dataclass(frozen=True)
class Promise:
    """An action point; `status` is "overdue", "open", "done" or "dropped", `label` says it in words."""

    number: int
    text: str
    promised_by: str
    who: str
    made: date
    due: date | None
    status: str
    label: str
    closed_on: date | None
    outcome: str
    reference: str
    meeting: str


@dataclass(frozen=True)
class Promises:
    """Action points made in the month, and older ones still open; overdue first."""

    title: str
    made: tuple[Promise, ...]
    older: tuple[Promise, ...]


@dataclass(frozen=True)
class Gap:
    """A kind of gap; `code` is its value in the list's filter, `said` stands after the number of meetings."""

    code: str
    label: str
    references: tuple[str, ...]
    said: str = ""

    @property
    def count(self) -> int:
        return len(self.references)


@dataclass(frozen=True)
class Gaps:
    """What is missing in the records of the month; only kinds that occur."""

    title: str
    meetings: int
    gaps: tuple[Gap, ...]

    @property
    def codes(self) -> list[str]:
        return [gap.code for gap in self.gaps]


@dataclass(frozen=True)
class Square:
    """A municipality: `status` is "met" in the period, "earlier" or "never"; `meetings` are those of the period.

    `last` is the last day, None for never; where only the month is known, its first, and `days` since are not known.
    """

    name: str
    slug: str
    status: str
    last: date | None
    meetings: int
    is_month_only: bool = False
    days: int | None = None
    county: str = ""
    pcode: str = ""


@dataclass(frozen=True)
class CountyRow:
    name: str
    slug: str
    squares: tuple[Square, ...]

    @property
    def met(self) -> int:
        return sum(square.status == "met" for square in self.squares)


@dataclass(frozen=True)
class SeatLine:
    name: str
    address: str
    why: str


@dataclass(frozen=True)
class NotVisited:
    """Where the office was not; `since` says what "never" means while records are young."""

    title: str
    since: str
    rows: tuple[CountyRow, ...]
    counties_without: tuple[str, ...]
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class Report:
    """A month: figures, records and text.

    `article` is Markdown without references to records. `status` is that of MonthlyReview.
    """

    office: str
    year: int
    month: int
    name: str
    summary: Summary
    records: tuple[Record, ...]
    promises: Promises
    not_visited: NotVisited
    map: Map
    gaps: Gaps
    article: str
    issue: int
    status: str
    signed_by: str
    signed_on: date | None

    @property
    def is_signed(self) -> bool:
        return self.status == "signed"
