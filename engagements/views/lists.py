"""The list of meetings."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagements.forms import MeetingFilterForm
from engagements.models import Meeting
from stakeholders.paging import page_of


@require_safe
def meeting_list(request):
    """What happened: filters, newest first, 50 a page."""
    form = MeetingFilterForm(request.GET, user=request.user)
    rows = form.filter(Meeting.objects.visible_to(request.user))
    page = page_of(rows.for_list(), request.GET, order=("-date", "date_precision", "-pk"))
    context = {
        "section": "meetings",
        "form": form,
        "page": page,
        "total": rows.count(),
        "chips": form.chips(),
    }
    return render(request, "engagements/meeting_list.html", {**context, **_month_pager(form)})


def _month_pager(form):
    """Return the months before and after the one filtered by."""
    if not form.cleaned_data.get("month"):
        return {}
    year, month = form.cleaned_data["month"]
    before = date(year - (month == 1), (month - 2) % 12 + 1, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return {"this_month": date(year, month, 1), "month_before": before, "month_after": after}
