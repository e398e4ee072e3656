"""How a form's fields are drawn."""

from django import template

register = template.Library()


@register.filter
def as_input(field):
    """Draw a bound field with the style sheet's class beside the widget's own."""
    classes = field.field.widget.attrs.get("class", "").split()
    if "input" not in classes:
        classes.insert(0, "input")
    return field.as_widget(attrs={"class": " ".join(classes)})
