"""Which files are not read at all, and why: seen before anything in them is unpacked. Pure."""

import zipfile
from dataclasses import dataclass

import puremagic

WORKBOOKS = {"xlsx", "xlsm", "xls", "ods"}
TEXTS = {"csv", "tsv", "txt"}
ZIPPED = {"xlsx", "xlsm", "ods"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # its name in the directory of an OLE file


class Unreadable(Exception):
    """A file that is not read: `code` says why, `about` is the number or name to say it with."""

    def __init__(self, code, about=""):
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


def check_file(path, extension, limits=LIMITS):
    """Raise Unreadable when the file is no register, or one that must not be unpacked."""
    with open(path, "rb") as file:
        head = file.read(8192)
    if not head.strip():
        raise Unreadable("empty")
    if extension not in WORKBOOKS | TEXTS:
        raise Unreadable("type", extension)
    if head.startswith(OLE):
        if _holds(path, ENCRYPTED):
            raise Unreadable("password")
        if extension != "xls":
            raise Unreadable("disguised")
    elif extension in ZIPPED:
        _check_zip(path, extension, head, limits)
    elif extension == "xls" or _is_picture(head):
        raise Unreadable("disguised")


def _holds(path, mark):
    """Whether the file holds the bytes `mark`; read in pieces, with what may lie across two."""
    with open(path, "rb") as file:
        last = b""
        while piece := file.read(1024 * 1024):
            if mark in last + piece:
                return True
            last = piece[-len(mark) :]
    return False


def _is_picture(head):
    """Whether a text file is really something else that announces itself."""
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return False
    return any((match.mime_type or "").startswith(("image/", "video/")) for match in found)


def _check_zip(path, extension, head, limits):
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
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password")
    if extension == "ods" and _is_encrypted_ods(path):
        raise Unreadable("password")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > limits.entries or unpacked > limits.unpacked:
        raise Unreadable("bomb")
    if unpacked > 10 * 1024 * 1024 and unpacked / packed > limits.ratio:
        raise Unreadable("bomb")


def _is_encrypted_ods(path):
    try:
        with zipfile.ZipFile(path) as archive, archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1024 * 1024)
    except (KeyError, zipfile.BadZipFile):
        return False
