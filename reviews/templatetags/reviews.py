"""How the pages of months and years lead from a number to what it counts."""

from django import template

from reviews.month import sentences
from reviews.month.periods import Span

register = template.Library()


@register.simple_tag
def counting_rules(*, whole_year=False) -> str:
    """Say how the figures are counted: `words.counting_rules`."""
    return sentences.counting_rules(whole_year=whole_year)


@register.simple_tag
def list_url(period: Span, what: str, **filters) -> str:
    """Return the address of the list that holds what a number counts: `Span.list_url`."""
    return period.list_url(what, **filters)
