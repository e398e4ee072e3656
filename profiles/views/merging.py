"""Merge two records of the same, look at merges, undo them: for the data manager."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, data_manager_only
from stakeholders.merging import MergeError, merge, mergeable_models, preview, undo
from stakeholders.merging.preview import candidates, not_restored_lines, with_pairs
from stakeholders.merging.rules import Record
from stakeholders.models import Kind, LikelyPair, MergeRecord
from stakeholders.suggestions import MODELS
from toolkit.pagination import Page, page_of

SECTION: dict[str, Any] = {"section": "stakeholders"}


def _row_or_404(name: str, pk: int) -> Record:
    model = mergeable_models().get(name)
    if model is None:
        raise Http404
    related = [f for f in ("parent", "merged_into") if hasattr(model, f)]
    rows = model._base_manager.select_related(*related)
    return get_object_or_404(rows, pk=pk)


@data_manager_only
@require_safe
def merge_pick(request: SignedInRequest, name: str, pk: int) -> HttpResponse:
    """Choose the other one: those that look alike, or those that hold the words searched for."""
    row = _row_or_404(name, pk)
    words = request.GET.get("q", "").strip()[:200]
    context = {"row": row, "name": name, "q": words, "found": candidates(row, words)}
    return render(request, "stakeholders/merge_pick.html", SECTION | context)


@data_manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge_pair(
    request: SignedInRequest, name: str, duplicate_pk: int, kept_pk: int
) -> HttpResponse:
    """Show what follows from merging the first into the second; a POST merges them."""
    duplicate, kept = _row_or_404(name, duplicate_pk), _row_or_404(name, kept_pk)
    if request.method != "POST":
        return _pair_page(request, name, duplicate, kept, {})
    choices = {key[5:]: str(value) for key, value in request.POST.items() if key[:5] == "keep-"}
    done = MergeRecord.objects.of(duplicate, kept).not_undone().first()
    if done:
        return redirect("merge_detail", done.pk)
    try:
        record = merge(duplicate, into=kept, by=request.user, choices=choices)
    except MergeError as error:
        return _pair_page(request, name, duplicate, kept, choices, str(error))
    return redirect("merge_detail", record.pk)


def _pair_page(
    request: SignedInRequest,
    name: str,
    duplicate: Record,
    kept: Record,
    choices: dict[str, str],
    error: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"name": name, "duplicate": duplicate, "kept": kept, "errors": []}
    try:
        context["preview"] = preview(duplicate, kept, user=request.user, choices=choices)
    except MergeError as refusal:
        error = str(refusal)
    if error:
        context["errors"] = [{"text": error}]
    status = 422 if error else 200
    return render(request, "stakeholders/merge_pair.html", SECTION | context, status=status)


@data_manager_only
@require_safe
def merge_list(request: SignedInRequest) -> HttpResponse:
    records = MergeRecord.objects.defer("steps").select_related("merged_by", "undone_by")
    page = page_of(records, request.GET, order=("-merged_at", "-pk"))
    context = {"page": page, "pairs": with_pairs(page.rows)}
    return render(request, "stakeholders/merge_list.html", SECTION | context)


@data_manager_only
@require_safe
def merge_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _record_page(request, _record_or_404(pk))


@data_manager_only
@require_POST
def merge_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    record = _record_or_404(pk)
    try:
        undo(record, by=request.user)
    except MergeError as error:
        return _record_page(request, record, str(error))
    return redirect("merge_detail", pk)


def _record_or_404(pk: int) -> MergeRecord:
    records = MergeRecord.objects.select_related("merged_by", "undone_by")
    return get_object_or_404(records, pk=pk)


def _record_page(request: SignedInRequest, record: MergeRecord, error: str = "") -> HttpResponse:
    context = {
        "pair": with_pairs([record])[0],
        "left": not_restored_lines(record, request.user),
        "errors": [{"text": error}] if error else [],
    }
    status = 422 if error else 200
    return render(request, "stakeholders/merge_detail.html", SECTION | context, status=status)


SIZE = 25


@data_manager_only
@require_safe
def duplicate_list(request: SignedInRequest) -> HttpResponse:
    """Likely pairs of one kind, the likeliest first; organisations unless the address says people."""
    kind = _kind(request)
    pairs = LikelyPair.objects.open().of_rows(MODELS[kind])
    page = page_of(pairs, request.GET, order=("-score", "-pk"), size=SIZE)
    return _page(request, kind, page, is_dismissed=False)


@data_manager_only
@require_safe
def duplicate_dismissed(request: SignedInRequest) -> HttpResponse:
    kind = _kind(request)
    pairs = LikelyPair.objects.dismissed().of_rows(MODELS[kind]).select_related("dismissed_by")
    page = page_of(pairs, request.GET, order=("-dismissed_at", "-pk"), size=SIZE)
    return _page(request, kind, page, is_dismissed=True)


@data_manager_only
@require_POST
def duplicate_dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(LikelyPair, pk=pk)
    if pair.dismissed_at is None:
        pair.dismiss(request.user)
    messages.success(request, _("They will not be suggested as duplicates again."))
    return redirect(f"{reverse('duplicate_list')}?kind={pair.kind}")


@data_manager_only
@require_POST
def duplicate_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(LikelyPair, pk=pk)
    pair.take_back()
    text = _("They are listed as likely duplicates again, as long as they look alike.")
    messages.success(request, text)
    return redirect(f"{reverse('duplicate_dismissed')}?kind={pair.kind}")


def _kind(request: SignedInRequest) -> Kind:
    kind = request.GET.get("kind", "")
    return Kind(kind) if kind in Kind.values else Kind.ORGANISATION


def _page(request: SignedInRequest, kind: Kind, page: Page, is_dismissed: bool) -> HttpResponse:
    numbers = {number for pair in page.rows for number in (pair.a, pair.b)}
    rows = MODELS[kind].objects.for_duplicates().in_bulk(numbers)
    context = {
        "kind": kind,
        "kinds": Kind.choices,
        "page": page,
        "pairs": [(pair, rows[pair.a], rows[pair.b]) for pair in page.rows],
        "is_dismissed": is_dismissed,
    }
    return render(request, "stakeholders/duplicates.html", SECTION | context)
