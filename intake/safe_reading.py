"""Which files are not read at all, and why; those that are, are read in a process of their own."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

WORKBOOKS = {"xlsx", "xlsm", "xls", "ods"}
TEXTS = {"csv", "tsv", "txt"}
ZIPPED = {"xlsx", "xlsm", "ods"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # its name in the directory of an OLE file


class Unreadable(Exception):
    """A file that is not read: `code` says why, `about` is the number or name to say it with."""

    def __init__(self, code: str, about: int | str = "") -> None:
        super().__init__(code, about)
        self.code, self.about = code, about


@dataclass(frozen=True)
class Limits:
    """How much is read at most; what is above is refused before it is unpacked."""

    unpacked: int = 300 * 1024 * 1024
    ratio: int = 200
    entries: int = 2000
    rows: int = 100_000
    columns: int = 200
    sheets: int = 100
    cell: int = 32_767
    letters: int = 40_000_000  # of all cells together: one long text may be shared by each cell


LIMITS = Limits()


def check_file(path: Path | str, extension: str, limits: Limits = LIMITS) -> None:
    """Raise Unreadable when the file is no register, or one that must not be unpacked."""
    with open(path, "rb") as file:
        head = file.read(8192)
    if not head.strip():
        raise Unreadable("empty")
    if extension not in WORKBOOKS | TEXTS:
        raise Unreadable("type", extension)
    if head.startswith(OLE):
        if _contains(path, ENCRYPTED):
            raise Unreadable("password")
        if extension != "xls":
            raise Unreadable("disguised")
    elif extension in ZIPPED:
        _check_zip(path, extension, head, limits)
    elif extension == "xls" or _is_picture(head):
        raise Unreadable("disguised")


def _contains(path: Path | str, mark: bytes) -> bool:
    """Whether the file contains the bytes `mark`; read in pieces, with what may lie across two."""
    with open(path, "rb") as file:
        last = b""
        while piece := file.read(1024 * 1024):
            if mark in last + piece:
                return True
            last = piece[-len(mark) :]
    return False


def _is_picture(head: bytes) -> bool:
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return False
    return any((match.mime_type or "").startswith(("image/", "video/")) for match in found)


def _check_zip(path: Path | str, extension: str, head: bytes, limits: Limits) -> None:
    if not head.startswith(b"PK"):
        raise Unreadable("disguised")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise Unreadable("damaged") from None
    names = {entry.filename for entry in entries}
    if not names & {"content.xml", "xl/workbook.xml", "xl/workbook.bin"}:
        raise Unreadable("disguised")
    is_encrypted = any(entry.flag_bits & 1 for entry in entries)
    if is_encrypted or (extension == "ods" and _is_encrypted_ods(path)):
        raise Unreadable("password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_dense = unpacked > 10 * 1024 * 1024 and unpacked / packed > limits.ratio
    if len(entries) > limits.entries or unpacked > limits.unpacked or is_dense:
        raise Unreadable("bomb")


def _is_encrypted_ods(path: Path | str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1024 * 1024)
    except (KeyError, zipfile.BadZipFile):
        return False


MEMORY = 1024 * 1024 * 1024  # address space of the reading process
SECONDS = 120
CALENDAR_SECONDS = 10  # a rule that no day fits is looked for until then


def tables_of(path: Path | str, extension: str) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return (name, first rows) of each sheet. Raises Unreadable."""
    return list(run_reader("intake.registers.read_file", path, extension))


def rows_of(path: Path | str, extension: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, cells) of the rows that are not blank. Raises Unreadable, at the latest at the end."""
    yield from run_reader("intake.registers.read_file", path, extension, sheet)


def calendar_of(raw: bytes, today: date) -> tuple[list[dict[str, Any]], int, list[list[str]]]:
    """Return (events, how many there are, what could not be read) of an .ics file. Raises Unreadable."""
    module = "intake.invitations.read_file"
    with NamedTemporaryFile(suffix=".ics") as file:
        file.write(raw)
        file.flush()
        (found,) = run_reader(module, file.name, str(today), seconds=CALENDAR_SECONDS)
    return found


def run_reader(module: str, *arguments: Path | str, seconds: int = 0) -> Iterator[Any]:
    """Yield what the reading process prints; its last line says how it ended, and must be there."""
    command = [sys.executable, "-m", module, *map(str, (MEMORY, seconds or SECONDS, *arguments))]
    end, pipe = None, subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=subprocess.DEVNULL, cwd=settings.BASE_DIR
    ) as process:
        try:
            for line in process.stdout or ():
                part = json.loads(line)
                if isinstance(part, dict):
                    end = part
                    break
                yield part
        finally:
            process.kill()
    if end is None:
        raise Unreadable("heavy")
    if end["code"]:
        raise Unreadable(end["code"], end["about"])


def reason(problem: Unreadable) -> str:
    return {
        "empty": _("This file is empty."),
        "type": _("Registers can be Excel (xlsx, xlsm, xls), OpenDocument (ods) or CSV files."),
        "password": _("This workbook has a password. Save a copy without it, and choose that."),
        "disguised": _(
            "This file is not of the type that its name says. Open it and save it again."
        ),
        "damaged": _("This file is damaged and can’t be read. Open it and save it again."),
        "bomb": _("This file unpacks to far more than a register can hold. Save it as CSV."),
        "heavy": _("This file takes too much memory to read. Save the sheet as CSV."),
        "nul": _("This file is not a text file. Save it as CSV (UTF-8) and choose that."),
        "sheet": _("There is no sheet called “%s” in this file.") % problem.about,
        "rows": _("This sheet has more than %s rows. Split it and import the parts.")
        % f"{LIMITS.rows:,}",
        "letters": _("This sheet has more than %s characters. Split it and import the parts.")
        % f"{LIMITS.letters:,}",
        "sheets": _("This workbook has more than %s sheets. Save the one to import as CSV.")
        % LIMITS.sheets,
        "columns": _("This sheet has more than %s columns. Leave out those that are not needed.")
        % LIMITS.columns,
    }[problem.code]
