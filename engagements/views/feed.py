"""The calendar of one's own action points: open to whoever has its secret address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_POST, require_safe

from accounts.models import User
from engagements.feed import calendar_of
from engagements.views.closing import back_from


@login_not_required
@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def action_feed(request, key):
    """The calendar whose address has this key; not found once it was renewed, turned off, or its owner left."""
    user = User.objects.with_feed_key(key).first()
    if user is None or not user.has_role:
        raise Http404

    def address_of(meeting):
        return request.build_absolute_uri(meeting.get_absolute_url())

    content = calendar_of(user, address_of, request.get_host())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="action-points.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def feed_renew(request):
    """Give a calendar address, or a new one in place of the last."""
    if not request.user.is_colleague:
        raise PermissionDenied
    had_one = bool(request.user.feed_version)
    request.user.renew_feed()
    messages.success(
        request,
        _("You have a new calendar address. The one before has stopped working.")
        if had_one
        else _("You have a calendar address."),
    )
    return redirect(back_from(request))


@require_POST
def feed_revoke(request):
    """Turn the calendar address off."""
    request.user.revoke_feed()
    messages.success(request, _("Your calendar address is turned off. It has stopped working."))
    return redirect(back_from(request))
