"""Files that people add to a meeting: small, of a known type, and what they say they are."""

from pathlib import PurePath

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from engagements.models import Attachment

# extension -> (media type stored, what the first bytes may be; empty for plain text)
ALLOWED = {
    "pdf": ("application/pdf", {".pdf", ".ai"}),
    "png": ("image/png", {".png"}),
    "jpg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    "jpeg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        {".docx", ".zip"},
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        {".xlsx", ".zip"},
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        {".pptx", ".zip"},
    ),
    "odt": ("application/vnd.oasis.opendocument.text", {".odt", ".zip"}),
    "txt": ("text/plain", set()),
    "csv": ("text/csv", set()),
}


def extension(upload):
    """Return the lower-case extension of the file's name, without its dot."""
    return PurePath(upload.name).suffix.lower().lstrip(".")


def check_upload(upload):
    """Raise ValidationError when the file is too large, or not of an allowed type inside and out."""
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        limit = filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        raise ValidationError(_("This file is too large. Choose one of %s or less.") % limit)
    if extension(upload) not in ALLOWED:
        kinds = ", ".join(sorted(ALLOWED))
        raise ValidationError(_("This type of file can’t be added. Choose one of: %s.") % kinds)
    head = upload.read(8192)
    upload.seek(0)
    if not _is_what_it_says(head, ALLOWED[extension(upload)][1]):
        raise ValidationError(_("This file is not what its name says. Open it and save it again."))


def _is_what_it_says(head, wanted):
    if not wanted:
        return b"\0" not in head
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return bool(found & wanted)


def store_upload(meeting, upload, user):
    """Keep the file under a random name; return its Attachment."""
    return Attachment.objects.create(
        meeting=meeting,
        file=upload,
        original_name=PurePath(upload.name.replace("\\", "/")).name,
        size=upload.size,
        content_type=ALLOWED[extension(upload)][0],
        uploaded_by=user,
    )
