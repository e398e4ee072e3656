"""Monthly reviews, for looking things up; signing has its own page."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from reviews.models import MonthlyReview
from reviews.signature.withheld_meetings import hidden_from
from toolkit.admin import HistoryAdmin


@admin.register(MonthlyReview)
class MonthlyReviewAdmin(HistoryAdmin):
    list_display = ["__str__", "issue", "status", "signed_by", "signed_at"]
    list_filter = ["status"]
    list_select_related = ["signed_by"]
    date_hierarchy = "month"
    search_fields = ["text"]  # by the queryset's `matching`
    readonly_fields = ["plain_text"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: MonthlyReview | None = None
    ) -> list[str] | tuple[str, ...] | tuple[()]:
        """Leave the text out where it rests on a meeting that the reader may not read."""
        fields = super().get_readonly_fields(request, obj)
        if obj and isinstance(request.user, User) and hidden_from(request.user, obj.references):
            return [name for name in fields if name != "plain_text"]
        return fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an issue begins on the page of its month, one after the other."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: MonthlyReview | None = None) -> bool:
        """Refuse: the text has a page of its own, with versions and a lock."""
        return False
