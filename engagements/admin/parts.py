"""Counterparts, attendances, action points and files on pages of their own."""

from django.contrib import admin

from engagements.admin.access import PartAccess, PartAdmin
from engagements.admin.forms import AttendanceForm, OnceFormSet
from engagements.models import ActionPoint, Attachment, Attendance, Counterpart


class KeptInline(admin.StackedInline):
    """Parts below a record, never deleted here; stacked, so that each box has its label."""

    extra = 0
    show_change_link = True

    def has_delete_permission(self, request, obj=None):
        """Refuse."""
        return False


class SpokespersonInline(KeptInline):
    """Who spoke for the counterpart."""

    model = Attendance
    fk_name = "counterpart"
    form = AttendanceForm
    formset = OnceFormSet
    fields = ["person", "title", "organisation_name"]
    autocomplete_fields = ["person"]


@admin.register(Counterpart)
class CounterpartAdmin(PartAdmin):
    """Organisations that took part, with the people who spoke for them."""

    list_display = ["organisation", "meeting", "people_count", "group_label"]
    list_filter = [("people_count", admin.EmptyFieldListFilter), "organisation__kind"]
    date_hierarchy = "meeting__date"
    search_fields = ["group_label"]
    autocomplete_fields = ["meeting", "organisation"]
    inlines = [SpokespersonInline]

    def get_queryset(self, request):
        """Return counterparts with what their name and columns show."""
        return super().get_queryset(request).select_related("organisation__parent", "meeting")


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    """People at meetings."""

    form = AttendanceForm
    meeting_field = "counterpart"
    list_display = ["person", "title", "organisation_name", "meeting"]
    list_filter = [("title", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "meeting"]
    date_hierarchy = "meeting__date"
    search_fields = ["title", "organisation_name"]
    autocomplete_fields = ["counterpart", "person"]


@admin.register(ActionPoint)
class ActionPointAdmin(PartAdmin):
    """What was promised."""

    list_display = ["text", "promised_by", "owner", "organisation", "due", "status", "meeting"]
    list_filter = ["status", "promised_by", ("due", admin.EmptyFieldListFilter)]
    list_select_related = ["owner", "organisation__parent", "meeting"]
    date_hierarchy = "due"
    search_fields = ["text", "outcome"]
    autocomplete_fields = ["meeting", "owner", "organisation", "closed_by"]


@admin.register(Attachment)
class AttachmentAdmin(PartAccess):
    """Files, for looking up only; they are read through the meeting's page, which checks who reads."""

    list_display = [
        "original_name",
        "meeting",
        "size",
        "content_type",
        "uploaded_by",
        "uploaded_at",
    ]
    list_filter = ["content_type"]
    list_select_related = ["meeting", "uploaded_by"]
    date_hierarchy = "uploaded_at"
    search_fields = ["original_name"]
    fields = ["meeting", "original_name", "size", "content_type", "uploaded_by", "uploaded_at"]

    def has_add_permission(self, request):
        """Refuse: files are added in the meeting's form, which checks them."""
        return False

    def has_change_permission(self, request, obj=None):
        """Refuse."""
        return False
