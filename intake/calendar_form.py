"""The .ics file that somebody chooses, and why one is not read."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.invitations import LARGEST


class CalendarForm(forms.Form):
    """An invitation as a file."""

    file = forms.FileField(
        label=gettext_lazy("Invitation"),
        max_length=255,
        widget=forms.FileInput({"class": "input", "accept": ".ics,.ical,.ifb,.icalendar"}),
        help_text=gettext_lazy("A calendar file (.ics) of Outlook, Google or Apple."),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self):
        """Refuse a file that is larger than any invitation, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            limit = filesizeformat(LARGEST)
            text = _("This file is too large for an invitation. Save the one meeting, %s or less.")
            raise ValidationError(text % limit)
        return file


def reason(code, about=""):
    """Return, in words, why a file or an event in it is not read and what to do."""
    text = {
        "empty": _("This file is empty."),
        "nul": _("This file holds bytes that are no text, so it is no calendar file."),
        "calendar": _("This is no calendar file. Save the invitation as .ics and choose that."),
        "damaged": _("This calendar file is damaged and can’t be read. Save the invitation again."),
        "heavy": _("This file takes too long to read. Save the one meeting as .ics and choose that."),
        "tasks": _("There are only tasks in this file, no meeting."),
        "none": _("There is no meeting in this file."),
        "no-date": _("The meeting “%s” has no date, so there is nothing to log."),
        "often": _("“%s” repeats several times a day, so it is no meeting."),
        "event": _("The date of “%s” can’t be read. Log it by hand."),
    }[code]  # fmt: skip
    return text % (about or _("untitled")) if "%s" in text else text
