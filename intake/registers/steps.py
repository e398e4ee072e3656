"""The steps of an import up to its checking, the same from the browser and from the command line."""

import json
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from intake.models import Import, ImportRow, ImportRowQuerySet, Mapping
from intake.registers.columns import ColumnPlan, likely_header, plans_of, propose
from intake.registers.read_file import headings
from intake.registers.rows import group_rows
from intake.safe_reading import rows_of, tables_of

READING = timedelta(minutes=10)
BATCH = 1000
State = ImportRow.State
# Without a kind of meeting, the first one in the office's list is used, as in the meeting form.
DEFAULTS = {"grouping": "rows", "kind": "", "organisation_kind": "other", "places": "note"}


def begin(file: File, user: User) -> Import:
    """Keep an uploaded file and read its first rows; return the Import. Raises Unreadable: nothing is kept."""
    path = PurePath((file.name or "").replace("\\", "/"))
    extension = path.suffix.lower().lstrip(".")[:10]
    source = Import(name=path.name[:255], extension=extension, size=file.size, created_by=user)
    source.file.save(path.name, file, save=False)
    try:
        source.tables = tables_of(source.file.path, source.extension)
    except BaseException:
        source.file.delete(save=False)
        raise
    source.sheet = source.tables[0][0]
    source.header_row = likely_header(source.tables[0][1])
    source.save()
    return source


def choose_table(source: Import, sheet: str, header_row: int | None) -> None:
    source.sheet, source.header_row = sheet, header_row
    source.columns, source.status = [], Import.Status.UPLOADED
    with transaction.atomic():
        if lock_if_open(source):
            source.save(update_fields=["sheet", "header_row", "columns", "status"])


def lock_if_open(source: Import) -> Import | None:
    """Return an import as it is stored now, locked; None when it is gone or in the record. Call in a transaction."""
    now = Import.objects.select_for_update().filter(pk=source.pk).first()
    return now if now is not None and now.is_open else None


def sample(source: Import) -> tuple[list[str], list[list[str]]]:
    rows = source.rows_of(source.sheet)
    header_row = source.header_row or 0
    width = max((len(cells) for number, cells in rows if number >= header_row), default=0)
    head = next((cells for number, cells in rows if number == header_row), [])
    return headings(head, width), [cells for number, cells in rows if number > header_row]


def proposed(source: Import, mapping: Mapping | None = None) -> list[ColumnPlan]:
    """Return the ColumnPlans to begin with: those chosen before, or of a mapping, or by the headings."""
    if source.columns and mapping is None:
        return plans_of(source)
    names, rows = sample(source)
    return propose(names, rows, plans_of(mapping) if mapping else ())


def use_columns(
    source: Import, plans: list[ColumnPlan], options: dict[str, str], mapping: Mapping | None = None
) -> bool:
    """Keep what the columns mean and read the rows anew; they wait to be checked.

    Return False when that is being done already. Raises Unreadable: then no row is kept.
    """
    if not source.claim(READING):
        return False
    try:
        source.columns = [asdict(plan) for plan in plans]
        source.options, source.mapping = {**DEFAULTS, **options}, mapping
        source.answers, source.status = {}, Import.Status.UPLOADED
        source.save(update_fields=["columns", "options", "mapping", "answers", "status"])
        _read_rows(source, plans)
    finally:
        source.release()
    return True


def _read_rows(source: Import, plans: list[ColumnPlan]) -> None:
    """Store the rows of the file in place of those stored before, in batches, so that others can write meanwhile."""
    source.rows.all().delete()
    try:
        plain = rows_of(source.file.path, source.extension, source.sheet)
        below = (row for row in plain if row[0] > (source.header_row or 0))
        rows = group_rows(below, plans, source.options["grouping"])
        while batch := list(islice(rows, BATCH)):
            _store(source, batch)
    except BaseException:
        source.rows.all().delete()
        raise
    # New rows of a meeting imported before are checked by themselves: the check says that they can't be added.
    here = source.rows.filter(state=State.HERE).order_by().values("number")
    new_parts = source.rows.filter(state=State.PART, lead__in=here)
    new_parts.update(lead=F("number"), state=State.WAITING)
    source.status = Import.Status.CHECKING
    source.save(update_fields=["status"])


def _store(source: Import, batch: list[ImportRow]) -> None:
    imported = ImportRow.objects.filter(meeting__isnull=False, key__in={row.key for row in batch})
    known = dict(imported.exclude(key="").values_list("key", "meeting"))
    for row in batch:
        row.source = source
        if row.key in known and row.state in (State.WAITING, State.PART):
            row.state, row.meeting_id = State.HERE, known[row.key]
    ImportRow.objects.bulk_create(batch, batch_size=BATCH)


def discard(source: Import) -> bool:
    """Delete an import of which nothing is in the record, with its file and rows.

    Return False, and leave it, when something of it was stored meanwhile or somebody works on it.
    """
    name = source.file.name
    with transaction.atomic():
        now = lock_if_open(source)
        if now is None or now.is_busy:
            return False
        Import.objects.filter(pk=source.pk).delete()
        if name:
            transaction.on_commit(partial(default_storage.delete, name))
    return True


def digest_of(source: Import) -> str:
    """Return a short digest of what a preview shows of an import; another one once something has changed."""
    fixed = source.rows.exclude(fixed={}).order_by("number").values_list("number", "fixed")
    shown = [
        [source.sheet, source.header_row, source.columns, source.options],
        [source.status, source.answers, source.result],
        [source.counts(), list(fixed)],
    ]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


def check_again(source: Import, rows: ImportRowQuerySet) -> None:
    rows.update(state=State.WAITING, outcome=None)
    checked = Import.objects.filter(pk=source.pk, status=Import.Status.CHECKED)
    checked.update(status=Import.Status.CHECKING)
