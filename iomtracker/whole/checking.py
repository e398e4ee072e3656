"""Is a ZIP a whole export, complete and unharmed? Asked before anything of it is believed."""

import hashlib
import json
import zipfile
from pathlib import PurePosixPath

from iomtracker.whole.exporting import FILES, FORMAT, MANIFEST, README, VERSION, latest_migrations
from iomtracker.whole.tables import tables

LARGEST_MANIFEST = 64 * 2**20
LARGEST_TOTAL = 200 * 2**30
MOST_MEMBERS = 1_000_000
HIGHEST_RATIO = 250  # text of real tables is at most some 50 times its compressed size
SMALL = 2**20
CHUNK = 2**20


class PackageError(Exception):
    """The file is not one that can be imported; the message says why, in words for whoever runs the server."""


def read_manifest(archive):
    """Return the manifest of an archive whose members are exactly those it lists, each of its size."""
    members = _members(archive)
    if MANIFEST not in members or members[MANIFEST].file_size > LARGEST_MANIFEST:
        raise PackageError("This is no whole export: it has no manifest.json.")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        listed = {entry["name"]: entry for entry in manifest["files"]}
        missing, made_by = list(manifest["missing_files"]), dict(manifest["migrations"])
        known = (manifest["format"], manifest["version"]) == (FORMAT, VERSION)
        sizes = {name: int(entry["size"]) for name, entry in listed.items()}
        prints = {name: str(entry["sha256"]) for name, entry in listed.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError("manifest.json can’t be read.") from error
    if not known:
        raise PackageError("This is no whole export of a kind that is known here.")
    _same_members(members, sizes, [table.path for table in tables()])
    if made_by != latest_migrations():
        raise PackageError(
            "The file was made by another version of the site. Install that version "
            f"(its last migrations: {_said(made_by)}), import there, then update."
        )
    rows = {name: entry.get("rows") for name, entry in listed.items()}
    return {"prints": prints, "rows": rows, "missing": set(missing)}


def _said(made_by):
    return ", ".join(f"{app} {name}" for app, name in made_by.items())


def _members(archive):
    """Return the members by name, when none of them is dangerous."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_TOTAL:
        raise PackageError("The file would unpack to more than a whole export can be.")
    for info in infos:
        _check_member(info)
    members = {info.filename: info for info in infos}
    if len(members) != len(infos):
        raise PackageError("A name is twice in the ZIP.")
    return members


def _check_member(info):
    """Refuse a name that leads elsewhere, a locked member, and one that is a bomb."""
    path = PurePosixPath(info.filename)
    strange = "\\" in info.filename or "\0" in info.filename or str(path) != info.filename
    if strange or path.is_absolute() or ".." in path.parts:
        raise PackageError(f"A name in the ZIP leads out of it: {info.filename!r}.")
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(f"A member can’t be read: {info.filename}.")
    if info.file_size > max(SMALL, HIGHEST_RATIO * info.compress_size):
        raise PackageError(f"{info.filename} would unpack to far more than it is: a bomb?")


def _same_members(members, sizes, paths):
    """Refuse an archive that has more, or less, or other than its manifest and this site know."""
    names = set(members) - {MANIFEST}
    if names != set(sizes):
        raise PackageError(f"Not what the manifest lists: {_some(names ^ set(sizes))}.")
    unknown = {n for n in names if not n.startswith(FILES)} ^ {*paths, README}
    if unknown:
        raise PackageError(f"These tables are not those of this site: {_some(unknown)}.")
    wrong = {name for name, size in sizes.items() if members[name].file_size != size}
    if wrong:
        raise PackageError(f"Not of the size that the manifest says: {_some(wrong)}.")


def _some(names):
    names = sorted(names)
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def check_prints(archive, prints):
    """Read every member once and refuse one that is not as it was when the export was made."""
    for name, wanted in prints.items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while chunk := member.read(CHUNK):
                    found.update(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise PackageError(f"{name} is damaged.") from error
        if found.hexdigest() != wanted:
            raise PackageError(f"{name} is not as it was when the export was made.")
