"""Which meeting a page is about, who may change it, and which addresses lead back to this site."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import SignedInRequest
from accounts.models import User
from engagements.models import Meeting
from engagements.models.meeting import MeetingQuerySet


def may_edit(meeting: Meeting, user: User) -> bool:
    return Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()


def readable_or_404(user: User, ref: str, among: MeetingQuerySet | None = None) -> Meeting:
    """Return the meeting, from the queryset `among` when given; a draft exists only for those who may change it."""
    meetings = Meeting.objects if among is None else among
    meeting = get_object_or_404(meetings.visible_to(user), reference=ref)
    if meeting.is_draft and not may_edit(meeting, user):
        raise Http404
    return meeting


def editable_or_error(request: SignedInRequest, ref: str) -> Meeting:
    """Return the meeting; 404 when it does not exist for the user, 403 when it is another's to change."""
    rows = Meeting.objects.visible_to(request.user).with_editable(request.user)
    meeting = get_object_or_404(rows.select_related("kind", "location"), reference=ref)
    if not meeting.is_editable:
        raise PermissionDenied
    return meeting


def is_ours(request: SignedInRequest, address: str) -> bool:
    """Whether `address` leads to this site, and not from HTTPS to plain HTTP."""
    hosts, secure = {request.get_host()}, request.is_secure()
    return url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=secure)
