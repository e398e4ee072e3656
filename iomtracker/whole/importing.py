"""Fill an empty instance from a whole export: all or nothing."""

import csv
import io
import zipfile
from contextlib import contextmanager

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation, ValidationError
from django.core.files import File
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from iomtracker.whole.checking import PackageError, check_prints, read_manifest
from iomtracker.whole.exporting import FILES
from iomtracker.whole.tables import MADE_BY_MIGRATIONS, tables

LONGEST_CELL = 2**30


def import_all(path):
    """Store all rows and files of the ZIP at `path`. Return how many of each.

    Raises PackageError, with nothing stored, when the instance is not empty or the file is not whole.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise PackageError("This is no ZIP file that can be read.") from error
    with archive:
        manifest = read_manifest(archive)
        check_prints(archive, manifest["prints"])
        with _kept_files() as kept, transaction.atomic():
            _require_empty()
            for name in MADE_BY_MIGRATIONS:
                apps.get_model(*name.split("."))._base_manager.all().delete()
            names = {}
            rows = sum(_fill(archive, table, manifest, names) for table in tables())
            _check_relations()
            _store_files(archive, manifest, names, kept)
    return rows, len(kept)


def _require_empty():
    """Refuse to mix: keys and references of two offices would collide."""
    filled = [
        table.name
        for table in tables()
        if table.name not in MADE_BY_MIGRATIONS and table.rows().exists()
    ]
    if filled:
        raise PackageError(f"This instance is not empty: it has rows in {', '.join(filled)}.")


def _fill(archive, table, manifest, names):
    """Store the rows of one table as they are; return how many. `names` collects the files they name."""
    count = 0
    try:
        for count, cells in enumerate(_lines(archive, table), 1):
            row = _row(table, cells, count)
            row.save_base(raw=True, force_insert=True)  # as it was: no new times, no new history
            names |= {getattr(row, f.attname).name: f.storage for f in table.file_fields}
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [table.model]):
                cursor.execute(statement)
    except (DatabaseError, OverflowError, ValueError) as error:
        raise PackageError(f"{table.path}, row {count}: the database refuses it.") from error
    if count != manifest["rows"][table.path]:
        raise PackageError(f"{table.path} has {count} rows, not as many as the manifest says.")
    return count


def _lines(archive, table):
    """Yield the cells of each row of a table."""
    longest = csv.field_size_limit(LONGEST_CELL)
    try:
        with archive.open(table.path) as member:
            lines = csv.reader(io.TextIOWrapper(member, "utf-8", newline=""), strict=True)
            if next(lines, None) != table.header:
                raise PackageError(f"{table.path} has other columns than this site.")
            yield from lines
    except (csv.Error, UnicodeDecodeError) as error:
        raise PackageError(f"{table.path} can’t be read.") from error
    finally:
        csv.field_size_limit(longest)


def _row(table, cells, number):
    try:
        row = table.instance(cells)
    except (ValueError, TypeError, ValidationError, ObjectDoesNotExist) as error:
        raise PackageError(f"{table.path}, row {number}: a cell can’t be read.") from error
    if isinstance(row, User):
        row.password = make_password(None)
    return row


def _check_relations():
    """Refuse rows that name others that are not there."""
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise PackageError("A row names another that is not in the file.") from error


def _store_files(archive, manifest, names, kept):
    """Put the attached files where the rows look for them; only files that a row names are taken."""
    names.pop("", None)
    packed = {name for name in manifest["prints"] if name.startswith(FILES)}
    wanted = {FILES + name for name in names if name not in manifest["missing"]}
    if packed != wanted:
        raise PackageError("The files are not those that the rows name.")
    for name in sorted(packed):
        place, storage = name.removeprefix(FILES), names[name.removeprefix(FILES)]
        if storage.exists(place):
            raise PackageError(f"The folder of files is not empty: {place} is there.")
        with archive.open(name) as member:
            kept.append((storage, storage.save(place, File(member))))


@contextmanager
def _kept_files():
    """Give a list for the (storage, name) of files stored; they are taken away again when anything fails."""
    kept = []
    try:
        yield kept
    except BaseException as error:
        for storage, name in kept:
            storage.delete(name)
        if isinstance(error, SuspiciousOperation):
            raise PackageError("A file’s name leads out of the folder of files.") from error
        raise
