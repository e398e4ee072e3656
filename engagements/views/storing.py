"""Store what the meeting form sent, once; ask first where edits cross or a meeting looks logged already."""

import uuid

from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from engagements.duplicates import possible_duplicates
from engagements.forms.crossing import Crossing, change_reason, fingerprint, renumber
from engagements.models import Meeting
from engagements.views.afterwards import go_back, say_saved
from engagements.views.drafts import change_sent_before, finish
from engagements.views.form_page import form_page, make_form


def store(request, form):
    """Store a sound form and go back; show what is wrong with another, or what must be asked first."""
    is_new = form.instance.pk is None
    sent = form.already_sent() if is_new else change_sent_before(request, form.data.get("token"))
    if sent:
        return redirect(sent)
    if not form.is_valid():
        return form_page(request, form)
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
    again = make_form(request, data, meeting)
    again.hush()
    names = [upload.name for upload in request.FILES.values()]
    return form_page(request, again, 422, lost_files=names, **asked)


def keep_text(request, status):
    """Show what was typed, as a new meeting: the one it was about is not the user's to change."""
    data = request.POST.copy()
    data["token"] = str(uuid.uuid4())
    for name in ("based_on", "base"):
        data.pop(name, None)
    renumber(data, known=set())
    form = make_form(request, data, None)
    form.hush()
    return form_page(request, form, status, refused=status)


def _twice(request, form, meeting):
    """Go to the meeting that the same form made a moment ago; else keep what was typed under a new token."""
    sent = form.already_sent()
    if sent:
        return redirect(sent)
    form.data["token"] = str(uuid.uuid4())
    form.instance = meeting or Meeting()
    form.add_error(None, _("Somebody saved the same at this moment. Nothing is lost: save again."))
    return form_page(request, form)
