"""Months: all of them, and one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.forms.meeting_facets import MonthFacet
from engagements.models import Meeting
from reviews.building import build_report
from reviews.figures import Counts, count
from reviews.models import MonthlyReview
from reviews.rows import read_months
from reviews.spans import Span
from reviews.tables import list_query
from reviews.views.review import issue_context, review_context

SHOWN = 24
TAGS = {
    MonthlyReview.Status.DRAFT: "tag--warn",
    MonthlyReview.Status.RETURNED: "tag--bad",
    MonthlyReview.Status.SIGNED: "tag--ok",
}


@dataclass(frozen=True)
class MonthRow:
    """A month in the list: its counts, the latest issue of its review and the class of its tag."""

    period: Span
    counts: Counts
    review: MonthlyReview
    tag: str


def step(first, by):
    """Return the first day of a month `by` months on; None where the calendar ends."""
    index = first.year * 12 + first.month - 1 + by
    year, month = divmod(index, 12)
    return date(year, month + 1, 1) if 2 <= year <= 9998 else None


@require_safe
def month_list(request):
    """The months between the first and the last with a meeting, newest first, 24 a page."""
    meetings = Meeting.objects.visible_to(request.user).counted()
    days = meetings.aggregate(first=Min("date"), last=Max("date"))
    latest = days["last"] and days["last"].replace(day=1)
    until = MonthFacet.month(request.GET.get("until", "")) or latest
    months = months_between(days["first"], min(until, latest)) if latest else []
    shown, older = months[:SHOWN], months[SHOWN:]
    context = {
        "section": "months",
        "months": make_rows(meetings, shown, timezone.localdate()),
        "any": bool(latest),
        "older": older[0] if older else None,
        "is_latest": not latest or until >= latest,
        "years": [day.year for day in meetings.order_by().dates("date", "year", order="DESC")],
    }
    return render(request, "reviews/month_list.html", context)


def months_between(first, last):
    """Return the (year, month) of a page and one more, from that of `last` down to that of `first`."""
    months, day = [], last.replace(day=1)
    while day is not None and day >= first.replace(day=1) and len(months) <= SHOWN:
        months.append((day.year, day.month))
        day = step(day, -1)
    return months


def make_rows(meetings, months, today):
    """Return a MonthRow for each (year, month); those without meetings are shown."""
    if not months:
        return []
    found = read_months(meetings, months)
    reviews = MonthlyReview.objects.filter(month__in=[date(*key, 1) for key in months])
    latest = {r.month: r for r in reviews.select_related("signed_by").order_by("issue")}
    rows = []
    for key in months:
        first = date(*key, 1)
        review = latest.get(first) or MonthlyReview(month=first)
        counts = count(found[key], today)
        rows.append(MonthRow(Span(*key), counts, review, TAGS.get(review.status, "")))
    return rows


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
    logged = visible.logged().in_month(first.year, first.month)
    return {
        "section": "months",
        "period": Span(first.year, first.month),
        "review": review,
        "review_tag": TAGS.get(review.status, ""),
        "restricted_count": logged.restricted().count(),
        "restricted_query": list_query(first.year, first.month, restricted="only"),
        "is_future": first > timezone.localdate(),
        "began": records_began(visible),
        "previous": step(first, -1),
        "next": step(first, 1),
    }


def records_began(meetings):
    """Return the first day with a meeting that counts; None while there is none."""
    return meetings.counted().aggregate(first=Min("date"))["first"]
