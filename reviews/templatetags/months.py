"""What the text of a month says of its meetings."""

from django import template

register = template.Library()


@register.filter
def of(titles: dict[str, str], reference: str) -> str:
    return titles.get(reference, "")


@register.filter
def number(reference: str) -> str:
    """Return the number of a meeting in its month: 5 of "2024-03-005"."""
    return reference.rpartition("-")[2].lstrip("0")


@register.filter
def in_order(references: tuple) -> list[str]:
    return sorted(references)
