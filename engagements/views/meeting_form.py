"""The pages of the meeting form: show it, store it once, and ask first when edits conflict or it may be a duplicate."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, colleagues_only
from accounts.models import User
from engagements.duplicate_meetings import possible_duplicates
from engagements.forms import MeetingForm
from engagements.forms.edit_conflict import (
    PARTS,
    EditConflict,
    apply_choices,
    base_of,
    change_reason,
    make_new,
)
from engagements.forms.files import count_files, drop_token, keep_uploads
from engagements.forms.meeting import apply_button
from engagements.models import Meeting, MeetingKind
from engagements.views.drafts import Resumed, change_sent_before, finish, resumed_form
from engagements.views.files import report_refused
from engagements.views.permissions import editable_or_error, is_ours, readable_or_404
from stakeholders.models import Location, Organisation, Person

JUST_LOGGED = "just_logged"
TOLD_SIGNED = "told_signed"
RESTRICT = (
    "restrict"  # the answer to whether a meeting of a signed month is restricted: "yes" or "no"
)
# Pages that ask something: nobody wants to be back there once it is answered.
ONE_TIME_PAGES = {
    "meeting_create",
    "meeting_edit",
    "meeting_copy",
    "meeting_undo",
    "meeting_cancel",
    "meeting_restore",
    "meeting_delete",
}
# The parts of a meeting from which another like it starts.
COPIED = ("kind", "when", "place", "staff", "thematic_areas", "channel")


@colleagues_only
def meeting_create(request: SignedInRequest) -> HttpResponse:
    resumed = resumed_form(request, None)
    address = resumed and resumed.edit_address(request.user)
    if address:
        return redirect(address)
    return _respond(request, None, _prefilled(request.GET), resumed)


@colleagues_only
def meeting_copy(request: SignedInRequest, ref: str) -> HttpResponse:
    """Log another like this: kind, day, place and colleagues are there, the rest is empty."""
    meeting = readable_or_404(request.user, ref)
    start = _copied(meeting, request.user, timezone.localdate())
    return _respond(request, None, start, focus="who")


def meeting_edit(request: SignedInRequest, ref: str) -> HttpResponse:
    """Change a meeting that one logged or attended; who may not any more keeps what was typed, as a new one."""
    try:
        meeting = editable_or_error(request, ref)
    except (Http404, PermissionDenied) as refusal:
        if request.method != "POST" or not request.user.is_colleague:
            raise
        return _keep_text(request, 404 if isinstance(refusal, Http404) else 403)
    resumed = resumed_form(request, meeting)
    signed = None if resumed or request.method == "POST" else _signed_and_not_told(request, meeting)
    if signed:
        context = {
            "section": "meetings",
            "meeting": meeting,
            "signed": signed,
            "next": _came_from(request),
        }
        return render(request, "engagements/meeting_of_signed_month.html", context)
    return _respond(request, meeting, None, resumed)


def _signed_and_not_told(request: SignedInRequest, meeting: Meeting) -> Any:
    """Return the signed review that counts the meeting, unless the user went on from the page about it."""
    told = request.session.get(TOLD_SIGNED, [])
    if meeting.reference in told:
        return None
    if TOLD_SIGNED in request.GET:
        request.session[TOLD_SIGNED] = [*told, meeting.reference]
        return None
    return next(iter(meeting.signed_reviews()), None)


@require_POST
def meeting_undo(request: SignedInRequest, ref: str) -> HttpResponse:
    """Return the meeting that one logged a moment ago to a draft; nobody may have touched it since."""
    meeting = editable_or_error(request, ref)
    if request.session.pop(JUST_LOGGED, None) != [ref, meeting.version]:
        text = _("This can no longer be undone: it was not logged just now, or was changed since.")
        messages.warning(request, text)
    else:
        meeting.set_status(meeting.Status.DRAFT)
        text = _(
            "Undone. It is a draft again: nothing is lost, but it counts only once you save it."
        )
        messages.success(request, text)
    return redirect(meeting)


def _prefilled(get: QueryDict) -> dict:
    start = {}
    if kind := _named(MeetingKind.objects.current(), code=get.get("kind", "")):
        start["kind"] = kind.pk
    if place := _named(Location.objects.current(), slug=get.get("place", "")):
        start["place"] = str(place)
    if organisation := _named(Organisation.objects.current(), slug=get.get("organisation", "")):
        start["counterparts"] = [{"organisation": str(organisation)}]
    person = get.get("person", "")
    if person.isdecimal():
        start["counterparts"] = _person_row(int(person)) or start.get("counterparts", [])
    return start


def _named(rows: QuerySet, **name: str) -> Any:
    """Return the row of that name; None, without asking, when no name was given."""
    return rows.filter(**name).first() if all(name.values()) else None


def _person_row(pk: int) -> list:
    person = Person.objects.current().filter(pk=pk).first()
    posts = person and person.appointments.on(timezone.localdate())
    post = posts and posts.select_related("organisation__parent").first()
    if not post:
        return []
    return [{"organisation": str(post.organisation), "person": str(person), "role": post.title}]


def _copied(meeting: Meeting, user: User, today: date) -> dict:
    opened = MeetingForm(user=user, today=today, instance=meeting)
    names = [name for part in COPIED for name in PARTS[part][1]]
    start = {name: opened.get_initial_for_field(opened.fields[name], name) for name in names}
    return start | {"place_for": ""}  # it is asked for, so it stays whoever is met next


def _respond(
    request: SignedInRequest,
    meeting: Meeting | None,
    initial: dict | None,
    resumed: Resumed | None = None,
    focus: str | None = None,
) -> HttpResponse:
    data = request.POST.copy() if request.method == "POST" else None
    refused = _keep_files(request, data, meeting) if data is not None else []
    data = resumed.posted() if resumed else data
    if data is None:
        return _render(request, _make_form(request, None, meeting, initial), focus=focus)
    if data.get(RESTRICT) == "no":
        data.pop("restricted", None)
    only_shows = apply_button(data)
    if meeting:
        apply_choices(data, _make_form(request, None, meeting))
    form = _make_form(request, data, meeting, initial)
    form.refused_files = refused
    if resumed or only_shows:
        form.clear_errors()
        return _render(request, form, resumed=resumed)
    return _store(request, form)


def show_as_typed(
    request: SignedInRequest, meeting: Meeting | None, **context: Any
) -> HttpResponse:
    """Show the form with all that was sent, as it stands; nothing is stored. `context` is for its template."""
    data = request.POST.copy()
    refused = _keep_files(request, data, meeting)
    apply_button(data)
    form = _make_form(request, data, meeting)
    form.refused_files = refused
    form.clear_errors()
    return _render(request, form, **context)


def _keep_files(
    request: SignedInRequest, data: QueryDict, meeting: Meeting | None
) -> list[tuple[str, str]]:
    """Store the files that came with the form, whatever becomes of it; return (name, reason) of those refused."""
    if "drop_file" in data:
        drop_token(request.user, data)
    uploads = request.FILES.getlist("upload")
    if not uploads:
        return []
    taken = count_files(meeting) if meeting else 0
    return keep_uploads(request.user, data, uploads, taken=taken)


def _make_form(
    request: SignedInRequest,
    data: QueryDict | None,
    meeting: Meeting | None,
    initial: dict | None = None,
) -> MeetingForm:
    may_wait = meeting is None or meeting.is_draft
    return MeetingForm(
        data,
        user=request.user,
        today=timezone.localdate(),
        instance=meeting,
        initial=initial,
        draft=may_wait and data is not None and "save_draft" in data,
    )


def _render(
    request: SignedInRequest,
    form: MeetingForm,
    status: int | None = None,
    resumed: Resumed | None = None,
    focus: str | None = None,
    **notice,
) -> HttpResponse:
    if focus:
        form.counterparts[0].fields[focus].widget.attrs["autofocus"] = True
    meeting = form.instance if form.instance.pk else None
    context = {
        "section": "meetings",
        "form": form,
        "action": reverse("meeting_edit", args=[meeting.reference])
        if meeting
        else reverse("meeting_create"),
        "next": _came_from(request),
        "base": form.data.get("base") or (base_of(meeting) if meeting else ""),
        "answered": " ".join(request.POST.getlist("another_than")),
        "resumed": resumed,
        "left_over": resumed.left_over(form) if resumed else [],
        **notice,
    }
    if status is None:
        status = 422 if form.is_bound and (form.errors or form.row_errors()) else 200
    for row in [*form.counterparts, *form.action_points]:
        row.question = form.questions.get(row.prefix)
    return render(request, "engagements/meeting_form.html", context, status=status)


def _store(request: SignedInRequest, form: MeetingForm) -> HttpResponse:
    is_new = form.instance.pk is None
    sent = form.already_sent() if is_new else change_sent_before(request, form.data.get("token"))
    if sent:
        return redirect(sent)
    if not form.is_valid():
        return _render(request, form)
    meeting = None if is_new else Meeting.objects.get(pk=form.instance.pk)
    was_logged = meeting is not None and meeting.status == Meeting.Status.LOGGED
    try:
        with transaction.atomic():
            questions = _save(request, form, checks_duplicates=not was_logged)
            transaction.set_rollback(bool(questions))
    except IntegrityError:
        return _sent_at_once(request, form, meeting)
    if questions:
        return _show_questions(request, form, meeting, questions)
    is_logged = form.instance.status == Meeting.Status.LOGGED
    newly = is_logged and not was_logged
    _report_saved(request, form.instance, newly_logged=newly, refused=form.refused_files)
    return redirect(_came_from(request) or form.instance)


def _save(request: SignedInRequest, form, checks_duplicates: bool) -> dict[str, Any]:
    """Store the form; return what must be asked first: the caller then rolls everything back."""
    if signed := _signed_without_answer(request, form):
        return {"leaves_signed": signed}
    now = form.saved_meanwhile() if form.instance.pk else None
    conflict = now and EditConflict(form, now)
    if conflict and conflict.is_same_form:
        return {"sent": now}
    if form.instance.pk:
        form.instance._change_reason = change_reason(form)
    meeting = form.save()
    questions: dict[str, Any] = {}
    if conflict and conflict.compare(meeting):
        questions = {"edit_conflict": conflict}
    elif checks_duplicates and meeting.status == Meeting.Status.LOGGED:
        questions = _unanswered_duplicates(request, meeting)
    if not questions:
        finish(request, form.cleaned_data.get("token"), meeting)
    return questions


def _signed_without_answer(request: SignedInRequest, form: MeetingForm) -> Any:
    """Return the signed review that a meeting leaves by being restricted now, unless that was answered."""
    if (
        not (form.instance.pk and form.instance.is_restricted)
        or request.POST.get(RESTRICT) == "yes"
    ):
        return None
    stored = Meeting.objects.get(pk=form.instance.pk)
    return None if stored.is_restricted else stored.signed_with()


def _unanswered_duplicates(request: SignedInRequest, meeting: Meeting) -> dict[str, Any]:
    answered = set(" ".join(request.POST.getlist("another_than")).split())
    duplicates = possible_duplicates(meeting, request.user)
    references = [duplicate.reference for duplicate in duplicates]
    if not answered.issuperset(references):
        return {"duplicates": duplicates, "references": " ".join(references)}
    meeting.distinct_from.add(*duplicates)
    return {}


def _show_questions(
    request: SignedInRequest, form: MeetingForm, meeting, questions: dict
) -> HttpResponse:
    if "sent" in questions:
        return redirect(questions["sent"])
    data = form.data
    if "edit_conflict" in questions:
        data["based_on"], data["base"] = str(meeting.version), base_of(meeting)
    again = _make_form(request, data, meeting)
    again.clear_errors()
    again.refused_files = form.refused_files
    return _render(request, again, 422, **questions)


def _sent_at_once(
    request: SignedInRequest, form: MeetingForm, meeting: Meeting | None
) -> HttpResponse:
    """Go to the meeting that the same form made a moment ago; else keep what was typed under a new token."""
    sent = form.already_sent()
    if sent:
        return redirect(sent)
    form.data["token"] = str(uuid.uuid4())
    form.instance = meeting or Meeting()
    form.add_error(None, _("Somebody saved the same just now. Nothing is lost: save again."))
    return _render(request, form)


def _keep_text(request: SignedInRequest, status: int) -> HttpResponse:
    """Show what was typed, as a new meeting: the one it was about is not the user's to change."""
    data = request.POST.copy()
    data["token"] = str(uuid.uuid4())
    make_new(data)
    refused = _keep_files(request, data, None)
    form = _make_form(request, data, None)
    form.refused_files = refused
    form.clear_errors()
    return _render(request, form, status, refused=status)


def _report_saved(
    request: SignedInRequest, meeting: Meeting, newly_logged: bool, refused: list[tuple[str, str]]
) -> None:
    """Say that it is stored; the message offers another like it, and undo for what was just logged."""
    if newly_logged:
        request.session[JUST_LOGGED] = [meeting.reference, meeting.version]
    else:
        request.session.pop(JUST_LOGGED, None)
    text = _("Saved. %(title)s, %(when)s.")
    if meeting.is_draft:
        text = _("Draft saved. %(title)s, %(when)s.")
    values = {"title": meeting.title, "when": meeting.when}
    messages.success(request, text % values, extra_tags=meeting.reference)
    report_refused(request, refused)


def _came_from(request: SignedInRequest) -> str:
    """Return path and query of the page to go back to after saving, when it is one of this site to read, else ""."""
    if request.method == "POST":
        address = request.POST.get("next", "")
    else:
        address = request.GET.get("next", "") or request.headers.get("Referer", "")
    if not is_ours(request, address):
        return ""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return ""
    if name in ONE_TIME_PAGES or name.startswith("account_") or parts.path.startswith("/admin/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
