"""Photos and files as they come in: checked, pictures made smaller, each stored once under its token."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.file_types import ALLOWED, PICTURES, check_type, extension_of
from engagements.models import Attachment, FormDraft, FormFile, Meeting
from engagements.models.attachment import MOST_FILES, MOST_WAITING
from engagements.pictures import make_smaller

LONGEST_NAME = 255
BOX = "file_tokens"


@dataclass(frozen=True)
class FileLimits:
    """What can be added, told before somebody chooses."""

    most: int
    bytes: int
    text: str
    extensions: str


def file_limits() -> FileLimits:
    return FileLimits(MOST_FILES, settings.UPLOAD_LIMIT_BYTES, limit_text(), " ".join(ALLOWED))


def checked(upload: Any) -> dict[str, Any]:
    """Return the fields of a StoredFile for what was uploaded. Raises ValidationError with the reason."""
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        values = {"has": filesizeformat(upload.size), "most": limit_text()}
        raise ValidationError(_("%(has)s, the limit is %(most)s.") % values)
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    kind = check_type(upload)
    name = readable_name(upload.name)
    if kind not in PICTURES:
        media_type = ALLOWED[extension_of(name)][0]
        return {
            "file": upload,
            "original_name": name,
            "size": upload.size,
            "content_type": media_type,
        }
    picture = make_smaller(upload, kind)
    return {
        "file": ContentFile(picture.content, name),
        "thumbnail": ContentFile(picture.thumbnail, name),
        "original_name": with_extension(name, picture.extension),
        "size": len(picture.content),
        "content_type": ALLOWED[picture.extension][0],
    }


def limit_text() -> str:
    return filesizeformat(settings.UPLOAD_LIMIT_BYTES).replace(".0", "")


def readable_name(name: str) -> str:
    """Return the last part of a path, without what can't be shown or stored, LONGEST_NAME letters at most."""
    last = PurePath(name.replace("\\", "/")).name
    text = "".join(c for c in last if c.isprintable()) or "file"
    return with_extension(text, extension_of(text)) if len(text) > LONGEST_NAME else text


def with_extension(name: str, extension: str) -> str:
    stem = PurePath(name).stem if extension_of(name) else name
    if not extension or len(extension) >= LONGEST_NAME:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def files_known(user: User, tokens: Iterable[UUID]) -> dict[UUID, Attachment | FormFile]:
    """Return {token: file} of what `user` sent under these tokens and is here; two queries."""
    tokens = list(tokens)
    waiting = FormFile.objects.waiting(user).filter(token__in=tokens)
    sent = Attachment.objects.filter(uploaded_by=user, token__in=tokens)
    found: dict[UUID, Attachment | FormFile] = {row.token: row for row in waiting}
    return found | {row.token: row for row in sent if row.token}


def file_known(user: User, token: UUID) -> Attachment | FormFile | None:
    """Return the file that `user` sent under this token, if it is here."""
    return files_known(user, [token]).get(token)


def receive(
    user: User, token: UUID, upload: Any, meeting: Meeting | None = None
) -> Attachment | FormFile:
    """Store what was uploaded under its token: for `meeting` or the one that awaits it, else for a form.

    Sent again, it is stored once. Raises ValidationError with the reason when it is refused.
    """
    known = file_known(user, token)
    if known:
        return known
    try:
        values = checked(upload)
        try:
            return _stored(user, token, values, meeting)
        except IntegrityError:
            # Sent twice at once, or its form was saved at this moment: now it is here or awaited.
            return file_known(user, token) or _stored(user, token, values, meeting)
    except ValidationError:
        FormFile.objects.filter(user=user, token=token, file="").delete()
        raise


@transaction.atomic
def _stored(
    user: User, token: UUID, values: dict[str, Any], meeting: Meeting | None
) -> Attachment | FormFile:
    awaited = FormFile.objects.filter(user=user, token=token, file="").select_related("meeting")
    row = awaited.select_for_update(of=("self",)).first()
    meeting = row.meeting if row else meeting
    if row:
        row.delete()
    if meeting is None:
        FormFile.objects.tidy(user)
        if FormFile.objects.waiting(user).count() >= MOST_WAITING:
            raise ValidationError(_("Too many files wait for meetings that were not saved yet."))
        return _saved(FormFile(user=user, token=token, **values))
    if not Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists():
        raise ValidationError(_("You can no longer change the meeting that it belongs to."))
    if count_files(meeting) >= MOST_FILES:
        raise ValidationError(too_many())
    return _saved(Attachment(meeting=meeting, token=token, uploaded_by=user, **values))


def _saved(row: Any) -> Any:
    try:
        row.save()
    except IntegrityError:
        for file in filter(None, (row.file, row.thumbnail)):
            file.delete(save=False)
        raise
    return row


def count_files(meeting: Meeting) -> int:
    return meeting.attachments.count() + meeting.awaited_files.count()


def too_many() -> str:
    return _("A meeting takes %d photos and files at most.") % MOST_FILES


def drop(user: User, token: UUID) -> None:
    """Delete what `user` sent under this token, and let no meeting await it any more."""
    rows = FormFile.objects.filter(user=user, token=token)
    own = Attachment.objects.filter(
        uploaded_by=user, token=token, meeting__in=Meeting.objects.editable_by(user)
    )
    with transaction.atomic():
        for row in [*rows, *own]:
            row.delete_files()
            row.delete()


def read_tokens(text: str) -> dict[UUID, str]:
    """Return {token: name} of the hidden box: a line for each file, its token and its name."""
    found = {}
    for line in text.splitlines()[: MOST_FILES * 2]:
        token, _space, name = line.strip().partition(" ")
        try:
            found[UUID(token)] = readable_name(name or "file")
        except ValueError:
            continue
    return found


def drop_files_of(draft: FormDraft) -> None:
    """Delete what was sent for an unfinished form that is deleted."""
    tokens = read_tokens("\n".join(draft.fields.get(BOX, [])))
    for row in FormFile.objects.waiting(draft.user).filter(token__in=tokens):
        row.delete_files()
        row.delete()


def write_tokens(tokens: dict[UUID, str]) -> str:
    return "\n".join(f"{token} {name}" for token, name in tokens.items())


def drop_token(user: User, data: Any) -> None:
    """Take out the file whose button was pressed in a form without scripts."""
    tokens = read_tokens(data.get(BOX, ""))
    for token in read_tokens(data["drop_file"]):
        drop(user, token)
        tokens.pop(token, None)
    data[BOX] = write_tokens(tokens)


def keep_uploads(
    user: User, data: Any, uploads: Iterable[Any], *, meeting: Meeting | None = None, taken: int = 0
) -> list[tuple[str, str]]:
    """Store files that came with a form and add their tokens to `data`; return (name, reason) of those refused.

    Without a `meeting` they wait until the form is saved; `taken` is how many its meeting has already.
    A token is made from the form's own and the content: the same form sent twice brings each file once.
    """
    refused = []
    tokens = read_tokens(data.get(BOX, ""))
    for upload in uploads:
        name = readable_name(upload.name)
        token = _token_of(data.get("token", ""), upload)
        if token in tokens:
            continue
        if len(tokens) + taken >= MOST_FILES:
            refused.append((name, too_many()))
            continue
        try:
            tokens[token] = receive(user, token, upload, meeting).original_name
        except ValidationError as error:
            refused.append((name, error.messages[0]))
    data[BOX] = write_tokens(tokens)
    return refused


def _token_of(form_token: str, upload: Any) -> UUID:
    digest = hashlib.sha256(form_token.encode(errors="replace"))
    digest.update(upload.name.encode(errors="replace"))
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return uuid.UUID(bytes=digest.digest()[:16])
