"""Log and change a meeting: the same form sent twice makes one, edits that cross are told."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.forms import MeetingForm
from engagements.models import MeetingKind
from engagements.views.access import editable_or_error
from stakeholders.models import Location, Organisation, Person

ADD_ROW = {"add_counterpart": "with", "add_promise": "promise"}


def meeting_create(request):
    """Log a meeting; the same form sent twice makes one."""
    if not request.user.is_colleague:
        raise PermissionDenied
    return _answer(request, None, _prefilled(request))


def meeting_edit(request, ref):
    """Change a meeting that one logged or attended."""
    return _answer(request, editable_or_error(request, ref), None)


def _prefilled(request):
    """Return what the address says of a new meeting: kind, place, organisation or person."""
    start, get = {}, request.GET
    kind = MeetingKind.objects.current().filter(code=get.get("kind", "")).first()
    if kind:
        start["kind"] = kind.pk
    place = Location.objects.current().filter(slug=get.get("place", "")).first()
    if place:
        start["place"] = str(place)
    organisation = Organisation.objects.current().filter(slug=get.get("organisation", "")).first()
    if organisation:
        start["counterparts"] = [{"organisation": str(organisation)}]
    if get.get("person", "").isdigit():
        start["counterparts"] = _person_row(int(get["person"])) or start.get("counterparts", [])
    return start


def _person_row(pk):
    person = Person.objects.current().filter(pk=pk).first()
    post = (
        person
        and person.appointments.on(timezone.localdate())
        .select_related("organisation__parent")
        .first()
    )
    if post is None:
        return []
    return [{"organisation": str(post.organisation), "person": str(person), "role": post.title}]


def _answer(request, meeting, initial):
    """Show the form, add a row to it, or store it."""
    data = request.POST.copy() if request.method == "POST" else None
    for button, prefix in ADD_ROW.items():
        if data is not None and button in data:
            field = f"{prefix}-TOTAL_FORMS"
            data[field] = (
                str(min(int(data[field]) + 1, 60)) if data.get(field, "").isdigit() else "1"
            )
    form = MeetingForm(
        data,
        request.FILES or None,
        user=request.user,
        today=timezone.localdate(),
        instance=meeting,
        initial=initial,
        draft=data is not None and "save_draft" in data,
    )
    if data is None:
        return _form_page(request, form)
    if any(button in data for button in ADD_ROW):
        form.hush()
        return _form_page(request, form)
    return _store(request, form)


def _store(request, form):
    """Store a sound form and go to the meeting; show what is wrong with another."""
    is_new = form.instance.pk is None
    sent = form.already_sent() if is_new else None
    if sent:
        return redirect(sent)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        with transaction.atomic():
            now = None if is_new else form.crossed()
            meeting = None if now else form.save()
    except IntegrityError:
        return _twice(request, form)
    if now:
        return _form_page(request, form, crossed=now)
    said = {"title": meeting.title, "when": meeting.when}
    messages.success(request, _("Saved. %(title)s, %(when)s.") % said)
    return redirect(meeting)


def _twice(request, form):
    """Go to the meeting that the same form made a moment ago; else keep what was typed under a new token."""
    sent = form.already_sent()
    if sent:
        return redirect(sent)
    form.data["token"] = str(uuid.uuid4())
    form.add_error(None, _("Somebody saved the same at this moment. Nothing is lost: save again."))
    return _form_page(request, form)


def _form_page(request, form, crossed=None):
    """Render the form with all that was typed; `crossed` is the meeting as another saved it meanwhile."""
    if crossed:
        form.data["based_on"] = str(crossed.version)
    context = {
        "section": "meetings",
        "form": form,
        "crossed": crossed,
        "crossed_by": crossed and crossed.history.first().history_user,
        "places": Location.objects.current(),
        "organisations": Organisation.objects.current()
        .select_related("parent")
        .order_by("name")[:300],
        "people": Person.objects.current()[:300],
    }
    status = 422 if form.is_bound and (form.errors or crossed) else 200
    return render(request, "engagements/meeting_form.html", context, status=status)
