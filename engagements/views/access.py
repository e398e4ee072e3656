"""Which meeting a page is about, and who may change it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from engagements.models import Meeting


def may_edit(meeting, user):
    """Whether `user` may change the meeting, by the queryset that says so."""
    return Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()


def editable_or_error(request, ref):
    """Return the meeting; 404 when it does not exist for the user, 403 when it is another's to change."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), reference=ref)
    if not may_edit(meeting, request.user):
        raise PermissionDenied
    return meeting
