"""Forms of one missing or implausible value, with the rules of the form that the record has elsewhere."""

import hashlib
from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.event_names import name_in_title
from engagements.forms import MeetingForm
from engagements.forms.counterparts import CounterpartRowForm, save_rows
from engagements.forms.fields import DateFields
from engagements.models import ActionPoint, Meeting, ThematicArea
from engagements.models.meeting import renew
from engagements.models.text_answers import answer_token, with_answers
from iomtracker.data_quality.implausible import LONGEST_MEETING, rivals
from stakeholders.forms import DayField
from stakeholders.levels import FIRST_LEVEL, first_level, second_level
from stakeholders.models import Appointment, Location, Organisation, Person
from stakeholders.models.organisation import OrganisationQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RecordForm(forms.ModelForm):
    """A form for one value of `record`; `stamp` tells whether the value changed since the page was shown."""

    fields_template = "partials/form_fields.html"
    watched: tuple[str, ...] = ()
    # The error of a box left empty, where Django's own is too general.
    missing: "StrOrPromise" = ""
    fields: dict[str, Any]  # fields of many kinds, set up in place

    def __init__(
        self, data: QueryDict | None = None, *, record: Any, user: User, today: date
    ) -> None:
        self.user, self.today = user, today
        self.stamp = stamp(getattr(record, name) for name in self.watched)
        super().__init__(data, instance=record)
        for name in self._meta.fields or ():
            self.fields[name].required = True
            if self.missing:
                self.fields[name].error_messages["required"] = self.missing

    def _post_clean(self) -> None:
        """Leave the model's own checks until the value is sound: they speak of boxes that are not here."""
        if not self.errors:
            super()._post_clean()  # type: ignore[misc] # not in the stubs

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        self.instance._change_reason = gettext("Data quality")
        super().save(commit=False).store()
        self.save_m2m()
        return self.instance


def stamp(values: Iterator) -> str:
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]


class OfMeeting(RecordForm):
    """A value of a meeting, in the words of the meeting form; the meeting becomes a new version."""

    class Meta:
        model = Meeting
        fields: list[str] = []
        labels = MeetingForm.Meta.labels
        help_texts = MeetingForm.Meta.help_texts
        widgets = MeetingForm.Meta.widgets

    @transaction.atomic
    def save(self, commit: bool = True) -> Meeting:
        """Store the value and the next version, so that whoever has the meeting open learns of it."""
        self.instance.version += 1
        return super().save(commit)


class StaffForm(OfMeeting):
    missing = _("Tick who went from IOM.")

    class Meta(OfMeeting.Meta):
        fields = ["staff"]

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].queryset = User.objects.colleagues()


class AreasForm(OfMeeting):
    missing = _("Tick a thematic area.")

    class Meta(OfMeeting.Meta):
        fields = ["thematic_areas"]

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["thematic_areas"].queryset = ThematicArea.objects.current()


class LineForm(OfMeeting):
    missing = _("Write what can be said.")

    class Meta(OfMeeting.Meta):
        fields = ["public_line"]


class PlaceForm(OfMeeting):
    """A place of the list for one that was written in words."""

    watched = ("location_id", "place_text")
    missing = _("Choose the place.")

    class Meta(OfMeeting.Meta):
        fields = ["location"]
        labels = {"location": _("Which place is it?")}
        help_texts = {
            "location": _(
                "Not there? Add it among the places first, or skip this and leave the words."
            )
        }
        widgets = {"location": forms.Select({"class": "input"})}

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["location"].queryset = Location.objects.current().select_related("parent")
        self.fields["location"].empty_label = _("Choose a place")

    def clean(self) -> dict[str, Any]:
        """Take the words out, where a place stands for them."""
        cleaned = super().clean() or {}
        if cleaned.get("location"):
            self.instance.place_text = ""
        return cleaned


class EventNameForm(OfMeeting):
    """Whether the title of an event holds its public name; that it does not is remembered."""

    watched = ("title", "event_name")
    YES, NO = "yes", "no"
    is_public = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, it may be printed")), (NO, _("No, it is internal"))],
        error_messages={"required": _("Choose whether it may be printed.")},
    )
    field_order = ["is_public", "event_name"]

    class Meta(OfMeeting.Meta):
        fields = ["event_name"]

    def __init__(self, data: QueryDict | None = None, *, record: Any, **options) -> None:
        super().__init__(data, record=record, **options)
        name = name_in_title(record.title, str(record.kind)) or record.title
        self.initial["event_name"] = name
        label = _("Is “%(name)s” the public name of the event?") % {"name": name}
        self.fields["is_public"].label = label
        self.fields["event_name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_public") == self.NO:
            cleaned["event_name"] = ""
        elif not cleaned.get("event_name") and "event_name" not in self.errors:
            self.add_error("event_name", _("Write the name of the event."))
        return cleaned

    def save(self, commit: bool = True) -> Meeting:
        meeting = self.instance
        if self.cleaned_data["is_public"] == self.NO:
            token = answer_token("title", "event-name", meeting.title)
            meeting.text_answers = with_answers(
                meeting.text_answers, token, meeting.texts(), by=str(self.user), at=timezone.now()
            )
        return super().save(commit)


class DateForm(DateFields, OfMeeting):
    """When it was: a day, or where the record may stay without one, the month."""

    fields_template = "quality/_when_form.html"
    watched = ("date", "date_precision")

    def __init__(self, data: QueryDict | None = None, *, record: Any, **options) -> None:
        when, day = ("month", "") if record.is_month_only else ("day", record.date.day)
        start = {"when": when, "day": day, "month": record.date.month, "year": record.date.year}
        super().__init__(data, record=record, **options)
        self.initial.update(start)
        for name in ("end_day", "end_month", "end_year"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._clean_when(self.cleaned_data)
        end = self.instance.end_date
        if end and (self.instance.is_month_only or end < self.instance.date):
            text = _("Its last day is %s. Change both in the meeting.")
            self.add_error("day", text % date_format(end, "j F Y"))
        return self.cleaned_data


class DayForm(DateForm):
    fields_template = "quality/_day_form.html"

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["when"].choices = self.WHEN[:1]
        self.fields["when"].widget = forms.HiddenInput()
        self.initial["when"] = "day"


class LastDayForm(DateFields, OfMeeting):
    fields_template = "quality/_last_day_form.html"
    watched = ("date", "end_date")

    def __init__(self, data: QueryDict | None = None, *, record: Any, **options) -> None:
        end = record.end_date
        start = {"end_day": end.day, "end_month": end.month, "end_year": end.year}
        super().__init__(data, record=record, **options)
        self.initial.update(start)
        for name in ("when", "day", "month", "year"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._clean_end(self.cleaned_data)
        end = self.instance.end_date
        if end and end > self.instance.date + LONGEST_MEETING:
            self.add_error("end_day", _("That is more than 30 days. If it is right, skip it."))
        return self.cleaned_data


class CounterpartForm(CounterpartRowForm):
    fields_template = "quality/_counterpart_form.html"
    stamp = ""

    def __init__(
        self, data: QueryDict | None = None, *, record: Any, user: User, today: date
    ) -> None:
        self.record, self.user = record, user
        super().__init__(data, meeting=record, prefix="with", use_required_attribute=False)
        del self.fields["DELETE"]
        for name in ("who", "organisation"):
            self.fields[name].widget.attrs["list"] = "organisations"
        self.fields["who"].required = True
        self.fields["who"].error_messages["required"] = _("Write who it was with.")

    @property
    def offered(self) -> OrganisationQuerySet:
        return Organisation.objects.current().select_related("parent")[:300]

    @transaction.atomic
    def save(self) -> None:
        save_rows([self], self.record, self.record.location)
        renew(self.record)


class ConfirmedForm(RecordForm):
    last_confirmed = DayField(
        label=_("When were these confirmed?"), help_text=_("Like 6 March 2024.")
    )
    watched = ("last_confirmed", "email", "phone")

    class Meta:
        model = Person
        fields = ["last_confirmed"]

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["last_confirmed"].today = self.today
        self.initial["last_confirmed"] = self.today


class SourceForm(RecordForm):
    missing = _("Write where the email or phone number comes from.")

    class Meta:
        model = Person
        fields = ["source"]
        labels = {"source": _("Where this comes from")}
        help_texts = {"source": _("For example a business card, or a web page.")}


class OrganisationForm(RecordForm):
    """What is not certain of an organisation; saving it says that it is right now."""

    watched = ("to_confirm", "other_names", "location_id")

    class Meta:
        model = Organisation
        fields = ["other_names", "location"]
        widgets = {
            "other_names": forms.Textarea({"class": "input", "rows": 5}),
            "location": forms.Select({"class": "input"}),
        }

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.required = False  # what is right may be that there is none
        places = Location.objects.current() | Location.objects.filter(pk=self.instance.location_id)
        self.fields["location"].queryset = places.select_related("parent")
        self.fields["location"].empty_label = _("Not in one place")

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        """Store the values, and that nothing is left to confirm."""
        self.instance.to_confirm = ""
        return super().save(commit)


class BegunForm(RecordForm):
    started = DayField(label=_("From which day?"), help_text=_("Like 6 March 2024."))
    watched = ("started", "ended")

    class Meta:
        model = Appointment
        fields = ["started"]

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["started"].today = self.today

    def clean_started(self) -> date:
        day, end = self.cleaned_data["started"], self.instance.ended
        if end and day > end:
            raise forms.ValidationError(_("The last day can’t be before the first."))
        return day


class OverForm(forms.Form):
    fields_template = RecordForm.fields_template
    fields: dict[str, Any]
    post = forms.ChoiceField(
        label=_("Which one has ended?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which one has ended.")},
    )
    ended = DayField(label=_("What was the last day?"), help_text=_("Like 6 March 2024."))

    def __init__(
        self, data: QueryDict | None = None, *, record: Any, user: User, today: date
    ) -> None:
        super().__init__(data)
        self.posts = {
            str(post.pk): post for post in sorted(rivals(record, today), key=attrgetter("pk"))
        }
        self.stamp = stamp((pk, post.ended) for pk, post in self.posts.items())
        self.fields["post"].choices = [(pk, describe(post)) for pk, post in self.posts.items()]
        self.fields["ended"].today = today

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        post, ended = self.posts.get(cleaned.get("post", "")), cleaned.get("ended")
        if post and ended and post.started and ended < post.started:
            self.add_error("ended", _("The last day can’t be before the first."))
        return cleaned

    def save(self) -> None:
        post = self.posts[self.cleaned_data["post"]]
        post.ended = self.cleaned_data["ended"]
        post._change_reason = gettext("Data quality")  # type: ignore[attr-defined] # simple_history reads it
        post.store()


def describe(post: Appointment) -> str:
    since = gettext("since %s") % date_format(post.started, "j F Y") if post.started else ""
    return ", ".join(filter(None, (str(post.person), post.title, str(post.organisation), since)))


class DueForm(RecordForm):
    due = DayField(label=_("By when?"), help_text=_("Like 29 March 2024."))
    watched = ("due",)

    class Meta:
        model = ActionPoint
        fields = ["due"]

    def clean_due(self) -> date:
        if self.cleaned_data["due"] < self.instance.meeting.date:
            raise forms.ValidationError(_("Enter the day of the meeting, or one after it."))
        return self.cleaned_data["due"]

    @transaction.atomic
    def save(self, commit: bool = True) -> ActionPoint:
        renew(self.instance.meeting)
        return super().save(commit)


class CountyForm(RecordForm):
    watched = ("parent_id", "pcode")

    class Meta:
        model = Location
        fields = ["parent"]
        labels = {"parent": FIRST_LEVEL}
        widgets = {"parent": forms.Select({"class": "input"})}

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = Location.objects.counties()
        self.fields["parent"].empty_label = _("Choose one")

    def clean_parent(self) -> Location:
        county, pcode = self.cleaned_data["parent"], self.instance.pcode
        if pcode and county.pcode and not pcode.startswith(county.pcode):
            text = _("This %(first)s’s P-code is %(above)s, the %(second)s’s %(pcode)s.") % {
                "first": first_level().singular,
                "above": county.pcode,
                "second": second_level().singular,
                "pcode": pcode,
            }
            raise forms.ValidationError(text)
        return county
