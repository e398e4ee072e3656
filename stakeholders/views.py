"""The pages of stakeholders: the list, an organisation, a person."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from stakeholders import contact
from stakeholders.forms import StakeholderFilterForm
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.paging import page_of

NEWEST_FIRST = ("-date", "date_precision", "-pk")
LARGEST_KEY = 2**63 - 1


@require_safe
def stakeholder_list(request):
    """Organisations, or people, by name, with when they were last met."""
    tab = "people" if request.GET.get("tab") == "people" else "organisations"
    filters = StakeholderFilterForm(request.GET, with_kind=tab == "organisations")
    if tab == "people":
        rows, order = Person.objects.current(), ("full_name", "pk")
    else:
        rows, order = Organisation.objects.current().for_list(), ("name", "pk")
    page = page_of(filters.filter(rows.with_contact(request.user)), request.GET, order=order)
    context = {"section": "stakeholders", "tab": tab, "filters": filters, "page": page}
    if tab == "people":
        context["posts"] = _posts_of(page.rows, localdate())
    return render(request, "stakeholders/list.html", context)


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


@require_safe
def organisation_detail(request, slug):
    """When the office and an organisation met, who speaks for it, what is open between them."""
    rows = Organisation.objects.select_related(
        "kind", "location__parent", "parent", "focal_point", "merged_into"
    )
    organisation = get_object_or_404(rows, slug=slug)
    if organisation.merged_into:
        return redirect(organisation.merged_into)
    today, user = localdate(), request.user
    ids = contact.with_units(organisation)
    meetings = contact.meetings_with_organisations(organisation, ids, user)
    own = contact.meetings_with_organisations(organisation, [organisation.pk], user)
    appointments = Appointment.objects.filter(organisation__in=ids)
    context = {
        "section": "stakeholders",
        "today": today,
        "organisation": organisation,
        "units": organisation.units.current(),
        "facts": contact.facts_of(meetings, today, own=own),
        "people": list(contact.people_met(meetings, ids)),
        "action_points": contact.open_action_points(organisation, ids, meetings, user),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        **_seats(appointments.select_related("person", "organisation__parent"), today),
    }
    return render(request, "stakeholders/organisation.html", context)


@require_safe
def person_detail(request, pk):
    """The posts a person holds and held, and the meetings with them."""
    if pk > LARGEST_KEY:
        pk = None
    person = get_object_or_404(Person.objects.select_related("merged_into"), pk=pk)
    if person.merged_into:
        return redirect(person.merged_into)
    today = localdate()
    meetings = contact.meetings_with_person(person, request.user)
    appointments = person.appointments.select_related("person", "organisation__parent")
    context = {
        "section": "stakeholders",
        "today": today,
        "person": person,
        "facts": contact.facts_of(meetings, today),
        "action_points": contact.open_action_points_with(meetings),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        **_seats(appointments, today),
    }
    return render(request, "stakeholders/person.html", context)


def _as_history(meetings):
    """With what the history shows, in a fixed number of queries."""
    return meetings.for_list().prefetch_related("staff")


def _seats(appointments, today):
    """Return the appointments in two lists: those that have not ended on `today`, and past ones."""
    rows = list(appointments)
    past = [row for row in rows if row.ended and row.ended < today]
    return {"seats": [row for row in rows if row not in past], "past_seats": past}
