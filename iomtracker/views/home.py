"""My work."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from engagements.models import FormDraft, Meeting
from iomtracker import work


@require_safe
def home(request):
    """My work: what needs the reader, what is not finished, what happened lately."""
    today, user = localdate(), request.user
    promises = list(work.promises_due(user, today)[: work.PROMISES_SHOWN + 1])
    visible = Meeting.objects.visible_to(user)
    month = work.latest_month(today)
    context = {
        "section": "home",
        "today": today,
        "promises": promises[: work.PROMISES_SHOWN],
        "more_promises": len(promises) > work.PROMISES_SHOWN,
        "gaps": work.meetings_with_gaps(user)[: work.GAPS_SHOWN],
        "drafts": visible.drafts_of(user).select_related("kind", "location"),
        "unfinished": FormDraft.objects.of(user),
        "latest": visible.logged().newest_first().for_list()[: work.LATEST_SHOWN],
        "reviews": work.reviews_to_sign(user, month, today),
        "month": month,
    }
    return render(request, "home.html", context)
