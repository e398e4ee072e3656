"""The file of contacts that the data manager chooses, and why one is not read."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.contacts import MOST_CARDS
from intake.forms import FileForm


class ContactsForm(FileForm):
    """Contacts as a file."""

    endings = {"vcf", "vcard", "csv"}
    refused = gettext_lazy("Contacts can be vCard (vcf) or CSV files.")

    file = forms.FileField(
        label=gettext_lazy("Contacts"),
        max_length=255,
        widget=forms.FileInput({"class": "input", "accept": ".vcf,.vcard,.csv"}),
        help_text=gettext_lazy("A vCard (.vcf), or a CSV that Outlook or Google exported."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )


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
