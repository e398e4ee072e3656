"""The one missing or odd value of a person, a post, an action point or a place."""

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.admin.access import renew
from engagements.models import ActionPoint
from iomtracker.quality.odd import rivals
from iomtracker.quality.record_form import PLAIN, RecordForm, stamp
from stakeholders.forms.fields import DayField
from stakeholders.models import Appointment, Location, Person


class ConfirmedForm(RecordForm):
    """The day on which the contact data were found to be right."""

    last_confirmed = DayField(
        label=_("When were these found to be right?"), help_text=_("Like 6 March 2024.")
    )
    watched = ("last_confirmed", "email", "phone")

    class Meta:
        model = Person
        fields = ["last_confirmed"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["last_confirmed"].today = self.today
        self.initial["last_confirmed"] = self.today


class SourceForm(RecordForm):
    """Where the contact data come from."""

    class Meta:
        model = Person
        fields = ["source"]
        labels = {"source": _("Where this comes from")}
        help_texts = {"source": _("For example a business card, or a web page.")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["source"].required = True
        self.fields["source"].error_messages["required"] = _(
            "Say where the email or phone comes from."
        )


class BegunForm(RecordForm):
    """Since when a post is held."""

    started = DayField(label=_("From which day?"), help_text=_("Like 6 March 2024."))
    watched = ("started", "ended")

    class Meta:
        model = Appointment
        fields = ["started"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["started"].today = self.today

    def clean_started(self):
        """Refuse a first day after the last."""
        day, end = self.cleaned_data["started"], self.instance.ended
        if end and day > end:
            raise forms.ValidationError(_("The last day can’t be before the first."))
        return day


class OverForm(forms.Form):
    """Which of several posts is over, and since when."""

    fields_template = PLAIN
    post = forms.ChoiceField(
        label=_("Which one is over?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which one is over.")},
    )
    ended = DayField(label=_("What was the last day?"), help_text=_("Like 6 March 2024."))

    def __init__(self, data=None, *, record, user, today):
        super().__init__(data)
        self.posts = {str(post.pk): post for post in sorted(rivals(record, today), key=_by_pk)}
        self.stamp = stamp((pk, post.ended) for pk, post in self.posts.items())
        self.fields["post"].choices = [(pk, said(post)) for pk, post in self.posts.items()]
        self.fields["ended"].today = today

    def clean(self):
        """Refuse a last day before the first."""
        cleaned = super().clean()
        post, ended = self.posts.get(cleaned.get("post")), cleaned.get("ended")
        if post and ended and post.started and ended < post.started:
            self.add_error("ended", _("The last day can’t be before the first."))
        return cleaned

    def save(self):
        """End the post that was chosen."""
        post = self.posts[self.cleaned_data["post"]]
        post.ended = self.cleaned_data["ended"]
        post._change_reason = gettext("Data quality")
        post.save()


def _by_pk(post):
    return post.pk


def said(post):
    """Return a post in words: who, what, where, since when."""
    text = f"{post.person}, {post.title}, {post.organisation}"
    if not post.started:
        return text
    since = gettext("since %s") % date_format(post.started, "j F Y")
    return f"{text}, {since}"


class DueForm(RecordForm):
    """By when an action point is to be done."""

    due = DayField(label=_("By when?"), help_text=_("Like 29 March 2024."))
    watched = ("due",)

    class Meta:
        model = ActionPoint
        fields = ["due"]

    def clean_due(self):
        """Refuse a day before the meeting."""
        if self.cleaned_data["due"] < self.instance.meeting.date:
            raise forms.ValidationError(_("Enter the day of the meeting, or one after it."))
        return self.cleaned_data["due"]

    @transaction.atomic
    def save(self):
        """Store the day; the meeting becomes a new version."""
        super().save()
        renew(self.instance.meeting)


class CountyForm(RecordForm):
    """The county that a municipality is in."""

    watched = ("parent_id", "pcode")

    class Meta:
        model = Location
        fields = ["parent"]
        labels = {"parent": _("County")}
        widgets = {"parent": forms.Select({"class": "input"})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["parent"].required = True
        self.fields["parent"].queryset = Location.objects.counties()
        self.fields["parent"].empty_label = _("Choose a county")

    def clean_parent(self):
        """Refuse a county whose P-code says otherwise."""
        county, pcode = self.cleaned_data["parent"], self.instance.pcode
        if pcode and county.pcode and not pcode.startswith(county.pcode):
            text = _("This county’s P-code is %(county)s, the municipality’s %(pcode)s.")
            raise forms.ValidationError(text % {"county": county.pcode, "pcode": pcode})
        return county
