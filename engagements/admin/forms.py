"""Forms of who was there: nobody twice, and titles as they were that day."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagements.models import Attendance


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
