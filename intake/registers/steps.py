"""The steps of an import up to its checking, the same from the browser and from the command line."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from intake.models import Import
from intake.registers.columns import ColumnPlan, likely_header, propose
from intake.registers.group_rows import arrange
from intake.registers.read_file import headings
from intake.safe_reading import tables_of

READING = timedelta(minutes=10)
DEFAULTS = {
    "grouping": "rows",
    "kind": "bilateral-meeting",
    "organisation_kind": "other",
    "places": "note",
}


def begin(file, name, size, user):
    """Keep an uploaded file and read its first rows; return the Import. Raises Unreadable: nothing is kept."""
    path = PurePath(name.replace("\\", "/"))
    source = Import(
        name=path.name[:255],
        extension=path.suffix.lower().lstrip(".")[:10],
        size=size,
        created_by=user,
    )
    source.file.save(path.name, File(file), save=False)
    try:
        source.tables = tables_of(source.file.path, source.extension)
    except BaseException:
        source.drop_file()
        raise
    source.sheet = source.tables[0][0]
    source.header_row = likely_header(source.tables[0][1])
    source.save()
    return source


def choose_table(source, sheet, header_row):
    """Say which sheet is imported and in which row its headings are."""
    source.sheet, source.header_row = sheet, header_row
    source.columns, source.status = [], Import.Status.UPLOADED
    with transaction.atomic():
        if still_open(source):
            source.save(update_fields=["sheet", "header_row", "columns", "status"])


def held_open(source):
    """Return an import as it is stored now, held so; None when it is gone or in the record. Call in a transaction."""
    now = Import.objects.select_for_update().filter(pk=source.pk).first()
    return now if now is not None and now.is_open else None


def still_open(source):
    """Whether nothing of an import is in the record, asked anew and held so. Call inside a transaction."""
    return held_open(source) is not None


def sample(source):
    """Return (headings, first rows under them) of the chosen sheet."""
    rows = source.rows_of(source.sheet)
    width = max((len(cells) for number, cells in rows if number >= source.header_row), default=0)
    head = next((cells for number, cells in rows if number == source.header_row), [])
    return headings(head, width), [cells for number, cells in rows if number > source.header_row]


def proposed(source, mapping=None):
    """Return the ColumnPlans to begin with: those chosen before, or of a mapping, or by the headings."""
    if source.columns and mapping is None:
        return [ColumnPlan(**plan) for plan in source.columns]
    names, rows = sample(source)
    known = [ColumnPlan(**plan) for plan in mapping.columns] if mapping else ()
    return propose(names, rows, known)


def use_columns(source, plans, options, mapping=None):
    """Store what the columns mean and arrange the rows anew; return False when that is being done already.

    Raises Unreadable.
    """
    if not source.claim(READING):
        return False
    try:
        source.columns = [plan.as_dict() for plan in plans]
        source.options, source.mapping = {**DEFAULTS, **options}, mapping
        source.answers, source.status = {}, Import.Status.UPLOADED
        source.save(update_fields=["columns", "options", "mapping", "answers", "status"])
        arrange(source)
    finally:
        source.release()
    return True


def discard(source):
    """Delete an import of which nothing is in the record, with its file and rows.

    Return False, and leave it, when something of it was stored meanwhile or somebody works on it.
    """
    name = source.file.name
    with transaction.atomic():
        now = held_open(source)
        if now is None or now.is_busy:
            return False
        Import.objects.filter(pk=source.pk).delete()
        transaction.on_commit(lambda: name and default_storage.delete(name))
    return True


def print_of(source):
    """Return a short print of what a preview shows of an import; another one when something was changed since."""
    fixed = source.rows.exclude(fixed={}).order_by("number").values_list("number", "fixed")
    said = [
        [source.sheet, source.header_row, source.columns, source.options],
        [source.status, source.answers, source.result],
        [source.counts(), list(fixed)],
    ]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def check_again(source, rows):
    """Let rows be checked again: something was answered or put right. Their parts come with them."""
    rows.update(state="waiting", outcome=None)
    Import.objects.filter(pk=source.pk, status=Import.Status.CHECKED).update(
        status=Import.Status.CHECKING
    )
