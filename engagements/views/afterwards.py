"""After saving: back to where people came from, with what they can do next; and the undo of it."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.access import editable_or_error, is_ours

JUST_LOGGED = "just_logged"
# Pages that ask something: nobody wants to be back there once it is answered.
ASKING = {
    "meeting_create",
    "meeting_edit",
    "meeting_copy",
    "meeting_undo",
    "meeting_cancel",
    "meeting_restore",
    "meeting_delete",
}


def came_from(request):
    """Return the address on this site to go back to after saving, or ""."""
    if request.method == "POST":
        return _safe(request, request.POST.get("next", ""))
    given = request.GET.get("next", "") or request.headers.get("Referer", "")
    return _safe(request, given)


def _safe(request, address):
    """Return path and query of `address` when it is a page of this site to read, else ""."""
    if not is_ours(request, address):
        return ""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return ""
    if name in ASKING or name.startswith("account_") or parts.path.startswith("/admin/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def go_back(request, meeting):
    """Go to where the form was opened from, else to the meeting."""
    return redirect(came_from(request) or meeting)


def say_saved(request, meeting, newly_logged):
    """Say that it is stored; the message offers another like it, and undo for what was just logged."""
    if newly_logged:
        request.session[JUST_LOGGED] = [meeting.reference, meeting.version]
    else:
        request.session.pop(JUST_LOGGED, None)
    said = {"title": meeting.title, "when": meeting.when}
    text = (
        _("Draft saved. %(title)s, %(when)s.")
        if meeting.is_draft
        else _("Saved. %(title)s, %(when)s.")
    )
    messages.success(request, text % said, extra_tags=meeting.reference)


@require_POST
def meeting_undo(request, ref):
    """Return the meeting that one logged a moment ago to a draft; nobody may have touched it since."""
    meeting = editable_or_error(request, ref)
    if request.session.pop(JUST_LOGGED, None) != [ref, meeting.version]:
        text = _("This can’t be undone any more: it was not logged just now, or was changed since.")
        messages.warning(request, text)
    else:
        meeting.set_status(meeting.Status.DRAFT)
        text = _(
            "Undone. It is a draft again: nothing is lost, and it counts nowhere until you save it."
        )
        messages.success(request, text)
    return redirect(meeting)
