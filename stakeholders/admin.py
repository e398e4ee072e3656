"""Places, kinds of organisation and posts, kept by the data manager; organisations and people: profiles/admin.py."""

from django.contrib import admin

from accounts.admin_tables import TableAdmin
from stakeholders import admin_tables
from stakeholders.admin_merging import MergeAdmin, merge_ticked
from stakeholders.models import Appointment, Location, Organisation, OrganisationKind, Person
from toolkit.admin import HistoryAdmin, OfficeAdmin, retire


class AppointmentInline(admin.StackedInline):
    model = Appointment
    extra = 0
    fields = ["person", "organisation", "title", "started", "ended", "is_acting"]
    autocomplete_fields = ["person", "organisation"]
    show_change_link = True

    def has_delete_permission(self, request, obj=None):
        """Refuse: a post that is over gets a last day."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation__parent")


@admin.register(Location)
class LocationAdmin(TableAdmin, MergeAdmin, HistoryAdmin):
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
    resource_classes = [admin_tables.OrganisationKindTable]
    list_display = ["name", "name_plural", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "name_plural", "code"]
    actions = [retire]


@admin.register(Appointment)
class AppointmentAdmin(TableAdmin, HistoryAdmin):
    resource_classes = [admin_tables.AppointmentTable]
    list_display = ["person", "title", "organisation", "started", "ended", "is_acting"]
    list_filter = ["is_acting", ("ended", admin.EmptyFieldListFilter), "organisation__kind"]
    list_select_related = ["person", "organisation__parent"]
    date_hierarchy = "started"
    search_fields = ["title"]
    autocomplete_fields = ["person", "organisation"]

    def get_search_results(self, request, queryset, search_term):
        people = Person.objects.matching(search_term)
        organisations = Organisation.objects.matching(search_term)
        by_title, _duplicates = super().get_search_results(request, queryset, search_term)
        return queryset.filter(person__in=people) | queryset.filter(
            organisation__in=organisations
        ) | by_title, False
