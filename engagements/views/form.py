"""Log, change and copy a meeting: three pages with one form."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from engagements.forms.crossing import keep_to
from engagements.forms.pressed import pressed
from engagements.views.access import editable_or_error, readable_or_404
from engagements.views.form_page import form_page, make_form
from engagements.views.prefill import like, prefilled
from engagements.views.resuming import resumed_form, where_it_goes_on
from engagements.views.storing import keep_text, store


def meeting_create(request):
    """Log a meeting; the same form sent twice makes one."""
    if not request.user.is_colleague:
        raise PermissionDenied
    resumed = resumed_form(request, None)
    address = resumed and where_it_goes_on(resumed, request.user)
    if address:
        return redirect(address)
    return _answer(request, None, prefilled(request.GET), resumed)


def meeting_copy(request, ref):
    """Log another like this: kind, day, place and colleagues are there, the rest is empty."""
    if not request.user.is_colleague:
        raise PermissionDenied
    meeting = readable_or_404(request.user, ref)
    return _answer(request, None, like(meeting, request.user, timezone.localdate()), focus="who")


def meeting_edit(request, ref):
    """Change a meeting that one logged or attended."""
    try:
        meeting = editable_or_error(request, ref)
    except (Http404, PermissionDenied) as refusal:
        if request.method != "POST" or not request.user.is_colleague:
            raise
        return keep_text(request, 404 if isinstance(refusal, Http404) else 403)
    return _answer(request, meeting, None, resumed_form(request, meeting))


def _answer(request, meeting, initial, resumed=None, focus=None):
    """Show the form, add a row to it, or store it."""
    data = request.POST.copy() if request.method == "POST" else None
    data = resumed.posted() if resumed else data
    if data is None:
        return form_page(request, make_form(request, None, meeting, initial), focus=focus)
    only_draws = pressed(data)
    if meeting:
        keep_to(data, make_form(request, None, meeting))
    form = make_form(request, data, meeting, initial)
    if resumed or only_draws:
        form.hush()
        return form_page(request, form, resumed=resumed)
    return store(request, form)
