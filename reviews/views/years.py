"""A year: twelve months side by side."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Meeting
from reviews.spans import Span
from reviews.years import make_year


@require_safe
def year_detail(request, year):
    """One year: the same for every reader."""
    today = timezone.localdate()
    found = make_year(Meeting.objects.visible_to(request.user), year, today)
    context = {
        "section": "months",
        "year": found,
        "period": found.period,
        "previous": Span(year - 1) if year > 2 else None,
        "next": Span(year + 1) if year < 9998 else None,
        "is_future": year > today.year,
    }
    return render(request, "reviews/year_detail.html", context)
