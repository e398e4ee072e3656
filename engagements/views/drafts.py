"""Unfinished forms: kept as they are typed, taken up again, deleted; and what the device asks about them."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.access import SignedInRequest, colleagues_only
from accounts.models import User
from engagements.forms import MeetingForm
from engagements.forms.edit_conflict import digest_of, make_new
from engagements.forms.files import drop_files_of
from engagements.forms.name_questions import ANSWER
from engagements.models import FormDraft, Meeting
from engagements.models.form_draft import whole_characters
from engagements.views.permissions import editable_or_error, may_edit

LARGEST = 256 * 1024
MOST_TOKENS = 50
STORED_KEY = "stored_forms"


@never_cache
@colleagues_only
def draft_save(request: SignedInRequest) -> HttpResponse:
    """Keep what is in the form (POST), or answer who is signed in and what is stored (GET)."""
    if request.method != "POST":
        return _status(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _refuse(413, "too large")
    try:
        sent = json.loads(request.body)
        token, fields = uuid.UUID(sent["token"]), _boxes(sent["fields"])
        writer, version = int(sent["user"]), min(int(sent["version"]), 32767)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return _refuse(400, "not a form")
    if writer != request.user.pk:
        return _refuse(409, "another user")
    return _keep(request, token, sent.get("meeting") or "", fields, version)


def _keep(
    request: SignedInRequest, token: UUID, ref: str, fields: dict[str, list[str]], version: int
) -> HttpResponse:
    stored = stored_as(request, token)
    if stored:
        return JsonResponse({"stored": stored})
    meeting = None
    known = FormDraft.objects.filter(user=request.user, token=token).first()
    if known:
        meeting = known.meeting
    elif ref:
        meeting = editable_or_error(request, whole_characters(str(ref)))
    draft = FormDraft.objects.keep(
        request.user, token, meeting=meeting, fields=fields, form_version=max(version, 0)
    )
    if draft is None:
        return _refuse(409, "too many")
    return JsonResponse({"saved": date_format(timezone.localtime(draft.updated_at), "H:i")})


def _refuse(status: int, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)


def _boxes(sent: dict | list | None) -> dict[str, list[str]]:
    """Return {name of a box: its texts}. Raises ValueError for anything else."""
    if not isinstance(sent, dict):
        raise ValueError
    for values in sent.values():
        if not (isinstance(values, list) and all(isinstance(text, str) for text in values)):
            raise ValueError
    return {
        whole_characters(name): [whole_characters(text) for text in values]
        for name, values in sent.items()
        if name != "csrfmiddlewaretoken" and "\0" not in name
    }


def _status(request: SignedInRequest) -> HttpResponse:
    tokens = request.GET.getlist("token")[:MOST_TOKENS]
    stored = {token: address for token in tokens if (address := stored_as(request, token))}
    return JsonResponse({"user": request.user.pk, "csrf": get_token(request), "stored": stored})


def stored_as(request: SignedInRequest, token: UUID | str) -> str:
    """Return the address of what this user's form became, or an empty text. `token` may be anything."""
    try:
        token = uuid.UUID(str(token))
    except ValueError:
        return ""
    made = Meeting.objects.visible_to(request.user).filter(token=token, created_by=request.user)
    meeting = made.first()
    if meeting:
        return meeting.get_absolute_url()
    return request.session.get(STORED_KEY, {}).get(str(token), [""])[0]


def change_sent_before(request: SignedInRequest, token: str | None) -> str:
    address, digest = request.session.get(STORED_KEY, {}).get(str(token), ["", ""])
    return address if digest == digest_of(request.POST) else ""


def finish(request: SignedInRequest, token: UUID | None, meeting: Meeting) -> None:
    """Forget the unfinished form and remember what it became; in the transaction that stores it.

    A new meeting keeps the token itself. A change is remembered in the session, so that
    the same change sent again is known.
    """
    if not token:
        return
    FormDraft.objects.finish(request.user, token)
    if meeting.token != token:
        known = list(request.session.get(STORED_KEY, {}).items())[1 - MOST_TOKENS :]
        now = [meeting.get_absolute_url(), digest_of(request.POST)]
        request.session[STORED_KEY] = dict([*known, (str(token), now)])
        request.session.save()


@dataclass
class Resumed:
    """A form taken up again; `is_copy` when its meeting is no longer the writer's to change."""

    draft: FormDraft
    is_copy: bool

    def posted(self) -> QueryDict:
        """Return the boxes as a browser sends them; "today" is the day on which it was typed."""
        data = QueryDict(mutable=True)
        for name, values in self.draft.texts.items():
            data.setlist(name, values)
        data["token"] = str(self.draft.token)
        typed = timezone.localdate(self.draft.updated_at)
        back = {"today": 0, "yesterday": 1}.get(data.get("when", ""))
        if back is not None and typed != timezone.localdate():
            day = typed - timedelta(days=back)
            data["when"] = "day"
            data["day"], data["month"], data["year"] = str(day.day), str(day.month), str(day.year)
        if self.is_copy:
            make_new(data)
        return data

    @property
    def is_older(self) -> bool:
        return self.draft.form_version < MeetingForm.VERSION

    def left_over(self, form: MeetingForm) -> list[tuple[str, str]]:
        if not self.is_older:
            return []
        parts: list[BaseForm] = [form]
        for rows in (form.counterparts, form.action_points):
            parts += [*rows, rows.management_form]
        known = {part.add_prefix(name) for part in parts for name in part.fields}
        return [
            (name, ", ".join(filter(None, values)))
            for name, values in self.draft.texts.items()
            if any(values) and name not in known and not ANSWER.search(name)
        ]

    def edit_address(self, user: User) -> str | None:
        meeting = self.draft.meeting
        if meeting is None or not may_edit(meeting, user):
            return None
        return f"{reverse('meeting_edit', args=[meeting.reference])}?draft={self.draft.token}"


def resumed_form(request: SignedInRequest, meeting: Meeting | None) -> Resumed | None:
    if request.method != "GET" or "draft" not in request.GET:
        return None
    try:
        token = uuid.UUID(request.GET["draft"])
    except ValueError:
        raise Http404 from None
    draft = get_object_or_404(FormDraft.objects.of(request.user), token=token)
    if meeting and draft.meeting != meeting:
        raise Http404
    is_change = draft.meeting is not None or "based_on" in draft.fields
    return Resumed(draft, is_copy=is_change and meeting is None)


def draft_delete(request: SignedInRequest, token: UUID) -> HttpResponse:
    draft = get_object_or_404(FormDraft.objects.of(request.user), token=token)
    if request.method == "POST":
        drop_files_of(draft)
        draft.delete()
        messages.success(request, _("Deleted."))
        return redirect("home")
    context = {"section": "meetings", "draft": draft}
    return render(request, "engagements/draft_confirm.html", context)
