"""Thematic areas and kinds of meeting: retired, never deleted."""

from django.contrib import admin

from accounts.admin_tables import Table, TableAdmin
from engagements.models import MeetingKind, MonthCounter, ThematicArea
from stakeholders.admin import MergeAdmin, merge_ticked
from toolkit.admin import HistoryAdmin, ReadOnlyAdmin, retire


class ThematicAreaTable(Table):
    class Meta(Table.Meta):
        model = ThematicArea
        fields = ("code", "name", "description", "position", "is_active")
        import_id_fields = ("code",)


class MeetingKindTable(Table):
    class Meta(Table.Meta):
        model = MeetingKind
        fields = (
            "code", "name", "name_plural", "described_as", "is_named", "involves_travel", "position", "is_active",
        )  # fmt: skip
        import_id_fields = ("code",)


@admin.register(ThematicArea)
class ThematicAreaAdmin(TableAdmin, MergeAdmin, HistoryAdmin):
    resource_classes = [ThematicAreaTable]
    list_display = ["name", "description", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "description", "code"]
    readonly_fields = ["merged_into"]
    actions = [merge_ticked, retire]


@admin.register(MeetingKind)
class MeetingKindAdmin(TableAdmin, HistoryAdmin):
    resource_classes = [MeetingKindTable]
    list_display = ["name", "described_as", "involves_travel", "code", "position", "is_active"]
    list_filter = ["is_active", "described_as"]
    search_fields = ["name", "name_plural", "code"]
    actions = [retire]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(MonthCounter)
class MonthCounterAdmin(ReadOnlyAdmin):
    """The last reference given in each month; a changed one would be given twice."""

    list_display = ["month", "last"]
    date_hierarchy = "month"
