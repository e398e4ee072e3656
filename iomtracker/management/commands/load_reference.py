"""Loads the reference data: the places of the country pack; the thematic areas and kinds of iomtracker/data.

Only what is missing is added, so that a data manager's later edits stay. A row counts
as here when its code or address is, or ever was; or its P-code or name.
"""

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from countries.pack import PackError, Place, read_pack
from engagements.models import MeetingKind, ThematicArea
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.models.alphabetical import renew_sort_keys

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


# A pack says first and second level, whatever the country calls them.
LEVELS = {"first": Location.Level.COUNTY, "second": Location.Level.MUNICIPALITY}


def make_place(row: Place, parent_id: int | None) -> Location:
    place = Location(
        level=LEVELS.get(row.level, row.level),
        slug=row.slug,
        parent_id=parent_id,
        name=row.name,
        name_local=row.name_local,
        other_names="\n".join(row.other_names),
        pcode=row.pcode,
        latitude=row.latitude,
        longitude=row.longitude,
        position_is_approximate=row.position_is_approximate,
    )
    place.refold()
    return place


def load_places(places: tuple[Place, ...]) -> int:
    ids = ever_held(Location, "slug")
    pcodes = dict(Location.objects.exclude(pcode="").values_list("pcode", "pk"))
    added = 0
    for _level, rows in groupby(places, lambda row: row.level):
        missing = []
        for row in rows:
            found = ids.get(row.slug) or pcodes.get(row.pcode)
            if found:
                ids[row.slug] = found
            else:
                missing.append(make_place(row, ids.get(row.parent)))
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
        try:
            places = read_pack(settings.COUNTRY.folder).places
        except PackError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        added = load_places(places) + sum(load_list(name, model) for name, model in LISTS.items())
        renewed = sum(renew_sort_keys(model) for model in (Location, Organisation, Person))
        self.stdout.write(
            f"Reference data: {added} added." if added else "Reference data: nothing to add."
        )
        if renewed:
            self.stdout.write(f"Sorted by the alphabet of {settings.COUNTRY.name_en}: {renewed}.")
