"""What a register leaves open, put right in the preview: names that are asked about, cells of a row."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.arranging import plans_of
from intake.asking import answer, questions_of
from intake.checking import check_some
from intake.forms import RowForm
from intake.importing import check_again, still_open
from intake.models import Import, ImportRow
from intake.views.access import context_of, open_import, vanished

FIXABLE = (
    ImportRow.State.WRONG,
    ImportRow.State.ASKED,
    ImportRow.State.READY,
    ImportRow.State.PART,
)


@open_import
def import_names(request, source):
    """Ask whom names mean that may be known; an answer holds for all rows with the name."""
    questions, total = questions_of(source)
    if request.method == "POST":
        answer(source, questions, request.POST)
        return redirect("import_check", source.pk)
    if not questions:
        return redirect(source)
    context = context_of(source, "rows", questions=questions, total=total)
    return render(request, "intake/import_names.html", context)


@open_import
def import_row(request, source, number):
    """Put the cells of one row right; it is checked again."""
    if request.method == "POST":
        return _put_right(request, source, number)
    row = get_object_or_404(source.rows, number=number)
    if _is_waiting(source, row):
        return redirect("import_check", source.pk)
    if row.state not in FIXABLE:
        raise Http404
    return _row_page(request, source, RowForm(row=row, plans=plans_of(source)))


def _put_right(request, source, number):
    """Store the cells that were changed, or give the form back with what was typed."""
    with transaction.atomic():
        # Held until the row is stored: nobody stores the import meanwhile.
        if not still_open(source):
            return redirect(source) if _exists(source) else vanished(request)
        row = get_object_or_404(source.rows.select_for_update(), number=number)
        form = RowForm(request.POST, row=row, plans=plans_of(source))
        is_free = row.state in FIXABLE and not _is_waiting(source, row)
        if form.is_valid() and is_free:
            form.save()
            check_again(source, source.rows.filter(number=row.lead))
            return redirect("import_check", source.pk)
    if not is_free:
        check_some(source, timezone.localdate())  # so that it can be stored the next time
        form.add_error(None, _refused(row))
    return _row_page(request, source, form)


def _exists(source):
    return Import.objects.filter(pk=source.pk).exists()


def _is_waiting(source, row):
    """Whether a row, or the first row of its meeting, is yet to be checked: what changes now would be missed."""
    numbers = (row.number, row.lead)
    return source.rows.filter(number__in=numbers, state=ImportRow.State.WAITING).exists()


def _refused(row):
    """Return why a row can't be changed at this moment."""
    if row.state in (*FIXABLE, ImportRow.State.WAITING):
        return _(
            "Somebody changed this row a moment ago, and it was being checked. "
            "What you typed stands below and is not stored yet. Save it again."
        )
    return _("This row is left out of the import now, so it can’t be changed.")


def _row_page(request, source, form):
    context = context_of(source, "rows", form=form, row=form.row)
    status = 422 if form.is_bound else 200
    return render(request, "intake/import_row.html", context, status=status)
