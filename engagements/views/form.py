"""Log, change and copy a meeting: one form; edits that cross and likely duplicates are asked back."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.duplicates import possible_duplicates
from engagements.forms import MeetingForm
from engagements.forms.crossing import Crossing, change_reason, fingerprint, keep_to, renumber
from engagements.forms.pressed import pressed
from engagements.models import Meeting
from engagements.views.access import editable_or_error, readable_or_404
from engagements.views.afterwards import came_from, go_back, say_saved
from engagements.views.drafts import change_sent_before, finish
from engagements.views.prefill import like, prefilled
from engagements.views.resuming import resumed_form, where_it_goes_on
from stakeholders.models import Location, Organisation, Person


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
        return _keep_text(request, 404 if isinstance(refusal, Http404) else 403)
    return _answer(request, meeting, None, resumed_form(request, meeting))


def _answer(request, meeting, initial, resumed=None, focus=None):
    """Show the form, add a row to it, or store it."""
    data = request.POST.copy() if request.method == "POST" else None
    data = resumed.posted() if resumed else data
    if data is None:
        return _page(request, _form(request, None, meeting, initial), focus=focus)
    only_draws = pressed(data)
    if meeting:
        keep_to(data, _form(request, None, meeting))
    form = _form(request, data, meeting, initial)
    if resumed or only_draws:
        form.hush()
        return _page(request, form, resumed=resumed)
    return _store(request, form)


def _form(request, data, meeting, initial=None):
    """Return the form; "Save draft" asks for less, and is only for what is no meeting yet."""
    may_wait = meeting is None or meeting.is_draft
    return MeetingForm(
        data,
        request.FILES or None,
        user=request.user,
        today=timezone.localdate(),
        instance=meeting,
        initial=initial,
        draft=may_wait and data is not None and "save_draft" in data,
    )


def _store(request, form):
    """Store a sound form and go back; show what is wrong with another, or what must be asked first."""
    is_new = form.instance.pk is None
    sent = form.already_sent() if is_new else change_sent_before(request, form.data.get("token"))
    if sent:
        return redirect(sent)
    if not form.is_valid():
        return _page(request, form)
    meeting = None if is_new else Meeting.objects.get(pk=form.instance.pk)
    was_logged = not is_new and meeting.status == Meeting.Status.LOGGED
    try:
        with transaction.atomic():
            asked = _save(request, form, asks=not was_logged)
            transaction.set_rollback(bool(asked))
    except IntegrityError:
        return _twice(request, form, meeting)
    if asked:
        return _ask(request, form, meeting, asked)
    stored = form.instance
    is_logged = stored.status == Meeting.Status.LOGGED
    say_saved(request, stored, newly_logged=is_logged and not was_logged)
    return go_back(request, stored)


def _save(request, form, asks):
    """Store the form; return what must be asked first: the caller then takes everything back."""
    now = form.crossed() if form.instance.pk else None
    crossing = now and Crossing(form, now)
    if crossing and crossing.is_same_form:
        return {"sent": now}
    kept = ()
    if form.instance.pk:
        kept = set(form.instance.attachments.values_list("pk", flat=True))
        form.instance._change_reason = change_reason(form)
    meeting = form.save()
    asked = {}
    if crossing and crossing.compare(meeting):
        asked = {"crossing": crossing}
    elif asks and meeting.status == Meeting.Status.LOGGED:
        asked = _twins(request, meeting)
    if asked:
        _drop_files(meeting, kept)
    else:
        finish(request, form.cleaned_data.get("token"), meeting)
    return asked


def _drop_files(meeting, kept):
    """Take the files of a save that is being taken back off the disk."""
    for attachment in meeting.attachments.exclude(pk__in=kept):
        attachment.file.delete(save=False)


def _twins(request, meeting):
    """Return the meetings that may be the same; {} when there is none, or all are known to be others."""
    answered = set(" ".join(request.POST.getlist("another_than")).split())
    twins = possible_duplicates(meeting, request.user)
    if any(twin.reference not in answered for twin in twins):
        return {"twins": twins, "references": " ".join(twin.reference for twin in twins)}
    meeting.distinct_from.add(*twins)
    return {}


def _ask(request, form, meeting, asked):
    """Show the form as it was sent, with both versions or with what may be the same meeting."""
    if "sent" in asked:
        return redirect(asked["sent"])
    data = form.data
    if "crossing" in asked:
        data["based_on"], data["base"] = str(meeting.version), fingerprint(meeting)
    again = _form(request, data, meeting)
    again.hush()
    names = [upload.name for upload in request.FILES.values()]
    return _page(request, again, 422, lost_files=names, **asked)


def _keep_text(request, status):
    """Show what was typed, as a new meeting: the one it was about is not the user's to change."""
    data = request.POST.copy()
    data["token"] = str(uuid.uuid4())
    for name in ("based_on", "base"):
        data.pop(name, None)
    renumber(data, known=set())
    form = _form(request, data, None)
    form.hush()
    return _page(request, form, status, refused=status)


def _twice(request, form, meeting):
    """Go to the meeting that the same form made a moment ago; else keep what was typed under a new token."""
    sent = form.already_sent()
    if sent:
        return redirect(sent)
    form.data["token"] = str(uuid.uuid4())
    form.instance = meeting or Meeting()
    form.add_error(None, _("Somebody saved the same at this moment. Nothing is lost: save again."))
    return _page(request, form)


def _page(request, form, status=None, resumed=None, focus=None, **notice):
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
