"""An organisation, and a person: when they were met, who speaks for them, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models.functions import Substr
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from profiles import history, timeline
from profiles.contact_rhythm import not_met_lately, overdue_for_contact
from profiles.forms import StakeholderFilterForm
from profiles.seats import (
    Seat,
    own_first,
    past_holders,
    seats_with_contact,
    vacant_or_new,
    with_unnamed,
)
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.suggestions import nearest_stakeholders
from toolkit.pagination import NumberedPage, numbered_page, page_of
from toolkit.search import SearchQuerySet


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
    every_unit = list(organisation.units.all())
    units = [unit for unit in every_unit if unit.is_active and not unit.merged_into_id]
    ids = history.with_units(organisation, every_unit)
    meetings = history.meetings_with_organisations(ids, user)
    own = [organisation.pk] if every_unit else None
    counts = history.count_meetings(meetings, today, own=own)
    newest = history.newest_with_organisations(ids, user, counts.total)
    page = timeline.page_of_meetings(newest, request.GET)
    also = list(timeline.shown(history.meetings_around(organisation, ids, user))[:5])
    lines = timeline.lines_of([*page.rows, *also], without=organisation.pk)
    appointments = Appointment.objects.filter(organisation__in=ids)
    seats = seats_with_contact(history.known_to(user), appointments, today)
    people = history.people_met(ids, user)
    context = {
        "section": "stakeholders",
        "today": today,
        "organisation": organisation,
        "units": units,
        "facts": history.facts_of(meetings, counts, page, today),
        "people": people,
        "only_person": Person.objects.get(pk=people[0]) if len(people) == 1 else None,
        "unseated": _unseated(people, seats, request.GET),
        "action_points": history.OpenActionPoints(history.open_action_points(ids, user), today),
        "page": page,
        "months": timeline.months_of(lines[row.pk] for row in page.rows),
        "also": timeline.days_of(lines[row.pk] for row in also),
        "seats": numbered_page(
            own_first(with_unnamed(seats, [organisation, *units]), organisation),
            request.GET,
            name="seats",
        ),
        "past": numbered_page(past_holders(seats), request.GET, name="past", size=PAST),
    }
    return render(request, "stakeholders/organisation.html", context)


@require_safe
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    person = person_or_404(pk)
    if person.merged_into:
        return redirect(person.merged_into)
    today, user = localdate(), request.user
    meetings = history.meetings_with_person(person, user)
    counts = history.count_meetings(meetings, today)
    newest = history.newest_with_person(person, user, counts.total)
    page = timeline.page_of_meetings(newest, request.GET)
    points = history.open_action_points_with(person, user)
    appointments = list(person.appointments.with_names())
    past = [row for row in appointments if row.ended and row.ended < today]
    context = {
        "section": "stakeholders",
        "today": today,
        "person": person,
        "source": history.source_of(person, user),
        "facts": history.facts_of(meetings, counts, page, today),
        "action_points": history.OpenActionPoints(points, today),
        "page": page,
        "months": timeline.months_of(timeline.lines_of(page.rows).values()),
        "posts": [row for row in appointments if row not in past],
        "past_posts": past,
    }
    return render(request, "stakeholders/person.html", context)


def _unseated(people: list[int], seats: list[Seat], params: QueryDict) -> NumberedPage:
    """Return a page of those of the `people` who hold none of the seats."""
    seated = {held.person_id for seat in seats for held in seat.holders}
    page = numbered_page([pk for pk in people if pk not in seated], params, name="people")
    found = Person.objects.in_bulk(page.rows)
    return replace(page, rows=[found[pk] for pk in page.rows])


PAST = 25  # office-holders of the past that are shown at once

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


@dataclass(frozen=True)
class Line:
    """An organisation or a person in the list."""

    row: Organisation | Person
    contact: history.Contact
    open_points: int
    posts: Sequence[Appointment]


def _rows(request: SignedInRequest, tab: str, today: date) -> dict[str, Any]:
    user, filters = request.user, StakeholderFilterForm(request.GET)
    found = filters.filter(_of_tab(tab, today, user), today)
    page = page_of(filters.beginning(found), request.GET, order=("sort_key", "pk"))
    nothing = filters.words and not page.rows
    return {
        "filters": filters,
        "page": page,
        "lines": _lines(page.rows, user, today),
        "letters": _letters(found),
        "look_alikes": nearest_stakeholders(filters.words, 3, today) if nothing else [],
    }


def _lines(rows: list[Organisation | Person], user: User, today: date) -> list[Line]:
    if not rows:
        return []
    contacts = history.contacts_with(type(rows[0]), [row.pk for row in rows], user)
    open_points = history.count_open_points(rows, user)
    people = [row for row in rows if isinstance(row, Person)]
    posts = _posts_of(people, today) if people else {}
    return [
        Line(
            row,
            contacts.get(row.pk, history.NO_CONTACT),
            open_points.get(row.pk, 0),
            posts.get(row.pk, ()),
        )
        for row in rows
    ]


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
    for appointment in rows.with_names():
        posts.setdefault(appointment.person_id, []).append(appointment)
    return posts
