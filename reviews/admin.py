"""Monthly reviews, for looking things up; signing has its own page."""

from django.contrib import admin
from django.http import HttpRequest

from reviews.models import MonthlyReview
from toolkit.admin import HistoryAdmin


@admin.register(MonthlyReview)
class MonthlyReviewAdmin(HistoryAdmin):
    list_display = ["__str__", "issue", "status", "signed_by", "signed_at"]
    list_filter = ["status"]
    list_select_related = ["signed_by"]
    date_hierarchy = "month"
    search_fields = ["text"]  # by the queryset's `matching`
    readonly_fields = ["plain_text"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an issue begins on the page of its month, one after the other."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: MonthlyReview | None = None) -> bool:
        """Refuse: the text has a page of its own, with versions and a lock."""
        return False
