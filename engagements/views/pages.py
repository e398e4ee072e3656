"""One meeting, and its files."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Attachment, Meeting
from engagements.views.access import may_edit
from engagements.views.closing import controls


@require_safe
def meeting_detail(request, ref):
    """One meeting: who, where, what was said and promised."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), reference=ref)
    if meeting.is_draft and not may_edit(meeting, request.user):
        raise Http404
    context = {
        "section": "meetings",
        "meeting": meeting,
        "may_edit": may_edit(meeting, request.user),
        "today": timezone.localdate(),
        "changes": meeting.history.select_related("history_user")[:10],
        **controls(request, meeting.action_points.all()),
    }
    return render(request, "engagements/meeting_detail.html", context)


@require_safe
def attachment_download(request, pk):
    """Send a file to somebody for whom its meeting exists."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        attachment.file.open(),
        as_attachment=True,
        filename=attachment.original_name,
        content_type=attachment.content_type,
    )
