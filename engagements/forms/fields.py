"""Fields where people type a name and the form finds the record, accents ignored."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from engagements.forms.who import DATABASE
from stakeholders.models import Organisation


def text_area(**attrs):
    """Return a box for longer text in the look of the house."""
    return forms.Textarea(attrs={"class": "input", **attrs})


def select(**attrs):
    """Return a list to choose from in the look of the house."""
    return forms.Select(attrs={"class": "input", **attrs})


class KindSelect(forms.Select):
    """A list of kinds of which each option says its code, for the script that proposes one."""

    def create_option(self, name, value, *args, **kwargs):
        """Return the option with the code of its record."""
        option = super().create_option(name, value, *args, **kwargs)
        if hasattr(value, "instance"):
            option["attrs"]["data-code"] = value.instance.code
        return option


class PlaceField(forms.CharField):
    """A place by any of its spellings; cleans to a Location or None."""

    directory = DATABASE

    def clean(self, value):
        """Return the place that `value` names. Raises ValidationError when there is none, or several."""
        text = super().clean(value)
        if not text:
            return None
        places = self.directory.places(text)
        if len(places) == 1:
            return places[0]
        if places:
            names = "; ".join(f"{place} ({place.parent})" for place in places)
            raise ValidationError(_("Several places have this name: %s. Write it out.") % names)
        raise ValidationError(_("Choose a place from the list, or leave this empty."))


class OrganisationField(forms.CharField):
    """An organisation by name; cleans to (text, Organisation or None)."""

    def clean(self, value):
        """Return what was typed and the one organisation it names, if there is one."""
        text = " ".join(super().clean(value).split())
        found = Organisation.objects.named(text)
        if len(found) > 1:
            names = "; ".join(str(organisation) for organisation in found)
            raise ValidationError(
                _("Several organisations have this name: %s. Write it out.") % names
            )
        return text, (found[0] if found else None)
