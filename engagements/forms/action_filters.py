"""The filters of the action points page; a bad value is left out, and said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.fields import select
from stakeholders.models import Organisation

NEEDS_OWNER = "left"


class ActionFilterForm(forms.Form):
    """Words, a colleague, an organisation by its address."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"class": "input", "type": "search"}),
    )
    who = forms.ChoiceField(label=_("Colleague"), required=False, widget=select())
    organisation = forms.ModelChoiceField(
        Organisation.objects.select_related("parent"),
        label=_("Organisation"),
        required=False,
        to_field_name="slug",
        widget=forms.HiddenInput(),
    )

    def __init__(self, data, *, colleagues):
        """Read the address; `colleagues` are those to choose from."""
        super().__init__({name: data.get(name, "") for name in self.base_fields}, auto_id="f_%s")
        self.fields["who"].choices = [
            ("", _("Everybody")),
            (NEEDS_OWNER, _("Needs a new owner")),
            *[(str(colleague.pk), str(colleague)) for colleague in colleagues],
        ]
        self.ignored = [self.fields[name].label for name in self.errors]
        if self.ignored:
            self.data = {k: "" if k in self.errors else v for k, v in self.data.items()}
            self.full_clean()

    @property
    def in_use(self):
        """Whether any filter narrows the list."""
        return any(self.cleaned_data.values())

    def filter(self, rows):
        """Return the action points that match."""
        said = self.cleaned_data
        if said["organisation"]:
            rows = rows.with_organisation(said["organisation"])
        if said["who"] == NEEDS_OWNER:
            rows = rows.needs_new_owner()
        elif said["who"]:
            rows = rows.filter(owner=int(said["who"]))
        return rows.matching(said["q"])
