"""Cancel, restore, delete: each asks once on a page of its own and says what follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import ActionPoint, Meeting
from engagements.views.access import editable_or_error


def meeting_cancel(request, ref):
    """Take a logged meeting out of the figures, after asking once."""
    meeting = editable_or_error(request, ref)
    if meeting.status != Meeting.Status.LOGGED:
        return redirect(meeting)
    if request.method == "POST":
        return _set(request, meeting, Meeting.Status.CANCELLED, _("Cancelled."))
    follows = [
        _("It is kept with all its text and files, leaves all figures and the month in review."),
        *_about_promises(meeting, again=False),
        _("It can be restored at any time, from its page."),
    ]
    return _ask(request, meeting, _("Cancel this meeting?"), _("Cancel meeting"), follows)


def meeting_restore(request, ref):
    """Bring a cancelled meeting back into the figures, after asking once."""
    meeting = editable_or_error(request, ref)
    if meeting.status != Meeting.Status.CANCELLED:
        return redirect(meeting)
    if request.method == "POST":
        return _set(request, meeting, Meeting.Status.LOGGED, _("Restored."))
    month = date_format(meeting.date, "F Y")
    follows = [
        _("It counts in the figures of %s again.") % month,
        *_about_promises(meeting, again=True),
    ]
    return _ask(request, meeting, _("Restore this meeting?"), _("Restore meeting"), follows)


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
    number = meeting.attachments.count()
    files = ngettext("So is its file.", "So are its %d files.", number)
    follows = [
        _("It is deleted for good, and can’t be brought back."),
        *([files % number if number > 1 else files] if number else []),
        _("Its number, %s, is not used again.") % meeting.reference,
    ]
    return _ask(request, meeting, _("Delete this draft?"), _("Delete draft"), follows)


def _about_promises(meeting, again):
    """Return the line on open action points, when the meeting has some."""
    number = meeting.action_points.filter(status=ActionPoint.Status.OPEN).count()
    if not number:
        return []
    gone = ngettext(
        "Its open action point is no longer asked for.",
        "Its %d open action points are no longer asked for.",
        number,
    )
    back = ngettext(
        "Its open action point is asked for again.",
        "Its %d open action points are asked for again.",
        number,
    )
    text = back if again else gone
    return [text % number if number > 1 else text]


def _set(request, meeting, status, said):
    meeting.set_status(status)
    messages.success(request, said)
    return redirect(meeting)


def _ask(request, meeting, question, button, follows):
    """Ask once, and say what follows."""
    context = {
        "section": "meetings",
        "meeting": meeting,
        "question": question,
        "button": button,
        "follows": follows,
    }
    return render(request, "engagements/meeting_confirm.html", context)
