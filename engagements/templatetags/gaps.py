"""What pages say where something is missing in a meeting."""

from django import template

from engagements.models.gaps import GAPS_BY_CODE, GapKind

register = template.Library()


@register.simple_tag
def gap_kind(code: str) -> GapKind:
    """Return the kind of gap with this code, for its texts; which meetings have it is not asked."""
    return GAPS_BY_CODE[code]
