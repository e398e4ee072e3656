"""What people type to find stakeholders."""

from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Appointment, Location, Organisation, OrganisationKind
from stakeholders.models.location import within
from toolkit.search import SearchQuerySet
from toolkit.spelling import fold


class StakeholderFilterForm(forms.Form):
    """The filters of the stakeholders list. A bad value is left out, and reported in `ignored`."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.only("code", "name"),
        label=_("Kind"),
        required=False,
        to_field_name="code",
        empty_label=_("All kinds"),
    )
    place = forms.ModelChoiceField(
        Location.objects.filter(merged_into=None)
        .exclude(level=Location.Level.COUNTRY)
        .only("slug", "name", "level"),
        label=_("Place"),
        required=False,
        to_field_name="slug",
        empty_label=_("All places"),
    )
    letter = forms.RegexField("^[A-Za-z]$", required=False, widget=forms.HiddenInput())

    def __init__(self, data: QueryDict) -> None:
        given = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(given, auto_id="filter_%s")
        self.fields["letter"].label = gettext("Letter")
        text = gettext("The filter “%s” has a value that is not known, so it is left out.")
        bad = list(self.errors)
        self.ignored = [text % self.fields[name].label for name in bad]
        if bad:
            # Read again without the bad values, so that the form shows what is used.
            self.data = given | dict.fromkeys(bad, "")
            self.full_clean()

    @property
    def words(self) -> str:
        return self.cleaned_data["q"]

    @property
    def chosen_letter(self) -> str:
        return self.cleaned_data["letter"].upper()

    @property
    def in_use(self) -> bool:
        return any(self.cleaned_data.values())

    def filter(self, queryset: SearchQuerySet, today: date) -> SearchQuerySet:
        """Return the rows of organisations or people that match; people are where their posts of `today` are."""
        queryset = queryset.matching(self.words)
        conditions = Q()
        if self.cleaned_data["kind"]:
            conditions &= Q(kind=self.cleaned_data["kind"])
        if self.cleaned_data["place"]:
            conditions &= within(self.cleaned_data["place"])
        if conditions and queryset.model is Organisation:
            return queryset.filter(conditions)
        if conditions:
            posts = Appointment.objects.on(today).filter(person=OuterRef("pk"))
            theirs = Organisation.objects.filter(conditions)
            return queryset.filter(Exists(posts.filter(organisation__in=theirs)))
        return queryset

    def beginning(self, queryset: SearchQuerySet) -> SearchQuerySet:
        """Return the rows whose name begins with the letter chosen, accents ignored; all without one."""
        letter = fold(self.chosen_letter)
        return queryset.filter(search__startswith=letter) if letter else queryset
