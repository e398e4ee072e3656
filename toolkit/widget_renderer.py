"""Draws the boxes of forms without templates: a form has a hundred, and Django renders two or three for each.

The HTML is that of django/forms/templates/django/forms/widgets/, and a test compares the two. What is not in
DRAWN is rendered from its template.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

FOLDER = "django/forms/widgets"
INPUTS = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password",
    "search", "tel", "text", "time", "url",
)  # fmt: skip

Widget = Mapping[str, Any]


def quoted(value: Any) -> str:
    """Return a value as `conditional_escape` does, which takes three times as long for a plain text."""
    return escape(value) if type(value) is str else conditional_escape(value)


def attributes(widget: Widget) -> SafeString:
    drawn = "".join(
        f" {quoted(name)}" if value is True else f' {quoted(name)}="{quoted(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )
    return SafeString(drawn)


def draw_input(widget: Widget) -> SafeString:
    value = widget["value"]
    filled = "" if value is None else f' value="{quoted(value)}"'
    kind, name = quoted(widget["type"]), quoted(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{filled}{attributes(widget)}>')


def draw_input_option(widget: Widget) -> SafeString:
    box = draw_input(widget)
    if not widget.get("wrap_label"):
        return box
    key = widget["attrs"].get("id")
    about = format_html(' for="{}"', key) if key else ""
    return format_html("<label{}>{} {}</label>", about, box, localize(widget["label"]))


def draw_textarea(widget: Widget) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        attributes(widget),
        widget["value"] or "",
    )


def draw_select(widget: Widget) -> SafeString | None:
    """Return None when a list has options that are not drawn here."""
    groups = widget["optgroups"]
    if any(one["template_name"] != OPTION for _name, group, _at in groups for one in group):
        return None
    drawn = "".join(_draw_group(name, group) for name, group, _at in groups)
    name = quoted(widget["name"])
    return SafeString(f'<select name="{name}"{attributes(widget)}>{drawn}\n</select>')


def _draw_group(name: str | None, options: list[Widget]) -> str:
    drawn = "".join(f"\n  {_draw_option(option)}" for option in options)
    if not name:
        return drawn
    return f'\n  <optgroup label="{quoted(localize(name))}">{drawn}\n  </optgroup>'


def _draw_option(widget: Widget) -> str:
    value, label = quoted(widget["value"]), quoted(localize(widget["label"]))
    return f'<option value="{value}"{attributes(widget)}>{label}</option>'


OPTION = f"{FOLDER}/select_option.html"
DRAWN: dict[str, Callable[[Widget], SafeString | None]] = {
    **{f"{FOLDER}/{name}.html": draw_input for name in INPUTS},
    f"{FOLDER}/checkbox_option.html": draw_input_option,
    f"{FOLDER}/radio_option.html": draw_input_option,
    f"{FOLDER}/textarea.html": draw_textarea,
    f"{FOLDER}/select.html": draw_select,
}


class WidgetRenderer(TemplatesSetting):
    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if drawn is None else drawn
