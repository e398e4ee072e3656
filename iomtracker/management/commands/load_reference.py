"""Loads the reference data of iomtracker/data: places, thematic areas, kinds.

Only what is missing is added, so that a data manager's later edits stay. A row counts
as here when its code or address is, or ever was; or its P-code or name.
"""

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from engagements.models import MeetingKind, ThematicArea
from stakeholders.models import Location, OrganisationKind

DATA = Path(__file__).resolve().parents[2] / "data"
STEP = 10  # between two positions, so that an entry can be put between them
LISTS = {
    "thematic_areas.csv": ThematicArea,
    "meeting_kinds.csv": MeetingKind,
    "organisation_kinds.csv": OrganisationKind,
}


def read_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def store(rows: list, model: Any) -> int:
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, default_change_reason="Reference data")
    else:
        model.objects.bulk_create(rows)
    return len(rows)


def ever_held(model: Any, field: str) -> dict[str, int]:
    now = dict(model.objects.values_list(field, "pk"))
    if not hasattr(model, "history"):
        return now
    past = model.history.filter(id__in=now.values()).values_list(field, "id")
    return {**dict(past), **now}


def load_list(name: str, model: Any) -> int:
    codes = ever_held(model, "code")
    names = ever_held(model, "name")
    rows = [
        model(position=number * STEP, **row)
        for number, row in enumerate(read_rows(name), 1)
        if row["code"] not in codes and row["name"] not in names
    ]
    return store(rows, model)


def make_place(row: dict[str, str], parent_id: int | None) -> Location:
    place = Location(
        level=row["level"],
        slug=row["slug"],
        parent_id=parent_id,
        name=row["name"],
        name_sq=row["name_sq"],
        other_names=row["other_names"].replace("|", "\n"),
        pcode=row["pcode"],
        latitude=row["latitude"] or None,
        longitude=row["longitude"] or None,
        position_is_approximate=row["position_is_approximate"] == "yes",
    )
    place.refold()
    return place


def load_places() -> int:
    ids = ever_held(Location, "slug")
    pcodes = dict(Location.objects.exclude(pcode="").values_list("pcode", "pk"))
    added = 0
    for _level, rows in groupby(read_rows("albania_gazetteer.csv"), lambda row: row["level"]):
        missing = []
        for row in rows:
            found = ids.get(row["slug"]) or pcodes.get(row["pcode"])
            if found:
                ids[row["slug"]] = found
            else:
                missing.append(make_place(row, ids.get(row["parent"])))
        added += store(missing, Location)
        ids |= dict(
            Location.objects.filter(slug__in=[p.slug for p in missing]).values_list("slug", "pk")
        )
    return added


class Command(BaseCommand):
    help = (
        "Load places, thematic areas, kinds of meeting and of organisation. Keeps what was edited."
    )

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        added = load_places() + sum(load_list(name, model) for name, model in LISTS.items())
        self.stdout.write(
            f"Reference data: {added} added." if added else "Reference data: nothing to add."
        )
