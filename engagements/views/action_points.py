"""What was promised, by whom, what is overdue."""

from itertools import groupby

from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from engagements.forms.action_filters import ActionFilterForm
from engagements.models import ActionPoint
from engagements.models.action_point import sunday_of
from engagements.views.closing import controls
from stakeholders.paging import page_of

OPEN_ORDER = ("due_order", "pk")
CLOSED_ORDER = ("-closed_on", "-pk")


@require_safe
def action_list(request):
    """Action points by tab, in groups by when they are due, 50 a page."""
    today, user = localdate(), request.user
    counts = ActionPoint.objects.visible_to(user).tab_counts(user, today)
    tab = _tab(request, user)
    colleagues = list(User.objects.colleagues())
    filters = ActionFilterForm(request.GET, colleagues=colleagues)
    rows = filters.filter(ActionPoint.objects.visible_to(user).in_tab(tab, user, today))
    order = CLOSED_ORDER if tab == "closed" else OPEN_ORDER
    page = page_of(rows.due_first().for_list(), request.GET, order=order)
    context = {
        "section": "actions",
        "today": today,
        "tab": tab,
        "tabs": _tabs(user, counts),
        "filters": filters,
        "found": rows.count() if filters.in_use else None,
        "page": page,
        "groups": _groups(page.rows, today),
        "colleagues": colleagues,
        **controls(request, page.rows),
    }
    return render(request, "engagements/actions/list.html", context)


def _names(user):
    """Return the tabs that `user` has, by name."""
    mine = {"mine": _("Mine")} if user.is_colleague else {}
    return mine | {
        "open": _("All open"),
        "theirs": _("Promised by them"),
        "overdue": _("Overdue"),
        "closed": _("Closed"),
    }


def _tab(request, user):
    """Return the tab that the address asks for; else the one that `user` starts with."""
    asked = request.GET.get("tab")
    if asked in _names(user):
        return asked
    return "mine" if user.is_colleague and not user.is_head_of_office else "open"


def _tabs(user, counts):
    """Return (code, name, count) of each tab."""
    return [(code, name, counts[code]) for code, name in _names(user).items()]


def _groups(points, today):
    """Return (heading, action points) in the order in which they stand."""
    return [(name, list(rows)) for name, rows in groupby(points, lambda p: _group_of(p, today))]


def _group_of(point, today):
    """Return the heading under which `point` stands."""
    if not point.is_open:
        return _("Closed in %s") % date_format(point.closed_on, "F Y")
    if point.due is None:
        return _("No date")
    if point.due < today:
        return _("Overdue")
    return _("This week") if point.due <= sunday_of(today) else _("Later")
