"""What people type to find stakeholders."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Appointment, Location, Organisation, OrganisationKind
from stakeholders.models.location import within
from stakeholders.models.organisation import OrganisationQuerySet
from stakeholders.models.person import PersonQuerySet
from toolkit.text import fold


class StakeholderFilterForm(forms.Form):
    """The filters of the stakeholders list. A bad value is left out, and said in `ignored`."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ModelChoiceField(
        OrganisationKind.objects.all(),
        label=_("Kind"),
        required=False,
        to_field_name="code",
        empty_label=_("All kinds"),
    )
    place = forms.ModelChoiceField(
        Location.objects.filter(merged_into=None).exclude(level=Location.Level.COUNTRY),
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
        self.ignored = [
            gettext("The filter “%s” has a value that is not known, so it is left out.")
            % self.fields[name].label
            for name in self.errors
        ]
        self._leave_out(list(self.errors))

    def _leave_out(self, names: list[str]) -> None:
        """Read the form again without the bad values, so that it shows what is used."""
        if names:
            self.data = {name: "" if name in names else value for name, value in self.data.items()}
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

    def filter(
        self, queryset: OrganisationQuerySet | PersonQuerySet, today
    ) -> OrganisationQuerySet | PersonQuerySet:
        """Return the rows of organisations or people that match; people are where their posts of `today` are."""
        queryset = queryset.matching(self.words)
        conditions = self._about_organisations()
        if conditions and queryset.model is Organisation:
            queryset = queryset.filter(conditions)
        elif conditions:
            seats = Appointment.objects.on(today).filter(person=OuterRef("pk"))
            theirs = Organisation.objects.filter(conditions)
            queryset = queryset.filter(Exists(seats.filter(organisation__in=theirs)))
        return queryset

    def beginning(
        self, queryset: OrganisationQuerySet | PersonQuerySet
    ) -> OrganisationQuerySet | PersonQuerySet:
        return (
            queryset.filter(search__startswith=fold(self.chosen_letter))
            if self.chosen_letter
            else queryset
        )

    def _about_organisations(self) -> Q:
        chosen, conditions = self.cleaned_data, Q()
        if chosen["kind"]:
            conditions &= Q(kind=chosen["kind"])
        if chosen["place"]:
            conditions &= within(chosen["place"])
        return conditions
