"""What the meeting form offers first: places used lately, what is ticked most."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from engagements.models import Meeting, MeetingKind

RECENT = 3
SHOWN = {"kind": 4, "thematic_areas": 8, "staff": 6}
CALL = "call"


def recent_places(user, today):
    """Return (the last place that `user` used today or None, the three used last); one query."""
    rows = Meeting.objects.filter(created_by=user, location__is_active=True)
    rows = rows.select_related("location").order_by("-pk")[:40]
    places = list(dict.fromkeys(row.location for row in rows))
    used_today = next((row.location for row in rows if _day(row.created_at) == today), None)
    return used_today, places[:RECENT]


def _day(moment):
    return timezone.localtime(moment).date()


def is_call(kind):
    """Whether the kind with this key is a call: nobody goes anywhere for it."""
    return kind is not None and MeetingKind.objects.filter(pk=kind, code=CALL).exists()


def uses_of_areas(today):
    """Return how often each thematic area was ticked in the last year, by its key; one query."""
    ticked = Meeting.thematic_areas.through.objects.filter(
        meeting__date__gt=today - timedelta(days=365)
    )
    return dict(ticked.order_by().values_list("thematicarea").annotate(Count("pk")))


def first_and_rest(field, uses=None):
    """Return the choices of a form's box as {"first", "rest", "is_open"}: what is ticked or used most comes first."""
    choices = list(field)
    number = SHOWN[field.name]
    if field.field.widget.allow_multiple_selected:
        uses = uses or {}
        choices.sort(key=lambda c: (not c.data["selected"], -uses.get(_key(c), 0)))
        number = max(number, sum(c.data["selected"] for c in choices))
    rest = choices[number:]
    return {
        "first": choices[:number],
        "rest": rest,
        "is_open": any(c.data["selected"] for c in rest),
    }


def _key(choice):
    value = choice.data["value"]
    return getattr(value, "value", value)
