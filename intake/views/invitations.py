"""An invitation from a calendar becomes an unfinished form: the file, its dates, what there is to say."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, colleagues_only
from accounts.models import User
from engagements.models import Meeting
from intake.invitations.draft import remarks_of, when_of
from intake.invitations.match import (
    MADE,
    SAME,
    TAKEN,
    CalendarForm,
    look_up,
    reason,
    receive,
    take_change,
)
from intake.invitations.read_file import Event
from intake.models import CalendarFile
from intake.safe_reading import Unreadable, calendar_of
from intake.undo import old_calendars

# What follows at once; about all else there is a page.
MESSAGES = {
    MADE: _("A draft was made of the invitation. Check it, and save it once you have met."),
    SAME: _("There is already a draft for this invitation."),
    TAKEN: _("The draft says what the invitation says now."),
}


@colleagues_only
def invitation_import(request: SignedInRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = CalendarForm(request.POST, request.FILES) if sent else CalendarForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = _keep(request.user, file)
        except Unreadable as problem:
            form.add_error("file", reason(problem))
        else:
            one_only = len(kept.events) == 1 and not kept.unread
            return _act(request, kept, 0) if one_only else redirect("invitation_choose")
    context = {"section": "meetings", "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/invitation_import.html", context, status=status)


def _keep(user: User, file) -> CalendarFile:
    """Read a calendar and keep what is in it, in place of the one before. Raises Unreadable."""
    events, total, unread = calendar_of(file.read(), timezone.localdate())
    old_calendars(timezone.now()).delete()
    values = {"name": file.name[-255:], "events": events, "total": total, "unread": unread}
    return CalendarFile.objects.update_or_create(user=user, defaults=values)[0]


@colleagues_only
def invitation_choose(request: SignedInRequest) -> HttpResponse:
    kept = get_object_or_404(CalendarFile, user=request.user)
    events = [Event.of(values) for values in kept.events]
    context = {
        "section": "meetings",
        "kept": kept,
        "dates": [(n, event, when_of(event), remarks_of(event)) for n, event in enumerate(events)],
        "more": kept.total - len(events),
        "unread": [reason(Unreadable(*one)) for one in kept.unread],
    }
    return render(request, "intake/invitation_choose.html", context)


@require_POST
@colleagues_only
def invitation_take(request: SignedInRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(CalendarFile, user=request.user)
    return _act(request, kept, number)


def _act(request: SignedInRequest, kept: CalendarFile, number: int) -> HttpResponse:
    event, user, today = _event(kept, number), request.user, timezone.localdate()
    answer = (take_change if "change" in request.POST else receive)(user, event, today)
    if answer.what not in MESSAGES or answer.draft is None:
        return redirect("invitation_answer", number)
    messages.success(request, MESSAGES[answer.what])
    for remark in remarks_of(event):
        messages.warning(request, remark)
    return redirect(f"{reverse('meeting_create')}?draft={answer.draft.token}")


def _event(kept: CalendarFile, number: int) -> Event:
    if number >= len(kept.events):
        raise Http404
    return Event.of(kept.events[number])


@colleagues_only
def invitation_answer(request: SignedInRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(CalendarFile, user=request.user)
    event = _event(kept, number)
    answer = look_up(request.user, event, timezone.localdate())
    editable = Meeting.objects.editable_by(request.user)
    meetings = [one.meeting.pk for one in answer.known if one.meeting]
    context = {
        "section": "meetings",
        "number": number,
        "answer": answer,
        "event": event,
        "when": when_of(event),
        "mine": set(editable.filter(pk__in=meetings).values_list("pk", flat=True)),
    }
    return render(request, "intake/invitation_answer.html", context)
