"""The filters of the meetings list; the form owns the filtering, so page and export can't disagree."""

import re
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from engagements.forms.fields import select, text_input
from engagements.models import Meeting, MeetingKind, ThematicArea
from stakeholders.models import Location

NONE = "none"


@dataclass(frozen=True)
class Chip:
    """A filter in use: its words, and the query of the address without it."""

    words: str
    without: str


class SlugChoice(forms.ModelChoiceField):
    """An entry by its address or code; "none" means without one."""

    def to_python(self, value):
        """Return the entry, "none", or None."""
        return NONE if value == NONE else super().to_python(value)

    def validate(self, value):
        """Accept "none" as it is."""
        if value != NONE:
            super().validate(value)


def choice(queryset, label, key="code"):
    """Return a filter field over `queryset` whose address value is `key`."""
    return SlugChoice(
        queryset,
        label=label,
        required=False,
        to_field_name=key,
        empty_label=_("Any"),
        widget=select(),
    )


class MeetingFilterForm(forms.Form):
    """Words, month, kind, area, place, colleague, what is missing. A bad value is ignored and said."""

    q = forms.CharField(
        label=_("Find in these meetings"),
        required=False,
        max_length=200,
        widget=text_input(type="search"),
    )
    month = forms.CharField(label=_("Month"), required=False, max_length=7, widget=text_input())
    kind = choice(MeetingKind.objects.all(), _("Kind"))
    area = choice(ThematicArea.objects.all(), _("Thematic area"))
    place = choice(Location.objects.all(), _("Place"), "slug")
    organisation = forms.SlugField(required=False, widget=forms.HiddenInput)
    colleague = choice(User.objects.all(), _("Colleague"), "pk")
    gap = forms.ChoiceField(
        label=_("Needs detail"),
        required=False,
        choices=[
            ("", _("Any")),
            ("day", _("No exact day")),
            ("staff", _("No colleague")),
            ("area", _("No thematic area")),
            ("counterpart", _("No counterpart")),
        ],
        widget=select(),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Logged")), ("cancelled", _("Cancelled"))],
        widget=select(),
    )
    restricted = forms.ChoiceField(
        required=False, choices=[("", ""), ("no", ""), ("only", "")], widget=forms.HiddenInput
    )

    GAPS = {
        "day": Q(date_precision=Meeting.Precision.MONTH),
        "staff": Q(staff__isnull=True),
        "area": Q(thematic_areas__isnull=True),
        "counterpart": Q(counterparts__isnull=True),
    }

    def __init__(self, data, *, user):
        """`data` is the query of the address."""
        super().__init__(data)
        self.user = user
        self.fields["colleague"].queryset = User.objects.filter(
            attended_meetings__isnull=False
        ).distinct()
        self.is_valid()

    def clean_month(self):
        """Return (year, month), or None."""
        text = self.cleaned_data["month"]
        found = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not text:
            return None
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) == 0 or int(found[1]) == 9999:
            raise forms.ValidationError(_("“%s” is not a month.") % text)
        return int(found[1]), int(found[2])

    @property
    def ignored(self):
        """The labels of the filters whose value makes no sense, as a list."""
        return [str(self.fields[name].label or name) for name in self.errors]

    def filter(self, meetings):
        """Return those of `meetings` that the filters keep."""
        values = self.cleaned_data
        cancelled = values.get("status") == "cancelled"
        rows = meetings.filter(status="cancelled") if cancelled else meetings.logged()
        if values.get("month"):
            rows = rows.in_month(*values["month"])
        if values.get("kind"):
            rows = rows.filter(kind=None if values["kind"] == NONE else values["kind"])
        if values.get("area"):
            rows = rows.filter(thematic_areas=None if values["area"] == NONE else values["area"])
        if values.get("colleague"):
            rows = rows.filter(staff=None if values["colleague"] == NONE else values["colleague"])
        if values.get("organisation"):
            rows = rows.filter(organisations__slug=values["organisation"])
        if values.get("gap"):
            rows = rows.filter(self.GAPS[values["gap"]])
        if values.get("restricted"):
            wanted = "internal" if values["restricted"] == "no" else "restricted"
            rows = rows.filter(sensitivity=wanted)
        return self._in_place(rows).matching(values.get("q", ""), self.user)

    def _in_place(self, rows):
        """Keep what happened in the place, or in a place within it."""
        place = self.cleaned_data.get("place")
        if not place:
            return rows
        if place == NONE:
            return rows.filter(location=None)
        return rows.filter(
            Q(location=place) | Q(location__parent=place) | Q(location__parent__parent=place)
        )

    def chips(self):
        """Return a Chip for each filter in use, whose address leaves that filter out."""
        return [
            Chip(self._words(name, value), self._address_without(name))
            for name, value in self.cleaned_data.items()
            if value and not self.fields[name].widget.is_hidden
        ]

    def _words(self, name, value):
        field = self.fields[name]
        if name == "month":
            return date_format(date(*value, 1), "F Y")
        if value == NONE:
            return _("No %s") % field.label.lower()
        return dict(field.choices)[value] if name in ("gap", "status") else str(value)

    def _address_without(self, name):
        query = self.data.copy()
        for key in (name, "after", "before"):
            query.pop(key, None)
        return query.urlencode()
