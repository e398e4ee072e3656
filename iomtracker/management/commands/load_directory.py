"""Loads the directory of the country pack: organisations, and the seats that somebody always holds.

Only what is missing is added, so that later edits stay. An organisation counts as here when one of its names is,
or was, the name of one here.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from countries.pack import DIRECTORY, Body, PackError, read_pack
from stakeholders.models import Location, Organisation, OrganisationKind
from toolkit.spelling import fold

# What a mistake in a field is a mistake in, where the column is named otherwise.
COLUMNS = {"location": "place", "to_confirm": "unverified"}


class Known:
    """The organisations that are here, retired and merged ones too, under all names they have or had."""

    def __init__(self) -> None:
        rows = Organisation.objects.select_related("parent")
        self.main: dict[str, Organisation] = {}
        self.also: dict[str, Organisation] = {}
        by_pk = {row.pk: row for row in rows}
        for row in by_pk.values():
            self.add(row)
        past = Organisation.history.filter(parent=None).values_list("name", "id")
        for name, pk in past.distinct():
            if pk in by_pk:
                self.also.setdefault(fold(name), by_pk[pk])

    def add(self, row: Organisation) -> None:
        """Know a row by its names."""
        for name in row.own_names():
            self.main.setdefault(fold(name), row)
        for name in row.folded_names():
            self.also.setdefault(name, row)

    def find(self, body: Body) -> Organisation | None:
        """Return the row that a body is: one of its own name, or one that is called as it is also written."""
        end = f", {body.parent}" if body.parent else ""
        own = [fold(name + end) for name in (body.name, body.name_local) if name]
        rest = [fold(name + end) for name in (body.short_name, *body.other_names) if name]
        found = [self.also.get(name) for name in own] + [self.main.get(name) for name in rest]
        return next((row for row in found if row), None)


def load_directory(bodies: tuple[Body, ...]) -> int:
    """Add the missing organisations; return how many. Raises PackError, with the row, for what can't be stored."""
    known, added = Known(), 0
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    slugs = {body.place for body in bodies if body.place}
    places = {place.slug: place for place in Location.objects.filter(slug__in=slugs)}
    here = {body.name: known.find(body) for body in bodies}
    for body in bodies:
        if here[body.name] is None:
            here[body.name] = _store(body, kinds, places, here)
            added += 1
    return added


def _store(body: Body, kinds: dict, places: dict, here: dict) -> Organisation:
    if body.kind not in kinds:
        problem = f"no kind of organisation has the code “{body.kind}”."
        raise PackError(DIRECTORY, problem, body.row, "kind")
    row = Organisation(
        name=body.name,
        short_name=body.short_name,
        other_names="\n".join(_also_written(body)),
        kind=kinds[body.kind],
        location=places.get(body.place),
        parent=here[body.parent] if body.parent else None,
        website=body.website,
        seats="\n".join(body.seats),
        to_confirm=body.unverified,
    )
    try:
        row.clean_fields(exclude=["slug"])
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise PackError(DIRECTORY, texts[0], body.row, COLUMNS.get(field, field)) from error
    row._change_reason = "Country pack"  # type: ignore[attr-defined] # read by simple_history
    row.store()
    return row


def _also_written(body: Body) -> Iterator[str]:
    """Yield the other names, that in the country's language first."""
    if body.name_local and body.name_local != body.name:
        yield body.name_local
    yield from body.other_names


class Command(BaseCommand):
    """Adds what is missing, and nothing else."""

    help = "Load the organisations and seats of the country pack (OFFICE_COUNTRY). Keeps what was edited."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        """Load everything, or nothing when a row fails."""
        try:
            bodies = read_pack(settings.COUNTRY.folder).directory
            if not Location.objects.exists():
                raise CommandError("Run load_reference first: organisations are in places.")
            added = load_directory(bodies)
        except PackError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(f"Directory: {added} added." if added else "Directory: nothing to add.")
