"""How the meeting in the form will read, while it is being written."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from engagements.forms import MeetingForm
from engagements.reading import read


@require_POST
def meeting_preview(request):
    """Return a piece of a page: the text as it would stand in the review. Nothing is stored."""
    if not request.user.is_colleague:
        raise PermissionDenied
    data = request.POST.copy()
    data["promise-TOTAL_FORMS"] = data["promise-INITIAL_FORMS"] = "0"
    form = MeetingForm(data, user=request.user, today=timezone.localdate(), draft=True)
    return render(request, "engagements/_reading.html", {"reading": read(form)})
