"""How a form's fields are drawn."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def as_input(field: BoundField) -> str:
    """Draw a bound field with the style sheet's class beside the widget's own.

    A label stands above each field, so a widget's placeholder is left out.
    """
    own = field.field.widget.attrs.get("class", "").split()
    classes = ["input", *(name for name in own if name != "input")]
    return field.as_widget(attrs={"class": " ".join(classes), "placeholder": False})
