"""An organisation, and a person: when they were met, who speaks for them, what is promised."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from stakeholders import contact
from stakeholders.models import Appointment, Organisation, Person
from stakeholders.paging import page_of
from stakeholders.seats import own_first, seats_with_contact

NEWEST_FIRST = ("-date", "date_precision", "-pk")
LARGEST_KEY = 2**63 - 1


def organisation_or_404(slug):
    """Return the organisation at an address, with what its pages show."""
    rows = Organisation.objects.select_related(
        "kind", "location__parent", "parent", "focal_point", "merged_into"
    )
    return get_object_or_404(rows, slug=slug)


def person_or_404(pk):
    """Return the person at an address."""
    rows = Person.objects.select_related("merged_into")
    return get_object_or_404(rows, pk=pk if pk <= LARGEST_KEY else None)


@require_safe
def organisation_detail(request, slug):
    """When the office and an organisation met, who speaks for it, what is open between them."""
    organisation = organisation_or_404(slug)
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
        "promises": contact.Promises(
            contact.open_action_points(organisation, ids, meetings, user), today
        ),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        "also": list(_as_history(contact.meetings_around(organisation, ids, user))[:5]),
        "seats": own_first(seats_with_contact(appointments, today, user), organisation),
    }
    return render(request, "stakeholders/organisation.html", context)


@require_safe
def person_detail(request, pk):
    """The posts a person holds and held, and the meetings with them."""
    person = person_or_404(pk)
    if person.merged_into:
        return redirect(person.merged_into)
    today = localdate()
    meetings = contact.meetings_with_person(person, request.user)
    appointments = list(person.appointments.select_related("person", "organisation__parent"))
    past = [row for row in appointments if row.ended and row.ended < today]
    context = {
        "section": "stakeholders",
        "today": today,
        "person": person,
        "source": contact.source_of(person, request.user),
        "facts": contact.facts_of(meetings, today),
        "promises": contact.Promises(contact.open_action_points_with(meetings), today),
        "page": page_of(_as_history(meetings), request.GET, order=NEWEST_FIRST),
        "posts": [row for row in appointments if row not in past],
        "past_posts": past,
    }
    return render(request, "stakeholders/person.html", context)


def _as_history(meetings):
    """With what the history shows, in a fixed number of queries."""
    return meetings.for_list().prefetch_related("staff")
