"""Organisations and people, with when they were met, kept clean by the data manager."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import SignedInRequest
from accounts.admin_tables import TableAdmin
from profiles.history import with_contact
from stakeholders.admin import (
    AppointmentInline,
    MergeAdmin,
    OrganisationForm,
    OrganisationTable,
    PersonForm,
    PersonTable,
    merge_ticked,
)
from stakeholders.models import Location, Organisation, Person
from toolkit.admin import HistoryAdmin, autocomplete, bulk_set, retire


class PlaceForm(forms.Form):
    location = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        widget=autocomplete(Organisation, "location", admin.site),
    )


@admin.action(description=_("Set the place"), permissions=["change"])
def set_place(
    modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: models.QuerySet
) -> HttpResponse | None:
    def change(row: Organisation, data: dict[str, Any]) -> None:
        row.location = data["location"]
        row.store()

    return bulk_set(modeladmin, request, queryset, set_place, PlaceForm, change)


MOST_POSTS = 20  # that are changed on the page of whoever has them: each is a form of its own
POSTED = "appointments-TOTAL_FORMS"


class WithContactAdmin(HistoryAdmin):
    """With when somebody was met, in the list, and with their posts; many posts have a list of their own."""

    post_field = ""  # of a post, that leads here

    def get_queryset(self, request: SignedInRequest) -> models.QuerySet:  # type: ignore[override] # behind sign-in
        rows = super().get_queryset(request)
        found = request.resolver_match
        is_list = found is not None and (found.url_name or "").endswith("_changelist")
        return with_contact(rows, request.user) if is_list else rows

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Return the posts unless they are many; those that were sent are stored, however many there are by now."""
        is_sent = request.method == "POST"
        shown = POSTED in request.POST if is_sent else not self._has_many_posts(obj)
        return [AppointmentInline] if shown else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return [*fields, "all_posts"] if self._has_many_posts(obj) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "all_posts"]

    def _has_many_posts(self, obj: Any) -> bool:
        if obj is None or obj.pk is None:
            return False
        if not hasattr(obj, "post_count"):
            obj.post_count = obj.appointments.count()
        return obj.post_count > MOST_POSTS

    @admin.display(description=_("posts"))
    def all_posts(self, row: Any) -> str:
        """Lead to the list of the posts, in pages, and to a new one."""
        return format_html(
            '<a href="{}?{}__id__exact={}">{}</a>, <a href="{}?{}={}">{}</a>',
            reverse("admin:stakeholders_appointment_changelist"), self.post_field, row.pk,
            gettext("See and change %(count)d posts") % {"count": row.post_count},
            reverse("admin:stakeholders_appointment_add"), self.post_field, row.pk,
            gettext("add one"),
        )  # fmt: skip

    def view_on_site(self, obj: Organisation) -> str:
        """Return the address of the record's page, which checks who reads."""
        return obj.get_absolute_url()

    @admin.display(description=_("meetings"), ordering="meeting_count")
    def meeting_count(self, row: Any) -> int:
        return row.meeting_count

    @admin.display(description=_("last met"), ordering="last_met")
    def last_met(self, row: Any) -> date | None:
        return row.last_met


@admin.register(Organisation)
class OrganisationAdmin(TableAdmin, MergeAdmin, WithContactAdmin):
    resource_classes = [OrganisationTable]
    form = OrganisationForm
    list_display = [
        "whole_name", "kind", "location", "focal_point", "meeting_count", "last_met", "is_active",
    ]  # fmt: skip
    list_filter = [
        "is_active",
        "kind",
        ("location", admin.EmptyFieldListFilter),
        ("merged_into", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name"]
    autocomplete_fields = ["location", "parent", "focal_point"]
    readonly_fields = ["slug", "merged_into"]
    fields = [
        ("name", "short_name"),
        "takes_the",
        "other_names",
        ("kind", "parent"),
        ("location", "website"),
        "notes",
        "seats",
        "to_confirm",
        ("focal_point", "contact_every"),
        "is_active",
        ("slug", "merged_into"),
    ]
    formfield_overrides = {
        **HistoryAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    post_field = "organisation"
    actions = [merge_ticked, set_place, retire]

    @admin.display(description=_("name"), ordering="sort_key")
    def whole_name(self, row: Organisation) -> str:
        """Return the name with what the organisation is a unit of, and its short name."""
        return f"{row} ({row.short_name})" if row.short_name else str(row)

    def get_queryset(self, request: SignedInRequest) -> models.QuerySet:  # type: ignore[override] # behind sign-in
        rows = super().get_queryset(request)
        return rows.select_related("kind", "parent__parent", "location", "focal_point")


@admin.register(Person)
class PersonAdmin(TableAdmin, MergeAdmin, WithContactAdmin):
    resource_classes = [PersonTable]
    form = PersonForm
    list_display = [
        "whole_name", "email", "source", "last_confirmed", "meeting_count", "last_met",
    ]  # fmt: skip
    list_filter = [
        (name, admin.EmptyFieldListFilter)
        for name in ("email", "source", "merged_into", "anonymised_at")
    ]
    date_hierarchy = "last_confirmed"
    search_fields = ["full_name"]
    readonly_fields = ["anonymised_at", "merged_into"]
    fields = [
        ("honorific", "full_name"),
        "other_names",
        ("email", "phone"),
        ("source", "last_confirmed"),
        "notes",
        ("anonymised_at", "merged_into"),
    ]
    post_field = "person"
    actions = [merge_ticked]

    @admin.display(description=_("name"), ordering="sort_key")
    def whole_name(self, row: Person) -> str:
        return str(row)
