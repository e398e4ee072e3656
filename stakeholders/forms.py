"""What people type to find stakeholders."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stakeholders.models import OrganisationKind


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

    def __init__(self, data, *, with_kind=True):
        given = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(given, auto_id="filter_%s")
        if not with_kind:
            del self.fields["kind"]
        self.ignored = [
            gettext("The filter “%s” has a value that is not known, so it is left out.")
            % self.fields[name].label
            for name in self.errors
        ]
        self._leave_out(list(self.errors))

    def _leave_out(self, names):
        """Read the form again without the bad values, so that it shows what is used."""
        if names:
            self.data = {name: "" if name in names else value for name, value in self.data.items()}
            self.full_clean()

    @property
    def words(self):
        """What was typed in the search box."""
        return self.cleaned_data["q"]

    @property
    def chosen_kind(self):
        """The kind chosen, if any."""
        return self.cleaned_data.get("kind")

    @property
    def in_use(self):
        """Whether any filter narrows the list."""
        return bool(self.words or self.chosen_kind)

    def filter(self, queryset):
        """Return the rows that match."""
        queryset = queryset.matching(self.words)
        return queryset.filter(kind=self.chosen_kind) if self.chosen_kind else queryset
