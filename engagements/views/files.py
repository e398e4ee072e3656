"""Photos and files: sent one by one or with a form, read through the permissions of their meeting."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, colleagues_only
from engagements.file_types import PICTURE_EXTENSIONS, extension_of
from engagements.forms.files import (
    FileLimits,
    drop,
    file_limits,
    files_known,
    keep_uploads,
    read_tokens,
    receive,
)
from engagements.models import Attachment, FormFile, Meeting
from engagements.models.attachment import StoredFile
from engagements.models.form_draft import whole_characters
from engagements.views.permissions import editable_or_error

MOST_NAMES = 5


@require_safe
def attachment_download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file: shown by the browser when it is a picture that we encoded ourselves, else saved."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        attachment.file.open(),
        as_attachment=not attachment.thumbnail,
        filename=attachment.original_name,
        content_type=attachment.content_type,
    )


@never_cache
@require_safe
def attachment_thumbnail(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return _thumbnail(get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk))


@never_cache
@require_safe
@colleagues_only
def sent_thumbnail(request: SignedInRequest, token: UUID) -> HttpResponseBase:
    """The thumbnail of what one has sent oneself, for a meeting or a form that is not saved yet."""
    waiting = FormFile.objects.waiting(request.user).filter(token=token).first()
    sent = Attachment.objects.visible_to(request.user).filter(uploaded_by=request.user, token=token)
    return _thumbnail(waiting or get_object_or_404(sent))


def _thumbnail(row: StoredFile) -> FileResponse:
    if not row.thumbnail:
        raise Http404
    return FileResponse(row.thumbnail.open(), content_type="image/jpeg")


@never_cache
@colleagues_only
def file_send(request: SignedInRequest) -> HttpResponse:
    """Store one file of a form or meeting (POST), or say which of one's tokens are here (GET)."""
    if request.method != "POST":
        tokens = read_tokens("\n".join(request.GET.getlist("token")))
        rows = files_known(request.user, tokens)
        return JsonResponse({"files": {str(token): _state(row) for token, row in rows.items()}})
    tokens = read_tokens(request.POST.get("token", ""))
    upload = request.FILES.get("upload")
    if not tokens or not upload:
        return JsonResponse({"error": _("This is not a file.")}, status=400)
    ref = whole_characters(request.POST.get("meeting", ""))
    meeting = editable_or_error(request, ref) if ref else None
    try:
        row = receive(request.user, next(iter(tokens)), upload, meeting)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse(_state(row))


def _state(row: Attachment | FormFile) -> dict[str, Any]:
    return {
        "name": row.original_name,
        "size": row.size,
        "thumbnail": reverse("sent_thumbnail", args=[row.token]) if row.thumbnail else "",
    }


@require_POST
@colleagues_only
def file_drop(request: SignedInRequest, token: UUID) -> HttpResponse:
    """Take out a file that one has sent oneself, or that a meeting still awaits from oneself."""
    drop(request.user, token)
    return HttpResponse(status=204)


@require_POST
def meeting_files(request: SignedInRequest, ref: str) -> HttpResponse:
    """Add files to a meeting from its page, without scripts."""
    meeting = editable_or_error(request, ref)
    data = QueryDict(f"token={meeting.token}", mutable=True)
    uploads = request.FILES.getlist("upload")
    report_refused(request, keep_uploads(request.user, data, uploads, meeting=meeting))
    return redirect(f"{meeting.get_absolute_url()}#files")


@require_POST
def stop_waiting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a meeting no longer await a file: the device that has it may be lost."""
    meetings = Meeting.objects.editable_by(request.user)
    meeting = get_object_or_404(meetings, awaited_files=pk)
    meeting.awaited_files.filter(pk=pk).delete()
    return redirect(f"{meeting.get_absolute_url()}#files")


@dataclass(frozen=True)
class MeetingFiles:
    """What the page of a meeting shows of its files; `due` counts those here and those to come."""

    pictures: list[Attachment]
    documents: list[Attachment]
    awaited: list[FormFile]
    limits: FileLimits

    @property
    def here(self) -> int:
        return len(self.pictures) + len(self.documents)

    @property
    def due(self) -> int:
        return self.here + len(self.awaited)

    @property
    def only_photos(self) -> bool:
        names = [row.original_name for row in self.awaited]
        return not self.documents and all(extension_of(n) in PICTURE_EXTENSIONS for n in names)

    @property
    def arrived_text(self) -> str:
        """How many are here, with {here} left open for the script that counts on."""
        if self.only_photos:
            text = ngettext(
                "{here} of {due} photo is here.", "{here} of {due} photos are here.", self.due
            )
        else:
            text = ngettext(
                "{here} of {due} file is here.",
                "{here} of {due} photos and files are here.",
                self.due,
            )
        return text.replace("{due}", str(self.due))

    @property
    def arrived(self) -> str:
        return self.arrived_text.replace("{here}", str(self.here))


def files_of(meeting: Meeting) -> MeetingFiles:
    rows = list(meeting.attachments.all())
    return MeetingFiles(
        pictures=[row for row in rows if row.thumbnail],
        documents=[row for row in rows if not row.thumbnail],
        awaited=list(meeting.awaited_files.all()),
        limits=file_limits(),
    )


def report_refused(request: SignedInRequest, refused: list[tuple[str, str]]) -> None:
    """Say of files that were not added why; one message a reason, however many they are."""
    for reason in dict.fromkeys(reason for _name, reason in refused):
        names = [name for name, why in refused if why == reason]
        text = ngettext(
            "Not added: %(names)s. %(reason)s",
            "%(number)d files were not added: %(names)s. %(reason)s",
            len(names),
        )
        shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        values = {"names": shown, "reason": reason, "number": len(names)}
        messages.warning(request, text % values)
