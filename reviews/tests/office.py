"""A generated office: ten years of meetings, in which all that can be recorded is, or is left out."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from accounts.tests.factories import make_user
from engagements.models import ActionPoint, Attendance, Counterpart, Meeting
from engagements.tests.factories import make_area, make_kind
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.tests.factories import make_kind as make_organisation_kind
from stakeholders.tests.factories import make_location

YEARS = 10
BATCH = 1000
STATUSES = ["logged"] * 18 + ["draft", "cancelled"]
SENSITIVITIES = ["internal"] * 19 + ["restricted"]
COUNTIES, TOWNS, AREAS, KINDS = 12, 61, 14, 7


class Office:
    """Makes an office of so many meetings up to `today`; the same for the same seed."""

    def __init__(self, meetings: int, today: date, seed: int = 1) -> None:
        self.draw, self.today, self.size = Random(seed), today, meetings
        self.staff = [make_user("staff", full_name=f"Colleague {n}") for n in range(8)]
        self.places = self.make_places()
        self.areas = [make_area(f"area-{n}", f"Area {n}", position=n % 5) for n in range(AREAS)]
        self.kinds = [make_kind(f"kind-{n}", f"Kind {n}", position=n % 3) for n in range(KINDS)]
        self.organisations = self.make_organisations(max(meetings // 10, 30))
        self.people = self.make_people(max(meetings // 8, 40))

    def make_places(self) -> list[Location | None]:
        counties = [make_location(f"County {n}", "county") for n in range(COUNTIES)]
        towns = [make_location(f"Town {n}", parent=counties[n % COUNTIES]) for n in range(TOWNS)]
        country = counties[0].parent
        others = [
            country,
            *counties[:3],
            *(make_location(f"Crossing {n}", "crossing", parent=towns[n]) for n in range(3)),
            make_location("Hall", "place", parent=towns[1]),
            make_location("Lake", "place", parent=counties[2]),
            make_location("Abroad", "place", parent=country),
        ]
        Location.objects.filter(pk=towns[-1].pk).update(is_active=False)
        # Half of the meetings are in the first few, as everywhere.
        return [None] * 3 + others + towns + towns[:4] * 16

    def make_organisations(self, number: int) -> list[Organisation]:
        kinds = [make_organisation_kind(f"kind-{n}", f"Kind {n}", position=n) for n in range(6)]
        towns = [place for place in self.places if place and place.level == "municipality"]
        rows = [
            Organisation(
                name=f"Organisation {n}",
                slug=f"organisation-{n}",
                kind=kinds[n % len(kinds)],
                location=towns[n % len(towns)],
                contact_every=90 if n % 9 == 0 else None,
                to_confirm="The name" if n % 20 == 0 else "",
            )
            for n in range(number)
        ]
        parents = self.make(rows)
        units = [
            Organisation(name="Unit", slug=f"unit-{n}", kind=row.kind, parent=row)
            for n, row in enumerate(parents[::15])
        ]
        return parents + self.make(units)

    def make_people(self, number: int) -> list[Person]:
        people = self.make(
            Person(
                full_name=f"Person {n}",
                honorific="Ms." if n % 2 else "",
                email=f"person{n}@example.org" if n % 3 else "",
                source="Card" if n % 4 else "",
                last_confirmed=self.today - timedelta(n % 1500) if n % 5 else None,
            )
            for n in range(number)
        )
        self.make(
            Appointment(
                person=person,
                organisation=self.organisations[n % len(self.organisations)],
                title="Mayor" if n % 7 == 0 else "Director",
                started=self.today - timedelta(n % 3000) if n % 4 else None,
                ended=self.today - timedelta(30) if n % 6 == 0 and n % 4 == 0 else None,
            )
            for n, person in enumerate(people)
        )
        return people

    def make(self, rows) -> list:
        rows = list(rows)
        for row in rows:
            if hasattr(row, "refold"):
                row.refold()
        return type(rows[0]).objects.bulk_create(rows, batch_size=BATCH) if rows else []

    def fill(self) -> None:
        """Make the meetings, most of them of late, and what belongs to them."""
        numbers: Counter[str] = Counter()
        meetings = self.make(self.meeting(numbers) for _n in range(self.size))
        for links, targets, most in (
            (Meeting.thematic_areas.through, self.areas, 3),
            (Meeting.staff.through, self.staff, 2),
        ):
            column = "thematicarea" if targets is self.areas else "user"
            self.make(
                links(meeting=meeting, **{column: one})
                for meeting in meetings
                for one in self.draw.sample(targets, self.draw.randint(0, most))
            )
        self.make(point for meeting in meetings for point in self.action_points(meeting))
        counterparts = self.make(row for meeting in meetings for row in self.counterparts(meeting))
        self.make(self.attendances(counterparts))

    def meeting(self, numbers: Counter[str]) -> Meeting:
        draw = self.draw
        back = int(365 * YEARS * draw.random() ** 1.5) - (10 if draw.random() < 0.01 else 0)
        day = self.today - timedelta(back)
        month_only = draw.random() < 0.15
        day = day.replace(day=1) if month_only else day
        numbers[f"{day:%Y-%m}"] += 1
        ends = not month_only and draw.random() < 0.1
        place = draw.choice(self.places)
        return Meeting(
            reference=f"{day:%Y-%m}-{numbers[f'{day:%Y-%m}']:03d}",
            title=f"Meeting of {day}",
            date=day,
            date_precision="month" if month_only else "day",
            end_date=day + timedelta(draw.choice([0, 1, 3, 40])) if ends else None,
            kind=draw.choice(self.kinds),
            location=place,
            place_text="" if place or draw.random() < 0.5 else "In the hills",
            public_line="The needs of returnees were discussed." if draw.random() < 0.8 else "",
            status=draw.choice(STATUSES),
            sensitivity=draw.choice(SENSITIVITIES),
            created_by=draw.choice(self.staff),
        )

    def action_points(self, meeting: Meeting) -> list[ActionPoint]:
        draw = self.draw
        rows = []
        for n in range(draw.choice([0, 0, 0, 1, 2])):
            status = draw.choice(["open", "done", "done", "done", "dropped"])
            rows.append(
                ActionPoint(
                    meeting=meeting,
                    text=f"Promise {n}",
                    owner=draw.choice(self.staff),
                    due=meeting.date + timedelta(draw.randint(-2, 90)) if n else None,
                    status=status,
                    closed_on=None if status == "open" else meeting.date + timedelta(40),
                )
            )
        return rows

    def counterparts(self, meeting: Meeting) -> list[Counterpart]:
        draw = self.draw
        met = draw.sample(self.organisations, draw.choice([0, 1, 1, 1, 2, 3]))
        rows: list[Organisation | None] = [*met, *([None] if draw.random() < 0.05 else [])]
        return [
            Counterpart(
                meeting=meeting,
                organisation=organisation,
                people_count=draw.choice([None, None, 1, 2, 5, 40]),
                group_label=draw.choice(["", "", "Technical staff"]),
                position=position,
            )
            for position, organisation in enumerate(rows)
        ]

    def attendances(self, counterparts: list[Counterpart]) -> list[Attendance]:
        known, rows = set(), []
        for counterpart in counterparts:
            for _n in range(self.draw.choice([0, 1, 1, 2])):
                person = self.draw.choice(self.people)
                if (counterpart.meeting_id, person.pk) in known:
                    continue
                known.add((counterpart.meeting_id, person.pk))
                rows.append(
                    Attendance(
                        counterpart=counterpart,
                        meeting=counterpart.meeting,
                        person=person,
                        title="Director",
                        organisation_name=str(counterpart.organisation or ""),
                    )
                )
        return rows


def make_office(meetings: int, today: date, seed: int = 1) -> None:
    Office(meetings, today, seed).fill()
