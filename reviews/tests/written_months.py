"""Months written down in JSON by people who had not seen the composer, read into facts."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from zlib import crc32

from reviews.article import compose
from reviews.month.meetings import (
    Area,
    Colleague,
    CounterpartFacts,
    MeetingFacts,
    Place,
    Speaker,
)
from toolkit.spelling import fold

IN_FULL = {
    "AVRR": "Assisted Voluntary Return and Reintegration",
    "DTM": "Displacement Tracking Matrix",
}
DESCRIBED = {
    "Field visit": "visit",
    "Event": "participation",
    "Training": "participation",
    "Call": "call",
}
UNNAMED = {"Bilateral meeting", "Field visit", "Other"}
FACTS_OF_COUNTERPARTS = {field.name for field in fields(CounterpartFacts)}


def read_month(path):
    """Return (office, seat, year, month, meetings) of a file."""
    held = json.loads(Path(path).read_text(encoding="utf-8"))
    meetings = tuple(
        make_meeting(number, row, held["year"], held["month"])
        for number, row in enumerate(held["meetings"], 1)
    )
    return held["office"].removeprefix("IOM "), held["seat"], held["year"], held["month"], meetings


def article_of(month):
    office, seat, year, number, meetings = month
    return compose(meetings, year, number, office=office, seat=seat, spellings={})


def make_meeting(number, row, year, month):
    day, kind = row.get("day", ""), row.get("kind", "Other")
    is_month_only = len(day) < 10
    return MeetingFacts(
        reference=f"{year}-{month:02d}-{number:03d}",
        title=row.get("title", ""),
        kind=kind,
        kind_code=fold(kind).replace(" ", "-"),
        channel=row.get("channel", "in_person"),
        day=date(year, month, 1) if is_month_only else date.fromisoformat(day),
        is_month_only=is_month_only,
        end_day=date.fromisoformat(row["end_day"]) if row.get("end_day") else None,
        place=_place(row),
        parties=tuple(_counterpart(held) for held in row.get("with", [])),
        colleagues=tuple(
            Colleague(one["name"], one.get("honorific", ""), one.get("job_title", ""))
            for one in row.get("colleagues", [])
        ),
        areas=tuple(
            Area(fold(name).replace(" ", "-"), name, IN_FULL.get(name, ""))
            for name in row.get("areas", [])
        ),
        public_line=row.get("line", ""),
        described_as=DESCRIBED.get(kind, "meeting"),
        is_kind_named=kind not in UNNAMED,
        involves_travel=kind == "Field visit",
        event_name=row.get("event_name", ""),
    )


def _place(row):
    name = row.get("place", "")
    if not name:
        return None
    level = row.get("place_level", "municipality")
    first, _comma, others = name.partition(", ")
    is_municipality = level == "municipality"
    return Place(
        name=first,
        official_name=first,
        slug=fold(first),
        level=level,
        municipality=first if is_municipality else "",
        county="",
        others=others,
    )


def _counterpart(held):
    name, parent = held.get("organisation", ""), held.get("parent", "")
    role, group = held.get("role", ""), held.get("group", "")
    facts = {
        "name": name,
        "parent": parent,
        "short_name": "",
        "slug": fold(f"{name} {parent}".strip()).replace(" ", "-"),
        "kind": "",
        "kind_code": "",
        "speakers": tuple(_speaker(person) for person in held.get("people", [])),
        "group": group or role.capitalize(),
        # The group's; the form asks how many came in all, those named included.
        "head_count": held.get("count") and held["count"] + len(held.get("people", [])),
        "takes_the": held.get("takes_the"),
        "role": role,
    }
    known = {name: value for name, value in facts.items() if name in FACTS_OF_COUNTERPARTS}
    return CounterpartFacts(**known)


def _speaker(person):
    name = person.get("name", "")
    number = crc32(fold(name).encode())
    return Speaker(number, name, person.get("honorific", ""), person.get("title", ""))
