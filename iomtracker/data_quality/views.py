"""Data quality: each kind counted, and a queue of its records, one after the other."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from iomtracker.data_quality.checks import (
    GROUPS,
    KINDS,
    MOST,
    Kind,
    added,
    count_each,
    pairs_to_look_at,
)
from stakeholders.suggestions import MODELS
from toolkit.kept_texts import NOT_STORED


@require_safe
def quality(request: SignedInRequest) -> HttpResponse:
    """Every kind with how many there are; the reader's own view: what is hidden from them is not counted."""
    _require_reader(request.user)
    today = localdate()
    counts = count_each(request.user, today, pairs_to_look_at())
    groups = [(label, [(kind, counts[kind.code]) for kind in kinds]) for label, kinds in GROUPS]
    pairs = [
        (kind, model._meta.verbose_name_plural, counts[kind]) for kind, model in MODELS.items()
    ]
    context = {
        "section": "quality",
        "groups": groups,
        "pairs": pairs,
        "total": sum(counts.values()),
        "total_in_words": added(counts.values()),
        "most": MOST,
        "more": added([MOST + 1]),
    }
    return render(request, "quality/quality.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quality_queue(request: SignedInRequest, code: str) -> HttpResponse:
    _require_reader(request.user)
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    if request.method == "POST":
        if not request.user.is_data_manager:
            raise PermissionDenied
        return _store(request, kind)
    rows = kind.queue(request.user, localdate())
    before = _number(request.GET, "before")
    record = (rows.filter(pk__lt=before) if before else rows).first()
    return _page(request, kind, record)


def _require_reader(user: User) -> None:
    if not (user.is_data_manager or user.is_head_of_office):
        raise PermissionDenied


@transaction.atomic
def _store(request: SignedInRequest, kind: Kind) -> HttpResponse:
    today, pk = localdate(), _number(request.POST, "record")
    rows = kind.find(request.user, today)
    wanted = rows.model.objects.select_for_update(of=("self",))
    record = wanted.filter(pk=pk, pk__in=rows.filter(pk=pk).values("pk")).first()
    if record is None:
        messages.info(request, _("Somebody else has corrected that one in the meantime."))
        answer = redirect(_address(request, kind, pk))
        answer[NOT_STORED] = "1"
        return answer
    form = kind.form(request.POST, record=record, user=request.user, today=today)
    has_edit_conflict = form.stamp != request.POST.get("stamp", "")
    if has_edit_conflict or not form.is_valid():
        fresh = rows.model.objects.get(pk=pk)
        return _page(request, kind, fresh, form, has_edit_conflict)
    form.save()
    left = not kind.find(request.user, today).filter(pk=pk).exists()
    messages.success(request, _("Saved."))
    return redirect(_address(request, kind, pk, left))


def _address(request: SignedInRequest, kind: Kind, pk: int, left: bool = False) -> str:
    """Return the address of what comes after `pk`; `done` counts those that left the queue in this sitting."""
    query = f"?before={pk}&done={_number(request.GET, 'done') + left}" if pk else ""
    return reverse("quality_queue", args=[kind.code]) + query


def _page(
    request: SignedInRequest, kind: Kind, record, form=None, has_edit_conflict: bool = False
) -> HttpResponse:
    user, today = request.user, localdate()
    rows, done = kind.queue(user, today), _number(request.GET, "done")
    left = rows.count()
    if record and form is None and user.is_data_manager:
        form = kind.form(record=record, user=user, today=today)
    place = done + rows.filter(pk__gte=record.pk).count() if record else 0
    context = {
        "section": "quality",
        "kind": kind,
        "record": record,
        "form": form,
        "has_edit_conflict": has_edit_conflict,
        "place": place,
        "total": done + left,
        "left": left,
        "done": done,
    }
    status = 409 if has_edit_conflict else 422 if form and form.is_bound else 200
    return render(request, "quality/queue.html", context, status=status)


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
