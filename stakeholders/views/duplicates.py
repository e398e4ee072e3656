"""The queue of likely duplicates, and the pairs that were called different: for the data manager."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import data_manager_only
from stakeholders.likeness import MODELS
from stakeholders.models import Kind, LikelyPair
from stakeholders.paging import page_of
from stakeholders.views.pages import LARGEST_KEY

SIZE = 25


@data_manager_only
@require_safe
def duplicate_list(request):
    """Likely pairs of one kind, the likeliest first; organisations unless the address says people."""
    kind = _kind(request)
    pairs = LikelyPair.objects.open().of_rows(MODELS[kind])
    page = page_of(pairs, request.GET, order=("-score", "-pk"), size=SIZE)
    return _page(request, kind, page, is_dismissed=False)


@data_manager_only
@require_safe
def duplicate_dismissed(request):
    """Pairs of one kind that somebody called different, the latest first."""
    kind = _kind(request)
    pairs = LikelyPair.objects.dismissed().of_rows(MODELS[kind]).select_related("dismissed_by")
    page = page_of(pairs, request.GET, order=("-dismissed_at", "-pk"), size=SIZE)
    return _page(request, kind, page, is_dismissed=True)


@data_manager_only
@require_POST
def duplicate_dismiss(request, pk):
    """Remember that two records are not the same."""
    pair = _pair_or_404(pk)
    if pair.dismissed_at is None:
        pair.dismiss(request.user)
    messages.success(request, _("They are not offered again as duplicates."))
    return redirect(f"{reverse('duplicate_list')}?kind={pair.kind}")


@data_manager_only
@require_POST
def duplicate_take_back(request, pk):
    """Forget that two records were called different."""
    pair = _pair_or_404(pk)
    pair.take_back()
    messages.success(
        request, _("They are among the likely duplicates again, while they look alike.")
    )
    return redirect(f"{reverse('duplicate_dismissed')}?kind={pair.kind}")


def _kind(request):
    kind = request.GET.get("kind", "")
    return Kind(kind) if kind in Kind.values else Kind.ORGANISATION


def _pair_or_404(pk):
    return get_object_or_404(LikelyPair, pk=pk if pk <= LARGEST_KEY else None)


def _page(request, kind, page, is_dismissed):
    """Answer with the pairs of a page, and their records, in a fixed number of queries."""
    numbers = {number for pair in page.rows for number in (pair.a, pair.b)}
    rows = MODELS[kind].objects.for_duplicates().in_bulk(numbers)
    context = {
        "section": "stakeholders",
        "kind": kind,
        "kinds": Kind.choices,
        "page": page,
        "pairs": [(pair, rows[pair.a], rows[pair.b]) for pair in page.rows],
        "is_dismissed": is_dismissed,
    }
    return render(request, "stakeholders/duplicates.html", context)
