"""Monthly reviews, for looking things up; signing has its own page."""

from django.contrib import admin

from accounts.admin_base import HistoryAdmin
from reviews.models import MonthlyReview


@admin.register(MonthlyReview)
class MonthlyReviewAdmin(HistoryAdmin):
    """The text of a draft can be corrected, as a new version; what is signed never changes."""

    list_display = ["__str__", "issue", "status", "signed_by", "signed_at"]
    list_filter = ["status"]
    list_select_related = ["signed_by"]
    date_hierarchy = "month"
    search_fields = ["narrative"]
    readonly_fields = [
        "status", "comment", "submitted_by", "submitted_at", "signed_by", "signed_at"
    ]  # fmt: skip

    def has_add_permission(self, request):
        """Refuse: an issue begins on the page of its month, one after the other."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """The month and issue are chosen once."""
        return [*self.readonly_fields, "month", "issue"] if obj else self.readonly_fields

    def has_change_permission(self, request, obj=None):
        """Refuse what is signed."""
        if obj is not None and obj.status == MonthlyReview.Status.SIGNED:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """Store it as a new version, so that whoever is editing its text is told."""
        obj.version += 1
        super().save_model(request, obj, form, change)
