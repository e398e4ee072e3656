"""Matches underlined."""

from django import template
from django.utils.html import format_html, format_html_join

from toolkit.text import marked_parts

register = template.Library()


@register.filter
def mark(text: str, words: list[str]) -> str:
    parts = marked_parts(str(text), words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if match else p,) for p, match in parts)
    )
