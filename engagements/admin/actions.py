"""Changes to several meetings at once, each with its history and a new version."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.models import Meeting, ThematicArea
from engagements.models.meeting import renew
from stakeholders.models import Location
from toolkit.admin import autocomplete, bulk_set


class PlaceForm(forms.Form):
    location = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        widget=autocomplete(Meeting, "location", admin.site),
    )


class AreaForm(forms.Form):
    area = forms.ModelChoiceField(ThematicArea.objects.current(), label=_("Thematic area"))
    only = forms.BooleanField(label=_("Remove the other areas"), required=False)


@admin.action(description=_("Set the place"), permissions=["change"])
def set_place(modeladmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    def change(meeting, data):
        meeting.location = data["location"]
        meeting.version += 1
        meeting.store()

    return bulk_set(modeladmin, request, queryset, set_place, PlaceForm, change)


@admin.action(description=_("Set the thematic area"), permissions=["change"])
def set_area(modeladmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    def change(meeting, data):
        if data["only"]:
            meeting.thematic_areas.set([data["area"]])
        else:
            meeting.thematic_areas.add(data["area"])
        renew(meeting)

    return bulk_set(modeladmin, request, queryset, set_area, AreaForm, change)


@admin.action(description=_("Retire: cancel, out of all figures"), permissions=["change"])
def cancel(modeladmin, request: HttpRequest, queryset: QuerySet) -> None:
    with transaction.atomic():
        meetings = list(queryset.exclude(status=Meeting.Status.CANCELLED))
        for meeting in meetings:
            meeting.set_status(Meeting.Status.CANCELLED)
    number = len(meetings)
    text = ngettext("%d meeting cancelled.", "%d meetings cancelled.", number) % number
    modeladmin.message_user(request, text, messages.SUCCESS)
