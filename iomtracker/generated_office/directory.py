"""Whom a generated office knows: its colleagues, organisations, people and who held which post when."""

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import Group

import stakeholders
from accounts import roles
from accounts.models import User
from iomtracker.generated_office.tables import Table
from iomtracker.generated_office.texts import Texts
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.search import unique_slug
from toolkit.spelling import fold

MORNING = time(9)
REASON = "Generated"


def given_names() -> list[str]:
    path = Path(stakeholders.__file__).parent / "data" / "given_names.txt"
    return path.read_text(encoding="utf-8").split()


@dataclass(slots=True)
class Colleague:
    pk: int
    came: date
    left: date | None


@dataclass(slots=True)
class Holder:
    """Somebody in a post, with what is kept of them with a meeting of those days."""

    person: int
    honorific: str
    title: str
    started: date
    ended: date | None


@dataclass(eq=False, slots=True)
class Body:
    pk: int
    name: str
    place: int | None
    holders: list[Holder] = field(default_factory=list)

    def holders_on(self, day: date) -> list[Holder]:
        return [
            one
            for one in self.holders
            if one.started <= day and (not one.ended or day <= one.ended)
        ]


class Skewed:
    """Rows of which the first are drawn far more often than the last (Zipf's law)."""

    def __init__(self, dice: Random, rows: list[Any], steepness: float = 0.9) -> None:
        self.dice, self.rows = dice, rows
        self.sums = list(accumulate(1 / (n + 1) ** steepness for n in range(len(rows))))

    def draw(self) -> Any:
        return self.rows[bisect(self.sums, self.dice.random() * self.sums[-1])]


class Directory:
    """Makes the directory of an office of `meetings` meetings in the days from `first` to `last`."""

    def __init__(self, dice: Random, texts: Texts, meetings: int, first: date, last: date) -> None:
        self.dice, self.texts = dice, texts
        self.first, self.last, self.days = first, last, (last - first).days
        # Sorted here: databases order letters and hyphens each in their way.
        self.places = sorted(Location.objects.municipalities(), key=lambda place: place.slug)
        dice.shuffle(self.places)
        self.known_people: list[tuple[int, str]] = []
        self.tables = self._make_tables()
        self.colleagues = self._make_colleagues(6 + int(meetings**0.3))
        self.bodies = self._known_bodies()
        self._make_bodies(int(4 * meetings**0.58))
        dice.shuffle(self.bodies)
        for rank, body in enumerate(self.bodies):
            self._fill_posts(body, posts=dice.randint(3, 8) if rank < 20 else dice.randint(1, 3))

    def _make_tables(self) -> list[Table]:
        kept = ("history_date", "history_change_reason", "history_type", "history_user_id")
        self.organisation_rows = Table(
            Organisation, "name", "slug", "kind_id", "location_id", "seats", "focal_point_id",
            "contact_every", "search", "sort_key",
        )  # fmt: skip
        self.organisation_history = Table(
            Organisation.history.model, "id", "name", "slug", "kind_id", "location_id", "seats",
            "focal_point_id", "contact_every", *kept,
        )  # fmt: skip
        self.person_rows = Table(
            Person, "honorific", "full_name", "email", "phone", "source", "last_confirmed",
            "search", "sort_key",
        )  # fmt: skip
        self.person_history = Table(
            Person.history.model, "id", "honorific", "full_name", "email", "phone", "source",
            "last_confirmed", *kept,
        )  # fmt: skip
        self.post_rows = Table(
            Appointment, "person_id", "organisation_id", "title", "started", "ended", "search"
        )
        self.post_history = Table(
            Appointment.history.model, "id", "person_id", "organisation_id", "title", "started",
            "ended", *kept,
        )  # fmt: skip
        self.user_rows = Table(
            User, "username", "password", "full_name", "job_title", "email", "is_active",
            "date_joined",
        )  # fmt: skip
        self.role_rows = Table(User.groups.through, "user_id", "group_id")
        return [value for value in vars(self).values() if isinstance(value, Table)]

    def _make_colleagues(self, count: int) -> list[Colleague]:
        """Store the colleagues: a head of office, a data manager and a viewer who stay, staff who come and go."""
        dice, groups = self.dice, dict(Group.objects.values_list("name", "pk"))
        staying = [roles.HEAD_OF_OFFICE, roles.DATA_MANAGER, roles.VIEWER, roles.STAFF]
        wanted = [*staying, *[roles.STAFF] * (count - len(staying))]
        taken: set[str] = set()
        found = []
        for number, role in enumerate(wanted):
            name = self.texts.person()
            username = fold(name).replace(" ", ".")
            while username in taken:
                username += "2"
            taken.add(username)
            came, left = self.first, None
            if number >= len(staying):
                came += timedelta(days=dice.randint(-900, int(self.days * 0.9)))
                left = came + timedelta(days=dice.randint(400, 3000))
            is_here = left is None or left > self.last
            joined = datetime.combine(came, MORNING)
            pk = self.user_rows.add(
                username, "!", name, dice.choice(self.texts.titles), f"{username}@example.org",
                is_here, joined,
            )  # fmt: skip
            self.role_rows.add(pk, groups[role])
            if role in (roles.STAFF, roles.HEAD_OF_OFFICE):
                found.append(Colleague(pk, came, None if is_here else left))
        self.user_rows.write()
        return found

    def colleagues_in(self, month: date) -> list[int]:
        """Return the keys of those who are there in a month, those who travel most first."""
        return [
            one.pk
            for one in self.colleagues
            if one.came <= month and not (one.left and one.left < month)
        ]

    def _known_bodies(self) -> list[Body]:
        found = Organisation.objects.select_related("parent")
        rows = sorted(found, key=lambda organisation: organisation.slug)
        return [Body(row.pk, str(row), row.location_id) for row in rows]

    def _make_bodies(self, count: int) -> None:
        dice, kinds = self.dice, dict(OrganisationKind.objects.values_list("code", "pk"))
        names = {body.name for body in self.bodies}
        slugs = set(Organisation.objects.values_list("slug", flat=True))
        places = Skewed(dice, self.places, 0.7)
        while len(self.bodies) < count:
            place = places.draw()
            kind, name = self.texts.body(place.name, dice.randint(1, 40))
            if name in names:
                continue
            names.add(name)
            self.bodies.append(self._store_body(name, kinds[kind], place.pk, slugs))

    def _store_body(self, name: str, kind: int, place: int, slugs: set[str]) -> Body:
        dice = self.dice
        is_followed = dice.random() < 0.15
        row = Organisation(
            name=name,
            slug=unique_slug(Organisation, name, taken=slugs),
            kind_id=kind,
            location_id=place,
            seats="Director" if dice.random() < 0.3 else "",
            focal_point_id=dice.choice(self.colleagues).pk if is_followed else None,
            contact_every=dice.choice((30, 60, 90, 180)) if is_followed else None,
        )
        slugs.add(row.slug)
        row.refold()
        values = (
            name, row.slug, kind, place, row.seats, row.focal_point_id, row.contact_every
        )  # fmt: skip
        pk = self.organisation_rows.add(*values, row.search, row.sort_key)
        self.organisation_history.add(pk, *values, *self._made(self.first))
        return Body(pk, name, place)

    def _made(self, day: date) -> tuple[Any, ...]:
        """Return what the history says of a row made on `day`."""
        return datetime.combine(day, MORNING), REASON, "+", self.colleagues[0].pk

    def _fill_posts(self, body: Body, posts: int) -> None:
        """Give each post of a body holder after holder, the last of whom mostly is still there."""
        dice = self.dice
        for title in dice.sample(self.texts.titles, posts):
            started = self.first - timedelta(days=dice.randint(0, 1200))
            while started < self.last:
                ended: date | None = started + timedelta(days=dice.randint(300, 2200))
                if ended is None or ended >= self.last:
                    ended = None
                person, honorific = self._person(started)
                body.holders.append(Holder(person, honorific, title, started, ended))
                row = (person, body.pk, title, started, ended)
                pk = self.post_rows.add(*row, fold(title))
                self.post_history.add(pk, *row, *self._made(max(started, self.first)))
                if ended is None or dice.random() < 0.1:
                    break
                started = ended + timedelta(days=dice.choice((1, 1, 30, 90)))

    def _person(self, day: date) -> tuple[int, str]:
        """Return the key and the honorific of who takes a post: now and then somebody who is known."""
        dice = self.dice
        if self.known_people and dice.random() < 0.12:
            return dice.choice(self.known_people)
        honorific = dice.choice(("Mr.", "Mr.", "Ms.", "Ms.", "Ms.", "Dr.", ""))
        row = Person(honorific=honorific, full_name=self.texts.person())
        address = fold(row.full_name).replace(" ", ".")
        if dice.random() < 0.5:
            row.email = f"{address}.{self.person_rows.last}@example.org"
        if dice.random() < 0.4:
            row.phone = f"0{dice.randint(400_0000, 699_9999)}"
        if row.email or row.phone:
            row.source = "Business card"
            row.last_confirmed = day if dice.random() < 0.6 else None
        row.refold()
        values = (
            honorific, row.full_name, row.email, row.phone, row.source, row.last_confirmed
        )  # fmt: skip
        pk = self.person_rows.add(*values, row.search, row.sort_key)
        self.person_history.add(pk, *values, *self._made(max(day, self.first)))
        self.known_people.append((pk, honorific))
        return pk, honorific
