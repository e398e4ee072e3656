"""Action points: the list, and what can be done to one: close, drop, reopen, assign, note what was done."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from countries.alphabet import sort_key
from engagements.filters.forms import ActionFilterForm
from engagements.forms import action_points
from engagements.models import ActionPoint
from engagements.models.action_point import MOST_CLOSED, sunday_of
from engagements.views.permissions import is_ours
from toolkit.kept_texts import NOT_STORED
from toolkit.pagination import page_of

FORMS = {
    "close": action_points.CloseForm,
    "drop": action_points.DropForm,
    "reopen": action_points.ReopenForm,
    "outcome": action_points.OutcomeForm,
    "assign": action_points.AssignForm,
}
CLOSING = ("close", "drop")  # after these the list offers a line for what was done


def change(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Do `verb`, one of FORMS, to an action point, or ask on a page of its own."""
    point = _closable_or_error(request.user, pk)
    data = request.POST if request.method == "POST" else None
    form = FORMS[verb](data, point=point, user=request.user, today=localdate())
    if not form.fits(point):
        return _too_late(request, point, form)
    if not form.is_valid():
        return _page(request, verb, point, form)
    with transaction.atomic():
        now = ActionPoint.objects.select_for_update().get(pk=pk)
        fits = form.fits(now)
        if fits:
            form.apply(now)
    if not fits:
        return _too_late(request, now, form)
    back = back_from(request, closed=now if verb in CLOSING else None)
    # These pages show it themselves, with a line to fill in and a way back.
    shows = {reverse("action_list"), point.meeting.get_absolute_url()}
    if verb not in CLOSING or urlsplit(back).path not in shows:
        messages.success(request, form.done % now.text)
    return redirect(back)


def _closable_or_error(user: User, pk: int) -> ActionPoint:
    rows = ActionPoint.objects.visible_to(user).on_record().for_list()
    point = get_object_or_404(rows, pk=pk)
    if not ActionPoint.objects.closable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return point


def _too_late(
    request: SignedInRequest, point: ActionPoint, form: action_points.ChangeForm
) -> HttpResponse:
    """Say what somebody else did just before; a line that was typed is kept, to be saved or left."""
    messages.warning(request, _already(point))
    typed = form.cleaned_data.get("outcome") if form.is_valid() else ""
    if not point.is_open and typed and typed != point.outcome:
        later = action_points.OutcomeForm(None, point=point, user=request.user, today=form.today)
        later.initial["outcome"] = typed
        return _page(request, "outcome", point, later, status=409)
    response = redirect(back_from(request))
    if typed and typed != point.outcome:
        response[NOT_STORED] = "1"
    return response


def _already(point) -> str:
    values = {"what": point.text}
    if point.is_open:
        return _("“%(what)s” is open already.") % values
    values["who"] = point.closed_by or _("somebody")
    values["day"] = date_format(point.closed_on, "j F Y")
    if point.status == ActionPoint.Status.DROPPED:
        return _("“%(what)s” was dropped already by %(who)s, on %(day)s.") % values
    return _("“%(what)s” was closed already by %(who)s, on %(day)s.") % values


def _page(
    request: SignedInRequest,
    verb: str,
    point: ActionPoint,
    form: action_points.ChangeForm,
    status: int | None = None,
) -> HttpResponse:
    context = {
        "section": "actions",
        "verb": verb,
        "point": point,
        "form": form,
        "back": _safe_next(request) or reverse("action_list"),
    }
    status = status or (422 if form.is_bound else 200)
    return render(request, "engagements/actions/action_confirm.html", context, status=status)


def _safe_next(request: SignedInRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next", "")
    return address if is_ours(request, address) else ""


def back_from(request: SignedInRequest, closed: ActionPoint | None = None) -> str:
    """Return the address to go back to; there a line of what was done can be added to the `closed` action point."""
    parts = urlsplit(_safe_next(request) or reverse("action_list"))
    query = QueryDict(parts.query, mutable=True)
    query.pop("closed", None)
    if closed:
        query["closed"] = str(closed.pk)
    return urlunsplit(("", "", parts.path, query.urlencode(), parts.fragment))


def controls(request: SignedInRequest, points: Iterable[Any]) -> dict:
    """Return which of the action points, from `with_closable`, can be closed, and the one just closed."""
    user = request.user
    if not user.is_colleague:
        return {"closable": set(), "just_closed": None}
    closable = {point.pk for point in points if point.is_closable}
    return {"closable": closable, "just_closed": _just_closed(request)}


def _just_closed(request: SignedInRequest) -> ActionPoint | None:
    key = request.GET.get("closed", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    rows = ActionPoint.objects.closable_by(request.user).closed()
    return rows.select_related("closed_by").filter(pk=int(key)).first()


@require_safe
def action_list(request: SignedInRequest) -> HttpResponse:
    today, user = localdate(), request.user
    counts = ActionPoint.objects.visible_to(user).tab_counts(user, today)
    tab = _tab(request, user)
    colleagues = sorted(User.objects.colleagues(), key=lambda user: sort_key(str(user)))
    filters = ActionFilterForm(request.GET, colleagues=colleagues)
    rows = filters.filter(ActionPoint.objects.visible_to(user).in_tab(tab, user, today))
    order = ("-closed_on", "-pk") if tab == "closed" else ("due_order", "pk")
    page = page_of(rows.due_first().with_closable(user).for_list(), request.GET, order=order)
    context = {
        "section": "actions",
        "today": today,
        "tab": tab,
        "tabs": [(code, name, _shown(counts[code])) for code, name in _names(user).items()],
        "filters": filters,
        "found": rows.count() if filters.in_use else None,
        "page": page,
        "groups": [
            (name, list(rows)) for name, rows in groupby(page.rows, lambda p: _group_of(p, today))
        ],
        **controls(request, page.rows),
    }
    if any(point.needs_new_owner for point in page.rows):  # drawn once for all of them
        context["colleague_options"] = render_to_string(
            "engagements/actions/_colleague_options.html", {"colleagues": colleagues}
        )
    return render(request, "engagements/actions/list.html", context)


def _shown(count: int) -> int | str:
    return f"{MOST_CLOSED:,}+" if count > MOST_CLOSED else count


def _names(user: User) -> dict[str, str]:
    mine = {"mine": _("Mine")} if user.is_colleague else {}
    return mine | {
        "open": _("All open"),
        "theirs": _("Promised by them"),
        "overdue": _("Overdue"),
        "closed": _("Closed"),
    }


def _tab(request: SignedInRequest, user: User) -> str:
    tab = request.GET.get("tab")
    if tab in _names(user):
        return tab
    return "mine" if user.is_colleague and not user.is_head_of_office else "open"


def _group_of(point: ActionPoint, today: date) -> str:
    if point.closed_on:
        return _("Closed in %s") % date_format(point.closed_on, "F Y")
    if point.due is None:
        return _("No date")
    if point.due < today:
        return _("Overdue")
    return _("This week") if point.due <= sunday_of(today) else _("Later")
