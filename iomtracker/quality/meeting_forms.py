"""The one missing or odd value of a meeting, with the rules of the meeting form."""

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.admin.access import renew
from engagements.forms import MeetingForm
from engagements.forms.counterpart_rows import save_rows
from engagements.forms.counterparts import CounterpartRowForm
from engagements.forms.when import WhenFields
from engagements.models import Meeting, ThematicArea
from iomtracker.quality.odd import LONGEST_MEETING
from iomtracker.quality.record_form import RecordForm
from stakeholders.models import Organisation

OFFERED = 300


class OfMeeting(RecordForm):
    """A value of a meeting, in the words of the meeting form; the meeting becomes a new version."""

    class Meta:
        model = Meeting
        fields = ()
        labels = MeetingForm.Meta.labels
        help_texts = MeetingForm.Meta.help_texts
        widgets = MeetingForm.Meta.widgets

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self._meta.fields:
            self.fields[field].required = True

    @transaction.atomic
    def save(self):
        """Store the value and the next version, so that whoever has the meeting open is told."""
        self.instance.version += 1
        super().save()


class StaffForm(OfMeeting):
    """Who went from IOM."""

    class Meta(OfMeeting.Meta):
        fields = ["staff"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["staff"].queryset = User.objects.colleagues()
        self.fields["staff"].error_messages["required"] = _("Tick who went from IOM.")


class AreasForm(OfMeeting):
    """Which thematic areas."""

    class Meta(OfMeeting.Meta):
        fields = ["thematic_areas"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["thematic_areas"].queryset = ThematicArea.objects.current()
        self.fields["thematic_areas"].error_messages["required"] = _("Tick a thematic area.")


class LineForm(OfMeeting):
    """What can be said publicly."""

    class Meta(OfMeeting.Meta):
        fields = ["public_line"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["public_line"].error_messages["required"] = _("Write what can be said.")


class DateForm(WhenFields, OfMeeting):
    """When it was: a day, or where the record may stay without one, the month."""

    fields_template = "quality/_date.html"
    watched = ("date", "date_precision")
    WHEN = [("day", _("Day")), ("month", _("Month only"))]

    def __init__(self, data=None, *, record, **options):
        start = self.start_of(record)
        super().__init__(data, record=record, **options)
        self.fields["when"].choices = self.WHEN
        self.initial |= start
        for name in ("end_day", "end_month", "end_year"):
            del self.fields[name]

    @staticmethod
    def start_of(record):
        """Return what the boxes hold at first."""
        day = "" if record.is_month_only else record.date.day
        when = "month" if record.is_month_only else "day"
        return {"when": when, "day": day, "month": record.date.month, "year": record.date.year}

    def clean(self):
        """Bring the parts together, as the meeting form does; a last day must still come after."""
        cleaned = super().clean()
        self._clean_when(cleaned)
        end = self.instance.end_date
        if end and (self.instance.is_month_only or end < self.instance.date):
            said = _("Its last day is %s. Change both in the meeting.")
            self.add_error("day", said % date_format(end, "j F Y"))
        return cleaned


class DayForm(DateForm):
    """The day of a meeting of which only the month is known."""

    fields_template = "quality/_day.html"

    @staticmethod
    def start_of(record):
        """Return the month that is known."""
        return {"when": "day", "month": record.date.month, "year": record.date.year}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["when"].choices = self.WHEN[:1]
        self.fields["when"].widget = forms.HiddenInput()


class LastDayForm(WhenFields, OfMeeting):
    """The last day of a meeting; empty when it was one day."""

    fields_template = "quality/_last_day.html"
    watched = ("date", "end_date")

    def __init__(self, data=None, *, record, **options):
        end = record.end_date
        start = {"end_day": end.day, "end_month": end.month, "end_year": end.year}
        super().__init__(data, record=record, **options)
        self.initial |= start
        for name in ("when", "day", "month", "year"):
            del self.fields[name]

    def clean(self):
        """Read the day as the meeting form does; refuse what is as odd as before."""
        cleaned = super().clean()
        self._clean_end(cleaned)
        end = self.instance.end_date
        if end and end > self.instance.date + LONGEST_MEETING:
            self.add_error("end_day", _("That is more than 30 days. If it is right, skip it."))
        return cleaned


class CounterpartForm(CounterpartRowForm):
    """With whom: a row of the meeting form."""

    fields_template = "quality/_with.html"
    stamp = ""

    def __init__(self, data=None, *, record, user, today):
        self.record, self.user = record, user
        super().__init__(data, meeting=record, prefix="with", use_required_attribute=False)
        del self.fields["DELETE"]
        self.fields["who"].required = True
        self.fields["who"].error_messages["required"] = _("Write who it was with.")

    @property
    def offered(self):
        """The organisations that the box suggests."""
        return Organisation.objects.current().select_related("parent")[:OFFERED]

    @transaction.atomic
    def save(self):
        """Store the row as the meeting's counterpart."""
        save_rows([self], self.record, self.record.location)
        renew(self.record)
