"""Every row of an import checked, some at a time, and shown with what it becomes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from intake.checking import check_some
from intake.models import Import, ImportRow
from intake.preview import first_tab, lines_of, summary, tabs_of
from intake.views.access import context_of, data_manager_only, open_import
from stakeholders.paging import page_of


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
    source.refresh_from_db(fields=["status"])
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
    states = ImportRow.State
    asked = request.GET.get("state")
    state = states(asked) if asked in states.values else first_tab(counts)
    rows = source.rows.visible_to(request.user).filter(state=state).select_related("meeting")
    page = page_of(rows, request.GET, order=("number",))
    context = context_of(
        source,
        "rows" if source.is_open else "store",
        counts=counts,
        state=state,
        tabs=tabs_of(counts, state),
        page=page,
        lines=lines_of(source, page.rows),
        summary=summary(counts, source.result),
        left_out=counts[states.WRONG] + counts[states.ASKED],
    )
    return render(request, "intake/import_detail.html", context)
