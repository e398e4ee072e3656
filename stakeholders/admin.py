"""Places, organisations, people and their posts, kept clean by the data manager."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.admin_tables import TableAdmin
from stakeholders import admin_tables
from stakeholders.admin_merging import MergeAdmin, merge_ticked
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.admin import HistoryAdmin, OfficeAdmin, autocomplete, bulk_set, retire


class PlaceForm(forms.Form):
    """Which place to set for several records."""

    location = forms.ModelChoiceField(
        Location.objects.current(),
        label=_("Place"),
        widget=autocomplete(Organisation, "location", admin.site),
    )


@admin.action(description=_("Set the place"), permissions=["change"])
def set_place(modeladmin, request, queryset):
    """Set one place for the chosen organisations."""

    def change(row, data):
        row.location = data["location"]
        row.save()

    return bulk_set(
        modeladmin,
        request,
        queryset,
        form_class=PlaceForm,
        action="set_place",
        title=_("Set the place"),
        change=change,
    )


class AppointmentInline(admin.StackedInline):
    """The posts, on the page of the person or of the organisation."""

    model = Appointment
    extra = 0
    fields = ["person", "organisation", "title", "started", "ended", "is_acting"]
    autocomplete_fields = ["person", "organisation"]
    show_change_link = True

    def has_delete_permission(self, request, obj=None):
        """Refuse: a post that is over gets a last day."""
        return False

    def get_queryset(self, request):
        """Return posts with both sides, in one query."""
        return super().get_queryset(request).select_related("person", "organisation__parent")


@admin.register(Location)
class LocationAdmin(TableAdmin, MergeAdmin, HistoryAdmin):
    """Places: retired when no longer used."""

    resource_classes = [admin_tables.LocationTable]
    list_display = [
        "__str__",
        "name_sq",
        "level",
        "parent",
        "pcode",
        "latitude",
        "longitude",
        "is_active",
    ]
    list_filter = ["level", "is_active", "position_is_approximate"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["merged_into"]
    prepopulated_fields = {"slug": ["name"]}
    actions = [merge_ticked, retire]


@admin.register(OrganisationKind)
class OrganisationKindAdmin(TableAdmin, OfficeAdmin):
    """The list of kinds of organisation."""

    resource_classes = [admin_tables.OrganisationKindTable]
    list_display = ["name", "name_plural", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "name_plural", "code"]
    actions = [retire]


class WithContactAdmin(HistoryAdmin):
    """Rows with the number of meetings that the reader may see."""

    def get_queryset(self, request):
        """Add the last meeting and how many there were, over what the user may see."""
        return super().get_queryset(request).with_contact(request.user)

    def view_on_site(self, obj):
        """Return the address of the record's page, which checks who reads."""
        return obj.get_absolute_url()

    @admin.display(description=_("meetings"), ordering="meeting_count")
    def meeting_count(self, row):
        """How many meetings."""
        return row.meeting_count

    @admin.display(description=_("last met"), ordering="last_met")
    def last_met(self, row):
        """The date of the last meeting, or nothing."""
        return row.last_met


@admin.register(Organisation)
class OrganisationAdmin(TableAdmin, MergeAdmin, WithContactAdmin):
    """Organisations and their units."""

    resource_classes = [admin_tables.OrganisationTable]
    list_display = [
        "name", "short_name", "kind", "parent", "location", "focal_point", "meeting_count", "last_met", "is_active",
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
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [AppointmentInline]
    actions = [merge_ticked, set_place, retire]

    def get_queryset(self, request):
        """Return organisations with what their name and columns show."""
        rows = super().get_queryset(request)
        return rows.select_related("kind", "parent__parent", "location", "focal_point")


@admin.register(Person)
class PersonAdmin(TableAdmin, MergeAdmin, WithContactAdmin):
    """People; posts are rows below."""

    resource_classes = [admin_tables.PersonTable]
    list_display = [
        "full_name",
        "honorific",
        "email",
        "phone",
        "source",
        "last_confirmed",
        "meeting_count",
        "last_met",
    ]
    list_filter = [
        ("email", admin.EmptyFieldListFilter),
        ("source", admin.EmptyFieldListFilter),
        ("merged_into", admin.EmptyFieldListFilter),
        ("anonymised_at", admin.EmptyFieldListFilter),
    ]
    date_hierarchy = "last_confirmed"
    search_fields = ["full_name"]
    readonly_fields = ["anonymised_at", "merged_into"]
    inlines = [AppointmentInline]
    actions = [merge_ticked]


@admin.register(Appointment)
class AppointmentAdmin(TableAdmin, HistoryAdmin):
    """Posts; one that is over gets a last day."""

    resource_classes = [admin_tables.AppointmentTable]
    list_display = ["person", "title", "organisation", "started", "ended", "is_acting"]
    list_filter = ["is_acting", ("ended", admin.EmptyFieldListFilter), "organisation__kind"]
    list_select_related = ["person", "organisation__parent"]
    date_hierarchy = "started"
    search_fields = ["title"]
    autocomplete_fields = ["person", "organisation"]

    def get_search_results(self, request, queryset, search_term):
        """Find by the person's or the organisation's folded names, or by the title."""
        people = Person.objects.matching(search_term)
        organisations = Organisation.objects.matching(search_term)
        by_title, _duplicates = super().get_search_results(request, queryset, search_term)
        return queryset.filter(person__in=people) | queryset.filter(
            organisation__in=organisations
        ) | by_title, False
