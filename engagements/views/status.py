"""Cancel, restore, delete: each asks once on a page of its own and says what follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from engagements.models import Meeting
from engagements.views.access import editable_or_error


def meeting_cancel(request, ref):
    """Take a logged meeting out of the figures, after asking once."""
    meeting = editable_or_error(request, ref)
    return _ask_or_set(request, meeting, Meeting.Status.LOGGED, Meeting.Status.CANCELLED, "cancel")


def meeting_restore(request, ref):
    """Bring a cancelled meeting back into the figures, after asking once."""
    meeting = editable_or_error(request, ref)
    return _ask_or_set(request, meeting, Meeting.Status.CANCELLED, Meeting.Status.LOGGED, "restore")


def _ask_or_set(request, meeting, before, after, verb):
    if meeting.status != before:
        return redirect(meeting)
    if request.method == "POST":
        meeting.set_status(after)
        messages.success(request, _("Cancelled.") if verb == "cancel" else _("Restored."))
        return redirect(meeting)
    return render(
        request,
        "engagements/meeting_confirm.html",
        {"section": "meetings", "meeting": meeting, "verb": verb},
    )


def meeting_delete(request, ref):
    """Delete a draft for good, after asking once; what is logged is cancelled instead."""
    meeting = editable_or_error(request, ref)
    if not meeting.is_draft:
        return redirect("meeting_cancel", ref=ref)
    if request.method == "POST":
        for attachment in meeting.attachments.all():
            attachment.file.delete(save=False)
        meeting.delete()
        messages.success(request, _("Draft deleted."))
        return redirect("home")
    return render(
        request,
        "engagements/meeting_confirm.html",
        {"section": "meetings", "meeting": meeting, "verb": "delete"},
    )
