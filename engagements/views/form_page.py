"""The page of the meeting form: filled, with errors, or with a question above it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from engagements.forms import MeetingForm
from engagements.forms.crossing import fingerprint
from engagements.views.afterwards import came_from
from stakeholders.models import Location, Organisation, Person


def make_form(request, data, meeting, initial=None):
    """Return the form; "Save draft" asks for less, and is only for what is no meeting yet."""
    may_wait = meeting is None or meeting.is_draft
    return MeetingForm(
        data,
        (request.FILES or None) if data is not None else None,
        user=request.user,
        today=timezone.localdate(),
        instance=meeting,
        initial=initial,
        draft=may_wait and data is not None and "save_draft" in data,
    )


def form_page(request, form, status=None, resumed=None, focus=None, **notice):
    """Render the form with all that was typed, and what there is to say above it."""
    if focus:
        form.counterparts[0].fields[focus].widget.attrs["autofocus"] = True
    meeting = form.instance if form.instance.pk else None
    context = {
        "section": "meetings",
        "form": form,
        "action": reverse("meeting_edit", args=[meeting.reference])
        if meeting
        else reverse("meeting_create"),
        "next": came_from(request),
        "base": form.data.get("base") or (fingerprint(meeting) if meeting else ""),
        "answered": " ".join(request.POST.getlist("another_than")),
        "resumed": resumed,
        "left_over": resumed.left_over(form) if resumed else [],
        "places": Location.objects.current(),
        "organisations": Organisation.objects.current()
        .select_related("parent")
        .order_by("name")[:300],
        "people": Person.objects.current()[:300],
        **notice,
    }
    wrong = 422 if form.is_bound and (form.errors or form.row_errors()) else 200
    if form.is_bound and form.questions:
        return render(request, "engagements/who_did_you_mean.html", context, status=status or wrong)
    return render(request, "engagements/meeting_form.html", context, status=status or wrong)
