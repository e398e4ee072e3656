"""The meetings of a generated office, month by month, with all that hangs on them and its history."""

import uuid
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from django.conf import settings

from engagements.models import (
    ActionPoint,
    Attendance,
    Counterpart,
    Meeting,
    MeetingKind,
    MonthCounter,
    ThematicArea,
)
from iomtracker.generated_office.directory import Body, Directory, Skewed
from iomtracker.generated_office.tables import Table
from iomtracker.generated_office.texts import Texts
from stakeholders.models import Location
from toolkit.spelling import fold

MONTHS = 120
# Months of as many meetings in an office of any size, by how many months ago: what grows is the rest.
FIXED_SIZES = {18: 12, 7: 200, 30: 5000}
WEEKDAYS = (1.1, 1.2, 1.2, 1.1, 0.8, 0.08, 0.04)
OF_A_YEAR = (0.8, 1, 1.15, 1.05, 1.1, 1.1, 0.85, 0.5, 1.1, 1.2, 1.15, 0.7)
BY_KIND = {
    "bilateral-meeting": 34, "technical-meeting": 18, "field-visit": 14, "event": 9, "courtesy-call": 5,
    "coordination-meeting": 9, "training": 5, "call": 5, "other": 1,
}  # fmt: skip

folded = lru_cache(100_000)(fold)


def month_sizes(dice: Random, meetings: int, until: date) -> list[tuple[date, int]]:
    """Return the first day of each month with the number of its meetings, oldest first."""
    number = until.year * 12 + until.month - 1
    months = [date((number - n) // 12, (number - n) % 12 + 1, 1) for n in range(MONTHS - 1, -1, -1)]
    weights = [
        OF_A_YEAR[month.month - 1] * (0.6 + at / MONTHS) * dice.lognormvariate(0, 0.25)
        for at, month in enumerate(months)
    ]
    weights[-1] *= until.day / monthrange(until.year, until.month)[1]
    fixed = {MONTHS - 1 - n: size for n, size in FIXED_SIZES.items() if 4 * size <= meetings}
    for at in fixed:
        weights[at] = 0
    left, whole = meetings - sum(fixed.values()), sum(weights)
    sizes = [int(left * weight / whole) for weight in weights]
    for at in dice.choices(range(MONTHS), weights, k=left - sum(sizes)):
        sizes[at] += 1
    return [(month, fixed.get(at, sizes[at])) for at, month in enumerate(months)]


class MeetingMaker:
    def __init__(self, dice: Random, texts: Texts, directory: Directory, until: date) -> None:
        self.dice, self.texts, self.directory, self.until = dice, texts, directory, until
        self.tables = [*self._make_tables()]
        kinds = list(MeetingKind.objects.order_by("pk"))
        self.kinds, self.kind_weights = kinds, [BY_KIND.get(kind.code, 1) for kind in kinds]
        areas = list(ThematicArea.objects.order_by("pk"))
        dice.shuffle(areas)
        self.areas = Skewed(dice, areas)
        self.bodies = Skewed(dice, directory.bodies)
        self.near: dict[int | None, Skewed] = {
            place: Skewed(dice, [body for body in directory.bodies if body.place == place])
            for place in {body.place for body in directory.bodies}
        }
        self.places = Skewed(dice, self._places(), 0.8)

    def _places(self) -> list[Location]:
        """Return the places, those that are met in most first: the office's seat leads."""
        others = Location.objects.current().exclude(level=Location.Level.MUNICIPALITY)
        rows = [*self.directory.places, *sorted(others, key=lambda place: place.slug)]
        return sorted(rows, key=lambda place: fold(place.name) != fold(settings.OFFICE_SEAT))

    def _make_tables(self) -> Iterator[Table]:
        kept = ("history_date", "history_change_reason", "history_type", "history_user_id")
        meeting = (
            "reference", "date", "date_precision", "end_date", "kind_id", "channel", "title", "event_name",
            "location_id", "place_text", "public_line", "internal_note", "sensitivity", "status",
            "created_by_id", "created_at", "updated_at", "version",
        )  # fmt: skip
        self.meetings = Table(Meeting, *meeting, "token", "search", "search_note")
        self.meeting_history = Table(Meeting.history.model, "id", *meeting, *kept)
        self.ticks, self.tick_history = {}, {}
        for relation, column in (
            (Meeting.thematic_areas, "thematicarea_id"),
            (Meeting.staff, "user_id"),
        ):
            past = getattr(Meeting.history.model, relation.field.name).model
            self.ticks[column] = Table(relation.through, "meeting_id", column)
            self.tick_history[column] = Table(past, "id", "meeting_id", column, "history_id")
            yield from (self.ticks[column], self.tick_history[column])
        party = ("meeting_id", "organisation_id", "people_count", "group_label", "position")
        self.counterparts = Table(Counterpart, *party)
        self.counterpart_history = Table(Counterpart.history.model, "id", *party, *kept)
        present = (
            "counterpart_id", "meeting_id", "person_id", "honorific", "title", "organisation_name"
        )  # fmt: skip
        self.attendances = Table(Attendance, *present)
        self.attendance_history = Table(Attendance.history.model, "id", *present, *kept)
        point = (
            "meeting_id", "text", "promised_by", "owner_id", "organisation_id", "due", "status", "closed_on",
            "closed_by_id", "outcome",
        )  # fmt: skip
        self.points = Table(ActionPoint, *point, "search")
        self.point_history = Table(ActionPoint.history.model, "id", *point, *kept)
        self.counters = Table(MonthCounter, "month", "last")
        yield from (value for value in vars(self).values() if isinstance(value, Table))

    def add_month(self, month: date, count: int) -> None:
        """Keep `count` meetings of a month for writing, in the order of their references."""
        last = min(monthrange(month.year, month.month)[1], (self.until - month).days + 1)
        days = [month + timedelta(days=n) for n in range(last)]
        weights = [WEEKDAYS[day.weekday()] for day in days]
        staff = Skewed(self.dice, self.directory.colleagues_in(month), 0.5)
        for number, day in enumerate(self.dice.choices(days, weights, k=count), 1):
            self._add_meeting(f"{month:%Y-%m}-{number:03d}", day, staff)
        if count:
            self.counters.add(month, count)

    def _add_meeting(self, reference: str, day: date, staff: Skewed) -> None:
        dice, chance = self.dice, self.dice.random
        is_month_only = chance() < 0.12
        place = self.places.draw() if chance() < 0.93 else None
        where = place.name if place else "the region"
        areas = self._some(self.areas, (0.06, 0.6, 0.24, 0.1))
        topic = self.texts.topic(areas[0].code if areas else None)
        bodies = self._bodies(place)
        kind = dice.choices(self.kinds, self.kind_weights)[0]
        texts = self._texts(kind, topic, where, bodies)
        writer = staff.draw()
        logged = day + timedelta(days=int(12 * chance() ** 2))
        created = self._moment(logged)
        columns = (
            reference, day.replace(day=1) if is_month_only else day, "month" if is_month_only else "day",
            day + timedelta(days=1 + int(2 * chance())) if not is_month_only and chance() < 0.04 else None,
            kind.pk, self._channel(kind), *texts[:2], place.pk if place else None,
            "A village in the hills" if not place and chance() < 0.5 else "", *texts[2:],
            "restricted" if chance() < 0.04 else "internal", self._status(day), writer, created,
        )  # fmt: skip
        title, event, line, note = texts
        place_text = columns[9]
        search = [reference, title, event, place_text, line]
        is_edited = chance() < 0.15
        changed = (
            self._moment(logged + timedelta(days=1 + int(20 * chance())), 17)
            if is_edited
            else created
        )
        version = 2 if is_edited else 1
        pk = self.meetings.add(
            *columns, changed, version, uuid.UUID(int=dice.getrandbits(128)).hex,
            " ".join(filter(None, map(folded, search))), folded(note),
        )  # fmt: skip
        ticked = {
            "thematicarea_id": [area.pk for area in areas],
            "user_id": self._some(staff, (0.04, 0.56, 0.3, 0.1)),
        }
        self._add_history(pk, columns, created, ticked, (changed, writer) if is_edited else None)
        self._add_counterparts(pk, bodies, day, created, writer)
        self._add_points(pk, day, bodies, (topic, where), staff, created)

    def _moment(self, day: date, hour: int = 8) -> datetime:
        """Return a moment of a working day that is over on the office's last day."""
        day = min(day, self.until)
        return datetime(
            day.year,
            day.month,
            day.day,
            hour + int(9 * self.dice.random()) % 7,
            int(60 * self.dice.random()),
        )

    def _some(self, rows: Skewed, chances: tuple[float, ...]) -> list[Any]:
        """Return different rows, as many as drawn by the chances of 0, 1, 2 ... of them."""
        wanted = self.dice.choices(range(len(chances)), chances)[0]
        return list(dict.fromkeys(rows.draw() for _time in range(wanted)))

    def _bodies(self, place: Location | None) -> list[Body]:
        """Return whom a meeting is with, every other time of the place it is in."""
        near = self.near.get(place.pk) if place else None
        found = self._some(self.bodies, (0.02, 0.66, 0.2, 0.07, 0.03, 0.02))
        if found and near and self.dice.random() < 0.5:
            found[0] = near.draw()
        return list({body.pk: body for body in found}.values())

    def _texts(
        self, kind: MeetingKind, topic: str, where: str, bodies: list[Body]
    ) -> tuple[str, str, str, str]:
        """Return the title, the name of the event, the public line and the internal note."""
        texts, chance = self.texts, self.dice.random
        lead = texts.fill(texts.leads, topic, where)
        title = f"{lead} with {bodies[0].name}" if bodies and chance() < 0.6 else lead
        is_event = kind.described_as == MeetingKind.Description.PARTICIPATION
        event = texts.fill(texts.events, topic, where) if is_event else ""
        lines = [texts.fill(texts.sentences, topic, where)] if chance() < 0.82 else []
        while lines and len(lines) < 4 and chance() < 0.45:
            lines.append(texts.fill(texts.sentences, topic, where))
        note = texts.fill(texts.notes, topic, where) if chance() < 0.35 else ""
        return title[:200], event, " ".join(dict.fromkeys(lines)), note

    def _channel(self, kind: MeetingKind) -> str:
        if kind.described_as == MeetingKind.Description.CALL:
            return "phone"
        return "online" if not kind.involves_travel and self.dice.random() < 0.2 else "in_person"

    def _status(self, day: date) -> str:
        drawn = self.dice.random()
        if drawn < 0.015:
            return "cancelled"
        return "draft" if drawn < 0.05 and (self.until - day).days < 45 else "logged"

    def _add_history(
        self,
        pk: int,
        columns: tuple[Any, ...],
        created: datetime,
        ticked: dict[str, list[int]],
        edited: tuple[datetime, int] | None,
    ) -> None:
        """Add what saving the form leaves: the row, then a row for each kind of what was ticked; and an edit."""
        links = {
            column: [(self.ticks[column].add(pk, one), one) for one in chosen]
            for column, chosen in ticked.items()
        }
        writer, add = columns[-2], self.meeting_history.add
        known: dict[str, list[tuple[int, int]]] = {}
        add(pk, *columns, created, 1, created, None, "+", writer)
        for column, rows in links.items():
            if rows:
                known[column] = rows
                at = add(pk, *columns, created, 1, created, None, "~", writer)
                self._add_tick_history(at, pk, known)
        if edited:
            changed, by = edited
            at = add(pk, *columns, changed, 2, changed, None, "~", by)
            self._add_tick_history(at, pk, known)

    def _add_tick_history(self, at: int, pk: int, known: dict[str, list[tuple[int, int]]]) -> None:
        for column, rows in known.items():
            for link, one in rows:
                self.tick_history[column].add(link, pk, one, at)

    def _add_counterparts(
        self, pk: int, bodies: list[Body], day: date, created: datetime, writer: int
    ) -> None:
        chance, made = self.dice.random, (created, None, "+", writer)
        present: set[int] = set()
        for position, body in enumerate(bodies):
            holders = body.holders_on(day)
            wanted = self.dice.choices((0, 1, 2, 3), (0.3, 0.42, 0.2, 0.08))[0]
            chosen = self.dice.sample(holders, min(wanted, len(holders)))
            people = {one.person: one for one in chosen if one.person not in present}
            present.update(people)
            count = len(people) + int(4 * chance() ** 2) or None if chance() < 0.8 else None
            label = "technical staff" if chance() < 0.05 else ""
            row = (pk, body.pk, count, label, position)
            at = self.counterparts.add(*row)
            self.counterpart_history.add(at, *row, *made)
            for one in people.values():
                who = (at, pk, one.person, one.honorific, one.title, body.name)
                self.attendance_history.add(self.attendances.add(*who), *who, *made)

    def _add_points(
        self,
        pk: int,
        day: date,
        bodies: list[Body],
        about: tuple[str, str],
        staff: Skewed,
        created: datetime,
    ) -> None:
        chance, texts = self.dice.random, self.texts
        for _time in range(self.dice.choices((0, 1, 2, 3), (0.7, 0.2, 0.07, 0.03))[0]):
            text = texts.fill(texts.promises, *about)
            theirs = bool(bodies) and chance() < 0.35
            owner = None if theirs else staff.draw()
            body = bodies[0].pk if theirs else None
            due = day + timedelta(days=7 + int(60 * chance())) if chance() < 0.85 else None
            point = (pk, text, "them" if theirs else "us", owner, body, due)
            closed = day + timedelta(days=3 + int(70 * chance()))
            is_open = closed > self.until or chance() < 0.015
            closer = owner or staff.draw()
            end = ("open", None, None, "") if is_open else self._settled(closed, closer)
            at = self.points.add(*point, *end, folded(text))
            opened = ("open", None, None, "", created, None, "+", closer)
            self.point_history.add(at, *point, *opened)
            if not is_open:
                noon = datetime(closed.year, closed.month, closed.day, 12)
                self.point_history.add(at, *point, *end, noon, None, "~", closer)

    def _settled(self, day: date, by: int) -> tuple[str, date, int, str]:
        if self.dice.random() < 0.08:
            return "dropped", day, by, "Not needed any more."
        return "done", day, by, "Done, and they were told." if self.dice.random() < 0.4 else ""
