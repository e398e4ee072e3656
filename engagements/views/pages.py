"""One meeting, and its files."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.changes import changes_of
from engagements.models import Attachment, Meeting
from engagements.views.access import may_edit, readable_or_404
from engagements.views.closing import controls


@require_safe
def meeting_detail(request, ref):
    """One meeting: who, where, what was said and promised."""
    meeting = readable_or_404(request.user, ref, among=Meeting.objects.for_page())
    context = {
        "section": "meetings",
        "meeting": meeting,
        "may_edit": may_edit(meeting, request.user),
        "today": timezone.localdate(),
        "changes": changes_of(meeting),
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
