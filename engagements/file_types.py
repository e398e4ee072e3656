"""What kinds of file a meeting takes, and what a file really is, whatever its name says."""

import zipfile
from pathlib import PurePath
from typing import IO, Any

import olefile
import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEAD = 8192
OFFICE = "application/vnd.openxmlformats-officedocument"
PICTURES = {"jpeg", "png", "heic", "webp"}
TEXTS = {"text", "email"}
# extension -> (media type stored, what the content may be)
ALLOWED = {
    "jpg": ("image/jpeg", PICTURES),
    "jpeg": ("image/jpeg", PICTURES),
    "png": ("image/png", PICTURES),
    "heic": ("image/heic", PICTURES),
    "heif": ("image/heif", PICTURES),
    "webp": ("image/webp", PICTURES),
    "pdf": ("application/pdf", {"pdf"}),
    "docx": (f"{OFFICE}.wordprocessingml.document", {"docx"}),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", {"xlsx"}),
    "pptx": (f"{OFFICE}.presentationml.presentation", {"pptx"}),
    "odt": ("application/vnd.oasis.opendocument.text", {"odt"}),
    "doc": ("application/msword", {"doc"}),
    "xls": ("application/vnd.ms-excel", {"xls"}),
    "msg": ("application/vnd.ms-outlook", {"msg"}),
    "eml": ("message/rfc822", {"email"}),
    "txt": ("text/plain", TEXTS),
    "csv": ("text/csv", TEXTS),
}
PICTURE_EXTENSIONS = {name for name, (_type, kinds) in ALLOWED.items() if kinds == PICTURES}
WORDS = {
    "jpeg": _("a JPEG picture"),
    "png": _("a PNG picture"),
    "heic": _("a HEIC picture"),
    "webp": _("a WebP picture"),
    "pdf": _("a PDF"),
    "docx": _("a Word document"),
    "xlsx": _("an Excel workbook"),
    "pptx": _("a PowerPoint presentation"),
    "odt": _("an OpenDocument text"),
    "doc": _("a Word document of before 2007"),
    "xls": _("an Excel workbook of before 2007"),
    "msg": _("an Outlook message"),
    "email": _("an email"),
    "text": _("a text file"),
}
# What puremagic may call the first bytes of it
SIGNATURES = {"pdf": ".pdf", "png": ".png", "jpeg": ".jpg", "webp": ".webp", "email": ".eml"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# A member that only this kind of ZIP, or of compound file, has
ZIP_MEMBERS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
COMPOUND_STREAMS = {
    "doc": ["WordDocument"],
    "xls": ["Workbook", "Book"],
    "msg": ["__properties_version1.0"],
}


def extension_of(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def check_type(upload: Any) -> str:
    """Return what the content is ("jpeg", "docx"). Raises ValidationError when its name says otherwise."""
    extension = extension_of(upload.name)
    if extension not in ALLOWED:
        kinds = ", ".join(sorted(ALLOWED))
        raise ValidationError(_("This type of file can’t be added. Choose one of: %s.") % kinds)
    content = content_of(upload)
    if content in ALLOWED[extension][1]:
        return content
    if content:
        words = {"what": WORDS[content], "extension": extension}
        raise ValidationError(_("This is %(what)s named .%(extension)s.") % words)
    raise ValidationError(_("This file is not what its name says. Open it and save it again."))


def content_of(upload: IO[bytes]) -> str:
    """Return the kind of the content, a key of WORDS, or "" for anything else."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "heic"
    if head.startswith(b"PK"):
        return _kind_of_zip(upload)
    if head.startswith(olefile.MAGIC):
        return _kind_of_compound_file(upload)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    for kind, signature in SIGNATURES.items():
        if signature in found:
            return kind
    return "text" if head and b"\0" not in head else ""


def _kind_of_zip(upload: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < HEAD:
                return (
                    "odt" if archive.read("mimetype").strip() == ALLOWED["odt"][0].encode() else ""
                )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return ""
    finally:
        upload.seek(0)
    return next((kind for kind, member in ZIP_MEMBERS.items() if member in names), "")


def _kind_of_compound_file(upload: IO[bytes]) -> str:
    """Tell the files of Office before 2007 and Outlook's messages apart by the streams in them."""
    try:
        with olefile.OleFileIO(upload) as compound:
            streams = {path[0] for path in compound.listdir(streams=True) if len(path) == 1}
    except (OSError, ValueError, TypeError, IndexError, RecursionError):
        return ""
    finally:
        upload.seek(0)
    for kind, wanted in COMPOUND_STREAMS.items():
        if streams.intersection(wanted):
            return kind
    return ""
