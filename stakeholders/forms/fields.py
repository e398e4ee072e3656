"""Boxes in the look of the house, and a day as people write it."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from stakeholders.directory import DATABASE
from stakeholders.models import Organisation
from toolkit.dates import parse_day


def text_input(size: str = "", **attrs):
    """Return a text box in the look of the house; `size` is the class of a narrow one.

    The browser does not remember what is typed: names are nobody's to remember for others.
    """
    return forms.TextInput(attrs={"class": f"input {size}".strip(), "autocomplete": "off", **attrs})


class DayField(forms.CharField):
    """A day in words or numbers, not in the future; cleans to a date."""

    def __init__(self, **options) -> None:
        options.setdefault("widget", text_input())
        super().__init__(max_length=40, **options)
        self.today = None

    def prepare_value(self, value: date | str | None) -> str | None:
        return date_format(value, "j F Y") if hasattr(value, "year") else value

    def clean(self, value: str):
        text = super().clean(value)
        if not text:
            return None
        try:
            day = parse_day(text)
        except ValueError:
            raise ValidationError(_("Date must be a real date, like 6 March 2024.")) from None
        if self.today and day > self.today:
            raise ValidationError(_("Date must be today or in the past."))
        return day


class KnownOrganisationField(forms.CharField):
    """An organisation that is here already, by name; cleans to it, or to None when empty."""

    def clean(self, value: str | None) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = DATABASE.organisations(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(str(organisation) for organisation in found)
            raise ValidationError(_("Several are called this: %s. Write it out.") % names)
        raise ValidationError(_("No organisation is called “%s”. Add it first.") % text)
