"""What the meeting form starts from: the address it was opened by, or another meeting."""

from datetime import timedelta

from django.utils import timezone

from engagements.forms import MeetingForm
from engagements.forms.crossing import PARTS
from engagements.models import MeetingKind
from stakeholders.models import Location, Organisation, Person

COPIED = ("kind", "when", "place", "staff", "thematic_areas", "channel")


def prefilled(get):
    """Return what the address says of a new meeting: kind, place, organisation or person."""
    start = {}
    kind = MeetingKind.objects.current().filter(code=get.get("kind", "")).first()
    if kind:
        start["kind"] = kind.pk
    place = Location.objects.current().filter(slug=get.get("place", "")).first()
    if place:
        start["place"] = str(place)
    organisation = Organisation.objects.current().filter(slug=get.get("organisation", "")).first()
    if organisation:
        start["counterparts"] = [{"organisation": str(organisation)}]
    if get.get("person", "").isdecimal():
        start["counterparts"] = _person_row(int(get["person"])) or start.get("counterparts", [])
    return start


def _person_row(pk):
    person = Person.objects.current().filter(pk=pk).first()
    post = (
        person
        and person.appointments.on(timezone.localdate())
        .select_related("organisation__parent")
        .first()
    )
    if post is None:
        return []
    return [{"organisation": str(post.organisation), "person": str(person), "role": post.title}]


def like(meeting, user, today):
    """Return what another meeting like this one starts from: kind, day, place, colleagues, areas."""
    opened = MeetingForm(user=user, today=today, instance=meeting)
    names = [name for part in COPIED for name in PARTS[part][1]]
    start = {name: opened.get_initial_for_field(opened.fields[name], name) for name in names}
    quick = {today: "today", today - timedelta(days=1): "yesterday"}.get(meeting.date)
    if quick and not meeting.is_month_only and not meeting.end_date:
        start |= {"when": quick, "day": "", "month": "", "year": ""}
    return start
