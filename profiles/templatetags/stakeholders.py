"""How the pages of stakeholders put things."""

from django import template

from profiles.seats import Seat
from stakeholders.models import Appointment, Person
from toolkit.dates import days_ago, due_text

register = template.Library()
register.filter(days_ago)
register.filter(due_text)


@register.filter
def of(mapping: dict[int, list[Appointment]], key: int) -> list[Appointment]:
    """Return what `mapping` holds under `key`, or an empty list."""
    return mapping.get(key, [])


@register.filter
def count_of(mapping, key: int) -> int:
    """Return the number that `mapping` holds under `key`, or 0."""
    return mapping.get(key, 0)


@register.filter
def without_seat(people: list[Person], seats: list[Seat]) -> list[Person]:
    """Return the people who hold none of `seats`."""
    seated = {held.person_id for seat in seats for held in seat.holders}
    return [person for person in people if person.pk not in seated]


@register.filter
def past_holders(seats: list[Seat]) -> list:
    """Return the appointments that have ended, newest first."""
    ended = [held for seat in seats for held in seat.past]
    return sorted(ended, key=lambda held: (held.ended, held.pk), reverse=True)


@register.filter
def comma_lines(text):
    """Write the lines of a text in one line."""
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
