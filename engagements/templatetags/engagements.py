"""What the pages of meetings and action points need beside their rows."""

from django import template
from django.template import Context
from django.urls import reverse

from engagements.models.gaps import GAPS_BY_CODE, GapKind
from toolkit.dates import due_text

register = template.Library()
register.filter(due_text)


@register.simple_tag(takes_context=True)
def feed_address(context: Context) -> str:
    """Return the whole address of the reader's calendar; empty when it is turned off."""
    request = context["request"]
    key = request.user.feed_key
    return request.build_absolute_uri(reverse("action_feed", args=[key])) if key else ""


@register.simple_tag
def gap_kind(code: str) -> GapKind:
    """Return the kind of gap with this code, for its texts, whatever meetings have it."""
    return GAPS_BY_CODE[code]
