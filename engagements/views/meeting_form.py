"""Store what the meeting form sent, once; ask first where edits cross or a meeting looks logged already."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.duplicates import possible_duplicates
from engagements.forms import MeetingForm
from engagements.forms.edit_conflict import (
    PARTS,
    Crossing,
    change_reason,
    fingerprint,
    keep_to,
    renumber,
)
from engagements.forms.meeting import pressed
from engagements.models import FormDraft, Meeting, MeetingKind
from engagements.views.access import editable_or_error, is_ours, may_edit, readable_or_404
from engagements.views.drafts import change_sent_before, finish
from stakeholders.models import Location, Organisation, Person

JUST_LOGGED = "just_logged"
# Pages that ask something: nobody wants to be back there once it is answered.
ASKING = {
    "meeting_create",
    "meeting_edit",
    "meeting_copy",
    "meeting_undo",
    "meeting_cancel",
    "meeting_restore",
    "meeting_delete",
}


def came_from(request):
    """Return the address on this site to go back to after saving, or ""."""
    if request.method == "POST":
        return _safe(request, request.POST.get("next", ""))
    given = request.GET.get("next", "") or request.headers.get("Referer", "")
    return _safe(request, given)


def _safe(request, address):
    """Return path and query of `address` when it is a page of this site to read, else ""."""
    if not is_ours(request, address):
        return ""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return ""
    if name in ASKING or name.startswith("account_") or parts.path.startswith("/admin/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def go_back(request, meeting):
    """Go to where the form was opened from, else to the meeting."""
    return redirect(came_from(request) or meeting)


def say_saved(request, meeting, newly_logged):
    """Say that it is stored; the message offers another like it, and undo for what was just logged."""
    if newly_logged:
        request.session[JUST_LOGGED] = [meeting.reference, meeting.version]
    else:
        request.session.pop(JUST_LOGGED, None)
    said = {"title": meeting.title, "when": meeting.when}
    text = (
        _("Draft saved. %(title)s, %(when)s.")
        if meeting.is_draft
        else _("Saved. %(title)s, %(when)s.")
    )
    messages.success(request, text % said, extra_tags=meeting.reference)


@require_POST
def meeting_undo(request, ref):
    """Return the meeting that one logged a moment ago to a draft; nobody may have touched it since."""
    meeting = editable_or_error(request, ref)
    if request.session.pop(JUST_LOGGED, None) != [ref, meeting.version]:
        text = _("This can’t be undone any more: it was not logged just now, or was changed since.")
        messages.warning(request, text)
    else:
        meeting.set_status(meeting.Status.DRAFT)
        text = _(
            "Undone. It is a draft again: nothing is lost, and it counts nowhere until you save it."
        )
        messages.success(request, text)
    return redirect(meeting)


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


COPIED = ("kind", "when", "place", "staff", "thematic_areas", "channel")


def prefilled(get):
    """Return what the address says of a new meeting: kind, place, organisation or person."""
    start = {}
    kind = MeetingKind.objects.current().filter(code=get.get("kind", "")).first()
    if kind:
        start["kind"] = kind.pk
    place = Location.objects.current().filter(slug=get.get("place", "")).first()
    if place:
        start["place"] = str(place)
    organisation = Organisation.objects.current().filter(slug=get.get("organisation", "")).first()
    if organisation:
        start["counterparts"] = [{"organisation": str(organisation)}]
    if get.get("person", "").isdecimal():
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


def like(meeting, user, today):
    """Return what another meeting like this one starts from: kind, day, place, colleagues, areas."""
    opened = MeetingForm(user=user, today=today, instance=meeting)
    names = [name for part in COPIED for name in PARTS[part][1]]
    start = {name: opened.get_initial_for_field(opened.fields[name], name) for name in names}
    quick = {today: "today", today - timedelta(days=1): "yesterday"}.get(meeting.date)
    if quick and not meeting.is_month_only and not meeting.end_date:
        start |= {"when": quick, "day": "", "month": "", "year": ""}
    return start


@dataclass
class Resumed:
    """A form taken up again; `is_copy` when its meeting is no longer the writer's to change."""

    draft: FormDraft
    is_copy: bool

    def posted(self):
        """Return the boxes as a browser sends them."""
        data = _posted(self.draft)
        if self.is_copy:
            _make_new(data)
        return data

    @property
    def is_older(self):
        """Whether the form has changed since this was typed."""
        return self.draft.form_version < MeetingForm.VERSION

    def left_over(self, form):
        """Return (name, text) of what an older form had and today's has no box for."""
        known = _names(form)
        return [
            (name, ", ".join(filter(None, values)))
            for name, values in self.draft.fields.items()
            if self.is_older and any(values) and name not in known
        ]


def resumed_form(request, meeting):
    """Return what the address asks to take up again, as Resumed, or None when it asks for nothing."""
    if request.method != "GET" or "draft" not in request.GET:
        return None
    try:
        token = uuid.UUID(request.GET["draft"])
    except ValueError:
        raise Http404 from None
    draft = get_object_or_404(FormDraft.objects.of(request.user), token=token)
    if meeting and draft.meeting != meeting:
        raise Http404
    is_change = draft.meeting is not None or "based_on" in draft.fields
    return Resumed(draft, is_copy=is_change and meeting is None)


def where_it_goes_on(resumed, user):
    """Return the address of a change that `user` may still make, or None."""
    meeting = resumed.draft.meeting
    if meeting is None or not may_edit(meeting, user):
        return None
    return f"{reverse('meeting_edit', args=[meeting.reference])}?draft={resumed.draft.token}"


def _posted(draft):
    """Return the boxes as a browser sends them; "today" is the day on which it was typed."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    data["token"] = str(draft.token)
    typed = timezone.localdate(draft.updated_at)
    back = {"today": 0, "yesterday": 1}.get(data.get("when"))
    if back is not None and typed != timezone.localdate():
        day = typed - timedelta(days=back)
        data["when"] = "day"
        data["day"], data["month"], data["year"] = str(day.day), str(day.month), str(day.year)
    return data


def _make_new(data):
    """Cut the ties to a meeting that the writer may not change: what was typed stays, as new rows."""
    data.pop("based_on", None)
    for name in list(data):
        if name.startswith("promise-") and name.endswith("-id"):
            del data[name]
    data["promise-INITIAL_FORMS"] = data["with-INITIAL_FORMS"] = "0"


def _names(form):
    """Return the name of every box of the form and its rows."""
    parts = [form, *form.counterparts, *form.action_points]
    parts += [form.counterparts.management_form, form.action_points.management_form]
    return {part.add_prefix(name) for part in parts for name in part.fields}


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
