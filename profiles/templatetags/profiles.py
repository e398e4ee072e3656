"""Filters of the pages of organisations and people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from profiles.seats import Seat
from stakeholders.models import Appointment, Person
from toolkit.dates import days_ago

register = template.Library()
register.filter(days_ago)


@register.filter
def of(mapping: Mapping[int, list[Any]], key: int) -> list[Any]:
    return mapping.get(key, [])


@register.filter
def count_of(mapping: Mapping[int, int], key: int) -> int:
    return mapping.get(key, 0)


@register.filter
def without_seat(people: Iterable[Person], seats: list[Seat]) -> list[Person]:
    """Return the people who hold none of `seats`."""
    seated = {held.person_id for seat in seats for held in seat.holders}
    return [person for person in people if person.pk not in seated]


@register.filter
def past_holders(seats: list[Seat]) -> list[Appointment]:
    """Return the appointments that have ended, newest first."""
    ended = [held for seat in seats for held in seat.past]
    return sorted(ended, key=lambda held: (held.ended, held.pk), reverse=True)


@register.filter
def comma_lines(text: str) -> str:
    """Return the lines of a text in one line."""
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
