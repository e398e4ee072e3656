"""A new organisation or person, made by hand; look-alikes are shown before anything is stored."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.fields import KnownOrganisationField, text_input
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.suggestions import look_alikes
from stakeholders.vocabulary import split_honorific
from toolkit.text import fold


class AddForm(forms.Form):
    """What the two forms share. `sure` holds the name for which look-alikes were seen and refused."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=text_input())
    sure = forms.CharField(required=False, widget=forms.HiddenInput())

    def look_alikes(self) -> list[Organisation | Person]:
        """Return those whose names look like the one typed, unless they were seen already."""
        name = self.cleaned_data["name"]
        return [] if self.cleaned_data["sure"] == fold(name) else look_alikes(self.bare_name())

    def bare_name(self) -> str:
        return self.cleaned_data["name"]


class AddOrganisationForm(AddForm):
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.filter(is_active=True),
        label=_("Kind"),
        empty_label=_("Choose a kind"),
        widget=forms.Select({"class": "input"}),
    )
    place = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        required=False,
        empty_label=_("None"),
        widget=forms.Select({"class": "input"}),
    )
    parent = KnownOrganisationField(
        label=_("Is a unit of"),
        required=False,
        max_length=400,
        widget=text_input(list="organisations"),
        help_text=_("For example Municipality of Kukës."),
    )

    def clean(self):
        cleaned = super().clean()
        name, parent = cleaned.get("name"), cleaned.get("parent")
        twins = Organisation.objects.filter(name=name, parent=parent, merged_into=None)
        if name and twins.exists():
            self.add_error("name", gettext("An organisation of this name is already here."))
        return cleaned

    def save(self) -> Organisation:
        given = self.cleaned_data
        return Organisation.objects.create(
            name=given["name"], kind=given["kind"], location=given["place"], parent=given["parent"]
        )


class AddPersonForm(AddForm):
    organisation = KnownOrganisationField(
        label=_("Organisation"),
        required=False,
        max_length=400,
        widget=text_input(list="organisations"),
    )
    title = forms.CharField(
        label=_("Post"),
        required=False,
        max_length=200,
        widget=text_input(),
        help_text=_("Like Mayor."),
    )
    email = forms.EmailField(
        label=_("Work email"), required=False, widget=forms.EmailInput({"class": "input"})
    )
    phone = forms.CharField(
        label=_("Work phone"), required=False, max_length=40, widget=text_input()
    )
    source = forms.CharField(
        label=_("Where this comes from"),
        required=False,
        max_length=200,
        widget=text_input(),
        help_text=_("For example a business card, or a web page."),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["name"].help_text = gettext("With the honorific, like H.E. Mr. Karl Bergner.")

    def bare_name(self) -> str:
        return split_honorific(self.cleaned_data["name"])[1]

    def clean(self):
        """A post needs its organisation, an organisation its post, contact data its source."""
        cleaned = super().clean()
        if cleaned.get("title") and not cleaned.get("organisation"):
            self._unless_wrong("organisation", _("Write the organisation of this post."))
        if cleaned.get("organisation") and not cleaned.get("title"):
            self._unless_wrong("title", _("Write the post they hold there."))
        if (cleaned.get("email") or cleaned.get("phone")) and not cleaned.get("source"):
            self._unless_wrong("source", _("Say where the email or phone comes from."))
        return cleaned

    def _unless_wrong(self, field: str, message) -> None:
        if field not in self.errors:
            self.add_error(field, message)

    @transaction.atomic
    def save(self) -> Person:
        """Store the person, and the post as one that began on an unknown day."""
        given = self.cleaned_data
        honorific, name = split_honorific(given["name"])
        contact = {field: given[field] for field in ("email", "phone", "source")}
        person = Person.objects.create(honorific=honorific[:40], full_name=name, **contact)
        if given["organisation"]:
            person.appointments.create(organisation=given["organisation"], title=given["title"])
        return person
