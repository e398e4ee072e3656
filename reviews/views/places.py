"""A municipality or a county: what the office did there, and with whom."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from engagements.models import Meeting
from stakeholders.contact import facts_of
from stakeholders.models import Appointment, Location, Organisation
from stakeholders.models.location import within
from stakeholders.paging import page_of
from stakeholders.seats import seats_of

LEVELS_WITH_PAGE = (Location.Level.MUNICIPALITY, Location.Level.COUNTY)
NEWEST_FIRST = ("-date", "date_precision", "-pk")
ORGANISATIONS = 20


@require_safe
def place_detail(request, slug):
    """When the office was there, the organisations there, their vacant seats, the meetings."""
    rows = Location.objects.filter(level__in=LEVELS_WITH_PAGE).select_related("parent")
    place = get_object_or_404(rows, slug=slug)
    today, user = localdate(), request.user
    meetings = Meeting.objects.visible_to(user).logged().filter(within(place))
    there = Organisation.objects.current().filter(within(place))
    context = {
        "section": "coverage",
        "place": place,
        "towns": place.children.municipalities().order_by("name"),
        "facts": facts_of(meetings, today),
        "page": page_of(
            meetings.for_list().prefetch_related("staff"), request.GET, order=NEWEST_FIRST
        ),
        "organisations": _lately_met(there, user),
        "organisation_count": there.count(),
        "vacant": _vacant(there, today),
    }
    return render(request, "reviews/place.html", context)


def _lately_met(organisations, user):
    """Return the organisations met last, then others by name."""
    rows = organisations.select_related("kind", "parent").with_contact(user)
    return rows.order_by(F("last_met").desc(nulls_last=True), "name", "pk")[:ORGANISATIONS]


def _vacant(organisations, today):
    """Return the vacant Seats of the organisations; one query."""
    rows = Appointment.objects.filter(organisation__in=organisations)
    seats = seats_of(rows.select_related("person", "organisation__parent"), today)
    return [seat for seat in seats if seat.is_vacant]
