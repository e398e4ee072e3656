"""Write the whole export: tables, files, README.txt, and a manifest with the digest of each."""

import csv
import hashlib
import inspect
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import Storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from iomtracker.archive.tables import (
    ALSO,
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    NOTHING,
    NUMBERS,
    Table,
    label,
    tables,
)

INTRODUCTION = """{title}

All data that this site holds, as text. It holds restricted meetings and internal notes: keep it like the
site itself. `manage.py import_all FILE.zip` makes an equal site of it (docs/whole-export.md).

Each file in data/ is one table: UTF-8, values separated by commas, the names of the columns in the first line,
rows in the order of their keys. A column that ends in _id holds the key (id) of a row in the table named
beside it. Days are 2024-03-06, times 2024-03-06T08:30:00+00:00, yes and no True and False.
An empty cell means: no value. In a column of text an empty cell is an empty text, and {nothing} is no value.
A cell that begins with ' does so because its text begins with that, or could run as a formula in a spreadsheet:
take one ' off. JSON has its names in alphabetical order. Bytes are Base64.

files/ holds the attached files, under the names that the tables give.
manifest.json holds of each file its SHA-256, its size in bytes and its rows.

Not in it: {left_out}.
"""


def readme(tables: list[Table]) -> str:
    left_out = "; ".join(f"{name} ({reason})" for name, reason in LEFT_OUT.items())
    title = f"{settings.SITE_NAME}, {settings.OFFICE_NAME}: whole export"
    parts = [INTRODUCTION.format(title=title, nothing=NOTHING, left_out=left_out)]
    return "\n".join([*parts, *map(_about, tables)])


def _about(table: Table) -> str:
    lines = [table.path, f"  {_what(table)}"]
    lines += [f"  {field.attname}: {_column(field)}" for field in table.fields]
    without = LEFT_OUT_COLUMNS.get(table.name, {})
    lines += [f"  (not in it: {name}, {reason})" for name, reason in without.items()]
    return "\n".join([*lines, ""])


def _what(table: Table) -> str:
    model = table.model
    if model._meta.auto_created:
        names = " and ".join(field.name for field in table.fields if field.is_relation)
        return f"Which belong together: {names}."
    if hasattr(model, "history_type"):
        return f"Earlier versions of {label(model.instance_type)}, the latest among them."
    if table.name in ALSO:
        return f"{ALSO[table.name].capitalize()}."
    return (inspect.getdoc(model) or str(model._meta.verbose_name)).split("\n")[0]


def _column(field) -> str:
    words = [str(field.verbose_name), f"({_type(field)})"]
    if field.help_text:
        words.append(str(field.help_text))
    if field.choices:
        words.append("One of: " + ", ".join(f"{key} = {name}" for key, name in field.flatchoices))
    return " ".join(words)


def _type(field) -> str:
    if field.is_relation:
        how = "natural key in" if label(field.related_model) in LEFT_OUT else "id in"
        return f"{how} {label(field.related_model)}"
    if isinstance(field, NUMBERS):
        return "number, the key" if field.primary_key else "number"
    return _TYPES.get(field.get_internal_type(), field.get_internal_type())


_TYPES = {
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "time",
    "FileField": "name of a file in files/",
    "JSONField": "JSON",
    "SlugField": "text",
    "TextField": "text",
    "UUIDField": "UUID",
}


FORMAT, VERSION = "iom-tracker-whole-export", 1
MANIFEST = "manifest.json"
README = "README.txt"
FILES = "files/"
AT_A_TIME = 2000


def export_all(path: str) -> dict:
    """Write the ZIP at `path`, where there must be nothing yet, readable by its owner alone. Return the manifest.

    All tables are read as they stood at one moment; others go on writing meanwhile.
    """
    with _new_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _Writer(archive)
        with snapshot():
            everything = tables()
            for table in everything:
                writer.table(table)
            writer.text(README, readme(everything))
            for table in everything:
                writer.files_of(table)
            manifest = writer.manifest()
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
    return manifest


@contextmanager
def _new_file(path: str) -> Iterator:
    """Open a file that is not there yet; nothing is left of it when writing fails."""
    file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    try:
        with file:
            yield file
    except BaseException:
        Path(path).unlink()
        raise


@contextmanager
def snapshot() -> Iterator:
    """Read everything as at one moment, without keeping writers out."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # `atomic` would take the lock of writers
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


class _Writer:
    """Members of the archive, with what the manifest says of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.files: list[dict[str, Any]] = []
        self.missing: list[str] = []

    @contextmanager
    def member(self, name: str, **options) -> Iterator:
        """Give a sink for the bytes of one member, and note its digest and size."""
        info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = options.get("compress_type", zipfile.ZIP_DEFLATED)
        entry: dict[str, Any] = {"name": name}
        self.files.append(entry)
        with self.archive.open(info, "w", force_zip64=True) as out:
            sink = _Sink(out)
            yield sink, entry
        entry |= {"sha256": sink.hash.hexdigest(), "size": sink.size}

    def table(self, table: Table) -> None:
        with self.member(table.path) as (sink, entry):
            lines = csv.writer(sink)
            lines.writerow(table.header)
            entry["rows"] = 0
            for row in table.rows().iterator(AT_A_TIME):
                lines.writerow(table.cells(row))
                entry["rows"] += 1

    def text(self, name: str, text: str) -> None:
        with self.member(name) as (sink, _entry):
            sink.write(text)

    def files_of(self, table: Table) -> None:
        for field in table.file_fields:
            names = table.rows().exclude(**{field.name: ""}).values_list(field.name, flat=True)
            for name in sorted(set(names)):
                self.file(field.storage, name)

    def file(self, storage: Storage, name: str) -> None:
        if not storage.exists(name):
            self.missing.append(name)
            return
        with storage.open(name) as file, self.member(FILES + name, compress_type=0) as (sink, _):
            shutil.copyfileobj(file, sink)

    def manifest(self) -> dict:
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "migrations": latest_migrations(),
            "files": self.files,
            "missing_files": self.missing,
        }


def latest_migrations() -> dict[str, str]:
    names = {table.model._meta.app_label for table in tables()}
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in names}


class _Sink:
    """Takes text or bytes, and knows the digest and size of all it took."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.hash, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes | str) -> int:
        data = data.encode() if isinstance(data, str) else data
        self.hash.update(data)
        self.size += len(data)
        return self.out.write(data)
