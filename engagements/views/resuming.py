"""An unfinished form taken up again: shown as it was typed, unchecked."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from engagements.forms import MeetingForm
from engagements.models import FormDraft
from engagements.views.access import may_edit


@dataclass
class Resumed:
    """A form taken up again; `is_copy` when its meeting is no longer the writer's to change."""

    draft: FormDraft
    is_copy: bool

    def posted(self):
        """Return the boxes as a browser sends them."""
        data = _posted(self.draft)
        if self.is_copy:
            _make_new(data)
        return data

    @property
    def is_older(self):
        """Whether the form has changed since this was typed."""
        return self.draft.form_version < MeetingForm.VERSION

    def left_over(self, form):
        """Return (name, text) of what an older form had and today's has no box for."""
        known = _names(form)
        return [
            (name, ", ".join(filter(None, values)))
            for name, values in self.draft.fields.items()
            if self.is_older and any(values) and name not in known
        ]


def resumed_form(request, meeting):
    """Return what the address asks to take up again, as Resumed, or None when it asks for nothing."""
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


def where_it_goes_on(resumed, user):
    """Return the address of a change that `user` may still make, or None."""
    meeting = resumed.draft.meeting
    if meeting is None or not may_edit(meeting, user):
        return None
    return f"{reverse('meeting_edit', args=[meeting.reference])}?draft={resumed.draft.token}"


def _posted(draft):
    """Return the boxes as a browser sends them; "today" is the day on which it was typed."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    data["token"] = str(draft.token)
    typed = timezone.localdate(draft.updated_at)
    back = {"today": 0, "yesterday": 1}.get(data.get("when"))
    if back is not None and typed != timezone.localdate():
        day = typed - timedelta(days=back)
        data["when"] = "day"
        data["day"], data["month"], data["year"] = str(day.day), str(day.month), str(day.year)
    return data


def _make_new(data):
    """Cut the ties to a meeting that the writer may not change: what was typed stays, as new rows."""
    data.pop("based_on", None)
    for name in list(data):
        if name.startswith("promise-") and name.endswith("-id"):
            del data[name]
    data["promise-INITIAL_FORMS"] = data["with-INITIAL_FORMS"] = "0"


def _names(form):
    """Return the name of every box of the form and its rows."""
    parts = [form, *form.counterparts, *form.action_points]
    parts += [form.counterparts.management_form, form.action_points.management_form]
    return {part.add_prefix(name) for part in parts for name in part.fields}
