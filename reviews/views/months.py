"""Months: all of them, and one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Meeting
from reviews.building import build_report
from reviews.models import MonthlyReview
from reviews.tables import list_query

TAGS = {
    MonthlyReview.Status.DRAFT: "tag--warn",
    MonthlyReview.Status.RETURNED: "tag--bad",
    MonthlyReview.Status.SIGNED: "tag--ok",
}


@dataclass(frozen=True)
class MonthRow:
    """A month in the list, with its counts."""

    first: date
    meetings: int
    organisations: int


def step(first, by):
    """Return the first day of a month `by` months on; None where the calendar ends."""
    index = first.year * 12 + first.month - 1 + by
    year, month = divmod(index, 12)
    return date(year, month + 1, 1) if 2 <= year <= 9998 else None


@require_safe
def month_list(request):
    """All months between the first and the last with a meeting, newest first."""
    counted = (
        Meeting.objects.visible_to(request.user)
        .counted()
        .order_by()
        .annotate(first=TruncMonth("date"))
        .values("first")
        .annotate(
            meetings=Count("pk", distinct=True),
            organisations=Count("counterparts__organisation", distinct=True),
        )
    )
    months = make_months({row["first"]: row for row in counted})
    return render(request, "reviews/month_list.html", {"section": "months", "months": months})


def make_months(found):
    """Return a row for each month, newest first; those without meetings are shown."""
    months = []
    first = max(found, default=None)
    while first is not None and first >= min(found):
        row = found.get(first, {"meetings": 0, "organisations": 0})
        months.append(MonthRow(first, row["meetings"], row["organisations"]))
        first = step(first, -1)
    return months


@require_safe
def month_detail(request, year, month):
    """One month: the same for every reader."""
    first = date(year, month, 1)
    visible = Meeting.objects.visible_to(request.user)
    review = MonthlyReview.objects.filter(month=first).select_related("signed_by").first()
    today, by = timezone.localdate(), request.GET.get("by")
    report = build_report(year, month, today=today, by=by, review=review)
    review = review or MonthlyReview(month=first)
    restricted = visible.logged().in_month(year, month).exclude(pk__in=visible.unrestricted())
    context = {
        "section": "months",
        "report": report,
        "summary": report.summary,
        "review": review,
        "review_tag": TAGS.get(review.status, ""),
        "restricted_count": restricted.count(),
        "restricted_query": list_query(year, month, restricted="only"),
        "previous": step(first, -1),
        "next": step(first, 1),
    }
    return render(request, "reviews/month_detail.html", context)
