"""How a form's fields are drawn."""

from django import template

register = template.Library()


@register.filter
def as_input(field):
    """Draw a bound field with the style sheet's class beside the widget's own.

    A placeholder that only repeats the label is left out.
    """
    own = field.field.widget.attrs
    classes = ["input", *(name for name in own.get("class", "").split() if name != "input")]
    attrs = {"class": " ".join(classes)}
    if str(own.get("placeholder", "")) == str(field.label):
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)
