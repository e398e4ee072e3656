"""The lists of stakeholders: by name, who was not met for long, which seats are vacant or new."""

from django.db.models.functions import Substr
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stakeholders import contact, rhythm
from stakeholders.forms import StakeholderFilterForm
from stakeholders.likeness import look_alikes
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.paging import page_of
from stakeholders.seats import vacant_or_new

TABS = {
    "organisations": _("Organisations"),
    "people": _("People"),
    "quiet": _("Not met in 6 months"),
    "rhythm": _("Past their rhythm"),
    "seats": _("Vacant or new seats"),
}


@require_safe
def stakeholder_list(request):
    """The tab that the address names, organisations unless it names one."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "organisations"
    context = {"section": "stakeholders", "tab": tab, "tabs": TABS, "tab_name": TABS[tab]}
    today = localdate()
    if tab == "seats":
        context |= {"seats": vacant_or_new(today, request.user), "today": today}
        return render(request, "stakeholders/seats.html", context)
    return render(request, "stakeholders/list.html", context | _rows(request, tab, today))


def _rows(request, tab, today):
    """Return what the page of a list shows: a page of rows with what stands beside them."""
    user, filters = request.user, StakeholderFilterForm(request.GET)
    found = filters.filter(_of_tab(tab, today, user), today)
    order = ("full_name", "pk") if tab == "people" else ("name", "pk")
    page = page_of(filters.beginning(found).with_contact(user), request.GET, order=order)
    nothing = filters.words and not page.rows
    return {
        "filters": filters,
        "page": page,
        "letters": _letters(found),
        "open_points": contact.count_open_points(page.rows, user),
        "posts": _posts_of(page.rows, today) if tab == "people" else {},
        "look_alikes": look_alikes(filters.words, limit=3) if nothing else [],
    }


def _of_tab(tab, today, user):
    """Return the rows of a tab, before any filter."""
    if tab == "people":
        return Person.objects.current()
    rows = Organisation.objects.current().for_list()
    if tab == "quiet":
        return rhythm.not_met_lately(rows, today, user)
    return rhythm.past_rhythm(rows, today, user) if tab == "rhythm" else rows


def _letters(rows):
    """Return A to Z as (letter, whether a name begins with it); one query."""
    first = rows.order_by().annotate(first=Substr("search", 1, 1))
    present = {letter.upper() for letter in first.values_list("first", flat=True).distinct()}
    return [(letter, letter in present) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def _posts_of(people, today):
    """Return {person's id: their appointments of `today`}, in one query."""
    held = (
        Appointment.objects.on(today)
        .filter(person__in=people)
        .select_related("organisation__parent")
    )
    posts = {}
    for appointment in held:
        posts.setdefault(appointment.person_id, []).append(appointment)
    return posts
