"""Suggestions for the boxes of the meeting form while somebody types; one or two queries each."""

from dataclasses import asdict
from datetime import date

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, colleagues_only
from engagements.models import Counterpart, Meeting
from stakeholders.directory import likely_kind
from stakeholders.models import Location, Organisation, Person
from stakeholders.suggestions import (
    Suggestion,
    lines_of,
    look_alikes,
    organisation_line,
    person_line,
    suggest,
    suggest_nearest,
    with_posts,
)
from toolkit.spelling import fold, fold_place

LONGEST = 200
PLACES = 8
RECENT = 40


@require_safe
@colleagues_only
def suggest_who(request: SignedInRequest) -> HttpResponse:
    """Return the organisations and people that `q` may mean on the day `on`; with `alike`, what looks like it."""
    text = request.GET.get("q", "")[:LONGEST]
    day = _day(request.GET.get("on", ""))
    if "alike" in request.GET:
        found = lines_of(look_alikes(text, people=with_posts(Person.objects.current(), day)))
    else:
        found = suggest(text, day) or suggest_nearest(text, day)
    return _answer(found, kind=likely_kind(text))


@require_safe
@colleagues_only
def suggest_place(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST]
    wanted, stem = fold(text), fold_place(text)
    places = Location.objects.current().select_related("parent") if wanted else []
    ranked = [(_rank(place, wanted, stem), place) for place in places]
    found = sorted(
        (rank, place.sort_key, place.pk, place) for rank, place in ranked if rank is not None
    )
    return _answer([_place_line(place) for *_order, place in found[:PLACES]])


def _rank(place: Location, wanted: str, stem: str) -> tuple[int, bool] | None:
    """Return a sort key, best first: whole name, beginning of a name, inside a name; None for no match."""
    names = place.folded_names()
    local = place.level != Location.Level.MUNICIPALITY
    if wanted in names or stem in place.folded_names(fold_place):
        return 0, local
    if any(name.startswith(wanted) for name in names):
        return 1, local
    return (2, local) if any(f" {wanted}" in f" {name}" for name in names) else None


def _place_line(place: Location) -> Suggestion:
    parent = place.parent if place.level != Location.Level.COUNTRY else None
    detail = place.get_level_display() + (f", {parent}" if parent else "")
    return Suggestion(f"l{place.pk}", str(place), detail)


@require_safe
@colleagues_only
def suggest_recent(request: SignedInRequest) -> HttpResponse:
    """Return all places and the stakeholders met last, for a device without a connection; four queries."""
    places = Location.objects.current().select_related("parent")
    meetings = Meeting.objects.logged().visible_to(request.user).newest_first()[:RECENT]
    met = Counterpart.objects.filter(meeting__in=list(meetings.values_list("pk", flat=True)))
    organisations = Organisation.objects.current().filter(pk__in=met.values("organisation"))
    people = Person.objects.current().filter(attendances__counterpart__in=met).distinct()
    rows = organisations.select_related("parent__location", "kind", "location")
    who = [organisation_line(row) for row in rows]
    who += map(person_line, with_posts(people, timezone.localdate()))
    return JsonResponse(
        {
            "places": [asdict(_place_line(place)) for place in places],
            "who": [asdict(line) for line in who],
        }
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _answer(lines: list[Suggestion], **more) -> HttpResponse:
    return JsonResponse({"results": [asdict(line) for line in lines], **more})
