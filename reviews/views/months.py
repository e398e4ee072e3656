"""Months: all of them, and one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Meeting
from reviews.building import build_report
from reviews.models import MonthlyReview
from reviews.tables import list_query
from reviews.views.review import issue_context, review_context

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
    """One month: the same for every reader; once signed, as it was signed."""
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    today, by = timezone.localdate(), request.GET.get("by")
    report = build_report(year, month, today=today, by=by, review=review)
    context = {
        "report": report,
        "summary": report.summary,
        **month_context(request.user, review),
        **review_context(request.user, review, report),
    }
    return render(request, "reviews/month_detail.html", context)


@require_safe
def issue_detail(request, year, month, issue):
    """An earlier signed issue, as it was signed; the latest one is the month itself."""
    review = MonthlyReview.objects.latest_of(date(year, month, 1))
    if issue == review.issue:
        return redirect(review)
    review = get_object_or_404(review.others(), issue=issue)
    context = month_context(request.user, review) | issue_context(review)
    return render(request, "reviews/month_detail.html", context)


def month_context(user, review):
    """Return what the page of a month shows beside its report."""
    first = review.month
    visible = Meeting.objects.visible_to(user)
    counted = visible.logged().in_month(first.year, first.month)
    return {
        "section": "months",
        "review": review,
        "review_tag": TAGS.get(review.status, ""),
        "restricted_count": counted.exclude(pk__in=visible.unrestricted()).count(),
        "restricted_query": list_query(first.year, first.month, restricted="only"),
        "previous": step(first, -1),
        "next": step(first, 1),
    }
