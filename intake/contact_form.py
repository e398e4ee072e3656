"""The file of contacts that the data manager chooses, and why one is not read."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.contacts import MOST_CARDS

ENDINGS = {"vcf", "vcard", "csv"}


class ContactsForm(forms.Form):
    """Contacts as a file."""

    file = forms.FileField(
        label=gettext_lazy("Contacts"),
        max_length=255,
        widget=forms.FileInput({"class": "input", "accept": ".vcf,.vcard,.csv"}),
        help_text=gettext_lazy("A vCard (.vcf), or a CSV that Outlook or Google exported."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_file(self):
        """Refuse a file that is too large or of another type, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_LIMIT_BYTES:
            limit = filesizeformat(settings.IMPORT_LIMIT_BYTES)
            raise ValidationError(_("This file is too large. Choose one of %s or less.") % limit)
        if file.name.rpartition(".")[2].lower() not in ENDINGS:
            raise ValidationError(_("Contacts can be vCard (vcf) or CSV files."))
        return file


def reason(code):
    """Return, in words, why a file is not read and what to do."""
    return {
        "empty": _("This file is empty."),
        "nul": _("This file holds bytes that are no text, so it holds no contacts."),
        "damaged": _("This file is damaged and can’t be read. Export it again."),
        "contacts": _("There is no contact in this file."),
        "headings": _(
            "The first row names no columns of Outlook or Google, such as First Name."
            " Export it again, in English."
        ),
        "cards": _("This file holds more than %s contacts. Split it and import the parts.") % f"{MOST_CARDS:,}",
    }[code]  # fmt: skip
