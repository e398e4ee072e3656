"""The pages that look at everything, and those that look at no record: home, search, help, the account."""

from io import StringIO

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, data_manager_only, only
from accounts.downloads import FORMATS, download
from accounts.models import SetupStep, User
from engagements.models import FormDraft, Meeting
from iomtracker import site_search as finder
from iomtracker.data_subject import forget, held_on, texts_naming
from iomtracker.first_day import first_day, put_off, sets_up
from iomtracker.home import (
    ACTION_POINTS_SHOWN,
    GAPS_SHOWN,
    LATEST_SHOWN,
    action_points_due,
    in_signed_months,
    issues_of,
    latest_month,
    meetings_with_gaps,
    missing_in,
    quick_links,
    records_to_mend,
    returned_months,
    reviews_to_sign,
)
from profiles.views.pages import person_or_404
from stakeholders.suggestions import nearest_stakeholders
from toolkit.spreadsheets import Column


@require_safe
def text_page(request: SignedInRequest, name: str) -> HttpResponse:
    return render(request, f"pages/{name}.html", {"section": "help"})


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


SettingsForm = forms.modelform_factory(User, fields=["shortcuts", "emails"])


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: SignedInRequest) -> HttpResponse:
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Settings saved."))
        return redirect("account_settings")
    context = {"section": "settings", "form": form, "put_off": put_off(request.user)}
    return render(request, "account/settings.html", context)


@csrf_exempt  # A mail program presses the button by itself (RFC 8058), without a page and its token: the key is proof.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emails_stop(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether to stop the emails of the user whose key this is; a press stops them, and names nobody.

    The answer to the press is the page itself: mail programs follow no redirect.
    """
    user = get_object_or_404(User.objects.with_email_key(key))
    stopped = request.method == "POST"
    if stopped:
        user.stop_emails()
    return render(request, "account/emails_stop.html", {"stopped": stopped})


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    today, user = localdate(), request.user
    points = list(action_points_due(user, today)[: ACTION_POINTS_SHOWN + 1])
    visible = Meeting.objects.visible_to(user)
    newest = visible.logged().newest_first().select_related("location__parent")
    latest = list(newest.prefetch_related("thematic_areas")[:LATEST_SHOWN])
    month = latest_month(today)
    gaps = list(meetings_with_gaps(user)[:GAPS_SHOWN])
    issues = issues_of(user)
    returned = returned_months(user, issues)
    reviews = reviews_to_sign(user, issues, month, today)
    records = records_to_mend(user, today) if latest else []
    context = {
        "section": "home",
        "today": today,
        "quick_links": quick_links() if user.is_colleague else [],
        "action_points": points[:ACTION_POINTS_SHOWN],
        "more_action_points": len(points) > ACTION_POINTS_SHOWN,
        "gaps": gaps,
        "missing": missing_in(gaps),
        "in_signed_months": in_signed_months(gaps, issues),
        "is_needed": bool(points or gaps or returned or reviews or records),
        "drafts": visible.drafts_of(user).select_related("kind", "location"),
        "unfinished": FormDraft.objects.of(user),
        "latest": latest,
        "first_day": None if latest else first_day(user, today),
        "returned": returned,
        "reviews": reviews,
        "records": records,
        "month": month,
    }
    return render(request, "home/home.html", context)


@only(sets_up)
@require_POST
def setup_step(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep that a line of the checklist was looked at, or put off; then lead to what there is to see."""
    if code not in SetupStep.Code:
        raise Http404
    if code != SetupStep.Code.OFFICE and not request.user.is_staff:
        raise PermissionDenied
    is_put_off = "not-now" in request.POST
    if code == SetupStep.Code.DIRECTORY and not is_put_off:
        return _load_directory(request)
    SetupStep.objects.update_or_create(code=code, defaults={"is_put_off": is_put_off})
    if code == SetupStep.Code.LISTS and not is_put_off:
        return redirect("admin:engagements_thematicarea_changelist")
    return redirect("home")


def _load_directory(request: HttpRequest) -> HttpResponse:
    """Load the directory of the country pack, by the command and with its words."""
    said = StringIO()
    try:
        call_command("load_directory", stdout=said)
    except CommandError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said.getvalue().strip())
    return redirect("home")


COLUMNS = [
    Column(gettext_lazy("Part"), lambda row: row[0], 28),
    Column(gettext_lazy("What"), lambda row: row[1].label, 32),
    Column(gettext_lazy("Says"), lambda row: row[1].text, 60),
]


@data_manager_only
@require_safe
def person_held(request: SignedInRequest, pk: int) -> HttpResponse:
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_held", person.merged_into.pk)
    context = {"section": "stakeholders", "person": person, "parts": held_on(person, request.user)}
    return render(request, "stakeholders/data_held.html", context)


@data_manager_only
@require_safe
def person_held_download(request: SignedInRequest, pk: int, file_format: str) -> HttpResponseBase:
    person = person_or_404(pk)
    if file_format not in FORMATS:
        raise Http404
    rows = [(part, line) for part, lines in held_on(person, request.user) for line in lines]
    what, name = _("All held on person %d") % person.pk, f"person-{person.pk}"
    return download(
        request.user, file_format, name=name, what=what, columns=COLUMNS, rows=rows, count=len(rows)
    )


@data_manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_anonymise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what goes and what stays, with the texts that still name the person; then remove it."""
    person = person_or_404(pk)
    if person.merged_into:
        return redirect("person_anonymise", person.merged_into.pk)
    if person.anonymised_at:
        return redirect(person)
    if request.method == "POST":
        forget(person, by=request.user)
        text = _("The name and contact data are removed. Posts and meetings stay.")
        messages.success(request, text)
        return redirect(person)
    texts = texts_naming(person, request.user)
    context = {"section": "stakeholders", "person": person, "texts": texts}
    return render(request, "stakeholders/anonymise.html", context)


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    text, user = search_text(request), request.user
    meeting = finder.by_reference(text, user)
    if meeting:
        return redirect(meeting)
    only = request.GET.get("in", "")
    if only and only not in finder.GROUPS:
        raise Http404
    words = finder.words_of(text)
    groups = finder.everything(words, user, localdate(), only=only)
    context = {
        "section": "search",
        "text": text,
        "words": words,
        "marks": finder.marks_of(words),
        "groups": groups,
        "only": only,
        "look_alikes": nearest_stakeholders(text, 5, localdate()) if words and not groups else [],
    }
    return render(request, "search/search.html", context)


@require_safe
def search_quick(request: SignedInRequest) -> HttpResponse:
    words = finder.words_of(search_text(request))
    hits = finder.first_few(words, request.user, localdate())
    context = {"hits": hits, "marks": finder.marks_of(words)}
    return render(request, "search/_quick_results.html", context)


def search_text(request: SignedInRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:200]
