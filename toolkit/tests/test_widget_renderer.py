"""The boxes of forms are drawn as Django's templates draw them."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from toolkit.widget_renderer import WidgetRenderer

TEXTS = [
    None, "", "Mayor", '"><script>x()</script>', "O’Neill & 'sons'", mark_safe("a &amp; b"), 0, 12345, 1.5,
    date(2024, 3, 6), gettext_lazy("Day"), True, False,
]  # fmt: skip
ATTRIBUTES = [
    {},
    {"id": "id_x", "required": True, "disabled": False, "maxlength": 2000, "class": "input a&b"},
    {"data-x": '"<>&', "data-none": None, "data-safe": mark_safe("&lt;"), "title": gettext_lazy("Day")},
]  # fmt: skip
CHOICES = [
    ("", "Choose"),
    ("a&b", "A & B"),
    (5, mark_safe("<b>five</b>")),
    ("Group <1>", [(date(2024, 3, 6), gettext_lazy("Day")), ("x", 12345)]),
    (None, [("y", 1.5)]),
]
BOXES = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput,
    forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput,
    forms.Textarea, forms.FileInput,
]  # fmt: skip
LISTS = [
    forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple,
]  # fmt: skip


def drawn(widget, value, attrs, renderer):
    return widget.render("na&me", value, attrs, renderer=renderer)


def same(widget, value, attrs):
    ours, theirs = (
        drawn(widget, value, attrs, renderer) for renderer in (WidgetRenderer(), TemplatesSetting())
    )
    return ours == theirs


def alike(widget, value, attrs):
    """Whether they are the same but for the empty lines that the templates leave between options."""
    ours, theirs = (
        drawn(widget, value, attrs, renderer).split()
        for renderer in (WidgetRenderer(), TemplatesSetting())
    )
    return ours == theirs


@pytest.mark.parametrize("widget", BOXES)
@pytest.mark.parametrize("attrs", ATTRIBUTES)
def test_boxes(widget, attrs):
    assert [value for value in TEXTS if not same(widget(), value, attrs)] == []


@pytest.mark.parametrize("widget", LISTS)
@pytest.mark.parametrize("attrs", ATTRIBUTES)
def test_lists(widget, attrs):
    values = [None, "", "a&b", 5, ["x", "a&b"], [5]]
    assert [value for value in values if not alike(widget(choices=CHOICES), value, attrs)] == []


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("wraps", [True, False])
def test_one_choice_of_a_list(widget, wraps):
    class Form(forms.Form):
        box = forms.ChoiceField(widget=widget, choices=CHOICES)

    def drawn_by(renderer):
        choices = Form({"box": "a&b"}, renderer=renderer)["box"]
        return [choice.tag(wrap_label=wraps).split() for choice in choices]

    assert drawn_by(WidgetRenderer()) == drawn_by(TemplatesSetting())


def test_an_option_of_another_template_is_left_to_the_templates():
    class Odd(forms.Select):
        option_template_name = "django/forms/widgets/checkbox_option.html"
        input_type = "checkbox"

    assert alike(Odd(choices=[("a", "A")]), "a", {})
