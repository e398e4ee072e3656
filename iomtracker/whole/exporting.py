"""Write the whole export: tables, files, README.txt, and a manifest with the print of each."""

import csv
import hashlib
import json
import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from iomtracker.whole.readme import readme
from iomtracker.whole.tables import tables

FORMAT, VERSION = "iom-tracker-whole-export", 1
MANIFEST = "manifest.json"
README = "README.txt"
FILES = "files/"
AT_A_TIME = 2000


def export_all(path):
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
def _new_file(path):
    """Open a file that is not there yet; nothing is left of it when writing fails."""
    file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    try:
        with file:
            yield file
    except BaseException:
        Path(path).unlink()
        raise


@contextmanager
def snapshot():
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

    def __init__(self, archive):
        self.archive, self.files, self.missing = archive, [], []

    @contextmanager
    def member(self, name, **options):
        """Give a sink for the bytes of one member, and note its print and size."""
        info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.compress_type = options.get("compress_type", zipfile.ZIP_DEFLATED)
        entry = {"name": name}
        self.files.append(entry)
        with self.archive.open(info, "w", force_zip64=True) as out:
            sink = _Sink(out)
            yield sink, entry
        entry |= {"sha256": sink.hash.hexdigest(), "size": sink.size}

    def table(self, table):
        """Write a table, row by row."""
        with self.member(table.path) as (sink, entry):
            lines = csv.writer(sink)
            lines.writerow(table.header)
            entry["rows"] = 0
            for row in table.rows().iterator(AT_A_TIME):
                lines.writerow(table.cells(row))
                entry["rows"] += 1

    def text(self, name, text):
        """Write a text."""
        with self.member(name) as (sink, _entry):
            sink.write(text)

    def files_of(self, table):
        """Write the files that the rows of a table name; one that is gone is noted."""
        for field in table.file_fields:
            names = table.rows().exclude(**{field.name: ""}).values_list(field.name, flat=True)
            for name in sorted(set(names)):
                self.file(field.storage, name)

    def file(self, storage, name):
        """Write one file as it is: most are compressed already."""
        if not storage.exists(name):
            self.missing.append(name)
            return
        with storage.open(name) as file, self.member(FILES + name, compress_type=0) as (sink, _):
            shutil.copyfileobj(file, sink)

    def manifest(self):
        """Return what is in the archive."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "migrations": latest_migrations(),
            "files": self.files,
            "missing_files": self.missing,
        }


def latest_migrations():
    """Return the last applied migration of each app whose tables are exported."""
    names = {table.model._meta.app_label for table in tables()}
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in names}


class _Sink:
    """Takes text or bytes, and knows the print and size of all it took."""

    def __init__(self, out):
        self.out, self.hash, self.size = out, hashlib.sha256(), 0

    def write(self, data):
        """Write, as UTF-8 when it is text."""
        data = data.encode() if isinstance(data, str) else data
        self.hash.update(data)
        self.size += len(data)
        return self.out.write(data)
