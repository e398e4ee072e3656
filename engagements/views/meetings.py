"""Meetings: the list and its download, the page of one; cancel, restore and delete, each asked once."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from accounts.access import SignedInRequest
from accounts.downloads import FORMATS, download
from engagements.export_columns import columns_for, keys_in_order, read_rows
from engagements.filters.forms import SORTS, MeetingFilterForm, in_order
from engagements.filters.found import FoundMeetings
from engagements.meeting_history import changes_of
from engagements.models import ActionPoint, Meeting
from engagements.views.action_points import controls
from engagements.views.files import files_of
from engagements.views.permissions import editable_or_error, readable_or_404
from toolkit.months import month_range, months_before


@require_safe
def meeting_list(request: SignedInRequest) -> HttpResponse:
    filters = MeetingFilterForm(request.GET, user=request.user)
    found = FoundMeetings(filters)
    page, groups = found.page(request.GET), found.groups()
    context = {
        "section": "meetings",
        "filters": filters,
        "groups": groups,
        "kept_apart": filters.kept_apart([group.name for group in groups if group.is_shown]),
        "page": page,
        "sorts": SORTS.items(),
        "total": max(found.total, len(page.rows)),
        "restricted_count": found.restricted,
        "is_whole": found.is_whole,
    }
    return render(request, "engagements/meeting_list.html", {**context, **_month_pager(filters)})


@require_GET
def meeting_download(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    """The meetings of the list, in its order, as CSV or Excel; restricted ones never leave the site."""
    if file_format not in FORMATS:
        raise Http404
    filters = MeetingFilterForm(request.GET, user=request.user)
    meetings = Meeting.objects.visible_to(request.user).unrestricted()
    rows, _order = in_order(filters.filter(meetings), filters.sort)
    keys = keys_in_order(rows)
    today = timezone.localdate().isoformat()
    return download(
        request.user,
        file_format,
        name=f"meetings-{filters.month:%Y-%m}" if filters.month else f"meetings-{today}",
        what=_("Meetings"),
        columns=columns_for(request.user),
        rows=read_rows(keys, request.user),
        count=len(keys),
        filters=filters.on_record(),
    )


def _month_pager(filters: MeetingFilterForm) -> dict[str, date]:
    first = filters.month
    if not first:
        return {}
    _first, after = month_range(first.year, first.month)
    return {"this_month": first, "month_before": months_before(first, 1), "month_after": after}


@require_safe
def meeting_detail(request: SignedInRequest, ref: str) -> HttpResponse:
    meeting = readable_or_404(request.user, ref, among=Meeting.objects.for_page(request.user))
    changes = changes_of(meeting, request.user)
    signed = next(iter(meeting.signed_reviews()), None)
    context = {
        "section": "meetings",
        "meeting": meeting,
        "signed": signed,
        "changes_since": sum(change.at > signed.signed_at for change in changes) if signed else 0,
        "may_edit": meeting.is_editable,
        "today": timezone.localdate(),
        "changes": changes,
        "files": files_of(meeting),
        **controls(request, meeting.action_points.all()),
    }
    return render(request, "engagements/meeting_detail.html", context)


def meeting_cancel(request: SignedInRequest, ref: str) -> HttpResponse:
    meeting = editable_or_error(request, ref)
    if meeting.status != Meeting.Status.LOGGED:
        return redirect(meeting)
    if request.method == "POST":
        return _set(request, meeting, Meeting.Status.CANCELLED, _("Cancelled."))
    follows = [
        _(
            "Its text and files are kept, but it no longer counts in the figures or the month in review."
        ),
        *_about_action_points(meeting, again=False),
        *_about_signature(meeting),
        _("It can be restored at any time, from its page."),
    ]
    return _ask(request, meeting, _("Cancel this meeting?"), _("Cancel meeting"), follows)


def meeting_restore(request: SignedInRequest, ref: str) -> HttpResponse:
    meeting = editable_or_error(request, ref)
    if meeting.status != Meeting.Status.CANCELLED:
        return redirect(meeting)
    if request.method == "POST":
        return _set(request, meeting, Meeting.Status.LOGGED, _("Restored."))
    month = date_format(meeting.date, "F Y")
    follows = [
        _("It counts in the figures of %s again.") % month,
        *_about_action_points(meeting, again=True),
    ]
    return _ask(request, meeting, _("Restore this meeting?"), _("Restore meeting"), follows)


def meeting_delete(request: SignedInRequest, ref: str) -> HttpResponse:
    meeting = editable_or_error(request, ref)
    if not meeting.is_draft:
        return redirect("meeting_cancel", ref=ref)
    if request.method == "POST":
        with transaction.atomic():
            for attachment in meeting.attachments.all():
                attachment.delete_files()
            meeting.delete()
        messages.success(request, _("Draft deleted."))
        return redirect("home")
    number = meeting.attachments.count()
    files = ngettext("So is its file.", "So are its %d files.", number)
    follows = [
        _("It is deleted for good, and can’t be brought back."),
        *([files % number if number > 1 else files] if number else []),
        _("Its number, %s, will not be used again.") % meeting.reference,
    ]
    return _ask(request, meeting, _("Delete this draft?"), _("Delete draft"), follows)


def _about_action_points(meeting: Meeting, again: bool) -> list[str]:
    number = meeting.action_points.filter(status=ActionPoint.Status.OPEN).count()
    if not number:
        return []
    gone = ngettext(
        "Its open action point no longer appears in lists and reminders.",
        "Its %d open action points no longer appear in lists and reminders.",
        number,
    )
    back = ngettext(
        "Its open action point appears in lists and reminders again.",
        "Its %d open action points appear in lists and reminders again.",
        number,
    )
    text = back if again else gone
    return [text % number if number > 1 else text]


def _about_signature(meeting: Meeting) -> list[str]:
    return [
        _("%s is signed. The month will show that this meeting no longer counts.") % review
        for review in meeting.signed_reviews()[:1]
    ]


def _set(request: SignedInRequest, meeting: Meeting, status: str, message: str) -> HttpResponse:
    meeting.set_status(status)
    messages.success(request, message)
    return redirect(meeting)


def _ask(
    request: SignedInRequest, meeting: Meeting, question: str, button: str, follows: list[str]
) -> HttpResponse:
    context = {
        "section": "meetings",
        "meeting": meeting,
        "question": question,
        "button": button,
        "follows": follows,
    }
    return render(request, "engagements/meeting_confirm.html", context)
