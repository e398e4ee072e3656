"""Fill an empty instance from a whole export: all or nothing."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation, ValidationError
from django.core.files import File
from django.core.files.storage import Storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from accounts.models import User
from iomtracker.archive.export import FILES, FORMAT, MANIFEST, README, VERSION, latest_migrations
from iomtracker.archive.tables import MADE_BY_MIGRATIONS, Table, tables
from toolkit.sqlite.trigrams import indexed_at_the_end

LARGEST_MANIFEST = 64 * 2**20
LARGEST_TOTAL = 200 * 2**30
MOST_MEMBERS = 1_000_000
HIGHEST_RATIO = 250  # text of real tables is at most some 50 times its compressed size
SMALL = 2**20
CHUNK = 2**20


class PackageError(Exception):
    """The file is not one that can be imported; the message says why, in words for whoever runs the server."""


def read_manifest(archive: zipfile.ZipFile) -> dict:
    """Return the manifest of an archive whose members are exactly those it lists, each of its size."""
    members = _members(archive)
    if MANIFEST not in members or members[MANIFEST].file_size > LARGEST_MANIFEST:
        raise PackageError("This is not a whole export: it has no manifest.json.")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        listed = {entry["name"]: entry for entry in manifest["files"]}
        missing, made_by = list(manifest["missing_files"]), dict(manifest["migrations"])
        known = (manifest["format"], manifest["version"]) == (FORMAT, VERSION)
        sizes = {name: int(entry["size"]) for name, entry in listed.items()}
        digests = {name: str(entry["sha256"]) for name, entry in listed.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError("manifest.json can’t be read.") from error
    if not known:
        raise PackageError("This kind of whole export is not known here.")
    _same_members(members, sizes, [table.path for table in tables()])
    if made_by != latest_migrations():
        applied = ", ".join(f"{app} {name}" for app, name in made_by.items())
        raise PackageError(
            "The file was made by another version of the site. Install that version "
            f"(its last migrations: {applied}), import there, then update."
        )
    rows = {name: entry.get("rows") for name, entry in listed.items()}
    return {"digests": digests, "rows": rows, "missing": set(missing)}


def _members(archive: zipfile.ZipFile) -> dict:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_TOTAL:
        raise PackageError("The file would unpack to more than a whole export can be.")
    members = {info.filename: info for info in infos}
    for info in infos:
        _check_member(info)
    if len(members) != len(infos):
        raise PackageError("A name appears twice in the ZIP.")
    return members


def _check_member(info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename)
    strange = "\\" in info.filename or "\0" in info.filename or str(path) != info.filename
    if strange or path.is_absolute() or ".." in path.parts:
        raise PackageError(f"A name in the ZIP leads out of it: {info.filename!r}.")
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(f"A member can’t be read: {info.filename}.")
    if info.file_size > max(SMALL, HIGHEST_RATIO * info.compress_size):
        raise PackageError(f"{info.filename} would unpack to far more than it is: a bomb?")


def _same_members(members: dict, sizes: dict[str, int], paths: list[str]) -> None:
    names = set(members) - {MANIFEST}
    if names != set(sizes):
        raise PackageError(f"Not what the manifest lists: {_some(names ^ set(sizes))}.")
    unknown = {n for n in names if not n.startswith(FILES)} ^ {*paths, README}
    if unknown:
        raise PackageError(f"These tables are not those of this site: {_some(unknown)}.")
    wrong = {name for name, size in sizes.items() if members[name].file_size != size}
    if wrong:
        raise PackageError(f"Not of the size that the manifest says: {_some(wrong)}.")


def _some(names) -> str:
    names = sorted(names)
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def check_digests(archive: zipfile.ZipFile, digests: dict[str, str]) -> None:
    """Read every member once and refuse one that is not as it was when the export was made."""
    for name, wanted in digests.items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while chunk := member.read(CHUNK):
                    found.update(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise PackageError(f"{name} is damaged.") from error
        if found.hexdigest() != wanted:
            raise PackageError(f"{name} is not as it was when the export was made.")


LONGEST_CELL = 2**30


def import_all(path: str) -> tuple[int, int]:
    """Store all rows and files of the ZIP at `path`. Return how many of each.

    Raises PackageError, with nothing stored, when the instance is not empty or the file is not whole.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise PackageError("This is not a readable ZIP file.") from error
    with archive:
        manifest = read_manifest(archive)
        check_digests(archive, manifest["digests"])
        with _kept_files() as kept, transaction.atomic(), indexed_at_the_end():
            _require_empty()
            for name in MADE_BY_MIGRATIONS:
                apps.get_model(name)._base_manager.all().delete()
            names: dict[str, Storage] = {}
            rows = sum(_fill(archive, table, manifest, names) for table in tables())
            try:
                connection.check_constraints()
            except DatabaseError as error:
                raise PackageError("A row names another that is not in the file.") from error
            _store_files(archive, manifest, names, kept)
    return rows, len(kept)


def _require_empty() -> None:
    """Refuse to mix: keys and references of two offices would collide."""
    filled = [
        table.name
        for table in tables()
        if table.name not in MADE_BY_MIGRATIONS and table.rows().exists()
    ]
    if filled:
        raise PackageError(f"This instance is not empty: it has rows in {', '.join(filled)}.")


def _fill(archive: zipfile.ZipFile, table: Table, manifest: dict, names: dict) -> int:
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


def _lines(archive: zipfile.ZipFile, table: Table) -> Iterator[list[str]]:
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


def _row(table: Table, cells: list[str], number: int) -> models.Model:
    try:
        row = table.instance(cells)
    except (ValueError, TypeError, ValidationError, ObjectDoesNotExist) as error:
        raise PackageError(f"{table.path}, row {number}: a cell can’t be read.") from error
    if isinstance(row, User):
        row.password = make_password(None)
    return row


def _store_files(archive: zipfile.ZipFile, manifest: dict, names: dict, kept: list) -> None:
    """Put the attached files where the rows look for them; only files that a row names are taken."""
    names.pop("", None)
    packed = {name for name in manifest["digests"] if name.startswith(FILES)}
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
def _kept_files() -> Iterator:
    """Give a list for the (storage, name) of files stored; they are taken away again when anything fails."""
    kept: list[tuple[Storage, str]] = []
    try:
        yield kept
    except BaseException as error:
        for storage, name in kept:
            storage.delete(name)
        if isinstance(error, SuspiciousOperation):
            raise PackageError("A file’s name leads out of the folder of files.") from error
        raise
