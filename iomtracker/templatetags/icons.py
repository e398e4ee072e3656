"""The icons of pages, as a tag in every template: `{% icon "lock" %}`. An include of each took ten times as long."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    return _drawn(name, css_class)


@cache
def _drawn(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        f" {css_class}" if css_class else "",
        static("img/icons.svg"),
        name,
    )
