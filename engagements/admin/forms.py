"""Forms of the admin: edits that cross are told, nobody is there twice, titles are those of the day."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagements.models import Attendance, Meeting


class MeetingAdminForm(forms.ModelForm):
    """A meeting with the version that the page was opened on."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        """Start from the version as it is now."""
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version if self.instance.pk else None

    def clean(self):
        """Refuse to write over what somebody else saved since the page was opened."""
        cleaned = super().clean()
        if self.instance.pk:
            now = Meeting.objects.select_for_update().get(pk=self.instance.pk).version
            if now != cleaned.get("based_on"):
                raise ValidationError(
                    _(
                        "Somebody else saved this meeting since you opened it. Nothing was overwritten: "
                        "open it again in another tab, and bring over what you changed."
                    )
                )
        return cleaned


class AttendanceForm(forms.ModelForm):
    """A person at a meeting; what is left empty is filled in as of that day."""

    class Meta:
        model = Attendance
        fields = ["counterpart", "person", "title", "organisation_name"]

    def save(self, commit=True):
        """Fill in title and organisation of a new row, when left empty."""
        row = self.instance
        if row.pk is None:
            organisation = row.counterpart.organisation
            row.title = row.title or row.person.title_in(organisation, row.counterpart.meeting.date)
            row.organisation_name = row.organisation_name or str(organisation)
        return super().save(commit)


class OnceFormSet(forms.BaseInlineFormSet):
    """Refuse the same person in two rows, before the database does."""

    def clean(self):
        """Put the message by the second row."""
        super().clean()
        seen = set()
        for form in self.forms:
            person = getattr(form, "cleaned_data", {}).get("person")
            if person in seen:
                form.add_error(
                    "person", ValidationError(_("This person is already in the meeting."))
                )
            if person:
                seen.add(person)
