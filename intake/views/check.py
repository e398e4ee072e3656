"""Every row of an import checked, some at a time, and shown with what it becomes."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.guards import data_manager_only
from intake.checking import check_some
from intake.models import Import
from intake.preview import lines_of, summary
from intake.views.access import context_of, open_import, rows_context, vanished


@open_import
def import_check(request, source):
    """Check rows for some seconds, say how far it is, and come back by itself until all are checked.

    The page asks for itself again with a plain refresh: what it does is only work out what the rows
    say, so asking twice, or leaving, does no harm.
    """
    if source.status == Import.Status.UPLOADED and not source.is_busy:
        return redirect("import_columns", source.pk)
    waiting = check_some(source, timezone.localdate())
    total = source.rows.count()
    try:
        source.refresh_from_db(fields=["status"])
    except Import.DoesNotExist:
        return vanished(request)
    if source.status == Import.Status.CHECKED:
        return redirect(source)
    context = context_of(source, "rows", total=total, done=total - waiting)
    return render(request, "intake/import_check.html", context)


@data_manager_only
def import_detail(request, pk):
    """What each row becomes, or became; while steps are missing, the next one."""
    source = get_object_or_404(Import.objects.select_related("created_by", "mapping"), pk=pk)
    if source.is_contacts:
        return redirect(source)
    if source.status == Import.Status.UPLOADED:
        return redirect("import_sheet", source.pk)
    if source.status == Import.Status.CHECKING:
        return redirect("import_check", source.pk)
    counts = source.counts(request.user)
    rows = source.rows.visible_to(request.user).select_related("meeting")
    lines = partial(lines_of, source)
    context = rows_context(request, source, rows, counts, lines)
    context["summary"] = summary(counts, source.result)
    return render(request, "intake/import_detail.html", context)
