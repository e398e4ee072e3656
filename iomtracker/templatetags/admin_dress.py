"""What the templates of the admin ask beside Django's own tags."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()
EMPTY = {"", "-"}
TRUTH = re.compile(r'<img [^>]*alt="(True|False|None)">')
WORDS = {"True": _("Yes"), "False": _("No"), "None": _("Unknown")}


@register.filter
def with_headers(
    cells: Iterable[SafeString], headers: list[dict[str, Any]]
) -> Iterator[SafeString]:
    """Yield the cells of a row of the admin's list, each with its role and the name of its column.

    Where the table becomes cards, style sheets print the name, and leave out cells without a value.
    """
    for cell, header in zip(cells, headers, strict=False):
        tag, is_tick = cell[:3], "action-checkbox" in cell[:40]
        values = {
            "role": "rowheader" if tag == "<th" else "cell",
            "scope": "row" if tag == "<th" else False,
            "data-word": "" if is_tick else capfirst(strip_tags(str(header["text"]))),
            "data-empty": not is_tick and "<img" not in cell and strip_tags(cell).strip() in EMPTY,
        }
        content = TRUTH.sub(lambda found: str(WORDS[found[1]]), cell[3:])
        yield mark_safe(f"{tag}{flatatt(values)}{content}")  # noqa: S308 - a cell of Django's own


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is several boxes under one heading; the admin wraps some widgets in another."""
    widget = getattr(field.field.widget, "widget", field.field.widget)
    return isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect))


@register.filter
def or_none(value: Any) -> str:
    """Return a value of the history in words: a list without its brackets, "none" for nothing."""
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    return gettext("none") if text in ("", "None", "-") else text
