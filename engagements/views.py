"""Pages about meetings. Every read starts from what exists for the user."""

import uuid
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.forms import MeetingFilterForm, MeetingForm
from engagements.models import Attachment, Meeting, MeetingKind
from stakeholders.models import Location, Organisation, Person
from stakeholders.paging import page_of

ADD_ROW = {"add_counterpart": "with", "add_promise": "promise"}


@require_safe
def meeting_list(request):
    """What happened: filters, newest first, 50 a page."""
    form = MeetingFilterForm(request.GET, user=request.user)
    rows = form.filter(Meeting.objects.visible_to(request.user))
    page = page_of(rows.for_list(), request.GET, order=("-date", "date_precision", "-pk"))
    context = {
        "section": "meetings",
        "form": form,
        "page": page,
        "total": rows.count(),
        "chips": form.chips(),
    }
    return render(request, "engagements/meeting_list.html", {**context, **_month_pager(form)})


def _month_pager(form):
    """Return the months before and after the one filtered by."""
    if not form.cleaned_data.get("month"):
        return {}
    year, month = form.cleaned_data["month"]
    before = date(year - (month == 1), (month - 2) % 12 + 1, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return {"this_month": date(year, month, 1), "month_before": before, "month_after": after}


@require_safe
def meeting_detail(request, ref):
    """One meeting: who, where, what was said and promised."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), reference=ref)
    if meeting.is_draft and not _may_edit(meeting, request.user):
        raise Http404
    context = {
        "section": "meetings",
        "meeting": meeting,
        "may_edit": _may_edit(meeting, request.user),
        "today": timezone.localdate(),
        "changes": meeting.history.select_related("history_user")[:10],
    }
    return render(request, "engagements/meeting_detail.html", context)


def _may_edit(meeting, user):
    return Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()


def meeting_create(request):
    """Log a meeting; the same form sent twice makes one."""
    if not request.user.is_colleague:
        raise PermissionDenied
    return _answer(request, None, _prefilled(request))


def meeting_edit(request, ref):
    """Change a meeting that one logged or attended."""
    return _answer(request, _editable_or_error(request, ref), None)


def _editable_or_error(request, ref):
    """Return the meeting; 404 when it does not exist for the user, 403 when it is another's to change."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), reference=ref)
    if not _may_edit(meeting, request.user):
        raise PermissionDenied
    return meeting


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


def meeting_cancel(request, ref):
    """Take a logged meeting out of the figures, after asking once."""
    meeting = _editable_or_error(request, ref)
    return _ask_or_set(request, meeting, Meeting.Status.LOGGED, Meeting.Status.CANCELLED, "cancel")


def meeting_restore(request, ref):
    """Bring a cancelled meeting back into the figures, after asking once."""
    meeting = _editable_or_error(request, ref)
    return _ask_or_set(request, meeting, Meeting.Status.CANCELLED, Meeting.Status.LOGGED, "restore")


def _ask_or_set(request, meeting, before, after, verb):
    if meeting.status != before:
        return redirect(meeting)
    if request.method == "POST":
        meeting.set_status(after)
        messages.success(request, _("Cancelled.") if verb == "cancel" else _("Restored."))
        return redirect(meeting)
    return render(
        request,
        "engagements/meeting_confirm.html",
        {"section": "meetings", "meeting": meeting, "verb": verb},
    )


def meeting_delete(request, ref):
    """Delete a draft for good, after asking once; what is logged is cancelled instead."""
    meeting = _editable_or_error(request, ref)
    if not meeting.is_draft:
        return redirect("meeting_cancel", ref=ref)
    if request.method == "POST":
        for attachment in meeting.attachments.all():
            attachment.file.delete(save=False)
        meeting.delete()
        messages.success(request, _("Draft deleted."))
        return redirect("home")
    return render(
        request,
        "engagements/meeting_confirm.html",
        {"section": "meetings", "meeting": meeting, "verb": "delete"},
    )


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
