"""What follows from an invitation: an unfinished form, or what there is to say instead."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from engagements.forms import MeetingForm
from engagements.forms.edit_conflict import PARTS
from engagements.models import FormDraft, Meeting
from intake.invitations.draft import boxes_of, digests_of, of_part, words_of
from intake.invitations.read_file import LARGEST, Event
from intake.models import Invitation
from intake.safe_reading import Unreadable

MADE, SAME, OLDER, CHANGED, TAKEN, STORED, CANCELLED, REPLY, FULL = (
    "made", "same", "older", "changed", "taken", "stored", "cancelled", "reply", "full",
)  # fmt: skip
ANSWERS = {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"}  # messages about an invitation


@dataclass
class Known:
    """An invitation read before, with the unfinished form or the meeting that it became."""

    invitation: Invitation
    draft: FormDraft | None = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Change:
    """A part that a newer invitation says otherwise; `is_ours` when it was rewritten here since."""

    part: str
    label: str
    before: str
    now: str
    is_ours: bool


@dataclass
class Answer:
    what: str
    known: list[Known] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def draft(self) -> FormDraft | None:
        return next((one.draft for one in self.known if one.draft), None)


def look_up(user: User, event: Event, today: date) -> Answer:
    """Return the Answer to an event without storing anything; MADE when a draft is to be made."""
    if event.method in ANSWERS:
        return Answer(REPLY)
    known = _known(user, event)
    if event.is_cancelled:
        return Answer(CANCELLED, known)
    if not known:
        return Answer(MADE)
    one = known[0]
    if event.sequence < one.invitation.sequence:
        return Answer(OLDER, [one])
    if content_of(event) == one.invitation.content or one.invitation.user_id != user.pk:
        return Answer(STORED if one.meeting else SAME, [one])
    changes = _changes(one, one.draft, boxes_of(event, user, today)) if one.draft else []
    return Answer(STORED if one.meeting else CHANGED, [one], changes)


@transaction.atomic
def receive(user: User, event: Event, today: date) -> Answer:
    answer = look_up(user, event, today)
    if answer.what != MADE:
        return answer
    boxes, token = boxes_of(event, user, today), uuid.uuid4()
    draft = FormDraft.objects.keep(
        user, token, meeting=None, fields=boxes, form_version=MeetingForm.VERSION
    )
    if draft is None:
        return Answer(FULL)
    invitation, _is_new = Invitation.objects.update_or_create(
        user=user,
        uid=event.uid,
        recurrence=event.recurrence,
        defaults={**_values(event, boxes), "token": token},
    )
    return Answer(MADE, [Known(invitation, draft)])


@transaction.atomic
def take_change(user: User, event: Event, today: date) -> Answer:
    """Write what a newer invitation says into the draft, except where it was rewritten here; return the Answer."""
    answer = look_up(user, event, today)
    if answer.what != CHANGED or answer.draft is None:
        return answer
    draft, boxes = answer.draft, boxes_of(event, user, today)
    fields = draft.fields
    for change in answer.changes:
        if not change.is_ours:
            for name in of_part(change.part, fields):
                del fields[name]
            fields |= of_part(change.part, boxes)
    draft.save()
    invitations = Invitation.objects.filter(pk=answer.known[0].invitation.pk)
    invitations.update(**_values(event, boxes))
    return Answer(TAKEN, answer.known)


def _values(event: Event, boxes: dict[str, list[str]]) -> dict[str, Any]:
    prints = digests_of(boxes)
    return {"sequence": event.sequence, "content": content_of(event), "prints": prints}


def content_of(event: Event) -> str:
    content = {**asdict(event), "sequence": 0, "method": ""}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _known(user: User, event: Event) -> list[Known]:
    """Return what became of the invitation: one's own first; without one, meetings that colleagues logged.

    A cancellation of a whole series is about each of its dates.
    """
    rows = Invitation.objects.filter(uid=event.uid).order_by("recurrence", "pk")
    if event.recurrence or not event.is_cancelled:
        rows = rows.filter(recurrence=event.recurrence)
    tokens = [row.token for row in rows]
    visible = Meeting.objects.visible_to(user).filter(token__in=tokens)
    meetings = {meeting.token: meeting for meeting in visible}
    drafts = {draft.token: draft for draft in FormDraft.objects.of(user).filter(token__in=tokens)}
    mine = [
        Known(row, drafts.get(row.token), meetings.get(row.token))
        for row in rows
        if row.user_id == user.pk
    ]
    others = [
        Known(row, None, meetings[row.token])
        for row in rows
        if row.user_id != user.pk and row.token in meetings and not meetings[row.token].is_draft
    ]
    return [one for one in mine if one.draft or one.meeting] or others


def _changes(one: Known, draft: FormDraft, boxes: dict[str, list[str]]) -> list[Change]:
    before, now = one.invitation.prints, digests_of(boxes)
    here = digests_of(draft.fields)
    return [
        Change(
            part,
            str(PARTS[part][0]),
            words_of(part, draft.fields),
            words_of(part, boxes),
            is_ours=here[part] not in (before.get(part), now[part]),
        )
        for part in now
        if now[part] != before.get(part)
    ]


class CalendarForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Invitation"),
        max_length=255,
        widget=forms.FileInput({"class": "input", "accept": ".ics,.ical,.ifb,.icalendar"}),
        help_text=gettext_lazy("A calendar file (.ics) of Outlook, Google or Apple."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            limit = filesizeformat(LARGEST)
            text = _(
                "This file is too large for an invitation. Save only the one meeting: %s or less."
            )
            raise ValidationError(text % limit)
        return file


def reason(problem: Unreadable) -> str:
    text = {
        "empty": _("This file is empty."),
        "nul": _("This file is not a text file, so it is not a calendar file."),
        "calendar": _("This is not a calendar file. Save the invitation as .ics and choose that."),
        "damaged": _("This calendar file is damaged and can’t be read. Save the invitation again."),
        "heavy": _("This file takes too long to read. Save the one meeting as .ics and choose that."),
        "tasks": _("There are only tasks in this file, no meetings."),
        "none": _("There are no meetings in this file."),
        "no-date": _("The meeting “%s” has no date, so there is nothing to log."),
        "often": _("“%s” repeats several times a day, so it can’t be a meeting."),
        "event": _("The date of “%s” can’t be read. Log it by hand."),
    }[problem.code]  # fmt: skip
    return text % (problem.about or _("untitled")) if "%s" in text else text
