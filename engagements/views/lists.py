"""The list of meetings, and the same list as a file."""

from datetime import timedelta

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.downloads import FORMATS, download
from engagements.downloads import columns_for, read_rows
from engagements.forms import MeetingFilterForm
from engagements.forms.sorting import SORTS, in_order
from engagements.models import Meeting
from engagements.models.months import month_range
from stakeholders.paging import page_of


@require_safe
def meeting_list(request):
    """What happened: filters with counts, 50 a page."""
    filters = MeetingFilterForm(request.GET, user=request.user)
    meetings = Meeting.objects.visible_to(request.user)
    rows = filters.filter(meetings)
    ordered, order = in_order(rows.for_list(), filters.sort)
    groups = filters.groups(meetings)
    context = {
        "section": "meetings",
        "filters": filters,
        "groups": groups,
        "kept_apart": filters.kept_apart(groups),
        "page": page_of(ordered, request.GET, order=order),
        "sorts": SORTS.items(),
        **rows.aggregate(
            total=Count("pk"), restricted_count=Count("pk", filter=Q(sensitivity="restricted"))
        ),
    }
    return render(request, "engagements/meeting_list.html", {**context, **_month_pager(filters)})


@require_GET
def meeting_download(request, file_format):
    """The meetings of the list, in its order, as CSV or Excel; restricted ones never leave the site."""
    if file_format not in FORMATS:
        raise Http404
    filters = MeetingFilterForm(request.GET, user=request.user)
    meetings = Meeting.objects.visible_to(request.user).unrestricted()
    rows, _order = in_order(filters.filter(meetings), filters.sort)
    today = timezone.localdate().isoformat()
    return download(
        request.user,
        file_format,
        name=f"meetings-{filters.month:%Y-%m}" if filters.month else f"meetings-{today}",
        what=_("Meetings"),
        columns=columns_for(request.user),
        rows=read_rows(rows),
        count=rows.count(),
        filters=filters.on_record(),
    )


def _month_pager(filters):
    """Return the months before and after the one filtered by."""
    first = filters.month
    if not first:
        return {}
    before = (first - timedelta(days=1)).replace(day=1)
    _first, after = month_range(first.year, first.month)
    return {"this_month": first, "month_before": before, "month_after": after}
