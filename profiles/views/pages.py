"""An organisation, and a person: when they were met, who speaks for them, what is open."""

from datetime import date
from typing import Any

from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from engagements.models.meeting import MeetingQuerySet
from profiles import history
from profiles.contact_rhythm import not_met_lately, overdue_for_contact
from profiles.forms import StakeholderFilterForm
from profiles.seats import own_first, seats_with_contact, vacant_or_new, with_unnamed
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.suggestions import nearest_stakeholders
from toolkit.pagination import numbered_page, page_of
from toolkit.search import SearchQuerySet

NEWEST_FIRST = ("-date", "date_precision", "-pk")


def organisation_or_404(slug: str) -> Organisation:
    rows = Organisation.objects.select_related(
        "kind", "location__parent", "parent", "focal_point", "merged_into"
    )
    return get_object_or_404(rows, slug=slug)


def person_or_404(pk: int) -> Person:
    return get_object_or_404(Person.objects.select_related("merged_into"), pk=pk)


@require_safe
def organisation_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_or_404(slug)
    if organisation.merged_into:
        return redirect(organisation.merged_into)
    today, user = localdate(), request.user
    ids = history.with_units(organisation)
    meetings = history.meetings_with_organisations(ids, user)
    own = history.meetings_with_organisations([organisation.pk], user)
    appointments = Appointment.objects.filter(organisation__in=ids)
    units = organisation.units.current()
    seats = seats_with_contact(history.known_to(user), appointments, today)
    context = {
        "section": "stakeholders",
        "today": today,
        "organisation": organisation,
        "units": units,
        "facts": history.facts_of(meetings, today, own=own),
        "people": list(history.people_met(meetings, ids)),
        "action_points": history.OpenActionPoints(
            history.open_action_points(ids, meetings, user), today
        ),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        "also": list(_as_history(history.meetings_around(organisation, ids, user))[:5]),
        "seats": own_first(with_unnamed(seats, [organisation, *units]), organisation),
    }
    return render(request, "stakeholders/organisation.html", context)


@require_safe
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    person = person_or_404(pk)
    if person.merged_into:
        return redirect(person.merged_into)
    today = localdate()
    meetings = history.meetings_with_person(person, request.user)
    appointments = list(person.appointments.select_related("person", "organisation__parent"))
    past = [row for row in appointments if row.ended and row.ended < today]
    context = {
        "section": "stakeholders",
        "today": today,
        "person": person,
        "source": history.source_of(person, request.user),
        "facts": history.facts_of(meetings, today),
        "action_points": history.OpenActionPoints(history.open_action_points_with(meetings), today),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        "posts": [row for row in appointments if row not in past],
        "past_posts": past,
    }
    return render(request, "stakeholders/person.html", context)


def _as_history(meetings: MeetingQuerySet) -> MeetingQuerySet:
    return meetings.for_list().prefetch_related("staff")


TABS = {
    "organisations": _("Organisations"),
    "people": _("People"),
    "quiet": _("Not met in 6 months"),
    "rhythm": _("Overdue for contact"),
    "seats": _("Vacant or new seats"),
}


@require_safe
def stakeholder_list(request: SignedInRequest) -> HttpResponse:
    """The tab that the address names, organisations unless it names one."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "organisations"
    context = {"section": "stakeholders", "tab": tab, "tabs": TABS, "tab_name": TABS[tab]}
    today = localdate()
    if tab == "seats":
        seats = vacant_or_new(history.known_to(request.user), today)
        context |= {"seats": numbered_page(seats, request.GET), "today": today}
        return render(request, "stakeholders/seats.html", context)
    return render(request, "stakeholders/list.html", context | _rows(request, tab, today))


def _rows(request: SignedInRequest, tab: str, today: date) -> dict[str, Any]:
    user, filters = request.user, StakeholderFilterForm(request.GET)
    found = filters.filter(_of_tab(tab, today, user), today)
    page = page_of(
        history.with_contact(filters.beginning(found), user), request.GET, order=("sort_key", "pk")
    )
    nothing = filters.words and not page.rows
    return {
        "filters": filters,
        "page": page,
        "letters": _letters(found),
        "open_points": history.count_open_points(page.rows, user),
        "posts": _posts_of(page.rows, today) if tab == "people" else {},
        "look_alikes": nearest_stakeholders(filters.words, 3, today) if nothing else [],
    }


def _of_tab(tab: str, today: date, user: User) -> SearchQuerySet:
    if tab == "people":
        return Person.objects.current()
    rows = Organisation.objects.current().for_list()
    if tab == "quiet":
        return not_met_lately(history.known_to(user), rows, today)
    if tab == "rhythm":
        return overdue_for_contact(history.known_to(user), rows, today)
    return rows


def _letters(rows: SearchQuerySet) -> list[tuple[str, bool]]:
    """Return A to Z as (letter, whether a name begins with it); one query."""
    first = rows.order_by().annotate(first=Substr("search", 1, 1))
    present = {letter.upper() for letter in first.values_list("first", flat=True).distinct()}
    return [(letter, letter in present) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def _posts_of(people: list[Person], today: date) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.on(today).filter(person__in=people)
    posts: dict[int, list[Appointment]] = {}
    for appointment in rows.select_related("organisation__parent"):
        posts.setdefault(appointment.person_id, []).append(appointment)
    return posts
